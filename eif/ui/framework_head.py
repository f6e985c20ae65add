"""Which parts does the framework page have, and where among them is one?"""

from __future__ import annotations

from eif.snapshot import Snapshot
from eif.ui.escape import escape
from eif.ui.shell import link, page_header, show

VIEWS = {"": "Rules and thresholds", "simulator": "Threshold simulator", "versions": "Versions"}


def head(title: str, subtitle: str, view: str, snapshot: Snapshot) -> None:
    """Show the top of one part of the page, and the way to the others; texts are plain."""
    inside: list[tuple[str, str | None]] = (
        [("Framework", "framework"), (VIEWS[view], None)] if view else [("Framework", None)]
    )
    page_header(title, subtitle, [("City", ""), *inside], snapshot)
    drawn = "".join(
        f'<b aria-current="page">{escape(words)}</b>'
        if part == view
        else link(words, "framework", view=part or None)
        for part, words in VIEWS.items()
    )
    show(f'<nav class="views" aria-label="Parts of this page">{drawn}</nav>')
