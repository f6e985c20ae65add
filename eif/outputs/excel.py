"""How does the grid on screen become a workbook that says the same, row for row and word for word?

Shape after the Analysis Function's guidance on releasing statistics in spreadsheets: the title in A1, one
named table per sheet with one header row, nothing merged, nothing said by colour alone.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo

from eif.outputs.grid import TOO_LITTLE, TOO_OLD, Grid, Row
from eif.outputs.words import RATING

Value = str | int | float | date | None

# Fill, ink and edge of each word: the marks of the screen, on paper too.
_INK = {
    "Causing Concern": ("b10e1e", "ffffff", "b10e1e"),
    "Developing": ("ffe9b8", "3d2a00", "d9a520"),
    "Established": ("e3f2ea", "00472f", "a9d3be"),
    "Embedded": ("00573c", "ffffff", "00573c"),
}
_INK |= {"Red": _INK["Causing Concern"], "Amber": _INK["Developing"], "Green": _INK["Established"]}
INDICATED, DAYS = "Indicated by data", "Days of the tier"
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# A cell of Excel holds no more characters than this.
_LONGEST = 32_767


@dataclass(frozen=True)
class About:
    """What a reader of the workbook must know that no row says. `link` may be empty."""

    sentence: str
    as_at: date
    release: str
    published_at: datetime
    framework: str
    thresholds: str
    marking: str
    source: str
    neighbours: str
    link: str = ""


def write_grid(grid: Grid, about: About) -> bytes:
    """One workbook of the grid as filtered and ordered: Schools, About, Definitions.

    One row per school; pupils and days are numbers, URNs text, and no text can become a formula.
    """
    book = Workbook(write_only=True)
    for style in _styles():
        book.add_named_style(style)
    book.properties.title = "Schools by framework area"
    book.properties.creator = "School improvement dashboard"
    book.properties.language = "en-GB"
    _sheet(
        book, "Schools", "Schools by framework area", [about.marking, about.sentence],
        header=_list_header(grid), widths=_list_widths(grid), rows=(_list_row(row) for row in grid.rows),
    )  # fmt: skip
    _sheet(
        book, "About", "About this list", [about.marking],
        header=["Item", "Detail"], widths=[24, 90], rows=_about_rows(grid, about),
    )  # fmt: skip
    _sheet(
        book, "Definitions", "Definitions", [about.marking],
        header=["Word", "Meaning"], widths=[34, 90], rows=_definition_rows(grid),
    )  # fmt: skip
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _list_header(grid: Grid) -> list[str]:
    header = ["URN", "School", "Phase", "Type", "Pupils", "Constituency", INDICATED]
    for area in grid.areas:
        header += [area.short_title, f"{area.short_title}: descriptors evidenced"]
    return [*header, "Tier", DAYS, "Why"]


def _list_widths(grid: Grid) -> list[float]:
    return [10, 40, 14, 14, 10, 30, 20, *([15, 15] * len(grid.areas)), 7, 9, 60]


def _list_row(row: Row) -> list[Value]:
    cells: list[Value] = []
    for cell in row.cells:
        newest = f", newest results {cell.too_old}" if cell.too_old else ""
        cells += [cell.word, f"{cell.coverage or 'not counted'}{newest}"]
    days = "no tier" if row.days is None else row.days
    tier = "no tier" if row.tier is None else row.tier
    pupils = "not known" if row.pupils is None else row.pupils
    constituency = row.constituency or "not known"
    lead = [row.urn, row.name, row.phase, row.type_group, pupils, constituency, row.category]
    return [*lead, *cells, tier, days, row.why or "not rated"]


def _about_rows(grid: Grid, about: About) -> Iterable[list[Value]]:
    yield ["Marking", about.marking]
    yield ["Which schools", about.sentence]
    yield ["Schools in this list", len(grid.rows)]
    yield ["Schools before filtering", grid.total]
    yield ["As at", about.as_at]
    yield ["Release", about.release]
    yield ["Published", about.published_at.date()]
    yield ["Framework", about.framework]
    yield ["Thresholds", about.thresholds]
    yield ["Neighbours", about.neighbours]
    yield ["Source", about.source]
    yield ["Link to this list", about.link or "not available"]


def _definition_rows(grid: Grid) -> Iterable[list[Value]]:
    yield [
        INDICATED,
        "The category the loaded data points to: a prompt for conversation, not an agreed category.",
    ]
    yield ["Red", "The data for this area meets the framework's tests for Causing Concern."]
    yield ["Amber", "The data for this area meets the tests for Developing."]
    yield ["Green", "No test in this area fails, and enough tests could be made."]
    yield [
        RATING["insufficient"].word,
        "No loaded data bears on this area: it needs professional judgement. Not a green.",
    ]
    yield [TOO_LITTLE, "Some evidence, but not enough to rate the area. Not a green."]
    yield [TOO_OLD, "The newest results for this area are too old to rate it at the as-at date. Not a green."]
    yield [RATING["not_applicable"].word, "The area's tests do not apply to this kind of school."]
    yield [
        "Descriptors evidenced",
        "How many of the area's descriptors the loaded data bears on, of all it has.",
    ]
    yield ["Tier", "The framework's tier of support that goes with the indicated category."]
    yield [DAYS, "Days of support a year that the tier allows."]
    for area in grid.areas:
        yield [area.short_title, f"Framework area: {area.title}."]


def _sheet(
    book: Workbook,
    name: str,
    title: str,
    notes: Sequence[str],
    *,
    header: Sequence[str],
    widths: Sequence[float],
    rows: Iterable[Sequence[Value]],
) -> None:
    """Write one sheet with its one table; the header stays in view and every column can be filtered."""
    sheet = book.create_sheet(name)
    first = len(notes) + 3
    # In write-only mode widths and panes must be known before the first row.
    sheet.freeze_panes = f"{'C' if name == 'Schools' else 'A'}{first + 1}"
    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.append([_cell(sheet, title, "Sheet title")])
    for note in notes:
        sheet.append([_cell(sheet, note)])
    sheet.append([_cell(sheet, "This worksheet contains one table.")])
    sheet.append([_cell(sheet, text, "Column title") for text in header])
    last = first
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
        last += 1
    # A table needs one row of body, so an empty list says that it is empty.
    if last == first:
        empty = ["No school matches", *[""] * (len(header) - 1)]
        sheet.append([_cell(sheet, text) for text in empty])
        last += 1
    table = Table(displayName=f"{name}_table", ref=f"A{first}:{get_column_letter(len(header))}{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    # Without this Excel calls the file damaged: nothing has read the header row for the table.
    table._initialise_columns()  # type: ignore[attr-defined]
    for column, text in zip(table.tableColumns, header, strict=True):
        column.name = text
    sheet.tables.add(table)


def _styles() -> Iterable[NamedStyle]:
    """A named style per kind of cell: openpyxl looks one up far faster than it compares four parts."""
    yield _style("Sheet title", Font(name="Arial", size=15, bold=True))
    yield _style(
        "Column title", Font(name="Arial", size=10, bold=True), Alignment(wrap_text=True, vertical="top")
    )
    yield _style("Plain text", Font(name="Arial", size=10))
    yield _style("Whole number", Font(name="Arial", size=10), number_format="#,##0")
    yield _style("Part number", Font(name="Arial", size=10), number_format="#,##0.0")
    yield _style(
        "Day", Font(name="Arial", size=10), Alignment(horizontal="left"), number_format="d mmmm yyyy"
    )
    for word, (fill, ink, edge) in _INK.items():
        side = Side("thin", color=edge)
        style = _style(word, Font(name="Arial", size=10, color=ink))
        style.fill, style.border = PatternFill("solid", start_color=fill), Border(side, side, side, side)
        yield style


def _style(
    name: str, font: Font, alignment: Alignment | None = None, number_format: str = "General"
) -> NamedStyle:
    return NamedStyle(name=name, font=font, alignment=alignment or Alignment(), number_format=number_format)


def _cell(sheet: Any, value: Value, style: str = "") -> Any:
    """One cell. Text is stored as text whatever it begins with, so a name cannot run as a formula."""
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, _UNPRINTABLE.sub("", value)[:_LONGEST])
        cell.data_type = "s"
        cell.style = style or (value if value in _INK else "Plain text")
        return cell
    cell = WriteOnlyCell(sheet, value)  # type: ignore[arg-type]
    if isinstance(value, date):
        cell.style = "Day"
    else:
        cell.style = "Part number" if isinstance(value, float) and value % 1 else "Whole number"
    return cell
