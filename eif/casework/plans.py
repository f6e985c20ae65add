"""What is a school's support plan, where does it stand, and what did each review find?

The framework asks for a programme with indicators and timescales, whose actions are reviewed every term
(pages 3 and 13). A plan that is paused or closed is only read until somebody resumes it. It belongs to the
school, under whatever URN: when the school becomes an academy the plan goes on.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row

from eif.casework.desk import Desk, School
from eif.casework.errors import Refused
from eif.casework.given import Given
from eif.casework.plan_words import CLOSING_REASONS, PACES
from eif.casework.store import Saved, Writing, versions
from eif.casework.tables import fields

# As long as a plan that began is still written down, and as far ahead as anything is planned.
OLDEST = timedelta(days=2 * 366)
FURTHEST = timedelta(days=3 * 366)
TITLE = 200


def begin_plan(
    desk: Desk,
    school_id: str,
    *,
    title: str,
    exit_criteria: str,
    from_on: date | None,
    review_on: date | None = None,
    note: str | None = None,
    token: str | None = None,
) -> Saved:
    """Begin a plan. `review_on` is the day of its first review; without one the rule of every term holds.

    Raises Refused, NotAllowed and AlreadySaved.
    """
    school = desk.open_school(school_id)
    with desk.write("plan", school_id, token) as writing:
        given = Given()
        began = given.day(
            "from_on",
            from_on,
            "the day it begins",
            earliest=desk.today - OLDEST,
            latest=desk.today + FURTHEST,
        )
        said = _said(desk, given, title, exit_criteria, review_on, began, note)
        given.done()
        values = said | {
            "school_id": school_id,
            "state": "open",
            "from_on": began,
            "urn": school.urn,
            "state_on": began,
        }
        return writing.add("support_plan", values, did="begin a support plan", reason=said["title"])


def change_plan(
    desk: Desk,
    plan_id: str,
    *,
    title: str,
    exit_criteria: str,
    review_on: date | None,
    note: str | None = None,
    seen_version: int,
    token: str | None = None,
) -> Saved:
    """Change what an open plan says. Raises Refused, NotAllowed, Conflict, NothingChanged, AlreadySaved."""
    school_id = school_of(desk, "support_plan", plan_id)
    desk.open_school(school_id)
    with desk.write("plan", school_id, token) as writing:
        plan = open_plan(writing, plan_id)
        given = Given()
        said = _said(desk, given, title, exit_criteria, review_on, plan.from_on, note)
        given.done()
        return writing.save(
            "support_plan", plan_id, seen_version, _values(plan) | said, did="change a support plan"
        )


def pause_plan(desk: Desk, plan_id: str, *, why: str, seen_version: int, token: str | None = None) -> Saved:
    """Let an open plan rest. Raises Refused, NotAllowed, Conflict and AlreadySaved."""
    return _turn(desk, plan_id, "paused", why, seen_version, token, "pause a support plan")


def resume_plan(desk: Desk, plan_id: str, *, why: str, seen_version: int, token: str | None = None) -> Saved:
    """Go on with a plan that is paused or closed. Raises Refused, NotAllowed, Conflict and AlreadySaved."""
    desk.open_school(school_of(desk, "support_plan", plan_id))
    return _turn(desk, plan_id, "open", why, seen_version, token, "resume a support plan")


def close_plan(
    desk: Desk,
    plan_id: str,
    *,
    closing_reason: str,
    why: str,
    seen_version: int,
    token: str | None = None,
) -> Saved:
    """Close a plan, of a closed school too. Raises Refused, NotAllowed, Conflict and AlreadySaved."""
    school = desk.city.school(school_of(desk, "support_plan", plan_id))
    given = Given()
    reason = given.choice("closing_reason", closing_reason, "why it is closed", CLOSING_REASONS)
    given.require(
        "closing_reason",
        reason != "school_closed" or not _is_open(school),
        "The school is open in this release: choose another reason.",
    )
    given.text("why", why, "what was reached, and what goes on without the plan")
    given.done()
    return _turn(desk, plan_id, "closed", why, seen_version, token, "close a support plan", reason)


def review_plan(
    desk: Desk,
    plan_id: str,
    *,
    on_day: date | None,
    pace: str,
    note: str,
    next_on: date | None = None,
    token: str | None = None,
) -> Saved:
    """Record a review of an open plan: its pace and what was found.

    `next_on` is the day agreed for the next one; without one the rule of every term holds. Raises Refused,
    NotAllowed and AlreadySaved.
    """
    school_id = school_of(desk, "support_plan", plan_id)
    desk.open_school(school_id)
    with desk.write("plan", school_id, token) as writing:
        plan = open_plan(writing, plan_id)
        values = _review(desk, plan, on_day, pace, note, next_on)
        return writing.add("plan_review", values, did="review a support plan", reason=values["note"])


def change_review(
    desk: Desk,
    review_id: str,
    *,
    on_day: date | None,
    pace: str,
    note: str,
    next_on: date | None = None,
    seen_version: int,
    token: str | None = None,
) -> Saved:
    """Put a review right. Raises Refused, NotAllowed, Conflict, NothingChanged and AlreadySaved."""
    school_id = school_of(desk, "plan_review", review_id)
    desk.open_school(school_id)
    with desk.write("plan", school_id, token) as writing:
        found = writing.newest("plan_review", review_id)
        plan = open_plan(writing, found.plan_id if found else "")
        values = _review(desk, plan, on_day, pace, note, next_on)
        return writing.save("plan_review", review_id, seen_version, values, did="change a review of a plan")


def school_of(desk: Desk, noun: str, record_id: str) -> str:
    """Whose a record is, whatever a form says. Raises Refused where there is no such record."""
    with desk.store.read() as con:
        found = versions(con, noun, record_id)
    if not found or found[-1].withdrawn:
        raise Refused({"record": "This is no longer there. Open the school's page again."})
    return str(found[-1].school_id)


def open_plan(writing: Writing, plan_id: str) -> Row[Any]:
    """The plan as it stands, where it can be changed. Raises Refused where it is paused or closed."""
    plan = writing.newest("support_plan", plan_id)
    if plan is None or plan.withdrawn:
        raise Refused({"plan": "This plan is no longer there. Open the school's page again."})
    if plan.state != "open":
        raise Refused({"plan": f"This plan is {plan.state}: it can be read. Resume it to change anything."})
    return plan


def _turn(
    desk: Desk,
    plan_id: str,
    state: str,
    why: str,
    seen_version: int,
    token: str | None,
    did: str,
    closing_reason: str | None = None,
) -> Saved:
    """Bring a plan into another state, and say why."""
    given = Given()
    told = given.text("why", why, "why")
    given.done()
    with desk.write("plan", school_of(desk, "support_plan", plan_id), token) as writing:
        plan = writing.newest("support_plan", plan_id)
        assert plan is not None
        turned = {
            "state": state,
            "closing_reason": closing_reason,
            "state_on": desk.today,
            "state_why": told,
        }
        values = _values(plan) | turned
        if plan.version == seen_version and plan.state == state:
            raise Refused({"plan": f"This plan is {state} already."})
        if plan.version == seen_version and (plan.state, state) == ("closed", "paused"):
            raise Refused({"plan": "This plan is closed: resume it before it can be paused."})
        return writing.save("support_plan", plan_id, seen_version, values, did=did, reason=told)


def _said(
    desk: Desk,
    given: Given,
    title: str,
    exit_criteria: str,
    review_on: date | None,
    began: date,
    note: str | None,
) -> dict[str, Any]:
    return {
        "title": given.text("title", title, "a title", most=TITLE),
        "exit_criteria": given.text("exit_criteria", exit_criteria, "the exit criteria"),
        "review_on": given.optional_day(
            "review_on",
            review_on,
            "the day of the first review",
            earliest=began,
            latest=desk.today + FURTHEST,
        ),
        "note": given.optional("note", note, "the note"),
    }


def _review(
    desk: Desk, plan: Row[Any], on_day: date | None, pace: str, note: str, next_on: date | None
) -> dict[str, Any]:
    given = Given()
    reviewed = given.day("on_day", on_day, "the day of the review", earliest=plan.from_on, latest=desk.today)
    values = {
        "school_id": plan.school_id,
        "plan_id": plan.record_id,
        "on_day": reviewed,
        "pace": given.choice("pace", pace, "the pace", PACES),
        "note": given.text("note", note, "what the review found"),
        "next_on": given.optional_day(
            "next_on",
            next_on,
            "the day of the next review",
            earliest=reviewed + timedelta(days=1) if on_day else None,
            latest=desk.today + FURTHEST,
        ),
    }
    given.done()
    return values


def _values(row: Row[Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in fields("support_plan")}


def _is_open(school: School | None) -> bool:
    return school is not None and school.is_open
