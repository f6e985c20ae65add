"""What do the figures say in plain sentences, ready to be copied?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eif.ui.escape import escape
from eif.ui.shell import card

TITLE = "In sentences"


def sentences_card(rows: Sequence[Any]) -> str:
    """Draw the sentences of a school (`screen_sentence`) in their order; nothing where there are none."""
    if not rows:
        return ""
    lines = "".join(f"<li>{escape(row.sentence)}</li>" for row in rows)
    return card(
        TITLE, f'<ul class="list said">{lines}</ul>', note="The same words stand in the school’s Excel file."
    )
