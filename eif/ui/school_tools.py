"""Which school, beside which neighbours, and how much of it? The row of choices above a school."""

from __future__ import annotations

from typing import Any

import streamlit as st

from eif.snapshot import Snapshot
from eif.ui.figures import count
from eif.ui.filters import accept_ids
from eif.ui.school_figures import Comparators, comparator_sets

KEY = "school_tools"
CSS = """
:is(.st-key-school_tools,.st-key-groups) label p{font-size:12.5px;color:var(--muted)}
.st-key-groups{max-width:560px}
@media (max-width:1100px){.st-key-school_tools [data-testid="stHorizontalBlock"]{flex-direction:column}}
@media (max-width:420px){:is(.st-key-school_tools,.st-key-groups) [data-testid="stSelectbox"]{flex-wrap:wrap}}
:is(.st-key-school_tools,.st-key-groups) [data-testid="stSelectbox"]{display:flex;align-items:center;gap:8px}
:is(.st-key-school_tools,.st-key-groups) [data-testid="stSelectbox"] label{min-height:0;margin:0;flex:none}
:is(.st-key-school_tools,.st-key-groups) [data-testid="stSelectbox"]>div{flex:1;min-width:0}
.st-key-school_tools [data-testid="stCheckbox"]{padding-top:7px}
"""


def find_another(snapshot: Snapshot) -> None:
    """A type-ahead over every school of the city; choosing one changes the address."""
    schools = snapshot.rows("screen_school", columns=["urn", "name", "status"])
    names = {
        row.urn: f"{row.name} ({row.urn}{'' if row.status == 'open' else ', ' + row.status})"
        for row in sorted(schools, key=lambda row: str(row.name))
    }

    def go() -> None:
        if st.session_state.find_school in names:
            st.query_params["urn"] = st.session_state.find_school
        st.session_state.find_school = None

    st.selectbox(
        "Find another school",
        list(names),
        format_func=lambda urn: names.get(urn, urn),
        index=None,
        placeholder="Type a name or URN",
        key="find_school",
        on_change=go,
    )


def choose_neighbours(snapshot: Snapshot, release: Any) -> Comparators:
    """Which dated set of statistical neighbours the whole page compares with."""
    sets = comparator_sets(snapshot, release)
    accept_ids({"neighbours": {one.set_id: month for month, one in sets.items()}})
    chosen = st.selectbox("Statistical neighbours of", list(sets), key="neighbours", bind="query-params")
    return sets[chosen if chosen in sets else next(iter(sets))]


def only_what_stands_out() -> bool:
    """Whether to leave out all that is neither red, amber nor significant; the address says so too."""
    return bool(st.toggle("Only what stands out", key="only", bind="query-params"))


def hidden_notice(rules: int, figures: int) -> str:
    """Say how much the switch hides."""
    return (
        f'<p class="small muted" role="status">Only what stands out is shown: {count(rules, "rule")} neither '
        f"red nor amber and {count(figures, 'figure')} in line with national or not tested are hidden.</p>"
    )
