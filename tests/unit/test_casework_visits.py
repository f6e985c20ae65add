"""Whatever the clock and the calendar do, a visit is recorded once, with its days, in the right year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from eif.casework.desk import Desk
from eif.casework.errors import CaseworkError, Conflict, NotAllowed, NothingChanged, Refused
from eif.casework.store import AlreadySaved, Store, standing
from eif.casework.team import assign, join_team, leave_team
from eif.casework.visits import (
    cancel_visit,
    change_visit,
    complete_visit,
    plan_visit,
    take_visit_back,
)
from eif.casework.year import academic_year
from tests.fixtures.desks import (
    BOARD,
    NORTH,
    Clock,
    SmallCity,
    desk_of,
    open_store,
    sqlite_url,
)

TODAY = date(2026, 11, 22)
COMING: dict[str, Any] = {"kind": "validation", "on_day": date(2026, 12, 3), "days": 1}
HELD: dict[str, Any] = {
    "kind": "validation",
    "on_day": date(2026, 11, 20),
    "days": 1,
    "note": "Priorities are the right ones.",
}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    made = open_store(sqlite_url(tmp_path), tmp_path, clock)
    yield made
    made.close()


@pytest.fixture
def desk(store: Store) -> Desk:
    made = desk_of(store)
    days = dict.fromkeys(("autumn", "spring", "summer"), 30.0)
    north = join_team(made, label="SIA North", role="adviser", days=days, from_on=date(2025, 9, 1))
    assign(made, "S1", adviser_id=north.record_id)
    return made


def plan(desk: Desk, school: str = "S1", **other: Any) -> str:
    return plan_visit(desk, school, **(COMING | other)).record_id


def hold(desk: Desk, school: str = "S1", **other: Any) -> str:
    return complete_visit(desk, school, **(HELD | other)).record_id


def problems(call: Any, *given: Any, **other: Any) -> dict[str, str]:
    with pytest.raises(Refused) as met:
        call(*given, **other)
    return met.value.problems


def visits(store: Store) -> list[tuple[str, date, int]]:
    with store.read() as con:
        return [(row.status, row.on_day, row.half_days) for row in standing(con, "visit")]


def test_a_visit_is_planned_booked_and_completed_as_one_record(desk: Desk) -> None:
    visit = plan(desk)
    change_visit(desk, visit, **(COMING | {"on_day": date(2026, 11, 22)}), booked=True, seen_version=1)
    hold(
        desk,
        visit_id=visit,
        seen_version=2,
        days=0.5,
        strong_practice="Reading in Year 1.",
        strong_areas=["attainment", "quality_of_education"],
        next_step="Share the reading plan.",
        next_step_by=date(2026, 12, 15),
    )
    assert visits(desk.store) == [("completed", date(2026, 11, 20), 1)]
    with desk.store.read() as con:
        (row,) = standing(con, "visit")
    assert (row.version, row.strong_practice, row.strong_areas, row.next_step) == (
        3,
        "Reading in Year 1.",
        ["quality_of_education", "attainment"],
        "Share the reading plan.",
    )


def test_a_visit_nobody_planned_is_recorded_and_put_right_later(desk: Desk) -> None:
    visit = hold(desk)
    hold(desk, visit_id=visit, seen_version=1, days=1.5)
    assert visits(desk.store) == [("completed", date(2026, 11, 20), 3)]
    with pytest.raises(NothingChanged):
        hold(desk, visit_id=visit, seen_version=2, days=1.5)


def test_who_visits_is_the_schools_adviser_unless_somebody_else_is_named(desk: Desk) -> None:
    days = dict.fromkeys(("autumn", "spring", "summer"), 30.0)
    south = join_team(desk, label="SIA South", role="adviser", days=days, from_on=TODAY).record_id
    plan(desk)
    plan(desk, adviser_id=south)
    with desk.store.read() as con:
        first, second = standing(con, "visit")
    assert first.adviser_id != second.adviser_id == south
    told = problems(plan, desk, "S2")
    assert told == {"adviser_id": "Choose who visits, from the team."}


def test_nobody_visits_after_they_left_or_before_they_came(desk: Desk) -> None:
    with desk.store.read() as con:
        (north,) = standing(con, "adviser")
    leave_team(desk, north.record_id, on=date(2026, 12, 2), seen_version=1)
    assert problems(plan, desk)["adviser_id"] == "SIA North is on the team only until 2 December 2026."
    days = dict.fromkeys(("autumn", "spring", "summer"), 30.0)
    late = join_team(desk, label="SIA East", role="adviser", days=days, from_on=date(2027, 1, 4)).record_id
    assert "only from 4 January 2027" in problems(plan, desk, adviser_id=late)["adviser_id"]


@pytest.mark.parametrize("days", [-1, 0, 0.3, 6.5, None])
def test_days_are_halves_between_a_half_and_six(desk: Desk, days: float | None) -> None:
    expected = {"half_days": "Give the days in half days, from 0.5 to 6."}
    assert problems(plan, desk, days=days) == expected
    assert problems(hold, desk, days=days) == expected


@pytest.mark.parametrize(
    ("command", "day", "told"),
    [
        (plan, date(2026, 11, 21), "on or after 22 November 2026; 21 November 2026 is too early"),
        (plan, date(2028, 9, 1), "on or before 31 August 2028; 1 September 2028 is too late"),
        (hold, date(2026, 11, 23), "on or before 22 November 2026; 23 November 2026 is too late"),
        (hold, date(2025, 8, 31), "on or after 1 September 2025; 31 August 2025 is too early"),
        (hold, None, "Give the day of the visit."),
    ],
)
def test_a_day_out_of_range_is_refused_with_the_range(
    desk: Desk, command: Any, day: date | None, told: str
) -> None:
    found = problems(command, desk, on_day=day)
    assert set(found) == {"on_day"}
    assert told in found["on_day"]
    assert visits(desk.store) == []


@pytest.mark.parametrize(
    ("field", "given", "told"),
    [
        ("kind", "chat", "Choose what the visit is for: Validation visit, Context-specific review,"),
        ("note", " ", "Write what was seen and agreed."),
        ("note", "x" * 4001, "4,001 characters of at most 4,000"),
        ("strong_practice", "x" * 4001, "4,001 characters of at most 4,000"),
    ],
)
def test_what_is_amiss_is_said_field_by_field(desk: Desk, field: str, given: str, told: str) -> None:
    areas = ["attainment"] if field == "strong_practice" else []
    found = problems(hold, desk, strong_areas=areas, **{field: given})
    assert set(found) == {field}
    assert told in found[field]


def test_a_next_step_has_a_day_and_a_day_has_a_next_step(desk: Desk) -> None:
    assert "next_step_by" in problems(hold, desk, next_step="Send the plan.")
    assert "next_step" in problems(hold, desk, next_step_by=date(2026, 12, 1))
    assert "next_step_by" in problems(hold, desk, next_step="Send the plan.", next_step_by=date(2026, 11, 19))


def test_strong_practice_names_its_area_and_an_area_its_practice(desk: Desk) -> None:
    assert problems(hold, desk, strong_practice="Reading.") == {
        "strong_areas": "Choose the area in which the strong practice was seen."
    }
    assert problems(hold, desk, strong_areas=["attainment"]) == {
        "strong_practice": "Write which strong practice was seen in this area."
    }
    told = problems(hold, desk, strong_practice="Reading.", strong_areas=["reading"])
    assert set(told) == {"strong_areas"}
    hold(desk)
    with desk.store.read() as con:
        (row,) = standing(con, "visit")
    assert (row.strong_practice, row.strong_areas) == (None, None)


def test_a_cancelled_visit_says_why_and_cannot_be_held_or_moved(desk: Desk) -> None:
    visit = plan(desk)
    assert problems(cancel_visit, desk, visit, why=" ", seen_version=1) == {
        "why": "Write why it is cancelled."
    }
    cancel_visit(desk, visit, why="The school was closed by snow.", seen_version=1)
    assert [status for status, *_ in visits(desk.store)] == ["cancelled"]
    assert "Plan a new one" in problems(change_visit, desk, visit, **COMING, seen_version=2)["status"]
    assert "Plan a new one" in problems(cancel_visit, desk, visit, why="Twice.", seen_version=2)["status"]


def test_a_visit_recorded_for_the_wrong_school_is_taken_back(desk: Desk) -> None:
    visit = hold(desk)
    take_visit_back(desk, visit, why="It was another school.", seen_version=1)
    assert visits(desk.store) == []
    with pytest.raises(CaseworkError, match="does not stand any more"):
        hold(desk, visit_id=visit, seen_version=2)


def test_a_visit_is_completed_only_at_its_own_school(desk: Desk) -> None:
    visit = plan(desk)
    with pytest.raises(CaseworkError, match="not to this school"):
        hold(desk, "S2", visit_id=visit, seen_version=1)


def test_two_people_completing_one_visit_are_both_kept(desk: Desk) -> None:
    visit = plan(desk)
    hold(desk, visit_id=visit, seen_version=1, note="Mine.")
    with pytest.raises(Conflict) as met:
        hold(desk, visit_id=visit, seen_version=1, note="Yours.")
    assert (met.value.mine["note"], met.value.theirs["note"]) == ("Yours.", "Mine.")
    with pytest.raises(Conflict):
        cancel_visit(desk, visit, why="Not seen.", seen_version=1)


def test_a_form_sent_twice_is_saved_once(desk: Desk) -> None:
    hold(desk, token="one")
    with pytest.raises(AlreadySaved):
        hold(desk, token="one")
    assert len(visits(desk.store)) == 1


def test_an_adviser_visits_their_own_schools_and_a_board_member_none(store: Store, desk: Desk) -> None:
    plan(desk_of(store, NORTH))
    for person, school in ((NORTH, "S2"), (BOARD, "S1")):
        with pytest.raises(NotAllowed):
            plan(desk_of(store, person), school)
        with pytest.raises(NotAllowed):
            hold(desk_of(store, person), school)


def test_at_half_past_eleven_on_31_august_it_is_still_the_old_year(desk: Desk, clock: Clock) -> None:
    clock.now = datetime(2027, 8, 31, 22, 30, tzinfo=UTC)
    hold(desk, on_day=date(2027, 8, 31))
    assert "too late" in problems(hold, desk, on_day=date(2027, 9, 1))["on_day"]
    assert [academic_year(day) for _, day, _ in visits(desk.store)] == ["2026/27"]


def test_half_an_hour_into_1_september_the_new_year_has_begun(desk: Desk, clock: Clock) -> None:
    clock.now = datetime(2027, 8, 31, 23, 30, tzinfo=UTC)
    hold(desk, on_day=date(2027, 9, 1))
    assert [academic_year(day) for _, day, _ in visits(desk.store)] == ["2027/28"]


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        # Clocks go back at 01:00 UTC on 25 October 2026 and forward at 01:00 UTC on 28 March 2027.
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 26, 0, 30, tzinfo=UTC), date(2026, 10, 26)),
        (datetime(2027, 3, 27, 23, 30, tzinfo=UTC), date(2027, 3, 27)),
        (datetime(2027, 3, 28, 23, 30, tzinfo=UTC), date(2027, 3, 29)),
    ],
)
def test_on_days_when_clocks_change_today_is_the_day_in_london(
    desk: Desk, clock: Clock, instant: datetime, day: date
) -> None:
    clock.now = instant
    assert "too late" in problems(hold, desk, on_day=day + timedelta(days=1))["on_day"]
    hold(desk, on_day=day)
    assert visits(desk.store)[0][1] == day


def test_a_visit_told_of_after_the_year_has_ended_counts_in_the_year_it_was_held(
    desk: Desk, clock: Clock
) -> None:
    clock.now = datetime(2027, 9, 10, 9, tzinfo=UTC)
    hold(desk, on_day=date(2027, 7, 15))
    assert [academic_year(day) for _, day, _ in visits(desk.store)] == ["2026/27"]


def test_a_visit_of_next_year_is_booked_in_july_and_counts_next_year(desk: Desk, clock: Clock) -> None:
    clock.now = datetime(2027, 7, 8, 9, tzinfo=UTC)
    plan(desk, on_day=date(2027, 9, 14), booked=True)
    assert [(status, academic_year(day)) for status, day, _ in visits(desk.store)] == [("booked", "2027/28")]


def test_on_29_february_a_visit_can_be_held(desk: Desk, clock: Clock) -> None:
    clock.now = datetime(2028, 2, 29, 9, tzinfo=UTC)
    hold(desk, on_day=date(2028, 2, 29))
    assert [academic_year(day) for _, day, _ in visits(desk.store)] == ["2027/28"]


def test_a_school_that_closed_gets_no_new_visit_and_what_was_open_is_settled(desk: Desk) -> None:
    held, dropped = plan(desk), plan(desk)
    city = SmallCity()
    school = city.schools["S1"]
    city.schools["S1"] = type(school)(school.school_id, school.urn, school.name, "closed", True)
    closed = desk_of(desk.store, city=city)
    assert "is closed" in problems(plan, closed)["school"]
    assert "is closed" in problems(hold, closed)["school"]
    assert "is closed" in problems(change_visit, closed, dropped, **COMING, seen_version=1)["school"]
    hold(closed, visit_id=held, seen_version=1)
    cancel_visit(closed, dropped, why="The school closed.", seen_version=1)
    assert sorted(status for status, *_ in visits(desk.store)) == ["cancelled", "completed"]


def test_an_unknown_school_or_visit_is_refused(desk: Desk) -> None:
    assert "no such school" in problems(plan, desk, "S9")["school"]
    with pytest.raises(CaseworkError, match="does not stand any more"):
        cancel_visit(desk, "none", why="Gone.", seen_version=1)
