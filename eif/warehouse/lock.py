"""Is another load already changing this installation's releases?

The operating system holds the lock, so it is free again when its process ends in any way, a power cut
included.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from eif.warehouse.errors import ReleaseError

# Seconds to wait for a lock that is only ever held for an instant.
PATIENCE = 20

if sys.platform == "win32":
    import msvcrt

    def _take(handle: IO[str]) -> None:
        # A byte nobody writes: Windows keeps others from reading what is locked, and the note must be
        # readable.
        handle.seek(1 << 20)
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(handle: IO[str]) -> None:
        fcntl.flock(handle.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def in_turn(file: Path) -> Iterator[None]:
    """Hold `file` while the block runs, waiting for whoever holds it; for work of an instant."""
    with file.open("a+", encoding="utf-8") as handle:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                _take(handle)
                break
            except OSError as error:
                if time.monotonic() > until:
                    raise ReleaseError(f"{file.name} has been held for {PATIENCE} seconds.") from error
                # Unlike each other's waits, so that each gets a turn.
                time.sleep(random.uniform(0.001, 0.01))  # noqa: S311
        yield


def is_held(file: Path) -> bool:
    """Does a living process hold `file`? A lock ends with its process, however that ends."""
    if not file.exists():
        return False
    with file.open("a+", encoding="utf-8") as handle:
        try:
            _take(handle)
        except OSError:
            return True
    return False


@contextmanager
def single_writer(releases: Path, doing: str) -> Iterator[None]:
    """Hold the one right to publish in `releases` while the block runs.

    `doing` is what a second person is told, such as "a load". Raises ReleaseError when somebody else holds
    it.
    """
    releases.mkdir(parents=True, exist_ok=True)
    with (releases / "writer.lock").open("a+", encoding="utf-8") as handle:
        try:
            _take(handle)
        except OSError as error:
            handle.seek(0)
            holder = handle.read().strip() or "another load"
            raise ReleaseError(
                f"Another change to the releases is under way: {holder}. "
                "Nothing was changed. Try again when it has finished."
            ) from error
        handle.seek(0)
        handle.truncate()
        handle.write(f"{doing}, started {datetime.now(UTC):%d %B %Y %H:%M} UTC, process {os.getpid()}")
        handle.flush()
        yield
