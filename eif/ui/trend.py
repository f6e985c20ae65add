"""How did a figure move over the years, beside England, the city and its neighbours?

A `Trend` is drawn as a chart (`eif.ui.chart`) and, with the same figures, as a sentence and as a table.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from eif.ui.escape import escape
from eif.ui.figures import figure, signed


@dataclass(frozen=True)
class Line:
    """One line: what it stands for (school, la, national, neighbours), its name, a value or None a year."""

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
    period cannot be compared with the ones before; `elsewhere` which earlier URN a value was published under;
    `marks` what else began in a period, without cutting the lines.
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
    marks: Mapping[str, str] = field(default_factory=dict)
    is_gap: bool = False

    def write(self, value: float | None) -> str:
        """One value in the measure's unit and decimals; a gap with its sign."""
        return signed(value, self.decimals) if self.is_gap else figure(value, self.decimals, self.unit)


def years(periods: Sequence[str]) -> tuple[str, ...]:
    """Every year from the earliest of `periods` to the latest, also those without a figure.

    Financial years (`2018-19`) stay what they are.
    """
    starts = [int(period[:4]) for period in periods]
    mark = periods[0][4:5] if periods else "/"
    return (
        tuple(f"{year}{mark}{(year + 1) % 100:02d}" for year in range(min(starts), max(starts) + 1))
        if starts
        else ()
    )


def axis(values: Sequence[float]) -> tuple[float, float, float]:
    """Return where the axis starts, ends and its step: from zero unless that would flatten the lines."""
    low, high = min(values), max(values)
    if 0 <= low < 0.6 * high or low == high == 0:
        low = 0.0
    # No figure is written finer than a thousandth: what spans less is one value.
    span = next(each for each in (high - low, abs(high), 1.0) if each >= 0.001)
    raw = span / 4
    scale = 10.0 ** math.floor(math.log10(raw))
    step = scale * next(nice for nice in (1, 2, 2.5, 4, 5, 10) if nice * scale >= raw)
    return math.floor(low / step) * step, math.ceil(high / step) * step, step


def places(step: float) -> int:
    """How many decimals the axis needs so that no two of its figures look alike."""
    return next((digits for digits in range(3) if abs(step - round(step, digits)) < 1e-9), 3)


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


def since(trend: Trend) -> int:
    """The place of the first year that all later figures can be set beside: nothing changed in between."""
    last = max((line.last or 0 for line in trend.lines), default=0)
    cuts = [at for at, period in enumerate(trend.periods) if period in trend.breaks]
    gone = [at + 1 for at, period in enumerate(trend.periods) if period in trend.gaps]
    return max((at for at in (*cuts, *gone) if at <= last), default=0)


def notes(trend: Trend) -> str:
    """Say where the axis starts and what the dotted lines mean; plain text."""
    values = [value for line in trend.lines for value in line.values if value is not None]
    start = axis(values)[0]
    said = f"Axis starts at {figure(start, places(start), trend.unit)}."
    if _breaks(trend):
        said += " Dotted: the measure changed, see the table."
    return said + _predecessor(trend)


def _predecessor(trend: Trend) -> str:
    """Say up to which year the line is that of an earlier URN of the school."""
    earlier = [period for period in trend.periods if period in trend.elsewhere]
    if not earlier:
        return ""
    urns = ", ".join(sorted({trend.elsewhere[period] for period in earlier}))
    return f" Includes its predecessor (URN {urns}), up to {earlier[-1]}."


def movement(trend: Trend, kinds: Sequence[str]) -> str:
    """Say how the lines of `kinds` moved over the years that can be set beside each other; plain text."""
    start, said = since(trend), list[tuple[str, str]]()
    for line in trend.lines:
        known = [(at, value) for at, value in enumerate(line.values) if value is not None and at >= start]
        if line.kind not in kinds or len(known) < 2:
            continue
        (first, before), (last, now) = known[0], known[-1]
        moved = round(now - before, trend.decimals)
        word = "rose" if moved > 0 else "fell" if moved < 0 else "stayed"
        values = (
            f"at {trend.write(now)}" if not moved else f"from {trend.write(before)} to {trend.write(now)}"
        )
        said.append((f"{line.name} {word} {values}", f", {trend.periods[first]} to {trend.periods[last]}"))
    # A span that all of them share is said once.
    shared = len({span for _, span in said}) == 1
    return "; ".join(
        words + ("" if shared and at < len(said) - 1 else span) for at, (words, span) in enumerate(said)
    )


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
