"""Which files is the next release to be built from?

Those of the release being served, and those given now, less the ones these take the place of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from eif.extracts import FileOutcome, load_layouts
from eif.warehouse.errors import ReleaseError
from eif.warehouse.inbox import SourceFile

State = Literal["accepted", "refused", "known"]


@dataclass(frozen=True)
class FileReport:
    """What became of one file: read, refused (the message says what to do), or in the release already.

    `check` is the check of screening that a refused file fails.
    """

    name: str
    state: State
    message: str
    check: str | None = None


@dataclass
class Intake:
    """The files a release is to be built from: those of the release being served, and those given now."""

    base: list[SourceFile]
    new: list[SourceFile] = field(default_factory=list)
    reports: list[FileReport] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    replaced: dict[str, str] = field(default_factory=dict)  # fingerprint of the earlier file -> of the newer

    def add(self, file: SourceFile) -> None:
        """Take in one recognised file, unless its contents are there already.

        A file for another year than before, or a corrected copy (same name, layout and year), takes the place
        of the earlier one. Two years for the same contents in one load are refused: one of the two must be
        wrong.
        """
        twin = next((other for other in self.new if other.sha256 == file.sha256), None)
        earlier = next((other for other in self.base if other.sha256 == file.sha256), None)
        if twin and twin.period == file.period:
            self.report(file.name, "known", f"the same contents as {twin.name}, read once")
        elif twin:
            self.report(
                file.name,
                "refused",
                f"The same contents as {twin.name}, which is for {twin.period}; this is for {file.period}. "
                "One of the two lies in the wrong folder: remove it and load again.",
                check="seen",
            )
        elif earlier and (earlier.layout, earlier.period) == (file.layout, file.period):
            self.report(file.name, "known", f"already loaded on {told(earlier)}")
        elif newer := next((other for other in self.files() if _is_newer_register(other, file)), None):
            self.report(
                file.name,
                "known",
                f"an older register, last changed {file.register_date}: {newer.name}, "
                f"last changed {newer.register_date}, stands",
            )
        else:
            for other in self.files():
                if other is earlier or _is_copy(file, other) or _is_register(file, other):
                    self.replaced[other.sha256] = file.sha256
            self.new.append(file)

    def files(self) -> tuple[SourceFile, ...]:
        """What the release is to be built from, oldest first: a later file wins where two say the same."""
        newer = {file.sha256 for file in self.new}
        kept = [file for file in self.base if self.replaced.get(file.sha256) not in newer]
        return (*kept, *(file for file in self.new if not self._is_outdone(file)))

    def _is_outdone(self, file: SourceFile) -> bool:
        """Does another file given with `file` take its place?"""
        return self.replaced.get(file.sha256) in {other.sha256 for other in self.new} - {file.sha256}

    def require_readable(self, outcomes: Sequence[FileOutcome]) -> None:
        """Raise ReleaseError where a file of the release being served can no longer be read.

        Leaving it out would lose what is shown today.
        """
        for file, outcome in zip(self.files(), outcomes, strict=True):
            if not outcome.accepted:
                raise ReleaseError(
                    f"{file.name}, loaded on {told(file)}, can no longer be read: {outcome.message} "
                    "Nothing was published. Give a good copy, or load without it with --replace."
                )

    def settle(self, outcomes: Sequence[FileOutcome]) -> None:
        """Note what became of each of `files()` when read. Raises ReleaseError as `require_readable` does."""
        self.require_readable(outcomes)
        for file in self.new:
            if self._is_outdone(file):
                self.report(file.name, "known", "an older register than another given with it")
        for file, outcome in zip(self.files(), outcomes, strict=True):
            if file in self.new:
                self.report(file.name, "accepted", outcome.message)

    def refuse(self, file: SourceFile, message: str) -> None:
        """Leave out a file that was read and taken in; what it was to take the place of stays."""
        self.new.remove(file)
        self.reports = [each for each in self.reports if (each.name, each.state) != (file.name, "accepted")]
        self.report(file.name, "refused", message)

    def report(self, name: str, state: State, message: str, check: str | None = None) -> None:
        """Note what became of one file given."""
        self.reports.append(FileReport(name, state, message, check))

    @property
    def any_refused(self) -> bool:
        """Was any file given not read?"""
        return any(report.state == "refused" for report in self.reports)

    def told_notes(self) -> tuple[str, ...]:
        """What happened that was not asked for in so many words."""
        newer = {file.sha256: file for file in self.new}
        takes_place = [
            f"{newer[self.replaced[file.sha256]].name} takes the place of {file.name} of {told(file)}"
            + (", as the newer register." if _is_register(file, newer[self.replaced[file.sha256]]) else ".")
            for file in self.base
            if self.replaced.get(file.sha256) in newer
        ]
        return (*self.notes, *takes_place)


def _is_copy(file: SourceFile, other: SourceFile) -> bool:
    """Does `file` go by the same name, as the same layout and year? Then it is that file, corrected."""
    return (file.name, file.layout, file.period) == (other.name, other.layout, other.period)


def _is_register(file: SourceFile, other: SourceFile) -> bool:
    """Are both the whole register of one layout? Then only the newer is used."""
    registers = {layout.id for layout in load_layouts() if layout.register}
    return file.layout == other.layout and file.layout in registers


def _is_newer_register(file: SourceFile, other: SourceFile) -> bool:
    """Does the register `file` say of itself that it is newer than `other`?"""
    mine, its = file.register_date, other.register_date
    return _is_register(file, other) and mine is not None and its is not None and mine > its


def told(file: SourceFile) -> str:
    """When a file was received and by whom, in words."""
    return f"{file.received_at.day} {file.received_at:%B %Y} by {file.received_by}"
