"""Which figures does a file hold, and from which of its columns does each come?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from eif.extracts.cells import Cells
from eif.extracts.layout import PARTS, Layout
from eif.extracts.period import end_year, period_ending


@dataclass(frozen=True)
class Meaning:
    """What one column of values says, and where its other parts stand.

    `columns` is part -> column of this file; `period` is the earlier year it is for, if it is not the file's
    own; `kinds`, if any, the kinds of row; `formats` says of each column how its numbers are written.
    """

    indicator: str
    pupil_group: str
    period: str | None
    kinds: tuple[str, ...]
    columns: Mapping[str, str]
    formats: Mapping[str, str]


def find_meanings(layout: Layout, header: Sequence[str], period: str | None) -> list[Meaning]:
    """Each meaning whose column of values the header has, with those of its other parts that are there."""
    present = set(header)
    found: dict[tuple[str, str, str | None, tuple[str, ...]], dict[str, str]] = {}
    form: dict[str, str] = {}
    for mapped in layout.mapped:
        column, earlier = mapped.column, None
        if mapped.back:
            if period is None:
                continue
            year = end_year(period) - mapped.back
            named = f"{(year + layout.period_lag) % 100:02d}"
            column, earlier = column.replace("{yy}", named), period_ending(year)
        if column in present:
            key = (mapped.indicator, mapped.pupil_group, earlier, mapped.kinds)
            found.setdefault(key, {}).setdefault(mapped.part, column)
            if form.get(column, "plain") == "plain":
                form[column] = mapped.format
    return [
        Meaning(*key, columns, {column: form[column] for column in columns.values()})
        for key, columns in found.items()
        if "value" in columns
    ]


def meaning_table(meanings: Sequence[Meaning]) -> pa.Table:
    """One row per meaning, numbered from 0."""
    text = pa.string()
    return pa.table(
        {
            "meaning_no": pa.array(range(len(meanings)), pa.int16()),
            "indicator": pa.array([each.indicator for each in meanings], text),
            "pupil_group": pa.array([each.pupil_group for each in meanings], text),
            "period": pa.array([each.period for each in meanings], text),
            "source_column": pa.array([each.columns["value"] for each in meanings], text),
        }
    )


def figure_table(
    cells: Cells, meanings: Sequence[Meaning], source_row: pa.Array, row_kind: pa.ChunkedArray
) -> pa.Table:
    """One row per row of the file and meaning, meaning by meaning. No cell is copied.

    A value is kept whatever its status; the other parts only where they are numbers.
    """
    nothing = pa.nulls(cells.height, pa.float64())
    tables: list[pa.Table] = []
    for number, meaning in enumerate(meanings):
        value = meaning.columns["value"]
        table = pa.table(
            {
                "source_row": source_row,
                "meaning_no": pa.repeat(pa.scalar(number, pa.int16()), cells.height),
                "raw": cells.of(value, cells.raw),
                **{
                    part: cells.of(meaning.columns[part], cells.value) if part in meaning.columns else nothing
                    for part in PARTS
                },
                "status": cells.of(value, cells.status),
            }
        )
        if meaning.kinds:
            table = table.filter(pc.is_in(row_kind, value_set=pa.array(meaning.kinds, pa.string())))
        tables.append(table)
    return pa.concat_tables(tables)
