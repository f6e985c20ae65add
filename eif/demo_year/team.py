"""Who is on the team, and who advises which school? One adviser leaves in summer, and another takes over."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from eif.casework.desk import Desk
from eif.casework.store import Person
from eif.casework.team import join_team, leave_team, reassign
from eif.demo_year.clock import DIRECTOR, Diary

PLACES = ("North", "South", "East", "West", "Central", "North East", "South West", "Secondary")
SUCCESSOR = "SIA West and Central"
DAYS = {"autumn": 44.0, "spring": 38.0, "summer": 36.0}


@dataclass(frozen=True)
class Team:
    """Each school's adviser, by its id, and from a day on that of the schools which changed hands."""

    first: Mapping[str, Person]
    later: Mapping[str, Person]
    changed_on: date

    def adviser(self, school_id: str, day: date) -> Person:
        """A school's adviser on a day."""
        changed = self.later.get(school_id) if day >= self.changed_on else None
        return changed or self.first[school_id]


def build_team(diary: Diary, schools: Sequence[Any]) -> Team:
    """Note who joins, which schools they take, and who leaves."""
    people = {place: Person(f"SIA {place}", "adviser") for place in PLACES}
    ids: dict[str, str] = {}
    first = diary.last_year

    def join(place: str) -> None:
        def doing(desk: Desk) -> None:
            saved = join_team(desk, label=people[place].name, role="adviser", days=DAYS, from_on=first)
            ids[place] = saved.record_id

        diary.note(first, DIRECTOR, doing)

    for place in PLACES:
        join(place)
    shares = _shares(schools)
    for place, share in shares.items():
        if not share:
            continue
        diary.note(first, DIRECTOR, _take(ids, place, share))
    _hand_over(diary, ids, shares)
    advisers = {school: people[place] for place, share in shares.items() for school in share}
    new = Person(SUCCESSOR, "adviser")
    return Team(advisers, dict.fromkeys(shares["West"], new), diary.this_year)


def _take(ids: dict[str, str], place: str, share: list[str]) -> Callable[[Desk], object]:
    def doing(desk: Desk) -> object:
        return reassign(desk, dict.fromkeys(share, 0), adviser_id=ids[place])

    return doing


def _shares(schools: Sequence[Any]) -> dict[str, list[str]]:
    """Secondary schools to one adviser, the rest in turn along their wards."""
    shares: dict[str, list[str]] = {place: [] for place in PLACES}
    ordered = sorted(schools, key=lambda row: (row.constituency or "", row.ward or "", row.urn))
    others = [row for row in ordered if row.phase not in ("secondary", "all-through", "16 plus")]
    shares["Secondary"] = [row.school_id for row in ordered if row not in others]
    each = -(-len(others) // (len(PLACES) - 1))
    for number, place in enumerate(PLACES[:-1]):
        shares[place] = [row.school_id for row in others[number * each : (number + 1) * each]]
    return shares


def _hand_over(diary: Diary, ids: dict[str, str], shares: dict[str, list[str]]) -> None:
    """The adviser of the West leaves at the end of the year; a successor takes every school."""
    day = diary.this_year
    if not shares["West"]:
        return

    def doing(desk: Desk) -> None:
        new = join_team(desk, label=SUCCESSOR, role="adviser", days=DAYS, from_on=day)
        reassign(desk, dict.fromkeys(shares["West"], 1), adviser_id=new.record_id)
        leave_team(desk, ids["West"], on=day - timedelta(days=1), seen_version=1)

    diary.note(day, DIRECTOR, doing)
