"""What does one row of a caseload spreadsheet say of a school's support plan: which action, by whom, by when?

An action joins the plan that is in force. A plan is begun on the school's page, with its exit criteria.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from eif.casework.caseload_lines import NEW, REFUSED, SAME, Line, Stands, day_of, no_day
from eif.casework.desk import Desk
from eif.casework.plan_actions import add_action

ACTION = "Action of the plan"
SAID = ("plan_priority", "plan_action", "plan_responsible", "plan_due")


def action_lines(
    number: int, row: Mapping[str, str], stands: Stands, school_ids: Mapping[str, str], desk: Desk
) -> Iterator[Line]:
    """The line of the action that a row names, if it names one, of a school that is known."""
    school_id, action = school_ids.get(row.get("urn", "")), row.get("plan_action")
    if school_id is None or not action:
        return
    said = tuple(row.get(name, "") for name in SAID)
    name = desk.school(school_id).name
    line = Line(number, row["urn"], name, ACTION, REFUSED, "", action, said=said)
    yield _held_against(line, school_id, row, stands)


def _held_against(line: Line, school_id: str, row: Mapping[str, str], stands: Stands) -> Line:
    plan = stands.plans.get(school_id)
    if plan is None:
        return line.refused(
            "No support plan of this school is in force. Begin it on the school’s page, then import."
        )
    priority, action, responsible, due = line.said
    due_on = day_of(due)
    if due and due_on is None:
        return line.refused(no_day(due))
    had = stands.actions.get((plan.record_id, action.lower()))
    if had and (had.priority, had.responsible, had.due_on) == (priority, responsible, due_on):
        return line.stated(SAME)
    if had:
        was = f"{had.action} ({had.responsible})"
        return line.refused("This action is recorded otherwise. Change it on the school’s page.", was=was)

    def add(desk: Desk, token: str) -> object:
        return add_action(
            desk,
            plan.record_id,
            priority=priority,
            action=action,
            responsible=responsible,
            due_on=due_on,
            token=token,
        )

    return line.stated(NEW, command=add)
