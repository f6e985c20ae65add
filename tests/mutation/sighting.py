"""In which tests does a mutant of a relation give other rows than the relation itself?

No other test can notice it. The tests run once on the code as it is; whenever one of them makes a relation,
each of its mutants is asked for its rows in the same place.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
import threading
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.mutation.trial import alone, run

MADE = re.compile(r"create or replace (?:table|view) (\w+) as ")
# A mutant is asked no more once so many tests of a part have seen it, nor more often than this in one test.
ENOUGH = 1
ASKED = 2
# Seconds after which a mutant that does not answer counts as seen.
PATIENCE = 3.0

# A file, a mutant's place among those of the file, and its text.
Watched = tuple[str, int, str]
# A file, a mutant's place, and the tests that see it.
Seen = tuple[str, int, list[str]]


@dataclass(frozen=True)
class Watch:
    """Mutants of relations to watch, in one part of the tests that guard them."""

    mutants: tuple[Watched, ...]
    tests: tuple[str, ...]
    part: int
    parts: int


def seen(watch: Watch) -> list[Seen]:
    """The tests of this part that see each mutant."""
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "seen.json"
        alone(lambda: _look(watch, found))
        tests: list[list[str]] = json.loads(found.read_text(encoding="utf-8"))
    return [(file, place, each) for (file, place, _), each in zip(watch.mutants, tests, strict=True)]


def _look(watch: Watch, found: Path) -> int:
    onlooker = Onlooker(watch)
    connect = duckdb.connect
    duckdb.connect = lambda *given, **named: Onlooked(connect(*given, **named), onlooker)
    code = run(watch.tests, plugins=[onlooker])
    found.write_text(json.dumps(onlooker.seen), encoding="utf-8")
    return code


class Onlooker:
    """Which tests have seen which mutants; as a plugin of pytest it keeps only its part of the tests."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.seen: list[list[str]] = [[] for _ in watch.mutants]
        self.asked: Counter[tuple[str, str]] = Counter()
        self.of_relation: dict[str, list[int]] = defaultdict(list)
        for number, (file, _, _) in enumerate(watch.mutants):
            self.of_relation[Path(file).stem].append(number)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep every so-many-th test."""
        items[:] = items[self.watch.part :: self.watch.parts]

    def made(self, con: duckdb.DuckDBPyConnection, relation: str) -> None:
        """Ask each mutant of a relation just made whether its rows differ."""
        test = _running()
        if relation not in self.of_relation or self.asked[relation, test] == ASKED:
            return
        self.asked[relation, test] += 1
        rows = None
        for number in self.of_relation[relation]:
            tests = self.seen[number]
            if len(tests) == ENOUGH or test in tests:
                continue
            rows = rows or _rows(con, f"from {relation}")
            if _rows(con, self.watch.mutants[number][2]) != rows:
                tests.append(test)


class Onlooked:
    """A connection that tells when a relation is made; in everything else it is the connection."""

    def __init__(self, con: duckdb.DuckDBPyConnection, onlooker: Onlooker) -> None:
        self.con = con
        self.onlooker = onlooker

    def execute(self, text: str, *given: Any) -> Onlooked:
        """As the connection does it."""
        self.con.execute(text, *given)
        found = MADE.match(text)
        if found:
            self.onlooker.made(self.con, found[1])
        return self

    def __getattr__(self, name: str) -> Any:
        return getattr(self.con, name)

    def __enter__(self) -> Onlooked:
        return self

    def __exit__(self, *_: object) -> None:
        self.con.close()


def _running() -> str:
    """The test that runs now; its whole file where a fixture is being made, since other tests share that."""
    name, _, phase = os.environ["PYTEST_CURRENT_TEST"].rpartition(" ")
    return name if phase == "(call)" else name.split("::")[0]


def _rows(con: duckdb.DuckDBPyConnection, statement: str) -> tuple[object, ...] | None:
    """How many rows a statement gives and the sum of their hashes; None where it gives none in time."""
    # a join without its condition would take for ever
    stop = threading.Timer(PATIENCE, con.interrupt)
    stop.start()
    try:
        return con.execute(f"select count(*), sum(hash(t)::hugeint) from (\n{statement}\n) as t").fetchone()
    except duckdb.Error:
        return None
    finally:
        stop.cancel()
