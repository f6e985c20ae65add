"""One school: what the data indicate in the seven areas, why, and how its figures moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from eif.outputs.words import RATING
from eif.snapshot import Snapshot
from eif.ui import (
    chart,
    council_card,
    evidence,
    groups,
    history,
    indicators,
    inspections,
    school_cards,
    trend,
)
from eif.ui.escape import escape
from eif.ui.figures import is_known
from eif.ui.filters import accept_ids
from eif.ui.school_figures import Comparators, Key, SchoolFigures, comparator_sets, read_figures, trend_of
from eif.ui.shell import card, current_snapshot, header_html, link, page_header, show

CSS = """
:is(.st-key-school_tools,.st-key-groups) label p{font-size:12.5px;color:var(--muted)}
.st-key-groups{max-width:560px}
@media (max-width:1100px){.st-key-school_tools [data-testid="stHorizontalBlock"]{flex-direction:column}}
@media (max-width:420px){:is(.st-key-school_tools,.st-key-groups) [data-testid="stSelectbox"]{flex-wrap:wrap}}
:is(.st-key-school_tools,.st-key-groups) [data-testid="stSelectbox"]{display:flex;align-items:center;gap:8px}
:is(.st-key-school_tools,.st-key-groups) [data-testid="stSelectbox"] label{min-height:0;margin:0;flex:none}
:is(.st-key-school_tools,.st-key-groups) [data-testid="stSelectbox"]>div{flex:1}
[class*="st-key-trend-"]{background:#fff;border:1px solid var(--line);border-radius:8px}
[class*="st-key-trend-"]{padding:13px 15px;gap:4px!important}
"""
CRUMBS = [("City", ""), ("Schools", "schools")]
# How many charts an area has: the measures behind its first rules.
PER_AREA = 3


def page() -> None:
    """Show the school whose URN is in the address."""
    snapshot = current_snapshot()
    parts = (school_cards, history, evidence, indicators, inspections, groups, council_card)
    st.html(f"<style>{CSS}{''.join(part.CSS for part in parts)}</style>")
    urn = st.query_params.get("urn", "").strip()
    school = next(iter(snapshot.rows("screen_school", urn=urn)), None)
    (release,) = snapshot.rows("screen_release")
    header = st.container()
    with st.container(key="school_tools"):
        left, right, _ = st.columns([5, 4, 3])
        with left:
            _find_another(snapshot)
    if school is None:
        with header:
            _not_found(snapshot, urn)
        return
    with right:
        comparators = _choose_neighbours(snapshot, release)
    with header:
        header_html(
            escape(school.name), school_cards.identity_line(school), [*CRUMBS, (school.name, None)], snapshot
        )
    _show_school(snapshot, school, release, comparators)


def _show_school(snapshot: Snapshot, school: Any, release: Any, comparators: Comparators) -> None:
    areas = snapshot.rows("screen_area")
    cells = snapshot.rows("screen_grid_cell", urn=school.urn)
    signals = snapshot.rows("screen_signal", urn=school.urn)
    descriptors = snapshot.rows("screen_descriptor")
    rules = _rules_of_figures(snapshot)
    asked = dict.fromkeys(rule.indicator for rule in rules)
    figures = read_figures(snapshot, school, release, comparators, asked)
    told = _told(areas, cells, signals)
    charts = _charts_of(rules, [area.area for area, _ in told] or [area.area for area in areas], figures)
    if cells:
        show(evidence.area_strip(areas, cells))
    followed_by = () if school.listed else _now(snapshot, school)
    events = snapshot.rows("screen_school_event", school_id=school.school_id)
    cards = [
        school_cards.indicated_card(school, followed_by),
        school_cards.context_card(school),
        history.history_card(school, events),
        groups.groups_card(
            snapshot.rows("screen_school_group", urn=school.urn),
            snapshot.rows("screen_governance", urn=school.urn),
        ),
    ]
    _show_first(figures, charts[:1], cards, _inspections(snapshot, school))
    for area, cell in told:
        show(evidence.why_card(area, cell, _of_area(signals, area), _of_area(descriptors, area)))
    show(council_card.council_card(_council_facts(snapshot, school), areas))
    for first in range(1, len(charts), 2):
        for column, key in zip(st.columns(2, gap="small"), charts[first : first + 2], strict=False):
            with column:
                _show_trend(figures, key)
    _show_figures(areas, school, figures)
    _show_groups(school, figures)


def _council_facts(snapshot: Snapshot, school: Any) -> Sequence[Any]:
    """What the council's returns say: of a listed school under its earlier URNs too."""
    own = {"school_id": school.school_id} if school.listed else {"urn": school.urn}
    return snapshot.rows("screen_fact", **own)


def _show_first(figures: SchoolFigures, charts: list[Key], cards: list[str], inspected: str) -> None:
    """The chart that matters most and the inspections, beside what the data indicate and the context."""
    if not charts:
        show(f'<div class="cards two">{"".join(cards)}</div>', inspected)
        return
    main, side = st.columns([19, 10], gap="small")
    with main:
        _show_trend(figures, charts[0], chart.TALL)
        show(inspected)
    with side:
        show(f'<div class="cards">{"".join(cards)}</div>')


def _inspections(snapshot: Snapshot, school: Any) -> str:
    found = snapshot.rows("screen_inspection", urn=school.urn)
    return inspections.inspections_card(found, snapshot.rows("screen_inspection_hint", urn=school.urn))


def _now(snapshot: Snapshot, school: Any) -> Sequence[Any]:
    """The listed schools that a school of the past became."""
    return snapshot.rows("screen_school", columns=["urn", "name"], school_id=school.school_id, listed=True)


def _rules_of_figures(snapshot: Snapshot) -> list[Any]:
    """The rules that ask for a figure, each with its area, indicator and pupil group."""
    return [rule for rule in snapshot.rows("rule", columns=["area", "indicator", "pupil_group"]) if all(rule)]


def _of_area(found: Sequence[Any], area: Any) -> list[Any]:
    return [row for row in found if row.area == area.area]


def _show_figures(areas: Sequence[Any], school: Any, figures: SchoolFigures) -> None:
    """A table of figures per area; the first one takes the note that explains them all."""
    notes = iter([indicators.LEGEND])
    for area in areas:
        caption = f"{area.title}: figures of {school.name}"
        table = indicators.indicator_table(figures.of_area(area.area), caption, school.urn, figures.areas)
        if table:
            show(card(f"{area.title}: every figure", table, note=next(notes, "")))


def _told(areas: Sequence[Any], cells: Sequence[Any], signals: Sequence[Any]) -> list[tuple[Any, Any]]:
    """The areas with figures, each with this school's cell: the worst rating first, the unrated last."""
    own = {cell.area: cell for cell in cells}
    known = {signal.area for signal in signals if is_known(signal.value)}
    pairs = [(area, own[area.area]) for area in areas if area.area in own]
    told = [pair for pair in pairs if pair[1].rating in evidence.RATED or pair[0].area in known]
    return sorted(told, key=lambda pair: list(RATING).index(pair[1].rating))


def _find_another(snapshot: Snapshot) -> None:
    """A type-ahead over every school of the city; choosing one changes the address."""
    schools = snapshot.rows("screen_school", columns=["urn", "name", "status"])
    names = {
        row.urn: f"{row.name} ({row.urn}{'' if row.status == 'open' else ', ' + row.status})"
        for row in sorted(schools, key=lambda row: str(row.name))
    }

    def go() -> None:
        if st.session_state.find_school in names:
            st.query_params["urn"] = st.session_state.find_school
        st.session_state.find_school = None

    st.selectbox(
        "Find another school",
        list(names),
        format_func=lambda urn: names.get(urn, urn),
        index=None,
        placeholder="Type a name or URN",
        key="find_school",
        on_change=go,
    )


def _choose_neighbours(snapshot: Snapshot, release: Any) -> Comparators:
    """Which dated set of statistical neighbours the whole page compares with."""
    sets = comparator_sets(snapshot, release)
    accept_ids({"neighbours": {one.set_id: month for month, one in sets.items()}})
    chosen = st.selectbox("Statistical neighbours of", list(sets), key="neighbours", bind="query-params")
    return sets[chosen if chosen in sets else next(iter(sets))]


def _not_found(snapshot: Snapshot, urn: str) -> None:
    if not urn:
        title, words = "Choose a school", "Find it by name or URN below."
    else:
        title, words = (
            f"No school with URN {urn[:12]}",
            "No loaded extract names this URN as a school of the city.",
        )
    page_header(title, words, [*CRUMBS, ("School", None)], snapshot)
    show(
        f'<div class="notice"><p>Type a name or a URN below, or go to {link("all schools", "schools")}. '
        f"{link('About the data', 'about_data')} lists the extracts that are loaded.</p></div>"
    )


def _charts_of(rules: Sequence[Any], areas: Sequence[str], figures: SchoolFigures) -> list[Key]:
    """The (indicator, pupil group) pairs behind the first rules of each area that have figures."""
    charts: list[Key] = []
    for area in areas:
        keys = ((rule.indicator, rule.pupil_group) for rule in rules if rule.area == area)
        drawn = [key for key in keys if key in figures.series and is_known(figures.series[key].newest.value)]
        charts += list(dict.fromkeys(drawn))[:PER_AREA]
    return charts


def _show_trend(figures: SchoolFigures, key: Key, height: int = chart.HEIGHT) -> None:
    """One chart with its finding as the title, then the same in words and as a table."""
    drawn = trend_of(figures, key)
    words = trend.alternative(drawn)
    name = "-".join(key)
    with st.container(key=f"trend-{name}"):
        show(f"<h2>{escape(drawn.title)}</h2>")
        st.plotly_chart(
            chart.chart(drawn, height),
            key=f"chart-{name}",
            theme=None,
            config={"displayModeBar": False},
            alt=words,
        )
        show(
            f'<p class="small muted">{escape(words)} {escape(trend.notes(drawn))}</p>',
            trend.as_table(drawn),
        )


def _show_groups(school: Any, figures: SchoolFigures) -> None:
    """Pupil groups of one indicator at a time."""
    titles = figures.grouped
    if not titles:
        return
    with st.container(key="groups"):
        chosen = st.selectbox("Pupil groups in", list(titles), key="groups_of", bind="query-params")
    title = chosen if chosen in titles else next(iter(titles))
    caption = f"{title}: pupil groups of {school.name}"
    series = figures.of_groups(titles[title])
    table = indicators.indicator_table(series, caption, school.urn, figures.areas, "group_title")
    show(card(f"Pupil groups: {title}", table, note="Each group is compared with the same group in England."))
