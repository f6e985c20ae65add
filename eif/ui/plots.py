"""How are schools drawn beside each other: as a row of dots over their values, or as places?

Text is large enough for a shared screen at half its size, marks differ in shape as well as in colour, and no
name is needed from a pointer: the table beside has them all.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import plotly.graph_objects as go

from eif.ui.escape import escape
from eif.ui.theme import INK, LA, LINE, MUTED, NATIONAL, SCHOOL
from eif.ui.trend import axis, places

TEXT, LABEL = 16, 18
DOT = "#7d8b98"
# The room that a column of dots has, in values of the axis: sixty columns over the whole width.
_COLUMNS = 60


@dataclass(frozen=True)
class Mark:
    """A value that a line is drawn at, with its words."""

    value: float
    words: str
    kind: str


_INK = {
    "la": (LA, "solid"),
    "national": (NATIONAL, "dash"),
    "school": (SCHOOL, "solid"),
    "mean": (MUTED, "dot"),
}


def layout_of(height: int, left: int = 52, right: int = 20, top: int = 20) -> dict[str, object]:
    """What all these pictures share: large text, no legend, nothing that moves."""
    plain = {"showgrid": False, "zeroline": False, "fixedrange": True}
    return {
        "height": height,
        "margin": {"t": top, "b": 56, "l": left, "r": right, "pad": 0, "autoexpand": False},
        "showlegend": False,
        "hovermode": "closest",
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
        "font": {"family": "Source Sans, sans-serif", "size": TEXT, "color": MUTED},
        "xaxis": dict(plain),
        "yaxis": dict(plain),
    }


def columns_of(values: Sequence[float], low: float, high: float) -> list[tuple[float, int]]:
    """Where each dot stands: its value, and how many dots of about the same value are under it."""
    # Whole numbers keep a column each, so that no dot leaves its value.
    whole = all(value == round(value) for value in values) and high - low <= 2 * _COLUMNS
    width = 1.0 if whole else (high - low) / _COLUMNS or 1.0
    filled: dict[int, int] = {}
    placed = []
    for value in values:
        column = round(value) if whole else math.floor((value - low) / width)
        filled[column] = filled.get(column, 0) + 1
        placed.append((value if whole else low + (column + 0.5) * width, filled[column]))
    return placed


def dots(
    values: Sequence[float],
    cuts: Sequence[float],
    bands: Sequence[str],
    marks: Sequence[Mark],
    unit_words: str,
    chosen: int | None = None,
) -> go.Figure:
    """Draw one dot a value over an axis, in bands between `cuts`, with lines at `marks`.

    `chosen` is the place of the value that stands out.
    """
    every = [*values, *(mark.value for mark in marks)]
    low, high, step = axis(every) if min(every) >= 0 else (min(every), max(every), 1.0)
    low, high = _tight(every, step)
    placed = columns_of(values, low, high)
    tallest = max(count for _, count in placed)
    top = tallest * 1.08 + 1
    layout = layout_of(360, left=16, right=16, top=14 + 26 * len(marks))
    layout["xaxis"] = layout["xaxis"] | {  # type: ignore[operator]
        "range": [low, high],
        "dtick": step,
        "tickformat": f",.{places(step)}f",
        "title": {"text": escape(unit_words), "font": {"size": TEXT}},
    }
    layout["yaxis"] = layout["yaxis"] | {"range": [0, top], "visible": False}  # type: ignore[operator]
    edges = [low, *cuts, high] if cuts else []
    layout["shapes"] = [
        {
            **{"type": "rect", "x0": a, "x1": b, "yref": "paper", "y0": 0, "y1": 1, "layer": "below"},
            **{"fillcolor": "#f1f4f7" if at % 2 else "#ffffff", "line": {"width": 0}},
        }
        for at, (a, b) in enumerate(pairwise(edges))
    ] + [_line_at(mark) for mark in marks]
    layout["annotations"] = [
        {
            **{"x": (max(a, low) + min(b, high)) / 2, "yref": "paper", "y": 0.995, "yanchor": "top"},
            **{"showarrow": False, "text": escape(words), "font": {"size": TEXT - 2, "color": MUTED}},
        }
        for words, a, b in zip(bands, edges, edges[1:], strict=False)
    ] + [_words_over(mark, at, len(marks), low, high) for at, mark in enumerate(marks)]
    size = max(4.0, min(10.0, 250 / tallest))
    traces = [scatter(placed, DOT, size, "circle")]
    if chosen is not None:
        traces.append(scatter([placed[chosen]], SCHOOL, size + 6, "diamond"))
    return go.Figure({"data": traces, "layout": layout}, _validate=False)


def _tight(values: Sequence[float], step: float) -> tuple[float, float]:
    """An axis that holds every value and little more: dots need no zero."""
    fine = step / 2
    return math.floor(min(values) / fine) * fine, math.ceil(max(values) / fine) * fine or fine


def scatter(points: Sequence[tuple[float, float]], color: str, size: float, symbol: str) -> dict[str, object]:
    """One mark a point, of one colour and shape."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x for x, _ in points],
        "y": [y for _, y in points],
        "hoverinfo": "skip",
        "cliponaxis": False,
        "marker": {
            "color": color,
            "size": size,
            "symbol": symbol,
            "line": {"color": "#ffffff", "width": 0.5},
        },
    }


def _line_at(mark: Mark) -> dict[str, object]:
    color, dash = _INK[mark.kind]
    return {
        **{"type": "line", "x0": mark.value, "x1": mark.value, "yref": "paper", "y0": 0, "y1": 1},
        "line": {"color": color, "width": 2.5, "dash": dash},
    }


def _words_over(mark: Mark, at: int, of: int, low: float, high: float) -> dict[str, object]:
    """The words of a line above the picture, each line's in a row of its own."""
    color, _ = _INK[mark.kind]
    right = mark.value > (low + high) / 2
    bar = f'<span style="color:{color}"><b>│</b></span>'
    return {
        **{"x": mark.value, "yref": "paper", "y": 1, "yanchor": "bottom", "yshift": 26 * (of - 1 - at)},
        **{"xanchor": "right" if right else "left", "showarrow": False},
        "text": f"{escape(mark.words)} {bar}" if right else f"{bar} {escape(mark.words)}",
        "font": {"size": LABEL, "color": INK},
    }


def ranks(periods: Sequence[str], found: Sequence[int | None], of: Sequence[int | None]) -> go.Figure:
    """Draw a place among councils year by year, the best at the top, each with its figure."""
    known = [place for place in found if place is not None]
    lowest = max(one for one in of if one is not None)
    layout = layout_of(280, left=52, right=40, top=30)
    layout["xaxis"] = layout["xaxis"] | {  # type: ignore[operator]
        "tickvals": list(range(len(periods))),
        "ticktext": list(periods),
        "range": [-0.4, len(periods) - 0.6],
    }
    layout["yaxis"] = layout["yaxis"] | {  # type: ignore[operator]
        "range": [lowest + 4, 1 - lowest / 12],
        "tickvals": [1, *range(50, lowest, 50), lowest],
        "showgrid": True,
        "gridcolor": "#e3e7ea",
    }
    trace = {
        "type": "scatter",
        "mode": "lines+markers+text" if known else "markers",
        "x": list(range(len(periods))),
        "y": list(found),
        "text": ["" if place is None else str(place) for place in found],
        "textposition": "top center",
        "textfont": {"size": LABEL, "color": INK},
        "connectgaps": False,
        "hoverinfo": "skip",
        "line": {"color": LA, "width": 2.4},
        "marker": {"color": LA, "size": 10, "symbol": "square"},
    }
    layout["shapes"] = [
        {
            **{"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": lowest * part, "y1": lowest * part},
            "line": {"color": LINE, "width": 1, "dash": "dot"},
        }
        for part in (0.25, 0.5, 0.75)
    ]
    return go.Figure({"data": [trace], "layout": layout}, _validate=False)
