"""The journal keeps what was loaded, published and taken back, and says so of what did not finish."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from eif.load import rebuild
from eif.warehouse import current_release, rollback
from eif.warehouse.errors import ReleaseError
from eif.warehouse.journal import NAME, UNFINISHED, FileEntry, begin, history, journalled
from tests.conftest import settings_for
from tests.fixtures.tiny import load_files, write_absence


def test_a_load_is_told_with_its_files_and_its_release(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "home")
    load_files(settings, write_absence(tmp_path, {"103100": "5.1"}))
    (entry,) = history(settings)
    served = current_release(settings)
    assert served
    assert (entry.what, entry.by, entry.outcome, entry.release) == (
        *("load", "Ann Officer", "published"),
        served.stem,
    )
    (file,) = entry.files
    assert file.state == "accepted"
    assert (file.rows, file.cells > 0) == (4, True)


def test_a_load_that_is_refused_and_one_of_nothing_new_are_told(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "home")
    given = write_absence(tmp_path, {"103100": "5.1"})
    load_files(settings, given)
    load_files(settings, given)
    load_files(settings, write_absence(tmp_path / "bad", {"103101": "many"}))
    assert sorted(entry.outcome for entry in history(settings)) == ["nothing new", "published", "refused"]


def test_a_dry_run_changes_nothing_and_is_not_told(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "home")
    load_files(settings, write_absence(tmp_path, {"103100": "5.1"}), dry_run=True)
    assert history(settings) == []


def test_a_rebuild_and_a_rollback_say_who(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "home")
    load_files(settings, write_absence(tmp_path, {"103100": "5.1"}))
    served = current_release(settings)
    assert served
    rollback(settings, served.stem, "Bo Lead")
    with pytest.raises(ReleaseError):
        rollback(settings, "20200101", "Bo Lead")
    told = {entry.what: (entry.by, entry.outcome) for entry in history(settings)}
    assert told["rollback"] == ("Bo Lead", "served again")
    assert len(history(settings)) == 2


def test_a_rebuild_without_files_is_told_as_failed(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "home")
    with pytest.raises(ReleaseError, match="inbox is empty"):
        rebuild(settings, as_at=None, on_progress=lambda _: None, by="Bo Lead")
    (entry,) = history(settings)
    assert entry.outcome == "failed"
    assert "inbox is empty" in entry.problem


def test_what_was_begun_and_never_ended_did_not_finish(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "home")
    begin(settings, "load", "Ann Officer").note(release="20260101T000000Z-00000000")
    (entry,) = history(settings)
    assert entry.outcome == UNFINISHED


def test_a_line_cut_short_by_a_crash_is_passed_over_and_the_next_is_whole(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "home")
    begin(settings, "load", "Ann").note(outcome="published", files=[FileEntry("a.csv", "accepted")])
    with (settings.releases / NAME).open("a") as journal:
        journal.write('{"entry": "12", "wh')
    assert [entry.by for entry in history(settings)] == ["Ann"]
    begin(settings, "load", "Bo")
    assert sorted(entry.by for entry in history(settings)) == ["Ann", "Bo"]


def test_an_error_ends_its_entry(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "home")
    with pytest.raises(ValueError, match="too odd"), journalled(settings, "load", "Ann"):
        raise ValueError("too odd")
    (entry,) = history(settings)
    assert (entry.outcome, entry.problem) == ("failed", "too odd")


def test_entries_told_at_once_are_all_kept(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "home")

    def tell(name: str) -> None:
        for _ in range(5):
            begin(settings, "load", name).note(outcome="published")

    threads = [threading.Thread(target=tell, args=(f"officer {number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [entry.outcome for entry in history(settings)] == ["published"] * 30
