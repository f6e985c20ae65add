"""One school: where it stands on the ladder of intervention, how it came there, and the next step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from eif.casework import escalations, ladder, letters
from eif.casework.desk import Desk
from eif.casework.ladder_rules import ALLOWED, CLOSED, LETTER_OF_STATE, OUTCOMES, STATES, UNIVERSAL
from eif.casework.store import Saved
from eif.city import open_desk
from eif.config import load_settings
from eif.snapshot import Snapshot
from eif.ui import forms, ladder_steps
from eif.ui.figures import count, day
from eif.ui.forms import Form
from eif.ui.school_head import school_header
from eif.ui.shell import current_snapshot, show
from eif.ui.who import current_person


def page() -> None:
    """Show the ladder of the school whose URN is in the address, and take what is decided next."""
    snapshot = current_snapshot()
    st.html(f"<style>{forms.CSS}{ladder_steps.CSS}</style>")
    urn = st.query_params.get("urn", "").strip()
    known = next(iter(snapshot.rows("screen_school", urn=urn)), None)
    place = _place(snapshot, known.school_id) if known else None
    school = school_header(snapshot, "school_ladder", _finding(place), _next(snapshot, place))
    if school is None or place is None:
        return
    desk = open_desk(load_settings(), current_person(snapshot), snapshot)
    own = {"school_id": school.school_id}
    steps = sorted(snapshot.rows("casework_ladder_step", **own), key=lambda row: row.number)
    sent = sorted(snapshot.rows("casework_letter", **own), key=lambda row: row.issued_on)
    escalated = snapshot.rows("casework_escalation", **own)
    decided = snapshot.rows("decision_made", **own)
    show(
        ladder_steps.rungs_card(place.state, [row.state for row in steps], place.has_powers),
        ladder_steps.story_card(ladder_steps.story(steps, sent, escalated, decided)),
    )
    _record(desk, place, steps, sent, escalated)


def _place(snapshot: Snapshot, school_id: str) -> Any | None:
    return next(iter(snapshot.rows("ladder_now", school_id=school_id)), None)


def _finding(place: Any | None) -> str:
    if place is None or place.since is None:
        return "{name} has the universal offer; no matter is open"
    return f"{{name}}: {STATES[place.state].lower()} since {day(place.since)}"


def _next(snapshot: Snapshot, place: Any | None) -> str:
    """The next thing to know: a period that ends, or what may follow."""
    if place is None:
        return ""
    due = sorted(snapshot.rows("notice_due", school_id=place.school_id), key=lambda row: row.days_left)
    if due:
        first = due[0]
        kind = letters.KINDS[first.kind].lower()
        if first.is_over:
            return f"The period of the {kind} ended on {day(first.comply_by)}: judge what came of it."
        return (
            f"{count(first.days_left, 'day')} left to comply with the {kind}, until {day(first.comply_by)}."
        )
    return place.reason or "Each step is recorded with its day, who decided and why."


def _record(
    desk: Desk, place: Any, steps: Sequence[Any], sent: Sequence[Any], escalated: Sequence[Any]
) -> None:
    """One form at a time, for what is to be recorded."""
    unanswered = [row for row in sent if row.outcome is None]
    unresolved = [row for row in escalated if row.outcome is None]
    offered: dict[str, Callable[[], None]] = {
        "A step on the ladder": partial(_step, desk, place, steps),
        "A letter or notice that was issued": partial(_letter, desk, place),
        "An escalation": partial(_escalation, desk, place),
    }
    for row in unanswered:
        words = f"What came of the {ladder_steps.letter_words(row).lower()} of {day(row.issued_on)}"
        offered[words] = partial(_outcome, desk, place, row)
    for row in unresolved:
        words = f"What came of the escalation of {day(row.on_day)}"
        offered[words] = partial(_resolution, desk, place, row)
    if steps:
        offered["Mend the last step"] = partial(_mend, desk, place, steps[-1], sent)
    with st.container(key="form-ladder"):
        show("<h2>Record</h2>")
        chosen = st.selectbox("What", list(offered), key="ladder.what")
        offered.get(str(chosen), offered["A step on the ladder"])()


def _step(desk: Desk, place: Any, steps: Sequence[Any]) -> None:
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


def _mend(desk: Desk, place: Any, row: Any, sent: Sequence[Any]) -> None:
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


def _letter(desk: Desk, place: Any) -> None:
    kinds = {
        kind: words
        for kind, words in letters.KINDS.items()
        if place.has_powers or kind not in letters.STATUTORY
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
            given["ground"] = form.choice("ground", "Ground (section 60(2))", letters.GROUNDS)
        given["comply_by"] = form.day("comply_by", "To comply by")
        given["copied_to"] = form.choices("copied_to", "Copied to", {who: who for who in letters.COPIES})
    given["matters"] = form.text("matters", "The matters on which it rests")
    given["action_required"] = form.text("action_required", "The action required")
    form.save(
        "Save this letter",
        lambda seen, token: letters.issue_letter(desk, place.school_id, seen_step=seen, token=token, **given),
        "Saved. A formal warning notice in force rates the school Causing Concern.",
    )


def _outcome(desk: Desk, place: Any, row: Any) -> None:
    form = Form(f"letter.outcome.{row.record_id}", desk, seen=row.version)
    form.tell()
    left, right = st.columns(2)
    with left:
        outcome = form.choice("outcome", "What came of it", letters.OUTCOMES)
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


def _escalation(desk: Desk, place: Any) -> None:
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


def _resolution(desk: Desk, place: Any, row: Any) -> None:
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
