"""What does the framework ask in one area: how it is rated, its rules with thresholds, its descriptors?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eif.simulate.lever import AREA_COLUMNS, WAYS
from eif.snapshot import Snapshot
from eif.ui.escape import escape
from eif.ui.figures import count, lower_first
from eif.ui.shell import card, link
from eif.ui.tables import NUMBER, table, under

LEVELS = {
    "established": "Established",
    "developing": "Developing",
    "causing_concern": "Causing Concern",
    "embedded": "Embedded",
}
KINDS = {
    "fact": "a council return",
    "judgement": "a judgement",
    "inspection": "an inspection",
    "statutory": "the statutory register",
    "combination": "other rules together",
}
EVIDENCE = {"data": "figures", "la": "council records", "judgement": "people judge"}
CSS = """
.eif .rules td,.eif .rules th{vertical-align:top}
.eif .rules th .why,.eif .rules td .why{display:block;font-weight:400;font-size:13px;color:var(--muted)}
.eif .rules .limit+.limit{margin-top:6px}
.eif .rules .limit{display:block}
.eif .descriptors{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:14px}
.eif .descriptors li{font-size:13.5px;margin:0 0 6px}
.eif .tag{border:1px solid var(--line);border-radius:3px;padding:0 5px;font-size:12px;color:var(--muted)}
.eif ol.plain{margin:0;padding-left:20px;font-size:14px}
.eif ol.plain li{margin:0 0 5px;font-size:inherit}
.eif .tag.open{border-style:dashed;border-color:#8d979e}
@media (max-width:1000px){.eif .descriptors{grid-template-columns:repeat(2,minmax(0,1fr))}}
@media (max-width:768px){
.eif .descriptors{grid-template-columns:minmax(0,1fr)}
.eif table.rules{min-width:760px}
}
"""


def area_rules(snapshot: Snapshot, area: str) -> str:
    """Draw one area: its best-fit rule, its rules with their thresholds, its descriptors."""
    rules = sorted(snapshot.rows("rule", area=area), key=lambda row: row.ord)
    limits: dict[str, list[Any]] = {}
    for row in snapshot.rows("screen_threshold"):
        limits.setdefault(row.rule_id or row.scope, []).append(row)
    names = {row.descriptor: row for row in snapshot.rows("screen_descriptor")}
    titles = {row.indicator: row.title for row in snapshot.rows("indicator")}
    lines = "".join(_rule(rule, limits.get(rule.rule_id, []), names, titles) for rule in rules)
    heads = ["Rule", "Reads", "Speaks for", "Thresholds"]
    drawn = (
        table("Rules of the area", heads, lines, css="rules")
        if rules
        else '<p class="muted">No rule reads data for this area: people judge it.</p>'
    )
    (fit,) = snapshot.rows("area_rule", area=area)
    return "".join(
        [
            card(count(len(rules), "rule"), drawn),
            f'<div class="cards two">{_best_fit(fit)}{_shared(limits, snapshot.rows("choice"))}</div>',
            _descriptors([row for row in names.values() if row.area == area]),
        ]
    )


def _rule(rule: Any, limits: list[Any], names: dict[str, Any], titles: dict[str, str]) -> str:
    kind = " ".join(
        f'<span class="tag">{word}</span>'
        for word, holds in (("core", rule.core), ("decides alone", rule.hard))
        if holds
    )
    if rule.indicator:
        reads = link(titles.get(rule.indicator, rule.indicator), "indicators", indicator=rule.indicator)
    else:
        reads = escape(KINDS.get(rule.kind, rule.kind))
    speaks = "".join(
        f'<span class="limit">{LEVELS[level]}: {escape(names[cited].handle)} '
        f'<span class="muted small">p. {names[cited].page}</span></span>'
        for level in ("established", "developing", "causing_concern")
        if (cited := getattr(rule, level)) in names
    )
    drawn = "".join(map(_limit, limits)) or '<span class="muted">those of every rule</span>'
    return (
        f'<tr><th scope="row">{escape(rule.title)} {kind}{under(rule.question)}</th>'
        f"<td>{reads}</td><td>{speaks}</td><td>{drawn}</td></tr>"
    )


def _limit(row: Any) -> str:
    phase = "" if row.phase == "all" else f", {row.phase}"
    name = escape(f"{row.name.replace('_', ' ')}{phase}")
    move = link("try another", "framework", view="simulator", lever=row.threshold_id,
                label=f"Try another value: {row.rule_title}, {row.name}{phase}")  # fmt: skip
    return (
        f'<span class="limit"><b class="num">{row.value:g}</b> {escape(row.unit)}: {name} {_state(row)} '
        f'<span class="small">{move}</span>{under(f"{row.reason} ({row.set_by}).")}</span>'
    )


def _state(row: Any) -> str:
    """Draw whether a number is ratified: a proposal has a dashed edge."""
    return f'<span class="tag{"" if row.status == "ratified" else " open"}">{escape(row.status)}</span>'


def _best_fit(fit: Any) -> str:
    items = "".join(
        f'<li><span>{escape(words[0].upper() + words[1:])}</span><b class="num">'
        f"{getattr(fit, column):g}{'%' if column == 'amber_share' else ''}</b></li>"
        for column, words in AREA_COLUMNS.items()
    )
    facts = [
        "No school is Established while this area is unrated." if fit.key_area else "",
        "A red here decides the category alone." if fit.red_decides else "",
        "" if fit.rates_academies else "Academies are not rated here.",
    ]
    move = link("Try another best fit", "framework", view="simulator", lever=f"area.{fit.area}.reds_for_red")
    note = f"<p class='small muted gap'>{escape(' '.join(filter(None, facts)))} {_state(fit)}</p>"
    why = f"<p class='small muted'>{escape(fit.reason)} ({escape(fit.set_by)}). {move}</p>"
    return card("How its signals add up", f'<ul class="list">{items}</ul>{note}{why}')


def _choice(row: Any) -> str:
    about = WAYS[row.choice]
    move = link("try another", "framework", view="simulator", lever=f"choice.{row.choice}",
                label=f"Try another way: {about}")  # fmt: skip
    return (
        f'<span class="limit"><b>{escape(row.word)}</b>: {escape(about)} {_state(row)} '
        f'<span class="small">{move}</span>{under(f"{row.reason} ({row.set_by}).")}</span>'
    )


def _shared(limits: dict[str, list[Any]], choices: Sequence[Any]) -> str:
    chosen = "".join(map(_choice, choices))
    parts = [f'<h3>Ways of telling</h3><div class="rules"><p>{chosen}</p></div>']
    for scope, title in (("overall", "Overall category"), ("every rule", "Every rule")):
        drawn = "".join(map(_limit, limits.get(scope, [])))
        parts.append(f'<h3>{title}</h3><div class="rules"><p>{drawn}</p></div>')
    return card("What holds for every area", "".join(parts))


def _descriptors(descriptors: list[Any]) -> str:
    columns = []
    for level, title in LEVELS.items():
        held = [row for row in descriptors if row.level == level]
        items = "".join(
            f"<li>{escape(row.handle)} <span class='muted small'>p. {row.page}, "
            f"{'tested by ' + count(row.rules, 'rule') if row.rules else EVIDENCE[row.evidence]}</span></li>"
            for row in held
        )
        columns.append(f'<div><h3>{title}</h3><ul class="plain">{items}</ul></div>')
    return card(
        "What the framework describes",
        f'<div class="descriptors">{"".join(columns)}</div>',
        note="Short handles in our own words; the document’s text is authoritative.",
    )


def overview_table(areas: list[Any], snapshot: Snapshot, chosen: str) -> str:
    """Draw the areas as a choice, with how many rules and descriptors each has."""
    rules = [row.area for row in snapshot.rows("rule")]
    described = snapshot.rows("screen_descriptor")
    lines = ""
    for area in areas:
        mine = [row for row in described if row.area == area.area and row.level != "embedded"]
        name = (
            f'<b aria-current="true">{escape(area.title)}</b>'
            if area.area == chosen
            else link(area.title, "framework", area=area.area)
        )
        tested = sum(row.rules > 0 for row in mine)
        lines += (
            f'<tr><th scope="row">{name}</th><td class="n">{rules.count(area.area)}</td>'
            f'<td class="n">{tested} of {len(mine)}</td>'
            f"<td>{escape(lower_first('Key area' if area.key_area else ''))}</td></tr>"
        )
    heads = ["Area", f"Rules{NUMBER}", f"Descriptors a rule tests{NUMBER}", ""]
    return card("Areas", table("Areas of the framework", heads, lines))
