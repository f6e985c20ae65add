"""Which figures does a file hold, and from which of its columns does each come?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pyarrow as pa
import pyarrow.compute as pc

from eif.extracts.cells import Cells
from eif.extracts.described import Described
from eif.extracts.language import PARTS, Layout, Source
from eif.extracts.leave import read_text
from eif.extracts.period import end_year, years_before
from eif.extracts.staging import CELL_STATUSES

# Stands between the two columns, and the two texts, of a share.
DIVIDED = " ÷ "


@dataclass(frozen=True)
class Meaning:
    """What one column of values says, and where its other parts stand.

    `columns` is part -> column of this file; `pupil_group` None is the row's own; `period` is the earlier
    year it is for, if it is not the file's own; `kinds`, if any, the kinds of row; `where` the columns whose
    texts say which rows it is for; `phase`, if given, goes before the row's; `share`, that the value is
    numerator / denominator; `formats` says of each column how its numbers are written. Two of one meaning
    are equal whatever their columns.
    """

    indicator: str
    pupil_group: str | None
    period: str | None
    kinds: tuple[str, ...]
    where: tuple[tuple[str, tuple[str, ...]], ...]
    phase: str | None
    share: bool
    columns: Mapping[str, str] = field(default_factory=dict, compare=False)
    formats: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def source_column(self) -> str:
        """The column of the value, or the two columns of a share: `Revenue Reserve ÷ Total Income`."""
        named = ("numerator", "denominator") if self.share else ("value",)
        return DIVIDED.join(self.columns[part] for part in named)


def find_meanings(layout: Layout, header: Sequence[str], period: str | None) -> list[Meaning]:
    """Each meaning whose column of values the header has, with those of its other parts that are there."""
    present = set(header)
    found: dict[Meaning, dict[str, str]] = {}
    form: dict[str, str] = {}
    for mapped in layout.mapped:
        column, earlier = mapped.column, None
        if mapped.back:
            if period is None:
                continue
            earlier = years_before(period, mapped.back)
            named = end_year(earlier) + layout.period_lag
            column = column.replace("{yy}", f"{named % 100:02d}")
        if column in present:
            meant = Meaning(
                mapped.indicator,
                mapped.pupil_group,
                earlier,
                mapped.kinds,
                mapped.where,
                mapped.phase,
                mapped.share,
            )
            found.setdefault(meant, {}).setdefault(mapped.part, column)
            if form.get(column, "plain") == "plain":
                form[column] = mapped.format
    return [
        replace(meant, columns=columns, formats={each: form[each] for each in columns.values()})
        for meant, columns in found.items()
        if "value" in columns or (meant.share and {"numerator", "denominator"} <= set(columns))
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
            "phase": pa.array([each.phase for each in meanings], text),
            "source_column": pa.array([each.source_column for each in meanings], text),
            "share": pa.array([each.share for each in meanings], pa.bool_()),
        }
    )


def figure_tables(cells: Cells, meanings: Sequence[Meaning], described: Described) -> list[pa.Table]:
    """One row per row of the file and meaning that is for it, in one table per choice of parts.

    No cell is copied. A value is kept whatever its status; the other parts only where they are numbers. A
    share's value is left to SQL; its text is those of both parts, its status that of the first that is no
    number.
    """
    alike: dict[tuple[str, ...], list[pa.Table]] = {}
    for number, meaning in enumerate(meanings):
        raw, status = _said(cells, meaning)
        parts = tuple(part for part in PARTS if part in meaning.columns)
        table = pa.table(
            {
                "source_row": described.table.source_row,
                "meaning_no": pa.repeat(pa.scalar(number, pa.int16()), cells.height),
                "raw": raw,
                **{part: cells.of(meaning.columns[part], cells.value) for part in parts},
                "status": status,
            }
        )
        if (mask := _mask(meaning, described)) is not None:
            table = table.filter(mask)
        alike.setdefault(parts, []).append(table)
    return [pa.concat_tables(tables) for tables in alike.values()]


def _said(cells: Cells, meaning: Meaning) -> tuple[pa.Array, pa.Array]:
    """The text and the status of a meaning's value, of each row."""
    if not meaning.share:
        column = meaning.columns["value"]
        return cells.of(column, cells.raw), cells.of(column, cells.status)
    parts = [meaning.columns[part] for part in ("numerator", "denominator")]
    over, under = (cells.of(each, cells.status) for each in parts)
    is_number = pc.equal(over.indices, CELL_STATUSES.index("value"))
    codes = pc.if_else(is_number, under.indices, over.indices)
    raw = pc.binary_join_element_wise(*(cells.of(each, cells.raw) for each in parts), DIVIDED)
    return raw, pa.DictionaryArray.from_arrays(codes, CELL_STATUSES)


def _mask(meaning: Meaning, described: Described) -> pa.Array | None:
    """Which rows a meaning is for; None where it is for all."""
    conditions = [
        (read_text(Source(columns=(name,)), described.table), texts) for name, texts in meaning.where
    ]
    if meaning.kinds:
        conditions.append((described.rows["row_kind"], meaning.kinds))
    mask = None
    for said, texts in conditions:
        listed = pc.is_in(said, value_set=pa.array(texts, pa.string()))
        mask = listed if mask is None else pc.and_(mask, listed)
    return mask
