"""How is a support plan said in words and marks, on the page and in the workbook alike?

`plan` stands for a row of `plan_state`, `row` for one of `screen_plan_action`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from eif.casework.plan_words import CLOSING_REASONS, ENDINGS, NOT_TOLD, PACES, PLAN_STATES
from eif.outputs.words import RATING, Mark

PROGRESS = {name: RATING[name] for name in ("red", "amber", "green")} | {
    NOT_TOLD: Mark("ne", "–", "Not reported")
}
KPI = {
    "reached": Mark("es", "▲", "Reached"),
    "on track": Mark("es", "▲", "On track"),
    "behind": Mark("dv", "◆", "Behind"),
    "missed": Mark("cc", "▼", "Missed"),
    "no newer result": Mark("ne", "–", "No newer result"),
    "no result": Mark("ne", "–", "No result"),
    "stopped": Mark("ne", "–", "No longer published"),
    "not measured": Mark("ne", "–", "Not measured from data"),
    "no KPI": Mark("ne", "–", "Nothing to measure"),
}
STATE = {
    "open": Mark("es", "●", PLAN_STATES["open"]),
    "paused": Mark("dv", "◆", PLAN_STATES["paused"]),
    "closed": Mark("ne", "–", PLAN_STATES["closed"]),
}


def finding(plan: Any | None) -> str:
    """What is to be known first of a school's plan."""
    if plan is None:
        return "no support plan"
    if plan.is_school_closed and plan.state != "closed":
        return "the school is closed and its plan is not"
    if plan.state != "open":
        return f"the support plan is {plan.state}"
    late = [count(plan.late_actions, "action")] if plan.late_actions else []
    late += ["its review"] if plan.is_review_late else []
    return f"{' and '.join(late)} overdue" if late else "nothing in the support plan is overdue"


def next_thing(plan: Any | None) -> str:
    """What comes second: the next review, and how the targets stand."""
    if plan is None:
        return "The framework asks for a plan with indicators and timescales where support is agreed."
    told = [f"{count(plan.open_actions, 'action')} going on"]
    if plan.kpis_on_track or plan.kpis_off_track:
        told.append(f"{plan.kpis_on_track} on track for the target, {plan.kpis_off_track} not")
    if plan.next_review_on:
        due = "the review was due" if plan.is_review_late else "next review"
        told.append(f"{due} by {day(plan.next_review_on)}")
    return "; ".join(told) + "."


def review_due(plan: Any) -> str:
    """When the next review is due, and why then."""
    if plan.next_review_on is None:
        return "none while the plan is not open"
    because = "as agreed" if plan.review_because == "agreed" else "every term"
    return f"{day(plan.next_review_on)} ({because})" + (", overdue" if plan.is_review_late else "")


def last_review(plan: Any) -> str:
    """When it was reviewed last and at which pace."""
    if plan.last_review_on is None:
        return "not yet"
    return f"{day(plan.last_review_on)}: {PACES[plan.last_pace].lower()}"


def state_since(plan: Any) -> str:
    """Since when it is in its state, and why."""
    reason = CLOSING_REASONS.get(plan.closing_reason or "")
    why = ". ".join(part.rstrip(".") for part in (reason, plan.state_why) if part)
    return f"since {day(plan.state_on)}" + (f": {why}" if why else "")


def measured_by(row: Any) -> str:
    """The indicator and the group, or the words."""
    if row.indicator is None:
        return row.measure or "nothing yet"
    group = "" if row.pupil_group == "all" else f", {row.group_title[:1].lower()}{row.group_title[1:]}"
    return f"{row.title or row.indicator}{group}"


def from_to(row: Any, write: Any) -> str:
    """From which figure to which, and by when; `write` puts a number into the indicator's unit."""
    if row.target_on is None:
        return ""
    start = row.baseline_words if row.baseline is None else write(row.baseline)
    end = row.target_words if row.target is None else write(row.target)
    return (f"from {start} " if start else "") + f"to {end} by {day(row.target_on)}"


def ended(row: Any) -> str:
    """How an action ended, when and why."""
    return f"{ENDINGS[row.ended_as]}, {day(row.ended_on)}: {row.ended_why}"


def lateness(days_late: int | None) -> str:
    """For how long something is overdue; nothing where it is not."""
    return f"{count(days_late, 'day')} overdue" if days_late else ""


def count(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def day(value: date) -> str:
    """A day as it is written everywhere."""
    return f"{value.day} {value:%B %Y}"


def of_plan(plans: Sequence[Any], plan_id: str | None = None) -> Any | None:
    """The plan asked for, else the newest that goes on, else the newest; None where there is none."""
    order = sorted(plans, key=lambda plan: (list(PLAN_STATES).index(plan.state), -plan.from_on.toordinal()))
    return next((plan for plan in order if plan.plan_id == plan_id), order[0] if order else None)
