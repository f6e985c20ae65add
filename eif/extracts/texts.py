"""What does each cell of a column say, once outer blanks are gone, and is it a missing code?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from eif.extracts.language import Layout
from eif.extracts.table import Table


@dataclass(frozen=True)
class Texts:
    """One column: `said`, and `code`, the place of each text among the missing codes, null for all else."""

    said: pa.ChunkedArray
    code: pa.ChunkedArray


class ColumnTexts(Mapping[str, Texts]):
    """The texts of every column of a table, by name.

    A column is read when it is asked for and not kept: a national file has columns by the hundred, of which
    a few are used.
    """

    def __init__(self, table: Table, layout: Layout) -> None:
        self._table = table
        self._codes = pa.array(list(missing_codes(layout)), pa.string())

    def __getitem__(self, name: str) -> Texts:
        said = pc.utf8_trim_whitespace(self._table.columns[name])
        return Texts(said, pc.index_in(said, value_set=self._codes))

    def __iter__(self) -> Iterator[str]:
        return iter(self._table.header)

    def __len__(self) -> int:
        return len(self._table.header)


def missing_codes(layout: Layout) -> Mapping[str, str]:
    """Each text that stands for a missing figure, blank first, and the status it gives."""
    return {"": "blank", **layout.codes}
