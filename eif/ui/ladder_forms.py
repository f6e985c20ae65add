"""With which forms is a school moved on the ladder, written to, and its matter passed on?

Each takes the desk and the school's row of `ladder_now`, and draws itself where it is called.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from eif.casework import escalations, ladder, letter_rules, letters
from eif.casework.desk import Desk
from eif.casework.ladder_rules import ALLOWED, CLOSED, LETTER_OF_STATE, OUTCOMES, STATES, UNIVERSAL
from eif.casework.store import Saved
from eif.ui.forms import Form
from eif.ui.shell import show


def step(desk: Desk, place: Any, steps: Sequence[Any]) -> None:
    """The form of the next step."""
    now = steps[-1].state if steps else UNIVERSAL
    # Those that a letter makes are recorded as the letter.
    states = {
        str(state): f"{state} {STATES[state]}" for state in ALLOWED[now] if state not in LETTER_OF_STATE
    }
    form = Form(f"ladder.{place.school_id}", desk, seen=place.number or 0)
    form.tell()
    left, right = st.columns(2)
    with left:
        state = form.choice("state", "Next state (for 4 and 5 record the letter)", states)
        decided_by = form.line("decided_by", "Decided by (role)")
        outcome = None
        if state == str(CLOSED):
            outcome = form.choice("outcome", "How was it closed?", OUTCOMES)
    with right:
        on_day = form.day("on_day", "Day of the decision", usual=desk.today)
        document = form.line("document", "Address of the document (https://…)")
    reason = form.text("reason", "Reason")

    def save(seen: int, token: str) -> Saved:
        return ladder.take_step(
            desk,
            place.school_id,
            state=None if state is None else int(state),
            on_day=on_day,
            decided_by=decided_by,
            reason=reason,
            document=document or None,
            outcome=outcome,
            seen_step=seen,
            token=token,
        )

    form.save("Save this step", save, "Saved: the school has moved.")


def mend(desk: Desk, place: Any, row: Any, sent: Sequence[Any]) -> None:
    """The form that mends the last step, or takes it back."""
    stands = {name: getattr(row, name) for name in ("on_day", "decided_by", "reason", "document")}
    form = Form(f"ladder.mend.{row.record_id}", desk, stands=stands, seen=row.version)
    form.tell()
    show(f"<p>The last step is {row.state}. Its state stays; or take it back, and it stands no more.</p>")
    left, right = st.columns(2)
    with left:
        decided_by = form.line("decided_by", "Decided by (role)")
        on_day = form.day("on_day", "Day of the decision")
    with right:
        document = form.line("document", "Address of the document (https://…)")
        why = form.line("why", "If it is taken back: why?")
    reason = form.text("reason", "Reason")
    yes, no = st.columns(2)
    with yes:
        form.save(
            "Save as mended",
            lambda seen, token: ladder.correct_step(
                desk,
                place.school_id,
                row.record_id,
                on_day=on_day,
                decided_by=decided_by,
                reason=reason,
                document=document or None,
                seen_version=seen,
                token=token,
            ),
            "Saved. The version before is kept.",
        )
    with no:
        form.also(
            "Take the step back",
            lambda seen, token: _take_back(desk, place, row, sent, why, seen, token),
            "Taken back. The record of it is kept.",
        )


def _take_back(
    desk: Desk, place: Any, row: Any, sent: Sequence[Any], why: str, seen: int, token: str
) -> Saved:
    """A step that a letter made goes with its letter."""
    for letter in sent:
        if letter.record_id == row.letter_id:
            return letters.take_letter_back(
                desk,
                place.school_id,
                letter.record_id,
                why=why,
                seen_version=letter.version,
                token=token,
            )
    return ladder.take_step_back(
        desk, place.school_id, row.record_id, why=why, seen_version=seen, token=token
    )


def letter(desk: Desk, place: Any) -> None:
    """The form of a letter that was issued."""
    kinds = {
        kind: words
        for kind, words in letter_rules.KINDS.items()
        if place.has_powers or kind not in letter_rules.STATUTORY
    }
    form = Form(f"letter.{place.school_id}", desk, seen=place.number or 0)
    form.tell()
    given: dict[str, Any] = {}
    left, right = st.columns(2)
    with left:
        given["kind"] = form.choice("kind", "Kind", kinds)
        given["issued_on"] = form.day("issued_on", "Issued on", usual=desk.today)
        given["decided_by"] = form.line("decided_by", "Decided by (role)")
        given["document"] = form.line("document", "Address of the document (https://…)") or None
    with right:
        if given["kind"] == "warning_notice":
            given["ground"] = form.choice("ground", "Ground (section 60(2))", letter_rules.GROUNDS)
        given["comply_by"] = form.day("comply_by", "To comply by")
        given["copied_to"] = form.choices("copied_to", "Copied to", {who: who for who in letter_rules.COPIES})
    given["matters"] = form.text("matters", "The matters on which it rests")
    given["action_required"] = form.text("action_required", "The action required")
    form.save(
        "Save this letter",
        lambda seen, token: letters.issue_letter(desk, place.school_id, seen_step=seen, token=token, **given),
        "Saved. A formal warning notice in force rates the school Causing Concern.",
    )


def outcome_of_letter(desk: Desk, place: Any, row: Any) -> None:
    """The form of what came of a letter."""
    form = Form(f"letter.outcome.{row.record_id}", desk, seen=row.version)
    form.tell()
    left, right = st.columns(2)
    with left:
        outcome = form.choice("outcome", "What came of it", letter_rules.OUTCOMES)
    with right:
        outcome_on = form.day("outcome_on", "On", usual=desk.today)
    note = form.text("outcome_note", "How it was judged")
    form.save(
        "Save this outcome",
        lambda seen, token: letters.record_outcome(
            desk,
            place.school_id,
            row.record_id,
            outcome=outcome,
            outcome_on=outcome_on,
            outcome_note=note,
            seen_version=seen,
            token=token,
        ),
        "Saved.",
    )


def escalation(desk: Desk, place: Any) -> None:
    """The form of an escalation."""
    form = Form(f"escalate.{place.school_id}", desk)
    form.tell()
    left, right = st.columns(2)
    with left:
        blocked_by = form.choice("blocked_by", "Where is it held up?", escalations.BLOCKED_BY)
        on_day = form.day("on_day", "Escalated on", usual=desk.today)
    with right:
        to = form.choice("escalated_to", "To whom?", escalations.ESCALATED_TO)
    matter = form.text("matter", "The matter")
    form.save(
        "Save this escalation",
        lambda _, token: escalations.escalate(
            desk,
            place.school_id,
            on_day=on_day,
            blocked_by=blocked_by,
            matter=matter,
            escalated_to=to,
            token=token,
        ),
        "Saved: it is on the agenda of the monthly and the half-termly board.",
    )


def resolution(desk: Desk, place: Any, row: Any) -> None:
    """The form of what came of an escalation."""
    form = Form(f"escalation.{row.record_id}", desk, seen=row.version)
    form.tell()
    outcome = form.text("outcome", "What came of it")
    outcome_on = form.day("outcome_on", "On", usual=desk.today)
    form.save(
        "Save this outcome",
        lambda seen, token: escalations.resolve(
            desk,
            place.school_id,
            row.record_id,
            outcome=outcome,
            outcome_on=outcome_on,
            seen_version=seen,
            token=token,
        ),
        "Saved.",
    )
