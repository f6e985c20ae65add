"""How does a small line stand inside a table cell or a bar inside a card?

Streamlit removes inline SVG from HTML but keeps images, so a line is an SVG image with its figures as
alternative text. Years without a figure are gaps; a line never bridges them.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence

from eif.ui.escape import escape
from eif.ui.figures import is_known
from eif.ui.theme import LA, NATIONAL

WIDTH, HEIGHT = 92, 24
_LEFT, _RIGHT, _TOP, _BOTTOM = 3, 5, 4, 4

Figures = Sequence[float | None]


def image(svg: str, alt: str, css: str = "") -> str:
    """Draw an SVG as an image; `alt` says in words what it shows and is escaped."""
    data = base64.b64encode(svg.encode()).decode()
    return f'<img class="{css}" alt="{escape(alt)}" src="data:image/svg+xml;base64,{data}">'


def spark(values: Figures, reference: Figures, alt: str, *, color: str = LA) -> str:
    """Draw `values` as a solid line and `reference` (England) as a dashed one, both over the same periods.

    One known value is a point without a line.
    """
    known = [float(v) for v in (*values, *reference) if is_known(v)]  # type: ignore[arg-type]
    if not known:
        return '<span class="muted">–</span>'
    low, high = min(known), max(known)
    steps = max(len(values), len(reference)) - 1

    def x(i: int) -> float:
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * (i / steps if steps else 1)

    def y(v: float) -> float:
        part = (v - low) / (high - low) if high > low else 0.5
        return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * part

    def line(series: Figures, style: str) -> str:
        return "".join(
            f'<polyline fill="none" {style} points="{" ".join(f"{x(i):.1f},{y(v):.1f}" for i, v in run)}"/>'
            for run in _runs(series)
        )

    ends = [(i, float(v)) for i, v in enumerate(values) if is_known(v)][-1:]  # type: ignore[arg-type]
    dot = "".join(f'<circle cx="{x(i):.1f}" cy="{y(v):.1f}" r="2.8" fill="{color}"/>' for i, v in ends)
    body = (
        line(reference, f'stroke="{NATIONAL}" stroke-width="1.3" stroke-dasharray="3 2"')
        + line(values, f'stroke="{color}" stroke-width="2"')
        + dot
    )
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">{body}</svg>'
    return image(svg, alt, "spark")


def _runs(series: Figures) -> Iterator[list[tuple[int, float]]]:
    """Yield the unbroken stretches of a series, so that a missing year leaves a gap."""
    run: list[tuple[int, float]] = []
    for i, value in enumerate(series):
        if is_known(value):
            run.append((i, float(value)))  # type: ignore[arg-type]
        elif run:
            yield run
            run = []
    if run:
        yield run


def stacked_bar(parts: Sequence[tuple[str, str, int]], label: str, *, thin: bool = False) -> str:
    """Draw counts as one bar; `parts` is (mark class, word, count); its text lists every count."""
    words = ", ".join(f"{number:,} {word}" for _, word, number in parts)
    fills = "".join(
        f'<span class="fill-{kind}" style="flex:{number} 0 0"></span>'
        for kind, _, number in parts
        if number > 0
    )
    css = "bar thin" if thin else "bar"
    return f'<div class="{css}" role="img" aria-label="{escape(f"{label}: {words}")}">{fills}</div>'
