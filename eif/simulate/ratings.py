"""How are schools rated, by a snapshot or under rules on trial?

A trial rates the same opened release in a room of its own. Only what follows from the changed rows of the
framework is worked out anew; everything else is read from the snapshot's own rooms.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterable
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from eif import sql
from eif.framework import Framework
from eif.simulate.anew import rate_anew
from eif.snapshot import Snapshot

# What is kept of a rating, by name. `days` are the tier's days and the extra ones; `place` orders categories.
READ = {
    "school": """
        select
            o.school_id, o.urn, s.name, s.phase, o.indicated, o.tier, o.days + o.extra_days as days, o.why,
            t.ord as place
        from overall_rating as o
        inner join school as s using (urn)
        left join tier as t on o.indicated = t.category
    """,
    "area": """
        select r.school_id, r.area, a.title, a.ord, r.rating, r.why
        from area_rating as r
        inner join area as a using (area)
    """,
    "signal": """
        select
            s.school_id, s.rule_id, s.area, a.title as area_title, a.ord as area_ord, s.title, s.ord, s.level,
            s.status, s.reason
        from signal as s
        inner join area as a using (area)
    """,
    "category": "select category, tier, ord as place from tier",
}


@dataclass(frozen=True)
class Ratings:
    """Every listed school's ratings at one time and under one framework, as the tables that READ names."""

    release: str
    framework: str
    tables: dict[str, pa.Table]


_known: weakref.WeakKeyDictionary[Snapshot, Ratings] = weakref.WeakKeyDictionary()


def ratings_of(snapshot: Snapshot) -> Ratings:
    """The ratings that a snapshot shows; read once, since a snapshot never changes."""
    found = _known.get(snapshot)
    if found is None:
        tables = _tables(snapshot.cursor(), READ)
        found = _known[snapshot] = Ratings(snapshot.release, snapshot.framework, tables)
    return found


def ratings_under(snapshot: Snapshot, framework: Framework) -> Ratings:
    """The ratings of the snapshot's release under other rules, which `check_framework` has accepted."""
    opened, known = snapshot.ruled.opened, ratings_of(snapshot)
    with opened.spare_room() as room, opened.spare_room() as apart:
        changed = rate_anew(snapshot, framework, room, apart)
        con = snapshot.ruled.cursor(room, *snapshot.rooms)
        # What did not change is the very table there was.
        anew = _tables(con, [name for name, statement in READ.items() if sql.read_by(statement) & changed])
    return Ratings(snapshot.release, framework.about[0], known.tables | anew)


def _tables(con: duckdb.DuckDBPyConnection, names: Iterable[str]) -> dict[str, pa.Table]:
    return {name: con.sql(READ[name]).to_arrow_table() for name in names}
