"""How is the catalogue shown: as a list of indicators, and one of them with all that is known of it?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from eif.outputs.catalogue import KINDS, STATES, better, dated, found_in, loaded, periods, valid
from eif.ui.escape import escape
from eif.ui.figures import count, day
from eif.ui.shell import card, link
from eif.ui.tables import table, under

CSS = """
.eif .catalogue th{font-weight:400;width:52%}
.eif .catalogue td:nth-child(2){width:20%}
.eif .catalogue th a{font-weight:600}
.eif .catalogue td{vertical-align:top}
.eif .catalogue th{vertical-align:top}
.eif .why{display:block;font-size:12.5px;color:var(--muted);font-weight:400}
.eif .state{font-size:13px;white-space:nowrap}
.eif .state.unread{color:var(--muted);border:1px dashed #8d979e;border-radius:4px;padding:0 6px}
@media (max-width:768px){.eif table.catalogue{min-width:620px}}
"""
MARKS = {"loaded": "●", "not loaded": "○", "unread": "–"}


def listed(entries: Sequence[Any]) -> str:
    """Draw the entries in a card an area, in their order."""
    cards = []
    for title, group in groupby(entries, key=lambda row: row.area_title):
        found = list(group)
        lines = "".join(_line(row) for row in found)
        heads = ["Indicator and question", "Kind and direction", "Loaded now", "Rules"]
        cards.append(
            card(f"{title}: {len(found)}", table(f"Indicators: {title}", heads, lines, css="catalogue"))
        )
    return "".join(cards)


def _line(row: Any) -> str:
    name = link(row.title, "indicators", indicator=row.indicator)
    rules = count(len(row.rules), "rule") if row.rules else "none"
    return (
        f'<tr><th scope="row">{name}{under(row.question)}</th>'
        f"<td>{escape(KINDS[row.kind])}{under(better(row))}</td>"
        f"<td>{state(row)}{under(periods(row) or None)}</td>"
        f"<td>{escape(rules)}</td></tr>"
    )


def state(row: Any) -> str:
    """Draw whether it is loaded: a mark and the word."""
    css = " unread" if row.state == "unread" else ""
    words = f"{MARKS[row.state]} {STATES[row.state]}"
    return f'<span class="state{css}">{escape(words)}</span>'


def one(row: Any) -> str:
    """Draw one entry with all that the catalogue says of it."""
    doors = [link("All indicators", "indicators")]
    if row.is_observed and row.state == "loaded":
        doors.insert(0, link("See it over time", "trends", indicator=row.indicator))
    unread = (
        f'<p class="notice"><b>{escape(STATES["unread"])}.</b> {escape(row.unread)}</p>' if row.unread else ""
    )
    left = _facts_card("What it counts", _what(row))
    right = (
        card("What it cannot say", f"<p>{escape(row.cannot_say)}</p>"),
        _facts_card("Periods", _when(row)),
        _facts_card("What it is evidence for", _evidence(row)),
    )
    cards = f'<div class="cards two"><div>{left}</div><div>{"".join(right)}</div></div>'
    return f"{unread}{cards}<p>{' · '.join(doors)}</p>"


def _facts_card(title: str, facts: Iterable[tuple[str, str]]) -> str:
    """Draw names and values, which are HTML already; one without a value is left out."""
    drawn = "".join(f"<div><dt>{escape(name)}</dt><dd>{body}</dd></div>" for name, body in facts if body)
    return card(title, f'<dl class="facts">{drawn}</dl>')


def _lines(texts: Iterable[str]) -> str:
    return "<br>".join(map(escape, texts))


def _what(row: Any) -> Iterator[tuple[str, str]]:
    unit = f", in {row.unit}" if row.unit and row.unit != "score" else ""
    yield "Kind", escape(f"{KINDS[row.kind]}{unit}")
    yield "Direction", escape(better(row))
    yield "Counts", escape(row.numerator or "")
    yield "Out of", escape(row.denominator or "")
    yield "For", escape(f"{row.key_stage}: {', '.join(row.phases)}")
    yield "Pupil groups", escape("; ".join(row.group_titles))
    least = row.min_cohort
    yield "Rated from", "" if least is None else escape(f"{least} pupils" if least > 1 else "any number")
    yield "Source", escape(row.source)
    yield "Found in", _lines(found_in(row))
    yield "Next review", escape(day(row.next_review))
    yield "Name in files", f"<code>{escape(row.indicator)}</code>"


def _when(row: Any) -> Iterator[tuple[str, str]]:
    yield "Loaded now", escape(loaded(row))
    yield "Valid", escape(valid(row))
    yield "Not comparable before and from", _lines(dated(row.breaks))
    yield "No figure for", _lines(dated(row.gaps))


def _evidence(row: Any) -> Iterator[tuple[str, str]]:
    yield "Area", escape(row.area_title)
    for each in row.evidence:
        yield each["descriptor"], escape(each["handle"])
    if not row.evidence:
        yield "Descriptors", escape(row.not_evidence or "None: it is context and never rated")
    yield "Used by rules", _lines(row.rules) or "None"
