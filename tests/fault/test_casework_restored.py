"""Damaged in any way, is the casework put together again from what is left, and nothing overwritten?"""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eif.casework.errors import BrokenStoreError
from eif.casework.office import open_checked
from eif.casework.reading import events
from eif.casework.replay import content_hash
from eif.casework.restore import restore
from eif.cli import cli
from eif.config import Settings
from tests.conftest import settings_for
from tests.fixtures.desks import DIRECTOR, NOON, desk_of

EVENTS = 60


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql"))])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    found = settings_for(tmp_path)
    if request.param == "postgresql":
        found = replace(found, casework=request.getfixturevalue("postgresql_url"))
    work(found, EVENTS)
    return found


def on_file(tmp_path: Path) -> Settings:
    """An installation on SQLite in which somebody worked."""
    found = settings_for(tmp_path)
    work(found, EVENTS)
    return found


def work(settings: Settings, number: int) -> None:
    store, _ = open_checked(settings)
    for one in range(number):
        with store.write(DIRECTOR, desk_of(store).seen) as writing:
            row = writing.newest("contact", f"C{one % 7}")
            values = {"school_id": "S1", "on_day": NOON.date(), "kind": "service", "service": "Finance"}
            said = values | {"note": f"Note {one}."}
            writing.save("contact", f"C{one % 7}", row.version if row else 0, said, did="note a contact")
    store.close()


def held(settings: Settings) -> str:
    """The hash of everything in a store that is in order."""
    store, told = open_checked(settings)
    with store.read() as con:
        found = content_hash(con)
        assert list(store.journal.lines()) == list(events(con))
    store.close()
    assert told == []
    return found


def run(settings: Settings, *arguments: str | Path) -> Result:
    env = {
        "EIF_HOME": str(settings.home),
        **({"EIF_CASEWORK_URL": settings.casework} if settings.casework else {}),
    }
    return CliRunner(env=env).invoke(cli, list(map(str, arguments)))


def flip(path: Path, at: int) -> None:
    with path.open("rb+") as handle:
        handle.seek(at)
        byte = handle.read(1)[0]
        handle.seek(at)
        handle.write(bytes([byte ^ 1]))


def test_from_the_journal_alone_everything_is_there_again(settings: Settings) -> None:
    before = held(settings)
    done = run(settings, "restore", "--without-database")
    assert done.exit_code == 0, done.output
    assert f"Restored {EVENTS} events" in done.output
    assert "Put aside: " in done.output
    assert held(settings) == before
    work(settings, 1)


def test_a_journal_that_is_damaged_or_gone_is_put_together_from_the_database(settings: Settings) -> None:
    before, file = held(settings), settings.journal / "journal.jsonl"
    size = file.stat().st_size
    for damage in (20, size // 2, None):
        if damage is None:
            file.write_bytes(file.read_bytes()[: size // 3])
        else:
            flip(file, damage)
        with pytest.raises(BrokenStoreError, match="python -m eif restore"):
            open_checked(settings)
        assert run(settings, "restore").exit_code == 0
        assert held(settings) == before
    assert len(list(settings.journal.glob("journal.jsonl.2*"))) == 3


def test_each_half_damaged_makes_one_whole(tmp_path: Path) -> None:
    settings = on_file(tmp_path)
    before, file = held(settings), settings.home / "casework" / "casework.db"
    lines = (settings.journal / "journal.jsonl").read_bytes().splitlines(keepends=True)
    (settings.journal / "journal.jsonl").write_bytes(b"".join([*lines[:20], b"{}\n", *lines[21:50]]))
    damaged = file.read_bytes()
    done = restore(settings)
    assert (done.events, held(settings)) == (EVENTS, before)
    assert damaged in [Path(name).read_bytes() for name in done.aside], "what was there is not kept"


def test_a_gap_that_nothing_fills_changes_nothing_and_says_what_is_missing(tmp_path: Path) -> None:
    settings = on_file(tmp_path)
    backup = run(settings, "backup", "--to", tmp_path / "kept")
    assert f"{EVENTS} events" in backup.output
    (kept,) = (tmp_path / "kept").iterdir()
    before = held(settings)
    file, journal = settings.home / "casework" / "casework.db", settings.journal / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:20] + lines[21:]))
    file.write_bytes(b"nothing that SQLite knows" * 400)
    there = {path: path.read_bytes() for path in (file, journal)}
    refused = run(settings, "restore")
    assert refused.exit_code == 2
    assert "Event 20 is whole in none of these" in refused.output
    assert {path: path.read_bytes() for path in (file, journal)} == there
    restored = run(settings, "restore", kept)
    assert restored.exit_code == 0, restored.output
    assert held(settings) == before
    assert run(settings, "restore", "--until", "19").exit_code == 0
    store, _ = open_checked(settings)
    assert store.revision() == 19
    store.close()


def test_two_stories_of_one_event_are_not_mixed(tmp_path: Path) -> None:
    settings, other = on_file(tmp_path / "one"), on_file(tmp_path / "two")
    told = run(settings, "restore", other.journal / "journal.jsonl")
    assert told.exit_code == 2
    assert "Event 1 is there twice, and not the same" in told.output


def test_a_backup_moves_the_casework_from_one_database_to_the_other(
    settings: Settings, tmp_path: Path
) -> None:
    run(settings, "backup", "--to", tmp_path / "kept")
    (kept,) = (tmp_path / "kept").iterdir()
    elsewhere = settings_for(tmp_path / "elsewhere")
    assert run(elsewhere, "restore", kept).exit_code == 0
    assert held(elsewhere) == held(settings)


def test_a_backup_cut_short_is_refused(tmp_path: Path) -> None:
    settings = on_file(tmp_path)
    run(settings, "backup", "--to", tmp_path / "kept")
    (kept,) = (tmp_path / "kept").iterdir()
    kept.write_bytes(kept.read_bytes()[:-200])
    told = run(settings, "restore", kept)
    assert told.exit_code == 2
    assert "is not a whole backup of casework" in told.output


def test_check_says_whether_casework_is_whole(tmp_path: Path) -> None:
    settings = on_file(tmp_path)
    assert f"Casework is whole: {EVENTS} events" in run(settings, "check").output
    flip(settings.journal / "journal.jsonl", 3000)
    told = run(settings, "check")
    assert told.exit_code == 1
    assert "is not as it was written. Run `python -m eif restore`" in told.output
    assert run(settings, "audit", "verify").exit_code == 2
    assert run(settings, "backup").exit_code == 2


def test_a_seal_that_was_noted_shows_that_nothing_before_it_was_written_anew(tmp_path: Path) -> None:
    settings = on_file(tmp_path / "one")
    told = run(settings, "audit", "verify").output
    noted = told.split("Seal of the last: ")[1].split()[0]
    work(settings, 2)
    assert f"That seal is of event {EVENTS}" in run(settings, "audit", "verify", "--seal", noted).output
    shutil.rmtree(tmp_path / "one")
    other = on_file(tmp_path / "one")
    anew = run(other, "audit", "verify", "--seal", noted)
    assert anew.exit_code == 2
    assert "was written anew" in anew.output


def test_restoring_is_a_matter_of_seconds(tmp_path: Path) -> None:
    settings = on_file(tmp_path)
    began = time.monotonic()
    done = restore(settings, with_database=False)
    assert 0 < done.seconds <= time.monotonic() - began < 20
