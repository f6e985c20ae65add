"""What kind of school is this, what do the data indicate for it, and what is its context?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eif.ui.escape import escape
from eif.ui.figures import day, figure, is_known
from eif.ui.indicators import facts
from eif.ui.marks import candidate_mark, category_mark
from eif.ui.shell import card, link

CSS = """
.eif .who{display:flex;flex-wrap:wrap;gap:4px 18px;align-items:center;font-size:13.5px;color:var(--muted)}
.eif .who b{color:var(--ink);font-weight:600}
.eif .cards.two{grid-template-columns:repeat(auto-fit,minmax(300px,1fr))}
"""
UNKNOWN = "not known"


def identity_line(school: Any) -> str:
    """The line under the name: what kind of school this is, where, and in which trust."""
    pupils = f"<b>{int(school.roll):,}</b> pupils" if is_known(school.roll) else "roll not known"
    parts = [
        category_mark(school.indicated) if _text(school.indicated) else "",
        candidate_mark() if _is_candidate(school) else "",
        f"URN <b>{escape(school.urn)}</b>",
        escape(
            ", ".join(
                filter(None, [_capital(school.phase), _text(school.school_type) or _text(school.type_group)])
            )
        ),
        pupils,
        escape(_text(school.constituency)),
        escape(_text(school.trust_name)),
    ]
    if school.status != "open":
        closed = f" {day(school.closed)}" if is_known(school.closed) else ""
        parts.append(f"<b>{escape(_capital(school.status))}{closed}</b>")
    return '<div class="who">' + "".join(f"<span>{part}</span>" for part in parts if part) + "</div>"


def indicated_card(school: Any, followed_by: Sequence[Any]) -> str:
    """What the data indicate, why, and what the tier allows; for a school of the past, what followed it.

    `school` is a row of `screen_school`; `followed_by` are the listed schools (URN and name) it became.
    """
    if not _text(school.indicated):
        after = "".join(f"<p>Now {link(row.name, 'school', urn=row.urn)}.</p>" for row in followed_by)
        return card("Not rated", f"<p>Only open, state-funded schools are rated.</p>{after}")
    tier = (
        f"<p>Tier {int(school.tier)}: up to <b>{school.days:g}</b> days of support a year, if agreed.</p>"
        if is_known(school.tier)
        else "<p>No tier until there is enough evidence.</p>"
    )
    return card(
        f"Data indicate: {school.indicated}" + (", Embedded candidate" if _is_candidate(school) else ""),
        f"<p>{escape(school.why)}</p>{tier}",
        note="A prompt for conversation. The category is agreed between the school and the council.",
    )


def context_card(school: Any) -> str:
    """The intake; context is shown and never rated."""
    percent = [
        ("Free school meals, past six years", school.fsm6_pct),
        ("English as an additional language", school.eal_pct),
        ("SEN support", school.sen_sup_pct),
        ("Education, health and care plan", school.ehcp_pct),
    ]
    ages = (
        f"{int(school.low_age)} to {int(school.high_age)}"
        if is_known(school.low_age) and is_known(school.high_age)
        else UNKNOWN
    )
    pairs = [
        ("Pupils", figure(school.roll) if is_known(school.roll) else UNKNOWN),
        *((name, figure(value, 1, "percent") if is_known(value) else UNKNOWN) for name, value in percent),
        ("Ages", ages),
        ("Gender", _text(school.gender) or UNKNOWN),
        ("Postcode", _text(school.postcode) or UNKNOWN),
    ]
    period = f" Percentages: {school.context_period}." if _text(school.context_period) else ""
    return card("Context", facts(pairs), note=f"Context is never rated.{period}")


def _is_candidate(school: Any) -> bool:
    return is_known(school.embedded_candidate) and bool(school.embedded_candidate)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _capital(value: Any) -> str:
    return value.capitalize() if isinstance(value, str) else ""
