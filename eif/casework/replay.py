"""How does a database come to hold what a line of events tells? And does it hold just that?

The events hold everything, each record before and after: the database can be made from them alone.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Integer, Text, insert, select, type_coerce

from eif.casework import tables
from eif.casework.chain import BEGINNING, canonical, seal
from eif.casework.columns import Flag, Words, kept_words
from eif.casework.errors import BrokenStoreError
from eif.casework.reading import events, said_in
from eif.casework.tables import KEEPING, NOUNS, fields

_AT_ONCE = 500


def replay(con: Connection, told: Iterable[Mapping[str, Any]]) -> int:
    """Write events, and the versions they made, into a database that ends where they begin; how many.

    Raises BrokenStoreError where an event does not follow the one before it.
    """
    last = con.execute(
        select(tables.event.c.revision, tables.event.c.hash).order_by(tables.event.c.revision.desc()).limit(1)
    ).first()
    revision, previous = tuple(last) if last else (0, BEGINNING)
    number = 0
    waiting: list[dict[str, Any]] = []
    for given in told:
        entry = dict(given)
        if entry["revision"] != revision + 1 or entry["previous"] != previous or seal(entry) != entry["hash"]:
            raise BrokenStoreError(
                f"Event {entry['revision']} does not follow event {revision}: events are missing or changed."
            )
        revision, previous = entry["revision"], entry["hash"]
        waiting.append(entry)
        number += 1
        if len(waiting) == _AT_ONCE:
            _insert(con, waiting)
            waiting = []
    _insert(con, waiting)
    return number


def _insert(con: Connection, told: list[dict[str, Any]]) -> None:
    if not told:
        return
    con.execute(insert(tables.event), told)
    made: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for entry in told:
        made[entry["noun"]].append(_version(entry))
    for noun, rows in made.items():
        con.execute(insert(NOUNS[noun]), rows)


def _version(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The version that an event made: what it said, or, where it withdrew a record, what stood before."""
    said = said_in(entry["noun"], entry["after"] or entry["before"])
    kept = {
        "record_id": entry["record_id"],
        "version": entry["version"],
        "revision": entry["revision"],
        "withdrawn": entry["after"] is None,
    }
    return kept | {name: said.get(name) for name in fields(entry["noun"])}


def verify(con: Connection) -> list[dict[str, Any]]:
    """Every event, each held against its seal and every version against its event.

    Raises BrokenStoreError naming the first that does not agree.
    """
    versions = {(noun, row[0], row[1]): row for noun in NOUNS for row in _as_kept(con, noun)}
    named = {noun: fields(noun) for noun in NOUNS}
    lists = {noun: [name for name in named[noun] if _is_list(noun, name)] for noun in NOUNS}
    held = list(events(con))
    previous = BEGINNING
    for number, entry in enumerate(held, start=1):
        if entry["revision"] != number or entry["previous"] != previous or seal(entry) != entry["hash"]:
            raise BrokenStoreError(f"Event {number} of the casework database is missing or was changed.")
        previous, noun = entry["hash"], entry["noun"]
        said = json.loads(entry["after"] or entry["before"])
        for name in lists[noun]:
            said[name] = kept_words(said.get(name))
        told = (entry["record_id"], entry["version"], number, entry["after"] is None)
        row = versions.pop((noun, *told[:2]), None)
        if row != (*told, *map(said.get, named[noun])):
            raise BrokenStoreError(
                f"Version {entry['version']} of {entry['noun']} {entry['record_id']} is not what event "
                f"{number} ({entry['did']}, {entry['at']}) says."
            )
    if versions:
        noun, record, version = next(iter(versions))
        raise BrokenStoreError(f"Version {version} of {noun} {record} was written by no event.")
    return held


def _as_kept(con: Connection, noun: str) -> Sequence[tuple[Any, ...]]:
    """The rows of a noun as the database holds them, which is quicker than in their own types."""
    names = [*KEEPING, *fields(noun)]
    found = select(*(type_coerce(NOUNS[noun].c[name], _plain(noun, name)).label(name) for name in names))
    return [tuple(row) for row in con.execute(found).all()]


def _plain(noun: str, name: str) -> Text | Integer:
    kind = NOUNS[noun].c[name].type
    return Integer() if isinstance(kind, Integer | Flag) else Text()


def _is_list(noun: str, name: str) -> bool:
    return isinstance(NOUNS[noun].c[name].type, Words)


def content_hash(con: Connection) -> str:
    """One hash of everything that stands or stood, the same on any database and under any later schema."""
    return seal({"events": [canonical(entry) for entry in events(con)]})
