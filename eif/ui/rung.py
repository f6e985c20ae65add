"""How is one rule of the ladder drawn: the figure, its comparators, the threshold, the outcome, the evidence?

Every number leads to its origin: the figure to its cell, a comparator to England's, the city's or the similar
schools' figures, a threshold to its row of the framework.
"""

from __future__ import annotations

import re
from typing import Any

from eif.outputs.words import LEVEL
from eif.ui.escape import escape
from eif.ui.figures import NONE, amount, count, day, figure, is_known, is_text
from eif.ui.marks import draw
from eif.ui.shell import link
from eif.ui.source import figure_address, sourced

# A period that is a single day.
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def ladder_row(rung: Any, home_la: str) -> str:
    """Draw one rule (a row of `screen_ladder`) in full; `home_la` is the council's code."""
    handle = (
        f"{rung.descriptor} {rung.handle}, framework page {int(rung.page)}" if is_text(rung.handle) else None
    )
    weight = "Hard rule: decides alone" if rung.hard else "Core rule" if rung.core else None
    return (
        f'<tr><th scope="row">{escape(rung.title)}{small(handle)}{small(weight)}'
        f'<span class="why">{escape(rung.reason)}</span></th>'
        f"<td>{_own(rung)}</td><td>{_beside(rung, home_la)}</td><td>{threshold(rung)}</td>"
        f"<td>{outcome(rung)}{small(rung.distance)}</td>"
        f'<td class="file">{_evidence(rung)}</td></tr>'
    )


def outcome(rung: Any) -> str:
    """What the rule found, in a mark; where it could not be tested, why."""
    return draw(LEVEL[int(rung.level) if is_known(rung.level) else None], rung.outcome)


def own_figure(rung: Any) -> str:
    """The school's figure, leading to its cell where it has one."""
    if not is_known(rung.value) and is_text(rung.evidence):
        return escape(rung.evidence)
    value = escape(amount(rung.value, rung.unit, _decimals(rung)))
    if is_known(rung.value) and is_text(rung.indicator):
        return sourced(value, **figure_address(rung, urn=rung.published_urn))
    return value


def dated(rung: Any) -> str | None:
    """Of when the evidence is: its period, else its day."""
    if is_text(rung.period):
        return day(rung.period) if _ISO_DAY.fullmatch(rung.period) else str(rung.period)
    return day(rung.as_of) if rung.as_of is not None else None


def comparator(rung: Any, home_la: str) -> str:
    """What the rule compares with, leading to where that comes from."""
    name = rung.comparator_name
    written = escape(amount(rung.comparator, rung.unit, _decimals(rung)))
    if not (is_known(rung.comparator) and is_text(rung.indicator)):
        return written
    known = {
        "national": rung.national,
        "similar schools": rung.similar_mean,
        "schools of the area": rung.la,
    }
    if name == "other pupils nationally" and is_text(rung.pair):
        address = figure_address(rung, phase=rung.phase, area="England") | {"group": rung.pair}
        return sourced(written, **address)
    return _door(rung, name, written, home_la) if is_known(known.get(name)) else written


def threshold(rung: Any) -> str:
    """The threshold, leading to its row of the framework, and whether it is proposed."""
    if not is_known(rung.threshold):
        tested = is_known(rung.level) and is_text(rung.indicator)
        words = "no threshold: a rank or a test" if tested else NONE
        return f'<span class="muted">{words}</span>'
    phase = rung.phase if is_text(rung.phase) else "all"
    written = escape(amount(rung.threshold, rung.threshold_unit))
    status = f' <span class="why in-line">{escape(rung.threshold_status)}</span>'
    return sourced(written, rule=rung.rule_id, phase=phase) + status


def _own(rung: Any) -> str:
    interval = (
        f"95% interval {figure(rung.interval_low, _decimals(rung))} to "
        f"{figure(rung.interval_high, _decimals(rung), rung.unit)}"
        if is_known(rung.interval_low) and is_known(rung.interval_high)
        else None
    )
    cohort = count(rung.cohort, "pupil") if is_known(rung.cohort) else None
    return own_figure(rung) + small(dated(rung)) + small(cohort) + small(interval)


def _beside(rung: Any, home_la: str) -> str:
    """National, similar schools and the council side by side; the one the rule uses stands out."""
    similar = f"similar schools ({int(rung.similar_k)})" if is_known(rung.similar_k) else "similar schools"
    known = (
        ("national", "national", rung.national),
        ("similar schools", similar, rung.similar_mean),
        ("schools of the area", "the city", rung.la),
    )
    lines = []
    if rung.comparator_name not in {name for name, _, _ in known} and is_known(rung.comparator):
        lines.append((escape(rung.comparator_name), comparator(rung, home_la), True))
    for name, words, value in known:
        if is_known(value):
            if name == "similar schools" and is_text(rung.similar_method):
                words = f'<abbr title="{escape(rung.similar_method)}">{words}</abbr>'
            written = escape(amount(value, rung.unit, _decimals(rung)))
            lines.append((words, _door(rung, name, written, home_la), name == rung.comparator_name))
    if not lines:
        return f'<span class="muted">{NONE}</span>'
    return "<dl>" + "".join(_pair(words, written, used) for words, written, used in lines) + "</dl>"


def _pair(words: str, written: str, used: bool) -> str:
    css = ' class="used"' if used else ""
    return f"<dt{css}>{words}</dt><dd{css}>{written}</dd>"


def _door(rung: Any, name: str, written: str, home_la: str) -> str:
    if name == "similar schools":
        return sourced(written, **figure_address(rung, urn=rung.published_urn, of="similar"))
    area = "England" if name == "national" else home_la
    return sourced(written, **figure_address(rung, phase=rung.phase, area=area))


def _evidence(rung: Any) -> str:
    if not is_text(rung.file_name):
        return f'<span class="muted">{NONE}</span>'
    name = rung.file_name.rpartition("/")[2]
    age = f"{count(rung.age_months, 'month')} old" if is_known(rung.age_months) else None
    return (
        link(name, "about_data", file=rung.extract_id)
        + small(rung.publisher)
        + small(rung.release_status)
        + small(age)
    )


def _decimals(rung: Any) -> int:
    return int(rung.decimals) if is_known(rung.decimals) else 1


def small(words: Any) -> str:
    """Words under a figure, in small print; nothing where there are none."""
    return f"<small>{escape(words)}</small>" if is_text(words) else ""
