"""What was uploaded and is not published yet: prepared apart, looked at, then published or discarded."""

from eif.drafts.draft import (
    MOST_BYTES,
    Draft,
    State,
    create,
    folder_of,
    for_year,
    list_drafts,
    progress_of,
    read,
    state_of,
)
from eif.drafts.findings import findings_workbook
from eif.drafts.prepare import prepare
from eif.drafts.publish import discard_draft, is_overtaken, publish_draft
from eif.drafts.result import Result, read_result
from eif.drafts.worker import restart, start

__all__ = [
    "MOST_BYTES",
    "Draft",
    "Result",
    "State",
    "create",
    "discard_draft",
    "findings_workbook",
    "folder_of",
    "for_year",
    "is_overtaken",
    "list_drafts",
    "prepare",
    "progress_of",
    "publish_draft",
    "read",
    "read_result",
    "restart",
    "start",
    "state_of",
]
