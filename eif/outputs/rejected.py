"""What did screening set aside or find in a file, row by row, for an officer to work through?"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from eif.outputs.book import Value, add_sheet, new_book, saved
from eif.snapshot import Snapshot

# Column of the file -> column of screen_case, and how wide a sheet shows it.
COLUMNS: dict[str, tuple[str, float]] = {
    "File": ("file_name", 40),
    "Check": ("check_id", 14),
    "Level": ("level", 10),
    "Record": ("source_row", 10),
    "URN": ("urn", 10),
    "School": ("name", 36),
    "Period": ("period", 12),
    "Column": ("place", 20),
    "Found": ("found", 20),
    "Expected": ("expected", 20),
    "Reason": ("reason", 60),
    "Whole record": ("raw_text", 60),
}
# A spreadsheet runs a cell of a CSV that begins so.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def read_rejected(snapshot: Snapshot, file: str | None = None) -> list[list[Value]]:
    """One row per thing found: every file's, or those of which `file` is the name or the end of it."""
    columns = [column for column, _ in COLUMNS.values()]
    rows = snapshot.rows("screen_case", columns=columns)
    return [list(row) for row in rows if file is None or str(row.file_name).endswith(file)]


def write_workbook(rows: Sequence[Sequence[Value]]) -> bytes:
    """The rows as a workbook of one sheet; text stays text whatever it begins with."""
    book = new_book("Rows set aside and findings")
    add_sheet(
        book, "Findings", "Rows set aside and findings", ["As found when each file was loaded."],
        header=list(COLUMNS), widths=[width for _, width in COLUMNS.values()], rows=rows,
        empty="Nothing was set aside or found",
    )  # fmt: skip
    return saved(book)


def write_csv(rows: Sequence[Sequence[Value]]) -> bytes:
    """The rows as CSV in UTF-8 with its mark; an apostrophe keeps text from running as a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([_harmless(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(value: Value) -> Value:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
