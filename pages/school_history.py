"""One school: everything that was recorded of it, who did it, and what it changed."""

from __future__ import annotations

from functools import partial

import streamlit as st

from eif.casework.history import history
from eif.casework.office import open_store
from eif.config import load_settings
from eif.outputs import history_said as said
from eif.outputs.plan_said import count
from eif.ui import history_lines
from eif.ui.school_head import school_header
from eif.ui.shell import current_snapshot, show


def page() -> None:
    """Show the history of the school whose URN is in the address."""
    snapshot = current_snapshot()
    st.html(f"<style>{history_lines.CSS}</style>")
    urn = st.query_params.get("urn", "").strip()
    known = next(iter(snapshot.rows("screen_school", columns=["school_id"], urn=urn)), None)
    with open_store(load_settings()).read() as con:
        happened = history(con, known.school_id, snapshot.revision) if known else ()
    below = "Nothing that was recorded is ever changed or deleted: a change is a new version."
    school = school_header(snapshot, "school_history", said.finding(happened), below)
    if school is None:
        return
    kinds = [said.EVERYTHING, *sorted({each.noun for each in happened})]
    kind = st.selectbox("Show", kinds, key="kind") or said.EVERYTHING
    shown = said.of_kind(happened, kind)
    show(history_lines.history_card(shown, kind))
    if shown:
        st.download_button(
            f"Excel, {count(len(shown), 'thing')} recorded",
            data=partial(said.history_workbook, snapshot, school, shown, kind),
            file_name=f"history-{school.urn}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key="excel",
            on_click="ignore",
        )
