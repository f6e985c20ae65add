"""Is the database file, byte for byte, the one that was last closed?

SQLite has checksums in its write-ahead log and none in the database file, so that a byte changed there may
go unseen. While a store is open its changes stay in the log; when they are moved into the file, which
happens only here, the file's hash is noted beside it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from eif.warehouse.durable import replace_text

# The log is moved into the file when it is longer than this, in bytes.
LONG_LOG = 8 << 20


def _beside(database: Path) -> Path:
    return database.with_name(f"{database.name}.imprint")


def take(database: Path) -> None:
    """Note the hash of a database file whose log is empty."""
    replace_text(_beside(database), _hash(database))


def forget(database: Path) -> None:
    """Note that the file is about to change."""
    _beside(database).unlink(missing_ok=True)


def differs(database: Path) -> bool:
    """Whether the file is another than the one noted; no where none is noted."""
    noted = _beside(database)
    return noted.exists() and noted.read_text(encoding="utf-8") != _hash(database)


def log_of(database: Path) -> Path:
    """The write-ahead log of a database file."""
    return database.with_name(f"{database.name}-wal")


def has_log(database: Path) -> bool:
    """Whether changes still wait in the log."""
    log = log_of(database)
    return log.exists() and log.stat().st_size > 0


def _hash(database: Path) -> str:
    with database.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
