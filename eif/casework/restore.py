"""How is the casework put together again from what is left of it?

What was saved is in the database, in the journal and, up to its day, in each backup. Each event carries its
own seal and that of the event before it, so that what is whole in any of them can be joined into one line
without a gap. Nothing is overwritten: what was there is put aside under another name.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from eif.casework import imprint
from eif.casework.backup import SUFFIX, read_backup
from eif.casework.chain import BEGINNING, seal
from eif.casework.engine import open_engine, take_turn
from eif.casework.errors import BrokenStoreError
from eif.casework.journal import whole_events
from eif.casework.office import close_store, open_checked, unchecked
from eif.casework.reading import events
from eif.casework.replay import replay, verify
from eif.casework.store import Store
from eif.casework.upgrade import raise_schema
from eif.config import Settings
from eif.warehouse.durable import move_into_place

Event = Mapping[str, Any]


@dataclass(frozen=True)
class Restored:
    """How many events stand again, up to when (UTC), what was put aside where, and the seconds it took."""

    events: int
    until: str
    aside: tuple[str, ...]
    found: tuple[str, ...]
    seconds: float


def restore(
    settings: Settings,
    sources: Sequence[Path] = (),
    *,
    with_database: bool = True,
    with_journal: bool = True,
    until: int | None = None,
) -> Restored:
    """Make the database anew from what is whole of the journal, of itself and of `sources`.

    `sources` are backups and other journals. `until` leaves out every later event. Raises BrokenStoreError,
    changing nothing, where events are missing or two sources differ. A program that is running meanwhile
    notices that its file was replaced, and saves nothing more.
    """
    began = time.monotonic()
    close_store(settings)
    store = unchecked(settings)
    with store.journal.turn():
        given = [_read(path) for path in sources]
        if with_journal:
            given.append(whole_events(store.journal.path))
        if with_database:
            given.append(_whole_in_database(store))
        told = _joined(given, until)
        at = f"{store.now():%Y%m%dT%H%M%S.%fZ}"
        aside = [*_new_database(store, told, at), *_new_journal(store, told, at)]
    store.engine.dispose()
    checked, found = open_checked(settings)
    checked.close()
    last = told[-1]["at"] if told else ""
    return Restored(len(told), last, tuple(aside), tuple(found), time.monotonic() - began)


def _read(path: Path) -> Iterable[Event]:
    return read_backup(path) if path.name.endswith(SUFFIX) else whole_events(path)


def _whole_in_database(store: Store) -> Iterator[Event]:
    """The events that can be read from the database, as far as it can be read."""
    if store.file and not store.file.exists():
        return
    try:
        with store.read() as con:
            yield from events(con)
    except (DBAPIError, UnicodeDecodeError):
        return


def _joined(given: Iterable[Iterable[Event]], until: int | None) -> list[Event]:
    """One line of events from the first on. Raises BrokenStoreError where there is a gap or two stories."""
    known: dict[int, Event] = {}
    for entry in (entry for source in given for entry in source if seal(entry) == entry["hash"]):
        number = entry["revision"]
        if until is not None and number > until:
            continue
        if known.setdefault(number, entry)["hash"] != entry["hash"]:
            raise BrokenStoreError(
                f"Event {number} is there twice, and not the same: saved at {known[number]['at']} and at "
                f"{entry['at']}. Nothing was changed. Leave one out: --without-database or --without-journal."
            )
    line, previous = [known[number] for number in sorted(known)], BEGINNING
    for number, entry in enumerate(line, start=1):
        if entry["revision"] != number or entry["previous"] != previous:
            raise BrokenStoreError(
                f"Event {number} is whole in none of these, and later ones are there. Nothing was changed. "
                "Give a backup or another machine's journal that has it, or leave out the rest: "
                f"--until {number - 1}."
            )
        previous = entry["hash"]
    return line


def _new_database(store: Store, told: Sequence[Event], at: str) -> list[str]:
    """Put the database aside and one that holds these events in its place; what was put aside."""
    if store.file is None:
        return _new_schema(store, told, at)
    made = store.file.with_name(f"{store.file.name}.new")
    _remove(made)
    engine = open_engine(f"sqlite:///{made}")
    with engine.connect() as con, con.begin():
        raise_schema(con)
        replay(con, told)
        verify(con)
    engine.dispose()
    store.engine.dispose()
    aside = []
    for end in ("", "-wal", "-shm"):
        old = Path(f"{store.file}{end}")
        if old.exists():
            aside.append(str(old.rename(f"{store.file}.{at}{end}")))
    imprint.forget(store.file)
    move_into_place(made, store.file)
    imprint.take(store.file)
    return aside


def _new_schema(store: Store, told: Sequence[Event], at: str) -> list[str]:
    """On a server the tables are put aside in a schema of another name, in the same transaction."""
    aside = f"casework_{at.lower().replace('.', '_')}"
    with store.engine.connect() as con, con.begin():
        take_turn(con)
        (schema,) = con.execute(text("select current_schema()")).one()
        con.execute(text(f'alter schema "{schema}" rename to "{aside}"'))
        con.execute(text(f'create schema "{schema}"'))
        raise_schema(con)
        replay(con, told)
        verify(con)
    return [f"schema {aside}"]


def _new_journal(store: Store, told: Sequence[Event], at: str) -> list[str]:
    """Put the journal aside and a whole one in its place, unless it is whole; what was put aside."""
    try:
        expected = [entry for entry in told if store.in_journal(entry)]
        if list(store.journal.lines()) == expected:
            return []
    except BrokenStoreError:
        expected = [entry for entry in told if store.file or entry["journal"] == store.journal.given_id()]
    return [str(store.journal.replace(expected, at))]


def _remove(made: Path) -> None:
    for end in ("", "-wal", "-shm"):
        Path(f"{made}{end}").unlink(missing_ok=True)
