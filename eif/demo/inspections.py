"""When was each fictional school inspected, and what was judged?

A school's inspections follow each other at about the intervals of the years they fall in: outstanding schools
were exempt until 2020, nobody was inspected from March 2020 to September 2021, and good schools mostly had an
ungraded inspection in between. Grades follow the school's quality of the year. Report cards are drawn so that
4, 35, 56 and 5 in a hundred grades are exceptional, strong, expected and needs attention, as in the first 659
published (FFT and Schools Week, February 2026); urgent improvement is next to none. Schools of the home city
that lead in every way have had their report card, and a good one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from eif.demo.city import City
from eif.demo.leading import leading_places
from eif.demo.published import YEARS
from eif.demo.resources import records

FIRST_DAY, LAST_DAY = date(2011, 9, 6), date(2026, 10, 6)
NO_OVERALL, REPORT_CARDS = date(2024, 9, 1), date(2025, 11, 10)
_CLOSED = (date(2020, 3, 17), date(2021, 9, 7))
AREAS = ("quality", "behaviour", "development", "leadership")
CARD_AREAS = ("inclusion", "curriculum", "achievement", "attendance", "wellbeing", "leadership")
CARD_GRADES = ("Exceptional", "Strong standard", "Expected standard", "Needs attention", "Urgent improvement")
# Standard deviations above which a grade is given: overall 1 to 3, and report card exceptional to attention.
_OVERALL = (1.1, -1.15, -1.85)
_CARD = (1.6, 0.14, -1.78, -3.0)
# The quality, in standard deviations, that the report card of a leading school tells of.
_PRAISED = 2.4
# Years to the next inspection after each overall grade; exempt schools waited longer.
_GAP = {1: 6.0, 2: 5.6, 3: 2.4, 4: 1.8}
_EXEMPT_UNTIL, _EXEMPT_GAP = 2020, 12.5


@dataclass(frozen=True)
class Inspection:
    """One inspection of a place: `grades` by area as the publisher writes them, or an `outcome`."""

    place: int
    day: date
    published: date
    number: str
    kind: str
    grades: Mapping[str, str]
    outcome: str = ""
    category: str = ""
    safe: bool = True


def make_inspections(city: City) -> list[Inspection]:
    """Every inspection of every place, oldest first within a place."""
    rng = np.random.default_rng([city.seed, 11])
    found: list[Inspection] = []
    leading = leading_places(city)
    praised = np.random.default_rng([city.seed, 12])
    for place, row in enumerate(records(city.schools.places)):
        opened = date(max(int(row["opened"]), 1900), 9, 1)
        closed = date(min(int(row["closed"]), 9000), 8, 31)
        early, late = row["low"] <= 4, bool(row["sixth"])
        history = list(_history(rng, city, place, opened, closed, early=early, late=late))
        found += _praised(praised, history, place, early=early, late=late) if leading[place] else history
    return found


def _praised(
    rng: np.random.Generator, history: list[Inspection], place: int, *, early: bool, late: bool
) -> list[Inspection]:
    """The history with a good report card in place of the one it has, or after it."""
    cards = [each for each in history if each.kind == "report card"]
    day = (
        cards[0].day
        if cards
        else _school_day(rng, date(2026, 1, 13) + timedelta(days=int(rng.integers(0, 160))))
    )
    card = _card(
        place, day, day + timedelta(days=40), f"1{(day - FIRST_DAY).days:04d}{place:05d}", _PRAISED,
        rng.standard_normal(16), early=early, late=late,
    )  # fmt: skip
    return [*(each for each in history if each.day < REPORT_CARDS), card]


def _history(
    rng: np.random.Generator,
    city: City,
    place: int,
    opened: date,
    closed: date,
    *,
    early: bool,
    late: bool,
) -> Iterator[Inspection]:
    day = FIRST_DAY + timedelta(days=int(rng.integers(0, 4 * 365)))
    day = max(day, opened + timedelta(days=int(rng.integers(500, 1000))))
    before = 0
    while (day := _school_day(rng, day)) <= min(LAST_DAY, closed):
        noise = rng.standard_normal(16)
        quality = city.traits.quality[place, min(max(day.year, YEARS[0]), YEARS[-1]) - YEARS[0]]
        number = f"1{(day - FIRST_DAY).days:04d}{place:05d}"
        published = day + timedelta(days=int(rng.integers(28, 56)))
        score = 0.75 * quality + 0.66 * noise[0]
        overall = 1 + sum(score < limit for limit in _OVERALL)
        if day >= REPORT_CARDS:
            yield _card(place, day, published, number, quality, noise, early=early, late=late)
        elif before == 2 and overall <= 2 and noise[1] > -0.6:
            outcome = _outcome(day, noise[2])
            yield Inspection(place, day, published, number, "ungraded", {}, outcome)
            overall = 2
        else:
            yield _graded(place, day, published, number, overall, noise, early=early, late=late)
        before = overall
        gap = _EXEMPT_GAP if overall == 1 and day.year < _EXEMPT_UNTIL - 1 else _GAP[overall]
        day += timedelta(days=int(365 * gap * rng.uniform(0.75, 1.3)))


def _graded(
    place: int,
    day: date,
    published: date,
    number: str,
    overall: int,
    noise: np.ndarray,
    *,
    early: bool,
    late: bool,
) -> Inspection:
    marks = {area: min(4, max(1, overall + _step(noise[3 + i]))) for i, area in enumerate(AREAS)}
    marks["quality"] = max(marks["quality"], overall) if overall > 2 else overall
    grades = {area: str(mark) for area, mark in marks.items()}
    grades["overall"] = str(overall) if day < NO_OVERALL else "Not judged"
    grades["early"] = str(min(4, max(1, overall + _step(noise[8])))) if early else "9"
    grades["sixth"] = str(min(4, max(1, overall + _step(noise[9])))) if late else "9"
    category = ("SM" if noise[10] > 0.3 else "SWK") if overall == 4 else ""
    return Inspection(
        place, day, published, number, "graded", grades, "", category, overall < 4 or noise[11] > 0
    )


def _card(
    place: int,
    day: date,
    published: date,
    number: str,
    quality: float,
    noise: np.ndarray,
    *,
    early: bool,
    late: bool,
) -> Inspection:
    areas = [*CARD_AREAS, *(["early"] if early else []), *(["post_16"] if late else [])]
    scores = [0.6 * quality + 0.4 * noise[2] + 0.69 * each for each in noise[3 : 3 + len(areas)]]
    grades = {"early": "Not applicable", "post_16": "Not applicable"}
    for area, score in zip(areas, scores, strict=True):
        grades[area] = CARD_GRADES[sum(score < limit for limit in _CARD)]
    urgent = "Urgent improvement" in grades.values()
    category = ("SM" if grades["leadership"] == "Urgent improvement" else "RSI") if urgent else ""
    return Inspection(place, day, published, number, "report card", grades, "", category, not urgent)


def _outcome(day: date, noise: float) -> str:
    if day >= NO_OVERALL:
        words = ("Standards maintained", "Improved significantly", "Some aspects not as strong")
    else:
        words = (
            "School remains Good",
            "School remains Good (Improving) - S5 Next",
            "School remains Good (Concerns) - S5 Next",
        )
    return words[0 if abs(noise) < 1.2 else 1 if noise > 0 else 2]


def _step(noise: float) -> int:
    return int(noise > 1.4) - int(noise < -1.4)


def _school_day(rng: np.random.Generator, day: date) -> date:
    """The Tuesday of a school week on or after `day`: no inspections in the pandemic or in August."""
    if _CLOSED[0] <= day < _CLOSED[1]:
        day = _CLOSED[1] + timedelta(days=int(rng.integers(0, 1300)))
    if date(2025, 9, 1) <= day < REPORT_CARDS:
        day = REPORT_CARDS + timedelta(days=int(rng.integers(0, 240)))
    if day.month == 8 or (day.month == 7 and day.day > 15):
        day = date(day.year, 9, 8) + timedelta(days=int(rng.integers(0, 28)))
    return day + timedelta(days=(1 - day.weekday()) % 7)


def latest(
    of_place: Sequence[Inspection], kinds: Sequence[str], told_by: date, place: int = 0
) -> Inspection | None:
    """The latest inspection of some kinds that was published by a day; `place` 1 is the one before."""
    known = [each for each in of_place if each.kind in kinds and each.published <= told_by]
    return known[-1 - place] if len(known) > place else None
