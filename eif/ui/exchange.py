"""How are givers, matches and brokered support drawn?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eif.casework.given import HALVES
from eif.casework.words import SUPPORT_STATES
from eif.ui.escape import escape
from eif.ui.figures import count, day
from eif.ui.shell import anchor, card, folded_card, link
from eif.ui.tables import table

CSS = """
.eif .exchange td,.eif .exchange th{vertical-align:top;padding-top:7px;padding-bottom:7px}
.eif .exchange small{display:block;color:var(--muted);font-size:12.5px;font-weight:400;line-height:1.35}
.eif .exchange ul{margin:0;padding-left:16px}
.eif .exchange li{margin:0 0 3px;font-size:13.5px}
.eif .exchange .wide{min-width:250px}
.eif .exchange.match .wide{width:44%}
.eif .exchange .day{white-space:nowrap}
.eif .exchange .mid{min-width:150px}
.eif .exchange p{margin:0 0 4px;font-size:13.5px}
.eif .flag{display:inline-block;border:1px solid #8d979e;border-radius:4px;padding:0 6px;font-size:12.5px}
.eif .flag.free{background:#e3f2ea;color:#00472f;border-color:#a9d3be}
.eif .flag.full{background:#ffe9b8;color:#3d2a00;border-color:#d9a520}
.eif .flag.late{background:#b10e1e;color:#fff;border-color:#b10e1e}
.st-key-asked{background:#fff;border:1px solid var(--line);border-radius:8px;padding:8px 15px 13px}
"""
# The criteria of `screen_match`, in their order.
ORDER = (
    "Ordered by one criterion after another, with no score: days free now, then nothing offered yet, then "
    "all in use; strong on more of the measures; the stronger test; strong practice recorded; among those "
    "most alike; nearer."
)
AVAILABLE = {1: ("free", "✓ Days free"), 2: ("", "? Not asked yet"), 3: ("full", "◆ All in use")}
# How many candidates are drawn at once; the workbook has all.
MOST = 8


def days(half_days: int | None) -> str:
    """Half days as days: 3, 2.5; an en dash where none are known."""
    return "–" if half_days is None else f"{half_days / HALVES:g}"


def match_card(title: str, matches: Sequence[Any]) -> str:
    """Draw the candidates in their order, each with its reasons."""
    lines = "".join(_match(row) for row in matches[:MOST])
    heads = ["Place", "School", "Strong on what is weak here", "How alike, how near", "Free?"]
    note = ORDER if len(matches) <= MOST else f"The first {MOST} of {len(matches):,}; Excel has all. {ORDER}"
    return card(title, table("Candidates with their reasons", heads, lines, css="exchange match"), note=note)


def _match(row: Any) -> str:
    measures = row.measures or ["No figure speaks for this area: what people recorded counts."]
    strong = "".join(f"<li>{escape(sentence)}</li>" for sentence in measures[:4])
    more = f"<small>and {count(len(measures) - 4, 'more measure')}</small>" if len(measures) > 4 else ""
    said = escape(" ".join((row.standing, *row.recognised)))
    css, words = AVAILABLE[row.availability]
    practice = f"<small>{escape(row.practice)}</small>" if row.practice else ""
    return (
        f'<tr><td class="n">{row.place}</td><th scope="row" class="mid">'
        f"{link(row.giver_name, 'school', urn=row.giver_urn, area=row.area)}"
        f"<small>{escape(_where(row))}</small></th>"
        f'<td class="wide"><ul>{strong}</ul>{more}<small>{said}</small></td>'
        f'<td class="mid"><p>{escape(row.intake)}</p><p>{escape(row.near)}</p></td>'
        f'<td class="mid"><span class="flag {css}">{words}</span><p>{escape(row.availability_words)}</p>'
        f"{practice}</td></tr>"
    )


def _where(row: Any) -> str:
    return ", ".join(part for part in (row.phase, row.type_group, row.ward) if part)


def barred_card(rows: Sequence[Any]) -> str:
    """Draw those that offer this area and cannot help here, each with what stands in the way."""
    lines = "".join(
        f"<tr><th scope='row'>{link(row.giver_name, 'school', urn=row.giver_urn)}</th>"
        f"<td>{escape(row.barrier)}</td></tr>"
        for row in rows
    )
    return folded_card(
        f"{count(len(rows), 'school')} with an offer in this area cannot help here, and why",
        table("Offers that do not fit, with the reason", ["School", "Why not"], lines, css="exchange"),
    )


def offers_card(offers: Sequence[Any]) -> str:
    """Draw the register of givers."""
    lines = "".join(_offer(row) for row in offers)
    heads = ["Giver", "Areas", "What it does well", "From", "To", "Days #", "In use #", "Free #"]
    body = (
        table("Capacity givers", heads, lines, css="exchange")
        if offers
        else "<p>No school has offered support yet. Record the first offer below.</p>"
    )
    return card("Register of givers", body)


def _offer(row: Any) -> str:
    name = link(row.name, "school", urn=row.urn) if row.urn else escape(row.name)
    state = "" if row.state == "open" else f'<span class="flag">{escape(row.state.capitalize())}</span>'
    concern = f'<span class="flag late">▼ {escape(row.concern)}</span>' if row.concern else ""
    free = f'<span class="flag {"free" if row.free > 0 else "full"}">{days(row.free)}</span>'
    return (
        f'<tr><th scope="row" class="mid">{name}<small>{escape(row.phase or "")}</small>{state}{concern}</th>'
        f"<td>{escape(', '.join(row.area_titles or []))}</td><td class='wide'>{escape(row.practice)}</td>"
        f"<td class='day'>{day(row.from_on)}</td><td class='day'>{day(row.to_on)}</td>"
        f"<td class='n'>{days(row.half_days)}</td>"
        f"<td class='n'>{days(row.used)}</td><td class='n'>{free}</td></tr>"
    )


def support_card(rows: Sequence[Any]) -> str:
    """Draw what was brokered: in hand first, the late ones at the top, then what ended."""
    lines = "".join(_support(row) for row in rows)
    heads = ["School", "Supported by", "In", "Days", "From", "To", "Where it stands"]
    body = (
        table("Brokered support", heads, lines, css="exchange")
        if rows
        else "<p>Nothing has been brokered yet.</p>"
    )
    return card("Brokered support and what it came to", body)


def _support(row: Any) -> str:
    name = link(row.name, "school", urn=row.urn) if row.urn else escape(row.name)
    giver = link(row.giver_name, "school", urn=row.giver_urn) if row.giver_urn else escape(row.giver_name)
    reasons = "".join(f"<li>{escape(line)}</li>" for line in row.reasons if line)
    why = f"<details><summary>Why this giver</summary><p>{escape(row.why)}</p><ul>{reasons}</ul></details>"
    if row.late:
        state = '<span class="flag late">▼ Past its last day: what came of it?</span>'
    else:
        css = "free" if row.state == "completed" else ""
        state = f'<span class="flag {css}">{escape(SUPPORT_STATES[row.state])}</span>'
    ended = f" on {day(row.outcome_on)}" if row.outcome_on else ""
    given = f", {days(row.half_days_given)} given" if row.half_days_given is not None else ""
    outcome = f"<p>{escape(row.outcome)}</p>" if row.outcome else ""
    return (
        f'<tr><th scope="row" class="mid">{name}</th><td class="mid">{giver}{why}</td>'
        f"<td>{escape(row.area_title)}</td><td>{days(row.half_days)}{given}</td>"
        f"<td class='day'>{day(row.from_on)}</td>"
        f"<td class='day'>{day(row.to_on)}</td><td class='wide'>{state}{ended}{outcome}</td></tr>"
    )


def doors_card(rows: Sequence[Any], titles: dict[str, str]) -> str:
    """Draw the schools of most concern with their red areas, each a door to its matches."""
    lines = "".join(
        f'<tr><th scope="row">{link(name, "school", urn=urn)}</th><td>'
        + " · ".join(
            anchor(
                escape(titles[area]),
                "exchange",
                label=f"{titles[area]}: matches for {name}",
                urn=urn,
                area=area,
            )
            for area in areas
        )
        + "</td></tr>"
        for urn, name, areas in rows
    )
    return card(
        "Schools of most concern, and where they are red",
        table("Schools with red areas", ["School", "Find support in"], lines, css="exchange"),
        note="Choose an area to see who could help there.",
    )
