"""What must a formal letter to a school say, and to whom must it be copied?

A warning notice under section 60 (or 60A) of the Education and Inspections Act 2006 states its ground, the
matters, the action required and the end of the compliance period, and is copied to the Regional Director, the
head and, of a church school, the diocese (domain rules 4.4).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from eif.casework.desk import Desk, School
from eif.casework.given import Given
from eif.casework.ladder_rules import NO_POWER, OLDEST

KINDS = {
    "letter_of_concern": "Letter of concern",
    "warning_notice": "Formal warning notice",
    "notice_of_intent": "Notice of intent to intervene",
}
STATUTORY = ("warning_notice", "notice_of_intent")
# The words of the council's register of statutory steps, and what the Act says.
GROUNDS = {
    "standards": "(a) Standards are unacceptably low, and likely to remain so",
    "management or governance": "(b) A serious breakdown in management or governance prejudices standards",
    "safety": "(c) The safety of pupils or staff is threatened",
    "pay and conditions": "Section 60A: teachers’ pay and conditions",
}
COPIES = ("Head teacher", "Chair of governors", "Regional Director", "Diocese", "Foundation trustees")
OUTCOMES = {
    "complied": "Complied with",
    "not_complied": "Not complied with",
    "withdrawn": "Withdrawn by the council",
    "displaced": "Displaced by a notice of the Regional Director",
}
# A compliance period is set in the notice; longer than a year would be no requirement.
LONGEST = timedelta(days=366)


def letter_values(desk: Desk, given: Given, school: School, **told: Any) -> dict[str, Any]:
    """What a letter holds, with what is amiss added to `given`."""
    kind = given.choice("kind", told["kind"], "a kind of letter", KINDS)
    notice = kind == "warning_notice"
    if kind in STATUTORY:
        given.require("kind", school.has_powers, NO_POWER.format(name=school.name))
    issued = told["issued_on"]
    day = given.day(
        "issued_on", issued, "the day it was issued", earliest=desk.today - OLDEST, latest=desk.today
    )
    values: dict[str, Any] = {
        "school_id": school.school_id,
        "kind": kind,
        "issued_on": day,
        "matters": given.text("matters", told["matters"], "the matters on which it rests"),
        "ground": given.choice("ground", told["ground"], "the ground", GROUNDS) if notice else None,
        "action_required": given.text(
            "action_required", told["action_required"], "the action required", needed=notice
        )
        or None,
        "copied_to": given.choices(
            "copied_to", told["copied_to"], "who was sent a copy", COPIES, needed=notice
        ),
    }
    after = {"earliest": issued + timedelta(days=1), "latest": issued + LONGEST} if issued else {}
    bounded = given.day if notice else given.optional_day
    values["comply_by"] = bounded("comply_by", told["comply_by"], "the end of the compliance period", **after)
    if notice:
        _require_copies(given, school, told["copied_to"])
    return values


def _require_copies(given: Given, school: School, copied_to: Sequence[str]) -> None:
    """Section 60: the Regional Director must be told, and the diocese of a church school."""
    needed = ["Head teacher", "Regional Director", *(["Diocese"] if school.diocese else [])]
    missing = [one for one in needed if one not in copied_to]
    given.require("copied_to", not missing, f"A warning notice must also be copied to: {', '.join(missing)}.")
