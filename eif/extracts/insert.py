"""How do files that were read get into the staging tables of one database?"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa

from eif.extracts.load import read_extract
from eif.extracts.outcome import FileOutcome
from eif.extracts.read import ExtractFile
from eif.extracts.reading import Reading, open_table
from eif.extracts.staging import column_names, create_staging

Progress = Callable[[int, int, str], None]
FIGURES = "staged_figure"


def insert_readings(
    con: duckdb.DuckDBPyConnection, readings: Sequence[Reading], *, in_place: bool = False
) -> list[FileOutcome]:
    """Put the rows of every file that was read into the staging tables of `con`; files are numbered in order.

    Contents that are there already are accepted and not put in twice. With `in_place` the figures, which are
    by far the most, are read from their Arrow files whenever they are asked for, and not copied: the files
    must outlive `con`, whose tables were empty.
    """
    outcomes: list[FileOutcome] = []
    figures: list[pa.Table] = []
    seen: dict[str, FileOutcome] = dict(_already_there(con))
    for reading in readings:
        outcome = reading.outcome
        if outcome.accepted:
            twin = seen.get(reading.sha256 or "")
            if twin:
                message = f"The same bytes as {twin.name}: not loaded twice."
                outcome = FileOutcome(outcome.name, outcome.layout, True, message, twin.extract_id)
            else:
                outcome = replace(outcome, extract_id=len(seen) + 1)
                seen[reading.sha256 or ""] = outcome
                _insert(con, reading, len(seen), FIGURES if in_place else "")
                if in_place:
                    figures += [_numbered(path, len(seen)) for path in reading.tables.get(FIGURES, ())]
        outcomes.append(outcome)
    if figures:
        _show(con, figures)
    return outcomes


def _already_there(con: duckdb.DuckDBPyConnection) -> list[tuple[str, FileOutcome]]:
    rows = con.execute("select sha256, file_name, layout, extract_id from staged_extract").fetchall()
    return [(sha256, FileOutcome(name, layout, True, "", number)) for sha256, name, layout, number in rows]


def _insert(con: duckdb.DuckDBPyConnection, reading: Reading, extract_id: int, but: str) -> None:
    for table, paths in reading.tables.items():
        for path in paths if table != but else ():
            con.register("given", open_table(path))
            # `table` is one of staging.TABLES.
            con.execute(f"insert into {table} by name select ? as extract_id, * from given", [extract_id])  # noqa: S608
            con.unregister("given")


def _numbered(path: Path, extract_id: int) -> pa.Table:
    rows = open_table(path)
    return rows.append_column("extract_id", pa.repeat(pa.scalar(extract_id, pa.int32()), rows.num_rows))


def _show(con: duckdb.DuckDBPyConnection, tables: Sequence[pa.Table]) -> None:
    """Make the staging table of figures a view of these."""
    # One long column of nothing serves every table that lacks a part.
    nothing = pa.nulls(max(table.num_rows for table in tables), pa.float64())
    columns = column_names(FIGURES)
    alike = [
        pa.table(
            {
                name: table[name] if name in table.column_names else nothing.slice(0, table.num_rows)
                for name in columns
            }
        )
        for table in tables
    ]
    con.register("figure_in_file", pa.concat_tables(alike))
    con.execute(f"drop table {FIGURES}")
    con.execute(
        f"""create temp view {FIGURES} as
        select * replace (status::cell_status as status) from figure_in_file"""  # noqa: S608
    )


def stage_files(
    con: duckdb.DuckDBPyConnection,
    files: Sequence[ExtractFile],
    *,
    loaded_by: str,
    on_progress: Progress | None = None,
) -> list[FileOutcome]:
    """Read each file in this process and put it into the staging tables of `con`.

    `on_progress(done, of, name)` is called after each. A file that is refused leaves nothing behind and does
    not stop the others.
    """
    readings: list[Reading] = []
    with tempfile.TemporaryDirectory(prefix="eif-") as folder, con.cursor() as apart:
        create_staging(apart)
        for done, file in enumerate(files, 1):
            readings.append(read_extract(apart, file, Path(folder) / str(done)))
            if on_progress:
                on_progress(done, len(files), file.known_as)
        outcomes = insert_readings(con, readings)
    con.execute("update staged_extract set loaded_by = ? where loaded_by is null", [loaded_by])
    return outcomes
