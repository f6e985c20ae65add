"""What do a framework's rules make of a release, before anybody's judgement?

Evidence and the signals of figures, returns and inspections follow from the release and the framework alone.
They are made once in a process and shared by every revision of what people decided, so that a saved judgement
makes anew only what follows from it.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Sequence
from pathlib import Path

import duckdb

from eif import sql
from eif.decided import Decisions, judged
from eif.framework import Framework, load_framework
from eif.opened import OpenedRelease, built_by_this_program, open_release_file
from eif.parallel import do_in_order


class RuledRelease:
    """One release under one framework, in a room beside the release."""

    def __init__(self, path: Path, folder: Path) -> None:
        """Apply the version in `folder` to the release in `path`. Raises OldReleaseError, FrameworkError."""
        self.opened: OpenedRelease = open_release_file(path)
        self.room = self.opened.add_room()
        self.decisions = Decisions(self.opened, self.room)
        self._columns: dict[str, tuple[str, ...]] = {}
        con = self.cursor()
        self.rules: Framework = load_framework(con, folder.name, folder.parent)
        others = sql.OF_RELEASE | judged()
        layers = {name: layer for layer in sql.RATED for name in sql.ORDER[layer] if name not in others}
        with built_by_this_program(path):
            do_in_order(sql.before(layers), lambda name: sql.build(self.cursor(), layers[name], only={name}))

    def cursor(self, *rooms: str) -> duckdb.DuckDBPyConnection:
        """A connection of its own for one query, which finds names in `rooms` first."""
        return self.opened.cursor(*rooms, self.room.name)

    def columns_with(self, rooms: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Every relation that can be read with a snapshot's `rooms`, with its columns in order.

        The same statements give them at every revision, so that they are asked for once.
        """
        if not self._columns:
            self._columns = self.opened.columns_of(self.room.name, *rooms)
        return self._columns


_Key = tuple[Path, int, tuple[tuple[str, int], ...]]
_ruled: weakref.WeakValueDictionary[_Key, RuledRelease] = weakref.WeakValueDictionary()
_guard = threading.Lock()


def apply_rules(path: Path, folder: Path) -> RuledRelease:
    """The release in `path` under the version in `folder`, shared with everybody in this process who has it.

    Raises OldReleaseError and FrameworkError.
    """
    files = tuple(sorted((file.name, file.stat().st_mtime_ns) for file in folder.glob("*.*")))
    key = (path, path.stat().st_mtime_ns, ((str(folder), 0), *files))
    with _guard:
        found = _ruled.get(key)
        if found is None:
            found = _ruled[key] = RuledRelease(path, folder)
    return found
