"""Figures of the catalogue that stand in no file: given rows, expected rows."""

from __future__ import annotations

import pytest

from eif.sql import create_macros, statement
from tests.sql.given import cells, given, shown

TABLES = """
school          | urn varchar, school_id varchar, listed boolean, roll double, capacity double
comparison      | urn varchar, school_id varchar, indicator varchar, period varchar, value double
school_fact     | school_id varchar, item varchar, day date, text varchar, is_current boolean, status varchar
governance_post | urn varchar, role varchar, appointed_on date, standing varchar
setting         | key varchar, value varchar
"""


@pytest.fixture
def bench(con):
    create_macros(con)
    for name, columns in cells(TABLES):
        con.execute(f"create table {name} ({columns})")
    con.execute("alter table comparison add column pupil_group varchar default 'all'")
    given(con, "setting", "key | value\nas_at | 2026-11-22")
    given(
        con,
        "school",
        """
        urn    | school_id | listed | roll | capacity
        100001 | S1        | yes    | 210  | 420
        100002 | S2        | yes    |      | 300
        100003 | S1        | no     | 200  | 420
        """,
    )
    con.execute(f"create view worked as {statement('50_screen', 'screen_worked_out')}")
    return con


def worked(con, indicator):
    return shown(con, "worked", "urn value words", f"indicator = '{indicator}'")[1:]


def test_year_ends_in_deficit_are_counted_over_the_newest_three_and_across_urns(bench):
    given(
        bench,
        "comparison",
        """
        urn    | school_id | indicator     | period  | value
        100003 | S1        | fin_close_bal | 2022-23 | -5
        100003 | S1        | fin_close_bal | 2023-24 | -5
        100001 | S1        | fin_close_bal | 2024-25 | 0
        100001 | S1        | fin_close_bal | 2025-26 | -1
        100002 | S2        | fin_close_bal | 2024-25 | -1
        100002 | S2        | fin_close_bal | 2025-26 | -1
        """,
    )
    assert worked(bench, "fin_deficit_yrs") == [["100001", "2", "of the year ends 2023-24, 2024-25, 2025-26"]]


def test_a_change_of_roll_needs_the_census_exactly_three_years_before(bench):
    given(
        bench,
        "comparison",
        """
        urn    | school_id | indicator | period  | value
        100001 | S1        | roll      | 2021/22 | 200
        100001 | S1        | roll      | 2023/24 | 190
        100001 | S1        | roll      | 2024/25 | 210
        100002 | S2        | roll      | 2020/21 | 200
        100002 | S2        | roll      | 2024/25 | 210
        """,
    )
    assert worked(bench, "roll_change_3y") == [["100001", "5", "from 200 in 2021/22 to 210 in 2024/25"]]


def test_places_filled_need_a_roll_and_a_capacity(bench):
    assert worked(bench, "capacity_pct") == [["100001", "50", "210 pupils, 420 places"]]


@pytest.mark.parametrize(
    ("since", "months"), [("2025-11-22", "12"), ("2025-11-23", "11"), ("2026-11-22", "0")]
)
def test_a_head_has_been_in_post_for_whole_months(bench, since, months):
    fact(bench, "S1", "ht_since", since, None)
    fact(bench, "S1", "ht_arrangement", None, "interim")
    ((urn, value, words),) = worked(bench, "ht_tenure_m")
    assert (urn, value) == ("100001", months)
    assert words.endswith(", interim")


def test_a_vacant_headship_and_a_day_to_come_have_no_tenure(bench):
    fact(bench, "S1", "ht_since", "2024-01-01", None)
    fact(bench, "S1", "ht_arrangement", None, "vacant")
    fact(bench, "S2", "ht_since", "2026-12-01", None)
    assert worked(bench, "ht_tenure_m") == []


def test_for_the_chair_the_return_goes_before_the_register_and_a_governor_is_no_chair(bench):
    given(
        bench,
        "governance_post",
        """
        urn    | role                          | appointed_on | standing
        100001 | Chair of Governors            | 2020-11-22   | held
        100002 | Chair of Local Governing Body | 2024-11-22   | held
        100002 | Chair of Local Governing Body | 2019-11-22   | ended
        100002 | Governor                      | 2015-11-22   | held
        """,
    )
    fact(bench, "S1", "chair_since", "2025-05-22", None)
    assert worked(bench, "chair_tenure_m") == [
        ["100001", "18", "since 22 May 2025, council return"],
        ["100002", "24", "since 22 November 2024, GIAS register"],
    ]


def fact(con, school_id, item, day, text):
    con.execute("insert into school_fact values (?, ?, ?, ?, true, 'value')", [school_id, item, day, text])
