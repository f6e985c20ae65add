"""What had people decided at one revision, as tables that SQL can read?

One table `casework_<noun>` for each noun: the records that stood, with who saved them and when; and
`casework_day`, the day on which they are looked at, in its academic year and term.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa
from sqlalchemy import Connection, Integer, func, select

from eif.casework import tables
from eif.casework.columns import Day, Flag, Words
from eif.casework.tables import NOUNS
from eif.casework.year import academic_year, term, year_bounds

PREFIX = "casework_"
DAY = f"{PREFIX}day"
NAMES = frozenset({DAY, *(f"{PREFIX}{noun}" for noun in NOUNS)})
_SAVED = ("saved_at", "saved_by", "saved_role")


@dataclass(frozen=True, eq=False)
class Work:
    """The records that stood at a revision, by the table that holds them, and the day they are looked at.

    `newest` says of each table at which revision it last changed.
    """

    revision: int
    day: date
    tables: Mapping[str, pa.Table]
    newest: Mapping[str, int]

    def stamp(self, name: str) -> object:
        """What is equal of two works, while both are held, only where this table is the very same."""
        return self.day if name == DAY else id(self.tables[name])


def work_at(con: Connection, revision: int, day: date, like: Work | None = None) -> Work:
    """What stood at `revision`; `like` is other work of this store, whose tables serve where equal."""
    event = tables.event
    last = select(event.c.noun, func.max(event.c.revision)).where(event.c.revision <= revision)
    newest = {f"{PREFIX}{noun}": number for noun, number in con.execute(last.group_by(event.c.noun))}
    found = {}
    for noun in NOUNS:
        name = f"{PREFIX}{noun}"
        same = like is not None and like.newest.get(name) == newest.get(name)
        found[name] = like.tables[name] if like and same else _table(con, noun, revision)
    return Work(revision, day, found, newest)


def no_work(day: date) -> Work:
    """A city of which nobody has recorded anything."""
    return Work(0, day, {f"{PREFIX}{noun}": _arrow(noun, []) for noun in NOUNS}, {})


def fill(con: duckdb.DuckDBPyConnection, work: Work) -> None:
    """Make every table in the room of a connection."""
    for name in (*work.tables, DAY):
        make_table(con, name, work)


def make_table(con: duckdb.DuckDBPyConnection, name: str, work: Work) -> None:
    """Make one of NAMES in the room of a connection."""
    if name != DAY:
        con.register("given_work", work.tables[name])
        # A name of this program's own.
        con.execute(f"create table {name} as from given_work")
        con.unregister("given_work")
        return
    first, last = year_bounds(academic_year(work.day))
    con.execute(
        f"create table {DAY} as select ?::date as day, ? as academic_year, ? as term, "
        "?::date as year_from, ?::date as year_to",
        [work.day, academic_year(work.day), term(work.day), first, last],
    )


def _table(con: Connection, noun: str, revision: int) -> pa.Table:
    table = NOUNS[noun]
    last = (
        select(table.c.record_id, func.max(table.c.version).label("version"))
        .where(table.c.revision <= revision)
        .group_by(table.c.record_id)
        .subquery()
    )
    found = (
        select(table, tables.event.c.at, tables.event.c.actor, tables.event.c.role)
        .join(last, (table.c.record_id == last.c.record_id) & (table.c.version == last.c.version))
        .join(tables.event, tables.event.c.revision == table.c.revision)
        .where(table.c.withdrawn.in_([False]))
        .order_by(table.c.revision)
    )
    return _arrow(noun, [tuple(row) for row in con.execute(found)])


def _arrow(noun: str, rows: list[tuple[Any, ...]]) -> pa.Table:
    columns = NOUNS[noun].columns
    schema = [(column.name, _type(column.type)) for column in columns]
    schema += [(name, pa.string()) for name in _SAVED]
    by_column = list(zip(*rows, strict=True)) if rows else [() for _ in schema]
    arrays = [pa.array(cells, kind) for cells, (_, kind) in zip(by_column, schema, strict=True)]
    return pa.table(arrays, names=[name for name, _ in schema])


def _type(kind: Any) -> pa.DataType:
    if isinstance(kind, Day):
        return pa.date32()
    if isinstance(kind, Flag):
        return pa.bool_()
    if isinstance(kind, Words):
        return pa.list_(pa.string())
    return pa.int64() if isinstance(kind, Integer) else pa.string()
