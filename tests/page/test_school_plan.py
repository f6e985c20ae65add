"""A plan is begun, reported on, reviewed and closed on its page; what is typed is never lost."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from drawn import html_of, only, run_page, text_of
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from eif.casework.office import close_store, open_store
from eif.casework.plan_actions import Kpi, add_action, end_action, record_progress
from eif.casework.plans import begin_plan, change_plan, close_plan, pause_plan, review_plan
from eif.casework.store import Person, standing
from eif.city import open_desk
from eif.config import Settings
from eif.outputs.plan_book import plan_workbook
from eif.snapshot import open_snapshot
from tests.conftest import settings_for

DIRECTOR = Person("Director for Schools", "director")
OFFICER = Person("School improvement officer", "officer")
TRAP = "![x](http://host/b.png) <img src=x> **bold** =1+1"


@pytest.fixture
def home(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """An installation of its own that serves the demonstration city's release, without its casework."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "releases").symlink_to(demo_home / "releases")
    monkeypatch.setenv("EIF_HOME", str(home))
    settings = settings_for(home)
    yield settings
    close_store(settings)


@pytest.fixture
def school(home: Settings) -> Any:
    """A primary school with results in reading under its own URN."""
    found = open_snapshot(home).rows("screen_school", listed=True, phase="primary", type_group="maintained")
    return min(found, key=lambda row: row.urn)


@pytest.fixture
def plan(home: Settings, school: Any) -> str:
    """An open plan with an action that is measured by absence and late."""
    desk = desk_of(home)
    plan = begin_plan(
        desk,
        school.school_id,
        title="Attendance",
        exit_criteria="Absence at 4%.\nTwo good reviews.",
        from_on=desk.today.replace(year=desk.today.year - 1),
    ).record_id
    add_action(
        desk,
        plan,
        priority="Attendance",
        action="Call home on the first day",
        responsible="Attendance lead",
        due_on=desk.today.replace(day=1, month=1),
        kpi=Kpi("abs_overall", "all", None, "7.9", date(2023, 8, 31), "4.0", date(2028, 8, 31)),
    )
    return plan


def desk_of(settings: Settings, person: Person = DIRECTOR) -> Any:
    return open_desk(settings, person, open_snapshot(settings))


def stands(settings: Settings, noun: str) -> list[Any]:
    with open_store(settings).read() as con:
        return list(standing(con, noun))


def opened(school: Any, what: str | None = None) -> AppTest:
    at = run_page("school_plan", urn=school.urn)
    if what:
        at.selectbox(key="plan.what").set_value(what).run()
    return at


def field(at: AppTest, kind: str, ending: str) -> Any:
    """The one widget of a kind whose key ends so."""
    found = [widget for widget in getattr(at, kind) if str(widget.key).endswith(ending)]
    assert len(found) == 1, [widget.key for widget in getattr(at, kind)]
    return found[0]


def press(at: AppTest, ending: str = ".save") -> AppTest:
    field(at, "button", ending).click().run()
    assert not at.exception, at.exception[0].message
    return at


def begin(at: AppTest, title: str, criteria: str = "Reading at national.") -> AppTest:
    field(at, "text_input", ".field.title").set_value(title)
    field(at, "text_area", ".field.exit_criteria").set_value(criteria)
    return at.run()


def test_a_school_without_a_plan_is_offered_one_and_it_stands_at_once(home: Settings, school: Any) -> None:
    at = opened(school)
    assert only("h1", html_of(at)) == f"{school.name}: no support plan"
    at = press(begin(at, "Reading"))
    assert only("h1", html_of(at)) == f"{school.name}: nothing in the support plan is overdue"
    (row,) = stands(home, "support_plan")
    assert (row.title, row.state, row.urn) == ("Reading", "open", school.urn)


def test_over_long_text_is_refused_field_by_field_and_stays_as_typed(home: Settings, school: Any) -> None:
    at = press(begin(opened(school), "x" * 201, "y" * 4001))
    said = text_of(html_of(at))
    assert "201 characters of at most 200" in said
    assert "4,001 characters of at most 4,000" in said
    assert field(at, "text_input", ".field.title").value == "x" * 201
    assert field(at, "text_area", ".field.exit_criteria").value == "y" * 4001
    assert stands(home, "support_plan") == []


def test_markdown_and_html_are_only_text(home: Settings, school: Any) -> None:
    html = html_of(press(begin(opened(school), "A plan", TRAP)))
    assert "<img src=x" not in html
    assert "![x](" not in html
    assert TRAP in text_of(html)


def test_what_is_late_and_how_the_figure_stands_are_said(home: Settings, school: Any, plan: str) -> None:
    html = html_of(opened(school))
    assert only("h1", html) == f"{school.name}: 1 action and its review overdue"
    assert "1 action going on" in text_of(html)
    assert "; the review was due by " in text_of(html)
    said = text_of(html)
    (kpi,) = open_snapshot(home).rows("plan_kpi", plan_id=plan)
    assert kpi.state in ("on track", "behind", "reached")
    assert "from 7.9% to 4.0% by 31 August 2028" in said
    assert f"{kpi.value:.1f}% {kpi.period}" in said
    assert 'alt="' in html, "the picture says in words what it shows"


def test_progress_needs_words_and_then_stands_on_the_page(home: Settings, school: Any, plan: str) -> None:
    at = opened(school, "progress")
    field(at, "selectbox", ".field.progress").set_value("amber").run()
    at = press(at)
    assert "Write what makes it so." in text_of(html_of(at))
    assert field(at, "selectbox", ".field.progress").value == "amber"
    field(at, "text_area", ".field.progress_note").set_value("Two weeks late.").run()
    html = html_of(press(at))
    assert "Saved." in text_of(html)
    assert "◆ Amber Two weeks late." in text_of(html)
    assert stands(home, "plan_action")[0].progress == "amber"


def test_a_stale_form_is_told_and_both_texts_are_shown(home: Settings, school: Any, plan: str) -> None:
    at = opened(school, "plan")
    field(at, "text_input", ".field.title").set_value("Mine").run()
    change_plan(
        desk_of(home, OFFICER),
        plan,
        title="Theirs",
        exit_criteria="Absence at 4%.\nTwo good reviews.",
        review_on=None,
        seen_version=1,
    )
    said = text_of(html_of(press(at)))
    assert "Changed by School improvement officer" in said
    assert "Mine" in said
    assert "Theirs" in said
    assert field(at, "text_input", ".field.title").value == "Mine"
    assert stands(home, "support_plan")[0].title == "Theirs"


def test_an_action_is_added_with_a_target_of_the_catalogue(home: Settings, school: Any, plan: str) -> None:
    at = opened(school, "add")
    for name, value in (("priority", "Reading"), ("responsible", "Head of English")):
        field(at, "text_input", f".field.{name}").set_value(value)
    field(at, "text_area", ".field.action").set_value("Teach phonics daily")
    field(at, "date_input", ".field.due_on").set_value(desk_of(home).today)
    field(at, "selectbox", ".field.indicator").set_value("ks2_read_exp").run()
    field(at, "selectbox", ".field.pupil_group").set_value("dis")
    field(at, "text_input", ".field.baseline").set_value("forty")
    field(at, "text_input", ".field.target").set_value("62")
    field(at, "date_input", ".field.target_on").set_value(date(2028, 8, 31)).run()
    at = press(at)
    assert "Write the baseline as a number" in text_of(html_of(at))
    assert field(at, "text_input", ".field.baseline").value == "forty"
    field(at, "text_input", ".field.baseline").set_value("40%").run()
    at = press(at)
    saved = next(row for row in stands(home, "plan_action") if row.indicator == "ks2_read_exp")
    assert (saved.pupil_group, saved.baseline, saved.target) == ("dis", "40", "62")
    assert "KS2 expected standard in reading, disadvantaged pupils" in text_of(html_of(at))


def test_the_newest_result_is_offered_as_baseline_and_can_be_written_over(
    home: Settings, school: Any, plan: str
) -> None:
    found = open_snapshot(home).rows("screen_figure", school_id=school.school_id, pupil_group="all")
    newest = {
        name: max((row for row in found if row.indicator == name and row.value is not None), key=_period)
        for name in ("ks2_read_exp", "abs_overall")
    }
    at = opened(school, "add")
    field(at, "selectbox", ".field.indicator").set_value("ks2_read_exp").run()
    field(at, "selectbox", ".field.pupil_group").set_value("all").run()
    reading, absence = newest["ks2_read_exp"], newest["abs_overall"]
    assert field(at, "text_input", ".field.baseline").value == f"{reading.value:.0f}%"
    ends = date(int(reading.period[:4]) + 1, 8, 31)
    assert field(at, "date_input", ".field.baseline_on").value == ends
    assert f"Newest published result: {reading.value:.0f}% in {reading.period}" in text_of(html_of(at))
    field(at, "selectbox", ".field.indicator").set_value("abs_overall").run()
    assert field(at, "text_input", ".field.baseline").value == f"{absence.value:.1f}%"
    field(at, "text_input", ".field.baseline").set_value("7").run()
    field(at, "selectbox", ".field.indicator").set_value("ks2_read_exp").run()
    assert field(at, "text_input", ".field.baseline").value == "7"


def _period(row: Any) -> str:
    return str(row.period)


def test_a_review_is_put_right_and_what_it_said_stays_on_record(
    home: Settings, school: Any, plan: str
) -> None:
    assert "Put a review right" not in opened(school).selectbox(key="plan.what").options
    desk = desk_of(home)
    review_plan(desk, plan, on_day=desk.today, pace="stalled", note="Nothing moved.")
    assert "Put a review right" in opened(school).selectbox(key="plan.what").options
    at = opened(school, "reviewed")
    assert field(at, "text_area", ".field.note").value == "Nothing moved."
    field(at, "selectbox", ".field.pace").set_value("slow").run()
    at = press(at)
    assert "Saved. What it said before stays in the history." in text_of(html_of(at))
    (row,) = stands(home, "plan_review")
    assert (row.version, row.pace, row.note) == (2, "slow", "Nothing moved.")


def test_a_paused_plan_offers_nothing_but_to_go_on(home: Settings, school: Any, plan: str) -> None:
    pause_plan(desk_of(home), plan, why="The head is away.", seen_version=1)
    at = opened(school)
    said = text_of(html_of(at))
    assert only("h1", html_of(at)) == f"{school.name}: the support plan is paused"
    assert "This plan is paused and can be read. Resume it to change anything." in said
    assert [name for name in at.selectbox(key="plan.what").options if "action" in name] == []
    at.selectbox(key="plan.what").set_value("state").run()
    field(at, "selectbox", ".field.turn").set_value("resume").run()
    field(at, "text_area", ".field.why").set_value("Back.").run()
    said = text_of(html_of(press(at)))
    assert "Saved. The plan is open again." in said
    assert stands(home, "support_plan")[0].state == "open"


def test_an_action_that_is_ended_says_so_where_its_form_was(home: Settings, school: Any, plan: str) -> None:
    at = opened(school, "end")
    field(at, "selectbox", ".field.ended_as").set_value("done").run()
    field(at, "text_area", ".field.ended_why").set_value("Calls are made.").run()
    said = text_of(html_of(press(at)))
    assert "Saved. The action has ended." in said
    assert "1 action ended" in said


def test_a_plan_of_a_school_that_became_an_academy_says_so_and_goes_on(home: Settings) -> None:
    snapshot = open_snapshot(home)
    academy = next(
        row
        for row in snapshot.rows("screen_school", listed=True)
        if row.type_group == "academy" and f"S{row.urn}" != row.school_id
    )
    desk = desk_of(home)
    before = academy.school_id.removeprefix("S")
    values = {
        "school_id": academy.school_id,
        "title": "Reading",
        "state": "open",
        "from_on": desk.today,
        "exit_criteria": "Reading at national.",
        "urn": before,
    }
    with desk.write("plan", academy.school_id) as writing:
        writing.add("support_plan", values, did="begin a support plan")
    at = run_page("school_plan", urn=academy.urn)
    said = text_of(html_of(at))
    assert f"This plan began under URN {before} . The school goes on under URN {academy.urn}" in said
    assert "Add an action" in at.selectbox(key="plan.what").options


def test_a_plan_of_a_closed_school_can_only_be_closed(home: Settings) -> None:
    snapshot = open_snapshot(home)
    listed = {row.school_id for row in snapshot.rows("screen_school", listed=True)}
    closed = next(
        row for row in snapshot.rows("screen_school", status="closed") if row.school_id not in listed
    )
    values = {
        "school_id": closed.school_id,
        "title": "Reading",
        "state": "open",
        "from_on": snapshot.day,
        "exit_criteria": "Reading at national.",
        "urn": closed.urn,
    }
    with desk_of(home).write("plan", closed.school_id) as writing:
        writing.add("support_plan", values, did="begin a support plan")
    at = run_page("school_plan", urn=closed.urn)
    assert only("h1", html_of(at)) == f"{closed.name}: the school is closed and its plan is not"
    assert at.selectbox(key="plan.what").options == ["Close the plan"]
    field(at, "selectbox", ".field.turn").set_value("close").run()
    field(at, "selectbox", ".field.closing_reason").set_value("school_closed").run()
    field(at, "text_area", ".field.why").set_value("It closed in August.").run()
    press(at)
    assert stands(home, "support_plan")[0].state == "closed"


def test_of_several_plans_the_one_that_goes_on_is_shown_first(home: Settings, school: Any, plan: str) -> None:
    desk = desk_of(home)
    close_plan(desk, plan, closing_reason="exit_met", why="Reached.", seen_version=1)
    begin_plan(desk, school.school_id, title="Reading", exit_criteria="At national.", from_on=desk.today)
    at = opened(school)
    assert "nothing in the support plan is overdue" in only("h1", html_of(at))
    at.selectbox(key="plan.chosen").set_value(plan).run()
    assert "The exit criteria are met. Reached" in text_of(html_of(at))


def test_the_workbook_says_what_the_page_says(home: Settings, school: Any, plan: str) -> None:
    desk = desk_of(home)
    (action,) = stands(home, "plan_action")
    record_progress(desk, action.record_id, progress="red", note=TRAP, on_day=desk.today, seen_version=1)
    end_action(
        desk, action.record_id, ended_as="not_done", why="No money.", ended_on=desk.today, seen_version=2
    )
    review_plan(desk, plan, on_day=desk.today, pace="stalled", note="Nothing moved.")
    snapshot = open_snapshot(home)
    book = load_workbook(io.BytesIO(plan_workbook(snapshot, school, plan)))
    assert book.sheetnames == ["Plan", "Actions", "Reviews", "About", "Definitions"]
    (table,) = book["Actions"].tables.values()
    header, line = [[cell.value for cell in row] for row in book["Actions"][table.ref]]
    told = dict(zip(header, line, strict=True))
    (kpi,) = snapshot.rows("plan_kpi", plan_id=plan)
    assert (told["Progress"], told["Progress in words"], told["Baseline"]) == ("Red", TRAP, 7.9)
    assert (told["Newest result"], told["Of"]) == (kpi.value, kpi.period)
    assert told["Ended"].startswith("Not done, ")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert "every action and review of the plan “Attendance”" in str(book["About"]["B6"].value)
    with pytest.raises(LookupError):
        plan_workbook(snapshot, school, "nothing")


def test_a_board_member_reads_and_is_told_why_nothing_is_saved(
    home: Settings, school: Any, plan: str
) -> None:
    at = run_page("school_plan", urn=school.urn, **{"as": "Board member"})
    at.selectbox(key="plan.what").set_value("review").run()
    field(at, "selectbox", ".field.pace").set_value("slow").run()
    field(at, "text_area", ".field.note").set_value("Too slow for me.").run()
    said = text_of(html_of(press(at)))
    assert "You may not change this school's support plan. Nothing was saved." in said
    assert field(at, "text_area", ".field.note").value == "Too slow for me."
    assert stands(home, "plan_review") == []


def test_an_address_leads_to_a_form_and_one_that_is_not_offered_to_the_first(
    home: Settings, school: Any, plan: str
) -> None:
    for asked, chosen in (("review", "review"), ("nonsense", "progress")):
        at = run_page("school_plan", urn=school.urn, do=asked)
        assert at.selectbox(key="plan.what").value == chosen
