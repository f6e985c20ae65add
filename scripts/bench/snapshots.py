"""How long does a new release take to become a snapshot, compared with copying its comparisons to memory?"""

from __future__ import annotations

from pathlib import Path

import duckdb

from eif.snapshot import Snapshot
from scripts.bench.timing import Measured, compare


def measure(release: Path, framework: str) -> list[Measured]:
    """Compare building the snapshot of `release` with reading its comparison table once."""
    return [
        compare(
            "build a snapshot: ratings and screens of every school",
            lambda: Snapshot(release, 0, framework),
            "copying the comparison table to memory",
            lambda: _copy(release),
        )
    ]


def _copy(release: Path) -> None:
    con = duckdb.connect()
    con.execute("attach ? as release (read_only)", [str(release)])
    con.execute("create table comparison as select * from release.main.comparison")
    con.close()
