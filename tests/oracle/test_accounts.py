"""Are schools' accounts, pupil premium and tables saved again those of the real files?"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from eif.extracts import ExtractFile, create_staging, stage_files


def staged(path: Path, name: str, period: str | None = None) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    create_staging(con)
    (outcome,) = stage_files(con, [ExtractFile(path, name, period)], loaded_by="test")
    assert outcome.accepted, outcome.message
    assert outcome.rows_rejected == 0
    return con


def figures(con: duckdb.DuckDBPyConnection, indicator: str, period: str) -> dict[str, Any]:
    return dict(
        con.execute(
            """select urn, value from staged_value
            where indicator = ? and period = ? and pupil_group = 'all' and row_kind = 'school'""",
            [indicator, period],
        ).fetchall()
    )


def sheet(path: Path) -> dict[str, dict[str, Any]]:
    """URN -> column -> cell of a workbook's first sheet, as openpyxl gives them."""
    header, *rows = openpyxl.load_workbook(path, data_only=True).worksheets[0].iter_rows(values_only=True)
    place = header.index("URN")
    return {str(row[place]): dict(zip(header, row, strict=True)) for row in rows if row[place]}


def money(text: str) -> float | None:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None


@pytest.mark.parametrize(("year", "schools"), [("2017-2018", 244), ("2018-2019", 266)])
def test_spending_per_pupil_of_every_school_and_of_england(realdata: Path, year: str, schools: int) -> None:
    name = f"cscp/{year}/815_cfr.csv"
    con = staged(realdata / name, name)
    period = f"{year[:4]}-{year[-2:]}"
    with (realdata / name).open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle, restval=""))
    own = {row["URN"]: row for row in rows if row["LA"] == "815"}
    assert len(own) == schools
    for indicator, column in (
        ("fin_pupils", "PUPILS"), ("fin_income_pp", "TOTALINCOME"), ("fin_spend_pp", "TOTALEXPENDITURE"),
    ):  # fmt: skip
        assert figures(con, indicator, period) == {urn: money(row[column]) for urn, row in own.items()}
    assert figures(con, "supply_pct_spend", period) == {
        urn: float(row["PSUPPLYTEACHERS"].rstrip("%")) for urn, row in own.items()
    }
    supply = next(row for row in rows if row["LA"] == "NAT-PRI")
    ((share,),) = con.execute(
        """select value from staged_value
        where row_kind = 'national' and indicator = 'supply_pct_spend' and phase = 'primary'"""
    ).fetchall()
    assert share == 100 * (money(supply["SUPPLYTEACHERS"]) or 0) / (money(supply["TOTALEXPENDITURE"]) or 0)
    england = {row["MEDIAN"]: money(row["TOTALINCOME"]) for row in rows if row["LA"].startswith("NAT")}
    assert dict(
        con.execute(
            """select phase, value from staged_value
            where row_kind = 'national' and indicator = 'fin_income_pp' and phase is not null"""
        ).fetchall()
    ) == {
        "primary": england["Primary"],
        "secondary": england["Secondary with KS4"],
        "special": england["Special"],
        "alternative provision": england["Pupil referral unit"],
    }
    # Nothing comes from the five years of columns whose names and places change each year.
    columns = con.execute("select distinct source_column from staged_value").fetchall()
    assert not any("CAT" in column for (column,) in columns)


def test_one_schools_accounts_by_hand(realdata: Path) -> None:
    con = staged(realdata / "finance" / "maintained_schools_master_list.xlsx", "finance/list.xlsx", "2020-21")
    # The Aldgate School: balances B02 282,829.23 and B06 -79,302.11, total income and expenditure as below.
    closing, income, spending = 282829.23 - 79302.11, 2809309.10, 2913152.76
    found = {
        indicator: figures(con, indicator, "2020-21")["100000"]
        for indicator in (
            "fin_close_bal", "fin_close_pct_income", "fin_inyear_pct", "staff_cost_pct", "supply_pct_spend",
        )
    }  # fmt: skip
    assert found == {
        "fin_close_bal": pytest.approx(closing),
        "fin_close_pct_income": pytest.approx(100 * closing / income),
        "fin_inyear_pct": pytest.approx(100 * (income - spending) / income),
        "staff_cost_pct": pytest.approx(100 * 2090079.04 / spending),
        "supply_pct_spend": pytest.approx(100 * (12287.39 + 72169.34) / spending),
    }


def test_balances_of_every_school_of_the_master_list(realdata: Path) -> None:
    path = realdata / "finance" / "maintained_schools_master_list.xlsx"
    con = staged(path, "finance/list.xlsx", "2020-21")
    own = sheet(path)
    closing = {
        urn: row["B01 Committed revenue balances"]
        + row["B02 Uncommitted revenue balances"]
        + row["B06 Community-focused school revenue balances"]
        for urn, row in own.items()
    }
    assert figures(con, "fin_close_bal", "2020-21") == pytest.approx(closing)
    # DfE takes revenue spent on capital (E30) off both totals: they are not the plain sums.
    income = {urn: row["Total Income   I01 to I18"] for urn, row in own.items()}
    shares = {urn: 100 * closing[urn] / income[urn] for urn in own}
    assert figures(con, "fin_close_pct_income", "2020-21") == pytest.approx(shares)
    assert sum(value < 0 for value in closing.values()) == 2


def test_balances_of_all_schools_of_a_phase_stand_beside_them(realdata: Path) -> None:
    path = realdata / "ees" / "attendance" / "la_maintained_schools_revenue_reserve_final_hackathon.csv"
    con = staged(path, "ees/reserves.csv")
    with path.open(encoding="utf-8-sig", newline="") as handle:
        own = {
            row["school_phase"]: row
            for row in csv.DictReader(handle)
            if (row["old_la_code"], row["time_period"]) == ("330", "202021")
        }
    assert dict(
        con.execute(
            """select phase, value from staged_value
            where indicator = 'fin_close_pct_income' and area_code = '330' and period = '2020-21'"""
        ).fetchall()
    ) == {
        phase: float(own[said]["revenue_balance_as_pc_total_income"])
        for phase, said in (
            ("all", "All Local authority maintained schools"), ("nursery", "Nursery"),
            ("primary", "Primary"), ("secondary", "Secondary"), ("special", "Special"),
            ("alternative provision", "Pupil referral units"),
        )
    }  # fmt: skip
    deficits = con.execute(
        "select count(*) from staged_value where value < 0 and indicator = 'fin_close_bal'"
    )
    assert deficits.fetchall() > [(0,)]


def test_accounts_of_academies(realdata: Path) -> None:
    path = realdata / "layout_synthetic" / "academy_ar.xlsx"
    con = staged(path, "layout_synthetic/academy_ar.xlsx", "2021/22")
    header, *rows = openpyxl.load_workbook(path, data_only=True)["Academies"].iter_rows(values_only=True)
    own = {
        str(row[header.index("URN")]): dict(zip(header, row, strict=True))
        for row in rows
        if row[header.index("URN")]
    }
    shares = {urn: 100 * row["Revenue reserve"] / row["Total Income"] for urn, row in own.items()}
    assert len(shares) == 60
    assert figures(con, "acad_reserve_pct_income", "2021/22") == pytest.approx(shares)


def test_key_stage_2_saved_by_a_spreadsheet_is_read_with_its_year(realdata: Path) -> None:
    path = realdata / "finance" / "ks2.xlsx"
    con = staged(path, "finance/ks2.xlsx")
    assert con.execute("select period, period_from from staged_extract").fetchall() == [("2022/23", "suffix")]
    own = sheet(path)
    for indicator, column in (("ks2_rwm_exp", "PTRWM_EXP"), ("ks2_read_ss", "READ_AVERAGE")):
        found = figures(con, indicator, "2022/23")
        assert found == {urn: money(str(row[column]).rstrip("%")) for urn, row in own.items()}
    # The year without tables in between is not invented: the file repeats 2018/19 under `_19`.
    earlier = {urn: money(str(row["PTRWM_EXP_19"]).rstrip("%")) for urn, row in own.items()}
    assert figures(con, "ks2_rwm_exp", "2018/19") == earlier
    assert figures(con, "ks2_rwm_exp", "2020/21") == {}
    staged(path, "finance/ks2.xlsx", "2022/23")


def test_key_stage_4_saved_by_a_spreadsheet_turns_fractions_into_percentages(realdata: Path) -> None:
    path = realdata / "finance" / "ks4.xlsx"
    con = staged(path, "finance/ks4.xlsx", "2022/23")
    own = sheet(path)
    for indicator, column in (("ks4_em4", "PTL2BASICS_94"), ("ks4_em5", "PTL2BASICS_95")):
        expected = {
            urn: None if isinstance(row[column], str) else pytest.approx(100 * row[column])
            for urn, row in own.items()
        }
        assert figures(con, indicator, "2022/23") == expected
    entry = {urn: money(str(row["PTEBACC_E_PTQ_EE"]).rstrip("%")) for urn, row in own.items()}
    assert figures(con, "ks4_ebacc_entry", "2022/23") == entry
    attainment = {urn: money(str(row["ATT8SCR"])) for urn, row in own.items()}
    assert figures(con, "ks4_a8", "2022/23") == attainment


def test_pupil_premium_of_birmingham(realdata: Path) -> None:
    name = "gias/pupil-premium-2019-2020.csv"
    con = staged(realdata / name, name, "2019-20")
    with (realdata / name).open(encoding="cp1252", newline="") as handle:
        own = {row["URN"]: row for row in csv.DictReader(handle) if row["LA"] == "330"}
    assert len(own) == 418
    eligible = "Total number of pupils eligible for the Deprivation Pupil Premium"
    pupils = figures(con, "pp_pupils", "2019-20")
    shares = figures(con, "pp_pct", "2019-20")
    for urn, row in own.items():
        assert pupils[urn] == float(row[eligible])
        roll = float(row["Number of pupils on roll (7)"])
        assert shares[urn] == pytest.approx(100 * float(row[eligible]) / roll)
        # Where all pupils are of one phase the file's own fraction says the same; its total is rounded.
        if float(row["Number of Primary pupils on roll (9)"]) == roll:
            own_share = row["Percentage of Primary pupils eligible for the Deprivation Pupil Premium"]
            assert shares[urn] == pytest.approx(100 * float(own_share), abs=50 / roll + 0.06)


def test_absence_at_15_per_cent_is_never_that_at_10(realdata: Path) -> None:
    path = realdata / "cscp" / "older" / "england_abs.csv"
    con = duckdb.connect()
    create_staging(con)
    (outcome,) = stage_files(con, [ExtractFile(path, "older/england_abs.csv")], loaded_by="test")
    assert not outcome.accepted
    assert "Nothing says which academic year" in (outcome.message or "")
    con = staged(path, "older/england_abs.csv", "2013/14")
    with path.open(encoding="utf-8-sig", newline="") as handle:
        own = {row["URN"]: row for row in csv.DictReader(handle) if row["LA"] == "330"}
    found = figures(con, "abs_pa15", "2013/14")
    assert {urn: found[urn] for urn in own} == {urn: money(row["PPERSABS15"]) for urn, row in own.items()}
    assert con.execute("select count(*) from staged_value where indicator = 'abs_pa10'").fetchall() == [(0,)]


def test_names_of_schools_that_closed_long_ago(realdata: Path) -> None:
    path = realdata / "gias" / "school_names_2016.csv"
    con = duckdb.connect()
    create_staging(con)
    (outcome,) = stage_files(con, [ExtractFile(path, "gias/school_names_2016.csv")], loaded_by="test")
    assert outcome.accepted, outcome.message
    with path.open(encoding="cp1252", newline="") as handle:
        rows = list(csv.DictReader(handle))
    # Eight schools stand under Cheshire and its successors, or the like, in one year.
    assert (outcome.rows_in, outcome.rows_rejected) == (len(rows), 16)
    home = {row["URN"] for row in rows if row["LA"] == "330"}
    assert con.execute("select count(*) from staged_school where la_code = '330'").fetchall() == [
        (len(home),)
    ]
