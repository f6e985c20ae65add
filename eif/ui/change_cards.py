"""How is what changed drawn: what it was, what it is, which way it went, why, and where it is known from?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from eif.outputs.changes import MARKS
from eif.outputs.words import CATEGORY, RATING
from eif.since import HEADINGS, Change, Moved
from eif.ui.escape import escape
from eif.ui.figures import count
from eif.ui.marks import category_mark, draw
from eif.ui.shell import card, link
from eif.ui.tables import NUMBER, table, under

CSS = """
.eif .changed td,.eif .changed th{vertical-align:top;font-size:13.5px}
.eif .changed{table-layout:fixed}
.eif .changed tr>:first-child{width:24%;font-weight:600;text-align:left}
.eif :is(.changed,.movers-since) .why{display:block;font-weight:400;font-size:12.5px;line-height:1.35;
color:var(--muted)}
.eif .changed td{overflow-wrap:anywhere}
.eif .changed tr>:is(:nth-child(2),:nth-child(3)){width:15.5%}
.eif .changed tr>:nth-child(4){width:11%}
.eif .changed .mark{white-space:normal}
.eif .changed .mark{font-size:12.5px;padding:0 6px}
.eif .grey td{color:var(--muted)}
.eif .movers-since td,.eif .movers-since th{vertical-align:top;font-size:13.5px}
.eif .movers-since tbody th{width:22%;text-align:left}
.eif .movers-since .mark{font-size:12.5px;padding:0 6px}
.eif .movers-since ul{margin:0!important;padding:0!important;list-style:none}
.eif .movers-since li{margin:0 0 2px!important;font-size:13px;line-height:1.35}
.eif .same{display:grid;grid-template-columns:repeat(auto-fill,minmax(290px,1fr));gap:2px 16px;
margin:0!important;padding:0!important;list-style:none}
.eif .same li{margin:0!important;font-size:13.5px}
.eif details.more>summary{cursor:pointer;color:var(--link);font-size:13.5px;padding:4px 0;min-height:24px}
@media (max-width:768px){
.eif .changed thead,.eif .movers-since thead{display:none}
.eif :is(.changed,.movers-since) :is(tr,th,td){display:block;border:0;padding:2px 0;width:auto!important}
.eif :is(.changed,.movers-since) td[data-head]::before{content:attr(data-head) ": ";
color:var(--muted);font-size:12.5px}
.eif :is(.changed,.movers-since) tr{border-bottom:1px solid var(--line);padding:6px 0}
.eif .movers-since td.n{display:inline-block;text-align:left;padding-right:14px}
}
"""
HEADS = ("What", "Before", "Now", "Which way", "Why, and where it is known from")
# How many changes of a heading are drawn at once, and how many schools; the workbook has all.
AT_ONCE, MOST = 12, 60
# How many changes say what happened to a school of the list.
TOLD = 3
LONGEST = 90
_RATINGS = {mark.word: mark for mark in RATING.values()}
# What nothing is known of, in words.
UNKNOWN = {
    "indicators": "no figure of this school is known",
    "head": "no return or register says who leads it",
    "ofsted": "no inspection of this school is known",
    "category": "it is not on the list of schools that are rated",
    "areas": "it is not on the list of schools that are rated",
    "signals": "it is not on the list of schools that are rated",
}


def heading_card(heading: str, changes: Sequence[Change], urn: str) -> str:
    """The changes of a school under one heading, in their order."""
    first, rest = changes[:AT_ONCE], changes[AT_ONCE:]
    words = HEADINGS[heading]
    body = _table(words, first, urn)
    if rest:
        more = f"<summary>{count(len(rest), 'more change')} under this heading</summary>"
        body += f'<details class="more">{more}{_table(f"{words}: the others", rest, urn)}</details>'
    return card(f"{words}: {count(len(changes), 'change')}", body)


def same_card(changed: Collection[str], unknown: Collection[str], since: str) -> str:
    """The headings under which nothing changed, each said, and those of which nothing is known."""
    lines = []
    for heading, words in HEADINGS.items():
        if heading in changed:
            continue
        if heading in unknown:
            lines.append(f'<li class="muted">– {escape(words)}: not known, {UNKNOWN[heading]}</li>')
        else:
            lines.append(f"<li>= {escape(words)}: nothing changed</li>")
    if not lines:
        return ""
    return card(f"Nothing changed since {since}", f'<ul class="same">{"".join(lines)}</ul>')


def city_card(changes: Sequence[Change]) -> str:
    """What concerns the city as a whole: boards that met, and what they decided of no one school."""
    return card("Boards", _table("Boards since then", changes, None)) if changes else ""


def schools_card(
    schools: Sequence[Moved], told: Mapping[str, Sequence[Change]], since: str | None, caption: str
) -> str:
    """Schools in their order, each a door to all that changed of it; `told` are changes of each to name."""
    lines = "".join(_school(school, told.get(school.school_id, ()), since) for school in schools[:MOST])
    note = f"The first {MOST} of {len(schools):,}; the Excel file has all." if len(schools) > MOST else ""
    heads = ["School", "Indicated", f"Worse{NUMBER}", f"Better{NUMBER}", f"Other{NUMBER}", "What changed"]
    return card("Schools, those that moved most for the worse first",
                table(caption, heads, lines, css="movers-since"), note=note)  # fmt: skip


def _school(school: Moved, told: Sequence[Change], since: str | None) -> str:
    place = ", ".join(filter(None, ((school.phase or "").capitalize(), *school.districts)))
    who = f"{place}; {school.adviser or 'no adviser'}"
    name = link(school.name, "school_changes", urn=school.urn, since=since)
    same = school.category_before == school.category_after
    now = _mark(school.category_after)
    moved = now if same else f"{_mark(school.category_before)} → {now}"
    items = "".join(f"<li>{_way(change.what)} {escape(_short(change))}</li>" for change in told[:TOLD])
    left = school.total - min(len(told), TOLD)
    more = f'<li class="muted">and {left:,} more</li>' if left > 0 else ""
    other = school.total - school.worse - school.better
    return (
        f'<tr><th scope="row">{name}{under(who)}</th><td data-head="Indicated">{moved}</td>'
        f'<td class="n" data-head="Worse">{school.worse:,}</td>'
        f'<td class="n" data-head="Better">{school.better:,}</td>'
        f'<td class="n" data-head="Other">{other:,}</td><td><ul>{items}{more}</ul></td></tr>'
    )


def _short(change: Change) -> str:
    """A change in a line: what, from, to."""
    title, after = (_cut(text.rstrip(".")) for text in (change.title, change.after))
    return f"{title}: {change.before} → {after}"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _table(caption: str, changes: Sequence[Change], urn: str | None) -> str:
    lines = "".join(_line(change, urn) for change in changes)
    return table(caption, HEADS, lines, css="changed")


def _line(change: Change, urn: str | None) -> str:
    whose = change.urn or urn
    params = change.address | ({"urn": whose} if whose else {})
    title = link(change.title, change.page, **params)
    way = MARKS[change.what]
    grey = ' class="grey"' if way.kind == "ne" else ""
    why = escape(change.why) if change.why else ""
    return (
        f'<tr{grey}><th scope="row">{title}</th>'
        f'<td data-head="Before">{_value(change.heading, change.before)}</td>'
        f'<td data-head="Now">{_value(change.heading, change.after)}</td>'
        f"<td>{_way(change.what)}</td><td>{why}{under(change.source)}</td></tr>"
    )


def _way(what: str) -> str:
    """Which way it went: a shape, a word and a colour."""
    mark = MARKS[what]
    if mark.kind == "ne":
        return draw(mark)
    return (
        f'<span class="standing {mark.kind}"><span aria-hidden="true">{mark.shape}</span> {mark.word}</span>'
    )


def _value(heading: str, words: str) -> str:
    """A value in words, as a mark where it is a category or a rating."""
    if heading in ("category", "judgements") and words in CATEGORY:
        return category_mark(words)
    if heading in ("areas", "signals") and words in _RATINGS:
        return draw(_RATINGS[words])
    return escape(words)


def _mark(category: str | None) -> str:
    return category_mark(category) if category in CATEGORY else escape(category or "not rated")
