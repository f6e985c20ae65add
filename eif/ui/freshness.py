"""How recent is what the page stands on?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from eif.ui.escape import escape
from eif.ui.figures import day
from eif.ui.shell import link, rows

# Extracts that hold figures or describe schools; the others are lists and notes.
EVIDENCE = ("values", "la_values", "schools", "inspections")


def newest_by_layout(sources: pd.DataFrame) -> pd.DataFrame:
    """Return a row per layout of `screen_source` that is evidence: its newest period, that one's status."""
    evidence = sources[sources["kind"].isin(EVIDENCE)]
    in_order = evidence.assign(period=evidence["period"].fillna("")).sort_values(["period", "precedence"])
    newest = in_order.groupby(["layout", "layout_title"], as_index=False).agg(
        period=("period", "last"), release_status=("release_status", "last"), loaded_at=("loaded_at", "last")
    )
    return newest.sort_values(["period", "layout_title"], ascending=[False, True], ignore_index=True)


def freshness_list(sources: pd.DataFrame, most: int = 4) -> str:
    """Draw the newest period of each kind of evidence as a list that leads to the files themselves."""
    newest = newest_by_layout(sources)
    newest = newest.assign(name=newest["layout_title"].map(_short)).drop_duplicates("name")
    body = "".join(
        f"<li>{link(row.name, 'about_data', layout=row.layout)}"
        f'<span class="small muted">{_when(row)}</span></li>'
        for row in rows(newest.head(most))
    )
    rest = len(newest) - most
    more = f"<li>{link(f'and {rest} more', 'about_data')}</li>" if rest > 0 else ""
    return f'<ul class="list">{body}{more}</ul>'


def _short(layout_title: str) -> str:
    """Name what a layout is about: not its series, whose areas or its status, which stands beside the period.

    'Performance tables: key stage 4, provisional' is 'Key stage 4'; the file's own page says it in full.
    """
    name = layout_title.rpartition(": ")[2].partition(" by ")[0]
    for status in ("final", "provisional", "revised"):
        name = name.removesuffix(f", {status}")
    return name[:1].upper() + name[1:]


def _when(row: Any) -> str:
    """Say the period and its status where that is not final; without a period, the day of loading."""
    if not row.period:
        return f"loaded {day(row.loaded_at)}"
    return escape(row.period if row.release_status == "final" else f"{row.period}, {row.release_status}")
