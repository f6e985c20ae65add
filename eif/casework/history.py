"""What was recorded of one school: when, by whom, and what did it change, field by field?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from eif.casework import tables
from eif.casework.boards import BOARDS
from eif.casework.columns import Day
from eif.casework.contacts import WHAT
from eif.casework.decisions import DECISIONS
from eif.casework.escalations import BLOCKED_BY, ESCALATED_TO
from eif.casework.ladder_rules import OUTCOMES, STATES
from eif.casework.letter_rules import KINDS
from eif.casework.letter_rules import OUTCOMES as LETTER_OUTCOMES
from eif.casework.plan_words import CLOSING_REASONS
from eif.casework.priority import DECISIONS as PRIORITY_DECISIONS
from eif.casework.tables import NOUNS, fields
from eif.casework.words import (
    JUDGEMENT_KINDS,
    REASONS,
    SUPPORT_STATES,
    VALIDATED,
    VISIT_KINDS,
    VISIT_STATES,
)
from eif.casework.year import LONDON, instant

# What each noun is called to a reader.
NOUN_WORDS = {
    "adviser": "Team",
    "assignment": "Adviser",
    "judgement": "Judgement",
    "proposal": "Proposal",
    "visit": "Visit",
    "contact": "Contact",
    "support_plan": "Support plan",
    "plan_action": "Action of the plan",
    "plan_review": "Review of the plan",
    "priority_entry": "Priority list",
    "ladder_step": "Ladder",
    "letter": "Letter",
    "capacity_offer": "Offer to other schools",
    "brokered_support": "Support between schools",
    "board_decision": "Board's decision",
    "escalation": "Escalation",
    "risk_assessment": "Annual list",
    "board_meeting": "Meeting of a board",
}
# What a code of a field means.
_CODES: dict[str, Mapping[str, str]] = {
    "judgement.kind": JUDGEMENT_KINDS,
    "proposal.kind": JUDGEMENT_KINDS,
    "validated": VALIDATED,
    "reason_code": REASONS,
    "visit.kind": VISIT_KINDS,
    "visit.status": VISIT_STATES,
    "brokered_support.state": SUPPORT_STATES,
    "ladder_step.state": {str(state): words for state, words in STATES.items()},
    "ladder_step.outcome": OUTCOMES,
    "letter.kind": KINDS,
    "letter.outcome": LETTER_OUTCOMES,
    "board_meeting.board": BOARDS,
    "board_decision.decision": DECISIONS,
    "priority_entry.decision": PRIORITY_DECISIONS,
    "escalation.blocked_by": BLOCKED_BY,
    "escalation.escalated_to": ESCALATED_TO,
    "contact.service": {code: words for one in WHAT.values() for code, words in one.items()},
    "closing_reason": CLOSING_REASONS,
}
# Names of fields that their words do not give.
_FIELDS = {
    "on_day": "Day",
    "adviser_id": "Adviser",
    "from_on": "From",
    "to_on": "To",
    "due_on": "Due",
    "why_second": "Why a second person",
    "strong_areas": "Areas of strong practice",
}
_HALF_DAYS = "half_days"
_AREAS = ("areas", "strong_areas")


@dataclass(frozen=True)
class Change:
    """One field: what it said before and after, in plain words; empty where it said nothing."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Happened:
    """One thing that somebody did: `at` is London time; `noun` and `did` are plain words.

    `school_id` is None where it was about no school, as when somebody joins the team.
    """

    revision: int
    school_id: str | None
    at: datetime
    by: str
    role: str
    noun: str
    did: str
    reason: str
    withdrawn: bool
    changes: tuple[Change, ...]


def history(con: Connection, school_id: str | None, until: int, after: int = 0) -> tuple[Happened, ...]:
    """What was done about a school after one revision and up to another, the newest first; None for all."""
    event = tables.event
    found = (
        select(event)
        .where(event.c.revision <= until, event.c.revision > after)
        .order_by(event.c.revision.desc())
    )
    if school_id is not None:
        found = found.where(event.c.school_id == school_id)
    advisers = labels(con, until)
    return tuple(_happened(row, advisers) for row in con.execute(found).all())


def labels(con: Connection, until: int | None = None) -> dict[str, str]:
    """The label, now or at a revision, of everybody who is or was on the team, by id."""
    team = NOUNS["adviser"]
    found = select(team.c.record_id, team.c.label).order_by(team.c.version)
    rows = con.execute(found if until is None else found.where(team.c.revision <= until)).all()
    return {row.record_id: row.label for row in rows}


def _happened(row: Any, advisers: Mapping[str, str]) -> Happened:
    before = json.loads(row.before) if row.before else {}
    after = json.loads(row.after) if row.after else {}
    return Happened(
        revision=row.revision,
        school_id=row.school_id,
        at=instant(row.at).astimezone(LONDON),
        by=row.actor,
        role=row.role,
        noun=NOUN_WORDS.get(row.noun, row.noun.replace("_", " ")),
        did=row.did,
        reason=row.reason,
        withdrawn=row.after is None,
        changes=tuple(_changes(row.noun, before, after, advisers)),
    )


def _changes(
    noun: str, before: Mapping[str, Any], after: Mapping[str, Any], advisers: Mapping[str, str]
) -> Iterable[Change]:
    for name in fields(noun):
        if before.get(name) == after.get(name) or (name.endswith("_id") and name != "adviser_id"):
            continue
        yield Change(
            field_words(name),
            value_words(noun, name, before.get(name), advisers),
            value_words(noun, name, after.get(name), advisers),
        )


def field_words(name: str) -> str:
    """A field's name to a reader: `half_days` is 'Days', `evidence_on` 'Evidence on'."""
    if name in _FIELDS:
        return _FIELDS[name]
    words = name.replace(_HALF_DAYS, "days").replace("reason_code", "reason").replace("_", " ")
    return words[:1].upper() + words[1:]


def value_words(noun: str, name: str, value: Any, advisers: Mapping[str, str]) -> str:
    """What a field holds to a reader, empty for nothing; `advisers` are those of `labels`."""
    if value is None or value == "" or value == []:
        return ""
    if name == "adviser_id":
        return advisers.get(value, "somebody no longer known")
    if name.startswith(_HALF_DAYS):
        return f"{value / 2:g}"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(word.replace("_", " ") if name in _AREAS else word for word in value)
    kind = NOUNS[noun].columns.get(name)
    if kind is not None and isinstance(kind.type, Day):
        day = date.fromisoformat(value)
        return f"{day.day} {day:%B %Y}"
    codes = _CODES.get(f"{noun}.{name}", _CODES.get(name, {}))
    if name in _CODED and str(value) not in codes:
        words = str(value).replace("_", " ")
        return words[:1].upper() + words[1:]
    return codes.get(str(value), str(value))


# Fields whose values are ids of words rather than what somebody typed.
_CODED = frozenset({"area", "kind", "state", "status", "service", "progress", "pace", "indicator", "ground"})
