"""Which schools of the fictional city does the council ask, and what are they like?"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

from eif.demo.city import City
from eif.demo.leading import leading_places
from eif.demo.published import HOME
from eif.demo.schools import DISTRICTS, LAST
from eif.demo.settle import Floats
from eif.demo.text import Flags, Text

# Spending a pupil and pupils a teacher, by phase.
_COST = {
    "nursery": 8800,
    "secondary": 7700,
    "all-through": 7700,
    "special": 26500,
    "alternative provision": 24000,
}
# How well a school that leads in every way is governed, at least, in standard deviations.
WELL_GOVERNED = 1.3
_PER_TEACHER = {"nursery": 18, "secondary": 16, "all-through": 16, "special": 7, "alternative provision": 6}


@dataclass(frozen=True)
class Asked:
    """Open schools of the home city, one entry each.

    Roll in pupils; intake in per cent of it; traits in standard deviations, of which need and hard are worse
    when higher; `leading` schools do well in every way. `income` and `balance` are pounds at the ends of
    three financial years, the last 2025-26.
    """

    urn: Text
    name: Text
    phase: Text
    district: Text
    maintained: Flags
    roll: Floats
    fsm: Floats
    sen_support: Floats
    plan: Floats
    teachers: Floats
    quality: Floats
    need: Floats
    hard: Floats
    governed: Floats
    leading: Flags
    income: Floats
    balance: Floats

    def only(self, kept: Flags) -> Asked:
        """Those of the schools."""
        return replace(self, **{each.name: getattr(self, each.name)[kept] for each in fields(self)})

    def __len__(self) -> int:
        """How many there are."""
        return len(self.urn)

    @property
    def older(self) -> Flags:
        """Which schools have pupils of secondary age."""
        return np.isin(self.phase, ["secondary", "all-through", "alternative provision"])

    @property
    def pupils(self) -> npt.NDArray[np.int64]:
        """The roll as a whole number."""
        return np.rint(self.roll).astype(np.int64)


def asked_schools(city: City) -> Asked:
    """Every open school of the home city, by URN."""
    spells = city.in_year(LAST)
    spells = spells[spells["la_code"] == HOME].sort_values("urn", kind="stable")
    at = spells["place"].to_numpy(dtype=np.int64)
    rng = np.random.default_rng([city.seed, 41])
    phase = spells["phase"].to_numpy(dtype=object)
    roll = np.maximum(np.nan_to_num(city.context.roll[at, -1]), 5)
    quality = city.traits.quality[at, -1]
    governed = 0.6 * quality + 0.8 * rng.standard_normal(len(at))
    leading = leading_places(city)[at]
    governed[leading] = np.maximum(governed[leading], WELL_GOVERNED)
    income, balance = _money(rng, roll, phase, governed)
    districts = city.schools.places["district"].to_numpy(dtype=np.int64)[at]
    return Asked(
        urn=spells["urn"].to_numpy(dtype=object),
        name=spells["name"].to_numpy(dtype=object),
        phase=phase,
        district=np.array(DISTRICTS, dtype=object)[districts % len(DISTRICTS)],
        maintained=~spells["academy"].to_numpy(dtype=bool),
        roll=roll,
        fsm=np.nan_to_num(city.context.fsm[at, -1], nan=30.0),
        sen_support=np.nan_to_num(city.context.sen_support[at, -1], nan=15.0),
        plan=np.nan_to_num(city.context.ehcp[at, -1], nan=3.0),
        teachers=np.maximum(roll / np.array([_PER_TEACHER.get(each, 22) for each in phase]), 2),
        quality=quality,
        need=city.traits.need[at, -1],
        hard=city.traits.hard[at, -1],
        governed=governed,
        leading=leading,
        income=income,
        balance=balance,
    )


def _money(rng: np.random.Generator, roll: Floats, phase: Text, governed: Floats) -> tuple[Floats, Floats]:
    """Income and closing balance of three years: well governed schools save, a few slide into deficit."""
    base = roll * np.array([_COST.get(each, 6300) for each in phase])
    income = base[:, None] * np.array([0.94, 0.97, 1.0])
    in_year = 0.012 * governed[:, None] - 0.004 + 0.02 * rng.standard_normal(income.shape)
    start = base * (0.06 + 0.04 * governed + 0.03 * rng.standard_normal(len(roll)))
    balance = start[:, None] + np.cumsum(income * in_year, axis=1)
    return np.rint(income / 100) * 100, np.rint(balance / 100) * 100
