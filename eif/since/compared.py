"""What differs between two snapshots: ratings, figures, inspections, heads, and what people recorded?"""

from __future__ import annotations

import weakref
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import duckdb
import pyarrow as pa

from eif import sql
from eif.casework.became import became
from eif.casework.history import labels
from eif.casework.store import Store
from eif.simulate import moves, ratings_of
from eif.since.change import HEADINGS, Change, as_table
from eif.since.decided import NOUNS, decided
from eif.since.rated import rated
from eif.since.seen import LAYER, OF_RELEASE, OF_WORK, seen
from eif.snapshot import Snapshot

_CHANGED_RELEASE = ("changed_figure", "changed_head", "changed_inspection")
_CHANGED = ("changed_event", "changed_judgement", "changed_action")


@dataclass(frozen=True)
class Moved:
    """One school that changed: how many changes for the worse, for the better, grey ones, and in all.

    `headings` are those with a change and `worse_in` those with one for the worse, in reading order;
    `adviser` is whose school it is now, or None.
    """

    school_id: str
    urn: str
    name: str
    phase: str | None
    adviser: str | None
    districts: Sequence[str]
    category_before: str | None
    category_after: str | None
    worse: int
    better: int
    grey: int
    total: int
    headings: Sequence[str]
    worse_in: Sequence[str]


class Changes:
    """All that changed from one snapshot to another."""

    def __init__(self, table: pa.Table, sides: dict[str, pa.Table]) -> None:
        """`table` has the columns of Change; `sides` are what was compared, by the names SQL gives them."""
        self.table = table
        self._sides = sides | {"change": table}
        self._schools: dict[str | None, tuple[Moved, ...]] = {}

    def of_school(self, school_id: str) -> tuple[Change, ...]:
        """The changes of one school, by heading in reading order, those for the worse first."""
        return self.of([school_id])

    def of(
        self, schools: Collection[str] | None = None, headings: Collection[str] | None = None
    ) -> tuple[Change, ...]:
        """The changes of several schools and headings; None for all, with what concerns the city."""
        asked = {
            "schools": None if schools is None else list(schools),
            "headings": None if headings is None else list(headings),
            "places": list(HEADINGS),
        }
        return tuple(Change(*row) for row in self._ask("school_change", asked))

    def of_city(self) -> tuple[Change, ...]:
        """What changed that concerns no one school, such as a board that met."""
        return tuple(change for change in self.of(headings=["boards"]) if change.school_id is None)

    def schools(self, heading: str | None = None) -> tuple[Moved, ...]:
        """The schools with a change, under one heading or any; those that moved most for the worse first."""
        if heading not in self._schools:
            self._schools[heading] = self._moved(heading)
        return self._schools[heading]

    def _moved(self, heading: str | None) -> tuple[Moved, ...]:
        places = {each: place for place, each in enumerate(HEADINGS)}
        found = (Moved(*row) for row in self._ask("school_moved", {"heading": heading}))
        return tuple(
            Moved(
                **{
                    **each.__dict__,
                    "headings": tuple(sorted(each.headings, key=places.__getitem__)),
                    "worse_in": tuple(sorted(each.worse_in, key=places.__getitem__)),
                }
            )
            for each in found
        )

    def unknown(self, school_id: str) -> frozenset[str]:
        """The headings of which nothing is known of a school, so that nothing can be said of a change."""
        return frozenset(row[0] for row in self._ask("unknown_heading", {"school": school_id}))

    def _ask(self, name: str, asked: dict[str, Any]) -> list[tuple[Any, ...]]:
        with _beside().cursor() as con:
            for table in sql.reads(LAYER, name) & self._sides.keys():
                con.register(table, self._sides[table])
            return con.execute(sql.statement(LAYER, name), asked).fetchall()


_known: weakref.WeakKeyDictionary[Snapshot, dict[tuple[object, ...], Changes]] = weakref.WeakKeyDictionary()


def changes(store: Store, then: Snapshot, now: Snapshot) -> Changes:
    """What changed from `then` to `now`, both of `store`; kept as long as `now` is, since neither changes."""
    known = _known.setdefault(now, {})
    key = (then.release, then.framework, then.revision, then.day)
    if key not in known:
        known[key] = _compare(store, then, now)
    return known[key]


def _compare(store: Store, then: Snapshot, now: Snapshot) -> Changes:
    one_release = then.ruled.opened is now.ruled.opened
    names = OF_WORK if one_release else (*OF_RELEASE, *OF_WORK)
    sides = {f"{name}_before": seen(then, name) for name in names}
    sides |= {f"{name}_after": seen(now, name) for name in (*OF_RELEASE, *OF_WORK)}
    if one_release:
        sides |= {f"{name}_before": sides[f"{name}_after"] for name in OF_RELEASE}
    sides |= {"school_then": sides["school_before"], "school_now": sides["school_after"]}
    asked = _CHANGED if one_release else (*_CHANGED_RELEASE, *_CHANGED)
    with _beside().cursor() as con:
        for name, table in sides.items():
            con.register(name, table)
        found = [con.sql(sql.statement(LAYER, name)).to_arrow_table() for name in asked]
    with store.read() as reading:
        records = became(reading, NOUNS, then.revision, now.revision)
        names_of = labels(reading, now.revision)
    told = [*rated(moves(ratings_of(then), ratings_of(now))), *decided(then, records, names_of)]
    own = as_table(told)
    found = [each.select(own.column_names).cast(own.schema) for each in found]
    return Changes(pa.concat_tables([own, *found]), sides)


@cache
def _beside() -> duckdb.DuckDBPyConnection:
    """An empty database with this program's macros: what is compared is registered with its own cursor."""
    con = duckdb.connect(":memory:", config=sql.CONFIG)
    sql.create_macros(con)
    return con
