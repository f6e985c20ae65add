"""At whose desk is something decided, and what do they see there?

Every command takes a desk: the store, the person, what was on their screen, and the city as the data show it.
It asks here whether they may.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from eif.access.roles import ACTIONS, may
from eif.casework.errors import NotAllowed, Refused
from eif.casework.store import Person, Seen, Store, Writing
from eif.casework.year import day_words, local_day


@dataclass(frozen=True)
class School:
    """One school as the data show it.

    `indicated` is the category that the data indicate, by area and for 'overall'; None where there is not
    enough evidence. `has_powers` is whether the council's powers of intervention reach it (domain rules 4.4:
    maintained schools, no academies and no pupil referral units). `steps` are statutory steps in force,
    `agreed` the overall category that was agreed, in a register or here, and `trust` the name of its trust.
    `in_category` is whether Ofsted put it in a category of concern, which makes it eligible for intervention
    without a warning notice (sections 61 and 62); `diocese` whether it is a Church of England or Roman
    Catholic school, whose diocese is told of a notice.
    """

    school_id: str
    urn: str
    name: str
    status: str
    has_powers: bool
    indicated: Mapping[str, str | None] = field(default_factory=dict)
    steps: tuple[str, ...] = ()
    agreed: str | None = None
    trust: str | None = None
    in_category: bool = False
    diocese: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it is not known to be closed."""
        return self.status != "closed"


@dataclass(frozen=True)
class Measure:
    """One indicator of the catalogue, by which a plan can be measured.

    `polarity` is 1 where higher is better, -1 where lower is, 0 where neither. `last_period` is the last one
    for which it is published, None where it continues.
    """

    indicator: str
    title: str
    polarity: int
    groups: tuple[str, ...] = ("all",)
    last_period: str | None = None


class City(Protocol):
    """Where a desk looks schools and indicators up."""

    def school(self, school_id: str) -> School | None:
        """The school, or None where there is none of this id."""

    def measure(self, indicator: str) -> Measure | None:
        """The indicator, or None where the catalogue has none of this name that is a figure of a school."""


@dataclass(frozen=True)
class Desk:
    """One person before the city, about to decide something."""

    store: Store
    person: Person
    city: City
    seen: Seen = field(default_factory=Seen)
    # The day that is over at which the city is seen here; None where it is seen as it is now.
    as_at: date | None = None

    @property
    def today(self) -> date:
        """The day it is in London, or the day at which the city is seen."""
        return self.as_at or local_day(self.store.now())

    def school(self, school_id: str) -> School:
        """A school that is known. Raises Refused."""
        found = self.city.school(school_id)
        if found is None:
            raise Refused({"school": "There is no such school in this release. Choose one from the list."})
        return found

    def open_school(self, school_id: str) -> School:
        """A school that is known and not closed. Raises Refused."""
        found = self.school(school_id)
        if not found.is_open:
            raise Refused(
                {"school": f"{found.name} is closed; its record can be read and no longer changed."}
            )
        return found

    @contextmanager
    def write(self, action: str, school_id: str | None, token: str | None = None) -> Iterator[Writing]:
        """One transaction for an action that this person may do to this school. Raises NotAllowed."""
        if self.as_at is not None:
            raise NotAllowed(
                f"You are looking at {day_words(self.as_at)}, a day that is over. Nothing can be recorded "
                "there and nothing was saved: go back to today first."
            )
        with self.store.write(self.person, self.seen, token) as writing:
            self.require(writing, action, school_id)
            yield writing

    def require(self, writing: Writing, action: str, school_id: str | None) -> None:
        """Refuse what this person may not do. Raises NotAllowed."""
        own = school_id is not None and is_adviser_of(writing, self.person, school_id, self.today)
        if not may(self.person.role, action, own=own):
            doing, reach = ACTIONS[action]
            whose = " that is not yours" if reach.get(self.person.role) == "own" else ""
            raise NotAllowed(f"You may not {doing}{whose}. Nothing was saved.")


def is_adviser_of(writing: Writing, person: Person, school_id: str, day: date) -> bool:
    """Whether a school is assigned to this person, who has not left the team before `day`."""
    for row in writing.standing("assignment", school_id=school_id):
        adviser = writing.newest("adviser", row.adviser_id)
        return (
            adviser is not None
            and not adviser.withdrawn
            and adviser.label == person.name
            and (adviser.to_on is None or adviser.to_on >= day)
        )
    return False
