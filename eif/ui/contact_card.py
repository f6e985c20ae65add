"""How are the contacts about a school drawn: with whom, what was said, what is to follow?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eif.casework.contacts import KINDS, OFFERS
from eif.outputs import contacts as said
from eif.outputs.plan_said import day
from eif.ui.escape import escape
from eif.ui.shell import card
from eif.ui.tables import table

CSS = """
.eif .contacts td,.eif .contacts th{vertical-align:top}
.eif .contacts tbody th{white-space:nowrap;width:1%}
.eif .contacts small{display:block;color:var(--muted);font-size:12.5px;line-height:1.35;margin-top:3px}
.eif .contacts td{min-width:120px}
.eif ul.offer li>:first-child{white-space:normal!important}
@media (max-width:768px){
.eif .contacts thead{display:none}
.eif .contacts tr,.eif .contacts :is(th,td){display:block;border:0;padding:3px 0;width:auto!important}
.eif .contacts tr{border-bottom:1px solid var(--line);padding:6px 0}
}
.eif .contacts .late{color:#9c0c1a;font-weight:600}
"""


def contacts_card(rows: Sequence[Any]) -> str:
    """Every contact, the newest first."""
    if not rows:
        return card("Contacts", "<p>No contact with a service is recorded yet.</p>")
    heads = ["Day", "With", "What was said or done", "Next step"]
    body = table("Contacts, newest first", heads, "".join(map(_line, rows)), css="contacts")
    return card("Contacts", body)


def offer_card(rows: Sequence[Any], year: str) -> str:
    """What of the universal offer was taken up this academic year, and what was not."""
    lines = "".join(
        f"<li><span>{escape(OFFERS[name])}</span><span>{_when(on)}</span></li>"
        for name, on in said.taken_up(rows).items()
    )
    note = "Offered to every school, whatever its category (framework pages 12 and 13)."
    return card(f"Universal offer in {year}", f'<ul class="list offer">{lines}</ul>', note=note)


def _when(on: Any) -> str:
    return f"▲ {day(on)}" if on else '<span class="muted">– not taken up</span>'


def _line(row: Any) -> str:
    words = escape(said.step(row))
    if row.is_late:
        words = f'<span class="late">▼ {words}</span>'
    return (
        f'<tr><th scope="row">{day(row.on_day)}<small>{escape(row.saved_by)}</small></th>'
        f"<td>{escape(said.service(row))}<small>{escape(KINDS[row.kind])}</small></td>"
        f"<td>{escape(row.note)}</td><td>{words or '<span class=muted>–</span>'}</td></tr>"
    )
