"""How does each place's character develop from 2014/15 to 2024/25?

Four traits drift slowly (first-order autoregression): need of the intake, languages at home, quality of
education, and how hard attendance is. Context, absence and results follow from them, so that attainment,
attendance and intake go together as in real schools. Arrays are places x YEARS.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from eif.demo.published import HOME, YEARS
from eif.demo.schools import DISTRICTS, LANGUAGES, NEED
from eif.demo.settle import Floats
from eif.demo.text import Text

T = len(YEARS)
AT = {year: i for i, year in enumerate(YEARS)}


@dataclass(frozen=True)
class Traits:
    """The drifting traits in standard deviations; need and hard: higher is worse, quality: better."""

    need: Floats
    language: Floats
    quality: Floats
    hard: Floats


def drift(rng: np.random.Generator, count: int, memory: float) -> Floats:
    """A stationary series of standard deviation 1 for each place."""
    series = np.empty((count, T))
    series[:, 0] = rng.standard_normal(count)
    for t in range(1, T):
        series[:, t] = memory * series[:, t - 1] + np.sqrt(1 - memory**2) * rng.standard_normal(count)
    return series


def make_traits(rng: np.random.Generator, places: pd.DataFrame) -> Traits:
    """Traits of every place, with the told stories laid over them."""
    n = len(places)
    home = (places["la_code"] == HOME).to_numpy()
    district = places["district"].to_numpy()
    of_district = np.where(home, NEED[district % len(DISTRICTS)], 0.0)
    speaking = np.where(home, LANGUAGES[district % len(DISTRICTS)], 0.0)
    selective = places["selective"].to_numpy()
    need = 0.65 * of_district[:, None] + 0.75 * rng.standard_normal((n, 1)) + 0.12 * drift(rng, n, 0.9)
    need -= 2.2 * selective[:, None]
    language = (
        0.8 * speaking[:, None] + 0.35 * need + 0.65 * rng.standard_normal((n, 1)) + 0.08 * drift(rng, n, 0.9)
    )
    quality = drift(rng, n, 0.86) + 0.5 * selective[:, None]
    hard = 0.55 * need - 0.42 * quality + 0.72 * drift(rng, n, 0.88) - 0.9 * selective[:, None]
    catholic = (places["religion"] == "Roman Catholic").to_numpy()
    need[catholic] -= 0.3
    _lay_stories(places["story"].to_numpy(), need, quality, hard)
    return Traits(need, language, quality, hard)


def _lay_stories(story: Text, need: Floats, quality: Floats, hard: Floats) -> None:
    """Overwrite traits where a story is told; the years are those that files can show."""
    late = {"attendance collapse": (hard, {2022: 0.3, 2023: 1.9, 2024: 2.8, 2025: 3.2})}
    late["key stage 2 dip"] = (quality, {2022: 0.8, 2023: 0.6, 2024: -1.4, 2025: -2.7})
    calm = {"attendance collapse": (hard, -0.4), "key stage 2 dip": (quality, 0.9)}
    for name, (trait, level) in calm.items():
        trait[story == name] = 0.25 * trait[story == name] + level
    for name, (trait, years) in late.items():
        for year, level in years.items():
            trait[story == name, AT[year]] = level
    path = np.interp(YEARS, [2015, 2019, 2022, 2025], [2.2, 2.4, 1.2, -0.9])
    hard[story == "recovery"] = path
    quality[story == "recovery"] = np.interp(YEARS, [2015, 2019, 2023, 2025], [-1.6, -1.8, 0.6, 1.3])
    star = story == "excellent, low intake"
    need[star], quality[star], hard[star] = 1.6, 2.3, -1.1
