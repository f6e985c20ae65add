"""Which earlier releases are still here, and how were schools rated then?

An earlier release is rated by the framework in force now, so that what differs is the evidence and not the
rules. One that an earlier version of this program built, and that lacks what today's rules read, is skipped
with a sentence saying so.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import duckdb

from eif.casework.office import open_store, work_now, work_of
from eif.casework.work import Work
from eif.config import Settings
from eif.opened import OldReleaseError
from eif.simulate.ratings import Ratings, ratings_of
from eif.snapshot import Snapshot
from eif.warehouse import current_release

# Ratings are small, and a release and a framework folder are never written again.
KEPT = 4


@dataclass(frozen=True)
class KeptRelease:
    """One release on disk: its name, when it was published, the day it is seen from, and whether it is demo.

    `current` marks the one being served.
    """

    path: Path
    name: str
    published_at: str
    as_at: date
    demo: bool
    current: bool


def kept_releases(settings: Settings) -> tuple[KeptRelease, ...]:
    """The releases on disk, newest first. A file that cannot be read as a release is left out."""
    served = current_release(settings)
    found = []
    for path in sorted(settings.releases.glob("*.duckdb"), reverse=True):
        told = _told(path)
        if told is not None:
            found.append(
                KeptRelease(
                    path=path,
                    name=told["release"],
                    published_at=told["published_at"],
                    as_at=date.fromisoformat(told["as_at"]),
                    demo=told.get("demo") == "true",
                    current=path == served,
                )
            )
    return tuple(found)


def ratings_at(release: Path, settings: Settings, beside: Snapshot | None = None) -> Ratings | str:
    """How schools were rated by `release` under the framework in force.

    People's decisions are those of today, or of `beside` where that shows a day of the past, so that what
    differs is the data. Where today's program cannot rate it, a sentence that says why, to be shown instead.
    """
    try:
        past = beside if beside is not None and beside.is_past else None
        work = work_of(open_store(settings), past.revision, past.day) if past else work_now(settings)
        return _rated(release, release.stat().st_mtime_ns, settings.framework_folder, work)
    except FileNotFoundError:
        return f"Release {release.stem} is no longer kept."
    except OldReleaseError:
        return (
            f"Release {release.stem} was built by an earlier version of this program and lacks what today's "
            "rules read, so it cannot be compared."
        )


@lru_cache(maxsize=KEPT)
def _rated(release: Path, _written: int, framework: Path, work: Work) -> Ratings:
    with closing(Snapshot(release, framework, work)) as snapshot:
        return ratings_of(snapshot)


def _told(path: Path) -> dict[str, str] | None:
    try:
        con = duckdb.connect(str(path), read_only=True)
    except duckdb.Error:
        return None
    try:
        told = dict(con.execute("select key, value from setting").fetchall())
    except duckdb.Error:
        return None
    finally:
        con.close()
    return told if {"release", "published_at", "as_at"} <= told.keys() else None
