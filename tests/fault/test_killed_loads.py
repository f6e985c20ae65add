"""Killed at a random moment, does a load ever lose what was served or publish half a release?

Fifty moments by default; `make soak` tries two hundred.
Half of the kills take the whole family of processes, half only the first of them, whose children must then
end by themselves.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from eif.config import Settings
from eif.warehouse import current_release, list_releases
from eif.warehouse.check import check_release
from eif.warehouse.publish import open_release
from tests.conftest import REPO, settings_for
from tests.fixtures.tiny import load_files, write_absence

PARTS, KILLS = 10, int(os.environ.get("EIF_KILLS", "5"))
RATES = {"103100": "4.1", "103101": "5.2"}


def start(home: Path, given: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "eif", "load", str(given)],
        cwd=REPO,
        env=os.environ | {"EIF_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def family_is_gone(session: int, seconds: float = 10) -> bool:
    """Whether no process of the session is left, after a while to end in."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            os.killpg(session, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def is_whole(settings: Settings) -> str:
    """The name of the release served, which passes every check."""
    release = current_release(settings)
    assert release is not None
    with open_release(release) as con:
        assert [finding for finding in check_release(con) if not finding.passed] == []
    return release.stem


@pytest.mark.parametrize("part", range(PARTS))
def test_a_load_killed_at_any_moment_leaves_a_whole_release(part: int, tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "home")
    load_files(settings, write_absence(tmp_path / "first", RATES, year="2016-2017"))
    moment = random.Random(part)
    began = time.monotonic()
    whole = start(settings.home, write_absence(tmp_path / "whole", RATES, year="2017-2018"))
    assert whole.wait() == 0
    lasts = time.monotonic() - began
    served = is_whole(settings)
    for kill in range(KILLS):
        rates = RATES | {"103101": f"{1 + kill / 100:.2f}"}
        process = start(settings.home, write_absence(tmp_path / f"given{kill}", rates))
        time.sleep(moment.uniform(0.2, 1.0) * lasts)
        if kill % 2:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        finished = process.wait() == 0
        assert family_is_gone(process.pid)
        now = is_whole(settings)
        assert finished or now in {served, newest(settings)}
        served = now
    load_files(settings, write_absence(tmp_path / "last", RATES | {"103101": "9.99"}))
    left = {path.name for path in settings.releases.iterdir() if path.suffix != ".duckdb"}
    assert left <= {"CURRENT", "writer.lock", "journal.jsonl", "journal.lock"}
    assert not [path for path in settings.inbox.iterdir() if path.suffix == ".new"]
    with open_release(settings.releases / f"{is_whole(settings)}.duckdb") as con:
        value = con.execute(
            "select value from observation where urn = '103101' and indicator = 'abs_overall' and is_best "
            "and period = '2018/19'"
        ).fetchall()
    assert value == [(9.99,)]


def newest(settings: Settings) -> str:
    return max(release.name for release in list_releases(settings))
