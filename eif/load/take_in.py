"""Which files will the next release be built from, once those given are read?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from eif.config import Settings
from eif.extracts import Reading
from eif.warehouse.build import sources_of
from eif.warehouse.gather import GivenFile
from eif.warehouse.inbox import SourceFile, receipts
from eif.warehouse.intake import Intake
from eif.warehouse.publish import current_release, open_release, require_free_space
from eif.warehouse.readings import Readings

DEMONSTRATION = "demonstration"


def served_sources(settings: Settings) -> list[SourceFile]:
    """The files of the release being served; none where nothing is."""
    served = current_release(settings)
    if served is None:
        return []
    with open_release(served) as con:
        return sources_of(con, settings.inbox)


def everything_received(settings: Settings) -> list[SourceFile]:
    """The newest of every file ever kept: the real ones, or the demonstration's where there are none."""
    received = receipts(settings.inbox)
    real = [file for file in received if not file.demonstration]
    files: list[SourceFile] = []
    for file in real or received:
        intake = Intake(base=files)
        intake.add(file)
        files = list(intake.files())
    return files


def read_in(
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
