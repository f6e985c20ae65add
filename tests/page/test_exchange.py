"""The support exchange shows who could help and why, brings schools together, and keeps what came of it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from drawn import html_of, only, run_page, text_of
from openpyxl import load_workbook

from eif.casework.exchange import broker
from eif.casework.offers import offer
from eif.casework.office import close_store, open_store
from eif.casework.store import Person, standing
from eif.city import open_desk
from eif.config import Settings
from eif.outputs.about import describe
from eif.outputs.exchange_book import write_exchange
from eif.snapshot import open_snapshot
from tests.conftest import settings_for

AREA = "attendance"
DIRECTOR = Person("Director for Schools", "director")


@pytest.fixture
def home(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """An installation of its own that serves the demonstration city's release."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "releases").symlink_to(demo_home / "releases")
    monkeypatch.setenv("EIF_HOME", str(home))
    settings = settings_for(home)
    yield settings
    close_store(settings)


@pytest.fixture
def receiver(home: Settings) -> Any:
    """A primary school that is red for attendance."""
    snapshot = open_snapshot(home)
    red = {cell.urn for cell in snapshot.rows("screen_grid_cell", area=AREA, rating="red")}
    return next(row for row in snapshot.rows("screen_school", phase="primary") if row.urn in red)


def matches(home: Settings, receiver: Any) -> list[Any]:
    found = open_snapshot(home).rows("screen_match", urn=receiver.urn, area=AREA)
    return sorted((row for row in found if row.place), key=lambda row: row.place)


def offered(home: Settings, giver_id: str) -> str:
    desk = open_desk(home, DIRECTOR, open_snapshot(home))
    made = offer(
        desk,
        giver_id,
        areas=[AREA],
        days=3,
        from_on=desk.today,
        to_on=date(desk.today.year + 1, 7, 31),
        practice="First-day calls.",
    )
    return made.record_id


def supported(home: Settings) -> list[Any]:
    with open_store(home).read() as con:
        return list(standing(con, "brokered_support"))


def test_with_nothing_offered_and_nothing_asked_it_says_how_to_begin(home: Settings) -> None:
    html = html_of(run_page("exchange"))
    assert only("h1", html) == "No school offers support yet"
    assert "Schools of most concern, and where they are red" in text_of(html)
    assert "Nothing has been brokered yet." in text_of(html)


def test_the_address_brings_the_matches_with_every_reason(home: Settings, receiver: Any) -> None:
    html = html_of(run_page("exchange", urn=receiver.urn, area=AREA))
    found = matches(home, receiver)
    shown = text_of(html)
    assert only("h1", html).startswith(f"{len(found)} schools could help {receiver.name}")
    for row in found[:8]:
        for reason in (*row.measures[:4], row.standing, *row.recognised, row.intake, row.near):
            assert reason in shown
    assert "no score" in shown


def test_an_unknown_school_or_area_in_the_address_asks_for_nothing(home: Settings) -> None:
    html = html_of(run_page("exchange", urn="<b>1</b>", area="behaviour"))
    assert "<b>1</b>" not in html
    assert "Schools of most concern" in text_of(html)


def test_support_is_brokered_with_the_reasons_shown(home: Settings, receiver: Any) -> None:
    giver = matches(home, receiver)[3]
    offer_id = offered(home, giver.giver_id)
    first = matches(home, receiver)[0]
    assert (first.giver_id, first.availability) == (giver.giver_id, 1)
    key = f"broker.{receiver.school_id}.{AREA}.0"
    at = run_page("exchange", urn=receiver.urn, area=AREA)
    at.selectbox(key=f"{key}.field.offer").set_value(offer_id)
    at.date_input(key=f"{key}.field.to_on").set_value(open_snapshot(home).day)
    at.text_area(key=f"{key}.field.why").set_value("The heads know each other.").run()
    at.number_input(key=f"{key}.field.half_days.days").set_value(4.0).run()
    at.button(key=f"{key}.save").click().run()
    assert "has 3 days free of the 3 days offered" in text_of(html_of(at))
    assert supported(home) == []
    at.number_input(key=f"{key}.field.half_days.days").set_value(2.0).run()
    at.button(key=f"{key}.save").click().run()
    assert not at.exception
    (kept,) = supported(home)
    assert (kept.giver_id, kept.half_days, kept.why) == (giver.giver_id, 4, "The heads know each other.")
    assert set(first.measures) <= set(kept.reasons.splitlines())
    assert "Agreed, in hand" in text_of(html_of(at))


def test_an_offer_is_recorded_on_the_page_and_stands_in_the_register(home: Settings, receiver: Any) -> None:
    giver = matches(home, receiver)[0]
    at = run_page("exchange")
    at.selectbox(key="offer.new.0.field.school").set_value(giver.giver_id)
    at.multiselect(key="offer.new.0.field.areas").set_value([AREA])
    at.text_area(key="offer.new.0.field.practice").set_value("<i>Calls</i> by 9.15.").run()
    at.button(key="offer.new.0.save").click().run()
    assert "Give the last day." in text_of(html_of(at))
    at.date_input(key="offer.new.0.field.to_on").set_value(open_snapshot(home).day).run()
    at.button(key="offer.new.0.save").click().run()
    html = html_of(at)
    assert only("h1", html) == "1 school offers support with 3 days free; 0 schools are being supported"
    assert "<i>Calls</i> by 9.15." in text_of(html)
    assert "<i>" not in html


def test_support_recorded_wrongly_is_taken_back_and_its_offer_ended(home: Settings, receiver: Any) -> None:
    giver = matches(home, receiver)[0]
    offer_id = offered(home, giver.giver_id)
    snapshot = open_snapshot(home)
    kept = broker(
        open_desk(home, DIRECTOR, snapshot),
        receiver.school_id,
        offer_id=offer_id,
        area=AREA,
        days=1,
        from_on=snapshot.day,
        to_on=snapshot.day,
        why="Asked.",
    )
    at = run_page("exchange")
    at.text_area(key=f"outcome.{kept.record_id}.0.field.outcome").set_value("The wrong school.").run()
    at.button(key=f"outcome.{kept.record_id}.0.also").click().run()
    assert supported(home) == []
    at.selectbox(key="offer.record").set_value(offer_id).run()
    key = f"offer.{offer_id}.0"
    at.date_input(key=f"{key}.field.to_on").set_value(snapshot.day)
    at.button(key=f"{key}.also").click().run()
    assert "Write why the offer ends." in text_of(html_of(at))
    at.text_input(key=f"{key}.field.why").set_value("The head leaves.").run()
    at.button(key=f"{key}.also").click().run()
    assert not at.exception
    (ended,) = open_snapshot(home).rows("screen_offer")
    assert (ended.to_on, ended.version) == (snapshot.day, 2)


def test_the_workbook_holds_what_the_page_shows(home: Settings, receiver: Any) -> None:
    found = matches(home, receiver)
    offered(home, found[0].giver_id)
    snapshot = open_snapshot(home)
    book = load_workbook(
        io.BytesIO(
            write_exchange(found, snapshot.rows("screen_offer"), (), describe(snapshot, "For one school."))
        )
    )
    assert book.sheetnames == ["Matches", "Givers", "Support", "About"]
    rows = list(book["Matches"].iter_rows(values_only=True))
    assert [row[2] for row in rows[5:]] == [row.giver_name for row in found]
    assert list(book["Givers"].iter_rows(values_only=True))[-1][7:10] == (3, 0, 3)
