"""How do SQL tests write rows in and read rows out? As small text tables.

`given(con, "school_link", text)` inserts the rows of a table whose first line names the columns;
`shown(con, name, columns)` reads a relation back in the same form, so that a test compares text with text.
An empty cell is NULL, figures are shown to three places.
"""

from __future__ import annotations

import duckdb

from eif.extracts.dataset_tables import load_datasets
from eif.extracts.staging import create_staging
from eif.reference import load_reference
from eif.screening.limits import load_limits
from eif.sql import ORDER, create_macros, statement


def scratch(
    con: duckdb.DuckDBPyConnection,
    *,
    home_la: str = "330",
    neighbour_set: str = "2025-05",
    as_at: str = "2020-03-31",
    files: bool = False,
) -> None:
    """Everything a build starts from, with no extract loaded.

    A test that stages `files` reads figures through the view staged_value; others write them into a table
    with its columns.
    """
    create_staging(con)
    if not files:
        con.execute("create or replace temp table figure as from staged_value")
        con.execute("drop view staged_value")
        con.execute("alter table figure rename to staged_value")
    load_reference(con)
    load_datasets(con)
    create_macros(con)
    load_limits(con)
    con.execute("create or replace table setting (key varchar, value varchar)")
    con.execute(
        "insert into setting values ('home_la', ?), ('neighbour_set', ?), ('as_at', ?), ('demo', 'false')",
        [home_la, neighbour_set, as_at],
    )


def given(con: duckdb.DuckDBPyConnection, table: str, text: str, **same: object) -> None:
    """Insert the rows of `text` into `table`; `same` gives columns that are alike in every row."""
    columns, *rows = cells(text)
    names = [*columns, *same]
    marks = ", ".join("?" for _ in names)
    for row in rows:
        values = [cell or None for cell in row] + list(same.values())
        con.execute(f"insert into {table} ({', '.join(names)}) values ({marks})", values)


def built(con: duckdb.DuckDBPyConnection, *layers: str, until: str = "") -> None:
    """Build the layers as tables, in order, up to and including the relation `until`."""
    for layer in layers:
        for name in ORDER[layer]:
            con.execute(f"create or replace table {name} as {statement(layer, name)}")
            if name == until:
                return


def shown(
    con: duckdb.DuckDBPyConnection, relation: str, columns: str, where: str = "true"
) -> list[list[str]]:
    """Rows of `relation` as text, ordered by their own columns; the header is the first row."""
    names = columns.split()
    found = con.execute(f"select {', '.join(names)} from {relation} where {where} order by all").fetchall()
    return [names, *[[as_text(value) for value in row] for row in found]]


def cells(text: str) -> list[list[str]]:
    """The cells of a text table: one row per line, cells divided by |."""
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def as_text(value: object) -> str:
    """A value as a test writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return trimmed(value)
    return str(value)


def trimmed(value: float) -> str:
    """A figure to three places without trailing noughts."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
