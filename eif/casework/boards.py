"""When does which board meet, and what is on its agenda?

Three boards (product 1.4): fortnightly, monthly across services, and half-termly. An agenda is made from what
is due (sql/45_casework/board_due.sql) and frozen when the meeting begins, so that a save meanwhile changes
nothing on the table. What a meeting decides is in `decisions.py`.
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


def close_meeting(desk: Desk, meeting_id: str, *, seen_version: int, token: str | None = None) -> Saved:
    """Close a meeting: its agenda and decisions stay as they are; outcomes are still traced."""
    with desk.write("board", None, token) as writing:
        meeting = meeting_of(writing, meeting_id)
        if not writing.standing("board_decision", meeting_id=meeting_id):
            raise Refused({"state": "Nothing was decided yet. Record what was, if only that it was noted."})
        return writing.save(
            "board_meeting",
            meeting_id,
            seen_version,
            said_by(meeting) | {"state": HELD},
            did="close a meeting",
        )


def meeting_of(writing: Writing, meeting_id: str) -> Row[Any]:
    """A meeting that stands. Raises CaseworkError."""
    found = writing.newest("board_meeting", meeting_id)
    if found is None or found.withdrawn:
        raise CaseworkError("There is no such meeting. Nothing was saved.")
    return found


def said_by(row: Row[Any]) -> dict[str, Any]:
    """What a record says, without what keeps its versions."""
    keeping = ("record_id", "version", "revision", "withdrawn")
    return {name: value for name, value in row._mapping.items() if name not in keeping}
