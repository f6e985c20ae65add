"""Which figures of a school are shown, in which order, beside which neighbours, and as which chart?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from eif.provenance import core_cities
from eif.snapshot import Snapshot
from eif.ui.figures import figure, is_known
from eif.ui.indicators import Areas, Series, missing
from eif.ui.trend import Line, Trend, years

Key = tuple[str, str]

_COLUMNS = [
    *(
        "urn",
        "phase",
        "indicator",
        "pupil_group",
        "period",
        "value",
        "status",
        "release_status",
        "national",
        "la",
        "neighbour_mean",
    ),
    *("neighbour_k", "core_city_mean", "core_city_k", "la_rank", "la_of", "la_quartile"),
    *("national_percentile", "standing", "stands_out", "better", "title", "short_title", "unit"),
    *("decimals", "area", "group_title", "group_ord"),
]
_ON = ("indicator", "pupil_group", "phase", "period")
_AROUND = (*_ON, "national", "la", "neighbour_mean", "neighbour_k")
_LINES = (("la", "la"), ("national", "national"), ("neighbours", "neighbour_mean"))


@dataclass(frozen=True)
class Comparators:
    """One dated set of statistical neighbours; `is_default` where the release already compares with it."""

    set_id: str
    title: str
    is_default: bool


@dataclass(frozen=True)
class SchoolFigures:
    """Every figure of one school, by (indicator, pupil group), and what its charts need around it.

    `around` has the comparators of every period by (indicator, pupil group, phase); `gaps` and `breaks` the
    reasons by indicator and period.
    """

    urn: str
    areas: Areas
    series: Mapping[Key, Series]
    around: Mapping[tuple[str, str, str], Mapping[str, Any]]
    gaps: Mapping[str, Mapping[str, str]]
    breaks: Mapping[str, Mapping[str, str]]

    def of_area(self, area: str) -> list[Series]:
        """One series of all pupils per indicator of the area."""
        return [one for (_, group), one in self.series.items() if group == "all" and one.newest.area == area]

    def of_groups(self, indicator: str) -> list[Series]:
        """One series per pupil group of the indicator, all pupils first."""
        found = [one for (name, _), one in self.series.items() if name == indicator]
        return sorted(found, key=lambda one: int(one.newest.group_ord))

    @cached_property
    def grouped(self) -> dict[str, str]:
        """The indicators that have figures of pupil groups, title to id."""
        return {
            one.newest.title: name
            for (name, group), one in self.series.items()
            if group != "all" and is_known(one.newest.value)
        }


def comparator_sets(snapshot: Snapshot, release: Any) -> dict[str, Comparators]:
    """The sets of statistical neighbours by the month they date from, the release's own first."""
    known = snapshot.rows(
        "neighbour_set",
        columns=["set_id", "title", "valid_from"],
        kind="statistical",
        la_code=release.home_la,
    )
    found: dict[str, Any] = {row.set_id: row for row in known}
    order = sorted(found, key=lambda set_id: (set_id != release.neighbour_set, set_id))
    return {
        f"{found[set_id].valid_from:%B %Y}": Comparators(
            set_id, found[set_id].title, set_id == release.neighbour_set
        )
        for set_id in order
    }


def read_figures(
    snapshot: Snapshot, school: Any, release: Any, comparators: Comparators, first: Iterable[str]
) -> SchoolFigures:
    """Every figure of the school beside the chosen neighbours; the indicators of `first` come first.

    A listed school shows what was published under its earlier URNs too; where two URNs have the same year,
    the figure that exists and then its own is taken. Any other school shows only its own.
    """
    own = {"school_id": school.school_id} if school.listed else {"urn": school.urn}
    found = snapshot.rows("screen_figure", columns=_COLUMNS, **own)
    indicators = sorted({row.indicator for row in found})
    place = {indicator: at for at, indicator in enumerate(first)}
    # Charts are drawn only of what a rule asks for.
    drawn = [indicator for indicator in indicators if indicator in place]
    phases = {row.phase for row in found}
    around = snapshot.rows("screen_national_trend", columns=_AROUND, indicator=drawn, phase=phases)
    if not comparators.is_default:
        means = _means(snapshot, comparators, indicators)
        found, around = _beside(found, means), _beside(around, means)
    chosen: dict[Key, dict[str, Any]] = {}
    for row in found:
        periods = chosen.setdefault((row.indicator, row.pupil_group), {})
        best = periods.get(row.period)
        if best is None or _preference(row, school.urn) > _preference(best, school.urn):
            periods[row.period] = row
    keys = sorted(chosen, key=lambda key: (place.get(key[0], len(place)), key))
    lines: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in around:
        lines.setdefault((row.indicator, row.pupil_group, row.phase), {})[row.period] = row
    return SchoolFigures(
        urn=school.urn,
        areas=Areas(
            la_name=release.home_la_name,
            la_code=release.home_la,
            neighbours=comparators.set_id,
            core_cities=core_cities(snapshot, release.home_la),
        ),
        series={key: Series(tuple(chosen[key][period] for period in sorted(chosen[key]))) for key in keys},
        around=lines,
        gaps=_reasons(snapshot, "indicator_gap"),
        breaks=_reasons(snapshot, "indicator_break"),
    )


def _preference(row: Any, urn: str) -> tuple[bool, bool]:
    return is_known(row.value), row.urn == urn


def _means(
    snapshot: Snapshot, comparators: Comparators, indicators: list[str]
) -> dict[tuple[str, ...], tuple[Any, Any]]:
    """The mean of a set of neighbours and how many have a figure, by what they are a mean of."""
    found = snapshot.rows(
        "screen_comparator", columns=[*_ON, "mean", "k"], set_id=comparators.set_id, indicator=indicators
    )
    return {(row.indicator, row.pupil_group, row.phase, row.period): (row.mean, row.k) for row in found}


def _beside(found: Sequence[Any], means: Mapping[tuple[str, ...], tuple[Any, Any]]) -> list[Any]:
    """Put the means of another set of neighbours in the place of the release's own."""
    beside = []
    for row in found:
        mean, k = means.get((row.indicator, row.pupil_group, row.phase, row.period), (None, None))
        beside.append(row._replace(neighbour_mean=mean, neighbour_k=k))
    return beside


def trend_of(figures: SchoolFigures, key: Key) -> Trend:
    """The chart of one (indicator, pupil group): the school's line and those it is compared with."""
    indicator, group = key
    series = figures.series[key]
    newest = series.newest
    around = figures.around.get((indicator, group, newest.phase), {})
    first = min(row.period for row in series.rows if is_known(row.value))
    periods = years([period for period in {*series.by_period, *around} if period >= first])
    gaps = figures.gaps.get(indicator, {})
    names = {"la": figures.areas.la_name, "national": "England", "neighbours": "Neighbours"}
    lines = [
        Line("school", "This school", _along(periods, gaps, series.by_period, "value")),
        *(Line(kind, names[kind], _along(periods, gaps, around, column)) for kind, column in _LINES),
    ]
    of_group = "" if group == "all" else f", {newest.group_title.lower()}"
    return Trend(
        title=_title(newest, of_group),
        measure=f"{newest.title}{of_group}",
        unit=newest.unit,
        decimals=int(newest.decimals),
        periods=periods,
        lines=tuple(lines),
        reasons={row.period: missing(row.status) for row in series.rows},
        gaps=gaps,
        breaks=figures.breaks.get(indicator, {}),
        elsewhere={row.period: row.urn for row in series.rows if row.urn != figures.urn},
    )


def _title(row: Any, group: str) -> str:
    """The finding: the newest figure and how it stands against England."""
    decimals = int(row.decimals)
    name = f"{row.short_title}{group}"
    value = figure(row.value, decimals, row.unit)
    if not is_known(row.national):
        return f"{name}: {value} in {row.period}"
    gap = row.value - row.national
    if row.standing == "in_line" or not round(gap, decimals):
        return f"{name}: {value}, in line with England in {row.period}"
    apart = figure(abs(gap), decimals, "pounds" if row.unit == "pounds" else None)
    unit = " points" if row.unit in ("percent", "points") else ""
    side = "above" if gap > 0 else "below"
    return f"{name}: {value}, {apart}{unit} {side} England in {row.period}"


def _along(
    periods: tuple[str, ...], gaps: Collection[str], found: Mapping[str, Any], column: str
) -> tuple[float | None, ...]:
    """One value per period; none where nobody has valid results, whatever was published."""
    values: list[Any] = [
        getattr(found[period], column) if period in found and period not in gaps else None
        for period in periods
    ]
    return tuple(float(value) if is_known(value) else None for value in values)


def _reasons(snapshot: Snapshot, view: str) -> dict[str, dict[str, str]]:
    said: dict[str, dict[str, str]] = {}
    for row in snapshot.rows(view, columns=["indicator", "period", "reason"]):
        said.setdefault(row.indicator, {})[row.period] = row.reason
    return said
