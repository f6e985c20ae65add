"""In which tests does a mutant of a relation give other rows than the relation itself?

No other test can notice it. The tests run once on the code as it is; whenever one of them makes a relation,
each of its mutants is asked for its rows in the same place.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.mutation.sql_mutants import mutants
from tests.mutation.trial import ROOT, alone, run

MADE = re.compile(r"create or replace (?:table|view) (\w+) as ")
# A mutant is asked no more once so many tests of a part have seen it, nor more often than this in one test.
ENOUGH = 2
ASKED = 4

Seen = dict[str, dict[int, list[str]]]


@dataclass(frozen=True)
class Watch:
    """Relations to watch, by their files, in one part of the tests that guard them."""

    files: tuple[str, ...]
    tests: tuple[str, ...]
    part: int
    parts: int


def seen(watch: Watch) -> Seen:
    """The tests that see each mutant: by file, and by the mutant's place among those of the file."""
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "seen.json"
        alone(lambda: _look(watch, found))
        by_file: dict[str, dict[str, list[str]]] = json.loads(found.read_text(encoding="utf-8"))
    return {file: {int(place): tests for place, tests in places.items()} for file, places in by_file.items()}


def _look(watch: Watch, found: Path) -> int:
    onlooker = Onlooker(watch)
    connect = duckdb.connect
    duckdb.connect = lambda *given, **named: Watched(connect(*given, **named), onlooker)
    code = run(watch.tests, plugins=[onlooker])
    found.write_text(json.dumps(onlooker.seen), encoding="utf-8")
    return code


class Onlooker:
    """Which tests have seen which mutants; as a plugin of pytest it keeps only its part of the tests."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.seen: Seen = {file: defaultdict(list) for file in watch.files}
        self.asked: Counter[tuple[str, str]] = Counter()
        self.files = {Path(file).stem: file for file in watch.files}
        self.texts = {
            file: [mutant.text for mutant in mutants((ROOT / file).read_text(encoding="utf-8"))]
            for file in watch.files
        }

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep every so-many-th test."""
        items[:] = items[self.watch.part :: self.watch.parts]

    def made(self, con: duckdb.DuckDBPyConnection, relation: str) -> None:
        """Ask each mutant of a relation just made whether its rows differ."""
        file, test = self.files.get(relation), _running()
        if file is None or self.asked[file, test] == ASKED:
            return
        self.asked[file, test] += 1
        for place, text in enumerate(self.texts[file]):
            tests = self.seen[file][place]
            if len(tests) < ENOUGH and test not in tests and _differs(con, relation, text):
                tests.append(test)


class Watched:
    """A connection that tells when a relation is made; in everything else it is the connection."""

    def __init__(self, con: duckdb.DuckDBPyConnection, onlooker: Onlooker) -> None:
        self.con = con
        self.onlooker = onlooker

    def execute(self, text: str, *given: Any) -> Watched:
        """As the connection does it."""
        self.con.execute(text, *given)
        found = MADE.match(text)
        if found:
            self.onlooker.made(self.con, found[1])
        return self

    def __getattr__(self, name: str) -> Any:
        return getattr(self.con, name)

    def __enter__(self) -> Watched:
        return self

    def __exit__(self, *_: object) -> None:
        self.con.close()


def _running() -> str:
    """The test that runs now; its whole file where a fixture is being made, since other tests share that."""
    name, _, phase = os.environ["PYTEST_CURRENT_TEST"].rpartition(" ")
    return name if phase == "(call)" else name.split("::")[0]


def _differs(con: duckdb.DuckDBPyConnection, relation: str, text: str) -> bool:
    asked = (
        f"with mutant as materialized (from (\n{text}\n)) select 1 from ("
        f"(from mutant except all from {relation}) union all (from {relation} except all from mutant)"
        ") limit 1"
    )
    try:
        return con.execute(asked).fetchone() is not None
    except duckdb.Error:
        return True
