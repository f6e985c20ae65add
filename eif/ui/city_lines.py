"""How did one figure move over the years, for the city, those it is compared with, and a chosen school?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eif.snapshot import Snapshot
from eif.ui.figures import is_known
from eif.ui.headlines import set_words
from eif.ui.indicators import missing
from eif.ui.subject import Subject
from eif.ui.trend import Line, Trend

MOST = 6
BOTH = "both"
_SCHOOL = [
    *("urn", "period", "value", "status", "release_status", "extract_id"),
    *("similar_mean", "similar_k", "similar_method"),
]


@dataclass(frozen=True)
class City:
    """Everything known of one figure over time: rows of the lines by (line, set), and those of a school.

    `group` are the means of a group of schools by period, rows of `group_mean`.
    """

    subject: Subject
    home_la: str
    periods: tuple[str, ...]
    lines: Mapping[tuple[str, str | None], Mapping[str, Any]]
    school: Any = None
    own: Mapping[str, Any] | None = None
    group: Mapping[str, Any] | None = None

    def newest(self, line: str, set_id: str | None = None) -> Any:
        """The newest row of a line that has a value; None where it has none."""
        rows = self.lines.get((line, set_id), {})
        known = [period for period in self.periods if period in rows and is_known(rows[period].value)]
        return rows[known[-1]] if known else None


def groups_of(snapshot: Snapshot, subject: Subject) -> dict[str, str]:
    """The groups of schools that have a mean of the figure: districts, networks, trusts, by id, in words."""
    if not subject.key or subject.row.school_period is None:
        return {}
    found = snapshot.rows(
        "group_mean", columns=["kind", "title", "group_id"], period=subject.row.school_period, **subject.key
    )
    return {row.group_id: f"{row.title} ({row.kind})" for row in sorted(found)}


def read_city(snapshot: Snapshot, subject: Subject, home_la: str, school: Any, group: str = "") -> City:
    """Read the lines of a figure, and those of a school and of a `group` where they are chosen."""
    if subject.key:
        found = snapshot.rows("screen_trend", **subject.key)
    else:
        found = snapshot.rows("screen_measure_trend", measure=subject.row.measure)
    lines: dict[tuple[str, str | None], dict[str, Any]] = {}
    order: dict[int, str] = {}
    for row in found:
        lines.setdefault((row.line, row.set_id), {})[row.period] = row
        order[int(row.period_ord)] = row.period
    own: dict[str, Any] | None = None
    if school is not None and subject.key:
        own = {}
        key = {"indicator": subject.row.indicator, "pupil_group": subject.row.pupil_group}
        for row in snapshot.rows("screen_figure", columns=_SCHOOL, school_id=school.school_id, **key):
            best = own.get(row.period)
            if best is None or (is_known(row.value), row.urn == school.urn) > (
                is_known(best.value),
                best.urn == school.urn,
            ):
                own[row.period] = row
                order[int(row.period[:4])] = row.period
    means: dict[str, Any] = {}
    if group and subject.key:
        means = {row.period: row for row in snapshot.rows("group_mean", group_id=group, **subject.key)}
        order |= {int(period[:4]): period for period in means}
    return City(subject, home_la, every_year(order), lines, school, own, means)


def every_year(known: Mapping[int, str]) -> tuple[str, ...]:
    """Each year from the first to the last by its number, those without a figure too, written alike."""
    if not known:
        return ()
    shape = next(iter(known.values()))
    return tuple(known.get(year) or _like(shape, year) for year in range(min(known), max(known) + 1))


def _like(shape: str, year: int) -> str:
    found = re.fullmatch(r"\d{4}([/-])\d{2}", shape)
    return f"{year}{found[1]}{(year + 1) % 100:02d}" if found else str(year)


def available(city: City, neighbours: str, sets: Sequence[str]) -> dict[str, tuple[str, Line]]:
    """The lines that can be drawn, by id: what each is called in a list, and the line; the first come first.

    `neighbours` is the dated set that the city is compared with, or `both`; `sets` are all, newest first.
    """
    gaps = _gaps(city)
    found: dict[str, tuple[str, Line]] = {}

    def add(name: str, words: str, line: Line) -> None:
        if line.last is not None:
            found[name] = (words, line)

    if city.own is not None:
        add("school", "The school", Line("school", "This school", _along(city, city.own, gaps, "value")))
    if city.group:
        name = next(iter(city.group.values())).title
        add("group", name, Line("group", name, _along(city, city.group, gaps, "mean")))
    for line, words in (("la", "The city"), ("national", "England")):
        rows = city.lines.get((line, None), {})
        name = next((row.name for row in rows.values() if row.name), words)
        add(line, words, Line(line, name, _along(city, rows, gaps, "value")))
    wanted = list(sets) if neighbours == BOTH else [neighbours]
    for at, one in enumerate(wanted):
        kind = "neighbours" if at == 0 else "neighbours before"
        rows = city.lines.get(("neighbours", one), {})
        add(
            f"neighbours {one}",
            f"Neighbours of {set_words(one)}",
            Line(kind, f"Neighbours {one[:4]}", _along(city, rows, gaps, "value")),
        )
    if city.own is not None:
        mean = _along(city, city.own, gaps, "similar_mean")
        add("similar", "Similar schools", Line("similar", "Similar schools", mean))
    cores = next((rows for (line, _), rows in city.lines.items() if line == "core cities"), {})
    add("core-cities", "Core cities", Line("core cities", "Core cities", _along(city, cores, gaps, "value")))
    region = city.lines.get(("region", None), {})
    name = next((row.name for row in region.values() if row.name), "Region")
    add("region", "The region", Line("region", name, _along(city, region, gaps, "value")))
    return found


def _gaps(city: City) -> dict[str, str]:
    return _said(city, "gap_reason")


def _said(city: City, column: str) -> dict[str, str]:
    """What is said about single periods, from whichever line says it."""
    return {
        period: str(getattr(row, column))
        for rows in city.lines.values()
        for period, row in rows.items()
        if getattr(row, column, None)
    }


def _along(
    city: City, rows: Mapping[str, Any], gaps: Mapping[str, str], column: str
) -> tuple[float | None, ...]:
    """One value a period; none where nobody has valid results, whatever was published."""
    values: list[Any] = [
        getattr(rows[period], column) if period in rows and period not in gaps else None
        for period in city.periods
    ]
    return tuple(float(value) if is_known(value) else None for value in values)


def trend_of(city: City, lines: Sequence[Line], marks: Mapping[str, str]) -> Trend:
    """What is drawn, from the first year in which any of the lines has a value."""
    first = min(at for line in lines for at, value in enumerate(line.values) if value is not None)
    return Trend(
        title=finding(city),
        measure=city.subject.name,
        unit=city.subject.row.unit or "",
        decimals=city.subject.decimals,
        periods=city.periods[first:],
        lines=tuple(Line(line.kind, line.name, line.values[first:]) for line in lines),
        reasons={period: missing(row.status) for period, row in (city.own or {}).items()},
        gaps=_gaps(city),
        breaks=_said(city, "break_reason"),
        elsewhere={period: row.urn for period, row in (city.own or {}).items() if row.urn != city.school.urn},
        marks=marks,
    )


def finding(city: City) -> str:
    """The newest figure of the city, or of the school where one is chosen, beside England's of that year."""
    subject = city.subject
    who, row = whose(city)
    if row is None:
        return f"{subject.name}: no figure of the city is loaded"
    national = city.lines.get(("national", None), {}).get(row.period)
    said = f"{subject.name}: {who} {subject.write(row.value)}"
    if national is None or not is_known(national.value):
        return f"{said} in {row.period}"
    gap = row.value - national.value
    if not round(gap, subject.decimals):
        return f"{said}, the same as England in {row.period}"
    side = "above" if gap > 0 else "below"
    return f"{said}, {subject.apart(gap)} {side} England in {row.period}"


def whose(city: City) -> tuple[str, Any]:
    """Whose figure the finding is about, and its newest row."""
    known = [row for row in (city.own or {}).values() if is_known(row.value)]
    if known:
        return str(city.school.name), max(known, key=lambda row: row.period)
    row = city.newest("la")
    return (str(row.name), row) if row is not None else ("", None)
