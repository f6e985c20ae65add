"""What does one row of a caseload spreadsheet say, and how does it differ from what stands?"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from eif.casework.desk import Desk
from eif.casework.given import HALVES
from eif.casework.judgements import judge, judgement_id
from eif.casework.team import assign
from eif.casework.visits import complete_visit, plan_visit
from eif.casework.words import CATEGORIES, OVERALL, REASONS, VISIT_KINDS

NEW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"
ADVISER, CATEGORY, VISIT = "Adviser", "Agreed category", "Visit"
Command = Callable[[Desk, str], Any]
# A row has room for three visits; more are given in further rows of the school.
VISITS = ("visit", "visit_2", "visit_3")
# The adviser that an earlier row named for the school.
NAMED_BEFORE = "named_before"
SAID_OF_VISIT = ("on", "days", "kind", "note")
SAID_OF_CATEGORY = ("category", "evidence_on", "agreed_with", "reason", "note")


@dataclass(frozen=True)
class Line:
    """One thing that one row says: `row` is its number in the file, `was` and `becomes` are words."""

    row: int
    urn: str
    name: str
    what: str
    state: str
    was: str
    becomes: str
    why: str = ""
    command: Command | None = None
    # What the row said of it, cell by cell, to hold another row against.
    said: tuple[str, ...] = ()

    def refused(self, why: str, *, was: str = "") -> Line:
        """The same line, refused for a reason."""
        return replace(self, state=REFUSED, why=why, was=was, command=None)

    def stated(self, state: str, *, why: str = "", command: Command | None = None) -> Line:
        """The same line in a state."""
        return replace(self, state=state, why=why, command=command)


@dataclass(frozen=True)
class Stands:
    """What stands before a file is read: the team by label, and by school what was decided and visited.

    `plans` are those in force by school, `actions` those of a plan by their text in small letters.
    """

    team: Mapping[str, Any]
    labels: Mapping[str, str]
    assigned: Mapping[str, Any]
    agreed: Mapping[str, Any]
    waiting: Mapping[str, Any]
    visits: Mapping[tuple[str, date, str], Any]
    newest: Mapping[str, int]
    plans: Mapping[str, Any] = field(default_factory=dict)
    actions: Mapping[tuple[str, str], Any] = field(default_factory=dict)


def lines_of(
    number: int, row: Mapping[str, str], stands: Stands, school_ids: Mapping[str, str], desk: Desk
) -> Iterator[Line]:
    """What one row says of its school, a line for each thing: nothing is written or rehearsed."""
    urn = row.get("urn", "")
    school_id = school_ids.get(urn)
    if school_id is None:
        why = f"No school of this release has the URN {urn}." if urn else "The row has no URN."
        yield Line(number, urn, "", "School", REFUSED, "", "", why)
        return
    name = desk.school(school_id).name
    start = Line(number, urn, name, "", REFUSED, "", "")
    adviser = stands.team.get((row.get("adviser") or row.get(NAMED_BEFORE, "")).lower())
    if row.get("adviser"):
        line = replace(start, what=ADVISER, becomes=row["adviser"], said=(row["adviser"].lower(),))
        yield _adviser(line, school_id, adviser, stands)
    if row.get("category"):
        agreed = tuple(row.get(name, "") for name in SAID_OF_CATEGORY)
        line = replace(start, what=CATEGORY, becomes=row["category"], said=agreed)
        yield _category(line, school_id, row, stands)
    for visit in VISITS:
        told = {name: row.get(f"{visit}_{name}", "") for name in SAID_OF_VISIT}
        if told["on"]:
            line = replace(start, what=VISIT, becomes=told["on"], said=tuple(told.values()))
            yield _visit(line, school_id, told, adviser, stands, desk)


def _adviser(line: Line, school_id: str, adviser: Any, stands: Stands) -> Line:
    if adviser is None:
        return replace(line, why=f"Nobody on the team is called {line.becomes}.")
    had = stands.assigned.get(school_id)
    line = replace(line, becomes=adviser.label, was=stands.labels.get(had.adviser_id, "") if had else "")
    if had and had.adviser_id == adviser.record_id:
        return replace(line, state=SAME)
    version = stands.newest.get(school_id, 0)
    return replace(
        line,
        state=CHANGED if had else NEW,
        command=lambda desk, token: assign(
            desk, school_id, adviser_id=adviser.record_id, seen_version=version, token=token
        ),
    )


def _category(line: Line, school_id: str, row: Mapping[str, str], stands: Stands) -> Line:
    category, evidence_on = (
        _word(row["category"], {word: word for word in CATEGORIES}),
        day_of(row.get("evidence_on")),
    )
    reason = _word(row.get("reason", ""), REASONS)
    if category is None:
        return replace(line, why=f"{row['category']} is no category. Write {', '.join(CATEGORIES)}.")
    if row.get("evidence_on") and evidence_on is None:
        return replace(line, why=no_day(row["evidence_on"]))
    if row.get("reason") and reason is None:
        return replace(
            line, why=f"{row['reason']} is no reason. Write one of: {'; '.join(REASONS.values())}."
        )
    told: dict[str, Any] = {"category": category, "evidence_on": evidence_on, "note": row.get("note", "")}
    told |= {"agreed_with": row.get("agreed_with") or None, "reason_code": reason}
    had, waits = stands.agreed.get(school_id), stands.waiting.get(school_id)
    line = replace(line, becomes=category, was=had.category if had else "")
    if waits and _says(waits, told):
        return replace(line, state=SAME, why="It waits for a second person.")
    if had and _says(had, told):
        return replace(line, state=SAME)
    version = stands.newest.get(judgement_id(school_id, OVERALL, "agreed"), 0)
    return replace(
        line,
        state=CHANGED if had else NEW,
        command=lambda desk, token: judge(
            desk, school_id, area=OVERALL, kind="agreed", seen_version=version, token=token, **told
        ),
    )


def _says(row: Any, told: Mapping[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in told.items() if name != "reason_code" or value)


def _visit(
    line: Line, school_id: str, row: Mapping[str, str], adviser: Any, stands: Stands, desk: Desk
) -> Line:
    on_day, kind = day_of(row["on"]), _word(row["kind"], VISIT_KINDS)
    if on_day is None:
        return line.refused(no_day(row["on"]))
    if kind is None:
        kinds = "; ".join(VISIT_KINDS.values())
        return line.refused(f"{row['kind'] or 'Nothing'} is no kind of visit. Write one of: {kinds}.")
    days = _number(row["days"])
    if days is None:
        return replace(line, why="Give the length of the visit in days, in halves.")
    note = row["note"]
    line = replace(line, becomes=_visit_in_words(kind, on_day, days))
    had = stands.visits.get((school_id, on_day, kind))
    if had:
        if had.half_days == days * HALVES and (had.note or "") == note:
            return replace(line, state=SAME)
        was = _visit_in_words(kind, on_day, had.half_days / HALVES)
        return replace(line, was=was, why="This visit is recorded otherwise. Change it on the school’s page.")
    told: dict[str, Any] = {"kind": kind, "on_day": on_day, "days": days, "note": note}
    told["adviser_id"] = adviser.record_id if adviser else None
    held = on_day <= desk.today
    return replace(
        line,
        state=NEW,
        command=lambda desk, token: (complete_visit if held else plan_visit)(
            desk, school_id, token=token, **told
        ),
    )


def _visit_in_words(kind: str, on_day: date, days: float) -> str:
    length = "1 day" if days == 1 else f"{days:g} days"
    return f"{VISIT_KINDS[kind]}, {on_day.day} {on_day:%B %Y}, {length}"


def _word(text: str, words: Mapping[str, str]) -> str | None:
    """The code of a word, however it is written; None where it is not known."""
    plain = text.strip().lower().replace("’", "'")
    for code, word in words.items():
        if plain in (code.lower(), word.lower().replace("’", "'")):
            return code
    return None


def no_day(text: str) -> str:
    """The sentence that says so."""
    return f"{text} is no day. Write it as 2026-11-22 or 22/11/2026."


def day_of(text: str | None) -> date | None:
    """`2026-11-22` or `22/11/2026` as a day; None for anything else."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        parts = (text or "").split("/")
        try:
            return date(int(parts[2]), int(parts[1]), int(parts[0])) if len(parts) == 3 else None
        except ValueError:
            return None


def _number(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if math.isfinite(found) else None
