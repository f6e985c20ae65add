"""What cannot be right in the casework is listed, with whose it is; what is in order is not."""

from __future__ import annotations

import re

import duckdb
import pytest
from rated import rate, schools, snapshot

from eif import sql

TOLD = "kind, school_id, what, whose"


@pytest.fixture
def city(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Two open schools with an adviser, and one that closed in August."""
    snapshot(con)
    schools(con, "1 | primary | maintained\n2 | primary | maintained\n3 | primary | maintained")
    con.execute("update school set status = 'closed', closed = '2026-08-31', listed = false where urn = '3'")
    insert(con, "adviser", record_id="north", label="SIA North", role="adviser", from_on="2026-09-01")
    for school in ("S1", "S2"):
        insert(
            con, "assignment", record_id=school, school_id=school, adviser_id="north", from_on="2026-09-01"
        )
    return con


def insert(con: duckdb.DuckDBPyConnection, noun: str, **row: object) -> None:
    marks = ", ".join("?" for _ in row)
    con.execute(
        f"insert into casework_{noun} ({', '.join(row)}, version) values ({marks}, 1)", list(row.values())
    )


def visit(con: duckdb.DuckDBPyConnection, **other: object) -> None:
    row: dict[str, object] = {
        "record_id": f"v{len(other)}{other.get('on_day')}",
        "school_id": "S1",
        "adviser_id": "north",
        "on_day": "2026-10-01",
        "half_days": 2,
        "kind": "validation",
        "status": "completed",
    }
    insert(con, "visit", **(row | other))


def plan(con: duckdb.DuckDBPyConnection, **other: object) -> None:
    row: dict[str, object] = {
        "record_id": "p",
        "school_id": "S1",
        "title": "Reading",
        "state": "open",
        "from_on": "2026-09-10",
        "exit_criteria": "Reading at national.",
    }
    insert(con, "support_plan", **(row | other))


def action(con: duckdb.DuckDBPyConnection, **other: object) -> None:
    row: dict[str, object] = {
        "record_id": "a",
        "school_id": "S1",
        "plan_id": "p",
        "priority": "Reading",
        "action": "Train every teacher",
        "responsible": "Deputy head",
        "due_on": "2026-11-01",
        "progress": "not_told",
        "indicator": "ks2_read_exp",
        "pupil_group": "all",
        "baseline": "60",
        "target": "70",
        "target_on": "2027-07-31",
    }
    insert(con, "plan_action", **(row | other))


def letter(con: duckdb.DuckDBPyConnection, kind: str, issued_on: str) -> None:
    insert(con, "letter", record_id=kind + issued_on, school_id="S1", kind=kind, issued_on=issued_on)


def todo(con: duckdb.DuckDBPyConnection) -> list[tuple[str, ...]]:
    rate(con)
    sql.build(con, "45_casework")
    sql.build(con, "50_screen", only=["screen_todo"])
    return con.execute(f"select {TOLD} from screen_todo order by ord").fetchall()


def test_a_city_in_order_has_nothing_to_do(city: duckdb.DuckDBPyConnection) -> None:
    visit(city)
    plan(city)
    action(city, due_on="2026-11-22")
    letter(city, "letter_of_concern", "2026-10-01")
    letter(city, "warning_notice", "2026-11-01")
    assert todo(city) == []


@pytest.mark.parametrize(
    ("status", "on_day", "found"),
    [
        ("completed", "2026-09-01", True),
        ("planned", "2026-12-01", True),
        ("cancelled", "2026-12-01", False),
        ("completed", "2026-08-31", False),
    ],
)
def test_a_visit_after_the_school_closed(
    city: duckdb.DuckDBPyConnection, status: str, on_day: str, found: bool
) -> None:
    visit(city, school_id="S3", status=status, on_day=on_day)
    assert [row[0] for row in todo(city)] == ["visit_after_closure"] * found


def test_a_closed_school_whose_closing_day_is_not_known_is_not_visited_again(
    city: duckdb.DuckDBPyConnection,
) -> None:
    city.execute("update school set closed = null where urn = '3'")
    visit(city, school_id="S3", status="completed")
    visit(city, school_id="S3", status="planned", on_day="2026-12-01")
    assert [(row[0], row[2]) for row in todo(city)] == [
        ("visit_after_closure", "A visit on 1 December 2026, after the school closed")
    ]


@pytest.mark.parametrize(("letter_on", "found"), [(None, True), ("2026-11-02", True), ("2026-11-01", False)])
def test_a_notice_before_its_letter(
    city: duckdb.DuckDBPyConnection, letter_on: str | None, found: bool
) -> None:
    letter(city, "warning_notice", "2026-11-01")
    if letter_on:
        letter(city, "letter_of_concern", letter_on)
    assert [row[0] for row in todo(city)] == ["notice_before_letter"] * found


def test_days_over_the_allowance_of_the_agreed_tier(city: duckdb.DuckDBPyConnection) -> None:
    insert(
        city,
        "judgement",
        record_id="S1:overall:agreed",
        school_id="S1",
        area="overall",
        kind="agreed",
        category="Established",
        evidence_on="2026-09-05",
    )
    visit(city, half_days=5, on_day="2026-10-01")
    ((kind, school, what, whose),) = todo(city)
    assert (kind, school, whose) == ("over_allowance", "S1", "SIA North")
    assert what.startswith("2.5 days used of ")


def test_a_plan_without_a_kpi_and_an_open_plan_of_a_closed_school(city: duckdb.DuckDBPyConnection) -> None:
    plan(city)
    plan(city, record_id="q", school_id="S3")
    assert [(row[0], row[1], row[3]) for row in todo(city)] == [
        ("closed_with_plan", "S3", "No adviser assigned"),
        ("plan_without_kpi", "S1", "SIA North"),
    ]


@pytest.mark.parametrize(("progress", "found"), [("not_told", True), ("amber", False)])
def test_an_action_past_its_day_of_which_nobody_says_how_it_goes(
    city: duckdb.DuckDBPyConnection, progress: str, found: bool
) -> None:
    plan(city)
    action(city, progress=progress)
    assert (
        todo(city)
        == [
            (
                "silent_action",
                "S1",
                "Train every teacher: due 1 November 2026, and nobody has said how it goes",
                "Deputy head",
            )
        ]
        * found
    )


def test_a_school_whose_adviser_left_and_one_that_never_had_any(city: duckdb.DuckDBPyConnection) -> None:
    city.execute("update casework_adviser set to_on = '2026-10-31'")
    city.execute("delete from casework_assignment where school_id = 'S2'")
    assert todo(city) == [
        ("no_adviser", "S1", "No adviser since SIA North left", "Nobody yet"),
        ("no_adviser", "S2", "No adviser", "Nobody yet"),
    ]


def test_a_visit_whose_day_passed_is_recorded_or_cancelled(city: duckdb.DuckDBPyConnection) -> None:
    visit(city, status="booked", on_day="2026-11-21")
    visit(city, status="booked", on_day="2026-11-22")
    assert [(row[0], row[2]) for row in todo(city)] == [
        ("visit_unrecorded", "The visit of 21 November 2026 is neither recorded nor cancelled")
    ]


def test_support_past_its_last_day_and_a_giver_that_is_of_concern(city: duckdb.DuckDBPyConnection) -> None:
    insert(
        city,
        "capacity_offer",
        record_id="o",
        school_id="S3",
        areas=["attendance"],
        half_days=6,
        from_on="2026-07-01",
        to_on="2027-07-31",
    )
    insert(
        city,
        "brokered_support",
        record_id="b",
        school_id="S2",
        giver_id="S3",
        offer_id="o",
        area="attendance",
        half_days=2,
        from_on="2026-09-01",
        to_on="2026-11-21",
        state="agreed",
    )
    assert [(row[0], row[1]) for row in todo(city)] == [
        ("giver_in_doubt", "S3"),
        ("support_without_outcome", "S2"),
    ]


def test_every_kind_has_a_title_and_a_page(con: duckdb.DuckDBPyConnection) -> None:
    text = sql.statement("45_casework", "casework_todo")
    kinds = set(re.findall(r"'([a-z]+(?:_[a-z]+)+)' as kind|(?:then|else) '([a-z]+_[a-z_]+)'", text))
    named = sql.statement("50_screen", "screen_todo")
    told = {name for found in kinds for name in found if name}
    assert len(told) == 11
    assert {name for name in told if f"'{name}'" not in named} == set()
