"""How is what a person decided kept, so that it is never lost, overwritten or laid at another's door?

Every save is one transaction, with its event; then the journal has it; then the person is told. Saves come
one after another, on SQLite and on PostgreSQL alike, so that revisions follow each other without a gap.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, make_url
from sqlalchemy.exc import DBAPIError

from eif.casework import imprint
from eif.casework.engine import for_reading, for_writing, move_log_into_file, open_engine, take_turn
from eif.casework.errors import BrokenStoreError, CaseworkError, Uncertain
from eif.casework.journal import Journal
from eif.casework.reading import (
    events,
    hash_of_event,
    newest_revision,
    revision_at,
    said_in,
    standing,
    versions,
)
from eif.casework.writing import AlreadySaved, Person, Saved, Seen, Writing
from eif.casework.year import stamp

__all__ = [
    "AlreadySaved",
    "Person",
    "Saved",
    "Seen",
    "Store",
    "Writing",
    "newest_revision",
    "revision_at",
    "said_in",
    "standing",
    "versions",
]


class Store:
    """The casework of one installation: a database and, beside it, a journal."""

    def __init__(
        self, url: str, journal: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        """Reach the database at `url`, such as `sqlite:///casework.db`; `now` is the clock."""
        self.url = make_url(url)
        self.engine = open_engine(url)
        self.journal = Journal(journal)
        self.now = now
        self._turn = threading.Lock()
        self._inode = 0
        is_file = self.url.drivername == "sqlite" and self.url.database
        self._file = Path(str(self.url.database)) if is_file else None

    @contextmanager
    def write(self, person: Person, seen: Seen, token: str | None = None) -> Iterator[Writing]:
        """One transaction: everything in the block is saved, or nothing.

        When it returns, the save is on the disk in the database and in the journal. Raises AlreadySaved where
        `token`, which a form carries, was saved before; Uncertain where the disk or the connection failed at
        the last moment; and CaseworkError or OSError where it failed before, so that nothing was saved.
        """
        with self._turn, self.journal.turn(), self._connected() as plain:
            con = for_writing(plain)
            decided = False
            try:
                with con.begin():
                    take_turn(con)
                    self._catch_up(con)
                    writing = Writing(con, person, seen, stamp(self.now()), self.journal.id, token)
                    yield writing
                    decided = True
            except DBAPIError as error:
                raise Uncertain(error.orig) if decided else CaseworkError(_refused(error.orig)) from error
            try:
                # Only now: a line in the journal without its row would tell of a save that never was.
                self.journal.append(writing.events)
            except OSError as error:
                raise Uncertain(error) from error
            self._shorten_log(con)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state of the store."""
        with self._connected() as plain:
            con = for_reading(plain)
            with con.begin():
                yield con

    @contextmanager
    def change(self) -> Iterator[Connection]:
        """A transaction for what is no part of the record, such as drafts."""
        with self._connected() as plain:
            con = for_writing(plain)
            with con.begin():
                take_turn(con)
                yield con

    def revision(self) -> int:
        """The number of the newest event; 0 where there is none."""
        with self.read() as con:
            return newest_revision(con)

    def close(self) -> None:
        """Let go of every connection; the last to close leaves all in the database file."""
        file = self.file
        if file is None or not file.exists():
            self.engine.dispose()
            return
        with self.journal.turn():
            noted = imprint.forget(file)
            self.engine.dispose()
            if not imprint.has_log(file):
                imprint.take(file)
            elif noted:  # another process has it open, so that the file has not changed
                imprint.note(file, noted)

    @property
    def file(self) -> Path | None:
        """The database file, where there is one."""
        return self._file

    def in_journal(self, entry: Mapping[str, Any]) -> bool:
        """Whether this machine's journal is to hold an event.

        It holds all of a database file. Beside a server's database each machine holds what was saved on it.
        """
        return self.file is not None or entry["journal"] == self.journal.id

    def _catch_up(self, con: Connection) -> None:
        """Add to the journal a last save that it lacks, so that it never has a gap. Within the turn."""
        try:
            self.journal.mend()
            last = self.journal.last()
            after = last["revision"] if last else 0
            if last and hash_of_event(con, after) != last["hash"]:
                raise BrokenStoreError(
                    f"The casework database lacks event {after}, which the journal has. Nothing was saved. "
                    "Stop the program and run `python -m eif check`."
                )
            behind = [entry for entry in events(con, after) if self.in_journal(entry)]
            self.journal.append(one_save(behind, after))
        except OSError as error:
            raise CaseworkError(_refused(error)) from error

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        with self.engine.connect() as con:
            if self.file:
                now = self.file.stat().st_ino if self.file.exists() else 0
                self._inode = self._inode or now
                if now != self._inode:
                    raise BrokenStoreError(
                        f"{self.file.name} was replaced while this program ran. Start the program again."
                    )
            yield con

    def _shorten_log(self, con: Connection) -> None:
        file = self.file
        if not file:
            return
        if not imprint.log_of(file).exists():
            raise BrokenStoreError(
                f"The log of {file.name} was taken away while this program ran. What was saved is in the "
                "journal: stop the program, then run `python -m eif restore`."
            )
        if imprint.log_of(file).stat().st_size <= imprint.LONG_LOG:
            return
        imprint.forget(file)
        try:
            move_log_into_file(con)
            if not imprint.has_log(file):
                imprint.take(file)
        except (sqlite3.Error, OSError) as error:
            # What was saved stands in the log; the next save tries again.
            logging.getLogger(__name__).warning("The log of %s stays long: %s", file, error)


def one_save(behind: Sequence[Mapping[str, Any]], after: int) -> Sequence[Mapping[str, Any]]:
    """The events that the journal lacks after event `after`, which must be those of one last save.

    One at most can be missing, since every save first adds what is. Raises BrokenStoreError.
    """
    if len({(entry["at"], entry["actor"], entry["token"]) for entry in behind}) > 1:
        raise BrokenStoreError(
            f"The journal ends at event {after}, and the database has {len(behind)} more: the journal was "
            "cut short. Run `python -m eif restore`: it completes the journal, and keeps this file."
        )
    return behind


def _refused(error: object) -> str:
    return f"The casework store could not keep this ({error}). Nothing was saved: try again."
