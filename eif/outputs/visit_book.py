"""How do the visits to a school leave the app? As the screen lists them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eif.casework.words import VISIT_KINDS, VISIT_STATES
from eif.outputs.book import Value, add_sheet, new_book, saved
from eif.outputs.excel import About, release_rows


def write_visits(visits: Sequence[Any], about: About) -> bytes:
    """One workbook of rows of `screen_visit`: Visits, About."""
    book = new_book("Visits")
    add_sheet(
        book, "Visits", "Visits", [about.marking, about.sentence],
        header=["Day", "Academic year", "For", "State", "Days", "Day of the tier", "Adviser", "Note",
                "Strong practice", "Seen in", "Next step", "Next step by", "Recorded by"],
        widths=[18, 14, 28, 20, 8, 10, 20, 60, 40, 30, 40, 18, 20], rows=map(_row, visits),
        empty="No visit is recorded",
    )  # fmt: skip
    add_sheet(
        book, "About", "About this list", [about.marking], header=["Item", "Detail"], widths=[24, 90],
        rows=[
            ["Marking", about.marking],
            ["Which visits", about.sentence],
            *release_rows(about),
            ["Link to this list", about.link or "not available"],
        ],
        empty="Nothing is known",
    )  # fmt: skip
    return saved(book)


def _row(row: Any) -> list[Value]:
    return [
        row.on_day,
        row.academic_year,
        VISIT_KINDS[row.kind],
        VISIT_STATES[row.status],
        row.days,
        "yes" if row.counts else "no",
        row.adviser,
        row.note,
        row.strong_practice,
        row.strong_in,
        row.next_step,
        row.next_step_by,
        row.saved_by,
    ]
