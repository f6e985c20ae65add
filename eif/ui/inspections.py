"""What did Ofsted say of this school, when, and how old is it?

The latest inspection of each kind under each framework, every judgement on its own scale: a word and its
place on that scale, never a grade of another framework. A predecessor's inspection says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from eif.ui.escape import escape
from eif.ui.figures import count, day, is_known, is_text, ordinal
from eif.ui.shell import card, link

CSS = """
.eif .inspections{display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));gap:14px 22px}
.eif .inspections h3{font-size:14.5px;margin:0 0 2px}
.eif .inspections table{margin-top:6px}
.eif .inspections td,.eif .inspections th{padding:3px 6px 3px 0;font-size:13.5px;vertical-align:top}
.eif .inspections tbody th{font-weight:400;color:var(--muted)}
.eif .inspections .graded{white-space:nowrap}
.eif .inspections .place{letter-spacing:1px;font-size:12px;white-space:nowrap}
.eif .inspections .note{margin:2px 0 0}
.eif .inspections+.hints{margin-top:12px}
.eif .hints td,.eif .hints th{font-size:13.5px}
.eif .cards+.card{margin-top:14px}
"""
# What a scale of two has as its shape; longer scales show the place by filled circles.
YES_NO = {1: "✓", 2: "✗"}
HINT = {
    "established": "consistent with Established",
    "developing": "Developing",
    "causing_concern": "Causing Concern",
}
STANDING = {
    "full": "",
    "ageing": "ageing",
    "too old": "too old to count",
    "predecessor": "of a predecessor, has no weight",
}
NOTE = (
    "Each framework has its own scale, and grades of one are not those of another. Circles show the place on "
    "the scale: all filled is the best. From September 2024 Ofsted gives no overall grade."
)


def inspections_card(found: Sequence[Any], hints: Sequence[Any]) -> str:
    """Draw the latest inspections of a school (`screen_inspection`), newest framework first.

    `hints` are its rows of `screen_inspection_hint`. Without any inspection the card says that none is known.
    """
    latest = [row for row in found if row.is_latest]
    if not latest:
        words = "No inspection of this school is in the files that are loaded."
        return card("Inspections", f'<p class="muted">{words}</p>')
    blocks = "".join(
        _inspection(list(rows))
        for _, rows in groupby(latest, key=lambda row: (row.regime, row.kind, row.inspection_date))
    )
    earlier = len({(row.kind, row.inspection_date) for row in found if not row.is_latest})
    more = f" {count(earlier, 'earlier inspection')} not shown." if earlier else ""
    return card("Inspections", f'<div class="inspections">{blocks}</div>{_hints(hints)}', note=NOTE + more)


def _inspection(rows: Sequence[Any]) -> str:
    first = rows[0]
    title = {"report card": "Report card", "ungraded": "Ungraded inspection"}.get(
        first.kind, first.regime_title
    )
    said = [f"{day(first.inspection_date)}, {_age(first.age_months)}"]
    if is_known(first.published_date):
        said.append(f"published {day(first.published_date)}")
    if first.by_register:
        said.append(f"as {escape(first.publication)} says; no file of Ofsted’s lists it")
    if first.standing in ("ageing", "too old"):
        said.append(f"<b>{'more than five years old' if first.standing == 'too old' else 'ageing'}</b>")
    return (
        f"<section><h3>{escape(title)}</h3>"
        f'<p class="small muted note">{"; ".join(said)}</p>{_concern(first)}{_predecessor(first)}'
        f"<table><caption class='hidden-text'>{escape(title)}, {day(first.inspection_date)}</caption>"
        f"<tbody>{''.join(map(_judgement, rows))}</tbody></table>{_sources(rows)}</section>"
    )


def _judgement(row: Any) -> str:
    later = (
        f' <span class="small muted">graded {day(row.graded_on)}</span>'
        if row.graded_on != row.inspection_date
        else ""
    )
    graded = ' class="graded"' if is_known(row.ordinal) and not later else ""
    said = f"{_place(row)} {escape(row.word)}{later}"
    return f'<tr><th scope="row">{escape(row.title)}</th><td{graded}>{said}</td></tr>'


def _place(row: Any) -> str:
    """The place of a judgement on its scale as a shape, and in words for those who cannot see it."""
    if not (is_known(row.ordinal) and is_known(row.points)):
        return '<span class="place" aria-hidden="true">–</span>'
    place, points = int(row.ordinal), int(row.points)
    shape = YES_NO[place] if points == len(YES_NO) else "●" * (points - place + 1) + "○" * (place - 1)
    words = "" if points == len(YES_NO) else f"{ordinal(place)} of {points} from the best: "
    return f'<span class="place" aria-hidden="true">{shape}</span><span class="hidden-text">{words}</span>'


def _concern(row: Any) -> str:
    if not is_text(row.category_title):
        return ""
    return f'<p class="note"><b>▼ Placed in a category of concern: {escape(row.category_title)}</b></p>'


def _predecessor(row: Any) -> str:
    if not row.of_predecessor:
        return ""
    who = (
        f"{escape(row.inspected_name or 'a school')} (URN {escape(row.inspected_urn)})"
        if is_text(row.inspected_urn)
        else "an earlier school"
    )
    return f'<p class="small note">Of a predecessor: {who}.</p>'


def _sources(rows: Sequence[Any]) -> str:
    """The files that say so, each with the row to look in, and a way to what is known of them."""
    places = {(row.file_name, row.extract_id, row.source_row): None for row in rows if is_text(row.file_name)}
    said = "; ".join(
        f"{link(file, 'about_data', file=extract)}, row {number}" for file, extract, number in places
    )
    return f'<p class="small muted note">From {said}</p>' if said else ""


def _hints(hints: Sequence[Any]) -> str:
    """What the latest judgements hint at, per area of the framework; folded away, since it rates nothing."""
    if not hints:
        return ""
    return (
        '<details class="more hints"><summary>What this hints at for the framework: '
        f"{count(len(hints), 'area')}</summary>"
        '<table><caption class="hidden-text">Hints of inspections</caption>'
        '<thead><tr><th scope="col">Area</th><th scope="col">Hint</th><th scope="col">From</th></tr></thead>'
        f"<tbody>{''.join(map(_hint, hints))}</tbody></table>"
        '<p class="small muted">A hint for a conversation. It is not part of any rating.</p></details>'
    )


def _hint(row: Any) -> str:
    standing = (
        f' <span class="small muted">({STANDING[row.standing]})</span>' if STANDING[row.standing] else ""
    )
    return (
        f'<tr><th scope="row">{escape(row.area_title)}</th><td>{escape(HINT[row.level])}{standing}</td>'
        f"<td>{escape(row.judgements)}; {day(row.inspection_date)}</td></tr>"
    )


def _age(months: Any) -> str:
    """`8 months ago`, `3 years ago`, `3 years 2 months ago`."""
    years, rest = divmod(int(months), 12)
    parts = [count(years, "year") if years else "", count(rest, "month") if rest else ""]
    return f"{' '.join(filter(None, parts))} ago" if years or rest else "this month"
