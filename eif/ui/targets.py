"""How are city targets shown: as a list, and one of them with its districts and schools?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eif.outputs.targets import (
    OUTCOMES,
    STATUSES,
    against,
    by_its_date,
    distance_words,
    figure_words,
    why_no_pupils,
)
from eif.ui.escape import escape
from eif.ui.figures import lower_first, signed
from eif.ui.marks import draw
from eif.ui.shell import card, link
from eif.ui.source import figure_address, sourced
from eif.ui.spark import spark
from eif.ui.tables import NUMBER, table, under
from eif.ui.trend import Line, Trend, years

CSS = """
.eif .targets th{font-weight:400}
.eif .targets tbody th{width:34%}
.eif .targets th a{font-weight:600}
.eif .targets td,.eif .targets th{vertical-align:top}
.eif .goals td:nth-child(2){width:9%}
.eif .goals td:nth-child(5){width:15%}
.eif .goals td:nth-child(7){width:15%}
.eif .targets .why{display:block;font-size:12.5px;color:var(--muted);font-weight:400;white-space:normal}
.eif .tall{max-height:520px;overflow:auto;position:relative;border-top:1px solid var(--line)}
.eif .tall thead th{position:sticky;top:0;background:#fff;z-index:1}
.st-key-target_years{background:#fff;border:1px solid var(--line);border-radius:8px}
.st-key-target_years{padding:13px 15px;gap:6px!important}
@media (max-width:768px){.eif table.targets{min-width:720px}}
"""
WARNING = (
    "Ambitions of 2014 and 2018, stored as they were quoted, to try the tracker on: they are not targets of "
    "the council today. The baselines of 2014 are not to be trusted: one table repeats the key stage 1 "
    "figures of pupils with SEN as their key stage 2 figures, and Birmingham at key stage 4 appears as 55, "
    "51 and 60% on different bases."
)
NONE_SET = (
    "The council has set no target here yet. A target is a row of targets.csv in a framework version of the "
    "council's own: measure, pupil group, where, whom it is compared with, allowed gap and date, with the "
    "status proposed or agreed."
)


def list_card(title: str, targets: Sequence[Any], places: Sequence[Any], la_code: str, note: str = "") -> str:
    """Draw targets that can be measured: outcome, distance, the years, and how it stood at its date."""
    lines = "".join(_line(row, places, la_code) for row in targets)
    heads = [
        "Target",
        "Now",
        f"Result{NUMBER}",
        f"Asked for{NUMBER}",
        "Distance",
        "Over the years",
        "By its date",
    ]
    return card(title, table(title, heads, lines, css="targets goals"), note=note)


def _line(row: Any, places: Sequence[Any], la_code: str) -> str:
    city = [one for one in places if one.target_id == row.target_id and one.place_kind == "city"]
    said = f"{row.indicator_title}, {lower_first(row.group_title)}: {against(row)}"
    value = sourced(
        escape(figure_words(row, row.city_value)), **figure_address(row, phase=row.phase, area=la_code)
    )
    where = f"{row.places_met} of {row.places} met" if row.geography != "city" else ""
    return (
        f'<tr><th scope="row">{link(row.title, "targets", target=row.target_id)}{under(said)}</th>'
        f"<td>{draw(OUTCOMES[row.outcome])}{under(where)}</td>"
        f'<td class="n">{value}{under(row.period)}</td>'
        f'<td class="n">{escape(figure_words(row, row.level))}</td>'
        f"<td>{escape(distance_words(row.distance, row.pupils, row.polarity))}</td>"
        f'<td class="trend">{_spark(row, city)}</td>'
        f"<td>{escape(by_its_date(row))}</td></tr>"
    )


def _spark(row: Any, city: Sequence[Any]) -> str:
    found = {one.period: one for one in city}
    periods = years(sorted(found))
    known = [(period, found[period]) for period in periods if period in found]
    words = "; ".join(
        f"{period}: {figure_words(row, one.value)}, asked for {figure_words(row, one.level)}"
        for period, one in known
    )
    values = [found[period].value if period in found else None for period in periods]
    asked = [found[period].level if period in found else None for period in periods]
    return spark(values, asked, f"{row.title}. {words}.")


def unmeasured_card(targets: Sequence[Any]) -> str:
    """Draw targets that cannot be measured, each with its reason."""
    lines = "".join(
        f'<tr><th scope="row">{link(row.title, "targets", target=row.target_id)}'
        f"{under(f'{STATUSES[row.status]}, {by_its_date(row)}')}</th>"
        f"<td>{draw(OUTCOMES[row.outcome])}</td><td>{escape(row.reason)}</td></tr>"
        for row in targets
    )
    title = f"Not measurable: {len(targets)}"
    return card(title, table(title, ["Target", "Now", "Why"], lines, css="targets"))


def trend_of(
    row: Any, city: Sequence[Any], name: str, breaks: Mapping[str, str], gaps: Mapping[str, str]
) -> Trend:
    """The city over the years beside what the target asks for each year; `breaks` and `gaps` by period."""
    found = {one.period: one for one in city}
    periods = years(sorted(found))
    values = tuple(found[period].value if period in found else None for period in periods)
    asked = tuple(found[period].level if period in found else None for period in periods)
    measure = f"{row.indicator_title}, {lower_first(row.group_title)}"
    lines = (Line("la", name, values), Line("national", "Asked for", asked))
    return Trend(row.title, measure, row.unit, row.decimals or 0, periods, lines, gaps=gaps, breaks=breaks)


def places_card(title: str, row: Any, places: Sequence[Any], note: str) -> str:
    """Draw districts or schools, the one with most pupils short first."""
    if not places:
        return card(title, "<p>No result of any of them is loaded for this group.</p>")
    lines = "".join(_place(row, one) for one in sorted(places, key=_most_short))
    heads = ["Place", "Now", f"Result{NUMBER}", f"Points{NUMBER}", f"Pupils short{NUMBER}", f"Pupils{NUMBER}"]
    return card(title, table(title, heads, lines, region="tall"), note=note)


def _most_short(one: Any) -> tuple[int, float, str]:
    """Most pupils short first, then furthest below; what is not measured comes last."""
    missing = one.distance is None
    return (1_000_000 if missing else one.pupils or 0, 0.0 if missing else one.distance, one.place)


def _place(row: Any, one: Any) -> str:
    name = link(one.place, "school", urn=one.urn) if one.urn else escape(one.place)
    short = (
        f"{-one.pupils:,}"
        if one.pupils is not None and one.pupils < 0
        else "0"
        if one.pupils is not None
        else "–"
    )
    reason = under(one.reason)
    value = escape(figure_words(row, one.value))
    if one.published_urn:
        value = sourced(value, **figure_address(row, urn=one.published_urn))
    return (
        f'<tr><th scope="row">{name}</th><td>{draw(OUTCOMES[one.outcome])}{reason}</td>'
        f'<td class="n">{value}</td>'
        f'<td class="n">{escape(signed(one.distance, 1))}</td>'
        f'<td class="n">{short}</td>'
        f'<td class="n">{f"{one.cohort:,.0f}" if one.cohort is not None else "–"}</td></tr>'
    )


def facts_card(row: Any) -> str:
    """Draw what was set, by whom and until when."""
    facts = (
        ("Asks for", against(row)),
        ("Measure", row.indicator_title),
        ("Pupil group", row.group_title),
        ("Status", STATUSES[row.status]),
        ("By its date", by_its_date(row)),
        ("In pupils", why_no_pupils(row)),
        ("Source", row.source),
        ("Note", row.note),
    )
    drawn = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in facts if value
    )
    return card("What was set", f'<dl class="facts">{drawn}</dl>')
