"""What changed: of one school before a visit, of the city before a board; the workbooks say the same."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from drawn import html_of, only, run_page, text_of
from openpyxl import load_workbook

from eif.casework.contacts import record_contact
from eif.casework.office import close_store, open_store
from eif.casework.store import Person
from eif.casework.team import join_team
from eif.casework.visits import complete_visit
from eif.casework.year import academic_year, day_words, end_of_day, year_bounds
from eif.city import open_desk
from eif.config import Settings
from eif.outputs.about import describe
from eif.outputs.changes import HEADER, Wanted, find, sentence, tally, write_city, write_school
from eif.since import HEADINGS, Changes, changes
from eif.since.when import moments, open_then, own_moment
from eif.snapshot import Snapshot, open_snapshot
from tests.conftest import settings_for

NORTH = Person("SIA North", "adviser")
BOARD = Person("Board member", "board")


@pytest.fixture
def settings(lived_home: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("EIF_HOME", str(lived_home))
    return settings_for(lived_home)


@pytest.fixture
def snapshot(settings: Settings) -> Snapshot:
    return open_snapshot(settings)


@pytest.fixture
def since_board(settings: Settings, snapshot: Snapshot) -> Changes:
    """What changed since the last fortnightly board."""
    then = open_then(settings, moments(snapshot, BOARD)["fortnightly"], snapshot)
    return changes(open_store(settings), then, snapshot)


def visited(snapshot: Snapshot, mine: bool) -> Any:
    """A school with a completed visit, by SIA North or by others alone."""
    found: dict[str, set[str]] = {}
    for row in snapshot.rows("screen_visit", status="completed"):
        if row.urn and row.on_day < snapshot.day:
            found.setdefault(row.school_id, set()).add(row.adviser)
    school = min(one for one, who in found.items() if (NORTH.name in who) == mine)
    return snapshot.rows("screen_school", school_id=school, listed=True)[0]


def test_since_my_last_visit_names_the_day_and_for_others_the_visitor(snapshot: Snapshot) -> None:
    own = visited(snapshot, mine=True)
    days = [
        row.on_day
        for row in snapshot.rows("screen_visit", school_id=own.school_id, status="completed")
        if row.adviser == NORTH.name
    ]
    usual = next(iter(moments(snapshot, NORTH, own.school_id).values()))
    assert (usual.day, usual.choice[:13]) == (max(days), "My last visit")
    other = visited(snapshot, mine=False)
    found = moments(snapshot, NORTH, other.school_id)["visit"]
    assert re.search(r"^the last visit on \d+ \w+ \d{4} by SIA ", found.since)


def test_the_last_board_of_each_kind_is_one_that_was_held(snapshot: Snapshot) -> None:
    found = moments(snapshot, BOARD)
    assert list(found) == ["fortnightly", "monthly", "half_termly", "year"]
    held = snapshot.rows("casework_board_meeting", state="held")
    for board in ("fortnightly", "monthly", "half_termly"):
        assert found[board].day == max(row.on_day for row in held if row.board == board)
    assert found["year"].day == year_bounds(academic_year(snapshot.day))[0]


@pytest.mark.parametrize("text", ["", "soon", "2026-13-01", "9999-12-31", "0001-01-01", "<b>"])
def test_a_day_that_is_none_or_to_come_is_not_asked_from(snapshot: Snapshot, text: str) -> None:
    assert own_moment(snapshot, text) is None


def test_the_page_of_a_school_tells_each_change_and_each_heading_without_one(
    settings: Settings, snapshot: Snapshot, since_board: Changes
) -> None:
    school = since_board.schools()[0]
    own = since_board.of_school(school.school_id)
    page = run_page("school_changes", urn=school.urn, since="fortnightly")
    drawn = html_of(page)
    assert f"{len(own)} change" in only("h1", drawn)
    said = text_of(drawn)
    assert tally(own) in said
    for change in own:
        assert " ".join(change.title.split()) in said
    for heading, words in HEADINGS.items():
        changed = sum(change.heading == heading for change in own)
        expected = f"{words}: {changed} change" if changed else f"{words}: nothing changed"
        assert expected in said, heading


def test_since_today_nothing_changed_and_that_is_said_under_every_heading(snapshot: Snapshot) -> None:
    school = snapshot.rows("screen_school", listed=True)[0]
    said = text_of(html_of(run_page("school_changes", urn=school.urn, since=snapshot.day.isoformat())))
    assert "nothing changed since" in said
    told = re.findall(r"= ([^=:]+): nothing changed|– ([^:]+): not known", said)
    assert len(told) == len(HEADINGS)
    city = text_of(html_of(run_page("changes", since=snapshot.day.isoformat())))
    assert "No school of these changed" in city


def test_without_a_school_the_page_asks_for_one(settings: Settings) -> None:
    assert only("h1", html_of(run_page("school_changes", urn="999999"))) == "Choose a school"


def test_the_page_of_the_city_lists_the_schools_that_moved_the_worst_first(
    settings: Settings, snapshot: Snapshot, since_board: Changes
) -> None:
    drawn = html_of(run_page("changes", since="fortnightly"))
    schools = since_board.schools()
    assert f"{len(schools)} schools changed since the last fortnightly board" in only("h1", drawn)
    linked = re.findall(r'href="/school_changes\?urn=(\w+)&amp;since=fortnightly"', drawn)
    assert linked == [school.urn for school in schools[: len(linked)]]
    assert len(linked) == min(60, len(schools))
    assert "A board" not in drawn


def test_an_adviser_sees_their_own_schools_unless_they_ask_for_all(
    settings: Settings, snapshot: Snapshot, since_board: Changes
) -> None:
    own = find(since_board, Wanted(adviser=NORTH.name), "then").schools
    assert 0 < len(own) < len(since_board.schools())
    at = run_page("changes", since="fortnightly", **{"as": NORTH.name})
    assert only("h1", html_of(at)).startswith(f"{len(own)} school")
    everybody = run_page("changes", since="fortnightly", adviser="all", **{"as": NORTH.name})
    assert only("h1", html_of(everybody)).startswith(f"{len(since_board.schools())} schools")


def test_heading_and_district_narrow_the_list_and_the_sentence_says_so(since_board: Changes) -> None:
    for heading in ("visits", "plan", "category"):
        found = find(since_board, Wanted(heading=heading), "then")
        ids = {change.school_id for change in since_board.of(headings=[heading])} - {None}
        assert {school.school_id for school in found.schools} <= ids
        assert len(found.schools) > 0
        assert f"under “{HEADINGS[heading]}”" in sentence(found)
    district = since_board.schools()[0].districts[0]
    found = find(since_board, Wanted(district=district), "then")
    assert all(district in school.districts for school in found.schools)
    assert f" in {district};" in sentence(found)


def test_the_workbooks_hold_every_change(snapshot: Snapshot, since_board: Changes) -> None:
    found = find(since_board, Wanted(heading="plan"), "the last board")
    book = load_workbook(
        io.BytesIO(write_city(since_board, found, "Then.", describe(snapshot, sentence(found))))
    )
    rows = list(book["Changes"].iter_rows(values_only=True))
    at = rows.index(HEADER)
    told = [change for change in since_board.of(headings=["plan"]) if change.school_id]
    assert len(rows[at + 1 :]) == len(told)
    assert sorted(row[3] for row in rows[at + 1 :]) == sorted(change.title for change in told)
    assert any("Support plan and its actions" in str(cell) for row in book["Schools"] for cell in
               (one.value for one in row))  # fmt: skip
    school = found.schools[0]
    own = since_board.of_school(school.school_id)
    single = load_workbook(
        io.BytesIO(write_school(own, school.urn, school.name, "Then.", describe(snapshot, tally(own))))
    )
    assert len(list(single["Changes"].rows)) - at - 1 == len(own)


@pytest.fixture
def writable(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    home = tmp_path / "home"
    home.mkdir()
    (home / "releases").symlink_to(demo_home / "releases")
    monkeypatch.setenv("EIF_HOME", str(home))
    yield (settings := settings_for(home))
    close_store(settings)


def test_what_somebody_typed_is_text_and_never_markup(writable: Settings) -> None:
    snapshot = open_snapshot(writable)
    school = snapshot.rows("screen_school", listed=True)[0]
    desk = open_desk(writable, Person("Director for Schools", "director"), snapshot)
    note = "<script>alert(1)</script> **bold**"
    record_contact(desk, school.school_id, on_day=desk.today, kind="liaison", service="finance", note=note)
    drawn = html_of(
        run_page("school_changes", urn=school.urn, since=(snapshot.day - timedelta(100)).isoformat())
    )
    assert "<script>alert" not in drawn
    assert note in text_of(drawn)
    assert "Contacts: 1 change" in text_of(drawn)


def test_braces_in_an_advisers_label_are_only_braces(writable: Settings) -> None:
    snapshot = open_snapshot(writable)
    school = snapshot.rows("screen_school", listed=True)[0]
    desk = open_desk(writable, Person("Director for Schools", "director"), snapshot)
    terms = {"autumn": 1.0, "spring": 1.0, "summer": 1.0}
    joined = join_team(desk, label="SIA {0} {name.x}", role="adviser", days=terms, from_on=desk.today)
    complete_visit(
        desk, school.school_id, kind="validation", on_day=desk.today, days=0.5, note="Seen.",
        adviser_id=joined.record_id,
    )  # fmt: skip
    drawn = text_of(html_of(run_page("school_changes", urn=school.urn, since="visit")))
    assert (
        f"{school.name}: nothing changed since the last visit on {day_words(desk.today)} by SIA {{0}}"
        in drawn
    )


def test_a_day_of_ones_own_goes_into_the_address_and_gives_way_to_a_board(
    settings: Settings, snapshot: Snapshot
) -> None:
    at = run_page("changes")
    assert "last fortnightly board" in only("h1", html_of(at))
    own = snapshot.day - timedelta(50)
    at.date_input(key="since_own_day").set_value(own).run()
    assert at.query_params["since"] in (own.isoformat(), [own.isoformat()])
    assert f"since {day_words(own)}" in only("h1", html_of(at))
    assert at.date_input(key="since_own_day").value == own
    at.selectbox(key="choose_since").set_value("monthly").run()
    assert at.query_params["since"] in ("monthly", ["monthly"])
    assert "last monthly meeting" in only("h1", html_of(at))
    assert at.date_input(key="since_own_day").value is None


def test_a_release_that_is_no_longer_kept_is_said_to_be_stood_in_for(
    settings: Settings, snapshot: Snapshot
) -> None:
    own = snapshot.day - timedelta(400)
    said = text_of(html_of(run_page("changes", since=own.isoformat())))
    assert f"Nothing was published by {day_words(own)}: the oldest release kept is shown." in said


def test_as_at_a_day_only_what_changed_by_then_is_told(settings: Settings, snapshot: Snapshot) -> None:
    first, last = snapshot.day - timedelta(60), snapshot.day - timedelta(20)
    then, now = (open_snapshot(settings, end_of_day(day)) for day in (first, last))
    found = changes(open_store(settings), then, now)
    drawn = html_of(run_page("changes", since=first.isoformat(), at=last.isoformat()))
    assert only("h1", drawn).startswith(f"{len(found.schools())} schools changed since {day_words(first)}")
    assert len(found.schools()) < len(changes(open_store(settings), then, snapshot).schools())
