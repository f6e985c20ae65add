"""One school: where it stands on the ladder of intervention, how it came there, and the next step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from eif.casework import letter_rules
from eif.casework.desk import Desk
from eif.casework.ladder_rules import STATES
from eif.city import open_desk
from eif.config import load_settings
from eif.snapshot import Snapshot
from eif.ui import forms, ladder_forms, ladder_steps
from eif.ui.figures import count, day
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
    if desk.as_at is None:
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
        kind = letter_rules.KINDS[first.kind].lower()
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
        "A step on the ladder": partial(ladder_forms.step, desk, place, steps),
        "A letter or notice that was issued": partial(ladder_forms.letter, desk, place),
        "An escalation": partial(ladder_forms.escalation, desk, place),
    }
    for row in unanswered:
        words = f"What came of the {ladder_steps.letter_words(row).lower()} of {day(row.issued_on)}"
        offered[words] = partial(ladder_forms.outcome_of_letter, desk, place, row)
    for row in unresolved:
        words = f"What came of the escalation of {day(row.on_day)}"
        offered[words] = partial(ladder_forms.resolution, desk, place, row)
    if steps:
        offered["Mend the last step"] = partial(ladder_forms.mend, desk, place, steps[-1], sent)
    with st.container(key="form-ladder"):
        show("<h2>Record</h2>")
        chosen = st.selectbox("What", list(offered), key="ladder.what")
        offered.get(str(chosen), offered["A step on the ladder"])()
