"""Which step on the ladder of intervention may follow which, and what must be recorded before it?

Eight states (domain rules 4.4, which reads them into framework pages 12-13 and sections 59 to 66 of the
Education and Inspections Act 2006). States 5 and 6 are statutory, and only for schools that the council's
powers reach.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row

from eif.casework.desk import Desk, School
from eif.casework.given import Given
from eif.casework.store import Writing

UNIVERSAL, CONCERN, PLAN, MEETING, LETTER, NOTICE, INTERVENTION, CLOSED = range(8)
STATES = {
    UNIVERSAL: "Universal offer",
    CONCERN: "Concern identified",
    PLAN: "Support plan agreed",
    MEETING: "Support and Intervention Meeting or School Improvement Board",
    LETTER: "Letter of concern",
    NOTICE: "Formal warning notice",
    INTERVENTION: "Intervention (sections 63 to 66)",
    CLOSED: "Closed",
}
# As short as a row of a list has room for.
SHORT_STATES = STATES | {
    PLAN: "Plan agreed",
    MEETING: "Meeting or board",
    NOTICE: "Warning notice",
    INTERVENTION: "Intervention",
}
# States between these are of a matter that is open.
OPEN_STATES = range(CONCERN, CLOSED)
# A concern comes first; how much is skipped after it is a matter of its urgency, since section 60 asks for no
# letter before a notice.
ALLOWED: dict[int, tuple[int, ...]] = {
    UNIVERSAL: (CONCERN,),
    CONCERN: (UNIVERSAL, PLAN, MEETING, LETTER, NOTICE, INTERVENTION),
    PLAN: (MEETING, LETTER, NOTICE, INTERVENTION, CLOSED),
    MEETING: (PLAN, LETTER, NOTICE, INTERVENTION, CLOSED),
    LETTER: (PLAN, MEETING, NOTICE, INTERVENTION, CLOSED),
    NOTICE: (INTERVENTION, CLOSED),
    INTERVENTION: (CLOSED,),
    CLOSED: (UNIVERSAL, CONCERN),
}
OUTCOMES = {
    "complied": "What was required was done",
    "improved": "The concern no longer holds",
    "escalated": "Passed to the Regional Director",
    "academy_order": "An academy order was made",
    "school_closed": "The school closed",
}
# What has to be recorded before a school can be in a state.
LETTER_OF_STATE = {LETTER: "letter_of_concern", NOTICE: "warning_notice"}
NO_POWER = (
    "The council’s powers of intervention do not reach {name}: it is an academy, a pupil referral unit or "
    "not maintained. Raise the matter with the Regional Director, and record it as an escalation."
)
# What is recorded after the event still belongs to the living record.
OLDEST = timedelta(days=5 * 366)


def steps_of(writing: Writing, school_id: str) -> Sequence[Row[Any]]:
    """The steps of a school that stand, in order."""
    return sorted(writing.standing("ladder_step", school_id=school_id), key=lambda row: row.number)


def letters_of(writing: Writing, school_id: str, kind: str) -> Sequence[Row[Any]]:
    """The letters of one kind to a school that stand, by day."""
    found = writing.standing("letter", school_id=school_id, kind=kind)
    return sorted(found, key=lambda row: row.issued_on)


def step_values(desk: Desk, writing: Writing, given: Given, school: School, **told: Any) -> dict[str, Any]:
    """What the next step holds, with what is amiss added to `given`; its letter is looked for elsewhere."""
    taken = steps_of(writing, school.school_id)
    now = taken[-1].state if taken else UNIVERSAL
    state = told["state"]
    given.require(
        "state",
        state in ALLOWED[now],
        f"From “{STATES[now]}” choose one of: {', '.join(STATES[one] for one in ALLOWED[now])}.",
    )
    if state in (NOTICE, INTERVENTION):
        given.require("state", school.has_powers, NO_POWER.format(name=school.name))
    earliest = taken[-1].on_day if taken else desk.today - OLDEST
    values = step_words(given, earliest, desk.today, **told)
    if state == INTERVENTION and not school.in_category and told["on_day"]:
        _require_eligible(writing, given, school, told["on_day"])
    outcome = None
    if state == CLOSED:
        outcome = given.choice("outcome", told["outcome"], "how it was closed", OUTCOMES)
    if state in (CLOSED, UNIVERSAL):
        for row in letters_of(writing, school.school_id, "warning_notice"):
            given.require(
                "state",
                row.outcome is not None,
                f"Record the outcome of the warning notice of {plain(row.issued_on)} first: it is in force.",
            )
    return {"school_id": school.school_id, "state": state, "outcome": outcome} | values


def step_words(given: Given, earliest: date, latest: date, **told: Any) -> dict[str, Any]:
    """The day, the words and the document of a step."""
    address = given.optional("document", told["document"], "the link to the document", most=500)
    given.require(
        "document",
        address is None or (address.startswith("https://") and not any(char.isspace() for char in address)),
        "Give the document’s address, which begins with https://, or leave it empty.",
    )
    return {
        "on_day": given.day(
            "on_day", told["on_day"], "the day of the decision", earliest=earliest, latest=latest
        ),
        "decided_by": given.text("decided_by", told["decided_by"], "who decided, by role", most=200),
        "reason": given.text("reason", told["reason"], "the reason"),
        "document": address,
    }


def plain(day: date) -> str:
    """A day as people write it."""
    return f"{day.day} {day:%B %Y}"


def _require_eligible(writing: Writing, given: Given, school: School, on_day: date) -> None:
    """Section 60(1): the notice ran out, was not complied with, and the council gave notice of its intent."""
    failed = [
        row.issued_on
        for row in letters_of(writing, school.school_id, "warning_notice")
        if row.outcome == "not_complied" and row.comply_by < on_day
    ]
    given.require(
        "state",
        bool(failed),
        f"{school.name} is not eligible for intervention: it is in no Ofsted category of concern, and no "
        "warning notice whose period has ended is recorded as not complied with.",
    )
    intents = letters_of(writing, school.school_id, "notice_of_intent")
    given.require(
        "state",
        any(first <= row.issued_on <= on_day for row in intents for first in failed),
        "Record the notice of intent first: the governing body must be told in writing.",
    )
