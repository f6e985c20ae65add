"""A support plan says what is done, by whom and by when; it rests, ends and moves on, and loses nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eif.casework.desk import Desk, School
from eif.casework.errors import Conflict, NotAllowed, NothingChanged, Refused
from eif.casework.plan_actions import (
    Kpi,
    add_action,
    change_action,
    end_action,
    record_progress,
    withdraw_action,
)
from eif.casework.plans import (
    begin_plan,
    change_plan,
    change_review,
    close_plan,
    pause_plan,
    resume_plan,
    review_plan,
)
from eif.casework.store import AlreadySaved, Saved, Store, standing, versions
from tests.fixtures.desks import (
    BOARD,
    DIRECTOR,
    NORTH,
    OFFICER,
    SOUTH,
    SmallCity,
    assign,
    desk_of,
    open_store,
    sqlite_url,
)

BEGAN = date(2026, 9, 14)
TODAY = date(2026, 11, 22)
PLAN: dict[str, Any] = {
    "title": "Attendance and reading",
    "exit_criteria": "Absence at or below 6%.\nReading at national.",
    "from_on": BEGAN,
}
ACTION: dict[str, Any] = {
    "priority": "Attendance",
    "action": "Call home on the first day of absence",
    "responsible": "Attendance lead",
    "due_on": date(2027, 3, 26),
    "resources": "Half a day a week of the attendance officer",
}
ABSENCE = Kpi("abs_overall", "all", None, "7.9", None, "6.0", date(2027, 8, 31))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(sqlite_url(tmp_path), tmp_path)
    yield made
    made.close()


@pytest.fixture
def desk(store: Store) -> Desk:
    return desk_of(store)


@pytest.fixture
def plan(desk: Desk) -> str:
    return begin_plan(desk, "S1", **PLAN).record_id


@pytest.fixture
def action(desk: Desk, plan: str) -> str:
    return add_action(desk, plan, **ACTION, kpi=ABSENCE).record_id


def one(store: Store, noun: str) -> Any:
    with store.read() as con:
        (row,) = standing(con, noun)
    return row


def problems(store: Store, save: Callable[[], object]) -> dict[str, str]:
    before = store.revision()
    with pytest.raises(Refused) as met:
        save()
    assert store.revision() == before, "something was saved"
    return met.value.problems


def progress(desk: Desk, action: str, **other: Any) -> Saved:
    given = {"progress": "amber", "note": "Late by two weeks.", "on_day": TODAY, "seen_version": 1}
    return record_progress(desk, action, **(given | other))


def moved(city: SmallCity, **other: Any) -> SmallCity:
    """The same city, in which S1 is now otherwise."""
    city.schools["S1"] = replace(city.schools["S1"], **other)
    return city


def test_a_plan_begins_open_under_the_urn_of_the_day(store: Store, plan: str) -> None:
    row = one(store, "support_plan")
    assert (row.record_id, row.state, row.from_on, row.state_on, row.urn) == (plan, "open", BEGAN, BEGAN, "1")


@pytest.mark.parametrize(
    ("field", "given", "told"),
    [
        ("title", "  ", "Write a title."),
        ("title", "x" * 201, "201 characters of at most 200"),
        ("exit_criteria", "", "Write the exit criteria."),
        ("exit_criteria", "x" * 4001, "4,001 characters of at most 4,000"),
        ("from_on", None, "Give the day it begins."),
        ("from_on", date(2020, 1, 1), "is too early"),
        ("from_on", date(2031, 1, 1), "is too late"),
        ("review_on", date(2026, 9, 13), "on or after 14 September 2026"),
        ("note", "x" * 4001, "Shorten the note"),
    ],
)
def test_what_is_amiss_in_a_plan_is_said_field_by_field(
    desk: Desk, field: str, given: object, told: str
) -> None:
    found = problems(desk.store, lambda: begin_plan(desk, "S1", **(PLAN | {field: given})))
    assert set(found) == {field}
    assert told in found[field]


def test_markdown_and_html_in_a_plan_are_kept_as_typed(desk: Desk, plan: str) -> None:
    typed = "<script>alert(1)</script> ![x](http://host/b.png)\n**bold** | pipe"
    change_plan(desk, plan, title="A", exit_criteria=typed, review_on=None, note=typed, seen_version=1)
    row = one(desk.store, "support_plan")
    assert (row.exit_criteria, row.note) == (typed, typed)


def test_a_plan_for_a_closed_or_unknown_school_is_not_begun(desk: Desk) -> None:
    assert "is closed" in problems(desk.store, lambda: begin_plan(desk, "S4", **PLAN))["school"]
    assert "no such school" in problems(desk.store, lambda: begin_plan(desk, "S9", **PLAN))["school"]


def test_an_adviser_changes_the_plans_of_their_own_schools_alone(store: Store, plan: str) -> None:
    assign(store, "S1", NORTH)
    add_action(desk_of(store, NORTH), plan, **ACTION)
    add_action(desk_of(store, OFFICER), plan, **ACTION)
    for person in (SOUTH, BOARD):
        with pytest.raises(NotAllowed):
            add_action(desk_of(store, person), plan, **ACTION)
        with pytest.raises(NotAllowed):
            pause_plan(desk_of(store, person), plan, why="It is not mine.", seen_version=1)


def test_a_form_sent_twice_begins_one_plan(desk: Desk) -> None:
    saved = begin_plan(desk, "S1", **PLAN, token="form-1")
    with pytest.raises(AlreadySaved) as met:
        begin_plan(desk, "S1", **PLAN, token="form-1")
    assert met.value.saved == saved
    assert one(desk.store, "support_plan").record_id == saved.record_id


def test_a_stale_form_overwrites_nothing_and_offers_both_texts(store: Store, plan: str) -> None:
    theirs = {"title": "Reading", "exit_criteria": "Reading at national.", "review_on": None}
    change_plan(desk_of(store, OFFICER), plan, **theirs, seen_version=1)
    with pytest.raises(Conflict) as met:
        change_plan(desk_of(store), plan, **(theirs | {"title": "Attendance"}), seen_version=1)
    assert (met.value.mine["title"], met.value.theirs["title"]) == ("Attendance", "Reading")
    assert one(store, "support_plan").title == "Reading"


def test_a_plan_that_is_not_changed_is_not_saved(desk: Desk, plan: str) -> None:
    same = {"title": PLAN["title"], "exit_criteria": PLAN["exit_criteria"], "review_on": None}
    with pytest.raises(NothingChanged):
        change_plan(desk, plan, **same, seen_version=1)


@pytest.mark.parametrize("state", ["paused", "closed"])
def test_a_plan_that_is_paused_or_closed_is_only_read(desk: Desk, plan: str, action: str, state: str) -> None:
    review = review_plan(desk, plan, on_day=TODAY, pace="slow", note="Late.").record_id
    if state == "paused":
        pause_plan(desk, plan, why="The head is away.", seen_version=1)
    else:
        close_plan(desk, plan, closing_reason="exit_met", why="Absence is 5.8%.", seen_version=1)
    tried: list[Callable[[], object]] = [
        lambda: change_plan(desk, plan, title="A", exit_criteria="B", review_on=None, seen_version=2),
        lambda: add_action(desk, plan, **ACTION),
        lambda: change_action(desk, action, **ACTION, kpi=ABSENCE, seen_version=1),
        lambda: progress(desk, action),
        lambda: end_action(desk, action, ended_as="done", why="x", ended_on=TODAY, seen_version=1),
        lambda: withdraw_action(desk, action, why="A mistake.", seen_version=1),
        lambda: review_plan(desk, plan, on_day=TODAY, pace="slow", note="Late."),
        lambda: change_review(desk, review, on_day=TODAY, pace="slow", note="Later.", seen_version=1),
    ]
    for save in tried:
        assert problems(desk.store, save)["plan"] == (
            f"This plan is {state}: it can be read. Resume it to change anything."
        )
    resume_plan(desk, plan, why="Go on.", seen_version=2)
    assert add_action(desk, plan, **ACTION).version == 1
    row = one(desk.store, "support_plan")
    assert (row.state, row.closing_reason, row.state_why, row.state_on) == ("open", None, "Go on.", TODAY)


def test_a_state_is_turned_once_and_says_why(desk: Desk, plan: str) -> None:
    assert (
        "open already"
        in problems(desk.store, lambda: resume_plan(desk, plan, why="x", seen_version=1))["plan"]
    )
    assert "why" in problems(desk.store, lambda: pause_plan(desk, plan, why=" ", seen_version=1))
    pause_plan(desk, plan, why="The head is away.", seen_version=1)
    assert (
        "paused already"
        in problems(desk.store, lambda: pause_plan(desk, plan, why="x", seen_version=2))["plan"]
    )
    with pytest.raises(Conflict):
        close_plan(desk, plan, closing_reason="exit_met", why="Done.", seen_version=1)
    close_plan(desk, plan, closing_reason="exit_met", why="Done.", seen_version=2)
    assert (
        "resume it before"
        in problems(desk.store, lambda: pause_plan(desk, plan, why="x", seen_version=3))["plan"]
    )


def test_closing_needs_a_reason_from_the_list_and_in_words(desk: Desk, plan: str) -> None:
    found = problems(
        desk.store, lambda: close_plan(desk, plan, closing_reason="tired", why="", seen_version=1)
    )
    assert set(found) == {"closing_reason", "why"}
    found = problems(
        desk.store, lambda: close_plan(desk, plan, closing_reason="school_closed", why="x", seen_version=1)
    )
    assert found == {"closing_reason": "The school is open in this release: choose another reason."}


def test_a_school_that_closes_with_an_open_plan_has_it_closed_and_nothing_else(
    desk: Desk, plan: str, action: str
) -> None:
    closed = replace(desk, city=moved(SmallCity(), status="closed"))
    assert "is closed" in problems(desk.store, lambda: progress(closed, action))["school"]
    close_plan(closed, plan, closing_reason="school_closed", why="Closed in August.", seen_version=1)
    row = one(desk.store, "support_plan")
    assert (row.state, row.closing_reason) == ("closed", "school_closed")
    assert (
        "is closed"
        in problems(desk.store, lambda: resume_plan(closed, plan, why="x", seen_version=2))["school"]
    )


def test_a_school_that_left_the_release_has_its_plan_closed_too(desk: Desk, plan: str) -> None:
    city = SmallCity()
    del city.schools["S1"]
    gone = replace(desk, city=city)
    close_plan(gone, plan, closing_reason="school_closed", why="No file names it.", seen_version=1)
    assert one(desk.store, "support_plan").state == "closed"


def test_a_school_that_becomes_an_academy_keeps_its_plan(desk: Desk, plan: str, action: str) -> None:
    academy = School("S1", "9", "Alder Academy", "open", False, {"overall": "Established"})
    city = SmallCity()
    city.schools["S1"] = academy
    after = replace(desk, city=city)
    progress(after, action)
    change_plan(after, plan, title="On", exit_criteria="As before.", review_on=None, seen_version=1)
    row = one(desk.store, "support_plan")
    assert (row.state, row.title, row.urn) == ("open", "On", "1"), "the URN it began under stays"


def test_an_action_says_who_by_when_and_by_what_it_is_measured(store: Store, action: str) -> None:
    row = one(store, "plan_action")
    assert (row.record_id, row.school_id, row.progress, row.progress_on) == (action, "S1", "not_told", None)
    assert (row.indicator, row.pupil_group, row.baseline, row.target) == ("abs_overall", "all", "7.9", "6")
    assert (row.baseline_on, row.target_on) == (BEGAN, date(2027, 8, 31))


@pytest.mark.parametrize(
    ("field", "given", "told"),
    [
        ("priority", "", "Write the priority it serves."),
        ("action", "x" * 4001, "Shorten the action"),
        ("responsible", " ", "Write who is responsible."),
        ("due_on", None, "Give the day it is to be done."),
        ("due_on", date(2026, 9, 13), "on or after 14 September 2026"),
        ("due_on", date(2126, 9, 13), "is too late"),
        ("resources", "x" * 501, "Shorten the resources"),
    ],
)
def test_what_is_amiss_in_an_action_is_said_field_by_field(
    desk: Desk, plan: str, field: str, given: object, told: str
) -> None:
    found = problems(desk.store, lambda: add_action(desk, plan, **(ACTION | {field: given})))
    assert set(found) == {field}
    assert told in found[field]


@pytest.mark.parametrize(
    ("kpi", "field", "told"),
    [
        (replace(ABSENCE, indicator="nonsense"), "indicator", "no such figure of schools"),
        (replace(ABSENCE, indicator="abs_pa15"), "indicator", "published for 2014/15 for the last time"),
        (replace(ABSENCE, pupil_group="dis"), "pupil_group", "not published for this group"),
        (replace(ABSENCE, baseline="about 8"), "baseline", "Write the baseline as a number"),
        (replace(ABSENCE, baseline="inf"), "baseline", "Write the baseline as a number"),
        (replace(ABSENCE, target=None), "target", "Write the target"),
        (replace(ABSENCE, target="8.5"), "target", "Lower is better for overall absence"),
        (replace(ABSENCE, target_on=None), "target_on", "Give the day of the target."),
        (replace(ABSENCE, target_on=date(2026, 9, 13)), "target_on", "on or after 14 September 2026"),
        (replace(ABSENCE, baseline_on=date(2026, 11, 23)), "baseline_on", "on or before 22 November 2026"),
        (Kpi("eal_pct", "all", None, "30", None, "30", date(2027, 8, 31)), "target", "must differ"),
        (Kpi(target="No late books"), "measure", "Choose an indicator or describe"),
        (Kpi(measure="Books marked weekly"), "target", "Write the target."),
    ],
)
def test_what_is_amiss_in_a_kpi_is_said(desk: Desk, plan: str, kpi: Kpi, field: str, told: str) -> None:
    found = problems(desk.store, lambda: add_action(desk, plan, **ACTION, kpi=kpi))
    assert told in found[field]


def test_a_target_in_the_better_direction_or_level_is_taken(desk: Desk, plan: str) -> None:
    end = date(2027, 8, 31)
    for baseline, target in (("55%", "65 %"), ("55", "55")):
        kpi = Kpi("ks2_rwm_exp", "dis", None, baseline, None, target, end)
        add_action(desk, plan, **ACTION, kpi=kpi)


def test_a_kpi_in_words_needs_no_number(desk: Desk, plan: str) -> None:
    kpi = Kpi(None, None, "Books marked weekly", "Half", None, "All", date(2027, 3, 26))
    saved = add_action(desk, plan, **ACTION, kpi=kpi)
    with desk.store.read() as con:
        (row,) = standing(con, "plan_action", record_id=saved.record_id)
    assert (row.indicator, row.pupil_group, row.measure, row.target) == (
        None,
        None,
        "Books marked weekly",
        "All",
    )


def test_progress_is_red_amber_or_green_and_always_in_words(desk: Desk, action: str) -> None:
    assert set(problems(desk.store, lambda: progress(desk, action, progress="blue"))) == {"progress"}
    for colour in ("red", "amber", "green"):
        assert set(
            problems(desk.store, lambda colour=colour: progress(desk, action, progress=colour, note=" "))
        ) == {"note"}
    assert (
        "too late"
        in problems(desk.store, lambda: progress(desk, action, on_day=date(2026, 11, 23)))["on_day"]
    )
    assert progress(desk, action).version == 2
    assert (one(desk.store, "plan_action").progress, one(desk.store, "plan_action").progress_on) == (
        "amber",
        TODAY,
    )


def test_what_was_told_of_progress_stays_when_more_is_told(desk: Desk, action: str) -> None:
    progress(desk, action)
    progress(desk, action, progress="green", note="Caught up.", seen_version=2)
    with desk.store.read() as con:
        told = [row.progress for row in versions(con, "plan_action", action)]
    assert told == ["not_told", "amber", "green"]


def test_an_action_is_taken_away_before_progress_and_only_ended_after(desk: Desk, plan: str) -> None:
    first = add_action(desk, plan, **ACTION).record_id
    withdraw_action(desk, first, why="Entered twice.", seen_version=1)
    second = add_action(desk, plan, **ACTION).record_id
    progress(desk, second)
    found = problems(desk.store, lambda: withdraw_action(desk, second, why="A mistake.", seen_version=2))
    assert "End it with a reason instead" in found["action"]
    end_action(desk, second, ended_as="done", why="Calls are made.", ended_on=TODAY, seen_version=2)
    row = one(desk.store, "plan_action")
    assert (row.ended_as, row.ended_on, row.progress) == ("done", TODAY, "amber")


def test_an_action_that_ended_is_only_read(desk: Desk, action: str) -> None:
    end_action(desk, action, ended_as="not_done", why="No money.", ended_on=TODAY, seen_version=1)
    tried: list[Callable[[], object]] = [
        lambda: change_action(desk, action, **ACTION, seen_version=2),
        lambda: progress(desk, action, seen_version=2),
        lambda: end_action(desk, action, ended_as="done", why="x", ended_on=TODAY, seen_version=2),
    ]
    for save in tried:
        assert "has ended" in problems(desk.store, save)["action"]


def test_ending_an_action_needs_how_and_why(desk: Desk, action: str) -> None:
    found = problems(
        desk.store, lambda: end_action(desk, action, ended_as="", why="", ended_on=None, seen_version=1)
    )
    assert set(found) == {"ended_as", "why", "ended_on"}


def test_two_people_at_one_action_lose_neither_text(store: Store, action: str) -> None:
    progress(desk_of(store, OFFICER), action, note="Theirs.")
    with pytest.raises(Conflict) as met:
        progress(desk_of(store, DIRECTOR), action, progress="red", note="Mine.")
    assert (met.value.mine["progress_note"], met.value.theirs["progress_note"]) == ("Mine.", "Theirs.")


def test_a_review_says_pace_and_what_was_found(desk: Desk, plan: str) -> None:
    good: dict[str, Any] = {"on_day": TODAY, "pace": "slow", "note": "Half of the calls are made."}
    for field, given, told in (
        ("pace", "fast", "Choose the pace"),
        ("note", "", "Write what the review found."),
        ("on_day", date(2026, 11, 23), "is too late"),
        ("on_day", date(2026, 9, 13), "is too early"),
        ("next_on", TODAY, "on or after 23 November 2026"),
    ):
        found = problems(
            desk.store, lambda field=field, given=given: review_plan(desk, plan, **(good | {field: given}))
        )
        assert set(found) == {field}
        assert told in found[field]
    saved = review_plan(desk, plan, **good, next_on=date(2027, 1, 15))
    change_review(desk, saved.record_id, **(good | {"pace": "stalled"}), seen_version=1)
    assert (one(desk.store, "plan_review").pace, one(desk.store, "plan_review").next_on) == ("stalled", None)


def test_a_record_that_is_not_there_is_said_to_be_gone(desk: Desk) -> None:
    assert (
        "no longer there"
        in problems(desk.store, lambda: pause_plan(desk, "nothing", why="x", seen_version=1))["record"]
    )
