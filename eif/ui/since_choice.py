"""Since when does a reader ask? The address says it: `since=visit`, a board, or `since=2026-10-01`."""

from __future__ import annotations

from datetime import date

import streamlit as st

from eif.casework.store import Person
from eif.since.when import Moment, moments, own_moment
from eif.snapshot import Snapshot
from eif.ui.choice import choose

KEY = "since"
_CHOSEN, _OWN = f"choose_{KEY}", f"{KEY}_own_day"
EARLIEST = date(2000, 1, 1)
CSS = """
[class*="st-key-since_bar"] label p{font-size:12.5px;color:var(--muted)}
[class*="st-key-since_bar"] label{min-height:0;margin-bottom:1px}
@media (max-width:1000px){
[class*="st-key-since_bar"] [data-testid="stHorizontalBlock"]{flex-wrap:wrap}
[class*="st-key-since_bar"] [data-testid="stColumn"]{flex:1 1 40%;min-width:150px}
[class*="st-key-since_bar"] [data-testid="stColumn"]:has([data-testid="stColumn"]){flex-basis:100%}
}
@media (max-width:520px){
[class*="st-key-since_bar"] [data-testid="stColumn"] [data-testid="stColumn"]{flex-basis:100%}
}
"""


def choose_moment(snapshot: Snapshot, person: Person, school_id: str | None = None) -> Moment:
    """Offer the days that can be asked from, with a calendar for any other beside them.

    Where the address asks for none it is the first that there is; where there is none, the day of the
    snapshot itself, since which nothing can have changed.
    """
    known = dict(moments(snapshot, person, school_id))
    texts = (st.query_params.get(KEY, ""), str(st.session_state.get(_CHOSEN) or ""))
    own = next(filter(None, (own_moment(snapshot, text) for text in texts)), None)
    if own or not known:
        own = own or own_moment(snapshot, snapshot.day.isoformat())
        known |= {own.day.isoformat(): own} if own else {}
    left, right = st.columns([17, 9], gap="small", vertical_alignment="bottom")
    with left:
        options = {key: moment.choice for key, moment in known.items()}
        chosen = choose("What changed since", KEY, options, next(iter(known)))
    moment = known[chosen]
    st.session_state[_OWN] = moment.day if moment is own else None
    with right:
        st.date_input(
            "or since the end of",
            min_value=EARLIEST,
            max_value=snapshot.day,
            key=_OWN,
            format="DD/MM/YYYY",
            on_change=_take,
        )
    return moment


def _take() -> None:
    """Put the day of one's own into the address; a day taken away leaves the usual one."""
    day = st.session_state.get(_OWN)
    if day is None:
        st.query_params.pop(KEY, None)
        st.session_state.pop(_CHOSEN, None)
    else:
        st.query_params[KEY] = st.session_state[_CHOSEN] = day.isoformat()
