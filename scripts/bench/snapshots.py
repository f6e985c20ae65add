"""How long does it take to open a release, and to rate it, compared with copying its comparisons to memory?

A new release is opened and rated once; a saved judgement only rates it anew.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import duckdb

from eif.opened import OpenedRelease
from eif.snapshot import Snapshot
from scripts.bench.timing import Measured, compare

COPY = "copying the comparison table to memory"


def measure(release: Path, framework: Path) -> list[Measured]:
    """Compare opening `release`, and rating it while it is open, with reading its comparison table once."""
    opening = compare(
        "open a release, with the screens that no rating changes",
        lambda: OpenedRelease(release),
        COPY,
        lambda: _copy(release),
    )
    with closing(Snapshot(release, 0, framework)):
        rating = compare(
            "rebuild the snapshot: ratings and their screens of every school",
            lambda: Snapshot(release, 1, framework).close(),
            COPY,
            lambda: _copy(release),
        )
    return [opening, rating]


def _copy(release: Path) -> None:
    con = duckdb.connect()
    con.execute("attach ? as release (read_only)", [str(release)])
    con.execute("create table comparison as select * from release.main.comparison")
    con.close()
