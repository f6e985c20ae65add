"""What is in a draft, what did screening say of it, and what would publishing it change?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from eif.drafts.result import Check, Found, Result
from eif.outputs.words import CATEGORY, RATING
from eif.ui.escape import escape
from eif.ui.figures import NONE, count, figure
from eif.ui.marks import draw
from eif.ui.shell import card, link
from eif.ui.tables import table, under

CSS = """
.eif .outcome{white-space:nowrap;font-weight:600}
.eif .outcome.bad{color:#9c0c1a}
.eif .outcome.warn{color:#6b4a00}
.eif .draft td,.eif .draft th{vertical-align:top;font-size:13.5px}
.eif .draft .why{display:block;font-weight:400;font-size:12.5px;line-height:1.35;color:var(--muted)}
.eif .tall{max-height:420px;overflow:auto}
.eif details.fold summary{cursor:pointer;color:var(--link);font-size:14px;min-height:24px;padding:2px 0}
.eif ul.plain.big li{font-size:15px}
"""

# What a result of screening is drawn as: class, shape and word. The word carries it; shape and colour follow.
OUTCOMES = {
    "FAIL": ("bad", "✕", "Fail"),
    "WARNING": ("warn", "!", "Warning"),
    "PASS": ("good", "✓", "Pass"),
    "not applicable": ("", "–", "Not asked"),
    "accepted": ("good", "✓", "Read"),
    "refused": ("bad", "✕", "Refused"),
    "known": ("", "–", "Not needed"),
}
ORDER = ("FAIL", "WARNING")


def outcome(word: str) -> str:
    """Draw one result as shape and word."""
    css, shape, said = OUTCOMES.get(word, ("", "–", word))
    return f'<span class="outcome {css}"><span aria-hidden="true">{shape}</span> {escape(said)}</span>'


def files_card(result: Result) -> str:
    """Draw what each file was found to be, and where its cells went."""
    heads = [
        "Result",
        "File",
        "What it is",
        "Rows #",
        "Cells #",
        "= values #",
        "+ missing #",
        "+ set aside #",
    ]
    lines = "".join(_file_row(found) for found in result.files)
    notes = "".join(f"<p>{escape(note)}</p>" for note in result.notes)
    return card("What each file is", table("Files of this draft", heads, lines, css="draft") + notes)


def _file_row(found: Found) -> str:
    title = f"{found.layout_title}{f', {found.period}' if found.period else ''}" if found.layout_title else ""
    numbers = (found.rows, found.cells, found.values, found.missing, found.rejected)
    counted = found.state == "accepted" and found.cells > 0
    cells = "".join(f'<td class="n">{f"{number:,}" if counted else NONE}</td>' for number in numbers)
    return (
        f'<tr><td>{outcome(found.state)}</td><th scope="row">{escape(found.name)}</th>'
        f"<td>{escape(title)}{under(found.message)}</td>{cells}</tr>"
    )


def checks_card(result: Result) -> str:
    """Draw the failures and warnings of screening; what passed is folded away, counted."""
    told = [check for word in ORDER for check in result.of(word)]
    passed = [check for check in result.checks if check.result not in ORDER]
    fails, warnings = len(result.of("FAIL")), len(result.of("WARNING"))
    title = "Screening: " + (
        ", ".join(
            words
            for words in (
                count(fails, "failure") if fails else "",
                count(warnings, "warning") if warnings else "",
            )
            if words
        )
        or "nothing to look at"
    )
    body = _checks_table(told, "Failures and warnings") if told else "<p>No check failed or warned.</p>"
    if passed:
        fold = f"{count(len(passed), 'other check')}: passed, or not asked of these files"
        body += _fold(fold, _checks_table(passed, "Checks passed"))
    return card(title, body)


def _checks_table(checks: Sequence[Check], caption: str) -> str:
    lines = "".join(_check_row(check) for check in checks)
    heads = ["Result", "Check and file", "What was found, and what to do"]
    return table(caption, heads, lines, css="draft", region="tall")


def _check_row(check: Check) -> str:
    advice = under(check.what_to_do) if check.result in ORDER else ""
    return (
        f'<tr><td>{outcome(check.result)}</td><th scope="row">{escape(check.question)}'
        f"{under(check.file_name)}</th><td>{escape(check.message)}{advice}</td></tr>"
    )


def _fold(summary: str, inside: str) -> str:
    return f'<details class="fold"><summary>{escape(summary)}</summary>{inside}</details>'


def effect_cards(result: Result) -> str:
    """Draw what would change for those who read the pages: in a few counts, then school by school."""
    summary = "".join(f"<li>{escape(sentence)}</li>" for sentence in result.sentences)
    hint = f'<p class="notice">{escape(result.hint)}</p>' if result.hint else ""
    first = card("If you publish this", f'<ul class="plain big">{summary}</ul>{hint}')
    return first + _moves_card(result.ratings) + _figures_card(result.figures) + _schools_card(result.schools)


def _moves_card(ratings: Sequence[Mapping[str, Any]]) -> str:
    if not ratings:
        return ""
    categories = [row for row in ratings if row.get("area") is None]
    areas = [row for row in ratings if row.get("area") is not None]
    body = ""
    if categories:
        body += _moves_table(categories, "Schools whose indicated category changes")
    if areas:
        body += _fold(
            count(len(areas), "area rating changes", "area ratings change"),
            _moves_table(areas, "Area ratings"),
        )
    return card(f"Ratings that move: {count(len(categories), 'school')} by category", body)


def _moves_table(moves: Iterable[Mapping[str, Any]], caption: str) -> str:
    lines = "".join(
        f'<tr><th scope="row">{link(row["name"], "school", urn=row["urn"])}</th>'
        f"<td>{escape(row['title'])}</td><td>{_rating(row['rating_before'])}</td>"
        f"<td>{_rating(row['rating_after'])}</td><td>{escape(row['why'])}</td></tr>"
        for row in moves
    )
    heads = ["School", "Of what", "Now", "If published", "Why"]
    return table(caption, heads, lines, css="draft", region="tall")


def _rating(word: str) -> str:
    mark = CATEGORY.get(word) or RATING.get(word)
    return draw(mark) if mark else escape(word)


def _figures_card(figures: Sequence[Mapping[str, Any]]) -> str:
    if not figures:
        return ""
    lines = "".join(
        f'<tr><th scope="row">{escape(row["title"])}</th><td>{escape(row["period"])}</td>'
        f"<td>{escape(row['subject'])}</td>"
        + "".join(f'<td class="n">{figure(row[kind])}</td>' for kind in ("added", "changed", "gone"))
        + "</tr>"
        for row in figures
    )
    heads = ["Measure", "Period", "Of whom", "Added #", "Changed #", "Gone #"]
    return card(
        "Figures that change",
        table("Figures added, changed and gone", heads, lines, css="draft", region="tall"),
        note="Added: a figure where there was none, so a gap filled. Gone: a gap opened.",
    )


def _schools_card(schools: Sequence[Mapping[str, Any]]) -> str:
    if not schools:
        return ""
    lines = "".join(
        f"<li><span>{escape(row['name'])} ({escape(row['urn'])})</span>"
        f'<span class="small muted">{escape(row["what"])}</span></li>'
        for row in schools
    )
    return card("Schools that come, go or change", f'<div class="tall"><ul class="list">{lines}</ul></div>')
