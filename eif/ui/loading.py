"""How are files uploaded, looked at and published?

Two steps, each with its own address: choose files, which makes a draft; then the draft, which says how far
its preparing has come and, once it is ready, what is in it and what publishing would change.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import IO

import streamlit as st

from eif import drafts
from eif.config import ConfigError, Settings, load_settings
from eif.drafts import Draft
from eif.serve import require_loopback
from eif.ui.draft_cards import checks_card, effect_cards, files_card
from eif.ui.escape import escape
from eif.ui.figures import count, moment
from eif.ui.shell import card, link, show
from eif.warehouse import ReleaseError
from eif.warehouse.journal import begin

CSS = """
.st-key-upload,.st-key-decide{background:#fff;border:1px solid var(--line);border-radius:8px}
.st-key-upload,.st-key-decide{padding:13px 15px}
.eif .working{display:flex;gap:10px;align-items:baseline}
"""
NO_YEAR = "Files say their own year"
OLDEST_YEAR = 2010
POLL_SECONDS = 1.0
MEGABYTES = drafts.MOST_BYTES // 1024**2


def show_loading() -> str:
    """Show the draft that the address names, else the form that makes one and the drafts that wait.

    Returns the title: how far the draft has come, or how many wait.
    """
    settings = load_settings()
    if not is_local():
        show(
            card(
                "Files cannot be uploaded here",
                "<p>This app can be reached from other machines and has no sign-in, so nobody may change "
                "anything through it.</p>",
            )
        )
        return "Files cannot be uploaded here"
    asked = st.query_params.get("draft")
    if not asked:
        _upload(settings)
        waiting = _waiting(settings)
        return f"Load files: {count(waiting, 'draft waits', 'drafts wait')}" if waiting else "Load files"
    try:
        draft = drafts.read(settings, asked)
    except ReleaseError as error:
        return _say_done(str(error))
    return _show_draft(settings, draft)


def is_local() -> bool:
    """Without sign-in, only the person at this machine may change anything."""
    try:
        require_loopback(str(st.get_option("server.address") or ""))
    except ConfigError:
        return False
    return True


def _say_done(words: str) -> str:
    """Say what became of a draft that is no longer there."""
    done = st.session_state.pop("draft_done", None)
    show(
        f'<p class="notice" role="status">{escape(done or words)}</p>',
        f"<p>{link('Load more files', 'data')} or see {link('all loads', 'data', view='history')}.</p>",
    )
    return "This draft is decided"


# ---- choosing files


def _years() -> list[str]:
    last = datetime.now(UTC).year
    return [NO_YEAR, *(f"{year}/{(year + 1) % 100:02d}" for year in range(last, OLDEST_YEAR - 1, -1))]


def _upload(settings: Settings) -> None:
    with st.container(key="upload"):
        show("<h2>Load files</h2>")
        left, right = st.columns([3, 2], gap="medium")
        with left:
            files = st.file_uploader(
                "Official extracts or the council's own workbooks, as they were published",
                accept_multiple_files=True,
                key="upload_files",
                help=f"Up to {MEGABYTES} MB each; larger files with the command line.",
            )
        with right:
            by = st.text_input("Your name and role", key="upload_by", max_chars=80)
            year = st.selectbox("Year of files that do not say theirs", _years(), key="upload_year")
        st.caption("There is no sign-in yet: the name you type is kept as you type it.")
        asked = st.button("Check these files", key="upload_go", type="primary")
    if not asked:
        return
    if not by.strip() or not files:
        st.error("Choose at least one file and say who you are.")
        return
    try:
        draft_id = _begin(settings, by.strip(), files, "" if year == NO_YEAR else year)
    except (ReleaseError, OSError) as error:
        st.error(escape(error))
        return
    st.query_params["draft"] = draft_id
    st.rerun()


def _begin(settings: Settings, by: str, files: Sequence[IO[bytes]], year: str) -> str:
    """Keep the files as a draft and start preparing it."""
    entry = begin(settings, "draft", by, outcome="waiting")
    try:
        draft = drafts.create(settings, by, [(file.name, file) for file in files], year=year, entry=entry.id)
        drafts.start(settings, draft.id)
    except (ReleaseError, OSError) as error:
        entry.note(outcome="refused", problem=str(error))
        raise
    return draft.id


def _waiting(settings: Settings) -> int:
    """List the drafts that nobody has decided yet; how many they are."""
    waiting = drafts.list_drafts(settings)
    if not waiting:
        return 0
    lines = "".join(
        f"<li>{link(_name(draft), 'data', draft=draft.id)}"
        f'<span class="small muted">{drafts.state_of(settings, draft)}</span></li>'
        for draft in waiting
    )
    show(card(f"{count(len(waiting), 'draft')} not decided yet", f'<ul class="list">{lines}</ul>'))
    return len(waiting)


def _name(draft: Draft) -> str:
    return f"{count(len(draft.files), 'file')}, uploaded {moment(draft.created_at)} UTC by {draft.by}"


# ---- one draft


def _show_draft(settings: Settings, draft: Draft) -> str:
    """Show a draft as far as it has come; returns the title."""
    files = count(len(draft.files), "file")
    state = drafts.state_of(settings, draft)
    about = _name(draft)
    if state in ("uploaded", "preparing"):
        _follow(draft.id, about)
        return f"{files} being checked"
    if state in ("interrupted", "failed"):
        _say_stopped(settings, draft, state, about)
        return f"{files} could not be prepared"
    result = drafts.read_result(drafts.folder_of(settings, draft.id))
    show(f'<p class="muted">{escape(about)}. {link("All drafts", "data")}</p>')
    if state == "refused":
        show(
            '<p class="notice" role="status"><b>Nothing of this can be published.</b> What is published now '
            "is still served.</p>",
            files_card(result),
            checks_card(result) if result.checks else "",
        )
        _another_year(settings, draft)
        _decide(settings, draft, warnings=0, can_publish=False)
        return f"{files}: nothing can be published"
    show(effect_cards(result), files_card(result), checks_card(result))
    _findings(settings, draft, [found.name for found in result.files])
    if drafts.is_overtaken(settings, draft):
        show(
            '<p class="notice" role="alert"><b>Another release was published since this was prepared.</b> '
            "What is said above may no longer be true: prepare it again.</p>"
        )
        if st.button("Prepare again", key="again", type="primary"):
            _again(settings, draft)
        _decide(settings, draft, warnings=0, can_publish=False)
        return f"{files}: overtaken by another release"
    if any(found.state == "refused" for found in result.files):
        _another_year(settings, draft)
    warnings = len(result.of("WARNING"))
    _decide(settings, draft, warnings=warnings, can_publish=True)
    look = f", {count(warnings, 'warning')} to look at" if warnings else ""
    return f"{files} ready to publish{look}"


@st.fragment(run_every=POLL_SECONDS)
def _follow(draft_id: str, about: str) -> None:
    """Say how far preparing has come, once a second; when it ends, show the whole page again."""
    settings = load_settings()
    draft = drafts.read(settings, draft_id)
    if drafts.state_of(settings, draft) not in ("uploaded", "preparing"):
        st.rerun()
    words = drafts.progress_of(settings, draft_id) or "Starting"
    show(
        card(
            "Preparing",
            f'<div role="status" aria-live="polite" class="working"><b>{escape(words)}</b></div>'
            f'<p class="muted">{escape(about)}. You can leave this page and come back: what is published now '
            "is served all the while.</p>",
        )
    )


def _say_stopped(settings: Settings, draft: Draft, state: str, about: str) -> None:
    """Say that preparing did not come to an end, and offer to begin again."""
    what = (
        "Preparing stopped before it had finished: its process ended."
        if state == "interrupted"
        else f"Preparing failed. {draft.problem}"
    )
    show(
        f'<p class="notice" role="alert"><b>{escape(what)}</b> What was published before is still '
        "served.</p>",
        f'<p class="muted">{escape(about)}. {link("All drafts", "data")}</p>',
    )
    with st.container(horizontal=True):
        if st.button("Prepare again", key="again", type="primary"):
            _again(settings, draft)
        if st.button("Discard", key="discard"):
            _discard(settings, draft, draft.by)


def _findings(settings: Settings, draft: Draft, names: list[str]) -> None:
    """Offer every row that was set aside or found, with its reason, as a workbook."""

    def workbook() -> bytes:
        return drafts.findings_workbook(settings, draft.id, names)

    st.download_button(
        "Rows set aside and findings (Excel)",
        data=workbook,
        file_name=f"findings-{draft.id}.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="findings",
        on_click="ignore",
    )


def _another_year(settings: Settings, draft: Draft) -> None:
    """Offer to prepare the draft again for another year, for files that do not say theirs."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        year = st.selectbox("Year of files that do not say theirs", _years(), key="draft_year")
        if st.button("Prepare again with this year", key="again_year"):
            _again(settings, drafts.for_year(draft, "" if year == NO_YEAR else year))


def _again(settings: Settings, draft: Draft) -> None:
    try:
        drafts.restart(settings, draft)
    except ReleaseError as error:
        st.error(escape(error))
        return
    st.rerun()


def _decide(settings: Settings, draft: Draft, *, warnings: int, can_publish: bool) -> None:
    """Ask for the words that are needed, then publish or discard."""
    with st.container(key="decide"):
        show(f"<h2>{'Publish or discard' if can_publish else 'Discard'}</h2>")
        by = st.text_input("Your name and role", value=draft.by, key="decide_by", max_chars=80)
        reason = approver = ""
        if can_publish:
            reason = st.text_area(
                f"Why {count(warnings, 'warning')} can be accepted"
                if warnings
                else "A note for the journal, if you like",
                key="decide_reason",
                max_chars=500,
                height=80,
            )
        if can_publish and settings.second_approver:
            approver = st.text_input(
                f"Approved by (somebody other than {escape(draft.by)})", key="decide_approver", max_chars=80
            )
            st.caption("There is no sign-in yet: the second person types their own name here.")
        with st.container(horizontal=True):
            publish = can_publish and st.button("Publish", key="publish", type="primary")
            discard = st.button("Discard", key="discard")
    if publish:
        _publish(settings, draft, by, reason, approver)
    elif discard:
        _discard(settings, draft, by)


def _publish(settings: Settings, draft: Draft, by: str, reason: str, approver: str) -> None:
    try:
        name = drafts.publish_draft(settings, draft.id, by=by, reason=reason, approved_by=approver)
    except (ReleaseError, OSError) as error:
        st.error(escape(error))
        return
    st.session_state.draft_done = f"Published: release {name} is served from the next click on."
    st.rerun()


def _discard(settings: Settings, draft: Draft, by: str) -> None:
    try:
        drafts.discard_draft(settings, draft.id, by=by)
    except (ReleaseError, OSError) as error:
        st.error(escape(error))
        return
    st.session_state.draft_done = "Discarded. Nothing was published."
    st.rerun()
