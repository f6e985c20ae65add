"""How is the city's figure over the years told as rows, and where does each number lead?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eif.outputs.book import Value
from eif.outputs.exhibit import Column, Exhibit
from eif.snapshot import Snapshot
from eif.ui.city_lines import City, whose
from eif.ui.escape import escape
from eif.ui.exhibit import Drawn
from eif.ui.figures import is_known
from eif.ui.source import sourced
from eif.ui.subject import Subject, source_words
from eif.ui.trend import Line, Trend, alternative, movement, notes


def exhibit_of(
    snapshot: Snapshot, city: City, trend: Trend, ids: Sequence[str], named: Sequence[str]
) -> tuple[Exhibit, Drawn]:
    """The chart as figures: one row a year, newest first, one column a line, then the councils of each mean.

    `named` says which councils the sets are made of.
    """
    subject = city.subject
    means = [(at, _rows_of(city, one)) for at, one in enumerate(ids) if _is_mean(one)]
    columns = (
        Column("Year"),
        *(Column(line.name, subject.decimals, subject.row.unit) for line in trend.lines),
        *(Column(f"{trend.lines[at].name}: how many in the mean", 0) for at, _ in means),
    )
    rows: list[tuple[Value, ...]] = []
    drawn: dict[tuple[int, int], str] = {}
    for place in reversed(range(len(trend.periods))):
        period = trend.periods[place]
        for at, (one, line) in enumerate(zip(ids, trend.lines, strict=True)):
            if line.values[place] is None:
                continue
            if address := _address(city, one, period):
                drawn[len(rows), at + 1] = sourced(escape(subject.write(line.values[place])), **address)
        rows.append(
            (
                period,
                *(_cell(trend, line, place) for line in trend.lines),
                *(_count(of.get(period), one=ids[at]) for at, of in means),
            )
        )
    shown = (whose(city)[1], city.newest("national"))
    newest = [row.extract_id for row in shown if hasattr(row, "extract_id")]
    if not subject.key:
        newest = _council_extracts(snapshot, subject)
    said = [f"{period}: {reason}" for period, reason in sorted({**trend.gaps, **trend.breaks}.items())]
    exhibit = Exhibit(
        name=f"series-{subject.files}",
        title=trend.title,
        heading=movement(trend, ("school", "la", "national")),
        words=alternative(trend),
        columns=columns,
        rows=tuple(rows),
        source=source_words(snapshot, newest, subject.row.source),
        notes=(notes(trend), *named, *_lists(city, ids), *(one for one in said if one[:7] in trend.periods)),
    )
    return exhibit, drawn


def _lists(city: City, ids: Sequence[str]) -> list[str]:
    """Say of which list the similar schools are, and what a group's mean is."""
    said = []
    known = [row for row in (city.own or {}).values() if is_known(row.similar_mean) and row.similar_method]
    if "similar" in ids and known:
        newest = max(known, key=lambda row: row.period)
        said.append(f"Similar schools: {newest.similar_method}; their mean.")
    if "group" in ids:
        said.append("A group's line is the mean of its schools that have a figure, each counting once.")
    return said


def _council_extracts(snapshot: Snapshot, subject: Subject) -> list[Any]:
    found = snapshot.rows(
        "screen_rank", columns=["extract_id"], measure=subject.row.measure, is_home=True, is_latest=True
    )
    return [row.extract_id for row in found]


def _is_mean(one: str) -> bool:
    return one.startswith("neighbours") or one in ("core-cities", "similar", "group")


def _rows_of(city: City, one: str) -> Mapping[str, Any]:
    if one in ("similar", "group"):
        return (city.own if one == "similar" else city.group) or {}
    line = "neighbours" if one.startswith("neighbours") else "core cities"
    set_id = one.partition(" ")[2]
    return next(
        (rows for (kind, of), rows in city.lines.items() if kind == line and (not set_id or of == set_id)), {}
    )


def _count(row: Any, one: str) -> Value:
    if row is None:
        return None
    number = row.similar_k if one == "similar" else row.k
    return int(number) if is_known(number) else None


def _cell(trend: Trend, line: Line, place: int) -> Value:
    period, value = trend.periods[place], line.values[place]
    if value is not None:
        return value
    if period in trend.gaps:
        return "no valid results"
    return (trend.reasons.get(period) if line.kind == "school" else None) or "not in the loaded files"


def _address(city: City, one: str, period: str) -> dict[str, str]:
    """The words that name a figure's origin; empty where it is reached from elsewhere."""
    row = city.subject.row
    set_id = one.partition(" ")[2] or ("core-cities" if one == "core-cities" else "")
    if not city.subject.key:
        asked = {"measure": str(row.measure), "period": period}
        areas = {"la": city.home_la, "national": "970"}
        return asked | ({"la": areas[one]} if one in areas else {"set": set_id} if set_id else {})
    asked = {"indicator": row.indicator, "group": row.pupil_group, "period": period}
    if one == "school":
        return asked | {"urn": (city.own or {})[period].urn}
    if one in ("similar", "region", "group"):
        return {}
    asked |= {"phase": row.phase}
    areas = {"la": city.home_la, "national": "England"}
    return asked | ({"area": areas[one]} if one in areas else {"set": set_id})
