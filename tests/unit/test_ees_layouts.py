"""What do the school-level files of Explore education statistics leave in the staging tables?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import pytest

from eif.extracts import ExtractFile, FileOutcome, create_staging, stage_files
from tests.fixtures.extracts import FOLDER

Load = Callable[[str], FileOutcome]
Rows = list[tuple[Any, ...]]


@pytest.fixture
def load(con: duckdb.DuckDBPyConnection) -> Load:
    create_staging(con)

    def run(name: str) -> FileOutcome:
        (outcome,) = stage_files(con, [ExtractFile(FOLDER / name, name)], loaded_by="test")
        assert outcome.accepted, outcome.message
        return outcome

    return run


def figures(con: duckdb.DuckDBPyConnection, urn: str, period: str, columns: str, where: str = "true") -> Rows:
    return con.execute(
        f"select {columns} from staged_value where urn = ? and period = ? and {where} order by all",
        [urn, period],
    ).fetchall()


def test_absence_by_school_counts_pupils_who_miss_half_their_sessions(
    con: duckdb.DuckDBPyConnection, load: Load
) -> None:
    load("1a_absence_3term_school.csv")
    assert figures(con, "900001", "2023/24", "indicator, value, numerator, denominator, phase") == [
        ("abs_auth", 4.2, 6371.4, 151700.0, "primary"),
        ("abs_overall", 5.8, 8798.6, 151700.0, "primary"),
        ("abs_pa10", 17.1, 70.0, 410.0, "primary"),
        ("abs_sa50", 0.98, 4.0, 410.0, "primary"),
        ("abs_unauth", 1.6, 2427.2, 151700.0, "primary"),
    ]
    assert figures(con, "900005", "2023/24", "distinct status, value") == [("suppressed", None)]


def test_absence_of_areas_leaves_districts_out(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    assert load("1_absence_3term_nat_reg_la.csv").rows_left_out == 1
    assert con.execute(
        """select row_kind, area_code, phase, value from staged_value
        where indicator = 'abs_sa50' and period = '2023/24' order by all"""
    ).fetchall() == [
        ("la", "330", "all", 2.2),
        ("la", "330", "primary", 1.29),
        ("national", "E92000001", "primary", 0.85),
        ("national", "E92000001", "secondary", 3.81),
        ("region", "E12000005", "primary", 0.98),
    ]


def test_suspensions_keep_their_terms_apart(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load("exc_school.csv")
    assert con.execute(
        """select period, value, numerator, denominator from staged_value
        where urn = '900003' and indicator = 'susp_rate' and period < '2023/24' order by all"""
    ).fetchall() == [
        ("2022/23 autumn", 7.27, 80.0, 1100.0),
        ("2022/23 spring", 6.82, 75.0, 1100.0),
        ("2022/23 summer", 5.91, 65.0, 1100.0),
    ]
    assert figures(con, "900009", "2023/24", "distinct status") == [("not available",)]
    assert con.execute("select period, period_from from staged_extract").fetchall() == [
        ("2023/24 summer", "column")
    ]


@pytest.mark.parametrize(
    ("name", "urn", "value"), [("exc_school.csv", "900001", 0.73), ("exc_school_2018.csv", "900003", 11.32)]
)
def test_suspensions_are_read_under_their_new_and_their_old_names(
    con: duckdb.DuckDBPyConnection, load: Load, name: str, urn: str, value: float
) -> None:
    load(name)
    assert con.execute(
        """select value from staged_value where urn = ? and indicator = 'susp_rate'
        and period in ('2018/19', '2023/24')""",
        [urn],
    ).fetchall() == [(value,)]


@pytest.mark.parametrize(
    ("name", "period", "value"),
    [("exc_nat_region_la.csv", "2023/24", 22.61), ("exc_nat_region_la_2018.csv", "2018/19", 10.75)],
)
def test_suspensions_of_areas_likewise(
    con: duckdb.DuckDBPyConnection, load: Load, name: str, period: str, value: float
) -> None:
    load(name)
    assert con.execute(
        """select value from staged_value where row_kind = 'national' and phase = 'secondary'
        and indicator = 'susp_rate' and period = ?""",
        [period],
    ).fetchall() == [(value,)]


def test_key_stage_4_has_a_row_for_each_group(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load("202324_performance_tables_schools_final.csv")
    assert figures(
        con, "900003", "2023/24", "pupil_group, value, numerator, denominator", "indicator = 'ks4_a8'"
    ) == [
        ("all", 45.0, 8100.0, 180.0),
        ("boys", 42.4, 3901.0, 92.0),
        ("dis", 39.5, 3950.0, 100.0),
        ("eal", 47.0, 1880.0, 40.0),
        ("girls", 47.7, 4199.0, 88.0),
        ("nmob", 46.0, 7820.0, 170.0),
    ]
    assert figures(
        con, "900003", "2023/24", "value, ci_low, ci_high, denominator",
        "indicator = 'ks4_p8' and pupil_group = 'dis'",
    ) == [(-0.35, -0.61, -0.09, 95.0)]  # fmt: skip
    assert con.execute("select release_status, rows_left_out from staged_extract").fetchall() == [
        ("final", 1)
    ]


def test_key_stage_4_of_2025_says_the_same_under_new_names(
    con: duckdb.DuckDBPyConnection, load: Load
) -> None:
    load("202425_performance_tables_schools_provisional.csv")
    assert figures(con, "900003", "2024/25", "pupil_group, value, denominator", "indicator = 'ks4_em5'") == [
        ("all", 41.8, 184.0),
        ("dis", 31.7, 104.0),
        ("nondis", 55.0, 80.0),
    ]
    assert figures(con, "900003", "2024/25", "distinct status", "indicator = 'ks4_p8'") == [
        ("not applicable",)
    ]
    assert con.execute("select release_status from staged_extract").fetchall() == [("provisional",)]


def test_information_about_schools_describes_schools_and_their_pupils(
    con: duckdb.DuckDBPyConnection, load: Load
) -> None:
    load("202324_information_about_schools_final.csv")
    assert figures(con, "900003", "2023/24", "indicator, pupil_group, value") == [
        ("ks4_gap_a8", "dis", -10.5),
        ("ks4_prior", "all", 103.9),
    ]
    assert con.execute(
        "select urn, school_type, gender, roll from staged_school order by urn"
    ).fetchall() == [
        ("900003", "Academy converter", "Mixed", 1100),
        ("900007", "Other independent school", "Girls", 300),
    ]


def test_key_stage_2_takes_the_indicator_from_the_subject(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    outcome = load("ks2_school_attainment_data.csv")
    assert outcome.rows_left_out == 2
    assert figures(
        con, "900001", "2023/24", "indicator, value", "pupil_group = 'all' and value is not null"
    ) == [
        ("ks2_gps_exp", 75.0),
        ("ks2_gps_high", 33.0),
        ("ks2_gps_ss", 105.6),
        ("ks2_math_exp", 73.0),
        ("ks2_math_high", 24.0),
        ("ks2_math_ss", 104.2),
        ("ks2_read_exp", 74.0),
        ("ks2_read_high", 28.0),
        ("ks2_read_ss", 105.0),
        ("ks2_rwm_exp", 62.0),
        ("ks2_rwm_high", 9.0),
        ("ks2_writ_exp", 71.0),
        ("ks2_writ_high", 12.0),
    ]
    assert figures(con, "900001", "2022/23", "value, ci_low, ci_high", "indicator = 'ks2_prog_r'") == [
        (-0.6, -2.1, 0.9)
    ]
    assert figures(
        con, "900001", "2023/24", "status", "indicator = 'ks2_rwm_exp' and pupil_group = 'eal'"
    ) == [("suppressed",)]
    assert con.execute("select text from left_out_row order by text").fetchall() == [
        ("3 year average",),
        ("Science",),
    ]


def test_the_census_by_school_reads_a_few_of_its_columns_and_counts_all(
    con: duckdb.DuckDBPyConnection, load: Load
) -> None:
    outcome = load("spc_school_level_underlying.csv")
    assert outcome.cells == 2 * 256
    assert [
        (name, round(value, 2)) for name, value in figures(con, "900001", "2024/25", "indicator, value")
    ] == [
        ("eal_pct", 40.98),
        ("fsm_pct", 36.6),
        ("roll", 410.0),
    ]
    assert figures(con, "900003", "2024/25", "status", "indicator = 'eal_pct'") == [("not available",)]


def test_special_needs_by_school_give_shares_and_primary_needs(
    con: duckdb.DuckDBPyConnection, load: Load
) -> None:
    load("sen_school_level_underlying.csv")
    assert [
        (name, round(value, 2))
        for name, value in figures(con, "900001", "2024/25", "indicator, value", "indicator like '%pct'")
    ] == [("ehcp_pct", 3.41), ("sen_sup_pct", 15.12)]
    assert figures(
        con, "900001", "2024/25", "pupil_group, value, denominator", "indicator = 'sen_need_slcn'"
    ) == [("ehcp", 7.0, 14.0), ("sen_sup", 28.0, 62.0)]


def test_pupils_for_each_teacher(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    assert load("workforce_ptrs_2010_2024_sch.csv").rows_left_out == 1
    assert figures(con, "900001", "2024/25", "indicator, value, numerator, denominator") == [
        ("ptr_qual", 21.4, 405.0, 18.9)
    ]
