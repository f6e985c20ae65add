"""One school: what school, council and adviser judge beside what the data indicate, and what is agreed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from eif.casework import judgements
from eif.casework.desk import Desk
from eif.casework.store import Saved
from eif.casework.words import CATEGORIES, JUDGEMENT_KINDS, OVERALL, REASONS, VALIDATED
from eif.city import open_desk
from eif.config import load_settings
from eif.outputs.words import RATING
from eif.snapshot import Snapshot
from eif.ui import forms, judged
from eif.ui.forms import Form
from eif.ui.marks import category_mark, draw
from eif.ui.school_head import school_header
from eif.ui.shell import current_snapshot, show
from eif.ui.who import current_person


def page() -> None:
    """Show the judgements of the school whose URN is in the address, and take new ones."""
    snapshot = current_snapshot()
    st.html(f"<style>{forms.CSS}{judged.CSS}</style>")
    urn = st.query_params.get("urn", "").strip()
    rows = {(row.area, row.kind): row for row in snapshot.rows("screen_judgement", urn=urn)}
    agreed = rows.get((OVERALL, "agreed"))
    finding = "{name}: " + (
        f"{agreed.category} is agreed" if agreed and agreed.category else "no category is agreed yet"
    )
    school = school_header(
        snapshot, "school_judgements", finding, _next_thing(rows, school_row(snapshot, urn))
    )
    if school is None:
        return
    desk = open_desk(load_settings(), current_person(snapshot), snapshot)
    areas = snapshot.rows("screen_area")
    cells = {cell.area: cell for cell in snapshot.rows("screen_grid_cell", urn=school.urn)}
    indicated = {area.area: draw(RATING[cells[area.area].rating]) for area in areas if area.area in cells}
    indicated[OVERALL] = category_mark(school.indicated) if school.indicated else ""
    titles = {OVERALL: "The school as a whole"} | {area.area: area.title for area in areas}
    show(judged.views_card(titles, indicated, rows, school.urn))
    if desk.as_at:
        return
    for row in rows.values():
        if row.waiting_id:
            _waiting(desk, row, titles)
    _record(desk, school, rows, titles)


def school_row(snapshot: Snapshot, urn: str) -> Any | None:
    """The school of a URN, if there is one."""
    return next(iter(snapshot.rows("screen_school", urn=urn)), None)


def _next_thing(rows: Mapping[tuple[str, str], Any], school: Any | None) -> str:
    """What matters next: a proposal that waits, or what the data indicate."""
    waiting = sum(1 for row in rows.values() if row.waiting_id)
    if waiting:
        return f"{waiting} proposed and waiting for a second person."
    return f"The data indicate {school.indicated}. Data suggest, people decide." if school else ""


def _waiting(desk: Desk, row: Any, titles: Mapping[str, str]) -> None:
    """One proposal, with the two answers a second person can give."""
    with st.container(key=f"form-waiting-{row.area}"):
        form = Form(f"approve.{row.waiting_id}", desk, seen=row.waiting_version)
        show(judged.proposal(row, titles[row.area]))
        form.tell()
        why = form.line("why", "If it is not approved: why?")
        yes, no = st.columns(2)
        with yes:
            form.save(
                "Approve",
                lambda seen, token: judgements.approve(desk, row.waiting_id, seen_version=seen, token=token),
                "Approved: the category is agreed.",
            )
        with no:
            form.also(
                "Do not approve",
                lambda seen, token: judgements.decline(
                    desk, row.waiting_id, why=why, seen_version=seen, token=token
                ),
                "Not approved: what was agreed before stays.",
            )


def _record(desk: Desk, school: Any, rows: Mapping[tuple[str, str], Any], titles: Mapping[str, str]) -> None:
    """The form for one judgement; what stands of that area and kind is in it already."""
    with st.container(key="form-judge"):
        show("<h2>Record a judgement</h2>")
        left, right = st.columns(2)
        with left:
            area = st.selectbox("Of", list(titles), format_func=lambda word: titles[word], key="judge.area")
        with right:
            kind = st.selectbox(
                "Which",
                list(JUDGEMENT_KINDS),
                format_func=lambda word: JUDGEMENT_KINDS[word],
                key="judge.kind",
            )
        stands = rows.get((area, kind))
        record = judgements.judgement_id(school.school_id, area, kind)
        form = Form(f"judge.{record}", desk, stands=_values(stands), seen=stands.version if stands else 0)
        form.tell()
        given = _fields(form, kind)

        def save(seen: int, token: str) -> Saved:
            return judgements.judge(
                desk, school.school_id, area=area, kind=kind, seen_version=seen, token=token, **given
            )

        form.save("Save this judgement", save, _said)


def _fields(form: Form, kind: str) -> dict[str, Any]:
    given: dict[str, Any] = {"category": None}
    left, right = st.columns(2)
    with left:
        if kind != "declared_context":
            given["category"] = form.choice("category", "Category", {word: word for word in CATEGORIES})
        if kind == "la_validation":
            given["validated"] = form.choice(
                "validated", "Is the school’s own judgement validated?", VALIDATED
            )
        if kind == "agreed":
            given["reason_code"] = form.choice(
                "reason_code", "If it is not what the data indicate: why?", REASONS
            )
            given["agreed_with"] = form.line("agreed_with", "Agreed for the school by (role)")
    with right:
        given["evidence_on"] = form.day("evidence_on", "Day of the evidence", usual=form.desk.today)
        given["review_on"] = form.day("review_on", "Review on")
    given["note"] = form.text("note", "Rationale", help_="Write as if the school will read it: it may.")
    return given


def _values(row: Any | None) -> dict[str, Any]:
    if row is None:
        return {}
    names = ("category", "validated", "reason_code", "agreed_with", "review_on", "note")
    return {name: getattr(row, name) for name in names} | {"evidence_on": row.day}


def _said(saved: Saved) -> str:
    if saved.noun == "proposal":
        return (
            "Kept as a proposal: a second person has to approve it. What was agreed before stays until then."
        )
    return "Saved. The ratings were worked out anew with it."
