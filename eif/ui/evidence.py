"""Why does an area show red, amber, green or nothing?

The strip says it in a line for each of the seven areas; the card below gives every rule, with the school's
figure, what it was compared with, the threshold and the descriptor of the framework it bears on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from eif.ui.escape import escape
from eif.ui.figures import NONE, count, figure, is_known
from eif.ui.marks import LEVEL, RATING, draw
from eif.ui.shell import card

CSS = """
.eif .strip{display:grid;grid-template-columns:repeat(7,minmax(0,1fr));gap:8px}
.eif .strip .card{padding:9px 10px;margin:0}
.eif .strip h2{font-size:12.5px;line-height:1.25;min-height:32px;margin:0 0 5px}
.eif .strip .mark{font-size:13px}
.eif .strip p{font-size:12px;line-height:1.3;color:#505a5f;margin:5px 0 0}
.eif .strip .grey{border-style:dashed;border-color:#8d979e;background:transparent}
.eif .strip .grey h2{color:#505a5f}
.eif .rules td,.eif .rules th{vertical-align:top;font-size:13.5px}
.eif .rules tbody th{font-weight:600}
.eif .rules .why{display:block;font-weight:400;font-size:12.5px;line-height:1.35;color:#505a5f}
.eif .rules .mark{font-size:12.5px}
.eif details.more{margin-top:8px}
.eif details.more summary{cursor:pointer;color:#12436d;font-size:13.5px;min-height:24px}
@media (max-width:1000px){.eif .strip{grid-template-columns:repeat(auto-fill,minmax(150px,1fr))}}
"""

# What a rule that could not be rated says in its result.
UNTESTED = {
    "aged": "too old to rate",
    "small cohort": "too few pupils",
    "suppressed": "suppressed",
    "not published": "not published",
    "no comparator": "nothing to compare",
    "no data": "no data loaded",
}
RATED = ("red", "amber", "green")


def area_strip(areas: pd.DataFrame, cells: pd.DataFrame) -> str:
    """Draw the seven areas (`screen_area`) with this school's ratings (`screen_grid_cell`), left to right."""
    own: dict[str, Any] = {cell.area: cell for cell in _rows(cells)}
    cards = []
    for area in _rows(areas.sort_values("ord")):
        cell = own.get(area.area)
        rating = cell.rating if cell else "insufficient"
        grey = "" if rating in RATED else " grey"
        coverage = f"{cell.coverage} descriptors" if cell and cell.coverage else ""
        why = cell.why if cell and cell.why else "Not rated: the school is not open in this release."
        link = (
            f' <a href="#why-{escape(area.area)}" aria-label="Why {escape(area.title)} is {rating}">Why</a>'
        )
        cards.append(
            f'<section class="card{grey}"><h2>{escape(area.short_title)}</h2>{draw(RATING[rating])}'
            f"<p>{escape(why)}{link if rating in RATED else ''}</p>"
            f'<p class="num">{escape(coverage)}</p></section>'
        )
    return f'<div class="strip">{"".join(cards)}</div>'


def why_card(area: Any, cell: Any, signals: pd.DataFrame, descriptors: pd.DataFrame) -> str:
    """Draw every rule of one rated area (`screen_signal`), the worst first, then what data cannot say.

    `area` is a row of `screen_area`, `cell` the school's of `screen_grid_cell`, `descriptors` the area's.
    """
    worst = signals.assign(worst=signals["level"].fillna(-1))
    order = worst.sort_values(["worst", "core"], ascending=False, kind="stable")
    rows = "".join(_rule(signal) for signal in _rows(order))
    tested = int(signals["level"].notna().sum())
    proposed = set(signals["threshold_status"].dropna()) == {"proposed"}
    thresholds = " Thresholds are proposed, not agreed by the council." if proposed else ""
    table = (
        '<div class="scroll"><table class="rules"><caption class="hidden-text">'
        f"Rules of {escape(area.title)} for this school</caption><thead><tr>"
        '<th scope="col">Rule</th><th scope="col" class="n">School</th>'
        '<th scope="col" class="n">Compared with</th>'
        f'<th scope="col" class="n">Threshold</th><th scope="col">Result</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )
    note = (
        f"{count(tested, 'rule')} of {len(signals)} could be tested. "
        f"The data can evidence {cell.coverage} of this area’s descriptors.{thresholds}"
    )
    title = f"{area.title}: why {RATING[cell.rating].word.lower()}"
    body = f'<p class="small muted">{escape(cell.why)}</p>{table}<p class="small muted">{escape(note)}</p>'
    return f'<div id="why-{escape(area.area)}">{card(title, body + _beyond_data(descriptors))}</div>'


def _rule(signal: Any) -> str:
    """One rule: its figures, its result in a mark, and the reason in a sentence."""
    level = int(signal.level) if is_known(signal.level) else None
    word = None if level is not None else UNTESTED.get(signal.status, signal.status)
    handle = (
        f"Bears on: {signal.handle} (framework page {int(signal.page)})" if _is_text(signal.handle) else None
    )
    status = signal.threshold_status if is_known(signal.threshold) else None
    figures = (
        (_amount(signal.value, signal.unit), signal.period),
        (_amount(signal.comparator, signal.unit), signal.comparator_name),
        (_amount(signal.threshold, signal.threshold_unit), status),
    )
    cells = "".join(f'<td class="n">{escape(amount)}{_under(word)}</td>' for amount, word in figures)
    return (
        f'<tr><th scope="row">{escape(signal.title)}{_under(signal.reason)}{_under(handle)}</th>'
        f"{cells}<td>{draw(LEVEL[level], word)}</td></tr>"
    )


def _beyond_data(descriptors: pd.DataFrame) -> str:
    """List what needs council records or judgement, so that nobody takes the data for the whole."""
    others = descriptors[descriptors["evidence"] != "data"].sort_values(["page", "ord"])
    if others.empty:
        return ""
    rows = "".join(
        f'<li><span>{escape(row.handle)}</span><span class="small muted">page {int(row.page)}</span></li>'
        for row in _rows(others)
    )
    return (
        '<details class="more"><summary>What this data cannot say: '
        f"{count(len(others), 'descriptor')} for council records and judgement</summary>"
        f'<ul class="list">{rows}</ul></details>'
    )


def _amount(value: Any, unit: Any) -> str:
    """A value with the unit written out where it is not a percentage."""
    if not is_known(value):
        return NONE
    if unit == "percent":
        return figure(value, 1, "percent")
    written = figure(value, 2).rstrip("0").rstrip(".") if value % 1 else figure(value)
    return f"{written} {unit}" if _is_text(unit) and unit != "score" else written


def _under(words: Any) -> str:
    return f'<span class="why">{escape(words)}</span>' if _is_text(words) else ""


def _rows(frame: pd.DataFrame) -> Iterator[Any]:
    return iter(frame.itertuples(index=False))


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)
