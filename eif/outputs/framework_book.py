"""The workbook in which a framework version is read, marked and given back."""

from __future__ import annotations

from datetime import date
from typing import Any

from eif.framework import Framework
from eif.framework.tables import TABLES, Table
from eif.framework.versions import cell_text
from eif.framework.workbook import ABOUT, ABOUT_NAMES, GUIDE, sheet_of
from eif.outputs.book import Value, add_sheet, new_book, saved

# Which question each sheet answers; a sheet without one is told by its columns alone.
QUESTIONS = {
    "areas": "Which areas does the framework rate?",
    "descriptors": "What does the framework describe, as short handles in our own words, with page numbers?",
    "rules": "Which question is put to which figure, and which descriptors do its answers speak for?",
    "thresholds": "Which number decides, in which unit, who set it, why, and is it ratified?",
    "choices": "By which of several ways is something told?",
    "area_rules": "How do an area's signals add up to its rating?",
    "tiers": "Which support goes with each category, in adviser days?",
    "triggers": "What brings extra days?",
    "inspection_areas": "Which areas does an inspection's judgement hint at?",
    "inspection_levels": "What does each inspection word hint at?",
    "answers": "What does each answer of a council return say?",
}
HOW = (
    ("1", "Change cells on the other sheets; leave sheet names and column names as they are."),
    ("2", f"On the sheet {ABOUT} give the draft a version of its own and the day from which it would hold."),
    (
        "3",
        "Yes or no stand for what is or is not so; words in one cell are divided by semicolons.",
    ),
    ("4", "A threshold stays 'proposed' until the council ratifies it; say who set it and why."),
    ("5", "Save as .xlsx and give it back on the Framework page, or to `python -m eif framework import`."),
    ("6", "It is checked, and becomes a draft. What is in force changes only when eif.toml names it."),
)


def write_framework_book(framework: Framework) -> bytes:
    """The version as an .xlsx file that `read_workbook` reads back to the same rows."""
    version, title, valid_from, source = framework.about
    book = new_book(f"{title} ({version})")
    add_sheet(
        book,
        GUIDE,
        f"How to read and change framework {version}",
        ["Each sheet holds one table. Nothing here changes a rating before it is put in force."],
        header=["Sheet or step", "What it is"],
        widths=[22, 100],
        rows=[
            *((step, text) for step, text in HOW),
            *((sheet_of(table), QUESTIONS.get(sheet_of(table), "")) for table in TABLES),
        ],
        empty="Nothing",
    )
    values: tuple[Value, ...] = (version, title, valid_from, source)
    add_sheet(
        book,
        ABOUT,
        "The version",
        [],
        header=["what", "value"],
        widths=[16, 100],
        rows=zip(ABOUT_NAMES, values, strict=True),
        empty="",
    )
    for table in TABLES:
        rows = framework.rows[table.name]
        add_sheet(
            book,
            sheet_of(table),
            QUESTIONS.get(sheet_of(table), sheet_of(table)),
            [],
            header=list(table.columns),
            widths=[_width(name, rows) for name in table.columns],
            rows=([_value(table, name, row[name]) for name in table.columns] for row in rows),
            empty="",
            freeze="B",
            exact=True,
        )
    return saved(book)


def _value(table: Table, column: str, value: Any) -> Value:
    if isinstance(value, bool | list):
        return cell_text(value)
    kept: int | float | date | str | None = value
    return kept


def _width(name: str, rows: list[dict[str, Any]]) -> float:
    longest = max((len(cell_text(row[name])) for row in rows), default=0)
    return min(60, max(len(name), longest) + 3)
