"""What became of each record between two revisions, whatever was done to it meanwhile?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from eif.casework import tables
from eif.casework.year import LONDON, instant


@dataclass(frozen=True)
class Became:
    """What became of one record between two revisions: what it said at each, None where it did not stand.

    `at` (London), `by`, `did` and `reason` are those of the last thing that was done to it.
    """

    noun: str
    record_id: str
    school_id: str | None
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    at: datetime
    by: str
    did: str
    reason: str

    @property
    def said(self) -> Mapping[str, Any]:
        """What it says now, or what it said last."""
        return self.after or self.before or {}


def became(con: Connection, nouns: Iterable[str], after: int, until: int) -> tuple[Became, ...]:
    """What became of the records of `nouns` after one revision and up to another, the newest first.

    A record that says at the end what it said at the beginning is left out, whatever it said meanwhile.
    """
    event = tables.event
    wanted = ("noun", "record_id", "school_id", "before", "after", "at", "actor", "did", "reason")
    found = (
        select(*(event.c[name] for name in wanted))
        .where(event.c.revision > after, event.c.revision <= until, event.c.noun.in_(list(nouns)))
        .order_by(event.c.revision)
    )
    first: dict[tuple[str, str], str | None] = {}
    last: dict[tuple[str, str], Any] = {}
    for row in con.execute(found):
        key = (row.noun, row.record_id)
        first.setdefault(key, row.before)
        last.pop(key, None)
        last[key] = row
    return tuple(_became(row, first[key]) for key, row in reversed(last.items()) if row.after != first[key])


def _became(row: Any, before: str | None) -> Became:
    return Became(
        noun=row.noun,
        record_id=row.record_id,
        school_id=row.school_id,
        before=json.loads(before) if before else None,
        after=json.loads(row.after) if row.after else None,
        at=instant(row.at).astimezone(LONDON),
        by=row.actor,
        did=row.did,
        reason=row.reason,
    )
