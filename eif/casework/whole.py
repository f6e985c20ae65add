"""Everything that people recorded: what stands, and every event that led to it.

What is exported here is all of it, so that a council can take its record elsewhere; from a page only by those
who have the right to it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from eif.access.roles import ACTIONS, may
from eif.casework.desk import Desk
from eif.casework.errors import NotAllowed
from eif.casework.reading import events, newest_revision, standing
from eif.casework.tables import NOUNS, event, fields

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Whole:
    """The casework at a revision: the records of each noun that stand, and all events, oldest first.

    A record holds its fields, `record_id`, `version`, and when, by whom and in which role it was saved
    (`saved_at` in UTC). Days of support are half days, as they are kept.
    """

    revision: int
    records: Mapping[str, tuple[Record, ...]]
    events: tuple[Record, ...]


def may_export(desk: Desk) -> bool:
    """Whether this person may take all casework elsewhere."""
    return may(desk.person.role, "export", own=False)


def export_whole(desk: Desk) -> Whole:
    """What this desk sees, with its history, for a person who may take it elsewhere. Raises NotAllowed."""
    if not may_export(desk):
        raise NotAllowed(f"You may not {ACTIONS['export'][0]}. Ask the Director for Schools for it.")
    with desk.store.read() as con:
        return read_whole(con, desk.seen.revision if desk.as_at else None)


def read_whole(con: Connection, at: int | None = None) -> Whole:
    """What stands now, or stood at revision `at`, with its whole history."""
    until = newest_revision(con) if at is None else at
    saved = {row.revision: row for row in con.execute(select(event).where(event.c.revision <= until))}
    records: dict[str, tuple[Record, ...]] = {}
    for noun in NOUNS:
        records[noun] = tuple(
            {"record_id": row.record_id, "version": row.version}
            | {name: getattr(row, name) for name in fields(noun)}
            | {
                "saved_at": saved[row.revision].at,
                "saved_by": saved[row.revision].actor,
                "saved_role": saved[row.revision].role,
            }
            for row in standing(con, noun, at=until)
        )
    told = tuple(each for each in events(con) if each["revision"] <= until)
    return Whole(until, records, told)


def as_json(whole: Whole) -> bytes:
    """The whole as JSON: days as `2026-11-22`, what an event changed as an object before and after."""
    told = [
        {**each, **{side: json.loads(each[side]) if each[side] else None for side in ("before", "after")}}
        for each in whole.events
    ]
    given = {"revision": whole.revision, "records": whole.records, "events": told}
    return json.dumps(given, ensure_ascii=False, indent=1, default=_plain).encode()


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} cannot be written as JSON")
