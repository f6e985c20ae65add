"""When does who visit which school, what for, and what came of it?

A visit is planned, booked with the school, then completed or cancelled. Its days belong to the academic year
of the day it is held on, whenever it is recorded (framework page 13).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row

from eif.casework.desk import Desk
from eif.casework.errors import CaseworkError, Refused
from eif.casework.given import Given
from eif.casework.store import Saved, Writing, versions
from eif.casework.team import on_team
from eif.casework.words import AREAS, VISIT_KINDS, VISIT_OPEN
from eif.casework.year import academic_year, year_bounds

# As much as Tier 3 has in a whole year (framework page 13).
MOST_DAYS = 6
LEAST_DAYS = 0.5


def plan_visit(
    desk: Desk,
    school_id: str,
    *,
    kind: str,
    on_day: date | None,
    days: float | None,
    adviser_id: str | None = None,
    booked: bool = False,
    note: str = "",
    token: str | None = None,
) -> Saved:
    """Plan a visit, or book it where the school has agreed to the day: today at the earliest.

    `days` in halves; `adviser_id` is the school's adviser where none is given. A visit may be planned up to
    the end of the next academic year, and counts in its own. Raises Refused, NotAllowed and AlreadySaved.
    """
    desk.open_school(school_id)
    told = {"kind": kind, "on_day": on_day, "days": days, "adviser_id": adviser_id, "note": note}
    with desk.write("visit", school_id, token) as writing:
        values = _coming(desk, writing, school_id, told, booked=booked)
        return writing.add("visit", values, did="book a visit" if booked else "plan a visit")


def change_visit(
    desk: Desk,
    visit_id: str,
    *,
    kind: str,
    on_day: date | None,
    days: float | None,
    adviser_id: str | None = None,
    booked: bool = False,
    note: str = "",
    seen_version: int,
    token: str | None = None,
) -> Saved:
    """Move a visit that was not held yet, or book it. Raises as `plan_visit`, Conflict, NothingChanged."""
    visit = _visit(desk, visit_id)
    desk.open_school(visit.school_id)
    told = {"kind": kind, "on_day": on_day, "days": days, "adviser_id": adviser_id, "note": note}
    with desk.write("visit", visit.school_id, token) as writing:
        _still_open(writing, visit_id, seen_version)
        values = _coming(desk, writing, visit.school_id, told, booked=booked)
        did = "book a visit" if booked else "move a visit"
        return writing.save("visit", visit_id, seen_version, values, did=did)


def complete_visit(
    desk: Desk,
    school_id: str,
    *,
    visit_id: str | None = None,
    kind: str,
    on_day: date | None,
    days: float | None,
    note: str,
    adviser_id: str | None = None,
    strong_practice: str | None = None,
    strong_areas: Sequence[str] = (),
    next_step: str | None = None,
    next_step_by: date | None = None,
    seen_version: int = 0,
    token: str | None = None,
) -> Saved:
    """Record a visit that was held, up to today and back to the beginning of the last academic year.

    `visit_id` is the visit that had been planned, or one recorded before that is to be put right; without it
    the visit is new. A visit planned while the school was open can be completed after it closed. Strong
    practice names the areas it was seen in. Raises Refused, NotAllowed, Conflict, NothingChanged and
    AlreadySaved.
    """
    if visit_id is None:
        desk.open_school(school_id)
    elif _visit(desk, visit_id).school_id != school_id:
        raise CaseworkError("This visit was not to this school. Nothing was saved.")
    desk.school(school_id)
    first, _ = year_bounds(academic_year(desk.today))
    given = Given()
    with desk.write("visit", school_id, token) as writing:
        told = {"kind": kind, "on_day": on_day, "days": days, "adviser_id": adviser_id}
        values = _held_on(
            desk,
            writing,
            given,
            school_id,
            told,
            earliest=first.replace(year=first.year - 1),
            latest=desk.today,
        )
        values |= {
            "status": "completed",
            "note": given.text("note", note, "what was seen and agreed"),
            "strong_practice": given.optional(
                "strong_practice", strong_practice, "the evidence of strong practice"
            ),
            "strong_areas": given.choices(
                "strong_areas", strong_areas, "the areas of strong practice", AREAS, needed=False
            )
            or None,
            "next_step": given.optional("next_step", next_step, "the next step", most=500),
            "next_step_by": given.optional_day(
                "next_step_by", next_step_by, "the day of the next step", earliest=values["on_day"]
            ),
        }
        given.require(
            "strong_areas",
            values["strong_practice"] is None or bool(strong_areas),
            "Choose the area in which the strong practice was seen.",
        )
        given.require(
            "strong_practice",
            values["strong_practice"] is not None or not strong_areas,
            "Write which strong practice was seen in this area.",
        )
        given.require(
            "next_step_by",
            values["next_step"] is None or next_step_by is not None,
            "Give the day by which the next step is done.",
        )
        given.require(
            "next_step", next_step_by is None or values["next_step"] is not None, "Write the next step."
        )
        given.done()
        did = "complete a visit"
        if visit_id is None:
            return writing.add("visit", values, did=did, reason=values["note"])
        return writing.save("visit", visit_id, seen_version, values, did=did, reason=values["note"])


def cancel_visit(
    desk: Desk, visit_id: str, *, why: str, seen_version: int, token: str | None = None
) -> Saved:
    """Cancel a visit that was not held, at a closed school too. Raises Refused, NotAllowed, Conflict."""
    given = Given()
    why = given.text("why", why, "why it is cancelled", most=500)
    given.done()
    visit = _visit(desk, visit_id)
    with desk.write("visit", visit.school_id, token) as writing:
        _still_open(writing, visit_id, seen_version)
        values = dict(visit._mapping) | {"status": "cancelled"}
        return writing.save("visit", visit_id, seen_version, values, did="cancel a visit", reason=why)


def take_visit_back(
    desk: Desk, visit_id: str, *, why: str, seen_version: int, token: str | None = None
) -> Saved:
    """Let a visit stand no more, as when it was recorded for the wrong school; its versions stay.

    Raises Refused, NotAllowed and Conflict.
    """
    given = Given()
    why = given.text("why", why, "why it is taken back", most=500)
    given.done()
    visit = _visit(desk, visit_id)
    with desk.write("visit", visit.school_id, token) as writing:
        return writing.withdraw("visit", visit_id, seen_version, did="take a visit back", reason=why)


def _coming(
    desk: Desk, writing: Writing, school_id: str, told: dict[str, Any], *, booked: bool
) -> dict[str, Any]:
    """The values of a visit that is still to be held. Raises Refused."""
    _, last = year_bounds(academic_year(desk.today))
    given = Given()
    values = _held_on(
        desk,
        writing,
        given,
        school_id,
        told,
        earliest=desk.today,
        latest=last.replace(year=last.year + 1),
    )
    values["note"] = given.text("note", told["note"], "the note", needed=False)
    values["status"] = "booked" if booked else "planned"
    given.done()
    return values


def _held_on(
    desk: Desk,
    writing: Writing,
    given: Given,
    school_id: str,
    told: dict[str, Any],
    *,
    earliest: date,
    latest: date,
) -> dict[str, Any]:
    """Which school, kind, day, days and person; what is amiss is left with `given`."""
    on_day = given.day("on_day", told["on_day"], "the day of the visit", earliest=earliest, latest=latest)
    adviser_id = told["adviser_id"]
    if adviser_id is None:
        adviser_id = next(
            (row.adviser_id for row in writing.standing("assignment", school_id=school_id)), None
        )
    if "on_day" not in given.problems:
        amiss = on_team(writing, adviser_id, on_day)
        given.require("adviser_id", amiss is None, amiss or "")
    return {
        "school_id": school_id,
        "adviser_id": adviser_id,
        "on_day": on_day,
        "half_days": given.half_days("half_days", told["days"], "the days", least=LEAST_DAYS, most=MOST_DAYS),
        "kind": given.choice("kind", told["kind"], "what the visit is for", VISIT_KINDS),
    }


def _visit(desk: Desk, visit_id: str) -> Row[Any]:
    """The newest version of a visit. Raises CaseworkError where there is none."""
    with desk.store.read() as con:
        told = versions(con, "visit", visit_id)
    if not told or told[-1].withdrawn:
        raise CaseworkError("This visit does not stand any more. Nothing was saved.")
    return told[-1]


def _still_open(writing: Writing, visit_id: str, seen_version: int) -> None:
    """Refuse to plan again what was held or cancelled; one who has not seen that is told of the conflict."""
    stands = writing.newest("visit", visit_id)
    if stands and stands.version == seen_version and stands.status not in VISIT_OPEN:
        raise Refused({"status": "This visit was completed or cancelled. Plan a new one."})
