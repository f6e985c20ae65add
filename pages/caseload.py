"""Caseload: have the people of the team the days that their schools need, and what is late?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from eif.city import open_desk
from eif.config import load_settings
from eif.outputs.about import describe
from eif.outputs.caseload import EVERYBODY, NOBODY
from eif.outputs.team_book import write_team
from eif.snapshot import Snapshot
from eif.ui import caseload as drawn
from eif.ui import forms, team_forms
from eif.ui.figures import count
from eif.ui.shell import current_snapshot, page_address, page_header, show
from eif.ui.who import current_person

CRUMBS = [("City", ""), ("Caseload", None)]


def page() -> None:
    """Show what is asked for, then the team; below it, the forms that change who has which schools."""
    snapshot = current_snapshot()
    st.html(f"<style>{drawn.CSS}{forms.CSS}</style>")
    team = snapshot.rows("screen_team")
    terms = snapshot.rows("screen_team_term")
    schools = snapshot.rows("screen_caseload")
    page_header(_finding(terms), _next_thing(schools), CRUMBS, snapshot)
    show(_tiles(terms, schools), drawn.team_card(team, terms))
    _download(snapshot, team, terms)
    desk = open_desk(load_settings(), current_person(snapshot), snapshot)
    if desk.as_at is None:
        team_forms.hand_over_form(desk, schools, team)
        team_forms.member_form(desk, team)


def _finding(terms: Sequence[Any]) -> str:
    """Whether the team has the days, this term and in the year."""
    ahead = [row for row in terms if not row.is_past]
    needed, available = (sum(getattr(row, name) for row in ahead) for name in ("needed", "available"))
    now = ahead[0]
    if not available:
        return f"Up to {needed:,.0f} days are needed this year, and nobody is on the team yet"
    short = needed - available
    if short > 0:
        span = "this year" if now == terms[0] else f"from {now.term} on"
        return f"The team is {short:,.0f} days short of the {needed:,.0f} that its schools may need {span}"
    return f"The team has the {needed:,.0f} days its schools may still need from {now.term} on"


def _next_thing(schools: Sequence[Any]) -> str:
    late = sum(row.late_count > 0 for row in schools)
    alone = sum(row.adviser_id is None for row in schools)
    agreed = sum(row.tier is not None for row in schools)
    left = f" {count(alone, 'school has', 'schools have')} no adviser." if alone else ""
    return (
        f"{count(late, 'school has', 'schools have')} something late.{left} A category is agreed with "
        f"{agreed:,} of {count(len(schools), 'school')}."
    )


def _tiles(terms: Sequence[Any], schools: Sequence[Any]) -> str:
    now = next(row for row in terms if not row.is_past)
    late = sum(row.late_count > 0 for row in schools)
    alone = sum(row.adviser_id is None for row in schools)
    over = sum("over_allowance" in row.warning_ids for row in schools)
    unvisited = sum(row.next_on is None for row in schools)
    tiles = (
        ("Something late", late, "visits, reviews and next steps", "late", EVERYBODY),
        (
            "No visit to come",
            unvisited,
            f"{now.unplaced:,.0f} days a term not placed",
            "unvisited",
            EVERYBODY,
        ),
        ("More days than allowed", over, "shown, and not refused", "over", EVERYBODY),
        ("No adviser", alone, "to be given one", "all", NOBODY),
    )
    body = "".join(
        drawn.tile(
            words,
            f"{schools_of:,}",
            below,
            page="my_caseload",
            adviser=adviser,
            show=None if shown == "all" else shown,
        )
        for words, schools_of, below, shown, adviser in tiles
    )
    return f'<div class="cards tiles four-tiles under">{body}</div>'


def _download(snapshot: Snapshot, team: Sequence[Any], terms: Sequence[Any]) -> None:
    said = f"Everybody on the team in {terms[0].academic_year}, and what has no adviser."
    st.download_button(
        f"Excel, {count(len(team), 'row')}",
        data=partial(_workbook, snapshot, team, terms, said, page_address()),
        file_name=f"team-days-{snapshot.day.isoformat()}.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="excel",
        on_click="ignore",
    )


def _workbook(
    snapshot: Snapshot, team: Sequence[Any], terms: Sequence[Any], said: str, address: str
) -> bytes:
    return write_team(team, terms, describe(snapshot, said, link=address))
