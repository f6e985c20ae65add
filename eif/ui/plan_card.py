"""How is a support plan drawn: where it stands, its actions with their figures, and its reviews?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from eif.casework.plan_words import DEFINITIONS, PACES
from eif.outputs import plan_said as said
from eif.ui.escape import escape
from eif.ui.figures import figure
from eif.ui.kpi_line import Point, kpi_line
from eif.ui.marks import draw
from eif.ui.shell import card, folded_card, link
from eif.ui.source import figure_address, sourced
from eif.ui.tables import NUMBER, table

CSS = """
.eif .plan td,.eif .plan th{vertical-align:top}
.eif .plan tbody th{min-width:190px}
.eif .plan td{min-width:104px}
.eif .plan small{display:block;color:var(--muted);font-size:12.5px;line-height:1.35;margin-top:3px}
.eif .plan small{font-weight:400}
.eif .plan img{display:block;margin-top:2px}
.eif .cards.plan-top{margin:0}
.eif .plan .mark{white-space:normal}
.eif .late{color:#9c0c1a;font-weight:600}
@media (max-width:768px){
.eif .plan thead{display:none}
.eif .plan tr,.eif .plan :is(th,td){display:block;border:0;text-align:left!important;padding:3px 0}
.eif .plan tr{border-bottom:1px solid var(--line);padding:6px 0}
}
.eif dl.means>div{grid-template-columns:110px minmax(0,1fr)}
"""
# Results of (indicator, pupil group): the last day of the time each describes, and its value or None.
Series = Mapping[tuple[str, str], Sequence[tuple[str, Point | None]]]


def banners(plan: Any, name: str) -> list[str]:
    """What a reader must know before anything else: a new URN, a closed school, a plan that is only read."""
    found = []
    if plan.has_new_urn:
        then = link(f"URN {plan.urn}", "school", urn=plan.urn)
        now = link(f"URN {plan.urn_now}", "school", urn=plan.urn_now)
        found.append(
            f"This plan began under {then}. The school goes on under {now}, and so does the plan; results "
            "stay under the URN they were published for."
        )
    if plan.is_school_closed and plan.state != "closed":
        found.append(f"{escape(name)} is closed. Close the plan, and say what became of its aims.")
    elif plan.state != "open":
        found.append(f"This plan is {plan.state} and can be read. Resume it to change anything.")
    return [f'<div class="notice" role="note"><p>{words}</p></div>' for words in found]


def plan_card(plan: Any) -> str:
    """Where the plan stands, when it is reviewed next, and when it is done."""
    kpis = f"{plan.kpis_on_track} on track, {plan.kpis_off_track} not, of {plan.kpis}"
    pairs = [
        ("State", f"{said.STATE[plan.state].word} {said.state_since(plan)}"),
        ("Began", said.day(plan.from_on)),
        ("Next review", said.review_due(plan)),
        ("Last review", said.last_review(plan)),
        ("Targets", kpis if plan.kpis else "none: say by what each action is measured"),
    ]
    if plan.note:
        pairs.append(("Note", plan.note))
    lines = [line.strip() for line in plan.exit_criteria.splitlines() if line.strip()]
    exits = "".join(f"<li>{escape(line)}</li>" for line in lines)
    stands = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(words)}</dd></div>" for name, words in pairs)
    first = card(plan.title, f'<dl class="facts">{stands}</dl>')
    ends = card("The plan ends when", f'<ul class="plain">{exits}</ul>')
    return f'<div class="cards two plan-top">{first}{ends}</div>'


def actions_card(rows: Sequence[Any], series: Series) -> str:
    """The actions that go on, each with its progress and its figure; those that ended are folded."""
    going = [row for row in rows if row.ended_on is None]
    heads = [
        *("Action", "Who, by when", "Progress", "Measured by"),
        f"Newest{NUMBER}",
        "Over the years",
        "On the way?",
    ]
    if going:
        lines = "".join(_line(row, series.get((row.indicator, row.pupil_group), ())) for row in going)
        body = table("Actions of the plan", heads, lines, css="plan")
    else:
        body = "<p>No action is going on.</p>"
    note = (
        "Solid: the school’s published results. Dotted: the straight way from the baseline to the target. A "
        "result counts when the time it describes ended after the day of the baseline."
    )
    return card("Actions", body, note=note if going else "") + _ended([row for row in rows if row.ended_on])


def _ended(rows: Sequence[Any]) -> str:
    if not rows:
        return ""
    lines = "".join(
        f'<tr><th scope="row">{escape(row.action)}<small>{escape(row.priority)}</small></th>'
        f"<td>{escape(row.responsible)}</td><td>{escape(said.ended(row))}</td></tr>"
        for row in rows
    )
    body = table("Actions that ended", ["Action", "Who", "How it ended"], lines, css="plan")
    return folded_card(f"{said.count(len(rows), 'action')} ended", body)


def _line(row: Any, results: Sequence[tuple[str, Point | None]]) -> str:
    late = said.lateness(row.days_late)
    told = [row.progress_note, said.day(row.progress_on) if row.progress_on else None]
    value = '<span class="muted">–</span>'
    if row.value is not None:
        address = figure_address(row, urn=row.published_urn)
        value = f"{sourced(escape(written(row, row.value)), **address)}{_small(row.period)}"
    resources = f"With: {row.resources}" if row.resources else None
    way = said.from_to(row, partial(written, row))
    overdue = f'<span class="late">▼ {escape(late)}</span>' if late else ""
    why = f"{row.why} The result for the day of the target is awaited." if row.is_awaited else row.why
    return (
        f'<tr><th scope="row">{escape(row.action)}{_small(row.priority)}{_small(resources)}</th>'
        f"<td>{escape(row.responsible)}{_small(said.day(row.due_on))}{overdue}</td>"
        f"<td>{draw(said.PROGRESS[row.progress])}{''.join(map(_small, told))}</td>"
        f"<td>{escape(said.measured_by(row))}{_small(way)}</td>"
        f'<td class="n">{value}</td><td>{_picture(row, results)}</td>'
        f"<td>{draw(said.KPI[row.state])}{_small(why)}</td></tr>"
    )


def written(row: Any, number: float) -> str:
    """A number in the unit of a row's indicator."""
    return figure(number, int(row.decimals), row.unit)


def _picture(row: Any, results: Sequence[tuple[str, Point | None]]) -> str:
    if row.baseline is None or row.target is None or row.baseline_on is None:
        return '<span class="muted">–</span>'
    known = [f"{written(row, point[1])} in {period}" for period, point in results if point]
    alt = f"{', '.join(known) or 'No result'}; {said.from_to(row, partial(written, row))}."
    points = [point for _, point in results]
    return kpi_line(points, (row.baseline_on, row.baseline), (row.target_on, row.target), alt)


def reviews_card(reviews: Sequence[Any]) -> str:
    """What each review found, the newest first."""
    if not reviews:
        return card(
            "Reviews", "<p>Not reviewed yet. The framework asks for a review of actions every term.</p>"
        )
    order = sorted(reviews, key=lambda row: (row.on_day, row.revision), reverse=True)
    lines = "".join(
        f'<tr><th scope="row">{said.day(row.on_day)}</th><td>{escape(PACES[row.pace])}</td>'
        f"<td>{escape(row.note)}{_small(f'Next: {said.day(row.next_on)}' if row.next_on else None)}</td>"
        f"<td>{escape(row.saved_by)}</td></tr>"
        for row in order
    )
    body = table("Reviews of the plan", ["Day", "Pace", "What was found", "By"], lines, css="plan")
    return card(f"{said.count(len(reviews), 'review')}", body)


def definitions() -> str:
    """What red, amber and green mean for an action."""
    lines = "".join(
        f"<div><dt>{draw(said.PROGRESS[name])}</dt><dd>{escape(words)}</dd></div>"
        for name, words in DEFINITIONS.items()
    )
    return f'<dl class="facts means">{lines}</dl>'


def _small(words: object) -> str:
    return f"<small>{escape(words)}</small>" if words else ""


def last_day(period: str) -> date | None:
    """The last day of a year such as `2025/26` (31 August) or `2025-26` (31 March); None of anything else."""
    if len(period) != 7 or not period[:4].isdigit():
        return None
    return date(int(period[:4]) + 1, 3, 31) if "-" in period else date(int(period[:4]) + 1, 8, 31)
