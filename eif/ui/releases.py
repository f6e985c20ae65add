"""How is an earlier release served again, and what happened here before?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import streamlit as st

from eif.casework.year import end_of_day
from eif.config import Settings, load_settings
from eif.snapshot import Snapshot
from eif.ui.escape import escape
from eif.ui.figures import count
from eif.ui.history_cards import journal_card, releases_card
from eif.ui.loading import is_local
from eif.ui.shell import show
from eif.warehouse import ReleaseError, list_releases, rollback
from eif.warehouse.journal import Entry, history

CSS = """
.st-key-rollback{background:#fff;border:1px solid var(--line);border-radius:8px;padding:13px 15px}
"""


def known_then(snapshot: Snapshot | None) -> list[Entry]:
    """The journal, newest first: up to the day that is shown, where that is over."""
    entries = history(load_settings())
    until = _until(snapshot)
    return entries if until is None else [entry for entry in entries if entry.at <= until]


def show_history(snapshot: Snapshot | None) -> str:
    """Show the releases, with a way back to each, and the journal; the title says which is served."""
    settings = load_settings()
    done = st.session_state.pop("rollback_done", None)
    if done:
        show(f'<p class="notice" role="status">{escape(done)}</p>')
    releases = list_releases(settings)
    until = _until(snapshot)
    if snapshot is not None and until is not None:
        releases = [
            replace(release, is_current=release.name == snapshot.release)
            for release in releases
            if release.published_at <= until
        ]
    show(releases_card(releases, "Served now" if until is None else "Served then"))
    others = [release.name for release in releases if not release.is_current]
    if others and until is None and is_local():
        _roll_back(settings, others)
    entries = known_then(snapshot)
    if until is not None:
        show(journal_card(entries) if entries else "<p class='notice'>Nothing had been loaded by then.</p>")
        return f"{count(len(entries), 'entry', 'entries')} in the journal by then"
    show(journal_card(entries))
    kept = f"{count(len(others), 'other release')} can be gone back to" if others else "no other release kept"
    return f"{count(len(entries), 'entry', 'entries')} in the journal, {kept}"


def _until(snapshot: Snapshot | None) -> datetime | None:
    """The end (UTC) of the day that is shown, where it is over."""
    if snapshot is None or not snapshot.is_past:
        return None
    return end_of_day(snapshot.day).astimezone(UTC).replace(tzinfo=None)


def _roll_back(settings: Settings, names: list[str]) -> None:
    """Serve another release that is kept, after a second word."""
    with st.container(key="rollback"):
        show("<h2>Go back to an earlier release</h2>")
        left, middle, right = st.columns([3, 3, 2], vertical_alignment="bottom")
        with left:
            name = st.selectbox("Release", names, key="rollback_to")
        with middle:
            by = st.text_input("Your name and role", key="rollback_by", max_chars=80)
        with right:
            sure = st.checkbox("Serve it to everybody", key="rollback_sure")
        asked = st.button("Go back", key="rollback_go", disabled=not sure)
    if not asked:
        return
    if not (sure and by.strip()):
        st.error("Tick the box and say who you are.")
        return
    try:
        rollback(settings, name, by.strip())
    except (ReleaseError, OSError) as error:
        st.error(escape(error))
        return
    st.session_state.rollback_done = f"Release {name} is served from the next click on."
    st.rerun()
