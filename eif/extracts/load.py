"""How does one file become staged rows, with a ledger of every cell?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from eif.extracts.checks import check_unique, check_whole
from eif.extracts.described import Described
from eif.extracts.errors import ExtractError
from eif.extracts.facts import fill_facts
from eif.extracts.fill import fill_extract, fill_fields, fill_linked, fill_schools, fill_values
from eif.extracts.inspections import fill_inspections
from eif.extracts.ledger import count_cells, write_codes, write_ledger
from eif.extracts.limits import COMMAND_LINE, Limits
from eif.extracts.outcome import FileOutcome, accepted
from eif.extracts.read import ExtractFile, Recognition, recognise
from eif.extracts.reading import Reading, describe, refused, write_tables
from eif.extracts.rows import describe_rows
from eif.extracts.staging import TABLES, create_staging
from eif.extracts.texts import ColumnTexts
from eif.sql import CONFIG

# Whatever its number is to be, a file is alone while it is read.
ALONE = 1
# Threads of one library for one file: several files are read at a time.
THREADS = 2


@contextmanager
def reading_database() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty database in memory to read one file after another in."""
    with duckdb.connect(config=CONFIG | {"threads": THREADS}) as con:
        create_staging(con)
        yield con


def read_extract(
    con: duckdb.DuckDBPyConnection, file: ExtractFile, folder: Path, limits: Limits = COMMAND_LINE
) -> Reading:
    """Read one file and write its staged rows as Arrow files into `folder`, which is made.

    The staging tables of `con` are empty, and empty again afterwards. A file that is refused leaves nothing
    in the folder; its outcome says why.
    """
    try:
        found = recognise(
            file.path, period=file.period, name=file.known_as, member=file.member, limits=limits
        )
    except ExtractError as error:
        return refused(file, error)
    con.execute("begin transaction")
    try:
        outcome, figures = _stage(con, found)
        tables = {name: [_rows(con, name)] for name in TABLES} | {"staged_figure": figures}
        return describe(file, found, outcome, write_tables(folder, tables))
    except ExtractError as error:
        layout = found.layout
        outcome = FileOutcome(
            file.known_as, layout.id, False, str(error), layout_title=layout.title, check=error.check
        )
        return describe(file, found, outcome)
    finally:
        con.execute("rollback")


def _rows(con: duckdb.DuckDBPyConnection, table: str) -> pa.Table:
    # `table` is one of staging.TABLES.
    return con.sql(f"select * exclude (extract_id) from {table}").to_arrow_table()  # noqa: S608


def _stage(con: duckdb.DuckDBPyConnection, found: Recognition) -> tuple[FileOutcome, list[pa.Table]]:
    """Fill the staging tables but one: the figures are many and come back as they are."""
    layout = found.layout
    figures: list[pa.Table] = []
    described = Described(found.table, found.table.columns, [])
    if layout.row_kinds:
        described = describe_rows(found.table, layout, found.period, found.name)
        check_whole(described, found)
        described = check_unique(con, described, found)
    texts = ColumnTexts(described.table, layout)
    bad: dict[str, int] = {}
    if layout.dataset:
        bad, figures = fill_facts(con, layout, described, texts, ALONE)
    elif layout.mapped:
        bad, figures = fill_values(con, found, described, texts, ALONE)
    if layout.school:
        bad |= fill_schools(con, found, described, ALONE)
    if layout.linked:
        fill_linked(con, layout.linked, described, ALONE)
    if layout.events:
        bad |= fill_inspections(con, layout, described, ALONE)
    if layout.fields and layout.kind != "years":
        bad |= fill_fields(con, found, ALONE)
    fill_extract(con, found, described, ALONE)
    parts = [texts, *([ColumnTexts(described.aside, layout)] if described.aside else [])]
    lines = count_cells(parts, layout, bad, len(described.rejected))
    write_ledger(con, lines, ALONE)
    write_codes(con, layout, ALONE)
    return accepted(found, described, lines), figures
