"""Which rows of a draft were set aside or found wanting, and why?"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing

from eif.config import Settings
from eif.drafts.draft import folder_of
from eif.drafts.publish import RELEASE
from eif.outputs.rejected import read_rejected, write_workbook
from eif.snapshot import Snapshot


def findings_workbook(settings: Settings, draft_id: str, names: Collection[str]) -> bytes:
    """A workbook of every row of these files that screening has something to say about.

    Made on demand, from the release that the draft would publish.
    """
    release = folder_of(settings, draft_id) / RELEASE
    with closing(Snapshot(release, settings.framework_folder)) as snapshot:
        rows = [row for name in names for row in read_rejected(snapshot, name)]
    return write_workbook(rows)
