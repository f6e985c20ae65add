"""What would another version of the framework change, and how does one come and go as a workbook?"""

from __future__ import annotations

from typing import Any

import streamlit as st

from eif.config import load_settings
from eif.framework import FOLDER, Framework, FrameworkError, check_framework, read_framework
from eif.framework.versions import KeptVersion, cell_text, kept_versions, save_draft
from eif.framework.workbook import MOST_BYTES, WorkbookError, read_workbook
from eif.outputs.framework_book import HOW, write_framework_book
from eif.outputs.moves_book import write_moves
from eif.simulate import Change, changes_between, readable, try_framework
from eif.snapshot import Snapshot
from eif.ui import moved
from eif.ui.choice import choose
from eif.ui.escape import escape
from eif.ui.figures import count
from eif.ui.framework_head import head
from eif.ui.shell import card, show
from eif.ui.tables import table

VIEW = "versions"
GIVEN = "given"
MOST_CHANGES = 80
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def versions(snapshot: Snapshot) -> None:
    """Draw the version in force, the one compared with it, and the ways in and out."""
    header = st.container()
    settings = load_settings()
    kept = kept_versions([FOLDER, settings.frameworks])
    others = {each.version: f"{each.version}: {each.title}" for each in kept if _is_other(each, snapshot)}
    with st.container(key="version_tools"):
        places = st.columns([40, 34, 26], gap="small", vertical_alignment="bottom")
        with places[0]:
            file = st.file_uploader("Compare a workbook", type=["xlsx"], max_upload_size=MOST_BYTES // 10**6)
        options = ({GIVEN: "The workbook given"} if file else {}) | others
        with places[1]:
            name = choose("Compare with", "draft", options, next(iter(options))) if options else ""
        with places[2 if options else 1]:
            st.download_button(
                f"Download {snapshot.framework} (Excel)",
                data=lambda: write_framework_book(snapshot.rules),
                file_name=f"framework-{snapshot.framework}.xlsx",
                mime=_XLSX,
                on_click="ignore",
            )
    try:
        draft = _draft(name, file, kept, snapshot)
    except FrameworkError as error:
        with header:
            head("This version cannot be used", "Nothing was kept.", VIEW, snapshot)
        show(_faults(error))
        return
    if draft is None:
        with header:
            head(
                "There is no other version to compare with",
                f"{snapshot.framework} is in force. Download it, change it in Excel and give it here.",
                VIEW,
                snapshot,
            )
        show(_steps(), _faults_of(kept))
        return
    found, changes = try_framework(snapshot, draft), changes_between(snapshot.rules, draft)
    with header:
        head(
            f"{draft.about[0]} would move {count(len(found.schools), 'school')}",
            f"{count(len(changes), 'difference')} from {snapshot.framework}, which is in force. "
            f"{moved.signed(found.days_after - found.days_before).capitalize()} in adviser days needed.",
            VIEW,
            snapshot,
        )
    if name == GIVEN:
        _keep(draft, kept)
    show(
        moved.category_tiles(found),
        f'<div class="under">{moved.effect(found, settings.adviser_days)}</div>',
        change_table(changes),
        moved.movers(found),
        _faults_of(kept),
    )
    if found.schools:
        st.download_button(
            "Download the schools that move (Excel)",
            data=lambda: write_moves(found, f"Schools that {draft.about[0]} moves", [draft.about[1]]),
            file_name=f"schools-that-{draft.about[0]}-moves.xlsx",
            mime=_XLSX,
            on_click="ignore",
        )


def _steps() -> str:
    """Draw how a version is changed: the steps of the workbook's own guide."""
    items = "".join(f"<li>{escape(text)}</li>" for _, text in HOW)
    return card("How a new version is made", f'<ol class="plain">{items}</ol>')


def _is_other(each: KeptVersion, snapshot: Snapshot) -> bool:
    return each.version != snapshot.framework and not each.fault


def _draft(name: str, file: Any, kept: tuple[KeptVersion, ...], snapshot: Snapshot) -> Framework | None:
    if name == GIVEN:
        return read_workbook(file.getvalue(), *readable(snapshot))
    for each in kept:
        if each.version == name:
            draft = read_framework(each.path)
            check_framework(draft)
            return draft
    return None


def _keep(draft: Framework, kept: tuple[KeptVersion, ...]) -> None:
    """Offer to keep the workbook's version as a draft of this installation."""
    if st.button(f"Keep {draft.about[0]} as a draft"):
        try:
            save_draft(draft, load_settings().frameworks, kept)
        except WorkbookError as error:
            show(_faults(error))
            return
        show(
            f'<p class="notice" role="status">{escape(draft.about[0])} is kept as a draft. It is in force '
            "only when eif.toml names it.</p>"
        )


def _faults(error: FrameworkError) -> str:
    told = [str(fault) for fault in error.faults] if isinstance(error, WorkbookError) else [str(error)]
    items = "".join(f"<li>{escape(text)}</li>" for text in told)
    first = "<p><b>Put this right and give it again.</b></p>"
    return f'<div class="notice" role="status">{first}<ul>{items}</ul></div>'


def _faults_of(kept: tuple[KeptVersion, ...]) -> str:
    broken = [each for each in kept if each.fault]
    items = "".join(f"<li>{escape(each.version)}: {escape(each.fault)}</li>" for each in broken)
    return card("Versions that cannot be used", f'<ul class="plain">{items}</ul>') if broken else ""


def change_table(changes: tuple[Change, ...]) -> str:
    """Draw every cell and row in which the draft differs from the version in force."""
    if not changes:
        return card("What differs", '<p class="muted">Not a cell.</p>')
    lines = "".join(map(_change, changes[:MOST_CHANGES]))
    rest = len(changes) - MOST_CHANGES
    note = f"And {count(rest, 'difference')} more." if rest > 0 else ""
    drawn = table("What differs", ["Table", "Row", "Column", "In force", "Draft"], lines, css="rules")
    return card("What differs", drawn, note=note)


def _change(change: Change) -> str:
    row = ", ".join(str(part) for part in change.key if part is not None)
    if change.column is None:
        column = "whole row"
        before, after = ("there", "gone") if change.before else ("–", "new")
    else:
        column, before, after = change.column, cell_text(change.before), cell_text(change.after)
    texts = (row, column, before or "empty", after or "empty")
    cells = "".join(f"<td>{escape(text)}</td>" for text in texts)
    return f'<tr><th scope="row">{escape(change.file.removesuffix(".csv"))}</th>{cells}</tr>'
