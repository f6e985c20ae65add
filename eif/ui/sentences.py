"""What do the figures say in plain sentences, ready to be copied?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eif.ui.escape import escape
from eif.ui.figures import count, is_text
from eif.ui.shell import card

TITLE = "In sentences"
# How many are in sight.
SEEN = 6


def sentences_card(rows: Sequence[Any]) -> str:
    """Draw the sentences of a school (`screen_sentence`), in their order; nothing without any."""
    if not rows:
        return ""
    first, rest = rows[:SEEN], rows[SEEN:]
    more = (
        f'<details class="more"><summary>{count(len(rest), "more sentence")}</summary>{_list(rest)}</details>'
        if rest
        else ""
    )
    methods = sorted({row.similar_method for row in rows if is_text(row.similar_method)})
    similar = f"Similar schools: {'; '.join(methods)}. " if methods else ""
    return card(TITLE, _list(first) + more, note=f"{similar}The same words stand in the school’s Excel file.")


def _list(rows: Sequence[Any]) -> str:
    lines = "".join(f"<li>{escape(row.sentence)}</li>" for row in rows)
    return f'<ul class="list said">{lines}</ul>'
