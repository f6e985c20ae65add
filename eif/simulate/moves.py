"""What differs between two ways, or two times, of rating the same schools?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from eif import sql
from eif.opened import THREADS
from eif.parallel import do_each
from eif.simulate.ratings import Ratings


class Count(NamedTuple):
    """One category: how many schools it holds and how many adviser days they ask for, before and after."""

    category: str
    tier_before: int | None
    tier_after: int | None
    schools_before: int
    schools_after: int
    days_before: float
    days_after: float


class MovedSchool(NamedTuple):
    """A school whose category, tier or days differ; `what` as in sql/70_move/moved_school.sql."""

    school_id: str
    urn: str
    name: str
    phase: str
    category_before: str | None
    category_after: str | None
    tier_before: int | None
    tier_after: int | None
    days_before: float | None
    days_after: float | None
    why_before: str | None
    why_after: str | None
    what: str


class MovedArea(NamedTuple):
    """An area of a school that is rated otherwise."""

    school_id: str
    urn: str
    name: str
    area: str
    title: str
    rating_before: str | None
    rating_after: str | None
    why_before: str | None
    why_after: str | None


class MovedSignal(NamedTuple):
    """A rule that answers otherwise for a school.

    `what` is worse, better, now rated, no longer rated, new or gone; levels are 0 Established, 1 Developing,
    2 Causing Concern and None where the rule is not rated; the reasons are the sentences of each side.
    """

    school_id: str
    urn: str
    name: str
    area: str
    area_title: str
    rule_id: str
    title: str
    what: str
    level_before: int | None
    level_after: int | None
    status_before: str | None
    status_after: str | None
    reason_before: str | None
    reason_after: str | None


@dataclass(frozen=True)
class Moves:
    """All that differs; schools of most concern first, areas and rules in the framework's order.

    `answers` holds the rules that answer otherwise, a column for each field of MovedSignal. They can be
    thousands, of which a screen shows a few schools'.
    """

    counts: tuple[Count, ...]
    schools: tuple[MovedSchool, ...]
    areas: tuple[MovedArea, ...]
    answers: pa.Table

    @cached_property
    def signals(self) -> tuple[MovedSignal, ...]:
        """The rules that answer otherwise, those of most concern first."""
        return _signals(self.answers)

    @property
    def days_before(self) -> float:
        """Adviser days that the tiers asked for before: the tiers' days and the extra ones."""
        return sum(count.days_before for count in self.counts)

    @property
    def days_after(self) -> float:
        """Adviser days that the tiers ask for after."""
        return sum(count.days_after for count in self.counts)

    def signals_of(self, school_id: str) -> tuple[MovedSignal, ...]:
        """The rules that answer otherwise for one school."""
        return _signals(self.answers.filter(pc.field("school_id") == school_id))


def _signals(answers: pa.Table) -> tuple[MovedSignal, ...]:
    columns = (answers[name].to_pylist() for name in MovedSignal._fields)
    return tuple(map(MovedSignal._make, zip(*columns, strict=True)))


@cache
def _beside() -> duckdb.DuckDBPyConnection:
    """An empty database, made once: what is compared is registered with a cursor of its own."""
    return duckdb.connect(":memory:", config=sql.CONFIG | {"threads": THREADS})


# In which table each kind of difference shows.
_SHOWN_BY = {"moved_school": "school", "moved_area": "area", "moved_signal": "signal"}


def moves(before: Ratings, after: Ratings, answers: pa.Table | None = None) -> Moves:
    """What differs from `before` to `after`; a school is the same where its `school_id` is.

    `answers` is what `moved_answers` gives, where it has been asked already.
    """
    names = ["category_count", "moved_school", "moved_area"]
    counts, schools, areas = do_each(lambda name: _rows(name, before, after), names)
    return Moves(
        counts=tuple(map(Count._make, counts)),
        schools=tuple(map(MovedSchool._make, schools)),
        areas=tuple(map(MovedArea._make, areas)),
        answers=moved_answers(before, after) if answers is None else answers,
    )


def moved_answers(before: Ratings, after: Ratings) -> pa.Table:
    """The rules that answer otherwise, most concern first: a column for each field of MovedSignal."""
    if _is_same("moved_signal", before, after):
        return pa.schema([(name, pa.string()) for name in MovedSignal._fields]).empty_table()
    with _asked("moved_signal", before, after) as answer:
        return answer.to_arrow_table()


def _rows(name: str, before: Ratings, after: Ratings) -> list[tuple[Any, ...]]:
    if _is_same(name, before, after):
        return []
    with _asked(name, before, after) as answer:
        return answer.fetchall()


def _is_same(name: str, before: Ratings, after: Ratings) -> bool:
    """Whether nothing of a kind can differ, since it would in the very same table."""
    table = _SHOWN_BY.get(name)
    return table is not None and before.tables[table] is after.tables[table]


@contextmanager
def _asked(name: str, before: Ratings, after: Ratings) -> Iterator[duckdb.DuckDBPyRelation]:
    """What a statement of sql/70_move answers about these two."""
    con = _beside().cursor()
    try:
        for moment, ratings in (("before", before), ("after", after)):
            for table in sql.reads("70_move", name) & {f"{each}_{moment}" for each in ratings.tables}:
                con.register(table, ratings.tables[table.removesuffix(f"_{moment}")])
        yield con.sql(sql.statement("70_move", name))
    finally:
        con.close()
