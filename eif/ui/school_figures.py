"""Which figures of a school are shown, beside which neighbours, and as which chart?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from eif.snapshot import Snapshot
from eif.ui.figures import figure, is_known
from eif.ui.indicators import missing
from eif.ui.trend import Line, Trend, years

ON = ["indicator", "pupil_group", "phase", "period"]


@dataclass(frozen=True)
class Comparators:
    """One dated set of statistical neighbours; `is_default` where the release already compares with it."""

    set_id: str
    title: str
    is_default: bool


def comparator_sets(snapshot: Snapshot) -> dict[str, Comparators]:
    """The sets of statistical neighbours by the month they date from, the release's own first."""
    release: Any = next(snapshot.read("screen_release").itertuples(index=False))
    rows = snapshot.read(
        "neighbour_set",
        columns=["set_id", "title", "valid_from"],
        kind="statistical",
        la_code=release.home_la,
    )
    found: dict[str, Any] = {str(row.set_id): row for row in rows.itertuples(index=False)}
    order = sorted(found, key=lambda set_id: (set_id != release.neighbour_set, set_id))
    return {
        f"{found[set_id].valid_from:%B %Y}": Comparators(
            set_id, found[set_id].title, set_id == release.neighbour_set
        )
        for set_id in order
    }


def read_figures(snapshot: Snapshot, school: Any, comparators: Comparators) -> pd.DataFrame:
    """Every figure of the school, with the chosen neighbours' mean: per indicator, group and period."""
    figures = snapshot.read("screen_indicator", urn=school.urn)
    if comparators.is_default or figures.empty:
        return figures
    means = snapshot.read("screen_comparator", columns=[*ON, "mean", "k"], set_id=comparators.set_id)
    merged = figures.drop(columns=["neighbour_mean", "neighbour_k"]).merge(means, on=ON, how="left")
    return merged.rename(columns={"mean": "neighbour_mean", "k": "neighbour_k"})


def trend_of(
    snapshot: Snapshot, school: Any, figures: pd.DataFrame, key: tuple[str, str], comparators: Comparators
) -> Trend:
    """The chart of one (indicator, pupil group): the school's line and those it is compared with."""
    indicator, group = key
    own = figures[(figures["indicator"] == indicator) & (figures["pupil_group"] == group)].sort_values(
        "period"
    )
    newest: Any = next(own.dropna(subset=["value"]).tail(1).itertuples(index=False))
    around = snapshot.read(
        "screen_national_trend", indicator=indicator, pupil_group=group, phase=newest.phase
    )
    if not comparators.is_default:
        means = snapshot.read(
            "screen_comparator",
            columns=["period", "mean"],
            **{
                "set_id": comparators.set_id,
                "indicator": indicator,
                "pupil_group": group,
                "phase": newest.phase,
            },
        )
        around = around.drop(columns=["neighbour_mean"]).merge(means, on="period", how="left")
        around = around.rename(columns={"mean": "neighbour_mean"})
    release: Any = next(snapshot.read("screen_release", columns=["home_la_name"]).itertuples(index=False))
    first = own.dropna(subset=["value"])["period"].min()
    periods = years([period for period in {*own["period"], *around["period"]} if period >= first])
    values = dict(zip(own["period"], own["value"], strict=True))
    lines = [Line("school", "This school", _along(periods, values))]
    for kind, name, column in (
        ("la", release.home_la_name, "la"),
        ("national", "England", "national"),
        ("neighbours", "Neighbours", "neighbour_mean"),
    ):
        lines.append(
            Line(kind, name, _along(periods, dict(zip(around["period"], around[column], strict=True))))
        )
    said = dict(zip(own["period"], own["status"].map(missing), strict=True))
    before = own[own["published_urn"] != school.urn]
    group_title = "" if group == "all" else f", {newest.group_title.lower()}"
    return Trend(
        title=_title(newest, group_title),
        measure=f"{newest.title}{group_title}",
        unit=newest.unit,
        decimals=int(newest.decimals),
        periods=periods,
        lines=tuple(lines),
        reasons=said,
        gaps=_reasons(snapshot, "indicator_gap", indicator),
        breaks=_reasons(snapshot, "indicator_break", indicator),
        elsewhere=dict(zip(before["period"], before["published_urn"], strict=True)),
    )


def _title(row: Any, group: str) -> str:
    """The finding: the newest figure and how it stands against England."""
    decimals = int(row.decimals)
    name = f"{row.short_title}{group}"
    value = figure(row.value, decimals, row.unit)
    if not is_known(row.national):
        return f"{name}: {value} in {row.period}"
    gap = row.value - row.national
    if row.band == "in_line" or not round(gap, decimals):
        return f"{name} {value}, in line with England in {row.period}"
    unit = " points" if row.unit in ("percent", "points") else ""
    side = "above" if gap > 0 else "below"
    return f"{name} {value}, {figure(abs(gap), decimals)}{unit} {side} England in {row.period}"


def _along(periods: tuple[str, ...], values: dict[str, Any]) -> tuple[float | None, ...]:
    return tuple(float(values[period]) if is_known(values.get(period)) else None for period in periods)


def _reasons(snapshot: Snapshot, view: str, indicator: str) -> dict[str, str]:
    rows = snapshot.read(view, columns=["period", "reason"], indicator=indicator)
    return dict(zip(rows["period"], rows["reason"], strict=True))
