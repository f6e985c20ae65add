"""What does each board look at, what did it decide, and what came of it?

Three boards (product 1.4): fortnightly, monthly across services, and half-termly. An agenda is made from what
is due (sql/45_casework/board_item.sql) and frozen when the meeting begins, so that a save meanwhile changes
nothing on the table. Each decision has an owner and a day, and is traced to its outcome.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row

from eif.casework.chain import canonical
from eif.casework.desk import Desk
from eif.casework.errors import CaseworkError, Refused
from eif.casework.given import Given
from eif.casework.ladder_rules import OLDEST, plain
from eif.casework.store import Saved, Writing

BOARDS = {
    "fortnightly": "School improvement board, fortnightly",
    "monthly": "Cross-service meeting, monthly",
    "half_termly": "Review and escalation, half-termly",
}
OPEN, HELD = "open", "held"
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
AHEAD = timedelta(days=366)


def begin_meeting(
    desk: Desk,
    *,
    board: str | None,
    on_day: date | None,
    agenda: Sequence[Mapping[str, Any]],
    token: str | None = None,
) -> Saved:
    """Begin a meeting with the agenda on the screen, which is kept as it is with what it was read from.

    Raises Refused, NotAllowed and AlreadySaved.
    """
    given = Given()
    values: dict[str, Any] = {
        "board": given.choice("board", board, "a board", BOARDS),
        "on_day": given.day(
            "on_day",
            on_day,
            "the day of the meeting",
            earliest=desk.today - OLDEST,
            latest=desk.today + AHEAD,
        ),
        "state": OPEN,
        "agenda": canonical(list(agenda)),
        "release": desk.seen.release,
        "revision_shown": desk.seen.revision,
    }
    with desk.write("board", None, token) as writing:
        for row in writing.standing("board_meeting", board=board, state=OPEN):
            open_one = f"The meeting of {plain(row.on_day)} is still open: close it first."
            given.require("board", False, open_one)
        given.done()
        return writing.add("board_meeting", values, did=f"begin: {BOARDS[values['board']].lower()}")


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
    record: str | None = None,
    seen_version: int = 0,
    token: str | None = None,
) -> Saved:
    """Record, or with `record` change, what an open meeting decided about an item of its agenda or another.

    Who acts and by when is asked for unless nothing remains to be done.
    """
    if school_id is not None:
        desk.school(school_id)
    given = Given()
    acts = decision not in SETTLED
    values: dict[str, Any] = {
        "school_id": school_id,
        "meeting_id": meeting_id,
        "item": given.text("item", item, "what was decided about", most=400),
        "decision": given.choice("decision", decision, "a decision", DECISIONS),
        "rationale": given.text("rationale", rationale, "the rationale"),
        "owner": given.text("owner", owner, "who acts on it, by role", most=200, needed=acts) or None,
    }
    with desk.write("board", school_id, token) as writing:
        meeting = _meeting(writing, meeting_id)
        bounded = given.day if acts else given.optional_day
        values["due_on"] = bounded(
            "due_on",
            due_on,
            "the day by which",
            earliest=meeting.on_day,
            latest=meeting.on_day + AHEAD,
        )
        given.require("decision", meeting.state == OPEN, "This meeting is closed; it can be read only.")
        given.done()
        did = f"board: {DECISIONS[values['decision']].lower()}"
        if record is None:
            return writing.add("board_decision", values, did=did, reason=values["rationale"])
        _decision(writing, record, meeting_id)
        return writing.save(
            "board_decision", record, seen_version, values, did=did, reason=values["rationale"]
        )


def close_meeting(desk: Desk, meeting_id: str, *, seen_version: int, token: str | None = None) -> Saved:
    """Close a meeting: its agenda and decisions stay as they are; outcomes are still traced."""
    with desk.write("board", None, token) as writing:
        meeting = _meeting(writing, meeting_id)
        if not writing.standing("board_decision", meeting_id=meeting_id):
            raise Refused({"state": "Nothing was decided yet. Record what was, if only that it was noted."})
        return writing.save(
            "board_meeting", meeting_id, seen_version, _said(meeting) | {"state": HELD}, did="close a meeting"
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
        meeting = _meeting(writing, decided.meeting_id)
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
            _said(decided) | told,
            did="trace a decision to its outcome",
            reason=told["outcome"],
        )


def _meeting(writing: Writing, meeting_id: str) -> Row[Any]:
    found = writing.newest("board_meeting", meeting_id)
    if found is None or found.withdrawn:
        raise CaseworkError("There is no such meeting. Nothing was saved.")
    return found


def _decision(writing: Writing, record: str, meeting_id: str | None = None) -> Row[Any]:
    found = writing.newest("board_decision", record)
    if found is None or found.withdrawn or meeting_id not in (None, found.meeting_id):
        raise CaseworkError("There is no such decision. Nothing was saved.")
    return found


def _said(row: Row[Any]) -> dict[str, Any]:
    keeping = ("record_id", "version", "revision", "withdrawn")
    return {name: value for name, value in row._mapping.items() if name not in keeping}
