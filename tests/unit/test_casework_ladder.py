"""A school moves on the ladder of intervention only as the law and the record before it allow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eif.casework.desk import Desk
from eif.casework.errors import CaseworkError, Conflict, NotAllowed, Refused
from eif.casework.ladder import correct_step, take_step, take_step_back
from eif.casework.ladder_rules import ALLOWED, STATES
from eif.casework.letters import issue_letter, record_outcome, take_letter_back
from eif.casework.store import AlreadySaved, Saved, Store, standing
from tests.fixtures.desks import BOARD, NORTH, OFFICER, SmallCity, assign, desk_of, open_store, sqlite_url

STEP: dict[str, Any] = {
    "on_day": date(2026, 11, 2),
    "decided_by": "Director for Schools",
    "reason": "Attendance has fallen for three terms.",
}
NOTICE: dict[str, Any] = {
    "kind": "warning_notice",
    "issued_on": date(2026, 11, 4),
    "matters": "Standards at key stage 2.",
    "decided_by": "Director for Schools",
    "copied_to": ["Head teacher", "Regional Director"],
    "ground": "standards",
    "action_required": "A plan for reading by half term.",
    "comply_by": date(2026, 11, 18),
}
CONCERNED: dict[str, Any] = {
    "kind": "letter_of_concern",
    "issued_on": date(2026, 11, 3),
    "matters": "Progress on the plan is too slow.",
    "decided_by": "Director for Schools",
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(sqlite_url(tmp_path), tmp_path)
    yield made
    made.close()


@pytest.fixture
def desk(store: Store) -> Desk:
    return desk_of(store)


def step(desk: Desk, state: int, school: str = "S1", **other: Any) -> Saved:
    return take_step(desk, school, state=state, **(STEP | other))


def issue(desk: Desk, letter: dict[str, Any], school: str = "S1", **other: Any) -> Saved:
    return issue_letter(desk, school, **(letter | other))


def problems(call: Any, *args: Any, **other: Any) -> dict[str, str]:
    with pytest.raises(Refused) as met:
        call(*args, **other)
    return met.value.problems


def state(store: Store, school: str = "S1") -> list[int]:
    with store.read() as con:
        steps = standing(con, "ladder_step", school_id=school)
    return [row.state for row in sorted(steps, key=lambda row: row.number)]


def failed_notice(desk: Desk, school: str = "S1") -> None:
    """A notice whose period has ended, recorded as not complied with."""
    saved = issue(desk, NOTICE, school, seen_step=1)
    record_outcome(
        desk,
        school,
        saved.record_id,
        outcome="not_complied",
        outcome_on=date(2026, 11, 19),
        outcome_note="No plan was sent.",
        seen_version=1,
    )


def test_a_school_climbs_step_by_step_and_each_step_stays_on_record(desk: Desk) -> None:
    assert step(desk, 1) == Saved("ladder_step", "S1:1", 1, 1)
    step(desk, 2, seen_step=1)
    step(desk, 3, seen_step=2)
    assert state(desk.store) == [1, 2, 3]


@pytest.mark.parametrize("wanted", [state for state in (*STATES, 8, None) if state not in ALLOWED[0]])
def test_from_the_universal_offer_a_concern_comes_first(desk: Desk, wanted: int | None) -> None:
    told = problems(step, desk, wanted, outcome="improved")
    assert told["state"] == "From “Universal offer” choose one of: Concern identified."
    assert desk.store.revision() == 0


def test_a_step_needs_its_day_its_reason_and_who_decided(desk: Desk) -> None:
    told = problems(step, desk, 1, on_day=None, decided_by=" ", reason="", document="javascript:alert(1)")
    assert set(told) == {"on_day", "decided_by", "reason", "document"}
    assert problems(step, desk, 1, on_day=date(2026, 11, 23)).keys() == {"on_day"}
    step(desk, 1, document="https://council.example/letter-1")


def test_a_step_is_not_dated_before_the_one_it_follows(desk: Desk) -> None:
    step(desk, 1)
    assert "2 November 2026" in problems(step, desk, 2, on_day=date(2026, 11, 1), seen_step=1)["on_day"]


def test_letters_move_a_school_and_the_step_names_its_letter(desk: Desk, store: Store) -> None:
    step(desk, 1)
    sent = issue(desk, CONCERNED, seen_step=1)
    notice = issue(desk, NOTICE, seen_step=2)
    assert state(store) == [1, 4, 5]
    with store.read() as con:
        steps = {row.state: row.letter_id for row in standing(con, "ladder_step")}
    assert (steps[4], steps[5]) == (sent.record_id, notice.record_id)


def test_no_step_to_a_letter_or_a_notice_is_taken_without_it(desk: Desk) -> None:
    step(desk, 1)
    for to in (4, 5):
        assert "itself: that moves Alder Primary" in problems(step, desk, to, seen_step=1)["state"]


@pytest.mark.parametrize("ground", ["standards", "management or governance", "safety"])
def test_a_warning_notice_states_ground_matters_action_and_the_end_of_its_period(
    desk: Desk, ground: str
) -> None:
    step(desk, 1)
    told = problems(
        issue, desk, NOTICE, ground=None, matters=" ", action_required=None, comply_by=None, seen_step=1
    )
    assert set(told) == {"ground", "matters", "action_required", "comply_by"}
    early = problems(issue, desk, NOTICE, comply_by=date(2026, 11, 4), seen_step=1)
    assert set(early) == {"comply_by"}
    assert issue(desk, NOTICE, ground=ground, seen_step=1).noun == "letter"


def test_the_regional_director_is_told_of_a_notice_and_the_diocese_of_a_church_school(desk: Desk) -> None:
    step(desk, 1)
    alone = problems(issue, desk, NOTICE, copied_to=[], seen_step=1)
    assert alone["copied_to"].startswith("Choose who was sent a copy")
    head = problems(issue, desk, NOTICE, copied_to=["Head teacher"], seen_step=1)
    assert head["copied_to"] == "A warning notice must also be copied to: Regional Director."
    city = SmallCity()
    city.schools["S1"] = replace(city.schools["S1"], diocese=True)
    church = problems(issue, replace(desk, city=city), NOTICE, seen_step=1)
    assert church["copied_to"] == "A warning notice must also be copied to: Diocese."


def test_the_powers_do_not_reach_an_academy_whose_matter_goes_to_the_regional_director(desk: Desk) -> None:
    step(desk, 1, "S3")
    told = problems(issue, desk, NOTICE, "S3", seen_step=1)
    assert "Raise the matter with the Regional Director" in told["kind"]
    assert "Raise the matter" in problems(step, desk, 6, "S3", seen_step=1)["state"]
    # The framework's support, and a letter of concern, are for every school.
    issue(desk, CONCERNED, "S3", seen_step=1)
    assert state(desk.store, "S3") == [1, 4]


def test_a_second_notice_on_the_same_ground_waits_for_the_outcome_of_the_first(desk: Desk) -> None:
    step(desk, 1)
    issue(desk, NOTICE, seen_step=1)
    assert "4 November 2026 first: it is in force" in problems(issue, desk, NOTICE, seen_step=2)["kind"]
    issue(desk, NOTICE, ground="safety", seen_step=2)
    assert state(desk.store) == [1, 5], "a further notice is no further step"


def test_a_notice_is_not_judged_failed_before_its_period_has_ended(desk: Desk) -> None:
    step(desk, 1)
    saved = issue(desk, NOTICE, seen_step=1)
    told = problems(
        record_outcome,
        desk,
        "S1",
        saved.record_id,
        outcome="not_complied",
        outcome_on=date(2026, 11, 18),
        outcome_note="Nothing was done.",
        seen_version=1,
    )
    assert told["outcome"] == "The school has until 18 November 2026 to comply; judge it after that day."


def test_intervention_needs_a_failed_notice_and_a_notice_of_intent(desk: Desk) -> None:
    step(desk, 1)
    assert "not eligible for intervention" in problems(step, desk, 6, seen_step=1)["state"]
    failed_notice(desk)
    on = {"on_day": date(2026, 11, 21), "seen_step": 2}
    assert problems(step, desk, 6, **on)["state"].startswith("Record the notice of intent first")
    issue(
        desk,
        CONCERNED,
        kind="notice_of_intent",
        issued_on=date(2026, 11, 20),
        copied_to=["Head teacher"],
        seen_step=2,
    )
    step(desk, 6, **on)
    assert state(desk.store) == [1, 5, 6]


def test_a_school_in_a_category_of_concern_is_eligible_without_a_notice(desk: Desk) -> None:
    city = SmallCity()
    city.schools["S1"] = replace(city.schools["S1"], in_category=True)
    own = replace(desk, city=city)
    step(own, 1)
    step(own, 6, seen_step=1)
    assert state(desk.store) == [1, 6]


def test_a_matter_is_closed_with_its_outcome_and_never_over_a_notice_in_force(desk: Desk) -> None:
    step(desk, 1)
    notice = issue(desk, NOTICE, seen_step=1)
    close = {"on_day": date(2026, 11, 20), "seen_step": 2}
    assert (
        "4 November 2026 first: it is in force"
        in problems(step, desk, 7, outcome="complied", **close)["state"]
    )
    record_outcome(
        desk,
        "S1",
        notice.record_id,
        outcome="complied",
        outcome_on=date(2026, 11, 19),
        outcome_note="The plan is in place.",
        seen_version=1,
    )
    assert set(problems(step, desk, 7, **close)) == {"outcome"}
    step(desk, 7, outcome="complied", **close)
    assert state(desk.store) == [1, 5, 7]


def test_a_school_that_has_closed_can_only_be_closed_on_the_ladder(desk: Desk) -> None:
    city = SmallCity()
    step(desk, 1)
    step(desk, 2, seen_step=1)
    city.schools["S1"] = replace(city.schools["S1"], status="closed")
    own = replace(desk, city=city)
    assert "is closed" in problems(step, own, 3, seen_step=2)["school"]
    step(own, 7, outcome="school_closed", seen_step=2)


def test_who_did_not_see_the_last_step_is_shown_both(desk: Desk) -> None:
    step(desk, 1)
    step(desk, 2, seen_step=1)
    with pytest.raises(Conflict) as met:
        step(desk, 3, seen_step=1, reason="Pace is too slow.")
    assert (met.value.theirs["state"], met.value.mine["state"]) == (2, 3)
    assert met.value.mine["reason"] == "Pace is too slow."
    # Who has seen the step by now can save after all.
    step(desk, 3, seen_step=met.value.version)
    assert state(desk.store) == [1, 2, 3]


def test_who_saves_after_a_conflict_has_seen_what_the_conflict_showed(desk: Desk) -> None:
    step(desk, 1)
    step(desk, 2, seen_step=1)
    with pytest.raises(Conflict) as met:
        issue(desk, CONCERNED, seen_step=1)
    assert met.value.theirs["matters"] == STEP["reason"]
    assert met.value.mine["matters"] == CONCERNED["matters"]
    issue(desk, CONCERNED, seen_step=met.value.version)
    assert state(desk.store) == [1, 2, 4]


def test_a_letter_whose_step_conflicts_is_not_recorded_either(desk: Desk) -> None:
    step(desk, 1)
    step(desk, 2, seen_step=1)
    with pytest.raises(Conflict):
        issue(desk, CONCERNED, seen_step=1)
    with desk.store.read() as con:
        assert standing(con, "letter") == []


def test_the_last_step_can_be_taken_back_and_the_next_gets_a_number_of_its_own(desk: Desk) -> None:
    step(desk, 1)
    step(desk, 2, seen_step=1)
    assert (
        "Only the last step"
        in problems(take_step_back, desk, "S1", "S1:1", why="A slip.", seen_version=1)["why"]
    )
    take_step_back(desk, "S1", "S1:2", why="A slip.", seen_version=1)
    with pytest.raises(Conflict):
        step(desk, 3, seen_step=2)
    assert step(desk, 3, seen_step=1).record_id == "S1:3"
    assert state(desk.store) == [1, 3]
    with pytest.raises(CaseworkError, match="no such record"):
        step(desk, 2, seen_step=9)


def test_a_letter_taken_back_takes_its_step_along_unless_another_followed(desk: Desk) -> None:
    step(desk, 1)
    sent = issue(desk, CONCERNED, seen_step=1)
    step(desk, 3, seen_step=2, on_day=date(2026, 11, 5))
    assert (
        "that followed it first"
        in problems(take_letter_back, desk, "S1", sent.record_id, why="Wrong school.", seen_version=1)["why"]
    )
    take_step_back(desk, "S1", "S1:3", why="Wrong school.", seen_version=1)
    take_letter_back(desk, "S1", sent.record_id, why="Wrong school.", seen_version=1)
    assert state(desk.store) == [1]


def test_a_correction_keeps_the_state_and_the_order_of_days(desk: Desk) -> None:
    step(desk, 1)
    step(desk, 2, seen_step=1, on_day=date(2026, 11, 5))
    late = STEP | {"on_day": date(2026, 11, 6)}
    assert set(problems(correct_step, desk, "S1", "S1:1", **late, seen_version=1)) == {"on_day"}
    mended = STEP | {"on_day": date(2026, 11, 4), "reason": "Attendance fell for four terms."}
    correct_step(desk, "S1", "S1:1", **mended, seen_version=1)
    assert state(desk.store) == [1, 2]


@pytest.mark.parametrize("person", [OFFICER, NORTH, BOARD])
def test_only_the_director_moves_a_school_or_issues_a_letter(store: Store, person: Any) -> None:
    assign(store, "S1", NORTH)
    theirs = desk_of(store, person)
    for call, given in ((step, (1,)), (issue, (CONCERNED,))):
        with pytest.raises(NotAllowed):
            call(theirs, *given)


def test_a_form_sent_twice_is_saved_once(desk: Desk) -> None:
    step(desk, 1, token="once")
    with pytest.raises(AlreadySaved):
        step(desk, 1, token="once")
    assert state(desk.store) == [1]
