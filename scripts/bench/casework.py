"""How long does a save take, until the next page shows it, compared with flushing a file to the disk once?"""

from __future__ import annotations

import os
import tempfile
from itertools import count
from pathlib import Path

from eif.casework.check import check
from eif.casework.contacts import record_contact
from eif.casework.office import close_store, open_store
from eif.casework.store import Person
from eif.city import open_desk
from eif.config import Settings
from eif.snapshot import open_snapshot
from scripts.bench.timing import Measured, compare

PERSON = Person("Director for Schools", "director")


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

    with tempfile.NamedTemporaryFile() as handle:

        def flush() -> None:
            Path(handle.name).write_bytes(b"x" * 1000)
            os.fsync(handle.fileno())

        lines = [
            compare(what, work, "flushing a file once", flush)
            for what, work in (
                ("save a contact: database, journal, both flushed", save),
                ("save a contact and make the snapshot that shows it", save_and_show),
                ("check database against journal, as at a start", lambda: _check(settings)),
            )
        ]
    close_store(settings)
    return lines


def _check(settings: Settings) -> None:
    check(open_store(settings))
