"""What follows from what people decided, and how much of it is there already?

A relation that reads casework follows from the records of certain nouns. Those that follow from the same
lie in one room, and every snapshot at whose revision these records stood the same shares it: a saved contact
makes anew what contacts lead to, and no rating.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

import duckdb

from eif import sql
from eif.casework.work import NAMES, Work, make_table
from eif.opened import OpenedRelease, Room
from eif.parallel import do_in_order

Names = frozenset[str]


@dataclass(frozen=True, eq=False)
class Part:
    """What follows from the same tables of casework, `given`, which stay as long as it does."""

    room: Room
    given: tuple[object, ...]


@cache
def judged() -> Names:
    """The relations that follow from what people decided."""
    return sql.following(NAMES)


@cache
def sources() -> Mapping[str, Names]:
    """From which tables of casework each of them, and each relation of `judged`, comes."""
    found = {name: frozenset({name}) for name in NAMES}
    for layer, name in _in_order():
        found[name] = frozenset().union(*(found.get(read, ()) for read in sql.reads(layer, name)))
    return found


@cache
def _in_order() -> tuple[tuple[str, str], ...]:
    return tuple((layer, name) for layer in sql.RATED for name in sql.ORDER[layer] if name in judged())


class Decisions:
    """What follows from casework in one release under one framework, at any revision that is looked at."""

    def __init__(self, opened: OpenedRelease, ruled: Room) -> None:
        """`ruled` is the room of what follows from the release and the framework alone."""
        self._opened = opened
        self._ruled = ruled
        # A view finds what it reads from where it is read, unless that lies beside it: these lie alone.
        self.views = opened.add_room()
        self._has_views = False
        self._known: weakref.WeakValueDictionary[object, Part] = weakref.WeakValueDictionary()
        self._making = threading.Lock()

    def of(self, work: Work) -> dict[Names, Part]:
        """The parts of what follows from `work`, by their sources; those that are not there yet are made."""
        with self._making:
            keys = {
                names: (names, *map(work.stamp, sorted(names)))
                for name, names in sources().items()
                if name not in sql.ALWAYS_VIEWS
            }
            found = {names: part for names, key in keys.items() if (part := self._known.get(key))}
            new = {names: self._part(names, work) for names in keys if names not in found}
            self._make(work, found | new, new)
            self._known.update({keys[names]: part for names, part in new.items()})
            return found | new

    def _part(self, names: Names, work: Work) -> Part:
        return Part(self._opened.add_room(), tuple(work.tables.get(name) for name in names))

    def _make(self, work: Work, parts: Mapping[Names, Part], new: Collection[Names]) -> None:
        for name in NAMES:
            if sources()[name] in new:
                make_table(self._opened.cursor(parts[sources()[name]].room.name), name, work)
        layers = {name: layer for layer, name in _in_order()}

        def make(name: str) -> None:
            if name not in sql.ALWAYS_VIEWS:
                if sources()[name] in new:
                    room = parts[sources()[name]].room
                    sql.build(self._cursor(room, name, parts), layers[name], only={name})
            elif not self._has_views:
                sql.build(self._cursor(self.views, name, parts), layers[name], only={name})

        do_in_order(sql.before(layers), make)
        self._has_views = True

    def _cursor(self, room: Room, name: str, parts: Mapping[Names, Part]) -> duckdb.DuckDBPyConnection:
        """A connection that makes a relation in `room`; it looks for what that reads in few places."""
        near = [part.room.name for names, part in parts.items() if names <= sources()[name]]
        return self._opened.cursor(room.name, *near, self.views.name, self._ruled.name)
