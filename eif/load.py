"""What happens when somebody gives this installation files?

They are read, screened, kept in the inbox, joined with the files of the release being served, checked, and
only then published. Whatever fails on the way, the previous release stays served.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from eif.config import Settings
from eif.extracts import COMMAND_LINE, UPLOAD, Limits, Reading
from eif.screening import Newcomer, Result, results_of, screen_staged
from eif.screening.before import screened_before
from eif.screening.effect import Effect, effect_of
from eif.screening.result import WARNING, known, refusal
from eif.snapshot import NoReleaseError, Snapshot, open_snapshot
from eif.warehouse.build import Plan, begin, finish, scratch_database, sources_of, stage
from eif.warehouse.check import Finding, check_release
from eif.warehouse.content import changed_tables, read_content
from eif.warehouse.errors import ReleaseError
from eif.warehouse.gather import GivenFile
from eif.warehouse.inbox import SourceFile, keep, receipts
from eif.warehouse.intake import FileReport, Intake
from eif.warehouse.journal import FileEntry, Writing, journalled
from eif.warehouse.ledger import FileLedger, read_ledger
from eif.warehouse.lock import single_writer
from eif.warehouse.publish import current_release, open_release, publish, require_free_space, scratch_folder
from eif.warehouse.readings import Progress, Readings

DEMONSTRATION = "demonstration"


@dataclass(frozen=True)
class LoadReport:
    """What a load did.

    `release` is None when nothing was published; `hint` is advice about the data; `changed` names the tables
    in which a rebuild differs from the release it was built from, None where there was none to compare with.
    `screening` is what was asked of each file given, in order, and how it came out; `because` the reason
    given for loading it all the same; `effect` what a load from the command line changes for those who look.
    """

    files: tuple[FileReport, ...]
    notes: tuple[str, ...]
    ledgers: tuple[FileLedger, ...] = ()
    findings: tuple[Finding, ...] = ()
    release: str | None = None
    dry_run: bool = False
    hint: str | None = None
    changed: tuple[str, ...] | None = None
    screening: tuple[Result, ...] = ()
    because: str | None = None
    effect: Effect | None = None

    @property
    def refused(self) -> tuple[FileReport, ...]:
        """The files that were not read."""
        return tuple(file for file in self.files if file.state == "refused")

    @property
    def nothing_new(self) -> bool:
        """Every file given is in the release already."""
        return all(file.state == "known" for file in self.files)

    @property
    def stopped(self) -> bool:
        """A check found the built release unfit."""
        return any(finding.stops and not finding.passed for finding in self.findings)

    @property
    def outcome(self) -> str:
        """How it ended, in the words of the journal."""
        if self.release:
            return "published"
        if self.stopped:
            return "stopped by a check"
        return "nothing new" if self.nothing_new else "refused"

    def entries(self) -> list[FileEntry]:
        """The files as the journal keeps them: what became of each, with its counts where it was read."""
        counted = {ledger.file_name: (ledger.rows_in, ledger.cells) for ledger in self.ledgers}
        return [
            FileEntry(file.name, file.state, file.message, *counted.get(file.name, (0, 0)))
            for file in self.files
        ]

    @property
    def exit_code(self) -> int:
        """0: what was given is published. 1: published, but some files were refused. 2: nothing published."""
        fit = self.findings and not self.stopped
        if self.release or (self.dry_run and fit):
            return 1 if self.refused else 0
        return 0 if self.nothing_new and not self.stopped else 2


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
        intake = Intake(base=[] if start_afresh else _served_sources(settings))
        _read_in(settings, intake, readings, given, by, period, because)
        if not intake.new and (as_at is None or intake.any_refused):
            return _told(entry, _report(intake, dry_run=dry_run))
        built = _build(
            settings, folder, intake, readings, as_at or date.today(), on_progress, keeping=not dry_run
        )
        if isinstance(built, LoadReport):
            return _told(entry, replace(built, dry_run=dry_run))
        told = replace(built.report, because=because, effect=_effect(settings, built))
        return _publish(settings, replace(built, report=told), entry, dry_run=dry_run)


@dataclass(frozen=True)
class Built:
    """A release that is built and checked and not published; `new` are the files it has that were given."""

    path: Path
    name: str
    report: LoadReport
    new: tuple[SourceFile, ...]


def prepare(
    settings: Settings, given: Sequence[GivenFile], folder: Path, *, by: str, on_progress: Progress
) -> Built | LoadReport:
    """Build in `folder` the release that publishing these files would serve; only a report if it would not.

    Nothing is kept and nothing published, so it needs no turn and blocks nobody. The files are held to the
    limits of an upload. Raises ReleaseError as `load` does.
    """
    with Readings(folder / "read", on_progress, UPLOAD) as readings:
        intake = Intake(base=_served_sources(settings))
        _read_in(settings, intake, readings, given, by, None)
        if not intake.new:
            return _report(intake)
        built = _build(settings, folder, intake, readings, date.today(), on_progress)
        if isinstance(built, LoadReport):
            return built
        return built.report if built.report.stopped else built


def _read_in(
    settings: Settings,
    intake: Intake,
    readings: Readings,
    given: Sequence[GivenFile],
    by: str,
    period: str | None,
    because: str | None = None,
) -> None:
    """Read the files given and those they are joined with, and settle what each does to the others."""
    require_free_space(settings, sum(file.path.stat().st_size for file in given))
    _take_in(intake, readings, given, by, period, because)
    if intake.new or not intake.any_refused:
        require_free_space(settings, sum(file.bytes for file in intake.files()))
        intake.settle([reading.outcome for reading in readings.of(intake.files())])


def rebuild(settings: Settings, *, as_at: date | None, on_progress: Progress, by: str = "") -> LoadReport:
    """Build the release being served again from the inbox and publish it.

    It keeps its own as-at date if `as_at` is None. Where no release is left, everything ever received is
    used: the real files, or the demonstration where there are none. Raises ReleaseError as `load` does.
    """
    with (
        single_writer(settings.releases, "a rebuild"),
        scratch_folder(settings) as folder,
        Readings(folder / "read", on_progress) as readings,
        journalled(settings, "rebuild", by) as entry,
    ):
        served = current_release(settings)
        intake = Intake(base=_served_sources(settings) if served else _everything_received(settings))
        if not intake.base:
            raise ReleaseError("The inbox is empty. Load files with `python -m eif load PATH`.")
        before = None
        if served:
            with open_release(served) as con:
                ((text,),) = con.execute("select value from setting where key = 'as_at'").fetchall()
                before = read_content(con)
            as_at = as_at or date.fromisoformat(text)
        require_free_space(settings, sum(file.bytes for file in intake.base))
        intake.settle([reading.outcome for reading in readings.of(intake.files())])
        built = _build(settings, folder, intake, readings, as_at or date.today(), on_progress)
        if isinstance(built, LoadReport):
            return _told(entry, built)
        report = _publish(settings, built, entry, dry_run=False)
        rebuilt = current_release(settings)
        if before is None or rebuilt is None or report.release is None:
            return report
        with open_release(rebuilt) as con:
            return replace(report, changed=tuple(changed_tables(before, read_content(con))))


def _served_sources(settings: Settings) -> list[SourceFile]:
    served = current_release(settings)
    if served is None:
        return []
    with open_release(served) as con:
        return sources_of(con, settings.inbox)


def _everything_received(settings: Settings) -> list[SourceFile]:
    received = receipts(settings.inbox)
    real = [file for file in received if not file.demonstration]
    files: list[SourceFile] = []
    for file in real or received:
        intake = Intake(base=files)
        intake.add(file)
        files = list(intake.files())
    return files


def _take_in(
    intake: Intake,
    readings: Readings,
    given: Sequence[GivenFile],
    by: str,
    period: str | None,
    because: str | None,
) -> None:
    """Read each file and decide what it does to the files of the release being served."""
    found = []
    for reading in readings.given(given, period):
        if reading.outcome.accepted:
            found.append(replace(_source(reading, by), because=because))
        else:
            intake.report(reading.name, "refused", reading.outcome.message, reading.outcome.check)
    registers = {file.layout for file in found if file.register_date}
    old = [file for file in intake.base if file.layout in registers]
    dates = {file: reading.register_date for file, reading in zip(old, readings.of(old), strict=True)}
    intake.base = [replace(file, register_date=dates.get(file)) for file in intake.base]
    demonstration = any(file.layout == DEMONSTRATION for file in found)
    if found and intake.base and intake.base[0].demonstration != demonstration:
        was, now = ("real", "a demonstration") if demonstration else ("a demonstration", "real")
        intake.notes.append(
            f"The release being served is {was} and these files are {now}, so this release starts afresh. "
            "`python -m eif rollback` goes back."
        )
        intake.base = []
    for file in found:
        intake.add(replace(file, demonstration=demonstration))


def _source(reading: Reading, by: str) -> SourceFile:
    """A file that was read, as somebody gave it now."""
    return SourceFile(
        sha256=reading.sha256 or "",
        name=reading.name,
        bytes=reading.size,
        period_option=reading.stated,
        layout=reading.outcome.layout or "",
        period=reading.period,
        demonstration=False,
        received_at=datetime.now(UTC).replace(tzinfo=None, microsecond=0),
        received_by=by,
        path=reading.path,
        register_date=reading.register_date,
        container=reading.container,
        member=reading.member,
    )


def _build(
    settings: Settings,
    folder: Path,
    intake: Intake,
    readings: Readings,
    as_at: date,
    on_progress: Progress,
    *,
    keeping: bool = False,
) -> Built | LoadReport:
    """Screen and build in `folder` what was read, and put it to every check.

    `keeping` puts the new files that come through screening into the inbox. Only a report where none does.
    """
    path = folder / "release.duckdb"
    refused: list[Result] = []
    while True:
        files = intake.files()
        intake.require_readable([reading.outcome for reading in readings.of(files)])
        if refused and not intake.new:
            return _report(intake, refused)
        with scratch_database(folder) as con:
            on_progress("Putting the files together")
            if failing := _screen(con, settings, intake, readings, as_at):
                refused += failing
                continue
            if keeping:
                intake.new = keep(settings.inbox, intake.new)
            plan = Plan(files, files[0].demonstration, as_at, settings.la_code, settings.neighbour_set)
            name = finish(con, plan, path, on_progress)
            break
    on_progress("Checking")
    return Built(path, name, _check(path, intake, settings, refused), tuple(intake.new))


def _screen(
    con: duckdb.DuckDBPyConnection, settings: Settings, intake: Intake, readings: Readings, as_at: date
) -> list[Result]:
    """Stage the files and screen those that are new; what was found in files that it takes out of the intake.

    A file of the release being served is screened too where that release has no results for it, but stays.
    """
    files = intake.files()
    read = readings.of(files)
    readings.rest()
    staged = stage(con, files, read)
    begin(con, as_at=as_at, la_code=settings.la_code, neighbour_set=settings.neighbour_set)
    numbers = {
        file.sha256: outcome.extract_id
        for file, outcome in zip(files, staged, strict=True)
        if outcome.extract_id is not None
    }
    served = current_release(settings)
    new = {file.sha256: file for file in intake.new}
    before = screened_before(con, served) if served else set()
    replaces = {newer: earlier for earlier, newer in intake.replaced.items()}
    newcomers = [
        Newcomer(number, replaces.get(sha256))
        for sha256, number in numbers.items()
        if sha256 in new or sha256 not in before
    ]
    failing = screen_staged(con, newcomers, served)
    told: list[Result] = []
    for sha256, number in numbers.items():
        if number in failing and sha256 in new:
            told += results_of(con, [sha256])
            intake.refuse(new[sha256], failing[number])
    return told


def _publish(settings: Settings, built: Built, entry: Writing | None, *, dry_run: bool) -> LoadReport:
    """Serve what was built, unless a check stops it or it is for trial only."""
    if dry_run or built.report.stopped:
        return _told(entry, replace(built.report, dry_run=dry_run))
    if entry:
        entry.note(release=built.name)
    publish(settings, built.path, built.name)
    return _told(entry, replace(built.report, release=built.name))


def _told(entry: Writing | None, report: LoadReport) -> LoadReport:
    """Tell the journal how it ended."""
    if entry:
        warned = [f"{row.file_name}: {row.message}" for row in report.screening if row.result == WARNING]
        entry.note(
            outcome=report.outcome, files=report.entries(), warnings=warned, reason=report.because or ""
        )
    return report


def _report(intake: Intake, refused: Sequence[Result] = (), dry_run: bool = False) -> LoadReport:
    told: list[Result] = []
    for file in intake.reports:
        if file.state == "known":
            told += known(file.name, file.message)
        elif file.check:
            told += refusal(file.name, file.check, file.message)
    return LoadReport(
        tuple(intake.reports), intake.told_notes(), dry_run=dry_run, screening=(*told, *refused)
    )


def _check(path: Path, intake: Intake, settings: Settings, refused: Sequence[Result]) -> LoadReport:
    """Put the finished file to every check, the last being that ratings and screens can be made from it."""
    with open_release(path) as release:
        findings = tuple(check_release(release))
        new = [file.sha256 for file in intake.new]
        ledgers = tuple(read_ledger(release, new))
        screened = results_of(release, new)
    report = replace(_report(intake, [*refused, *screened]), findings=findings, ledgers=ledgers)
    if report.stopped:
        return report
    with closing(Snapshot(path, 0, settings.framework)) as snapshot:
        return replace(report, hint=advise(snapshot))


def _effect(settings: Settings, built: Built) -> Effect | None:
    """What serving this release would change, None where nothing was served before it or it is unfit."""
    if built.report.stopped:
        return None
    try:
        served = open_snapshot(settings)
    except NoReleaseError:
        return None
    with closing(Snapshot(built.path, 0, settings.framework)) as after:
        return effect_of(served, after)


def advise(snapshot: Snapshot) -> str | None:
    """Say so when every piece of evidence is too old to be rated, which leaves a grey city."""
    ((rated, aged, newest),) = (
        snapshot.cursor()
        .execute("""
            select
                count(*) filter (where status = 'rated'),
                count(*) filter (where status = 'aged'),
                max(period) filter (where status = 'aged'),
            from signal
        """)
        .fetchall()
    )
    if rated or not aged:
        return None
    then = date(int(newest[:4]) + 2, 3, 31)
    return (
        f"The newest school-level evidence is for {newest}: too old, at the release's as-at date, to rate "
        f"any school. To see ratings as they stood then: `python -m eif rebuild --as-at {then.isoformat()}`."
    )
