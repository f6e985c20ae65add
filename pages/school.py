"""One school: what the data indicate in the seven areas, why, and how its figures moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import streamlit as st

from eif.outputs.grid import CONCERNS
from eif.outputs.said import sentences_of
from eif.outputs.school_book import (
    judgements_of,
    ladder_of,
    school_file_name,
    school_workbook,
)
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
    ladder,
    school_cards,
    school_tabs,
    school_tools,
    sentences,
    trend,
)
from eif.ui.escape import escape
from eif.ui.figures import is_known, lower_first
from eif.ui.school_figures import Comparators, Key, SchoolFigures, read_figures, trend_of
from eif.ui.shell import (
    card,
    current_snapshot,
    folded_card,
    header_html,
    link,
    page_address,
    page_header,
    show,
)

CSS = """
[class*="st-key-trend-"]{background:#fff;border:1px solid var(--line);border-radius:8px}
[class*="st-key-trend-"]{padding:13px 15px;gap:4px!important}
"""
CRUMBS = [("City", ""), ("Schools", "schools")]
# How many charts an area has: the measures behind its first rules.
PER_AREA = 2


def page() -> None:
    """Show the school whose URN is in the address; with an `area` in it, that area's evidence ladder."""
    snapshot = current_snapshot()
    parts = (
        school_cards,
        school_tabs,
        history,
        evidence,
        ladder,
        indicators,
        inspections,
        groups,
        council_card,
    )
    st.html(f"<style>{CSS}{school_tools.CSS}{''.join(part.CSS for part in parts)}</style>")
    urn = st.query_params.get("urn", "").strip()
    school = next(iter(snapshot.rows("screen_school", urn=urn)), None)
    (release,) = snapshot.rows("screen_release")
    header = st.container()
    with st.container(key=school_tools.KEY):
        columns = st.columns([10, 10, 6, 5], gap="small")
        with columns[0]:
            school_tools.find_another(snapshot)
    if school is None:
        with header:
            _not_found(snapshot, urn)
        return
    with columns[1]:
        comparators = school_tools.choose_neighbours(snapshot, release)
    with columns[2]:
        only = school_tools.only_what_stands_out()
    with columns[3]:
        if school.listed:
            _download(snapshot, school)
    seen = _read(snapshot, school, release, comparators, only)
    area = next((area for area in seen.areas if area.area == st.query_params.get("area")), None)
    with header:
        _header(snapshot, school, area)
    show(school_tabs.tabs("school", school.urn, school.name))
    if seen.cells:
        show(evidence.area_strip(seen.areas, seen.cells, area.area if area else ""))
    if only:
        show(school_tools.hidden_notice(seen.hidden_rules, seen.hidden_figures))
    if area and seen.cells:
        _show_area(snapshot, seen, area)
    else:
        _show_school(snapshot, seen)


@dataclass(frozen=True)
class Seen:
    """What the page shows of one school; with `only`, nothing but what stands out.

    `rungs` are its rows of `screen_ladder`, `sentences` those of `screen_sentence`.
    """

    school: Any
    home_la: str
    areas: Sequence[Any]
    cells: Sequence[Any]
    rungs: Sequence[Any]
    descriptors: Sequence[Any]
    sentences: Sequence[Any]
    rules: Sequence[Any]
    figures: SchoolFigures
    only: bool
    hidden_rules: int = 0
    hidden_figures: int = 0


def _read(snapshot: Snapshot, school: Any, release: Any, comparators: Comparators, only: bool) -> Seen:
    rules = _rules_of_figures(snapshot)
    asked = dict.fromkeys(rule.indicator for rule in rules)
    figures = read_figures(snapshot, school, release, comparators, asked)
    rungs, said = ladder_of(snapshot, school.urn), sentences_of(snapshot, school.urn)
    seen = Seen(
        school=school,
        home_la=release.home_la,
        areas=snapshot.rows("screen_area"),
        cells=snapshot.rows("screen_grid_cell", urn=school.urn),
        rungs=rungs,
        descriptors=snapshot.rows("screen_descriptor"),
        sentences=said,
        rules=rules,
        figures=figures,
        only=only,
    )
    if not only:
        return seen
    told = {(rung.indicator, rung.pupil_group) for rung in rungs if is_known(rung.level) and rung.level > 0}
    series = {key: one for key, one in figures.series.items() if key in told or one.newest.stands_out}
    return replace(
        seen,
        sentences=[row for row in said if row.stands_out],
        figures=replace(figures, series=series),
        hidden_rules=sum(not (is_known(rung.level) and rung.level > 0) for rung in rungs),
        hidden_figures=len(figures.series) - len(series),
    )


def _header(snapshot: Snapshot, school: Any, area: Any) -> None:
    """The school's name; above the ladder of an area, that too."""
    own: list[tuple[str, str | None]] = [*CRUMBS, (school.name, None)]
    identity = school_cards.identity_line(school)
    if area is None:
        header_html(escape(school.name), identity, own, snapshot)
        return
    whole = link("The whole school", "school", urn=school.urn)
    title = f"{school.name}: {lower_first(area.title)}"
    header_html(escape(title), f"{identity}<p>{whole}</p>", [*own, (area.short_title, None)], snapshot)


def _show_area(snapshot: Snapshot, seen: Seen, area: Any) -> None:
    """The evidence ladder of one area, the same in sentences, its charts, the council's answers, figures."""
    (cell,) = _of_area(seen.cells, area)
    rungs = _of_area(seen.rungs, area)
    judged = [row for row in judgements_of(snapshot, seen.school.urn) if row.area == area.area]
    show(
        ladder.ladder_card(
            area, cell, rungs, _of_area(seen.descriptors, area), judged, seen.home_la, only=seen.only
        ),
        sentences.sentences_card(_of_area(seen.sentences, area)),
    )
    _show_charts(seen.figures, _charts_of(seen.rules, [area.area], seen.figures))
    if facts := _of_area(_council_facts(snapshot, seen.school), area):
        show(council_card.council_card(facts, seen.areas))
    _show_figures([area], seen.school, seen.figures)


def _show_school(snapshot: Snapshot, seen: Seen) -> None:
    school, figures = seen.school, seen.figures
    told = _told(seen)
    found = [pair for pair in told if pair[1].rating in CONCERNS]
    charts = _charts_of(seen.rules, [area.area for area, _ in found], figures)
    charts = charts or _charts_of(seen.rules, [area.area for area in seen.areas], figures)[:PER_AREA]
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
    below = sentences.sentences_card(seen.sentences) + _inspections(snapshot, school)
    _show_first(figures, charts[:1], cards, below)
    for area, cell in found:
        rungs, descriptors = _of_area(seen.rungs, area), _of_area(seen.descriptors, area)
        show(evidence.why_card(area, cell, rungs, descriptors, seen.home_la, only=seen.only))
    if not seen.only:
        show(evidence.others_card([pair for pair in told if pair not in found]))
    show(council_card.council_card(_council_facts(snapshot, school), seen.areas))
    _show_charts(figures, charts[1:])
    _show_figures(seen.areas, school, figures)
    _show_groups(school, figures)


def _show_charts(figures: SchoolFigures, charts: Sequence[Key]) -> None:
    for first in range(0, len(charts), 2):
        for column, key in zip(st.columns(2, gap="small"), charts[first : first + 2], strict=False):
            with column:
                _show_trend(figures, key)


def _download(snapshot: Snapshot, school: Any) -> None:
    """The school's whole ladder as a workbook, written when it is asked for."""
    st.download_button(
        "Excel, every rule",
        data=partial(school_workbook, snapshot, school.urn, link=page_address()),
        file_name=school_file_name(snapshot, school),
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="excel",
        on_click="ignore",
        width="stretch",
    )


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
            show(folded_card(f"{area.title}: every figure", table, note=next(notes, "")))


def _told(seen: Seen) -> list[tuple[Any, Any]]:
    """The areas, each with this school's cell: the worst rating first, the unrated last."""
    own = {cell.area: cell for cell in seen.cells}
    pairs = [(area, own[area.area]) for area in seen.areas if area.area in own]
    return sorted(pairs, key=lambda pair: list(RATING).index(pair[1].rating))


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
        drawn = [key for key in keys if key in figures.series and _has_years(figures.series[key])]
        charts += list(dict.fromkeys(drawn))[:PER_AREA]
    return list(dict.fromkeys(charts))


def _has_years(series: indicators.Series) -> bool:
    """Whether there is a figure of a year to draw: a day's or a term's has no place along the years."""
    return any(is_known(row.value) and row.period in trend.years([row.period]) for row in series.rows)


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
            _further(figures, key, drawn),
        )


def _further(figures: SchoolFigures, key: Key, drawn: trend.Trend) -> str:
    """A link to the same figure beside all others, with this school marked."""
    indicator, group = key
    words = link(
        "Beside other schools and councils",
        "trends",
        label=f"{drawn.measure}: beside other schools and councils",
        indicator=indicator,
        group=group,
        phase=figures.series[key].newest.phase,
        urn=figures.urn,
    )
    return f'<p class="small">{words}</p>'


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
