"""Whatever fails during a load, what was served before is served after, or the new release is whole."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from eif.cli import cli
from eif.config import Settings
from eif.snapshot import open_snapshot
from eif.warehouse import current_release
from eif.warehouse.check import check_release
from eif.warehouse.publish import open_release
from tests.conftest import REPO, settings_for
from tests.fixtures.tiny import load_files, write_absence

BEFORE, AFTER = 4.1, 5.2
# A load writes two files that must last (a file for the inbox and the release) and the pointer; each is
# flushed, renamed, and its folder flushed, and the manifest has flushes of its own. Before, between and after
# them the journal is told three times, two flushes each; the pointer's own last flush is the twelfth.
FLUSHES, RENAMES, SERVED_FROM = 14, 3, 12


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation that serves a release in which the school's absence is BEFORE."""
    settings = settings_for(tmp_path / "home")
    load_files(settings, write_absence(tmp_path / "before", {"103100": str(BEFORE)}))
    # Casework is begun with the first look at what is served, and its own steps are not those of a load.
    open_snapshot(settings)
    return settings


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """A new file in which it is AFTER."""
    return write_absence(tmp_path / "after", {"103100": str(AFTER)}, name="new.csv")


def served(settings: Settings) -> float:
    """The school's absence as served now, from a release that passes every check."""
    release = current_release(settings)
    assert release is not None
    with open_release(release) as con:
        assert [finding for finding in check_release(con) if not finding.passed] == []
    snapshot = open_snapshot(settings)
    return float(snapshot.read("comparison", urn="103100", indicator="abs_overall")["value"].item())


def assert_recovers(settings: Settings, given: Path) -> None:
    """The same load works afterwards and leaves nothing of the failed one behind."""
    load_files(settings, given, start_afresh=True)
    assert served(settings) == AFTER
    left = {path.name for path in settings.releases.iterdir() if path.suffix != ".duckdb"}
    assert left == {"CURRENT", "writer.lock", "journal.jsonl", "journal.lock"}
    assert not [path for path in settings.inbox.iterdir() if path.suffix == ".new"]


def fail_at(monkeypatch: pytest.MonkeyPatch, name: str, turn: int) -> list[str]:
    """Make the `turn`-th call of `os.<name>` fail as a full disk does; the list counts the calls."""
    real: Callable[..., None] = getattr(os, name)
    calls: list[str] = []

    def failing(*arguments: object) -> None:
        calls.append(name)
        if len(calls) == turn:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(*arguments)

    monkeypatch.setattr(os, name, failing)
    return calls


@pytest.mark.parametrize(
    ("name", "turn"),
    [
        *(("fsync", turn) for turn in range(1, FLUSHES + 1)),
        *(("replace", turn) for turn in range(1, RENAMES + 1)),
    ],
)
def test_a_disk_that_fails_at_any_step_loses_nothing(
    settings: Settings, given: Path, name: str, turn: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        calls = fail_at(patch, name, turn)
        with pytest.raises(OSError, match="No space left"):
            load_files(settings, given)
        assert len(calls) >= turn
    # Only after the pointer's own rename, before its last flush, is the new release the one served.
    assert served(settings) == (AFTER if name == "fsync" and turn >= SERVED_FROM else BEFORE)
    assert_recovers(settings, given)


def test_these_are_all_the_steps_there_are(
    settings: Settings, given: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushes = fail_at(monkeypatch, "fsync", -1)
    renames = fail_at(monkeypatch, "replace", -1)
    load_files(settings, given)
    assert (len(flushes), len(renames)) == (FLUSHES, RENAMES)


KILLED = """
import os, signal, sys
from pathlib import Path
import eif.load.build
from eif.config import load_settings
from tests.fixtures.tiny import load_files

where, name, turn, given = sys.argv[1], sys.argv[2], int(sys.argv[3]), Path(sys.argv[4])
module = os if where == "os" else eif.load.build
real, calls = getattr(module, name), []

def deadly(*arguments, **options):
    calls.append(name)
    if len(calls) == turn:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*arguments, **options)

setattr(module, name, deadly)
load_files(load_settings(), given)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process outright")
@pytest.mark.parametrize(
    ("where", "name", "turn"),
    [
        ("load", "keep", 1),
        ("load", "stage", 1),
        ("load", "finish", 1),
        ("load", "check_release", 1),
        ("os", "replace", 2),
        ("os", "replace", 3),
        ("os", "fsync", SERVED_FROM),
    ],
)
def test_a_load_that_is_killed_leaves_what_was_served(
    settings: Settings, given: Path, where: str, name: str, turn: int
) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, where, name, str(turn), str(given)],
        cwd=REPO,
        env={**os.environ, "EIF_HOME": str(settings.home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert served(settings) == (AFTER if name == "fsync" else BEFORE)
    assert_recovers(settings, given)


def test_a_full_disk_is_told_in_a_sentence(
    settings: Settings, given: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_at(monkeypatch, "replace", 2)
    result = CliRunner(env={"EIF_HOME": str(settings.home)}).invoke(cli, ["load", str(given)])
    assert result.exit_code == 2
    assert "Error: [Errno 28] No space left on device" in result.output
    assert "Traceback" not in result.output


def test_stopping_a_load_by_hand_leaves_what_was_served(
    settings: Settings, given: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("eif.load.build.finish", stop)
        result = CliRunner(env={"EIF_HOME": str(settings.home)}).invoke(cli, ["load", str(given)])
    assert result.exit_code == 130
    assert "still served" in result.output
    assert served(settings) == BEFORE
    assert_recovers(settings, given)


def test_rating_sql_that_fails_on_a_new_release_keeps_it_from_being_served(
    settings: Settings, given: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the rating SQL does not run")

    with monkeypatch.context() as patch:
        patch.setattr("eif.load.build.Snapshot", broken)
        with pytest.raises(RuntimeError):
            load_files(settings, given)
    assert served(settings) == BEFORE
    assert_recovers(settings, given)
