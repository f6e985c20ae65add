"""How are rules that answer otherwise than before drawn: school, signal, from, to, and why?"""

from __future__ import annotations

from collections.abc import Sequence

from eif.outputs.warnings import Flip
from eif.outputs.words import LEVEL
from eif.ui.escape import escape
from eif.ui.marks import draw
from eif.ui.shell import card, link

CSS = """
.eif .flips td,.eif .flips th{vertical-align:top;font-size:13.5px}
.eif .flips tbody th{min-width:180px;font-weight:600}
.eif .flips small{display:block;font-weight:400;font-size:12.5px;color:var(--muted)}
.eif .flips .mark{font-size:12.5px}
.eif .flips .why{min-width:280px}
.eif .flips .signal{min-width:230px}
.st-key-warning_filters label p{font-size:12.5px;color:var(--muted)}
.st-key-warning_filters label{min-height:0;margin-bottom:1px}
@media (max-width:1000px){
.st-key-warning_filters [data-testid="stHorizontalBlock"]{flex-wrap:wrap}
.st-key-warning_filters [data-testid="stColumn"]{flex:1 1 30%;min-width:150px}
}
"""
# How many are drawn; the workbook has all.
MOST = 60
HEADS = ("School", "Signal", "From", "To", "Why")


def warning_card(flips: Sequence[Flip], caption: str) -> str:
    """Draw the flips in their order; `caption` is plain text and names the table."""
    lines = "".join(_line(flip) for flip in flips[:MOST])
    heads = "".join(f'<th scope="col">{head}</th>' for head in HEADS)
    note = f"The first {MOST} of {len(flips):,}; the Excel file has all." if len(flips) > MOST else ""
    table = (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(caption)}"><table class="flips">'
        f'<caption class="hidden-text">{escape(caption)}</caption><thead><tr>{heads}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )
    return card("What changed, leading signals first", table, note=note)


def _line(flip: Flip) -> str:
    name = link(flip.name, "school", urn=flip.urn)
    ladder = link("Evidence", "school", label=f"Evidence: {flip.name}, {flip.area_title}", urn=flip.urn,
                  area=flip.area)  # fmt: skip
    where = ", ".join((flip.phase, *flip.districts))
    return (
        f'<tr><th scope="row">{name}<small>{escape(where)}</small></th>'
        f'<td class="signal">{escape(flip.rule)}<small>{escape(flip.area_title)}</small></td>'
        f"<td>{draw(LEVEL[flip.before])}</td><td>{draw(LEVEL[flip.after])}</td>"
        f'<td class="why">{escape(flip.why)} {ladder}</td></tr>'
    )
