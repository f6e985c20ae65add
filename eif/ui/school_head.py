"""What stands above every page of a school's casework: its name, and the way to its other pages."""

from __future__ import annotations

from typing import Any

import streamlit as st

from eif.snapshot import Snapshot
from eif.ui import school_cards, school_tabs
from eif.ui.escape import escape
from eif.ui.shell import header_html, link, page_header, show


def school_header(snapshot: Snapshot, page: str, finding: str, below: str = "") -> Any | None:
    """Draw the head of a school's page and return its row of `screen_school`; None for no such school.

    `page` is one of `school_tabs.TABS`, `finding` the message of the page and `below` the line under it, both
    plain text with `{name}` where the school's name goes.
    """
    st.html(f"<style>{school_tabs.CSS}{school_cards.CSS}</style>")
    urn = st.query_params.get("urn", "").strip()
    school = next(iter(snapshot.rows("screen_school", urn=urn)), None)
    crumbs: list[tuple[str, str | None]] = [("City", ""), ("Schools", "schools")]
    if school is None:
        page_header("Choose a school", "Find it by name or URN first.", [*crumbs, ("School", None)], snapshot)
        show(f'<div class="notice"><p>Go to {link("all schools", "schools")} and open one.</p></div>')
        return None
    words = school_tabs.TABS[page]
    # Put in as it is: what a message quotes from data may hold braces of its own.
    title = escape(finding.replace("{name}", school.name))
    trail = [*crumbs, (school.name, None), (words, None)]
    header_html(title, f"{school_cards.identity_line(school)}<p>{escape(below)}</p>", trail, snapshot)
    show(school_tabs.tabs(page, school.urn, school.name))
    return school
