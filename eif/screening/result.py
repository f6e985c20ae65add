"""What did screening find in a file?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from eif.screening.checks import BY_ID, CHECKS, Check

PASS, WARNING, FAIL, NOT_APPLICABLE = "PASS", "WARNING", "FAIL", "not applicable"


@dataclass(frozen=True)
class Result:
    """How one check of one file came out: a row of the release's table `screening`.

    `columns` and `found` name where and what, `rows` counts the cases, and `message` says it in words.
    """

    file_name: str
    stage: str
    check: str
    question: str
    result: str
    columns: str | None
    found: str | None
    rows: int
    message: str
    what_to_do: str


def refusal(file_name: str, check_id: str, message: str) -> list[Result]:
    """The results of a file that the reader refused: the checks of reading before it passed, and this one."""
    failed = BY_ID.get(check_id, BY_ID["readable"])
    before = [check for check in CHECKS[: CHECKS.index(failed)] if check.by == "reading"]
    passed = [_row(file_name, check, PASS, check.fine) for check in before]
    return [*passed, _row(file_name, failed, FAIL, message)]


def known(file_name: str, message: str) -> list[Result]:
    """The result of a file whose contents are in the release already."""
    return [_row(file_name, BY_ID["seen"], NOT_APPLICABLE, message)]


def _row(file_name: str, check: Check, result: str, message: str) -> Result:
    return Result(
        file_name=file_name,
        stage=check.stage,
        check=check.id,
        question=check.question,
        result=result,
        columns=None,
        found=None,
        rows=0,
        message=message,
        what_to_do=check.what_to_do,
    )


def results_of(con: duckdb.DuckDBPyConnection, files: Sequence[str]) -> list[Result]:
    """The rows of `screening` for the files of these fingerprints, by file and in the order of the checks.

    `con` is a release, or the scratch database of a build.
    """
    rows = con.execute(
        """
        select
            source_file.name, stage, check_id, question, result, columns, found, rows_concerned, message,
            what_to_do,
        from screening
        inner join source_file using (extract_id)
        where list_contains(?, sha256)
        order by source_file.ord, screening.ord
        """,
        [list(files)],
    ).fetchall()
    return [Result(*row) for row in rows]
