"""The caseload pages say what is late and for whom, and every figure leads to its list."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from drawn import html_of, only, run_page, text_of
from icalendar import Calendar
from openpyxl import load_workbook

from eif.casework.ladder import take_step
from eif.casework.ladder_rules import CONCERN
from eif.casework.office import close_store, open_store
from eif.casework.store import Person, standing
from eif.casework.team import join_team, reassign
from eif.casework.visits import complete_visit, plan_visit
from eif.city import open_desk
from eif.config import Settings
from eif.outputs.about import describe
from eif.outputs.calendar import write_calendar
from eif.outputs.caseload import HEADER, SHOWN, read_caseload, sentence, write_caseload
from eif.snapshot import open_snapshot
from tests.conftest import settings_for

DIRECTOR = Person("Director for Schools", "director")
DAYS = {"autumn": 30.0, "spring": 30.0, "summer": 30.0}


@pytest.fixture
def home(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """The demonstration city's release in an installation of its own, with one adviser of three schools."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "releases").symlink_to(demo_home / "releases")
    monkeypatch.setenv("EIF_HOME", str(home))
    settings = settings_for(home)
    desk = open_desk(settings, DIRECTOR, open_snapshot(settings))
    north = join_team(desk, label="SIA North", role="adviser", days=DAYS, from_on=desk.today - timedelta(60))
    three = [row.school_id for row in open_snapshot(settings).rows("screen_caseload")[:3]]
    reassign(desk, dict.fromkeys(three, 0), adviser_id=north.record_id)
    yield settings
    close_store(settings)


def schools(home: Settings) -> list[Any]:
    return list(open_snapshot(home).rows("screen_caseload", adviser="SIA North"))


def held(home: Settings, school_id: str, **other: Any) -> str:
    desk = open_desk(home, DIRECTOR, open_snapshot(home))
    told: dict[str, Any] = {"kind": "validation", "on_day": desk.today, "days": 1, "note": "Seen."}
    return complete_visit(desk, school_id, **(told | other)).record_id


def coming(home: Settings, school_id: str, days_ahead: int = 9, **other: Any) -> str:
    desk = open_desk(home, DIRECTOR, open_snapshot(home))
    told: dict[str, Any] = {"kind": "validation", "on_day": desk.today + timedelta(days_ahead), "days": 0.5}
    return plan_visit(desk, school_id, **(told | other)).record_id


def visits(home: Settings) -> list[tuple[str, str, int]]:
    with open_store(home).read() as con:
        return [(row.status, row.kind, row.half_days) for row in standing(con, "visit")]


def test_my_caseload_lists_the_schools_of_the_adviser_in_the_address(home):
    html = html_of(run_page("my_caseload", adviser="SIA North"))
    assert only("h1", html) == "SIA North: 3 schools, nothing late"
    for row in schools(home):
        assert f'href="/school_visits?urn={row.urn}"' in html


def test_what_is_late_comes_first_and_is_counted_in_the_message(home):
    last = schools(home)[-1]
    today = open_snapshot(home).day
    step = {"next_step": "Send it.", "next_step_by": today - timedelta(days=1)}
    held(home, last.school_id, on_day=today - timedelta(days=9), **step)
    html = html_of(run_page("my_caseload", adviser="SIA North"))
    assert only("h1", html) == "SIA North: 1 of 3 schools has something late"
    first = re.search(r'<th scope="row"><a [^>]*>([^<]*)</a>', html)
    assert first is not None
    assert first[1] == last.name
    assert "Next step was due" in text_of(html)


def test_where_a_school_stands_on_the_ladder_is_said_in_its_row_and_counted_for_the_team(home):
    row = schools(home)[0]
    desk = open_desk(home, DIRECTOR, open_snapshot(home))
    take_step(desk, row.school_id, state=CONCERN, on_day=desk.today, decided_by="Director", reason="Absence.")
    said = text_of(html_of(run_page("my_caseload", adviser="SIA North")))
    assert said.count("Ladder, state 1 Concern identified") == 1
    assert [one.urn for one in read_caseload(open_snapshot(home), "SIA North", "ladder").rows] == [row.urn]
    team = html_of(run_page("caseload"))
    assert 'show=ladder" target="_self" aria-label="1 school with a matter open on the ladder' in team


def test_the_director_sees_everybody_until_an_adviser_is_chosen(home):
    assert "Everybody: 444 schools" in only("h1", html_of(run_page("my_caseload")))


def test_an_adviser_who_works_here_sees_their_own_schools(home):
    html = html_of(run_page("my_caseload", **{"as": "SIA North"}))
    assert only("h1", html).startswith("SIA North: 3 schools")


def test_each_narrowing_gives_the_rows_it_names(home):
    snapshot = open_snapshot(home)
    everything = snapshot.rows("screen_caseload")
    expected = {
        "all": len(everything),
        "late": sum(row.late_count > 0 for row in everything),
        "warned": sum(row.warning_count > 0 for row in everything),
        "unvisited": sum(row.next_on is None for row in everything),
        "over": 0,
        "ladder": 0,
        **{f"tier-{tier}": sum(row.tier == tier for row in everything) for tier in (1, 2, 3)},
        "tier-none": sum(row.agreed is None for row in everything),
    }
    assert {shown: len(read_caseload(snapshot, "all", shown).rows) for shown in SHOWN} == expected
    assert len(read_caseload(snapshot, "none", "all").rows) == len(everything) - 3


def test_the_workbook_holds_the_list_of_the_screen(home):
    held(home, schools(home)[0].school_id, days=1.5)
    snapshot = open_snapshot(home)
    found = read_caseload(snapshot, "SIA North", "all")
    said = sentence(found)
    assert said == "3 of 3 schools of SIA North; what is late first, then most concern."
    book = load_workbook(io.BytesIO(write_caseload(found, describe(snapshot, said))))
    rows = list(book["Caseload"].iter_rows(min_row=5, values_only=True))
    assert rows[0] == HEADER
    assert [row[0] for row in rows[1:]] == [row.urn for row in found.rows]
    used = HEADER.index("Days used")
    assert [row[used] for row in rows[1:]] == [row.used_days for row in found.rows]
    assert "Which schools" in [row[0] for row in book["About"].iter_rows(values_only=True)]


def test_the_caseload_says_whether_the_team_has_the_days_and_each_tile_leads_to_its_list(home):
    html = html_of(run_page("caseload"))
    assert "days short of the" in only("h1", html)
    tiles = re.findall(r'<a href="/my_caseload\?([^"]*)"[^>]*class="card tile"[^>]*>.*?<b>([\d,]+)</b>', html)
    assert len(tiles) == 4
    snapshot = open_snapshot(home)
    for query, figure in tiles:
        asked = dict(part.split("=") for part in query.split("&amp;"))
        found = read_caseload(snapshot, asked["adviser"], asked.get("show", "all"))
        assert f"{len(found.rows):,}" == figure


def test_the_director_hands_all_schools_of_nobody_over(home):
    at = run_page("caseload")
    assert at.selectbox(key="hand_over.from").value == "nobody"
    to = next(box for box in at.selectbox if box.label == "To")
    to.set_value(next(one for one in open_snapshot(home).rows("screen_team") if one.adviser).adviser_id).run()
    next(button for button in at.button if button.label.startswith("Hand 441 schools over")).click().run()
    assert not at.exception
    assert "441 schools are with SIA North now." in text_of(html_of(at))
    assert {row.adviser for row in open_snapshot(home).rows("screen_caseload")} == {"SIA North"}


def test_somebody_joins_the_team_on_the_page(home):
    at = run_page("caseload")
    next(box for box in at.text_input if box.label.startswith("Role label")).set_value("SIA East").run()
    next(button for button in at.button if button.label == "Add to the team").click().run()
    assert not at.exception
    assert "SIA East" in text_of(html_of(at))


def test_a_visit_is_recorded_on_the_schools_page(home):
    school = schools(home)[0]
    at = run_page("school_visits", urn=school.urn)
    next(box for box in at.selectbox if box.label == "For").set_value("context_review").run()
    at.text_area[0].set_value("Two areas to work on.").run()
    next(button for button in at.button if button.label == "Save the visit").click().run()
    assert not at.exception
    assert visits(home) == [("completed", "context_review", 2)]
    assert "Saved. Its days count" in text_of(html_of(at))
    assert "Two areas to work on." in text_of(html_of(at))


def test_strong_practice_names_its_area_on_the_page_and_in_the_history(home):
    school = schools(home)[0]
    at = run_page("school_visits", urn=school.urn)
    next(box for box in at.selectbox if box.label == "For").set_value("validation").run()
    at.text_area[0].set_value("Held.").run()
    practice = next(box for box in at.text_input if box.label.startswith("Strong practice"))
    practice.set_value("First-day calls.").run()
    next(button for button in at.button if button.label == "Save the visit").click().run()
    assert "Choose the area in which the strong practice was seen." in text_of(html_of(at))
    at.multiselect[0].set_value(["attendance", "inclusion"]).run()
    next(button for button in at.button if button.label == "Save the visit").click().run()
    assert "Strong practice in Inclusion, Attendance, exclusions: First-day calls." in text_of(html_of(at))
    said = text_of(html_of(run_page("school_history", urn=school.urn)))
    assert "Areas of strong practice" in said
    assert "inclusion, attendance" in said


def test_what_is_amiss_is_said_and_what_was_typed_stays(home):
    at = run_page("school_visits", urn=schools(home)[0].urn)
    at.text_area[0].set_value("Two areas to work on.").run()
    next(button for button in at.button if button.label == "Save the visit").click().run()
    assert visits(home) == []
    assert "Choose what the visit is for" in text_of(html_of(at))
    assert at.text_area[0].value == "Two areas to work on."


def test_a_visit_to_come_is_planned_then_completed_from_its_own_address(home):
    school = schools(home)[0]
    at = run_page("school_visits", urn=school.urn, do="move")
    next(box for box in at.selectbox if box.label == "For").set_value("validation").run()
    next(box for box in at.selectbox if box.label.startswith("Is it agreed")).set_value("booked").run()
    at.date_input[0].set_value(open_snapshot(home).day + timedelta(days=3)).run()
    next(button for button in at.button if button.label == "Save the visit to come").click().run()
    assert visits(home) == [("booked", "validation", 2)]
    (row,) = open_snapshot(home).rows("screen_visit", urn=school.urn)
    at = run_page("school_visits", urn=school.urn, visit=row.record_id, do="complete")
    at.date_input[0].set_value(open_snapshot(home).day).run()
    at.text_area[0].set_value("Held.").run()
    next(button for button in at.button if button.label == "Save the visit").click().run()
    assert visits(home) == [("completed", "validation", 2)]


def test_a_visit_that_is_cancelled_says_so_and_is_offered_no_more(home):
    school = schools(home)[0]
    visit = coming(home, school.school_id)
    at = run_page("school_visits", urn=school.urn, visit=visit, do="cancel")
    next(box for box in at.text_input if box.label.startswith("Why")).set_value("Snow.").run()
    next(button for button in at.button if button.label == "Cancel the visit").click().run()
    said = text_of(html_of(at))
    assert "Cancelled. Its days are free again." in said
    assert "This visit is settled" in said
    assert visits(home)[0][0] == "cancelled"


def test_markup_in_a_note_is_shown_as_it_was_typed(home):
    school = schools(home)[0]
    held(home, school.school_id, note="<b onclick=alert(1)>bold</b>")
    html = html_of(run_page("school_visits", urn=school.urn))
    assert "<b onclick" not in html
    assert "<b onclick=alert(1)>bold</b>" in text_of(html)


def test_the_calendar_holds_what_is_to_come_and_counts_versions(home):
    school = schools(home)[0]
    held(home, school.school_id)
    visit = coming(home, school.school_id, booked=True)
    rows = open_snapshot(home).rows("screen_visit", school_id=school.school_id)
    calendar = Calendar.from_ical(write_calendar(rows, "Visits"))
    (event,) = calendar.walk("VEVENT")
    assert event["uid"] == f"visit-{visit}@school-improvement"
    assert (event["sequence"], event["status"]) == (1, "CONFIRMED")
    assert event.decoded("dtstart") == open_snapshot(home).day + timedelta(days=9)
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(days=1)
    assert school.name in event["summary"]


def test_the_five_reasons_for_half_a_day_more_are_told_with_how_they_are_known(home):
    html = text_of(html_of(run_page("school_visits", urn=schools(home)[0].urn)))
    assert "Another challenge particular to the school : not declared" in html
    assert "A dip in statutory results" in html


def test_a_school_nobody_knows_is_not_shown(home):
    assert only("h1", html_of(run_page("school_visits", urn="1"))) == "Choose a school"
