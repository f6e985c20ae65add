"""How is what a person decided kept, so that it is never lost, overwritten or laid at another's door?

Every save is one transaction, with its event; then the journal has it; then the person is told. Saves come
one after another, on SQLite and on PostgreSQL alike, so that revisions follow each other without a gap.
"""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, create_engine, event, func, insert, make_url, select, text
from sqlalchemy.engine import Engine

from eif.casework import imprint, tables
from eif.casework.chain import BEGINNING, canonical, seal
from eif.casework.columns import Day
from eif.casework.errors import CaseworkError, Conflict, NothingChanged
from eif.casework.journal import Journal
from eif.casework.tables import NOUNS, fields
from eif.casework.year import stamp

# PostgreSQL: whoever holds this advisory lock is saving.
TURN = 0x0E1F
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


class Store:
    """The casework of one installation: a database and, beside it, a journal."""

    def __init__(
        self, url: str, journal: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        """Reach the database at `url`, such as `sqlite:///casework.db`; `now` is the clock."""
        self.url = make_url(url)
        self.engine = _engine(url)
        self.journal = Journal(journal)
        self.now = now
        self._turn = threading.Lock()

    @contextmanager
    def write(self, person: Person, seen: Seen, token: str | None = None) -> Iterator[Writing]:
        """One transaction: everything in the block is saved, or nothing.

        When it returns, the save is on the disk in the database and in the journal. Raises AlreadySaved where
        `token`, which a form carries, was saved before.
        """
        with self._turn, self.journal.turn(), self.engine.connect() as con:
            con = con.execution_options(**_WRITING)
            with con.begin():
                if con.dialect.name == "postgresql":
                    con.execute(text("select pg_advisory_xact_lock(:turn)"), {"turn": TURN})
                writing = Writing(con, person, seen, stamp(self.now()), self.journal.id, token)
                yield writing
            # Only now: a line in the journal without its row would tell of a save that never was.
            self.journal.append(writing.events)
            self._shorten_log(con)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state of the store."""
        with self.engine.connect() as con, con.begin():
            yield con

    @contextmanager
    def change(self) -> Iterator[Connection]:
        """A transaction for what is no part of the record, such as drafts."""
        with self.engine.connect() as con:
            con = con.execution_options(**_WRITING)
            with con.begin():
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
            imprint.forget(file)
            self.engine.dispose()
            if not imprint.has_log(file):
                imprint.take(file)

    @property
    def file(self) -> Path | None:
        """The database file, where there is one."""
        return Path(self.url.database) if self.url.drivername == "sqlite" and self.url.database else None

    def _shorten_log(self, con: Connection) -> None:
        file = self.file
        if file and imprint.log_of(file).stat().st_size > imprint.LONG_LOG:
            imprint.forget(file)
            con.exec_driver_sql("pragma wal_checkpoint(truncate)")
            if not imprint.has_log(file):
                imprint.take(file)


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


def newest_revision(con: Connection) -> int:
    """The number of the newest event; 0 where there is none."""
    return int(con.execute(select(func.coalesce(func.max(tables.event.c.revision), 0))).scalar_one())


def revision_at(con: Connection, until: datetime) -> int:
    """The number of the newest event up to an instant; 0 where there is none."""
    found = select(func.coalesce(func.max(tables.event.c.revision), 0)).where(
        tables.event.c.at <= stamp(until)
    )
    return int(con.execute(found).scalar_one())


def standing(con: Connection, noun: str, at: int | None = None, **equals: Any) -> Sequence[Row[Any]]:
    """The records of a noun that stand, or that stood at revision `at`, oldest first.

    Each named column of what stands equals the value given.
    """
    table = NOUNS[noun]
    newest = select(table.c.record_id, func.max(table.c.version).label("version"))
    if at is not None:
        newest = newest.where(table.c.revision <= at)
    last = newest.group_by(table.c.record_id).subquery()
    found = (
        select(table)
        .join(last, (table.c.record_id == last.c.record_id) & (table.c.version == last.c.version))
        .where(table.c.withdrawn.in_([False]))
        .order_by(table.c.revision)
    )
    for name, value in equals.items():
        found = found.where(table.c[name] == value)
    return con.execute(found).all()


def versions(con: Connection, noun: str, record_id: str) -> Sequence[Row[Any]]:
    """Every version of a record, oldest first."""
    table = NOUNS[noun]
    return con.execute(select(table).where(table.c.record_id == record_id).order_by(table.c.version)).all()


def said_in(noun: str, text_of: str | None) -> dict[str, Any]:
    """What an event says a record held, with each column in its own type; empty where it held nothing."""
    if text_of is None:
        return {}
    given = json.loads(text_of)
    table = NOUNS[noun]
    days = {column.name for column in table.columns if isinstance(column.type, Day)}
    return {
        name: date.fromisoformat(value) if name in days and value else value for name, value in given.items()
    }


_WRITING = {"eif_begin": "BEGIN IMMEDIATE"}
_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "busy_timeout = 20000",
    # `imprint` says when the log is moved into the file.
    "wal_autocheckpoint = 0",
)


def _engine(url: str) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own BEGIN would come only before the first write, too late to read what is to be changed.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"pragma {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("eif_begin", "BEGIN"))
