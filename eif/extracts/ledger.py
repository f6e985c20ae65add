"""What does every cell of a file add up to?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from eif.extracts.language import Layout
from eif.extracts.texts import Texts, missing_codes


@dataclass(frozen=True)
class LedgerLine:
    """One missing code of one column, with the column's totals; `missing_code` None where it has none."""

    column_name: str
    cells: int
    value_cells: int
    missing_code: str | None
    missing_cells: int
    rejected_cells: int


def count_cells(
    parts: Sequence[Mapping[str, Texts]], layout: Layout, bad: Mapping[str, int], rows_rejected: int
) -> list[LedgerLine]:
    """One line per column and missing code met; cells = values + missing + rejected on every column.

    `parts` are the rows used, and those left out, whose cells count as what they say. `bad` is how many cells
    of a column cannot be true. All cells of a rejected row count as rejected.
    """
    codes = list(missing_codes(layout))
    lines: list[LedgerLine] = []
    for name in parts[0]:
        read = [part[name].code for part in parts]
        every = pa.chunked_array([chunk for code in read for chunk in code.chunks], pa.int32())
        counted = pc.value_counts(every).to_pylist()
        met = {codes[each["values"]]: each["counts"] for each in counted if each["values"] is not None}
        rejected = bad.get(name, 0) + rows_rejected
        cells = len(every) + rows_rejected
        values = cells - rejected - sum(met.values())
        for missing_code, missing in sorted(met.items()) or [(None, 0)]:
            lines.append(LedgerLine(name, cells, values, missing_code, missing, rejected))
    return lines


def write_codes(con: duckdb.DuckDBPyConnection, layout: Layout, extract_id: int) -> None:
    """Keep what each missing code of the layout means, whether or not this file has it."""
    for code, status in layout.codes.items():
        con.execute("insert into missing_code values (?, ?, ?)", [extract_id, code, status])


def write_ledger(con: duckdb.DuckDBPyConnection, lines: list[LedgerLine], extract_id: int) -> None:
    """Keep the ledger of one file."""
    if not lines:
        return
    con.register("ledger_line", pa.Table.from_pylist([vars(line) for line in lines]))
    con.execute(
        "insert into cell_ledger by name select $extract_id as extract_id, * from ledger_line",
        {"extract_id": extract_id},
    )
    con.unregister("ledger_line")
