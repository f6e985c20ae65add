"""How are schools drawn by their size within the limits that chance alone keeps them in?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from eif.ui.chart import spread
from eif.ui.escape import escape
from eif.ui.plots import DOT, TEXT, layout_of, scatter
from eif.ui.theme import INK, MUTED, NATIONAL, SCHOOL
from eif.ui.trend import axis, places

HEIGHT = 460


@dataclass(frozen=True)
class Point:
    """A school in a funnel: its size, its value, the limit it is beyond (95%, 99.8% or none) and the side."""

    size: float
    value: float
    beyond: str | None
    side: str | None


def funnel(
    points: Sequence[Point],
    limits: Sequence[tuple[float, float, float, float, float]],
    national: float,
    national_words: str,
    chosen: int | None,
    *,
    stepped: bool,
) -> go.Figure:
    """Draw schools by size within limits: rows of `limits` are size, low and high of 95%, of 99.8%."""
    ends = [value for row in limits for value in row[1:]]
    low, high, step = axis([*(point.value for point in points), *ends])
    smallest = min(point.size for point in points)
    largest = max(point.size for point in points)
    room = (largest - smallest or 1) * 0.02
    layout = layout_of(HEIGHT, right=112)
    layout["xaxis"] = layout["xaxis"] | {  # type: ignore[operator]
        "range": [max(0, smallest - room), largest + room],
        "title": {"text": "Pupils", "font": {"size": TEXT}},
        "nticks": 7,
    }
    layout["yaxis"] = layout["yaxis"] | {  # type: ignore[operator]
        "range": [low, high],
        "dtick": step,
        "tickformat": f",.{places(step)}f",
        "showgrid": True,
        "gridcolor": "#e3e7ea",
    }
    sizes = [row[0] for row in limits]
    traces: list[dict[str, object]] = [
        {
            **{"type": "scatter", "mode": "lines", "x": sizes, "y": [row[at] for row in limits]},
            "hoverinfo": "skip",
            "line": {
                "color": MUTED,
                "width": 1.6,
                "dash": dash,
                "shape": "hv" if stepped else "linear",
            },
        }
        for at, dash in ((1, "solid"), (2, "solid"), (3, "dot"), (4, "dot"))
    ]
    traces.append(
        {
            **{"type": "scatter", "mode": "lines", "x": [sizes[0], sizes[-1]], "y": [national, national]},
            "hoverinfo": "skip",
            "line": {"color": NATIONAL, "width": 2, "dash": "dash"},
        }
    )
    for beyond, side, symbol, color in (
        (None, None, "circle", DOT),
        ("95%", "above", "triangle-up-open", INK),
        ("95%", "below", "triangle-down-open", INK),
        ("99.8%", "above", "triangle-up", INK),
        ("99.8%", "below", "triangle-down", INK),
    ):
        kept = [(p.size, p.value) for p in points if p.beyond == beyond and p.side == side]
        traces.append(scatter(kept, color, 7 if beyond is None else 10, symbol))
    if chosen is not None:
        traces.append(scatter([(points[chosen].size, points[chosen].value)], SCHOOL, 15, "diamond"))
    layout["annotations"] = _line_names(limits[-1], national, national_words, low, high)
    return go.Figure({"data": traces, "layout": layout}, _validate=False)


def _line_names(
    last: Sequence[float], national: float, words: str, low: float, high: float
) -> list[dict[str, object]]:
    """The names of the lines at their right ends."""
    named = [(last[4], "99.8%"), (last[2], "95%"), (national, words), (last[1], "95%"), (last[3], "99.8%")]
    room = HEIGHT - 76
    heights = spread([(value - low) / (high - low or 1) * room for value, _ in named], 20, 8, room - 8)
    return [
        {
            **{"xref": "paper", "x": 1, "xanchor": "left", "xshift": 4, "yref": "paper", "y": place / room},
            **{"yanchor": "middle", "showarrow": False, "align": "left"},
            "text": escape(text),
            "font": {"size": TEXT, "color": INK},
        }
        for (_, text), place in zip(named, heights, strict=True)
    ]
