"""What may be done with a draft that is ready: publish it, or discard it?"""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from eif.config import Settings
from eif.drafts.draft import Draft, folder_of, forget, read, state_of
from eif.drafts.result import Result, read_result
from eif.sql import CONFIG
from eif.warehouse.errors import ReleaseError
from eif.warehouse.inbox import SourceFile, keep
from eif.warehouse.journal import Writing
from eif.warehouse.lock import single_writer
from eif.warehouse.publish import current_release, publish

RELEASE = "release.duckdb"


def publish_draft(
    settings: Settings, draft_id: str, *, by: str, reason: str = "", approved_by: str = ""
) -> str:
    """Serve what a draft prepared and return the release's name.

    `reason` is why its warnings are accepted; `approved_by` the second person, where the installation asks
    for one. Raises ReleaseError, and changes nothing, where the draft is not ready, another release was
    published since it was prepared, or one of the two is lacking.
    """
    with single_writer(settings.releases, f"publishing a draft by {by}"):
        draft = read(settings, draft_id)
        folder = folder_of(settings, draft_id)
        if state_of(settings, draft) != "ready":
            raise ReleaseError("This draft is not ready to be published.")
        if is_overtaken(settings, draft):
            raise ReleaseError(
                "Another release was published since this draft was prepared, so what it says may no longer "
                "be true. Nothing was changed. Prepare it again."
            )
        result = read_result(folder)
        _require_words(settings, draft, result, by, reason, approved_by)
        name = _stamp(folder / RELEASE, str(draft.name), settings.releases)
        new = _accept(folder / RELEASE, result, reason)
        writing = Writing(settings, draft.entry)
        writing.note(
            release=name,
            by=by,
            reason=reason.strip(),
            approved_by=approved_by.strip(),
            files=[file.to_entry() for file in result.files],
            warnings=[f"{check.file_name}: {check.message}" for check in result.of("WARNING")],
        )
        keep(settings.inbox, new)
        publish(settings, folder / RELEASE, name)
        writing.note(outcome="published")
    forget(settings, draft)
    return name


def is_overtaken(settings: Settings, draft: Draft) -> bool:
    """Was another release published since the draft was prepared?"""
    served = current_release(settings)
    return draft.base != (served.stem if served else None)


def discard_draft(settings: Settings, draft_id: str, *, by: str) -> None:
    """Remove a draft; the journal keeps that it was there. Raises ReleaseError while it is being prepared."""
    draft = read(settings, draft_id)
    if state_of(settings, draft) in ("uploaded", "preparing"):
        raise ReleaseError("This draft is being prepared. Discard it when it is ready.")
    Writing(settings, draft.entry).note(outcome="discarded", decided_by=by)
    forget(settings, draft)


def _require_words(
    settings: Settings, draft: Draft, result: Result, by: str, reason: str, approved_by: str
) -> None:
    if not by.strip():
        raise ReleaseError("Say who publishes this.")
    warnings = len(result.of("WARNING"))
    if warnings and not reason.strip():
        raise ReleaseError(
            f"{warnings} {'warning is' if warnings == 1 else 'warnings are'} open: write why this can be "
            "published all the same."
        )
    if settings.second_approver and _same(approved_by, draft.by):
        raise ReleaseError(
            f"A second person must approve this: somebody other than {draft.by}, who uploaded it."
        )


def _same(approver: str, uploader: str) -> bool:
    """Is this nobody, or the person who uploaded it? Capitals and blanks make no second person."""
    said = " ".join(approver.casefold().split())
    return not said or said == " ".join(uploader.casefold().split())


def _accept(release: Path, result: Result, reason: str) -> list[SourceFile]:
    """Keep with the new files why their warnings were accepted; the files as the inbox is to keep them."""
    because = reason.strip() or None
    with closing(duckdb.connect(str(release), config=CONFIG)) as con:
        con.execute(
            "update source_file set because = ? where list_contains(?, sha256)",
            [because, [file.sha256 for file in result.new]],
        )
        con.execute("checkpoint")
    return [replace(file, because=because) for file in result.new]


def _stamp(release: Path, prepared_as: str, releases: Path) -> str:
    """Give a release that nobody has seen yet the moment of its publishing, and return its name."""
    at = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    name = f"{at:%Y%m%dT%H%M%SZ}-{prepared_as.rpartition('-')[2]}"
    if (releases / f"{name}.duckdb").exists():
        raise ReleaseError(f"Release {name} exists already. Try again in a second.")
    with closing(duckdb.connect(str(release), config=CONFIG)) as con:
        con.executemany(
            "update setting set value = ? where key = ?",
            [(name, "release"), (at.isoformat(), "published_at")],
        )
        con.execute("checkpoint")
    return name
