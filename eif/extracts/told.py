"""Which year does one file say that another means by `Current`?"""

from __future__ import annotations

import pyarrow as pa

from eif.extracts.period import parse_period
from eif.extracts.read import Recognition
from eif.extracts.rows import named_rows

NOW = "Current"


def years_told(found: Recognition) -> dict[str, str]:
    """Subject -> the academic year that a file of years gives as the current one.

    A subject with more than one is not told: it would have to be guessed.
    """
    if found.layout.kind != "years":
        return {}
    told: dict[str, set[str | None]] = {}
    named: pa.Table = named_rows(found.table, found.layout.fields)
    for row in named.to_pylist():
        if row["said"] == NOW and row["subject"]:
            told.setdefault(row["subject"], set()).add(parse_period(row["year"] or ""))
    return {subject: years.pop() or "" for subject, years in told.items() if len(years) == 1 and all(years)}
