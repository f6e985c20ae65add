"""How do rows of schools become rows of authorities and the country in one file?

Performance tables put authorities and two national rows (all schools, state-funded) below the schools. Their
counts are totals, scaled up where only a sample of schools is written; their averages are pupil-weighted; and
wherever a figure is published, it stands in place of the total.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from eif.demo.city import City, column_of
from eif.demo.published import HOME
from eif.demo.text import Flags, Floats, Text, coded

NATIONAL_ROWS = 2


@dataclass(frozen=True)
class Rows:
    """One year of the schools of one file: schools, then every authority, then two national rows."""

    city: City
    spells: pd.DataFrame
    year: int
    phase: str

    @cached_property
    def t(self) -> int:
        """Position of the year in the arrays."""
        return column_of(self.year)

    @cached_property
    def at(self) -> npt.NDArray[np.int64]:
        """Position of each school's place in the arrays."""
        return self.spells["place"].to_numpy(dtype=np.int64)

    @cached_property
    def la(self) -> npt.NDArray[np.int64]:
        """Position of each school's authority."""
        number = {code: i for i, code in enumerate(self.city.published.authorities["la_code"].tolist())}
        return np.array([number[code] for code in self.spells["la_code"].tolist()], dtype=np.int64)

    @cached_property
    def scale(self) -> Floats:
        """How many real schools each school written stands for, per authority."""
        las = self.city.published.authorities
        there = np.bincount(self.la, (self.spells["phase"] == self.phase).to_numpy(), len(las))
        real = np.maximum(las[self.phase].astype(float).to_numpy(), there)
        return np.asarray(np.where(las["la_code"] == HOME, there, real) / np.maximum(there, 1))

    def of(self, array: Floats) -> Floats:
        """The year's column of an array places x YEARS, for the schools of the file."""
        return np.asarray(array[self.at, self.t])

    def count(self, values: Floats) -> Floats:
        """Counts of schools, with totals below."""
        totals = np.bincount(self.la, np.nan_to_num(values), len(self.scale)) * self.scale
        return np.concatenate([values, np.rint(totals), np.rint([totals.sum()] * NATIONAL_ROWS)])

    def mean(self, values: Floats, weight: Floats) -> Floats:
        """Averages of schools, with weighted averages below."""
        heavy = np.where(np.isnan(values), 0.0, np.nan_to_num(weight))
        top = np.bincount(self.la, heavy * np.nan_to_num(values), len(self.scale)) * self.scale
        low = np.bincount(self.la, heavy, len(self.scale)) * self.scale
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.concatenate([values, top / low, [top.sum() / low.sum()] * NATIONAL_ROWS])

    def as_published(self, column: Floats, measure: str) -> Floats:
        """The same column, with published figures (LAIT code) for authorities and the country."""
        la = self.city.published.by_year(measure)[:, self.t]
        nation = self.city.published.england_by_year(measure)[self.t]
        said = np.concatenate([np.full(len(self.spells), np.nan), la, [nation] * NATIONAL_ROWS])
        return np.where(np.isnan(said), column, said)

    def hidden(
        self, text: Text, pupils: Floats, size: Floats, *, none: str, never: str = "NA", limit: int = 5
    ) -> Text:
        """The column with publishers' codes: few pupils, nobody in the group, no cohort, new school."""
        small = (pupils <= limit) | ((size <= limit) & (size > 0))
        text = coded(coded(text, size == 0, none), small & self.is_school, "SUPP")
        return coded(coded(text, np.isnan(pupils), never), self.is_new, "NEW")

    @cached_property
    def is_new(self) -> Flags:
        """Which rows are schools whose URN is younger than the year."""
        flags = np.zeros(len(self.is_school), dtype=bool)
        flags[: len(self.spells)] = (self.spells["first"] > self.year).to_numpy()
        return flags

    @cached_property
    def is_school(self) -> Flags:
        """Which rows are schools."""
        return np.arange(len(self.spells) + len(self.scale) + NATIONAL_ROWS) < len(self.spells)

    @cached_property
    def is_nation(self) -> Flags:
        """Which rows are national."""
        return np.arange(len(self.is_school)) >= len(self.is_school) - NATIONAL_ROWS

    def labelled(self, schools: Iterable[Any], la: Iterable[Any] = "", nation: Iterable[Any] = "") -> Text:
        """A descriptive column: a text per school, per authority (or one for all) and for the country."""
        above = [la] * len(self.scale) if isinstance(la, str) else la
        below = [nation] * NATIONAL_ROWS if isinstance(nation, str) else nation
        parts = [np.asarray(list(part), dtype=object) for part in (schools, above, below)]
        return np.concatenate(parts)
