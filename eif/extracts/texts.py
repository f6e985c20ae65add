"""What does each cell of a column say, once outer blanks are gone, and is it a missing code?"""

from __future__ import annotations

from collections.abc import Mapping
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


def missing_codes(layout: Layout) -> Mapping[str, str]:
    """Each text that stands for a missing figure, blank first, and the status it gives."""
    return {"": "blank", **layout.codes}


def read_texts(table: Table, layout: Layout) -> dict[str, Texts]:
    """The texts of every column of the table, by name."""
    codes = pa.array(list(missing_codes(layout)), pa.string())
    found: dict[str, Texts] = {}
    for name, column in zip(table.header, table.columns.columns, strict=True):
        said = pc.utf8_trim_whitespace(column)
        found[name] = Texts(said, pc.index_in(said, value_set=codes))
    return found
