"""On what does the rating of one area of one school rest, rung by rung?

Every rule with the descriptor it bears on, the school's figure and its interval, each comparator, the
threshold and who set it, the outcome in words and how many pupils another outcome is away, and the file the
evidence comes from and its age. Each number leads to its origin.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from eif.outputs.words import RATING
from eif.ui.escape import escape
from eif.ui.figures import count, day, is_known, is_text
from eif.ui.marks import category_mark, draw
from eif.ui.rung import ladder_row
from eif.ui.shell import card

CSS = """
.eif .ladder td,.eif .ladder th{vertical-align:top;font-size:13.5px;padding:7px 9px 7px 0}
.eif .ladder thead th{font-size:12.5px}
.eif .ladder tbody th{font-weight:600;width:36%;min-width:230px}
.eif .ladder small,.eif .ladder .why{display:block;font-weight:400;font-size:12.5px;line-height:1.35}
.eif .ladder small,.eif .ladder .why{color:var(--muted)}
.eif .ladder .mark{font-size:12.5px}
.eif .ladder dl{display:grid;grid-template-columns:auto auto;gap:0 8px;justify-content:start}
.eif :is(.ladder dl,.views){margin:0;padding:0;font-size:13.5px}
.eif :is(.ladder,.views) :is(dt,dd){margin:0;font-size:13.5px}
.eif .ladder dt{color:var(--muted)}
.eif .ladder dd{text-align:right;font-variant-numeric:tabular-nums}
.eif .ladder .used{font-weight:700;color:var(--ink)}
.eif .ladder .file{overflow-wrap:anywhere;min-width:130px;max-width:260px}
.eif .views{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr))}
.eif .views{gap:6px 18px;margin-bottom:10px}
.eif .views dt{color:var(--muted)}
.eif .views dd{margin-top:2px}
.eif .views small{display:block;font-size:12.5px;color:var(--muted)}
"""
VIEWS = (
    ("self_evaluation", "School says"),
    ("la_validation", "Council validates"),
    ("sia_judgement", "Adviser judges"),
    ("agreed", "Agreed"),
)
NOT_RECORDED = "not recorded"


def ladder_card(
    area: Any,
    cell: Any,
    rungs: Sequence[Any],
    descriptors: Sequence[Any],
    judged: Sequence[Any],
    home_la: str,
    *,
    only: bool = False,
) -> str:
    """Draw every rule of one area (`screen_ladder`), what was concluded, and what data cannot say.

    `area` is a row of `screen_area`, `cell` the school's of `screen_grid_cell`, `judged` its judgements of
    the area by people, `home_la` the council's code. With `only` the rules that found nothing of note are
    left out.
    """
    tested = sorted(
        (rung for rung in rungs if is_known(rung.level)), key=lambda rung: (-rung.level, rung.ord)
    )
    untested = sorted((rung for rung in rungs if not is_known(rung.level)), key=lambda rung: rung.ord)
    title = f"Evidence ladder: {area.title}"
    body = (
        f"{_views(cell, judged)}<p>{escape(cell.why)}</p>"
        f'<p class="small muted">{escape(_coverage(cell, rungs))}</p>'
        f"{_table([rung for rung in tested if rung.level > 0] if only else tested, title, home_la)}"
    )
    if not only:
        body += _folded(
            f"{count(len(untested), 'rule')} could not be tested: {reasons(untested)}",
            _table(untested, f"{title}, not tested", home_la),
        ) + descriptors_fold(descriptors)
    return card(title, body, note=thresholds_note(rungs))


def thresholds_note(rungs: Sequence[Any]) -> str:
    """Say who set the thresholds, and that they are proposed while any of them is."""
    status = {rung.threshold_status for rung in rungs if is_text(rung.threshold_status)}
    by = sorted({rung.set_by for rung in rungs if is_text(rung.set_by)})
    if "proposed" in status:
        return f"Thresholds are {'; '.join(by)}." if by else "Thresholds are proposed, not yet ratified."
    return f"Thresholds set by {'; '.join(by)}." if by else ""


def descriptors_fold(descriptors: Sequence[Any]) -> str:
    """List what needs council records or judgement, so that nobody takes the data for the whole."""
    others = sorted(
        (each for each in descriptors if each.evidence != "data"), key=lambda each: (each.page, each.ord)
    )
    lines = "".join(
        f"<li><span>{escape(row.descriptor)} {escape(row.handle)}</span>"
        f'<span class="small muted">page {int(row.page)}</span></li>'
        for row in others
    )
    return _folded(
        f"What this data cannot say: {count(len(others), 'descriptor')} for council records and judgement",
        f'<ul class="list">{lines}</ul>' if lines else "",
    )


def _folded(summary: str, body: str) -> str:
    return f'<details class="more"><summary>{escape(summary)}</summary>{body}</details>' if body else ""


def _views(cell: Any, judged: Sequence[Any]) -> str:
    """What the data indicate beside what people concluded."""
    newest = {row.kind: row for row in judged}
    own = draw(RATING[cell.rating])
    sure = f"<small>{escape(cell.confidence)} confidence</small>" if is_text(cell.confidence) else ""
    parts = [("Data indicate", own + sure)]
    for kind, words in VIEWS:
        row = newest.get(kind)
        said = (
            f"{category_mark(row.category)}<small>{escape(', '.join(_told(row)))}</small>"
            if row
            else f'<span class="muted">{NOT_RECORDED}</span>'
        )
        parts.append((words, said))
    return '<dl class="views">' + "".join(f"<div><dt>{a}</dt><dd>{b}</dd></div>" for a, b in parts) + "</dl>"


def _told(row: Any) -> Iterable[str]:
    """When and by whom a judgement was made, and what they noted."""
    if row.day is not None:
        yield day(row.day)
    yield from (text for text in (row.author, row.note) if is_text(text))


def _coverage(cell: Any, rungs: Sequence[Any]) -> str:
    tested = sum(is_known(rung.level) for rung in rungs)
    rules = (
        f"{tested} of {count(len(rungs), 'rule')} could be tested." if rungs else "No rule reads data here."
    )
    covered = f" The data can evidence {cell.coverage} descriptors." if is_text(cell.coverage) else ""
    return rules + covered


def reasons(untested: Sequence[Any]) -> str:
    """Why rules could not be tested, each reason once."""
    return ", ".join(dict.fromkeys(rung.outcome for rung in untested))


def _table(rungs: Sequence[Any], caption: str, home_la: str) -> str:
    if not rungs:
        return ""
    lines = "".join(ladder_row(rung, home_la) for rung in rungs)
    heads = "".join(
        f'<th scope="col">{words}</th>'
        for words in ("Rule", "School", "Compared with", "Threshold", "Outcome", "Evidence")
    )
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(caption)}">'
        f'<table class="ladder"><caption class="hidden-text">{escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>"
    )
