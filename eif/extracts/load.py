"""How do recognised files become staged rows, one transaction a file, with a ledger of every cell?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import duckdb

from eif.extracts.checks import check_unique, check_whole
from eif.extracts.errors import ExtractError
from eif.extracts.fill import fill_extract, fill_fields, fill_schools, fill_values
from eif.extracts.inspections import fill_inspections
from eif.extracts.ledger import count_cells, write_codes, write_ledger
from eif.extracts.outcome import FileOutcome, accepted
from eif.extracts.read import ExtractFile, Recognition, recognise
from eif.extracts.rows import Described, describe_rows
from eif.extracts.texts import read_texts

Progress = Callable[[int, int, str], None]


def stage_files(
    con: duckdb.DuckDBPyConnection,
    files: Sequence[ExtractFile],
    *,
    loaded_by: str,
    on_progress: Progress | None = None,
) -> list[FileOutcome]:
    """Load each file into the staging tables of `con`, in order; `on_progress(done, of, name)` after each.

    A file that is refused leaves nothing behind and does not stop the others. A file whose bytes were already
    loaded is accepted and not loaded twice.
    """
    outcomes: list[FileOutcome] = []
    for done, file in enumerate(files, 1):
        outcomes.append(_stage_file(con, file, loaded_by))
        if on_progress:
            on_progress(done, len(files), file.known_as)
    return outcomes


def _stage_file(con: duckdb.DuckDBPyConnection, file: ExtractFile, loaded_by: str) -> FileOutcome:
    try:
        found = recognise(file.path, period=file.period, name=file.known_as)
    except ExtractError as error:
        return FileOutcome(file.known_as, None, False, str(error))
    twins = con.execute(
        "select extract_id, file_name from staged_extract where sha256 = ?", [found.sha256]
    ).fetchall()
    for extract_id, twin in twins:
        message = f"The same bytes as {twin}: not loaded twice."
        return FileOutcome(file.known_as, found.layout.id, True, message, extract_id)
    con.execute("begin transaction")
    try:
        outcome = _stage(con, found, loaded_by)
        con.execute("commit")
    except ExtractError as error:
        con.execute("rollback")
        title = found.layout.title
        return FileOutcome(file.known_as, found.layout.id, False, str(error), layout_title=title)
    except BaseException:
        con.execute("rollback")
        raise
    return outcome


def _stage(con: duckdb.DuckDBPyConnection, found: Recognition, loaded_by: str) -> FileOutcome:
    layout = found.layout
    ((extract_id,),) = con.execute("select coalesce(max(extract_id), 0) + 1 from staged_extract").fetchall()
    described = Described(found.table, found.table.columns, [])
    if layout.row_kinds:
        described = describe_rows(found.table, layout, found.period, found.name)
        check_whole(described, found)
        described = check_unique(con, described, found)
    texts = read_texts(described.table, layout)
    bad = fill_values(con, found, described, texts, extract_id) if layout.mapped else {}
    if layout.school:
        bad |= fill_schools(con, found, described, extract_id)
    if layout.events:
        bad |= fill_inspections(con, layout, described, extract_id)
    if layout.fields:
        fill_fields(con, found, extract_id)
    fill_extract(con, found, described, extract_id, loaded_by)
    aside = read_texts(described.aside, layout) if described.aside else {}
    lines = count_cells(texts, aside, layout, bad, len(described.rejected))
    write_ledger(con, lines, extract_id)
    write_codes(con, layout, extract_id)
    return accepted(found, described, lines, extract_id)
