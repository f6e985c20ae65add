"""Import and export: take all casework elsewhere, or begin from a spreadsheet that is compared first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from eif.casework.caseload import FIELDS, MOST_BYTES, PLAIN, Sheet, guess, mapped, read_sheet
from eif.casework.caseload_diff import compare, write
from eif.casework.caseload_lines import CHANGED, NEW, REFUSED, SAME, Line
from eif.casework.desk import Desk
from eif.casework.errors import CaseworkError
from eif.casework.whole import as_json, export_whole, may_export
from eif.city import open_desk
from eif.config import load_settings
from eif.extracts.errors import ExtractError
from eif.outputs.about import describe
from eif.outputs.caseload_book import WORDS, write_lines, write_template
from eif.outputs.casework_book import school_names, write_casework
from eif.outputs.looking_back import with_the_day
from eif.snapshot import Snapshot
from eif.ui import forms
from eif.ui.escape import escape
from eif.ui.figures import count
from eif.ui.import_lines import CSS, lines_card
from eif.ui.shell import current_snapshot, link, page_header, show
from eif.ui.who import current_person

CRUMBS = [("City", ""), ("Import and export", None)]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOWHERE = "(not in this file)"


def page() -> None:
    """Offer the whole casework, the template, and the way in."""
    snapshot = current_snapshot()
    st.html(f"<style>{forms.CSS}{CSS}</style>")
    desk = open_desk(load_settings(), current_person(snapshot), snapshot)
    title, below = "All casework can leave as it is", ""
    if desk.as_at is None:
        title += ", and a caseload can come in"
        below = "A spreadsheet is compared before it is written."
    page_header(title, f"{count(snapshot.revision, 'event')} on record. {below}", CRUMBS, snapshot)
    _export(desk, snapshot)
    if desk.as_at is None:
        _import(desk, snapshot)


def _export(desk: Desk, snapshot: Snapshot) -> None:
    with st.container(key="form-export"):
        show(
            "<h2>Take all casework elsewhere</h2><p>The workbook has a sheet for each kind of record, in "
            "words and days. The JSON also has every earlier version. Both hold all that was typed.</p>"
        )
        if not may_export(desk):
            show(
                '<div class="told wait" role="status">The Director for Schools and officers may take all '
                "casework elsewhere. The lists of each page can be downloaded there.</div>"
            )
        left, middle, right = st.columns(3)
        day = snapshot.day.isoformat()
        if may_export(desk):
            with left:
                _offer("Workbook", lambda: _book(desk, snapshot), f"casework-{day}.xlsx", XLSX)
            with middle:
                _offer(
                    "JSON", lambda: as_json(export_whole(desk)), f"casework-{day}.json", "application/json"
                )
        with right:
            _offer("Template of a caseload", write_template, "caseload-template.xlsx", XLSX)


def _book(desk: Desk, snapshot: Snapshot) -> bytes:
    marking = with_the_day(f"{describe(snapshot, '').marking}.", snapshot)
    return write_casework(export_whole(desk), school_names(snapshot), marking)


def _offer(label: str, data: Callable[[], bytes], name: str, mime: str) -> None:
    st.download_button(
        label, data=data, file_name=name, mime=mime, key=f"get.{name}", on_click="ignore", width="stretch"
    )


def _import(desk: Desk, snapshot: Snapshot) -> None:
    with st.container(key="form-import"):
        show("<h2>Begin from a caseload spreadsheet</h2>")
        file = st.file_uploader(
            "A row a school, or several: its adviser, its agreed category, visits, actions of its plan",
            type=["xlsx", "ods", "csv"],
            max_upload_size=MOST_BYTES // 10**6,
            key="caseload",
        )
        if file is None:
            _show_done()
            return
        try:
            sheet = read_sheet(file.getvalue(), file.name)
        except ExtractError as error:
            show(f'<div class="told bad" role="alert">{escape(error)}</div>')
            return
        columns = _mapping(sheet, file.file_id)
        if "urn" not in columns:
            show('<div class="told wait" role="status">Say which column has the URN.</div>')
            return
        try:
            lines = compare(desk, mapped(sheet, columns), _by_urn(snapshot))
        except CaseworkError as error:
            show(f'<div class="told bad" role="alert">{escape(error)}</div>')
            return
        _compared(desk, lines, file.name)


def _by_urn(snapshot: Snapshot) -> dict[str, str]:
    return {row.urn: row.school_id for row in snapshot.rows("screen_school")}


def _mapping(sheet: Sheet, key: str) -> dict[str, str]:
    """Which column says what, as guessed and as chosen."""
    guessed = guess(sheet.columns)
    show("<h3>Which column says what?</h3>")
    plain, further = list(FIELDS)[:PLAIN], list(FIELDS)[PLAIN:]
    found = _columns(sheet, plain, guessed, key)
    with st.expander(
        "Further visits, and actions of the support plan", expanded=bool(set(further) & set(guessed))
    ):
        return found | _columns(sheet, further, guessed, key)


def _columns(sheet: Sheet, names: Sequence[str], guessed: Mapping[str, str], key: str) -> dict[str, str]:
    """Some fields, each with the choice of its column."""
    options = [NOWHERE, *sheet.columns]
    found = {}
    places = st.columns(4)
    for at, name in enumerate(names):
        field = FIELDS[name]
        with places[at % len(places)]:
            first = options.index(guessed.get(name, NOWHERE))
            chosen = st.selectbox(
                field.heading, options, index=first, key=f"map.{key}.{name}", help=field.what
            )
        if chosen != NOWHERE:
            found[name] = chosen
    return found


def _compared(desk: Desk, lines: Sequence[Line], name: str) -> None:
    counted = Counter(line.state for line in lines)
    said = ", ".join(f"{counted[state]:,} {WORDS[state].lower()}" for state in WORDS)
    to_write = counted[NEW] + counted[CHANGED]
    show(lines_card(f"{name}: {said}", lines))
    left, right = st.columns(2)
    with left:
        _offer(
            "This comparison as a workbook",
            lambda: write_lines(lines, f"{name}: {said}"),
            "import.xlsx",
            XLSX,
        )
    with right:
        pressed = st.button(
            f"Write {count(to_write, 'change')}",
            type="primary",
            disabled=not to_write,
            key="write",
            width="stretch",
        )
    if pressed:
        st.session_state["carry.done"] = (name, write(desk, lines))
        st.rerun()
    _show_done()


def _show_done() -> None:
    """What the last import came to; it stays until the next."""
    done: tuple[str, list[Line]] | None = st.session_state.get("carry.done")
    if done is None:
        return
    name, lines = done
    counted = Counter(line.state for line in lines)
    written = counted[NEW] + counted[CHANGED]
    show(
        f'<div class="told" role="status">{escape(name)}: {count(written, "change")} written, '
        f"{counted[SAME]:,} the same, {counted[REFUSED]:,} refused. Each stands under your name in the "
        f"history of its school. {link('See the schools', 'schools')}</div>"
    )
