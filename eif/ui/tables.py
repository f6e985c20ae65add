"""How is a plain table drawn, so that it can be scrolled by keyboard and read aloud?"""

from __future__ import annotations

from collections.abc import Sequence

from eif.ui.escape import escape

# A column's heading; one of numbers ends in NUMBER and is set to the right.
NUMBER = " #"


def table(caption: str, heads: Sequence[str], lines: str, *, css: str = "", region: str = "scroll") -> str:
    """Draw rows (`lines`, HTML already) under `heads`, in a region that scrolls; `caption` names both."""
    drawn = "".join(_head(head) for head in heads)
    named = f' class="{css}"' if css else ""
    return (
        f'<div class="{region}" role="region" tabindex="0" aria-label="{escape(caption)}, scrolls">'
        f'<table{named}><caption class="hidden-text">{escape(caption)}</caption>'
        f"<thead><tr>{drawn}</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def _head(head: str) -> str:
    css = ' class="n"' if head.endswith(NUMBER) else ""
    return f'<th scope="col"{css}>{escape(head.removesuffix(NUMBER))}</th>'


def under(words: object) -> str:
    """Draw a second, smaller line in a cell; nothing for nothing."""
    return f'<span class="why">{escape(words)}</span>' if words else ""
