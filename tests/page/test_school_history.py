"""A school's history shows who recorded what, and what each field said before and after."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from drawn import html_of, only, run_page, text_of
from openpyxl import load_workbook

from eif.casework.history import history
from eif.casework.judgements import judge, judgement_id, take_back
from eif.casework.office import close_store, open_store
from eif.casework.store import Person
from eif.city import open_desk
from eif.config import Settings
from eif.outputs.history_said import EVERYTHING, history_workbook
from eif.snapshot import open_snapshot
from tests.conftest import settings_for


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


def judged(settings: Settings) -> Any:
    """A school whose self-evaluation was recorded, changed and taken back."""
    snapshot = open_snapshot(settings)
    school = snapshot.rows("screen_school", listed=True)[0]
    desk = open_desk(settings, Person("Director for Schools", "director"), snapshot)
    for seen, category in enumerate(("Developing", "Established")):
        judge(
            desk,
            school.school_id,
            area="overall",
            kind="self_evaluation",
            category=category,
            note="A <b>bold</b> claim",
            evidence_on=desk.today,
            agreed_with="Head",
            seen_version=seen,
        )
    judgement = judgement_id(school.school_id, "overall", "self_evaluation")
    take_back(desk, school.school_id, judgement, why="Entered for the wrong school.", seen_version=2)
    return school


def test_each_thing_done_says_what_it_changed_and_the_text_is_only_text(home: Settings) -> None:
    school = judged(home)
    drawn = html_of(run_page("school_history", urn=school.urn))
    said = text_of(drawn)
    assert "3 things recorded" in only("h1", drawn)
    assert "Developing → Established" in said
    assert "Why: Entered for the wrong school." in said
    assert "Withdrawn: it stands no more" in said
    assert "The school judges itself" in said
    assert "<b>bold</b>" not in drawn


def test_a_school_of_which_nothing_is_recorded_says_so(home: Settings) -> None:
    school = open_snapshot(home).rows("screen_school", listed=True)[1]
    drawn = html_of(run_page("school_history", urn=school.urn))
    assert "nothing has been recorded yet" in only("h1", drawn)


def test_the_workbook_has_a_row_for_each_field_that_changed(home: Settings) -> None:
    school = judged(home)
    snapshot = open_snapshot(home)
    with open_store(home).read() as con:
        happened = history(con, school.school_id, snapshot.revision)
        assert history(con, school.school_id, snapshot.revision - 1) == happened[1:]
        assert history(con, school.school_id, snapshot.revision, after=1) == happened[:2]
    sheet = load_workbook(io.BytesIO(history_workbook(snapshot, school, happened, EVERYTHING)))["History"]
    rows = [row for row in sheet.iter_rows(values_only=True) if row[7] == "Category"]
    assert [(row[8] or "", row[9] or "") for row in rows] == [
        ("Established", ""),
        ("Developing", "Established"),
        ("", "Developing"),
    ]
