"""Data suggest, people decide: and a decision that departs from the data says why, before a second person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eif.casework.desk import Desk
from eif.casework.errors import CaseworkError, NotAllowed, Refused
from eif.casework.judgements import approve, decline, judge, judgement_id, take_back
from eif.casework.store import Saved, Store, standing
from tests.fixtures.desks import (
    BOARD,
    DIRECTOR,
    NORTH,
    OFFICER,
    SOUTH,
    SmallCity,
    assign,
    desk_of,
    open_store,
    sqlite_url,
)

AGREED: dict[str, Any] = {
    "area": "overall",
    "kind": "agreed",
    "category": "Established",
    "note": "Leaders know the school well.",
    "evidence_on": date(2026, 11, 3),
    "agreed_with": "Head and chair",
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(sqlite_url(tmp_path), tmp_path)
    yield made
    made.close()


@pytest.fixture
def desk(store: Store) -> Desk:
    return desk_of(store)


def record(desk: Desk, school: str = "S1", **other: Any) -> Saved:
    return judge(desk, school, **(AGREED | other))


def problems(desk: Desk, school: str = "S1", **other: Any) -> dict[str, str]:
    with pytest.raises(Refused) as met:
        record(desk, school, **other)
    assert desk.store.revision() == 0, "something was saved"
    return met.value.problems


def agreed(store: Store) -> list[tuple[str, str | None]]:
    with store.read() as con:
        return [(row.category, row.approved_by) for row in standing(con, "judgement", kind="agreed")]


def test_what_the_data_indicate_is_agreed_without_a_reason(desk: Desk) -> None:
    assert record(desk) == Saved("judgement", "S1:overall:agreed", 1, 1)
    assert agreed(desk.store) == [("Established", None)]


def test_embedded_and_established_are_both_green_and_need_no_reason(desk: Desk) -> None:
    assert record(desk, category="Embedded").noun == "judgement"


def test_another_category_than_the_indicated_one_needs_a_reason_from_the_list(desk: Desk) -> None:
    told = problems(desk, category="Developing")
    assert set(told) == {"reason_code"}
    assert "not Established, as the data indicate" in told["reason_code"]
    assert record(desk, category="Developing", reason_code="seen_in_school").noun == "judgement"


def test_where_the_data_indicate_nothing_no_reason_is_asked(desk: Desk) -> None:
    city = SmallCity()
    city.schools["S1"] = replace(city.schools["S1"], indicated={"overall": None})
    assert record(replace(desk, city=city), category="Causing Concern").noun == "judgement"


@pytest.mark.parametrize(
    ("school", "category", "why"),
    [
        ("S1", "Causing Concern", "it is two steps from Established, which the data indicate"),
        ("S3", "Established", "it is two steps from Causing Concern, which the data indicate"),
    ],
)
def test_two_steps_from_what_the_data_indicate_wait_for_a_second_person(
    desk: Desk, school: str, category: str, why: str
) -> None:
    assert record(desk, school, category=category, reason_code="seen_in_school").noun == "proposal"
    assert agreed(desk.store) == []
    with desk.store.read() as con:
        (waiting,) = standing(con, "proposal")
    assert (waiting.category, waiting.proposed_by, waiting.why_second) == (category, DIRECTOR.name, why)


def test_from_red_to_green_waits_even_where_the_data_show_green_by_now(desk: Desk) -> None:
    city = SmallCity()
    city.schools["S1"] = replace(city.schools["S1"], indicated={"overall": "Causing Concern"})
    record(replace(desk, city=city), category="Causing Concern")
    assert record(desk, category="Established", seen_version=1).noun == "proposal"
    assert agreed(desk.store) == [("Causing Concern", None)]


def test_a_second_person_approves_and_the_proposer_cannot(store: Store, desk: Desk) -> None:
    assign(store, "S1", NORTH)
    proposer = desk_of(store, NORTH)
    proposed = record(proposer, category="Causing Concern", reason_code="seen_in_school")
    with pytest.raises(NotAllowed):
        approve(proposer, proposed.record_id, seen_version=1)
    assert approve(desk, proposed.record_id, seen_version=1).noun == "judgement"
    assert agreed(store) == [("Causing Concern", DIRECTOR.name)]
    with store.read() as con:
        assert standing(con, "proposal") == []
    with pytest.raises(CaseworkError, match="no longer waiting"):
        approve(desk, proposed.record_id, seen_version=1)


def test_the_director_does_not_approve_what_the_director_proposed(desk: Desk) -> None:
    proposed = record(desk, category="Causing Concern", reason_code="seen_in_school")
    with pytest.raises(NotAllowed, match="Another person"):
        approve(desk, proposed.record_id, seen_version=1)


def test_a_proposal_that_is_declined_leaves_what_was_agreed(desk: Desk) -> None:
    record(desk)
    proposed = record(desk, category="Causing Concern", reason_code="seen_in_school", seen_version=1)
    with pytest.raises(Refused):
        decline(desk, proposed.record_id, why=" ", seen_version=1)
    decline(desk, proposed.record_id, why="The review is next week.", seen_version=1)
    assert agreed(desk.store) == [("Established", None)]


def test_a_statutory_step_in_force_cannot_be_agreed_away(desk: Desk) -> None:
    told = problems(desk, "S5", category="Developing", reason_code="seen_in_school")
    assert told["category"] == (
        "The category stays Causing Concern while this is in force: a warning notice of 3 March 2026."
    )
    assert record(desk, "S5", category="Causing Concern").noun == "judgement"


@pytest.mark.parametrize(
    ("field", "given", "told"),
    [
        ("note", "  ", "Write the rationale."),
        ("note", "x" * 4001, "4,001 characters of at most 4,000"),
        ("category", "Outstanding", "Choose a category: Embedded, Established, Developing, Causing Concern."),
        ("area", "behaviour", "Choose an area"),
        ("evidence_on", None, "Give the day of the evidence."),
        ("evidence_on", date(2026, 11, 23), "on or before 22 November 2026; 23 November 2026 is too late"),
        ("evidence_on", date(2020, 1, 1), "is too early"),
        ("agreed_with", None, "Say who agreed for the school"),
        ("review_on", date(2026, 11, 21), "on or after 22 November 2026"),
    ],
)
def test_what_is_amiss_is_said_field_by_field(desk: Desk, field: str, given: object, told: str) -> None:
    found = problems(desk, **{field: given})
    assert set(found) == {field}
    assert told in found[field]


def test_all_that_is_amiss_is_said_at_once(desk: Desk) -> None:
    assert set(problems(desk, note="", evidence_on=None, category=None)) == {
        "note",
        "evidence_on",
        "category",
    }


def test_markdown_and_html_are_kept_as_typed(desk: Desk) -> None:
    typed = "![x](http://host/b.png) <b onclick=alert(1)>bold</b>\n**done**"
    record(desk, note=typed)
    with desk.store.read() as con:
        assert standing(con, "judgement")[0].note == typed


def test_a_closed_or_unknown_school_is_not_judged(desk: Desk) -> None:
    assert "is closed" in problems(desk, "S4")["school"]
    assert "no such school" in problems(desk, "S9")["school"]


def test_an_adviser_judges_their_own_schools_and_no_others(store: Store) -> None:
    assign(store, "S1", NORTH)
    assert record(desk_of(store, NORTH)).noun == "judgement"
    with pytest.raises(NotAllowed, match="not yours"):
        record(desk_of(store, SOUTH), seen_version=1, note="Other words.")
    with pytest.raises(NotAllowed):
        record(desk_of(store, BOARD), seen_version=1, note="Other words.")
    assert record(desk_of(store, OFFICER), seen_version=1, note="Other words.").version == 2


def test_a_validation_says_whether_the_school_is_right(desk: Desk) -> None:
    told = problems(desk, kind="la_validation", area="attendance", validated=None, agreed_with=None)
    assert "validated" in told
    given = {"kind": "la_validation", "area": "attendance", "agreed_with": None}
    assert record(desk, **given, category="Developing", validated="no").noun == "judgement"


def test_a_judgement_taken_back_stands_no_more(desk: Desk) -> None:
    record(desk)
    take_back(desk, "S1", judgement_id("S1", "overall", "agreed"), why="Wrong school.", seen_version=1)
    assert agreed(desk.store) == []
    assert record(desk, seen_version=2).version == 3


def test_an_adviser_does_not_take_back_the_judgement_of_another_school(store: Store, desk: Desk) -> None:
    assign(store, "S1", NORTH)
    saved = record(desk, "S2", category="Developing")
    with pytest.raises(CaseworkError, match="no such judgement of this school"):
        take_back(desk_of(store, NORTH), "S1", saved.record_id, why="Not mine.", seen_version=1)
    assert agreed(store) == [("Developing", None)]
