"""How are schools rated, by a snapshot or under rules on trial?

A trial rates the same opened release in a room of its own. Only what follows from the changed rows of the
framework is worked out anew; everything else is read from the snapshot's own rooms.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa

from eif import sql
from eif.framework import Framework
from eif.parallel import do_in_order
from eif.simulate.anew import BEFORE, trying
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
        tables = {name: snapshot.cursor().sql(statement).to_arrow_table() for name, statement in READ.items()}
        found = _known[snapshot] = Ratings(snapshot.release, snapshot.framework, tables)
    return found


def ratings_under(
    snapshot: Snapshot, framework: Framework, early: Callable[[Ratings], object] | None = None
) -> Ratings:
    """The ratings of the snapshot's release under other rules, which `check_framework` has accepted.

    `early` is given the changed signals beside all else as it was, while areas and schools are still at work.
    """
    # What did not change is the very table there was.
    tables = dict(ratings_of(snapshot).tables)
    with trying(snapshot, framework) as trial:

        def do(step: str) -> None:
            if step not in _READING:
                trial.make(step)
                return
            name, reads = _READING[step]
            if reads & trial.changed:
                tables[name] = trial.reading(reads).sql(READ[name]).to_arrow_table()
                if name == "signal" and early:
                    so_far = ratings_of(snapshot).tables | {name: tables[name]}
                    early(Ratings(snapshot.release, framework.about[0], so_far))

        do_in_order(BEFORE | _READ_AFTER, do)
    return Ratings(snapshot.release, framework.about[0], tables)


# Each table is read as soon as what it shows is there, beside what is still being made.
_READING = {f"read {name}": (name, sql.read_by(statement)) for name, statement in READ.items()}
_READ_AFTER = {step: reads.intersection(BEFORE) for step, (_, reads) in _READING.items()}
