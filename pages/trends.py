"""Any figure over time, among the city's schools, within chance, among councils, and as a gap."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from eif.snapshot import Snapshot
from eif.ui import among_schools, beyond_chance, city_exhibit, city_lines, councils, exhibit, group_gap
from eif.ui.chart import SHARED, chart
from eif.ui.choice import choose, choose_some
from eif.ui.escape import escape
from eif.ui.exhibit import show_exhibit
from eif.ui.figures import day
from eif.ui.headlines import set_words
from eif.ui.shell import card, current_snapshot, page_header, show
from eif.ui.subject import Subject, choose_subject

CRUMBS: list[tuple[str, str | None]] = [("City", ""), ("Trends", None)]
VIEWS = {
    "series": "Over time",
    "schools": "Schools",
    "funnel": "Beyond chance",
    "councils": "Councils",
    "gap": "Gap",
}
HEIGHT = 450
NOBODY = ""
CSS = """
.st-key-trend_tools label p{font-size:12.5px;color:var(--muted)}
.st-key-trend_tools label{min-height:0;margin-bottom:1px}
.st-key-trend_tools{gap:8px!important}
.eif tr.pinned>*{position:sticky;top:26px;bottom:0;z-index:1}
@media (max-width:900px){
.st-key-trend_tools [data-testid="stHorizontalBlock"]{flex-wrap:wrap}
.st-key-trend_tools [data-testid="stColumn"]{flex:1 1 40%;min-width:130px}
}
"""


@dataclass(frozen=True)
class Visit:
    """What is looked at, beside whom; `sets` are the dated sets of neighbours by id, newest first.

    `tools` is the place for the choices of one view.
    """

    snapshot: Snapshot
    subject: Subject
    release: Any
    school: Any
    neighbours: str
    sets: Mapping[str, Any]
    tools: DeltaGenerator


def page() -> None:
    """Show the figure and the view that the address asks for."""
    snapshot = current_snapshot()
    st.html(f"<style>{exhibit.CSS}{CSS}</style>")
    header = st.container()
    with st.container(key="trend_tools"):
        tools = st.columns([8, 6, 4, 8, 4], gap="small")
        subject = choose_subject(snapshot, tools[:3])
        if subject is None:
            with header:
                page_header(
                    "There are no figures to look at yet",
                    "Load attendance, key stage or council extracts; About the data lists what is here.",
                    CRUMBS,
                    snapshot,
                )
            return
        tabs, beside = st.columns([9, 14], gap="small", vertical_alignment="bottom")
        visit = _beside(snapshot, subject, tools, beside)
        with tabs:
            view = choose("View", "view", VIEWS, "series", as_tabs=True)
    finding = DRAW[view](visit)
    with header:
        page_header(finding, _question(subject), CRUMBS, snapshot)
        if subject.in_vain:
            show(_in_vain(snapshot, subject))


def _in_vain(snapshot: Snapshot, subject: Subject) -> str:
    """Say that another figure is shown than the one asked for."""
    known = snapshot.rows("indicator", columns=["title"], indicator=subject.in_vain)
    name = known[0].title if known else str(subject.in_vain)[:40]
    return (
        f'<p class="notice" role="status">No figure of a whole year is loaded of “{escape(name)}”, so it has '
        "no trend. Another figure is shown.</p>"
    )


def _question(subject: Subject) -> str:
    """The line under the finding: what the figure answers, or that it is a council's only."""
    return subject.row.question or "A figure of whole councils: no school has one."


def _beside(
    snapshot: Snapshot, subject: Subject, tools: Sequence[DeltaGenerator], beside: DeltaGenerator
) -> Visit:
    """Let the visitor choose a school, and the dated set of neighbours that the whole picture uses."""
    (release,) = snapshot.rows("screen_release")
    found = snapshot.rows(
        "neighbour_set",
        columns=["set_id", "title", "valid_from", "neighbour_name", "position"],
        kind="statistical",
        la_code=release.home_la,
    )
    sets: dict[str, list[Any]] = {}
    for row in sorted(found, key=lambda row: (row.set_id, row.position), reverse=True):
        sets.setdefault(row.set_id, []).insert(0, row)
    words = {one: set_words(one) for one in sets}
    if len(sets) > 1:
        words[city_lines.BOTH] = "Both sets"
    default = release.neighbour_set if release.neighbour_set in sets else next(iter(sets), "")
    schools = _schools(snapshot, subject)
    with tools[3]:
        urn = choose("School", "urn", schools, NOBODY)
    with tools[4]:
        neighbours = choose("Neighbours of", "neighbours", words or {"": "None loaded"}, default)
    school = next(iter(snapshot.rows("screen_school", urn=urn)), None) if urn else None
    return Visit(snapshot, subject, release, school, neighbours, sets, beside)


def _schools(snapshot: Snapshot, subject: Subject) -> dict[str, str]:
    """The schools that have the figure, by URN; the first entry stands for none."""
    if not subject.key or subject.row.school_period is None:
        return {NOBODY: "No school has this figure"}
    found = snapshot.rows(
        "screen_distribution", columns=["name", "urn"], period=subject.row.school_period, **subject.key
    )
    return {NOBODY: "No school chosen"} | {row.urn: f"{row.name} ({row.urn})" for row in sorted(found)}


def _period(visit: Visit) -> str:
    """Offer the years in which schools have the figure, the newest well filled first."""
    row = visit.subject.row
    periods = {period: period for period in row.school_periods}
    return choose("Year", "period", periods, row.school_period)


def _refuse(title: str, why: str) -> str:
    """Say in the place of a picture why there is none; return the finding."""
    show(card("Nothing is drawn", f"<p>{escape(why)}</p>"))
    return title


# ---- the views


def series(visit: Visit) -> str:
    """The city beside others over the years."""
    groups = {NOBODY: "No group chosen"} | city_lines.groups_of(visit.snapshot, visit.subject)
    with visit.tools:
        left, right = st.columns([4, 9], gap="small")
    with left:
        group = choose("Group of schools", "with", groups, NOBODY)
    city = city_lines.read_city(visit.snapshot, visit.subject, visit.release.home_la, visit.school, group)
    there = city_lines.available(city, visit.neighbours, list(visit.sets))
    finding = city_lines.finding(city)
    if not there:
        return _refuse(finding, "No file that is loaded has this figure for the city or for England.")
    # What was chosen by itself is drawn anyway; the other lines are chosen here.
    fixed = [one for one in there if one in ("school", "group")]
    words = {one: said for one, (said, _) in there.items() if one not in fixed}
    with right:
        ids = choose_some("Lines", "lines", words, list(words), city_lines.MOST - len(fixed))
    ids = [one for one in there if one in (*fixed, *ids)]
    eras = sum(one.startswith("neighbours") for one in ids)
    trend = city_lines.trend_of(
        city, [there[one][1] for one in ids], _era_marks(visit, city.periods) if eras > 1 else {}
    )
    shown, drawn = city_exhibit.exhibit_of(visit.snapshot, city, trend, ids, _set_notes(visit))
    show_exhibit(visit.snapshot, shown, chart(trend, HEIGHT, SHARED), drawn=drawn, named=visit.subject.name)
    return finding


def _era_marks(visit: Visit, periods: tuple[str, ...]) -> dict[str, str]:
    """Where the newest set of neighbours begins, when both sets are drawn."""
    if visit.neighbours != city_lines.BOTH:
        return {}
    newest = next(iter(visit.sets.values()))[0]
    began = newest.valid_from
    year = began.year if began.month > 8 else began.year - 1
    named = next((one for one in periods if one[:4] == str(year) and len(one) == 7), str(began.year))
    return {named: f"New set, {set_words(newest.set_id)}"}


def _set_notes(visit: Visit) -> list[str]:
    """Name the councils of each set that is drawn, and those that are in both."""
    both = visit.neighbours == city_lines.BOTH
    drawn = {one: rows for one, rows in visit.sets.items() if both or one == visit.neighbours}
    notes = [
        f"{rows[0].title}: {', '.join(str(row.neighbour_name) for row in rows)}." for rows in drawn.values()
    ]
    if both and len(drawn) > 1:
        first, second = ([row.neighbour_name for row in rows] for rows in list(drawn.values())[:2])
        common = [name for name in first if name in second]
        newest = next(iter(drawn.values()))[0].valid_from
        notes.append(
            f"In both: {len(common)} of {len(first)}: {', '.join(common)}. "
            f"The set changed on {day(newest)}; each line is one set throughout."
        )
    return notes


def schools(visit: Visit) -> str:
    """The city's schools in one year."""
    subject = visit.subject
    if not subject.key or subject.row.school_period is None:
        return _refuse(f"{subject.name}: no school has this figure", beyond_chance.why_not(subject))
    with visit.tools:
        left, right, _ = st.columns([3, 4, 5], gap="small")
        with left:
            period = _period(visit)
        with right:
            sort = choose("Order of the table", "sort", among_schools.SORTS, "value")
    found = among_schools.read_schools(visit.snapshot, subject, period)
    shown, picture, drawn, marked = among_schools.exhibit_of(
        visit.snapshot, subject, period, found, visit.release.home_la_name, visit.school, sort
    )
    show_exhibit(
        visit.snapshot, shown, picture, drawn=drawn, marked=marked, folded=False, named=f"Schools, {period}"
    )
    return shown.title


def funnel(visit: Visit) -> str:
    """The city's schools within the limits of chance."""
    subject = visit.subject
    why = beyond_chance.why_not(subject)
    if why:
        return _refuse(f"{subject.name}: no limits can be drawn", why)
    with visit.tools:
        left, _ = st.columns([3, 9], gap="small")
        with left:
            period = _period(visit)
    found = beyond_chance.read_funnel(visit.snapshot, subject, period)
    if not found:
        return _refuse(
            f"{subject.name}: no school can be placed within limits in {period}",
            f"Limits need a national figure and how many pupils each school's is of; for {period} no loaded "
            "file gives both.",
        )
    shown, picture, drawn, marked = beyond_chance.exhibit_of(
        visit.snapshot, subject, period, found, visit.school
    )
    show_exhibit(
        visit.snapshot, shown, picture, drawn=drawn, marked=marked, folded=False, named=f"Schools, {period}"
    )
    return shown.title


def of_councils(visit: Visit) -> str:
    """The council among all local authorities."""
    subject, measure = visit.subject, visit.subject.row.measure
    found = visit.snapshot.rows("screen_rank", measure=measure) if measure else ()
    if not any(row.value is not None for row in found):
        return _refuse(
            f"{subject.name}: councils cannot be ranked",
            "The Local Authority Interactive Tool has no measure of this figure for these pupils and schools."
            " Another pupil group or phase may have one.",
        )
    _, rows = councils.latest(found)
    shown, picture, drawn, marked = councils.table_of(visit.snapshot, subject, rows, visit.neighbours)
    show_exhibit(
        visit.snapshot, shown, picture, drawn=drawn, marked=marked, folded=False, named="Every council"
    )
    own = sorted((row for row in found if row.is_home), key=lambda row: row.period_ord)
    history, places, doors = councils.history_of(visit.snapshot, subject, own)
    show_exhibit(visit.snapshot, history, places, drawn=doors, named="Rank year by year")
    return shown.title


def gap(visit: Visit) -> str:
    """A pupil group against England's others."""
    subject = visit.subject
    groups = group_gap.groups_of(visit.snapshot, subject) if subject.key else {}
    if not groups:
        return _refuse(
            f"{subject.name}: no gap can be shown",
            "No file that is loaded gives this figure for England by pupil group.",
        )
    group = subject.row.pupil_group
    if group not in groups:
        with visit.tools:
            left, _ = st.columns([4, 8], gap="small")
            with left:
                group = choose("Pupils against England's others", "against", groups, next(iter(groups)))
    found = group_gap.exhibit_of(visit.snapshot, subject, group, visit.release.home_la_name, visit.school)
    if found is None:
        return _refuse(f"{subject.name}: no gap can be shown", "It needs England's figures of both groups.")
    shown, trend = found
    show_exhibit(visit.snapshot, shown, chart(trend, HEIGHT, SHARED), named=trend.measure)
    return shown.title


DRAW: Mapping[str, Callable[[Visit], str]] = {
    "series": series,
    "schools": schools,
    "funnel": funnel,
    "councils": of_councils,
    "gap": gap,
}
