"""What was loaded here, when and by whom, and which releases can be gone back to?"""

from __future__ import annotations

from collections.abc import Sequence

from eif.ui.escape import escape
from eif.ui.figures import NONE, count, day, moment
from eif.ui.shell import card
from eif.ui.tables import table, under
from eif.warehouse import Release
from eif.warehouse.journal import Entry

CSS = """
.eif .journal td,.eif .journal th{vertical-align:top;font-size:13.5px}
.eif .journal .why{display:block;font-weight:400;font-size:12.5px;line-height:1.35;color:var(--muted)}
.eif .journal summary{cursor:pointer;color:var(--link);min-height:24px}
"""
MOST = 60


def journal_card(entries: Sequence[Entry]) -> str:
    """Draw every load, draft, rebuild and rollback, newest first."""
    if not entries:
        return card("Loads", "<p>Nothing has been loaded since this journal began.</p>")
    lines = "".join(_entry_row(entry) for entry in entries[:MOST])
    more = f" The {MOST} newest are shown." if len(entries) > MOST else ""
    heads = ["When", "What", "Outcome", "Files", "Words"]
    return card(
        f"Loads: {count(len(entries), 'entry', 'entries')}",
        table("Loads, drafts and rollbacks, newest first", heads, lines, css="journal"),
        note=f"Times are UTC. The journal is only ever added to.{more}",
    )


def _entry_row(entry: Entry) -> str:
    by = f"{entry.by}{f', approved by {entry.approved_by}' if entry.approved_by else ''}"
    release = under(f"release {entry.release}") if entry.release else ""
    return (
        f'<tr><th scope="row" class="nowrap">{moment(entry.began_at)}</th>'
        f"<td>{escape(entry.what)}{under(f'by {by}')}</td>"
        f"<td>{escape(entry.outcome)}{release}</td><td>{_files(entry)}</td><td>{_words(entry)}</td></tr>"
    )


def _files(entry: Entry) -> str:
    if not entry.files:
        return NONE
    lines = "".join(
        f"<li>{escape(file.name)}: {escape(file.state)}"
        f"{f', {file.rows:,} rows, {file.cells:,} cells' if file.cells else ''}</li>"
        for file in entry.files
    )
    return (
        f"<details><summary>{count(len(entry.files), 'file')}</summary>"
        f'<ul class="plain">{lines}</ul></details>'
    )


def _words(entry: Entry) -> str:
    said = []
    if entry.problem:
        said.append(escape(entry.problem))
    if entry.warnings:
        accepted = "".join(f"<li>{escape(warning)}</li>" for warning in entry.warnings)
        said.append(
            f"<details><summary>{count(len(entry.warnings), 'warning')} accepted</summary>"
            f'<ul class="plain">{accepted}</ul></details>'
        )
    if entry.reason:
        said.append(f"Accepted because: {escape(entry.reason)}")
    return "<br>".join(said) or NONE


def releases_card(releases: Sequence[Release], served: str = "Served now") -> str:
    """Draw the releases that are kept; the one being served is marked in the words `served`."""
    lines = "".join(
        f'<tr><th scope="row">{escape(release.name)}</th>'
        f"<td>{f'<b>{served}</b>' if release.is_current else 'Kept'}</td>"
        f'<td class="nowrap">{moment(release.published_at)}</td><td>{day(release.as_at)}</td>'
        f'<td class="n">{release.extracts:,}</td><td class="n">{release.bytes / 1e6:,.1f} MB</td>'
        f"<td>{'demonstration' if release.demo else 'official'}</td></tr>"
        for release in releases
    )
    heads = ["Release", "State", "Published (UTC)", "As at", "Files #", "Size #", "Data"]
    return card(
        "Releases",
        table("Releases that are kept, newest first", heads, lines),
        note="A release never changes. Going back serves an earlier one from the next click on; nothing "
        "is lost.",
    )
