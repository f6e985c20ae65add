"""What has a council recorded after a year of work with the demonstration city?

Everything goes through the commands that people use, one after another, with a clock that walks through the
year up to today. Schools are the published ones; people are role labels.
"""

from __future__ import annotations

import random

from eif.casework.desk import Desk, School
from eif.casework.errors import CaseworkError
from eif.casework.office import close_store, open_checked
from eif.casework.store import Person, Seen, Store
from eif.city import SnapshotCity
from eif.config import Settings
from eif.demo_year.agreed import agree_categories
from eif.demo_year.clock import Diary, Walk
from eif.demo_year.exchange import share_practice
from eif.demo_year.intervention import intervene
from eif.demo_year.plans import support_schools
from eif.demo_year.team import build_team
from eif.demo_year.visits import visit_schools
from eif.snapshot import Snapshot, open_snapshot

SEED = 2026


class _KnownCity(SnapshotCity):
    """A snapshot's schools, each looked up once."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Look schools up in `snapshot`."""
        super().__init__(snapshot)
        self._schools: dict[str, School | None] = {}

    def school(self, school_id: str) -> School | None:
        """As the snapshot has it."""
        if school_id not in self._schools:
            self._schools[school_id] = super().school(school_id)
        return self._schools[school_id]


def live_a_year(settings: Settings, seed: int = SEED) -> int:
    """Record a year of casework for the demonstration city being served; the number of its last event.

    Does nothing where something is recorded already. Raises CaseworkError where the figures are official,
    NoReleaseError and BrokenStoreError.
    """
    snapshot = open_snapshot(settings)
    if not all(row.demo for row in snapshot.rows("screen_release")):
        raise CaseworkError("What is published are official figures; a fictional year belongs beside none.")
    close_store(settings)
    store, _ = open_checked(settings)
    try:
        if store.revision() == 0:
            _live(store, snapshot, seed)
        return store.revision()
    finally:
        store.close()


def _live(store: Store, snapshot: Snapshot, seed: int) -> None:
    walk = Walk()
    store.now = walk
    city = _KnownCity(snapshot)

    def desk(person: Person) -> Desk:
        return Desk(store, person, city, Seen(snapshot.release, store.revision()))

    # Chance here makes a year that looks lived in, and keeps no secret.
    diary = Diary(walk, desk, random.Random(seed), last=snapshot.day)  # noqa: S311
    schools = [row for row in snapshot.rows("screen_school", listed=True) if row.status == "open"]
    schools.sort(key=lambda row: row.urn)
    if not schools:
        return
    team = build_team(diary, schools)
    agreed = agree_categories(diary, schools, team)
    visit_schools(diary, schools, team, agreed)
    support_schools(diary, snapshot, schools, team, agreed)
    share_practice(diary, snapshot, schools, agreed)
    intervene(diary, snapshot, schools)
    diary.live()
