"""As whom is somebody working here? Everything they decide is recorded under this name and role.

Nobody is signed in yet, so the person says it, in the side bar; the address carries it from page to page.
"""

from __future__ import annotations

import streamlit as st

from eif.access.roles import ROLES
from eif.casework.store import Person
from eif.config import load_settings
from eif.snapshot import NoReleaseError, Snapshot, open_snapshot

KEY = "as"
# Those of whom there is one, by the name they are recorded under.
_SINGLE = {ROLES[role]: role for role in ("director", "officer", "board")}


def people(snapshot: Snapshot) -> dict[str, Person]:
    """Everybody who can be working here, by name: the Director first, then the team."""
    named = {name: Person(name, role) for name, role in _SINGLE.items()}
    team = snapshot.rows("casework_adviser", columns=["label", "role", "to_on"])
    here = [row for row in team if row.to_on is None or row.to_on >= snapshot.day]
    return named | {row.label: Person(row.label, row.role) for row in sorted(here)}


def offer_people() -> None:
    """Draw the choice of person in the side bar; the front door does, so that it stays from page to page."""
    try:
        snapshot = open_snapshot(load_settings())
    except NoReleaseError:
        return  # The page says so.
    names = list(people(snapshot))
    if st.query_params.get(KEY) not in (None, *names):
        del st.query_params[KEY]
    with st.sidebar, st.container(key="who"):
        st.selectbox("Working as", names, key=KEY, bind="query-params")


def chosen() -> str | None:
    """The name of whoever was chosen in the side bar; None for the Director, who needs no choice."""
    name = st.session_state.get(KEY)
    return None if name in (None, ROLES["director"]) else str(name)


def current_person(snapshot: Snapshot) -> Person:
    """Who is working here: as chosen, else as the address says, else the Director.

    Somebody who looks back to a day before they came is still who they are now.
    """
    known = people(open_snapshot(load_settings()) if snapshot.is_past else snapshot)
    chosen = st.session_state.get(KEY) or st.query_params.get(KEY)
    return known.get(str(chosen)) or next(iter(known.values()))
