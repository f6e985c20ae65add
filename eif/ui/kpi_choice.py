"""By what is an action measured, and where does the school stand now in that figure?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from eif.casework.desk import Desk
from eif.casework.plan_actions import ALL, Kpi
from eif.snapshot import Snapshot
from eif.ui.escape import escape
from eif.ui.figures import figure
from eif.ui.forms import Form
from eif.ui.plan_card import last_day
from eif.ui.shell import show


@dataclass(frozen=True)
class Newest:
    """A school's newest result, as it is written, the year it describes, and that year's last day."""

    value: str
    period: str
    ends: date


@dataclass(frozen=True)
class Figures:
    """Titles of the indicators and groups that a plan can be measured by, and one school's newest result."""

    indicators: Mapping[str, str]
    groups: Mapping[str, str]
    newest: Callable[[str, str], Newest | None]


def figures_of(snapshot: Snapshot, school_id: str) -> Figures:
    """What a plan of this school can be measured by: figures still published, in the order of the areas."""
    areas = {area.area: area.short_title for area in snapshot.rows("screen_area")}
    found = snapshot.rows(
        "catalogue",
        columns=["indicator", "title", "area", "last_period"],
        is_observed=True,
        last_period="continues",
    )
    rated = [row for row in found if row.area in areas]
    order = sorted(rated, key=lambda row: (list(areas).index(row.area), row.title.lower()))
    groups = snapshot.rows("pupil_group", columns=["pupil_group", "title", "ord"])
    return Figures(
        {row.indicator: f"{areas[row.area]}: {row.title}" for row in order},
        {row.pupil_group: row.title for row in sorted(groups, key=lambda row: row.ord)},
        lambda indicator, group: _newest(snapshot, school_id, indicator, group),
    )


def kpi_fields(form: Form, desk: Desk, figures: Figures) -> Kpi:
    """The fields of a measure; an indicator is measured from each release by itself.

    The newest result is offered as the baseline, as at the end of its year, and can be written over.
    """
    show("<h3>By what it is measured</h3>")
    left, right = st.columns(2)
    with left:
        options = {"": "None: described in words"} | dict(figures.indicators)
        indicator = form.choice("indicator", "Indicator", options)
    found = desk.city.measure(indicator) if indicator else None
    group = None
    with right:
        if found:
            known = {name: figures.groups[name] for name in found.groups if name in figures.groups}
            group = form.choice("pupil_group", "Pupils", known) if len(known) > 1 else ALL
    measure = None
    if found is None:
        measure = form.line("measure", "What is measured, in words")
    elif indicator:
        _suggest(form, figures.newest(indicator, group or ALL), asks_group=group is None)
    one, two, three, four = st.columns(4)
    with one:
        baseline = form.line("baseline", "Baseline")
    with two:
        target = form.line("target", "Target")
    with three:
        target_on = form.day("target_on", "Target by")
    since = None
    if found:
        with four:
            since = form.day(
                "baseline_on",
                "Baseline as at",
                usual=None if group is None else desk.today,
                help_="Results count that describe a time which ended after this day.",
            )
    return Kpi(indicator or None, group, measure, baseline, since, target, target_on)


def _suggest(form: Form, newest: Newest | None, *, asks_group: bool) -> None:
    if asks_group:
        return
    if newest is None:
        show('<p class="muted">No result of this school is published: write the baseline that is known.</p>')
        return
    form.suggest("baseline", newest.value)
    form.suggest("baseline_on", newest.ends)
    told = f"Newest published result: {newest.value} in {newest.period}, offered as the baseline."
    show(f'<p class="muted">{escape(told)}</p>')


def _newest(snapshot: Snapshot, school_id: str, indicator: str, group: str) -> Newest | None:
    rows = snapshot.rows(
        "screen_figure",
        columns=["period", "value", "unit", "decimals"],
        school_id=school_id,
        indicator=indicator,
        pupil_group=group,
    )
    dated: list[tuple[date, Any]] = [
        (ends, row) for row in rows if row.value is not None and (ends := last_day(row.period))
    ]
    if not dated:
        return None
    ends, row = max(dated, key=lambda one: one[0])
    return Newest(figure(row.value, int(row.decimals), row.unit), row.period, ends)
