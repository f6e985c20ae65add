"""Priority list: which schools come first this year, on what evidence, and what is still to decide?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from eif.casework import priority
from eif.casework.desk import Desk
from eif.casework.store import Saved
from eif.city import evidence_of_all, open_desk
from eif.config import load_settings
from eif.outputs.about import describe
from eif.outputs.priority import (
    ANY_REASON,
    ON_THE_LIST,
    REASON_WORDS,
    SHOWN,
    WAITING,
    PriorityList,
    narrow,
    priority_lists,
    sentence,
    write_letters,
    write_list,
)
from eif.snapshot import Snapshot
from eif.ui import forms, priority_table
from eif.ui.choice import choose
from eif.ui.escape import escape
from eif.ui.figures import count, day
from eif.ui.forms import Form
from eif.ui.shell import current_snapshot, page_address, page_header, show
from eif.ui.who import current_person

CRUMBS = [("Support", None), ("Priority list", None)]
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_BEGIN = "Begin one with today's evidence."


def page() -> None:
    """Show the list that the address names, else one that is open, else the newest."""
    snapshot = current_snapshot()
    st.html(f"<style>{forms.CSS}{priority_table.CSS}</style>")
    desk = open_desk(load_settings(), current_person(snapshot), snapshot)
    lists = priority_lists(snapshot)
    if not lists:
        page_header("There is no priority list yet", _BEGIN if desk.as_at is None else "", CRUMBS, snapshot)
        if desk.as_at is None:
            _begin(desk, snapshot)
        return
    header = st.container()
    with st.container(key="priority_filters"):
        columns = st.columns([20, 16, 14, 14, 20], gap="small", vertical_alignment="bottom")
        listed = _chosen(lists, columns[0])
        shown, reason = _filters(listed, columns[1:3])
    found = narrow(listed, shown, reason)
    said = sentence(listed, found, shown, reason)
    with header:
        page_header(*_finding(listed), CRUMBS, snapshot)
    _downloads(snapshot, listed, found, said, columns[3:])
    if desk.as_at is None:
        _decide(desk, listed)
    show(f'<p class="small muted">{escape(said)}</p>')
    if found:
        show(priority_table.list_card(listed.title, found, said))
    else:
        show('<p class="notice" role="status">No school answers to these filters. Set one back.</p>')
    if desk.as_at:
        return
    if listed.is_open:
        _close(desk, listed)
    elif not any(one.is_open for one in lists):
        _begin(desk, snapshot)


def _finding(listed: PriorityList) -> tuple[str, str]:
    on_list, waiting = listed.count(priority.ON_LIST), listed.count(priority.UNDECIDED)
    schools = count(on_list, "school")
    verb = "is" if on_list == 1 else "are"
    if waiting:
        wait = f"{count(waiting, 'school')} {'waits' if waiting == 1 else 'wait'} for a decision"
        return f"{wait} on {listed.title}", f"{schools} {verb} on it so far; close it once all are decided."
    by_reason = Counter(row.reason for row in listed.entries if row.decision == priority.ON_LIST)
    reasons = [f"{by_reason[one]} {words.lower()}" for one, words in REASON_WORDS.items() if by_reason[one]]
    told = f"Why: {', '.join(reasons) or 'none'}. Evidence of {day(listed.on_day)}, for every listed school."
    return f"{schools} {verb} on the priority list for {listed.academic_year}", told


def _chosen(lists: Sequence[PriorityList], column: Any) -> PriorityList:
    names = {one.list_id: one for one in lists}
    words = {one.list_id: f"{one.title}{', open' if one.is_open else ''}" for one in lists}
    with column:
        return names[choose("List", "list", words, lists[0].list_id)]


def _filters(listed: PriorityList, columns: Sequence[Any]) -> tuple[str, str]:
    """Who is shown: those that wait, where any do."""
    usual = WAITING if listed.count(priority.UNDECIDED) else ON_THE_LIST
    with columns[0]:
        shown = choose("Show", "show", {word: word for word in SHOWN}, usual)
    with columns[1]:
        reasons = [ANY_REASON, *REASON_WORDS.values()]
        reason = choose("Reason", "reason", {word: word for word in reasons}, ANY_REASON)
    return shown, reason


def _downloads(
    snapshot: Snapshot, listed: PriorityList, found: Sequence[Any], said: str, columns: Sequence[Any]
) -> None:
    about = describe(snapshot, said, link=page_address())
    year = listed.academic_year.replace("/", "-")
    files = (
        (f"Excel, {count(len(found), 'row')}", partial(write_list, listed, found, about), "priority-list"),
        ("Letters to maintained schools", partial(write_letters, listed, about), "priority-letters"),
    )
    for column, (label, write, name) in zip(columns, files, strict=True):
        with column:
            st.download_button(
                label,
                data=write,
                file_name=f"{name}-{year}.xlsx",
                mime=EXCEL,
                key=name,
                on_click="ignore",
                width="stretch",
            )


def _decide(desk: Desk, listed: PriorityList) -> None:
    """The form for one school: the one in the address, or one chosen."""
    names = {row.urn: row for row in listed.entries}
    with st.container(key="form-decide"):
        show("<h2>Decide on a school</h2>")
        offered = {"": "Choose, or use the link in its line below"}
        offered |= {urn: f"{row.name} ({urn})" for urn, row in names.items()}
        row = names.get(choose("School", "urn", offered, ""))
        if row is None:
            return
        show(f"<p>{escape(row.evidence)}</p>")
        stands = {
            "decision": row.decision if row.decision in priority.DECISIONS else None,
            "reason": row.reason,
            "rationale": row.rationale,
        }
        form = Form(f"priority.{row.list_id}.{row.school_id}", desk, stands=stands, seen=row.version)
        form.tell()
        left, right = st.columns(2)
        with left:
            decision = form.choice("decision", "Decision", priority.DECISIONS)
        with right:
            reason = form.choice("reason", "Reason, for a school on the list", priority.REASONS)
        rationale = form.text("rationale", "Rationale", help_="It is written to the head and the chair.")

        def save(seen: int, token: str) -> Saved:
            return priority.decide(
                desk,
                row.list_id,
                row.school_id,
                decision=decision,
                reason=reason if decision == priority.ON_LIST else None,
                rationale=rationale,
                seen_version=seen,
                token=token,
            )

        form.save("Save this decision", save, f"Saved: {row.name}.")


def _close(desk: Desk, listed: PriorityList) -> None:
    with st.container(key="form-close"):
        show(
            "<h2>Close the list</h2><p>Every entry stays as it is from then on. What changes later in the "
            "year stands beside it.</p>"
        )
        form = Form(f"close.{listed.list_id}", desk, seen=listed.version)
        form.tell()
        form.save(
            "Close this list",
            lambda seen, token: priority.close_list(desk, listed.list_id, seen_version=seen, token=token),
            "Closed and frozen.",
        )


def _begin(desk: Desk, snapshot: Snapshot) -> None:
    with st.container(key="form-begin"):
        show(
            "<h2>Begin a list</h2><p>Every listed school is entered with what the data and people say of it "
            "today. Schools with a reason, and those on the list before, wait for a decision.</p>"
        )
        form = Form("priority.begin", desk)
        form.tell()
        years = {year: year for year in priority.years_offered(desk.today)}
        left, right = st.columns(2)
        with left:
            title = form.line("title", "Title")
        with right:
            year = form.choice("year", "Academic year", years)
        form.save(
            "Begin the list",
            lambda _, token: priority.begin_list(
                desk, title=title, year=year, schools=evidence_of_all(snapshot), token=token
            ),
            "The list is open: decide on the schools that wait.",
        )
