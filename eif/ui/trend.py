"""How did a figure move over the years, beside England, the city and its neighbours?

The chart is drawn with Plotly; the same figures stand beside it as a sentence and as a table. A year without
a figure is a gap in the line, and a year in which the measure changed cuts it: nothing is bridged.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import plotly.graph_objects as go

from eif.ui.escape import escape
from eif.ui.figures import figure
from eif.ui.theme import INK, LA, LINE, MUTED, NATIONAL, NEIGHBOURS, SCHOOL

HEIGHT, TALL = 232, 300
_TOP, _BOTTOM, _LEFT = 12, 30, 38
# Room for one label at a line's end, in pixels.
_LABEL = 17

# Colour, width and dash of each line, by what it stands for; they are the same on every page.
STYLES = {
    "school": (SCHOOL, 3.2, "solid"),
    "la": (LA, 1.8, "solid"),
    "national": (NATIONAL, 1.8, "dash"),
    "neighbours": (NEIGHBOURS, 1.8, "solid"),
}


@dataclass(frozen=True)
class Line:
    """One line: what it stands for (a key of STYLES), its name, and a value or None for each period."""

    kind: str
    name: str
    values: tuple[float | None, ...]

    @property
    def last(self) -> int | None:
        """The place of the newest value; None where there is none."""
        return max((at for at, value in enumerate(self.values) if value is not None), default=None)


@dataclass(frozen=True)
class Trend:
    """One chart: academic years without holes, lines over them, and what must be said about single years.

    `reasons` says why the school has no value in a period; `gaps` why nobody has a valid one; `breaks` why a
    period cannot be compared with the ones before; `elsewhere` which earlier URN a value was published under.
    """

    title: str
    measure: str
    unit: str
    decimals: int
    periods: tuple[str, ...]
    lines: tuple[Line, ...]
    reasons: Mapping[str, str] = field(default_factory=dict)
    gaps: Mapping[str, str] = field(default_factory=dict)
    breaks: Mapping[str, str] = field(default_factory=dict)
    elsewhere: Mapping[str, str] = field(default_factory=dict)

    def write(self, value: float | None) -> str:
        """One value in the measure's unit and decimals."""
        return figure(value, self.decimals, self.unit)


def years(periods: Sequence[str]) -> tuple[str, ...]:
    """Every academic year from the earliest of `periods` to the latest, also those without a figure."""
    starts = [int(period[:4]) for period in periods]
    return (
        tuple(f"{year}/{(year + 1) % 100:02d}" for year in range(min(starts), max(starts) + 1))
        if starts
        else ()
    )


def axis(values: Sequence[float]) -> tuple[float, float, float]:
    """Return where the axis starts, ends and its step: from zero unless that would flatten the lines."""
    low, high = min(values), max(values)
    if 0 <= low < 0.6 * high or low == high == 0:
        low = 0.0
    span = (high - low) or abs(high) or 1.0
    raw = span / 4
    scale = 10.0 ** math.floor(math.log10(raw))
    step = scale * next(nice for nice in (1, 2, 2.5, 4, 5, 10) if nice * scale >= raw)
    return math.floor(low / step) * step, math.ceil(high / step) * step, step


def _places(step: float) -> int:
    """How many decimals the axis needs so that no two of its figures look alike."""
    return next((places for places in range(3) if abs(step - round(step, places)) < 1e-9), 3)


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move labels as little as needed so that they are `gap` apart and lie within `low` and `high`."""
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    placed = [0.0] * len(wanted)
    floor = low
    for at in order:
        placed[at] = max(wanted[at], floor)
        floor = placed[at] + gap
    ceiling = high
    for at in reversed(order):
        placed[at] = min(placed[at], ceiling)
        ceiling = placed[at] - gap
    return placed


def chart(trend: Trend, height: int = HEIGHT) -> go.Figure:
    """Draw the lines with their names and newest figures at their ends; no legend."""
    shown = [line for line in trend.lines if line.last is not None]
    low, high, step = axis([value for line in shown for value in line.values if value is not None])
    traces = [_trace(trend, line) for line in shown]
    cuts = [at for at, period in enumerate(trend.periods) if period in trend.breaks and at]
    every = math.ceil(len(trend.periods) / 7)
    ticks = [at for at in range(len(trend.periods)) if (len(trend.periods) - 1 - at) % every == 0]
    layout = {
        "height": height,
        "margin": {
            "t": _TOP,
            "b": _BOTTOM,
            "l": _LEFT,
            "r": _label_width(trend, shown),
            "pad": 0,
            "autoexpand": False,
        },
        "showlegend": False,
        "hovermode": "x unified",
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
        "font": {"family": "Source Sans, sans-serif", "size": 12, "color": MUTED},
        "xaxis": {
            "range": [-0.4, len(trend.periods) - 0.8],
            "tickvals": ticks,
            "ticktext": [trend.periods[at] for at in ticks],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "tickangle": 0,
            "ticks": "outside",
            "ticklen": 5,
            "tickcolor": "#ffffff",
            "unifiedhovertitle": {"text": ""},
        },
        "yaxis": {
            "range": [low, high],
            "dtick": step,
            "tickformat": f",.{_places(step)}f",
            "gridcolor": "#e3e7ea",
            "zeroline": False,
            "fixedrange": True,
        },
        "annotations": [*_end_labels(trend, shown, low, high, height), *_gap_labels(trend)],
        "shapes": [
            {
                **{"type": "line", "x0": at - 0.5, "x1": at - 0.5, "yref": "paper", "y0": 0, "y1": 1},
                "line": {"color": LINE, "width": 1.5, "dash": "dot"},
            }
            for at in cuts
        ],
    }
    return go.Figure({"data": traces, "layout": layout})


def _trace(trend: Trend, line: Line) -> dict[str, object]:
    """One line; a place between two years without a value cuts it where the measure changed."""
    color, width, dash = STYLES[line.kind]
    x: list[float] = []
    y: list[float | None] = []
    text: list[str] = []
    for at, (period, value) in enumerate(zip(trend.periods, line.values, strict=True)):
        if period in trend.breaks and at:
            x.append(at - 0.5)
            y.append(None)
            text.append("")
        x.append(at)
        y.append(value)
        text.append(f"{period}: {trend.write(value)}")
    return {
        "type": "scatter",
        "x": x,
        "y": y,
        "name": escape(line.name),
        "text": text,
        "hovertemplate": "%{text}",
        "mode": "lines+markers",
        "connectgaps": False,
        "line": {"color": color, "width": width, "dash": dash},
        "marker": {"color": color, "size": 7 if line.kind == "school" else 4},
    }


def _label(trend: Trend, line: Line) -> str:
    """A line's name and newest figure, with the year where that is not the last one."""
    last = line.last or 0
    late = "" if last == len(trend.periods) - 1 else f" ({trend.periods[last]})"
    return f"{line.name} {trend.write(line.values[last])}{late}"


def _label_width(trend: Trend, lines: Sequence[Line]) -> int:
    """Room at the right for the longest label, in pixels: bold letters of 12.5 px are about 6.4 px wide."""
    return round(24 + 6.4 * max(len(_label(trend, line)) for line in lines))


def _end_labels(
    trend: Trend, lines: Sequence[Line], low: float, high: float, height: int
) -> list[dict[str, object]]:
    """Names and newest figures at the right, pushed apart where they would overlap; the colour is a dash."""
    room = height - _TOP - _BOTTOM
    ends = [line.values[line.last or 0] or 0.0 for line in lines]
    places = spread([(end - low) / ((high - low) or 1) * room for end in ends], _LABEL, 4, room - 4)
    labels = []
    for line, place in zip(lines, places, strict=True):
        words = escape(_label(trend, line))
        words = f"<b>{words}</b>" if line.kind == "school" else words
        labels.append(
            {
                **{
                    "xref": "paper",
                    "x": 1,
                    "xanchor": "left",
                    "xshift": 4,
                    "align": "left",
                    "showarrow": False,
                },
                **{"yref": "paper", "y": place / room, "yanchor": "middle"},
                "font": {"color": INK, "size": 12.5},
                "text": f'<span style="color:{STYLES[line.kind][0]}"><b>–</b></span> {words}',
            }
        )
    return labels


def _gap_labels(trend: Trend) -> list[dict[str, object]]:
    """Say "no valid results" once under each stretch of years for which nobody has a figure."""
    empty = [
        at
        for at, period in enumerate(trend.periods)
        if period in trend.gaps and all(line.values[at] is None for line in trend.lines)
    ]
    starts = [at for at in empty if at - 1 not in empty]
    labels: list[dict[str, object]] = []
    for start in starts:
        end = next(at for at in range(start, len(trend.periods) + 1) if at not in empty) - 1
        labels.append(
            {
                **{
                    "x": (start + end) / 2,
                    "yref": "paper",
                    "y": 0.02,
                    "yanchor": "bottom",
                    "showarrow": False,
                },
                "text": "no valid<br>results" if start == end else "no valid results",
                "font": {"size": 10.5, "color": MUTED},
            }
        )
    return labels


def alternative(trend: Trend) -> str:
    """Say in one or two sentences what the chart shows; plain text."""
    parts = []
    for line in trend.lines:
        known = [
            (period, value)
            for period, value in zip(trend.periods, line.values, strict=True)
            if value is not None
        ]
        if not known:
            continue
        (first, start), (last, end) = known[0], known[-1]
        if line.kind == "school" and len(known) > 1:
            parts.append(f"{line.name}: {trend.write(start)} in {first}, {trend.write(end)} in {last}")
        else:
            parts.append(f"{line.name} {trend.write(end)} in {last}")
    gaps = [period for period in trend.periods if period in trend.gaps]
    without = f" No valid results for {', '.join(gaps)}." if gaps else ""
    return f"{trend.measure}. {'; '.join(parts)}.{without}"


def notes(trend: Trend) -> str:
    """Say where the axis starts and what the dotted lines mean; plain text."""
    values = [value for line in trend.lines for value in line.values if value is not None]
    start = axis(values)[0]
    said = f"Axis starts at {figure(start, _places(start), trend.unit)}."
    return f"{said} Dotted: the measure changed, see the table." if _breaks(trend) else said


def _breaks(trend: Trend) -> dict[str, str]:
    return {period: reason for period, reason in trend.breaks.items() if period in trend.periods[1:]}


def as_table(trend: Trend) -> str:
    """Draw the figures as a table that opens on request: newest year first, missing values by reason."""
    head = "".join(f'<th scope="col" class="n">{escape(line.name)}</th>' for line in trend.lines)
    rows = []
    for at in reversed(range(len(trend.periods))):
        period = trend.periods[at]
        cells = "".join(f'<td class="n">{_cell(trend, line, at)}</td>' for line in trend.lines)
        rows.append(f'<tr><th scope="row">{period}</th>{cells}</tr>')
    name = escape(trend.measure)
    reasons = {period: reason for period, reason in trend.gaps.items() if period in trend.periods} | _breaks(
        trend
    )
    said = "".join(
        f'<p class="small muted">{period}: {escape(reasons[period])}</p>' for period in sorted(reasons)
    )
    return (
        '<details class="more"><summary>Show as table</summary>'
        f'<div class="scroll" role="region" tabindex="0" aria-label="{name} as a table">'
        f'<table><caption class="hidden-text">{name}</caption>'
        f'<thead><tr><th scope="col">Year</th>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>{said}</details>"
    )


def _cell(trend: Trend, line: Line, at: int) -> str:
    period, value = trend.periods[at], line.values[at]
    if value is not None:
        earlier = trend.elsewhere.get(period) if line.kind == "school" else None
        return trend.write(value) + (
            f' <span class="small muted">URN {escape(earlier)}</span>' if earlier else ""
        )
    reason = trend.gaps.get(period) and "no valid results"
    if line.kind == "school":
        reason = reason or trend.reasons.get(period)
    return f'<span class="small muted">{escape(reason or "not in the loaded files")}</span>'
