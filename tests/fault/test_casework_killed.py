"""Killed at any moment of a save, is anything missing that was acknowledged?

Two hundred kills on SQLite by default; `make soak` tries a thousand.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPO
from tests.fixtures.desks import sqlite_url

PARTS, KILLS = 4, int(os.environ.get("EIF_CASEWORK_KILLS", "50"))


def kill(url: str, folder: Path, kills: int, seed: int) -> dict[str, int]:
    """Kill so many children that save, each holding the store against all that was acknowledged before."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.fixtures.kills", url, str(folder), str(kills), str(seed)],
        cwd=REPO,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    counts: dict[str, int] = json.loads(done.stdout)
    assert counts["saving"] > 0, "no child was killed while it saved"
    assert counts["mended"] > 0, "no child was killed between the database and the journal"
    return counts


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_acknowledged_is_missing_after_a_kill(part: int, tmp_path: Path) -> None:
    assert kill(sqlite_url(tmp_path), tmp_path, KILLS, part)["kills"] == KILLS


@pytest.mark.xdist_group("postgresql")
def test_nothing_acknowledged_is_missing_after_a_kill_beside_postgresql(
    postgresql_url: str, tmp_path: Path
) -> None:
    assert kill(postgresql_url, tmp_path, KILLS, PARTS)["kills"] == KILLS
