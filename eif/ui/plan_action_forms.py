"""With which forms is an action of a support plan added, changed, reported on and ended?"""

from __future__ import annotations

from typing import Any

import streamlit as st

from eif.casework import plan_actions
from eif.casework.desk import Desk
from eif.casework.plan_words import ENDINGS, PROGRESS
from eif.casework.store import Saved
from eif.ui.escape import escape
from eif.ui.forms import Form
from eif.ui.kpi_choice import Figures, kpi_fields
from eif.ui.plan_card import definitions
from eif.ui.shell import show

_NAMES = (
    *("priority", "action", "responsible", "due_on", "resources"),
    *("indicator", "pupil_group", "measure", "baseline_on", "target_on"),
)
LAST = "plan.last"


def begun(desk: Desk, key: str, **stands: Any) -> Form:
    """A form that says what became of it, or of the one before it that is no longer drawn."""
    form = Form(key, desk, **stands)
    last = st.session_state.get(LAST)
    told = st.session_state.get(f"{last}.told") if last and last != key else None
    if told:
        show(f'<div class="told {told[1]}" role="status">{escape(told[0])}</div>')
    form.tell()
    return form


def action_form(desk: Desk, plan: Any, row: Any | None, figures: Figures) -> Form:
    """Add an action to `plan`, or change that of `row`."""
    if row is None:
        form = begun(desk, f"plan.add.{plan.plan_id}")
    else:
        stands = {name: getattr(row, name) for name in _NAMES}
        stands |= {"baseline": row.baseline_words, "target": row.target_words}
        form = begun(desk, f"plan.action.{row.action_id}", stands=stands, seen=row.version)
    given: dict[str, Any] = {"priority": form.line("priority", "Priority it serves")}
    given["action"] = form.text("action", "Action", height=80)
    left, middle, right = st.columns(3)
    with left:
        given["responsible"] = form.line("responsible", "Who is responsible (role)")
    with middle:
        given["due_on"] = form.day("due_on", "To be done by")
    with right:
        given["resources"] = form.line("resources", "Resources")
    given["kpi"] = kpi_fields(form, desk, figures)

    def save(seen: int, token: str) -> Saved:
        if row is None:
            return plan_actions.add_action(desk, plan.plan_id, token=token, **given)
        return plan_actions.change_action(desk, row.action_id, seen_version=seen, token=token, **given)

    form.save("Save the action", save, "Saved.")
    return form


def progress_form(desk: Desk, row: Any) -> Form:
    """Say how an action goes."""
    stands = {"progress": row.progress if row.progress in PROGRESS else None}
    form = begun(desk, f"plan.progress.{row.action_id}", stands=stands, seen=row.version)
    show(definitions())
    left, right = st.columns(2)
    with left:
        progress = form.choice("progress", "How it goes", PROGRESS)
    with right:
        day = form.day("progress_on", "As on", usual=desk.today)
    note = form.text("progress_note", "What makes it so")

    def save(seen: int, token: str) -> Saved:
        return plan_actions.record_progress(
            desk,
            row.action_id,
            progress=progress or "",
            note=note,
            on_day=day,
            seen_version=seen,
            token=token,
        )

    form.save("Save progress", save, "Saved.")
    return form


def end_form(desk: Desk, row: Any) -> Form:
    """End an action, or take away one that was entered by mistake."""
    form = begun(desk, f"plan.end.{row.action_id}", seen=row.version)
    ways = dict(ENDINGS)
    if row.progress_on is None:
        ways["withdraw"] = "Entered by mistake: take it away"
    left, right = st.columns(2)
    with left:
        way = form.choice("ended_as", "How it ended", ways)
    with right:
        day = form.day("ended_on", "On", usual=desk.today)
    why = form.text("ended_why", "Why")

    def save(seen: int, token: str) -> Saved:
        same: dict[str, Any] = {"why": why, "seen_version": seen, "token": token}
        if way == "withdraw":
            return plan_actions.withdraw_action(desk, row.action_id, **same)
        return plan_actions.end_action(desk, row.action_id, ended_as=way or "", ended_on=day, **same)

    form.save("Save", save, "Saved. The action has ended.")
    return form
