"""A page as at a day shows what was known and decided by then, as it was read then, and takes nothing."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from drawn import html_of, only, run_page, text_of
from openpyxl import load_workbook

from eif.casework import contacts
from eif.casework.history import history
from eif.casework.judgements import judge
from eif.casework.ladder import take_step
from eif.casework.office import close_store, open_store
from eif.casework.priority import begin_list
from eif.casework.store import Person
from eif.casework.team import join_team, reassign
from eif.casework.visits import plan_visit
from eif.casework.whole import export_whole
from eif.casework.year import day_words, end_of_day
from eif.city import evidence_of_all, open_desk
from eif.config import Settings
from eif.outputs.about import describe
from eif.outputs.caseload import read_caseload, write_caseload
from eif.simulate import kept_releases, moves, ratings_at, ratings_of
from eif.snapshot import open_snapshot
from eif.ui.who import current_person, people
from eif.warehouse.journal import history as history_of_loads
from pages.import_export import _book
from tests.conftest import REPO, settings_for
from tests.fixtures.desks import Clock

DIRECTOR = Person("Director for Schools", "director")
PAGES = sorted(path.stem for path in (REPO / "pages").glob("[a-z]*.py"))
OF_A_SCHOOL = [page for page in PAGES if page.startswith("school") and page != "schools"]
# What can be typed on a page, because it is looked for.
ASKED = {
    "schools": ["find"],
    "indicators": ["find"],
    "changes": ["since_own_day"],
    "school_changes": ["since_own_day"],
}


@pytest.fixture
def home(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """The demonstration city's release in an installation of its own, whose clock the tests move."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "releases").symlink_to(demo_home / "releases")
    monkeypatch.setenv("EIF_HOME", str(home))
    settings = settings_for(home)
    open_store(settings).now = Clock(datetime.now(UTC))
    yield settings
    close_store(settings)


def move_on(settings: Settings, days: int) -> date:
    """Let days pass; return the day it was."""
    day = open_snapshot(settings).day
    clock = open_store(settings).now
    assert isinstance(clock, Clock)
    clock.now += timedelta(days=days)
    return day


def of_school(page: str, urn: str) -> dict[str, str]:
    """What the address of a page says of a school."""
    return {"urn": urn} if page in OF_A_SCHOOL else {}


def banner(drawn: str) -> str:
    """The line at the head of a page of the past."""
    (found,) = re.findall(r'<div class="past" role="status">(.*?)</div>', drawn, flags=re.S)
    return text_of(found)


def some_school(settings: Settings) -> Any:
    """A maintained school of which nothing is agreed."""
    snapshot = open_snapshot(settings)
    taken = {row.urn for row in snapshot.rows("screen_judgement", kind="agreed")}
    found = snapshot.rows("screen_school", indicated="Established", listed=True, type_group="maintained")
    return next(row for row in found if row.urn not in taken)


def agree(settings: Settings, school: Any, category: str, note: str, seen: int = 0) -> None:
    desk = open_desk(settings, DIRECTOR, open_snapshot(settings))
    judge(
        desk,
        school.school_id,
        area="overall",
        kind="agreed",
        category=category,
        note=note,
        evidence_on=desk.today,
        agreed_with="Head",
        reason_code=None if category == "Established" else "seen_in_school",
        seen_version=seen,
    )


def test_what_was_recorded_after_the_day_is_not_shown_as_at_it_and_is_shown_today(home: Settings) -> None:
    school = some_school(home)
    agree(home, school, "Established", "First thoughts.")
    then = move_on(home, 3)
    agree(home, school, "Developing", "Second thoughts.", seen=1)
    today = html_of(run_page("school_judgements", urn=school.urn))
    assert only("h1", today).endswith(": Developing is agreed")
    assert 'class="past"' not in today
    at = run_page("school_judgements", urn=school.urn, at=then.isoformat())
    said = text_of(html_of(at))
    assert only("h1", html_of(at)).endswith(": Established is agreed")
    assert "Second thoughts." not in said
    assert f"As at {day_words(then)}: what was known and decided by then" in said
    assert "Nothing can be recorded here." in said
    assert not at.button
    assert not at.text_area
    before = (then - timedelta(days=1)).isoformat()
    earlier = html_of(run_page("school_judgements", urn=school.urn, at=before))
    assert only("h1", earlier).endswith(": no category is agreed yet")


def test_every_page_shows_a_day_that_is_over_and_takes_nothing(home: Settings) -> None:
    live(home)
    urn = some_school(home).urn
    then = move_on(home, 2)
    for page in PAGES:
        at = run_page(page, at=then.isoformat(), **of_school(page, urn))
        drawn = html_of(at)
        assert f"As at {day_words(then)}" in banner(drawn), page
        assert not at.button, page
        typed = [one.key for kind in ("text_input", "text_area", "date_input") for one in at.get(kind)]
        assert typed == ASKED.get(page, []), page
        assert not at.get("file_uploader"), page
        inside = re.findall(r'href="(/[^"]*)"', drawn)
        assert inside, page
        assert [link for link in inside if f"at={then.isoformat()}" not in link] == []


def test_every_page_can_be_asked_for_a_day_before_anything_was_known(home: Settings) -> None:
    urn = some_school(home).urn
    for page in PAGES:
        said = banner(html_of(run_page(page, at="2001-02-03", **of_school(page, urn))))
        assert "Nothing had been recorded yet." in said
        assert "Nothing was published by 3 February 2001: the oldest release kept is shown." in said


@pytest.mark.parametrize(
    ("day", "why"), [("2999-01-01", "1 January 2999 has not come yet"), ("soon", "“soon” is no day")]
)
def test_a_day_that_cannot_be_shown_is_told_and_today_is_shown(home: Settings, day: str, why: str) -> None:
    at = run_page("caseload", at=day)
    said = text_of(html_of(at))
    assert f"{why}" in said
    assert "so today is shown." in said
    assert at.button


def live(settings: Settings) -> None:
    """A day's work: somebody joins, is given schools and plans a visit; a list begins; a step is taken."""
    desk = open_desk(settings, DIRECTOR, open_snapshot(settings))
    days = {"autumn": 30.0, "spring": 30.0, "summer": 30.0}
    north = join_team(desk, label="SIA North", role="adviser", days=days, from_on=desk.today)
    school = some_school(settings)
    reassign(desk, {school.school_id: 0}, adviser_id=north.record_id)
    plan_visit(
        desk,
        school.school_id,
        kind="validation",
        on_day=desk.today + timedelta(days=1),
        days=1,
        adviser_id=north.record_id,
        booked=True,
    )
    evidence = evidence_of_all(open_snapshot(settings))
    begin_list(desk, title="The first list", year="2026/27", schools=evidence)


def change_everything(settings: Settings) -> None:
    """Another day's work on the same school."""
    snapshot = open_snapshot(settings)
    desk, school = open_desk(settings, DIRECTOR, snapshot), some_school(settings)
    step = {"next_step": "Send it.", "next_step_by": desk.today + timedelta(days=1)}
    contacts.record_contact(
        desk, school.school_id, kind="liaison", service="finance", on_day=desk.today, note="Spoke.", **step
    )
    take_step(
        desk, school.school_id, state=1, on_day=desk.today, decided_by="Director", reason="Two areas are red."
    )
    agree(settings, school, "Developing", "Agreed on the phone.")


def screens(settings: Settings, urn: str, day: date | None) -> dict[str, list[str]]:
    """The finding and every table of each page, as text; what leads to a form is left out."""
    found = {}
    for page in PAGES:
        address = of_school(page, urn)
        if page == "data":
            address["view"] = "sources"
        if day is not None:
            address["at"] = day.isoformat()
        drawn = html_of(run_page(page, **address))
        drawn = re.sub(r'<a [^>]*href="[^"]*(?:visit=|list=)[^>]*>.*?</a>', "", drawn)
        found[page] = [only("h1", drawn), *map(text_of, re.findall(r"<table.*?</table>", drawn, flags=re.S))]
    return found


def test_every_screen_as_at_a_day_is_as_it_was_read_on_that_day(home: Settings) -> None:
    urn = some_school(home).urn
    read = {}
    for work in (live, change_everything):
        work(home)
        read[open_snapshot(home).day] = screens(home, urn, None)
        move_on(home, 2)
    now = screens(home, urn, None)
    for day, before in read.items():
        then = screens(home, urn, day)
        differ = {page for page in PAGES if then[page] != before[page] and page != "import_export"}
        assert differ == set()
    first = read[min(read)]
    changed = {page for page in PAGES if now[page] != first[page]}
    assert changed >= {"school_contacts", "school_history", "school_judgements", "school_ladder"}


def test_a_history_names_people_as_they_were_called_then(home: Settings) -> None:
    live(home)
    then = open_snapshot(home)
    move_on(home, 1)
    with open_store(home).write(DIRECTOR, open_desk(home, DIRECTOR, then).seen) as writing:
        (adviser,) = writing.standing("adviser")
        kept = {name: getattr(adviser, name) for name in ("role", "from_on", "to_on")}
        days = {f"half_days_{term}": 60 for term in ("autumn", "spring", "summer")}
        writing.save("adviser", adviser.record_id, 1, kept | days | {"label": "SIA South"}, did="rename")
    school = some_school(home)
    with open_store(home).read() as con:
        told = [
            change.after for each in history(con, school.school_id, then.revision) for change in each.changes
        ]
    assert "SIA North" in told
    assert "SIA South" not in told


def test_what_is_taken_away_then_says_which_day_it_shows(home: Settings) -> None:
    live(home)
    then = move_on(home, 4)
    change_everything(home)
    seen = open_snapshot(home, end_of_day(then))
    said = f"As at {day_words(then)}: what was known and decided by then, rated by today’s framework."
    about = describe(seen, "Everybody.")
    assert about.sentence == f"Everybody. {said}"
    book = load_workbook(io.BytesIO(write_caseload(read_caseload(seen, "all", "all"), about)))
    assert any(
        said in str(cell) for row in book["Caseload"].iter_rows(max_row=4, values_only=True) for cell in row
    )
    whole = load_workbook(io.BytesIO(_book(open_desk(home, DIRECTOR, seen), seen)))
    assert said in str(whole["Team"]["A2"].value)
    assert describe(open_snapshot(home), "Everybody.").sentence == "Everybody."


def test_all_casework_leaves_as_it_stood_then(home: Settings) -> None:
    live(home)
    before = export_whole(open_desk(home, DIRECTOR, open_snapshot(home)))
    then = move_on(home, 4)
    change_everything(home)
    seen = open_snapshot(home, end_of_day(then))
    assert export_whole(open_desk(home, DIRECTOR, seen)) == before
    assert export_whole(open_desk(home, DIRECTOR, open_snapshot(home))) != before


def test_what_was_typed_is_there_again_after_looking_back(home: Settings) -> None:
    school = some_school(home)
    live(home)
    then = move_on(home, 2)
    at = run_page("school_contacts", urn=school.urn)
    form = f"contact.{school.school_id}.0.field"
    at.selectbox(key=f"{form}.kind").set_value("liaison").run()
    at.text_area(key=f"{form}.note").set_value("Half a thought").run()
    at.query_params["at"] = then.isoformat()
    assert not at.run().text_area
    del at.query_params["at"]
    at.run()
    assert at.text_area(key=f"{form}.note").value == "Half a thought"
    assert at.selectbox(key=f"{form}.kind").value == "liaison"
    at.run()
    again = run_page("school_contacts", urn=school.urn)
    assert again.text_area(key=f"{form}.note").value == "Half a thought"


def test_days_that_were_chosen_are_there_again_after_looking_back(home: Settings) -> None:
    school = some_school(home)
    then = move_on(home, 2)
    at = run_page("school_visits", urn=school.urn)
    days = f"visit.{school.school_id}.complete.0.field.half_days.days"
    at.number_input(key=days).set_value(2.5).run()
    at.query_params["at"] = then.isoformat()
    assert not at.run().number_input
    del at.query_params["at"]
    assert at.run().number_input(key=days).value == 2.5


def test_the_loads_of_a_day_are_those_that_had_ended_by_then(home: Settings) -> None:
    loaded = history_of_loads(home)[0].at.date()
    move_on(home, 3)
    then = run_page("data", view="history", at=loaded.isoformat())
    said = text_of(html_of(then))
    assert "Served then" in said
    assert only("h1", html_of(then)).endswith("in the journal by then")
    before = run_page("data", view="history", at=(loaded - timedelta(days=1)).isoformat())
    assert "Nothing had been loaded by then." in text_of(html_of(before))
    assert "Last published" not in text_of(html_of(before))
    assert "Served now" in text_of(html_of(run_page("data", view="history")))
    assert "No files can be loaded" in only("h1", html_of(run_page("data", at=loaded.isoformat())))


def test_somebody_who_came_later_looks_back_as_who_they_are(home: Settings) -> None:
    then = move_on(home, 2)
    live(home)
    seen = run_page("my_caseload", at=then.isoformat(), **{"as": "SIA North"})
    assert only("h1", html_of(seen)).startswith("Everybody:")
    assert current_names(home) >= {"SIA North"}
    assert set(people(open_snapshot(home, end_of_day(then)))).isdisjoint({"SIA North"})


def current_names(settings: Settings) -> set[str]:
    """Whom `current_person` knows while looking back to a day before anybody came."""
    seen = open_snapshot(settings, end_of_day(open_snapshot(settings).day - timedelta(days=2)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("eif.ui.who.st.session_state", {"as": "SIA North"})
        return {current_person(seen).name}


def test_an_earlier_release_is_compared_under_the_decisions_of_the_day(home: Settings) -> None:
    school = some_school(home)
    then = move_on(home, 2)
    desk = open_desk(home, DIRECTOR, open_snapshot(home))
    judge(
        desk,
        school.school_id,
        area="quality_of_education",
        kind="sia_judgement",
        category="Causing Concern",
        note="Seen on Monday.",
        evidence_on=desk.today,
    )
    seen = open_snapshot(home, end_of_day(then))
    (kept,) = [one for one in kept_releases(home) if one.current]
    under_then, under_now = ratings_at(kept.path, home, seen), ratings_at(kept.path, home)
    assert not isinstance(under_then, str)
    assert not isinstance(under_now, str)
    assert not moves(under_then, ratings_of(seen)).signals
    moved = moves(under_then, under_now).signals
    assert {signal.school_id for signal in moved} == {school.school_id}
