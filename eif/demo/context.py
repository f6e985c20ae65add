"""Who is on roll in each place, year by year?

Rolls follow capacity; pupils' characteristics follow the traits and are settled on authorities' published
primary and secondary figures. Arrays are places x YEARS.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from eif.demo.published import HOME, YEARS, Published
from eif.demo.settle import Floats, percent, settle
from eif.demo.text import Flags
from eif.demo.traits import T, Traits


@dataclass(frozen=True)
class Context:
    """Roll (pupils) and shares of the roll in per cent."""

    roll: Floats
    fsm6: Floats
    fsm: Floats
    eal: Floats
    sen_support: Floats
    ehcp: Floats
    girls: Floats


def group_of(places: pd.DataFrame, published: Published) -> npt.NDArray[np.int64]:
    """Row number of each place's authority in the published tables."""
    number = {code: i for i, code in enumerate(published.authorities["la_code"])}
    return places["la_code"].map(number).to_numpy(dtype=np.int64)


def open_in(places: pd.DataFrame) -> Flags:
    """Whether each place is open in each year (places x YEARS)."""
    years = np.array(YEARS)
    return (places["opened"].to_numpy()[:, None] <= years) & (places["closed"].to_numpy()[:, None] >= years)


def make_context(
    rng: np.random.Generator, places: pd.DataFrame, traits: Traits, published: Published
) -> Context:
    """Roll and pupil characteristics, settled on authorities' primary and secondary figures."""
    n = len(places)
    alive = open_in(places)
    growing = np.clip((np.array(YEARS)[None, :] - places["opened"].to_numpy()[:, None] + 1) / 5, 0.25, 1.0)
    trend = 0.012 * np.cumsum(rng.standard_normal((n, T)), axis=1) + 0.02 * traits.quality
    roll = places["capacity"].to_numpy()[:, None] * np.clip(
        places["fill"].to_numpy()[:, None] + trend, 0.5, 1.08
    )
    roll = np.where(alive, np.maximum(np.rint(roll * growing), 4), np.nan)
    older = places["phase"].isin(["secondary", "all-through"]).to_numpy()
    special = (places["phase"] == "special").to_numpy()
    unit = (places["phase"] == "alternative provision").to_numpy()
    extra = np.where(special, 0.75, np.where(unit, 1.1, 0.0))[:, None]
    group = group_of(places, published)
    mainstream = ~(special | unit)

    def shares(younger: str, elder: str, eta: Floats) -> Floats:
        result = np.full((n, T), np.nan)
        for rows, measure in ((~older, younger), (older, elder)):
            target = _filled(published.by_year(measure), published.england_by_year(measure))
            weight = np.where(mainstream[rows, None], np.nan_to_num(roll[rows]), 0.0)
            result[rows] = settle(eta[rows] + np.zeros((1, T)), weight, group[rows], target, percent)
        return result

    noise = [0.06 * rng.standard_normal((n, T)) for _ in range(4)]
    own = [rng.standard_normal((n, 1)) for _ in range(2)]
    spread = np.where((places["la_code"] == HOME).to_numpy()[:, None], 0.72, 0.8)
    fsm6 = shares("Ever6_FSM_Prim", "Ever6_FSM_Sec", spread * traits.need + extra + noise[0])
    fsm = shares("PriFSM", "SecFSM", spread * 1.02 * traits.need + extra + noise[0] + noise[1])
    eal = shares("EALPri", "EALSec", 1.35 * traits.language + noise[2])
    support = shares("PrimNoStatements", "SecNoStatements", 0.3 * traits.need + 0.28 * own[0] + noise[3])
    plan = shares("PrimStatements", "SecStatements", 0.1 * traits.need + 0.45 * own[1] + 2 * noise[1])
    plan = np.where(
        special[:, None], 97.5 + 2.5 * np.tanh(own[1]), np.where(unit[:, None], 14 + 4 * own[1], plan)
    )
    support = np.where(
        special[:, None], 100 - plan, np.where(unit[:, None], 62 + 9 * np.tanh(own[0]), support)
    )
    girls = 49.0 + 1.6 * rng.standard_normal((n, 1)) + 0.6 * rng.standard_normal((n, T))
    girls = np.where(special[:, None], 29.0, np.where(unit[:, None], 27.0, girls))
    girls = np.where((places["gender"] == "Girls").to_numpy()[:, None], 100.0, girls)
    girls = np.where((places["gender"] == "Boys").to_numpy()[:, None], 0.0, girls)
    return Context(roll, fsm6, np.minimum(fsm, fsm6), eal, support, np.clip(plan, 0, 100), girls)


def _filled(target: Floats, england: Floats) -> Floats:
    """Figures with gaps closed from the nearest published year of the same authority, else from England."""
    frame = pd.DataFrame(target.T).bfill().ffill().T.to_numpy()
    whole = pd.Series(england).bfill().ffill().to_numpy()
    return np.where(np.isnan(frame), whole[None, :], frame)
