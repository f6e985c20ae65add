"""What do the fictional schools return about their pupils and parents?

Each function gives the columns of one dataset after the standard ones, in order; a column is one text or
number a school, empty where nothing is said. `turn` counts the rounds of the dataset from 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from eif.demo.council_schools import Asked
from eif.demo.settle import Floats

Columns = list[Any]
Rng = np.random.Generator
_SUSPENDED = {"primary": 0.006, "secondary": 0.06, "all-through": 0.05, "special": 0.04}


def chance(values: Floats) -> Floats:
    """Values as probabilities, neither impossible nor certain."""
    return np.clip(values, 0.01, 0.99)


def days_before(rng: Rng, last: date, most: int, count: int) -> list[date]:
    """A day each, up to `most` days before `last`."""
    return [last - timedelta(days=int(each)) for each in rng.integers(5, most, count)]


def blank_unless(kept: Any, values: Any) -> list[Any]:
    """The values, empty where `kept` is false."""
    return [value if keep else "" for keep, value in zip(kept, values, strict=True)]


def choose(rng: Rng, score: Floats, words: Sequence[str], cuts: Sequence[float]) -> list[str]:
    """A word each: the first above the highest cut, and so on down."""
    place = np.searchsorted(-np.array(cuts), -(score + 0.5 * rng.standard_normal(len(score))))
    return [words[int(each)] for each in place]


def yes_no(rng: Rng, likely: Floats) -> list[str]:
    """Yes with that probability."""
    return ["Yes" if each else "No" for each in rng.random(len(likely)) < chance(likely)]


def timetables(rng: Rng, asked: Asked, turn: int) -> Columns:
    """Part-time timetables: more where attendance is hard and pupils are older."""
    rate = 0.004 * np.exp(0.5 * asked.hard + 0.8 * asked.older + 0.1 * turn)
    n = np.minimum(rng.poisson(asked.roll * rate), asked.pupils)
    weeks = np.round(np.clip(rng.normal(5 + 1.2 * asked.hard, 1.5), 1, 20) * 2) / 2
    return [
        asked.pupils, n, rng.binomial(n, 0.62), rng.binomial(n, chance(0.16 - 0.08 * asked.governed)),
        rng.binomial(n, chance(0.1 - 0.05 * asked.governed)), blank_unless(n > 0, weeks),
    ]  # fmt: skip


def suspensions(rng: Rng, asked: Asked, turn: int) -> Columns:
    """Suspensions of a term, more of them for pupils with SEN and disadvantaged pupils."""
    base = np.array([_SUSPENDED.get(each, 0.2) for each in asked.phase])
    n = rng.poisson(asked.roll * base * np.exp(0.45 * asked.hard + 0.05 * turn))
    support, plan, poor = (
        (asked.roll * share / 100).astype(np.int64) for share in (asked.sen_support, asked.plan, asked.fsm)
    )
    of_support = rng.binomial(n, np.clip(asked.sen_support / 45, 0, 0.55))
    once = np.maximum(rng.binomial(n, 0.68), np.minimum(n, 1))
    return [
        asked.pupils, support, plan, poor, n, of_support,
        rng.binomial(n - of_support, np.clip(asked.plan / 40, 0, 0.9)),
        rng.binomial(n, np.clip(asked.fsm / 62, 0, 0.9)), once, rng.binomial(once, 0.05),
        rng.binomial(once, 0.012),
    ]  # fmt: skip


def home_education(rng: Rng, asked: Asked, turn: int) -> Columns:
    """Home education and children missing education: a handful a school."""
    moves = rng.poisson(asked.roll * 0.0012 * (1 + 0.5 * turn) * np.exp(0.2 * asked.hard))
    cme, gone, out, into = (
        rng.poisson(asked.roll * rate * (1 + scale * asked.older))
        for rate, scale in ((0.0012, 0.2), (0.0003, 0.5), (0.0004, 4.0), (0.0004, 4.0))
    )
    return [moves + rng.poisson(asked.roll * 0.004), moves, cme, gone, out, into]


def send(rng: Rng, asked: Asked, turn: int) -> Columns:
    """Guidance, provision map, advice and annual reviews: better where the school is led better."""
    score = 0.6 * asked.quality + 0.4 * asked.governed + 0.15 * turn + 1.5 * asked.leading
    advice = rng.poisson(asked.roll * 0.004)
    reviews = rng.poisson(asked.roll * asked.plan / 300)
    away = rng.poisson(asked.roll * np.where(asked.older, 0.006, 0.0006))
    return [
        choose(rng, score, ("embedded", "implemented", "in process", "little"), (1.3, -0.5, -1.9)),
        days_before(rng, date(2026, 7, 20), 500, len(asked)),
        choose(rng, score, ("complete", "in progress", "incomplete", "none"), (-0.4, -1.5, -2.6)),
        advice, rng.binomial(advice, chance(0.86 + 0.08 * asked.governed)),
        reviews, rng.binomial(reviews, chance(0.86 + 0.08 * asked.governed)),
        away, rng.binomial(away, 0.08), yes_no(rng, 0.05 - 0.03 * asked.quality),
    ]  # fmt: skip


def peps(rng: Rng, asked: Asked, turn: int) -> Columns:
    """Looked-after pupils and their plans: few a school."""
    n = rng.poisson(asked.roll * 0.006 * np.exp(0.25 * asked.need))
    complete = rng.binomial(n, chance(0.93 + 0.03 * asked.quality))
    return [n, n, complete, rng.binomial(complete, chance(0.74 + 0.06 * asked.quality + 0.01 * turn))]


def assessments(rng: Rng, asked: Asked, turn: int) -> Columns:
    """Early years, phonics and tables of one cohort each; pupils with free school meals a little lower."""
    columns: Columns = []
    level = 0.055 * asked.quality - 0.04 * asked.need + 0.005 * turn
    cohort = np.maximum(asked.pupils // 7, 3)
    for centre, apart in ((0.67, True), (0.79, True), (0.89, False)):
        n = np.maximum(cohort + rng.integers(-2, 3, len(asked)), 1)
        poor = rng.binomial(n, np.clip(asked.fsm / 100, 0, 1))
        met = rng.binomial(poor, chance(centre - 0.07 + level))
        every = met + rng.binomial(n - poor, chance(centre + 0.04 + level))
        columns += [n, every, poor, met] if apart else [n, every]
    n = np.maximum(cohort + rng.integers(-2, 3, len(asked)), 1)
    full = rng.binomial(n, chance(0.36 + level))
    marks = 25 * full + np.rint((n - full) * np.clip(19.3 + 8 * level, 8, 24)).astype(np.int64)
    return [*columns, n, full, marks]


def parent_view(rng: Rng, asked: Asked, turn: int) -> Columns:
    """What parents say: whole percentages, around the mood of the school."""
    n = rng.poisson(12 + 0.06 * asked.roll)
    mood = 4.5 * asked.quality - 1.5 * asked.hard + turn + 3 * rng.standard_normal(len(asked))
    shares = [
        np.clip(np.rint(centre + mood + 2 * rng.standard_normal(len(asked))), 35, 100)
        for centre in (86, 91, 83)
    ]
    small = np.clip(np.rint(74 + 1.3 * mood), 20, 100)
    return [n, *(blank_unless(n > 0, share) for share in shares), blank_unless(n >= 10, small)]


def abie(rng: Rng, asked: Asked, turn: int) -> Columns:
    """Attendance against the school's own expectation, where the school shares it."""
    agreed = yes_no(rng, 0.7 + 0.02 * turn + 0 * asked.roll)
    shares = [each == "Yes" for each in agreed]
    expected = np.round(93.4 - 0.6 * asked.hard - 1.5 * asked.older, 1)
    points = np.round(rng.normal(-0.1 - 0.2 * asked.hard, 0.6), 1)
    return [agreed, blank_unless(shares, expected), blank_unless(shares, points)]
