"""A giver gives what it offered and no more; what was agreed, why, and what it came to are kept."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eif.casework.desk import Desk
from eif.casework.errors import CaseworkError, Conflict, NotAllowed, Refused
from eif.casework.exchange import broker, record_outcome, take_support_back
from eif.casework.judgements import judge
from eif.casework.offers import end_offer, offer
from eif.casework.store import Saved, Store, standing
from tests.fixtures.desks import (
    BOARD,
    NORTH,
    SOUTH,
    SmallCity,
    assign,
    desk_of,
    open_store,
    sqlite_url,
)

OFFER: dict[str, Any] = {
    "areas": ["attendance", "attainment"],
    "days": 3,
    "from_on": date(2026, 9, 1),
    "to_on": date(2027, 7, 31),
    "practice": "First-day calls, and a breakfast club that families trust.",
}
SUPPORT: dict[str, Any] = {
    "area": "attendance",
    "days": 2,
    "from_on": date(2026, 12, 1),
    "to_on": date(2027, 3, 31),
    "why": "The heads know each other.",
    "reasons": ["Absence 4.1%, below national (5.2%).", "1.2 km away."],
}
# What is kept in half days is asked for in days.
ASKED = {"half_days": "days", "half_days_given": "days_given"}
OUTCOME: dict[str, Any] = {
    "state": "completed",
    "days_given": 1.5,
    "outcome": "First-day calls are made in every year group.",
    "outcome_on": date(2026, 11, 20),
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(sqlite_url(tmp_path), tmp_path)
    yield made
    made.close()


@pytest.fixture
def desk(store: Store) -> Desk:
    return desk_of(store)


def offered(desk: Desk, school: str = "S1", **other: Any) -> Saved:
    return offer(desk, school, **(OFFER | other))


def brokered(desk: Desk, offer_id: str, school: str = "S2", **other: Any) -> Saved:
    return broker(desk, school, offer_id=offer_id, **(SUPPORT | other))


def in_hand_since(desk: Desk, day: date) -> Saved:
    return brokered(desk, offered(desk).record_id, from_on=day)


def rows(store: Store, noun: str) -> list[Any]:
    with store.read() as con:
        return list(standing(con, noun))


def refused(call: Any, *given: Any, **other: Any) -> dict[str, str]:
    with pytest.raises(Refused) as met:
        call(*given, **other)
    return met.value.problems


def test_an_offer_is_kept_in_half_days_with_its_areas_in_the_framework_s_order(desk: Desk) -> None:
    offered(desk, areas=["attainment", "attendance"], days=2.5)
    (kept,) = rows(desk.store, "capacity_offer")
    assert (kept.areas, kept.half_days) == (["attendance", "attainment"], 5)


@pytest.mark.parametrize(
    ("field", "given", "told"),
    [
        ("areas", [], "Choose one or more areas"),
        ("areas", ["behaviour"], "Choose one or more areas"),
        ("half_days", 0, "from 0.5 to 190"),
        ("half_days", -1, "from 0.5 to 190"),
        ("half_days", 1.25, "in half days"),
        ("half_days", None, "in half days"),
        ("from_on", None, "Give the first day."),
        ("from_on", date(2025, 11, 20), "is too early"),
        ("to_on", None, "Give the last day."),
        ("to_on", date(2026, 8, 31), "before the first"),
        ("to_on", date(2029, 9, 1), "within two years"),
        ("practice", " ", "Write what the school does well."),
    ],
)
def test_what_is_amiss_in_an_offer_is_said_field_by_field(
    desk: Desk, field: str, given: object, told: str
) -> None:
    found = refused(offered, desk, **{ASKED.get(field, field): given})
    assert set(found) == {field}
    assert told in found[field]
    assert desk.store.revision() == 0


def test_a_school_causing_concern_offers_and_gives_nothing(store: Store, desk: Desk) -> None:
    assert "Causing Concern" in refused(offered, desk, "S3")["school"]
    assert "is closed" in refused(offered, desk, "S4")["school"]
    made = offered(desk, "S2")
    city = SmallCity()
    city.schools["S2"] = replace(city.schools["S2"], indicated={"overall": "Causing Concern"})
    later = desk_of(store, city=city)
    assert "Causing Concern" in refused(brokered, later, made.record_id, "S1")["offer"]


def test_what_was_agreed_counts_before_what_the_data_indicate(store: Store) -> None:
    city = SmallCity()
    city.schools["S2"] = replace(
        city.schools["S2"], indicated={"overall": "Causing Concern"}, agreed="Developing"
    )
    desk = desk_of(store, city=city)
    offered(desk, "S2")
    judge(
        desk,
        "S2",
        area="overall",
        kind="agreed",
        category="Causing Concern",
        note="Seen.",
        evidence_on=date(2026, 11, 20),
        agreed_with="Head",
    )
    assert "school" in refused(offered, desk, "S2")


def test_support_is_kept_with_the_reasons_as_they_stood(desk: Desk) -> None:
    made = offered(desk)
    brokered(desk, made.record_id)
    (kept,) = rows(desk.store, "brokered_support")
    assert (kept.school_id, kept.giver_id, kept.half_days, kept.state) == ("S2", "S1", 4, "agreed")
    assert kept.reasons.splitlines() == SUPPORT["reasons"]
    assert kept.why == SUPPORT["why"]


def test_a_giver_gives_no_more_than_it_offered(desk: Desk) -> None:
    made = offered(desk)
    brokered(desk, made.record_id)
    told = refused(brokered, desk, made.record_id, "S5")
    assert told == {"half_days": "Alder Primary has 1 day free of the 3 days offered."}
    assert brokered(desk, made.record_id, "S5", days=1).version == 1


def test_two_who_ask_for_the_last_days_at_once_do_not_both_get_them(store: Store) -> None:
    made = offered(desk_of(store))

    def ask(school: str) -> bool:
        try:
            brokered(desk_of(store), made.record_id, school)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(ask, ["S2", "S5"])) == [False, True]


def test_support_stays_within_the_areas_and_days_of_the_offer(desk: Desk) -> None:
    made = offered(desk)
    assert refused(brokered, desk, made.record_id, area="finance") == {
        "area": "Alder Primary does not offer this area."
    }
    assert "too late" in refused(brokered, desk, made.record_id, to_on=date(2027, 8, 1))["to_on"]
    assert "too early" in refused(brokered, desk, made.record_id, from_on=date(2026, 8, 31))["from_on"]


def test_nobody_supports_itself_or_a_school_of_its_own_trust(store: Store, desk: Desk) -> None:
    made = offered(desk)
    assert "itself" in refused(brokered, desk, made.record_id, "S1")["offer"]
    city = SmallCity()
    for school in ("S1", "S2"):
        city.schools[school] = replace(city.schools[school], trust="Lark Trust")
    assert "Lark Trust" in refused(brokered, desk_of(store, city=city), made.record_id)["offer"]


def test_days_that_were_not_given_go_back_to_the_offer(desk: Desk) -> None:
    made = offered(desk)
    support = brokered(desk, made.record_id, days=3, from_on=date(2026, 10, 1))
    assert refused(brokered, desk, made.record_id, "S5", days=0.5)
    record_outcome(desk, support.record_id, **OUTCOME, seen_version=1)
    (kept,) = rows(desk.store, "brokered_support")
    assert (kept.state, kept.half_days, kept.half_days_given) == ("completed", 6, 3)
    assert kept.reasons.splitlines() == SUPPORT["reasons"]
    assert brokered(desk, made.record_id, "S5", days=1.5).version == 1


@pytest.mark.parametrize(
    ("field", "given", "told"),
    [
        ("state", "agreed", "completed, stopped"),
        ("half_days_given", 2.5, "from 0 to 2"),
        ("outcome", "", "Write what came of it."),
        ("outcome_on", date(2026, 11, 23), "too late"),
        ("outcome_on", date(2026, 9, 30), "too early"),
    ],
)
def test_what_is_amiss_in_an_outcome_is_said_field_by_field(
    desk: Desk, field: str, given: object, told: str
) -> None:
    support = in_hand_since(desk, date(2026, 10, 1))
    found = refused(
        record_outcome,
        desk,
        support.record_id,
        **(OUTCOME | {ASKED.get(field, field): given}),
        seen_version=1,
    )
    assert set(found) == {field}
    assert told in found[field]


def test_a_second_outcome_on_an_old_screen_is_offered_beside_the_first(desk: Desk) -> None:
    support = in_hand_since(desk, date(2026, 10, 1))
    record_outcome(desk, support.record_id, **OUTCOME, seen_version=1)
    with pytest.raises(Conflict) as met:
        record_outcome(desk, support.record_id, **(OUTCOME | {"outcome": "Other."}), seen_version=1)
    assert (met.value.mine["outcome"], met.value.theirs["outcome"]) == ("Other.", OUTCOME["outcome"])


def test_support_recorded_wrongly_is_taken_back_and_frees_its_days(desk: Desk) -> None:
    made = offered(desk)
    support = brokered(desk, made.record_id, days=3)
    assert "why" in refused(take_support_back, desk, support.record_id, why=" ", seen_version=1)
    take_support_back(desk, support.record_id, why="Wrong school.", seen_version=1)
    assert brokered(desk, made.record_id, "S5", days=3).version == 1
    with pytest.raises(CaseworkError, match="no longer stands"):
        record_outcome(desk, support.record_id, **OUTCOME, seen_version=2)


def test_an_offer_ends_no_sooner_than_its_support(desk: Desk) -> None:
    made = offered(desk)
    brokered(desk, made.record_id)
    end: dict[str, Any] = {"why": "The head leaves.", "seen_version": 1}
    told = refused(end_offer, desk, "S1", made.record_id, on_day=date(2027, 3, 30), **end)
    assert told == {"on_day": "Support in hand ends after this day."}
    end_offer(desk, "S1", made.record_id, on_day=date(2027, 3, 31), **end)
    assert rows(desk.store, "capacity_offer")[0].to_on == date(2027, 3, 31)


def test_an_offer_is_changed_only_as_far_as_its_support_allows(desk: Desk) -> None:
    made = offered(desk)
    brokered(desk, made.record_id)
    change: dict[str, Any] = {"record": made.record_id, "seen_version": 1}
    assert refused(offered, desk, days=1, areas=["attainment"], **change) == {
        "half_days": "2 days of it are agreed or given already.",
        "areas": "Support in an area left out is in hand.",
    }
    assert offered(desk, days=2, **change).version == 2


def test_an_adviser_offers_for_their_own_schools_and_brokers_for_any(store: Store) -> None:
    assign(store, "S1", NORTH)
    made = offered(desk_of(store, NORTH))
    with pytest.raises(NotAllowed):
        offered(desk_of(store, SOUTH))
    with pytest.raises(NotAllowed):
        brokered(desk_of(store, BOARD), made.record_id)
    assert brokered(desk_of(store, SOUTH), made.record_id).version == 1
