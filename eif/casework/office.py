"""Where is the casework of this installation, and is it in order?

It is opened once in a process: brought to this program's schema, then checked against its journal.
"""

from __future__ import annotations

import atexit
import logging
import threading
import weakref
from datetime import date
from pathlib import Path

from eif.casework.check import put_in_order
from eif.casework.store import Store, newest_revision
from eif.casework.work import Work, work_at
from eif.casework.year import local_day
from eif.config import Settings

_open: dict[tuple[str, Path], Store] = {}
# The work that was asked for last, which is mostly what the next to ask wants.
_newest: weakref.WeakKeyDictionary[Store, Work] = weakref.WeakKeyDictionary()
_guard = threading.Lock()


def open_store(settings: Settings) -> Store:
    """The casework of this installation, in order. Raises BrokenStoreError."""
    key = (settings.casework_url, settings.journal)
    with _guard:
        if key not in _open:
            store, told = open_checked(settings)
            for sentence in told:
                logging.getLogger(__name__).warning(sentence)
            _open[key] = store
        return _open[key]


def work_now(settings: Settings) -> Work:
    """What stands now, so that two releases can be seen under the same decisions. Raises BrokenStoreError."""
    store = open_store(settings)
    with store.read() as con:
        revision = newest_revision(con)
    return work_of(store, revision, local_day(store.now()))


def work_of(store: Store, revision: int, day: date) -> Work:
    """What stood at a revision, looked at on `day`; what of it is at hand is not read again."""
    with _guard:
        found = _newest.get(store)
    if found is not None and (found.revision, found.day) == (revision, day):
        return found
    with store.read() as con:
        made = work_at(con, revision, day, like=found)
    if found is None or (found.revision, found.day) <= (revision, day):
        with _guard:
            _newest[store] = made
    return made


def open_checked(settings: Settings) -> tuple[Store, list[str]]:
    """A store of its own, and what was found and mended. Raises BrokenStoreError."""
    store = unchecked(settings)
    try:
        return store, put_in_order(store, settings.backups)
    except BaseException:
        store.engine.dispose()
        raise


def unchecked(settings: Settings) -> Store:
    """The store as it is, for those that mend it."""
    if settings.casework_url.startswith("sqlite:///"):
        Path(settings.casework_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    return Store(settings.casework_url, settings.journal)


def close_store(settings: Settings) -> None:
    """Let go of the store that `open_store` opened, leaving its file in order."""
    with _guard:
        store = _open.pop((settings.casework_url, settings.journal), None)
    if store:
        store.close()


@atexit.register
def _close_all() -> None:
    # As its process ends SQLite moves the log into the file, of which somebody must note the imprint.
    while _open:
        _open.popitem()[1].close()
