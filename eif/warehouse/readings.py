"""What was read for one load? Each file once, however often it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from eif.extracts import COMMAND_LINE, ExtractFile, Limits, Reading
from eif.extracts.apart import Crew
from eif.warehouse.gather import GivenFile
from eif.warehouse.inbox import SourceFile

Progress = Callable[[str], None]


class Readings:
    """The readings of one load; the rows lie in `folder`, and the children end with the block."""

    def __init__(self, folder: Path, on_progress: Progress, limits: Limits = COMMAND_LINE) -> None:
        """`limits` are those of the files given; what the inbox holds was within the limits it came under."""
        self._on_progress = on_progress
        self._given = Crew(folder / "given", limits)
        self._kept = Crew(folder / "kept", COMMAND_LINE)
        self._read: dict[tuple[str | None, str, str | None], Reading] = {}

    def __enter__(self) -> Readings:
        return self

    def __exit__(self, *_: object) -> None:
        self.rest()

    def rest(self) -> None:
        """End the children, and with them the memory that they hold; others begin if more is to be read."""
        self._given.close()
        self._kept.close()

    def given(self, files: Sequence[GivenFile], period: str | None) -> list[Reading]:
        """Read files that somebody gave, with the period they stated, in order.

        A file that nothing gave a year is read again with the year that another of them says is its own.
        """
        self._on_progress("Beginning to read")
        readings = self._given.read([ExtractFile(each.path, each.name, period) for each in files], self._tell)
        told = {subject: year for reading in readings for subject, year in reading.tells.items()}
        wanting = {place: told[each.wants] for place, each in enumerate(readings) if each.wants in told}
        asked = [
            ExtractFile(readings[place].path, readings[place].name, year, readings[place].member)
            for place, year in wanting.items()
        ]
        for place, reading in zip(wanting, self._given.read(asked, self._tell), strict=True):
            readings[place] = replace(reading, container=reading.container or readings[place].container)
        for reading in readings:
            self._read[(reading.sha256, reading.name, reading.stated)] = reading
        return readings

    def of(self, files: Sequence[SourceFile]) -> list[Reading]:
        """The readings of a release's files, in order: those not read yet are read from the inbox."""
        unread = [file for file in files if _key(file) not in self._read]
        asked = [
            ExtractFile(file.path, file.name, file.period_option, file.member, file.bytes) for file in unread
        ]
        for file, reading in zip(unread, self._kept.read(asked, self._tell), strict=True):
            self._read[_key(file)] = reading
        return [self._read[_key(file)] for file in files]

    def _tell(self, done: int, of: int, name: str) -> None:
        self._on_progress(f"Read {done} of {of}: {name}")


def _key(file: SourceFile) -> tuple[str | None, str, str | None]:
    return file.sha256, file.name, file.period_option
