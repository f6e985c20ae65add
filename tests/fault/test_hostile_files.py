"""What do files made to do harm end in? A sentence, within the memory and time that an upload may take."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path

import pytest

from eif.extracts import ExtractFile, Reading
from eif.extracts.apart import Crew
from eif.extracts.limits import UPLOAD
from tests.fixtures.extracts import FOLDER
from tests.fixtures.hostile import HOSTILE, write_hostile

GOOD = FOLDER / "2018-2019" / "england_abs.csv"
SECONDS = 30


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Reading]]:
    """Every hostile file read as an upload is, and a good one after them."""
    folder = tmp_path_factory.mktemp("hostile")
    paths = write_hostile(folder / "files") | {"good.csv": GOOD}
    found: dict[str, list[Reading]] = {name: [] for name in paths}
    with closing(Crew(folder / "rows", UPLOAD)) as crew:
        for name, path in paths.items():
            begin = time.monotonic()
            found[name] = crew.read([ExtractFile(path, f"2018-2019/{name}")], lambda *_: None)
            assert time.monotonic() - begin < SECONDS + 5, name
    return found


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_a_sentence(readings: dict[str, list[Reading]], name: str) -> None:
    _, word = HOSTILE[name]
    for reading in readings[name]:
        assert not reading.outcome.accepted
        assert word in reading.outcome.message
        assert name.split(".")[0] in reading.outcome.message
        assert reading.outcome.message.endswith(".")
        assert "could not be read (" not in reading.outcome.message, (
            "a fault of the reader's, not a judgement"
        )
    assert readings[name]


def test_there_are_sixty_of_them_and_a_good_file_is_read_after_all() -> None:
    assert len(HOSTILE) >= 60


def test_a_good_file_is_read_after_them(readings: dict[str, list[Reading]]) -> None:
    (good,) = readings["good.csv"]
    assert good.outcome.accepted


def test_a_file_larger_than_an_upload_may_be_is_refused(tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    with large.open("wb") as handle:
        handle.truncate(UPLOAD.file_bytes + 1)
    with closing(Crew(tmp_path / "rows", UPLOAD)) as crew:
        (found,) = crew.read([ExtractFile(large, "2018-2019/large.csv")], lambda *_: None)
    assert "more than the 25,000,000 that are read here" in found.outcome.message
