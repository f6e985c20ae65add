"""How are schools handed over, and how do people join and leave the team?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from eif.casework import team as commands
from eif.casework.desk import Desk
from eif.casework.store import Saved
from eif.casework.year import TERMS
from eif.ui.figures import count
from eif.ui.forms import Form
from eif.ui.shell import show

NOBODY = "nobody"
NEW = "new"


def hand_over_form(desk: Desk, schools: Sequence[Any], team: Sequence[Any]) -> None:
    """Give some or all schools of one person, or of nobody, to another."""
    people = {row.adviser_id: row.adviser for row in team if row.adviser_id and not row.has_left}
    with st.container(key="form-hand-over"):
        show(
            "<h2>Hand schools over</h2>",
            '<p class="small muted">Visits to come go along. All are handed over, or none.</p>',
        )
        left, right = st.columns(2)
        counts = {None: 0} | dict.fromkeys(people, 0)
        for row in schools:
            counts[row.adviser_id] = counts.get(row.adviser_id, 0) + 1
        named = {NOBODY: None} | {one: one for one in people}
        with left:
            chosen = st.selectbox(
                "From",
                list(named),
                format_func=lambda one: f"{people.get(one, 'No adviser')} ({counts[named[one]]})",
                key="hand_over.from",
            )
        own = {row.school_id: row for row in schools if row.adviser_id == named[chosen]}
        form = Form(f"hand_over.{chosen}", desk)
        with right:
            to = form.choice("adviser_id", "To", {one: word for one, word in people.items() if one != chosen})
        some = form.choices(
            "schools",
            "Which schools (all, where none is chosen)",
            {one: row.name for one, row in own.items()},
        )
        form.tell()
        going = {one: own[one].assignment_version for one in (some or own)}

        def save(_: int, token: str) -> Saved:
            return commands.reassign(desk, going, adviser_id=to or "", token=token)[0]

        form.save(
            f"Hand {count(len(going), 'school')} over",
            save,
            f"{count(len(going), 'school is', 'schools are')} with {people.get(to or '', 'them')} now.",
        )


def member_form(desk: Desk, team: Sequence[Any]) -> None:
    """Add somebody to the team, or change somebody's days and last day."""
    people = {row.adviser_id: row for row in team if row.adviser_id}
    with st.container(key="form-member"):
        show("<h2>The team</h2>")
        chosen = st.selectbox(
            "Who",
            [NEW, *people],
            format_func=lambda one: people[one].adviser if one in people else "Somebody new",
            key="member.who",
        )
        if chosen == NEW:
            _join(desk)
        else:
            left, right = st.columns([3, 1])
            with left:
                _change_days(desk, people[chosen])
            with right:
                _leave(desk, people[chosen])


def _join(desk: Desk) -> None:
    form = Form("member.new", desk)
    form.tell()
    first, *rest = st.columns([3, 2, 2, 2, 2])
    with first:
        label = form.line("label", "Role label, such as SIA North")
    days = {}
    for place, term in zip(rest, TERMS, strict=False):
        with place:
            days[term] = form.days(f"half_days_{term}", f"Days, {term}", usual=30, most=commands.MOST_DAYS)
    with rest[-1]:
        from_on = form.day("from_on", "First day", usual=desk.today)
    form.save(
        "Add to the team",
        lambda _, token: commands.join_team(
            desk, label=label, role="adviser", days=days, from_on=from_on, token=token
        ),
        "Added to the team.",
    )


def _change_days(desk: Desk, row: Any) -> None:
    stands = {f"half_days_{term}": int(2 * getattr(row, f"full_{term}")) for term in TERMS}
    form = Form(f"member.{row.adviser_id}.days", desk, stands=stands, seen=row.version)
    form.tell()
    days = {}
    for place, term in zip(st.columns(3), TERMS, strict=True):
        with place:
            days[term] = form.days(f"half_days_{term}", f"Days, {term}", most=commands.MOST_DAYS)
    form.save(
        "Save the days",
        lambda seen, token: commands.change_days(
            desk, row.adviser_id, days=days, seen_version=seen, token=token
        ),
        "Saved.",
    )


def _leave(desk: Desk, row: Any) -> None:
    form = Form(f"member.{row.adviser_id}.leave", desk, stands={"on": row.to_on}, seen=row.version)
    form.tell()
    on = form.day("on", "Last day (empty: stays)")
    form.save(
        "Save the last day",
        lambda seen, token: commands.leave_team(desk, row.adviser_id, on=on, seen_version=seen, token=token),
        "Saved. Hand the schools over above.",
    )
