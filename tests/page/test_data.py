"""The Data page: a draft says what it is and what it would change; it is published, discarded, taken back."""

from __future__ import annotations

from collections import namedtuple
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from drawn import html_of, only, run_page, text_of
from streamlit.testing.v1 import AppTest

from eif.config import ConfigError, Settings
from eif.drafts import Draft, create, folder_of, list_drafts, prepare, read, read_result
from eif.drafts.draft import with_state
from eif.outputs.expected import judge
from eif.snapshot import open_snapshot
from eif.ui import returns_wall
from eif.warehouse import current_release
from eif.warehouse.journal import begin, history
from tests.conftest import settings_for
from tests.fixtures.tiny import load_files, write_absence


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An installation of this test alone, which serves 2018/19 with one school at 4.1."""
    settings = settings_for(tmp_path / "home")
    load_files(settings, write_absence(tmp_path / "before", {"103100": "4.1"}))
    monkeypatch.setenv("EIF_HOME", str(settings.home))
    return settings


def uploaded(settings: Settings, path: Path, name: str = "new.csv") -> Draft:
    entry = begin(settings, "draft", "Ann Officer", outcome="waiting")
    given = [(name, BytesIO(path.read_bytes()))]
    return create(settings, "Ann Officer", given, year="2018/19", entry=entry.id)


@pytest.fixture
def ready(settings: Settings, tmp_path: Path) -> Draft:
    """A draft that would make it 5.2, prepared."""
    draft = uploaded(settings, write_absence(tmp_path / "after", {"103100": "5.2"}))
    prepare(settings, draft.id)
    return read(settings, draft.id)


def rate(settings: Settings) -> float:
    found = open_snapshot(settings).rows("comparison", urn="103100", indicator="abs_overall")
    return float(found[0].value)


def publish(at: AppTest, reason: str = "The school confirmed the figures") -> AppTest:
    at.text_area(key="decide_reason").input(reason)
    return at.button(key="publish").click().run()


def test_without_a_file_and_a_name_nothing_is_begun(settings: Settings) -> None:
    at = run_page("data")
    assert only("h1", html_of(at)) == "Load files"
    at.button(key="upload_go").click().run()
    assert "Choose at least one file and say who you are" in at.error[0].value
    assert list_drafts(settings) == []


def test_a_draft_says_what_each_file_is_and_what_would_change(settings: Settings, ready: Draft) -> None:
    said = text_of(html_of(run_page("data", draft=ready.id)))
    result = read_result(folder_of(settings, ready.id))
    assert "1 file ready to publish" in said
    assert "new.csv" in said
    assert "absence" in said
    assert f"{result.files[0].cells:,}" in said
    for sentence in result.sentences:
        assert " ".join(sentence.split()) in said
    assert rate(settings) == 4.1


def test_publishing_serves_it_and_says_so(settings: Settings, ready: Draft) -> None:
    at = publish(run_page("data", draft=ready.id))
    assert not at.error, at.error[0].value
    served = current_release(settings)
    assert served
    assert f"Published: release {served.stem}" in text_of(html_of(at))
    assert rate(settings) == 5.2


def test_discarding_publishes_nothing_and_is_in_the_journal(settings: Settings, ready: Draft) -> None:
    at = run_page("data", draft=ready.id)
    at.button(key="discard").click().run()
    assert "Discarded. Nothing was published." in text_of(html_of(at))
    assert rate(settings) == 4.1
    assert "discarded" in text_of(html_of(run_page("data", view="history")))


def test_a_warning_cannot_be_published_without_a_reason(settings: Settings, ready: Draft) -> None:
    path = folder_of(settings, ready.id) / "result.json"
    path.write_text(path.read_text().replace('"result": "PASS"', '"result": "WARNING"', 1))
    at = run_page("data", draft=ready.id)
    assert "1 warning to look at" in only("h1", html_of(at)) or "warnings to look at" in only(
        "h1", html_of(at)
    )
    at = publish(at, reason=" ")
    assert "write why" in at.error[0].value
    assert rate(settings) == 4.1
    assert not publish(at).error
    assert rate(settings) == 5.2


def test_a_second_person_is_asked_for_where_the_installation_says_so(
    settings: Settings, ready: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eif.ui.loading.load_settings", lambda: replace(settings, second_approver=True))
    at = publish(run_page("data", draft=ready.id))
    assert "second person" in at.error[0].value
    at.text_input(key="decide_approver").input("Bo Lead")
    assert not publish(at).error
    assert rate(settings) == 5.2


def test_a_draft_that_was_overtaken_must_be_prepared_again(
    settings: Settings, ready: Draft, tmp_path: Path
) -> None:
    load_files(settings, write_absence(tmp_path / "other", {"103100": "6.3"}, name="other.csv"))
    at = run_page("data", draft=ready.id)
    assert "Another release was published since this was prepared" in text_of(html_of(at))
    assert [button.key for button in at.button if button.key == "publish"] == []


def test_preparing_that_was_ended_is_said_and_the_release_before_is_served(
    settings: Settings, ready: Draft
) -> None:
    with_state(settings, ready, "preparing")
    at = run_page("data", draft=ready.id)
    assert "Preparing stopped before it had finished: its process ended." in text_of(html_of(at))
    assert [button.key for button in at.button] == ["again", "discard"]
    assert rate(settings) == 4.1


def test_a_file_that_is_refused_says_why(settings: Settings, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("x,y\n1,2\n")
    draft = uploaded(settings, bad, name="<script>alert(1)</script>.csv")
    prepare(settings, draft.id)
    html = html_of(run_page("data", draft=draft.id))
    assert only("h1", html) == "1 file: nothing can be published"
    assert "Refused" in html
    assert "<script>alert" not in html


def test_a_draft_that_does_not_exist_leads_back(settings: Settings) -> None:
    for draft in ("x", "0" * 16, "../../etc"):
        html = html_of(run_page("data", draft=draft))
        assert "There is no such draft" in html
        assert 'href="/data"' in html


def test_another_machine_may_change_nothing(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def reachable(_: str) -> str:
        raise ConfigError("reachable")

    monkeypatch.setattr("eif.ui.loading.require_loopback", reachable)
    at = run_page("data")
    assert only("h1", html_of(at)) == "Files cannot be uploaded here"
    assert not at.button
    assert not run_page("data", view="history").button


def test_the_journal_and_the_releases_are_listed_and_one_can_be_gone_back_to(
    settings: Settings, tmp_path: Path
) -> None:
    before = current_release(settings)
    load_files(settings, write_absence(tmp_path / "other", {"103100": "6.3"}, name="other.csv"))
    at = run_page("data", view="history")
    said = text_of(html_of(at))
    assert before
    assert before.stem in said
    assert said.count("load by Ann Officer") == 2
    at.text_input(key="rollback_by").input("Bo Lead")
    at.checkbox(key="rollback_sure").check().run()
    at.button(key="rollback_go").click().run()
    assert not at.error
    assert current_release(settings) == before
    assert rate(settings) == 4.1
    assert history(settings)[0].by == "Bo Lead"


def test_before_the_first_release_files_can_be_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EIF_HOME", str(tmp_path / "empty"))
    for view in ("load", "sources", "returns", "history"):
        at = run_page("data", view=view)
        assert only("h1", html_of(at))
    assert run_page("data").button(key="upload_go")


Row = namedtuple(
    "Row",
    "ord source title every files period release_status layout loaded_at loaded_by expected_on basis mark",
)


def expected(ord_: int, files: int, day: date | None) -> Row:
    loaded = datetime(2026, 3, 1, 9, 0)
    return Row(ord_, "s", "S", "year", files, "2024/25", "final", "ks2", loaded, "Ann", day, "In May.", "K")


def test_a_source_is_late_from_the_day_after_it_is_expected() -> None:
    rows = [
        expected(1, 1, date(2026, 5, 31)),
        expected(2, 1, date(2026, 6, 1)),
        expected(3, 1, None),
        expected(4, 0, date(2020, 1, 1)),
    ]
    found = [(source.state, source.days) for source in judge(rows, date(2026, 6, 1))]
    assert found == [("late", 1), ("not yet due", 0), ("no fixed day", 0), ("nothing loaded", 0)]


def test_each_source_says_its_period_its_load_and_when_the_next_comes(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EIF_HOME", str(demo_home))
    html = html_of(run_page("data", view="sources"))
    line = next(part for part in html.split("<tr>") if "Absence" in part)
    assert "2024/25" in text_of(line)
    assert "31 March 2027" in text_of(line)
    assert "the tests" in text_of(line)
    assert "nothing loaded" in text_of(html)


Return = namedtuple(
    "Return",
    "dataset dataset_title dataset_ord urn name phase state due_on days_late last_period is_loaded",
)


def returned(dataset: str, urn: str, state: str, days: int | None, loaded: bool = True) -> Return:
    name = f"School {urn}"
    due = date(2026, 10, 1)
    return Return(dataset, dataset.title(), 1, urn, name, "primary", state, due, days, None, loaded)


def test_the_wall_shows_who_owes_most_first_and_how_late() -> None:
    rows = [
        returned("budget", "900001", "returned", 0),
        returned("budget", "900002", "never", 52),
        returned("complaints", "900002", "overdue", 12),
        returned("complaints", "900001", "overdue", 30),
        returned("complaints", "900003", "not asked", None),
        returned("peps", "900001", "never", 52, loaded=False),
    ]
    assert returns_wall.finding(rows) == "2 of 3 schools owe the council a return"
    said = text_of(returns_wall.wall_card(rows, None))
    assert said.index("School 900002") < said.index("School 900001")
    assert "▼ never 52" in said
    assert "Peps" not in said
    one = text_of(returns_wall.wall_card(rows, "complaints"))
    assert "2 of 2 schools have not returned it" in one
    assert one.index("School 900001") < one.index("School 900002")
