"""A judgement is recorded on its page: refused with what to mend, kept as typed, and never over another's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from drawn import html_of, only, run_page, text_of
from streamlit.testing.v1 import AppTest

from eif.casework.judgements import judge
from eif.casework.office import close_store, open_store
from eif.casework.store import Person, standing
from eif.city import open_desk
from eif.config import Settings
from eif.snapshot import open_snapshot
from tests.conftest import settings_for

RECORD = "judge.{}:overall:agreed.0"


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
def school(home: Settings) -> Any:
    """A school of which the data indicate Established, and nothing is agreed."""
    snapshot = open_snapshot(home)
    taken = {row.urn for row in snapshot.rows("screen_judgement", kind="agreed")}
    found = snapshot.rows("screen_school", indicated="Established", listed=True)
    return next(row for row in found if row.urn not in taken)


def opened(school: Any) -> AppTest:
    at = run_page("school_judgements", urn=school.urn)
    at.selectbox(key="judge.kind").set_value("agreed").run()
    return at


def field(at: AppTest, school: Any, name: str) -> str:
    return f"{RECORD.format(school.school_id)}.field.{name}"


def fill(at: AppTest, school: Any, note: str, category: str = "Established") -> AppTest:
    at.selectbox(key=field(at, school, "category")).set_value(category)
    at.text_input(key=field(at, school, "agreed_with")).set_value("Head and chair")
    at.text_area(key=field(at, school, "note")).set_value(note)
    return at.run()


def press_save(at: AppTest, school: Any) -> AppTest:
    return at.button(key=f"{RECORD.format(school.school_id)}.save").click().run()


def agreed(settings: Settings) -> list[str]:
    with open_store(settings).read() as con:
        return [row.note for row in standing(con, "judgement", kind="agreed")]


def test_what_is_saved_stands_on_the_page_at_once(home: Settings, school: Any) -> None:
    at = press_save(fill(opened(school), school, "Leaders know the school well."), school)
    html = html_of(at)
    assert only("h1", html).endswith(": Established is agreed")
    assert "Saved. The ratings were worked out anew with it." in text_of(html)
    assert agreed(home) == ["Leaders know the school well."]


def test_what_is_amiss_is_said_and_what_was_typed_stays(home: Settings, school: Any) -> None:
    at = press_save(fill(opened(school), school, "x" * 4001), school)
    assert "4,001 characters of at most 4,000" in text_of(html_of(at))
    assert at.text_area(key=field(at, school, "note")).value == "x" * 4001
    assert agreed(home) == []


def test_a_step_of_two_is_kept_as_a_proposal(home: Settings, school: Any) -> None:
    at = fill(opened(school), school, "What was seen on Monday.", "Causing Concern")
    at.selectbox(key=field(at, school, "reason_code")).set_value("seen_in_school").run()
    said = text_of(html_of(press_save(at, school)))
    assert "Kept as a proposal" in said
    assert "Causing Concern is proposed" in said
    assert agreed(home) == []


def test_two_people_are_shown_both_texts_and_the_second_can_save_after_all(
    home: Settings, school: Any
) -> None:
    at = fill(opened(school), school, "Mine.")
    other = open_desk(home, Person("SIA North", "director"), open_snapshot(home))
    judge(
        other,
        school.school_id,
        area="overall",
        kind="agreed",
        category="Established",
        note="Theirs.",
        evidence_on=other.today - timedelta(days=1),
        agreed_with="Head",
    )
    said = text_of(html_of(press_save(at, school)))
    assert "Changed by SIA North" in said
    assert "Theirs." in said
    assert "Mine." in said
    assert at.text_area(key=field(at, school, "note")).value == "Mine."
    assert agreed(home) == ["Theirs."]
    at.button(key=f"{RECORD.format(school.school_id)}.mine").click().run()
    assert agreed(home) == ["Mine."]


def test_a_draft_is_brought_back_after_the_page_was_left(home: Settings, school: Any) -> None:
    fill(opened(school), school, "Half a thought")
    again = opened(school)
    assert "Your draft of" in text_of(html_of(again))
    assert again.text_area(key=field(again, school, "note")).value == "Half a thought"
    again.button(key=f"{RECORD.format(school.school_id)}.discard").click().run()
    assert opened(school).text_area(key=field(again, school, "note")).value == ""


def test_markdown_and_html_in_a_note_are_only_text(home: Settings, school: Any) -> None:
    html = html_of(press_save(fill(opened(school), school, "![x](http://host/b.png) <img src=x>"), school))
    assert "<img" not in html
    assert "![x](" not in html
    assert "![x](http://host/b.png) <img src=x>" in text_of(html)


def test_a_school_that_nobody_knows_is_said_plainly(home: Settings) -> None:
    assert only("h1", html_of(run_page("school_judgements", urn="999999"))) == "Choose a school"
