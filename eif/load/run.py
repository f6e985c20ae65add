"""How do files that are given become the release being served, or a draft of it?"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing, nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path

from eif.casework.office import work_now
from eif.config import Settings
from eif.extracts import COMMAND_LINE, UPLOAD, Limits
from eif.load.build import Built, build
from eif.load.report import LoadReport, report_of
from eif.load.serve import publish_built, tell
from eif.load.take_in import read_in, served_sources
from eif.screening.effect import Effect, effect_of
from eif.snapshot import NoReleaseError, Snapshot, open_snapshot
from eif.warehouse.gather import GivenFile
from eif.warehouse.intake import Intake
from eif.warehouse.journal import journalled
from eif.warehouse.lock import single_writer
from eif.warehouse.publish import scratch_folder
from eif.warehouse.readings import Progress, Readings


def load(
    settings: Settings,
    given: Sequence[GivenFile],
    *,
    by: str,
    period: str | None,
    as_at: date | None,
    dry_run: bool,
    start_afresh: bool,
    on_progress: Progress,
    limits: Limits = COMMAND_LINE,
    because: str | None = None,
) -> LoadReport:
    """Publish the release being served plus the files given (or, with `start_afresh`, these files alone).

    `as_at` is the day evidence is aged against, today if None. `dry_run` does everything but keep, publish
    and tell the journal. `limits` are those of the files given; `because` is the reason for loading them in
    spite of what screening warns of, kept with each. Raises ReleaseError when another load is running, the
    disk is too full, or an earlier file has become unreadable.
    """
    with (
        single_writer(settings.releases, f"a load by {by}"),
        scratch_folder(settings) as folder,
        Readings(folder / "read", on_progress, limits) as readings,
        nullcontext() if dry_run else journalled(settings, "load", by) as entry,
    ):
        intake = Intake(base=[] if start_afresh else served_sources(settings))
        read_in(settings, intake, readings, given, by, period, because)
        if not intake.new and (as_at is None or intake.any_refused):
            return tell(entry, report_of(intake, dry_run=dry_run))
        built = build(
            settings, folder, intake, readings, as_at or date.today(), on_progress, keeping=not dry_run
        )
        if isinstance(built, LoadReport):
            return tell(entry, replace(built, dry_run=dry_run))
        report = replace(built.report, because=because, effect=_effect(settings, built))
        return publish_built(settings, replace(built, report=report), entry, dry_run=dry_run)


def prepare(
    settings: Settings, given: Sequence[GivenFile], folder: Path, *, by: str, on_progress: Progress
) -> Built | LoadReport:
    """Build in `folder` the release that publishing these files would serve; only a report if it would not.

    Nothing is kept and nothing published, so it needs no turn and blocks nobody. The files are held to the
    limits of an upload. Raises ReleaseError as `load` does.
    """
    with Readings(folder / "read", on_progress, UPLOAD) as readings:
        intake = Intake(base=served_sources(settings))
        read_in(settings, intake, readings, given, by, None)
        if not intake.new:
            return report_of(intake)
        built = build(settings, folder, intake, readings, date.today(), on_progress)
        if isinstance(built, LoadReport):
            return built
        return built.report if built.report.stopped else built


def _effect(settings: Settings, built: Built) -> Effect | None:
    """What serving this release would change, None where nothing was served before it or it is unfit."""
    if built.report.stopped:
        return None
    try:
        served = open_snapshot(settings)
    except NoReleaseError:
        return None
    with closing(Snapshot(built.path, settings.framework_folder, work_now(settings))) as after:
        return effect_of(served, after)
