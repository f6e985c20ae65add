"""Reading official extracts: recognise a file by its columns, read it strictly, account for every cell."""

from eif.extracts.dataset_tables import load_datasets
from eif.extracts.errors import ExtractError, LayoutError
from eif.extracts.insert import insert_readings, stage_files
from eif.extracts.layout import Layout, load_layouts
from eif.extracts.limits import COMMAND_LINE, UPLOAD, Limits
from eif.extracts.outcome import FileOutcome
from eif.extracts.read import ExtractFile, Recognition, recognise
from eif.extracts.reading import Reading
from eif.extracts.staging import TABLES, create_staging

__all__ = [
    "COMMAND_LINE",
    "TABLES",
    "UPLOAD",
    "ExtractError",
    "ExtractFile",
    "FileOutcome",
    "Layout",
    "LayoutError",
    "Limits",
    "Reading",
    "Recognition",
    "create_staging",
    "insert_readings",
    "load_datasets",
    "load_layouts",
    "recognise",
    "stage_files",
]
