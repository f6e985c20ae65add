"""Where one figure comes from: its cell, the record around it, its other sources and how it was made."""

from __future__ import annotations

import streamlit as st

from eif.config import load_settings
from eif.provenance import Cell, Record, RecordError, Trace, read_record, rule_origin, trace
from eif.snapshot import Snapshot
from eif.ui import origin, rule_card
from eif.ui.escape import escape
from eif.ui.shell import card, current_snapshot, header_html, link, page_header, show

CRUMB = "Where this figure comes from"


def page() -> None:
    """Show the origin of the figure that the address names."""
    snapshot = current_snapshot()
    st.html(f"<style>{origin.CSS}</style>")
    asked = st.query_params.to_dict()
    if "rule" in asked:
        _show_rule(snapshot, asked)
        return
    found = trace(snapshot, asked)
    if found is None:
        _not_found(snapshot)
        return
    crumbs: list[tuple[str, str | None]] = [("City", ""), (CRUMB, None)]
    header_html(escape(origin.finding(found)), _whose(found), crumbs, snapshot)
    if found.cells:
        _show_cell(snapshot, found)
    show(origin.sources_card(found))
    sides = [origin.members_card(found) or origin.beside_card(found), origin.steps_card(found)]
    show(f'<div class="cards origin">{"".join(sides)}</div>')


def _show_rule(snapshot: Snapshot, asked: dict[str, str]) -> None:
    """A threshold's origin: the framework's row, who set it and why."""
    found = rule_origin(snapshot, asked)
    if found is None:
        _not_found(snapshot)
        return
    phase = "every phase" if found.phase == "all" else f"{found.phase} schools"
    page_header(
        rule_card.finding(found),
        f"Thresholds for {phase}, framework {snapshot.framework}.",
        [("City", ""), (CRUMB, None)],
        snapshot,
    )
    show(
        rule_card.thresholds_card("Thresholds of this rule", found.own, found.file),
        rule_card.thresholds_card("Thresholds that every rule shares", found.shared, found.file),
    )
    show(f'<div class="cards origin">{rule_card.rule_card(found)}{origin.steps_card(found)}</div>')


def _whose(found: Trace) -> str:
    """Whose figure this is, and of what; a school of the city leads to its page."""
    who = link(found.school[1], "school", urn=found.school[0]) if found.school else escape(found.who)
    return f"{who}. {escape(found.what)}."


def _show_cell(snapshot: Snapshot, found: Trace) -> None:
    cell = found.cells[0]
    record, problem = _record_of(snapshot, cell)
    (release,) = snapshot.rows("screen_release")
    show(
        '<div class="cards origin">',
        origin.cell_card(cell, found, record, release),
        origin.record_card(record, cell, problem),
        "</div>",
    )


def _record_of(snapshot: Snapshot, cell: Cell) -> tuple[Record | None, str]:
    """The record of a cell, or why it cannot be shown. What came packed is kept as it came."""
    came = snapshot.rows("source_file", columns=["container", "member"], sha256=str(cell.file.sha256))
    container, member = came[0] if came else (None, None)
    path = load_settings().inbox / str(container or cell.file.sha256)
    try:
        return read_record(path, cell.file.encoding, cell.row, cell.column, member), ""
    except RecordError as error:
        return None, str(error)


def _not_found(snapshot: Snapshot) -> None:
    page_header(
        "No such figure in this release",
        "The address names no figure that is published.",
        [("City", ""), (CRUMB, None)],
        snapshot,
    )
    show(
        card(
            "How to get here",
            "<p>Choose any figure on a school's page or on the overview: each leads to the cell it was read "
            f"from. {link('Schools', 'schools')} lists the schools, {link('About the data', 'about_data')} "
            "the files.</p>",
        )
    )
