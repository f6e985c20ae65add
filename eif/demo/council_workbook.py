"""How are the same rows the same workbook, byte for byte, whenever they are written?"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

import numpy as np
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

_LONG_AGO = (2026, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def write_sheet(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """A workbook with one sheet, the columns in its first row; days are days and numbers numbers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Data")
    sheet.append(list(columns))
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    out = BytesIO()
    book.save(out)
    return _undated(out)


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, value)  # type: ignore[arg-type]
        cell.number_format = "dd/mm/yyyy"
        return cell
    if isinstance(value, np.generic):
        value = value.item()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _undated(written: BytesIO) -> bytes:
    """The same workbook without the time at which it was written."""
    out = BytesIO()
    with zipfile.ZipFile(written) as book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as plain:
        for member in book.infolist():
            content = book.read(member)
            if member.filename == "docProps/core.xml":
                content = _STAMP.sub(b"2026-01-01T00:00:00Z", content)
            plain.writestr(zipfile.ZipInfo(member.filename, _LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
