"""Which files has this installation been given, byte for byte, when and by whom?

Every file that was read is kept as `inbox/<sha256>`, packed as it came, and never changed, so any release can
be rebuilt. The manifest (`inbox/manifest.jsonl`) has one line per receipt: a file given twice has two.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from eif.warehouse.durable import append_lines, move_into_place, whole_lines
from eif.warehouse.errors import ReleaseError


@dataclass(frozen=True)
class SourceFile:
    """One file given to a load, as it was recognised.

    `name` is where it lay, folder included, because a folder may say the year; `period_option` is the
    `--period` it was given with, if any; `layout` and `period` are what it was recognised as (`period` is
    None where the rows say it); `demonstration` says it came with a demonstration mark; `received_at` is UTC;
    `path` is where it can be read; `register_date` (ISO) is how new a whole register is, where it says so.
    `sha256` and `bytes` are of its contents; where those came packed, `container` is the fingerprint of what
    was given and is kept, and `member` the file's path in it, if that is an archive of several;
    `because` is the reason given for loading it in spite of what screening warns of.
    """

    sha256: str
    name: str
    bytes: int
    period_option: str | None
    layout: str
    period: str | None
    demonstration: bool
    received_at: datetime
    received_by: str
    path: Path
    register_date: str | None = None
    container: str | None = None
    member: str | None = None
    because: str | None = None

    @property
    def kept_as(self) -> str:
        """The fingerprint of the bytes that the inbox keeps."""
        return self.container or self.sha256


def fingerprint(path: Path) -> str:
    """The SHA-256 of a file's contents, in hex."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def kept(inbox: Path, sha256: str) -> Path:
    """Where the file of that fingerprint is kept."""
    return inbox / sha256


def keep(inbox: Path, files: Iterable[SourceFile]) -> list[SourceFile]:
    """Copy each file into the inbox, write the manifest, and return them with their kept paths.

    A file counts as received only when both the bytes and its manifest line are on the disk. Raises
    ReleaseError when a file changed between being recognised and being copied.
    """
    inbox.mkdir(parents=True, exist_ok=True)
    received = [_keep_one(inbox, file) for file in files]
    if received:
        append_lines(inbox / "manifest.jsonl", [_manifest_line(file) for file in received])
    return received


def _keep_one(inbox: Path, file: SourceFile) -> SourceFile:
    target = kept(inbox, file.kept_as)
    if not target.exists():
        draft = inbox / f"{file.kept_as}.{os.getpid()}.new"
        try:
            shutil.copyfile(file.path, draft)
            if fingerprint(draft) != file.kept_as:
                raise ReleaseError(
                    f"{file.name} changed while it was being read. Give it again when it is complete."
                )
            move_into_place(draft, target)
        finally:
            draft.unlink(missing_ok=True)
    return replace(file, path=target)


def _manifest_line(file: SourceFile) -> str:
    row = asdict(file)
    del row["path"]
    return json.dumps(row | {"received_at": file.received_at.isoformat()}, ensure_ascii=False)


def receipts(inbox: Path) -> list[SourceFile]:
    """Every receipt, oldest first."""
    found = []
    for line in whole_lines(inbox / "manifest.jsonl"):
        row = json.loads(line)
        row["received_at"] = datetime.fromisoformat(row["received_at"])
        found.append(SourceFile(**row, path=kept(inbox, row.get("container") or row["sha256"])))
    return found
