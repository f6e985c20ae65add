"""Which kind of row is each record, and whose is it?

From a table of text to one description per row: school, LA, region or national; URN or area; phase; period;
in a long file also the pupil group.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

import pyarrow as pa
import pyarrow.compute as pc

from eif.extracts.described import Described
from eif.extracts.errors import UnknownCodeError
from eif.extracts.language import RELEASES, Layout, Source
from eif.extracts.leave import part_rows, read_text
from eif.extracts.period import identified_period, parse_period
from eif.extracts.read import Recognition
from eif.extracts.table import Table

FIELDS = ("urn", "la_code", "area_code", "area_name", "phase", "definition")


def read_source(source: Source, table: Table, codes: Sequence[str] = ()) -> pa.ChunkedArray | pa.Scalar:
    """The texts that `source` gives for each row: null where blank, one of `codes`, or a word not listed."""
    if source.text is not None:
        return pa.scalar(source.text, pa.string())
    if not set(source.columns) <= set(table.header):
        return pa.scalar(None, pa.string())
    text = read_text(source, table)
    if source.words is not None:
        place = pc.index_in(text, value_set=pa.array(list(source.words), pa.string()))
        worded = pc.take(pa.array(list(source.words.values()), pa.string()), place)
        return pc.coalesce(worded, text) if source.keep else worded
    missing = pc.is_in(text, value_set=pa.array(["", *codes], pa.string()))
    return pc.if_else(missing, pa.scalar(None, pa.string()), text)


def named_rows(table: Table, sources: Mapping[str, Source], codes: Sequence[str] = ()) -> pa.Table:
    """One text column per name in `sources`, beside `source_row`."""
    count = len(table.source_row)
    columns = {"source_row": table.source_row}
    for name, source in sources.items():
        columns[name] = _spread(read_source(source, table, codes), count)
    return pa.table(columns)


def latest_change(found: Recognition) -> date | None:
    """The latest date in the column by which a layout's registers are dated; None where there is none."""
    column = found.layout.register
    if column is None or column not in found.table.header:
        return None
    for written in ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d"):
        read = pc.strptime(found.table.columns[column], format=written, unit="s", error_is_null=True)
        latest: datetime | None = pc.max(read).as_py()
        if latest:
            return latest.date()
    return None


def release_status(found: Recognition) -> str:
    """The status of the whole file; where its rows differ, the least final of theirs.

    Raises ExtractError at a word that is not known.
    """
    layout, table = found.layout, found.table
    if layout.release is None:
        return layout.release_status
    said = pc.unique(read_text(layout.release, table)).to_pylist()
    words = layout.release.words or {}
    if strange := sorted(set(said) - set(words)):
        raise UnknownCodeError(
            f"{strange[0]!r} is not a release status that {layout.title} is known to have.",
            f"File {found.name}, column {'/'.join(layout.release.columns)}.",
            f"Add it to release_status in the layout {layout.id}.toml.",
        )
    return max((words[text] for text in said), key=RELEASES.index, default=layout.release_status)


def describe_rows(given: Table, layout: Layout, period: str | None, name: str) -> Described:
    """Describe each row that the layout uses, by its row kinds.

    Rows of no known kind, place or period are set aside. Raises ExtractError where none is used.
    """
    parted = part_rows(given, layout, name)
    table = parted.used
    count = len(table.source_row)
    which = _kind_numbers(table, layout, count)
    columns: dict[str, pa.ChunkedArray] = {
        "row_kind": pc.take(pa.array([kind.kind for kind in layout.row_kinds]), which),
    }
    for name in FIELDS:
        choices = [
            _spread(read_source(kind.fields[name], table), count) if name in kind.fields else _nothing(count)
            for kind in layout.row_kinds
        ]
        columns[name] = choices[0] if len(choices) == 1 else pc.choose(which, *choices)
    for name in ("la_code", "area_code"):
        # Files that went through a spreadsheet or pandas hold 330.0 for 330.
        if pc.any(pc.ends_with(columns[name], ".0")).as_py():
            columns[name] = pc.replace_substring_regex(columns[name], r"\.0$", "")
    columns["period"] = (
        _spread(pa.scalar(period, pa.string()), count)
        if layout.period_column is None
        else _periods(table, layout, layout.period_column)
    )
    # What tells the rows of one school and period apart.
    columns["pupil_group"] = read_source(layout.group, table) if layout.group else _nothing(count)
    breakdowns = layout.breakdowns()
    columns["breakdown"] = read_text(Source(columns=breakdowns), table) if breakdowns else _nothing(count)
    rows = pa.table({"source_row": table.source_row, **columns})
    described = _set_aside(table, rows, layout)
    return replace(described, aside=parted.aside, left_out=parted.left_out)


def _kind_numbers(table: Table, layout: Layout, count: int) -> pa.Array:
    """The position in `layout.row_kinds` of each row's kind; null where none claims it."""
    if layout.marker is None:
        return pa.repeat(pa.scalar(0, pa.int32()), count)
    texts = [text for kind in layout.row_kinds for text in kind.marker]
    owners = [place for place, kind in enumerate(layout.row_kinds) for _ in kind.marker]
    marker = pc.utf8_trim_whitespace(table.columns[layout.marker])
    found = pc.take(pa.array(owners, pa.int32()), pc.index_in(marker, value_set=pa.array(texts, pa.string())))
    rest = [place for place, kind in enumerate(layout.row_kinds) if not kind.marker]
    return (pc.fill_null(found, rest[0]) if rest else found).combine_chunks()


def _periods(table: Table, layout: Layout, column: str) -> pa.ChunkedArray:
    """The period of each row; each text, or pair of texts with an identifier, is read once."""
    columns = (column, *([layout.period_identifier] if layout.period_identifier else []))
    text = read_text(Source(columns=columns), table)
    written = [each for each in pc.unique(text).to_pylist() if each]
    periods = [
        identified_period(*each.rsplit("/", 1))
        if layout.period_identifier
        else parse_period(each, layout.period_form)
        for each in written
    ]
    return pc.take(
        pa.array(periods, pa.string()), pc.index_in(text, value_set=pa.array(written, pa.string()))
    )


def _set_aside(table: Table, rows: pa.Table, layout: Layout) -> Described:
    """Split off the rows that lack a kind, a six-digit URN (schools), an area (others) or a period."""
    kind = rows["row_kind"]
    is_school = pc.fill_null(pc.equal(kind, "school"), False)
    is_urn = pc.fill_null(pc.match_substring_regex(rows["urn"], r"^\d{6}$"), False)
    tests = {
        f"{layout.marker} is not a kind of row that this layout knows": pc.is_null(kind),
        "the URN is not six digits": pc.and_(is_school, pc.invert(is_urn)),
        "the row names no area": pc.and_(
            pc.and_(pc.is_valid(kind), pc.invert(is_school)), pc.is_null(rows["area_code"])
        ),
    }
    if layout.period_from in ("stated", "column"):
        tests["the period cannot be read"] = pc.is_null(rows["period"])
    reasons: dict[int, str] = {}
    for reason, wrong in reversed(tests.items()):
        reasons |= dict.fromkeys(rows["source_row"].filter(wrong).to_pylist(), reason)
    return Described(table, rows, [], personal=layout.personal).without(reasons)


def _nothing(count: int) -> pa.Array:
    return pa.nulls(count, pa.string())


def _spread(texts: pa.ChunkedArray | pa.Array | pa.Scalar, count: int) -> pa.ChunkedArray | pa.Array:
    return pa.repeat(texts, count) if isinstance(texts, pa.Scalar) else texts
