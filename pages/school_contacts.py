"""One school: which services spoke about it, what of the offer it took up, and what is to follow."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from eif.casework import contacts
from eif.casework.contacts import KINDS, WHAT
from eif.casework.desk import Desk
from eif.casework.store import Saved
from eif.city import open_desk
from eif.config import load_settings
from eif.outputs import contacts as said
from eif.outputs.plan_said import count, day
from eif.ui import contact_card, forms
from eif.ui.forms import Form
from eif.ui.school_head import school_header
from eif.ui.shell import current_snapshot, page_address, show
from eif.ui.who import current_person

NEW = ""


def page() -> None:
    """Show the contacts about the school whose URN is in the address, and take new ones."""
    snapshot = current_snapshot()
    st.html(f"<style>{forms.CSS}{contact_card.CSS}</style>")
    urn = st.query_params.get("urn", "").strip()
    known = next(iter(snapshot.rows("screen_school", columns=["school_id"], urn=urn)), None)
    rows = snapshot.rows("screen_contact", school_id=known.school_id) if known else ()
    (today,) = snapshot.rows("casework_day")
    finding = "{name}: " + said.finding(rows, today.academic_year)
    school = school_header(snapshot, "school_contacts", finding, _next_thing(rows))
    if school is None:
        return
    main, side = st.columns([19, 9], gap="small")
    with main:
        show(contact_card.contacts_card(rows))
    with side:
        show(contact_card.offer_card(rows, today.academic_year))
    if rows:
        st.download_button(
            f"Excel, {count(len(rows), 'contact')}",
            data=partial(said.contacts_workbook, snapshot, school, link=page_address()),
            file_name=said.contacts_file_name(snapshot, school),
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key="excel",
            on_click="ignore",
        )
    if school.status == "closed":
        show('<div class="notice"><p>This school is closed: its contacts can be read.</p></div>')
        return
    desk = open_desk(load_settings(), current_person(snapshot), snapshot)
    if desk.as_at:
        return
    _record(desk, school, rows)
    _finish(desk, [row for row in rows if row.next_step and row.done_on is None])


def _next_thing(rows: Sequence[Any]) -> str:
    """What comes second: the next step that is due first."""
    open_steps = [row for row in rows if row.next_step and row.done_on is None]
    if not open_steps:
        return "No next step is open."
    first = min(open_steps, key=lambda row: row.next_step_by)
    return f"{count(len(open_steps), 'next step')} open, the first by {day(first.next_step_by)}."


def _record(desk: Desk, school: Any, rows: Sequence[Any]) -> None:
    """The form for a new contact, or for putting one right."""
    with st.container(key="form-contact"):
        show("<h2>Record a contact</h2>")
        named = {NEW: "A new contact"} | {
            row.contact_id: f"{day(row.on_day)}, {said.service(row)}: put it right" for row in rows
        }
        which = st.selectbox(
            "Which", list(named), format_func=lambda name: named.get(name, name), key="which"
        )
        row = next((row for row in rows if row.contact_id == which), None)
        names = ("kind", "service", "on_day", "note", "next_step", "next_step_by")
        stands = {name: getattr(row, name) for name in names} if row else {}
        key = f"contact.{row.contact_id if row else school.school_id}"
        form = Form(key, desk, stands=stands, seen=row.version if row else 0)
        form.tell()
        given: dict[str, Any] = {}
        left, middle, right = st.columns(3)
        with left:
            given["kind"] = form.choice("kind", "Kind", KINDS) or ""
        with middle:
            label = "What was taken up" if given["kind"] == "offer" else "Service"
            given["service"] = form.choice("service", label, WHAT.get(given["kind"], {})) or ""
        with right:
            given["on_day"] = form.day("on_day", "Day", usual=desk.today)
        given["note"] = form.text("note", "What was said or done")
        left, right = st.columns([2, 1])
        with left:
            given["next_step"] = form.line("next_step", "Next step")
        with right:
            given["next_step_by"] = form.day("next_step_by", "By")

        def save(seen: int, token: str) -> Saved:
            if row is None:
                return contacts.record_contact(desk, school.school_id, token=token, **given)
            return contacts.change_contact(desk, row.contact_id, seen_version=seen, token=token, **given)

        form.save("Save the contact", save, "Saved.")


def _finish(desk: Desk, rows: Sequence[Any]) -> None:
    """Say that a next step is done."""
    told = st.session_state.get("contact.done.told")
    if not rows and not told:
        return
    with st.container(key="form-step"):
        show("<h2>A next step is done</h2>")
        if told:
            show(f'<div class="told" role="status">{told}</div>')
        if not rows:
            return
        named = {row.contact_id: said.step(row) for row in rows}
        which = st.selectbox("Next step", list(named), format_func=lambda name: named[name], key="step")
        row = next(row for row in rows if row.contact_id == which)
        form = Form(f"contact.step.{row.contact_id}", desk, seen=row.version)
        form.tell()
        done_on = form.day("done_on", "Done on", usual=desk.today)

        def save(seen: int, token: str) -> Saved:
            saved = contacts.finish_step(
                desk, row.contact_id, done_on=done_on, seen_version=seen, token=token
            )
            st.session_state["contact.done.told"] = "Saved. The next step is done."
            return saved

        form.save("Save as done", save, "Saved. The next step is done.")
