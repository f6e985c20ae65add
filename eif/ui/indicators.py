"""What are a school's figures, over years and beside its comparators?

A figure that is missing says why in its place: suppressed, not published, not collected. Nothing is blank.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from eif.ui.escape import escape
from eif.ui.figures import NONE, figure, is_known, signed
from eif.ui.marks import standing_mark

CSS = """
.eif .figures-table td,.eif .figures-table th{padding:4px 7px}
.eif .figures-table .gone{font-size:12px;color:#505a5f;white-space:normal}
.eif .figures-table .against{white-space:nowrap}
.eif .figures-table .now{font-weight:700}
.eif .figures-table small{font-size:11.5px;color:#505a5f}
.eif dl.facts+p{margin-top:8px}
.eif dl.facts{display:grid;grid-template-columns:1fr auto;gap:4px 10px;margin:0;font-size:14px}
.eif dl.facts dt{color:#505a5f;margin:0}
.eif dl.facts dd{margin:0;text-align:right;font-variant-numeric:tabular-nums}
"""

MOST_PERIODS = 5
# Marks a figure that was published under an earlier URN.
EARLIER = "†"
MISSING = {
    "low": "rounds to 0",
    "new": "new school",
    "blank": "blank in the file",
    "bad": "could not be read",
}
LEGEND = (
    "Bold: the newest figure; England, neighbours, the city and ranks are of the same year. Neighbours: their "
    "mean, and how many of the ten have a figure. Quarter 1 is the best of the city's schools of the phase. "
    "Better and worse in grey: the side of England only, no test is made."
)


def recent(figures: pd.DataFrame, most: int = MOST_PERIODS) -> list[str]:
    """The newest periods that any row of `figures` (`screen_indicator`) has a value for, oldest first."""
    return sorted(figures.loc[figures["value"].notna(), "period"].unique())[-most:]


def missing(status: Any) -> str:
    """Why there is no figure, in words."""
    return MISSING.get(status, str(status)) if isinstance(status, str) else "no figure"


def indicator_table(figures: pd.DataFrame, caption: str, urn: str, la_name: str) -> str:
    """Draw one row per indicator (or pupil group), a column per recent period, then the comparators.

    `figures` are rows of `screen_indicator` of one school, in the order to show, with a `label` column.
    Figures published under another URN than `urn` say so. Empty where there is nothing to show.
    """
    periods = recent(figures)
    if not periods:
        return ""
    shown = figures[figures["period"].isin(periods) & figures["value"].notna()]["label"]
    older = list(dict.fromkeys(figures[~figures["label"].isin(shown)]["label"]))
    figures = figures[figures["label"].isin(shown)]
    rows = "".join(_indicator_row(group, periods, urn) for _, group in figures.groupby("label", sort=False))
    heads = "".join(f'<th scope="col" class="n">{period}</th>' for period in periods)
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(caption)}">'
        f'<table class="figures-table"><caption class="hidden-text">{escape(caption)}</caption>'
        f'<thead><tr><th scope="col">Indicator</th>{heads}<th scope="col" class="n">England</th>'
        '<th scope="col">Against England</th><th scope="col" class="n">Neighbours</th>'
        f'<th scope="col" class="n">{escape(la_name)}</th><th scope="col" class="n">LA rank</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{_without(older, periods)}{_earlier(figures, urn)}"
    )


def _indicator_row(group: pd.DataFrame, periods: Sequence[str], urn: str) -> str:
    by_period: dict[str, Any] = {str(row.period): row for row in group.itertuples(index=False)}
    values = [row for row in by_period.values() if is_known(row.value)]
    newest = max(values or by_period.values(), key=lambda row: row.period)
    write = _writer(newest)
    cells = "".join(_value_cell(by_period.get(period), newest, urn) for period in periods)
    k = f" <small>{int(newest.neighbour_k)}/10</small>" if is_known(newest.neighbour_k) else ""
    neighbours = f"{write(newest.neighbour_mean)}{k}" if is_known(newest.neighbour_mean) else NONE
    rank = NONE
    if is_known(newest.la_rank):
        quarter = f" <small>quarter {int(newest.la_quartile)}</small>" if is_known(newest.la_quartile) else ""
        rank = f"{int(newest.la_rank)} of {int(newest.la_of)}{quarter}"
    return (
        f'<tr><th scope="row">{escape(newest.label)}</th>{cells}'
        f'<td class="n">{write(newest.national)}</td><td class="against">{_against(newest)}</td>'
        f'<td class="n">{neighbours}</td><td class="n">{write(newest.la)}</td><td class="n">{rank}</td></tr>'
    )


def _without(labels: Sequence[str], periods: Sequence[str]) -> str:
    """Name what has no figure in any of the years shown."""
    if not labels:
        return ""
    return f'<p class="small muted after">No figure since {periods[0]}: {escape("; ".join(labels))}.</p>'


def _earlier(figures: pd.DataFrame, urn: str) -> str:
    """Say which figures belong to an earlier URN of the school."""
    urns = sorted(set(figures.loc[figures["published_urn"] != urn, "published_urn"]))
    said = f"{EARLIER} Published for this school under an earlier URN: {', '.join(urns)}."
    return f'<p class="small muted after">{escape(said)}</p>' if urns else ""


def _value_cell(row: Any, newest: Any, urn: str) -> str:
    if row is None:
        return '<td class="n gone">no figure</td>'
    if not is_known(row.value):
        return f'<td class="n gone">{escape(missing(row.status))}</td>'
    earlier = f"<small>{EARLIER}</small>" if row.published_urn != urn else ""
    return f'<td class="n{" now" if row is newest else ""}">{_writer(row)(row.value)}{earlier}</td>'


def _against(row: Any) -> str:
    """The gap to England and whether it is better, worse or in line; untested gaps say so."""
    if not (is_known(row.value) and is_known(row.national)):
        return f'<span class="muted">{NONE}</span>'
    gap = f'<span class="num">{signed(row.value - row.national, _decimals(row))}</span>'
    if isinstance(row.band, str):
        return f"{gap} {standing_mark(row.better)}"
    side = row.better if isinstance(row.better, str) else "not compared"
    return f'{gap} <span class="small muted">{escape(side)}</span>'


def _decimals(row: Any) -> int:
    return int(row.decimals) if is_known(row.decimals) else 1


def _writer(row: Any) -> Any:
    decimals, unit = _decimals(row), row.unit
    return lambda value: figure(value, decimals, unit)


def facts(pairs: Sequence[tuple[str, str]]) -> str:
    """Draw names and values in two columns; both are plain text."""
    return (
        '<dl class="facts">'
        + "".join(f"<dt>{escape(a)}</dt><dd>{escape(b)}</dd>" for a, b in pairs)
        + "</dl>"
    )
