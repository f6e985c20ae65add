"""How long do a release, its ratings and a trial of other rules take, compared with copying its comparisons?

A new release is opened and ruled once; a saved judgement only makes anew what follows from it; the simulator
only what follows from the number that was moved.
"""

from __future__ import annotations

from contextlib import closing
from functools import partial
from pathlib import Path

import duckdb

from eif.opened import OpenedRelease
from eif.ruled import RuledRelease
from eif.simulate import changed, levers, moves, ratings_of, ratings_under
from eif.snapshot import Snapshot
from scripts.bench.timing import Measured, Work, compare

# An area's rule, the overall rule, one rule's threshold, and one that every rule has, so that all evidence
# has to be read anew.
TRIED = {
    "area.attendance.reds_for_red": 1.0,
    "overall.reds_for_causing_concern": 1.0,
    "attendance_absence_national.margin.primary": 0.2,
    "every_rule.min_cohort": 20.0,
}


def measure(release: Path, framework: Path) -> list[Measured]:
    """Compare each step from a release to its ratings with reading its comparison table once."""
    with closing(Snapshot(release, framework)) as snapshot:
        works: dict[str, Work] = {
            "open a release, with the screens that no rating changes": lambda: OpenedRelease(release),
            "apply the framework to an open release": lambda: RuledRelease(release, framework),
            "rebuild the snapshot after a saved judgement": lambda: Snapshot(release, framework).close(),
        } | {
            f"simulator: who moves when {lever_id} is {value:g}": partial(_try, snapshot, lever_id, value)
            for lever_id, value in TRIED.items()
        }
        return [
            compare(what, work, "copying the comparison table to memory", partial(_copy, release))
            for what, work in works.items()
        ]


def _try(snapshot: Snapshot, lever_id: str, value: float) -> None:
    trial = changed(snapshot.rules, [levers(snapshot.rules)[lever_id].moved(value)])
    moves(ratings_of(snapshot), ratings_under(snapshot, trial))


def _copy(release: Path) -> None:
    con = duckdb.connect()
    con.execute("attach ? as release (read_only)", [str(release)])
    con.execute("create table comparison as select * from release.main.comparison")
    con.close()
