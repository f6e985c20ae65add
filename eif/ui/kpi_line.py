"""How did a plan's figure move, and where is it to go? A small picture of results, baseline and target."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from eif.ui.spark import image
from eif.ui.theme import MUTED, SCHOOL

WIDTH, HEIGHT = 148, 44
_SIDE, _TOP = 6, 7
# As many results as tell a direction.
MOST = 6
Point = tuple[date, float]


def kpi_line(results: Sequence[Point | None], baseline: Point, target: Point, alt: str) -> str:
    """Draw results as a solid line, the way from baseline to target as a dotted one that ends in a ring.

    `results` are in order, None where a year is missing, so that the line has a gap there.
    """
    recent = list(results)[-MOST:]
    known = [point for point in recent if point is not None]
    days = [point[0].toordinal() for point in (*known, baseline, target)]
    values = [point[1] for point in (*known, baseline, target)]
    first, last, low, high = min(days), max(days), min(values), max(values)

    def place(point: Point) -> str:
        along = (point[0].toordinal() - first) / (last - first) if last > first else 0.5
        up = (point[1] - low) / (high - low) if high > low else 0.5
        x = _SIDE + (WIDTH - 2 * _SIDE) * along
        y = HEIGHT - _TOP - (HEIGHT - 2 * _TOP) * up
        return f"{x:.1f},{y:.1f}"

    lines = "".join(
        f'<polyline fill="none" stroke="{SCHOOL}" stroke-width="2.2" points="{" ".join(map(place, run))}"/>'
        for run in _runs(recent)
        if len(run) > 1
    )
    dots = "".join(_dot(place(point), 2.2, SCHOOL, SCHOOL) for point in known)
    way = (
        f'<polyline fill="none" stroke="{MUTED}" stroke-width="1.4" stroke-dasharray="2 3" '
        f'points="{place(baseline)} {place(target)}"/>'
    )
    ring = _dot(place(target), 4, "#fff", MUTED)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'
        f"{way}{lines}{dots}{ring}</svg>"
    )
    return image(svg, alt, "kpi")


def _dot(place: str, radius: float, fill: str, edge: str) -> str:
    x, y = place.split(",")
    return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{fill}" stroke="{edge}" stroke-width="1.4"/>'


def _runs(points: Sequence[Point | None]) -> list[list[Point]]:
    runs: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]
