"""What was ever loaded, drafted, published, taken back or refused here: when, by whom, and how did it end?

`releases/journal.jsonl` is only ever added to. One thing that happened is an entry of a few lines: that it
began, which release it is about to serve, how it ended. An entry without an end did not finish: its process
was ended, or the disk took no more lines.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from eif.config import Settings
from eif.warehouse.durable import append_lines, whole_lines
from eif.warehouse.lock import in_turn

NAME = "journal.jsonl"
UNFINISHED = "did not finish"


@dataclass(frozen=True)
class FileEntry:
    """One file of an entry: what it was called, what became of it, and its counts where it was read."""

    name: str
    state: str
    message: str = ""
    rows: int = 0
    cells: int = 0


@dataclass(frozen=True)
class Entry:
    """One load, draft, rebuild or rollback.

    `outcome` is `published`, `nothing new`, `stopped by a check`, `refused`, `failed`, `discarded`, `served
    again`, `waiting` (a draft not decided yet) or UNFINISHED. Times are UTC.
    """

    id: str
    what: str
    by: str
    began_at: datetime
    at: datetime
    outcome: str = UNFINISHED
    release: str | None = None
    files: tuple[FileEntry, ...] = ()
    warnings: tuple[str, ...] = ()
    reason: str = ""
    approved_by: str = ""
    problem: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


class Writing:
    """An entry that is under way."""

    def __init__(self, settings: Settings, entry: str) -> None:
        """An entry that has begun, by its id."""
        self.id = entry
        self._settings = settings

    def note(self, **told: Any) -> None:
        """Add what is known now; `files` are FileEntry, whatever else is text or numbers."""
        _append(self._settings, {"entry": self.id} | told)


def begin(settings: Settings, what: str, by: str, **told: Any) -> Writing:
    """Begin an entry; it is on the disk when this returns."""
    entry = secrets.token_hex(8)
    _append(settings, {"entry": entry, "what": what, "by": by} | told)
    return Writing(settings, entry)


@contextmanager
def journalled(settings: Settings, what: str, by: str) -> Iterator[Writing]:
    """An entry of what the block does; a block that fails ends it with its error."""
    writing = begin(settings, what, by)
    try:
        yield writing
    except BaseException as error:
        # A disk that is full takes no line either: the entry then says that it did not finish.
        with suppress(OSError):
            writing.note(outcome="failed", problem=str(error) or type(error).__name__)
        raise


def _append(settings: Settings, told: dict[str, Any]) -> None:
    settings.releases.mkdir(parents=True, exist_ok=True)
    if "files" in told:
        told = told | {"files": [vars(file) for file in told["files"]]}
    line = {"at": datetime.now(UTC).replace(tzinfo=None, microsecond=0).isoformat(), **told}
    with in_turn(settings.releases / "journal.lock"):
        append_lines(settings.releases / NAME, [json.dumps(line, ensure_ascii=False)])


def history(settings: Settings) -> list[Entry]:
    """Every entry, the newest first."""
    told: dict[str, dict[str, Any]] = {}
    for text in whole_lines(settings.releases / NAME):
        line = json.loads(text)
        entry = told.setdefault(line.pop("entry"), {"began_at": line["at"]})
        entry.update(line)
    entries = [_entry(name, given, settings.releases) for name, given in told.items()]
    return sorted(entries, key=lambda entry: entry.began_at, reverse=True)


KNOWN = ("what", "by", "outcome", "release", "reason", "approved_by", "problem")


def _entry(name: str, given: dict[str, Any], releases: Path) -> Entry:
    known = {key: given[key] for key in KNOWN if key in given}
    release = given.get("release")
    if "outcome" not in given and release and (releases / f"{release}.duckdb").exists():
        known["outcome"] = f"{UNFINISHED}; its release is kept"
    return Entry(
        id=name,
        began_at=datetime.fromisoformat(given["began_at"]),
        at=datetime.fromisoformat(given["at"]),
        files=tuple(FileEntry(**file) for file in given.get("files", ())),
        warnings=tuple(given.get("warnings", ())),
        extra={
            key: value
            for key, value in given.items()
            if key not in (*KNOWN, "files", "warnings", "began_at", "at")
        },
        **known,
    )
