"""Which pages does one school have? The strip above each of them leads to the others."""

from __future__ import annotations

from eif.ui.escape import escape
from eif.ui.shell import link

CSS = """
.eif nav.tabs{display:flex;flex-wrap:wrap;gap:2px 4px;border-bottom:1px solid var(--line)}
.eif nav.tabs a{padding:6px 12px;text-decoration:none;border-bottom:3px solid transparent;min-height:24px}
.eif nav.tabs a:hover{text-decoration:underline}
.eif nav.tabs a[aria-current]{color:var(--ink);font-weight:700;border-bottom-color:var(--link)}
"""
# Page and words, in the order of a visit: what is known, what was concluded, what is done about it.
TABS = {
    "school": "Data",
    "school_judgements": "Judgements",
    "school_plan": "Plan",
    "school_visits": "Visits",
    "school_contacts": "Contacts",
    "school_ladder": "Ladder",
    "school_changes": "What changed",
    "school_history": "History",
}


def tabs(page: str, urn: str, name: str) -> str:
    """Draw the strip; `page` is the one it stands on, `name` the school's."""
    links = "".join(
        link(words, to, urn=urn).replace(
            "<a ",
            '<a aria-current="page" ',
            int(to == page),
        )
        for to, words in TABS.items()
    )
    return f'<nav class="tabs" aria-label="Pages of {escape(name)}">{links}</nav>'
