"""Which returns has the fictional council had from its schools and teams, in time, late or never?

One file a dataset with several rounds of returns: workbooks from schools, CSV from teams, as officers keep
them. Well governed schools return in time; of the newest rounds some are still out, so that there is somebody
to chase.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from eif.demo import council_leaders as leaders
from eif.demo import council_pupils as pupils
from eif.demo.city import City
from eif.demo.council_judgements import judgements
from eif.demo.council_schools import Asked, asked_schools
from eif.demo.council_workbook import write_sheet
from eif.demo.resources import header

# The last day on which anything came in.
TODAY = date(2026, 11, 15)
_NO_NURSERY = ("primary", "secondary", "all-through", "special", "alternative provision")
_EVERY = ("nursery", *_NO_NURSERY)
_TERMS = (("2025/26 spring", date(2026, 5, 15)), ("2025/26 summer", date(2026, 9, 30)))
# Of complaints and suspensions the same term is looked at a year before, and of complaints two years before.
_SUMMERS = (
    ("2023/24 summer", date(2024, 9, 30)),
    ("2024/25 summer", date(2025, 9, 30)),
    *_TERMS,
)
_HALVES = ((date(2026, 7, 3), date(2026, 7, 31)), (date(2026, 10, 5), date(2026, 10, 31)))
_VISITS = (
    (date(2026, 3, 2), date(2026, 3, 31)),
    (date(2026, 6, 22), date(2026, 7, 15)),
    (date(2026, 10, 12), date(2026, 12, 15)),
)
_QUARTERS = ((date(2026, 6, 30), date(2026, 7, 31)), (date(2026, 9, 30), date(2026, 10, 31)))
Round = tuple[str | date, date]


def _years(month: int, day: int, *, money: bool = False) -> tuple[Round, ...]:
    """Two academic years (three financial ones) and the day that each was due."""
    if money:
        return tuple((f"{year - 1}-{year % 100}", date(year, month, day)) for year in (2024, 2025, 2026))
    return tuple((f"{year - 1}/{year % 100}", date(year, month, day)) for year in (2025, 2026))


@dataclass(frozen=True)
class Kind:
    """One dataset: its rounds of (what they describe, when due), its schools and its figures."""

    rounds: tuple[Round, ...]
    figures: Callable[[np.random.Generator, Asked, int], pupils.Columns]
    phases: tuple[str, ...] = _EVERY
    maintained: bool = False
    workbook: bool = False


KINDS = {
    "timetables": Kind(_HALVES, pupils.timetables, _NO_NURSERY, workbook=True),
    "suspensions": Kind(_SUMMERS, pupils.suspensions, _NO_NURSERY, workbook=True),
    "home_education": Kind(_HALVES, pupils.home_education, _NO_NURSERY),
    "complaints": Kind(_SUMMERS, leaders.complaints),
    "governance": Kind(_VISITS, leaders.governance, maintained=True),
    "staffing": Kind(_VISITS, leaders.staffing, maintained=True),
    "section175": Kind(_years(3, 31), leaders.section_175, workbook=True),
    "safeguarding": Kind(_VISITS, leaders.safeguarding),
    "budget_outturn": Kind(_years(6, 30, money=True), leaders.outturn, maintained=True),
    "budget_monitoring": Kind(_QUARTERS, leaders.monitoring, maintained=True),
    "send": Kind(_TERMS, pupils.send),
    "pupil_premium": Kind(_years(1, 31), leaders.pupil_premium, _NO_NURSERY),
    "peps": Kind(_TERMS, pupils.peps),
    "assessments": Kind(_years(10, 15), pupils.assessments, ("primary", "all-through", "special")),
    "parent_view": Kind(_years(9, 30), pupils.parent_view),
    "abie": Kind((("2025/26", date(2025, 12, 31)),), pupils.abie, _NO_NURSERY, workbook=True),
}
REGISTERS = {
    "statutory_actions": leaders.statutory_actions,
    "badges": leaders.badges,
    "districts": leaders.districts,
    "judgements": judgements,
}
AS_AT = date(2026, 11, 2)


def write_council(city: City, folder: Path) -> list[tuple[Path, int]]:
    """Write a file for each dataset that the council holds; gives each path with its rows."""
    asked = asked_schools(city)
    written = []
    for number, (name, kind) in enumerate(KINDS.items()):
        rng = np.random.default_rng([city.seed, 42, number])
        written.append(_write(folder, name, list(_returns(rng, kind, asked)), workbook=kind.workbook))
    for number, (name, records) in enumerate(REGISTERS.items()):
        rng = np.random.default_rng([city.seed, 43, number])
        rows = [[asked.urn[at], asked.name[at], AS_AT, *cells] for at, cells in records(rng, asked)]
        written.append(_write(folder, name, rows, workbook=False))
    return written


def _returns(rng: np.random.Generator, kind: Kind, asked: Asked) -> Iterable[list[Any]]:
    owing = asked.only(np.isin(asked.phase, kind.phases) & (asked.maintained | (not kind.maintained)))
    never = rng.random(len(owing)) < np.clip(0.02 - 0.01 * owing.governed, 0.002, 0.06)
    for turn, (describes, due) in enumerate(kind.rounds):
        columns = [np.asarray(column, dtype=object) for column in kind.figures(rng, owing, turn)]
        sent = _sent(rng, owing, describes, due)
        for at, on in enumerate(sent):
            if on and not never[at]:
                yield [owing.urn[at], owing.name[at], describes, on, *(column[at] for column in columns)]


def _sent(rng: np.random.Generator, asked: Asked, describes: str | date, due: date) -> list[date | None]:
    """When each school's return came: mostly in the weeks before it was due, or late, or not yet."""
    early = rng.integers(0, 16, len(asked))
    late = rng.integers(1, 34, len(asked))
    in_time = rng.random(len(asked)) < np.clip(0.87 + 0.07 * asked.governed, 0.3, 0.99)
    skipped = rng.random(len(asked)) < np.clip(0.03 - 0.02 * asked.governed, 0.002, 0.15)
    first = describes if isinstance(describes, date) else date(2000, 1, 1)
    days: list[date | None] = []
    for at in range(len(asked)):
        on = due + timedelta(days=int(late[at]) if not in_time[at] else -int(early[at]))
        if due > TODAY:  # asked for already, and a few are quick
            on = first + timedelta(days=int(early[at]) * 5)
        days.append(None if skipped[at] or on > TODAY else max(on, first))
    return days


def _write(folder: Path, name: str, rows: Sequence[list[Any]], *, workbook: bool) -> tuple[Path, int]:
    folder.mkdir(parents=True, exist_ok=True)
    columns = header(f"council_{name}")
    if workbook:
        path = folder / f"{name}.xlsx"
        path.write_bytes(write_sheet(columns, rows))
        return path, len(rows)
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\r\n")
        writer.writerow(columns)
        writer.writerows([_said(cell) for cell in row] for row in rows)
    return path, len(rows)


def _said(cell: Any) -> str:
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    number = isinstance(cell, float | np.floating)
    return str(int(cell)) if number and float(cell).is_integer() else str(cell)
