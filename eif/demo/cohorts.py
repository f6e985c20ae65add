"""How are a year group's pupils and successes shared out among pupil groups?

Small whole numbers throughout, as published results are: percentages in the files come from these counts.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from eif.demo.published import Published
from eif.demo.settle import Floats, percent, settle


def logit(share: Floats) -> Floats:
    """Log-odds of a percentage, held away from 0 and 100."""
    kept = np.clip(share, 0.5, 99.5) / 100
    return np.asarray(np.log(kept / (1 - kept)))


def part_of(successes: Floats, pupils: Floats, members: Floats, lead: float) -> Floats:
    """Successes within a group of `members` whose odds differ by exp(lead); whole, and never impossible."""
    odds = np.log((successes + 0.5) / (np.maximum(pupils - successes, 0) + 0.5)) + lead
    expected = np.rint(members / (1 + np.exp(-odds)))
    least, most = np.maximum(0, successes - (pupils - members)), np.minimum(successes, members)
    return np.asarray(np.clip(expected, least, most))


def disadvantaged(
    rng: np.random.Generator,
    published: Published,
    measures: tuple[str, str, str],
    fsm6: Floats,
    pupils: Floats,
    group: npt.NDArray[np.int64],
) -> Floats:
    """Disadvantaged pupils in each cohort, so that published results of groups and of all pupils agree.

    `measures` are the LAIT codes of all, disadvantaged and other pupils: their figures imply the share,
    smoothed over years because rounding moves it.
    """
    every, low, high = (published.filled(m) for m in measures)
    with np.errstate(invalid="ignore", divide="ignore"):
        implied = np.where(high - low > 3, (high - every) / (high - low), np.nan)
    yearly = pd.DataFrame(implied).clip(0.05, 0.75)
    usual = yearly.mean(axis=1).fillna(0.3).to_numpy()[:, None]
    target = 100 * np.where(yearly.isna(), usual, 0.65 * yearly + 0.35 * usual)
    eta = logit(fsm6) + 0.8 / np.sqrt(pupils + 8) * rng.standard_normal(pupils.shape)
    share = settle(np.where(np.isnan(pupils), np.nan, eta), np.nan_to_num(pupils), group, target, percent)
    return np.rint(pupils * share / 100)


def weighted_mean(values: Floats, weight: Floats, group: npt.NDArray[np.int64], groups: int) -> Floats:
    """Mean of each group and year (groups x years); NaN where nobody counts."""
    years = values.shape[1]
    cell = (group[:, None] * years + np.arange(years)).ravel()
    heavy = np.where(np.isnan(values), 0.0, np.nan_to_num(weight)).ravel()
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.bincount(cell, heavy * np.nan_to_num(values).ravel(), groups * years) / np.bincount(
            cell, heavy, groups * years
        )
    return mean.reshape(groups, years)


def others_target(every: Floats, low: Floats, share: Floats) -> Floats:
    """What pupils who are not disadvantaged must average so that all pupils average `every`."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((every - share * low) / (1 - share))
