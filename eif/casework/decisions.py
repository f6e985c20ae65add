"""What did a board decide, who acts on it by when, and what came of it?

Each decision has an owner and a day, and is traced to its outcome. One that was recorded wrongly is corrected
or withdrawn with a reason, when its meeting is closed too.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Row

from eif.casework.boards import AHEAD, OPEN, meeting_of, said_by
from eif.casework.desk import Desk
from eif.casework.errors import CaseworkError
from eif.casework.given import Given
from eif.casework.store import Saved, Writing

DECISIONS = {
    "keep": "Go on with the support agreed",
    "change_support": "Change the support",
    "add_to_list": "Recommend adding to the priority list",
    "remove_from_list": "Recommend removing from the priority list",
    "letter_of_concern": "Recommend a letter of concern",
    "warning_notice": "Recommend a formal warning notice",
    "intervention": "Recommend intervention",
    "escalate": "Escalate",
    "note": "Note, with nothing more to do",
}
# After these nothing remains to be done, so no owner and no day are asked for.
SETTLED = ("keep", "note")


def record_decision(
    desk: Desk,
    meeting_id: str,
    *,
    item: str,
    decision: str | None,
    rationale: str,
    school_id: str | None = None,
    owner: str | None = None,
    due_on: date | None = None,
    token: str | None = None,
) -> Saved:
    """Record what an open meeting decided about an item of its agenda or another matter.

    Who acts and by when is asked for unless nothing remains to be done.
    """
    if school_id is not None:
        desk.school(school_id)
    given = Given()
    told = {"item": item, "decision": decision, "rationale": rationale, "owner": owner, "due_on": due_on}
    with desk.write("board", school_id, token) as writing:
        meeting = meeting_of(writing, meeting_id)
        values = _decided(given, told, meeting.on_day)
        given.require("decision", meeting.state == OPEN, "This meeting is closed; it can be read only.")
        given.done()
        return writing.add(
            "board_decision",
            {"school_id": school_id, "meeting_id": meeting_id} | values,
            did=f"board: {DECISIONS[values['decision']].lower()}",
            reason=values["rationale"],
        )


def correct_decision(
    desk: Desk,
    record: str,
    *,
    item: str,
    decision: str | None,
    rationale: str,
    owner: str | None,
    due_on: date | None,
    why: str,
    seen_version: int,
    token: str | None = None,
) -> Saved:
    """Put right how a decision was recorded, whether its meeting is closed or not; its outcome stays.

    Raises Refused, NotAllowed, Conflict, NothingChanged and AlreadySaved.
    """
    given = Given()
    told = {"item": item, "decision": decision, "rationale": rationale, "owner": owner, "due_on": due_on}
    with desk.write("board", None, token) as writing:
        decided = _decision(writing, record)
        values = _decided(given, told, meeting_of(writing, decided.meeting_id).on_day)
        why = given.text("why", why, "why it is corrected", most=500)
        given.done()
        return writing.save(
            "board_decision",
            record,
            seen_version,
            said_by(decided) | values,
            did="correct a board's decision",
            reason=why,
        )


def withdraw_decision(
    desk: Desk, record: str, *, why: str, seen_version: int, token: str | None = None
) -> Saved:
    """Let a decision stand no more, as when it was recorded for the wrong school; its versions stay.

    Raises Refused, NotAllowed and Conflict.
    """
    given = Given()
    why = given.text("why", why, "why it is withdrawn", most=500)
    given.done()
    with desk.write("board", None, token) as writing:
        _decision(writing, record)
        return writing.withdraw(
            "board_decision", record, seen_version, did="withdraw a board's decision", reason=why
        )


def trace_outcome(
    desk: Desk,
    record: str,
    *,
    outcome: str,
    outcome_on: date | None,
    seen_version: int,
    token: str | None = None,
) -> Saved:
    """Say what came of a decision, whether its meeting is closed or not."""
    with desk.write("board", None, token) as writing:
        decided = _decision(writing, record)
        meeting = meeting_of(writing, decided.meeting_id)
        given = Given()
        told: dict[str, Any] = {
            "outcome": given.text("outcome", outcome, "what came of it"),
            "outcome_on": given.day(
                "outcome_on",
                outcome_on,
                "the day of the outcome",
                earliest=meeting.on_day,
                latest=desk.today,
            ),
        }
        given.done()
        return writing.save(
            "board_decision",
            record,
            seen_version,
            said_by(decided) | told,
            did="trace a decision to its outcome",
            reason=told["outcome"],
        )


def _decided(given: Given, told: Mapping[str, Any], met_on: date) -> dict[str, Any]:
    """What was decided, by whom it is done and by when; what is amiss is left with `given`."""
    acts = told["decision"] not in SETTLED
    bounded = given.day if acts else given.optional_day
    return {
        "item": given.text("item", told["item"], "what was decided about", most=400),
        "decision": given.choice("decision", told["decision"], "a decision", DECISIONS),
        "rationale": given.text("rationale", told["rationale"], "the rationale"),
        "owner": given.text("owner", told["owner"], "who acts on it, by role", most=200, needed=acts) or None,
        "due_on": bounded(
            "due_on", told["due_on"], "the day by which", earliest=met_on, latest=met_on + AHEAD
        ),
    }


def _decision(writing: Writing, record: str) -> Row[Any]:
    found = writing.newest("board_decision", record)
    if found is None or found.withdrawn:
        raise CaseworkError("There is no such decision. Nothing was saved.")
    return found
