"""How are the schools that a trial moves shown: counts, adviser days and each school with its why?"""

from __future__ import annotations

from eif.outputs.moves_book import WHAT, reasons
from eif.outputs.words import CATEGORY
from eif.simulate import Count, MovedSchool, Moves
from eif.ui.escape import escape
from eif.ui.figures import NONE, count
from eif.ui.marks import category_mark
from eif.ui.shell import card, link, url
from eif.ui.spark import stacked_bar
from eif.ui.tables import NUMBER, table, under

MOST = 60

CSS = """
.eif .tile .figures .was{white-space:nowrap}
.eif div.tile{padding:9px 13px 7px}
.eif div.tile b{font-size:31px;line-height:1.1;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
.eif .bars{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:6px 12px;align-items:center}
.eif .bars span.when{font-size:13px;color:var(--muted)}
.eif .days b{font-size:25px;line-height:1.15;font-variant-numeric:tabular-nums}
.eif .effect{grid-template-columns:minmax(0,2.1fr) minmax(0,1fr);margin:0 0 14px}
.eif .movers td,.eif .movers tbody th{vertical-align:top}
.eif .movers .why{display:block;font-size:13px;line-height:1.35}
.eif .movers td:last-child{width:52%}
.eif .movers th .why,.eif .movers td:nth-child(3) .why{font-weight:400;color:var(--muted)}
@media (max-width:1000px){.eif .effect{grid-template-columns:minmax(0,1fr)}}
@media (max-width:768px){.eif table.movers{min-width:680px}}
"""


def number(days: float | None) -> str:
    """Write days: 1,204 or 3.5; an en dash where no tier is indicated."""
    return NONE if days is None else f"{days:,.1f}".removesuffix(".0")


def signed(difference: float) -> str:
    """Write a difference with its sign: +12, −3.5 or no change."""
    if not difference:
        return "no change"
    return f"{'+' if difference > 0 else '−'}{number(abs(difference))}"


def category_tiles(found: Moves) -> str:
    """Draw a tile per category: how many schools after, and how many before."""
    return f'<div class="cards tiles">{"".join(map(_tile, found.counts))}</div>'


def _tile(each: Count) -> str:
    tier = f"Tier {each.tier_after}, " if each.tier_after is not None else ""
    moved = signed(each.schools_after - each.schools_before)
    return (
        f'<div class="card tile">{category_mark(each.category)}<span class="figures">'
        f'<b>{each.schools_after:,}</b><span class="small muted was">{escape(moved)}</span></span>'
        f'<span class="small muted">{tier}{each.schools_before:,} now</span></div>'
    )


def effect(found: Moves, available: float | None) -> str:
    """Draw the bars before and after, and the adviser days needed beside those available."""
    return f'<div class="cards effect">{_bars(found)}{_days(found, available)}</div>'


def _bars(found: Moves) -> str:
    def bar(when: str, schools: list[tuple[str, int]]) -> str:
        parts = [(CATEGORY[category].kind, category, held) for category, held in schools]
        drawn = stacked_bar(parts, f"Schools by category, {when.lower()}")
        return f'<span class="when">{when}</span>{drawn}'

    now = bar("In force", [(each.category, each.schools_before) for each in found.counts])
    tried = bar("Tried", [(each.category, each.schools_after) for each in found.counts])
    towards = {what: sum(school.what == what for school in found.schools) for what in WHAT}
    words = ", ".join(f"{held:,} {WHAT[what]}" for what, held in towards.items() if held)
    told = f"<p class='gap'>{escape(words)}.</p>" if words else "<p class='gap muted'>No school moves.</p>"
    return card("Schools by category", f'<div class="bars">{now}{tried}</div>{told}')


def _days(found: Moves, available: float | None) -> str:
    needed = found.days_after
    change = f"{number(found.days_before)} now, {signed(needed - found.days_before)}"
    figures = f'<p class="days"><b>{number(needed)}</b> <span class="small muted">{escape(change)}</span></p>'
    if available is None:
        words = "Enter the days available above to set them against each other."
        verdict = f'<p class="small muted">{words}</p>'
    elif needed > available:
        short = f"{number(needed - available)} days more than the {number(available)} available"
        verdict = f'<p class="bad"><span aria-hidden="true">▼</span> {escape(short)}</p>'
    else:
        left = f"{number(available - needed)} of the {number(available)} available days would be left"
        verdict = f'<p class="good"><span aria-hidden="true">▲</span> {escape(left)}</p>'
    return card(
        "Adviser days needed", figures + verdict, note="The most that the tiers allow, extra days included."
    )


def movers(found: Moves) -> str:
    """Draw the schools that move, those of most concern first, each with its why."""
    if not found.schools:
        return card("Schools that move", '<p class="muted">None.</p>')
    lines = "".join(_mover(school, found) for school in found.schools[:MOST])
    heads = ["School", "In force", "Tried", f"Days{NUMBER}", "Why"]
    rest = len(found.schools) - MOST
    note = f"And {count(rest, 'school')} more, in the download." if rest > 0 else ""
    drawn = table("Schools that move", heads, lines, css="movers")
    return card(f"{count(len(found.schools), 'school')} that move", drawn, note=note)


def _mover(school: MovedSchool, found: Moves) -> str:
    def mark(category: str | None) -> str:
        return category_mark(category) if category else NONE

    why = "".join(f'<span class="why">{escape(reason)}</span>' for reason in reasons(school, found))
    days = f"{number(school.days_before)} → {number(school.days_after)}"
    name = link(school.name, "school", urn=school.urn)
    return (
        f'<tr><th scope="row">{name}{under(school.phase)}</th><td>{mark(school.category_before)}</td>'
        f'<td>{mark(school.category_after)}{under(WHAT[school.what])}</td><td class="n">{days}</td>'
        f"<td>{why}</td></tr>"
    )


def tried_list(tried: list[tuple[str, str]]) -> str:
    """Draw what is tried as (words, HTML address of the page without it); nothing where nothing is."""
    if not tried:
        return ""
    items = "".join(f"<li><span>{escape(words)}</span><span>{leave}</span></li>" for words, leave in tried)
    return card("What is tried", f'<ul class="list">{items}</ul>')


def leave(words: str, params: dict[str, str]) -> str:
    """Draw the link that takes one change back, to the page with `params` in its address."""
    address = url("framework", **params).replace("&", "&amp;")
    return f'<a href="{address}" target="_self" aria-label="{escape(f"Take back: {words}")}">take back</a>'
