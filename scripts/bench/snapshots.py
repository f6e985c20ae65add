"""How long do a release, its ratings and a trial of other rules take, compared with copying its comparisons?

A new release is opened and ruled once; a save only makes anew what follows from the kind of record; the
simulator only what follows from the number that was moved.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import duckdb

from eif.casework.office import work_now
from eif.casework.tables import NOUNS
from eif.casework.work import Work
from eif.config import Settings
from eif.opened import OpenedRelease
from eif.ruled import RuledRelease
from eif.simulate import changed, levers, moves_under
from eif.snapshot import Snapshot
from scripts.bench.timing import Measured, compare
from scripts.bench.timing import Work as Timed

# An area's rule, the overall rule, one rule's threshold, the way schools stand, and numbers that many share.
TRIED = {
    "area.attendance.reds_for_red": 1.0,
    "overall.reds_for_causing_concern": 1.0,
    "attendance_absence_national.margin.primary": 0.2,
    "choice.standing": 1.0,
    "every_rule.significance": 1.64,
    "every_rule.min_cohort": 20.0,
    "every_rule.max_age": 12.0,
}
# Kinds of records, each of which leads to other relations.
SAVED = ("judgement", "visit", "contact")


def measure(release: Path, settings: Settings) -> list[Measured]:
    """Compare each step from a release to its ratings with reading its comparison table once."""
    framework, work = settings.framework_folder, work_now(settings)
    with closing(Snapshot(release, framework, work)) as snapshot:
        works: dict[str, Timed] = {
            "open a release, with the screens that no rating changes": lambda: OpenedRelease(release),
            "apply the framework to an open release": lambda: RuledRelease(release, framework),
            "make all that follows from casework": lambda: _decide(release, framework, work, *NOUNS),
        } | {
            f"rebuild the snapshot after a saved {noun}": partial(_decide, release, framework, work, noun)
            for noun in SAVED
        } | {
            f"simulator: who moves when {lever_id} is {value:g}": partial(_try, snapshot, lever_id, value)
            for lever_id, value in TRIED.items()
        }  # fmt: skip
        return [
            compare(what, timed, "copying the comparison table to memory", partial(_copy, release))
            for what, timed in works.items()
        ]


def _decide(release: Path, framework: Path, work: Work, *nouns: str) -> None:
    """Make a snapshot as if records of these nouns had changed: the same rows, in tables of their own."""
    anew = {f"casework_{noun}": work.tables[f"casework_{noun}"].slice(0) for noun in nouns}
    Snapshot(release, framework, replace(work, tables={**work.tables, **anew})).close()


def _try(snapshot: Snapshot, lever_id: str, value: float) -> None:
    trial = changed(snapshot.rules, [levers(snapshot.rules)[lever_id].moved(value)])
    moves_under(snapshot, trial)


def _copy(release: Path) -> None:
    con = duckdb.connect()
    con.execute("attach ? as release (read_only)", [str(release)])
    con.execute("create table comparison as select * from release.main.comparison")
    con.close()
