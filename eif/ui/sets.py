"""With whom is the city compared, and what can these figures not say?"""

from __future__ import annotations

import pandas as pd

from eif.ui.escape import escape
from eif.ui.figures import day
from eif.ui.shell import card, rows


def neighbour_sets(sets: pd.DataFrame, default: str) -> str:
    """Draw the dated sets of authorities (`neighbour_set` of the home authority), the default one marked."""
    if sets.empty:
        return card("Who the city is compared with", "<p>No set of neighbours is loaded.</p>")
    body = []
    for (_, title, valid_from), group in sets.sort_values("position").groupby(
        ["set_id", "title", "valid_from"], sort=False, dropna=False
    ):
        names = ", ".join(escape(row.neighbour_name) for row in rows(group))
        used = " (the usual one)" if default in set(group["set_id"]) else ""
        since = f", from {day(valid_from)}" if day(valid_from) != "–" else ""
        body.append(f"<h3>{escape(title)}{since}{used}</h3><p class='small muted'>{names}</p>")
    return card(
        "Who the city is compared with",
        "".join(body),
        note="Sets differ, so a figure against neighbours names its set, and a mean says how many of the set "
        "had a figure.",
    )


def limits(areas: pd.DataFrame) -> str:
    """Draw what these figures cannot say; `areas` is `screen_area`."""
    rated = areas[areas[["red", "amber", "green"]].sum(axis=1) > 0]["short_title"]
    named = " and ".join(escape(title) for title in rated)
    sentences = (
        "A rating here is what the loaded figures point to. People agree categories, with evidence that is "
        "in no file.",
        f"Of the framework’s {len(areas)} areas the loaded figures can rate {len(rated)}"
        f"{f': {named}' if named else ''}. The others show grey.",
        "Most descriptors are professional judgements. Each cell says how many of its area’s descriptors the "
        "data could test.",
        "Results of small cohorts move by chance. Rules leave out cohorts that are too small and say so.",
        "For years without tests or full attendance records there are no results; lines have gaps there.",
        "Results stay under the URN they were published for; a new academy may have none of its own yet.",
    )
    listed = "".join(f"<li>{sentence}</li>" for sentence in sentences)
    return card("What these figures cannot say", f'<ul class="plain">{listed}</ul>')
