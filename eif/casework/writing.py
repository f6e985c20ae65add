"""What does one person change in one transaction, and which event tells of it?

Nothing is updated or deleted: a change is a new version of a record, and an event that tells who made it,
when, on which screen and why, with the record before and after, sealed with the event before it.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from eif.casework import tables
from eif.casework.chain import BEGINNING, canonical, seal
from eif.casework.errors import CaseworkError, Conflict, NothingChanged
from eif.casework.reading import standing
from eif.casework.tables import NOUNS, fields

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Person:
    """Who is doing something: a name or role label, and the role that decides what they may do."""

    name: str
    role: str


@dataclass(frozen=True)
class Seen:
    """What stood on the person's screen: the release, and the revision of casework."""

    release: str = ""
    revision: int = 0


@dataclass(frozen=True)
class Saved:
    """One version of one record that was saved, and the revision it made."""

    noun: str
    record_id: str
    version: int
    revision: int


class AlreadySaved(CaseworkError):  # noqa: N818
    """This very form was saved before, as when a button is pressed twice; `saved` is what it made."""

    def __init__(self, saved: Saved) -> None:
        """`saved` is the first record that the form made."""
        self.saved = saved
        super().__init__("This form was saved already. Nothing was saved twice.")


class Writing:
    """One transaction of one person."""

    def __init__(
        self, con: Connection, person: Person, seen: Seen, at: str, journal: str, token: str | None
    ) -> None:
        """Begin on `con`, whose transaction the caller holds."""
        self.con = con
        self.events: list[dict[str, Any]] = []
        self._same = {
            "at": at,
            "actor": person.name,
            "role": person.role,
            "release": seen.release,
            "seen": seen.revision,
            "journal": journal,
        }
        self._token = token
        if token is not None:
            self._refuse_a_second_time(token)
        last = con.execute(
            select(tables.event.c.revision, tables.event.c.hash)
            .order_by(tables.event.c.revision.desc())
            .limit(1)
        ).first()
        self._revision, self._previous = tuple(last) if last else (0, BEGINNING)

    def newest(self, noun: str, record_id: str) -> Row[Any] | None:
        """The newest version of a record, withdrawn or not."""
        table = NOUNS[noun]
        return self.con.execute(
            select(table).where(table.c.record_id == record_id).order_by(table.c.version.desc()).limit(1)
        ).first()

    def standing(self, noun: str, **equals: Any) -> Sequence[Row[Any]]:
        """The records that stand, where each named column equals the value given."""
        return standing(self.con, noun, **equals)

    def add(
        self, noun: str, values: Values, *, did: str, reason: str = "", record_id: str | None = None
    ) -> Saved:
        """Save the first version of a record; one with a natural key gives its `record_id`."""
        return self.save(noun, record_id or uuid.uuid4().hex, 0, values, did=did, reason=reason)

    def save(
        self, noun: str, record_id: str, seen_version: int, values: Values, *, did: str, reason: str = ""
    ) -> Saved:
        """Save the next version of a record, of which version `seen_version` was on the screen (0: none).

        Raises Conflict where another version stands by now, NothingChanged where `values` say what stands.
        """
        before = self.newest(noun, record_id)
        # A record that was withdrawn is seen as none.
        stands = {before.version} | ({0} if before.withdrawn else set()) if before else {0}
        if seen_version not in stands:
            raise self._conflict(noun, record_id, values, before)
        given = {name: values.get(name) for name in fields(noun)}
        if before and not before.withdrawn and given == _said(noun, before):
            raise NothingChanged("Nothing was changed, so nothing was saved.")
        return self._write(noun, record_id, before, given, withdrawn=False, did=did, reason=reason)

    def withdraw(self, noun: str, record_id: str, seen_version: int, *, did: str, reason: str) -> Saved:
        """Let a record stand no more; its versions stay. Raises Conflict."""
        before = self.newest(noun, record_id)
        if before is None or before.version != seen_version or before.withdrawn:
            raise self._conflict(noun, record_id, {}, before)
        return self._write(
            noun, record_id, before, _said(noun, before), withdrawn=True, did=did, reason=reason
        )

    def _write(
        self,
        noun: str,
        record_id: str,
        before: Row[Any] | None,
        given: Values,
        *,
        withdrawn: bool,
        did: str,
        reason: str,
    ) -> Saved:
        version = before.version + 1 if before else 1
        self._revision += 1
        told = self._same | {
            "revision": self._revision,
            "did": did,
            "noun": noun,
            "record_id": record_id,
            "version": version,
            "school_id": given.get("school_id"),
            "before": canonical(_said(noun, before)) if before and not before.withdrawn else None,
            "after": None if withdrawn else canonical(given),
            "reason": reason,
            "token": self._token,
            "previous": self._previous,
        }
        told["hash"] = self._previous = seal(told)
        self.con.execute(insert(tables.event).values(told))
        kept = {
            "record_id": record_id,
            "version": version,
            "revision": self._revision,
            "withdrawn": withdrawn,
        }
        self.con.execute(insert(NOUNS[noun]).values(kept | dict(given)))
        self.events.append(told)
        return Saved(noun, record_id, version, self._revision)

    def _conflict(self, noun: str, record_id: str, mine: Values, theirs: Row[Any] | None) -> CaseworkError:
        if theirs is None:
            return CaseworkError("There is no such record to change. Nothing was saved.")
        event_row = self.con.execute(
            select(tables.event.c.actor, tables.event.c.at).where(tables.event.c.revision == theirs.revision)
        ).one()
        stands = {} if theirs.withdrawn else _said(noun, theirs)
        return Conflict(noun, record_id, dict(mine), stands, theirs.version, event_row.actor, event_row.at)

    def _refuse_a_second_time(self, token: str) -> None:
        row = self.con.execute(
            select(tables.event)
            .where(tables.event.c.token == token)
            .order_by(tables.event.c.revision)
            .limit(1)
        ).first()
        if row:
            raise AlreadySaved(Saved(row.noun, row.record_id, row.version, row.revision))


def _said(noun: str, row: Row[Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in fields(noun)}
