"""One school: its support plan, what is late in it, and whether the data move towards its targets."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from eif.city import open_desk
from eif.config import load_settings
from eif.outputs import plan_said as said
from eif.outputs.plan_book import plan_file_name, plan_workbook
from eif.snapshot import Snapshot
from eif.ui import forms, plan_card, school_cards
from eif.ui.kpi_choice import figures_of
from eif.ui.kpi_line import Point
from eif.ui.plan_forms import offers, plan_forms
from eif.ui.school_head import school_header
from eif.ui.shell import current_snapshot, page_address, show
from eif.ui.who import current_person

_OF_A_FIGURE = ["indicator", "pupil_group", "period", "value", "urn"]


def page() -> None:
    """Show the support plan of the school whose URN is in the address, and take what is decided about it."""
    snapshot = current_snapshot()
    st.html(f"<style>{forms.CSS}{school_cards.CSS}{plan_card.CSS}</style>")
    urn = st.query_params.get("urn", "").strip()
    known = next(iter(snapshot.rows("screen_school", columns=["school_id"], urn=urn)), None)
    plans = snapshot.rows("plan_state", school_id=known.school_id) if known else ()
    plan = said.of_plan(plans, st.query_params.get("plan"))
    finding = "{name}: " + said.finding(plan)
    school = school_header(snapshot, "school_plan", finding, said.next_thing(plan))
    if school is None:
        return
    rows: Sequence[Any] = ()
    reviews: Sequence[Any] = ()
    if plan is not None:
        plan = _choose(plans, plan)
        rows = snapshot.rows("screen_plan_action", plan_id=plan.plan_id)
        reviews = snapshot.rows("casework_plan_review", plan_id=plan.plan_id)
        _show(snapshot, school, plan, rows, reviews)
    desk = open_desk(load_settings(), current_person(snapshot), snapshot)
    if desk.as_at is None and (plan is None or offers(plan, rows, reviews)):
        plan_forms(desk, school, plan, rows, reviews, figures_of(snapshot, school.school_id))


def _choose(plans: Sequence[Any], plan: Any) -> Any:
    """Which plan is shown, where a school has several; the address says it."""
    if len(plans) == 1:
        return plan
    named = {row.plan_id: f"{row.title} ({said.STATE[row.state].word.lower()})" for row in plans}
    chosen = st.selectbox(
        "Plan",
        list(named),
        index=list(named).index(plan.plan_id),
        format_func=lambda name: named[name],
        key="plan.chosen",
    )
    if chosen != plan.plan_id:
        st.query_params["plan"] = chosen
        st.rerun()
    return plan


def _show(snapshot: Snapshot, school: Any, plan: Any, rows: Sequence[Any], reviews: Sequence[Any]) -> None:
    show(*plan_card.banners(plan, school.name), plan_card.plan_card(plan))
    st.download_button(
        f"Excel, {said.count(len(rows), 'action')}",
        data=partial(plan_workbook, snapshot, school, plan.plan_id, link=page_address()),
        file_name=plan_file_name(snapshot, school),
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="excel",
        on_click="ignore",
    )
    show(plan_card.actions_card(rows, _series(snapshot, school, rows)), plan_card.reviews_card(reviews))


def _series(snapshot: Snapshot, school: Any, rows: Sequence[Any]) -> plan_card.Series:
    """The published years of each figure that the plan is measured by, with None for a gap between them."""
    asked = {row.indicator for row in rows if row.indicator}
    if not asked:
        return {}
    found = snapshot.rows(
        "screen_figure", columns=_OF_A_FIGURE, school_id=school.school_id, indicator=sorted(asked)
    )
    values: dict[tuple[str, str], dict[str, float]] = {}
    for row in found:
        years = values.setdefault((row.indicator, row.pupil_group), {})
        if row.value is not None and (row.period not in years or row.urn == school.urn):
            years[row.period] = row.value
    return {key: _along(years) for key, years in values.items()}


def _along(years: dict[str, float]) -> list[tuple[str, Point | None]]:
    dated = {period: plan_card.last_day(period) for period in sorted(years)}
    along: list[tuple[str, Point | None]] = []
    before = None
    for period, ends in dated.items():
        if ends is None:
            continue
        if before is not None and ends.year > before + 1:
            along.append(("", None))
        along.append((period, (ends, years[period])))
        before = ends.year
    return along
