"""What did people record of schools meanwhile, as changes?

Each record is told once, as it stood before and as it stands, whatever was done to it in between. Judgements
and the actions of plans are compared in SQL (sql/80_since), because not only records change them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from eif.casework.became import Became
from eif.casework.history import NOUN_WORDS, field_words, value_words
from eif.casework.ladder_rules import CLOSED, STATES, UNIVERSAL
from eif.casework.priority import DECISIONS, ON_LIST, UNDECIDED
from eif.casework.tables import fields
from eif.since.change import AS_BEFORE, BETTER, CHANGED, GONE, NEW, WORSE, Change
from eif.snapshot import Snapshot

NONE = "none"


@dataclass(frozen=True)
class _Kind:
    """How a noun is told: where, by which fields it is named, and which fields say how it stands."""

    heading: str
    page: str
    named: tuple[str, ...]
    stands: tuple[str, ...]


_KINDS = {
    "visit": _Kind("visits", "school_visits", ("kind",), ("status", "on_day", "adviser_id", "next_step")),
    "contact": _Kind("contacts", "school_contacts", ("service",), ("on_day", "note", "next_step", "done_on")),
    "support_plan": _Kind("plan", "school_plan", ("title",), ("state", "review_on", "closing_reason")),
    "plan_review": _Kind("plan", "school_plan", (), ("on_day", "pace", "note")),
    "proposal": _Kind("judgements", "school_judgements", ("kind", "area"), ("category", "proposed_by")),
    "ladder_step": _Kind("ladder", "school_ladder", (), ("state",)),
    "letter": _Kind("letters", "school_ladder", ("kind",), ("issued_on", "comply_by", "outcome")),
    "priority_entry": _Kind("priority", "priority", (), ("decision",)),
    "board_meeting": _Kind("boards", "boards", ("board",), ("state", "on_day")),
    "board_decision": _Kind("boards", "boards", ("item",), ("decision", "owner", "due_on", "outcome")),
    "escalation": _Kind("escalations", "school_ladder", ("escalated_to",), ("on_day", "matter", "outcome")),
    "capacity_offer": _Kind("support", "exchange", (), ("half_days", "from_on", "to_on")),
    "brokered_support": _Kind("support", "exchange", ("area",), ("state", "from_on", "to_on", "outcome")),
    "assignment": _Kind("adviser", "my_caseload", (), ("adviser_id",)),
}
NOUNS = tuple(_KINDS)
# What stands before a field's value, where the value alone does not say what it is.
_LEADS = {
    "issued_on": "issued ",
    "comply_by": "to comply by ",
    "due_on": "by ",
    "from_on": "from ",
    "to_on": "to ",
    "review_on": "review on ",
    "next_step": "next: ",
    "done_on": "done on ",
    "proposed_by": "proposed by ",
    "half_days": "days: ",
}


def decided(then: Snapshot, found: tuple[Became, ...], labels: Mapping[str, str]) -> Iterator[Change]:
    """What was recorded of schools after the snapshot `then`; `labels` are the names of advisers by id."""
    before = _Before(then)
    special = {
        "ladder_step": before.step,
        "priority_entry": before.entry,
    }
    # A school's steps follow each other: the oldest first.
    ordered = sorted(found, key=lambda each: (each.noun, each.said.get("number") or 0))
    for place, each in enumerate(ordered):
        tell = special.get(each.noun)
        told = tell(each) if tell else _told(each, labels)
        if told is not None:
            yield _change(each, told, labels, place)


def _change(each: Became, told: tuple[str, str, str], labels: Mapping[str, str], place: int) -> Change:
    kind = _KINDS[each.noun]
    names = (value_words(each.noun, name, each.said.get(name), labels) for name in kind.named)
    on_day = each.at.date()
    return Change(
        heading=kind.heading,
        school_id=each.school_id,
        title=", ".join(filter(None, names)) or NOUN_WORDS[each.noun],
        before=told[0],
        after=told[1],
        what=told[2],
        why=each.reason or None,
        on_day=on_day,
        source=f"Recorded by {each.by} on {on_day.day} {on_day:%B %Y}",
        page=kind.page,
        ord=place,
    )


def _told(each: Became, labels: Mapping[str, str]) -> tuple[str, str, str]:
    """Before, after and what that means, for a record that people simply changed."""

    def words(said: Mapping[str, Any] | None) -> str:
        if said is None:
            return NONE
        shown = (
            (_LEADS.get(name, ""), value_words(each.noun, name, said.get(name), labels))
            for name in _KINDS[each.noun].stands
        )
        return _capital("; ".join(lead + value for lead, value in shown if value))

    before, after = words(each.before), words(each.after)
    if each.after is None:
        return before, "taken back", CHANGED
    if each.before is None:
        return NONE, after, NEW
    if before == after:
        said = [
            field_words(name) for name in fields(each.noun) if each.before.get(name) != each.after.get(name)
        ]
        return before, f"{after} (otherwise worded: {', '.join(said).lower()})", CHANGED
    outcomes = {"complied": BETTER, "not_complied": WORSE}
    ended = each.noun == "letter" and each.before.get("outcome") != each.after.get("outcome")
    return before, after, outcomes.get(each.after.get("outcome") or "", CHANGED) if ended else CHANGED


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


class _Before:
    """Where schools stood on the ladder and on the priority list, moving on as steps are told."""

    def __init__(self, then: Snapshot) -> None:
        """As the snapshot shows it."""
        steps = then.rows("ladder_now", columns=["school_id", "state"])
        self._step = {row.school_id: row.state for row in steps}
        entries = then.rows("priority_now", columns=["school_id", "decision", "in_force"])
        self._entry = {row.school_id: row.decision for row in sorted(entries, key=lambda row: row.in_force)}

    def step(self, each: Became) -> tuple[str, str, str] | None:
        """A step of the ladder: up is for the worse, down or closed for the better."""
        school = str(each.school_id)
        was = self._step.get(school, UNIVERSAL)
        if each.after is None:
            return STATES[each.said["state"]], "taken back", GONE
        now = self._step[school] = each.after["state"]
        if now == was:
            return STATES[was], STATES[now], AS_BEFORE
        down = now in (CLOSED, UNIVERSAL) or (was != CLOSED and now < was)
        return STATES[was], STATES[now], BETTER if down else WORSE

    def entry(self, each: Became) -> tuple[str, str, str] | None:
        """An entry of the priority list, where it was decided: that all schools are listed says nothing."""
        school = str(each.school_id)
        was = self._entry.get(school, UNDECIDED)
        now = (each.after or {}).get("decision", UNDECIDED)
        if now in (UNDECIDED, was) or (each.before is None and now != ON_LIST and was != ON_LIST):
            return None
        self._entry[school] = now
        what = WORSE if now == ON_LIST else BETTER if was == ON_LIST else CHANGED
        return DECISIONS.get(was, "Not decided"), DECISIONS[now], what
