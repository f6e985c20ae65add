"""As at which day is somebody looking?

The address says it (`?at=2026-03-03`, to the end of that day in London) and every link carries it, like the
person. Without it, and for today itself, pages show what is known now.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import streamlit as st

from eif.casework.office import open_store
from eif.casework.year import day_words, end_of_day, local_day
from eif.config import load_settings
from eif.outputs.looking_back import looking_back
from eif.snapshot import NoReleaseError, Snapshot, open_snapshot
from eif.ui.escape import escape
from eif.warehouse import current_release

KEY = "at"
# No council has recorded anything in this program before, and nobody types an earlier day but by mistake.
FIRST = date(2000, 1, 1)
_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_REFUSED = "at.refused"


@dataclass(frozen=True)
class Asked:
    """The day asked for, None for now, and why another was asked for in vain."""

    day: date | None
    refused: str = ""


def read_day(text: str | None, today: date) -> Asked:
    """What an address asks for, as at `today` in London."""
    if not text:
        return Asked(None)
    try:
        # Only as links write it; other ways of ISO 8601 are none of the widget's.
        day = date.fromisoformat(text) if _WRITTEN.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        shown = text if len(text) <= 20 else f"{text[:20]}…"
        return Asked(None, f"“{shown}” is no day such as 2026-03-03, so today is shown.")
    if day > today:
        return Asked(None, f"{day_words(day)} has not come yet, so today is shown.")
    if day < FIRST:
        return Asked(None, f"Days before {day_words(FIRST)} cannot be looked at, so today is shown.")
    return Asked(None if day == today else day)


def asked_day() -> Asked:
    """The day chosen in the side bar, else the one in the address."""
    today = _today()
    if KEY in st.session_state:
        chosen = st.session_state[KEY]
        day = chosen if isinstance(chosen, date) and chosen < today else None
        return Asked(day, "" if day else st.session_state.get(_REFUSED, ""))
    return read_day(st.query_params.get(KEY), today)


def offer_day() -> None:
    """Draw the choice of day in the side bar; the front door does, so that it stays from page to page."""
    if current_release(load_settings()) is None:
        return  # The page says so.
    today = _today()
    # An address that asks in vain is taken back by the widget, so what is wrong with it is kept first.
    st.session_state[_REFUSED] = read_day(st.query_params.get(KEY), today).refused
    with st.sidebar, st.container(key="as-at"):
        st.date_input(
            "As at (empty: today)",
            value=None,
            min_value=FIRST,
            max_value=today,
            format="DD/MM/YYYY",
            key=KEY,
            bind="query-params",
        )


def snapshot_asked() -> Snapshot:
    """What was known at the day asked for. Raises what `open_snapshot` does."""
    day = asked_day().day
    return open_snapshot(load_settings(), end_of_day(day) if day else None)


def notice(snapshot: Snapshot, now: str) -> str:
    """Draw the line above a page of the past, or why a day was asked for in vain; empty for a plain today.

    `now` is the address of the same page as it is today.
    """
    if snapshot.is_past:
        return (
            '<div class="past" role="status"><span aria-hidden="true">◀</span><p>'
            f"<b>{escape(looking_back(snapshot))}</b> {escape(snapshot.note)} "
            f"Nothing can be recorded here. {_back(now)}</p></div>"
        )
    refused = asked_day().refused
    return f'<p class="notice" role="alert">{escape(refused)}</p>' if refused else ""


def _back(now: str) -> str:
    return f'<a href="{now.replace("&", "&amp;")}" target="_self">Back to today</a>'


def cannot_be_shown(problem: NoReleaseError, now: str) -> str:
    """Say why there is nothing to show, with the way back where a day of the past was asked for."""
    day = asked_day().day
    if day is None:
        return f"<h1>No figures can be shown yet</h1><p class='notice'>{escape(problem)}</p>"
    return (
        f"<h1>No figures can be shown as at {day_words(day)}</h1>"
        f"<p class='notice'>{escape(problem)} {_back(now)}</p>"
    )


def _today() -> date:
    return local_day(open_store(load_settings()).now())
