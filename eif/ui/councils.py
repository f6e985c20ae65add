"""What place has the council among all local authorities, and how did it move?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from eif.outputs.book import Value
from eif.outputs.exhibit import Column, Exhibit
from eif.snapshot import Snapshot
from eif.ui.city_lines import BOTH, every_year
from eif.ui.escape import escape
from eif.ui.exhibit import Drawn
from eif.ui.figures import NONE, figure, is_known, ordinal
from eif.ui.headlines import ENGLAND, set_words
from eif.ui.plots import Mark, dots, ranks
from eif.ui.source import sourced
from eif.ui.subject import Subject, source_words

RULES = (
    "LAIT's rules: the best quarter of councils is band A, the last D; a value on a cut point goes to the "
    "lower-valued side; equal values share the better rank; 1 is best. Its text promises a change from "
    "the year before, and here a change is given only where that year has a value."
)


def latest(found: Sequence[Any]) -> tuple[str, list[Any]]:
    """The newest period in which any council has a value, and its rows, the best rank first."""
    period = max((row.period_ord, row.period) for row in found if is_known(row.value))[1]
    rows = [row for row in found if row.period == period]
    return period, sorted(rows, key=lambda row: (row.rank or 999, row.la_name))


def table_of(
    snapshot: Snapshot, subject: Subject, rows: Sequence[Any], neighbours: str
) -> tuple[Exhibit, go.Figure | None, Drawn, dict[int, str]]:
    """Every council in one period: value, rank, band, change, and what it is to ours."""
    period, home = rows[0].period, next(row for row in rows if row.is_home)
    decimals, unit = _decimals(home), subject.row.unit
    beside = f"England {figure(home.national, decimals, unit)}"
    exhibit = Exhibit(
        name=f"councils-{home.measure}-{period}",
        title=_finding(subject, home, decimals),
        heading=f"{home.la_name} {figure(home.value, decimals, unit)}, {beside}",
        words=_words(home, rows, decimals, unit, neighbours),
        columns=(
            Column("Council"),
            Column("Rank", 0),
            Column("Value", decimals, unit),
            Column("Band"),
            Column("Change on the year before", decimals, signed=True),
            Column("Compared with the city as"),
            Column("Region"),
        ),
        rows=tuple(_row(row, neighbours) for row in rows),
        source=source_words(snapshot, [home.extract_id], subject.row.source),
        notes=(RULES,)
        if home.polarity in ("High", "Low")
        else ("LAIT gives this measure no direction, so councils are not ranked.",),
    )
    drawn: dict[tuple[int, int], str] = {}
    for at, row in enumerate(rows):
        asked = {"measure": row.measure, "period": row.period, "la": row.la_code}
        if is_known(row.value):
            drawn[at, 2] = sourced(escape(figure(row.value, decimals, unit)), **asked)
        if is_known(row.rank):
            drawn[at, 1] = sourced(str(int(row.rank)), **asked, of="rank")
    picture = _picture(rows, home, decimals, unit)
    return exhibit, picture, drawn, {at: "pinned" for at, row in enumerate(rows) if row.is_home}


def _decimals(row: Any) -> int:
    return int(row.decimals) if is_known(row.decimals) else 1


def _row(row: Any, neighbours: str) -> tuple[Value, ...]:
    change: Value = row.change if is_known(row.change) else "no year before"
    return (
        row.la_name,
        int(row.rank) if is_known(row.rank) else "not ranked",
        row.value if is_known(row.value) else "no figure",
        row.band or "none",
        change,
        _relation(row, neighbours),
        row.region or "not known",
    )


def _relation(row: Any, neighbours: str) -> str:
    """What the council is to ours: itself, a neighbour of which set, a core city."""
    if row.is_home:
        return "this council"
    sets = [one for one in row.neighbour_of if neighbours in (BOTH, one)]
    said = [f"neighbour ({set_words(one)})" for one in sorted(sets, reverse=True)]
    return ", ".join([*said, *(["core city"] if row.core_city else [])]) or NONE


def _finding(subject: Subject, home: Any, decimals: int) -> str:
    value = figure(home.value, decimals, subject.row.unit)
    if not is_known(home.value):
        return f"{subject.name}: no figure of {home.la_name} in {home.period}"
    if not is_known(home.rank):
        return f"{subject.name}: {home.la_name} {value} in {home.period}"
    band = f", band {home.band}" if home.band else ""
    place = f"{ordinal(home.rank)} of {home.ranked} councils"
    return f"{subject.name}: {home.la_name} is {place}{band} in {home.period}"


def _words(home: Any, rows: Sequence[Any], decimals: int, unit: str | None, neighbours: str) -> str:
    """The city's value, England's, and the cut points of the bands."""
    known = [row for row in rows if is_known(row.value)]
    if not known:
        return "No council has a figure."
    values = [row.value for row in known]

    def write(value: float) -> str:
        return figure(value, decimals, unit)

    said = (
        f"{home.la_name} {write(home.value)}, England {write(home.national)}. {len(known)} councils have a "
        f"figure, from {write(min(values))} to {write(max(values))}; a quarter are at or below "
        f"{write(home.q25)}, half at or below {write(home.q50)}, three quarters at or below "
        f"{write(home.q75)}."
    )
    better = [
        row for row in known if is_known(home.rank) and _is_near(row, neighbours) and row.rank < home.rank
    ]
    near = [row for row in known if _is_near(row, neighbours)]
    if near and is_known(home.rank):
        said += f" {len(better)} of {len(near)} statistical neighbours with a figure rank higher."
    return said


def _is_near(row: Any, neighbours: str) -> bool:
    return any(neighbours in (BOTH, one) for one in row.neighbour_of)


def _picture(rows: Sequence[Any], home: Any, decimals: int, unit: str | None) -> go.Figure | None:
    values = sorted(row.value for row in rows if is_known(row.value))
    if not values:
        return None
    marks = [
        Mark(value, f"{name} {figure(value, decimals, unit)}", kind)
        for value, name, kind in ((home.national, "England", "national"), (home.value, home.la_name, "la"))
        if is_known(value)
    ]
    bands = {"High": ["Band D", "C", "B", "Band A"], "Low": ["Band A", "B", "C", "Band D"]}.get(
        home.polarity, []
    )
    cuts = [home.q25, home.q50, home.q75] if bands else []
    return dots(values, cuts, bands, marks, {"percent": "Per cent"}.get(unit or "", "Value"))


def history_of(
    snapshot: Snapshot, subject: Subject, own: Sequence[Any]
) -> tuple[Exhibit, go.Figure | None, Drawn]:
    """The council's rank year by year, newest first in the table."""
    by_period = {row.period: row for row in own if is_known(row.value)}
    years = every_year({int(row.period_ord): row.period for row in by_period.values()})
    decimals, unit = _decimals(own[0]), subject.row.unit
    found = [by_period.get(period) for period in years]
    places = [int(row.rank) if row is not None and is_known(row.rank) else None for row in found]
    of = [int(row.ranked) if row is not None else None for row in found]
    rows: list[tuple[Value, ...]] = []
    drawn: dict[tuple[int, int], str] = {}
    for period, row, place in reversed(list(zip(years, found, places, strict=True))):
        if row is None:
            rows.append((period, "no figure", "no figure", "no figure", "none", "none"))
            continue
        asked = {"measure": row.measure, "period": period}
        drawn[len(rows), 3] = sourced(escape(figure(row.value, decimals, unit)), **asked, la=row.la_code)
        drawn[len(rows), 4] = sourced(escape(figure(row.national, decimals, unit)), **asked, la=ENGLAND)
        rank: Value = place if place is not None else "not ranked"
        rows.append((period, rank, int(row.ranked), row.value, row.national, row.band or "none"))
    first, last = places[0], places[-1]
    name = own[0].la_name
    words = (
        f"{name}: rank {first} of {of[0]} in {years[0]}, {last} of {of[-1]} in {years[-1]}; 1 is best."
        if first is not None and last is not None
        else f"{name} has no rank in every year."
    )
    exhibit = Exhibit(
        name=f"ranks-{own[0].measure}",
        title=f"{name}'s rank among councils, {years[0]} to {years[-1]}",
        words=words,
        columns=(
            Column("Year"),
            Column("Rank", 0),
            Column("Councils ranked", 0),
            Column("Value", decimals, unit),
            Column("England", decimals, unit),
            Column("Band"),
        ),
        rows=tuple(rows),
        source=source_words(snapshot, [own[0].extract_id], subject.row.source),
        notes=("Dotted lines: quarters of the councils. A rank also moves when others do.",),
    )
    has_rank = any(place is not None for place in places)
    return exhibit, ranks(years, places, of) if has_rank else None, drawn
