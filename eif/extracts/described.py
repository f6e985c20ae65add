"""What became of the rows of one file: which are used and how, which are refused, which are none of ours?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from eif.extracts.language import Layout
from eif.extracts.leave import LeftOut
from eif.extracts.period import by_beginning
from eif.extracts.read import Recognition
from eif.extracts.table import Table

WITHHELD = "(withheld)"


@dataclass(frozen=True)
class Rejected:
    """A record that cannot be used, why, and its text."""

    source_row: int
    reason: str
    raw_text: str


@dataclass(frozen=True)
class Described:
    """The rows that are used: their table, one description each; and the others.

    `rejected` are the records that could not be used, `aside` those that are none of ours, `left_out` the
    account of the latter.
    """

    table: Table
    rows: pa.Table
    rejected: list[Rejected]
    aside: Table | None = None
    left_out: tuple[LeftOut, ...] = ()
    personal: tuple[str, ...] = ()

    @property
    def rows_left_out(self) -> int:
        """How many rows are none of ours."""
        return sum(each.rows for each in self.left_out)

    def without(self, reasons: Mapping[int, str]) -> Described:
        """The same with some records set aside: record number -> why."""
        if not reasons:
            return self
        mask = pc.is_in(self.table.source_row, value_set=pa.array(list(reasons), pa.int32()))
        told = self.table.columns.filter(mask)
        texts = zip(*map(self._texts, told.column_names, told.columns), strict=True)
        numbers = self.table.source_row.filter(mask).to_pylist()
        rejected = [
            Rejected(number, reasons[number], ",".join(fields))
            for number, fields in zip(numbers, texts, strict=True)
        ]
        kept = pc.invert(mask)
        return replace(
            self,
            table=self.table.only(kept),
            rows=self.rows.filter(kept),
            rejected=[*self.rejected, *rejected],
        )

    def _texts(self, name: str, cells: pa.ChunkedArray) -> list[str]:
        """The cells of a column to be kept with a record set aside: those about a person are withheld."""
        return [WITHHELD] * len(cells) if name in self.personal else cells.to_pylist()

    def once_a_school(self) -> Described:
        """The first row of each school and period: a long file describes a school in each of its rows."""
        first = self.rows.group_by(["urn", "period"]).aggregate([("source_row", "min")])["source_row_min"]
        mask = pc.is_in(self.table.source_row, value_set=first.combine_chunks())
        return replace(self, table=self.table.only(mask), rows=self.rows.filter(mask))

    def years(self) -> list[str]:
        """The periods that the rows are for, in order."""
        named = "period" in self.rows.column_names and "row_kind" in self.rows.column_names
        met = self.rows["period"].unique().to_pylist() if named else []
        return sorted(filter(None, met), key=by_beginning)

    def span(self) -> str:
        """`2006/07 to 2018/19` where the rows are for several years, else nothing."""
        years = self.years()
        return f"{years[0]} to {years[-1]}" if len(years) > 1 else ""

    def period(self, found: Recognition) -> tuple[str | None, str | None]:
        """The file's year and how it is known; of a file with a column of years, the latest."""
        if found.layout.period_column and (years := self.years()):
            return years[-1], "column"
        return found.period, found.period_from

    def notes(self, layout: Layout) -> list[str]:
        """How many rows of each kind there are, and which years."""
        if not layout.row_kinds:
            return []
        counted = pc.value_counts(self.rows["row_kind"]).to_pylist()
        kinds = sorted((each["values"], each["counts"]) for each in counted)
        notes = ["rows: " + ", ".join(f"{kind} {count:,}" for kind, count in kinds)]
        notes += [f"periods: {self.span()}"] if self.span() else []
        return [*notes, f"left out: {self.rows_left_out:,}"] if self.left_out else notes
