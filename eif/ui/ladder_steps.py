"""How are a school's place on the ladder of intervention, and how it came there, drawn?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from eif.casework import letter_rules
from eif.casework.decisions import DECISIONS
from eif.casework.escalations import BLOCKED_BY, ESCALATED_TO
from eif.casework.ladder_rules import INTERVENTION, NOTICE, OUTCOMES, STATES
from eif.ui.escape import escape
from eif.ui.figures import day
from eif.ui.shell import card
from eif.ui.tables import table, under

CSS = """
.eif ol.rungs{list-style:none;margin:0;padding:0;display:grid;gap:6px;
grid-template-columns:repeat(8,minmax(0,1fr))}
.eif ol.rungs li{margin:0;padding:7px 8px;border:1px solid var(--line);border-radius:6px;font-size:12.5px;
line-height:1.3;color:var(--muted);background:#fff}
.eif ol.rungs b{display:block;font-size:15px;font-variant-numeric:tabular-nums}
.eif ol.rungs li.been{color:var(--ink);border-color:#8d979e}
.eif ol.rungs li[aria-current]{background:#12436d;border-color:#12436d;color:#fff}
.eif ol.rungs li.beyond{border-style:dashed}
.eif .story td,.eif .story th{vertical-align:top;font-size:13.5px}
.eif .story tbody th{white-space:nowrap}
.eif .story .why{display:block;font-weight:400;font-size:12.5px;color:var(--muted)}
@media (max-width:900px){.eif ol.rungs{grid-template-columns:repeat(2,minmax(0,1fr))}}
"""
COUNCIL = "Recorded"


class Told(NamedTuple):
    """One line of the story: when, what, in which words, by whom, and the document's address."""

    on: date
    what: str
    words: Sequence[str]
    by: str
    document: str | None = None


def rungs_card(now: int, been: Iterable[int], has_powers: bool) -> str:
    """Draw the eight states, those the school has been in, and where it stands."""
    before = set(been)
    drawn = "".join(_rung(state, now, before, has_powers) for state in STATES)
    note = (
        ""
        if has_powers
        else "States 5 and 6 are beyond the council here: its powers reach maintained schools only. "
        "Raise the matter with the Regional Director, and record it as an escalation."
    )
    return card("Where the school stands", f'<ol class="rungs">{drawn}</ol>', note=note)


def _rung(state: int, now: int, been: set[int], has_powers: bool) -> str:
    current = ' aria-current="step"' if state == now else ""
    mark = "●" if state == now else "✓" if state in been else "○"
    beyond = state in (NOTICE, INTERVENTION) and not has_powers
    css = " ".join(name for name, holds in (("been", state in been), ("beyond", beyond)) if holds)
    said = "Here" if state == now else "Not for this school" if beyond else ""
    return (
        f'<li class="{css}"{current}><b>{state} <span aria-hidden="true">{mark}</span></b>'
        f"{escape(STATES[state])}{f'<br><strong>{said}</strong>' if said else ''}</li>"
    )


def story_card(lines: Sequence[Told]) -> str:
    """Draw what happened, the newest first."""
    rows = "".join(_line(line) for line in sorted(lines, key=lambda line: line.on, reverse=True))
    if not lines:
        return card("What happened", '<p class="muted">Nothing is recorded: the universal offer.</p>')
    return card(
        "What happened", table("Steps, letters and decisions", ["Day", "What", "By"], rows, css="story")
    )


def _line(line: Told) -> str:
    address = line.document or ""
    paper = (
        f'<a href="{escape(address)}" rel="noopener noreferrer">Document</a>'
        if address.startswith("https://")
        else ""
    )
    words = "".join(under(one) for one in line.words if one)
    return (
        f'<tr><th scope="row">{escape(day(line.on))}</th><td>{escape(line.what)}{words}{paper}</td>'
        f"<td>{escape(line.by)}</td></tr>"
    )


def story(
    steps: Sequence[Any], sent: Sequence[Any], escalated: Sequence[Any], decided: Sequence[Any]
) -> list[Told]:
    """What the records of a school tell, each with its day."""
    lines = [
        Told(
            row.on_day,
            f"Step {row.state}: {STATES[row.state]}",
            [OUTCOMES.get(row.outcome or "", ""), row.reason],
            row.decided_by,
            row.document,
        )
        for row in steps
        if row.letter_id is None
    ]
    by_letter = {row.letter_id: row for row in steps}
    for row in sent:
        step = by_letter.get(row.record_id)
        what = f"Step {step.state}: {letter_words(row)}" if step else letter_words(row)
        by, paper = (step.decided_by, step.document) if step else (row.saved_by, None)
        lines.append(Told(row.issued_on, what, _letter(row), by, paper))
        if row.outcome:
            came = letter_rules.OUTCOMES[row.outcome].lower()
            what = f"Outcome of the {letter_rules.KINDS[row.kind].lower()}: {came}"
            lines.append(Told(row.outcome_on, what, [row.outcome_note or ""], row.saved_by))
    for row in escalated:
        what = f"Escalated to: {ESCALATED_TO[row.escalated_to]}"
        lines.append(
            Told(row.on_day, what, [f"Held up by: {BLOCKED_BY[row.blocked_by]}", row.matter], COUNCIL)
        )
        if row.outcome:
            lines.append(Told(row.outcome_on, "Escalation resolved", [row.outcome], row.saved_by))
    for row in decided:
        what = f"Board: {DECISIONS[row.decision]}"
        acts = f"{row.owner} by {day(row.due_on)}" if row.owner else ""
        lines.append(Told(row.meeting_on, what, [row.rationale, acts], row.saved_by))
    return lines


def letter_words(row: Any) -> str:
    """A letter by its kind and ground."""
    ground = f" ({row.ground})" if row.ground else ""
    return f"{letter_rules.KINDS[row.kind]}{ground}"


def _letter(row: Any) -> list[str]:
    return [
        row.matters,
        f"Required: {row.action_required}" if row.action_required else "",
        f"To comply by {day(row.comply_by)}" if row.comply_by else "",
        f"Copied to: {', '.join(row.copied_to)}" if row.copied_to else "",
    ]
