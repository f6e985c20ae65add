"""Data: upload files, see what publishing them would change, and what was loaded, when and by whom."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from eif.outputs.expected import LATE, read_sources
from eif.snapshot import NoReleaseError, Snapshot
from eif.ui import draft_cards, expected_card, history_cards, loading, releases, returns_wall
from eif.ui.as_at import snapshot_asked
from eif.ui.figures import count, moment
from eif.ui.shell import bare_header, link, page_header, show

CSS = "".join(
    (draft_cards.CSS, expected_card.CSS, history_cards.CSS, loading.CSS, releases.CSS, returns_wall.CSS)
)
# The parts of this page by the word in its address.
VIEWS = {
    "load": "Load files",
    "sources": "Sources and dates",
    "returns": "Returns wall",
    "history": "Loads and releases",
}


def page() -> None:
    """Show the part of the page that the address asks for; the first is for loading files."""
    try:
        snapshot = snapshot_asked()
    except NoReleaseError:
        snapshot = None
    st.html(f"<style>{CSS}</style>")
    asked = st.query_params.get("view", "")
    view = asked if asked in VIEWS else "load"
    header = st.container()
    _choice(view)
    parts: dict[str, Callable[[Snapshot | None], str]] = {
        "load": _load,
        "sources": _sources,
        "returns": _returns,
        "history": releases.show_history,
    }
    title = parts[view](snapshot)
    with header:
        if snapshot is None:
            bare_header(title, _last(None))
        else:
            page_header(title, _last(snapshot), [("City", ""), ("Data", None)], snapshot)


def _load(snapshot: Snapshot | None) -> str:
    """Take files, unless the visit looks back."""
    if snapshot is None or not snapshot.is_past:
        return loading.show_loading()
    show(
        f"<p>Files are loaded today only. {link('What had been loaded by then', 'data', view='history')}</p>"
    )
    return "No files can be loaded into a day that is over"


def _last(snapshot: Snapshot | None) -> str:
    """When something was last published here, and by whom."""
    loads = [entry for entry in releases.known_then(snapshot) if entry.outcome == "published"]
    last = f"Last published {moment(loads[0].at)} UTC by {loads[0].by}. " if loads else ""
    return f"{last}Nothing that is uploaded is shown to anybody before it is published."


def _choice(view: str) -> None:
    """Draw the parts of this page as links, the one shown marked; the files have a page of their own."""
    links = [
        f'<span class="on" aria-current="page">{title}</span>'
        if name == view
        else link(title, "data", view=name)
        for name, title in VIEWS.items()
    ]
    files = link("Every file and cell", "about_data")
    show(f'<nav class="choice" aria-label="Parts of this page">{" ".join([*links, files])}</nav>')


def _sources(snapshot: Snapshot | None) -> str:
    """Show what is loaded of each source; the title says which are late."""
    if snapshot is None:
        show(f"<p>{link('Load the first files', 'data')}.</p>")
        return "Nothing is loaded yet"
    sources = read_sources(snapshot, snapshot.day)
    show(expected_card.expected_card(sources))
    late = [source for source in sources if source.state == LATE]
    if not late:
        return "No source is later than usual"
    return f"{count(len(late), 'source is', 'sources are')} later than usual"


def _returns(snapshot: Snapshot | None) -> str:
    """Show who has not returned what the council asks for; the title counts the schools that owe."""
    if snapshot is None or "screen_return" not in snapshot.views():
        show("<p>No return of the council's own datasets is loaded yet.</p>")
        return "No returns are loaded yet"
    dataset = st.query_params.get("dataset")
    returns = snapshot.rows("screen_return")
    wall = returns_wall.wall_card(returns, dataset)
    datasets = returns_wall.datasets_card(snapshot.rows("screen_return_dataset"))
    show(wall + datasets if dataset else datasets + wall)
    return returns_wall.finding(returns)
