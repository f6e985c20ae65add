"""How long does the Excel of the whole grid take, compared with writing the same cells bare?"""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

from openpyxl import Workbook, load_workbook

from eif.outputs.excel import About, write_grid
from eif.outputs.grid import read_grid
from eif.outputs.said import what_stands_out
from eif.snapshot import Snapshot
from scripts.bench.timing import Measured, compare


def measure(snapshot: Snapshot) -> list[Measured]:
    """Compare the finished workbook with its list sheet's values written by openpyxl without styling."""
    grid = read_grid(snapshot)
    about = About("all", date.today(), snapshot.release, datetime.now(UTC), "", "", "", "", "")
    finished = load_workbook(io.BytesIO(write_grid(grid, about, what_stands_out(snapshot))), read_only=True)
    rows = [list(row) for row in finished.worksheets[0].iter_rows(values_only=True)]
    return [
        compare(
            f"Excel of {len(grid.rows)} schools",
            lambda: write_grid(grid, about, what_stands_out(snapshot)),
            "openpyxl writing the list bare",
            lambda: _bare(rows),
        )
    ]


def _bare(rows: list[list[object]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
