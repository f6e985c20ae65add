"""From which numbers on does a check speak up? They are data: `data/reference/screening`."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb

from eif.config import ROOT
from eif.sql import insert_rows

FOLDER = ROOT / "data" / "reference" / "screening"

# Table of the scratch database -> its columns, the file, and which columns of the file fill it.
TABLES = {
    "screening_limit": ("name varchar, value double", "limits.csv", ("limit", "value")),
    "screening_range": (
        "unit varchar, indicator varchar, lowest double, highest double",
        "ranges.csv",
        ("unit", "indicator", "lowest", "highest"),
    ),
    "screening_difference": (
        "layout varchar, indicators varchar, basis varchar, published_in varchar, reason varchar",
        "differences.csv",
        ("layout", "indicators", "basis", "published_in", "reason"),
    ),
    "screening_expected": (
        "indicators varchar, lowest_leaving_age integer",
        "expected.csv",
        ("indicators", "lowest_leaving_age"),
    ),
}


def read_rows(name: str, folder: Path = FOLDER) -> list[dict[str, str]]:
    """The rows of one list of the folder, as text."""
    with (folder / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def load_limits(con: duckdb.DuckDBPyConnection, folder: Path = FOLDER) -> None:
    """Create and fill the tables of limits and of what is known, for this connection alone."""
    for table, (columns, name, fields) in TABLES.items():
        con.execute(f"create or replace temp table {table} ({columns})")
        rows = [[row[field] or None for field in fields] for row in read_rows(name, folder)]
        insert_rows(con, table, rows)
