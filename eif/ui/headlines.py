"""How does the city stand against England, its statistical neighbours and the core cities?"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from eif.outputs.words import STANDING
from eif.ui.escape import escape
from eif.ui.figures import NONE, count, figure, is_known, is_text, lower_first, signed
from eif.ui.marks import standing_mark
from eif.ui.shell import anchor, card, link, rows
from eif.ui.source import sourced
from eif.ui.spark import spark

# LAIT's number of England, and its words for the direction of quality.
ENGLAND = "970"
DIRECTION = {"High": 1, "Low": -1}
# The side of a difference in the direction of quality: 1 better, -1 worse, 0 neither.
SIDES = {1: ("good", "▲", "better"), 0: ("level", "●", "the same"), -1: ("bad", "▼", "worse")}


class Sources(NamedTuple):
    """Whose figures the headlines are, as the addresses of their sources name them."""

    la_code: str
    neighbours: str
    core_cities: str


def headline_card(
    headlines: pd.DataFrame,
    trends: pd.DataFrame,
    sets: list[str],
    chosen: str,
    place: str,
    areas: dict[str, str],
    sources: Sources,
) -> str:
    """Draw the city's headline measures against England, statistical neighbours and core cities.

    Every figure leads to its source. `areas` gives the short title of each area: a measure leads to the
    schools by concern in its area.
    """
    title = f"{place} against England, statistical neighbours and core cities"
    if headlines.empty:
        advice = (
            "No council-level measures are loaded. Load the files of the Local Authority Interactive Tool."
        )
        return card(title, f"<p>{advice}</p>")
    series = dict(iter(trends.groupby("measure")))
    usual = headlines["period"].mode().iloc[0]
    body = "".join(
        headline_row(row, series.get(row.measure), usual, areas.get(row.area, ""), sources)
        for row in rows(headlines)
    )
    return (
        f'<section class="card"><div class="head"><h2>{escape(title)}</h2>'
        f"{neighbour_choice(sets, chosen)}</div>"
        '<div class="scroll"><table class="headlines"><caption class="hidden-text">Headline measures: the '
        "city’s value, trend, its gap to England, to the mean of statistical neighbours and to that of core "
        "cities, and its rank among local authorities</caption><thead><tr>"
        f'<th scope="col">Measure, {escape(usual)}</th>'
        '<th scope="col" class="n">City</th><th scope="col">Trend</th>'
        '<th scope="col" class="n">Gap to England</th><th scope="col" class="n">to neighbours</th>'
        '<th scope="col" class="n">to core cities</th><th scope="col" class="n">LA rank</th>'
        f"</tr></thead><tbody>{body}</tbody></table></div></section>"
    )


def neighbour_choice(sets: list[str], chosen: str) -> str:
    """Draw the switch between dated sets of statistical neighbours; the choice is in the address."""
    choices = " ".join(
        f'<span class="on" aria-current="true">{set_words(one)}</span>'
        if one == chosen
        else link(
            set_words(one), "", neighbours=one, label=f"{set_words(one)}: compare with these neighbours"
        )
        for one in sets
    )
    return (
        '<div class="choice" role="group" aria-label="Set of statistical neighbours">'
        f'<span class="muted">Neighbours of</span> {choices}</div>'
    )


def headline_row(row: Any, trend: pd.DataFrame | None, usual: str, area: str, sources: Sources) -> str:
    """Draw one measure, with its period where that is not the `usual` one.

    Where schools have that figure too, it leads to the schools by concern in its `area`.
    """
    decimals, value_decimals = int(row.decimals), int(row.value_decimals)
    name = (
        link(
            row.short_title,
            "schools",
            area=row.area,
            label=f"{row.short_title}: schools by concern in {lower_first(area)}",
        )
        if is_text(row.indicator) and area
        else escape(row.short_title)
    )
    period = "" if row.period == usual else f' <span class="small muted nowrap">{escape(row.period)}</span>'
    line = ""
    if trend is not None:
        line = anchor(
            spark(trend["value"].tolist(), trend["national"].tolist(), trend_words(trend, row)),
            "trends",
            measure=row.measure,
            css="to-trend",
            label=f"{row.short_title}: over time, among schools and among councils",
        )
    standing = row.better if is_text(row.better) else None
    kind = STANDING[standing].kind if standing else ""
    asked = {"measure": row.measure, "period": row.period}
    own = asked | {"la": sources.la_code}
    value = sourced(figure(row.value, value_decimals, row.unit), **own)
    gap = NONE
    if is_known(row.gap_national):
        gap = sourced(signed(row.gap_national, decimals), **asked, la=ENGLAND)
    cells = "".join(
        (
            f'<td class="n"><b>{value}</b></td>',
            f'<td class="trend">{line}</td>',
            f'<td class="n"><span class="{kind}">{gap}</span> {standing_mark(standing)}</td>',
            gap_cell(row, row.neighbour_mean, row.neighbour_k, decimals, asked | {"set": sources.neighbours}),
            gap_cell(
                row, row.core_city_mean, row.core_city_k, decimals, asked | {"set": sources.core_cities}
            ),
            f'<td class="n">{rank_words(row, own | {"of": "rank"})}</td>',
        )
    )
    return f'<tr><th scope="row" title="{escape(row.title)}">{name}{period}</th>{cells}</tr>'


def gap_cell(row: Any, mean: float, k: float, decimals: int, address: dict[str, str]) -> str:
    """Draw the difference from a group's mean; it leads to the mean, of how many authorities it says."""
    if not (is_known(row.value) and is_known(mean)):
        return f'<td class="n">{NONE}</td>'
    gap = round(row.value - mean, decimals)
    side = ((gap > 0) - (gap < 0)) * DIRECTION.get(row.polarity, 0)
    kind, shape, word = SIDES[side]
    tip = f"mean {figure(mean, decimals)} of {count(k, 'authority', 'authorities')}"
    side_mark = f'<span aria-hidden="true">{shape}</span><span class="hidden-text">{word}</span>'
    shown = sourced(signed(gap, decimals), **address)
    return f'<td class="n" title="{tip}">{shown} <span class="{kind}">{side_mark}</span></td>'


def rank_words(row: Any, address: dict[str, str]) -> str:
    """Write a rank among local authorities: 63 of 151."""
    if not (is_known(row.rank) and is_known(row.ranked)):
        return NONE
    return sourced(f"{int(row.rank)} of {int(row.ranked)}", **address)


def trend_words(trend: pd.DataFrame, row: Any) -> str:
    """Say a line in words: each period with the city's and England's value."""
    points = (
        f"{point.period} {figure(point.value, row.value_decimals, row.unit)} "
        f"({figure(point.national, row.value_decimals, row.unit)} in England)"
        for point in rows(trend)
    )
    return f"{row.title}: {'; '.join(points)}"


def chosen_set(headlines: pd.DataFrame, asked: str | None, default: str) -> str:
    """Return the set of neighbours asked for in the address, by id or in words, else the release's own."""
    return next((one for one in headlines["set_id"].unique() if asked in (one, set_words(one))), default)


def set_words(set_id: str) -> str:
    """Write the id of a dated set of neighbours as its month: '2025-05' is 'May 2025'."""
    year, _, month = set_id.partition("-")
    return f"{date(int(year), int(month), 1):%B %Y}" if month.isdigit() else set_id
