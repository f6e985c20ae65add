"""Since when may a reader ask: my last visit, the last board, a day of their own?

Each is a day, and what changed is counted from its end, in London: what was done on the day of a visit is
what the visitor knew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from eif.casework.boards import BOARDS, HELD
from eif.casework.store import Person
from eif.casework.year import academic_year, day_words, end_of_day, year_bounds
from eif.config import Settings
from eif.snapshot import Snapshot, open_snapshot

VISIT = "visit"
# How a board is called in a choice: `fortnightly` is 'Last fortnightly board'.
_BOARDS = {
    "fortnightly": "Last fortnightly board",
    "monthly": "Last monthly meeting across services",
    "half_termly": "Last half-termly review",
}


@dataclass(frozen=True)
class Moment:
    """One day to ask from: what to call it in a choice, and in a sentence after 'since'."""

    day: date
    choice: str
    since: str

    @property
    def at(self) -> datetime:
        """The last instant of the day in London."""
        return end_of_day(self.day).astimezone(UTC)


def moments(snapshot: Snapshot, person: Person, school_id: str | None = None) -> Mapping[str, Moment]:
    """The days that can be asked from without a calendar, by the word in the address, the usual one first.

    Of a school its last visit, by `person` if there was one, else by anybody; of every board the last meeting
    that was held; and the beginning of the academic year. None is later than the day of the snapshot.
    """
    found = {}
    visit = _last_visit(snapshot, person, school_id) if school_id else None
    if visit:
        found[VISIT] = visit
    for board in BOARDS:
        held = snapshot.rows("casework_board_meeting", columns=["on_day"], board=board, state=HELD)
        days = [row.on_day for row in held if row.on_day <= snapshot.day]
        if days:
            found[board] = _moment(max(days), _BOARDS[board], f"the {_lower(_BOARDS[board])}")
    first, _ = year_bounds(academic_year(snapshot.day))
    if first < snapshot.day:
        found["year"] = _moment(first, "Beginning of the academic year", "the beginning of the academic year")
    return found


def own_moment(snapshot: Snapshot, text: str) -> Moment | None:
    """The day that an address gives as `2026-10-01`; None for another text or a day yet to come."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return _moment(day, "Day", "", alone=True) if date.min < day <= snapshot.day else None


def open_then(settings: Settings, moment: Moment, now: Snapshot) -> Snapshot:
    """How things stood at a moment; its `note` says where another release stands in for the one served then.

    Nothing can have changed since the day that `now` is seen from.
    """
    return now if moment.day >= now.day else open_snapshot(settings, at=moment.at)


def _last_visit(snapshot: Snapshot, person: Person, school_id: str) -> Moment | None:
    visits = snapshot.rows(
        "screen_visit", columns=["on_day", "adviser"], school_id=school_id, status="completed"
    )
    held = [row for row in visits if row.on_day <= snapshot.day]
    own = [row for row in held if row.adviser == person.name]
    if not held:
        return None
    last = max(own or held, key=lambda row: row.on_day)
    who = "my" if own else "the"
    by = "" if own else f" by {last.adviser or 'somebody no longer known'}"
    return _moment(last.on_day, f"{who.capitalize()} last visit", f"{who} last visit", by)


def _moment(day: date, choice: str, since: str, by: str = "", *, alone: bool = False) -> Moment:
    words = day_words(day)
    if alone:
        return Moment(day, words, words)
    return Moment(day, f"{choice}, {words}{by}", f"{since} on {words}{by}")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
