"""What does the council itself know of a school: statuses, dates and counts, by framework area?

Small counts of people are marked, because they must stay within the council. Nothing here is a rating.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from eif.ui.escape import escape
from eif.ui.figures import count
from eif.ui.shell import card

CSS = """
.eif .council td,.eif .council th{vertical-align:top;white-space:normal}
.eif .council th[scope="rowgroup"]{padding-top:10px;font-size:12.5px;color:var(--muted)}
.eif .council .said span{display:inline-block;margin-right:16px}
.eif .council .said b{font-weight:600}
.eif .council .when{white-space:nowrap}
.eif .council small{font-size:11.5px;color:var(--muted)}
.eif .council .old{color:var(--muted);font-style:italic}
.eif .every{columns:330px 2;column-gap:28px;font-size:13.5px}
.eif .every section{break-inside:avoid;margin:0 0 12px}
.eif .every h3{font-size:13.5px;margin:0 0 2px}
.eif .every dl{display:grid;grid-template-columns:1fr auto;gap:1px 10px;margin:0}
.eif .every :is(dt,dd){margin:0;font-size:13.5px}
.eif .every dt{color:var(--muted)}
.eif .every dd{text-align:right}
"""
SMALL = "§"
TITLE = "What the council knows"
NOTHING = "No return of the council holds anything on this school."
_NOTE = (
    f"From the council’s own returns, not rated. {SMALL} Five people or fewer: keep it within the council."
)


def council_card(facts: Sequence[Any], areas: Sequence[Any]) -> str:
    """Draw the newest returns of one school, an area after another; one quiet line where there are none.

    `facts` are rows of `screen_fact` of the school, `areas` the framework's, in order.
    """
    if not facts:
        return f'<p class="small muted">{NOTHING}</p>'
    order = {area.area: place for place, area in enumerate(areas)}
    titles = {area.area: area.title for area in areas}
    ordered = sorted(facts, key=lambda row: (order.get(row.area, len(order)), *_record(row), row.item_no))
    groups = "".join(
        _area(titles.get(area, "Context"), list(rows))
        for area, rows in groupby(ordered, lambda row: row.area)
    )
    table = (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{TITLE}"><table class="council">'
        f'<caption class="hidden-text">{TITLE}</caption><thead><tr><th scope="col">Return</th>'
        '<th scope="col">What it says</th><th scope="col">For</th><th scope="col">From</th></tr></thead>'
        f"{groups}</table></div>"
    )
    return card(TITLE, table + _everything(ordered), note=_NOTE)


def _record(row: Any) -> tuple[int, int]:
    return row.dataset_ord, row.source_row


def _area(title: str, rows: Sequence[Any]) -> str:
    lines = "".join(_line(list(record)) for _, record in groupby(rows, _record))
    return f'<tbody><tr><th scope="rowgroup" colspan="4">{escape(title)}</th></tr>{lines}</tbody>'


def _line(record: Sequence[Any]) -> str:
    first = record[0]
    shown = [row for row in record if row.headline] or record[:1]
    said = "".join(f"<span>{escape(row.title)}: <b>{_words(row)}</b></span>" for row in shown)
    old = ' <small class="old">no longer current</small>' if first.is_old else ""
    return (
        f'<tr><th scope="row">{escape(first.dataset_title)}</th><td class="said">{said}</td>'
        f'<td class="when">{escape(first.when_words)}{old}</td><td>{escape(first.owner)}</td></tr>'
    )


def _words(row: Any) -> str:
    return escape(row.words) + (f"<small>{SMALL}</small>" if row.small else "")


def _everything(ordered: Iterable[Any]) -> str:
    """Every answer of every return, folded away."""
    parts, answers = [], 0
    for _, rows in groupby(ordered, _record):
        record = list(rows)
        answers += len(record)
        first = record[0]
        pairs = "".join(f"<dt>{escape(row.title)}</dt><dd>{_words(row)}</dd>" for row in record)
        source = f"{escape(first.file_name)}, record {int(first.source_row)}"
        heading = f"<h3>{escape(first.dataset_title)}, {escape(first.when_words)}</h3>"
        parts.append(f"<section>{heading}<small>{source}</small><dl>{pairs}</dl></section>")
    return (
        f'<details class="more"><summary>Show all: {count(answers, "answer")}</summary>'
        f'<div class="every">{"".join(parts)}</div></details>'
    )
