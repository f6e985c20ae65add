"""Are the sums of schools' accounts read as pounds, shares and years of their own?"""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest

from eif.extracts import ExtractFile, FileOutcome, create_staging, stage_files
from eif.reference import FOLDER as FOLDER_OF_REFERENCE
from eif.reference import read_indicator
from tests.fixtures.extracts import FOLDER, write_ks4_workbook

MASTER_LIST = "2020-2021/maintained_schools_master_list.csv"


def stage(*files: ExtractFile) -> tuple[duckdb.DuckDBPyConnection, list[FileOutcome]]:
    con = duckdb.connect()
    create_staging(con)
    return con, stage_files(con, files, loaded_by="test")


def staged(name: str) -> tuple[duckdb.DuckDBPyConnection, FileOutcome]:
    con, (outcome,) = stage(ExtractFile(FOLDER / name, name))
    assert outcome.accepted, outcome.message
    return con, outcome


def figures(con: duckdb.DuckDBPyConnection, indicator: str) -> dict[str, float | str]:
    """The value of each school, or the status of one that has none."""
    found = con.execute(
        "select urn, value, status from staged_value where indicator = ? and row_kind = 'school'", [indicator]
    ).fetchall()
    return {urn: status if value is None else value for urn, value, status in found}


def test_a_share_is_worked_out_and_keeps_its_two_columns_and_texts() -> None:
    con, _ = staged(MASTER_LIST)
    columns = "Revenue Reserve   B01 plus B02 plus B06 ÷ Total Income"
    assert con.execute(
        """select urn, period, round(value, 4), numerator, denominator, raw, source_column
        from staged_value where indicator = 'fin_close_pct_income' order by urn"""
    ).fetchall() == [
        ("900001", "2020-21", 5.0, 107000.0, 2140000.0, "107000 ÷ 2140000", columns),
        ("900002", "2020-21", -3.0, -30000.0, 1000000.0, "-30000 ÷ 1000000", columns),
    ]


def test_a_school_without_a_return_and_a_part_of_a_year_are_left_out_and_told() -> None:
    con, outcome = staged(MASTER_LIST)
    assert con.execute(
        "select column_name, text, rows, reason from left_out_row order by text"
    ).fetchall() == [
        ("Did Not Supply flag", "1", 1, "the school did not supply a return"),
        ("Period covered by return (months)", "5", 1, "the return is for part of a year"),
    ]
    assert outcome.rows_in == 4
    assert set(figures(con, "fin_close_bal")) == {"900001", "900002"}
    cells = con.execute("select sum(cells) from (select distinct column_name, cells from cell_ledger)")
    assert cells.fetchall() == [(4 * 125,)]


def test_averages_of_schools_alike_in_free_meals_are_not_the_councils() -> None:
    con, _ = staged("2018-2019/330_cfr.csv")
    kinds = con.execute("select distinct row_kind from staged_row order by 1").fetchall()
    assert kinds == [("national",), ("school",)]
    assert con.execute("select sum(rows) from left_out_row").fetchall() == [(2,)]
    assert con.execute(
        """select phase, value from staged_value
        where row_kind = 'national' and indicator = 'fin_income_pp' order by value"""
    ).fetchall() == [(None, 4879.0), ("primary", 5081.0), ("special", 23085.0)]


def test_a_share_says_why_it_is_missing_and_may_be_below_nought() -> None:
    con, _ = staged("2018-2019/330_cfr.csv")
    assert figures(con, "supply_pct_spend") == {"900001": 2.0, "900002": -1.0, "900009": "blank"}
    assert con.execute(
        """select value, status from staged_value
        where indicator = 'supply_pct_spend' and row_kind = 'national' order by value"""
    ).fetchall()[-1] == (None, "not applicable")
    con, _ = staged("2019-2020/pupil-premium.csv")
    found = figures(con, "pp_pct")
    assert found["900044"] == "not applicable"
    assert found["900003"] == pytest.approx(25)


def test_accounts_of_academies_keep_to_their_own_year_and_indicators() -> None:
    con, _ = staged("2021-2022/academy_ar.csv")
    assert con.execute("select distinct period from staged_value").fetchall() == [("2021/22",)]
    assert figures(con, "acad_reserve") == {"900031": 395000.0, "900041": "not available"}
    assert con.execute("select count(*) from staged_value where indicator like 'fin%'").fetchall() == [(0,)]


@pytest.mark.parametrize("stated", ["2020-21", "2020-2021", "2020/21"])
def test_a_financial_year_may_be_stated_as_people_write_it(stated: str) -> None:
    path = FOLDER / MASTER_LIST
    _, (unstated,) = stage(ExtractFile(path, "list.csv"))
    assert not unstated.accepted
    assert "Nothing says which financial year" in (unstated.message or "")
    con, (told,) = stage(ExtractFile(path, "list.csv", stated))
    assert told.accepted
    assert con.execute("select period from staged_extract").fetchall() == [("2020-21",)]


def test_irregular_spaces_of_a_header_are_no_obstacle(tmp_path: Path) -> None:
    header, rest = (FOLDER / MASTER_LIST).read_text(encoding="utf-8").split("\n", 1)
    copy = tmp_path / "list.csv"
    copy.write_text(" ".join(header.split()) + "\n" + rest, encoding="utf-8")
    con, (outcome,) = stage(ExtractFile(copy, "list.csv", "2020-21"))
    assert outcome.accepted, outcome.message
    assert figures(con, "fin_close_bal") == {"900001": 107000.0, "900002": -30000.0}


def test_every_balance_has_a_range_of_its_own() -> None:
    balances = {
        path.stem
        for path in (FOLDER_OF_REFERENCE / "indicators").glob("*.toml")
        if read_indicator(path)["kind"] == "balance"
    }
    with (FOLDER_OF_REFERENCE / "screening" / "ranges.csv").open(encoding="utf-8", newline="") as handle:
        below_nought = {row["indicator"] for row in csv.DictReader(handle) if float(row["lowest"]) < 0}
    assert balances
    assert balances <= below_nought


def test_fractions_of_a_workbook_are_the_shares_of_the_published_file(tmp_path: Path) -> None:
    name = "2017-2018/330_ks4final.csv"
    con, outcomes = stage(
        ExtractFile(FOLDER / name, name),
        ExtractFile(write_ks4_workbook(tmp_path / "ks4.xlsx"), "2017-2018/ks4.xlsx"),
    )
    assert all(outcome.accepted for outcome in outcomes), [outcome.message for outcome in outcomes]
    assert (
        con.execute(
            """select a.indicator, a.raw, b.raw from staged_value as a
            full join staged_value as b using (source_row, indicator, pupil_group, period)
            where a.extract_id = 1 and b.extract_id = 2 and a.value is distinct from b.value"""
        ).fetchall()
        == []
    )
    assert con.execute(
        """select count(*) > 0 from staged_value
        where extract_id = 2 and indicator = 'ks4_em5' and pupil_group = 'all' and raw like '0.%'"""
    ).fetchall() == [(True,)]
