"""A release takes over by one line, and can be gone back to."""

from __future__ import annotations

from collections import namedtuple
from pathlib import Path

import pytest

from eif.config import Settings
from eif.warehouse import ReleaseError, current_release, list_releases, rollback
from eif.warehouse.lock import single_writer
from eif.warehouse.publish import publish, require_free_space, scratch_folder
from tests.conftest import settings_for
from tests.fixtures.releases import write_release

NAMES = [f"2026112{day}T053532Z-3d57106{day}" for day in range(1, 7)]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_for(tmp_path)


def put(settings: Settings, *names: str) -> None:
    for name in names:
        with scratch_folder(settings) as folder:
            publish(settings, write_release(folder / "release.duckdb", name), name)


def kept(settings: Settings) -> list[str]:
    return [release.name for release in list_releases(settings)]


def test_before_the_first_load_nothing_is_served(settings: Settings) -> None:
    assert current_release(settings) is None
    assert list_releases(settings) == []


def test_the_release_published_last_is_served(settings: Settings) -> None:
    put(settings, *NAMES[:2])
    assert current_release(settings) == settings.releases / f"{NAMES[1]}.duckdb"
    assert [(each.name, each.is_current) for each in list_releases(settings)] == [
        (NAMES[1], True),
        (NAMES[0], False),
    ]


def test_a_release_that_has_its_name_is_never_written_over(settings: Settings) -> None:
    put(settings, NAMES[0])
    with pytest.raises(ReleaseError, match="exists already"):
        put(settings, NAMES[0])


def test_only_the_newest_releases_are_kept(settings: Settings) -> None:
    put(settings, *NAMES[:5])
    assert kept(settings) == NAMES[4:1:-1]


def test_the_release_being_served_is_kept_however_old_it_is(settings: Settings) -> None:
    put(settings, *NAMES[:3])
    rollback(settings, NAMES[0])
    with scratch_folder(settings) as folder:
        write_release(folder / "release.duckdb", NAMES[3]).rename(settings.releases / f"{NAMES[3]}.duckdb")
    rollback(settings, NAMES[0])
    assert NAMES[0] in kept(settings)
    put(settings, NAMES[4])
    assert current_release(settings) == settings.releases / f"{NAMES[4]}.duckdb"
    assert kept(settings) == [NAMES[4], NAMES[3], NAMES[2]]


def test_going_back_changes_what_is_served_and_nothing_else(settings: Settings) -> None:
    put(settings, *NAMES[:2])
    before = {path.name: path.read_bytes() for path in settings.releases.glob("*.duckdb")}
    assert rollback(settings, "20261121").stem == NAMES[0]
    assert current_release(settings) == settings.releases / f"{NAMES[0]}.duckdb"
    assert {path.name: path.read_bytes() for path in settings.releases.glob("*.duckdb")} == before


@pytest.mark.parametrize("asked", ["", "2026", "../20261121", "19990101"])
def test_going_back_to_no_one_release_says_which_there_are(settings: Settings, asked: str) -> None:
    put(settings, *NAMES[:2])
    with pytest.raises(ReleaseError, match=f"Kept releases: {NAMES[1]}, {NAMES[0]}"):
        rollback(settings, asked)
    assert current_release(settings) == settings.releases / f"{NAMES[1]}.duckdb"


def test_a_damaged_release_is_not_gone_back_to(settings: Settings) -> None:
    put(settings, *NAMES[:2])
    (settings.releases / f"{NAMES[0]}.duckdb").write_bytes(b"not a database")
    with pytest.raises(ReleaseError, match="cannot be opened"):
        rollback(settings, NAMES[0])
    assert current_release(settings) == settings.releases / f"{NAMES[1]}.duckdb"


@pytest.mark.parametrize("line", ["20991231T000000Z-00000000", "../../etc/passwd", ""])
def test_a_pointer_to_no_release_is_said_and_not_followed(settings: Settings, line: str) -> None:
    put(settings, NAMES[0])
    (settings.releases / "CURRENT").write_text(f"{line}\n")
    with pytest.raises(ReleaseError, match="CURRENT names"):
        current_release(settings)
    rollback(settings, NAMES[0])
    assert current_release(settings) is not None


def test_what_a_killed_build_left_behind_is_removed_by_the_next(settings: Settings) -> None:
    orphan = settings.releases / "building-4711"
    orphan.mkdir(parents=True)
    (orphan / "scratch.duckdb").touch()
    (settings.releases / "CURRENT.4711.new").touch()
    with scratch_folder(settings) as folder:
        assert [path for path in settings.releases.iterdir() if path.name != "writer.lock"] == [folder]
    assert not folder.exists()


def test_only_one_load_at_a_time_and_the_second_is_told_of_the_first(settings: Settings) -> None:
    with (
        single_writer(settings.releases, "a load by Ann Officer"),
        pytest.raises(ReleaseError, match=r"a load by Ann Officer, started .* process \d+"),
        single_writer(settings.releases, "a load by Bob Officer"),
    ):
        pass
    with single_writer(settings.releases, "a load by Bob Officer"):
        pass


def test_a_disk_that_would_fill_is_met_before_the_load(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage(10**9, 9 * 10**8, 10**8))
    require_free_space(settings, 1_000_000)
    with pytest.raises(ReleaseError, match="100 MB free and this load needs about 667 MB"):
        require_free_space(settings, 200_000_000)
