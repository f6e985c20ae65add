"""Which key stage 2 figures does each row of a file report?

`Cohort2` has one year's schools with the authorities and the country below them (see `rows`): sizes of pupil
groups, shares reaching a result, average scaled scores and progress, all from the same counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from eif.demo.cohorts import part_of
from eif.demo.keystage2 import EXPECTED, PROGRESS, RWM, SCALED, KeyStage2
from eif.demo.rows import Rows
from eif.demo.text import Floats

_LEAD = {"B": -0.22, "G": 0.22, "L": -2.6, "M": 0.0, "H": 2.4, "EAL": -0.05, "MOBN": 0.08}
"""Log-odds of success of a pupil group relative to all pupils."""
_POINTS = {
    "B": -1.0,
    "G": 1.0,
    "L": -11.0,
    "M": -2.0,
    "H": 5.5,
    "FSM6CLA1A": -2.0,
    "NotFSM6CLA1A": 0.9,
    "EAL": 0.2,
    "MOBN": 0.2,
}
_GAIN = {
    "B": -0.3,
    "G": 0.3,
    "L": 0.0,
    "M": 0.0,
    "H": 0.0,
    "FSM6CLA1A": -0.6,
    "NotFSM6CLA1A": 0.3,
    "EAL": 1.0,
    "MOBN": 0.1,
}
PUBLISHED = {"RWM_EXP": RWM[0]} | {result: measure for result, (measure, _) in EXPECTED.items()}


@dataclass(frozen=True)
class Cohort2(Rows):
    """One year's results of the rows of one file."""

    results: KeyStage2

    @cached_property
    def pupils(self) -> Floats:
        """Pupils eligible for the tests (schools only)."""
        return self.of(self.results.pupils)

    @cached_property
    def sizes(self) -> dict[str, Floats]:
        """Pupils in each group (schools only)."""
        n, context, need = self.pupils, self.city.context, self.of(self.city.traits.need)
        girls = np.rint(n * self.of(context.girls) / 100)
        placed = np.rint(n * self.of(self.results.covered) / 100)
        low = np.rint(placed * np.clip(0.10 + 0.035 * need, 0.01, 0.5))
        low = np.where((self.spells["phase"] == "special").to_numpy(), placed, low)
        high = np.minimum(np.rint(placed * np.clip(0.30 - 0.07 * need, 0.03, 0.8)), placed - low)
        eal = np.rint(n * np.clip(self.of(context.eal), 0, 99) / 100)
        poor = self.of(self.results.disadvantaged)
        mobile = np.rint(n * 0.07 * (1 + 0.5 * np.tanh(need)))
        return {"B": n - girls, "G": girls, "L": low, "M": placed - low - high, "H": high, "EAL": eal,
                "MOBN": n - mobile, "FSM6CLA1A": poor, "NotFSM6CLA1A": n - poor}  # fmt: skip

    def successes(self, result: str, group: str) -> Floats:
        """Pupils of a group who reached a result (schools only)."""
        low, other = (self.of(part) for part in self.results.successes[result])
        if group in ("FSM6CLA1A", "NotFSM6CLA1A"):
            return low if group == "FSM6CLA1A" else other
        every = low + other
        if not group:
            return every
        if group == "G":
            return every - part_of(every, self.pupils, self.sizes["B"], _LEAD["B"])
        return part_of(every, self.pupils, self.sizes[group], _LEAD[group])

    def share(self, result: str, group: str) -> Floats:
        """Per cent of pupils who reached a result, all rows."""
        reached = self.count(self.successes(result, group))
        with np.errstate(invalid="ignore", divide="ignore"):
            value = 100 * reached / self.count(self.sizes[group] if group else self.pupils)
        measure = {"": PUBLISHED[result], "FSM6CLA1A": RWM[1], "NotFSM6CLA1A": RWM[2]}.get(group)
        return self.as_published(value, measure) if measure and (not group or result == "RWM_EXP") else value

    def average(self, subject: str, group: str) -> Floats:
        """Average scaled score, all rows."""
        value = np.clip(self.of(self.results.scaled[subject]) + _POINTS.get(group, 0.0), 80, 120)
        column = self.mean(value, self.sizes[group] if group else self.pupils)
        return column if group else self.as_published(column, SCALED[subject])

    def progress(self, subject: str, group: str) -> tuple[Floats, Floats]:
        """Progress and half the width of its 95% interval, all rows."""
        measure, poor, spread = PROGRESS[subject]
        size = self.sizes[group] if group else self.pupils
        value = self.mean(self.of(self.results.progress[subject]) + _GAIN.get(group, 0.0), size)
        if group in ("", "FSM6CLA1A"):
            value = self.as_published(value, poor if group else measure)
        with np.errstate(invalid="ignore", divide="ignore"):
            return value, 1.96 * spread / np.sqrt(np.maximum(self.count(size), 1))
