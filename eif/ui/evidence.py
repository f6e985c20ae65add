"""Why does an area show red, amber, green or nothing?

The strip says it in a line for each of the seven areas; the card below gives every rule, with the school's
figure, what it was compared with, the threshold and the descriptor of the framework it bears on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eif.outputs.words import LEVEL, RATING
from eif.ui.escape import escape
from eif.ui.figures import NONE, count, figure, is_known
from eif.ui.marks import draw
from eif.ui.shell import card
from eif.ui.source import figure_address, sourced

CSS = """
.eif .strip{display:grid;grid-template-columns:repeat(7,minmax(0,1fr));gap:8px}
.eif .strip>.card{padding:9px 10px}
.eif .strip>.card+.card{margin:0}
.eif .strip h2{font-size:12.5px;line-height:1.25;min-height:32px;margin:0 0 5px}
.eif .strip .mark{font-size:13px}
.eif .strip p{font-size:12px;line-height:1.3;color:var(--muted);margin:5px 0 0}
.eif .strip .grey{border-style:dashed;border-color:#8d979e;background:transparent}
.eif .strip .grey h2{color:var(--muted)}
.eif .rules td,.eif .rules th{vertical-align:top;font-size:13.5px}
.eif .rules tbody th{font-weight:600}
.eif .rules .why{display:block;font-weight:400;font-size:12.5px;line-height:1.35;color:var(--muted)}
.eif .rules .mark{font-size:12.5px}
.eif .after{margin:8px 0 0}
.eif details.more{margin-top:8px}
.eif details.more summary{cursor:pointer;color:var(--link);font-size:13.5px;min-height:24px}
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


def area_strip(areas: Sequence[Any], cells: Sequence[Any]) -> str:
    """Draw the seven areas (`screen_area`) with a listed school's ratings (`screen_grid_cell`)."""
    own: dict[str, Any] = {cell.area: cell for cell in cells}
    cards = []
    for area in sorted(areas, key=lambda area: int(area.ord)):
        cell = own[area.area]
        rating = cell.rating
        grey = "" if rating in RATED else " grey"
        coverage = f"{cell.coverage} descriptors" if _is_text(cell.coverage) else ""
        link = (
            f' <a href="#why-{escape(area.area)}" aria-label="Why {escape(area.title)} is {rating}">Why</a>'
        )
        cards.append(
            f'<section class="card{grey}"><h2>{escape(area.short_title)}</h2>{draw(RATING[rating])}'
            f"<p>{escape(brief(cell.why))}{link if rating in RATED else ''}</p>"
            f'<p class="num">{escape(coverage)}</p></section>'
        )
    return f'<div class="strip">{"".join(cards)}</div>'


def brief(why: str, most: int = 2) -> str:
    """Shorten the reason of a rating to its first findings; the card below gives all of them."""
    lead, colon, rest = why.partition(": ")
    if not colon or lead.lower() not in RATED:
        return why
    findings = rest.rstrip(".").split("; ")
    more = len(findings) - most
    said = "; ".join(findings[:most]) + (f" and {more} more" if more > 0 else "")
    return f"{said[:1].upper()}{said[1:]}."


def why_card(area: Any, cell: Any, signals: Sequence[Any], descriptors: Sequence[Any]) -> str:
    """Draw every rule of one area (`screen_signal`), the worst first, then what data cannot say.

    `area` is a row of `screen_area`, `cell` the school's of `screen_grid_cell`, `descriptors` the area's.
    """
    tested = sorted(
        (signal for signal in signals if is_known(signal.level)),
        key=lambda signal: (-signal.level, signal.ord),
    )
    untested = [signal for signal in signals if not is_known(signal.level)]
    proposed = {signal.threshold_status for signal in signals} - {None} == {"proposed"}
    note = f"{len(tested)} of {count(len(signals), 'rule')} could be tested."
    if _is_text(cell.coverage):
        note += f" The data can evidence {cell.coverage} of this area’s descriptors."
    note += " Thresholds are proposed, not agreed by the council." if proposed else ""
    body = (
        f'<p class="small muted">{escape(cell.why)}</p>'
        f"{_rules(tested, f'Rules tested: {area.title}') if len(tested) else ''}"
        f'<p class="small muted after">{escape(note)}</p>'
        f"{_untested(untested, area.title)}{_beyond_data(descriptors)}"
    )
    rating = RATING[cell.rating].word.lower()
    title = f"{area.title}: {f'why {rating}' if cell.rating in RATED else 'not rated'}"
    return f'<div id="why-{escape(area.area)}">{card(title, body)}</div>'


def _rules(signals: Sequence[Any], caption: str) -> str:
    lines = "".join(_rule(signal) for signal in signals)
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(caption)}">'
        f'<table class="rules"><caption class="hidden-text">{escape(caption)}</caption>'
        '<thead><tr><th scope="col">Rule</th><th scope="col" class="n">School</th>'
        '<th scope="col" class="n">Compared with</th><th scope="col" class="n">Threshold</th>'
        f'<th scope="col">Result</th></tr></thead><tbody>{lines}</tbody></table></div>'
    )


def _untested(signals: Sequence[Any], title: str) -> str:
    """The rules that could not be tested, with the reason; folded away, since nothing follows from them."""
    if not signals:
        return ""
    reasons = ", ".join(dict.fromkeys(UNTESTED.get(signal.status, signal.status) for signal in signals))
    return (
        f'<details class="more"><summary>{count(len(signals), "rule")} could not be tested: '
        f"{escape(reasons)}</summary>{_rules(signals, f'Rules not tested: {title}')}</details>"
    )


def _rule(signal: Any) -> str:
    """One rule: its figures, its result in a mark, and the reason in a sentence."""
    level = int(signal.level) if is_known(signal.level) else None
    word = None if level is not None else UNTESTED.get(signal.status, signal.status)
    handle = (
        f"Bears on: {signal.handle} (framework page {int(signal.page)})" if _is_text(signal.handle) else None
    )
    status = signal.threshold_status if is_known(signal.threshold) else None
    pupils = (
        f"{count(signal.pupils_to_clear, 'pupil')} fewer to clear it"
        if is_known(signal.pupils_to_clear)
        else None
    )
    decimals = int(signal.decimals) if is_known(signal.decimals) else 1
    value = escape(_amount(signal.value, signal.unit, decimals))
    if is_known(signal.value) and _is_text(signal.indicator):
        value = sourced(value, **figure_address(signal, urn=signal.published_urn))
    figures = (
        (value, signal.period),
        (escape(_amount(signal.comparator, signal.unit, decimals)), signal.comparator_name),
        (escape(_amount(signal.threshold, signal.threshold_unit)), status),
    )
    cells = "".join(f'<td class="n">{amount}{_under(below)}</td>' for amount, below in figures)
    return (
        f'<tr><th scope="row">{escape(signal.title)}{_under(signal.reason)}{_under(handle)}</th>'
        f"{cells}<td>{draw(LEVEL[level], word)}{_under(pupils)}</td></tr>"
    )


def _beyond_data(descriptors: Sequence[Any]) -> str:
    """List what needs council records or judgement, so that nobody takes the data for the whole."""
    others = sorted(
        (each for each in descriptors if each.evidence != "data"), key=lambda each: (each.page, each.ord)
    )
    if not others:
        return ""
    lines = "".join(
        f'<li><span>{escape(row.handle)}</span><span class="small muted">page {int(row.page)}</span></li>'
        for row in others
    )
    return (
        '<details class="more"><summary>What this data cannot say: '
        f"{count(len(others), 'descriptor')} for council records and judgement</summary>"
        f'<ul class="list">{lines}</ul></details>'
    )


def _amount(value: Any, unit: Any, decimals: int | None = None) -> str:
    """A value with its unit; without `decimals` it is a threshold and shows no more than it needs."""
    if not is_known(value):
        return NONE
    places = decimals if decimals is not None else 0 if value % 1 == 0 else 1 if (value * 10) % 1 == 0 else 2
    written = figure(value, places, unit if unit in ("percent", "pounds") else None)
    if unit == "percentile":
        return f"{written}th percentile"
    if written == "1" and _is_text(unit):
        unit = unit.removesuffix("s")
    bare = unit in ("percent", "score", "pounds", "ratio")
    return f"{written} {unit}" if _is_text(unit) and not bare else written


def _under(words: Any) -> str:
    return f'<span class="why">{escape(words)}</span>' if _is_text(words) else ""


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)
