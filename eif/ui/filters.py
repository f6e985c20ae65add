"""Which schools does this visit ask for?

Every filter is an ordinary labelled widget bound to the page's address, so a link, the back button and a
bookmark all bring back the same list. Other pages may link with ids (`?area=attendance&rating=red`).
"""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from eif.outputs.grid import ALL, ANY_AREA, RATINGS, SORT_WORDS, Grid, GridFilter

# Narrow widgets in one row: the grid below needs the height.
CSS = """
.st-key-filters label p{font-size:12.5px;color:var(--muted)}
.st-key-filters label{min-height:0;margin-bottom:1px}
.st-key-filters input{font-size:13.5px;padding-left:9px;padding-right:0}
.st-key-filters [data-testid="stSelectbox"] button{padding:0 5px 0 2px;width:auto;min-width:24px}
.st-key-filters [data-testid="stHorizontalBlock"]{gap:8px}
.st-key-filters{margin:-4px 0 -6px}
@media (max-width:1250px){
.st-key-filters [data-testid="stHorizontalBlock"]{flex-wrap:wrap}
.st-key-filters [data-testid="stColumn"]{flex:1 1 22%;min-width:140px}
}
"""


def filter_bar(grid: Grid) -> tuple[GridFilter, st.delta_generator.DeltaGenerator]:
    """Show the filters of the schools page; return what they ask for, and a place for a button."""
    phases = _options(row.phase for row in grid.rows)
    types = _options(row.type_group for row in grid.rows)
    constituencies = _options(row.constituency for row in grid.rows if row.constituency)
    areas = [ANY_AREA, *(area.short_title for area in grid.areas)]
    accept_ids(
        {
            "area": {area.area: area.short_title for area in grid.areas},
            "rating": {rating: word for word, rating in RATINGS.items()},
            "phase": {phase.lower(): phase for phase in phases},
            "type": {kind.lower(): kind for kind in types},
        }
    )
    with st.container(key="filters"):
        row = st.columns([15, 12, 13, 16, 16, 12, 14, 15, 16], gap="xsmall", vertical_alignment="bottom")
        with row[0]:
            find = st.text_input(
                "Find", key="find", bind="query-params", placeholder="Name, URN, postcode", live="300ms"
            )
        with row[1]:
            phase = _choose("Phase", phases, "phase")
        with row[2]:
            kind = _choose("Type", types, "type")
        with row[3]:
            category = _choose("Indicated", [ALL, *grid.categories], "category")
        with row[4]:
            area = _choose("Area", areas, "area")
        with row[5]:
            rating = _choose("Rating", [ALL, *RATINGS], "rating")
        with row[6]:
            constituency = _choose("Constituency", constituencies, "constituency")
        with row[7]:
            sort = _choose("Sort by", list(SORT_WORDS), "sort")
    return GridFilter(find or "", phase, kind, category, area, rating, constituency, sort), row[8]


def _choose(label: str, options: list[str], key: str) -> str:
    chosen = st.selectbox(label, options, key=key, bind="query-params")
    # A widget's limits hold only in the browser, so what comes back is checked here.
    return chosen if chosen in options else options[0]


def _options(values: Iterable[str]) -> list[str]:
    return [ALL, *sorted(set(values))]


def accept_ids(words: dict[str, dict[str, str]]) -> None:
    """Let an address carry an id where the widget knows the word for it: write the word and begin again."""
    given = {
        key: known[st.query_params[key]] for key, known in words.items() if st.query_params.get(key) in known
    }
    if given:
        st.query_params.update(given)
        st.rerun()
