"""How are workbooks (.xlsx and .ods) and Parquet files read as the same tables of text?"""

from __future__ import annotations

import warnings
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from python_calamine import CalamineWorkbook

from eif.extracts.errors import ExtractError
from eif.extracts.limits import COMMAND_LINE, Limits
from eif.extracts.table import Table, check_size, from_records

HEADER_WITHIN = 10
# What a workbook may not have, by parts of the names of its entries, and what to do about it.
_UNWANTED = (
    ("holds macros", ("vbaproject", "macrosheets/", "basic/", "scripts/"), "Save it as .xlsx without them."),
    (
        "takes figures from other files",
        ("externallinks/", "xl/connections.xml", "xl/querytables/"),
        "Copy the figures as values into a new workbook, or load it as published.",
    ),
    ("holds other files", ("xl/embeddings/", "xl/activex/"), "Copy the figures into a new workbook."),
)
_MOST_MANIFEST = 1_000_000


def check_workbook(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse a workbook that holds more than figures: programs, or figures fetched from elsewhere."""
    names = [each.lower() for each in archive.namelist()]
    for what, marks, to_do in _UNWANTED:
        if any(mark in each for each in names for mark in marks):
            raise ExtractError(
                f"The workbook {what}, which no published extract does.", f"File {name}.", to_do
            )
    if "META-INF/manifest.xml" in archive.namelist():
        with archive.open("META-INF/manifest.xml") as manifest:
            if b"encryption-data" in manifest.read(_MOST_MANIFEST):
                raise ExtractError(
                    "The workbook is protected by a password.",
                    f"File {name}.",
                    "Open it, take the password off, save it, and give it again.",
                )


def read_sheets(
    content: bytes, name: str, kind: str = "xlsx", limits: Limits = COMMAND_LINE
) -> list[list[list[str]]]:
    """Every sheet of a workbook (`xlsx` or `ods`) as records of text; formulas give their stored result.

    Raises ExtractError for a workbook that cannot be opened, or has more cells than may be read.
    """
    try:
        rows = _rows_of_ods(content) if kind == "ods" else _rows_of_xlsx(content)
        return _counted(rows, name, limits)
    except (ExtractError, MemoryError):
        raise
    except Exception as error:  # both libraries raise many kinds for one cause: a damaged file
        raise ExtractError(
            f"The workbook cannot be opened ({error}).", f"File {name}.", "Download it again."
        ) from error


def _rows_of_xlsx(content: bytes) -> Iterator[Iterable[Sequence[Any]]]:
    with warnings.catch_warnings():
        # openpyxl warns of drawing and validation parts that it leaves out: no cell is among them.
        warnings.simplefilter("ignore", UserWarning)
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what a sheet says of its own size may be wrong, or a trap
            yield sheet.iter_rows(values_only=True)


def _rows_of_ods(content: bytes) -> Iterator[Iterable[Sequence[Any]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    for name in book.sheet_names:
        yield book.get_sheet_by_name(name).iter_rows()


def _counted(sheets: Iterable[Iterable[Sequence[Any]]], name: str, limits: Limits) -> list[list[list[str]]]:
    """The records of every sheet, as long as there are not too many cells."""
    found: list[list[list[str]]] = []
    cells = 0
    for rows in sheets:
        found.append([])
        for padded in rows:
            row = _trimmed(padded)
            cells += len(row) or 1
            if cells > limits.cells or len(row) > limits.columns:
                raise ExtractError(
                    f"The workbook has more than {limits.columns:,} columns or {limits.cells:,} cells.",
                    f"File {name}.",
                    "Delete the empty rows and columns after the figures, or load the CSV.",
                )
            found[-1].append([_as_text(cell) for cell in row])
    return found


def _trimmed(row: Sequence[Any]) -> Sequence[Any]:
    """The row without the empty cells after its last full one, of which some programs write thousands."""
    width = len(row)
    while width and row[width - 1] in (None, ""):
        width -= 1
    return row[:width]


def sheet_table(records: Sequence[Sequence[str]], header_at: int) -> Table:
    """The records below `header_at` (0-based) as a table; repeated column names are numbered."""
    header = unique_names(records[header_at])
    width = len(header)
    body = [[*record[:width], *[""] * (width - len(record))] for record in records[header_at + 1 :]]
    return from_records(body, header, header_at + 2)


def unique_names(header: Sequence[str]) -> list[str]:
    """`SNP, SNP, ''` becomes `SNP, SNP 2, column 3`: each name once, in order."""
    seen: Counter[str] = Counter()
    names: list[str] = []
    for position, raw in enumerate(header, 1):
        name = raw.strip() or f"column {position}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return names


def read_parquet(content: bytes, name: str, limits: Limits) -> Table:
    """A Parquet file with every column as text, null as empty text, record numbers as if under a header."""
    try:
        file = pq.ParquetFile(pa.BufferReader(content))
        check_size(file.metadata.num_columns, file.metadata.num_rows, name, limits)
        found = file.read()
        columns = [pc.fill_null(column.cast(pa.string()), "") for column in found.columns]
    except (pa.ArrowException, OSError) as error:
        raise ExtractError(
            f"The Parquet file cannot be read ({error}).", f"File {name}.", "Download it again."
        ) from error
    numbers = pa.array(range(2, found.num_rows + 2), pa.int32())
    return Table(pa.Table.from_arrays(columns, names=found.column_names), numbers)


def _as_text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
