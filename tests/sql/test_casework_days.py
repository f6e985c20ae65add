"""How many days has a school, where did they go, and what has the team to give?"""

# ruff: noqa: E501  the text tables are wide

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import duckdb
import pytest
from given import shown
from worked import advised, agreed, build, city, kept, team, visited

from eif.casework.work import fill, no_work
from eif.casework.year import academic_year, term, year_bounds
from eif.sql import statement

FOUR = "1 | primary | maintained\n2 | primary | maintained\n3 | primary | academy\n4 | primary | maintained"
AGREED = """
school_id | category        | evidence_on
S1        | Established     | 2026-10-05
S2        | Developing      | 2026-10-05
S3        | Causing Concern | 2026-10-05
"""


@pytest.fixture
def con(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Four schools on 22 November 2026, three with an agreed category, two people."""
    city(con, FOUR)
    team(con, "record_id | label\nN | SIA North\nS | SIA South")
    advised(con, "school_id | adviser_id\nS1 | N\nS2 | N\nS3 | S")
    agreed(con, AGREED)
    return con


def days(con: duckdb.DuckDBPyConnection, columns: str) -> list[list[str]]:
    return shown(con, "school_days", f"school_id {columns}")[1:]


def rule(con: duckdb.DuckDBPyConnection, name: str, value: float) -> None:
    con.execute("update threshold set value = ? where scope = 'visit' and name = ?", [value, name])


def test_the_tier_follows_from_the_agreed_category_and_without_one_there_is_none(con):
    build(con)
    assert shown(con, "school_tier", "school_id agreed tier base_half_days extra_half_days")[1:] == [
        ["S1", "Established", "1", "2", "0"],
        ["S2", "Developing", "2", "6", "0"],
        ["S3", "Causing Concern", "3", "12", "0"],
        ["S4", "", "", "", ""],
    ]


def test_what_the_data_indicate_stands_beside_the_agreed_tier_and_is_nobodys_allowance(con):
    build(con)
    con.execute("update overall_rating set indicated = 'Causing Concern' where urn in ('1', '4')")
    for name in ("school_tier", "school_days"):
        con.execute(f"create or replace table {name} as {statement('45_casework', name)}")
    assert shown(con, "school_tier", "school_id tier indicated_tier", "urn in ('1', '4')")[1:] == [
        ["S1", "1", "3"],
        ["S4", "", "3"],
    ]
    assert [row for row in days(con, "allowed needed") if row[0] in ("S1", "S4")] == [
        ["S1", "2", "2"],
        ["S4", "", "12"],
    ]


def test_embedded_is_tier_1_as_established_is(con):
    agreed(con, "school_id | category | evidence_on\nS4 | Embedded | 2026-10-05")
    build(con)
    assert shown(con, "school_tier", "tier base_half_days", "urn = '4'")[1:] == [["1", "2"]]


def test_any_trigger_gives_tier_1_half_a_day_more_and_two_give_no_more(con):
    declare = "school_id | area | note\nS1 | overall | A new building.\nS2 | overall | A new building."
    kept(con, "judgement", declare, kind="declared_context", evidence_on="2026-10-01")
    con.execute(
        "insert into school_fact (school_id, urn, item, text, is_current) values ('S1', '1', 'ht_new_to_headship', 'Yes', true)"
    )
    con.execute(
        "insert into school_fact (school_id, urn, item, day, is_current) values ('S1', '1', 'ht_since', '2026-09-01', true)"
    )
    build(con)
    assert days(con, "base_half_days extra_half_days allowed")[:2] == [
        ["S1", "2", "1", "3"],
        ["S2", "6", "0", "6"],
    ]
    found = "trigger_id applies is_declared reason"
    assert shown(con, "screen_visit_trigger", found, "urn = '1' and applies")[1:] == [
        ["new_head", "yes", "no", "first headship since 1 September 2026"],
        ["other_context", "yes", "yes", "A new building."],
    ]
    assert con.execute("select count(*) from screen_visit_trigger where urn = '1'").fetchone() == (5,)


def test_days_used_booked_planned_and_left_are_those_of_this_year(con):
    visited(
        con,
        """
        school_id | on_day     | half_days | status
        S2        | 2026-10-06 | 2         | completed
        S2        | 2026-12-01 | 1         | booked
        S2        | 2027-02-02 | 2         | planned
        S2        | 2026-11-05 | 4         | cancelled
        S2        | 2026-07-10 | 3         | completed
        S2        | 2027-09-09 | 2         | booked
        """,
    )
    build(con)
    assert days(con, "allowed used booked planned left_half_days unplaced")[1] == [
        "S2", "6", "2", "1", "2", "4", "1",
    ]  # fmt: skip


def test_days_above_what_is_allowed_are_shown_and_not_cut(con):
    visited(con, "school_id | on_day | half_days\nS1 | 2026-10-06 | 2\nS1 | 2026-11-06 | 3")
    build(con)
    assert days(con, "allowed used left_half_days unplaced")[0] == ["S1", "2", "5", "-3", "0"]


def test_being_there_for_ofsted_is_no_day_of_the_tier_and_yet_a_day_of_the_team(con):
    visited(con, "school_id | on_day | half_days | kind\nS1 | 2026-10-06 | 2 | ofsted")
    build(con)
    assert days(con, "used left_half_days")[0] == ["S1", "0", "2"]
    assert shown(con, "adviser_term", "term used", "adviser_id = 'N' and used > 0")[1:] == [["autumn", "2"]]


def test_unused_days_lapse_on_31_august(con):
    visited(con, "school_id | on_day | half_days\nS2 | 2026-07-10 | 2")
    build(con)
    assert days(con, "carried_half_days allowed")[1] == ["S2", "0", "6"]


@pytest.mark.parametrize(("most", "carried"), [(1, "2"), (2, "4"), (3, "4")])
def test_a_framework_may_carry_over_what_was_unused_up_to_a_number(con, most, carried):
    visited(con, "school_id | on_day | half_days\nS2 | 2026-07-10 | 2")
    rule(con, "carry_over", most)
    build(con)
    assert days(con, "carried_half_days allowed")[1] == ["S2", carried, str(6 + int(carried))]
    assert days(con, "carried_half_days allowed")[3] == ["S4", "", ""], "no tier, nothing to carry"


def test_nothing_is_carried_over_where_more_was_used_than_there_was(con):
    visited(con, "school_id | on_day | half_days\nS1 | 2026-07-10 | 8")
    rule(con, "carry_over", 1)
    build(con)
    assert days(con, "carried_half_days")[0] == ["S1", "0"]


def test_after_a_change_of_tier_the_whole_years_days_count_against_the_new_one(con):
    visited(con, "school_id | on_day | half_days\nS1 | 2026-09-20 | 4\nS1 | 2026-11-06 | 1")
    build(con)
    assert days(con, "allowed used left_half_days")[0] == ["S1", "2", "5", "-3"]


def test_a_framework_may_count_only_days_since_the_category_was_agreed(con):
    visited(
        con, "school_id | on_day | half_days\nS1 | 2026-09-20 | 4\nS1 | 2026-10-05 | 1\nS4 | 2026-09-20 | 4"
    )
    rule(con, "before_change", 2)
    build(con)
    assert days(con, "used")[0] == ["S1", "1"]
    assert days(con, "used")[3] == ["S4", "4"], "nothing agreed, so all count"


def test_the_year_and_term_of_every_day_are_those_the_rest_of_the_program_says(con):
    every = [date(2026, 8, 1) + timedelta(days=number) for number in range(800)]
    visited(con, "school_id | on_day | half_days\n" + "\n".join(f"S1 | {day} | 1" for day in every))
    build(con)
    found = con.execute("select on_day, academic_year, term from visit_day").fetchall()
    assert len(found) == 800
    assert [(day, academic_year(day), term(day)) for day, _, _ in found] == found


@pytest.mark.parametrize(
    "day", ["2026-09-01", "2026-12-31", "2027-01-01", "2027-03-31", "2027-04-01", "2028-02-29", "2027-08-31"]
)
def test_terms_follow_each_other_without_a_gap_and_are_ahead_until_they_end(con, day):
    for (name,) in con.execute(
        "select table_name from duckdb_tables() where table_name like 'casework_%'"
    ).fetchall():
        con.execute(f"drop table {name}")
    looked = date.fromisoformat(day)
    fill(con, no_work(looked))
    build(con)
    terms = con.execute(
        "select term, begins, ends, is_past, is_now, ahead from school_term order by ord"
    ).fetchall()
    first, last = year_bounds(academic_year(looked))
    assert (terms[0][1], terms[2][2]) == (first, last)
    assert all(before[2] + timedelta(days=1) == after[1] for before, after in pairwise(terms))
    for name, begins, ends, is_past, is_now, ahead in terms:
        assert (term(begins), term(ends)) == (name, name)
        assert (is_past, is_now) == (ends < looked, begins <= looked <= ends)
        assert ahead == sum(not row[3] for row in terms)


def test_what_is_not_placed_yet_is_needed_in_equal_parts_of_the_terms_ahead(con):
    visited(con, "school_id | on_day | half_days | status\nS2 | 2026-12-01 | 3 | booked")
    build(con)
    columns = "adviser_id term schools used booked unplaced needed"
    assert shown(con, "adviser_term", columns, "adviser_id = 'N'")[1:] == [
        ["N", "autumn", "2", "0", "3", "1.667", "4.667"],
        ["N", "spring", "2", "0", "0", "1.667", "1.667"],
        ["N", "summer", "2", "0", "0", "1.667", "1.667"],
    ]
    assert shown(con, "adviser_term", "term unplaced", "adviser_id = 'S'")[1:] == [
        ["autumn", "4"],
        ["spring", "4"],
        ["summer", "4"],
    ]


def test_a_term_that_has_ended_needs_only_what_was_given_in_it(con):
    con.execute("drop table casework_day")
    con.execute(
        "create table casework_day as select date '2027-04-10' as day, '2026/27' as academic_year, 'summer' as term, date '2026-09-01' as year_from, date '2027-08-31' as year_to"
    )
    visited(con, "school_id | on_day | half_days\nS3 | 2026-10-06 | 2")
    build(con)
    assert shown(con, "adviser_term", "term needed", "adviser_id = 'S'")[1:] == [
        ["autumn", "0"],
        ["spring", "0"],
        ["summer", "10"],
    ]
    assert shown(con, "adviser_term", "term needed", "adviser_id = 'N'")[1:] == [
        ["autumn", "2"],
        ["spring", "0"],
        ["summer", "8"],
    ]


def test_who_comes_or_goes_within_a_term_has_their_part_of_its_days(con):
    team(
        con,
        """
        record_id | label    | from_on    | to_on
        E         | SIA East | 2027-02-15 |
        W         | SIA West | 2024-09-01 | 2026-10-31
        """,
    )
    build(con)
    # 45 of the spring's 90 days; 61 of the autumn's 122.
    assert shown(con, "adviser_term", "adviser_id term available", "adviser_id in ('E', 'W')")[1:] == [
        ["E", "autumn", "0"],
        ["E", "spring", "30"],
        ["E", "summer", "60"],
        ["W", "autumn", "30"],
        ["W", "spring", "0"],
        ["W", "summer", "0"],
    ]


def test_schools_of_somebody_who_has_left_are_nobodys_from_the_day_after(con):
    con.execute("update casework_adviser set to_on = '2026-11-22' where record_id = 'S'")
    build(con)
    assert shown(con, "school_adviser", "adviser had_adviser", "urn = '3'")[1:] == [["SIA South", ""]]
    con.execute("update casework_adviser set to_on = '2026-11-21' where record_id = 'S'")
    build(con)
    assert shown(con, "school_adviser", "adviser had_adviser", "urn = '3'")[1:] == [["", "SIA South"]]
    assert shown(
        con, "screen_team", "adviser schools tier_3 no_tier has_left", "adviser_id is distinct from 'N'"
    )[1:] == [
        ["SIA South", "0", "0", "0", "yes"],
        ["", "2", "1", "1", "no"],
    ]


def test_the_team_counts_matters_open_on_the_ladder_and_not_those_closed(con):
    for number, (school, state) in enumerate((("S1", 1), ("S2", 7), ("S3", 6)), start=1):
        con.execute(
            "insert into casework_ladder_step (record_id, school_id, number, state) values (?, ?, 1, ?)",
            [f"step-{number}", school, state],
        )
    build(con)
    told = {row[0]: row[1] for row in shown(con, "screen_team", "adviser on_ladder")[1:]}
    assert told == {"SIA North": "1", "SIA South": "1", "": "0"}


def test_the_team_counts_its_schools_by_tier_and_its_days_by_term(con):
    build(con)
    columns = "adviser tier_1 tier_2 tier_3 no_tier available_spring needed_spring over"
    assert shown(con, "screen_team", columns)[1:] == [
        ["SIA North", "1", "1", "0", "0", "30", "1.333", "-28.667"],
        ["SIA South", "0", "0", "1", "0", "30", "2", "-28"],
        ["", "0", "0", "0", "1", "0", "0", "0"],
    ]
    assert shown(con, "screen_team_term", "term available needed")[1:] == [
        ["autumn", "60", "3.333"],
        ["spring", "60", "3.333"],
        ["summer", "60", "3.333"],
    ]


def test_a_school_that_became_an_academy_in_mid_year_keeps_its_days(con):
    con.execute("update school set listed = false, status = 'closed' where urn = '2'")
    con.execute(
        "insert into school (urn, school_id, name, named, la_code, phase, compare_phase, type_group, status, is_home, listed)"
        " values ('20', 'S2', 'School 20', true, '330', 'primary', 'primary', 'academy', 'open', true, true)"
    )
    visited(con, "school_id | on_day | half_days\nS2 | 2026-10-06 | 2")
    build(con)
    assert shown(con, "school_days", "urn allowed used", "school_id = 'S2'")[1:] == [["20", "6", "2"]]
    assert shown(con, "screen_caseload", "urn adviser", "school_id = 'S2'")[1:] == [["20", "SIA North"]]


def test_days_given_to_a_school_that_closed_stay_with_whoever_gave_them(con):
    visited(con, "school_id | on_day | half_days\nS2 | 2026-10-06 | 2")
    con.execute("update school set listed = false, status = 'closed' where urn = '2'")
    build(con)
    assert shown(con, "adviser_term", "used", "adviser_id = 'N' and term = 'autumn'")[1:] == [["2"]]
    assert [row[0] for row in days(con, "used")] == ["S1", "S3", "S4"]


def test_the_next_visit_is_the_first_to_come_and_the_last_one_was_held(con):
    visited(
        con,
        """
        school_id | on_day     | half_days | status    | kind
        S2        | 2026-11-10 | 1         | booked    | action_review
        S2        | 2026-12-08 | 1         | planned   | board
        S2        | 2026-12-01 | 1         | booked    | action_review
        S2        | 2026-11-25 | 1         | cancelled | board
        S2        | 2026-10-01 | 1         | completed | validation
        S2        | 2026-10-09 | 1         | completed | context_review
        """,
    )
    build(con)
    assert shown(con, "screen_caseload", "next_on next_kind next_status last_on last_kind", "urn = '2'")[
        1:
    ] == [["2026-12-01", "action_review", "booked", "2026-10-09", "context_review"]]
    assert shown(con, "screen_caseload", "next_on last_on", "urn = '1'")[1:] == [["", ""]]
