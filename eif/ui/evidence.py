"""Why does an area show red, amber, green or nothing?

The strip says it in a line for each of the seven areas; the card below gives every rule, with the school's
figure, what it was compared with, the threshold and the descriptor of the framework it bears on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eif.outputs.words import RATING
from eif.ui.escape import escape
from eif.ui.figures import count, is_known, is_text
from eif.ui.ladder import descriptors_fold, reasons, thresholds_note
from eif.ui.marks import draw
from eif.ui.rung import comparator, dated, outcome, own_figure, threshold
from eif.ui.shell import card, link

CSS = """
.eif .strip{display:grid;grid-template-columns:repeat(7,minmax(0,1fr));gap:8px}
.eif .strip>.card{padding:9px 10px}
.eif .strip>.card+.card{margin:0}
.eif .strip h2{font-size:12.5px;line-height:1.25;min-height:32px;margin:0 0 5px}
.eif .strip .mark{font-size:13px}
.eif .strip p{font-size:12px;line-height:1.3;color:var(--muted);margin:5px 0 0}
.eif .strip .grey{border-style:dashed;border-color:#8d979e;background:transparent}
.eif .strip>[aria-current]{border:2px solid var(--link);padding:8px 9px}
.eif .strip .grey h2{color:var(--muted)}
.eif .rules td,.eif .rules th{vertical-align:top;font-size:13.5px}
.eif .rules tbody th{font-weight:600;width:52%}
.eif .rules :is(td,td.n){white-space:normal;max-width:200px}
.eif .rules .why{display:block;font-weight:400;font-size:12.5px;line-height:1.35;color:var(--muted)}
.eif .rules small{display:block;font-size:12.5px;color:var(--muted);font-weight:400}
.eif .why.in-line{display:inline;white-space:nowrap}
.eif .rules .mark{font-size:12.5px}
.eif .after{margin:8px 0 0}
.eif details.more{margin-top:8px}
.eif details.more summary{cursor:pointer;color:var(--link);font-size:13.5px;min-height:24px}
@media (max-width:1000px){.eif .strip{grid-template-columns:repeat(auto-fill,minmax(150px,1fr))}}
"""

RATED = ("red", "amber", "green")


def area_strip(areas: Sequence[Any], cells: Sequence[Any], here: str = "") -> str:
    """Draw the seven areas (`screen_area`) with a listed school's ratings (`screen_grid_cell`).

    Each leads to its evidence ladder; `here` is the area whose ladder is on the page.
    """
    own: dict[str, Any] = {cell.area: cell for cell in cells}
    cards = []
    for area in sorted(areas, key=lambda area: int(area.ord)):
        cell = own[area.area]
        rating = cell.rating
        grey = "" if rating in RATED else " grey"
        current = ' aria-current="true"' if area.area == here else ""
        coverage = f"{cell.coverage} descriptors" if is_text(cell.coverage) else ""
        why = link(
            "Why",
            "school",
            label=f"Why {area.title} is {RATING[rating].word.lower()}: the evidence",
            urn=cell.urn,
            area=area.area,
        )
        cards.append(
            f'<section class="card{grey}"{current}><h2>{escape(area.short_title)}</h2>{draw(RATING[rating])}'
            f"<p>{escape(brief(cell.why))} {why}</p>"
            f'<p class="num">{escape(coverage)}</p></section>'
        )
    return f'<div class="strip">{"".join(cards)}</div>'


def brief(why: str, most: int = 2) -> str:
    """Shorten the reason of a rating to its first findings; the card below gives all of them."""
    lead, colon, rest = why.partition(": ")
    if not colon or lead.lower() not in RATED:
        return f"{why.partition('. ')[0].rstrip('.')}."
    findings = rest.rstrip(".").split("; ")
    more = len(findings) - most
    said = "; ".join(findings[:most]) + (f" and {more} more" if more > 0 else "")
    return f"{said[:1].upper()}{said[1:]}."


def why_card(
    area: Any,
    cell: Any,
    rungs: Sequence[Any],
    descriptors: Sequence[Any],
    home_la: str,
    *,
    only: bool = False,
) -> str:
    """Draw every rule of one area (`screen_ladder`), the worst first, then what data cannot say.

    `area` is a row of `screen_area`, `cell` the school's of `screen_grid_cell`, `descriptors` the area's,
    `home_la` the council's code. With `only` the rules that found nothing of note are left out.
    """
    tested = sorted(
        (rung for rung in rungs if is_known(rung.level)), key=lambda rung: (-rung.level, rung.ord)
    )
    untested = [rung for rung in rungs if not is_known(rung.level)]
    found = [rung for rung in tested if rung.level > 0]
    quiet = [rung for rung in tested if rung.level == 0]
    note = f"{len(tested)} of {count(len(rungs), 'rule')} could be tested."
    if is_text(cell.coverage):
        note += f" The data can evidence {cell.coverage} of this area’s descriptors."
    rating = RATING[cell.rating].word.lower()
    where = f"Evidence ladder: {area.title}"
    whole = link("Evidence ladder", "school", label=where, urn=cell.urn, area=area.area)
    body = (
        f'<p class="small muted">{escape(cell.why)}</p>'
        f"{_rules(found, f'Rules that found something: {area.title}', home_la) if found else ''}"
        f'<p class="small muted after">{escape(note)} {whole}</p>'
    )
    if not only:
        body += (
            _folded(quiet, f"{count(len(quiet), 'rule')} consistent with Established", area.title, home_la)
            + _folded(
                untested,
                f"{count(len(untested), 'rule')} could not be tested: {reasons(untested)}",
                area.title,
                home_la,
            )
            + descriptors_fold(descriptors)
        )
    title = f"{area.title}: {f'why {rating}' if cell.rating in RATED else 'not rated'}"
    return f'<div id="why-{escape(area.area)}">{card(title, body, note=thresholds_note(rungs))}</div>'


def others_card(pairs: Sequence[tuple[Any, Any]]) -> str:
    """Draw the areas in which nothing is red or amber, a line each, leading to their ladders."""
    if not pairs:
        return ""
    lines = "".join(
        f"<li><span>{draw(RATING[cell.rating])} {link(area.title, 'school', urn=cell.urn, area=area.area)} "
        f'<span class="small muted">{escape(brief(cell.why))}</span></span></li>'
        for area, cell in pairs
    )
    return card("The other areas", f'<ul class="list">{lines}</ul>')


def _rules(rungs: Sequence[Any], caption: str, home_la: str) -> str:
    lines = "".join(_rule(rung, home_la) for rung in rungs)
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(caption)}">'
        f'<table class="rules"><caption class="hidden-text">{escape(caption)}</caption>'
        '<thead><tr><th scope="col">Rule</th><th scope="col" class="n">School</th>'
        '<th scope="col" class="n">Compared with</th><th scope="col" class="n">Threshold</th>'
        f'<th scope="col">Result</th></tr></thead><tbody>{lines}</tbody></table></div>'
    )


def _folded(rungs: Sequence[Any], summary: str, title: str, home_la: str) -> str:
    """Rules from which nothing follows, folded away behind what they are."""
    if not rungs:
        return ""
    table = _rules(rungs, f"{title}: {summary}", home_la)
    return f'<details class="more"><summary>{escape(summary)}</summary>{table}</details>'


def _rule(rung: Any, home_la: str) -> str:
    """One rule: its figures, its result in a mark, and the reason in a sentence."""
    handle = f"Bears on: {rung.handle} (framework page {int(rung.page)})" if is_text(rung.handle) else None
    return (
        f'<tr><th scope="row">{escape(rung.title)}{_under(rung.reason)}{_under(handle)}</th>'
        f'<td class="n">{own_figure(rung)}{_under(dated(rung))}</td>'
        f'<td class="n">{comparator(rung, home_la)}{_under(rung.comparator_name)}</td>'
        f'<td class="n">{threshold(rung)}</td>'
        f"<td>{outcome(rung)}{_under(rung.distance)}</td></tr>"
    )


def _under(words: Any) -> str:
    return f'<span class="why">{escape(words)}</span>' if is_text(words) else ""
