"""What do the school, the council, the adviser and the data say of each area, side by side?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eif.casework.words import REASONS, VALIDATED
from eif.ui.escape import escape
from eif.ui.figures import day
from eif.ui.marks import category_mark
from eif.ui.shell import anchor, card
from eif.ui.tables import table

CSS = """
.eif .judged td{vertical-align:top;min-width:118px}
.eif .judged small{display:block;color:var(--muted);font-size:12.5px;line-height:1.35;margin-top:3px}
.eif .judged tr.whole th,.eif .judged tr.whole td{background:#f4f7fa}
"""
VIEWS = {
    "self_evaluation": "School says",
    "la_validation": "Council validates",
    "sia_judgement": "Adviser judges",
    "agreed": "Agreed",
}


def views_card(
    titles: Mapping[str, str], indicated: Mapping[str, str], rows: Mapping[tuple[str, str], Any], urn: str
) -> str:
    """Draw one line for the school and each area. `indicated` is HTML by area; `rows` by area and kind."""
    lines = "".join(_line(area, title, indicated.get(area, ""), rows, urn) for area, title in titles.items())
    heads = ["Area", "Data indicate", *VIEWS.values()]
    note = "Data suggest, people decide: what is agreed stands beside what the data indicate."
    return card("Who says what", table("Judgements by area", heads, lines, css="judged"), note=note)


def _line(area: str, title: str, indicated: str, rows: Mapping[tuple[str, str], Any], urn: str) -> str:
    whole = area == "overall"
    name = escape(title) if whole else anchor(escape(title), "school", urn=urn, area=area)
    cells = "".join(f"<td>{_view(rows.get((area, kind)))}</td>" for kind in VIEWS)
    css = ' class="whole"' if whole else ""
    return f'<tr{css}><th scope="row">{name}</th><td>{indicated}</td>{cells}</tr>'


def _view(row: Any | None) -> str:
    if row is None or row.day is None:
        waits = "<small>A proposal waits</small>" if row is not None else ""
        return f'<span class="muted">–</span>{waits}'
    mark = category_mark(row.category) if row.category else ""
    told = [
        VALIDATED.get(row.validated or ""),
        f"{day(row.day)}, {row.author}" if row.author else day(row.day),
        f"with {row.agreed_with}" if row.agreed_with else None,
        REASONS.get(row.reason_code or ""),
        f"approved by {row.approved_by}" if row.approved_by else None,
        f"review {day(row.review_on)}" if row.review_on else None,
        row.note,
        "A proposal waits" if row.waiting_id else None,
    ]
    return mark + "".join(f"<small>{escape(words)}</small>" for words in told if words)


def proposal(row: Any, title: str) -> str:
    """Draw what is proposed, by whom, and why it needs a second person."""
    return (
        f"<h2>{escape(title)}: {category_mark(row.waiting_category)} is proposed</h2>"
        f"<p>{escape(row.proposed_by)} proposes it. A second person decides, because "
        f"{escape(row.why_second)}.</p>"
        f"<p>{escape(row.waiting_note)}</p>"
    )
