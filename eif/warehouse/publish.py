"""Which release is being served, which can be gone back to, and how does a new one take over?

A release is one file, `releases/<utc>-<hash>.duckdb`, never written to once it has its name. The one-line
file `CURRENT` says which is served. Taking over, or going back, replaces that line and nothing else.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from eif.config import Settings
from eif.warehouse.durable import move_into_place, replace_text
from eif.warehouse.errors import ReleaseError
from eif.warehouse.journal import journalled
from eif.warehouse.lock import single_writer

POINTER = "CURRENT"
NAME = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")
# Room to leave on the disk beside what a build needs, so that a full disk is met before it happens.
SPARE_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Release:
    """A published release: what `python -m eif releases` lists."""

    name: str
    path: Path
    published_at: datetime
    as_at: date
    demo: bool
    home_la: str
    extracts: int
    bytes: int
    is_current: bool


def current_release(settings: Settings) -> Path | None:
    """The file of the release being served, or None before the first load.

    Raises ReleaseError when CURRENT names something that is not there.
    """
    try:
        name = (settings.releases / POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    path = settings.releases / f"{name}.duckdb"
    if not NAME.fullmatch(name) or not path.is_file():
        raise ReleaseError(
            f"{POINTER} names {name!r}, which is not a release in {settings.releases}. "
            "List what there is with `python -m eif releases`, then `python -m eif rollback NAME`."
        )
    return path


def release_paths(settings: Settings) -> list[Path]:
    """The files of all published releases, newest first."""
    found = (path for path in settings.releases.glob("*.duckdb") if NAME.fullmatch(path.stem))
    return sorted(found, key=lambda path: path.stem, reverse=True)


def list_releases(settings: Settings) -> list[Release]:
    """Every published release, newest first."""
    pointer = settings.releases / POINTER
    served = pointer.read_text(encoding="utf-8").strip() if pointer.exists() else None
    return [_describe(path, is_current=path.stem == served) for path in release_paths(settings)]


def _describe(path: Path, *, is_current: bool) -> Release:
    with open_release(path) as con:
        setting = dict(con.execute("select key, value from setting").fetchall())
        (extracts,) = con.execute("select count(*) from extract").fetchall()[0]
    return Release(
        name=path.stem,
        path=path,
        published_at=datetime.fromisoformat(setting["published_at"]),
        as_at=date.fromisoformat(setting["as_at"]),
        demo=setting["demo"] == "true",
        home_la=setting["home_la"],
        extracts=extracts,
        bytes=path.stat().st_size,
        is_current=is_current,
    )


@contextmanager
def open_release(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Read a release file by itself. Raises ReleaseError when it is not one."""
    try:
        con = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        raise ReleaseError(
            f"{path.name} cannot be opened: {error}. Go back with `python -m eif rollback NAME`, "
            "or make it again with `python -m eif rebuild`."
        ) from error
    try:
        yield con
    finally:
        con.close()


def publish(settings: Settings, finished: Path, name: str) -> Path:
    """Give a finished, checked file its name and serve it; then remove releases beyond the number kept.

    The caller holds the single-writer lock. Whatever fails before the last step, the previous release stays
    served.
    """
    target = settings.releases / f"{name}.duckdb"
    if target.exists():
        raise ReleaseError(f"Release {name} exists already and is never written to. Load again in a second.")
    move_into_place(finished, target)
    replace_text(settings.releases / POINTER, f"{name}\n")
    _prune(settings)
    return target


def rollback(settings: Settings, name: str, by: str = "") -> Path:
    """Serve another release that is still kept; `name` may be cut short while it fits only one.

    Raises ReleaseError where it fits none or several, the file cannot be read, or a load is running.
    """
    with single_writer(settings.releases, "a rollback"):
        found = [
            path for path in release_paths(settings) if path.stem.startswith(name.removesuffix(".duckdb"))
        ]
        if len(found) != 1 or not name:
            kept = ", ".join(path.stem for path in release_paths(settings)) or "none"
            many = "More than one release" if len(found) > 1 else "No release"
            raise ReleaseError(f"{many} starts with {name!r}. Kept releases: {kept}.")
        _describe(found[0], is_current=True)  # a file that cannot be read is never served
        with journalled(settings, "rollback", by) as entry:
            replace_text(settings.releases / POINTER, f"{found[0].stem}\n")
            entry.note(outcome="served again", release=found[0].stem)
        return found[0]


def _prune(settings: Settings) -> None:
    """Keep the newest `keep_releases` and, always, the one being served."""
    served = current_release(settings)
    for path in release_paths(settings)[settings.keep_releases :]:
        if path == served:
            continue
        try:
            path.unlink()
        except PermissionError:
            # Windows does not remove a file that a running app still reads; the next load tries again.
            continue


@contextmanager
def scratch_folder(settings: Settings) -> Iterator[Path]:
    """A folder beside the releases to build in; gone afterwards, however the block ends.

    What a killed build left behind is removed first. The caller holds the single-writer lock, so nobody else
    is building.
    """
    settings.releases.mkdir(parents=True, exist_ok=True)
    for orphan in settings.releases.glob("building-*"):
        shutil.rmtree(orphan)
    for orphan in settings.releases.glob(f"{POINTER}.*.new"):
        orphan.unlink()
    folder = settings.releases / f"building-{os.getpid()}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def require_free_space(settings: Settings, input_bytes: int) -> None:
    """Stop before the disk fills: scratch file and release need about three times the input."""
    settings.home.mkdir(parents=True, exist_ok=True)
    need = 3 * input_bytes + SPARE_BYTES
    free = shutil.disk_usage(settings.home).free
    if free < need:
        raise ReleaseError(
            f"The disk of {settings.home} has {free / 1e6:,.0f} MB free and this load needs about "
            f"{need / 1e6:,.0f} MB. Free some space and load again; the previous release is still served."
        )
