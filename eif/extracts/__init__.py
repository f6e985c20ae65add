"""Reading official extracts: recognise a file by its columns, read it strictly, account for every cell."""

from eif.extracts.errors import ExtractError, LayoutError
from eif.extracts.layout import Layout, load_layouts
from eif.extracts.load import stage_files
from eif.extracts.outcome import FileOutcome
from eif.extracts.read import ExtractFile, Recognition, recognise
from eif.extracts.rows import latest_change
from eif.extracts.staging import TABLES, create_staging

__all__ = [
    "TABLES",
    "ExtractError",
    "ExtractFile",
    "FileOutcome",
    "Layout",
    "LayoutError",
    "Recognition",
    "create_staging",
    "latest_change",
    "load_layouts",
    "recognise",
    "stage_files",
]
