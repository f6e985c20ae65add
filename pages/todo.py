"""To put right: what in the casework cannot be right, or is nobody's, and where is it mended?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from eif.outputs.about import describe
from eif.outputs.todo_book import write_todo
from eif.snapshot import Snapshot
from eif.ui.escape import escape
from eif.ui.figures import count, day, lower_first
from eif.ui.shell import card, current_snapshot, link, page_address, page_header, show
from eif.ui.tables import table, under

CRUMBS = [("City", ""), ("To put right", None)]
ALL = "All"
# How many are drawn; the workbook has all.
MOST = 80
CSS = """
.eif .todo td,.eif .todo th{vertical-align:top}
.eif .todo td:nth-child(2){min-width:220px}
.eif .todo td:nth-child(3){min-width:96px}
.eif .todo td:nth-child(4){white-space:nowrap}
.eif .todo td:last-child{white-space:nowrap}
.eif .todo .why{display:block;font-size:12.5px;color:var(--muted)}
"""
# Pages of one school take its URN; the others are whole lists.
_OF_A_SCHOOL = "school_"


def page() -> None:
    """Show the list as the filters ask for it, the gravest first, and its workbook."""
    snapshot = current_snapshot()
    st.html(f"<style>{CSS}</style>")
    everything = sorted(snapshot.rows("screen_todo"), key=lambda row: row.ord)
    header = st.container()
    left, middle, right = st.columns([4, 4, 2], vertical_alignment="bottom")
    with left:
        kind = _choice("kind", "Kind", [row.title for row in everything])
    with middle:
        whose = _choice("whose", "Whose", sorted(row.whose for row in everything))
    rows = [row for row in everything if kind in (ALL, row.title) and whose in (ALL, row.whose)]
    said = _sentence(rows, everything, kind, whose)
    with header:
        page_header(_finding(rows), said, CRUMBS, snapshot)
    with right:
        _download(snapshot, rows, said)
    if rows:
        show(_card(rows, said))
    else:
        show('<p class="notice" role="status">Nothing is to be put right among these.</p>')


def _choice(key: str, label: str, words: Sequence[str]) -> str:
    """A filter that the address carries."""
    options = [ALL, *dict.fromkeys(words)]
    asked = st.selectbox(label, options, key=key, bind="query-params")
    return asked if asked in options else ALL


def _finding(rows: Sequence[Any]) -> str:
    if not rows:
        return "Nothing in the casework is to be put right"
    title, most = Counter(row.title for row in rows).most_common(1)[0]
    things = count(len(rows), "thing")
    return f"{things} to put right in the casework, {most:,} of them: {lower_first(title)}"


def _sentence(rows: Sequence[Any], everything: Sequence[Any], kind: str, whose: str) -> str:
    filters = [part for part in (kind, whose) if part != ALL]
    which = f": {', '.join(filters)}" if filters else ""
    return (
        f"{len(rows):,} of {count(len(everything), 'thing')}{which}, the gravest kind first, then the oldest."
    )


def _download(snapshot: Snapshot, rows: Sequence[Any], said: str) -> None:
    about = describe(snapshot, said, link=page_address())
    st.download_button(
        f"Excel, {count(len(rows), 'row')}",
        data=partial(write_todo, rows, about),
        file_name=f"to-put-right-{snapshot.day.isoformat()}.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="excel",
        type="primary",
        on_click="ignore",
        width="stretch",
    )


def _card(rows: Sequence[Any], said: str) -> str:
    lines = "".join(_line(row) for row in rows[:MOST])
    note = f"The first {MOST} of {len(rows):,}; the Excel file has all." if len(rows) > MOST else ""
    heads = ["School", "What", "Whose", "Since", "Mend"]
    return card("A list of work, not of errors", table(said, heads, lines, css="todo"), note=note)


def _line(row: Any) -> str:
    of_school = row.page.startswith(_OF_A_SCHOOL)
    mend = link("Open", row.page, label=f"Open: {row.name}, {row.title}", urn=row.urn if of_school else None)
    name = link(row.name, "school", urn=row.urn) if row.urn else escape(row.name)
    return (
        f'<tr><th scope="row">{name}</th><td>{escape(row.what)}{under(row.title)}</td>'
        f"<td>{escape(row.whose)}</td><td>{day(row.since) if row.since else '–'}</td><td>{mend}</td></tr>"
    )
