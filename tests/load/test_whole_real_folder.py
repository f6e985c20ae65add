"""Is the whole folder of real files read, every cell of it accounted for, but for files that tell no year?"""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from eif.cli import cli
from eif.warehouse import current_release
from eif.warehouse.publish import open_release
from tests.conftest import settings_for

# Nothing in these, nor in the folder they lie in, says which year they are for.
WITHOUT_A_YEAR = {
    "cscp/older/england_abs.csv",
    "finance/maintained_schools_master_list.xlsx",
    "gias/pupil-premium-2019-2020.csv",
    "layout_synthetic/academy_ar.xlsx",
    "layout_synthetic/maintained_schools_master_list.csv",
}
# An older register, or a copy, that a newer file given with it stands for.
OLDER = {"gias/links_edubasealldata20230421.csv", "layout_synthetic/gias_links.csv"}


@pytest.fixture(scope="session")
def home(once: Callable[[str, Callable[[Path], object]], Path], realdata: Path) -> Path:
    """An installation given the whole folder, and what the load said."""

    def load(folder: Path) -> None:
        runner = CliRunner(env={"EIF_HOME": str(folder), "COLUMNS": "250"})
        result = runner.invoke(cli, ["load", str(realdata)])
        (folder / "said.txt").write_text(f"{result.exit_code}\n{result.output}", encoding="utf-8")

    return once("whole-real-folder", load)


@pytest.fixture
def release(home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    path = current_release(settings_for(home))
    assert path is not None
    with open_release(path) as con:
        yield con


def test_only_files_that_tell_no_year_are_refused(home: Path, realdata: Path) -> None:
    said = (home / "said.txt").read_text(encoding="utf-8").splitlines()
    assert said[0] == "1"
    refused = {line.removeprefix("Refused ").strip() for line in said if line.startswith("Refused ")}
    assert refused == {f"{realdata.name}/{name}" for name in WITHOUT_A_YEAR}
    assert sum("Nothing says which" in line for line in said) == len(WITHOUT_A_YEAR)


def test_every_file_of_the_folder_is_read_or_refused(
    release: duckdb.DuckDBPyConnection, realdata: Path
) -> None:
    given = {path.relative_to(realdata).as_posix() for path in realdata.rglob("*") if path.is_file()}
    held = {
        name.removeprefix(f"{realdata.name}/")
        for (name,) in release.execute("select name from source_file").fetchall()
    }
    assert given - held - OLDER == WITHOUT_A_YEAR
    assert held <= given


def test_cells_in_are_the_cells_that_an_independent_reader_counts(
    release: duckdb.DuckDBPyConnection, realdata: Path
) -> None:
    found = release.execute("""
        select f.name, l.column_name, any_value(l.cells), any_value(l.value_cells),
            coalesce(sum(l.missing_cells), 0), any_value(l.rejected_cells)
        from source_file as f inner join cell_ledger as l using (extract_id)
        group by f.name, l.column_name
    """).fetchall()
    cells: dict[str, int] = {}
    for name, column, held, values, missing, rejected in found:
        assert held == values + missing + rejected, (name, column)
        cells[name] = cells.get(name, 0) + held
    assert len(cells) > 75
    counted = {name: count_cells(realdata / name.removeprefix(f"{realdata.name}/")) for name in cells}
    assert {
        name: (cells[name], count) for name, count in counted.items() if count not in (None, cells[name])
    } == {}
    assert all(name.endswith(".xlsx") for name, count in counted.items() if count is None)


def count_cells(path: Path) -> int | None:
    """Rows that hold anything times columns; None for workbooks, whose tables stand below titles."""
    if path.suffix == ".parquet":
        table = pq.read_metadata(path)
        return table.num_rows * table.num_columns
    if path.suffix == ".json":
        rows = json.loads(path.read_text(encoding="utf-8-sig"))
        return len(rows) * len({name for row in rows for name in row})
    if path.suffix == ".xlsx":
        return None
    content = path.read_bytes() if path.suffix != ".gz" else gzip.decompress(path.read_bytes())
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    records = [record for record in csv.reader(io.StringIO(text, newline="")) if any(map(str.strip, record))]
    if path.suffix in (".md", ".txt") or len(records[0]) == 1:
        return sum(bool(line.strip()) for line in text.splitlines())
    return (len(records) - 1) * len(records[0])
