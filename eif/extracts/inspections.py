"""How do the inspections that a file lists get into the staging table?

Nothing is judged here: each judgement keeps its own words. A date that cannot be read is counted as a
rejected cell; an inspection without a date that can be read is not listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb
import pyarrow as pa

from eif.extracts.described import Described
from eif.extracts.events import FIELDS, Event, Names
from eif.extracts.layout import Layout, Source
from eif.extracts.rows import read_source
from eif.sql import statement

DATES = ("date", "published", "graded_on")


def fill_inspections(
    con: duckdb.DuckDBPyConnection, layout: Layout, described: Described, extract_id: int
) -> dict[str, int]:
    """Keep every judgement of every inspection listed; the dates that cannot be read, by column."""
    con.register("judgement_row", event_table(layout, described))
    values = {"this_extract": extract_id}
    con.execute(f"insert into staged_inspection by name {statement('10_stage', 'staged_inspection')}", values)
    unread = con.execute(statement("10_stage", "unread_date")).fetchall()
    con.unregister("judgement_row")
    return dict(unread)


def event_table(layout: Layout, described: Described) -> pa.Table:
    """One row per row of the file, inspection and judgement; every cell as text, null where it says nothing.

    `<name>_column` of a date is the column it stands in.
    """
    return pa.concat_tables(
        table for event in layout.events for table in _judgements(event, layout, described)
    )


def _judgements(event: Event, layout: Layout, described: Described) -> Iterator[pa.Table]:
    count = len(described.table.source_row)
    header = described.table.header

    def same(text: str | None) -> pa.Array:
        return pa.repeat(pa.scalar(text, pa.string()), count)

    def cells(names: Names) -> pa.ChunkedArray | pa.Array:
        column = _first(names, header)
        if column is None:
            return same(None)
        return read_source(Source(columns=(column,)), described.table, tuple(layout.codes))

    whole = {name: cells(event.fields.get(name, ())) for name in FIELDS}
    for judgement, names in event.judgements.items():
        on = event.graded_on.get(judgement, ())
        columns = {
            "date": event.fields["date"],
            "published": event.fields.get("published", ()),
            "graded_on": on,
        }
        yield pa.table(
            {
                "source_row": described.table.source_row,
                "urn": described.rows["urn"],
                "kind": same(event.kind),
                "judgement": same(judgement),
                "raw": cells(names),
                "source_column": same(_first(names, header)),
                **whole,
                "graded_on": cells(on),
                **{f"{name}_column": same(_first(columns[name], header)) for name in DATES},
            }
        )


def _first(names: Names, header: Sequence[str]) -> str | None:
    """The first of the names that the file has."""
    return next((name for name in names if name in header), None)
