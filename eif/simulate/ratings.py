"""How are schools rated, by a snapshot or under rules on trial?

A trial rates the same opened release in a room of its own. Only what follows from the changed rows of the
framework is worked out anew; everything else is read from the snapshot's own rooms.
"""

from __future__ import annotations

import weakref
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from eif import sql
from eif.framework import Framework, fill_framework
from eif.framework.tables import TABLES
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
# A relation of so few rows is held against what it was, since nothing needs doing where it stayed the same.
FEW = 2000


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
        found = _known[snapshot] = _read(snapshot.cursor(), snapshot.release, snapshot.framework)
    return found


def ratings_under(snapshot: Snapshot, framework: Framework) -> Ratings:
    """The ratings of the snapshot's release under other rules, which `check_framework` has accepted."""
    ruled = snapshot.ruled
    with ruled.opened.trial(snapshot.room, ruled.room) as con:
        fill_framework(con, framework)
        changed = _changed_tables(snapshot.rules, framework)
        for name in sql.ORDER["40_rate"]:
            if sql.reads("40_rate", name) & changed:
                kind = "view" if name in sql.ALWAYS_VIEWS else "table"
                con.execute(f"create {kind} {name} as {sql.statement('40_rate', name)}")
                if not _same(con, name, ruled.room_of(name, snapshot.room)):
                    changed.add(name)
        return _read(con, snapshot.release, framework.about[0])


def _changed_tables(before: Framework, after: Framework) -> set[str]:
    found = {table.name for table in TABLES if before.rows[table.name] != after.rows[table.name]}
    return found | ({"rule_descriptor"} if "rule" in found else set())


def _same(con: duckdb.DuckDBPyConnection, name: str, room: str) -> bool:
    """Whether a small relation came out as it is in `room`; a large one is taken to have changed."""
    ((rows,),) = con.execute(f"select count(*) from {name}").fetchall()  # noqa: S608
    if rows > FEW:
        return False
    ((differ,),) = con.execute(
        f"""
        select
            (select count(*) from {room}.{name}) <> {rows}
            or exists (from {name} except from {room}.{name})
        """  # noqa: S608
    ).fetchall()
    return not differ


def _read(con: duckdb.DuckDBPyConnection, release: str, framework: str) -> Ratings:
    return Ratings(
        release=release,
        framework=framework,
        tables={name: con.sql(statement).to_arrow_table() for name, statement in READ.items()},
    )
