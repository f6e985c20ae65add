"""Which rows does a layout leave out on purpose?

A long file has a row for every breakdown its publisher makes. Those that are none of ours are left out: they
are counted, with the text that says what they are, and so are their cells.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from eif.extracts.errors import NotRecognisedError
from eif.extracts.language import Layout, Only, Source
from eif.extracts.table import Table


@dataclass(frozen=True)
class LeftOut:
    """How many rows were left out for one text of a column (or columns, joined by `/`), and why."""

    column_name: str
    text: str
    rows: int
    reason: str


@dataclass(frozen=True)
class Parted:
    """The rows of a file that are used, those left out, and the account of the latter."""

    used: Table
    aside: Table
    left_out: tuple[LeftOut, ...]


def part_rows(table: Table, layout: Layout, name: str) -> Parted:
    """Part the rows that the layout uses from those it leaves out; each is counted under its first reason.

    Raises ExtractError where none is left: the publisher has renamed what the layout asks for.
    """
    used = pa.repeat(pa.scalar(True), len(table.source_row))
    left_out: list[LeftOut] = []
    for source, only in _rules(layout):
        text = read_text(source, table)
        listed = pc.is_in(text, value_set=pa.array(only.texts, pa.string()))
        out = pc.and_(used, listed if only.leave else pc.invert(listed)).combine_chunks()
        for each in pc.value_counts(text.filter(out)).to_pylist():
            left_out.append(LeftOut(only.column, each["values"], each["counts"], only.why))
        used = pc.and_not(used, out)
    if len(used) and not pc.any(used).as_py():
        most = max(left_out, key=lambda each: each.rows)
        raise NotRecognisedError(
            f"None of the rows is one that {layout.title} uses: {most.rows:,} have {most.text!r} in "
            f"{most.column_name}, {most.reason}.",
            f"File {name}.",
            f"If the publisher now writes this for what is wanted, add it to the layout {layout.id}.toml.",
        )
    return Parted(table.only(used), table.only(pc.invert(used)), tuple(left_out))


def _rules(layout: Layout) -> list[tuple[Source, Only]]:
    """What the layout says, then what follows from it: rows of no group of ours, or of no indicator."""
    rules = [(Source(columns=(only.column,)), only) for only in layout.only]
    if layout.dataset:
        asked = layout.dataset.header[2:]
        empty = Only("all but the school", ("/" * (len(asked) - 1),), True, "not filled in")
        rules.append((Source(columns=asked), empty))
    if layout.group and layout.group.words:
        column = "/".join(layout.group.columns)
        rules.append((layout.group, Only(column, tuple(layout.group.words), False, "no pupil group of ours")))
    for column in layout.breakdowns():
        texts = [dict(each.where).get(column) for each in layout.mapped]
        if None not in texts:
            every = tuple({text for of_one in texts for text in of_one or ()})
            rules.append((Source(columns=(column,)), Only(column, every, False, "no figure of ours")))
    return rules


def read_text(source: Source, table: Table) -> pa.ChunkedArray:
    """The texts of a source's columns without outer blanks, joined by `/`."""
    parts = [pc.utf8_trim_whitespace(table.columns[column]) for column in source.columns]
    return pc.binary_join_element_wise(*parts, "/") if len(parts) > 1 else parts[0]
