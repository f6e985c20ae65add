"""How is the template of a caseload written, and what an import would change or has changed?"""

from __future__ import annotations

from collections.abc import Sequence

from eif.casework.caseload import FIELDS
from eif.casework.caseload_lines import Line
from eif.outputs.book import add_sheet, new_book, saved

WORDS = {"new": "New", "changed": "Changed", "same": "Same", "refused": "Refused"}


def write_template() -> bytes:
    """The workbook to fill in: Caseload with its headings, and Columns that says what belongs in each."""
    book = new_book("Caseload")
    add_sheet(
        book, "Caseload", "Caseload, a row a school or several",
        ["Fill in what is known; leave the rest empty."],
        header=[field.heading for field in FIELDS.values()], widths=[24] * len(FIELDS), rows=[],
        empty="", freeze="B",
    )  # fmt: skip
    add_sheet(
        book, "Columns", "What belongs in each column", ["Columns may stand in any order."],
        header=["Column", "What belongs there", "Example"], widths=[32, 110, 32],
        rows=([field.heading, field.what, field.example] for field in FIELDS.values()), empty="",
    )  # fmt: skip
    return saved(book)


def write_lines(lines: Sequence[Line], sentence: str) -> bytes:
    """The lines of a comparison, as on screen."""
    book = new_book("Import of a caseload")
    add_sheet(
        book, "Import", "Import of a caseload", [sentence],
        header=["Row", "URN", "School", "What", "State", "Was", "Becomes", "Why"],
        widths=[8, 10, 38, 18, 12, 36, 44, 90],
        rows=(
            [line.row, line.urn, line.name, line.what, WORDS[line.state], line.was, line.becomes, line.why]
            for line in lines
        ),
        empty="The file has no row", freeze="D",
    )  # fmt: skip
    return saved(book)
