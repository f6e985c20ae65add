"""How much school do the pupils of each place miss?

Absence follows the traits and is settled on authorities' published figures; persistent absence follows
absence. Nurseries and alternative provision have no published absence. Arrays are places x YEARS.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from eif.demo.context import Context, group_of
from eif.demo.published import Published
from eif.demo.settle import Floats, multiple, percent, settle
from eif.demo.text import Text
from eif.demo.traits import T, Traits, drift


@dataclass(frozen=True)
class Absence:
    """Per cent of possible sessions, per cent of pupils, and the counts they come from."""

    enrolments: Floats
    possible: Floats
    authorised: Floats  # sessions
    unauthorised: Floats  # sessions
    persistent: Floats  # pupils missing 10% or more
    overall: Floats  # per cent


_PHASES = {
    "primary": ("PriTotAbs", "PriUnauth", "SFPriPerAbNew", 0.215, 1.95, 349.0),
    "secondary": ("SecTotAbs", "SecUnauth", "SFSecPerAbNew", 0.265, 1.55, 338.0),
    "special": ("total_absence_special", "unauthorised_absence_special", "SpecPerAbNew", 0.30, 0.8, 348.0),
}
"""Measures; spread between schools (standard deviation of the logarithm); how persistent absence follows
absence (logarithm on logarithm); half-day sessions open to a pupil in a year."""


def absence_phase(places: pd.DataFrame) -> Text:
    """The phase absence is published under; empty for nurseries and alternative provision (not published)."""
    phase = places["phase"].replace({"all-through": "secondary", "nursery": "", "alternative provision": ""})
    return phase.to_numpy(dtype=object)


def make_absence(
    rng: np.random.Generator, places: pd.DataFrame, traits: Traits, context: Context, published: Published
) -> Absence:
    """Absence of primary, secondary and special schools as counts; NaN elsewhere and while closed."""
    n = len(places)
    phase = absence_phase(places)
    group = group_of(places, published)
    overall, unauthorised, persistent = (np.full((n, T), np.nan) for _ in range(3))
    possible = np.full((n, T), np.nan)
    enrolments = np.maximum(np.rint(context.roll * (0.89 + 0.02 * rng.standard_normal((n, T)))), 3)
    for name, (total, unauth, persists, spread, follows, sessions) in _PHASES.items():
        rows = phase == name
        weight = np.nan_to_num(enrolments[rows])
        hard = traits.hard[rows] + 0.25 * rng.standard_normal((rows.sum(), T))
        eta = np.where(np.isnan(enrolments[rows]), np.nan, spread * hard)
        targets = [published.filled(m) for m in (total, unauth, persists)]
        overall[rows] = settle(eta, weight, group[rows], targets[0], multiple)
        level = np.log(overall[rows] / targets[0][group[rows]])
        part = 1.15 * level + 0.2 * drift(rng, int(rows.sum()), 0.9)
        unauthorised[rows] = settle(part, weight, group[rows], targets[1], multiple)
        tail = np.log(targets[2][group[rows]] / (100 - targets[2][group[rows]])) + 1.12 * follows * level
        tail = tail + (1.2 / np.sqrt(weight + 20)) * rng.standard_normal(tail.shape)
        persistent[rows] = settle(tail, weight, group[rows], targets[2], percent)
        possible[rows] = np.rint(
            enrolments[rows] * (sessions + 1.5 * rng.standard_normal(enrolments[rows].shape))
        )
    unauthorised = np.minimum(unauthorised, 0.72 * overall)
    missed = np.rint(possible * overall / 100)
    truant = np.rint(possible * unauthorised / 100)
    return Absence(
        np.where(np.isnan(overall), np.nan, enrolments), possible, missed - truant, truant,
        np.rint(enrolments * persistent / 100), 100 * missed / possible,
    )  # fmt: skip
