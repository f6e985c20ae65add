"""What do the fictional secondary schools achieve at the end of key stage 4?

Attainment 8 and Progress 8 for disadvantaged and other pupils, English and maths, and the English
Baccalaureate, settled on authorities' figures. Teacher grades of 2020 and 2021 are not comparable and not
written; Progress 8 ends in 2024, because later cohorts sat no key stage 2 tests.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from eif.demo.cohorts import disadvantaged, others_target, weighted_mean
from eif.demo.context import Context, group_of
from eif.demo.published import YEARS, Published
from eif.demo.settle import Floats, percent, plain, settle
from eif.demo.traits import T, Traits

A8 = ("AVG_Attain8_Score", "DAP_KS4_ATT8", "NonDAP_KS4_ATT8")
P8 = ("AVG_Prog8_Score", "DAP_KS4_Prog8", "NonDAP_KS4_Prog8")
SHARES = {"BASICS_94": "EngMaths9-4", "BASICS_95": "EngMaths9-5", "EBACC_E": "EngBacEntries",
          "EBACC_94": "EngBac9-4", "EBACC_95": "EngBac9-5"}  # fmt: skip
P8_SPREAD = 1.27
"""Standard deviation of pupils' Progress 8 scores."""
NO_RESULTS = [YEARS.index(y) for y in (2015, 2020, 2021)]


@dataclass(frozen=True)
class KeyStage4:
    """Arrays places x YEARS; NaN where a place has no year 11 or nothing comparable was published."""

    pupils: Floats
    disadvantaged: Floats
    attainment: tuple[Floats, Floats]  # disadvantaged, other pupils
    progress: tuple[Floats, Floats]
    shares: dict[str, Floats]  # pupils who entered or achieved
    ebacc_points: Floats
    prior: Floats  # average scaled score at key stage 2


def make_key_stage_4(
    rng: np.random.Generator, places: pd.DataFrame, traits: Traits, context: Context, published: Published
) -> KeyStage4:
    """Results of every place with a year 11."""
    group = group_of(places, published)
    pupils = _pupils(rng, places, context)
    unusual = places["phase"].isin(["special", "alternative provision"]).to_numpy()[:, None]
    selective = places["selective"].to_numpy()[:, None]
    counted = np.where(unusual, 0.0, np.nan_to_num(pupils))
    poor = np.minimum(disadvantaged(rng, published, A8, context.fsm6, pupils, group), pupils)
    rest = pupils - poor
    shared = rng.standard_normal(pupils.shape)

    def score(part: Floats, eta: Floats, noise: float, target: Floats) -> Floats:
        luck = 0.7 * shared + 0.7 * rng.standard_normal(pupils.shape)
        drawn = np.where(np.isnan(pupils), np.nan, eta + noise / np.sqrt(part + 4) * luck)
        return settle(drawn, np.where(unusual, 0.0, np.nan_to_num(part)), group, target, plain)

    ability = 4.2 * traits.quality - 3.0 * traits.need + 9.0 * selective - 36 * unusual
    gain = 0.30 * traits.quality - 0.05 * traits.need + 0.15 * selective - 1.3 * unusual
    share = weighted_mean(poor / pupils, counted, group, len(published.authorities))
    pairs = []
    for measures, eta, noise in ((A8, ability, 15.0), (P8, gain, P8_SPREAD)):
        every, low, _ = (published.filled(m) for m in measures)
        of_poor = score(poor, eta, noise, low)
        pairs.append((of_poor, score(rest, eta, noise, others_target(every, low, share))))
    attainment = tuple(np.clip(np.where(unusual, np.maximum(a, 1.5), a), 0.5, 84) for a in pairs[0])
    overall = (attainment[0] * poor + attainment[1] * rest) / pupils
    shares: dict[str, Floats] = {}
    for name, measure in SHARES.items():
        steep = 0.125 if "BASICS" in name else 0.07
        own = (0.35 if "BASICS" in name else 0.8) * np.where(name == "EBACC_E", 1.0, 0.4)
        eta = steep * (overall - 46) + own * rng.standard_normal((len(places), 1))
        eta = eta + 1.2 / np.sqrt(pupils + 4) * rng.standard_normal(pupils.shape)
        aim = published.filled(measure)
        shares[name] = np.floor(
            pupils * settle(eta, counted, group, aim, percent) / 100 + rng.random(pupils.shape)
        )
    shares["BASICS_95"] = np.minimum(shares["BASICS_95"], shares["BASICS_94"])
    shares["EBACC_94"] = np.minimum(shares["EBACC_94"], np.minimum(shares["EBACC_E"], shares["BASICS_94"]))
    shares["EBACC_95"] = np.minimum(shares["EBACC_95"], np.minimum(shares["EBACC_94"], shares["BASICS_95"]))
    points = 0.088 * (overall - 46) + 0.08 * rng.standard_normal(pupils.shape)
    points = settle(points, counted, group, published.filled("EngBacAvgPointScore"), plain)
    prior = np.clip(104 - 1.1 * traits.need + 0.4 * shared + 4 * selective - 14 * unusual, 80, 118)
    return KeyStage4(
        pupils, poor, (attainment[0], attainment[1]), pairs[1], shares, np.clip(points, 0.05, 8.5),
        np.where(np.isnan(pupils), np.nan, prior),
    )  # fmt: skip


def _pupils(rng: np.random.Generator, places: pd.DataFrame, context: Context) -> Floats:
    phase = places["phase"].to_numpy()
    groups = np.select(
        [phase == "secondary", phase == "all-through", phase == "special", phase == "alternative provision"],
        [np.where(places["sixth"], 6.1, 5.05), 12.5, np.where(places["low"] == 3, 15.0, 8.5), 2.6],
        np.inf,
    )
    taught = np.isfinite(groups) & (places["high"] >= 16).to_numpy()
    mature = np.array(YEARS)[None, :] - places["opened"].to_numpy()[:, None] >= 4
    size = np.rint(context.roll / groups[:, None] * (1 + 0.04 * rng.standard_normal((len(places), T))))
    pupils = np.where(taught[:, None] & mature, np.maximum(size, 1), np.nan)
    pupils[:, NO_RESULTS] = np.nan
    return pupils
