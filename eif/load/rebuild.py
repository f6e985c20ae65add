"""How is a release built again from the files it came from, and does it hold what it held?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from eif.config import Settings
from eif.load.build import build
from eif.load.report import LoadReport
from eif.load.serve import publish_built, tell
from eif.load.take_in import everything_received, served_sources
from eif.warehouse.content import changed_tables, read_content
from eif.warehouse.errors import ReleaseError
from eif.warehouse.intake import Intake
from eif.warehouse.journal import journalled
from eif.warehouse.lock import single_writer
from eif.warehouse.publish import current_release, open_release, require_free_space, scratch_folder
from eif.warehouse.readings import Progress, Readings


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
        intake = Intake(base=served_sources(settings) if served else everything_received(settings))
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
        built = build(settings, folder, intake, readings, as_at or date.today(), on_progress)
        if isinstance(built, LoadReport):
            return tell(entry, built)
        report = publish_built(settings, built, entry, dry_run=False)
        rebuilt = current_release(settings)
        if before is None or rebuilt is None or report.release is None:
            return report
        with open_release(rebuilt) as con:
            return replace(report, changed=tuple(changed_tables(before, read_content(con))))
