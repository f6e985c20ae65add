"""How does a year pass in one go? What is done on each day is noted in a diary, and lived in order."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from eif.casework.desk import Desk
from eif.casework.store import Person
from eif.casework.year import academic_year, year_bounds

DIRECTOR = Person("Director for Schools", "director")
OFFICER = Person("School improvement officer", "officer")


class Walk:
    """A clock that walks from entry to entry of the diary."""

    def __init__(self) -> None:
        """Begin at no time in particular."""
        self.at = datetime.now(UTC)

    def __call__(self) -> datetime:
        """The instant it is."""
        return self.at


@dataclass
class Diary:
    """What is done when, and by whom; `last` is the day that the year ends on."""

    walk: Walk
    desk: Callable[[Person], Desk]
    chance: random.Random
    last: date
    _entries: list[tuple[date, int, Person, Callable[[Desk], object]]] = field(default_factory=list)
    _numbers: itertools.count[int] = field(default_factory=itertools.count)

    def note(self, day: date, person: Person, doing: Callable[[Desk], object]) -> None:
        """Something that `person` does on a day; nothing where the day is yet to come."""
        if day <= self.last:
            self._entries.append((day, next(self._numbers), person, doing))

    def live(self) -> None:
        """Do everything, in the order of its days, a minute apart."""
        self._entries.sort(key=lambda entry: entry[:2])
        minutes = itertools.count()
        day = None
        for when, _, person, doing in self._entries:
            if when != day:
                day, minutes = when, itertools.count()
            self.walk.at = datetime.combine(when, time(9), UTC) + timedelta(seconds=20 * next(minutes))
            doing(self.desk(person))

    def weekday(self, first: date, last: date) -> date:
        """A day from Monday to Friday between two days."""
        span = max((last - first).days, 0)
        day = first + timedelta(days=self.chance.randint(0, span))
        return day - timedelta(days=max(day.weekday() - 4, 0))

    @property
    def this_year(self) -> date:
        """The first day of the academic year of the last day."""
        return year_bounds(academic_year(self.last))[0]

    @property
    def last_year(self) -> date:
        """The first day of the academic year before."""
        return self.this_year.replace(year=self.this_year.year - 1)
