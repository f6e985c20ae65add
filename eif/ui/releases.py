"""How is an earlier release served again, and what happened here before?"""

from __future__ import annotations

import streamlit as st

from eif.config import Settings, load_settings
from eif.ui.escape import escape
from eif.ui.figures import count
from eif.ui.history_cards import journal_card, releases_card
from eif.ui.loading import is_local
from eif.ui.shell import show
from eif.warehouse import ReleaseError, list_releases, rollback
from eif.warehouse.journal import history

CSS = """
.st-key-rollback{background:#fff;border:1px solid var(--line);border-radius:8px;padding:13px 15px}
"""


def show_history() -> str:
    """Show the releases, with a way back to each, and the journal; the title says which is served."""
    settings = load_settings()
    done = st.session_state.pop("rollback_done", None)
    if done:
        show(f'<p class="notice" role="status">{escape(done)}</p>')
    releases = list_releases(settings)
    show(releases_card(releases))
    others = [release.name for release in releases if not release.is_current]
    if others and is_local():
        _roll_back(settings, others)
    entries = history(settings)
    show(journal_card(entries))
    kept = f"{count(len(others), 'other release')} can be gone back to" if others else "no other release kept"
    return f"{count(len(entries), 'entry', 'entries')} in the journal, {kept}"


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
