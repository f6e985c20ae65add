"""What was this school before, what became of it, and whose results are shown with its own?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eif.ui.escape import escape
from eif.ui.figures import day, is_known, is_text
from eif.ui.shell import card, link

CSS = """
.eif .history{display:grid;grid-template-columns:auto 1fr;gap:4px 12px;margin:0;font-size:14px}
.eif .history dt{color:var(--muted);margin:0;white-space:nowrap;font-variant-numeric:tabular-nums}
.eif .history dd{margin:0}
"""
UNDATED = "no date given"


def history_card(school: Any, events: Sequence[Any]) -> str:
    """Draw what happened, newest first; empty where nothing is known.

    `school` is a row of `screen_school`, `events` those of its whole identity from `screen_school_event`.
    """
    # One URN replacing another of the same school is told once, by the newer of the two.
    told = [event for event in events if not (event.event == "became" and _is_own(school, event))]
    if not told:
        return ""
    lines = "".join(f"<dt>{_day(event)}</dt><dd>{_words(school, event)}</dd>" for event in told)
    earlier = any(event.event == "replaced" and _is_own(school, event) for event in told)
    note = (
        "One school under several URNs: earlier figures are shown with its own and marked; they stay under "
        "the URN they were published for."
        if earlier and school.listed
        else "A merged, amalgamated or split school is a school of its own: its figures are not joined."
        if any(is_text(event.other_urn) for event in told)
        else ""
    )
    return card("History", f'<dl class="history">{lines}</dl>', note=note)


def _is_own(school: Any, event: Any) -> bool:
    return bool(event.other_school_id == school.school_id)


def _day(event: Any) -> str:
    return day(event.day) if is_known(event.day) else f'<span class="small">{UNDATED}</span>'


def _words(school: Any, event: Any) -> str:
    """The event, with a way to the other school where it has a page, and the URN it happened to."""
    said = link(event.words, "school", urn=event.other_urn) if event.other_is_home else escape(event.words)
    under = f' <span class="small muted">URN {escape(event.urn)}</span>' if event.urn != school.urn else ""
    return f"{said}{under}"
