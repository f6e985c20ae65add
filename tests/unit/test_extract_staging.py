"""What does each kind of extract leave in the staging tables?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from eif.extracts import TABLES, ExtractError, ExtractFile, create_staging, recognise, stage_files
from tests.fixtures.extracts import (
    APRIL_2021,
    FOLDER,
    MAY_2025,
    write_authorities,
    write_lait_values,
    write_neighbours,
)

Load = Callable[..., None]
Rows = list[tuple[Any, ...]]


@pytest.fixture
def load(con: duckdb.DuckDBPyConnection) -> Load:
    create_staging(con)

    def run(*given: str | Path) -> None:
        files = [ExtractFile(FOLDER / each, str(each)) for each in given]
        for outcome in stage_files(con, files, loaded_by="test"):
            assert outcome.accepted, outcome.message

    return run


def test_absence_keeps_numbers_codes_and_national_rows_apart(
    con: duckdb.DuckDBPyConnection, load: Load
) -> None:
    load("2018-2019/england_abs.csv")
    assert con.execute(
        """select row_kind, urn, area_code, phase, period, value, status, raw, source_row, source_column
        from staged_value where indicator = 'abs_pa10' order by source_row"""
    ).fetchall() == [
        ("school", "900001", None, None, "2018/19", 8.4, "value", "8.4", 2, "PPERSABS10"),
        ("school", "900002", None, None, "2018/19", None, "suppressed", "SUPP", 3, "PPERSABS10"),
        ("school", "900003", None, None, "2018/19", 14.0, "value", "14", 4, "PPERSABS10"),
        ("national", None, "E92000001", "primary", "2018/19", 8.2, "value", "8.2", 5, "PPERSABS10"),
        ("national", None, "E92000001", "secondary", "2018/19", 13.7, "value", "13.7", 6, "PPERSABS10"),
    ]


def test_absence_of_several_years_keeps_the_year_the_phase_and_the_counts(
    con: duckdb.DuckDBPyConnection, load: Load
) -> None:
    load("ees_absence.csv")
    assert con.execute(
        """select value, numerator, denominator from staged_value
        where urn = '900001' and period = '2017/18' and indicator = 'abs_overall'"""
    ).fetchall() == [(4.0, 5920.0, 148000.0)]
    assert con.execute(
        """select distinct row_kind, la_code, area_code, phase from staged_value
        where row_kind != 'school' order by all"""
    ).fetchall() == [
        ("la", "330", "330", "all"),
        ("la", "330", "330", "primary"),
        ("national", None, "E92000001", "primary"),
        ("national", None, "E92000001", "secondary"),
        ("region", None, "E12000005", "primary"),
    ]
    assert con.execute("select period, period_from, notes from staged_extract").fetchall() == [
        ("2018/19", "column", "rows: la 4, national 4, region 2, school 4; periods: 2017/18 to 2018/19")
    ]
    assert con.execute(
        "select urn, type_group_raw, open_date from staged_school where urn >= '9' order by urn"
    ).fetchall() == [
        ("900000", "Local authority maintained schools", None),
        ("900001", "Local authority maintained schools", None),
        ("900003", "Academies", date(2018, 9, 1)),
    ]


def test_key_stage_2_gives_groups_cohorts_intervals_and_the_year_before(
    con: duckdb.DuckDBPyConnection, load: Load
) -> None:
    load("2018-2019/330_ks2final.csv")

    def of(urn: str, indicator: str, period: str) -> Rows:
        return con.execute(
            """select pupil_group, value, denominator, status from staged_value
            where urn = ? and indicator = ? and period = ? and status not in ('blank') order by all""",
            [urn, indicator, period],
        ).fetchall()

    assert of("900001", "ks2_rwm_exp", "2018/19") == [
        ("all", 63.0, 60.0, "value"),
        ("boys", 58.0, 31.0, "value"),
        ("dis", 54.0, 24.0, "value"),
        ("eal", None, 22.0, "suppressed"),
        ("girls", 69.0, 29.0, "value"),
        ("nondis", 69.0, 36.0, "value"),
    ]
    assert of("900001", "ks2_rwm_exp", "2017/18") == [("all", 57.0, 59.0, "value")]
    assert of("900001", "ks2_prog_m", "2018/19")[0] == ("all", -2.1, 60.0, "value")
    assert con.execute(
        """select ci_low, ci_high from staged_value
        where urn = '900001' and indicator = 'ks2_prog_m' and period = '2018/19' and pupil_group = 'all'"""
    ).fetchall() == [(-3.6, -0.6)]
    assert ("all", None, "low coverage") in [
        (group, value, status) for group, value, _, status in of("900001", "ks2_prog_w", "2018/19")
    ]
    assert con.execute(
        """select row_kind, area_code, area_name, definition, value from staged_value
        where indicator = 'ks2_rwm_exp' and pupil_group = 'all' and row_kind != 'school'
        and period = '2018/19' order by source_row"""
    ).fetchall() == [
        ("la", "330", "Birmingham", "state-funded", 60.0),
        ("national", "E92000001", "England", "all schools", 65.0),
        ("national", "E92000001", "England", "state-funded", 65.0),
    ]
    assert con.execute("select rows_padded, period_from from staged_extract").fetchall() == [(1, "folder")]


def test_key_stage_2_without_a_folder_takes_its_year_from_its_suffixes() -> None:
    found = recognise(FOLDER / "2016-2017" / "330_ks2final.csv", name="ks2.csv")
    assert (found.period, found.period_from) == ("2016/17", "suffix")


def test_key_stage_4_reads_every_name_that_a_column_has_had(
    con: duckdb.DuckDBPyConnection, load: Load
) -> None:
    load("2017-2018/330_ks4final.csv")
    assert con.execute(
        """select period, value from staged_value
        where urn = '900003' and indicator = 'ks4_em5' and pupil_group = 'all'
            and status = 'value'
        order by period"""
    ).fetchall() == [("2016/17", 35.0), ("2017/18", 38.0)]
    assert con.execute(
        """select value, ci_low, ci_high, denominator from staged_value
        where urn = '900003' and indicator = 'ks4_p8' and pupil_group = 'all' and period = '2017/18'"""
    ).fetchall() == [(-0.12, -0.32, 0.08, 165.0)]
    assert con.execute(
        """select definition, value from staged_value where row_kind = 'national' and indicator = 'ks4_a8'
        and pupil_group = 'all' and period = '2017/18' order by definition"""
    ).fetchall() == [("all schools", 44.5), ("state-funded", 46.5)]


def test_provisional_results_keep_quoted_commas_and_say_that_they_are_provisional(
    con: duckdb.DuckDBPyConnection, load: Load
) -> None:
    load("2018-2019/england_ks4provisional.csv")
    assert con.execute("select name, school_type from staged_school where urn = '900008'").fetchall() == [
        ('The "Old" Hall, Upper School', "Other independent school")
    ]
    assert con.execute("select release_status from staged_extract").fetchall() == [("provisional",)]


def test_the_census_counts_pupils_and_reads_both_of_its_forms(
    con: duckdb.DuckDBPyConnection, load: Load
) -> None:
    load("2018-2019/england_census.csv", "2017-2018/330_census.csv")
    assert con.execute(
        """select period, value, numerator, denominator from staged_value
        where urn = '900001' and indicator = 'eal_pct' order by all"""
    ).fetchall() == [("2017/18", 39.0, 160.0, 410.0), ("2018/19", 40.0, 168.0, 420.0)]
    assert con.execute(
        "select value from staged_value where urn = '900003' and indicator = 'roll'"
    ).fetchall() == [(1105.0,)]
    assert con.execute(
        "select count(*) from staged_value where indicator = 'roll' and row_kind != 'school'"
    ).fetchall() == [(0,)]
    assert con.execute(
        "select distinct status from staged_value where urn = '900005' and indicator = 'fsm6_pct'"
    ).fetchall() == [("not published",)]


def test_school_information_gives_names_phases_and_predecessors(
    con: duckdb.DuckDBPyConnection, load: Load
) -> None:
    load("2018-2019/330_school_information.csv")
    assert con.execute(
        """select urn, name, school_type, type_group_raw, phase_raw, status_raw, open_date, predecessor_urn
        from staged_school order by urn"""
    ).fetchall() == [
        (
            "900000", "St Brannoc’s School", "Voluntary aided school", "Local authority maintained schools",
            "Secondary", "Closed", None, None,
        ),
        (
            "900001", "Larkrise Primary School", "Community school", "Local authority maintained schools",
            "Primary", "Open", None, None,
        ),
        (
            "900003", "St Brannoc’s Academy", "Academy converter", "Academies",
            "Secondary", "Open", date(2018, 9, 1), "900000",
        ),
    ]  # fmt: skip


def test_gias_dates_are_read_as_published_and_as_saved_again(
    con: duckdb.DuckDBPyConnection, load: Load
) -> None:
    load("edubasealldata.csv", "links_edubasealldata.csv")
    assert con.execute(
        "select urn, open_date, close_date, status_raw from staged_school order by urn"
    ).fetchall() == [
        ("900000", date(1971, 9, 1), date(2018, 8, 31), "Closed"),
        ("900001", None, None, "Open"),
        ("900003", date(2018, 9, 1), None, "Open"),
    ]
    assert con.execute(
        "select urn, link_urn, link_type, link_date from staged_link order by urn"
    ).fetchall() == [
        ("900000", "900003", "Successor", date(2018, 9, 1)),
        ("900001", "900002", "Other", None),
        ("900003", "900000", "Predecessor", date(2018, 9, 1)),
    ]


def test_surplus_fields_of_a_search_extract_belong_to_its_last_column(
    con: duckdb.DuckDBPyConnection, load: Load
) -> None:
    load("gias_search.csv")
    assert con.execute("select rows_in, rows_joined from staged_extract").fetchall() == [(2, 1)]
    assert con.execute("select name from staged_school order by urn").fetchall() == [
        ("Larkrise Primary School",),
        ("St Brannoc’s Academy",),
    ]


def test_the_last_column_of_a_search_extract_gives_links_without_names_or_dates(
    con: duckdb.DuckDBPyConnection, load: Load
) -> None:
    load("gias_search.csv")
    assert con.execute(
        "select urn, link_urn, link_type, link_name, link_date from staged_link order by all"
    ).fetchall() == [
        ("900003", "900000", "Predecessor", None, None),
        ("900003", "900001", "Merged - change in age range", None, None),
    ]


def test_gias_before_2025_gives_the_last_inspection(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load("gias_search.csv")
    assert con.execute(
        "select urn, kind, inspection_date, judgement, raw, source_column from staged_inspection"
    ).fetchall() == [
        ("900001", "graded", date(2021, 10, 5), "overall_effectiveness", "Good", "OfstedRating (name)")
    ]


def test_what_is_personal_is_withheld_from_a_record_set_aside(
    con: duckdb.DuckDBPyConnection, load: Load, tmp_path: Path
) -> None:
    text = (FOLDER / "gias_search.csv").read_bytes().decode("cp1252")
    header, row, *rest = text.splitlines(keepends=True)
    cells = row.replace("900001", "9000XX", 1).split(",")
    cells[header.split(",").index("HeadLastName")] = "Nobodyson"
    path = tmp_path / "search.csv"
    path.write_bytes("".join([header, ",".join(cells), *rest]).encode("cp1252"))
    load(path)
    ((told,),) = con.execute("select raw_text from rejected_row").fetchall()
    assert "Larkrise Primary School" in told
    assert "(withheld)" in told
    assert "Nobodyson" not in told


def test_groups_their_schools_and_posts_keep_their_dates(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load("gias_groups.csv", "gias_group_links.csv", "gias_governance.csv")
    assert con.execute(
        "select group_uid, name, group_type, status, opened_on, closed_on from staged_group order by 1"
    ).fetchall() == [
        ("90001", "Larkrise Learning Trust", "Multi-academy trust", "Open", date(2017, 9, 1), None),
        (
            "90002", "Brannoc Schools Trust", "Single-academy trust", "Closed",
            date(2015, 9, 1), date(2021, 8, 31),
        ),
        ("90003", "Holly and Ivy Federation", "Federation", "Open", date(2013, 4, 15), None),
    ]  # fmt: skip
    assert con.execute(
        "select urn, group_uid, joined_on from staged_group_school order by all"
    ).fetchall() == [
        ("900001", "90003", date(2013, 4, 15)),
        ("900003", "90001", date(2021, 9, 1)),
        ("900003", "90002", date(2018, 9, 1)),
    ]
    assert con.execute(
        "select urn, group_uid, role, appointed_on, term_ends_on from staged_post order by source_row"
    ).fetchall() == [
        ("900001", None, "Chair of local governing body", date(2023, 9, 1), date(2027, 8, 31)),
        ("900001", None, "Governor", date(2022, 9, 1), date(2026, 8, 31)),
        ("900001", None, "Governor", None, None),
        (None, "90001", "Trustee", date(2021, 10, 12), date(2025, 10, 11)),
    ]


def test_nobody_is_named_in_any_table(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load("gias_groups.csv", "gias_governance.csv")
    for table in TABLES:
        told = str(con.execute(f"select * from {table}").fetchall())
        assert "Body" not in told, table
        assert "1000001" not in told, table


def test_a_date_of_a_list_that_cannot_be_read_is_a_rejected_cell(
    con: duckdb.DuckDBPyConnection, load: Load, tmp_path: Path
) -> None:
    text = (FOLDER / "gias_group_links.csv").read_bytes()
    path = tmp_path / "links.csv"
    path.write_bytes(text.replace(b"15-04-2013", b"spring 2013"))
    load(path)
    assert con.execute(
        "select column_name, value_cells, rejected_cells from cell_ledger where rejected_cells > 0"
    ).fetchall() == [("Joined date", 2, 1)]


def test_lait_keeps_its_own_codes_and_periods(
    con: duckdb.DuckDBPyConnection, load: Load, tmp_path: Path
) -> None:
    load(
        write_lait_values(tmp_path / "bds_long.parquet"),
        write_authorities(tmp_path / "la.xlsx"),
        "lait_data_dictionary.csv",
    )
    assert con.execute(
        "select measure, period, la_code, region, raw, value, status from staged_la_value order by source_row"
    ).fetchall() == [
        ("KS2_RWM_EXP", "2024", "330", "West Midlands", "8.0299999999999994", 8.03, "value"),
        ("KS2_RWM_EXP", "2025", "330", "West Midlands", "-", None, "not available"),
        ("KS2_RWM_EXP", "2025", "970", None, "62", 62.0, "value"),
    ]
    assert con.execute(
        "select la_code, la_name, region, la_type from staged_la order by la_code"
    ).fetchall() == [
        ("330", "Birmingham", "West Midlands", "MD"),
        ("970", "England", None, None),
    ]
    assert con.execute(
        "select measure, short_title, topic, polarity, decimals, no_quartile from staged_measure"
    ).fetchall() == [
        ("KS2_RWM_EXP", "Expected in reading, writing and maths", "Key Stage 2", "High", 0, True),
        ("TOT_ABS", "Expected in reading, writing and maths", "Key Stage 2", "Low", 2, False),
    ]


def test_neighbour_sets_are_told_apart_by_what_they_hold(
    con: duckdb.DuckDBPyConnection, load: Load, tmp_path: Path
) -> None:
    load(
        write_neighbours(tmp_path / "one.xlsx", APRIL_2021), write_neighbours(tmp_path / "two.xlsx", MAY_2025)
    )
    assert con.execute(
        """select set_id, valid_from, neighbour_code, closeness from staged_neighbour
        where position = 1 order by set_id"""
    ).fetchall() == [
        ("2021-04", date(2021, 4, 1), "821", "Very close"),
        ("2025-05", date(2025, 5, 1), "892", "Very close"),
    ]


def test_a_neighbour_set_of_another_date_is_dated_by_its_name_or_refused(
    con: duckdb.DuckDBPyConnection, load: Load, tmp_path: Path
) -> None:
    load(write_neighbours(tmp_path / "sn_march_2027.xlsx", MAY_2025[::-1]))
    assert con.execute("select distinct set_id from staged_neighbour").fetchall() == [("2027-03",)]
    unnamed = write_neighbours(tmp_path / "neighbours.xlsx", [*MAY_2025[1:], 201])
    (outcome,) = stage_files(con, [ExtractFile(unnamed)], loaded_by="test")
    assert not outcome.accepted
    assert "sn_may_2025.xlsx" in outcome.message


def test_the_demonstration_mark_is_an_extract_of_its_own(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load("demonstration.toml", "useful_links.csv", "ks2_meta.csv")
    assert con.execute("select kind from staged_extract order by extract_id").fetchall() == [
        ("demonstration",),
        ("documentation",),
        ("documentation",),
    ]


def test_any_other_toml_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "eif.toml"
    path.write_text('la_code = "330"\n')
    with pytest.raises(ExtractError, match="not an extract"):
        recognise(path)
