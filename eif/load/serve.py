"""How does a release that is built come to be served, and what is the journal told?"""

from __future__ import annotations

from dataclasses import replace

from eif.config import Settings
from eif.load.build import Built
from eif.load.report import LoadReport
from eif.screening.result import WARNING
from eif.warehouse.journal import Writing
from eif.warehouse.publish import publish


def publish_built(settings: Settings, built: Built, entry: Writing | None, *, dry_run: bool) -> LoadReport:
    """Serve what was built, unless a check stops it or it is for trial only."""
    if dry_run or built.report.stopped:
        return tell(entry, replace(built.report, dry_run=dry_run))
    if entry:
        entry.note(release=built.name)
    publish(settings, built.path, built.name)
    return tell(entry, replace(built.report, release=built.name))


def tell(entry: Writing | None, report: LoadReport) -> LoadReport:
    """Tell the journal how it ended."""
    if entry:
        warned = [f"{row.file_name}: {row.message}" for row in report.screening if row.result == WARNING]
        entry.note(
            outcome=report.outcome, files=report.entries(), warnings=warned, reason=report.because or ""
        )
    return report
