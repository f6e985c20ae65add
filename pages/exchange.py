"""Support exchange: which schools give support, who could help a school in an area, and what came of it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from eif.city import open_desk
from eif.config import load_settings
from eif.outputs.about import describe
from eif.outputs.exchange_book import write_exchange
from eif.snapshot import Snapshot
from eif.ui import exchange as drawn
from eif.ui import exchange_forms, forms
from eif.ui.exchange import days
from eif.ui.figures import count, lower_first
from eif.ui.shell import current_snapshot, page_address, page_header, show
from eif.ui.who import current_person

CRUMBS = [("City", ""), ("Support exchange", None)]
# How many schools stand as doors before one is chosen.
DOORS = 10
ORDER_IN_SHORT = "Candidates stand in the order of stated criteria, each with its reasons."
Choice = tuple[Any, str]


def page() -> None:
    """Show matches for the school and area of the address, the register, and what was brokered."""
    snapshot = current_snapshot()
    st.html(f"<style>{forms.CSS}{drawn.CSS}</style>")
    offers, support = snapshot.rows("screen_offer"), snapshot.rows("screen_support")
    titles = {row.area: row.title for row in snapshot.rows("screen_area")}
    short = {row.area: row.short_title for row in snapshot.rows("screen_area")}
    desk = open_desk(load_settings(), current_person(snapshot), snapshot)
    header = st.container()
    asked, beside = _asked(snapshot, titles)
    found = snapshot.rows("screen_match", urn=asked[0].urn, area=asked[1]) if asked else ()
    matches = sorted((row for row in found if row.place), key=lambda row: row.place)
    said = _sentence(asked, matches, titles)
    with header:
        title, under = _finding(offers, support), _next_thing(support, said)
        if asked:
            title, under = said, f"{title}. {ORDER_IN_SHORT}"
        page_header(title, under, CRUMBS, snapshot)
    with beside:
        _download(snapshot, said, matches, offers, support)
    if asked:
        _show_matches(asked, matches, found, titles)
        if desk.as_at is None:
            exchange_forms.broker_form(desk, *asked, matches, offers)
    else:
        show(drawn.doors_card(_doors(snapshot), short))
    show(drawn.support_card(support))
    if desk.as_at is None:
        exchange_forms.outcome_form(desk, support)
    show(drawn.offers_card(offers))
    if desk.as_at is None:
        exchange_forms.offer_form(desk, snapshot, offers, titles)


def _finding(offers: Sequence[Any], support: Sequence[Any]) -> str:
    open_now = [row for row in offers if row.state == "open"]
    if not open_now:
        return "No school offers support yet"
    free = days(sum(max(row.free, 0) for row in open_now))
    schools = count(len({row.school_id for row in open_now}), "school offers", "schools offer")
    in_hand = count(sum(row.state == "agreed" for row in support), "school is", "schools are")
    return f"{schools} support with {free} days free; {in_hand} being supported"


def _next_thing(support: Sequence[Any], said: str) -> str:
    late = sum(row.late for row in support)
    told = f"{late} brokered past the last day, without an outcome. " if late else ""
    return told + said


def _sentence(asked: Choice | None, matches: Sequence[Any], titles: Mapping[str, str]) -> str:
    if asked is None:
        return "Choose a school and an area to see who could help, and why."
    free = sum(row.availability == 1 for row in matches)
    area = lower_first(titles[asked[1]])
    return f"{count(len(matches), 'school')} could help {asked[0].name} in {area}, {free} with days free"


def _asked(
    snapshot: Snapshot, titles: Mapping[str, str]
) -> tuple[Choice | None, st.delta_generator.DeltaGenerator]:
    """The school and area asked for, in the address too; and a place for a button."""
    schools = {row.urn: row for row in snapshot.rows("screen_school") if row.listed}
    by_name = sorted(schools, key=lambda urn: (schools[urn].name, urn))
    with st.container(key="asked"):
        left, middle, right = st.columns([5, 4, 2], vertical_alignment="bottom")
        with left:
            urn = _choose(
                "urn", "School that needs support", by_name, lambda urn: f"{schools[urn].name} ({urn})"
            )
        with middle:
            area = _choose("area", "In", list(titles), titles.__getitem__)
    return ((schools[urn], area) if urn and area else None), right


def _choose(name: str, label: str, options: Sequence[str], words: Any) -> str | None:
    """A choice that the address carries; another address begins it again."""
    given = st.query_params.get(name)
    at = options.index(given) if given in options else None
    chosen = st.selectbox(
        label, options, index=at, format_func=words, placeholder="Choose", key=f"asked.{name}.{given}"
    )
    if chosen != given:
        if chosen:
            st.query_params[name] = chosen
        else:
            st.query_params.pop(name, None)
        st.rerun()
    return chosen


def _download(
    snapshot: Snapshot, said: str, matches: Sequence[Any], offers: Sequence[Any], support: Sequence[Any]
) -> None:
    about = describe(snapshot, said, link=page_address())
    st.download_button(
        "Excel",
        data=partial(write_exchange, matches, offers, support, about),
        file_name=f"support-exchange-{snapshot.day.isoformat()}.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="excel",
        type="primary",
        on_click="ignore",
        width="stretch",
    )


def _doors(snapshot: Snapshot) -> list[tuple[str, str, list[str]]]:
    """The schools of most concern with the areas in which they are red."""
    red: dict[str, list[str]] = {}
    for cell in snapshot.rows("screen_grid_cell", rating="red"):
        red.setdefault(cell.urn, []).append(cell.area)
    schools = sorted(snapshot.rows("screen_school"), key=lambda row: row.concern_ord)
    return [(row.urn, row.name, red[row.urn]) for row in schools if row.urn in red][:DOORS]


def _show_matches(
    asked: Choice, matches: Sequence[Any], found: Sequence[Any], titles: Mapping[str, str]
) -> None:
    title = f"Who could help {asked[0].name} in {titles[asked[1]]}"
    if matches:
        show(drawn.match_card(title, matches))
    else:
        show(
            '<p class="notice" role="status">No school of this phase is known to be strong here, green in '
            "the area and outside the trust. Ask the adviser, or look at the register below.</p>"
        )
    barred = [row for row in found if row.barrier and row.offer_id]
    if barred:
        show(drawn.barred_card(barred))
