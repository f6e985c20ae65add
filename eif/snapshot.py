"""What do pages read?

A snapshot is a release, seen through one revision of casework and one framework version: rooms beside the
ruled release, which hold the ratings and what shows them. The same three always give the same numbers. It is
the only way pages, exports and the command line get data.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, namedtuple
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from eif import sql
from eif.casework.office import open_store, work_of
from eif.casework.store import revision_at
from eif.casework.work import Work, no_work
from eif.casework.year import local_day
from eif.config import Settings
from eif.decided import sources
from eif.framework import FOLDER, Framework
from eif.opened import NoReleaseError, OldReleaseError, built_by_this_program
from eif.ruled import apply_rules
from eif.warehouse import current_release
from eif.warehouse.served import Served, served_at

__all__ = ["NoReleaseError", "OldReleaseError", "Snapshot", "SnapshotError", "open_snapshot"]

# The one being served, and those before it for pages that were running when somebody saved or published.
KEPT_OPEN = 4
# Days of the past that somebody looks back to; they never push out what is served now. About 20 MB each.
KEPT_PAST = 8
Key = tuple[Path, Path, str, int, date, str]


class SnapshotError(Exception):
    """A view, column or statement was asked for that the snapshot does not offer."""


class Snapshot:
    """One release, revision of casework and framework version, ready to read from any thread.

    `release` is the release's name, `revision` that of casework, `day` the day on which casework is looked
    at, `framework` the version of the rules and `rules` its rows. `ruled` is the release under those rules,
    shared by all revisions, and `rooms` are those beside it in which this one's relations lie. `is_past` is
    whether it shows a day that is over, of which nothing can be changed, and `note` where another release
    stands in for the one served then.
    """

    is_past = False
    note = ""

    def __init__(self, path: Path, framework: str | Path, work: Work | None = None) -> None:
        """Rate the release in `path`; `framework` is a version of `data/framework`, or a version's folder.

        `work` is what people decided; without it nobody has. Raises OldReleaseError and FrameworkError.
        """
        folder = FOLDER / framework
        work = work or no_work(date.today())
        self.revision = work.revision
        self.day = work.day
        self.framework = folder.name
        self.ruled = apply_rules(path, folder)
        self.rules: Framework = self.ruled.rules
        # What these hold goes with the last snapshot of them, and so does the release.
        self._room = self.ruled.opened.add_room()
        with built_by_this_program(path):
            self._decided = self.ruled.decisions.of(work)
        views = self.ruled.decisions.views
        self.rooms = (self._room.name, *(part.room.name for part in self._decided.values()), views.name)
        con = self.cursor()
        ((self.release,),) = con.execute("select value from setting where key = 'release'").fetchall()
        self._columns = self.ruled.columns_with(self.rooms)
        self._kept: dict[tuple[str, tuple[str, ...]], Sequence[Any]] = {}
        self._made: set[str] = set()
        self._making = threading.Lock()

    def views(self) -> dict[str, tuple[str, ...]]:
        """Every relation that can be read, with its columns in order."""
        return dict(self._columns)

    def read(self, view: str, *, columns: Collection[str] | None = None, **equals: Any) -> pd.DataFrame:
        """Rows of `view` where each named column equals the value given; sort what is shown.

        A list means any of its values and None means empty. Raises SnapshotError for a name that is not in
        the snapshot. Values are bound, so whatever they contain, they are only values.
        """
        return self._select(view, tuple(columns or ()), equals).df()

    def rows(self, view: str, *, columns: Collection[str] | None = None, **equals: Any) -> Sequence[Any]:
        """Return what `read` returns as named tuples, None where nothing is known.

        For what is drawn a row at a time: a frame of them takes longer to make than to read. A view asked for
        without a condition is kept, since a snapshot never changes; put one where it is large.
        """
        wanted = tuple(columns or ())
        found = self._kept.get((view, wanted)) if not equals else None
        if found is None:
            selected = self._select(view, wanted, equals).fetchall()
            found = tuple(map(_row_type(wanted or self._columns[view])._make, selected))
            if not equals:
                self._kept[view, wanted] = found
        return found

    def _select(
        self, view: str, columns: Sequence[str], equals: Mapping[str, Any]
    ) -> duckdb.DuckDBPyConnection:
        known = self._held(self._known(view, [*columns, *equals]))
        wanted = ", ".join(columns) if columns else "*"
        tests, values = [], []
        for column, value in equals.items():
            if value is None:
                tests.append(f"{column} is null")
            elif isinstance(value, list | tuple | set | frozenset):
                tests.append(f"list_contains(?, {column})")
                values.append(list(value))
            else:
                tests.append(f"{column} = ?")
                values.append(value)
        where = f" where {' and '.join(tests)}" if tests else ""
        # Every name was found in the snapshot's own catalogue just above.
        return self.cursor().execute(f"select {wanted} from {known}{where}", values)  # noqa: S608

    def _held(self, view: str) -> str:
        """Where the rows of a view lie: of one that is made on first use, in a table of its own."""
        if view not in sql.ON_FIRST_USE:
            return view
        with self._making:
            if view not in self._made:
                # A name of this repository's, as all of ON_FIRST_USE.
                self.cursor().execute(f"create table held_{view} as from {view}")
                self._made.add(view)
        return f"held_{view}"

    def _known(self, view: str, columns: Collection[str]) -> str:
        if view not in self._columns:
            raise SnapshotError(f"There is no view {view!r}. There are: {', '.join(sorted(self._columns))}.")
        unknown = [column for column in columns if column not in self._columns[view]]
        if unknown:
            there = ", ".join(self._columns[view])
            raise SnapshotError(f"{view} has no column {', '.join(map(repr, unknown))}. It has: {there}.")
        return view

    def query(self, statement: str) -> duckdb.DuckDBPyConnection:
        """Run one reading statement an analyst wrote; fetch from what is returned.

        Raises SnapshotError unless it is exactly one select (or explain), duckdb.Error when it is invalid.
        """
        cursor = self.cursor()
        parsed = cursor.extract_statements(statement)
        reading = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}
        if len(parsed) != 1 or parsed[0].type not in reading:
            raise SnapshotError("Give exactly one select statement; a release is only read.")
        return cursor.execute(parsed[0])

    def close(self) -> None:
        """Let go of the release file now. Only for a snapshot nobody else holds."""
        del self._room, self._decided, self.ruled

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection of its own for one query: a shared one mixes up the results of two threads."""
        return self.ruled.cursor(*self.rooms)

    def room_of(self, relation: str) -> str:
        """In which room a table of sql/40_rate lies."""
        part = self._decided.get(sources().get(relation, frozenset()))
        return part.room.name if part else self.ruled.room.name


@lru_cache(maxsize=256)
def _row_type(columns: tuple[str, ...]) -> Any:
    return namedtuple("Row", columns)


_open: OrderedDict[Key, Snapshot] = OrderedDict()
_past: OrderedDict[Key, Snapshot] = OrderedDict()
_guard = threading.Lock()
_building: dict[Key, threading.Lock] = {}


def open_snapshot(settings: Settings, at: datetime | None = None) -> Snapshot:
    """The snapshot of what is published and decided now, built once and shared by all threads.

    `at` is an instant in the past, to see what was served then and what had been decided by then; its `note`
    says where another release stands in. Call it at the start of each page run and keep the result for the
    whole run: a release published meanwhile changes the next run, never this one. A few stay open here; an
    older one closes when its last page lets go of it. Raises NoReleaseError before the first load,
    OldReleaseError and BrokenStoreError.
    """
    if at is not None:
        return _open_past(settings, at)
    path = current_release(settings)
    if path is None:
        raise _nothing_yet()
    store = open_store(settings)
    revision, day = store.revision(), local_day(store.now())
    key = (path, settings.framework_folder, settings.casework_url, revision, day, "")
    return _shared(_open, KEPT_OPEN, key, lambda: _built(settings, key))


def _open_past(settings: Settings, at: datetime) -> Snapshot:
    """What was served and decided at an instant; another stands in for a release too old to be read."""
    served = served_at(settings, at)
    if served is None:
        raise _nothing_yet()
    with open_store(settings).read() as con:
        revision = revision_at(con, at)
    day = local_day(at)

    def opened(served: Served) -> Snapshot:
        where = (served.path, settings.framework_folder, settings.casework_url)
        key = (*where, revision, day, served.note)

        def build() -> Snapshot:
            made = _built(settings, key)
            made.is_past, made.note = True, served.note
            return made

        return _shared(_past, KEPT_PAST, key, build)

    try:
        return opened(served)
    except OldReleaseError:
        now = current_release(settings)
        if now is None or now == served.path:
            raise
        return opened(Served(now, _unreadable(served.path, at)))


def _unreadable(path: Path, at: datetime) -> str:
    return (
        f"Release {path.stem}, served on {at.day} {at:%B %Y}, was built by an earlier version of this "
        "program and cannot be read any more: the one served today is shown."
    )


def _nothing_yet() -> NoReleaseError:
    return NoReleaseError(
        "Nothing has been published yet. Load official files with `python -m eif load FOLDER`, "
        "or make a fictional city with `python -m eif demo OUT` and load that."
    )


def _built(settings: Settings, key: Key) -> Snapshot:
    path, framework, _, revision, day, _ = key
    return Snapshot(path, framework, work_of(open_store(settings), revision, day))


def _shared(kept: OrderedDict[Key, Snapshot], most: int, key: Key, build: Callable[[], Snapshot]) -> Snapshot:
    """The snapshot of a key, built by whoever asks first; `kept` holds on to those asked for last."""
    with _guard:
        found = kept.get(key)
        if found is not None:
            kept.move_to_end(key)
            return found
        turn = _building.setdefault(key, threading.Lock())
    with turn:  # the first to come builds; the others wait for it rather than build the same
        with _guard:
            found = kept.get(key)
        if found is None:
            found = build()
        with _guard:
            kept[key] = found
            while len(kept) > most:
                # Only the cache lets go. A page that still holds it can go on reading, and the file is closed
                # with the last reference.
                kept.popitem(last=False)
            _building.pop(key, None)
    return found
