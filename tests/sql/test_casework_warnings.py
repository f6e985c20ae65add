"""What does the caseload warn of, on which day first, and what puts it right?"""

# ruff: noqa: E501  the text tables are wide

from __future__ import annotations

import duckdb
import pytest
from given import shown
from worked import advised, agreed, build, city, kept, team, visited


def begin(
    con: duckdb.DuckDBPyConnection, category: str | None, day: str, agreed_on: str = "2026-09-10"
) -> None:
    """One school with an adviser and an agreed category, on a day."""
    city(con, "1 | primary | maintained", day=day)
    team(con, "record_id | label\nN | SIA North")
    advised(con, "school_id | adviser_id\nS1 | N")
    if category:
        agreed(con, f"school_id | category | evidence_on\nS1 | {category} | {agreed_on}")


def warnings(con: duckdb.DuckDBPyConnection) -> list[list[str]]:
    build(con)
    return shown(con, "visit_warning", "warning reason is_late")[1:]


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-12-31", []),
        ("2027-01-01", [["unbooked", "Tier 1 visit of 2026/27 not booked", "yes"]]),
        ("2027-08-31", [["unbooked", "Tier 1 visit of 2026/27 not booked", "yes"]]),
        ("2027-09-01", []),
    ],
)
def test_a_tier_1_visit_is_booked_before_spring(con, day, told):
    begin(con, "Established", day)
    assert warnings(con) == told


@pytest.mark.parametrize(
    ("visit", "is_told"),
    [
        ("2026-10-06 | completed | validation", False),
        ("2027-05-06 | booked | validation", False),
        ("2027-05-06 | planned | validation", True),
        ("2027-05-06 | cancelled | validation", True),
        ("2026-10-06 | completed | ofsted", True),
        ("2026-08-31 | completed | validation", True),
        ("2027-09-01 | booked | validation", True),
    ],
)
def test_only_a_visit_of_this_year_that_is_held_or_booked_and_of_the_tier_answers_it(con, visit, is_told):
    begin(con, "Embedded", "2027-02-01")
    visited(con, f"school_id | half_days | on_day | status | kind\nS1 | 2 | {visit}")
    assert [row[0] for row in warnings(con)] == (["unbooked"] if is_told else [])


MISSING = "No review of actions in the autumn term"
DUE = "No review of actions held or booked this term"


@pytest.mark.parametrize(
    ("day", "agreed_on", "told"),
    [
        ("2026-11-18", "2026-09-10", []),
        ("2026-11-19", "2026-09-10", [DUE]),
        ("2026-12-31", "2026-09-10", [DUE]),
        ("2027-01-01", "2026-09-10", [MISSING]),
        ("2027-01-01", "2027-01-01", []),
        ("2027-02-20", "2026-09-10", [MISSING]),
        ("2027-04-01", "2026-12-31", ["No review of actions in the autumn and spring term"]),
        ("2027-04-01", "2027-01-01", ["No review of actions in the spring term"]),
    ],
)
def test_a_tier_2_school_has_a_review_of_actions_in_every_term(con, day, agreed_on, told):
    begin(con, "Developing", day, agreed_on)
    assert [row[1] for row in warnings(con)] == told


@pytest.mark.parametrize(
    ("visit", "told"),
    [
        ("2026-10-06 | completed | action_review", []),
        ("2026-12-20 | booked | action_review", []),
        ("2026-12-20 | planned | action_review", [DUE]),
        ("2026-10-06 | completed | validation", [DUE]),
        ("2026-08-31 | completed | action_review", [DUE]),
        ("2027-01-04 | booked | action_review", [DUE]),
    ],
)
def test_a_review_held_or_booked_within_the_term_answers_it(con, visit, told):
    begin(con, "Developing", "2026-11-22")
    visited(con, f"school_id | half_days | on_day | status | kind\nS1 | 1 | {visit}")
    assert [row[1] for row in warnings(con)] == told


def test_a_review_of_the_plan_is_a_review_of_actions_too(con):
    begin(con, "Developing", "2027-01-10")
    kept(con, "plan_review", "school_id | on_day\nS1 | 2026-12-04", plan_id="P", pace="steady", note="Seen.")
    assert warnings(con) == []


def test_a_review_that_was_booked_and_never_recorded_does_not_answer_for_a_term_that_ended(con):
    begin(con, "Developing", "2027-01-10")
    visited(
        con, "school_id | half_days | on_day | status | kind\nS1 | 1 | 2026-12-04 | booked | action_review"
    )
    assert [row[1] for row in warnings(con)] == [MISSING, "Visit of 4 December 2026 not recorded"]


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        ("open | 2026-09-10 | 2026-11-22", []),
        ("open | 2026-09-10 | 2026-11-21", ["Review of the plan was due 21 November 2026"]),
        ("open | 2026-09-10 | ", []),
        ("open | 2026-06-10 | ", []),
        ("open | 2026-02-10 | ", ["Review of the plan was due 31 August 2026"]),
        ("paused | 2026-09-10 | ", ["Tier 3 without a support plan in force"]),
        ("closed | 2026-09-10 | ", ["Tier 3 without a support plan in force"]),
    ],
)
def test_a_tier_3_school_has_a_plan_whose_review_is_not_overdue(con, plan, told):
    begin(con, "Causing Concern", "2026-11-22")
    columns = "record_id | school_id | urn | state | from_on | review_on"
    kept(con, "support_plan", f"{columns}\nP | S1 | 1 | {plan}", title="Plan", exit_criteria="All met.")
    assert [row[1] for row in warnings(con)] == told


def test_a_tier_3_school_without_a_plan_is_told_of(con):
    begin(con, "Causing Concern", "2026-11-22")
    assert warnings(con) == [["plan_unreviewed", "Tier 3 without a support plan in force", "yes"]]


@pytest.mark.parametrize(
    ("half_days", "status", "told"),
    [
        (2, "completed", []),
        (3, "completed", [["over_allowance", "1.5 of 1 days used", "no"]]),
        (3, "booked", [["over_allowance", "1.5 days used, booked and planned, of 1", "no"]]),
        (3, "cancelled", []),
    ],
)
def test_more_days_than_allowed_are_told_of_in_days(con, half_days, status, told):
    begin(con, "Established", "2026-11-22")
    visited(con, f"school_id | half_days | on_day | status\nS1 | {half_days} | 2026-11-22 | {status}")
    assert warnings(con) == told


def test_without_an_agreed_category_no_tier_is_warned_about(con):
    begin(con, None, "2027-02-01")
    visited(con, "school_id | half_days | on_day\nS1 | 30 | 2026-10-01")
    assert warnings(con) == []


def test_a_visit_whose_day_has_passed_is_recorded_or_cancelled(con):
    begin(con, "Established", "2026-11-22")
    visited(
        con,
        "school_id | half_days | on_day | status\nS1 | 1 | 2026-11-22 | booked\nS1 | 1 | 2026-11-21 | planned",
    )
    assert warnings(con) == [["unrecorded", "Visit of 21 November 2026 not recorded", "yes"]]


@pytest.mark.parametrize(
    ("by", "later", "told"),
    [
        ("2026-11-21", "", [["step_late", "Next step was due 21 November 2026", "yes"]]),
        ("2026-11-22", "", []),
        ("2026-11-21", "S1 | 1 | 2026-11-19 | | ", []),
    ],
)
def test_a_next_step_is_late_after_its_day_until_another_visit_is_held(con, by, later, told):
    begin(con, "Established", "2026-11-22")
    visited(
        con,
        f"school_id | half_days | on_day | next_step | next_step_by\nS1 | 1 | 2026-11-09 | Send it. | {by}\n{later}",
    )
    assert warnings(con) == told


def test_a_visit_after_its_advisers_last_day_needs_somebody_else(con):
    begin(con, "Established", "2026-11-22")
    con.execute("update casework_adviser set to_on = '2026-12-18'")
    visited(
        con,
        "school_id | half_days | on_day | status\nS1 | 1 | 2026-12-18 | booked\nS1 | 1 | 2027-01-06 | planned",
    )
    assert [row[:2] for row in warnings(con)][-1] == [
        "visitor_left",
        "Visit of 6 January 2027 is with SIA North, who will have left",
    ]


def test_a_school_without_an_adviser_says_who_left_it(con):
    begin(con, "Established", "2026-11-22")
    con.execute("update casework_adviser set to_on = '2026-11-20'")
    assert warnings(con) == [["no_adviser", "No adviser since SIA North left", "no"]]
    con.execute("delete from casework_assignment")
    assert warnings(con) == [["no_adviser", "No adviser", "no"]]


def test_the_caseload_tells_all_warnings_of_a_school_in_one_cell(con):
    begin(con, "Causing Concern", "2026-11-22")
    visited(con, "school_id | half_days | on_day | status\nS1 | 13 | 2026-11-20 | booked")
    build(con)
    assert shown(con, "screen_caseload", "warnings warning_count late_count")[1:] == [
        [
            "6.5 days used, booked and planned, of 6; Tier 3 without a support plan in force; "
            "Visit of 20 November 2026 not recorded",
            "3",
            "2",
        ]
    ]
