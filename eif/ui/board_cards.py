"""How are a board's agenda and its decisions drawn?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from eif.casework.boards import BOARDS
from eif.casework.decisions import DECISIONS
from eif.casework.ladder_rules import STATES
from eif.outputs.boards import KINDS
from eif.outputs.words import Mark
from eif.ui.escape import escape
from eif.ui.figures import count, day
from eif.ui.marks import draw
from eif.ui.shell import card, form_link, link
from eif.ui.tables import table, under

CSS = """
.eif nav.boards{display:flex;flex-wrap:wrap;gap:2px 4px;border-bottom:1px solid var(--line)}
.eif nav.boards a{padding:6px 12px;text-decoration:none;border-bottom:3px solid transparent}
.eif nav.boards a[aria-current]{color:var(--ink);font-weight:700;border-bottom-color:var(--link)}
.eif .agenda td,.eif .agenda th{vertical-align:top;font-size:13.5px}
.eif .agenda tbody th{width:26%;min-width:170px}
.eif .agenda .why{display:block;font-weight:400;font-size:12.5px;color:var(--muted)}
.eif .agenda .due{white-space:nowrap;width:220px}
@media (max-width:768px){.eif .agenda{min-width:600px}}
.eif .agenda-kind{margin-top:12px}
.eif details.more>summary{cursor:pointer;color:var(--link);font-size:13.5px;padding:4px 0}
.eif .mark.late{background:#fff;color:#9c0c1a;border-color:#9c0c1a}
.eif .mark.wait{background:#fff;color:var(--ink);border-color:#b9c1c8}
"""
# How many items of a kind are drawn at once; the others are a click away.
AT_ONCE = 8
LATE = Mark("late", "!", "Overdue")
WAITS = Mark("wait", "○", "Open")
DONE = Mark("es", "✓", "Done")
DECIDED = Mark("es", "✓", "Decided")


def board_tabs(board: str, counts: Mapping[str, int]) -> str:
    """Draw the strip of boards, each with how many items are due."""
    links = "".join(
        link(f"{words} ({counts.get(one, 0)})", "boards", board=one).replace(
            "<a ", '<a aria-current="page" ', int(one == board)
        )
        for one, words in BOARDS.items()
    )
    return f'<nav class="boards" aria-label="Boards">{links}</nav>'


def agenda_card(
    title: str,
    items: Sequence[Mapping[str, Any]],
    today: date,
    note: str,
    decided: frozenset[tuple[str, str | None]] = frozenset(),
) -> str:
    """Draw an agenda kind by kind, as it is due or as a meeting kept it.

    `decided` are the items, by title and school, of which the meeting has decided.
    """
    items = [{**item, "decided": (item["title"], item["school_id"]) in decided} for item in items]
    kinds = dict.fromkeys(str(item["kind"]) for item in items)
    drawn = "".join(
        _kind(KINDS.get(kind, "To look at"), [item for item in items if str(item["kind"]) == kind], today)
        for kind in kinds
    )
    return card(title, drawn or '<p class="muted">Nothing is due.</p>', note=note)


def _kind(title: str, items: Sequence[Mapping[str, Any]], today: date) -> str:
    first, rest = items[:AT_ONCE], items[AT_ONCE:]
    more = (
        f'<details class="more"><summary>{count(len(rest), "more item")}</summary>'
        f"{_items(f'{title}, the others', rest, today)}</details>"
        if rest
        else ""
    )
    heading = f'<h3 class="agenda-kind">{escape(title)} ({len(items)})</h3>'
    return f"{heading}{_items(title, first, today)}{more}"


def _items(caption: str, items: Sequence[Mapping[str, Any]], today: date) -> str:
    lines = "".join(_item(item, today) for item in items)
    return table(caption, ["School", "What", "Due"], lines, css="agenda")


def _item(item: Mapping[str, Any], today: date) -> str:
    name = link(item["name"], "school_ladder", urn=item["urn"]) if item["urn"] else "The city"
    due = item["due_on"]
    on = date.fromisoformat(due) if isinstance(due, str) else due
    mark = draw(DECIDED) if item["decided"] else draw(LATE) if on and on < today else ""
    stands = f"Ladder: {STATES[item['ladder_state']]}" if item["ladder_state"] else ""
    return (
        f'<tr><th scope="row">{name}{under(stands)}</th><td>{escape(item["title"])}{under(item["why"])}</td>'
        f'<td class="due">{mark} {escape(day(on)) if on else ""}</td></tr>'
    )


def decisions_card(title: str, rows: Sequence[Any], note: str = "") -> str:
    """Draw decisions, those that wait first."""
    lines = "".join(_decision(row) for row in rows)
    heads = ["School", "Decided", "Who acts, by when", "Outcome"]
    empty = '<p class="muted">Nothing was decided yet.</p>'
    return card(title, table(title, heads, lines, css="agenda") if rows else empty, note=note)


def _decision(row: Any) -> str:
    name = link(row.name, "school_ladder", urn=row.urn) if row.urn else "The city"
    state = LATE if row.is_overdue else WAITS if row.waits else DONE
    acts = f"{escape(row.owner)}{under(f'by {day(row.due_on)}')}" if row.owner else "–"
    came = f"{escape(row.outcome)}{under(day(row.outcome_on))}" if row.outcome else ""
    label = f"Change what was decided on {row.name or 'the city'}: {DECISIONS[row.decision]}"
    door = form_link("Change", "boards", label=label, board=row.board, decision=row.record_id)
    about = f"{day(row.meeting_on)}: {row.item}"
    return (
        f'<tr><th scope="row">{name}</th><td>{escape(DECISIONS[row.decision])}{under(about)}'
        f"{under(row.rationale)}</td><td>{acts}</td><td>{draw(state)} {came} {door}</td></tr>"
    )
