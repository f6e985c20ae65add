"""A draft is prepared apart, says what it would change, and is published only as it was looked at."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from eif.config import Settings
from eif.drafts import (
    create,
    discard_draft,
    findings_workbook,
    folder_of,
    list_drafts,
    prepare,
    publish_draft,
    read_result,
)
from eif.drafts.draft import MOST_BYTES, Draft, lock_of, read, state_of, with_state
from eif.snapshot import open_snapshot
from eif.warehouse import ReleaseError, current_release
from eif.warehouse.inbox import receipts
from eif.warehouse.journal import begin, history
from eif.warehouse.lock import in_turn
from tests.conftest import settings_for
from tests.fixtures.tiny import load_files, write_absence


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation that serves 2018/19 with one school at 4.1."""
    settings = settings_for(tmp_path / "home")
    load_files(settings, write_absence(tmp_path / "before", {"103100": "4.1"}))
    return settings


def uploaded(settings: Settings, path: Path, *, year: str = "2018/19", by: str = "Ann Officer") -> Draft:
    entry = begin(settings, "draft", by)
    given = [("..\\..\\" + path.name, BytesIO(path.read_bytes()))]
    return create(settings, by, given, year=year, entry=entry.id)


def prepared(settings: Settings, path: Path, **told: str) -> Draft:
    draft = uploaded(settings, path, **told)
    prepare(settings, draft.id)
    return read(settings, draft.id)


def rate(settings: Settings) -> float:
    found = open_snapshot(settings).rows("comparison", urn="103100", indicator="abs_overall")
    return float(found[0].value)


@pytest.fixture
def ready(settings: Settings, tmp_path: Path) -> Draft:
    """A draft that would make it 5.2, prepared."""
    draft = prepared(settings, write_absence(tmp_path / "after", {"103100": "5.2"}, name="new.csv"))
    assert draft.state == "ready", draft.problem
    return draft


def test_a_file_is_kept_under_a_name_of_ours_and_its_own_name_is_only_text(
    settings: Settings, tmp_path: Path
) -> None:
    draft = uploaded(settings, write_absence(tmp_path, {"103100": "5.2"}, name="new.csv"))
    (file,) = draft.files
    assert file.name == "new.csv"
    (stored,) = (folder_of(settings, draft.id) / "files").iterdir()
    assert stored.name == file.stored != "new.csv"


def test_a_file_that_is_too_large_leaves_nothing_behind(settings: Settings) -> None:
    class Endless(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return b"x" * (size or 1)

    with pytest.raises(ReleaseError, match="larger than 25 MB"):
        create(settings, "Ann", [("big.csv", Endless())], year="", entry="0")
    assert MOST_BYTES == 25 * 1024 * 1024
    assert list_drafts(settings) == []
    assert list((settings.home / "drafts").iterdir()) == []


@pytest.mark.parametrize("name", ["", "..", "../../x", "0" * 15, "g" * 16])
def test_only_an_id_names_a_draft(settings: Settings, name: str) -> None:
    with pytest.raises(ReleaseError, match="no such draft"):
        read(settings, name)


def test_preparing_publishes_and_keeps_nothing(settings: Settings, ready: Draft) -> None:
    assert rate(settings) == 4.1
    assert len(receipts(settings.inbox)) == 1
    result = read_result(folder_of(settings, ready.id))
    assert [(file.state, file.rows) for file in result.files] == [("accepted", 4)]
    assert result.sentences


def test_what_was_found_can_be_taken_away_as_a_workbook(settings: Settings, ready: Draft) -> None:
    book = openpyxl.load_workbook(BytesIO(findings_workbook(settings, ready.id, ["new.csv"])))
    assert book.sheetnames[-1] == "Findings"


def test_publishing_serves_what_was_prepared_and_tells_the_journal(settings: Settings, ready: Draft) -> None:
    name = publish_draft(settings, ready.id, by="Ann Officer", reason="checked by phone")
    served = current_release(settings)
    assert served
    assert served.stem == name
    assert rate(settings) == 5.2
    assert open_snapshot(settings).rows("screen_release")[0].release == name
    assert len(receipts(settings.inbox)) == 2
    assert list_drafts(settings) == []
    entry = next(entry for entry in history(settings) if entry.id == ready.entry)
    assert (entry.outcome, entry.release, entry.reason) == ("published", name, "checked by phone")


def test_a_draft_is_not_published_over_a_release_it_was_not_compared_with(
    settings: Settings, ready: Draft, tmp_path: Path
) -> None:
    load_files(settings, write_absence(tmp_path / "other", {"103100": "6.3"}, name="other.csv"))
    before = current_release(settings)
    with pytest.raises(ReleaseError, match="Prepare it again"):
        publish_draft(settings, ready.id, by="Ann Officer", reason="checked")
    assert current_release(settings) == before
    prepare(settings, ready.id)
    publish_draft(settings, ready.id, by="Ann Officer", reason="checked")
    assert rate(settings) == 5.2


def test_a_warning_needs_a_reason(settings: Settings, ready: Draft) -> None:
    folder = folder_of(settings, ready.id)
    told = (folder / "result.json").read_text()
    (folder / "result.json").write_text(told.replace('"result": "PASS"', '"result": "WARNING"', 1))
    with pytest.raises(ReleaseError, match="write why"):
        publish_draft(settings, ready.id, by="Ann Officer", reason="  ")
    publish_draft(settings, ready.id, by="Ann Officer", reason="the school confirmed it")
    (entry, *_) = [entry for entry in history(settings) if entry.id == ready.entry]
    assert len(entry.warnings) >= 1


@pytest.mark.parametrize("approver", ["", "Ann Officer", " ann  OFFICER "])
def test_a_second_person_must_be_another_person(settings: Settings, ready: Draft, approver: str) -> None:
    strict = replace(settings, second_approver=True)
    with pytest.raises(ReleaseError, match="second person"):
        publish_draft(strict, ready.id, by="Ann Officer", reason="checked", approved_by=approver)
    assert rate(settings) == 4.1


def test_a_second_person_approves(settings: Settings, ready: Draft) -> None:
    strict = replace(settings, second_approver=True)
    publish_draft(strict, ready.id, by="Ann Officer", reason="checked", approved_by="Bo Lead")
    assert next(entry for entry in history(settings) if entry.id == ready.entry).approved_by == "Bo Lead"


def test_a_draft_that_is_discarded_is_gone_and_told(settings: Settings, ready: Draft) -> None:
    discard_draft(settings, ready.id, by="Ann Officer")
    assert list_drafts(settings) == []
    assert next(entry for entry in history(settings) if entry.id == ready.entry).outcome == "discarded"
    assert rate(settings) == 4.1


def test_a_file_that_is_refused_says_why_and_cannot_be_published(settings: Settings, tmp_path: Path) -> None:
    bad = tmp_path / "notes.csv"
    bad.write_text("a,b\n1,2\n")
    draft = prepared(settings, bad, year="")
    assert draft.state == "refused"
    (file,) = read_result(folder_of(settings, draft.id)).files
    assert (file.state, file.name) == ("refused", "notes.csv")
    assert file.message
    with pytest.raises(ReleaseError, match="not ready"):
        publish_draft(settings, draft.id, by="Ann", reason="x")


def test_a_draft_whose_process_ended_is_interrupted(settings: Settings, ready: Draft) -> None:
    left = with_state(settings, ready, "preparing")
    assert state_of(settings, left) == "interrupted"
    with in_turn(lock_of(settings, ready.id)):
        assert state_of(settings, left) == "preparing"


def test_the_first_release_can_come_from_a_draft(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "home")
    draft = prepared(settings, write_absence(tmp_path, {"103100": "5.2"}))
    assert draft.state == "ready", draft.problem
    publish_draft(settings, draft.id, by="Ann", reason="first")
    assert rate(settings) == 5.2


def test_a_draft_is_not_published_while_somebody_else_is_publishing(settings: Settings, ready: Draft) -> None:
    with in_turn(settings.releases / "writer.lock"), pytest.raises(ReleaseError, match="under way"):
        publish_draft(settings, ready.id, by="Ann", reason="x")
    assert folder_of(settings, ready.id).is_dir()
