"""What stands between files that are read and a release that is fit to be served?"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb

from eif.config import Settings
from eif.load.report import LoadReport, report_of
from eif.screening import Newcomer, Result, results_of, screen_staged
from eif.screening.before import screened_before
from eif.snapshot import Snapshot
from eif.warehouse.build import Plan, begin, finish, scratch_database, stage
from eif.warehouse.check import check_release
from eif.warehouse.inbox import SourceFile, keep
from eif.warehouse.intake import Intake
from eif.warehouse.ledger import read_ledger
from eif.warehouse.publish import current_release, open_release
from eif.warehouse.readings import Progress, Readings


@dataclass(frozen=True)
class Built:
    """A release that is built and checked and not published; `new` are the files it has that were given."""

    path: Path
    name: str
    report: LoadReport
    new: tuple[SourceFile, ...]


def build(
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
            return report_of(intake, refused)
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


def _check(path: Path, intake: Intake, settings: Settings, refused: Sequence[Result]) -> LoadReport:
    """Put the finished file to every check, the last being that ratings and screens can be made from it."""
    with open_release(path) as release:
        findings = tuple(check_release(release))
        new = [file.sha256 for file in intake.new]
        ledgers = tuple(read_ledger(release, new))
        screened = results_of(release, new)
    report = replace(report_of(intake, [*refused, *screened]), findings=findings, ledgers=ledgers)
    if report.stopped:
        return report
    with closing(Snapshot(path, settings.framework_folder)) as snapshot:
        return replace(report, hint=advise(snapshot))


def advise(snapshot: Snapshot) -> str | None:
    """Say so when every year's results are too old to be rated, which leaves most of a city grey."""
    ((rated, aged, newest),) = (
        snapshot.cursor()
        .execute("""
            select
                count(*) filter (where status = 'rated'),
                count(*) filter (where status = 'aged'),
                max(period) filter (where status = 'aged'),
            from signal
            where kind = 'figure' and period like '____/__'
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
