"""How is it said what came of a board's decision, and how is one corrected or withdrawn?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from eif.casework import decisions
from eif.casework.desk import Desk
from eif.ui.choice import choose
from eif.ui.figures import day
from eif.ui.forms import Form
from eif.ui.shell import show

OUTCOME = {"outcome": "Say what came of it"}
CHANGE = {"correct": "Correct", "back": "Withdraw"}


def decision_form(desk: Desk, decided: Sequence[Any]) -> None:
    """Draw the form of the decision that the address names, else of the first, which waits longest."""
    asked = st.query_params.get("decision")
    by_id = {row.record_id: row for row in decided}
    if not by_id and not asked:
        return
    with st.container(key="form-decided"):
        show("<h2>A decision on record</h2>")
        if asked and asked not in by_id:
            Form(f"board.back.{asked}", desk).tell()
        if not by_id:
            return
        words = {one: _words(row) for one, row in by_id.items()}
        row = by_id[choose("Which decision", "decision", words, next(iter(by_id)))]
        offered = CHANGE if row.decision in decisions.SETTLED else OUTCOME | CHANGE
        do = choose("What to do", "do", offered, next(iter(offered)), as_tabs=True)
        {"outcome": _trace, "correct": _correct, "back": _withdraw}[do](desk, row)


def _trace(desk: Desk, row: Any) -> None:
    stands = {"outcome": row.outcome, "outcome_on": row.outcome_on}
    form = Form(f"board.trace.{row.record_id}", desk, stands=stands, seen=row.version)
    form.tell()
    outcome = form.text("outcome", "What came of it", height=80)
    outcome_on = form.day("outcome_on", "On", usual=desk.today)
    form.save(
        "Save this outcome",
        lambda seen, token: decisions.trace_outcome(
            desk, row.record_id, outcome=outcome, outcome_on=outcome_on, seen_version=seen, token=token
        ),
        "Saved.",
    )


def _correct(desk: Desk, row: Any) -> None:
    names = ("item", "decision", "rationale", "owner", "due_on")
    stands = {name: getattr(row, name) for name in names}
    form = Form(f"board.correct.{row.record_id}", desk, stands=stands, seen=row.version)
    form.tell()
    given: dict[str, Any] = {}
    left, right = st.columns(2)
    with left:
        given["item"] = form.line("item", "What was decided about")
        given["decision"] = form.choice("decision", "Decision", decisions.DECISIONS)
    with right:
        given["owner"] = form.line("owner", "Who acts on it (role)")
        given["due_on"] = form.day("due_on", "By")
    given["rationale"] = form.text("rationale", "Rationale", height=80)
    given["why"] = form.line("why", "Why is it corrected?")
    form.save(
        "Save the correction",
        lambda seen, token: decisions.correct_decision(
            desk, row.record_id, seen_version=seen, token=token, **given
        ),
        "Corrected. What it said before stays on record.",
    )


def _withdraw(desk: Desk, row: Any) -> None:
    # So that what is told afterwards finds its decision, which no longer stands.
    st.query_params["decision"] = row.record_id
    form = Form(f"board.back.{row.record_id}", desk, seen=row.version)
    form.tell()
    why = form.line("why", "Why is it withdrawn, such as recorded for the wrong school?")
    form.save(
        "Withdraw this decision",
        lambda seen, token: decisions.withdraw_decision(
            desk, row.record_id, why=why, seen_version=seen, token=token
        ),
        "Withdrawn. It stays on record, and is listed no more.",
    )


def _words(row: Any) -> str:
    late = ", overdue" if row.is_overdue else ""
    return f"{row.name or 'The city'}: {decisions.DECISIONS[row.decision]} ({day(row.meeting_on)}{late})"
