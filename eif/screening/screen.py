"""How are the checks put to the files of a load?

Stage by stage: the first stage at which a file fails is the last that is told of it. Files of the release
being served were screened when they came, and keep what was found then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from eif import sql
from eif.screening.before import create_tables, recall
from eif.screening.checks import ASKED, CHECKS, STAGES, Check
from eif.screening.limits import load_limits
from eif.screening.result import FAIL, NOT_APPLICABLE, PASS, WARNING

EXAMPLES = 3
# Cases kept for the page and the download, of one check and file; all of them are counted.
KEPT_CASES = 1000


@dataclass(frozen=True)
class Newcomer:
    """A file of this load: its extract, and the fingerprint of the file it takes the place of, if any."""

    extract_id: int
    replaces_sha256: str | None = None


def screen_staged(
    con: duckdb.DuckDBPyConnection, newcomers: Sequence[Newcomer], served: Path | None = None
) -> dict[int, str]:
    """Put every check of staged data to the newcomers; which of them fail, and why, in words.

    Needs the staged tables, `source_file`, `setting`, the reference tables and the macros. Fills `screening`
    and `screening_case`, for the other files as the release at `served` has them.
    """
    load_limits(con)
    create_tables(con)
    con.execute("""
        create or replace temp table screened_extract (
            extract_id integer, replaces_sha256 varchar, replaces varchar, replaces_rows bigint
        )
    """)
    for each in newcomers:
        con.execute(
            "insert into screened_extract values (?, ?, null, null)", [each.extract_id, each.replaces_sha256]
        )
    if served is not None:
        recall(con, served)
    sql.build(con, "15_screen")
    for check in CHECKS:
        if check.by in ("reading", "staged"):
            _put(con, check)
    return _failures(con)


def screen_built(con: duckdb.DuckDBPyConnection) -> None:
    """Put the checks that need the joined and compared data to the files that are still there."""
    con.execute(
        "delete from screened_extract where extract_id not in (select extract_id from staged_extract)"
    )
    sql.build(con, "35_screen")
    for check in CHECKS:
        if check.by == "built":
            _put(con, check)


def _put(con: duckdb.DuckDBPyConnection, check: Check) -> None:
    place = CHECKS.index(check) + 1
    told = {"ord": place, "check_id": check.id, "stage": check.stage, "question": check.question}
    told |= {"what_to_do": check.what_to_do, "fine": check.fine, "found": check.found}
    if check.by == "reading":
        # Whatever the reader asks was answered when the file was read.
        con.execute(
            """
            insert into screening
            select extract_id, $ord, $stage, $check_id, $question, $result, null, null, 0, $fine, $what_to_do
            from screened_extract
            """,
            {**{name: told[name] for name in told if name != "found"}, "result": PASS},
        )
        return
    _keep_cases(con, check)
    # The relation and the choice of files are constants of checks.py.
    con.execute(
        f"""
        insert into screening
        with

        asked as (select distinct extract_id {ASKED[check.asked]}),

        summed as (
            select
                extract_id,
                count(*) as cases,
                max(case level when 'FAIL' then 2 when 'WARNING' then 1 else 0 end) as worst,
                list(distinct place order by place) as places,
                list(distinct found order by found) as found,
            from case_{check.id}
            group by extract_id
        ),

        example as (
            select extract_id, list(note order by case_no) as notes
            from screening_case
            where check_id = $check_id and case_no <= $examples
            group by extract_id
        )

        select
            s.extract_id,
            $ord,
            $stage,
            $check_id,
            $question,
            case
                when a.extract_id is null then $not_applicable
                when c.worst = 2 then $fail
                when c.worst = 1 then $warning
                else $pass
            end,
            array_to_string(c.places[1:6], ', ') || if(len(c.places) > 6, ' and others', ''),
            array_to_string(c.found[1:6], ', ') || if(len(c.found) > 6, ' and others', ''),
            if(a.extract_id is null, 0, coalesce(c.cases, 0)),
            case
                when a.extract_id is null then 'Not asked of this file.'
                when c.cases is null then $fine
                else format('{{}}: {{:,}}. ', $found, c.cases) || array_to_string(e.notes, '; ')
                    || if(c.cases > $examples, format('; and {{:,}} more.', c.cases - $examples), '.')
            end,
            $what_to_do
        from screened_extract as s
        left join asked as a using (extract_id)
        left join summed as c using (extract_id)
        left join example as e using (extract_id)
        """,  # noqa: S608
        told
        | {
            "examples": EXAMPLES,
            "fail": FAIL,
            "warning": WARNING,
            "pass": PASS,
            "not_applicable": NOT_APPLICABLE,
        },
    )


def _keep_cases(con: duckdb.DuckDBPyConnection, check: Check) -> None:
    """Number the cases of a check, worst first, give their schools a name, and keep the first of them."""
    con.execute(
        f"""
        insert into screening_case
        with

        school_name as (
            select urn, arg_max(name, extract_id) as name
            from staged_school
            where name is not null
            group by urn
        ),

        named as (
            select c.*, coalesce(r.name, n.name) as name,
            from case_{check.id} as c
            semi join (select extract_id {ASKED[check.asked]}) as a using (extract_id)
            left join register as r using (urn)
            left join school_name as n using (urn)
        )

        select
            extract_id,
            $check_id,
            row_number() over (
                partition by extract_id
                order by case level when 'FAIL' then 0 when 'WARNING' then 1 else 2 end,
                    weight desc, source_row, urn, place, note
            ) as case_no,
            level,
            source_row,
            urn,
            name,
            period,
            place,
            found,
            expected,
            if(name is null, note, replace(note, 'URN ' || urn, format('{{}} ({{}})', name, urn))),
        from named
        qualify case_no <= $kept
        """,  # noqa: S608
        {"check_id": check.id, "kept": KEPT_CASES},
    )


def _failures(con: duckdb.DuckDBPyConnection) -> dict[int, str]:
    """Cut each file's results off after its first failing stage; why it fails, by extract."""
    order = list(STAGES)
    rows = con.execute(
        """
        with

        first_fail as (
            select extract_id, min(list_position($order, stage)) as place
            from screening
            semi join screened_extract using (extract_id)
            where result = $fail
            group by extract_id
        ),

        told as (
            select s.extract_id, string_agg(s.message || ' ' || s.what_to_do, ' ' order by s.ord) as message
            from screening as s
            inner join first_fail as f using (extract_id)
            where s.result = $fail and list_position($order, s.stage) = f.place
            group by s.extract_id
        )

        select extract_id, message, place from told inner join first_fail using (extract_id)
        """,
        {"order": order, "fail": FAIL},
    ).fetchall()
    for extract_id, _, place in rows:
        con.execute(
            "delete from screening where extract_id = ? and list_position(?, stage) > ?",
            [extract_id, order, place],
        )
    return {extract_id: message for extract_id, message, _ in rows}
