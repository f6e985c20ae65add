"""Seen as at an instant: the release that was served then, and what had been decided by then."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from eif.casework.errors import NotAllowed
from eif.casework.office import close_store, open_store
from eif.city import open_desk
from eif.config import Settings
from eif.snapshot import KEPT_OPEN, KEPT_PAST, open_snapshot
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


def test_what_is_looked_back_at_never_pushes_out_what_is_served_now(
    twice: tuple[Settings, str, str],
) -> None:
    settings, first, second = twice
    now = open_snapshot(settings)
    back_at = at_of(settings, 2)
    for day in range(KEPT_OPEN + KEPT_PAST):
        then = open_snapshot(settings, back_at - timedelta(days=day))
        assert then.is_past
    assert open_snapshot(settings) is now
    assert not now.is_past
    assert open_snapshot(settings, back_at - timedelta(days=day)) is then
    assert {now.release, open_snapshot(settings, at_of(settings, 1)).release} == {first, second}
    close_store(settings)


def test_somebody_who_looks_back_can_write_nothing(twice: tuple[Settings, str, str]) -> None:
    settings, _, _ = twice
    yesterday = open_snapshot(settings, datetime.now(UTC) - timedelta(days=1))
    desk = open_desk(settings, DIRECTOR, yesterday)
    assert desk.today == yesterday.day
    with pytest.raises(NotAllowed, match="a day that is over"), desk.write("team", None):
        pytest.fail("a transaction began")
    with open_desk(settings, DIRECTOR, open_snapshot(settings)).write("team", None) as writing:
        values = {"school_id": "S1", "on_day": NOON.date(), "kind": "service", "service": "finance"}
        writing.add("contact", values | {"note": "."}, did="note a contact")
    assert open_store(settings).revision() == 1
    close_store(settings)


def test_where_the_release_of_then_is_too_old_to_be_read_that_of_today_stands_in(
    twice: tuple[Settings, str, str],
) -> None:
    settings, first, second = twice
    old = duckdb.connect(str(settings.releases / f"{second}.duckdb"))
    old.execute("drop table comparison")
    old.close()
    seen = open_snapshot(settings, at_of(settings, 1))
    assert seen.release == first
    assert f"Release {second}" in seen.note
    assert "cannot be read any more" in seen.note
    close_store(settings)


def test_eight_people_who_look_back_to_one_day_share_one_snapshot(twice: tuple[Settings, str, str]) -> None:
    settings, _, _ = twice
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: open_snapshot(settings, at_of(settings, 1)), range(8)))
    assert len(set(map(id, found))) == 1
    close_store(settings)
