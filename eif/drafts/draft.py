"""What has been uploaded, and how far has it come?

A draft is a folder `drafts/<id>`: the files as they came, under names of our own; `draft.json`, which says
whose they are and what they are called; and, once it is prepared, the release it would publish with what is
known about it. Nothing here is served.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, Literal

from eif.config import Settings
from eif.warehouse.durable import flush_file, replace_text
from eif.warehouse.errors import ReleaseError
from eif.warehouse.lock import is_held

MOST_BYTES = 25 * 1024 * 1024
MOST_FILES = 60
LONGEST_NAME = 150
CHUNK = 1024 * 1024
# A process that was started needs a moment before it holds its lock.
START_SECONDS = 30

Kept = Literal["uploaded", "preparing", "ready", "refused", "failed", "published", "discarded"]
# `interrupted`: the process that was preparing it ended without saying so.
State = Literal[Kept, "interrupted"]


@dataclass(frozen=True)
class Upload:
    """One file of a draft: the name it came with, the name it is stored by, and its size."""

    name: str
    stored: str
    bytes: int


@dataclass(frozen=True)
class Draft:
    """What is known of a draft. `base` is the release that was served when it was prepared.

    `begun_at` is when its preparing was asked for. `folder_name` is put before the names of the files,
    because a folder such as `2018-2019` says the year of files that do not. `entry` is its entry in the
    journal.
    """

    id: str
    by: str
    created_at: datetime
    begun_at: datetime
    state: Kept
    entry: str
    files: tuple[Upload, ...] = ()
    folder_name: str = ""
    base: str | None = None
    name: str | None = None
    problem: str = ""


def now() -> datetime:
    """The moment, in UTC, to the second."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def drafts_folder(settings: Settings) -> Path:
    """Where drafts lie, beside the inbox and the releases."""
    return settings.home / "drafts"


def folder_of(settings: Settings, draft_id: str) -> Path:
    """The folder of one draft. Raises ReleaseError for what is not an id."""
    if len(draft_id) != 16 or not set(draft_id) <= set("0123456789abcdef"):
        raise ReleaseError("There is no such draft.")
    return drafts_folder(settings) / draft_id


def create(
    settings: Settings, by: str, given: Iterable[tuple[str, IO[bytes]]], *, year: str, entry: str
) -> Draft:
    """Copy what was uploaded to the disk, a piece at a time, and return the draft it makes.

    `given` is each file's own name and its bytes; `year` such as 2018/19, or nothing. Raises ReleaseError for
    a file that is too large or too many of them; nothing of them is kept then.
    """
    draft_id = secrets.token_hex(8)
    folder = folder_of(settings, draft_id)
    (folder / "files").mkdir(parents=True)
    try:
        files = tuple(_store(folder / "files", name, content) for name, content in given)
        if not 0 < len(files) <= MOST_FILES:
            raise ReleaseError(f"Give between 1 and {MOST_FILES} files at a time.")
        draft = Draft(
            id=draft_id,
            by=by,
            created_at=now(),
            begun_at=now(),
            state="uploaded",
            entry=entry,
            files=files,
        )
        draft = for_year(draft, year)
        write(settings, draft)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return draft


def for_year(draft: Draft, year: str) -> Draft:
    """The draft with another year (such as 2018/19, or nothing) for files that do not say theirs."""
    return replace(draft, folder_name=f"{year[:4]}-{int(year[:4]) + 1}" if year else "")


def _store(folder: Path, name: str, content: IO[bytes]) -> Upload:
    """Keep one file under a name of our own; the name it came with is only ever text."""
    said = PurePosixPath(name.replace("\\", "/")).name[-LONGEST_NAME:] or "unnamed"
    stored = secrets.token_hex(16)
    size = 0
    with (folder / stored).open("xb") as kept:
        while piece := content.read(CHUNK):
            size += len(piece)
            if size > MOST_BYTES:
                raise ReleaseError(
                    f"{said} is larger than {MOST_BYTES // 1024**2} MB, the most that can be uploaded. "
                    "Load it with `python -m eif load`, which takes larger files."
                )
            kept.write(piece)
    flush_file(folder / stored)
    return Upload(said, stored, size)


def write(settings: Settings, draft: Draft) -> None:
    """Keep what is known of a draft, in one step."""
    times = {"created_at": draft.created_at.isoformat(), "begun_at": draft.begun_at.isoformat()}
    told = asdict(draft) | times
    replace_text(folder_of(settings, draft.id) / "draft.json", json.dumps(told, ensure_ascii=False))


def read(settings: Settings, draft_id: str) -> Draft:
    """One draft. Raises ReleaseError where there is none."""
    try:
        text = (folder_of(settings, draft_id) / "draft.json").read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ReleaseError("There is no such draft: it was published or discarded.") from error
    told = json.loads(text)
    for name in ("created_at", "begun_at"):
        told[name] = datetime.fromisoformat(told[name])
    told["files"] = tuple(Upload(**file) for file in told["files"])
    return Draft(**told)


def list_drafts(settings: Settings) -> list[Draft]:
    """Every draft that waits to be decided, the newest first."""
    found = [read(settings, path.parent.name) for path in drafts_folder(settings).glob("*/draft.json")]
    return sorted(found, key=lambda draft: draft.created_at, reverse=True)


def lock_of(settings: Settings, draft_id: str) -> Path:
    """The file that the process preparing a draft holds while it lives."""
    return folder_of(settings, draft_id) / "preparing.lock"


def state_of(settings: Settings, draft: Draft) -> State:
    """How far a draft has come, by what it says and by whether its process still lives."""
    if draft.state not in ("uploaded", "preparing") or is_held(lock_of(settings, draft.id)):
        return draft.state
    age = now() - draft.begun_at
    if draft.state == "uploaded" and age.total_seconds() < START_SECONDS:
        return "uploaded"
    # It may have finished between the two looks.
    again = read(settings, draft.id)
    return again.state if again.state not in ("uploaded", "preparing") else "interrupted"


def tell_progress(settings: Settings, draft_id: str, words: str) -> None:
    """Say how far preparing has come; the last words stand."""
    path = folder_of(settings, draft_id) / "progress"
    fresh = path.with_suffix(".new")
    fresh.write_text(words, encoding="utf-8")
    fresh.replace(path)


def progress_of(settings: Settings, draft_id: str) -> str:
    """The last words about how far preparing has come."""
    path = folder_of(settings, draft_id) / "progress"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def forget(settings: Settings, draft: Draft) -> None:
    """Remove a draft's folder. What was decided about it stands in the journal."""
    shutil.rmtree(folder_of(settings, draft.id))


def with_state(settings: Settings, draft: Draft, state: Kept, **told: str | datetime | None) -> Draft:
    """Keep a draft's new state and what else is known with it."""
    changed = replace(draft, state=state, **told)  # type: ignore[arg-type]
    write(settings, changed)
    return changed
