"""How does a number on a screen lead to its source?

The number itself is the link, so that every figure can be opened by pointer and by keyboard; a faint dotted
line and a title say so without crowding a table.
"""

from __future__ import annotations

from eif.ui.shell import url

TITLE = "Where this figure comes from"
PAGE = "provenance"


def sourced(written: str, **asked: str | None) -> str:
    """Draw a number (`written`, HTML already) as a link to its origin; `asked` names it in the address."""
    address = url(PAGE, **asked).replace("&", "&amp;")
    return f'<a class="src" href="{address}" target="_self" title="{TITLE}">{written}</a>'


def figure_address(row: object, **more: str) -> dict[str, str]:
    """The words that name a figure of an indicator, from a row that has its columns."""
    return {
        "indicator": str(row.indicator),  # type: ignore[attr-defined]
        "group": str(row.pupil_group),  # type: ignore[attr-defined]
        "period": str(row.period),  # type: ignore[attr-defined]
        **more,
    }
