"""How much does reading strictly, with every cell accounted for, cost over merely parsing the same bytes?"""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path

import duckdb

from eif.extracts import ExtractFile, create_staging, insert_readings
from eif.extracts.apart import Crew
from scripts.bench.timing import Measured, compare


def measure(folder: Path) -> list[Measured]:
    """Compare staging the national UTF-8 files of `folder` with DuckDB parsing each into a table of text."""
    files = sorted(folder.glob("cscp/*/england_*.csv")) + sorted(folder.glob("ees/*.csv"))
    megabytes = sum(file.stat().st_size for file in files) / 1e6
    what = f"read, type and account for {len(files)} national files, {megabytes:.0f} MB"
    return [
        compare(what, lambda: _stage(folder, files), "DuckDB parsing to text", lambda: _parse(files), runs=3)
    ]


def _stage(folder: Path, files: list[Path]) -> None:
    con = duckdb.connect()
    create_staging(con)
    given = [ExtractFile(path=file, name=str(file.relative_to(folder)), period=None) for file in files]
    with tempfile.TemporaryDirectory(prefix="eif-bench-") as scratch, closing(Crew(Path(scratch))) as crew:
        outcomes = insert_readings(con, crew.read(given, lambda *_: None), in_place=True)
        con.execute("select count(*), sum(value) from staged_value").fetchall()
    refused = [outcome for outcome in outcomes if not outcome.accepted]
    if refused:
        raise RuntimeError(f"{refused[0].name}: {refused[0].message}")
    con.close()


def _parse(files: list[Path]) -> None:
    con = duckdb.connect()
    for number, file in enumerate(files):
        # A table name made of a number.
        con.execute(
            f"""create table file_{number} as select * from read_csv(
                ?, all_varchar = true, header = true, delim = ',', quote = '"', escape = '"',
                null_padding = true, strict_mode = false)""",  # noqa: S608
            [str(file)],
        )
    con.close()
