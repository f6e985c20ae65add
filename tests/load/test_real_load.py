"""The real extracts load as published: nothing lost, nothing invented, counted a second way."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest

from eif.snapshot import Snapshot, open_snapshot
from eif.warehouse.publish import open_release
from tests.conftest import REAL_LOAD, settings_for

ABSENCE = "absence/DERIVED_absence_3term_nat_reg_la_sch_330+sn+core.csv"


@pytest.fixture
def release(real_release: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published release, by itself."""
    with open_release(real_release) as con:
        yield con


@pytest.fixture(scope="module")
def snapshot(real_home: Path) -> Snapshot:
    """What pages read of it."""
    return open_snapshot(settings_for(real_home))


def given(realdata: Path) -> list[Path]:
    """Every file that was given."""
    found: list[Path] = []
    for pattern in REAL_LOAD:
        for path in sorted(realdata.glob(pattern)):
            found += sorted(path.iterdir()) if path.is_dir() else [path]
    return found


def text(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def rows_of(path: Path) -> list[list[str]]:
    """The records of a CSV file after its header, read with Python's own reader."""
    return list(csv.reader(text(path).splitlines(keepends=True)))[1:]


def test_every_file_given_is_in_the_release(release: duckdb.DuckDBPyConnection, realdata: Path) -> None:
    names = {name for (name,) in release.execute("select name from source_file").fetchall()}
    assert {Path(name).name for name in names} == {path.name for path in given(realdata)}
    assert len(names) == 16


def test_the_rows_of_every_file_are_those_of_an_independent_count(
    release: duckdb.DuckDBPyConnection, realdata: Path
) -> None:
    counted = {}
    for path in given(realdata):
        if path.suffix == ".csv":
            counted[path.name] = sum(1 for row in rows_of(path) if row)
        elif path.suffix == ".parquet":
            counted[path.name] = pq.ParquetFile(path).metadata.num_rows
    loaded = release.execute(
        "select file_name, rows_in, rows_accepted + rows_left_out + rows_rejected from extract"
    ).fetchall()
    found = {Path(name).name: rows for name, rows, _ in loaded if Path(name).name in counted}
    assert found == counted
    assert all(rows == settled for _, rows, settled in loaded)


def test_the_neighbour_workbooks_have_a_row_for_each_authority(
    release: duckdb.DuckDBPyConnection, realdata: Path
) -> None:
    for name in ("sn_may_2025.xlsx", "sn_april_2021.xlsx"):
        book = openpyxl.load_workbook(realdata / "lait" / name, read_only=True)
        codes = {
            str(cell)
            for sheet in book.worksheets
            for row in sheet.iter_rows(values_only=True)
            for cell in row[:1]
            if str(cell).isdigit()
        }
        ((rows,),) = release.execute(
            "select rows_in from extract where file_name like '%' || ?", [name]
        ).fetchall()
        assert rows >= len(codes) > 140


def test_the_ledger_of_every_file_balances_to_the_cell(release: duckdb.DuckDBPyConnection) -> None:
    unequal = release.execute("""
        select file_name, column_name, any_value(cells), any_value(value_cells), sum(missing_cells)
        from cell_ledger join extract using (extract_id)
        group by extract_id, file_name, column_name
        having any_value(cells)
            <> any_value(value_cells) + coalesce(sum(missing_cells), 0) + any_value(rejected_cells)
    """).fetchall()
    assert unequal == []


@pytest.mark.parametrize("name", [ABSENCE, "2018-2019/england_abs.csv", "2018-2019/england_census.csv"])
def test_the_ledger_counts_the_cells_and_codes_that_are_in_the_file(
    release: duckdb.DuckDBPyConnection, realdata: Path, name: str
) -> None:
    (path,) = (path for path in given(realdata) if path.name == Path(name).name)
    header, *rows = csv.reader(text(path).splitlines(keepends=True))
    ledger = release.execute(
        """
        select column_name, any_value(cells)
        from cell_ledger join extract using (extract_id)
        where file_name = ?
        group by column_name
        """,
        [name],
    ).fetchall()
    assert dict(ledger) == {column: len(rows) for column in header}
    codes = {"", "SUPP", "NP", "NA", "NE", "LOWCOV", ":", "x", "c", "z", "NEW"}
    counted = Counter(cell.strip() for row in rows for cell in row if cell.strip() in codes)
    told = release.execute(
        """
        select missing_code, sum(missing_cells)::int
        from cell_ledger join extract using (extract_id)
        where file_name = ? and missing_cells > 0
        group by missing_code
        """,
        [name],
    ).fetchall()
    assert dict(told) == {code: cells for code, cells in counted.items() if code in dict(told)}
    assert sum(dict(told).values()) == sum(counted.values())


def test_birmingham_schools_have_thirteen_years_of_absence(
    release: duckdb.DuckDBPyConnection, realdata: Path
) -> None:
    (path,) = realdata.glob(REAL_LOAD[0])
    rows = csv.DictReader(text(path).splitlines(keepends=True))
    schools: dict[str, set[str]] = {}
    for row in rows:
        if row["geographic_level"] == "School" and row["old_la_code"] == "330":
            year = f"{row['time_period'][:4]}/{row['time_period'][4:]}"
            schools.setdefault(year, set()).add(row["urn"])
    found: dict[str, set[str]] = {}
    for year, urn in release.execute("""
        select observation.period, urn
        from observation
        join extract using (extract_id)
        where indicator = 'abs_overall' and layout = 'ees_absence' and la_code = '330'
    """).fetchall():
        found.setdefault(year, set()).add(urn)
    assert sorted(schools) == [f"{year}/{(year + 1) % 100:02d}" for year in range(2006, 2019)]
    assert found == schools
    compared = release.execute("""
        select period, count(distinct urn) from comparison where indicator = 'abs_overall' group by period
    """).fetchall()
    assert all(count >= len(schools[year]) for year, count in compared)


def test_birmingham_secondaries_have_their_provisional_key_stage_4_results(
    release: duckdb.DuckDBPyConnection, realdata: Path
) -> None:
    with (realdata / "cscp" / "2018-2019" / "england_ks4provisional.csv").open(
        encoding="utf-8-sig"
    ) as handle:
        rows = [row for row in csv.DictReader(handle) if row["LEA"] == "330" and row["RECTYPE"] in ("1", "2")]
    written = {row["URN"]: float(row["ATT8SCR"]) for row in rows if row["ATT8SCR"].replace(".", "").isdigit()}
    found = dict(
        release.execute("""
            select urn, value from observation
            where indicator = 'ks4_a8' and pupil_group = 'all' and period = '2018/19' and la_code = '330'
                and value is not null and is_best
        """).fetchall()
    )
    assert found == written
    assert len(written) > 90


def test_absence_stands_beside_england_and_the_neighbours(snapshot: Snapshot) -> None:
    shown = snapshot.read("screen_indicator", indicator="abs_overall", pupil_group="all", phase="primary")
    years = shown.groupby("period")
    assert len(years) == 13
    assert (years["national"].nunique() == 1).all()
    assert years["neighbour_mean"].first().notna().all()
    assert (shown["neighbour_k"] <= 10).all()


def test_a_school_that_no_file_names_is_shown_by_its_urn(snapshot: Snapshot) -> None:
    nameless = snapshot.read("screen_school", columns=["urn", "name"], named=False)
    assert (nameless["name"] == "School " + nameless["urn"]).all()


def test_some_schools_are_rated_as_at_the_date_asked_for(snapshot: Snapshot) -> None:
    assert snapshot.read("screen_release")["as_at"].astype(str).str[:10].item() == "2020-03-31"
    assert snapshot.read("signal", status="rated")["urn"].nunique() > 300
