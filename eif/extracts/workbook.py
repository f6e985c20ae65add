"""How are Excel workbooks and Parquet files read as the same tables of text?"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from eif.extracts.errors import ExtractError
from eif.extracts.table import Table, from_records

HEADER_WITHIN = 10


def read_sheets(content: bytes, name: str) -> list[list[list[str]]]:
    """Every sheet of a workbook as records of text; formulas give their stored result.

    Raises ExtractError for a workbook that cannot be opened.
    """
    try:
        with warnings.catch_warnings():
            # openpyxl warns of drawing and validation parts that it leaves out: no cell is among them.
            warnings.simplefilter("ignore", UserWarning)
            book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
            return [
                [[_as_text(cell) for cell in record] for record in sheet.iter_rows(values_only=True)]
                for sheet in book.worksheets
            ]
    except Exception as error:  # openpyxl raises many kinds for one cause: a damaged file
        raise ExtractError(
            f"The workbook cannot be opened ({error}).", f"File {name}.", "Download it again."
        ) from error


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


def read_parquet(content: bytes, name: str) -> Table:
    """A Parquet file with every column as text, null as empty text, record numbers as if under a header."""
    try:
        found = pq.read_table(pa.BufferReader(content))
    except (pa.ArrowInvalid, OSError) as error:
        raise ExtractError(
            f"The Parquet file cannot be read ({error}).", f"File {name}.", "Download it again."
        ) from error
    columns = [pc.fill_null(column.cast(pa.string()), "") for column in found.columns]
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
