"""How is the whole casework kept in one file, and put back, on either database?

A backup is every event, a line each, compressed. The events hold every version of every record, so
restoring is replaying them; it is also the way from SQLite to PostgreSQL.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eif.casework.chain import canonical
from eif.casework.errors import BrokenStoreError
from eif.casework.reading import events
from eif.casework.store import Store
from eif.warehouse.durable import move_into_place

SUFFIX = ".events.jsonl.gz"


def back_up(store: Store, folder: Path) -> Path:
    """Write every event to a file in `folder`, named after the time, and return its path. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"casework-{store.now():%Y%m%dT%H%M%S}Z"
    draft = folder / f"{name}.new"
    with store.read() as con, gzip.open(draft, "wt", encoding="utf-8") as handle:
        handle.writelines(canonical(entry) + "\n" for entry in events(con))
    target = folder / f"{name}{SUFFIX}"
    move_into_place(draft, target)
    return target


def read_backup(path: Path) -> Iterator[dict[str, Any]]:
    """The events of a backup, oldest first. Raises BrokenStoreError where it cannot be read to its end."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as handle:
            for line in handle:
                yield json.loads(line)
    except (OSError, EOFError, ValueError) as error:
        raise BrokenStoreError(f"{path} is not a whole backup of casework ({error}).") from error
