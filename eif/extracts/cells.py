"""Which cells of a file are numbers?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from eif.extracts.errors import UnknownCodeError
from eif.extracts.read import Recognition
from eif.extracts.staging import CELL_STATUSES
from eif.extracts.texts import Texts, missing_codes
from eif.sql import statement


@dataclass(frozen=True)
class Cells:
    """The columns of numbers of one file, one below the other: `columns`, each of `height` cells.

    `raw` is the text, `value` the number (null unless it is one), `status` why not.
    """

    columns: tuple[str, ...]
    height: int
    raw: pa.ChunkedArray
    value: pa.Array
    status: pa.DictionaryArray

    def of(self, column: str, part: pa.Array) -> pa.Array:
        """The cells of one column, in the order of the rows, out of `raw`, `value` or `status`."""
        return part.slice(self.columns.index(column) * self.height, self.height)


def read_cells(
    con: duckdb.DuckDBPyConnection,
    texts: Mapping[str, Texts],
    formats: Mapping[str, str],
    source_row: pa.Array,
    found: Recognition,
) -> Cells:
    """Read each column named in `formats` (column -> `plain`, `percent` or `sign`) once.

    Raises ExtractError at text that is neither a number nor a missing code.
    """
    statuses = pa.array(missing_codes(found.layout).values(), pa.string())
    read = [texts[column] for column in formats]
    coded = [pc.take(statuses, each.code) for each in read]
    raw = _stacked([each.said for each in read])
    form = [pa.repeat(pa.scalar(each, pa.string()), len(source_row)) for each in formats.values()]
    con.register(
        "cell",
        pa.table({"said": raw, "coded": _stacked(coded), "format": pa.chunked_array(form, pa.string())}),
    )
    # DuckDB keeps the order of a single table.
    judged = con.execute(statement("10_stage", "cell_read")).fetchnumpy()
    con.unregister("cell")
    numbers = np.ma.asarray(judged["value"])
    value = pa.array(numbers.data, mask=np.ma.getmaskarray(numbers))
    status = pa.DictionaryArray.from_arrays(np.ma.asarray(judged["status_no"]).data, CELL_STATUSES)
    cells = Cells(tuple(formats), len(source_row), raw, value, status)
    _check_unknown(cells, formats, source_row, found)
    return cells


def _stacked(columns: list[pa.ChunkedArray]) -> pa.ChunkedArray:
    return pa.chunked_array([chunk for column in columns for chunk in column.chunks], pa.string())


def _check_unknown(
    cells: Cells, formats: Mapping[str, str], source_row: pa.Array, found: Recognition
) -> None:
    """Refuse the file at the first text that is neither a number nor a missing code of its layout."""
    places = pc.indices_nonzero(pc.equal(cells.status.indices, CELL_STATUSES.index("unknown"))).to_numpy()
    if not len(places):
        return
    columns = pa.array(cells.columns, pa.string())
    met = (
        pa.table(
            {
                "column": columns.take(pa.array(places // cells.height)),
                "raw": cells.raw.take(pa.array(places)),
                "record": source_row.take(pa.array(places % cells.height)),
            }
        )
        .group_by(["column", "raw"])
        .aggregate([("record", "count"), ("record", "min")])
        .sort_by([("record_min", "ascending"), ("column", "ascending")])
    )
    first, *others = met.slice(0, 4).to_pylist()
    column, raw = first["column"], first["raw"]
    more = "".join(f"; {each['column']} {each['raw']!r} x {each['record_count']}" for each in others)
    to_do = (
        f"If the publisher now uses {raw!r} for a missing figure, add it with its meaning to [codes] in the "
        f"layout {found.layout.id}.toml; else download the file again."
    )
    if formats[column] == "sign" and raw.replace(".", "", 1).isdigit():
        to_do = "Percentages lost their % sign: a spreadsheet saved this file again. Load it as published."
    raise UnknownCodeError(
        f"{raw!r} is neither a number nor a missing code of {found.layout.title}; "
        f"cells that say so: {first['record_count']:,}.",
        f"File {found.name}, column {column}, first in record {first['record_min']}{more}.",
        to_do,
    )


def rejected_cells(cells: Cells) -> dict[str, int]:
    """Cells per column that are numbers but cannot be true: not finite, or a share beyond 0 to 100."""
    bad = pc.equal(cells.status.indices, CELL_STATUSES.index("bad"))
    counted = {column: pc.sum(cells.of(column, bad)).as_py() or 0 for column in cells.columns}
    return {column: count for column, count in counted.items() if count}
