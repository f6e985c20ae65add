"""How does the list of what is to be put right in the casework become a workbook?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eif.outputs.book import add_sheet, new_book, saved
from eif.outputs.excel import About, release_rows


def write_todo(rows: Sequence[Any], about: About) -> bytes:
    """One workbook of the list as filtered and ordered: To_do, About."""
    book = new_book("To put right in the casework")
    add_sheet(
        book, "To_do", "To put right in the casework", [about.marking, about.sentence],
        header=["URN", "School", "Kind", "What", "Whose", "Since"], widths=[10, 40, 32, 90, 28, 18],
        rows=([row.urn, row.name, row.title, row.what, row.whose, row.since] for row in rows),
        empty="Nothing is to be put right", freeze="C",
    )  # fmt: skip
    add_sheet(
        book, "About", "About this list", [about.marking], header=["Item", "Detail"], widths=[24, 90],
        rows=[["Which", about.sentence], *release_rows(about), ["Link", about.link or "not available"]],
        empty="Nothing is known",
    )  # fmt: skip
    return saved(book)
