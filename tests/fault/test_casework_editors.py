"""Fifty people edit the same five records at once, twenty times each: is a change of anybody's lost?"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from eif.casework.check import check
from eif.casework.store import Seen, Store, standing, versions
from tests.conftest import REPO
from tests.fixtures.desks import DIRECTOR, open_store, sqlite_url
from tests.fixtures.editors import SCHOOLS, text_of

PROCESSES, THREADS, EDITS = 5, 10, 20
COUNTS = (str(THREADS), str(EDITS))


@pytest.mark.parametrize(
    ("database", "machines"),
    [
        ("sqlite", 1),
        pytest.param("postgresql", 1, marks=pytest.mark.xdist_group("postgresql")),
        pytest.param("postgresql", PROCESSES, marks=pytest.mark.xdist_group("postgresql")),
    ],
)
def test_nobodys_change_is_lost_and_every_conflict_offers_both_texts(
    database: str, machines: int, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = sqlite_url(tmp_path) if database == "sqlite" else request.getfixturevalue("postgresql_url")
    store = open_store(url, tmp_path)
    with store.write(DIRECTOR, Seen()) as writing:
        for letter in range(SCHOOLS):
            writing.add("letter", text_of("begun"), did="begin", record_id=f"L{letter}")
    journals = [
        tmp_path / ("journal" if one % machines == 0 else f"journal{one}") for one in range(PROCESSES)
    ]
    running = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.fixtures.editors",
                url,
                journal,
                str(THREADS),
                str(EDITS),
                f"editor{one}-",
            ],
            cwd=REPO,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for one, journal in enumerate(journals)
    ]
    ended = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0] * PROCESSES, ended
    conflicts = sum(json.loads(said) for said, _ in ended)

    with store.read() as con:
        now = {row.record_id: row for row in standing(con, "letter")}
        marks = Counter(mark for row in now.values() for mark in row.matters.split()[1:])
        assert len(marks) == PROCESSES * THREADS * EDITS, "a change is lost"
        assert set(marks.values()) == {1}, "a change was made twice"
        for letter, row in now.items():
            texts = [version.matters.split() for version in versions(con, "letter", letter)]
            assert [len(text) for text in texts] == list(range(1, row.version + 1)), "versions do not follow"
            assert all(text == texts[-1][: len(text)] for text in texts)
    assert conflicts > 0, "nobody met anybody"
    assert store.revision() == SCHOOLS + PROCESSES * THREADS * EDITS
    for journal in set(journals):
        each = Store(url, journal)
        assert check(each) == []
        assert list(each.journal.lines()), f"{journal} holds nothing"
        each.close()
    store.close()


def test_a_check_beside_a_running_program_takes_nothing_from_it(tmp_path: Path) -> None:
    open_store(sqlite_url(tmp_path), tmp_path).close()
    beside = (
        "import sys; from pathlib import Path; from tests.fixtures.desks import open_store, sqlite_url; "
        "folder = Path(sys.argv[1]); open_store(sqlite_url(folder), folder).close()"
    )
    store = open_store(sqlite_url(tmp_path), tmp_path)
    for number in range(3):
        subprocess.run([sys.executable, "-c", beside, str(tmp_path)], cwd=REPO, check=True)
        with store.write(DIRECTOR, Seen()) as writing:
            writing.add("letter", text_of(f"letter {number}"), did="write a letter")
        with Store(sqlite_url(tmp_path), tmp_path / "journal").read() as con:
            assert len(standing(con, "letter")) == number + 1
    store.close()
    assert check(open_store(sqlite_url(tmp_path), tmp_path)) == []
