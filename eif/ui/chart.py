"""How is a trend drawn?

With Plotly, each line named at its end and in the colour it has on every page. A year without a figure is a
gap in the line, and a year in which the measure changed cuts it: nothing is bridged.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from eif.ui.escape import escape
from eif.ui.theme import (
    CORE_CITIES,
    GROUP,
    INK,
    LA,
    LINE,
    MUTED,
    NATIONAL,
    NEIGHBOURS,
    REGION,
    SCHOOL,
    SIMILAR,
)
from eif.ui.trend import Line, Trend, axis, places

HEIGHT, TALL = 232, 300
# How many years are written under a chart beside another one, and under a tall one.
_YEARS, _YEARS_TALL = 5, 7


@dataclass(frozen=True)
class Look:
    """How large a chart writes, in pixels: the axes, the labels and the room for one, an average letter.

    `wraps` puts a line's figure under its name, which leaves the lines more room.
    """

    text: float
    label: float
    row: int
    letter: float
    top: int
    bottom: int
    left: int
    point: int
    wraps: bool = False


CARD = Look(text=12, label=12.5, row=17, letter=6.4, top=12, bottom=30, left=38, point=4)
# Read in a meeting, on a shared screen at half its size. On a telephone the years turn, and need that room.
SHARED = Look(text=16, label=18, row=43, letter=9.2, top=34, bottom=76, left=52, point=9, wraps=True)

# Colour, width, dash and symbol of each line, by what it stands for; they are the same on every page.
STYLES = {
    "school": (SCHOOL, 3.2, "solid", "circle"),
    "similar": (SIMILAR, 1.8, "dash", "star"),
    "group": (GROUP, 1.8, "solid", "hexagon"),
    "la": (LA, 1.8, "solid", "square"),
    "national": (NATIONAL, 1.8, "dash", "diamond"),
    "neighbours": (NEIGHBOURS, 1.8, "solid", "triangle-up"),
    "neighbours before": (NEIGHBOURS, 1.8, "dot", "triangle-down-open"),
    "core cities": (CORE_CITIES, 1.8, "solid", "cross"),
    "region": (REGION, 1.8, "dash", "x"),
}
# What a label begins with, so that it is found without its colour.
SYMBOLS = {
    "circle": "●",
    "star": "★",
    "hexagon": "⬢",
    "square": "■",
    "diamond": "◆",
    "triangle-up": "▲",
    "triangle-down-open": "▽",
    "cross": "✚",
    "x": "✖",
}


def chart(trend: Trend, height: int = HEIGHT, look: Look = CARD) -> go.Figure:
    """Draw the lines with their names and newest figures at their ends; no legend."""
    shown = [line for line in trend.lines if line.last is not None]
    low, high, step = axis([value for line in shown for value in line.values if value is not None])
    traces = [_trace(trend, line, look) for line in shown]
    cuts = [at for at, period in enumerate(trend.periods) if period in trend.breaks and at]
    every = math.ceil(len(trend.periods) / (_YEARS if height < TALL else _YEARS_TALL))
    ticks = [at for at in range(len(trend.periods)) if (len(trend.periods) - 1 - at) % every == 0]
    layout = {
        "height": height,
        "margin": {
            "t": look.top,
            "b": look.bottom,
            "l": look.left,
            "r": _label_width(trend, shown, look),
            "pad": 0,
            "autoexpand": False,
        },
        "showlegend": False,
        "hovermode": "x unified",
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
        "font": {"family": "Source Sans, sans-serif", "size": look.text, "color": MUTED},
        "xaxis": {
            "range": [-0.4, len(trend.periods) - 0.8],
            "tickvals": ticks,
            "ticktext": [trend.periods[at] for at in ticks],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "tickangle": "auto" if look.wraps else 0,
            "ticks": "outside",
            "ticklen": 5,
            "tickcolor": "#ffffff",
            "unifiedhovertitle": {"text": ""},
        },
        "yaxis": {
            "range": [low, high],
            "dtick": step,
            "tickformat": f",.{places(step)}f",
            "gridcolor": "#e3e7ea",
            "zeroline": False,
            "fixedrange": True,
        },
        "annotations": [
            *_end_labels(trend, shown, low, high, height, look),
            *_gap_labels(trend, look),
            *_mark_labels(trend, look),
        ],
        "shapes": [
            {
                **{"type": "line", "x0": at - 0.5, "x1": at - 0.5, "yref": "paper", "y0": 0, "y1": 1},
                "line": {"color": LINE, "width": 1.5, "dash": "dot"},
            }
            for at in (*cuts, *_marked(trend))
        ],
    }
    # Checking every property takes most of a chart's making; a test does it instead.
    return go.Figure({"data": traces, "layout": layout}, _validate=False)


def _trace(trend: Trend, line: Line, look: Look) -> dict[str, object]:
    """One line; a place between two years without a value cuts it where the measure changed."""
    color, width, dash, symbol = STYLES[line.kind]
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
        "cliponaxis": False,
        "line": {"color": color, "width": width, "dash": dash},
        "marker": {
            "color": color,
            "size": look.point + (3 if line.kind == "school" else 0),
            "symbol": symbol if look.wraps else "circle",
        },
    }


def _label(trend: Trend, line: Line, look: Look) -> tuple[str, ...]:
    """A line's name and newest figure, with the year where that is not the last one: one row or two."""
    last = line.last or 0
    late = "" if last == len(trend.periods) - 1 else f" ({trend.periods[last]})"
    value = f"{trend.write(line.values[last])}{late}"
    return (line.name, value) if look.wraps else (f"{line.name} {value}",)


def _label_width(trend: Trend, lines: Sequence[Line], look: Look) -> int:
    """Room at the right for the longest label, in pixels."""
    longest = max(len(row) for line in lines for row in _label(trend, line, look))
    return round(24 + look.letter * longest)


def _end_labels(
    trend: Trend, lines: Sequence[Line], low: float, high: float, height: int, look: Look
) -> list[dict[str, object]]:
    """Names and newest figures at the right, pushed apart where they would overlap; the colour is a mark."""
    room = height - look.top - look.bottom
    edge = 4 if not look.wraps else look.row / 2
    ends = [line.values[line.last or 0] or 0.0 for line in lines]
    heights = spread([(end - low) / ((high - low) or 1) * room for end in ends], look.row, edge, room - edge)
    labels = []
    for line, place in zip(lines, heights, strict=True):
        color, _, _, symbol = STYLES[line.kind]
        mark = SYMBOLS[symbol] if look.wraps else "–"
        words = "<br>\u2003".join(map(escape, _label(trend, line, look)))
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
                "font": {"color": INK, "size": look.label},
                "text": f'<span style="color:{color}"><b>{mark}</b></span> {words}',
            }
        )
    return labels


def _marked(trend: Trend) -> list[int]:
    """The places of the years at which something is marked without cutting the lines."""
    return [at for at, period in enumerate(trend.periods) if period in trend.marks and at]


def _mark_labels(trend: Trend, look: Look) -> list[dict[str, object]]:
    """Say over its dotted line what is marked."""
    return [
        {
            **{"x": at - 0.5, "yref": "paper", "y": 1, "yanchor": "bottom", "showarrow": False},
            "xanchor": "right",
            "text": escape(trend.marks[trend.periods[at]]),
            "font": {"size": look.text, "color": MUTED},
        }
        for at in _marked(trend)
    ]


def _gap_labels(trend: Trend, look: Look) -> list[dict[str, object]]:
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
                "font": {"size": look.text - 1.5, "color": MUTED},
            }
        )
    return labels


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
