"""What does each cell of a council return say, and which figures follow from it?

A cell that breaks a rule of its column is set aside with what to do; the rest of the file stands.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from eif.extracts.dataset import Column, Dataset
from eif.extracts.described import Described
from eif.extracts.figures import DIVIDED
from eif.extracts.language import Layout, Mapped
from eif.extracts.texts import Texts, missing_codes
from eif.sql import statement

# What a figure is worked out from, which no table keeps.
ONLY_HERE = ("value_no", "denominator_no", "per")
YES_OR_NO = {"yes": "Yes", "y": "Yes", "true": "Yes", "no": "No", "n": "No", "false": "No"}


def fill_facts(
    con: duckdb.DuckDBPyConnection,
    layout: Layout,
    described: Described,
    texts: Mapping[str, Texts],
    extract_id: int,
) -> tuple[dict[str, int], list[pa.Table]]:
    """Keep every cell of a council return as a fact.

    Gives the cells set aside, by column, and the rows of `staged_figure`.
    """
    dataset = layout.dataset
    if dataset is None:
        return {}, []
    meanings = _meanings(layout, dataset)
    offered = {
        "fact_cell": _cells(dataset, layout, texts, described.table.source_row),
        "fact_item": _items(dataset),
        "fact_choice": _choices(dataset),
        "fact_meaning": meanings,
        "extract_row": described.rows,
        "named_meaning": meanings.drop_columns(list(ONLY_HERE)),
    }
    for name, table in offered.items():
        con.register(name, table)
    con.execute(f"create or replace temp table fact_read as {statement('10_stage', 'fact_read')}")
    this = {"this_extract": extract_id}
    fact = statement("10_stage", "staged_fact")
    con.execute(f"insert into staged_fact by name {fact}", this | {"this_dataset": layout.id})
    for name in ("staged_row", "staged_meaning"):
        con.execute(f"insert into {name} by name {statement('10_stage', name)}", this)
    figures = con.sql(statement("10_stage", "fact_figure")).to_arrow_table()
    bad = con.execute("select item_no, count(*) from fact_read where status = 'bad' group by item_no")
    counted = {dataset.items[number].name: cells for number, cells in bad.fetchall()}
    con.execute("drop table fact_read")
    for name in offered:
        con.unregister(name)
    return counted, [figures]


def _cells(dataset: Dataset, layout: Layout, texts: Mapping[str, Texts], source_row: pa.Array) -> pa.Table:
    """One row per cell of the dataset's items, column by column."""
    statuses = pa.array(missing_codes(layout).values(), pa.string())
    tables = [
        pa.table(
            {
                "source_row": source_row,
                "item_no": pa.repeat(pa.scalar(number, pa.int16()), len(source_row)),
                "said": texts[column.name].said,
                "coded": pc.take(statuses, texts[column.name].code),
            }
        )
        for number, column in enumerate(dataset.items)
    ]
    return pa.concat_tables(tables)


def _items(dataset: Dataset) -> pa.Table:
    place = {column.name: number for number, column in enumerate(dataset.items)}
    rows = [
        {
            "item_no": number,
            "item": column.item,
            "column_name": column.name,
            "type": column.type,
            "required": column.required,
            "people": column.people,
            "negative": column.negative,
            "offered": ", ".join(_words(column).values()),
            "part_of": column.part_of,
            "part_of_no": place.get(column.part_of or ""),
            "only_where": column.only_where,
            "only_where_no": place.get(column.only_where or ""),
        }
        for number, column in enumerate(dataset.items)
    ]
    kinds = {"item_no": pa.int16(), "part_of_no": pa.int16(), "only_where_no": pa.int16()}
    kinds |= {"required": pa.bool_(), "people": pa.bool_(), "negative": pa.bool_()}
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in rows[0]])
    return pa.Table.from_pylist(rows, schema)


def _words(column: Column) -> dict[str, str]:
    """Each word that a cell may say, folded, and the word that is kept; only the first way of saying each."""
    if column.type == "yes or no":
        return {"yes": "Yes", "no": "No"}
    return {word.lower(): word for word in column.choices}


def _choices(dataset: Dataset) -> pa.Table:
    schema = pa.schema([("item_no", pa.int16()), ("folded", pa.string()), ("word", pa.string())])
    rows = [
        {"item_no": number, "folded": folded, "word": word}
        for number, column in enumerate(dataset.items)
        for folded, word in (YES_OR_NO if column.type == "yes or no" else _words(column)).items()
    ]
    return pa.Table.from_pylist(rows, schema)


def _meanings(layout: Layout, dataset: Dataset) -> pa.Table:
    """One row per indicator and pupil group: which item is its value or numerator, which its denominator."""
    place = {column.name: number for number, column in enumerate(dataset.items)}
    parts: dict[tuple[str, str | None], dict[str, Mapped]] = {}
    for mapped in layout.mapped:
        parts.setdefault((mapped.indicator, mapped.pupil_group), {})[mapped.part] = mapped
    rows = []
    for number, ((indicator, group), found) in enumerate(parts.items()):
        value = found.get("value") or found["numerator"]
        below = found.get("denominator")
        worked_out = below if value.per else None
        rows.append(
            {
                "meaning_no": number,
                "indicator": indicator,
                "pupil_group": group,
                "period": None,
                "source_column": DIVIDED.join([value.column, *([worked_out.column] if worked_out else [])]),
                "share": False,
                "value_no": place[value.column],
                "denominator_no": place[below.column] if below else None,
                "per": value.per,
            }
        )
    place_no = {name: pa.int16() for name in ("meaning_no", "value_no", "denominator_no")}
    kinds = {**place_no, "share": pa.bool_(), "per": pa.float64()}
    names = ("meaning_no", "indicator", "pupil_group", "period", "source_column", "share", *ONLY_HERE)
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in names])
    return pa.Table.from_pylist(rows, schema)
