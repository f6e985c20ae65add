"""Which dated set of statistical neighbours does a workbook hold?"""

from __future__ import annotations

import calendar
import re
from datetime import date
from pathlib import PurePath

import pyarrow as pa
import pyarrow.compute as pc

from eif.extracts.errors import NotRecognisedError
from eif.extracts.language import Layout

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}


def which_set(named: pa.Table, layout: Layout, name: str) -> dict[str, str]:
    """`this_set` and `this_date`, by the neighbours of the one authority that the layout knows a set by.

    The workbook prints no date. A set that the layout does not know is dated by its file name
    (`sn_may_2026`), the one place where a name is believed. Raises ExtractError where that fails too.
    """
    for known in layout.sets:
        row = named.filter(pc.fill_null(pc.equal(named["la_code"], known["la"]), False)).to_pylist()
        listed = [row[0][f"neighbour_{place}"] for place in range(1, 11)] if row else []
        if listed == known["neighbours"]:
            return {"this_set": known["id"], "this_date": known["valid_from"].isoformat()}
    dated = re.search(r"_([a-z]+)_(\d{4})$", PurePath(name).stem.lower())
    if dated and dated[1] in _MONTHS:
        month = _MONTHS[dated[1]]
        first = date(int(dated[2]), month, 1)
        return {"this_set": f"{first:%Y-%m}", "this_date": first.isoformat()}
    raise NotRecognisedError(
        "These statistical neighbours are of no set that is known, and the file name gives no date.",
        f"File {name}.",
        "Give the file the name under which LAIT publishes it, such as sn_may_2025.xlsx.",
    )
