"""Boards: what is due at each board, what did it decide, and what came of it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from eif.casework import boards, decisions
from eif.casework.desk import Desk
from eif.casework.store import Saved
from eif.city import open_desk
from eif.config import load_settings
from eif.outputs.about import describe
from eif.outputs.boards import agenda, frozen_agenda, write_board
from eif.snapshot import Snapshot
from eif.ui import board_cards, forms
from eif.ui.decision_forms import decision_form
from eif.ui.figures import count, day
from eif.ui.forms import Form
from eif.ui.shell import current_snapshot, link, page_address, page_header, show
from eif.ui.who import current_person

OTHER = "other"


def page() -> None:
    """Show the board that the address names, else the fortnightly one."""
    snapshot = current_snapshot()
    st.html(f"<style>{forms.CSS}{board_cards.CSS}</style>")
    desk = open_desk(load_settings(), current_person(snapshot), snapshot)
    asked = st.query_params.get("board", "")
    board = asked if asked in boards.BOARDS else next(iter(boards.BOARDS))
    due = agenda(snapshot, board)
    meeting = next(iter(snapshot.rows("casework_board_meeting", board=board, state=boards.OPEN)), None)
    decided = sorted(
        snapshot.rows("decision_made", board=board),
        key=lambda row: (not row.waits, not row.is_overdue, -row.meeting_on.toordinal(), row.record_id),
    )
    page_header(*_finding(board, due, decided, meeting), [("Support", None), ("Boards", None)], snapshot)
    show(board_cards.board_tabs(board, Counter(row.board for row in snapshot.rows("board_due"))))
    items = frozen_agenda(meeting.agenda) if meeting else due
    if any(row.board == board for row in snapshot.rows("casework_board_meeting", state=boards.HELD)):
        since = link("What changed since the last one", "changes", since=board)
        show(f'<p class="small">{since}, school by school.</p>')
    _download(snapshot, board, items, decided)
    if meeting:
        _meeting(desk, meeting, items, [row for row in decided if row.meeting_id == meeting.record_id])
    else:
        note = f"Made from what is due on {day(snapshot.day)}; it is kept as it is once the meeting begins."
        show(board_cards.agenda_card("Next agenda", items, snapshot.day, note))
        if desk.as_at is None:
            _begin(desk, board, items)
    show(board_cards.decisions_card("Decisions, those that wait first", decided))
    if desk.as_at is None:
        decision_form(desk, decided)


def _finding(board: str, due: Sequence[Any], decided: Sequence[Any], meeting: Any | None) -> tuple[str, str]:
    overdue = sum(row.is_overdue for row in decided)
    waits = sum(row.waits for row in decided)
    words = boards.BOARDS[board].partition(",")[0].lower()
    told = f"{count(waits, 'decision')} of this board without an outcome, {overdue} of them overdue."
    if meeting:
        return f"The {words} of {day(meeting.on_day)} is being held", told
    verb = "is" if len(due) == 1 else "are"
    return f"{count(len(due), 'item')} {verb} due at the next {words}", told


def _download(
    snapshot: Snapshot, board: str, items: Sequence[Mapping[str, Any]], decided: Sequence[Any]
) -> None:
    said = (
        f"{count(len(items), 'item')} on the agenda of {day(snapshot.day)}, {boards.BOARDS[board].lower()}."
    )
    st.download_button(
        f"Excel, {count(len(items), 'item')} and {count(len(decided), 'decision')}",
        data=partial(write_board, board, items, decided, describe(snapshot, said, link=page_address())),
        file_name=f"board-{board.replace('_', '-')}-{snapshot.day.isoformat()}.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="excel",
        on_click="ignore",
    )


def _begin(desk: Desk, board: str, items: Sequence[Mapping[str, Any]]) -> None:
    with st.container(key="form-begin"):
        show("<h2>Begin the meeting</h2>")
        form = Form(f"board.{board}.begin", desk)
        form.tell()
        on_day = form.day("on_day", "Day of the meeting", usual=desk.today)
        form.save(
            "Begin with this agenda",
            lambda _, token: boards.begin_meeting(
                desk, board=board, on_day=on_day, agenda=items, token=token
            ),
            "The meeting has begun; its agenda is kept.",
        )


def _meeting(desk: Desk, meeting: Any, items: Sequence[Mapping[str, Any]], decided: Sequence[Any]) -> None:
    """The agenda as kept, and, while it is held, the form for what is decided about each item."""
    note = f"Kept when the meeting began, from release {meeting.release}."
    title = f"Agenda of {day(meeting.on_day)}"
    done = frozenset((row.item, row.school_id) for row in decided)
    show(board_cards.agenda_card(title, items, desk.today, note, done))
    if desk.as_at:
        return
    names = {str(item["item_id"]): f"{item['name'] or 'The city'}: {item['title']}" for item in items}
    names |= {OTHER: "Another matter"}
    with st.container(key="form-decide"):
        show("<h2>Record a decision</h2>")
        chosen = st.selectbox("About", list(names), format_func=lambda one: names[one], key="board.item")
        item = next((one for one in items if one["item_id"] == chosen), None)
        form = Form(f"board.{meeting.record_id}.{chosen}", desk)
        form.tell()
        given: dict[str, Any] = {"item": item["title"]} if item else {}
        left, right = st.columns(2)
        with left:
            if item is None:
                given["item"] = form.line("item", "What was decided about")
            given["decision"] = form.choice("decision", "Decision", decisions.DECISIONS)
        with right:
            given["owner"] = form.line("owner", "Who acts on it (role)")
            given["due_on"] = form.day("due_on", "By")
        given["rationale"] = form.text("rationale", "Rationale")

        def save(_: int, token: str) -> Saved:
            return decisions.record_decision(
                desk,
                meeting.record_id,
                school_id=item["school_id"] if item else None,
                token=token,
                **given,
            )

        form.save("Save this decision", save, "Saved.")
    with st.container(key="form-close"):
        show("<h2>Close the meeting</h2><p>Its decisions can then be read, and traced to their outcome.</p>")
        closing = Form(f"board.{meeting.record_id}.close", desk, seen=meeting.version)
        closing.tell()
        closing.save(
            "Close this meeting",
            lambda seen, token: boards.close_meeting(desk, meeting.record_id, seen_version=seen, token=token),
            "Closed.",
        )
