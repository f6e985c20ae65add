"""How is a priority list drawn: school, what the data and people say, the decision and its rationale?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eif.casework.ladder_rules import STATES
from eif.casework.priority import ON_LIST, UNDECIDED
from eif.outputs.priority import REASON_WORDS, WAITING
from eif.outputs.words import CATEGORY, Mark
from eif.ui.escape import escape
from eif.ui.figures import day
from eif.ui.marks import category_mark, draw
from eif.ui.shell import card, form_link, link
from eif.ui.tables import table, under

CSS = """
.eif .priority td,.eif .priority th{vertical-align:top;font-size:13.5px}
.eif .priority tbody th{min-width:190px}
.eif .priority .why{display:block;font-weight:400;font-size:12.5px;color:var(--muted)}
.eif .priority .said{min-width:300px}
.eif .priority .decided{min-width:170px}
.eif .priority .mark{font-size:12.5px}
.eif .mark.on{background:#12436d;color:#fff}
.eif .mark.off{background:#fff;color:var(--ink);border-color:#b9c1c8}
.st-key-priority_filters label p{font-size:12.5px;color:var(--muted)}
@media (max-width:900px){
.st-key-priority_filters [data-testid="stHorizontalBlock"]{flex-wrap:wrap}
.st-key-priority_filters [data-testid="stColumn"]{flex:1 1 100%;min-width:200px}
}
"""
MARKS = {
    ON_LIST: Mark("on", "●", "On the list"),
    UNDECIDED: Mark("ne", "?", WAITING),
    "not_priority": Mark("off", "○", "Not on the list"),
}
# How many are drawn; the workbook has all.
MOST = 100
HEADS = ("School", "Decision", "Indicated", "Agreed", "Why")


def list_card(title: str, rows: Sequence[Any], caption: str) -> str:
    """Draw the entries in their order; `caption` is plain text and names the table."""
    note = f"The first {MOST} of {len(rows):,}; the Excel file has all." if len(rows) > MOST else ""
    lines = "".join(_line(row) for row in rows[:MOST])
    return card(title, table(caption, HEADS, lines, css="priority"), note=note)


def _line(row: Any) -> str:
    who = ", ".join((row.phase.capitalize(), row.type_group))
    ladder = f"Ladder: {STATES[row.ladder_state]}" if row.ladder_state else ""
    name = link(row.name, "school_ladder", urn=row.urn)
    do = "Decide" if row.decision == UNDECIDED else "Change"
    label = f"{do} what is decided on {row.name}"
    decide = form_link(do, "priority", list=row.list_id, urn=row.urn, label=label)
    changed = f"changed {day(row.changed_on)}" if row.changed_on else ""
    carried = "carried forward" if row.is_carried else ""
    told = ", ".join(words for words in (REASON_WORDS.get(row.reason), carried, changed) if words)
    return (
        f'<tr><th scope="row">{name}{under(who)}{under(ladder)}</th>'
        f'<td class="decided">{draw(MARKS[row.decision])} {decide}{under(told)}</td>'
        f"<td>{_category(row.indicated)}</td><td>{_category(row.agreed)}</td>"
        f'<td class="said">{escape(row.rationale)}{under(row.evidence)}</td></tr>'
    )


def _category(category: str | None) -> str:
    return category_mark(category) if category in CATEGORY else '<span class="muted">–</span>'
