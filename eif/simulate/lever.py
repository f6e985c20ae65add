"""Which numbers and choices of a framework can be tried with another value, and between which limits?"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from eif.framework import Framework
from eif.framework.tables import CHOICES, RANGES
from eif.simulate.change import Change

# Numbers of area_rules.csv, as a person says them.
AREA_COLUMNS = {
    "reds_for_red": "findings at Causing Concern that make the area red",
    "core_reds_for_red": "of them core",
    "reds_for_amber": "findings at Causing Concern that make it amber",
    "core_ambers_for_amber": "core findings at Developing that make it amber",
    "amber_share": "share of rated rules at Developing that makes it amber",
    "min_rated": "rules that must be rated",
    "need_core": "core rules that must be rated",
}
TIER_COLUMNS = {"days": "adviser days", "extra_days": "most extra days"}
OVERALL = {
    "reds_for_causing_concern": "red areas that make a school Causing Concern",
    "reds_for_developing": "red areas that make it Developing",
    "ambers_for_developing": "amber areas that make it Developing",
    "min_areas": "areas that must be rated for Established",
}
# What each choice of choices.csv is about.
WAYS = {"standing": "what above and below national mean"}
_SHARES = ("percent", "percentile")
# Units in which a part of one is meant; all others are moved by whole ones.
_PARTS = ("points", "standard errors", "per 100 pupils", "days", "percent")


@dataclass(frozen=True)
class Lever:
    """One number that can be moved: where it stands, what it is now, and how far a trial may go.

    `id` names it in an address; `group` says what it belongs to; `step` is the smallest move. Where there are
    `words` to choose between, the number is the place of one of them.
    """

    id: str
    group: str
    label: str
    table: str
    key: tuple[Any, ...]
    column: str
    value: float
    unit: str
    low: float
    high: float
    step: float
    whole: bool
    words: tuple[str, ...] = ()

    def moved(self, value: float) -> Change:
        """The change of this number to `value`."""
        if self.words:
            return Change(self.table, self.key, self.column, self.said(self.value), self.said(value))
        before: float | int = int(self.value) if self.whole else self.value
        after: float | int = round(value) if self.whole else float(value)
        return Change(self.table, self.key, self.column, before, after)

    def said(self, value: float) -> str:
        """A value as a person reads it: the word of a choice, else the figure."""
        return self.words[round(value)] if self.words else f"{value:g}"


def levers(framework: Framework) -> dict[str, Lever]:
    """Every lever by its id: the overall rule, choices, areas, tiers, then thresholds as in their files."""
    found = [
        *_overall(framework),
        *_choices(framework),
        *_areas(framework),
        *_tiers(framework),
        *_thresholds(framework),
    ]
    return {lever.id: lever for lever in found}


def _overall(framework: Framework) -> Iterator[Lever]:
    for row in framework.rows["threshold"]:
        if row["scope"] == "overall":
            yield _of_threshold(row, "Overall category", OVERALL[row["name"]])


def _choices(framework: Framework) -> Iterator[Lever]:
    for row in framework.rows["choice"]:
        words = CHOICES[row["choice"]]
        yield Lever(
            f"choice.{row['choice']}", "Ways of telling", WAYS[row["choice"]], "choice", (row["choice"],),
            "word", float(words.index(row["word"])), "", 0.0, len(words) - 1.0, 1.0, True, words,
        )  # fmt: skip


def _areas(framework: Framework) -> Iterator[Lever]:
    titles = {row["area"]: row["short_title"] for row in framework.rows["area"]}
    for row in framework.rows["area_rule"]:
        for column, words in AREA_COLUMNS.items():
            unit = "percent" if column == "amber_share" else ""
            yield _lever(
                f"area.{row['area']}.{column}", f"Best fit: {titles[row['area']]}", words, "area_rule",
                (row["area"],), column, float(row[column]), unit, whole=column != "amber_share",
            )  # fmt: skip


def _tiers(framework: Framework) -> Iterator[Lever]:
    for row in framework.rows["tier"]:
        for column, words in TIER_COLUMNS.items():
            if row[column] is not None:
                yield _lever(
                    f"tier.{row['category']}.{column}", f"Support: {row['category']}", words, "tier",
                    (row["category"],), column, row[column], "days", whole=False,
                )  # fmt: skip


def _thresholds(framework: Framework) -> Iterator[Lever]:
    rules = {row["rule_id"]: row for row in framework.rows["rule"]}
    order = {rule_id: place for place, rule_id in enumerate(rules)}
    held = [row for row in framework.rows["threshold"] if row["scope"] != "overall"]
    for row in sorted(held, key=lambda each: order.get(each["rule_id"], len(order))):
        rule = rules.get(row["rule_id"])
        group = rule["title"] if rule else row["scope"].capitalize()
        yield _of_threshold(row, group, row["name"].replace("_", " "))


def _of_threshold(row: dict[str, Any], group: str, words: str) -> Lever:
    phase = "" if row["phase"] == "all" else f", {row['phase']}"
    key = (row["scope"], row["rule_id"], row["phase"], row["name"])
    return _lever(
        row["threshold_id"], group, f"{words}{phase}", "threshold", key, "value", row["value"], row["unit"],
        whole=False,
    )  # fmt: skip


def _lever(
    lever_id: str, group: str, label: str, table: str, key: tuple[Any, ...], column: str, value: float,
    unit: str, *, whole: bool,
) -> Lever:  # fmt: skip
    reach = max(5.0, 2 * abs(value))
    low, high = min(0.0, -2 * abs(value) if value < 0 else 0.0), max(reach, value)
    if unit in _SHARES and value >= 0:
        low, high = 0.0, 100.0
    least, most = RANGES.get(key[-1], (low, high)) if table == "threshold" else (low, high)
    low, high = float(max(low, least)), float(min(math.ceil(high), most))
    if whole or unit not in _PARTS or abs(value) >= 10:
        step = 1.0
    else:
        step = 0.5 if unit in ("days", "percent") else 0.1
    if not math.isclose(value / step, round(value / step), abs_tol=1e-6):
        step = 0.01
    return Lever(lever_id, group, label, table, key, column, float(value), unit, low, high, step, whole)


def read_changes(texts: list[str], known: dict[str, Lever]) -> dict[str, float]:
    """What an address asks to be tried, `id:value` each, without what is no lever or beyond its limits."""
    found = {}
    for text in texts:
        lever_id, _, given = text.rpartition(":")
        lever = known.get(lever_id)
        try:
            value = float(given)
        except ValueError:
            continue
        if lever is not None and lever.low <= value <= lever.high:
            found[lever_id] = value
    return found
