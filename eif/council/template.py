"""Which workbook does a school or team fill in?

One sheet of data whose first row is the header, ready to print and to load, and one sheet that explains it.
The example stands on the guide alone, so that it can never be loaded as if it were true.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from eif.council.words import SMALL, due_words, fresh_words, schools_words, sender_words, type_words
from eif.extracts import Layout
from eif.extracts.dataset import SCHOOL, URN, Column, Dataset
from eif.extracts.dataset_tables import asked

# How far below the last school the rules of the columns reach, for schools that are added by hand.
ROWS_BELOW = 200
_FONT = Font(name="Arial", size=10)
_HEAD = Font(name="Arial", size=10, bold=True, color="FFFFFF")
_MUST, _MAY = PatternFill("solid", start_color="12436D"), PatternFill("solid", start_color="5F6B76")
_EDGE = Side("thin", color="C8CDD2")
_BOX = Border(_EDGE, _EDGE, _EDGE, _EDGE)
_WRAP = Alignment(wrap_text=True, vertical="top")
_NUMBERS = {
    "count": "0",
    "number": "0.0",
    "percent": "0.0",
    "money": "#,##0",
    "date": "dd/mm/yyyy",
    "text": "@",
}


@dataclass(frozen=True)
class School:
    """A school that can owe a return; `phase` and `type_group` are those of the release."""

    urn: str
    name: str
    phase: str
    type_group: str


def write_templates(folder: Path, schools: Sequence[School] = (), *, today: date) -> list[Path]:
    """Write one workbook per dataset into `folder`, made if need be, with the schools that owe it filled in.

    `today` decides which terms and years can be picked from a list.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for layout, _ in asked():
        path = folder / f"{layout.id}.xlsx"
        write_template(layout, path, schools, today=today)
        written.append(path)
    return written


def write_template(layout: Layout, path: Path, schools: Sequence[School] = (), *, today: date) -> None:
    """Write the workbook of one dataset."""
    dataset = layout.dataset
    if dataset is None:
        raise ValueError(f"{layout.id} asks nobody for anything")
    book = Workbook()
    book.properties.title = layout.title
    book.properties.creator = "School improvement dashboard"
    book.properties.language = "en-GB"
    sheet: Any = book.active
    sheet.title = "Data"
    owing = [] if dataset.listed else [school for school in schools if owes(dataset, school)]
    _data(sheet, dataset, sorted(owing, key=lambda school: school.name), today)
    _guide(book.create_sheet("Guide"), layout, dataset)
    book.save(path)


def owes(dataset: Dataset, school: School) -> bool:
    """Is this school asked for this dataset?"""
    maintained = school.type_group != "academy" or not dataset.maintained_only
    return school.phase in dataset.phases and maintained


def _data(sheet: Any, dataset: Dataset, schools: Sequence[School], today: date) -> None:
    columns = (
        Column(URN, "urn", "text", "", "", required=True),
        Column(SCHOOL, "", "text", "", ""),
        *dataset.lead,
        *dataset.columns,
    )
    last = len(schools) + 1 + ROWS_BELOW
    for place, column in enumerate(columns, start=1):
        letter = get_column_letter(place)
        head = _text(sheet, 1, place, column.name)
        head.font, head.fill, head.alignment = _HEAD, _MUST if column.required else _MAY, _WRAP
        head.border = _BOX
        sheet.column_dimensions[letter].width = _width(column)
        sheet.column_dimensions[letter].number_format = _NUMBERS.get(column.type, "General")
        rule = _rule(dataset, column, today)
        if rule:
            sheet.add_data_validation(rule)
            rule.add(f"{letter}2:{letter}{last}")
    for row, school in enumerate(schools, start=2):
        _text(sheet, row, 1, school.urn)
        _text(sheet, row, 2, school.name)
        for place, column in enumerate(columns, start=1):
            cell = sheet.cell(row, place)
            cell.font, cell.border = _FONT, _BOX
            cell.number_format = _NUMBERS.get(column.type, "General")
    sheet.freeze_panes = "C2"
    sheet.row_dimensions[1].height = 62
    _print(sheet, across=True)


def _rule(dataset: Dataset, column: Column, today: date) -> DataValidation | None:
    """What the spreadsheet itself lets into the column, with the same words as the loader's."""
    offered: Sequence[str] = ("Yes", "No") if column.type == "yes or no" else column.choices
    if column.name == dataset.period_column and dataset.period != "day":
        offered = _periods(dataset.period, today)
    asks: dict[str, Any]
    if offered:
        asks = {"type": "list", "formula1": f'"{",".join(offered)}"'}
    elif column.type == "date":
        asks = {
            "type": "date",
            "operator": "between",
            "formula1": "DATE(1950,1,1)",
            "formula2": "DATE(2099,12,31)",
        }
    elif column.type == "count":
        asks = {"type": "whole", "operator": "greaterThanOrEqual", "formula1": "0"}
    elif column.type == "percent":
        asks = {"type": "decimal", "operator": "between", "formula1": "0", "formula2": "100"}
    elif column.type in ("number", "money"):
        least = "-1000000000" if column.negative or column.type == "money" else "0"
        asks = {"type": "decimal", "operator": "greaterThanOrEqual", "formula1": least}
    else:
        return None
    rule = DataValidation(allow_blank=True, showErrorMessage=True, showInputMessage=True, **asks)
    rule.errorTitle, rule.error = "This cannot stand here", f"Give a {type_words(column)}."[:250]
    rule.promptTitle, rule.prompt = column.name[:32], column.means[:250]
    return rule


def _periods(form: str, today: date) -> list[str]:
    """The last two years and this one, oldest first, as they are written."""
    first_month = 4 if form == "financial" else 9
    current = today.year if today.month >= first_month else today.year - 1
    sign = "-" if form == "financial" else "/"
    years = [f"{start}{sign}{(start + 1) % 100:02d}" for start in range(current - 2, current + 1)]
    if form != "term":
        return years
    return [f"{year} {season}" for year in years for season in ("autumn", "spring", "summer")]


def _guide(sheet: Any, layout: Layout, dataset: Dataset) -> None:
    sheet.column_dimensions["A"].width = 40
    for letter, width in (("B", 46), ("C", 34), ("D", 22), ("E", 12)):
        sheet.column_dimensions[letter].width = width
    _text(sheet, 1, 1, f"{layout.title}: guide").font = Font(name="Arial", size=14, bold=True)
    told = [
        ("Why it is asked", dataset.why),
        ("Asked for by", dataset.owner),
        ("Filled in by", sender_words(dataset)),
        ("Which schools", schools_words(dataset)),
        ("When", due_words(dataset)),
        ("Counts as current", fresh_words(dataset)),
        (
            "How to fill it in",
            "One row a school, on the sheet Data. Dark headings must be filled in, grey ones may be. Write "
            "n/a where a question does not apply and not known where nobody knows; never a 0 for a blank. "
            "Do not rename, add or delete columns. Never write the name of a pupil or a member of staff.",
        ),
        ("Small numbers", SMALL),
    ]
    row = 2
    for name, words in told:
        row += 1
        _text(sheet, row, 1, name).font = Font(name="Arial", size=10, bold=True)
        sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=5)
        _text(sheet, row, 2, words)
        sheet.row_dimensions[row].height = 14 * (1 + len(words) // 105)
    row += 2
    for place, name in enumerate(
        ("Column", "What it means", "What may stand in it", "Example", "Must be filled in"), 1
    ):
        head = _text(sheet, row, place, name)
        head.font, head.fill, head.border = _HEAD, _MUST, _BOX
    columns = (Column(URN, "urn", "text", "The school's six-figure number.", "123456", required=True),)
    for column in (*columns, *dataset.lead, *dataset.columns):
        row += 1
        said = (
            column.name,
            column.means,
            type_words(column),
            column.example,
            "yes" if column.required else "no",
        )
        for place, text in enumerate(said, 1):
            _text(sheet, row, place, text).border = _BOX
    sheet.freeze_panes = "A3"
    _print(sheet, across=False)


def _text(sheet: Any, row: int, place: int, text: str) -> Any:
    """A cell of text, which is never a formula whatever it begins with."""
    cell = sheet.cell(row, place, text)
    if text:
        cell.data_type = "s"
    cell.font, cell.alignment = _FONT, _WRAP
    return cell


def _width(column: Column) -> float:
    if column.name == SCHOOL:
        return 38
    longest = max((len(choice) for choice in column.choices), default=0)
    return max(11.0, min(26.0, max(longest + 3, len(column.name) / 3 + 4)))


def _print(sheet: Any, *, across: bool) -> None:
    """Set the sheet up for paper: A4 landscape, as wide as the page, its header on every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    if across:
        sheet.print_title_rows = "1:1"
    sheet.oddFooter.left.text = "OFFICIAL"
    sheet.oddFooter.right.text = "Page &P of &N"
