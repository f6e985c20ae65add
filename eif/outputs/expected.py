"""Is a source late: has the day passed on which the next one is normally there?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from eif.snapshot import Snapshot

LATE, DUE, ABSENT, UNDATED = "late", "not yet due", "nothing loaded", "no fixed day"


@dataclass(frozen=True)
class Source:
    """One row of `screen_expected` with where it stands on a day; `days` is how late it is, else 0."""

    row: Any
    state: str
    days: int


def read_sources(snapshot: Snapshot, today: date) -> list[Source]:
    """Every source that is published at known times, in the order of the reference list."""
    return list(judge(snapshot.rows("screen_expected"), today))


def judge(rows: Iterable[Any], today: date) -> Iterable[Source]:
    """Say of each row of `screen_expected` where it stands on `today`."""
    for row in sorted(rows, key=lambda one: one.ord):
        if not row.files:
            yield Source(row, ABSENT, 0)
        elif row.expected_on is None:
            yield Source(row, UNDATED, 0)
        else:
            days = (today - row.expected_on).days
            yield Source(row, LATE if days > 0 else DUE, max(days, 0))
