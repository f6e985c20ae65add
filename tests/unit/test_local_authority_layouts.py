"""Do the layouts of figures by council read what stands in the files: which figure, of whom, for when?"""

from __future__ import annotations

import duckdb
import pytest

from eif.extracts import ExtractFile, FileOutcome, create_staging, stage_files
from tests.fixtures.extracts import FOLDER

Staged = tuple[duckdb.DuckDBPyConnection, FileOutcome]


@pytest.fixture
def staged(con: duckdb.DuckDBPyConnection, request: pytest.FixtureRequest) -> Staged:
    """One extract in the staging tables, and what became of it."""
    create_staging(con)
    (outcome,) = stage_files(con, [ExtractFile(FOLDER / request.param)], loaded_by="the tests")
    assert outcome.accepted, outcome.message
    return con, outcome


def of_file(name: str) -> pytest.MarkDecorator:
    """The extract a test is about."""
    return pytest.mark.parametrize("staged", [name], indirect=True)


def figures(staged: Staged, where: str, columns: str = "value") -> list[tuple[object, ...]]:
    con, _ = staged
    return con.execute(
        f"select {columns} from staged_value where area_code = '330' and {where} order by all"
    ).fetchall()


def left_out(staged: Staged) -> dict[str, int]:
    con, _ = staged
    return dict(con.execute("select text, rows from left_out_row").fetchall())


@pytest.mark.parametrize(
    ("staged", "period", "phases"),
    [
        ("EES_ytd_data_2025.csv", "2024/25", ["primary", "secondary"]),
        ("EES_ytd_data_2026.csv", "2025/26", ["all", "primary", "secondary"]),
    ],
    indirect=["staged"],
)
def test_attendance_in_the_year_is_read_under_both_names_of_the_phase(
    staged: Staged, period: str, phases: list[str]
) -> None:
    found = figures(staged, "indicator = 'abs_inyear'", "phase, period, numerator, denominator, value")
    assert [row[0] for row in found] == phases
    assert {row[1] for row in found} == {period}
    primary = next(row for row in found if row[0] == "primary")
    assert primary[2:] == (1300, 20000, 6.5)
    assert figures(staged, "indicator = 'abs_inyear_pa' and phase = 'primary'") == [(18.25,)]


@of_file("EES_ytd_data_2025.csv")
def test_na_is_not_available_and_c_is_suppressed(staged: Staged) -> None:
    con, _ = staged
    met = con.execute("""
        select missing_code, missing_codes.status, sum(missing_cells)::int
        from cell_ledger join missing_code as missing_codes
            on missing_codes.extract_id = cell_ledger.extract_id and code = missing_code
        where missing_code in ('NA', 'c') group by all order by all
    """).fetchall()
    assert met == [("NA", "not available", 1), ("c", "suppressed", 9)]


@of_file("week_persistent_absence.csv")
def test_a_week_of_a_calendar_year_belongs_to_the_school_year_it_falls_in(staged: Staged) -> None:
    found = figures(staged, "phase = 'primary'", "period, value")
    assert found == [("2024/25 week 30", 17.58), ("2024/25 week 8", 16.58), ("2025/26 week 38", 19.58)]
    assert "2024/25 week 8 to 2025/26 week 38" in staged[1].message
    assert left_out(staged) == {"Week": 1}


@of_file("la_maintained_schools_revenue_reserve.csv")
def test_reserves_are_of_financial_years_and_may_be_below_nought(staged: Staged) -> None:
    found = figures(
        staged,
        "indicator = 'fin_deficit_schools'",
        "phase, period, definition, numerator, denominator, value",
    )
    assert ("all", "2018-19", "maintained", 16, 80, 20) in found
    assert ("alternative provision", "2018-19", "maintained", 1, 1, 100) in found
    assert {row[1] for row in found} == {"2018-19", "2020-21"}


@of_file("la_maintained_schools_revenue_reserve.csv")
def test_a_balance_may_be_below_nought(staged: Staged) -> None:
    columns = "indicator, value"
    assert figures(staged, "phase = 'alternative provision' and value < 0", columns) == [
        ("fin_close_bal", -50000),
        ("fin_close_pct_income", -1.5),
    ]


@pytest.mark.parametrize(
    ("staged", "period"),
    [("eyfsp_headline_measures_2022.csv", "2021/22"), ("eyfsp_headline_measures_2024.csv", "2023/24")],
    indirect=["staged"],
)
def test_a_profile_row_is_of_the_group_its_three_columns_name(staged: Staged, period: str) -> None:
    found = figures(staged, "true", "pupil_group, period, numerator, denominator, value")
    assert found == [
        ("all", period, 93, 150, 62),
        ("boys", period, 41, 75, 54.7),
        ("ehcp", period, 1, 10, 10),
        ("fsm", period, 26, 50, 52),
        ("girls", period, 52, 75, 69.3),
        ("sen", period, 9, 40, 22.5),
    ]
    assert left_out(staged) == {"Local authority district": 2, "Ethnic group: major/White/Total": 3}


@of_file("phonics_la.csv")
def test_phonics_is_told_apart_by_year_group_and_takes_the_least_final_status(staged: Staged) -> None:
    con, _ = staged
    assert figures(staged, "true", "indicator, pupil_group, period, numerator, denominator, value") == [
        ("phon_y1", "all", "2023/24", 158, 200, 79),
        ("phon_y1", "all", "2024/25", 152, 190, 80),
        ("phon_y1", "boys", "2023/24", 75, 100, 75),
        ("phon_y2", "all", "2023/24", 187, 210, 89),
    ]
    assert con.execute("select release_status from staged_extract").fetchall() == [("provisional",)]
    assert left_out(staged) == {"Boys/Total/White/Total/Total/Total/Total": 1}


@of_file("sen2_mi.csv")
def test_plans_are_of_calendar_years(staged: Staged) -> None:
    assert figures(staged, "indicator = 'ehc_20wk'", "period, numerator, denominator, value") == [
        ("2021", 66, 111, 59.5),
        ("2022", 78, 119, 65.5),
    ]
    assert figures(staged, "indicator = 'ehc_20wk_all'", "period, value") == [("2021", 54.5), ("2022", 62.9)]


@of_file("absence_2term_pru.csv")
def test_two_terms_are_not_a_year_and_severe_absence_was_not_published_at_first(staged: Staged) -> None:
    assert figures(staged, "indicator = 'abs_sa50'", "period, numerator, value, status") == [
        ("2015/16 autumn and spring", None, None, "not applicable"),
        ("2018/19 autumn and spring", 27, 25, "value"),
    ]
    assert figures(staged, "indicator = 'abs_overall'", "phase, period, numerator, denominator") == [
        ("alternative provision", "2015/16 autumn and spring", 6200, 19000),
        ("alternative provision", "2018/19 autumn and spring", 6600, 20000),
    ]


@of_file("ap_characteristics.csv")
def test_only_all_kinds_of_setting_together_are_counted(staged: Staged) -> None:
    assert figures(staged, "true", "pupil_group, value") == [
        ("all", 41),
        ("boys", 26),
        ("ehcp", 4),
        ("girls", 15),
    ]
    assert left_out(staged) == {"One on one tuition": 2, "Age/14": 1}


@of_file("exclusions_la.csv")
def test_areas_without_codes_are_known_by_their_names(staged: Staged) -> None:
    con, _ = staged
    assert figures(staged, "phase = 'special'", "indicator, numerator, denominator, value") == [
        ("pex_rate", 0, 42, 0),
        ("susp_1plus", 30, 42, 71.43),
        ("susp_rate", 71, 42, 169.05),
    ]
    named = con.execute("select distinct area_name, area_code, row_kind from staged_value order by all")
    assert named.fetchall() == [
        ("Bedford", "822", "la"),
        ("Birmingham", "330", "la"),
        ("Bristol City of", "801", "la"),
        ("England", "E92000001", "national"),
        ("West Midlands", "E12000005", "region"),
    ]
    assert con.execute("select reason from rejected_row").fetchall() == [("the row names no area",)]


@of_file("exclusions_reasons.csv")
def test_reasons_are_counted_and_not_used(staged: Staged) -> None:
    con, outcome = staged
    assert con.execute("select count(*) from staged_value").fetchall() == [(0,)]
    assert "nothing in it is used yet" in outcome.message
    assert con.execute("""
        select sum(missing_cells)::int from cell_ledger where missing_code = 'x'
    """).fetchall() == [(3,)]
