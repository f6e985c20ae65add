"""What can somebody do to a school's support plan, and with which form?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from eif.casework import plans
from eif.casework.desk import Desk
from eif.casework.plan_words import CLOSING_REASONS, PACES
from eif.casework.store import Saved
from eif.ui.figures import day
from eif.ui.forms import Form
from eif.ui.kpi_choice import Figures
from eif.ui.plan_action_forms import LAST, action_form, begun, end_form, progress_form
from eif.ui.shell import show

# What is done, in the order of how often.
OPEN = {
    "progress": "Say how an action goes",
    "review": "Review the plan",
    "add": "Add an action",
    "action": "Change an action",
    "end": "End an action, or take it away",
    "reviewed": "Put a review right",
    "plan": "Change the plan",
    "state": "Pause or close the plan",
    "begin": "Begin another plan",
}
READ = {"state": "Resume the plan", "begin": "Begin another plan"}
PAUSED = READ | {"state": "Resume or close the plan"}
GONE = {"state": "Close the plan"}


def plan_forms(
    desk: Desk,
    school: Any,
    plan: Any | None,
    rows: Sequence[Any],
    reviews: Sequence[Any],
    figures: Figures,
) -> None:
    """Draw the choice of what to do and its form; `rows` are the actions of the plan.

    The address may say in `do` what is chosen at first, so that other pages can lead to a form.
    """
    with st.container(key="form-plan"):
        if plan is None:
            show("<h2>Begin a support plan</h2>")
            what = "begin"
        else:
            show("<h2>Record</h2>")
            offered = offers(plan, rows, reviews)
            names = list(offered)
            asked = st.query_params.get("do", "")
            what = st.selectbox(
                "What",
                names,
                index=names.index(asked) if asked in offered else 0,
                format_func=lambda word: offered.get(word, word),
                key="plan.what",
            )
        form = _form(what, desk, school, plan, rows, reviews, figures)
        st.session_state[LAST] = form.key if form else None


def offers(plan: Any, rows: Sequence[Any], reviews: Sequence[Any]) -> dict[str, str]:
    """What can be done to the plan as it stands."""
    if plan.is_school_closed:
        return {} if plan.state == "closed" else GONE
    if plan.state != "open":
        return PAUSED if plan.state == "paused" else READ
    without: set[str] = set() if reviews else {"reviewed"}
    first = {}
    if all(row.ended_on for row in rows):
        first = {"add": OPEN["add"]}
        without |= {"progress", "action", "end"}
    return first | {what: words for what, words in OPEN.items() if what not in without}


def _form(
    what: str | None,
    desk: Desk,
    school: Any,
    plan: Any | None,
    rows: Sequence[Any],
    reviews: Sequence[Any],
    figures: Figures,
) -> Form | None:
    if what == "begin":
        return _begin(desk, school)
    if plan is None or what is None:
        return None
    if what in ("progress", "action", "end"):
        going = {row.action_id: row for row in rows if row.ended_on is None}
        chosen = st.selectbox(
            "Which action",
            list(going),
            format_func=lambda name: _short(going[name]),
            key=f"plan.{what}.which",
        )
        row = going[chosen]
        if what == "action":
            return action_form(desk, plan, row, figures)
        return progress_form(desk, row) if what == "progress" else end_form(desk, row)
    if what == "add":
        return action_form(desk, plan, None, figures)
    if what == "reviewed":
        return _reviewed(desk, reviews)
    return {"review": _review, "plan": _plan, "state": _state}[what](desk, plan)


def _short(row: Any) -> str:
    return row.action if len(row.action) <= 90 else f"{row.action[:88]}…"


def _begin(desk: Desk, school: Any) -> Form:
    form = begun(desk, f"plan.begin.{school.school_id}")
    given = _plan_fields(form, beginning=True)

    def save(_: int, token: str) -> Saved:
        return plans.begin_plan(desk, school.school_id, token=token, **given)

    form.save("Begin this plan", save, "Saved. The plan is open: add its actions.")
    return form


def _plan(desk: Desk, plan: Any) -> Form:
    names = ("title", "exit_criteria", "review_on", "note")
    stands = {name: getattr(plan, name) for name in names}
    form = begun(desk, f"plan.change.{plan.plan_id}", stands=stands, seen=plan.version)
    given = _plan_fields(form, beginning=False)

    def save(seen: int, token: str) -> Saved:
        return plans.change_plan(desk, plan.plan_id, seen_version=seen, token=token, **given)

    form.save("Save the plan", save, "Saved.")
    return form


def _plan_fields(form: Form, *, beginning: bool) -> dict[str, Any]:
    given: dict[str, Any] = {"title": form.line("title", "Title")}
    left, right = st.columns(2)
    if beginning:
        with left:
            given["from_on"] = form.day("from_on", "Begins", usual=form.desk.today)
    with right if beginning else left:
        given["review_on"] = form.day(
            "review_on", "First review", help_="Left empty, it is due by the end of the next term."
        )
    given["exit_criteria"] = form.text("exit_criteria", "Exit criteria: the plan ends when (one a line)")
    given["note"] = form.text("note", "Note", height=70)
    return given


def _state(desk: Desk, plan: Any) -> Form:
    form = begun(desk, f"plan.state.{plan.plan_id}", seen=plan.version)
    turns = {
        "pause": "Pause it: nothing is due until it is resumed",
        "close": "Close it",
        "resume": "Resume it",
    }
    may = {"open": ("pause", "close"), "paused": ("resume", "close"), "closed": ("resume",)}[plan.state]
    if plan.is_school_closed:
        may = ("close",)
    turn = form.choice("turn", "What becomes of the plan", {name: turns[name] for name in may})
    reason = None
    if turn == "close":
        reason = form.choice("closing_reason", "Reason for closing", CLOSING_REASONS)
    why = form.text("why", "Why: what was reached, and what goes on" if turn == "close" else "Why")

    def save(seen: int, token: str) -> Saved:
        same: dict[str, Any] = {"why": why, "seen_version": seen, "token": token}
        if turn == "close":
            return plans.close_plan(desk, plan.plan_id, closing_reason=reason or "", **same)
        if turn == "resume":
            return plans.resume_plan(desk, plan.plan_id, **same)
        return plans.pause_plan(desk, plan.plan_id, **same)

    done = {"pause": "Saved. The plan is paused.", "close": "Saved. The plan is closed."}
    if turn is not None:
        form.save("Save", save, done.get(turn, "Saved. The plan is open again."))
    return form


def _review(desk: Desk, plan: Any) -> Form:
    form = begun(desk, f"plan.review.{plan.plan_id}")
    given = _review_fields(form)

    def save(_: int, token: str) -> Saved:
        return plans.review_plan(desk, plan.plan_id, token=token, **given)

    form.save("Save the review", save, "Saved. The next review is due as the plan says above.")
    return form


def _reviewed(desk: Desk, reviews: Sequence[Any]) -> Form:
    """A review that was recorded, to be put right: the newest first."""
    order = sorted(reviews, key=lambda row: (row.on_day, row.revision), reverse=True)
    by_id = {row.record_id: row for row in order}
    chosen = st.selectbox(
        "Which review",
        list(by_id),
        format_func=lambda name: f"{day(by_id[name].on_day)}: {PACES[by_id[name].pace]}",
        key="plan.reviewed.which",
    )
    row = by_id[chosen]
    stands = {name: getattr(row, name) for name in ("on_day", "pace", "next_on", "note")}
    form = begun(desk, f"plan.reviewed.{row.record_id}", stands=stands, seen=row.version)
    given = _review_fields(form)

    def save(seen: int, token: str) -> Saved:
        return plans.change_review(desk, row.record_id, seen_version=seen, token=token, **given)

    form.save("Save the review", save, "Saved. What it said before stays in the history.")
    return form


def _review_fields(form: Form) -> dict[str, Any]:
    left, middle, right = st.columns(3)
    given: dict[str, Any] = {}
    with left:
        given["on_day"] = form.day("on_day", "Reviewed on", usual=form.desk.today)
    with middle:
        given["pace"] = form.choice("pace", "Pace", PACES)
    with right:
        given["next_on"] = form.day(
            "next_on", "Next review", help_="Left empty, it is due by the end of the next term."
        )
    given["note"] = form.text("note", "What was found: pace, effect, what changes")
    return given
