"""How long does a save take, until the next page shows it, compared with flushing a file to the disk once?"""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import replace
from itertools import count
from pathlib import Path

from eif.casework.check import check
from eif.casework.contacts import record_contact
from eif.casework.judgements import judge
from eif.casework.office import close_store, open_checked, open_store
from eif.casework.restore import restore
from eif.casework.store import Person, Seen, Store
from eif.casework.year import local_day
from eif.city import open_desk
from eif.config import Settings
from eif.snapshot import open_snapshot
from scripts.bench.timing import Measured, compare

PERSON = Person("Director for Schools", "director")
EVENTS, AT_ONCE = 10_000, 100
CATEGORIES = ("Established", "Developing")
NOTE = "Shared what each service knows of the school, and who tells the head what." * 2


def measure(settings: Settings) -> list[Measured]:
    """A save alone, a save and the snapshot that holds it, and the check at a start."""
    snapshot = open_snapshot(settings)
    school = snapshot.rows("screen_school", listed=True)[0].school_id
    desk, number = open_desk(settings, PERSON, snapshot), count()

    def save() -> None:
        record_contact(
            desk,
            school,
            kind="liaison",
            service="finance",
            on_day=desk.today,
            note=f"Measured {next(number)}.",
        )

    def save_and_show() -> None:
        save()
        open_snapshot(settings)

    def judge_and_show() -> None:
        judge(
            desk,
            school,
            area="leadership",
            kind="sia_judgement",
            category=CATEGORIES[next(number) % 2],
            note=f"Measured {next(number)}.",
            evidence_on=desk.today,
            seen_version=version(),
        )
        open_snapshot(settings)

    def version() -> int:
        found = open_snapshot(settings).rows(
            "casework_judgement", school_id=school, area="leadership", kind="sia_judgement"
        )
        return int(found[0].version) if found else 0

    with tempfile.NamedTemporaryFile() as handle:

        def flush() -> None:
            Path(handle.name).write_bytes(b"x" * 1000)
            os.fsync(handle.fileno())

        lines = [
            compare(what, work, "flushing a file once", flush)
            for what, work in (
                ("save a contact: database, journal, both flushed", save),
                ("save a contact and make the snapshot that shows it", save_and_show),
                ("save a judgement and make the snapshot that shows it", judge_and_show),
                ("check database against journal, as at a start", lambda: _check(settings)),
            )
        ]
    close_store(settings)
    return lines + measure_large(settings)


def _check(settings: Settings) -> None:
    check(open_store(settings))


def measure_large(like: Settings) -> list[Measured]:
    """A store of EVENTS events: the check at a start, and making it again from its journal."""
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(like, home=Path(folder), casework=None, journal_at=None)
        store, _ = open_checked(settings)
        _fill(store)
        journal = store.journal.path

        def read() -> None:
            for line in journal.read_bytes().splitlines():
                hashlib.sha256(line)

        bare = "reading and hashing the journal's lines"
        checked = compare(f"check a store of {EVENTS:,} events", lambda: _whole(store), bare, read)
        store.close()
        again = f"restore a store of {EVENTS:,} events, and check it"
        made = compare(again, lambda: _restore(settings), bare, read)
    return [checked, made]


def _fill(store: Store) -> None:
    for number in range(EVENTS // AT_ONCE):
        with store.write(PERSON, Seen("20261122T120000Z-0123abcd", number)) as writing:
            for school in range(AT_ONCE):
                values = {"school_id": f"S{school}", "on_day": local_day(store.now()), "kind": "liaison"}
                said = values | {"service": "finance", "note": f"{NOTE} {number}."}
                writing.add("contact", said, did="record a contact", reason=NOTE)


def _whole(store: Store) -> None:
    told = check(store)
    assert not told, told


def _restore(settings: Settings) -> None:
    assert restore(settings, with_database=False).events == EVENTS
