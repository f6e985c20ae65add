"""About the data: where the figures come from, where every cell went, and what they cannot say."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from eif.snapshot import Snapshot
from eif.ui.escape import escape
from eif.ui.figures import count, day, is_text, moment
from eif.ui.ledger import column_table, file_facts, ledger_table, meaning_table, source_table
from eif.ui.sets import limits, neighbour_sets
from eif.ui.shell import card, current_snapshot, link, page_header, show

SUMMANDS = ("cells", "value_cells", "missing_cells", "rejected_cells")


def page() -> None:
    """Draw all files, or the one that the address asks for."""
    snapshot = current_snapshot()
    release = snapshot.read("screen_release").iloc[0]
    # A file that only marks the load, as the demonstration's does, has no cells.
    sources = snapshot.read("screen_source").fillna(dict.fromkeys(SUMMANDS, 0))
    asked = st.query_params.get("file", "")
    chosen = sources[sources["extract_id"].astype(str) == asked]
    if len(chosen):
        one_file(snapshot, chosen.iloc[0])
    else:
        all_files(snapshot, release, sources, st.query_params.get("layout"))


def all_files(snapshot: Snapshot, release: pd.Series, sources: pd.DataFrame, layout: str | None) -> None:
    """Draw the files of the release, or those of one `layout`, and what is known about them."""
    page_header(*finding(release, sources), [("City", ""), ("About the data", None)], snapshot)
    listed, title = sources, "Files in this release"
    if layout in set(sources["layout"]):
        listed = sources[sources["layout"] == layout]
        title = f"Files of the layout {listed['layout_title'].iloc[0]}"
        show(f"<p>{link('Show all files of this release', 'about_data')}</p>")
    meanings = snapshot.read("screen_missing")
    show(
        source_table(listed, title=title),
        ledger_table(listed, meanings),
        '<div class="cards two">',
        meaning_table(meanings[meanings["extract_id"].isin(listed["extract_id"])]),
        neighbour_sets(
            snapshot.read("neighbour_set", la_code=str(release.home_la)), str(release.neighbour_set)
        ),
        card("This release", release_words(release)),
        limits(snapshot.read("screen_area")),
        "</div>",
    )


def finding(release: pd.Series, sources: pd.DataFrame) -> tuple[str, str]:
    """Say whether every cell is accounted for, and how far the results reach."""
    unbalanced = int((~balances(sources)).sum())
    cells = int(sources["cells"].sum())
    title = (
        f"Every one of {cells:,} cells in {count(len(sources), 'file')} is accounted for"
        if not unbalanced
        else f"{unbalanced} of {count(len(sources), 'file')} do not add up: do not use these figures"
    )
    reach = (
        f"{release.home_la_name} school results run from {release.oldest_school_period} "
        f"to {release.latest_school_period}. "
        if is_text(release.latest_school_period)
        else f"No school results for {release.home_la_name} are loaded. "
    )
    met, refused = int(sources["rows_in"].sum()), int(sources["rows_rejected"].sum())
    use = f"{refused:,} of {met:,} rows could not be used." if refused else f"All {met:,} rows could be used."
    return title, f"{reach}{use}"


def balances(sources: pd.DataFrame) -> pd.Series:
    """Say for each file whether its cells are its values, missing codes and rejected cells, and no others."""
    return sources["cells"] == sources["value_cells"] + sources["missing_cells"] + sources["rejected_cells"]


def release_words(release: pd.Series) -> str:
    """Say which release this is and how releases work."""
    fictional = (
        "<p>These are demonstration files: the schools, their names and their figures are fictional.</p>"
        if release.demo
        else ""
    )
    return (
        f"{fictional}<p>Release <b class='num'>{escape(release.release)}</b>, "
        f"published {moment(release.published_at)} UTC, "
        f"rated as at {day(release.as_at)} by framework {escape(release.framework)}.</p>"
        "<p class='muted'>A release never changes. Loading files publishes a new one beside it, and one that "
        "turns out wrong is taken back by pointing to the one before.</p>"
    )


def one_file(snapshot: Snapshot, source: pd.Series) -> None:
    """Draw one file: where it came from, and each of its columns' cells."""
    missing = snapshot.read("screen_missing", extract_id=int(source.extract_id))
    crumbs = [("City", ""), ("About the data", "about_data"), (str(source.file_name), None)]
    state = "all accounted for" if bool(balances(source.to_frame().T).iloc[0]) else "not in balance"
    page_header(
        f"{source.file_name}: {int(source.cells):,} cells, {state}",
        str(source.layout_title),
        crumbs,
        snapshot,
    )
    ledger = snapshot.read("screen_ledger", extract_id=int(source.extract_id))
    show(
        '<div class="cards two">',
        file_facts(source),
        meaning_table(missing),
        "</div>",
        ledger_table(source.to_frame().T, missing),
        column_table(ledger),
    )
