"""Which schools, and how do they stand in the seven areas?"""

from __future__ import annotations

from weakref import WeakKeyDictionary

import streamlit as st

from eif.outputs.about import describe
from eif.outputs.excel import write_grid
from eif.outputs.grid import ANY_AREA, Grid, GridFilter, file_name, narrow, read_grid, sentence
from eif.outputs.said import what_stands_out
from eif.outputs.words import EMBEDDED
from eif.snapshot import Snapshot
from eif.ui import filters, rag_table
from eif.ui.figures import count, lower_first
from eif.ui.shell import current_snapshot, page_address, page_header, show

# Rows never change within a snapshot, and are forgotten with it.
_grids: WeakKeyDictionary[Snapshot, Grid] = WeakKeyDictionary()


def page() -> None:
    """Show the filters, the finding, the grid and the workbook of exactly that grid."""
    snapshot = current_snapshot()
    everything = _grids.get(snapshot)
    if everything is None:
        everything = _grids[snapshot] = read_grid(snapshot)
    st.html(f"<style>{filters.CSS}{rag_table.CSS}</style>")
    header = st.container()
    wanted, beside = filters.filter_bar(everything)
    grid = narrow(everything, wanted)
    words = sentence(grid, wanted)
    with header:
        page_header(_finding(everything, grid, wanted), words, [("City", ""), ("Schools", None)], snapshot)
    with beside:
        _download(snapshot, grid, words)
    if grid.rows:
        show(rag_table.rag_table(grid, f"{words} Each cell: rating, and descriptors the data can evidence."))
    else:
        show(rag_table.nothing_found(words))


def _finding(everything: Grid, grid: Grid, wanted: GridFilter) -> str:
    """The title: how many of the schools shown are in the worst category that any of them is in."""
    if not grid.rows:
        return "No school matches these filters"
    if all(row.category == grid.categories[-1] for row in everything.rows):
        return f"None of {grid.total:,} schools can be rated from the figures loaded"
    if wanted == GridFilter(area=wanted.area, sort=wanted.sort) and wanted.area != ANY_AREA:
        return _finding_of_area(grid, wanted.area)
    schools = count(len(grid.rows), "school")
    worst, unrated = grid.categories[0], grid.categories[-1]
    concern = grid.count(worst)
    if wanted.category == unrated:
        return f"{schools} without enough evidence for a category"
    if wanted.category == EMBEDDED:
        return f"{count(len(grid.rows), 'candidate')} for Embedded: people decide"
    if wanted.category in grid.categories:
        return f"{schools} indicated {wanted.category}"
    if wanted.is_open and concern:
        return f"{concern} of {grid.total:,} schools {'is' if concern == 1 else 'are'} indicated {worst}"
    shown = schools if wanted.is_open else f"{schools} shown"
    if concern:
        return f"{shown}: {concern} indicated {worst}"
    next_worst = next(category for category in grid.categories if grid.count(category))
    return f"{shown}: none indicated {worst}, {grid.count(next_worst):,} {next_worst}"


def _finding_of_area(grid: Grid, short_title: str) -> str:
    """The title of all schools by concern in one area: how many are red there."""
    place = [area.short_title for area in grid.areas].index(short_title)
    ratings = [row.cells[place].rating for row in grid.rows]
    # The first words of a short title stand for the area inside a sentence.
    area, red = lower_first(short_title.partition(",")[0]), ratings.count("red")
    if red:
        return f"{red:,} of {grid.total:,} schools {'is' if red == 1 else 'are'} red for {area}"
    if {"amber", "green"} & set(ratings):
        return f"No school is red for {area}, {ratings.count('amber'):,} are amber"
    return f"No school can be rated for {area} from the figures loaded"


def _download(snapshot: Snapshot, grid: Grid, words: str) -> None:
    about = describe(snapshot, words, link=page_address())
    st.download_button(
        f"Excel, {count(len(grid.rows), 'school')}",
        data=lambda: write_grid(grid, about, what_stands_out(snapshot)),
        file_name=file_name(about.as_at, grid),
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="excel",
        type="primary",
        on_click="ignore",
        width="stretch",
    )
