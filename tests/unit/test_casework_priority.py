"""The priority list is decided school by school with a rationale, and frozen when it is closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from eif.casework.desk import Desk
from eif.casework.errors import Conflict, NotAllowed, NothingChanged, Refused
from eif.casework.priority import Evidence, begin_list, close_list, decide, years_offered
from eif.casework.store import Saved, Store, standing
from tests.fixtures.desks import BOARD, NORTH, OFFICER, Clock, assign, desk_of, open_store, sqlite_url

SEEN = (
    Evidence("S1", "Established", None, "Indicated: Established.", None),
    Evidence("S2", "Causing Concern", "Developing", "Indicated: Causing Concern.", "category"),
    Evidence("S3", None, None, "Indicated: not rated.", None),
)
ON = {"decision": "priority", "reason": "category", "rationale": "Two red areas."}
OFF = {"decision": "not_priority", "reason": None, "rationale": "It has its own plan."}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    made = open_store(sqlite_url(tmp_path), tmp_path, clock)
    yield made
    made.close()


@pytest.fixture
def desk(store: Store) -> Desk:
    return desk_of(store, OFFICER)


def begin(desk: Desk, year: str = "2026/27", **other: Any) -> Saved:
    return begin_list(desk, **({"title": f"List {year}", "year": year, "schools": SEEN} | other))


def entries(store: Store, list_id: str) -> dict[str, Any]:
    with store.read() as con:
        return {row.record_id: row for row in standing(con, "priority_entry", assessment_id=list_id)}


def test_a_list_holds_every_school_with_the_evidence_of_the_day_in_one_save(desk: Desk) -> None:
    made = begin(desk)
    found = entries(desk.store, made.record_id)
    assert [(row.school_id, row.indicated, row.decision, row.reason) for row in found.values()] == [
        ("S1", "Established", "not_priority", None),
        ("S2", "Causing Concern", "undecided", "category"),
        ("S3", None, "not_priority", None),
    ]
    assert found[f"{made.record_id}:S1"].rationale == "The evidence of the day gives no reason."
    with desk.store.read() as con:
        (listed,) = standing(con, "risk_assessment")
    assert (listed.on_day, listed.state) == (date(2026, 11, 22), "open")


def test_one_list_is_open_at_a_time_and_a_year_has_one(desk: Desk) -> None:
    made = begin(desk)
    with pytest.raises(Refused) as met:
        begin(desk)
    assert met.value.problems == {
        "title": "“List 2026/27” is still open: close it first.",
        "year": "There is a list for 2026/27 already.",
    }
    decide(desk, made.record_id, "S2", **ON, seen_version=1)
    close_list(desk, made.record_id, seen_version=1)
    with pytest.raises(Refused) as met:
        begin(desk)
    assert set(met.value.problems) == {"year"}


def test_a_list_needs_a_title_a_year_and_schools(desk: Desk) -> None:
    with pytest.raises(Refused) as met:
        begin(desk, title=" ", year="2030/31", schools=())
    assert set(met.value.problems) == {"title", "year", "schools"}
    assert desk.store.revision() == 0


@pytest.mark.parametrize(
    ("day", "years"),
    [(date(2026, 8, 31), ("2025/26", "2026/27")), (date(2026, 9, 1), ("2026/27", "2027/28"))],
)
def test_a_list_is_for_this_academic_year_or_the_next(day: date, years: tuple[str, str]) -> None:
    assert years_offered(day) == years


def test_a_decision_needs_a_reason_where_the_school_is_on_the_list_and_always_a_rationale(desk: Desk) -> None:
    made = begin(desk)
    with pytest.raises(Refused) as met:
        decide(desk, made.record_id, "S2", decision="priority", reason=None, rationale=" ", seen_version=1)
    assert set(met.value.problems) == {"reason", "rationale"}
    decide(desk, made.record_id, "S2", **OFF, seen_version=1)
    with pytest.raises(NothingChanged):
        decide(desk, made.record_id, "S2", **OFF, seen_version=2)
    with pytest.raises(Conflict) as conflict:
        decide(desk, made.record_id, "S2", **ON, seen_version=1)
    assert conflict.value.theirs["decision"] == "not_priority"


def test_a_school_that_reports_itself_is_entered_with_that_reason(desk: Desk) -> None:
    made = begin(desk)
    decide(desk, made.record_id, "S1", **(ON | {"reason": "self_reported"}), seen_version=1)
    assert entries(desk.store, made.record_id)[f"{made.record_id}:S1"].reason == "self_reported"


def test_a_list_is_closed_when_every_school_is_decided(desk: Desk) -> None:
    made = begin(desk)
    with pytest.raises(Refused, match="1 school waits for a decision"):
        close_list(desk, made.record_id, seen_version=1)
    decide(desk, made.record_id, "S2", **ON, seen_version=1)
    assert close_list(desk, made.record_id, seen_version=1).version == 2


def test_what_is_decided_after_the_list_was_closed_leaves_the_entry_as_it_was(desk: Desk) -> None:
    made = begin(desk)
    decide(desk, made.record_id, "S2", **ON, seen_version=1)
    close_list(desk, made.record_id, seen_version=1)
    before = entries(desk.store, made.record_id)[f"{made.record_id}:S1"]
    changed = decide(desk, made.record_id, "S1", **(ON | {"reason": "in_crisis"}), seen_version=0)
    after = entries(desk.store, made.record_id)
    assert after[f"{made.record_id}:S1"] == before
    assert changed.record_id == f"{made.record_id}:S1:change"
    assert after[changed.record_id].changed_on == date(2026, 11, 22)
    with pytest.raises(Conflict):
        decide(desk, made.record_id, "S1", **OFF, seen_version=0)


def test_schools_on_the_list_are_carried_forward_and_wait_to_be_decided_again(
    desk: Desk, clock: Clock
) -> None:
    made = begin(desk)
    decide(desk, made.record_id, "S2", **ON, seen_version=1)
    close_list(desk, made.record_id, seen_version=1)
    decide(desk, made.record_id, "S1", **(ON | {"reason": "self_reported"}), seen_version=0)
    clock.now = datetime(2027, 7, 1, 12, tzinfo=UTC)
    quiet = tuple(
        Evidence(one.school_id, "Established", None, "Indicated: Established.", None) for one in SEEN
    )
    following = begin(desk, "2027/28", schools=quiet)
    found = entries(desk.store, following.record_id)
    assert {row.school_id: (row.decision, row.reason, row.carried_from) for row in found.values()} == {
        "S1": ("undecided", "self_reported", f"{made.record_id}:S1:change"),
        "S2": ("undecided", "category", f"{made.record_id}:S2"),
        "S3": ("not_priority", None, None),
    }


@pytest.mark.parametrize("person", [NORTH, BOARD])
def test_advisers_and_board_members_do_not_decide_the_list(store: Store, desk: Desk, person: Any) -> None:
    made = begin(desk)
    assign(store, "S2", NORTH)
    theirs = desk_of(store, person)
    for call in (
        lambda: begin(theirs, "2027/28"),
        lambda: decide(theirs, made.record_id, "S2", **ON, seen_version=1),
        lambda: close_list(theirs, made.record_id, seen_version=1),
    ):
        with pytest.raises(NotAllowed):
            call()


def test_a_school_that_was_not_listed_on_the_day_cannot_be_decided(desk: Desk) -> None:
    made = begin(desk)
    with pytest.raises(Refused, match="not listed on the day"):
        decide(desk, made.record_id, "S5", **ON, seen_version=0)
