"""Which schools does this visit ask for?

Every filter is an ordinary labelled widget whose word is in the page's address, so a link and a bookmark
bring back the same list. A filter that is chosen is a step that the back button takes back. What is typed in
Find is not, letter by letter: Streamlit binds that widget, and writes over the address instead.
Other pages may link with ids (`?area=attendance&rating=red`).
"""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from eif.outputs.grid import ALL, ANY_AREA, RATINGS, SORT_WORDS, Grid, GridFilter

# What the choices were at the end of the page's last run, to tell a choice from a step back.
_LAST = "filters_as_shown"

# The words that each filter offers, the one that stands without asking first.
Words = dict[str, list[str]]

# Narrow widgets in one row: the grid below needs the height.
CSS = """
.st-key-filters label p{font-size:12.5px;color:var(--muted)}
.st-key-filters label{min-height:0;margin-bottom:1px}
.st-key-filters input{font-size:13.5px;padding-left:9px;padding-right:0}
.st-key-filters [data-testid="stSelectbox"] button{padding:0 5px 0 2px;width:auto;min-width:24px}
.st-key-filters [data-testid="stHorizontalBlock"]{gap:8px}
.st-key-filters [data-testid="stCheckbox"] label *{white-space:normal;text-overflow:clip}
.st-key-filters [data-testid="stCheckbox"] label p{line-height:1.15}
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
    areas = {area.area: area.short_title for area in grid.areas}
    offered: Words = {
        "phase": phases,
        "type": types,
        "category": [ALL, *grid.categories],
        "area": [ANY_AREA, *areas.values()],
        "rating": [ALL, *RATINGS],
        "constituency": _options(row.constituency for row in grid.rows if row.constituency),
        "sort": list(SORT_WORDS),
    }
    ids = {
        "area": areas,
        "rating": {rating: word for word, rating in RATINGS.items()},
        "phase": {phase.lower(): phase for phase in phases},
        "type": {kind.lower(): kind for kind in types},
    }
    asked = _follow_address(offered, ids)
    with st.container(key="filters"):
        row = st.columns([10, 12, 12, 15, 17, 10, 11, 14, 15, 17], gap="xsmall", vertical_alignment="bottom")
        with row[0]:
            find = st.text_input(
                "Find", key="find", bind="query-params", placeholder="Name, URN", live="300ms"
            )
        chosen = {}
        labels = ("Phase", "Type", "Indicated", "Area", "Rating", "Constituency", "Sort by")
        for (key, options), label, column in zip(offered.items(), labels, row[1:], strict=False):
            with column:
                chosen[key] = st.selectbox(label, options, key=key)
        with row[8]:
            only = st.toggle("Only what stands out", key="only", bind="query-params")
    _write_address(offered, asked, chosen)
    return GridFilter(find=find or "", **chosen, only=bool(only)), row[9]


def _follow_address(offered: Words, ids: dict[str, dict[str, str]]) -> dict[str, str]:
    """Choose what the address asks for where it is the address that has changed; return what it asks for.

    It never overrides a choice: while two quick choices run, the browser's address is still the old one.
    """
    asked = {}
    for key, options in offered.items():
        given = st.query_params.get(key, options[0])
        word = ids.get(key, {}).get(given, given)
        # A widget's limits hold only in the browser, so what comes from outside is checked here.
        asked[key] = word if word in options else options[0]
    last = st.session_state.get(_LAST)
    if last is None or all(st.session_state.get(key) == word for key, word in last.items()):
        st.session_state.update(asked)
    return asked


def _write_address(offered: Words, asked: dict[str, str], chosen: dict[str, str]) -> None:
    """Put what was chosen since into the address; a filter that is as it is without asking is left out."""
    for key, word in chosen.items():
        if word == asked[key]:
            continue
        if word == offered[key][0]:
            del st.query_params[key]
        else:
            st.query_params[key] = word
    st.session_state[_LAST] = chosen


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
