"""Indicators: what does each figure, status and date count, which rules use it, and what can it not say?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from eif.outputs.about import describe
from eif.outputs.catalogue import ALL, KINDS, STATES, Asked, narrow, write_catalogue
from eif.snapshot import Snapshot
from eif.ui import catalogue
from eif.ui.choice import choose
from eif.ui.figures import count
from eif.ui.shell import current_snapshot, page_address, page_header, show

CSS = """
.st-key-catalogue_tools label p{font-size:12.5px;color:var(--muted)}
.st-key-catalogue_tools label{min-height:0;margin-bottom:1px}
@media (max-width:900px){
.st-key-catalogue_tools [data-testid="stHorizontalBlock"]{flex-wrap:wrap}
.st-key-catalogue_tools [data-testid="stColumn"]{flex:1 1 45%;min-width:140px}
}
"""


def page() -> None:
    """Show the whole catalogue with its filters, or the entry that the address asks for."""
    snapshot = current_snapshot()
    st.html(f"<style>{catalogue.CSS}{CSS}</style>")
    entries = snapshot.rows("screen_catalogue")
    named = st.query_params.get("indicator")
    chosen = next((row for row in entries if row.indicator == named), None)
    if chosen is not None:
        crumbs = [("City", ""), ("Indicators", "indicators"), (chosen.short_title, None)]
        page_header(chosen.title, chosen.question, crumbs, snapshot)
        show(catalogue.one(chosen))
        return
    header = st.container()
    with st.container(key="catalogue_tools"):
        *places, last = st.columns([18, 22, 16, 16, 20, 16], gap="xsmall", vertical_alignment="bottom")
        asked = _ask(entries, places)
    found = narrow(entries, asked)
    title, words = _finding(entries), _sentence(entries, found, asked)
    with header:
        page_header(title, words, [("City", ""), ("Indicators", None)], snapshot)
    with last:
        _download(snapshot, found, words)
    if found:
        show(catalogue.listed(found))
    else:
        show('<p class="notice">No indicator matches. Take out a filter or a word.</p>')


def _ask(entries: Sequence[Any], places: list[st.delta_generator.DeltaGenerator]) -> Asked:
    """Show the filters; return what they ask for."""
    areas = {ALL: "All areas"} | {row.area: row.area_title for row in entries}
    phases = {ALL: "All phases"} | {one: one.capitalize() for row in entries for one in row.phases}
    kinds = {ALL: "All kinds"} | {one: KINDS[one] for one in KINDS if any(row.kind == one for row in entries)}
    states = {ALL: "Loaded or not"} | STATES
    with places[0]:
        find = st.text_input(
            "Find", key="find", bind="query-params", placeholder="Word or name", live="300ms"
        )
    chosen = []
    for place, (label, key, options) in zip(
        places[1:],
        (
            ("Area", "area", areas),
            ("Phase", "phase", phases),
            ("Kind", "kind", kinds),
            ("Loaded", "state", states),
        ),
        strict=True,
    ):
        with place:
            chosen.append(choose(label, key, options, ALL))
    return Asked(find or "", *chosen)


def _finding(entries: Sequence[Any]) -> str:
    """How many there are, and of how many something is loaded."""
    now = sum(row.state == "loaded" for row in entries)
    return f"{count(len(entries), 'indicator')}, {now} of them with something loaded"


def _sentence(entries: Sequence[Any], found: Sequence[Any], asked: Asked) -> str:
    """Which of them are listed, and how many no source is read for."""
    unread = sum(row.state == "unread" for row in entries)
    rated = sum(bool(row.rules) for row in entries)
    known = f"{rated} are used by rules; for {unread} no source is read yet."
    if asked == Asked():
        return known
    return f"{len(found)} of {len(entries)} are listed. Of all of them {known}"


def _download(snapshot: Snapshot, found: Sequence[Any], words: str) -> None:
    link = page_address()
    about = describe(snapshot, words, link=link)
    st.download_button(
        f"Excel, {count(len(found), 'row')}",
        data=partial(write_catalogue, found, about),
        file_name=f"indicators-{about.as_at.isoformat()}-{len(found)}-rows.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="excel",
        type="primary",
        on_click="ignore",
        width="stretch",
    )
