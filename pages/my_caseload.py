"""My caseload: an adviser's schools, when each is visited next, which days are left, and what is late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

import streamlit as st

from eif.outputs.about import describe
from eif.outputs.calendar import write_calendar
from eif.outputs.caseload import (
    EVERYBODY,
    NOBODY,
    SHOWN,
    Caseload,
    file_name,
    read_caseload,
    sentence,
    write_caseload,
)
from eif.snapshot import Snapshot
from eif.ui import caseload as drawn
from eif.ui.choice import choose
from eif.ui.figures import count
from eif.ui.shell import current_snapshot, link, page_address, page_header, show
from eif.ui.who import current_person

SOON = timedelta(days=14)


def page() -> None:
    """Show the schools of the adviser in the address, else of whoever is working here."""
    snapshot = current_snapshot()
    st.html(f"<style>{drawn.CSS}</style>")
    team = [row for row in snapshot.rows("screen_team") if row.adviser and not row.has_left]
    header = st.container()
    with st.container(key="whose"):
        columns = st.columns([6, 6, 4, 4], gap="small", vertical_alignment="bottom")
        with columns[0]:
            adviser = choose("Adviser", "adviser", _people(team), _usual(snapshot, team))
        with columns[1]:
            shown = choose("Show", "show", {key: words for key, (words, _) in SHOWN.items()}, "all")
    found = read_caseload(snapshot, adviser, shown)
    said = sentence(found)
    with header:
        everything = read_caseload(snapshot, adviser, "all")
        title, below = _finding(everything), _next_thing(everything, snapshot)
        page_header(title, below, [("City", ""), ("Caseload", "caseload"), ("My caseload", None)], snapshot)
    with columns[2]:
        _calendar(snapshot, adviser, everything)
    with columns[3]:
        _download(snapshot, found, said)
    since = link("What changed at these schools", "changes", adviser=adviser)
    show(f'<p class="small">{since} since the last board, or any day.</p>')
    if found.rows:
        show(drawn.schools_card(found.rows, said, with_adviser=adviser == EVERYBODY))
    else:
        show('<p class="notice" role="status">No school among these. Set a filter back.</p>')


def _people(team: Sequence[Any]) -> dict[str, str]:
    named = {row.adviser: f"{row.adviser} ({row.schools})" for row in team}
    return named | {EVERYBODY: "Everybody", NOBODY: "No adviser"}


def _usual(snapshot: Snapshot, team: Sequence[Any]) -> str:
    """Whoever is working here where they have schools, else everybody."""
    name = current_person(snapshot).name
    return next((row.adviser for row in team if row.adviser == name), EVERYBODY)


def _finding(caseload: Caseload) -> str:
    late = sum(row.late_count > 0 for row in caseload.rows)
    who = {"nobody": "No adviser", "all advisers": "Everybody"}.get(caseload.whose, caseload.whose)
    if not caseload.rows:
        return f"{who}: no schools"
    schools = count(len(caseload.rows), "school")
    if not late:
        return f"{who}: {schools}, nothing late"
    return f"{who}: {late:,} of {schools} {'has' if late == 1 else 'have'} something late"


def _next_thing(caseload: Caseload, snapshot: Snapshot) -> str:
    """The next visit, what comes within a fortnight, and how many days are left."""
    coming = sorted((row.next_on, row.name) for row in caseload.rows if row.next_on)
    soon = sum(on <= snapshot.day + SOON for on, _ in coming)
    first = f"Next: {coming[0][1]} on {drawn.short_day(coming[0][0])}. " if coming else "No visit to come. "
    fortnight = f"{count(soon, 'visit')} within a fortnight. " if soon else ""
    left = sum(max(row.left_days or 0, 0) for row in caseload.rows)
    return f"{first}{fortnight}{drawn.number(left)} days of this year not used yet."


def _calendar(snapshot: Snapshot, adviser: str, everything: Caseload) -> None:
    """Offer the visits to come of these schools for a calendar."""
    schools = {row.school_id for row in everything.rows if row.next_on}
    st.download_button(
        f"Calendar, {count(len(schools), 'school')}",
        data=lambda: write_calendar(
            [row for row in snapshot.rows("screen_visit", is_open=True) if row.school_id in schools],
            f"Visits, {everything.whose}",
        ),
        file_name=f"visits-{snapshot.day.isoformat()}.ics",
        mime="text/calendar",
        key="calendar",
        on_click="ignore",
        width="stretch",
        disabled=not schools,
    )


def _download(snapshot: Snapshot, found: Caseload, said: str) -> None:
    address = page_address()
    st.download_button(
        f"Excel, {count(len(found.rows), 'school')}",
        data=partial(_workbook, snapshot, found, said, address),
        file_name=file_name(found, snapshot.day),
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="excel",
        type="primary",
        on_click="ignore",
        width="stretch",
    )


def _workbook(snapshot: Snapshot, found: Caseload, said: str, address: str) -> bytes:
    return write_caseload(found, describe(snapshot, said, link=address))
