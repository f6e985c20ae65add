"""What did a load do, and how does it end for who asked for it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eif.screening import Result
from eif.screening.effect import Effect
from eif.screening.result import known, refusal
from eif.warehouse.check import Finding
from eif.warehouse.intake import FileReport, Intake
from eif.warehouse.journal import FileEntry
from eif.warehouse.ledger import FileLedger


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


def report_of(intake: Intake, refused: Sequence[Result] = (), dry_run: bool = False) -> LoadReport:
    """What became of each file so far, in the words of screening where it was refused."""
    found: list[Result] = []
    for file in intake.reports:
        if file.state == "known":
            found += known(file.name, file.message)
        elif file.check:
            found += refusal(file.name, file.check, file.message)
    return LoadReport(
        tuple(intake.reports), intake.told_notes(), dry_run=dry_run, screening=(*found, *refused)
    )
