"""Which key stage 4 figures does each row of a file report?

`Cohort4` has one year's schools with the authorities and the country below them (see `rows`): sizes of pupil
groups, Attainment 8, Progress 8 with its interval, and shares who entered or achieved.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from eif.demo.cohorts import part_of
from eif.demo.keystage4 import A8, P8, P8_SPREAD, SHARES, KeyStage4
from eif.demo.rows import Rows
from eif.demo.text import Floats

ALL_SCHOOLS = 0.957
"""All schools' figure over state-funded schools', as Attainment 8 stood in 2017/18 (44.5 and 46.5)."""
POINTS = {"lo": -22.0, "av": -5.5, "hi": 14.5, "eal": 0.6, "girls": 2.6, "boys": -2.6, "nmob": 0.5}
_GAIN = {"lo": -0.12, "av": 0.0, "hi": 0.05, "eal": 0.45, "girls": 0.2, "boys": -0.2, "nmob": 0.04}
_LEAD = {
    "lo": -2.5,
    "av": -0.25,
    "hi": 2.1,
    "eal": 0.05,
    "girls": 0.15,
    "boys": -0.15,
    "nmob": 0.08,
    "dis": -0.55,
}


@dataclass(frozen=True)
class Cohort4(Rows):
    """One year's results of the rows of one file."""

    results: KeyStage4
    provisional: bool = False

    @cached_property
    def sizes(self) -> dict[str, Floats]:
        """Pupils in each group (schools only)."""
        context, n, need = self.city.context, self.of(self.results.pupils), self.of(self.city.traits.need)
        girls = np.rint(n * self.of(context.girls) / 100)
        placed = np.rint(n * 0.955)
        low = np.minimum(np.rint(placed * np.clip(0.14 + 0.05 * need, 0.0, 0.6)), placed)
        high = np.minimum(np.rint(placed * np.clip(0.40 - 0.11 * need, 0.02, 0.95)), placed - low)
        eal, poor = (
            np.rint(n * np.clip(self.of(context.eal), 0, 99) / 100),
            self.of(self.results.disadvantaged),
        )
        return {
            "": n, "girls": girls, "boys": n - girls, "lo": low, "av": placed - low - high, "hi": high,
            "eal": eal,
            "efl": n - eal, "none": n * 0, "dis": poor, "nondis": n - poor,
            "nmob": n - np.rint(n * 0.05 * (1 + 0.5 * np.tanh(need))),
            "ehcp": np.rint(n * self.of(context.ehcp) / 100),
            "sen_sup": np.rint(n * self.of(context.sen_support) / 100),
        }  # fmt: skip

    def _pair(self, pair: tuple[Floats, Floats], group: str, lead: dict[str, float]) -> Floats:
        low, other = (self.of(part) for part in pair)
        if group in ("dis", "nondis"):
            return low if group == "dis" else other
        poor, n = self.sizes["dis"], self.sizes[""]
        return (low * poor + other * (n - poor)) / n + lead.get(group, 0.0)

    def attainment(self, group: str) -> Floats:
        """Attainment 8, all rows."""
        value = np.clip(self._pair(self.results.attainment, group, POINTS), 0.0, 88.0)
        if self.provisional:  # a third of schools gain a little when pupils' results have been checked
            value = np.maximum(value - 0.2 * (self.at % 3 == 0), 0.0)
        column = self.mean(value, self.sizes[group])
        if group in ("", "dis", "nondis"):
            column = self.as_published(column, A8[("", "dis", "nondis").index(group)])
        column[-2] = column[-1] * ALL_SCHOOLS
        return column

    def progress(self, group: str) -> tuple[Floats, Floats]:
        """Progress 8 and half the width of its 95% interval, all rows; NaN where none was produced."""
        column = self.mean(self._pair(self.results.progress, group, _GAIN), self.in_progress(group))
        if group in ("", "dis", "nondis"):
            column = self.as_published(column, P8[("", "dis", "nondis").index(group)])
        return column, 1.96 * P8_SPREAD / np.sqrt(np.maximum(self.count(self.in_progress(group)), 1))

    def in_progress(self, group: str) -> Floats:
        """Pupils with a Progress 8 score (schools only)."""
        return np.rint(
            self.sizes[group] * (0.8 if group == "eal" else 1.0 if group in ("lo", "av", "hi") else 0.95)
        )

    def reached(self, result: str, group: str) -> Floats:
        """Pupils of a group who entered or achieved (schools only)."""
        every = self.of(self.results.shares[result])
        n = self.sizes[""]
        if not group:
            return every
        if group in ("nondis", "boys"):
            other = {"nondis": "dis", "boys": "girls"}[group]
            return every - part_of(every, n, self.sizes[other], _LEAD[other])
        return part_of(every, n, self.sizes[group], _LEAD[group])

    def counted(self, result: str, group: str) -> Floats:
        """Pupils who entered or achieved, all rows: of an area, as many as its published share says."""
        share, reached = self.share(result, group), self.count(self.reached(result, group))
        told = np.rint(share / 100 * self.count(self.sizes[group]))
        return np.where(self.is_school | np.isnan(told), reached, told)

    def share(self, result: str, group: str) -> Floats:
        """Per cent of pupils who entered or achieved, all rows."""
        with np.errstate(invalid="ignore", divide="ignore"):
            value = 100 * self.count(self.reached(result, group)) / self.count(self.sizes[group])
        value = value if group else self.as_published(value, SHARES[result])
        value = np.where(np.isnan(self.count(self.reached(result, group))), np.nan, value)
        if np.isnan(self.city.published.england_by_year(SHARES[result])[self.t]):
            return np.full_like(value, np.nan)
        value[-2] = value[-1] * ALL_SCHOOLS
        return value
