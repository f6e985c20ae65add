"""One school: its visits, planned, booked and held, and what is left of its days."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from eif.city import open_desk
from eif.config import load_settings
from eif.outputs.about import describe
from eif.outputs.calendar import write_calendar
from eif.outputs.visit_book import write_visits
from eif.snapshot import Snapshot
from eif.ui import caseload, forms, visit_cards, visit_forms
from eif.ui.figures import count, day
from eif.ui.school_head import school_header
from eif.ui.shell import current_snapshot, page_address, show
from eif.ui.who import current_person


def page() -> None:
    """Show the days and visits of the school whose URN is in the address, and take new ones."""
    snapshot = current_snapshot()
    st.html(f"<style>{forms.CSS}{caseload.CSS}{visit_cards.CSS}</style>")
    urn = st.query_params.get("urn", "").strip()
    row = next(iter(snapshot.rows("screen_caseload", urn=urn)), None)
    school = school_header(snapshot, "school_visits", _finding(row), _next_thing(row))
    if school is None:
        return
    visits = snapshot.rows("screen_visit", school_id=school.school_id)
    desk = open_desk(load_settings(), current_person(snapshot), snapshot)
    team = {
        one.adviser_id: one.adviser
        for one in snapshot.rows("screen_team")
        if one.adviser_id and not one.has_left
    }
    left, right = (st.container(), None) if desk.as_at else st.columns([5, 7], gap="small")
    with left:
        if row is None:
            show(visit_cards.closed_card(school))
        else:
            show(visit_cards.days_card(row, snapshot.rows("screen_visit_trigger", urn=school.urn)))
        show(visit_cards.coming_card(visits, school.urn))
    if right is not None:
        with right:
            areas = {one.area: one.short_title for one in snapshot.rows("screen_area")}
            visit_forms.visit_form(desk, school, visits, team, areas, row.adviser_id if row else None)
    show(visit_cards.held_card(visits, school.urn))
    _downloads(snapshot, school, visits)


def _finding(row: Any | None) -> str:
    if row is None:
        return "{name}: visits"
    if row.next_on is None:
        return "{name}: no visit to come"
    booked = "booked for" if row.next_status == "booked" else "planned for"
    return f"{{name}}: next visit {booked} {day(row.next_on)}"


def _next_thing(row: Any | None) -> str:
    """What is late, else the days left."""
    if row is None:
        return "This school is no longer listed: its visits can be read, completed and cancelled."
    if row.warnings:
        return f"{row.warnings}."
    if row.allowed_days is None:
        return "No category is agreed, so there is no tier and no allowance yet."
    used = f"{caseload.number(row.used_days)} of {caseload.number(row.allowed_days)} days used"
    return f"{used}, {caseload.number(row.left_days)} left until 31 August."


def _downloads(snapshot: Snapshot, school: Any, visits: Sequence[Any]) -> None:
    coming = [row for row in visits if row.is_open]
    left, right, _ = st.columns([3, 3, 6])
    with left:
        st.download_button(
            f"Calendar, {count(len(coming), 'visit')} to come",
            data=partial(write_calendar, coming, f"Visits to {school.name}"),
            file_name=f"visits-{school.urn}.ics",
            mime="text/calendar",
            key="calendar",
            on_click="ignore",
            width="stretch",
            disabled=not coming,
        )
    with right:
        said = f"All {count(len(visits), 'visit')} to {school.name}, those to come first."
        st.download_button(
            f"Excel, {count(len(visits), 'visit')}",
            data=partial(_workbook, snapshot, visits, said, page_address()),
            file_name=f"visits-{school.urn}-{snapshot.day.isoformat()}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key="excel",
            on_click="ignore",
            width="stretch",
        )


def _workbook(snapshot: Snapshot, visits: Sequence[Any], said: str, address: str) -> bytes:
    return write_visits(visits, describe(snapshot, said, link=address))
