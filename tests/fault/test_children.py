"""What happens when reading one file takes too much, or kills the process that reads it?"""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from eif.extracts import COMMAND_LINE, ExtractFile, Limits, Reading, child
from eif.extracts.apart import Crew
from eif.extracts.limits import MEGABYTE
from tests.fixtures.extracts import FOLDER

ABSENCE = "2018-2019/england_abs.csv"
GOOD = ExtractFile(FOLDER / ABSENCE, ABSENCE)
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux says what a process holds")


def read(folder: Path, limits: Limits, *files: ExtractFile) -> list[Reading]:
    with closing(Crew(folder, limits)) as crew:
        return crew.read(files, lambda *_: None)


def held_for_a_small_file(folder: Path) -> int:
    """Bytes a child holds once it has read one: how many differs between machines."""
    reader = child.Child(COMMAND_LINE)
    try:
        reader.read(child.Job(GOOD, (0,), GOOD.path.stat().st_size, folder))
        assert reader._process
        return child._held(reader._process.pid)
    finally:
        reader.stop()


@pytest.fixture
def wide(tmp_path: Path) -> ExtractFile:
    """A file of the right layout that takes a second or so, and some hundred megabytes, to read."""
    columns = [f"c{number}" for number in range(500)]
    header = ",".join(["LA", "ESTAB", "URN", "PERCTOT", "PPERSABS10", *columns])
    path = tmp_path / "wide.csv"
    row = "," + ",".join(["4.25"] * (len(columns) + 2)) + "\n"
    rows = "".join(f"330,2001,{900000 + number}{row}" for number in range(16_000))
    path.write_text(f"{header}\n{rows}NAT,PRI,{row}")
    return ExtractFile(path, "2018-2019/wide.csv")


def test_a_file_that_takes_too_long_is_refused_and_the_others_are_read(
    tmp_path: Path, wide: ExtractFile
) -> None:
    hurried = replace(COMMAND_LINE, wall_seconds=0)
    (slow,) = read(tmp_path / "a", hurried, wide)
    assert not slow.outcome.accepted
    assert "took longer than 0 seconds" in slow.outcome.message
    assert "File 2018-2019/wide.csv." in slow.outcome.message
    good, wide_read = read(tmp_path / "b", COMMAND_LINE, GOOD, wide)
    assert good.outcome.accepted
    assert wide_read.outcome.accepted


@linux
def test_a_file_that_takes_too_much_memory_is_refused_and_the_others_are_read(
    tmp_path: Path, wide: ExtractFile
) -> None:
    enough = held_for_a_small_file(tmp_path / "small") + 80 * MEGABYTE
    tight = replace(COMMAND_LINE, memory=(enough, enough))
    too_big, good = read(tmp_path, tight, wide, GOOD)
    assert not too_big.outcome.accepted
    assert f"takes more than {enough // MEGABYTE} MB of memory" in too_big.outcome.message
    assert good.outcome.accepted


def test_a_child_that_is_killed_refuses_its_own_file_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange = child._exchange

    def killing(process: subprocess.Popen[str], line: str) -> str:
        if "2018-2019/bad.csv" in line:
            process.kill()
        return exchange(process, line)

    monkeypatch.setattr(child, "_exchange", killing)
    bad = ExtractFile(FOLDER / ABSENCE, "2018-2019/bad.csv")
    first, dead, last = read(tmp_path, COMMAND_LINE, GOOD, bad, GOOD)
    assert first.outcome.accepted
    assert last.outcome.accepted
    assert "ended without an answer" in dead.outcome.message
    assert "download it again" in dead.outcome.message


def test_readings_come_in_the_order_given_whatever_finishes_first(tmp_path: Path, wide: ExtractFile) -> None:
    names = ["2018-2019/a.csv", "2018-2019/b.csv", "2018-2019/c.csv"]
    files = [wide, *(ExtractFile(FOLDER / ABSENCE, name) for name in names)]
    told: list[tuple[int, int]] = []
    with closing(Crew(tmp_path)) as crew:
        readings = crew.read(files, lambda done, of, _: told.append((done, of)))
    assert [reading.name for reading in readings] == ["2018-2019/wide.csv", *names]
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    (gone,) = read(tmp_path, COMMAND_LINE, ExtractFile(tmp_path / "gone.csv", "gone.csv"))
    assert "cannot be opened" in gone.outcome.message
