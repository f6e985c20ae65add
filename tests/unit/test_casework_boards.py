"""What a board decided has an owner and a day, and is traced to what came of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eif.casework.boards import begin_meeting, close_meeting
from eif.casework.decisions import (
    correct_decision,
    record_decision,
    trace_outcome,
    withdraw_decision,
)
from eif.casework.desk import Desk
from eif.casework.errors import CaseworkError, Conflict, NotAllowed, NothingChanged, Refused
from eif.casework.escalations import escalate, resolve
from eif.casework.reading import events
from eif.casework.store import Saved, Seen, Store, standing
from tests.fixtures.desks import BOARD, NORTH, OFFICER, SOUTH, assign, desk_of, open_store, sqlite_url

AGENDA = [{"item_id": "ladder:S1:1:S1", "title": "Is the support having an effect?", "due_on": None}]
ACTS: dict[str, Any] = {
    "item": "Support for Alder Primary",
    "decision": "change_support",
    "rationale": "Pace is too slow.",
    "school_id": "S1",
    "owner": "SIA North",
    "due_on": date(2026, 12, 4),
}
BLOCKED: dict[str, Any] = {
    "on_day": date(2026, 11, 20),
    "blocked_by": "hr",
    "matter": "No interim head could be found.",
    "escalated_to": "half_termly",
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(sqlite_url(tmp_path), tmp_path)
    yield made
    made.close()


@pytest.fixture
def desk(store: Store) -> Desk:
    return replace(desk_of(store, OFFICER), seen=Seen("release-7", 12))


def begin(desk: Desk, **other: Any) -> Saved:
    given = {"board": "fortnightly", "on_day": date(2026, 11, 20), "agenda": AGENDA}
    return begin_meeting(desk, **(given | other))


def decide(desk: Desk, meeting: Saved, **other: Any) -> Saved:
    return record_decision(desk, meeting.record_id, **(ACTS | other))


def correct(desk: Desk, made: Saved, **other: Any) -> Saved:
    given = {name: value for name, value in ACTS.items() if name != "school_id"}
    given |= {"why": "Written down wrongly.", "seen_version": 1}
    return correct_decision(desk, made.record_id, **(given | other))


def decision(store: Store) -> Any:
    with store.read() as con:
        (row,) = standing(con, "board_decision")
    return row


def problems(call: Any, *args: Any, **other: Any) -> dict[str, str]:
    with pytest.raises(Refused) as met:
        call(*args, **other)
    return met.value.problems


def test_a_meeting_keeps_its_agenda_as_it_was_shown_with_what_it_was_read_from(desk: Desk) -> None:
    begin(desk)
    with desk.store.read() as con:
        (meeting,) = standing(con, "board_meeting")
    assert json.loads(meeting.agenda) == AGENDA
    assert (meeting.release, meeting.revision_shown, meeting.state) == ("release-7", 12, "open")


def test_a_board_has_one_open_meeting_and_other_boards_theirs(desk: Desk) -> None:
    begin(desk)
    assert "20 November 2026 is still open" in problems(begin, desk)["board"]
    begin(desk, board="monthly")
    assert set(problems(begin, desk, board="weekly", on_day=None)) == {"board", "on_day"}


def test_a_decision_that_asks_for_something_needs_an_owner_and_a_day(desk: Desk) -> None:
    meeting = begin(desk)
    told = problems(decide, desk, meeting, owner=" ", due_on=None, rationale="")
    assert set(told) == {"owner", "due_on", "rationale"}
    assert set(problems(decide, desk, meeting, due_on=date(2026, 11, 19))) == {"due_on"}
    decide(desk, meeting)
    decide(desk, meeting, decision="note", owner=None, due_on=None, school_id=None)


def test_a_closed_meeting_takes_no_further_decision_and_another_can_begin(desk: Desk) -> None:
    meeting = begin(desk)
    decide(desk, meeting)
    close_meeting(desk, meeting.record_id, seen_version=1)
    assert "can be read only" in problems(decide, desk, meeting)["decision"]
    begin(desk)


@pytest.mark.parametrize("closed", [False, True])
def test_a_decision_is_corrected_with_a_reason_and_keeps_its_outcome(desk: Desk, closed: bool) -> None:
    meeting = begin(desk)
    made = decide(desk, meeting)
    day = date(2026, 11, 21)
    trace_outcome(desk, made.record_id, outcome="Two more days.", outcome_on=day, seen_version=1)
    if closed:
        close_meeting(desk, meeting.record_id, seen_version=1)
    told = problems(correct, desk, made, why=" ", rationale="", owner="", due_on=date(2026, 11, 19))
    assert set(told) == {"why", "rationale", "owner", "due_on"}
    correct(desk, made, owner="SIA South", seen_version=2)
    row = decision(desk.store)
    assert (row.version, row.owner, row.outcome, row.school_id) == (3, "SIA South", "Two more days.", "S1")
    with pytest.raises(NothingChanged):
        correct(desk, made, owner="SIA South", seen_version=3)
    with desk.store.read() as con:
        *_, last = events(con)
    assert (last["did"], last["reason"]) == ("correct a board's decision", "Written down wrongly.")


def test_whoever_corrects_what_another_corrected_is_offered_both_texts(desk: Desk) -> None:
    made = decide(desk, begin(desk))
    correct(desk, made, rationale="Theirs.")
    with pytest.raises(Conflict) as met:
        correct(desk, made, rationale="Mine.")
    assert (met.value.mine["rationale"], met.value.theirs["rationale"]) == ("Mine.", "Theirs.")
    assert decision(desk.store).rationale == "Theirs."


def test_a_decision_that_is_withdrawn_says_why_and_stands_no_more(desk: Desk) -> None:
    meeting = begin(desk)
    made, record = decide(desk, meeting), {"seen_version": 1}
    assert problems(withdraw_decision, desk, made.record_id, why="", **record) == {
        "why": "Write why it is withdrawn."
    }
    correct(desk, made, owner="SIA South")
    with pytest.raises(Conflict):
        withdraw_decision(desk, made.record_id, why="Another school.", **record)
    withdraw_decision(desk, made.record_id, why="Another school.", seen_version=2)
    with desk.store.read() as con:
        assert standing(con, "board_decision") == []
    with pytest.raises(CaseworkError, match="no such decision"):
        correct(desk, made, seen_version=3)
    assert "Nothing was decided yet" in str(problems(close_meeting, desk, meeting.record_id, seen_version=1))


def test_a_meeting_that_decided_nothing_is_not_closed(desk: Desk) -> None:
    meeting = begin(desk)
    assert (
        "Nothing was decided yet" in problems(close_meeting, desk, meeting.record_id, seen_version=1)["state"]
    )


def test_a_decision_is_traced_to_its_outcome_after_its_meeting(desk: Desk) -> None:
    meeting = begin(desk)
    made = decide(desk, meeting)
    close_meeting(desk, meeting.record_id, seen_version=1)
    told = problems(
        trace_outcome, desk, made.record_id, outcome="", outcome_on=date(2026, 11, 19), seen_version=1
    )
    assert set(told) == {"outcome", "outcome_on"}
    trace_outcome(
        desk, made.record_id, outcome="Two more days.", outcome_on=date(2026, 11, 21), seen_version=1
    )
    with desk.store.read() as con:
        (row,) = standing(con, "board_decision")
    assert (row.decision, row.owner, row.outcome) == ("change_support", "SIA North", "Two more days.")


def test_board_members_read_and_do_not_record(store: Store, desk: Desk) -> None:
    meeting = begin(desk)
    made = decide(desk, meeting)
    theirs = desk_of(store, BOARD)
    for call in (
        lambda: begin(theirs, board="monthly"),
        lambda: decide(theirs, meeting),
        lambda: correct(theirs, made, owner="SIA South"),
        lambda: withdraw_decision(theirs, made.record_id, why="Another school.", seen_version=1),
        lambda: close_meeting(theirs, meeting.record_id, seen_version=1),
    ):
        with pytest.raises(NotAllowed):
            call()


def test_an_adviser_escalates_for_their_own_school_and_says_what_came_of_it(store: Store) -> None:
    assign(store, "S1", NORTH)
    north = desk_of(store, NORTH)
    made = escalate(north, "S1", **BLOCKED)
    with pytest.raises(NotAllowed):
        escalate(desk_of(store, SOUTH), "S1", **BLOCKED)
    told = problems(
        resolve,
        north,
        "S1",
        made.record_id,
        outcome=" ",
        outcome_on=date(2026, 11, 19),
        seen_version=1,
    )
    assert set(told) == {"outcome", "outcome_on"}
    done = {"outcome": "An interim head starts.", "outcome_on": date(2026, 11, 22), "seen_version": 1}
    with pytest.raises(CaseworkError, match="no such escalation"):
        resolve(desk_of(store), "S2", made.record_id, **done)
    resolve(north, "S1", made.record_id, **done)


def test_an_escalation_says_what_holds_it_up_and_to_whom_it_goes(desk: Desk) -> None:
    told = problems(
        escalate,
        desk,
        "S1",
        on_day=date(2026, 11, 23),
        blocked_by="weather",
        matter="",
        escalated_to=None,
    )
    assert set(told) == {"on_day", "blocked_by", "matter", "escalated_to"}
    assert "is closed" in problems(escalate, desk, "S4", **BLOCKED)["school"]
