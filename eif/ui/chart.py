"""How is a trend drawn?

With Plotly, each line named at its end and in the colour it has on every page. A year without a figure is a
gap in the line, and a year in which the measure changed cuts it: nothing is bridged.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from eif.ui.escape import escape
from eif.ui.theme import INK, LA, LINE, MUTED, NATIONAL, NEIGHBOURS, SCHOOL
from eif.ui.trend import Line, Trend, axis, places

HEIGHT, TALL = 232, 300
_TOP, _BOTTOM, _LEFT = 12, 30, 38
# How many years are written under a chart beside another one, and under a tall one.
_YEARS, _YEARS_TALL = 5, 7
# Room for one label at a line's end, in pixels.
_LABEL = 17

# Colour, width and dash of each line, by what it stands for; they are the same on every page.
STYLES = {
    "school": (SCHOOL, 3.2, "solid"),
    "la": (LA, 1.8, "solid"),
    "national": (NATIONAL, 1.8, "dash"),
    "neighbours": (NEIGHBOURS, 1.8, "solid"),
}


def chart(trend: Trend, height: int = HEIGHT) -> go.Figure:
    """Draw the lines with their names and newest figures at their ends; no legend."""
    shown = [line for line in trend.lines if line.last is not None]
    low, high, step = axis([value for line in shown for value in line.values if value is not None])
    traces = [_trace(trend, line) for line in shown]
    cuts = [at for at, period in enumerate(trend.periods) if period in trend.breaks and at]
    every = math.ceil(len(trend.periods) / (_YEARS if height < TALL else _YEARS_TALL))
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
            "tickformat": f",.{places(step)}f",
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
    # Checking every property takes most of a chart's making; a test does it instead.
    return go.Figure({"data": traces, "layout": layout}, _validate=False)


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
    heights = spread([(end - low) / ((high - low) or 1) * room for end in ends], _LABEL, 4, room - 4)
    labels = []
    for line, place in zip(lines, heights, strict=True):
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
