"""What was rated and recorded otherwise, as changes; and that changes compose as time does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eif.casework.became import Became, became
from eif.casework.history import labels
from eif.casework.office import open_store
from eif.config import Settings
from eif.simulate import MovedArea, MovedSchool, MovedSignal, Moves
from eif.since import HEADINGS, WHAT, Change, changes
from eif.since.decided import NOUNS, decided
from eif.since.rated import rated
from eif.since.when import Moment, open_then
from eif.snapshot import Snapshot, open_snapshot
from tests.conftest import settings_for


def school(what: str, before: str | None, after: str | None, tier: int | None = 3) -> MovedSchool:
    return MovedSchool("S1", "1", "Ash", "primary", before, after, 2, tier, 3.0, 6.0, None, "Red.", what)


def moved(
    *signals: MovedSignal, schools: Sequence[MovedSchool] = (), areas: Sequence[MovedArea] = ()
) -> Moves:
    columns = {name: [getattr(each, name) for each in signals] for name in MovedSignal._fields}
    return Moves((), tuple(schools), tuple(areas), pa.table(columns))


def signal(before: int | None, after: int | None) -> MovedSignal:
    return MovedSignal(
        "S1", "1", "Ash", "attendance", "Attendance", "r", "Absence", "worse", before, after, None, None,
        None, "Said.",
    )  # fmt: skip


def only(moves: Moves) -> Change:
    (found,) = rated(moves)
    return found


@pytest.mark.parametrize(
    ("what", "tier", "expected"),
    [
        ("more concern", 3, "worse"),
        ("less concern", 1, "better"),
        ("now rated", 1, "new"),
        ("now rated", 2, "worse"),
        ("no longer rated", None, "no longer known"),
        ("days", 2, "changed"),
    ],
)
def test_a_category_moves_by_concern_and_no_evidence_is_never_better(
    what: str, tier: int | None, expected: str
) -> None:
    assert only(moved(schools=[school(what, "Developing", "Other", tier)])).what == expected


def test_a_school_that_is_listed_on_one_side_alone_has_no_category_to_compare() -> None:
    listed = [school("now listed", None, "Developing"), school("no longer listed", "Developing", None)]
    assert list(rated(moved(schools=listed))) == []


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (0, 1, "worse"),
        (2, 1, "better"),
        (None, 2, "worse"),
        (None, 0, "new"),
        (1, None, "no longer known"),
    ],
)
def test_a_rule_turns_and_without_evidence_is_grey(
    before: int | None, after: int | None, expected: str
) -> None:
    found = only(moved(signal(before, after)))
    assert (found.what, found.why, found.address) == (expected, "Said.", {"area": "attendance"})


def test_an_area_names_the_rules_that_made_it_move() -> None:
    area = MovedArea("S1", "1", "Ash", "attendance", "Attendance", "amber", "red", None, "Red: absence.")
    lost = MovedArea("S1", "1", "Ash", "finance", "Finance", "red", "insufficient", None, None)
    first, second, _ = rated(moved(signal(1, 2), areas=[area, lost]))
    assert (first.before, first.after, first.what) == ("Amber", "Red", "worse")
    assert first.why == "Red: absence. Rules that answer otherwise: Absence."
    assert (second.after, second.what) == ("No evidence", "no longer known")


@pytest.fixture(scope="module")
def lived(lived_home: Path) -> Settings:
    return settings_for(lived_home)


@pytest.fixture(scope="module")
def at(lived: Settings) -> Callable[[date], Snapshot]:
    """The lived city as it stood at the end of a day; opened once each."""
    known: dict[date, Snapshot] = {}

    def open_at(day: date) -> Snapshot:
        if day not in known:
            known[day] = open_then(lived, Moment(day, "", ""), open_snapshot(lived))
        return known[day]

    return open_at


def test_since_now_nothing_changed(lived: Settings) -> None:
    now = open_snapshot(lived)
    found = changes(open_store(lived), now, now)
    assert found.table.num_rows == 0
    assert found.schools() == ()
    assert open_then(lived, Moment(now.day, "", ""), now) is now


def test_every_change_is_under_a_heading_and_goes_a_way_that_is_known(lived: Settings, at) -> None:
    now = open_snapshot(lived)
    found = changes(open_store(lived), at(now.day - timedelta(428)), now).of()
    assert len(found) > 500
    assert {change.heading for change in found} <= set(HEADINGS)
    assert {change.what for change in found} <= set(WHAT)
    assert all(change.title and change.after for change in found)
    schools = {row.school_id for row in now.rows("screen_school")}
    assert {change.school_id for change in found} - {None} <= schools


# Days of the lived year, counted from its beginning.
DAYS = st.lists(st.integers(0, 420), min_size=3, max_size=3, unique=True).map(sorted)
STATES = ("category", "judgements", "ladder")


@settings(max_examples=8, deadline=None)
@given(days=DAYS)
def test_changes_compose_as_time_does(days: list[int], lived: Settings, at) -> None:
    """From a to c is from a to b and on to c: the last value reached, and nothing that came back."""
    store = open_store(lived)
    first = open_snapshot(lived).day - timedelta(428)
    a, b, c = (at(first + timedelta(days=day)) for day in days)
    whole = _states(changes(store, a, c).of(headings=STATES))
    parts = [_states(changes(store, one, other).of(headings=STATES)) for one, other in ((a, b), (b, c))]
    joined = {key: (before, after) for key, (before, after) in parts[0].items()}
    for key, (before, after) in parts[1].items():
        assert key not in joined or joined[key][1] == before
        joined[key] = (joined[key][0] if key in joined else before, after)
    assert {key: pair for key, pair in whole.items() if pair[0] != pair[1]} == {
        key: pair for key, pair in joined.items() if pair[0] != pair[1]
    }


def _states(found: tuple[Change, ...]) -> dict[tuple[str, str, str], tuple[str, str]]:
    """First and last value of each thing that has a value; a school's steps follow each other."""
    states: dict[tuple[str, str, str], tuple[str, str]] = {}
    for change in sorted(found, key=lambda each: each.ord):
        if change.page not in ("school_judgements", "school_ladder") or change.title.startswith(
            "Agreed category, "
        ):
            continue
        key = (str(change.school_id), change.heading, change.title)
        before = states[key][0] if key in states else change.before
        states[key] = (before, change.after)
    return states


def test_a_record_is_told_once_as_it_was_and_as_it_is(lived: Settings) -> None:
    with open_store(lived).read() as con:
        last = open_snapshot(lived).revision
        whole = became(con, NOUNS, 0, last)
        assert len({(each.noun, each.record_id) for each in whole}) == len(whole)
        assert all(each.before is None for each in whole)
        late = became(con, NOUNS, last // 2, last)
        assert any(each.before for each in late)
        assert became(con, NOUNS, last, last) == ()
        assert labels(con)


def test_the_end_of_a_day_is_londons() -> None:
    assert Moment(date(2026, 7, 1), "", "").at == datetime(2026, 7, 1, 22, 59, 59, 999999, tzinfo=UTC)
    assert Moment(date(2026, 12, 1), "", "").at == datetime(2026, 12, 1, 23, 59, 59, 999999, tzinfo=UTC)


class Then:
    """Where schools stood: S1 at a support plan and off the priority list, S2 closed and on it."""

    def rows(self, view: str, *, columns: list[str]) -> list[SimpleNamespace]:
        if view == "ladder_now":
            return [SimpleNamespace(school_id="S1", state=2), SimpleNamespace(school_id="S2", state=7)]
        return [
            SimpleNamespace(school_id="S1", decision="not_priority", in_force=True),
            SimpleNamespace(school_id="S2", decision="priority", in_force=True),
        ]


def record(
    noun: str, before: dict[str, Any] | None, after: dict[str, Any] | None, school: str = "S1"
) -> Became:
    at = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
    return Became(noun, f"{noun}:{school}", school, before, after, at, "SIA North", "did it", "Because.")


def told(*records: Became) -> list[tuple[str, str, str]]:
    found = decided(Then(), records, {"A1": "SIA North"})  # type: ignore[arg-type]
    return [(change.before, change.after, change.what) for change in found]


def test_a_record_says_where_it_stood_where_it_stands_and_who_did_it() -> None:
    booked = {"kind": "validation", "status": "booked", "on_day": "2026-11-02", "adviser_id": "A1"}
    held = booked | {"status": "completed", "next_step": "Read again."}
    (change,) = decided(Then(), (record("visit", booked, held),), {"A1": "SIA North"})  # type: ignore[arg-type]
    assert (change.heading, change.title, change.page) == ("visits", "Validation visit", "school_visits")
    assert change.before == "Booked with the school; 2 November 2026; SIA North"
    assert change.after == "Completed; 2 November 2026; SIA North; next: Read again."
    assert (change.what, change.why) == ("changed", "Because.")
    assert change.source == "Recorded by SIA North on 3 November 2026"
    assert told(record("visit", None, booked)) == [("none", change.before, "new")]
    assert told(record("visit", booked, None)) == [(change.before, "taken back", "changed")]
    assert told(record("visit", held, held | {"note": "More."}))[0][1].endswith("(otherwise worded: note)")


def test_up_the_ladder_is_worse_and_down_or_closed_is_better() -> None:
    def step(number: int, state: int, school: str = "S1") -> Became:
        return record("ladder_step", None, {"number": number, "state": state}, school)

    plan, letter, concern = "Support plan agreed", "Letter of concern", "Concern identified"
    assert told(step(2, 7), step(1, 4)) == [(plan, letter, "worse"), (letter, "Closed", "better")]
    assert told(step(1, 1)) == [(plan, concern, "better")]
    assert told(step(1, 2)) == [(plan, plan, "as before")]
    assert told(step(1, 1, "S2")) == [("Closed", concern, "worse")]
    assert told(step(1, 0, "S2")) == [("Closed", "Universal offer", "better")]
    assert told(record("ladder_step", {"number": 1, "state": 4}, None)) == [
        (letter, "taken back", "no longer known")
    ]


def test_the_priority_list_says_what_was_decided_and_not_that_a_school_was_listed() -> None:
    def entry(decision: str, school: str = "S1") -> Became:
        return record("priority_entry", None, {"decision": decision}, school)

    on, off = "On the priority list", "Not on the list"
    assert told(entry("undecided"), entry("undecided", "S2")) == []
    assert told(entry("priority")) == [(off, on, "worse")]
    assert told(entry("not_priority", "S2")) == [(on, off, "better")]
    assert told(entry("not_priority")) == []
    assert told(entry("priority", "S2")) == []


def test_a_notice_is_better_or_worse_by_what_came_of_it() -> None:
    issued = {"kind": "warning_notice", "issued_on": "2026-10-01", "comply_by": "2026-11-01"}
    said = "Issued 1 October 2026; to comply by 1 November 2026"
    for outcome, words, what in (
        ("complied", "Complied with", "better"),
        ("not_complied", "Not complied with", "worse"),
        ("withdrawn", "Withdrawn by the council", "changed"),
    ):
        found = told(record("letter", issued, issued | {"outcome": outcome}))
        assert found == [(said, f"{said}; {words}", what)]
    assert told(record("letter", None, issued)) == [("none", said, "new")]
