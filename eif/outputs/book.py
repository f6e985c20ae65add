"""How is a table written as a sheet of a workbook that nobody's reader trips over?

Shape after the Analysis Function's guidance on releasing statistics in spreadsheets: the title in A1, one
named table per sheet with one header row, nothing merged, nothing said by colour alone. Text is text,
whatever it begins with.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo

Value = str | int | float | date | None

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# A cell of Excel holds no more characters than this.
_LONGEST = 32_767


def new_book(title: str, styles: Iterable[NamedStyle] = ()) -> Workbook:
    """An empty workbook to be written sheet by sheet; a text that names one of `styles` is drawn in it."""
    book = Workbook(write_only=True)
    for style in (*_plain_styles(), *styles):
        book.add_named_style(style)
    book.properties.title = title
    book.properties.creator = "School improvement dashboard"
    book.properties.language = "en-GB"
    return book


def saved(book: Workbook) -> bytes:
    """The file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def add_sheet(
    book: Workbook,
    name: str,
    title: str,
    notes: Sequence[str],
    *,
    header: Sequence[str],
    widths: Sequence[float],
    rows: Iterable[Sequence[Value]],
    empty: str,
    freeze: str = "A",
    words: frozenset[str] = frozenset(),
    exact: bool = False,
) -> None:
    """Write a sheet with its one table; the header stays in view and every column can be filtered.

    Columns before `freeze` stay in view too. `empty` is what a table without rows says; `words` are texts
    with a style of their name. `exact` shows numbers with all their places.
    """
    sheet = book.create_sheet(name)
    first = len(notes) + 3
    # In write-only mode widths and panes must be known before the first row.
    sheet.freeze_panes = f"{freeze}{first + 1}"
    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.append([_cell(sheet, title, "Sheet title")])
    for note in notes:
        sheet.append([_cell(sheet, note)])
    sheet.append([_cell(sheet, "This worksheet contains one table.")])
    sheet.append([_cell(sheet, text, "Column title") for text in header])
    last = first
    for row in rows:
        sheet.append([_cell(sheet, value, _style_of(value, words, exact)) for value in row])
        last += 1
    # A table needs one row of body, so an empty list says that it is empty.
    if last == first:
        sheet.append([_cell(sheet, text) for text in (empty, *[""] * (len(header) - 1))])
        last += 1
    table = Table(displayName=f"{name}_table", ref=f"A{first}:{get_column_letter(len(header))}{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    # Without this Excel calls the file damaged: nothing has read the header row for the table.
    table._initialise_columns()  # type: ignore[attr-defined]
    for column, text in zip(table.tableColumns, header, strict=True):
        column.name = text
    sheet.tables.add(table)


def _style_of(value: Value, words: frozenset[str], exact: bool) -> str:
    if exact and isinstance(value, int | float):
        return "Exact number"
    return value if isinstance(value, str) and value in words else ""


def _plain_styles() -> Iterable[NamedStyle]:
    """A named style per kind of cell: openpyxl looks one up far faster than it compares four parts."""
    yield named_style("Sheet title", Font(name="Arial", size=15, bold=True))
    yield named_style(
        "Column title", Font(name="Arial", size=10, bold=True), Alignment(wrap_text=True, vertical="top")
    )
    yield named_style("Plain text", Font(name="Arial", size=10))
    yield named_style("Whole number", Font(name="Arial", size=10), number_format="#,##0")
    yield named_style("Part number", Font(name="Arial", size=10), number_format="#,##0.0")
    yield named_style("Exact number", Font(name="Arial", size=10))
    yield named_style(
        "Day", Font(name="Arial", size=10), Alignment(horizontal="left"), number_format="d mmmm yyyy"
    )


def named_style(
    name: str, font: Font, alignment: Alignment | None = None, number_format: str = "General"
) -> NamedStyle:
    """A style that cells can be given by name."""
    return NamedStyle(name=name, font=font, alignment=alignment or Alignment(), number_format=number_format)


def _cell(sheet: Any, value: Value, style: str = "") -> Any:
    """One cell. Text is stored as text whatever it begins with, so a name cannot run as a formula."""
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, _UNPRINTABLE.sub("", value)[:_LONGEST])
        cell.data_type = "s"
        cell.style = style or "Plain text"
        return cell
    cell = WriteOnlyCell(sheet, value)  # type: ignore[arg-type]
    if isinstance(value, date):
        cell.style = "Day"
    elif style:
        cell.style = style
    else:
        cell.style = "Part number" if isinstance(value, float) and value % 1 else "Whole number"
    return cell
