"""What is to be put right in the casework is one filtered list, each line a door to where it is mended."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from drawn import html_of, only, run_page, text_of
from openpyxl import load_workbook

from eif.casework.exchange import broker
from eif.casework.offers import offer
from eif.casework.office import close_store
from eif.casework.store import Person
from eif.city import open_desk
from eif.config import Settings
from eif.outputs.about import describe
from eif.outputs.todo_book import write_todo
from eif.snapshot import open_snapshot
from tests.conftest import settings_for


@pytest.fixture
def home(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """An installation of its own, in which support has ended and nobody has said what came of it."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "releases").symlink_to(demo_home / "releases")
    monkeypatch.setenv("EIF_HOME", str(home))
    settings = settings_for(home)
    snapshot = open_snapshot(settings)
    desk = open_desk(settings, Person("Director for Schools", "director"), snapshot)
    able = [row for row in snapshot.rows("screen_school", indicated="Established") if row.trust_name is None]
    made = offer(
        desk,
        able[0].school_id,
        areas=["attendance"],
        days=2,
        from_on=date(2026, 9, 1),
        to_on=date(2027, 7, 31),
        practice="Calls.",
    )
    broker(
        desk,
        able[1].school_id,
        offer_id=made.record_id,
        area="attendance",
        days=1,
        from_on=date(2026, 9, 1),
        to_on=date(2026, 10, 1),
        why="Asked.",
    )
    yield settings
    close_store(settings)


def test_the_list_names_what_is_amiss_and_leads_to_where_it_is_mended(home: Settings) -> None:
    at = run_page("todo", kind="Support without outcome")
    html = html_of(at)
    assert only("h1", html) == "1 thing to put right in the casework, 1 of them: support without outcome"
    assert "ended on 1 October 2026, and nobody has said what came of it" in text_of(html)
    assert 'href="/exchange"' in html


def test_a_filter_that_nothing_answers_says_so(home: Settings) -> None:
    at = run_page("todo", kind="Support without outcome", whose="SIA Nobody")
    assert "1 of" in text_of(html_of(at))


def test_schools_without_an_adviser_are_all_in_the_workbook(home: Settings) -> None:
    snapshot = open_snapshot(home)
    rows = snapshot.rows("screen_todo")
    assert sum(row.kind == "no_adviser" for row in rows) == len(snapshot.rows("school", listed=True))
    book = load_workbook(io.BytesIO(write_todo(rows, describe(snapshot, "All."))))
    body = list(book["To_do"].iter_rows(values_only=True))[5:]
    assert len(body) == len(rows)
