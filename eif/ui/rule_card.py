"""How is one rule of the framework drawn: what it asks, its thresholds, who set them, what it bears on?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eif.provenance import RuleOrigin
from eif.ui.escape import escape
from eif.ui.figures import amount, day, is_text
from eif.ui.shell import card

LEVELS = {"established": "Established", "developing": "Developing", "causing_concern": "Causing Concern"}


def finding(origin: RuleOrigin) -> str:
    """The title: what the rule's own thresholds are."""
    if not origin.own:
        return f"{origin.rule.title}: no threshold of its own"
    said = ", ".join(f"{words(row.name)} {amount(row.value, row.unit)}" for row in origin.own)
    return f"{origin.rule.title}: {said}"


def words(name: str) -> str:
    """A threshold's name as people say it."""
    return name.replace("_", " ")


def thresholds_card(title: str, rows: Sequence[Any], file: str) -> str:
    """Draw thresholds (`screen_threshold`) with who set each, since when and why."""
    if not rows:
        return ""
    lines = "".join(
        f'<tr><th scope="row">{escape(words(row.name))}</th>'
        f'<td class="n">{escape(amount(row.value, row.unit))}</td>'
        f"<td>{escape(row.phase)}</td><td>{escape(row.status)}</td><td>{escape(row.set_by)}</td>"
        f"<td>{day(row.valid_from)}</td><td>{escape(row.reason)}</td>"
        f"<td><code>{escape(row.threshold_id)}</code></td></tr>"
        for row in rows
    )
    heads = "".join(
        f'<th scope="col"{css}>{head}</th>'
        for head, css in (
            *(("Threshold", ""), ("Value", ' class="n"'), ("Phase", ""), ("Status", ""), ("Set by", "")),
            *(("Since", ""), ("Why", ""), ("Row", "")),
        )
    )
    return card(
        title,
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(title)}"><table>'
        f'<caption class="hidden-text">{escape(title)}</caption><thead><tr>{heads}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>",
        note=f"Rows of {file}. Proposed until the council ratifies them.",
    )


def rule_card(origin: RuleOrigin) -> str:
    """Draw what the rule asks and which descriptors of the framework it bears on."""
    rule = origin.rule
    lines = "".join(
        f"<li><span><b>{LEVELS[row.level]}</b> {escape(row.descriptor)} {escape(row.handle)}</span>"
        f'<span class="small muted">page {int(row.page)}</span></li>'
        for row in origin.descriptors
    )
    weight = "Core rule." if rule.core else "Supporting rule."
    question = f"<p>{escape(rule.question)}</p>" if is_text(rule.question) else ""
    return card(
        "What the rule bears on",
        f'<p class="small muted">{weight} Test: {escape(words(rule.test))}.</p>{question}'
        f'<ul class="list">{lines}</ul>',
        note="Handles are short labels; the framework’s own text is authoritative.",
    )
