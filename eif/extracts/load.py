"""How do recognised files become staged rows, one transaction a file, with a ledger of every cell?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from eif.extracts.cells import check_unknown, ledger_rows, register_cells, rejected_cells
from eif.extracts.errors import ExtractError
from eif.extracts.neighbours import which_set
from eif.extracts.read import ExtractFile, Recognition, recognise
from eif.extracts.rows import Described, describe_rows, named_rows
from eif.extracts.table import Table
from eif.sql import statement

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class FileOutcome:
    """What became of one file. Counts are of cells; `missing` is by code, '' for blank."""

    name: str
    layout: str | None
    accepted: bool
    message: str
    extract_id: int | None = None
    layout_title: str | None = None
    period: str | None = None
    rows_in: int = 0
    rows_rejected: int = 0
    cells: int = 0
    value_cells: int = 0
    missing: dict[str, int] = field(default_factory=dict)
    rejected_cells: int = 0


def stage_files(
    con: duckdb.DuckDBPyConnection,
    files: Sequence[ExtractFile],
    *,
    loaded_by: str,
    on_progress: Progress | None = None,
) -> list[FileOutcome]:
    """Load each file into the staging tables of `con`, in order; `on_progress(done, of, name)` after each.

    A file that is refused leaves nothing behind and does not stop the others. A file whose bytes were already
    loaded is accepted and not loaded twice.
    """
    outcomes: list[FileOutcome] = []
    for done, file in enumerate(files, 1):
        outcomes.append(_stage_file(con, file, loaded_by))
        if on_progress:
            on_progress(done, len(files), file.known_as)
    return outcomes


def _stage_file(con: duckdb.DuckDBPyConnection, file: ExtractFile, loaded_by: str) -> FileOutcome:
    try:
        found = recognise(file.path, period=file.period, name=file.known_as)
    except ExtractError as error:
        return FileOutcome(file.known_as, None, False, str(error))
    twins = con.execute(
        "select extract_id, file_name from staged_extract where sha256 = ?", [found.sha256]
    ).fetchall()
    for extract_id, twin in twins:
        message = f"The same bytes as {twin}: not loaded twice."
        return FileOutcome(file.known_as, found.layout.id, True, message, extract_id)
    con.execute("begin transaction")
    try:
        outcome = _stage(con, found, loaded_by)
        con.execute("commit")
    except ExtractError as error:
        con.execute("rollback")
        return FileOutcome(file.known_as, found.layout.id, False, str(error), layout_title=found.layout.title)
    except BaseException:
        con.execute("rollback")
        raise
    return outcome


def _stage(con: duckdb.DuckDBPyConnection, found: Recognition, loaded_by: str) -> FileOutcome:
    layout, table = found.layout, found.table
    ((extract_id,),) = con.execute("select coalesce(max(extract_id), 0) + 1 from staged_extract").fetchall()
    described = (
        describe_rows(table, layout, found.period)
        if layout.row_kinds
        else Described(table, table.columns, [])
    )
    bad: dict[str, int] = {}
    notes: list[str] = []
    if layout.kind in ("values", "ledger") and layout.row_kinds:
        _check_whole(described, found)
        described = _check_unique(con, described, found)
    if layout.mapped:
        bad = _stage_cells(con, found, described, extract_id)
    if layout.kind == "values":
        _insert(con, "staged_value", {"extract_id": extract_id})
    if layout.school:
        _stage_schools(con, found, described, extract_id)
    if layout.fields:
        _stage_fields(con, found, extract_id)
    period, known_from = found.period, found.period_from
    if layout.row_kinds:
        kinds = Counter(described.rows["row_kind"].to_pylist())
        notes.append("rows: " + ", ".join(f"{kind} {kinds[kind]:,}" for kind in sorted(kinds)))
    if layout.period_column and layout.row_kinds:
        years = sorted(set(described.rows["period"].to_pylist()))
        period, known_from = (years[-1] if years else None), "column"
        notes.append(f"periods: {years[0]} to {years[-1]}" if years else "no periods")
    rows_in, rejected = len(table.source_row), len(described.rejected)
    con.execute(
        f"insert into staged_extract values ({', '.join('?' * 22)})",  # noqa: S608  only question marks
        [
            extract_id,
            found.name,
            found.sha256,
            found.size,
            layout.id,
            layout.title,
            layout.publisher,
            layout.publication,
            layout.kind,
            period,
            known_from,
            layout.release_status,
            layout.precedence,
            found.encoding,
            rows_in,
            rows_in - rejected,
            rejected,
            table.padded,
            table.joined,
            datetime.now(UTC).replace(tzinfo=None),
            loaded_by,
            "; ".join(notes),
        ],
    )
    for row in described.rejected:
        con.execute(
            "insert into rejected_row values (?, ?, ?, ?)",
            [extract_id, row.source_row, row.reason, row.raw_text],
        )
    return _write_ledger(con, found, described, bad, extract_id, period)


def _write_ledger(
    con: duckdb.DuckDBPyConnection,
    found: Recognition,
    described: Described,
    bad: dict[str, int],
    extract_id: int,
    period: str | None,
) -> FileOutcome:
    rejected = len(described.rejected)
    lines = ledger_rows(described.table, found.layout, bad, rejected)
    if lines:
        ledger = pa.Table.from_pylist([{"extract_id": extract_id, **line} for line in lines])
        con.register("ledger_line", ledger)
        con.execute("insert into cell_ledger by name select * from ledger_line")
        con.unregister("ledger_line")
    missing: Counter[str] = Counter()
    cells = value_cells = rejected_count = 0
    for _, group in groupby(lines, key=lambda line: line["column_name"]):
        first, *rest = group
        cells += first["cells"]
        value_cells += first["value_cells"]
        rejected_count += first["rejected_cells"]
        for line in (first, *rest):
            if line["missing_code"] is not None:
                missing[line["missing_code"]] += line["missing_cells"]
    rows_in = len(found.table.source_row)
    message = f"{found.layout.title}: {rows_in:,} rows" + (f" for {period}" if period else "")
    if rejected:
        message += f", {rejected:,} set aside ({described.rejected[0].reason})"
    if found.layout.kind in ("documentation", "ledger"):
        message += "; recognised, nothing in it is used yet"
    return FileOutcome(
        name=found.name,
        layout=found.layout.id,
        accepted=True,
        message=message + ".",
        extract_id=extract_id,
        layout_title=found.layout.title,
        period=period,
        rows_in=rows_in,
        rows_rejected=rejected,
        cells=cells,
        value_cells=value_cells,
        missing=dict(missing),
        rejected_cells=rejected_count,
    )


def _insert(con: duckdb.DuckDBPyConnection, name: str, values: dict[str, object]) -> None:
    # `name` is one of this module's own table names, each with a statement in sql/10_stage.
    con.execute(f"insert into {name} by name {statement('10_stage', name)}", values)


def _stage_cells(
    con: duckdb.DuckDBPyConnection, found: Recognition, described: Described, extract_id: int
) -> dict[str, int]:
    """Read every mapped cell once; refuse the file at text that is neither number nor code."""
    register_cells(con, found, described)
    con.execute(f"create or replace temp table cell_read as {statement('10_stage', 'cell_read')}")
    check_unknown(con, found)
    return rejected_cells(con)


def _stage_schools(
    con: duckdb.DuckDBPyConnection, found: Recognition, described: Described, extract_id: int
) -> None:
    layout = found.layout
    table: Table = described.table
    columns = [
        name[0]
        for name in con.execute("describe staged_school").fetchall()
        if name[0] not in ("extract_id", "source_row", "period", "precedence")
    ]
    named = named_rows(table, dict(layout.school), tuple(layout.codes))
    count = named.num_rows
    for name in columns:
        if name not in named.column_names:
            named = named.append_column(name, pa.nulls(count, pa.string()))
    if layout.row_kinds:
        named = named.append_column("period", described.rows["period"])
        named = named.filter(pc.equal(described.rows["row_kind"], "school"))
    else:
        named = named.append_column("period", pa.nulls(count, pa.string()))
    con.register("school_row", named)
    _insert(con, "staged_school", {"extract_id": extract_id, "precedence": layout.school_precedence})
    con.unregister("school_row")


def _stage_fields(con: duckdb.DuckDBPyConnection, found: Recognition, extract_id: int) -> None:
    """Fill the one table of a layout whose rows are not values: links, LAIT, neighbours, authorities."""
    layout = found.layout
    named = named_rows(found.table, dict(layout.fields), tuple(layout.codes))
    con.register("named_row", named)
    _check_unique_fields(named, found)
    values: dict[str, object] = {"extract_id": extract_id}
    if layout.kind == "neighbours":
        values |= which_set(named, layout, found.name)
    _insert(con, STAGED_BY_KIND[layout.kind], values)
    con.unregister("named_row")


STAGED_BY_KIND = {
    "links": "staged_link",
    "la_values": "staged_la_value",
    "measures": "staged_measure",
    "neighbours": "staged_neighbour",
    "las": "staged_la",
}


def _check_whole(described: Described, found: Recognition) -> None:
    """A whole CSV ends in its summary rows: without them it was cut short. Parts of a Parquet set have none."""
    if found.form != "csv":
        return
    met = set(described.rows["row_kind"].unique().to_pylist())
    absent = [kind for kind in found.layout.row_kinds if kind.required and kind.kind not in met]
    if absent:
        raise ExtractError(
            f"The file has no {absent[0].kind} rows, which every {found.layout.title} file has.",
            f"File {found.name}, {len(found.table.source_row):,} rows read.",
            "It may have been cut short: download it again.",
        )


def _check_unique(con: duckdb.DuckDBPyConnection, described: Described, found: Recognition) -> Described:
    """Refuse a file that describes a school or area twice for a period.

    Where the layout names a column that tells namesakes apart, rows that differ in it are set aside instead: the
    publisher gave two schools one URN.
    """
    con.register("extract_row", described.rows)
    for kind, who, period, records in con.execute(statement("10_stage", "repeated_row")).fetchall():
        mask = pc.is_in(described.table.source_row, value_set=pa.array(records, pa.int32()))
        column = found.layout.namesake
        if column and len(described.table.columns.filter(mask)[column].unique()) == len(records):
            described = described.without(mask, f"{who} stands for different schools in {period}")
            continue
        raise ExtractError(
            f"{kind.capitalize()} {who} stands more than once for {period}.",
            f"File {found.name}, records {', '.join(map(str, records[:4]))}.",
            "Two files may have been joined: load each as published.",
        )
    return described


def _check_unique_fields(named: pa.Table, found: Recognition) -> None:
    """The same for tables that are not of values: no two rows share the layout's `unique` fields."""
    fields = list(found.layout.unique)
    if not fields:
        return
    counted = named.group_by(fields).aggregate([("source_row", "count"), ("source_row", "min")])
    twice = counted.filter(pc.greater(counted["source_row_count"], 1)).slice(0, 1).to_pylist()
    for row in twice:
        raise ExtractError(
            f"{' '.join(str(row[each]) for each in fields)} stands {row['source_row_count']} times.",
            f"File {found.name}, first in record {row['source_row_min']}.",
            "Two files may have been joined: load each as published.",
        )
