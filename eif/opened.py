"""What does one release offer to every view of it, whatever the framework says?

A release is opened once in a process: attached read-only to a database in memory, with its macros and the
screens that follow from the release alone. Each snapshot, and each trial of another framework, then gets a
room of its own there for its framework and its ratings, and gives it back.
"""

from __future__ import annotations

import itertools
import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from eif import sql
from eif.warehouse.tables import RELEASE_TABLES

MEMORY_LIMIT = "2GB"
# A statement here reads some ten thousand rows, which is too few to be shared among threads: on one it takes
# less, since a table is then written once instead of in pieces. Statements run beside each other instead.
THREADS = 1


class NoReleaseError(Exception):
    """Nothing can be shown yet; the message says how to begin."""


class OldReleaseError(NoReleaseError):
    """What is published was built by an earlier version of this program, and lacks tables this one reads."""


@dataclass(frozen=True, eq=False)
class Room:
    """A place beside a release for what is made of it; nothing of it is left once nobody holds it."""

    name: str


class OpenedRelease:
    """One release file, open for reading from any thread until the last that holds it lets go."""

    def __init__(self, path: Path) -> None:
        """Open the release in `path`. Raises OldReleaseError."""
        own: dict[str, str | int] = {"memory_limit": MEMORY_LIMIT, "temp_directory": "", "threads": THREADS}
        self._con = duckdb.connect(":memory:", config=sql.CONFIG | own)
        self._con.execute("attach ? as release (read_only)", [str(path)])
        _require_tables(self._con, path)
        for name, _, _ in RELEASE_TABLES:
            # A constant list of names.
            self._con.execute(f"create view {name} as select * from release.main.{name}")  # noqa: S608
        sql.create_macros(self._con)
        with built_by_this_program(path):
            sql.build(self._con, "50_screen", only=sql.OF_RELEASE)
        # From here on no statement can reach a file, the network or these settings.
        self._con.execute("set enable_external_access = false")
        self._con.execute("set lock_configuration = true")
        self._numbers = itertools.count(1)
        self._columns = self._columns_of(["main"])

    def cursor(self, *rooms: str) -> duckdb.DuckDBPyConnection:
        """A connection of its own for one query, which finds names in `rooms`, in turn, then in the release.

        What it makes, it makes in the first.
        """
        cursor = self._con.cursor()
        cursor.execute(f"set search_path = '{','.join(rooms)},main'")
        return cursor

    def add_room(self) -> Room:
        """An empty room, which is dropped with the last that holds it."""
        room = Room(self._empty_room())
        leave = weakref.finalize(room, self._drop_room, room.name)
        leave.atexit = False
        return room

    @contextmanager
    def spare_room(self) -> Iterator[str]:
        """The name of an empty room, which is dropped afterwards."""
        name = self._empty_room()
        try:
            yield name
        finally:
            self._drop_room(name)

    def _empty_room(self) -> str:
        name = f"room_{next(self._numbers)}"
        self._con.cursor().execute(f"create schema {name}")
        return name

    def _drop_room(self, name: str) -> None:
        self._con.cursor().execute(f"drop schema if exists {name} cascade")

    def columns_of(self, *rooms: str) -> dict[str, tuple[str, ...]]:
        """Every relation that can be read from `rooms` and the release, with its columns in order."""
        return self._columns | self._columns_of(rooms)

    def _columns_of(self, rooms: Sequence[str]) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        rows = self._con.cursor().execute(
            """
            select table_name, column_name
            from duckdb_columns()
            where database_name = 'memory' and list_contains(?, schema_name) and not internal
            order by table_name, column_index
            """,
            [list(rooms)],
        )
        for table, column in rows.fetchall():
            found[table] = (*found.get(table, ()), column)
        return found


def _require_tables(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    there = con.execute("select table_name from duckdb_tables() where database_name = 'release'").fetchall()
    lacking = sorted({name for name, _, _ in RELEASE_TABLES} - {name for (name,) in there})
    if lacking:
        raise _old(path, f"has no {', '.join(lacking)}")


@contextmanager
def built_by_this_program(path: Path) -> Iterator[None]:
    """Say that the release in `path` is old where a statement meets a column or table it does not have."""
    try:
        yield
    except (duckdb.BinderException, duckdb.CatalogException) as error:
        (reason, *_) = str(error).splitlines()
        raise _old(path, f"does not fit this one ({reason})") from error


def _old(path: Path, what: str) -> OldReleaseError:
    return OldReleaseError(
        f"Release {path.stem} was built by an earlier version of this program and {what}. "
        "Run `python -m eif rebuild`: it builds the release again from the files in the inbox."
    )


_Key = tuple[Path, int, int]
_opened: weakref.WeakValueDictionary[_Key, OpenedRelease] = weakref.WeakValueDictionary()
_guard = threading.Lock()


def open_release_file(path: Path) -> OpenedRelease:
    """The release in `path`, shared with everybody in this process who has it open. Raises OldReleaseError.

    It closes when the last of them lets go of it.
    """
    file = path.stat()
    key = (path, file.st_mtime_ns, file.st_size)
    with _guard:
        found = _opened.get(key)
        if found is None:
            found = _opened[key] = OpenedRelease(path)
    return found
