"""What stands, what stood at a revision, and which events made it so?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from eif.casework import tables
from eif.casework.columns import Day
from eif.casework.tables import NOUNS
from eif.casework.year import stamp


def newest_revision(con: Connection) -> int:
    """The number of the newest event; 0 where there is none."""
    return int(con.execute(select(func.coalesce(func.max(tables.event.c.revision), 0))).scalar_one())


def revision_at(con: Connection, until: datetime) -> int:
    """The number of the newest event up to an instant; 0 where there is none."""
    found = select(func.coalesce(func.max(tables.event.c.revision), 0)).where(
        tables.event.c.at <= stamp(until)
    )
    return int(con.execute(found).scalar_one())


def hash_of_event(con: Connection, revision: int) -> str | None:
    """The seal of one event, or None where there is no such event."""
    found = select(tables.event.c.hash).where(tables.event.c.revision == revision)
    return con.execute(found).scalar_one_or_none()


def events(con: Connection, after: int = 0) -> Iterator[dict[str, Any]]:
    """Every event after a revision, oldest first."""
    found = select(tables.event).where(tables.event.c.revision > after).order_by(tables.event.c.revision)
    columns = tuple(column.name for column in tables.event.columns)
    for rows in con.execute(found).partitions(1000):
        for row in rows:
            yield dict(zip(columns, row, strict=True))


def standing(con: Connection, noun: str, at: int | None = None, **equals: Any) -> Sequence[Row[Any]]:
    """The records of a noun that stand, or that stood at revision `at`, oldest first.

    Each named column of what stands equals the value given.
    """
    table = NOUNS[noun]
    newest = select(table.c.record_id, func.max(table.c.version).label("version"))
    if at is not None:
        newest = newest.where(table.c.revision <= at)
    last = newest.group_by(table.c.record_id).subquery()
    found = (
        select(table)
        .join(last, (table.c.record_id == last.c.record_id) & (table.c.version == last.c.version))
        .where(table.c.withdrawn.in_([False]))
        .order_by(table.c.revision)
    )
    for name, value in equals.items():
        found = found.where(table.c[name] == value)
    return con.execute(found).all()


def versions(con: Connection, noun: str, record_id: str) -> Sequence[Row[Any]]:
    """Every version of a record, oldest first."""
    table = NOUNS[noun]
    return con.execute(select(table).where(table.c.record_id == record_id).order_by(table.c.version)).all()


def said_in(noun: str, text_of: str | None) -> dict[str, Any]:
    """What an event says a record held, with each column in its own type; empty where it held nothing."""
    if text_of is None:
        return {}
    given: dict[str, Any] = json.loads(text_of)
    for name in _days(noun):
        if given.get(name):
            given[name] = date.fromisoformat(given[name])
    return given


def _days(noun: str) -> Sequence[str]:
    return [column.name for column in NOUNS[noun].columns if isinstance(column.type, Day)]
