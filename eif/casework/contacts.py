"""Who of the council's services spoke about a school, and what of the universal offer did it take up?

The services and the offer are the framework's (pages 12 and 13). A next step has a day, and is overdue after
it until somebody says that it is done.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from eif.casework.desk import Desk
from eif.casework.errors import Refused
from eif.casework.given import Given
from eif.casework.plans import school_of
from eif.casework.store import Saved
from eif.casework.tables import fields

KINDS = {"liaison": "Liaison with a service", "offer": "Universal offer taken up"}
SERVICES = {
    "governance": "School and Governor Support",
    "finance": "Finance",
    "send": "SEND",
    "safeguarding": "Safeguarding",
    "attendance": "Attendance and Inclusion Pathways",
    "rise": "RISE team",
    "other": "Another service, named in the note",
}
OFFERS = {
    "single_contact": "Single point of contact",
    "ofsted": "Support at an inspection or monitoring visit",
    "recruitment": "Support with headteacher recruitment",
    "induction": "Headteacher induction",
    "development": "Training and professional development",
    "rise_partnership": "Partnership work with the RISE team",
    "officers": "Support from other council officers",
}
WHAT = {"liaison": SERVICES, "offer": OFFERS}
OLDEST = timedelta(days=366)
FURTHEST = timedelta(days=366)
STEP = 500


def record_contact(
    desk: Desk,
    school_id: str,
    *,
    kind: str,
    service: str,
    on_day: date | None,
    note: str,
    next_step: str | None = None,
    next_step_by: date | None = None,
    token: str | None = None,
) -> Saved:
    """Record a contact with a service, or a universal offer that was taken up.

    Raises Refused, NotAllowed and AlreadySaved.
    """
    desk.open_school(school_id)
    with desk.write("contact", school_id, token) as writing:
        values = _said(desk, kind, service, on_day, note, next_step, next_step_by)
        return writing.add("contact", values | {"school_id": school_id}, did="record a contact")


def change_contact(
    desk: Desk,
    contact_id: str,
    *,
    kind: str,
    service: str,
    on_day: date | None,
    note: str,
    next_step: str | None = None,
    next_step_by: date | None = None,
    seen_version: int,
    token: str | None = None,
) -> Saved:
    """Put a contact right. Raises Refused, NotAllowed, Conflict, NothingChanged and AlreadySaved."""
    school_id = school_of(desk, "contact", contact_id)
    desk.open_school(school_id)
    with desk.write("contact", school_id, token) as writing:
        row = writing.newest("contact", contact_id)
        values = _said(desk, kind, service, on_day, note, next_step, next_step_by)
        kept = {"school_id": school_id, "done_on": row.done_on if row and values["next_step"] else None}
        return writing.save("contact", contact_id, seen_version, values | kept, did="change a contact")


def finish_step(
    desk: Desk, contact_id: str, *, done_on: date | None, seen_version: int, token: str | None = None
) -> Saved:
    """Say that the next step of a contact is done. Raises Refused, NotAllowed, Conflict and AlreadySaved."""
    school_id = school_of(desk, "contact", contact_id)
    with desk.write("contact", school_id, token) as writing:
        row = writing.newest("contact", contact_id)
        if row is None or not row.next_step:
            raise Refused({"next_step": "This contact has no next step."})
        given = Given()
        day = given.day("done_on", done_on, "the day it was done", earliest=row.on_day, latest=desk.today)
        given.done()
        values = {name: getattr(row, name) for name in fields("contact")} | {"done_on": day}
        return writing.save("contact", contact_id, seen_version, values, did="finish a next step")


def _said(
    desk: Desk,
    kind: str,
    service: str,
    on_day: date | None,
    note: str,
    next_step: str | None,
    next_step_by: date | None,
) -> dict[str, Any]:
    given = Given()
    allowed = WHAT.get(given.choice("kind", kind, "what kind of contact it was", KINDS), {})
    day = given.day("on_day", on_day, "the day", earliest=desk.today - OLDEST, latest=desk.today)
    step = given.optional("next_step", next_step, "the next step", most=STEP)
    by = given.optional_day(
        "next_step_by",
        next_step_by,
        "the day of the next step",
        earliest=day if on_day else None,
        latest=desk.today + FURTHEST,
    )
    given.require("next_step_by", step is None or by is not None, "Give the day of the next step.")
    given.require("next_step", by is None or step is not None, "Write the next step, or leave out its day.")
    values = {
        "kind": kind,
        "on_day": day,
        "service": service,
        "note": given.text("note", note, "what was said or done"),
        "next_step": step,
        "next_step_by": by,
        "done_on": None,
    }
    if allowed:
        given.choice("service", service, "a service" if kind == "liaison" else "what was taken up", allowed)
    given.done()
    return values
