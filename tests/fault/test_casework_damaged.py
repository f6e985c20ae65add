"""A byte flipped, or a tail cut off: is it found at the next start, wherever it is?

Two hundred damages, drawn anew at each run of the tests from a seed that is told: bytes and tails of the
database file, of its log as a kill leaves it, and of the journal.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from eif.casework.check import put_in_order
from eif.casework.errors import BrokenStoreError
from eif.casework.store import Store
from tests.conftest import REPO
from tests.fixtures.desks import DIRECTOR, NOON, Clock, desk_of, open_store, sqlite_url

TRIALS = 200
DATABASE, LOG, JOURNAL = "casework.db", "casework.db-wal", "journal/journal.jsonl"


def lived_in(folder: Path, saves: int) -> Store:
    """A store in which letters were written, changed and withdrawn."""
    folder.mkdir(parents=True, exist_ok=True)
    clock = Clock()
    store = open_store(sqlite_url(folder), folder, clock)
    for number in range(saves):
        clock.now += timedelta(minutes=1)
        with store.write(DIRECTOR, desk_of(store).seen) as writing:
            name, version = f"L{number % 20}", writing.newest("letter", f"L{number % 20}")
            if version and number % 7 == 0 and not version.withdrawn:
                writing.withdraw("letter", name, version.version, did="withdraw", reason="wrong school")
                continue
            values = {
                "school_id": f"S{number}",
                "kind": "letter of concern",
                "issued_on": NOON.date(),
                "matters": f"Matter {number}. " * (number % 60),
                "copied_to": ["Chair of governors"],
            }
            writing.save("letter", name, version.version if version else 0, values, did="write a letter")
    return store


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that was closed in order: all of it is in the database file."""
    folder = tmp_path_factory.mktemp("closed")
    lived_in(folder, 150).close()
    assert not (folder / LOG).exists()
    return folder


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory, closed: Path) -> Path:
    """The same store, opened again, saved in and killed: the newest of it is in the log."""
    folder = tmp_path_factory.mktemp("killed") / "store"
    shutil.copytree(closed, folder)
    left = (
        "import os, sys; from pathlib import Path; from tests.fault.test_casework_damaged import more; "
        "more(Path(sys.argv[1])); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", left, str(folder)], cwd=REPO, check=True)
    assert (folder / LOG).stat().st_size > 100_000
    return folder


def more(folder: Path) -> None:
    """Save on in a store that is there already, and leave it open."""
    store = open_store(sqlite_url(folder), folder)
    for number in range(40):
        with store.write(DIRECTOR, desk_of(store).seen) as writing:
            writing.add(
                "contact",
                {
                    "school_id": f"S{number}",
                    "on_day": NOON.date(),
                    "kind": "service",
                    "service": "Finance",
                    "note": f"Note {number}. " * 40,
                },
                did="note a contact",
            )


def start(folder: Path) -> list[str]:
    """What a start finds, and closes in order."""
    store = Store(sqlite_url(folder), folder / "journal", Clock())
    try:
        told = put_in_order(store, folder / "backups")
        store.close()
    finally:
        store.engine.dispose()
    return told


def found(folder: Path) -> str | None:
    """What a start tells of damage, or None where it sees none."""
    try:
        return " ".join(start(folder)) or None
    except BrokenStoreError as error:
        return str(error)


@pytest.mark.parametrize("state", ["closed", "killed"])
def test_an_undamaged_store_has_nothing_to_tell(
    state: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    shutil.copytree(request.getfixturevalue(state), tmp_path / "store")
    assert start(tmp_path / "store") == []
    assert start(tmp_path / "store") == []


@pytest.mark.parametrize(
    ("state", "name"), [("closed", DATABASE), ("killed", DATABASE), ("killed", LOG), ("killed", JOURNAL)]
)
def test_every_damage_is_found_at_the_next_start(
    state: str, name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    whole = request.getfixturevalue(state)
    draw = random.Random(f"{state} {name}")
    size = (whole / name).stat().st_size
    unseen = []
    for trial in range(TRIALS // 4):
        folder = tmp_path / "store"
        shutil.copytree(whole, folder)
        with (folder / name).open("rb+") as handle:
            at = draw.randrange(size)
            if trial % 5 == 4:
                handle.truncate(at)
            else:
                handle.seek(at)
                byte = handle.read(1)[0]
                handle.seek(at)
                handle.write(bytes([byte ^ (1 << draw.randrange(8))]))
        if found(folder) is None:
            unseen.append((trial, at))
        shutil.rmtree(folder)
    assert unseen == []


@pytest.mark.parametrize("name", [DATABASE, JOURNAL])
def test_a_file_that_is_gone_is_found(name: str, closed: Path, tmp_path: Path) -> None:
    shutil.copytree(closed, tmp_path / "store")
    (tmp_path / "store" / name).unlink()
    assert "Run `python -m eif restore" in (found(tmp_path / "store") or "")
