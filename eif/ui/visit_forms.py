"""How is a visit planned, booked, completed, cancelled or taken back, in two minutes?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from eif.casework import visits as commands
from eif.casework.desk import Desk
from eif.casework.given import HALVES
from eif.casework.store import Saved
from eif.casework.words import VISIT_KINDS, VISIT_OPEN
from eif.ui.choice import choose
from eif.ui.figures import day
from eif.ui.forms import Form
from eif.ui.shell import link, show

Words = Mapping[str, str]
NEW = {"complete": "Record a visit that was held", "move": "Plan or book one"}
OPEN = {"complete": "Complete", "move": "Move or book", "cancel": "Cancel"}
HELD = {"complete": "Put right", "back": "Take back"}


def visit_form(
    desk: Desk,
    school: Any,
    visits: Sequence[Any],
    team: Words,
    areas: Words,
    adviser_id: str | None,
) -> None:
    """Draw the form of the visit that the address names, else of a new one.

    `team` are who may visit, `areas` those of the framework, by their ids.
    """
    asked = st.query_params.get("visit")
    visit = next((row for row in visits if row.record_id == asked), None)
    if asked and (visit is None or visit.status == "cancelled"):
        _settled(desk, school, asked)
        return
    offered = NEW if visit is None else OPEN if visit.status in VISIT_OPEN else HELD
    with st.container(key="form-visit"):
        title = "A visit" if visit is None else f"{VISIT_KINDS[visit.kind]}, {day(visit.on_day)}"
        other = "" if visit is None else f" {link('Another visit', 'school_visits', urn=school.urn)}"
        show(f"<h2>{title}</h2>{other}")
        do = choose("What to do", "do", offered, next(iter(offered)), as_tabs=True)
        form = Form(
            f"visit.{visit.record_id if visit else school.school_id}.{do}",
            desk,
            stands=_values(visit) if visit else {"adviser_id": adviser_id},
            seen=visit.version if visit else 0,
        )
        form.tell()
        if do == "complete":
            _complete(form, desk, school, visit, team, areas)
        elif do == "move":
            _move(form, desk, school, visit, team)
        else:
            {"cancel": _cancel, "back": _take_back}[do](form, desk, visit)


def _settled(desk: Desk, school: Any, asked: str) -> None:
    """A visit that was cancelled or taken back, with what was said when it was."""
    with st.container(key="form-visit"):
        for do in ("cancel", "back"):
            Form(f"visit.{asked}.{do}", desk).tell()
        again = link("Record or plan another", "school_visits", urn=school.urn)
        show(f"<h2>This visit is settled</h2><p>It was cancelled or taken back. {again}</p>")


def _complete(form: Form, desk: Desk, school: Any, visit: Any | None, team: Words, areas: Words) -> None:
    given = _held_on(form, team, usual=desk.today)
    given["note"] = form.text("note", "What was seen and agreed", height=96)
    left, right = st.columns([3, 2])
    with left:
        given["strong_practice"] = form.line("strong_practice", "Strong practice to share (if any)")
    with right:
        given["strong_areas"] = form.choices("strong_areas", "Seen in which area?", areas)
    left, right = st.columns([3, 1])
    with left:
        given["next_step"] = form.line("next_step", "Next step (if any)")
    with right:
        given["next_step_by"] = form.day("next_step_by", "By")

    def save(seen: int, token: str) -> Saved:
        return commands.complete_visit(
            desk,
            school.school_id,
            visit_id=visit.record_id if visit else None,
            seen_version=seen,
            token=token,
            **given,
        )

    form.save("Save the visit", save, "Saved. Its days count in the year of the visit.")


def _move(form: Form, desk: Desk, school: Any, visit: Any | None, team: Words) -> None:
    given = _held_on(form, team, usual=None)
    options = {"booked": "Booked with the school", "planned": "Planned, not agreed with the school yet"}
    given["booked"] = form.choice("status", "Is it agreed with the school?", options) == "booked"
    given["note"] = form.line("note", "Note (if any)")

    def save(seen: int, token: str) -> Saved:
        if visit is None:
            return commands.plan_visit(desk, school.school_id, token=token, **given)
        return commands.change_visit(desk, visit.record_id, seen_version=seen, token=token, **given)

    form.save("Save the visit to come", save, "Saved. It is in the calendar file.")


def _cancel(form: Form, desk: Desk, visit: Any) -> None:
    why = form.line("why", "Why is it cancelled?")
    form.save(
        "Cancel the visit",
        lambda seen, token: commands.cancel_visit(
            desk, visit.record_id, why=why, seen_version=seen, token=token
        ),
        "Cancelled. Its days are free again.",
    )


def _take_back(form: Form, desk: Desk, visit: Any) -> None:
    why = form.line("why", "Why is it taken back, such as recorded for the wrong school?")
    form.save(
        "Take the visit back",
        lambda seen, token: commands.take_visit_back(
            desk, visit.record_id, why=why, seen_version=seen, token=token
        ),
        "Taken back. It stays in the history.",
    )


def _held_on(form: Form, team: Words, *, usual: Any) -> dict[str, Any]:
    """Kind, day, days and person, in one row and a half."""
    given: dict[str, Any] = {}
    left, right = st.columns(2)
    with left:
        given["kind"] = form.choice("kind", "For", VISIT_KINDS) or ""
    with right:
        given["adviser_id"] = form.choice("adviser_id", "Who visits", team)
    left, right = st.columns(2)
    with left:
        given["on_day"] = form.day("on_day", "Day", usual=usual)
    with right:
        given["days"] = form.days("half_days", "Days", usual=1.0, most=commands.MOST_DAYS)
    return given


def _values(visit: Any) -> dict[str, Any]:
    names = ("kind", "adviser_id", "on_day", "note", "strong_practice", "next_step", "next_step_by", "status")
    values = {name: getattr(visit, name) for name in names}
    return values | {"half_days": int(visit.days * HALVES), "strong_areas": list(visit.strong_areas or ())}
