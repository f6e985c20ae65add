"""What was found when a draft was prepared: its files, its screening, and what publishing it would change?"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from eif.warehouse.inbox import SourceFile
from eif.warehouse.journal import FileEntry

NAME = "result.json"


@dataclass(frozen=True)
class Found:
    """One file of a draft: what it is and what became of it, its cells by where they went."""

    name: str
    state: str
    message: str
    layout_title: str = ""
    period: str = ""
    rows: int = 0
    cells: int = 0
    values: int = 0
    missing: int = 0
    rejected: int = 0

    def to_entry(self) -> FileEntry:
        """The same as the journal keeps it."""
        return FileEntry(self.name, self.state, self.message, self.rows, self.cells)


@dataclass(frozen=True)
class Check:
    """One result of screening, or of the checks of the whole release (`file_name` empty)."""

    file_name: str
    stage: str
    check: str
    question: str
    result: str
    message: str
    what_to_do: str
    rows: int = 0


@dataclass(frozen=True)
class Result:
    """All that was found. `new` are the files that go into the inbox if this is published.

    `sentences` say the effect in a few counts; `figures`, `ratings` and `schools` hold it row by row.
    """

    files: tuple[Found, ...]
    notes: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    new: tuple[SourceFile, ...] = ()
    sentences: tuple[str, ...] = ()
    figures: Sequence[Mapping[str, Any]] = field(default=())
    ratings: Sequence[Mapping[str, Any]] = field(default=())
    schools: Sequence[Mapping[str, Any]] = field(default=())
    hint: str = ""

    def of(self, result: str) -> list[Check]:
        """The checks that came out so."""
        return [check for check in self.checks if check.result == result]


def write_result(folder: Path, result: Result) -> None:
    """Keep what was found beside the draft."""
    told = asdict(result)
    for file in told["new"]:
        file["path"] = str(file["path"])
        file["received_at"] = file["received_at"].isoformat()
    (folder / NAME).write_text(json.dumps(told, ensure_ascii=False, default=str), encoding="utf-8")


def read_result(folder: Path) -> Result:
    """What `write_result` kept."""
    told = json.loads((folder / NAME).read_text(encoding="utf-8"))
    new = [
        SourceFile(
            **{
                **file,
                "path": Path(file["path"]),
                "received_at": datetime.fromisoformat(file["received_at"]),
            }
        )
        for file in told["new"]
    ]
    return Result(
        **{
            **told,
            "files": tuple(Found(**file) for file in told["files"]),
            "checks": tuple(Check(**check) for check in told["checks"]),
            "notes": tuple(told["notes"]),
            "sentences": tuple(told["sentences"]),
            "new": tuple(new),
        }
    )
