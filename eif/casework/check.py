"""Do the database and the journal hold the same, every event as it was written?

Asked at every start, before anybody is shown or may save anything. A save that had reached the database, and
was not acknowledged because its process ended before the journal had it, is added to the journal and told. A
save that the journal has and the database lacks is a loss: nothing starts until it is put back.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from eif.casework import imprint
from eif.casework.errors import BrokenStoreError
from eif.casework.replay import verify
from eif.casework.store import Store, one_save
from eif.casework.upgrade import bring_forward

REPAIR = "Run `python -m eif restore`: it puts the casework together again, and keeps this file."


def put_in_order(store: Store, backups: Path) -> list[str]:
    """Bring a store to this program's schema and check it; what was done or found, as sentences.

    Raises BrokenStoreError where anything is lost or changed.
    """
    told = []
    if store.file and imprint.differs(store.file):
        told.append(
            f"{store.file.name} is not, byte for byte, the file that was closed last. Look at the disk: "
            "every event and record in it was held against its seal and the journal, and is whole."
        )
    brought = bring_forward(store, backups)
    return told + ([brought] if brought else []) + check(store)


def check(store: Store) -> list[str]:
    """What was found and mended, as sentences; an empty list where everything agreed.

    Raises BrokenStoreError where anything is lost or changed.
    """
    told = []
    with store.journal.turn(), _uncollected():
        if store.journal.mend():
            told.append("The journal ended in an unfinished line, of a save nobody was told of: cut off.")
        held = _held(store)
        if store.journal.is_new and held and not store.file:
            told.append(f"This machine begins a journal of its own after event {held[-1]['revision']}.")
        behind = _not_in_journal(store, [entry for entry in held if store.in_journal(entry)])
        if behind:
            store.journal.append(behind)
            told.append(
                f"The last save ({behind[0]['did']}, {behind[0]['at']}) had not reached the journal when its "
                "process ended; it stands, and was added to the journal."
            )
        if store.file and (imprint.differs(store.file) or not imprint.is_noted(store.file)):
            imprint.take(store.file)
    return told


@contextmanager
def _uncollected() -> Iterator[None]:
    """Collect no garbage meanwhile: of so many events none refers to itself, and looking takes time."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()


def _held(store: Store) -> list[dict[str, Any]]:
    """Every event of the database, each held against its seal and its version."""
    try:
        with store.read() as con:
            _whole(con)
            return verify(con)
    except (DBAPIError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        told = getattr(error, "orig", error)
        raise BrokenStoreError(f"The casework database cannot be read ({told}). {REPAIR}") from error
    except BrokenStoreError as error:
        raise BrokenStoreError(f"{error} {REPAIR}") from error


def _whole(con: Connection) -> None:
    if con.dialect.name == "sqlite":
        found = con.execute(text("pragma integrity_check")).scalars().all()
        if found != ["ok"]:
            raise BrokenStoreError(f"The casework database is damaged: {found[0]}.")


def _not_in_journal(store: Store, held: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The events of one last save that the journal lacks. Raises BrokenStoreError where more is amiss."""
    lines = list(store.journal.lines())
    for written, kept in zip_longest(lines, held):
        if kept is None:
            missing = len(lines) - len(held)
            raise BrokenStoreError(
                f"The casework database lacks {missing} acknowledged events that the journal has, from event "
                f"{written['revision']} ({written['did']}, {written['at']}). {REPAIR}"
            )
        if written is None:
            break
        if written != kept:
            raise BrokenStoreError(
                f"Event {kept['revision']} is not the same in the database and in the journal. {REPAIR}"
            )
    behind = held[len(lines) :]
    one_save(behind, lines[-1]["revision"] if lines else 0)
    return behind
