"""Do the database and the journal hold the same, every event as it was written?

Asked at every start, before anybody is shown or may save anything. A save that had reached the database, and
was not acknowledged because its process ended before the journal had it, is added to the journal and told. A
save that the journal has and the database lacks is a loss: nothing starts until it is put back.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from eif.casework import imprint
from eif.casework.errors import BrokenStoreError
from eif.casework.replay import events, verify
from eif.casework.store import Store

REPAIR = "Run `python -m eif restore` to put the casework together from the journal; this file is kept."


def check(store: Store) -> list[str]:
    """What was found and mended, as sentences; an empty list where everything agreed.

    Raises BrokenStoreError where anything is lost or changed.
    """
    with store.journal.turn():
        told = []
        if store.journal.mend():
            told.append("The journal ended in an unfinished line, of a save nobody was told of: cut off.")
        try:
            with store.read() as con:
                _whole(con)
                verify(con)
                held = [entry for entry in events(con) if entry["journal"] == store.journal.id]
        except (DBAPIError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
            raise BrokenStoreError(f"The casework database cannot be read ({error}). {REPAIR}") from error
        except BrokenStoreError as error:
            raise BrokenStoreError(f"{error} {REPAIR}") from error
        if store.file and imprint.differs(store.file):
            told.append(
                "The casework file is not, byte for byte, the one that was closed last. Each event and "
                "each record was checked against its seal and the journal, and is whole. Look at the disk."
            )
            imprint.forget(store.file)
        behind = _not_in_journal(store, held)
        if behind:
            store.journal.append(behind)
            told.append(
                f"The last save ({behind[0]['did']}, {behind[0]['at']}) had not reached the journal when its "
                "process ended; it stands, and was added to the journal."
            )
        return told


def _whole(con: Any) -> None:
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
                f"The casework database lacks {missing} acknowledged saves that the journal has, from event "
                f"{written['revision']} ({written['did']}, {written['at']}). {REPAIR}"
            )
        if written is None:
            break
        if written != kept:
            raise BrokenStoreError(
                f"Event {kept['revision']} is not the same in the database and in the journal. {REPAIR}"
            )
    behind = held[len(lines) :]
    if len({(entry["at"], entry["actor"], entry["token"]) for entry in behind}) > 1:
        raise BrokenStoreError(
            f"The journal ends at event {lines[-1]['revision'] if lines else 0}, and the database has "
            f"{len(behind)} more: the journal was cut short. Put it back from a backup, or run "
            "`python -m eif restore --journal-from-database` if the database is known to be right."
        )
    return behind
