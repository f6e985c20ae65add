"""How does each place develop from 2014/15 to 2024/25?

Four traits of a place drift slowly (first-order autoregression): need of its intake, languages at home,
quality of education, and how hard attendance is. Roll, context, absence and results follow from the traits and
are settled on each authority's published figures, so that attainment, attendance and intake go together as in
real schools and pupil-weighted averages are right. Arrays are places x YEARS.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from eif.demo.published import HOME, YEARS, Published
from eif.demo.schools import DISTRICTS, LANGUAGES, NEED
from eif.demo.settle import Floats, multiple, percent, settle

T = len(YEARS)
AT = {year: i for i, year in enumerate(YEARS)}


@dataclass(frozen=True)
class Traits:
    """The drifting traits, in standard deviations (need, hard: higher is worse; quality: higher is better)."""

    need: Floats
    language: Floats
    quality: Floats
    hard: Floats


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


@dataclass(frozen=True)
class Absence:
    """Per cent of possible sessions, per cent of pupils, and the counts they come from."""

    enrolments: Floats
    possible: Floats
    authorised: Floats  # sessions
    unauthorised: Floats  # sessions
    persistent: Floats  # pupils missing 10% or more
    overall: Floats  # per cent


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
    language = 0.8 * speaking[:, None] + 0.35 * need + 0.65 * rng.standard_normal((n, 1)) + 0.08 * drift(rng, n, 0.9)
    quality = drift(rng, n, 0.86) + 0.5 * selective[:, None]
    hard = 0.55 * need - 0.42 * quality + 0.72 * drift(rng, n, 0.88) - 0.9 * selective[:, None]
    catholic = (places["religion"] == "Roman Catholic").to_numpy()
    need[catholic] -= 0.3
    _lay_stories(places["story"].to_numpy(), need, quality, hard)
    return Traits(need, language, quality, hard)


def _lay_stories(story: np.ndarray, need: Floats, quality: Floats, hard: Floats) -> None:
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


def group_of(places: pd.DataFrame, published: Published) -> np.ndarray:
    """Row number of each place's authority in the published tables."""
    number = {code: i for i, code in enumerate(published.authorities["la_code"])}
    return places["la_code"].map(number).to_numpy(dtype=np.int64)


def open_in(places: pd.DataFrame) -> np.ndarray:
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
    roll = places["capacity"].to_numpy()[:, None] * np.clip(places["fill"].to_numpy()[:, None] + trend, 0.5, 1.08)
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
    plan = np.where(special[:, None], 97.5 + 2.5 * np.tanh(own[1]), np.where(unit[:, None], 14 + 4 * own[1], plan))
    support = np.where(special[:, None], 100 - plan, np.where(unit[:, None], 62 + 9 * np.tanh(own[0]), support))
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


_PHASES = {
    "primary": ("PriTotAbs", "PriUnauth", "SFPriPerAbNew", 0.215, 1.95, 349.0),
    "secondary": ("SecTotAbs", "SecUnauth", "SFSecPerAbNew", 0.265, 1.55, 338.0),
    "special": ("total_absence_special", "unauthorised_absence_special", "SpecPerAbNew", 0.30, 0.8, 348.0),
}
"""Measures; spread between schools (standard deviation of the logarithm); how persistent absence follows
absence (logarithm on logarithm); half-day sessions open to a pupil in a year."""


def absence_phase(places: pd.DataFrame) -> np.ndarray:
    """The phase absence is published under; empty for nurseries and alternative provision (not published)."""
    phase = places["phase"].replace({"all-through": "secondary", "nursery": "", "alternative provision": ""})
    return phase.to_numpy(dtype=object)


def make_absence(
    rng: np.random.Generator, places: pd.DataFrame, traits: Traits, context: Context, published: Published
) -> Absence:
    """Absence of primary, secondary and special schools, as counts; NaN for other schools and closed years."""
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
        targets = [filled_la(published, m) for m in (total, unauth, persists)]
        overall[rows] = settle(eta, weight, group[rows], targets[0], multiple)
        level = np.log(overall[rows] / targets[0][group[rows]])
        part = 0.9 * level + 0.28 * drift(rng, int(rows.sum()), 0.9)
        unauthorised[rows] = settle(part, weight, group[rows], targets[1], multiple)
        tail = np.log(targets[2][group[rows]] / (100 - targets[2][group[rows]])) + 1.12 * follows * level
        tail = tail + (1.2 / np.sqrt(weight + 20)) * rng.standard_normal(tail.shape)
        persistent[rows] = settle(tail, weight, group[rows], targets[2], percent)
        possible[rows] = np.rint(enrolments[rows] * (sessions + 1.5 * rng.standard_normal(enrolments[rows].shape)))
    unauthorised = np.minimum(unauthorised, 0.85 * overall)
    missed = np.rint(possible * overall / 100)
    truant = np.rint(possible * unauthorised / 100)
    return Absence(
        np.where(np.isnan(overall), np.nan, enrolments), possible, missed - truant, truant,
        np.rint(enrolments * persistent / 100), 100 * missed / possible,
    )  # fmt: skip


def filled_la(published: Published, measure: str) -> Floats:
    """Figures per authority and year; England's where the authority has none, NaN where nobody has one."""
    return np.where(
        np.isnan(published.by_year(measure)), published.england_by_year(measure)[None, :], published.by_year(measure)
    )
