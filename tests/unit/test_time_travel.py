"""Seen as at an instant: the release that was served then, and what had been decided by then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from eif.casework.office import close_store, open_store
from eif.config import Settings
from eif.snapshot import open_snapshot
from eif.warehouse import current_release, rollback
from eif.warehouse.journal import history
from eif.warehouse.served import served_at
from tests.conftest import settings_for
from tests.fixtures.desks import DIRECTOR, NOON, desk_of
from tests.fixtures.tiny import load_files, write_absence


def load(settings: Settings, folder: Path, rate: str) -> str:
    load_files(settings, write_absence(folder, {"103100": rate}), start_afresh=True)
    path = current_release(settings)
    assert path is not None
    return path.stem


def at_of(settings: Settings, number: int) -> datetime:
    """When the entry of this number, the oldest being 0, ended."""
    return sorted(entry.at for entry in history(settings))[number].replace(tzinfo=UTC)


@pytest.fixture
def twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Settings, str, str]:
    """An installation that published one release, an hour later another, and then went back to the first."""
    settings = settings_for(tmp_path / "home")
    first = load(settings, tmp_path / "a", "4.1")
    later(settings, monkeypatch, 1)
    second = load(settings, tmp_path / "b", "5.2")
    later(settings, monkeypatch, 2)
    rollback(settings, first, "the tests")
    return settings, first, second


def later(settings: Settings, monkeypatch: pytest.MonkeyPatch, hours: int) -> None:
    class Later(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return datetime.now(UTC) + timedelta(hours=hours)

    monkeypatch.setattr("eif.warehouse.journal.datetime", Later)


def test_each_instant_has_the_release_that_was_served_then(twice: tuple[Settings, str, str]) -> None:
    settings, first, second = twice
    second_at, back_at = at_of(settings, 1), at_of(settings, 2)
    for instant, name in [
        (second_at - timedelta(minutes=1), first),
        (second_at, second),
        (back_at - timedelta(minutes=1), second),
        (back_at, first),
    ]:
        found = served_at(settings, instant)
        assert found is not None
        assert (found.path.stem, found.note) == (name, "")


def test_a_release_that_is_gone_is_stood_in_for_and_that_is_said(twice: tuple[Settings, str, str]) -> None:
    settings, first, second = twice
    (settings.releases / f"{second}.duckdb").unlink()
    found = served_at(settings, at_of(settings, 1))
    assert found is not None
    assert found.path.stem == first
    assert "is no longer kept: the nearest to it" in found.note
    before = served_at(settings, datetime(2020, 1, 1, tzinfo=UTC))
    assert before is not None
    assert "Nothing was published by 1 January 2020" in before.note


def test_before_the_first_load_there_is_nothing(tmp_path: Path) -> None:
    assert served_at(settings_for(tmp_path), NOON) is None


def test_a_snapshot_as_at_an_instant_has_that_release_and_that_casework(
    twice: tuple[Settings, str, str],
) -> None:
    settings, _, second = twice
    store = open_store(settings)
    store.now = lambda: at_of(settings, 1) + timedelta(minutes=5)
    for number in range(2):
        with store.write(DIRECTOR, desk_of(store).seen) as writing:
            values = {"school_id": "S1", "on_day": NOON.date(), "kind": "service", "service": "finance"}
            writing.add("contact", values | {"note": f"Note {number}"}, did="note a contact")
        store.now = lambda: at_of(settings, 1) + timedelta(minutes=10)
    seen = open_snapshot(settings, at_of(settings, 1) + timedelta(minutes=7))
    assert (seen.release, seen.revision) == (second, 1)
    assert [row.note for row in seen.rows("casework_contact")] == ["Note 0"]
    close_store(settings)
