"""How do the rows of one file get into the staging tables?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from eif.extracts.cells import read_cells, rejected_cells
from eif.extracts.checks import check_number_fields, check_unique_fields
from eif.extracts.described import Described
from eif.extracts.figures import figure_tables, find_meanings, meaning_table
from eif.extracts.neighbours import which_set
from eif.extracts.read import Recognition
from eif.extracts.rows import named_rows, release_status
from eif.extracts.similar import similar_cells
from eif.extracts.staging import column_names, date_columns
from eif.extracts.texts import Texts
from eif.sql import statement

TABLE_OF_KIND = {
    "links": "staged_link",
    "la_values": "staged_la_value",
    "measures": "staged_measure",
    "neighbours": "staged_neighbour",
    "las": "staged_la",
    "groups": "staged_group",
    "group_links": "staged_group_school",
    "governance": "staged_post",
    "similar_schools": "staged_similar_school",
}


def fill_values(
    con: duckdb.DuckDBPyConnection,
    found: Recognition,
    described: Described,
    texts: Mapping[str, Texts],
    extract_id: int,
) -> tuple[dict[str, int], list[pa.Table]]:
    """Read every column of numbers once and keep what it means.

    Gives the cells set aside, by column, and the rows of `staged_figure`, in tables of one shape each.

    Raises ExtractError at text that is neither a number nor a missing code.
    """
    source_row = described.table.source_row
    meanings = find_meanings(found.layout, described.table.header, found.period)
    formats = {column: form for meaning in meanings for column, form in meaning.formats.items()}
    cells = read_cells(con, texts, formats, source_row, found)
    figures: list[pa.Table] = []
    if found.layout.kind == "values":
        figures = figure_tables(cells, meanings, described)
        offered = {"extract_row": described.rows, "named_meaning": meaning_table(meanings)}
        for name, table in offered.items():
            con.register(name, table)
        for name in ("staged_row", "staged_meaning"):
            _insert(con, name, {"this_extract": extract_id})
        for name in offered:
            con.unregister(name)
    elif found.layout.kind == "similar_values":
        con.register("similar_cell", similar_cells(cells, meanings, described))
        _insert(con, "staged_similar_value", {"this_extract": extract_id})
        con.unregister("similar_cell")
    else:
        con.register(
            "cell_read",
            pa.table(
                {"source_row": source_row, "raw": cells.raw, "value": cells.value, "status": cells.status}
            ),
        )
    return rejected_cells(cells), figures


def fill_schools(
    con: duckdb.DuckDBPyConnection, found: Recognition, described: Described, extract_id: int
) -> dict[str, int]:
    """Keep what the file says of each school; the dates and numbers that cannot be read, by column."""
    layout = found.layout
    described = described.once_a_school() if layout.group or layout.breakdowns() else described
    named = named_rows(described.table, layout.school, tuple(layout.codes))
    nothing = pa.nulls(named.num_rows, pa.string())
    for name in column_names("staged_school"):
        if name not in (*named.column_names, "extract_id", "precedence", "period"):
            named = named.append_column(name, nothing)
    named = named.append_column("period", described.rows["period"])
    named = named.filter(pc.equal(described.rows["row_kind"], "school"))
    con.register("school_row", named)
    _insert(con, "staged_school", {"this_extract": extract_id, "this_precedence": layout.school_precedence})
    unread = con.execute(statement("10_stage", "unread_field"), {"this_extract": extract_id}).fetchall()
    con.unregister("school_row")
    return {layout.school[field].columns[0]: cells for field, cells in unread}


def fill_linked(con: duckdb.DuckDBPyConnection, column: str, described: Described, extract_id: int) -> None:
    """Keep the links that a column of a school's row lists: `115961 Predecessor,148215 Successor`."""
    told = {"source_row": described.table.source_row, "urn": described.rows["urn"]}
    con.register("linked_row", pa.table({**told, "linked": described.table.columns[column]}))
    linked = statement("10_stage", "linked_establishment")
    con.execute(f"insert into staged_link by name {linked}", {"this_extract": extract_id})
    con.unregister("linked_row")


def fill_fields(con: duckdb.DuckDBPyConnection, found: Recognition, extract_id: int) -> dict[str, int]:
    """Fill the one table of a layout whose rows are not values: links, groups, LAIT, neighbours, authorities.

    Gives the dates that cannot be read, by column.
    """
    layout = found.layout
    named = named_rows(found.table, layout.fields, tuple(layout.codes))
    check_unique_fields(named, found)
    check_number_fields(named, found)
    values: dict[str, object] = {"this_extract": extract_id}
    if layout.kind == "neighbours":
        values |= which_set(named, layout, found.name)
    con.register("named_row", named)
    table = TABLE_OF_KIND[layout.kind]
    _insert(con, table, values)
    unread = {
        source.columns[0]: _unread(con, table, field)
        for field, source in layout.fields.items()
        if field in date_columns(table)
    }
    con.unregister("named_row")
    return {column: cells for column, cells in unread.items() if cells}


def _unread(con: duckdb.DuckDBPyConnection, table: str, field: str) -> int:
    # Both names are of staging.TABLES.
    ((cells,),) = con.execute(f"""
        select count(*)
        from named_row as said
        inner join {table} as kept using (source_row)
        where said.{field} is not null and kept.{field} is null
    """).fetchall()  # noqa: S608
    return int(cells)


def fill_extract(
    con: duckdb.DuckDBPyConnection, found: Recognition, described: Described, extract_id: int
) -> None:
    """Keep what the file is, where it came from, how much of it was used, and the rows set aside."""
    layout, rows_in, rejected = found.layout, len(found.table.source_row), len(described.rejected)
    left_out = described.rows_left_out
    period, known_from = described.period(found)
    row = {
        "extract_id": extract_id,
        "file_name": found.name,
        "sha256": found.sha256,
        "bytes": found.size,
        "layout": layout.id,
        "layout_title": layout.title,
        "publisher": layout.publisher,
        "publication": layout.publication,
        "kind": layout.kind,
        "period": period,
        "period_from": known_from,
        "release_status": release_status(found),
        "precedence": layout.precedence,
        "encoding": found.encoding,
        "rows_in": rows_in,
        "rows_accepted": rows_in - rejected - left_out,
        "rows_rejected": rejected,
        "rows_left_out": left_out,
        "rows_padded": found.table.padded,
        "rows_joined": found.table.joined,
        "loaded_at": datetime.now(UTC).replace(tzinfo=None),
        "loaded_by": None,
        "notes": "; ".join([*described.notes(layout), *found.noted]),
    }
    marks = ", ".join(f"${name}" for name in column_names("staged_extract"))
    con.execute(f"insert into staged_extract values ({marks})", row)  # noqa: S608  names of staging.TABLES
    for each in described.rejected:
        con.execute(
            "insert into rejected_row values (?, ?, ?, ?)",
            [extract_id, each.source_row, each.reason, each.raw_text],
        )
    for part in described.left_out:
        con.execute(
            "insert into left_out_row values (?, ?, ?, ?, ?)",
            [extract_id, part.column_name, part.text, part.reason, part.rows],
        )


def _insert(con: duckdb.DuckDBPyConnection, name: str, values: dict[str, object]) -> None:
    # `name` is one of staging.TABLES, each with a statement in sql/10_stage.
    con.execute(f"insert into {name} by name {statement('10_stage', name)}", values)
