"""Which cells of a table are numbers, and what does every cell of it add up to?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from eif.extracts.errors import ExtractError
from eif.extracts.layout import Layout, Mapped
from eif.extracts.period import end_year, period_ending
from eif.extracts.read import Recognition
from eif.extracts.rows import Described


@dataclass(frozen=True)
class LedgerLine:
    """One missing code of one column, with the column's totals; `missing_code` None where it has none."""

    column_name: str
    cells: int
    value_cells: int
    missing_code: str | None
    missing_cells: int
    rejected_cells: int


def meanings(layout: Layout, header: list[str], period: str | None) -> list[tuple[Mapped, str, str | None]]:
    """Each (meaning, its column in this file, the earlier year it describes if any) that the header has."""
    present = set(header)
    found: list[tuple[Mapped, str, str | None]] = []
    for mapped in layout.mapped:
        column, earlier = mapped.column, None
        if mapped.back:
            if period is None:
                continue
            year = end_year(period) - mapped.back
            column, earlier = column.replace("{yy}", f"{year % 100:02d}"), period_ending(year)
        if column in present:
            found.append((mapped, column, earlier))
    return found


def register_cells(con: duckdb.DuckDBPyConnection, found: Recognition, described: Described) -> None:
    """Offer the numbers of this file to SQL: `cell`, `cell_column`, `meaning`, `extract_row`.

    `cell` has one row per row and mapped column of the file; the texts are not copied.
    """
    table = described.table
    meant = meanings(found.layout, table.header, found.period)
    formats: dict[str, str] = {}
    for mapped, column, _ in meant:
        if formats.get(column, "plain") == "plain":
            formats[column] = mapped.format
    ids = {column: number for number, column in enumerate(formats)}
    count = len(table.source_row)
    said = [pc.utf8_trim_whitespace(table.columns[column]) for column in formats]
    con.register(
        "cell",
        pa.table(
            {
                "source_row": pa.chunked_array([table.source_row] * len(said), pa.int32()),
                "column_id": pa.chunked_array(
                    [pa.repeat(pa.scalar(i, pa.int16()), count) for i in ids.values()]
                ),
                "said": pa.chunked_array([chunk for column in said for chunk in column.chunks], pa.string()),
            }
        ),
    )
    con.register(
        "cell_column",
        pa.table(
            {
                "column_id": pa.array(ids.values(), pa.int16()),
                "column_name": pa.array(list(ids), pa.string()),
                "format": pa.array(list(formats.values()), pa.string()),
            }
        ),
    )
    con.register(
        "meaning",
        pa.table(
            {
                "column_id": pa.array([ids[column] for _, column, _ in meant], pa.int16()),
                "source_column": pa.array([column for _, column, _ in meant], pa.string()),
                "indicator": pa.array([mapped.indicator for mapped, _, _ in meant], pa.string()),
                "pupil_group": pa.array([mapped.pupil_group for mapped, _, _ in meant], pa.string()),
                "part": pa.array([mapped.part for mapped, _, _ in meant], pa.string()),
                "period": pa.array([earlier for _, _, earlier in meant], pa.string()),
                "kinds": pa.array(
                    [list(mapped.kinds) or None for mapped, _, _ in meant], pa.list_(pa.string())
                ),
            }
        ),
    )
    con.register("extract_row", described.rows)


def check_unknown(con: duckdb.DuckDBPyConnection, found: Recognition) -> None:
    """Refuse the file at the first text that is neither a number nor a missing code of its layout."""
    met = con.execute(
        """select column_name, raw, count(*), min(source_row), any_value(format)
        from cell_read inner join cell_column using (column_id)
        where status = 'unknown' group by column_name, raw order by min(source_row), column_name limit 4"""
    ).fetchall()
    if not met:
        return
    column, raw, count, record, form = met[0]
    others = "".join(f"; {name} {text!r} x {many}" for name, text, many, *_ in met[1:])
    to_do = (
        f"If the publisher now uses {raw!r} for a missing figure, add it with its meaning to [codes] in the "
        f"layout {found.layout.id}.toml; else download the file again."
    )
    if form == "sign" and raw.replace(".", "", 1).isdigit():
        to_do = "Percentages lost their % sign: a spreadsheet saved this file again. Load it as published."
    raise ExtractError(
        f"{raw!r} is neither a number nor a missing code of {found.layout.title}; it stands {count:,} times.",
        f"File {found.name}, column {column}, first in record {record}{others}.",
        to_do,
    )


def rejected_cells(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Cells per column that are numbers but cannot be true: not finite, or a share beyond 0 to 100."""
    return dict(
        con.execute(
            """select column_name, count(*) from cell_read inner join cell_column using (column_id)
            where status = 'bad' group by column_name"""
        ).fetchall()
    )


def count_cells(described: Described, layout: Layout, bad: Mapping[str, int]) -> list[LedgerLine]:
    """One line per column and missing code met; cells = values + missing + rejected on every column.

    All cells of a row set aside count as rejected.
    """
    codes = pa.array(["", *layout.codes], pa.string())
    aside = len(described.rejected)
    lines: list[LedgerLine] = []
    for name, column in zip(described.table.header, described.table.columns.columns, strict=True):
        counted = pc.value_counts(pc.index_in(pc.utf8_trim_whitespace(column), value_set=codes)).to_pylist()
        met = {
            codes[each["values"]].as_py(): each["counts"] for each in counted if each["values"] is not None
        }
        rejected = bad.get(name, 0) + aside
        cells = len(column) + aside
        values = cells - rejected - sum(met.values())
        for code, missing in sorted(met.items()) or [(None, 0)]:
            lines.append(LedgerLine(name, cells, values, code, missing, rejected))
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
