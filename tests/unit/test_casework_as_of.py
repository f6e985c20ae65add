"""Whatever people do, in whatever order: is every earlier state read back exactly as it was?

A model in plain Python does what the store should do, and keeps a copy of the whole after each save.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from eif.casework.check import check
from eif.casework.errors import CaseworkError, Conflict, NothingChanged
from eif.casework.store import Seen, revision_at, standing
from eif.casework.tables import KEEPING, fields
from eif.casework.work import work_at
from tests.fixtures.desks import DIRECTOR, NOON, NORTH, Clock, open_store, sqlite_url

Records = Mapping[str, tuple[int, Mapping[str, Any]]]
RECORDS = st.sampled_from(["L1", "L2", "L3"])
LETTERS = st.fixed_dictionaries(
    {
        "school_id": st.sampled_from(["S1", "S2"]),
        "kind": st.just("letter of concern"),
        "ground": st.none() | st.text(max_size=5),
        "issued_on": st.dates(date(2025, 9, 1), date(2027, 8, 31)),
        "comply_by": st.none() | st.dates(date(2025, 9, 1), date(2027, 8, 31)),
        "matters": st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30),
        "copied_to": st.lists(st.text(max_size=4), max_size=2),
    }
)


class Casework(RuleBasedStateMachine):
    """A store, and beside it what should stand in it."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="eif-as-of-"))
        self.clock = Clock(NOON)
        self.store = open_store(sqlite_url(self.folder), self.folder, self.clock)
        self.versions: dict[str, int] = {}
        self.stands: Records = {}
        # The whole after each revision, and when it was saved; before the first there was nothing.
        self.then: list[tuple[datetime, Records]] = [(NOON - timedelta(days=1), {})]

    def kept(self, record: str, values: Mapping[str, Any] | None) -> None:
        """Note in the model what the store has just saved."""
        self.versions[record] = self.versions.get(record, 0) + 1
        others = {name: each for name, each in self.stands.items() if name != record}
        self.stands = others if values is None else others | {record: (self.versions[record], values)}
        self.then.append((self.clock.now, self.stands))

    @rule(record=RECORDS, values=LETTERS, behind=st.integers(0, 1))
    def save(self, record: str, values: dict[str, Any], behind: int) -> None:
        there = self.versions.get(record, 0)
        seen = max(0, there - behind)
        full = {name: values.get(name) for name in fields("letter")}
        may = seen == there or (seen == 0 and record not in self.stands)
        try:
            with self.store.write(NORTH, Seen()) as writing:
                writing.save("letter", record, seen, values, did="write a letter")
        except NothingChanged:
            assert self.stands[record][1] == full
        except Conflict as met:
            offered = (met.mine, met.theirs)
            assert not may
            assert offered == (values, self.stands.get(record, (0, {}))[1])
        else:
            assert may
            self.kept(record, full)

    @rule(record=RECORDS)
    def withdraw(self, record: str) -> None:
        try:
            with self.store.write(DIRECTOR, Seen()) as writing:
                version = self.versions.get(record, 0)
                writing.withdraw("letter", record, version, did="withdraw", reason="made in error")
        except CaseworkError:
            assert record not in self.stands
        else:
            assert record in self.stands
            self.kept(record, None)

    @rule(first=LETTERS, second=LETTERS)
    def fail_half_way(self, first: dict[str, Any], second: dict[str, Any]) -> None:
        """Two records in one transaction, the second of which cannot be saved."""

        def half_way() -> None:
            with self.store.write(DIRECTOR, Seen()) as writing:
                writing.save("letter", "new", 0, first, did="write a letter")
                writing.save("letter", "missing", 7, second, did="write a letter")

        with pytest.raises(CaseworkError):
            half_way()

    @rule(seconds=st.integers(1, 90_000))
    def wait(self, seconds: int) -> None:
        self.clock.now += timedelta(seconds=seconds)

    @rule()
    def start_again(self) -> None:
        self.store.close()
        self.store = open_store(sqlite_url(self.folder), self.folder, self.clock)

    @invariant()
    def every_earlier_state_is_read_as_it_was(self) -> None:
        with self.store.read() as con:
            for revision, (_, expected) in enumerate(self.then):
                rows = standing(con, "letter", at=revision)
                found = {
                    row.record_id: (row.version, {name: getattr(row, name) for name in fields("letter")})
                    for row in rows
                }
                assert found == expected
            assert {row.record_id for row in standing(con, "letter")} == set(self.stands)

    @invariant()
    def an_instant_leads_to_the_last_save_before_it(self) -> None:
        with self.store.read() as con:
            for at, _ in self.then:
                newest = max(number for number, (saved, _) in enumerate(self.then) if saved <= at)
                assert revision_at(con, at) == newest

    def teardown(self) -> None:
        work = None
        with self.store.read() as con:
            for revision, (_, expected) in enumerate(self.then):
                # Each takes over what did not change from the one before it.
                work = work_at(con, revision, NOON.date(), like=work)
                table = work.tables["casework_letter"].to_pylist()
                found = {
                    row["record_id"]: (row["version"], {name: row[name] for name in fields("letter")})
                    for row in table
                }
                assert found == expected
                assert set(KEEPING) < set(work.tables["casework_letter"].column_names)
        assert check(self.store) == []
        self.store.close()
        shutil.rmtree(self.folder)


Casework.TestCase.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
test_every_earlier_state_is_read_back_exactly = Casework.TestCase
