"""What does a chart draw, and how does exactly that leave the app as a file?

An `Exhibit` is what one chart says: its finding, its words, its figures as rows, and where they come from.
The screen, the CSV and the workbook are made from the same one, with the same rounding.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

from eif.outputs.book import Value, add_sheet, new_book, saved
from eif.outputs.excel import About

# A spreadsheet takes a text that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
UNITS = {"percent": "%", "pounds": "£", "rate per 100": "per 100 pupils", "rate per 1000": "per 1,000 pupils"}


@dataclass(frozen=True)
class Column:
    """One column: its heading, and of figures the decimals and the unit; `decimals` None is text."""

    head: str
    decimals: int | None = None
    unit: str | None = None
    signed: bool = False

    @property
    def title(self) -> str:
        """The heading with its unit, for a file in which figures stand without it."""
        unit = UNITS.get(self.unit or "", "")
        return f"{self.head} ({unit})" if unit and not self.head.endswith(")") else self.head

    def rounded(self, value: Value) -> Value:
        """The value as it is shown; text stays."""
        if self.decimals is None or value is None or not isinstance(value, int | float):
            return value
        return round(value, self.decimals) if self.decimals else round(value)


@dataclass(frozen=True)
class Exhibit:
    """One chart: `title` is the finding, `words` its text alternative, `source` where it comes from.

    A cell without a figure holds the reason as text. `notes` say what must be known; `name` names its files;
    `heading` is what the chart says beside the finding, where the page has said that already.
    """

    name: str
    title: str
    words: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    source: str
    notes: tuple[str, ...] = ()
    heading: str = ""

    def file_name(self, ending: str) -> str:
        """A name for a file of it that any system accepts."""
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-") + f".{ending}"

    def figures(self) -> Iterable[list[Value]]:
        """The rows as they are shown."""
        for row in self.rows:
            yield [column.rounded(value) for column, value in zip(self.columns, row, strict=True)]


def as_csv(exhibit: Exhibit) -> bytes:
    """One table in UTF-8 with a byte order mark, so that a spreadsheet reads its marks right."""
    out = io.StringIO()
    written = csv.writer(out)
    written.writerow([column.title for column in exhibit.columns])
    for row in exhibit.figures():
        written.writerow([_harmless(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def as_workbook(exhibit: Exhibit, about: About) -> bytes:
    """The figures on one sheet, and on another what a reader of them must know."""
    book = new_book(exhibit.title)
    add_sheet(
        book, "Figures", exhibit.title, [about.marking, exhibit.words],
        header=[column.title for column in exhibit.columns],
        widths=[34, *[18] * (len(exhibit.columns) - 1)], rows=exhibit.figures(), empty="No figures",
        freeze="B",
    )  # fmt: skip
    add_sheet(
        book, "About", "About these figures", [about.marking],
        header=["Item", "Detail"], widths=[24, 100], rows=_about(exhibit, about), empty="Nothing is known",
    )  # fmt: skip
    return saved(book)


def _about(exhibit: Exhibit, about: About) -> Iterable[list[Value]]:
    yield ["Marking", about.marking]
    yield ["What is shown", exhibit.title]
    yield ["In words", exhibit.words]
    yield ["Source", exhibit.source]
    for note in exhibit.notes:
        yield ["Note", note]
    yield ["Rows", len(exhibit.rows)]
    yield ["As at", about.as_at]
    yield ["Release", about.release]
    yield ["Neighbours of this release", about.neighbours]
    yield ["Link", about.link or "not available"]


def _harmless(value: Value) -> Value:
    """Text that a spreadsheet would run as a formula, made plain text; None is left empty."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value
