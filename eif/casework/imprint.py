"""Is the database file, byte for byte, the one that was last closed?

SQLite has checksums in its write-ahead log and none in the database file, so that a byte changed there may
go unseen. While a store is open its changes stay in the log; when they are moved into the file, which
happens only here, the file's hash is noted beside it.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

from eif.warehouse.durable import replace_text

# The log is moved into the file when it is longer than this, in bytes.
LONG_LOG = 8 << 20


def _beside(database: Path) -> Path:
    return database.with_name(f"{database.name}.imprint")


def take(database: Path) -> None:
    """Note the hash of a database file as it is."""
    note(database, _hash(database))


def note(database: Path, imprint: str) -> None:
    """Note what `forget` gave, where the file did not change after all."""
    replace_text(_beside(database), imprint)


def forget(database: Path) -> str | None:
    """Note that the file is about to change; what was noted before, if anything."""
    noted = _beside(database)
    before = noted.read_text(encoding="utf-8") if noted.exists() else None
    noted.unlink(missing_ok=True)
    return before


def is_noted(database: Path) -> bool:
    """Whether there is an imprint to hold the file against."""
    return _beside(database).exists()


def differs(database: Path) -> bool:
    """Whether the file is another than the one noted; no where none is noted, or the file is gone."""
    if not (is_noted(database) and database.exists()):
        return False
    return _beside(database).read_bytes() != _hash(database).encode()


def log_of(database: Path) -> Path:
    """The write-ahead log of a database file."""
    return database.with_name(f"{database.name}-wal")


def has_log(database: Path) -> bool:
    """Whether changes still wait in the log."""
    log = log_of(database)
    return log.exists() and log.stat().st_size > 0


def _hash(database: Path) -> str:
    # Read through SQLite, without its log: a process that opens and closes the file in any other way lets go
    # of every lock that SQLite holds on it, and another process may then take the log away.
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?immutable=1", uri=True)) as con:
            return hashlib.sha256(con.serialize()).hexdigest()
    except sqlite3.DatabaseError:
        return "unreadable"
