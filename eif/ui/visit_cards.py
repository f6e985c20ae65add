"""How are a school's days and its visits drawn?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eif.casework.words import VISIT_KINDS
from eif.outputs.words import Mark
from eif.ui.caseload import number, short_day
from eif.ui.escape import escape
from eif.ui.figures import day
from eif.ui.marks import category_mark, draw
from eif.ui.shell import card, form_link, link
from eif.ui.tables import table, under

CSS = """
.eif .days dl{padding:0;display:grid;grid-template-columns:repeat(4,1fr);gap:8px;margin:8px 0}
.eif .days dl>div{margin:0;padding:0}
.eif .days dt{padding:0;font-size:12.5px;color:var(--muted);margin:0;font-weight:400}
.eif .days dd{margin:0;padding:0;font-size:24px;font-weight:700;line-height:1.15}
.eif .days .tight{margin:0 0 4px}
.eif .visits td,.eif .visits th{vertical-align:top;line-height:1.3}
.eif .visits .why{display:block;font-weight:400;font-size:12.5px;color:var(--muted)}
.eif .visits .wide{min-width:280px;width:46%}
.eif .visits a,.eif .coming a{margin-right:10px}
.eif ul.coming{list-style:none;margin:0;padding:0}
.eif ul.coming li{margin:0;padding:5px 0 6px;border-bottom:1px solid #eef0f2;font-size:14px}
.eif ul.coming li:last-child{border-bottom:0;padding-bottom:0}
.eif ul.coming .why{display:block;font-size:12.5px;color:var(--muted)}
.eif ul.triggers{list-style:none;margin:0;padding:0}
.eif ul.triggers li{font-size:13.5px;margin:0 0 3px;line-height:1.3}
"""
STATES = {
    "planned": Mark("ne", "○", "Planned"),
    "booked": Mark("es", "●", "Booked"),
    "completed": Mark("em", "✓", "Completed"),
    "cancelled": Mark("na", "✕", "Cancelled"),
}
LATE = Mark("cc", "▼", "Not recorded")


def days_card(row: Any, triggers: Sequence[Any]) -> str:
    """Draw the tier, its days and where they went; for Tier 1, each reason for half a day more."""
    figures = [("Used", row.used_days), ("Booked", row.booked_days), ("Planned", row.planned_days)]
    if row.allowed_days is None:
        said = f"The data indicate {row.indicated}" if row.indicated else "The data indicate nothing yet"
        agreed = link("agreed", "school_judgements", urn=row.urn)
        tier = (
            f'<p><span class="mark ne">– None agreed</span> {escape(said)}. '
            f"A tier, and days, come with a category that is {agreed}.</p>"
        )
    else:
        tier = f"<p>{category_mark(row.agreed)} Tier {row.tier}: {escape(_allowed(row))}</p>"
        figures.append(("Left" if row.left_days >= 0 else "Over by", abs(row.left_days)))
    body = "".join(f"<div><dt>{words}</dt><dd>{number(value)}</dd></div>" for words, value in figures)
    adviser = escape(row.adviser) if row.adviser else '<span class="late">▼ nobody</span>'
    return card(
        "Days of support this year",
        f'<div class="days">{tier}<dl>{body}</dl><p class="tight">Adviser: {adviser}</p>'
        f"{_triggers(row, triggers)}</div>",
        note="Days count in the year of the visit, from 1 September; what is unused on 31 August lapses "
        "unless the framework carries it over. Being there for Ofsted is universal offer, and uses none.",
    )


def _allowed(row: Any) -> str:
    parts = [f"up to {number(row.base_days)} a year"]
    if row.extra_days:
        parts.append(f"{number(row.extra_days)} more for a reason below")
    if row.carried_days:
        parts.append(f"{number(row.carried_days)} carried over")
    return ", ".join(parts)


def _triggers(row: Any, triggers: Sequence[Any]) -> str:
    """The five reasons for half a day more, each with whether it applies, and whether that is computed."""
    if row.tier not in (1, None):
        return ""
    lines = "".join(
        f'<li><span aria-hidden="true">{"✓" if one.applies else "–"}</span> '
        f"<b>{escape(one.title)}</b>: {_answer(one)}</li>"
        for one in triggers
    )
    return f'<h3 class="gap">Reasons for half a day more at Tier 1</h3><ul class="triggers">{lines}</ul>'


def _answer(one: Any) -> str:
    how = "declared" if one.is_declared else "computed"
    if one.applies:
        return f"yes, {how}. {escape(one.reason)}"
    return "not declared" if one.is_declared else "no, computed"


def closed_card(school: Any) -> str:
    """Say that a school that is not listed has no days any more."""
    return card(
        "Days of support",
        f"<p>{escape(school.name)} is {escape(school.status or 'not listed')}: "
        "it has no days of this year.</p>",
    )


def coming_card(visits: Sequence[Any], urn: str) -> str:
    """Draw the visits that are still to be held, or to be recorded, with what can be done about each."""
    lines = "".join(
        f"<li><div><b>{short_day(row.on_day)}</b> {_mark(row)}"
        f"{under(_length(row))}"
        f"{under(row.note)}</div><div>{_doors(row, urn)}</div></li>"
        for row in visits
        if row.is_open
    )
    return card("To come", f'<ul class="coming">{lines}</ul>' if lines else "<p>No visit is planned.</p>")


def held_card(visits: Sequence[Any], urn: str) -> str:
    """Draw the visits that were held or cancelled, the newest first."""
    lines = "".join(_visit(row, urn) for row in visits if not row.is_open)
    if not lines:
        return card("Held", "<p>None is recorded yet.</p>")
    heads = ["Day", "For", "Days #", "Who", "What came of it"]
    return card("Held or cancelled, the newest first", table("Visits", heads, lines, css="visits"))


def _length(row: Any) -> str:
    days = f"{number(row.days)} {'day' if row.days <= 1 else 'days'}"
    return f"{VISIT_KINDS[row.kind]}, {days}, {row.adviser}"


def _mark(row: Any) -> str:
    return draw(LATE if row.is_unrecorded else STATES[row.status])


def _doors(row: Any, urn: str) -> str:
    """What can be done about a visit, each a link to its form."""
    named = f"the visit of {day(row.on_day)}"
    offered = {
        True: (("complete", "Complete"), ("move", "Move or book"), ("cancel", "Cancel")),
        False: (("complete", "Put right"), ("back", "Take back")),
    }[row.is_open]
    return "".join(
        form_link(words, "school_visits", label=f"{words} {named}", urn=urn, visit=row.record_id, do=do)
        for do, words in (offered if row.status != "cancelled" else ())
    )


def _visit(row: Any, urn: str) -> str:
    universal = "" if row.counts or row.status == "cancelled" else "universal offer"
    seen_in = f" in {escape(row.strong_in)}" if row.strong_in else ""
    strong = f"<p><b>Strong practice{seen_in}:</b> {escape(row.strong_practice)}</p>"
    practice = strong if row.strong_practice else ""
    step = f"<p><b>Next:</b> {escape(row.next_step)}, by {day(row.next_step_by)}</p>" if row.next_step else ""
    note = f"<p>{escape(row.note)}</p>" if row.note else ""
    on = f'<span class="nowrap">{short_day(row.on_day)}</span>{under(row.academic_year)}'
    return (
        f'<tr><th scope="row">{on}</th>'
        f"<td>{escape(VISIT_KINDS[row.kind])}<br>{_mark(row)}</td>"
        f'<td class="n">{number(row.days)}{under(universal)}</td><td>{escape(row.adviser)}</td>'
        f'<td class="wide">{note}{practice}{step}{_doors(row, urn)}</td></tr>'
    )
