"""All casework can leave from its page; a spreadsheet is compared there before anything is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from drawn import html_of, only, run_page, text_of

from eif.casework.office import close_store, open_store
from eif.casework.reading import standing
from eif.config import Settings
from eif.snapshot import open_snapshot
from tests.conftest import settings_for


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


def category(home: Settings) -> bytes:
    """A spreadsheet that agrees with the data of one school, and names one that does not exist."""
    snapshot = open_snapshot(home)
    school = next(iter(snapshot.rows("screen_school", indicated="Established", listed=True)))
    return (
        "School URN;Colour\n"
        "URN,Agreed category,Evidence date,Who,Rationale\n"
        f"{school.urn},Established,2026-11-02,Head,<b>Sound</b>\n"
        "1,Established,2026-11-02,Head,Sound\n"
    ).encode()


def test_an_empty_store_offers_its_export_and_the_template(home: Settings) -> None:
    at = run_page("import_export")
    assert only("h1", html_of(at)) == "All casework can leave as it is, and a caseload can come in"
    assert "0 events on record." in text_of(html_of(at))
    labels = [button.label for button in at.get("download_button")]
    assert labels == ["Workbook", "JSON", "Template of a caseload"]


@pytest.mark.parametrize(
    ("person", "offered"),
    [("School improvement officer", ["Workbook", "JSON"]), ("Board member", [])],
)
def test_whoever_may_not_export_is_offered_the_template_alone(
    home: Settings, person: str, offered: list[str]
) -> None:
    at = run_page("import_export", **{"as": person})
    labels = [button.label for button in at.get("download_button")]
    assert labels == [*offered, "Template of a caseload"]
    assert ("may take all casework elsewhere" in text_of(html_of(at))) is not bool(offered)


def test_a_spreadsheet_is_compared_mapped_and_then_written(home: Settings) -> None:
    at = run_page("import_export")
    at.get("file_uploader")[0].upload("mine.csv", category(home), "text/csv").run()
    shown = text_of(html_of(at))
    assert "mine.csv: 0 new, 0 changed, 0 same, 2 refused" in shown
    assert "Say who agreed for the school" in shown
    assert "No school of this release has the URN 1." in shown
    (agreed,) = [box for box in at.selectbox if box.label == "Agreed with"]
    agreed.set_value("Who").run()
    html = html_of(at)
    assert "mine.csv: 1 new, 0 changed, 0 same, 1 refused" in text_of(html)
    at.button(key="write").click().run()
    assert not at.exception
    assert "mine.csv: 1 change written, 0 the same, 1 refused." in text_of(html_of(at))
    with open_store(home).read() as con:
        assert [row.note for row in standing(con, "judgement")] == ["<b>Sound</b>"]
    assert "0 new, 0 changed, 1 same, 1 refused" in text_of(html_of(at))


def test_a_file_that_is_no_spreadsheet_is_refused_in_words(home: Settings) -> None:
    at = run_page("import_export")
    at.get("file_uploader")[0].upload("mine.csv", b"%PDF-1.7", "text/csv").run()
    assert "The file is a PDF, which cannot be read here." in text_of(html_of(at))
