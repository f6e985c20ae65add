"""One school: what changed since my last visit, the last board, or any day?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import groupby
from typing import Any

import streamlit as st

from eif.casework.office import open_store
from eif.config import load_settings
from eif.outputs.about import describe
from eif.outputs.changes import compared_with, tally, write_school
from eif.since import Change, changes
from eif.since.when import Moment, open_then
from eif.snapshot import Snapshot
from eif.ui import change_cards, since_choice
from eif.ui.escape import escape
from eif.ui.figures import count, day
from eif.ui.school_head import school_header
from eif.ui.shell import current_snapshot, link, page_address, show
from eif.ui.who import current_person


def page() -> None:
    """Show what changed of the school whose URN is in the address since the day it asks for."""
    snapshot = current_snapshot()
    st.html(f"<style>{since_choice.CSS}{change_cards.CSS}</style>")
    urn = st.query_params.get("urn", "").strip()
    school = next(iter(snapshot.rows("screen_school", urn=urn)), None)
    if school is None:
        school_header(snapshot, "school_changes", "")
        return
    header = st.container()
    with st.container(key="since_bar"):
        left, right = st.columns([26, 9], gap="small", vertical_alignment="bottom")
        with left:
            moment = since_choice.choose_moment(snapshot, current_person(snapshot), school.school_id)
    then = open_then(load_settings(), moment, snapshot)
    found = changes(open_store(load_settings()), then, snapshot)
    own = found.of_school(school.school_id)
    with header:
        school_header(snapshot, "school_changes", *_said(own, moment))
    with right:
        _download(snapshot, school, own, moment, compared_with(then))
    if then.note and then is not snapshot:
        show(f'<p class="notice" role="status">{escape(then.note)}</p>')
    by_heading = {heading: list(each) for heading, each in groupby(own, key=lambda change: change.heading)}
    for heading, each in by_heading.items():
        show(change_cards.heading_card(heading, each, school.urn))
    show(change_cards.same_card(by_heading, found.unknown(school.school_id), moment.since))
    everywhere = link("What changed in the city", "changes", since=st.query_params.get("since"))
    show(f'<p class="small">{everywhere} since then, school by school.</p>')


def _said(own: Sequence[Change], moment: Moment) -> tuple[str, str]:
    """The message of the page, with `{name}` for the school's, and the line under it."""
    below = f"Compared with how things stood at the end of {day(moment.day)}."
    if not own:
        return f"{{name}}: nothing changed since {moment.since}", below
    return f"{{name}}: {count(len(own), 'change')} since {moment.since}", f"{tally(own)}. {below}"


def _download(snapshot: Snapshot, school: Any, own: Sequence[Change], moment: Moment, compared: str) -> None:
    said = (
        f"What changed of {school.name}, URN {school.urn}, since {moment.since}: {tally(own) or 'nothing'}."
    )
    st.download_button(
        f"Excel, {count(len(own), 'change')}",
        data=partial(_workbook, snapshot, school, own, compared, said, page_address()),
        file_name=f"changes-{school.urn}-since-{moment.day.isoformat()}.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="excel",
        on_click="ignore",
        width="stretch",
    )


def _workbook(
    snapshot: Snapshot, school: Any, own: Sequence[Change], compared: str, said: str, address: str
) -> bytes:
    return write_school(own, school.urn, school.name, compared, describe(snapshot, said, link=address))
