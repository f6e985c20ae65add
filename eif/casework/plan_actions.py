"""What is done under a support plan, by whom and by when, by what is it measured, and how does it go?

Fields after the council's action plans: priority, action, responsible person, timescale, resources, expected
improvement. Improvement is measured by an indicator of the catalogue where one says it, else described in
words. What has once been reported on stays: it can be ended with a reason, not taken away.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row

from eif.casework.desk import Desk, Measure
from eif.casework.errors import Refused
from eif.casework.given import Given
from eif.casework.plan_words import ENDINGS, NOT_TOLD, PROGRESS
from eif.casework.plans import FURTHEST, open_plan, school_of
from eif.casework.store import Saved, Writing, versions
from eif.casework.tables import fields

WHO = 200
SHORT = 500
ALL = "all"


@dataclass(frozen=True)
class Kpi:
    """By what an action is measured: an indicator and a group, or words alone; none of it where by nothing.

    With an indicator `baseline` and `target` are numbers in its unit, and results count that describe a time
    which ended after `baseline_on`.
    """

    indicator: str | None = None
    pupil_group: str | None = None
    measure: str | None = None
    baseline: str | None = None
    baseline_on: date | None = None
    target: str | None = None
    target_on: date | None = None


NO_KPI = Kpi()


def add_action(
    desk: Desk,
    plan_id: str,
    *,
    priority: str,
    action: str,
    responsible: str,
    due_on: date | None,
    resources: str | None = None,
    kpi: Kpi = NO_KPI,
    token: str | None = None,
) -> Saved:
    """Add an action to an open plan. Raises Refused, NotAllowed and AlreadySaved."""
    school_id = school_of(desk, "support_plan", plan_id)
    desk.open_school(school_id)
    with desk.write("plan", school_id, token) as writing:
        plan = open_plan(writing, plan_id)
        said = _said(desk, plan, priority, action, responsible, due_on, resources, kpi)
        values = said | {"school_id": school_id, "plan_id": plan_id, "progress": NOT_TOLD}
        return writing.add("plan_action", values, did="add an action", reason=said["action"])


def change_action(
    desk: Desk,
    action_id: str,
    *,
    priority: str,
    action: str,
    responsible: str,
    due_on: date | None,
    resources: str | None = None,
    kpi: Kpi = NO_KPI,
    seen_version: int,
    token: str | None = None,
) -> Saved:
    """Change an action. Raises Refused, NotAllowed, Conflict, NothingChanged and AlreadySaved."""
    school_id = school_of(desk, "plan_action", action_id)
    desk.open_school(school_id)
    with desk.write("plan", school_id, token) as writing:
        row = _going_on(writing, action_id)
        plan = open_plan(writing, row.plan_id)
        said = _said(desk, plan, priority, action, responsible, due_on, resources, kpi)
        return writing.save(
            "plan_action", action_id, seen_version, _values(row) | said, did="change an action"
        )


def record_progress(
    desk: Desk,
    action_id: str,
    *,
    progress: str,
    note: str,
    on_day: date | None,
    seen_version: int,
    token: str | None = None,
) -> Saved:
    """Say how an action goes: red, amber or green, and always in words what makes it so.

    Raises Refused, NotAllowed, Conflict, NothingChanged and AlreadySaved.
    """
    school_id = school_of(desk, "plan_action", action_id)
    desk.open_school(school_id)
    with desk.write("plan", school_id, token) as writing:
        row = _going_on(writing, action_id)
        plan = open_plan(writing, row.plan_id)
        given = Given()
        told: dict[str, Any] = {
            "progress": given.choice("progress", progress, "how it goes", PROGRESS),
            "progress_note": given.text("note", note, "what makes it so"),
            "progress_on": given.day(
                "on_day", on_day, "the day of which this is true", earliest=plan.from_on, latest=desk.today
            ),
        }
        given.done()
        return writing.save(
            "plan_action",
            action_id,
            seen_version,
            _values(row) | told,
            did="record progress",
            reason=told["progress_note"],
        )


def end_action(
    desk: Desk,
    action_id: str,
    *,
    ended_as: str,
    why: str,
    ended_on: date | None,
    seen_version: int,
    token: str | None = None,
) -> Saved:
    """End an action as done or otherwise, and say why. Raises Refused, NotAllowed, Conflict, AlreadySaved."""
    school_id = school_of(desk, "plan_action", action_id)
    desk.open_school(school_id)
    with desk.write("plan", school_id, token) as writing:
        row = _going_on(writing, action_id)
        plan = open_plan(writing, row.plan_id)
        given = Given()
        told: dict[str, Any] = {
            "ended_as": given.choice("ended_as", ended_as, "how it ended", ENDINGS),
            "ended_why": given.text("why", why, "why it ended"),
            "ended_on": given.day(
                "ended_on", ended_on, "the day it ended", earliest=plan.from_on, latest=desk.today
            ),
        }
        given.done()
        return writing.save(
            "plan_action",
            action_id,
            seen_version,
            _values(row) | told,
            did="end an action",
            reason=told["ended_why"],
        )


def withdraw_action(
    desk: Desk, action_id: str, *, why: str, seen_version: int, token: str | None = None
) -> Saved:
    """Take away an action that nobody reported on. Raises Refused, NotAllowed, Conflict and AlreadySaved."""
    given = Given()
    why = given.text("why", why, "why it is taken away")
    given.done()
    school_id = school_of(desk, "plan_action", action_id)
    desk.open_school(school_id)
    with desk.write("plan", school_id, token) as writing:
        row = writing.newest("plan_action", action_id)
        open_plan(writing, row.plan_id if row else "")
        if any(version.progress_on for version in versions(writing.con, "plan_action", action_id)):
            raise Refused(
                {"action": "Progress of this action was recorded, so it stays. End it with a reason instead."}
            )
        return writing.withdraw("plan_action", action_id, seen_version, did="take an action away", reason=why)


def _going_on(writing: Writing, action_id: str) -> Row[Any]:
    """The action as it stands, where it has not ended. Raises Refused."""
    row = writing.newest("plan_action", action_id)
    if row is None or row.withdrawn:
        raise Refused({"action": "This action is no longer there. Open the school's page again."})
    if row.ended_on:
        raise Refused({"action": "This action has ended: it can be read. Add another to go on."})
    return row


def _said(
    desk: Desk,
    plan: Row[Any],
    priority: str,
    action: str,
    responsible: str,
    due_on: date | None,
    resources: str | None,
    kpi: Kpi,
) -> dict[str, Any]:
    given = Given()
    latest = desk.today + FURTHEST
    said: dict[str, Any] = {
        "priority": given.text("priority", priority, "the priority it serves", most=SHORT),
        "action": given.text("action", action, "the action"),
        "responsible": given.text("responsible", responsible, "who is responsible", most=WHO),
        "due_on": given.day(
            "due_on", due_on, "the day it is to be done", earliest=plan.from_on, latest=latest
        ),
        "resources": given.optional("resources", resources, "the resources", most=SHORT),
        "indicator": kpi.indicator or None,
        "pupil_group": (kpi.pupil_group or ALL) if kpi.indicator else None,
        "measure": given.optional("measure", kpi.measure, "what is measured", most=SHORT),
        "baseline": given.optional("baseline", kpi.baseline, "the baseline", most=SHORT),
        "target": given.optional("target", kpi.target, "the target", most=SHORT),
        "baseline_on": None,
        "target_on": None,
    }
    if kpi.indicator:
        said |= _measured(desk, plan, given, kpi)
    if kpi.indicator or said["measure"]:
        given.require("target", bool(said["target"]), "Write the target.")
        said["target_on"] = given.day(
            "target_on",
            kpi.target_on,
            "the day of the target",
            earliest=said["baseline_on"] or plan.from_on,
            latest=latest,
        )
    else:
        stray = said["baseline"] or said["target"]
        given.require(
            "measure", not stray, "Choose an indicator or describe what the baseline and target measure."
        )
    given.done()
    return said


def _measured(desk: Desk, plan: Row[Any], given: Given, kpi: Kpi) -> dict[str, Any]:
    """Baseline and target of an indicator, as numbers the right way round."""
    found = desk.city.measure(kpi.indicator or "")
    if found is None:
        given.require("indicator", False, "The catalogue has no such figure of schools. Choose another.")
        return {}
    if _has_stopped(found, desk.today):
        given.require(
            "indicator",
            False,
            f"{found.title} was published for {found.last_period} for the last time. Describe the measure "
            "in words instead.",
        )
    given.require(
        "pupil_group",
        (kpi.pupil_group or ALL) in found.groups,
        f"{found.title} is not published for this group of pupils. Choose another.",
    )
    baseline, target = _number(given, "baseline", kpi.baseline), _number(given, "target", kpi.target)
    if baseline is not None and target is not None:
        given.require(
            "target",
            (target - baseline) * found.polarity >= 0,
            f"{'Higher' if found.polarity > 0 else 'Lower'} is better for {found.title.lower()}, and this "
            "target is worse than the baseline.",
        )
        given.require(
            "target",
            found.polarity != 0 or target != baseline,
            "No way is better for this figure, so that the target must differ from the baseline.",
        )
    since = given.optional_day(
        "baseline_on",
        kpi.baseline_on,
        "the day of the baseline",
        earliest=date(plan.from_on.year - 3, 9, 1),
        latest=desk.today,
    )
    return {
        "baseline": None if baseline is None else f"{baseline:.10g}",
        "target": None if target is None else f"{target:.10g}",
        "baseline_on": since or plan.from_on,
    }


def _number(given: Given, name: str, text: str | None) -> float | None:
    plain = (text or "").strip().removesuffix("%").replace(",", "").replace("−", "-").replace("£", "")
    try:
        number = float(plain)
    except ValueError:
        number = math.nan
    if math.isfinite(number):
        return number
    given.require(name, False, f"Write the {name} as a number in the unit of the indicator.")
    return None


def _has_stopped(measure: Measure, today: date) -> bool:
    """Whether the last year of an indicator, such as `2022/23`, is over."""
    return measure.last_period is not None and date(int(measure.last_period[:4]) + 1, 8, 31) < today


def _values(row: Row[Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in fields("plan_action")}
