"""What does the fictional council note of leadership, safeguarding, money and awards?

Each function gives the columns of one dataset after the standard ones, in order; see `council_pupils`.
Registers give their rows whole, beginning with the school's place in the list.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from eif.demo.council_pupils import Columns, Rng, blank_unless, chance, choose, days_before, yes_no
from eif.demo.council_schools import Asked

Record = tuple[int, list[Any]]


def complaints(rng: Rng, asked: Asked, turn: int) -> Columns:
    """Complaints of a term: more where a school is led less well."""
    n = rng.poisson(asked.roll * 0.004 * np.exp(-0.3 * asked.quality - 0.2 * asked.governed))
    return [
        asked.pupils, n, rng.binomial(n, 0.35), rng.binomial(n, 0.15), rng.binomial(n, 0.08),
        days_before(rng, date(2024 + turn // 2, 4, 20), 1000, len(asked)),
    ]  # fmt: skip


def governance(rng: Rng, asked: Asked, turn: int) -> Columns:
    """Posts, vacancies, quorum and training of the governing body."""
    posts = rng.integers(9, 16, len(asked))
    vacant = rng.binomial(posts, chance(0.13 - 0.07 * asked.governed - 0.01 * turn))
    meetings = rng.integers(5, 8, len(asked))
    there = posts - vacant
    return [
        posts, vacant, blank_unless(vacant > 0, np.round(rng.gamma(2.0, 3.0, len(asked)), 0)), meetings,
        rng.binomial(meetings, chance(0.04 - 0.05 * asked.governed)),
        days_before(rng, date(2026, 2, 20), 3000, len(asked)), there,
        rng.binomial(there, chance(0.84 + 0.07 * asked.governed)), yes_no(rng, 0.9 + 0.05 * asked.governed),
        choose(rng, asked.governed, ("appropriate", "some", "none"), (-0.8, -2.3)),
    ]  # fmt: skip


HEADSHIPS = ("permanent", "executive", "acting", "interim", "vacant")


def staffing(rng: Rng, asked: Asked, turn: int) -> Columns:
    """The headship, vacancies, turnover, sickness and supply."""
    posts = np.round(asked.teachers * 0.92, 1)
    people = np.rint(asked.teachers).astype(np.int64)
    lack = chance(0.03 - 0.015 * asked.quality)
    total = asked.income[:, -1]
    return [
        choose(rng, asked.governed, HEADSHIPS, (-1.2, -1.4, -1.9, -2.7)),
        days_before(rng, date(2026, 2, 20), 3600, len(asked)), yes_no(rng, 0.55 + 0 * asked.roll),
        posts, np.round(posts * lack * rng.random(len(asked)) * 2, 1), people,
        rng.binomial(people, chance(0.13 - 0.03 * asked.quality)),
        np.rint(people * np.clip(rng.normal(6.8 - 0.9 * asked.quality, 1.6), 0.5, 25)),
        np.rint(total * np.clip(rng.normal(0.022 - 0.005 * asked.quality, 0.006), 0, 0.2)),
        total, rng.poisson(0.04 + 0.01 * turn, len(asked)),
    ]  # fmt: skip


def section_175(rng: Rng, asked: Asked, turn: int) -> Columns:
    """The yearly safeguarding return: most are in, some with red actions."""
    status = choose(rng, asked.governed, ("submitted", "in progress", "not started"), (-1.6, -2.4))
    sent = np.array([each == "submitted" for each in status])
    red = np.where(sent, rng.poisson(np.clip(0.35 - 0.3 * asked.governed, 0.02, 3)), 0)
    checked = sent & ((rng.random(len(asked)) < 0.08) | asked.leading)
    year = 2025 + turn
    return [
        status, blank_unless(sent, days_before(rng, date(year, 3, 28), 90, len(asked))), red,
        blank_unless(red > 0, days_before(rng, date(year, 10, 30), 120, len(asked))),
        ["Yes" if each else "No" for each in checked],
        blank_unless(checked, days_before(rng, date(year, 7, 18), 60, len(asked))),
    ]  # fmt: skip


def safeguarding(rng: Rng, asked: Asked, turn: int) -> Columns:
    """What the council's reviews found."""
    words = ("secure", "secure with actions", "not secure")
    outcome = np.array(choose(rng, asked.governed, words, (-0.9, -2.6)), dtype=object)
    reviewed = rng.random(len(asked)) < 0.9
    checked = reviewed & (rng.random(len(asked)) < 0.95)
    record = np.array(choose(rng, asked.governed, ("compliant", "gaps found"), (-1.8,)), dtype=object)
    left = np.where(reviewed & (outcome != "secure"), 1 + rng.poisson(1.0, len(asked)), 0)
    on = days_before(rng, date(2026, 2, 20), 700, len(asked))
    return [
        blank_unless(reviewed, on), np.where(reviewed, outcome, "not reviewed"), left,
        np.where(checked, record, "not checked"), blank_unless(checked, on),
        yes_no(rng, 0.95 + 0.03 * asked.governed), rng.poisson(chance(0.12 - 0.05 * asked.governed)),
        yes_no(rng, 0.015 - 0.01 * asked.governed + 0.002 * turn),
    ]  # fmt: skip


def outturn(rng: Rng, asked: Asked, turn: int) -> Columns:
    """Income, the year's result and the balance at its end."""
    income, balance = asked.income[:, turn], asked.balance[:, turn]
    before = asked.balance[:, turn - 1] if turn else balance - np.rint(income * 0.0002) * 100
    year = 2024 + turn
    return [
        income, balance - before, balance, days_before(rng, date(year, 3, 31), 40, len(asked)),
        choose(rng, asked.governed, ("substantial", "reasonable", "limited", "none"), (1.0, -1.2, -2.6)),
        days_before(rng, date(year, 3, 1), 1200, len(asked)),
    ]  # fmt: skip


def monitoring(rng: Rng, asked: Asked, turn: int) -> Columns:
    """Where the year is heading, and how recovery plans stand."""
    income = np.rint(asked.income[:, -1] * 1.02)
    forecast = np.rint(asked.balance[:, -1] + income * (0.01 * asked.governed - 0.008 - 0.004 * turn))
    owing = (asked.balance[:, -1] < 0) | (forecast < 0)
    plan = choose(
        rng, asked.governed, ("on track", "approved", "draft", "off track", "none"), (0.3, -0.4, -1.0, -1.9)
    )
    planned = owing & (np.array(plan, dtype=object) != "none")
    licensed = planned & (asked.balance[:, -1] < 0) & (rng.random(len(asked)) < 0.7)
    return [
        days_before(rng, date(2026, 5, 31), 45, len(asked)), income, forecast,
        rng.poisson(chance(0.25 - 0.2 * asked.governed)), ["Yes" if each else "No" for each in licensed],
        np.where(owing, plan, "not needed"), blank_unless(planned, [date(2028, 3, 31)] * len(asked)),
    ]  # fmt: skip


def pupil_premium(rng: Rng, asked: Asked, turn: int) -> Columns:
    """The strategy on the website, and what else is missing there."""
    words = ("complete", "partly complete", "incomplete", "none")
    status = choose(rng, asked.quality + asked.governed, words, (-1.3, -2.6, -3.8))
    there = [each != "none" for each in status]
    return [
        status, ["Yes" if each else "No" for each in there],
        blank_unless(there, days_before(rng, date(2024 + turn, 12, 31), 110, len(asked))),
        choose(rng, asked.quality, ("yes", "partly", "no", "not judged"), (0.2, -1.4, -2.4)),
        rng.poisson(np.clip(1.0 - 0.5 * asked.governed, 0.05, 6)),
    ]  # fmt: skip


def statutory_actions(rng: Rng, asked: Asked) -> list[Record]:
    """Letters and notices for the few maintained schools that worry the council most."""
    maintained = np.where(asked.maintained, 0.0, np.inf)  # the council's powers end there
    worst = np.argsort(asked.quality + asked.governed + maintained)[: max(4, len(asked) // 35)]
    records: list[Record] = []
    for rank, at in enumerate(worst.tolist()):
        on = date(2026, 1, 12) + timedelta(days=int(rng.integers(0, 120)))
        closed = rank % 4 == 3
        state, end = ("complied with", on + timedelta(days=150)) if closed else ("in force", "")
        letter = ["letter of concern", "not applicable", on, "", "escalated" if rank < 3 else state]
        records.append((at, [*letter, on + timedelta(days=60) if rank < 3 else end]))
        if rank < 3:
            notice = on + timedelta(days=60)
            ground = ("standards", "management or governance", "safety")[rank]
            comply = notice + timedelta(days=90)
            records.append((at, ["formal warning notice", ground, notice, comply, "in force", ""]))
        if rank in (0, 4):
            board = on + timedelta(days=70)
            records.append((at, ["school improvement board", "not applicable", board, "", "in force", ""]))
    return records


def badges(rng: Rng, asked: Asked) -> list[Record]:
    """Two awards, held by as large a share of schools as in 2023: 251 and 175 of 444."""
    records: list[Record] = []
    for badge, share, levels in (
        ("Rights Respecting", 251 / 444, ("bronze", "silver", "gold")),
        ("Trauma Informed", 175 / 444, ("registered", "accredited")),
    ):
        for at in np.flatnonzero(rng.random(len(asked)) < share).tolist():
            on = date(2025, 12, 1) - timedelta(days=int(rng.integers(0, 900)))
            records.append(
                (at, [badge, str(rng.choice(levels)), on, on.replace(year=on.year + 3, day=min(on.day, 28))])
            )
    return records


def districts(rng: Rng, asked: Asked) -> list[Record]:
    """The district and network of every school."""
    network = rng.integers(1, 4, len(asked)).tolist()
    names = asked.district.tolist()
    return [
        (at, [names[at], f"{names[at]} Network {network[at]}", date(2024, 9, 1)]) for at in range(len(asked))
    ]
