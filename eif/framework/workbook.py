"""How does a framework version leave as a workbook, to be edited in Excel, and come back as rows?

One sheet a table, named after its file; one sheet of the version's own facts; one that guides. What comes
back passes the same checks as the files, and each fault is told with its sheet, row and reason.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import openpyxl

from eif.framework.check import check_framework, check_names
from eif.framework.read import Framework, FrameworkError, Row, typed_row
from eif.framework.tables import TABLES, Table

ABOUT = "framework"
GUIDE = "guide"
ABOUT_NAMES = ("version", "title", "valid_from", "page_source")
# A framework is small: what is larger is something else, or a trap.
MOST_BYTES = 5_000_000
MOST_UNPACKED = 60_000_000
MOST_ROWS = 5_000
_HEADER_WITHIN = 10
_TOLD = 20


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: the sheet, the row as Excel numbers it (None: the sheet as a whole), why."""

    sheet: str
    row: int | None
    reason: str

    def __str__(self) -> str:
        """`Sheet thresholds, row 17: reason`."""
        where = f", row {self.row}" if self.row else ""
        return f"Sheet {self.sheet}{where}: {self.reason}"


class WorkbookError(FrameworkError):
    """A workbook does not hold a framework version that can be used; `faults` says why."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        more = f"\nand {len(faults) - _TOLD} more." if len(faults) > _TOLD else ""
        super().__init__("\n".join(str(fault) for fault in faults[:_TOLD]) + more)


def sheet_of(table: Table) -> str:
    """The name of a table's sheet."""
    return table.file.removesuffix(".csv")


def read_workbook(
    content: bytes, indicators: Collection[str] = (), answers: Mapping[str, Sequence[str]] | None = None
) -> Framework:
    """The version a workbook holds, checked.

    With `indicators` and `answers` (see `check_names`) no rule may read anything else. Raises WorkbookError
    with every row that cannot be read, or with the first that breaks a check.
    """
    sheets = _sheets(content)
    faults: list[Fault] = []
    about = _about(sheets, faults)
    rows: dict[str, list[Row]] = {}
    numbers: dict[str, list[int]] = {}
    for table in TABLES:
        rows[table.name], numbers[table.name] = _rows(table, sheets, faults)
    if faults:
        raise WorkbookError(faults)
    framework = Framework(about=about, rows=rows)
    try:
        check_framework(framework)
        if indicators:
            check_names(framework, indicators, answers or {})
    except FrameworkError as error:
        raise WorkbookError([_placed(str(error), framework, numbers)]) from error
    return framework


def _sheets(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """Every sheet as rows of cells; a formula gives its stored result."""
    if len(content) > MOST_BYTES:
        raise WorkbookError([Fault("all", None, f"The file is larger than {MOST_BYTES // 10**6} MB.")])
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise WorkbookError([Fault("all", None, "The file unpacks to far more than a framework.")])
            if any("vbaproject" in name.lower() for name in archive.namelist()):
                raise WorkbookError([Fault("all", None, "It holds macros. Save it as .xlsx without them.")])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            book = openpyxl.load_workbook(
                io.BytesIO(content), read_only=True, data_only=True, keep_links=False
            )
            return {sheet.title: _cells(sheet) for sheet in book.worksheets}
    except WorkbookError:
        raise
    except Exception as error:  # a damaged file makes the library raise many kinds
        raise WorkbookError([Fault("all", None, f"The workbook cannot be opened ({error}).")]) from error


def _cells(sheet: Any) -> list[tuple[Any, ...]]:
    sheet.reset_dimensions()
    found: list[tuple[Any, ...]] = []
    for row in sheet.iter_rows(values_only=True):
        if len(found) > MOST_ROWS:
            raise WorkbookError([Fault(sheet.title, None, f"It has more than {MOST_ROWS:,} rows.")])
        found.append(tuple(row))
    return found


def _about(sheets: dict[str, list[tuple[Any, ...]]], faults: list[Fault]) -> tuple[str, str, date, str]:
    given = {
        _text(row[0]): (number, _text(row[1]) if len(row) > 1 else "")
        for number, row in enumerate(sheets.get(ABOUT, []), start=1)
        if row
    }
    if ABOUT not in sheets:
        faults.append(Fault(ABOUT, None, "The sheet is missing."))
    for name in ABOUT_NAMES if ABOUT in sheets else ():
        if not given.get(name, (0, ""))[1]:
            faults.append(Fault(ABOUT, given.get(name, (None, ""))[0], f"{name} is empty. Fill it in."))
    number, day = given.get("valid_from", (None, ""))
    try:
        valid_from = date.fromisoformat(day)
    except ValueError:
        valid_from = date.min
        if day:
            faults.append(Fault(ABOUT, number, f"valid_from is {day!r}. Write a date like 2026-02-01."))
    version, title, source = (given.get(name, (0, ""))[1] for name in ("version", "title", "page_source"))
    return (version, title, valid_from, source)


def _rows(
    table: Table, sheets: dict[str, list[tuple[Any, ...]]], faults: list[Fault]
) -> tuple[list[Row], list[int]]:
    """The typed rows of a table's sheet, and the number of each in Excel."""
    name = sheet_of(table)
    if name not in sheets and table.usual:
        return [typed_row(table, row, name) for row in table.usual], [0] * len(table.usual)
    if name not in sheets:
        faults.append(Fault(name, None, "The sheet is missing. Export the version again and edit that."))
        return [], []
    cells = sheets[name]
    at = next((at for at, row in enumerate(cells[:_HEADER_WITHIN]) if _is_header(row, table)), None)
    if at is None:
        wanted = ", ".join(table.columns)
        faults.append(Fault(name, None, f"No row names exactly the columns {wanted}."))
        return [], []
    header = [_text(cell) for cell in cells[at]]
    rows: list[Row] = []
    numbers: list[int] = []
    seen: dict[tuple[Any, ...], int] = {}
    for number, given in enumerate(cells[at + 1 :], start=at + 2):
        texts = dict.fromkeys(table.columns, "")
        texts |= {key: _text(cell) for key, cell in zip(header, given, strict=False) if key}
        if not any(texts.values()):
            continue
        try:
            row = typed_row(table, texts, "")
        except FrameworkError as error:
            faults.append(Fault(name, number, str(error).removeprefix(": ")))
            continue
        key = tuple(row[column] for column in table.key)
        if key in seen:
            faults.append(Fault(name, number, f"It is row {seen[key]} again. Keep one."))
        seen.setdefault(key, number)
        rows.append(row)
        numbers.append(number)
    if not rows and not any(fault.sheet == name for fault in faults):
        faults.append(Fault(name, None, "It has no rows."))
    return rows, numbers


def _is_header(row: Iterable[Any], table: Table) -> bool:
    return sorted(text for cell in row if (text := _text(cell))) == sorted(table.columns)


def _text(cell: Any) -> str:
    """A cell as the files write it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _placed(message: str, framework: Framework, numbers: dict[str, list[int]]) -> Fault:
    """A fault found by a check, with the row whose name its sentence speaks of.

    The checks name the file first, and then the row by the first of its columns.
    """
    for table in TABLES:
        if not message.startswith(table.file):
            continue
        told = message.removeprefix(table.file).removeprefix(":").strip()
        first = next(iter(table.columns))
        named = [
            (len(str(row[first])), number)
            for row, number in zip(framework.rows[table.name], numbers[table.name], strict=True)
            if str(row[first]) in told
        ]
        return Fault(sheet_of(table), max(named)[1] if named else None, told)
    return Fault(ABOUT, None, message)
