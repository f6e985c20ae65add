"""How are an adviser's schools, and the team's days, drawn?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eif.casework.ladder_rules import INTERVENTION, LETTER, NOTICE, SHORT_STATES
from eif.casework.words import VISIT_KINDS
from eif.outputs.caseload import EVERYBODY, NOBODY
from eif.ui.escape import escape
from eif.ui.figures import NONE, count
from eif.ui.marks import category_mark
from eif.ui.shell import anchor, card, link
from eif.ui.tables import table, under

CSS = """
.eif .caseload{table-layout:fixed;min-width:1060px}
.eif .caseload td,.eif .caseload th{vertical-align:top;padding:2px 7px 1px;font-size:13.5px;line-height:1.15}
.eif .caseload .mark{font-size:12.5px;padding:0 6px;line-height:1.15}
.eif .caseload .why{display:block;font-weight:400;font-size:12px;color:var(--muted)}
.eif .caseload tr>:first-child{width:23%}
.eif .caseload tr>:nth-child(2){width:11.5%}
.eif .caseload tr>:nth-child(3){width:13.5%}
.eif .caseload tr>:nth-child(4){width:13.5%}
.eif .caseload tr>:nth-child(5){width:12%}
.eif .caseload td.n .why{white-space:nowrap}
.eif .caseload td.wide{font-size:12.5px}
.eif .caseload .rung{color:var(--ink);white-space:nowrap}
.eif .caseload .rung b{border:1px solid currentColor;border-radius:3px;padding:0 3px}
.eif .caseload .rung b{font-size:11px;line-height:1}
.eif .caseload .rung.formal{color:#9c0c1a;font-weight:600}
.eif .late{color:#9c0c1a}
.eif .amiss-too{color:#3d2a00}
.eif .left-of{display:inline-block;width:64px;height:8px;border-radius:4px;background:#e8ebee;overflow:hidden}
.eif .left-of i{display:block;height:100%;background:var(--link)}
.eif .left-of i.over{background:#b10e1e}
.eif .team td,.eif .team th{padding:3px 7px}
.eif .team thead .span{text-align:center;border-bottom:1px solid #d9dee3}
.eif .team .total>*{border-top:1px solid #b9c1c8;font-weight:600}
.eif .tiles.four-tiles{grid-template-columns:repeat(4,1fr)}
.eif a.tile small{display:block;font-size:12.5px;color:var(--muted);line-height:1.3}
.st-key-whose label p{font-size:12.5px;color:var(--muted)}
.st-key-whose label{min-height:0;margin-bottom:1px}
@media (max-width:768px){.eif .tiles.four-tiles{grid-template-columns:repeat(2,minmax(0,1fr))}}
"""
# How many are drawn; the workbook has all.
MOST = 60
TERMS = ("autumn", "spring", "summer")
FORMAL = (LETTER, NOTICE, INTERVENTION)
# The columns of the team that count schools: the column, what its door shows, and the words for it.
_COUNTED = (
    ("tier_3", "tier-3", "in Tier 3"),
    ("tier_2", "tier-2", "in Tier 2"),
    ("tier_1", "tier-1", "in Tier 1"),
    ("no_tier", "tier-none", "without an agreed category"),
    ("on_ladder", "ladder", "with a matter open on the ladder"),
    ("late", "late", "with something late"),
)


def number(days: float | None) -> str:
    """Days with a half as it is said: 2, 2½; an en dash where there are none to speak of."""
    if days is None:
        return NONE
    whole, half = int(abs(days)), abs(days) % 1
    sign = "−" if days < 0 else ""
    if half == 0:
        return f"{sign}{whole:,}"
    return f"{sign}{whole or ''}½" if half == 0.5 else f"{days:,.1f}".replace("-", "−")


def schools_card(rows: Sequence[Any], caption: str, *, with_adviser: bool) -> str:
    """Draw schools in their order, each a door to its visits; `caption` is plain text and names the table."""
    lines = "".join(_school(row, with_adviser) for row in rows[:MOST])
    heads = ["School", "Agreed category", "Next visit", "Last visit", "Days left #", "Late or amiss"]
    note = f"The first {MOST} of {len(rows):,}; the Excel file has all." if len(rows) > MOST else ""
    return card(caption, table(caption, heads, lines, css="caseload"), note=note)


def _school(row: Any, with_adviser: bool) -> str:
    about = row.phase.capitalize() if row.phase else "Phase not known"
    if with_adviser:
        about += f", {row.adviser or 'no adviser'}"
    triggers = (
        f"½ day more: {row.triggers[0].lower()}{row.triggers[1:]}" if row.triggers and row.tier == 1 else ""
    )
    return (
        f'<tr><th scope="row">{link(row.name, "school_visits", urn=row.urn)}'
        f'<span class="why">{escape(about)}{_rung(row.ladder_state)}</span></th>'
        f"<td>{_category(row)}</td>"
        f"<td>{_visit(row.next_on, row.next_kind, row.next_status == 'planned')}</td>"
        f"<td>{_visit(row.last_on, row.last_kind)}</td>"
        f'<td class="n">{_left(row)}</td><td class="wide">{_warnings(row)}{under(triggers)}</td></tr>'
    )


def _rung(state: int | None) -> str:
    """Where a school stands on the ladder, as a number in a box and in words; nothing without a matter."""
    if not state:
        return ""
    formal = " formal" if state in FORMAL else ""
    return (
        f' <span class="rung{formal}"><b><span class="hidden-text">Ladder, state </span>{state}</b> '
        f"{escape(SHORT_STATES[state])}</span>"
    )


def _category(row: Any) -> str:
    if row.agreed is None:
        said = row.indicated or "nothing"
        return f'<span class="mark ne">– None agreed</span>{under(f"data indicate {said}")}'
    return category_mark(row.agreed) + under(f"Tier {row.tier}")


def _visit(on: Any, kind: str | None, planned: bool = False) -> str:
    if on is None:
        return f'<span class="muted">{NONE} none</span>'
    sure = ", planned" if planned else ""
    return f'<span class="nowrap">{short_day(on)}{sure}</span>{under(VISIT_KINDS[kind or "validation"])}'


def short_day(on: Any) -> str:
    """A day as `3 Dec 2026`."""
    return f"{on.day} {on:%b %Y}"


def _left(row: Any) -> str:
    if row.allowed_days is None:
        return f"{NONE}{under(f'{number(row.used_days)} used')}"
    if row.left_days < 0:
        return f'<span class="late">over by {number(-row.left_days)}</span>{under(_of(row))}'
    share = round(100 * row.used_days / row.allowed_days) if row.allowed_days else 0
    bar = f'<span class="left-of" aria-hidden="true"><i style="width:{share}%"></i></span>'
    return f"{bar} <b>{number(row.left_days)}</b>{under(_of(row))}"


def _of(row: Any) -> str:
    booked = f", {number(row.booked_days)} booked" if row.booked_days else ""
    return f"{number(row.used_days)} of {number(row.allowed_days)} used{booked}"


def _warnings(row: Any) -> str:
    if not row.warnings:
        return '<span class="muted">Nothing</span>'
    mark, css = ("▼ ", "late") if row.late_count else ("◆ ", "amiss-too")
    return f'<span class="{css}"><span aria-hidden="true">{mark}</span>{escape(row.warnings)}</span>'


def tile(words: str, figure: str, below: str, *, page: str, **params: Any) -> str:
    """Draw a figure that is a door to its list; all plain text, which is also what it is called."""
    inner = f"{escape(words)}<br><b>{escape(figure)}</b><small>{escape(below)}</small>"
    return anchor(inner, page, css="card tile", **params)


def team_card(team: Sequence[Any], terms: Sequence[Any]) -> str:
    """Draw the team: schools by tier, what is late, and days needed of those available by term."""
    heads = ["Adviser", "Tier 3 #", "Tier 2 #", "Tier 1 #", "Not agreed #", "Ladder #", "Late #"]
    heads += [f"{term.capitalize()}: needed / has #" for term in TERMS] + ["Year #"]
    lines = "".join(_member(row) for row in team) + _total(team, terms)
    note = (
        "Needed: days given, booked and planned in the term, and the rest of what the tiers allow, in equal "
        "parts over the terms left. “Up to” days are counted in full. Where no category is agreed, what the "
        f"data indicate is reckoned with. {ABOVE}: more needed than there are. Ladder: a matter is open, "
        "states 1 to 6."
    )
    return card("Who has which schools, and have they the days?", table(
        "Schools by tier, what is late, and days needed and available by term, for each adviser",
        heads, lines, css="team"), note=note)  # fmt: skip


ABOVE = "▼"


def _member(row: Any) -> str:
    whose = row.adviser or NOBODY
    name = row.adviser or "No adviser"
    gone = (
        f"left {short_day(row.to_on)}"
        if row.has_left
        else f"leaves {short_day(row.to_on)}"
        if row.to_on
        else ""
    )
    cells = "".join(
        _door(getattr(row, column), name, words, adviser=whose, show=shown)
        for column, shown, words in _COUNTED
    )
    days = "".join(
        _needed(getattr(row, f"needed_{term}"), getattr(row, f"available_{term}"))
        for term in (*TERMS, "year")
    )
    label = f"{name}: {count(row.schools, 'school')}"
    first = link(name, "my_caseload", label=label, adviser=whose) if row.schools else escape(name)
    return f'<tr><th scope="row">{first}{under(gone)}</th>{cells}{days}</tr>'


def _door(schools: int, name: str, words: str, *, adviser: str, show: str) -> str:
    if not schools:
        return '<td class="n muted">0</td>'
    label = f"{count(schools, 'school')} {words}: {name}"
    return f'<td class="n">{link(schools, "my_caseload", label=label, adviser=adviser, show=show)}</td>'


def _needed(needed: float, available: float) -> str:
    over = round(needed, 6) > available
    text = f"{needed:,.0f} / {available:,.0f}"
    return f'<td class="n late">{ABOVE} {text}</td>' if over else f'<td class="n">{text}</td>'


def _total(team: Sequence[Any], terms: Sequence[Any]) -> str:
    sums = "".join(
        _door(sum(getattr(row, column) for row in team), "everybody", words, adviser=EVERYBODY, show=shown)
        for column, shown, words in _COUNTED
    )
    days = "".join(_needed(row.needed, row.available) for row in terms)
    year = _needed(sum(row.needed for row in terms), sum(row.available for row in terms))
    everybody = link("Everybody", "my_caseload", adviser=EVERYBODY)
    return f'<tr class="total"><th scope="row">{everybody}</th>{sums}{days}{year}</tr>'
