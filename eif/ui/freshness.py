"""How recent is what the page stands on?"""

from __future__ import annotations

import pandas as pd

from eif.ui.escape import escape
from eif.ui.shell import link, rows


def newest_by_kind(sources: pd.DataFrame) -> pd.DataFrame:
    """Return a row per kind of extract in `screen_source`: newest period, its release status, files."""
    dated = sources.assign(period=sources["period"].fillna("")).sort_values(["kind", "period", "precedence"])
    newest = dated.groupby("kind", as_index=False).agg(
        period=("period", "last"), release_status=("release_status", "last"), files=("extract_id", "nunique")
    )
    return newest.sort_values(["period", "kind"], ascending=[False, True], ignore_index=True)


def freshness_list(sources: pd.DataFrame, most: int = 5) -> str:
    """Draw the newest period of each kind of extract as a list that leads to the files themselves."""
    newest = newest_by_kind(sources)
    body = "".join(
        f"<li>{link(row.kind, 'about_data', kind=row.kind)}"
        f'<span class="small muted">{escape(_when(row.period, row.release_status))}</span></li>'
        for row in rows(newest.head(most))
    )
    rest = len(newest) - most
    more = f"<li>{link(f'{rest} more kinds of extract', 'about_data')}</li>" if rest > 0 else ""
    return f'<ul class="list">{body}{more}</ul>'


def _when(period: object, status: object) -> str:
    return ", ".join(word for word in (period, status) if isinstance(word, str) and word)
