"""On the pages of intervention a school is moved, a list decided and a meeting held, each by its form."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from drawn import html_of, only, run_page, text_of
from openpyxl import load_workbook

from eif.casework.boards import begin_meeting
from eif.casework.decisions import correct_decision, record_decision
from eif.casework.ladder import take_step
from eif.casework.letters import issue_letter
from eif.casework.office import close_store
from eif.casework.priority import begin_list, decide
from eif.casework.store import Person
from eif.city import evidence_of_all, open_desk
from eif.config import Settings
from eif.outputs.about import describe
from eif.outputs.boards import agenda, write_board
from eif.outputs.priority import ALL, ANY_REASON, narrow, priority_lists, sentence, write_letters, write_list
from eif.snapshot import Snapshot, open_snapshot
from tests.conftest import settings_for

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


def desk_at(home: Settings) -> Any:
    return open_desk(home, DIRECTOR, open_snapshot(home))


def school_of(home: Settings, *, has_powers: bool, number: int = 0) -> Any:
    """A listed school that nobody has a matter with, and no statutory step in force."""
    snapshot = open_snapshot(home)
    hard = {row.urn for row in snapshot.rows("signal", columns=["urn"], hard=True)}
    found = snapshot.rows("ladder_now", has_powers=has_powers, state=0)
    return sorted(row for row in found if row.urn not in hard)[number]


def concern(home: Settings, school: Any) -> None:
    desk = desk_at(home)
    take_step(
        desk,
        school.school_id,
        state=1,
        on_day=desk.today,
        decided_by="Director for Schools",
        reason="Attendance <b>fell</b>.",
        document="https://council.example/a?b=1",
    )


def notice(home: Settings, school: Any) -> None:
    desk = desk_at(home)
    issue_letter(
        desk,
        school.school_id,
        kind="warning_notice",
        issued_on=desk.today,
        matters="Reading.",
        decided_by="Director for Schools",
        copied_to=["Head teacher", "Regional Director", "Diocese"],
        ground="safety",
        action_required="A plan.",
        comply_by=desk.today.replace(year=desk.today.year + 1, month=1, day=15),
        seen_step=1,
    )


def started(home: Settings) -> Snapshot:
    """A priority list that is open."""
    snapshot = open_snapshot(home)
    desk = desk_at(home)
    year = open_snapshot(home).rows("casework_day")[0].academic_year
    begin_list(desk, title="Priority list", year=year, schools=evidence_of_all(snapshot))
    return open_snapshot(home)


def test_a_step_is_taken_on_the_page_and_told_with_its_words_as_text(home: Settings) -> None:
    school = school_of(home, has_powers=True)
    at = run_page("school_ladder", urn=school.urn)
    assert only("h1", html_of(at)) == f"{school.name} has the universal offer; no matter is open"
    form = f"ladder.{school.school_id}.0"
    at.selectbox(key=f"{form}.field.state").set_value("1")
    at.text_input(key=f"{form}.field.decided_by").set_value("Director for Schools")
    at.text_area(key=f"{form}.field.reason").set_value("Attendance <b>fell</b>.").run()
    at.button(key=f"{form}.save").click().run()
    html = html_of(at)
    assert "concern identified since" in only("h1", html)
    assert "Saved: the school has moved." in text_of(html)
    assert "Attendance <b>fell</b>." in text_of(html)


def test_a_refused_step_says_what_to_mend_and_keeps_what_was_typed(home: Settings) -> None:
    school = school_of(home, has_powers=True)
    at = run_page("school_ladder", urn=school.urn)
    form = f"ladder.{school.school_id}.0"
    at.text_area(key=f"{form}.field.reason").set_value("Kept.").run()
    at.button(key=f"{form}.save").click().run()
    assert "choose one of: Concern identified" in text_of(html_of(at))
    assert at.text_area(key=f"{form}.field.reason").value == "Kept."


def test_a_notice_recorded_here_makes_the_school_causing_concern_everywhere(home: Settings) -> None:
    school = school_of(home, has_powers=True)
    concern(home, school)
    notice(home, school)
    snapshot = open_snapshot(home)
    (row,) = snapshot.rows("screen_school", urn=school.urn)
    assert row.indicated == "Causing Concern"
    assert desk_at(home).school(school.school_id).steps
    html = html_of(run_page("school_ladder", urn=school.urn))
    assert "formal warning notice since" in only("h1", html)
    assert "left to comply with the formal warning notice" in text_of(html)
    # The letter and the step it made are one line.
    assert text_of(html).count("Step 5:") == 1
    assert 'href="https://council.example' not in html or "rel=" in html


def test_an_academy_is_told_where_its_matter_goes_and_offered_no_notice(home: Settings) -> None:
    school = school_of(home, has_powers=False)
    concern(home, school)
    at = run_page("school_ladder", urn=school.urn)
    assert "Raise the matter with the Regional Director" in text_of(html_of(at))
    at.selectbox(key="ladder.what").set_value("A letter or notice that was issued").run()
    kinds = at.selectbox(key=f"letter.{school.school_id}.0.field.kind").options
    assert kinds == ["Letter of concern"]


def test_a_school_is_decided_on_the_priority_page_by_the_link_in_its_line(home: Settings) -> None:
    assert "no priority list yet" in only("h1", html_of(run_page("priority")))
    snapshot = started(home)
    (listed,) = priority_lists(snapshot)
    row = next(one for one in listed.entries if one.decision == "undecided")
    at = run_page("priority", urn=row.urn)
    waits = listed.count("undecided")
    assert only("h1", html_of(at)).startswith(f"{waits} schools wait")
    form = f"priority.{row.list_id}.{row.school_id}.0"
    at.selectbox(key=f"{form}.field.decision").set_value("priority")
    at.selectbox(key=f"{form}.field.reason").set_value("category")
    at.text_area(key=f"{form}.field.rationale").set_value("Two red areas.").run()
    at.button(key=f"{form}.save").click().run()
    assert only("h1", html_of(at)).startswith(f"{waits - 1} schools wait")
    (after,) = priority_lists(open_snapshot(home))
    assert [(one.urn, one.rationale) for one in after.entries if one.decision == "priority"] == [
        (row.urn, "Two red areas.")
    ]


def cells(data: bytes, sheet: str) -> list[list[Any]]:
    rows = load_workbook(io.BytesIO(data))[sheet].iter_rows(values_only=True)
    table = [list(row) for row in rows]
    first = next(at for at, row in enumerate(table) if "URN" in row)
    return table[first:]


def test_every_maintained_school_has_one_line_to_merge_into_a_letter(home: Settings) -> None:
    snapshot = started(home)
    (listed,) = priority_lists(snapshot)
    taken = next(row for row in listed.entries if row.type_group == "maintained")
    decide(
        desk_at(home),
        listed.list_id,
        taken.school_id,
        decision="priority",
        reason="self_reported",
        rationale="=The governors asked.",
        seen_version=taken.version,
    )
    snapshot = open_snapshot(home)
    (listed,) = priority_lists(snapshot)
    found = narrow(listed, ALL, ANY_REASON)
    about = describe(snapshot, sentence(listed, found, ALL, ANY_REASON))
    header, *lines = cells(write_letters(listed, about), "Letters")
    maintained = snapshot.rows("screen_school", listed=True, type_group="maintained")
    assert sorted(row[0] for row in lines) == sorted(row.urn for row in maintained)
    line = dict(zip(header, next(row for row in lines if row[0] == taken.urn), strict=True))
    assert (line["Priority school"], line["Reason"]) == ("yes", "Self-reported")
    assert line["Rationale"] == "=The governors asked."
    assert len(cells(write_list(listed, found, about), "List")) == len(found) + 1


def test_a_meeting_keeps_its_agenda_while_the_city_moves_on(home: Settings) -> None:
    school, other = (school_of(home, has_powers=True, number=number) for number in (0, 1))
    concern(home, school)
    at = run_page("boards", board="monthly")
    due = agenda(open_snapshot(home), "monthly")
    assert [item["urn"] for item in due] == [school.urn]
    assert only("h1", html_of(at)) == "1 item is due at the next cross-service meeting"
    at.button(key="board.monthly.begin.0.save").click().run()
    concern(home, other)
    at = run_page("boards", board="monthly")
    html = html_of(at)
    assert "is being held" in only("h1", html)
    assert school.name in text_of(html)
    assert other.name not in text_of(html)
    item = due[0]["item_id"]
    meeting = open_snapshot(home).rows("casework_board_meeting")[0].record_id
    at.selectbox(key="board.item").set_value(item).run()
    form = f"board.{meeting}.{item}.0"
    at.selectbox(key=f"{form}.field.decision").set_value("keep")
    at.text_area(key=f"{form}.field.rationale").set_value("The plan began in October.").run()
    at.button(key=f"{form}.save").click().run()
    assert "✓ Decided" in text_of(html_of(at))
    at.button(key=f"board.{meeting}.close.0.save").click().run()
    assert only("h1", html_of(at)) == "2 items are due at the next cross-service meeting"


def test_a_decision_is_taken_and_traced_on_the_page(home: Settings) -> None:
    school = school_of(home, has_powers=True)
    desk = desk_at(home)
    meeting = begin_meeting(desk, board="monthly", on_day=desk.today, agenda=[])
    made = record_decision(
        desk,
        meeting.record_id,
        item="Attendance",
        decision="change_support",
        rationale="Pace is too slow.",
        school_id=school.school_id,
        owner="SIA North",
        due_on=desk.today,
    )
    at = run_page("boards", board="monthly")
    assert "1 decision of this board without an outcome, 0 of them overdue." in text_of(html_of(at))
    form = f"board.trace.{made.record_id}.0"
    at.text_area(key=f"{form}.field.outcome").set_value("Two more days.").run()
    at.button(key=f"{form}.save").click().run()
    assert "0 decisions of this board without an outcome" in text_of(html_of(at))
    at = run_page("boards", board="monthly", decision=made.record_id, do="correct")
    form = f"board.correct.{made.record_id}.0"
    at.text_input(key=f"{form}.field.owner").set_value("SIA South").run()
    at.button(key=f"{form}.save").click().run()
    assert "Write why it is corrected." in text_of(html_of(at))
    correct_decision(
        desk_at(home),
        made.record_id,
        item="Attendance",
        decision="intervention",
        rationale="Pace is too slow.",
        owner="SIA North",
        due_on=desk.today,
        why="Misheard.",
        seen_version=2,
    )
    at.text_input(key=f"{form}.field.why").set_value("Another adviser.").run()
    at.button(key=f"{form}.save").click().run()
    said = text_of(html_of(at))
    assert "Nothing was overwritten and your text is still in the form." in said
    assert "Decision Change the support" in said
    assert "Decision Recommend intervention" in said
    at.button(key=f"{form}.mine").click().run()
    snapshot = open_snapshot(home)
    decided = snapshot.rows("decision_made", board="monthly")
    assert [(row.owner, row.decision, row.version) for row in decided] == [("SIA South", "change_support", 4)]
    header, line = cells(write_board("monthly", [], decided, describe(snapshot, "All.")), "Decisions")
    told = dict(zip(header, line, strict=True))
    assert (told["Decision"], told["Outcome"]) == ("Change the support", "Two more days.")
    at = run_page("boards", board="monthly", decision=made.record_id, do="back")
    form = f"board.back.{made.record_id}.0"
    at.text_input(key=f"{form}.field.why").set_value("Another school.").run()
    at.button(key=f"{form}.save").click().run()
    assert "Withdrawn. It stays on record, and is listed no more." in text_of(html_of(at))
    assert open_snapshot(home).rows("decision_made", board="monthly") == ()
