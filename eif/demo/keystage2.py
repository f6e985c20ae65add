"""What do the fictional primary schools achieve at the end of key stage 2?

Counts of pupils and of successes for disadvantaged and other pupils, average scaled scores, and progress with
its 95% interval. Results are settled on authorities' figures for 2016-2019 and 2022-2025; none were collected
in 2020 and 2021. Progress ends in 2023: later cohorts have no starting point.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from eif.demo.cohorts import disadvantaged, logit, others_target, weighted_mean
from eif.demo.context import Context, group_of
from eif.demo.published import YEARS, Published
from eif.demo.settle import Floats, percent, plain, settle
from eif.demo.traits import T, Traits

EXPECTED = {
    "READ_EXP": ("KS2R_Expected_STD", "RWM_EXP"), "MAT_EXP": ("KS2M_Expected_STD", "RWM_EXP"),
    "GPS_EXP": ("KS2GPS_Expected_STD", "RWM_EXP"), "WRITTA_EXP": ("KS2W_Teacher_Assess", "RWM_EXP"),
    "RWM_HIGH": ("KS2RWM_Higher_STD", ""), "READ_HIGH": ("KS2R_Higher_STD", "RWM_HIGH"),
    "MAT_HIGH": ("KS2M_Higher_STD", "RWM_HIGH"), "GPS_HIGH": ("KS2GPS_Higher_STD", "RWM_HIGH"),
    "WRITTA_HIGH": ("KS2GDW_Teacher_Assess", "RWM_HIGH"), "SCITA_EXP": ("KS2Sci_Teacher_Assess", "RWM_EXP"),
}  # fmt: skip
"""Measure of each result, and the result that its successes contain."""
SCALED = {"READ": "KS2R_AVG_Scaled_Score", "MAT": "KS2M_AVG_Scaled_Score", "GPS": "KS2GPS_AVG_Scaled_Score"}
PROGRESS = {
    "READ": ("KS2R_Prog_VA", "KS2_DAP_Reading_Progress", 6.3),
    "WRIT": ("KS2W_Prog_VA", "KS2_DAP_Writing_Progress", 5.7),
    "MAT": ("KS2M_Prog_VA", "KS2_DAP_Maths_Progress", 5.3),
}  # fmt: skip
"""Measures for all and for disadvantaged pupils; standard deviation between pupils."""
RWM = ("KS2RWM_Expected_STD", "DAP_NEW_KS2_RWM", "NonDAP_NEW_KS2_RWM")
NO_RESULTS = [YEARS.index(y) for y in (2015, 2020, 2021)]


@dataclass(frozen=True)
class KeyStage2:
    """Arrays places x YEARS; NaN where a place has no year 6 or nothing was assessed."""

    pupils: Floats
    disadvantaged: Floats
    successes: dict[str, tuple[Floats, Floats]]  # result -> (disadvantaged, other) pupils
    scaled: dict[str, Floats]
    progress: dict[str, Floats]
    covered: Floats  # per cent of pupils with a starting point


def make_key_stage_2(
    rng: np.random.Generator, places: pd.DataFrame, traits: Traits, context: Context, published: Published
) -> KeyStage2:
    """Results of every place with a year 6."""
    group = group_of(places, published)
    pupils = _pupils(rng, places, context)
    special = (places["phase"] == "special").to_numpy()[:, None]
    counted = np.where(special, 0.0, np.nan_to_num(pupils))
    poor = disadvantaged(rng, published, RWM, context.fsm6, pupils, group)
    poor = np.minimum(poor, pupils)
    ability = 0.50 * traits.quality - 0.10 * traits.need - 4.2 * special
    shared = rng.standard_normal(pupils.shape)
    rest = pupils - poor

    def success(part: Floats, eta: Floats, target: Floats, own: float) -> Floats:
        luck = 0.8 * shared + own * rng.standard_normal(pupils.shape)
        drawn = np.where(np.isnan(pupils), np.nan, eta + 2.0 / np.sqrt(part + 5) * luck)
        weight = np.where(special, 0.0, np.nan_to_num(part))
        return np.floor(part * settle(drawn, weight, group, target, percent) / 100 + rng.random(part.shape))

    every, low, _ = (published.filled(m) for m in RWM)
    achieved = success(poor, ability, low, 0.6)
    share = weighted_mean(poor / pupils, counted, group, len(low))
    reached = weighted_mean(100 * achieved / np.maximum(poor, 1), np.where(special, 0, poor), group, len(low))
    aim = np.clip(others_target(every, np.where(np.isnan(reached), low, reached), share), 3, 97)
    successes = {"RWM_EXP": (achieved, success(rest, ability - 0.08 * traits.need, aim, 0.6))}
    for result, (measure, inner) in EXPECTED.items():
        target = published.filled(measure)
        gap = 1.0 if "HIGH" in result else 0.75
        goal_low = 100 / (1 + np.exp(-logit(target) + gap * (1 - np.nan_to_num(share))))
        goals = (goal_low, np.clip(others_target(target, goal_low, share), 1, 98))
        steep = 1.25 if "HIGH" in result else 0.95
        both: list[Floats] = []
        for part, goal in zip((poor, rest), goals, strict=True):
            count = success(part, ability * steep - 0.06 * traits.need, goal, 0.7)
            floor = successes[inner][len(both)] if inner else 0.0
            ceiling = successes["RWM_EXP"][len(both)] if result == "RWM_HIGH" else part
            both.append(np.clip(count, floor, ceiling))
        successes[result] = (both[0], both[1])
    scaled = {}
    for subject, measure in SCALED.items():
        eta = 1.5 * ability * 2 + 5.5 / np.sqrt(pupils + 3) * (
            0.7 * shared + 0.7 * rng.standard_normal(pupils.shape)
        )
        scaled[subject] = np.clip(settle(eta, counted, group, published.filled(measure), plain), 80, 118)
    progress = {}
    for subject, (measure, _, spread) in PROGRESS.items():
        eta = 1.5 * traits.quality + spread / np.sqrt(pupils + 2) * (
            0.6 * shared + 0.8 * rng.standard_normal(pupils.shape)
        )
        eta = np.where(special, -3.5 + 0.5 * traits.quality, eta)
        target = published.by_year(measure)
        whole = np.where(
            np.isnan(target), np.where(np.isnan(published.england_by_year(measure)), np.nan, 0.0), target
        )
        progress[subject] = settle(np.where(np.isnan(pupils), np.nan, eta), counted, group, whole, plain)
    covered = np.clip(96.5 - 2.2 * np.abs(rng.standard_normal(pupils.shape)) - 1.5 * traits.language, 60, 100)
    covered = np.where(rng.random(pupils.shape) < 0.004, 42.0, covered)
    return KeyStage2(pupils, poor, successes, scaled, progress, covered)


def _pupils(rng: np.random.Generator, places: pd.DataFrame, context: Context) -> Floats:
    phase, part = places["phase"].to_numpy(), places["part"].to_numpy()
    groups = np.select(
        [part == "junior", phase == "primary", phase == "all-through", phase == "special"],
        [4.0, 7.0, 12.5, 13.0],
        np.inf,
    )
    taught = (
        ((phase != "special") | (places["low"] <= 7).to_numpy()) & (part != "infant") & np.isfinite(groups)
    )
    mature = (
        np.array(YEARS)[None, :] - places["opened"].to_numpy()[:, None]
        >= np.where(phase == "primary", 4, 6)[:, None]
    )
    heir = places["fill"].to_numpy()[:, None] * 0 + np.isin(places.index, _heirs(places))[:, None]
    size = np.rint(context.roll / groups[:, None] * (1 + 0.05 * rng.standard_normal((len(places), T))))
    pupils = np.where(taught[:, None] & (mature | (heir > 0)), np.maximum(size, 1), np.nan)
    pupils[:, NO_RESULTS] = np.nan
    return pupils


def _heirs(places: pd.DataFrame) -> list[int]:
    """Places formed from others: they have older pupils from their first year."""
    return [int(became.partition(":")[2]) for became in places["became"] if became]
