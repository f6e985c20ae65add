"""By which figures does a publisher find schools alike?"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from eif.extracts.cells import Cells
from eif.extracts.described import Described
from eif.extracts.figures import Meaning


def similar_cells(cells: Cells, meanings: Sequence[Meaning], described: Described) -> pa.Table:
    """One row per school and column of figures; the item is the publisher's own name for it."""
    rows = described.rows.select(["source_row", "urn", "phase"])
    return pa.concat_tables(
        pa.table(
            {
                **{name: rows[name] for name in rows.column_names},
                "item": pa.repeat(pa.scalar(meaning.indicator), cells.height),
                "raw": cells.of(meaning.columns["value"], cells.raw),
                "value": cells.of(meaning.columns["value"], cells.value),
                "status": cells.of(meaning.columns["value"], cells.status),
            }
        )
        for meaning in meanings
    )
