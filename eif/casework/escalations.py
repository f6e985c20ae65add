"""What stands in a school's way that the team cannot move, who was asked to, and what came of it?"""

from __future__ import annotations

from datetime import date
from typing import Any

from eif.casework.desk import Desk
from eif.casework.errors import CaseworkError
from eif.casework.given import Given
from eif.casework.ladder_rules import OLDEST
from eif.casework.store import Saved

# Services as the framework names them (page 12), and those that meet with them monthly (product 1.4).
BLOCKED_BY = {
    "governors": "School and Governor Support",
    "finance": "Finance",
    "send": "SEND",
    "safeguarding": "Safeguarding",
    "attendance": "Attendance and Inclusion Pathways",
    "hr": "HR and employee relations",
    "school": "The school, its governors or trust",
    "other": "Another party",
}
ESCALATED_TO = {
    "director": "Director for Schools and Employability",
    "half_termly": "Half-termly review and escalation meeting",
    "dcs": "Director of Children’s Services",
    "regional_director": "Regional Director (Regions Group)",
}


def escalate(
    desk: Desk,
    school_id: str,
    *,
    on_day: date | None,
    blocked_by: str | None,
    matter: str,
    escalated_to: str | None,
    token: str | None = None,
) -> Saved:
    """Record that a matter was passed up, and to whom. Raises Refused, NotAllowed and AlreadySaved."""
    desk.open_school(school_id)
    given = Given()
    values: dict[str, Any] = {
        "school_id": school_id,
        "on_day": given.day(
            "on_day", on_day, "the day it was escalated", earliest=desk.today - OLDEST, latest=desk.today
        ),
        "blocked_by": given.choice("blocked_by", blocked_by, "where it is held up", BLOCKED_BY),
        "matter": given.text("matter", matter, "the matter"),
        "escalated_to": given.choice("escalated_to", escalated_to, "to whom", ESCALATED_TO),
    }
    with desk.write("escalate", school_id, token) as writing:
        given.done()
        did = f"escalate to: {ESCALATED_TO[values['escalated_to']]}"
        return writing.add("escalation", values, did=did, reason=values["matter"])


def resolve(
    desk: Desk,
    school_id: str,
    record: str,
    *,
    outcome: str,
    outcome_on: date | None,
    seen_version: int,
    token: str | None = None,
) -> Saved:
    """Say what came of an escalation; from then on it is no longer open."""
    desk.school(school_id)
    with desk.write("escalate", school_id, token) as writing:
        found = writing.newest("escalation", record)
        if found is None or found.withdrawn or found.school_id != school_id:
            raise CaseworkError("There is no such escalation of this school. Nothing was saved.")
        given = Given()
        told: dict[str, Any] = {
            "outcome": given.text("outcome", outcome, "what came of it"),
            "outcome_on": given.day(
                "outcome_on",
                outcome_on,
                "the day of the outcome",
                earliest=found.on_day,
                latest=desk.today,
            ),
        }
        given.done()
        kept = ("school_id", "on_day", "blocked_by", "matter", "escalated_to")
        return writing.save(
            "escalation",
            record,
            seen_version,
            {name: getattr(found, name) for name in kept} | told,
            did="resolve an escalation",
            reason=told["outcome"],
        )
