"""City targets: is each met, how far off is it in points and in pupils, and where are those pupils?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from eif.outputs.about import describe
from eif.outputs.targets import sentence, write_targets
from eif.snapshot import Snapshot
from eif.ui import targets
from eif.ui.chart import chart
from eif.ui.escape import escape
from eif.ui.figures import count
from eif.ui.shell import current_snapshot, link, page_address, page_header, show
from eif.ui.trend import alternative, as_table, notes


def page() -> None:
    """Show all targets, or the one that the address asks for."""
    snapshot = current_snapshot()
    st.html(f"<style>{targets.CSS}</style>")
    found = snapshot.rows("screen_target")
    named = st.query_params.get("target")
    chosen = next((row for row in found if row.target_id == named), None)
    if chosen is None:
        everything(snapshot, found)
    else:
        one(snapshot, chosen)


def everything(snapshot: Snapshot, found: Sequence[Any]) -> None:
    """Show the council's own targets, then the historic ones, then what cannot be measured."""
    measured = [row for row in found if row.outcome != "not measurable"]
    met = sum(row.outcome == "met" for row in measured)
    own = [row for row in measured if row.status != "historic"]
    past = [row for row in measured if row.status == "historic"]
    unmeasured = [row for row in found if row.outcome == "not measurable"]
    title = (
        f"{met} of {count(len(measured), 'target')} that can be measured {'is' if met == 1 else 'are'} met"
    )
    said = _said(found, unmeasured)
    page_header(title, said, [("City", ""), ("Targets", None)], snapshot)
    _download(snapshot, found, said)
    (release,) = snapshot.rows("screen_release")
    places = snapshot.rows("screen_target_place", place_kind="city")
    blocks = [targets.list_card("Set by the council", own, places, release.home_la) if own else _none_set()]
    if past:
        blocks.append(targets.list_card("Historic ambitions", past, places, release.home_la, targets.WARNING))
    if unmeasured:
        blocks.append(targets.unmeasured_card(unmeasured))
    show(*blocks)


def _none_set() -> str:
    return f'<p class="notice">{escape(targets.NONE_SET)}</p>'


def _said(found: Sequence[Any], unmeasured: Sequence[Any]) -> str:
    """How many are the council's own, and how many cannot be measured."""
    own = sum(row.status != "historic" for row in found)
    whose = f"{own} of {len(found)} are set by the council" if own else "None is set by the council yet"
    rest = f"; {len(unmeasured)} cannot be measured, with the reason" if unmeasured else ""
    return f"{whose}{rest}."


def one(snapshot: Snapshot, row: Any) -> None:
    """Show one target: its years, and which districts and schools are short of how many pupils."""
    (release,) = snapshot.rows("screen_release")
    crumbs = [("City", ""), ("Targets", "targets"), (row.title, None)]
    page_header(row.title, sentence(row, release.home_la_name), crumbs, snapshot)
    places = snapshot.rows("screen_target_place", target_id=row.target_id)
    city = [place for place in places if place.place_kind == "city"]
    if city:
        breaks, gaps = (
            {each.period: each.reason for each in snapshot.rows(f"indicator_{kind}", indicator=row.indicator)}
            for kind in ("break", "gap")
        )
        drawn = targets.trend_of(row, city, release.home_la_name, breaks, gaps)
        with st.container(key="target_years"):
            st.plotly_chart(
                chart(drawn, 260),
                theme=None,
                config={"displayModeBar": False},
                key="years",
                alt=alternative(drawn),
            )
            show(
                f"<p>{escape(alternative(drawn))}</p>",
                f'<p class="small muted">{escape(notes(drawn))}</p>{as_table(drawn)}',
            )
    blocks: list[str] = []
    if row.outcome != "not measurable":
        newest = [place for place in places if place.is_latest]
        blocks = [
            targets.places_card(
                f"Districts, {row.period}",
                row,
                [place for place in newest if place.place_kind == "district"],
                "Each district as its schools together, by their pupils; schools belong to the district they "
                "are in now.",
            ),
            targets.places_card(
                f"Schools, {row.period}",
                row,
                [place for place in newest if place.place_kind == "school"],
                "Pupils short: how many more would have had to reach it for the school to be at the level "
                "asked for. Other schools are above it, so they add up to more than the city is short.",
            ),
        ]
    show(*blocks, targets.facts_card(row), f"<p class='gap'>{link('All targets', 'targets')}</p>")
    _download(snapshot, [row], row.title)


def _download(snapshot: Snapshot, found: Sequence[Any], words: str) -> None:
    """Offer exactly these targets, with their districts and schools, as a workbook."""
    address = page_address()
    about = describe(snapshot, words, link=address)
    st.download_button(
        f"Excel, {count(len(found), 'target')}",
        data=partial(_workbook, snapshot, found, about),
        file_name=f"targets-{about.as_at.isoformat()}-{len(found)}-rows.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="excel",
        on_click="ignore",
    )


def _workbook(snapshot: Snapshot, found: Sequence[Any], about: Any) -> bytes:
    ids = [row.target_id for row in found]
    places = snapshot.rows("screen_target_place", target_id=ids, is_latest=True)
    return write_targets(found, places, about)
