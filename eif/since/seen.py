"""What of a snapshot is compared with another one?"""

from __future__ import annotations

import weakref

import pyarrow as pa

from eif import sql
from eif.snapshot import Snapshot

LAYER = "80_since"
# What a release alone says: of two snapshots of one release, only the rest can differ.
OF_RELEASE = ("figure", "head", "inspection", "event")
OF_WORK = ("school", "judgement", "action")

_known: weakref.WeakKeyDictionary[Snapshot, dict[str, pa.Table]] = weakref.WeakKeyDictionary()


def seen(snapshot: Snapshot, name: str) -> pa.Table:
    """The rows of `sql/80_since/seen_<name>.sql`; read once, since a snapshot never changes."""
    known = _known.setdefault(snapshot, {})
    if name not in known:
        statement = sql.statement(LAYER, f"seen_{name}")
        known[name] = snapshot.cursor().sql(statement).to_arrow_table()
    return known[name]
