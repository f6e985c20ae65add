"""Is a recognised file whole, and does it say each thing once?"""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from eif.extracts.dataset import Dataset
from eif.extracts.described import Described
from eif.extracts.errors import ExtractError, NotWholeError, RepeatedError
from eif.extracts.read import Recognition
from eif.sql import statement

_JOINED = "Two files may have been joined: load each as published."


def check_whole(described: Described, found: Recognition) -> None:
    """Refuse a CSV without the summary rows that it ends in: it was cut short.

    The parts of a Parquet set have no summary rows of their own.
    """
    if found.form != "csv":
        return
    met = set(described.rows["row_kind"].unique().to_pylist())
    for kind in found.layout.row_kinds:
        if kind.required and kind.kind not in met:
            raise NotWholeError(
                f"The file has no {kind.kind} rows, which every {found.layout.title} file has.",
                f"File {found.name}, {len(found.table.source_row):,} rows read.",
                "It may have been cut short: download it again.",
            )


def check_unique(con: duckdb.DuckDBPyConnection, described: Described, found: Recognition) -> Described:
    """Refuse a file that describes a school or area twice for a period.

    Where the layout names a column that tells namesakes apart, rows that differ in it are set aside instead:
    the publisher gave two schools one URN.
    """
    if found.layout.dataset and found.layout.dataset.listed:
        _check_listed(described, found.layout.dataset, found.name)
        return described
    con.register("extract_row", described.rows)
    aside: dict[int, str] = {}
    for kind, who, period, records in con.execute(statement("10_stage", "repeated_row")).fetchall():
        if not _are_namesakes(described, found, records):
            raise RepeatedError(
                f"{kind.capitalize()} {who} stands more than once" + (f" for {period}." if period else "."),
                f"File {found.name}, records {', '.join(map(str, records[:4]))}.",
                _JOINED,
            )
        aside |= dict.fromkeys(records, f"{who} stands for different schools in {period}")
    return described.without(aside)


def _check_listed(described: Described, dataset: Dataset, name: str) -> None:
    """Refuse a list in which a school has the same record twice."""
    told = [described.table.columns[column] for column in dataset.listed]
    keyed = pa.table(
        [described.rows["urn"], described.rows["period"], *told], ["urn", "period", *dataset.listed]
    )
    counted = keyed.append_column("record", described.rows["source_row"]).group_by(keyed.column_names)
    found = counted.aggregate([("record", "list")])
    repeated = found.filter(pc.greater(pc.list_value_length(found["record_list"]), 1))
    for row in repeated.slice(0, 1).to_pylist():
        raise ExtractError(
            f"School URN {row['urn']} has the same {' and '.join(dataset.listed)} more than once.",
            f"File {name}, records {', '.join(map(str, row['record_list']))}.",
            "Delete the row that stands twice.",
        )


def _are_namesakes(described: Described, found: Recognition, records: list[int]) -> bool:
    if found.layout.namesake is None:
        return False
    mask = pc.is_in(described.table.source_row, value_set=pa.array(records, pa.int32()))
    return len(described.table.columns[found.layout.namesake].filter(mask).unique()) == len(records)


def check_unique_fields(named: pa.Table, found: Recognition) -> None:
    """The same for tables that are not of values: no two rows share the layout's `unique` fields."""
    fields = list(found.layout.unique)
    if not fields:
        return
    counted = named.group_by(fields).aggregate([("source_row", "count"), ("source_row", "min")])
    for row in counted.filter(pc.greater(counted["source_row_count"], 1)).slice(0, 1).to_pylist():
        raise RepeatedError(
            f"{' '.join(str(row[each]) for each in fields)} stands {row['source_row_count']} times.",
            f"File {found.name}, first in record {row['source_row_min']}.",
            _JOINED,
        )


def check_number_fields(named: pa.Table, found: Recognition) -> None:
    """Refuse a table that is not of values where one of its `numbers` fields holds other text, or none."""
    for field in found.layout.numbers:
        is_number = pc.fill_null(
            pc.match_substring_regex(named[field], r"^-?\d{1,15}(\.\d+)?([eE]-?\d{1,2})?$"), False
        )
        for row in named.filter(pc.invert(is_number)).slice(0, 1).to_pylist():
            raise ExtractError(
                f"{row[field] or ''!r} is not a number.",
                f"File {found.name}, column {found.layout.fields[field].columns[0]}, "
                f"record {row['source_row']}.",
                "Download the file again.",
            )
