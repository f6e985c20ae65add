"""What was acknowledged, told a second time, outside the database?

`journal.jsonl` is only added to. Each line holds one event and the hash of the line before it, and is on the
disk before anybody is told "Saved". The first line names the journal, and events name the journal they were
written to, so that each of several app machines can hold its own beside one database.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from eif.casework.chain import BEGINNING, canonical, seal
from eif.casework.errors import BrokenStoreError, BusyError
from eif.warehouse.durable import flush_folder, move_into_place
from eif.warehouse.errors import ReleaseError
from eif.warehouse.lock import in_turn

NAME = "journal.jsonl"


class Journal:
    """The journal in one folder, which is made where it is missing."""

    def __init__(self, folder: Path) -> None:
        """Open the journal in `folder`, beginning one where there is none."""
        self.folder = folder
        self.path = folder / NAME
        folder.mkdir(parents=True, exist_ok=True)
        self.is_new = False
        with self.turn():
            if not self.path.exists() or b"\n" not in self._ending():
                self.path.unlink(missing_ok=True)
                self._write([{"journal": secrets.token_hex(8)}], BEGINNING)
                flush_folder(folder)
                self.is_new = True

    @cached_property
    def id(self) -> str:
        """The name of this journal. Raises BrokenStoreError."""
        with self.path.open("rb") as handle:
            return str(self._entry(1, handle.readline(), BEGINNING)["journal"])

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the right to save while the block runs, so that the journal is in the order of the saves."""
        try:
            with in_turn(self.folder / "turn.lock"):
                yield
        except ReleaseError as held:
            raise BusyError("Others are saving just now. Nothing was saved: try again.") from held

    def append(self, events: Sequence[Mapping[str, Any]]) -> None:
        """Add events: they are on the disk when this returns. Call it within `turn`, after `mend`.

        Raises OSError, and then adds none of them.
        """
        if events:
            self._write(events, _hash_of(self._last_line()))
            self.is_new = False

    def last(self) -> dict[str, Any] | None:
        """The last event, or None before the first. Raises BrokenStoreError."""
        line = self._last_line()
        self._as_written(None, line)
        entry = self._entry(None, line, None)
        return entry if "revision" in entry else None

    def lines(self) -> Iterator[dict[str, Any]]:
        """Every event, oldest first. Raises BrokenStoreError naming the first line that is not as it was."""
        before, number, raw = BEGINNING, 0, b""
        with self.path.open("rb") as handle:
            for number, raw in enumerate(handle, start=1):
                entry = self._entry(number, raw, before)
                before = _hash_of(raw)
                if number > 1:
                    yield entry
        # Every byte of a line is in the hash that the next one holds; of the last, in how it must be written.
        self._as_written(number, raw)

    def mend(self) -> bool:
        """Cut off a last line that a crash left unfinished; whether there was one. Call it within `turn`."""
        unfinished = self._ending().rpartition(b"\n")[2]
        if not unfinished:
            return False
        with self.path.open("rb+") as handle:
            handle.truncate(self.path.stat().st_size - len(unfinished))
            os.fsync(handle.fileno())
        return True

    def given_id(self) -> str:
        """The name of this journal, from its last whole event where its first line is damaged."""
        try:
            return self.id
        except BrokenStoreError:
            told = list(whole_events(self.path))
            return str(told[-1]["journal"]) if told else secrets.token_hex(8)

    def replace(self, events: Sequence[Mapping[str, Any]], at: str) -> Path:
        """Put this journal aside, under a name that ends in `at`, and one of these events in its place."""
        lines: list[Mapping[str, Any]] = [{"journal": self.given_id()}, *events]
        made = self.path.with_name(f"{NAME}.new")
        made.unlink(missing_ok=True)
        self._write(lines, BEGINNING, path=made)
        aside = self.path.rename(f"{self.path}.{at}")
        move_into_place(made, self.path)
        return aside

    def _entry(self, number: int | None, raw: bytes, before: str | None) -> dict[str, Any]:
        """The event in a line; `number` is None for the last, and `before` where it is not asked."""
        try:
            line = json.loads(raw.decode())
        except ValueError as error:
            raise self._broken(number) from error
        entry = line.get("event") if isinstance(line, dict) else None
        if not isinstance(entry, dict) or (before is not None and line.get("after") != before):
            raise self._broken(number)
        return entry

    def _as_written(self, number: int | None, raw: bytes) -> None:
        try:
            if canonical(json.loads(raw)).encode() + b"\n" != raw:
                raise self._broken(number)
        except ValueError as error:
            raise self._broken(number) from error

    def _broken(self, number: int | None) -> BrokenStoreError:
        where = "The last line" if number is None else f"Line {number}"
        return BrokenStoreError(
            f"{where} of {self.path} is not as it was written. Run `python -m eif restore`: it puts the "
            "journal together again, and keeps this file."
        )

    def _last_line(self) -> bytes:
        """The last finished line."""
        ending = self._ending()
        whole = ending[: ending.rfind(b"\n") + 1]
        return whole[whole.rfind(b"\n", 0, -1) + 1 :]

    def _ending(self) -> bytes:
        """The end of the file, from before its last finished line; all of it where there is none."""
        with self.path.open("rb") as handle:
            size = handle.seek(0, os.SEEK_END)
            step = 65536
            while True:
                step = min(step, size)
                handle.seek(size - step)
                ending = handle.read(step)
                if step == size or ending.count(b"\n") > 1:
                    return ending
                step *= 4

    def _write(self, events: Sequence[Mapping[str, Any]], before: str, *, path: Path | None = None) -> None:
        """Add lines, or write them into a file of their own."""
        written = []
        for entry in events:
            line = canonical({"after": before, "event": entry}).encode() + b"\n"
            before = _hash_of(line)
            written.append(line)
        with (path or self.path).open("ab", buffering=0) as handle:
            size = os.fstat(handle.fileno()).st_size
            try:
                rest = memoryview(b"".join(written))
                while rest:
                    rest = rest[handle.write(rest) :]
                os.fsync(handle.fileno())
            except OSError:
                # What the disk refused may be readable for a while: nobody may take it for kept.
                handle.truncate(size)
                raise


def whole_events(path: Path) -> Iterator[dict[str, Any]]:
    """What can still be read of a journal, damaged or not: each event whose seal holds."""
    with path.open("rb") as handle:
        for raw in handle:
            try:
                entry = json.loads(raw)["event"]
                if entry["hash"] == seal(entry) and isinstance(entry["revision"], int):
                    yield entry
            except (ValueError, KeyError, TypeError):
                continue


def _hash_of(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()
