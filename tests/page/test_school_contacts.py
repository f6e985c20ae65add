"""A contact with a service is recorded on its page, and its next step is late until it is done."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from drawn import html_of, only, run_page, text_of
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from eif.casework.contacts import record_contact
from eif.casework.office import close_store, open_store
from eif.casework.store import Person, standing
from eif.city import open_desk
from eif.config import Settings
from eif.outputs.contacts import contacts_workbook
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


@pytest.fixture
def school(home: Settings) -> Any:
    return open_snapshot(home).rows("screen_school", listed=True)[0]


def stands(settings: Settings) -> list[Any]:
    with open_store(settings).read() as con:
        return list(standing(con, "contact"))


def late_step(settings: Settings, school: Any) -> None:
    """A contact of two weeks ago, whose next step was due a week ago."""
    desk = open_desk(settings, Person("SIA North", "adviser"), open_snapshot(settings))
    record_contact(
        desk,
        school.school_id,
        kind="liaison",
        service="finance",
        on_day=desk.today - timedelta(days=14),
        note="=1+1 <b>late</b>",
        next_step="Ask for the plan",
        next_step_by=desk.today - timedelta(days=7),
    )


def field(at: AppTest, kind: str, ending: str) -> Any:
    found = [widget for widget in getattr(at, kind) if str(widget.key).endswith(ending)]
    assert len(found) == 1, [widget.key for widget in getattr(at, kind)]
    return found[0]


def fill(at: AppTest, note: str) -> AppTest:
    field(at, "selectbox", ".field.kind").set_value("offer").run()
    field(at, "selectbox", ".field.service").set_value("induction")
    field(at, "text_area", ".field.note").set_value(note)
    return at.run()


def test_a_contact_stands_on_the_page_at_once(home: Settings, school: Any) -> None:
    at = run_page("school_contacts", urn=school.urn)
    assert "no contact in 20" in only("h1", html_of(at))
    field(fill(at, "The new head joined."), "button", ".save").click().run()
    html = html_of(at)
    assert "1 contact in 20" in only("h1", html)
    assert "The new head joined." in text_of(html)
    assert "Headteacher induction ▲" in text_of(html)
    assert [row.service for row in stands(home)] == ["induction"]


def test_over_long_text_is_refused_and_stays(home: Settings, school: Any) -> None:
    at = fill(run_page("school_contacts", urn=school.urn), "x" * 4001)
    field(at, "button", ".save").click().run()
    assert "4,001 characters of at most 4,000" in text_of(html_of(at))
    assert field(at, "text_area", ".field.note").value == "x" * 4001
    assert stands(home) == []


def test_a_late_next_step_is_the_message_until_it_is_done(home: Settings, school: Any) -> None:
    late_step(home, school)
    at = run_page("school_contacts", urn=school.urn)
    html = html_of(at)
    assert only("h1", html) == f"{school.name}: 1 next step overdue"
    assert "<b>late" not in html
    assert "7 days overdue" in text_of(html)
    steps = [button for button in at.button if str(button.key).startswith("contact.step")]
    steps[0].click().run()
    said = text_of(html_of(at))
    assert "Saved. The next step is done." in said
    assert "No next step is open." in said
    assert stands(home)[0].done_on is not None


def test_a_contact_is_put_right_in_the_same_form(home: Settings, school: Any) -> None:
    late_step(home, school)
    (row,) = stands(home)
    at = run_page("school_contacts", urn=school.urn)
    at.selectbox(key="which").set_value(row.record_id).run()
    assert field(at, "text_area", ".field.note").value == "=1+1 <b>late</b>"
    field(at, "selectbox", ".field.service").set_value("send").run()
    next(b for b in at.button if b.key.startswith(f"contact.{row.record_id}")).click().run()
    assert [(row.service, row.version) for row in stands(home)] == [("send", 2)]


def test_the_workbook_has_every_contact_as_text(home: Settings, school: Any) -> None:
    late_step(home, school)
    book = load_workbook(io.BytesIO(contacts_workbook(open_snapshot(home), school)))
    (table,) = book["Contacts"].tables.values()
    _, line = [[cell.value for cell in row] for row in book["Contacts"][table.ref]]
    assert line[2:5] == ["Finance", "=1+1 <b>late</b>", "Ask for the plan"]
    assert line[6:] == ["not yet", "SIA North"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
