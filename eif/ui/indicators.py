"""What are a school's figures, over years and beside its comparators?

A figure that is missing says why in its place: suppressed, not published, not collected. Nothing is blank.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from eif.ui.escape import escape
from eif.ui.figures import NONE, figure, is_known, signed
from eif.ui.marks import standing_mark
from eif.ui.source import figure_address, sourced

CSS = """
.eif .figures-table td,.eif .figures-table th{padding:4px 6px}
.eif .figures-table .gone{font-size:12px;color:var(--muted);white-space:normal}
.eif .figures-table .against{white-space:nowrap}
.eif .figures-table .against .num{display:inline-block;min-width:5ch;text-align:right}
.eif .figures-table .now{font-weight:700}
.eif .figures-table small{font-size:11.5px;color:var(--muted)}
.eif dl.facts+p{margin-top:8px}
.eif dl.facts{display:grid;grid-template-columns:1fr auto;gap:4px 10px;margin:0;font-size:14px}
.eif dl.facts dt{color:var(--muted);margin:0}
.eif dl.facts dd{margin:0;text-align:right;font-variant-numeric:tabular-nums}
"""

# What the first column is called, by the column that names its rows.
LABELS = {"title": "Indicator", "group_title": "Pupil group"}
MOST_PERIODS = 5
# Marks a figure that was published under an earlier URN.
EARLIER = "†"
# What a figure that may still change is said to be, beside it.
NOT_FINAL = ("provisional", "revised")
MISSING = {
    "low": "rounds to 0",
    "new": "new school",
    "blank": "blank in the file",
    "bad": "could not be read",
}
LEGEND = (
    "Bold: the newest figure; all that stands beside it is of the same year. Neighbours and core cities: "
    "their mean, and how many have a figure. Quarter 1 is the best of the area's schools of the phase, "
    "percentile 1 the best of England's. Better and worse in grey: the side of England only; no test is made."
)


@dataclass(frozen=True)
class Series:
    """One indicator and pupil group of a school over the years, oldest first: rows of `screen_figure`."""

    rows: tuple[Any, ...]

    @cached_property
    def by_period(self) -> dict[str, Any]:
        """The rows by academic year."""
        return {row.period: row for row in self.rows}

    @cached_property
    def newest(self) -> Any:
        """The newest row with a value, or the newest row where none has one."""
        return next((row for row in reversed(self.rows) if is_known(row.value)), self.rows[-1])

    def has_any(self, periods: Collection[str]) -> bool:
        """Say whether there is a value in any of `periods`."""
        return any(is_known(row.value) for row in self.rows if row.period in periods)


def recent(series: Sequence[Series], most: int = MOST_PERIODS) -> list[str]:
    """The newest periods in which any of `series` has a value, oldest first."""
    return sorted({row.period for one in series for row in one.rows if is_known(row.value)})[-most:]


def missing(status: Any) -> str:
    """Why there is no figure, in words."""
    return MISSING.get(status, status) if isinstance(status, str) else "no figure"


@dataclass(frozen=True)
class Areas:
    """Whom a school is compared with, as the addresses of their figures name them."""

    la_name: str
    la_code: str
    neighbours: str
    core_cities: str


def indicator_table(
    series: Sequence[Series], caption: str, urn: str, areas: Areas, label: str = "title"
) -> str:
    """Draw one row per series, a column per recent period, then the comparators of the newest figure.

    `label` is the column that names a row. Figures published under another URN than `urn` are marked, and
    every figure leads to its source. Empty where there is nothing to show.
    """
    periods = recent(series)
    if not periods:
        return ""
    shown = [one for one in series if one.has_any(periods)]
    older = [getattr(one.newest, label) for one in series if not one.has_any(periods)]
    # Comparators that not every release has: a column nobody fills is left out.
    cores = any(is_known(one.newest.core_city_mean) for one in shown)
    ranked = any(is_known(one.newest.national_percentile) for one in shown)
    lines = "".join(
        _indicator_row(one, periods, urn, areas, label, cores=cores, ranked=ranked) for one in shown
    )
    heads = "".join(
        f'<th scope="col" class="{css}">{escape(head)}</th>'
        for head, css in [
            *((period, "n") for period in periods),
            ("England", "n"),
            ("Against England", ""),
            ("Neighbours", "n"),
            *([("Core cities", "n")] if cores else []),
            (areas.la_name, "n"),
            ("LA rank", "n"),
            *([("Percentile", "n")] if ranked else []),
        ]
    )
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(caption)}">'
        f'<table class="figures-table"><caption class="hidden-text">{escape(caption)}</caption>'
        f'<thead><tr><th scope="col">{LABELS[label]}</th>{heads}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>{_without(older, periods)}{_earlier(shown, periods, urn)}"
    )


def _indicator_row(
    series: Series,
    periods: Sequence[str],
    urn: str,
    areas: Areas,
    label: str,
    *,
    cores: bool,
    ranked: bool,
) -> str:
    newest = series.newest
    write = _writer(newest)
    beside = figure_address(newest, phase=newest.phase)
    cells = "".join(_value_cell(series.by_period.get(period), newest, urn) for period in periods)
    numbers = [
        _mean(newest, newest.neighbour_mean, newest.neighbour_k, beside | {"set": areas.neighbours}, "/10"),
        *(
            [_mean(newest, newest.core_city_mean, newest.core_city_k, beside | {"set": areas.core_cities})]
            if cores
            else []
        ),
        _door(newest.la, write(newest.la), beside | {"area": areas.la_code}),
        _rank(newest),
        *([_percentile(newest)] if ranked else []),
    ]
    national = _door(newest.national, write(newest.national), beside | {"area": "England"})
    return (
        f'<tr><th scope="row">{escape(getattr(newest, label))}</th>{cells}'
        f'<td class="n">{national}</td><td class="against">{_against(newest)}</td>'
        + "".join(f'<td class="n">{number}</td>' for number in numbers)
        + "</tr>"
    )


def _door(value: Any, written: str, address: dict[str, str]) -> str:
    """The figure as a link to its source, where there is one."""
    return sourced(written, **address) if is_known(value) else written


def _mean(row: Any, mean: Any, k: Any, address: dict[str, str], of: str = "") -> str:
    """The mean of some councils, with how many have a figure."""
    if not is_known(mean):
        return NONE
    written = sourced(_writer(row)(mean), **address)
    return written + (f" <small>{int(k)}{of}</small>" if is_known(k) else "")


def _rank(row: Any) -> str:
    if not is_known(row.la_rank):
        return NONE
    quarter = f" <small>quarter {int(row.la_quartile)}</small>" if is_known(row.la_quartile) else ""
    address = figure_address(row, urn=row.urn, of="rank")
    return f"{sourced(f'{int(row.la_rank)} of {int(row.la_of)}', **address)}{quarter}"


def _percentile(row: Any) -> str:
    if not is_known(row.national_percentile):
        return NONE
    return sourced(str(int(row.national_percentile)), **figure_address(row, urn=row.urn, of="percentile"))


def _without(labels: Sequence[str], periods: Sequence[str]) -> str:
    """Name what has no figure in any of the years shown."""
    if not labels:
        return ""
    return f'<p class="small muted after">No figure since {periods[0]}: {escape("; ".join(labels))}.</p>'


def _earlier(series: Sequence[Series], periods: Sequence[str], urn: str) -> str:
    """Say which of the figures shown belong to an earlier URN of the school."""
    urns = {row.urn for one in series for row in one.rows if row.period in periods and row.urn != urn}
    said = f"{EARLIER} Published for this school under an earlier URN: {', '.join(sorted(urns))}."
    return f'<p class="small muted after">{escape(said)}</p>' if urns else ""


def _value_cell(row: Any, newest: Any, urn: str) -> str:
    if row is None:
        return '<td class="n gone">no&nbsp;figure</td>'
    if not is_known(row.value):
        reason = sourced(escape(missing(row.status)), **figure_address(row, urn=row.urn))
        return f'<td class="n gone">{reason}</td>'
    earlier = f"<small>{EARLIER}</small>" if row.urn != urn else ""
    if row.release_status in NOT_FINAL:
        earlier += f" <small>{escape(row.release_status)}</small>"
    value = sourced(_writer(row)(row.value), **figure_address(row, urn=row.urn))
    return f'<td class="n{" now" if row is newest else ""}">{value}{earlier}</td>'


def _against(row: Any) -> str:
    """The gap to England and whether it is better, worse or in line; untested gaps say so."""
    if not (is_known(row.value) and is_known(row.national)):
        return f'<span class="muted">{NONE}</span>'
    gap = f'<span class="num">{signed(row.value - row.national, _decimals(row))}</span>'
    if isinstance(row.standing, str):
        return f"{gap} {standing_mark(row.better)}"
    side = row.better if isinstance(row.better, str) else "not compared"
    return f'{gap} <span class="small muted">{escape(side)}</span>'


def _decimals(row: Any) -> int:
    return int(row.decimals) if is_known(row.decimals) else 1


def _writer(row: Any) -> Callable[[Any], str]:
    decimals, unit = _decimals(row), row.unit
    return lambda value: figure(value, decimals, unit)


def facts(pairs: Sequence[tuple[str, str]]) -> str:
    """Draw names and values in two columns; both are plain text."""
    return (
        '<dl class="facts">'
        + "".join(f"<dt>{escape(a)}</dt><dd>{escape(b)}</dd>" for a, b in pairs)
        + "</dl>"
    )
