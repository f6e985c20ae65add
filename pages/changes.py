"""What changed: which schools moved since the last board, or any day, and how?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st

from eif.casework.office import open_store
from eif.config import load_settings
from eif.outputs.about import describe
from eif.outputs.caseload import EVERYBODY, NOBODY
from eif.outputs.changes import ALL, Found, Wanted, compared_with, find, sentence, write_city
from eif.since import HEADINGS, Change, Changes, changes
from eif.since.when import Moment, open_then
from eif.snapshot import Snapshot
from eif.ui import change_cards, since_choice
from eif.ui.choice import choose
from eif.ui.escape import escape
from eif.ui.figures import count, day
from eif.ui.shell import current_snapshot, link, page_address, page_header, show
from eif.ui.who import current_person

CRUMBS: list[tuple[str, str | None]] = [("City", ""), ("What changed", None)]


def page() -> None:
    """Show the schools that changed since the day that the address asks for."""
    snapshot = current_snapshot()
    st.html(f"<style>{since_choice.CSS}{change_cards.CSS}</style>")
    header = st.container()
    with st.container(key="since_bar_city"):
        row = st.columns([26, 10, 9, 13, 9], gap="small", vertical_alignment="bottom")
        with row[0]:
            moment = since_choice.choose_moment(snapshot, current_person(snapshot))
        then = open_then(load_settings(), moment, snapshot)
        everything = changes(open_store(load_settings()), then, snapshot)
        wanted = _filters(snapshot, everything, row[1:4])
    found = find(everything, wanted, moment.since)
    said = sentence(found)
    with header:
        page_header(*_finding(found, moment), CRUMBS, snapshot)
    with row[4]:
        write = partial(_workbook, snapshot, everything, found, compared_with(then), page_address())
        _download(f"changes-since-{moment.day.isoformat()}.xlsx", found, write)
    if then.note and then is not snapshot:
        show(f'<p class="notice" role="status">{escape(then.note)}</p>')
    if found.schools:
        since = st.query_params.get("since") or moment.day.isoformat()
        show(change_cards.schools_card(found.schools, _told(everything, found), since, said))
    else:
        show('<p class="notice" role="status">Nothing changed among these. Set a filter back.</p>')
    if wanted.heading in (ALL, "boards"):
        show(change_cards.city_card(everything.of_city()))
    rules = link("Early warnings", "warnings")
    show(f'<p class="small">{rules} compares two releases rule by rule, under the same decisions.</p>')


def _filters(
    snapshot: Snapshot, everything: Changes, columns: Sequence[st.delta_generator.DeltaGenerator]
) -> Wanted:
    """Whose schools, where, and under which heading."""
    schools = everything.schools()
    team = sorted({row.adviser for row in snapshot.rows("screen_caseload") if row.adviser})
    own = current_person(snapshot).name
    words = {name: f"My schools ({name})" if name == own else name for name in team}
    advisers = {EVERYBODY: "Everybody"} | words | {NOBODY: "No adviser"}
    districts = sorted({district for school in schools for district in school.districts})
    changed = {heading for school in schools for heading in school.headings}
    with columns[0]:
        adviser = choose("Adviser", "adviser", advisers, own if own in team else EVERYBODY)
    with columns[1]:
        district = choose("District", "district", {ALL: "All"} | {one: one for one in districts}, ALL)
    with columns[2]:
        headings = {key: words for key, words in HEADINGS.items() if key in changed}
        heading = choose("Under", "heading", {ALL: "All headings"} | headings, ALL)
    return Wanted(adviser=adviser, district=district, heading=heading)


def _finding(found: Found, moment: Moment) -> tuple[str, str]:
    below = f"Compared with how things stood at the end of {day(moment.day)}. {sentence(found)}"
    if not found.schools:
        return f"No school of these changed since {moment.since}", below
    schools = count(len(found.schools), "school")
    worse = f"{found.for_the_worse:,}" if found.for_the_worse else "none"
    return f"{schools} changed since {moment.since}, {worse} of them for the worse", below


def _told(everything: Changes, found: Found) -> Mapping[str, Sequence[Change]]:
    """What is said of each school that is drawn."""
    ids = [school.school_id for school in found.schools[: change_cards.MOST]]
    told = defaultdict(list)
    for change in everything.of(ids, found.headings):
        told[str(change.school_id)].append(change)
    return told


def _download(name: str, found: Found, write: Callable[[], bytes]) -> None:
    st.download_button(
        f"Excel, {count(len(found.schools), 'school')}",
        data=write,
        file_name=name,
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="excel",
        type="primary",
        on_click="ignore",
        width="stretch",
    )


def _workbook(snapshot: Snapshot, everything: Changes, found: Found, compared: str, address: str) -> bytes:
    return write_city(everything, found, compared, describe(snapshot, sentence(found), link=address))
