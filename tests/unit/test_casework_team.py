"""When somebody leaves with forty schools, no school and no visit is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from eif.casework.desk import Desk, School
from eif.casework.errors import CaseworkError, Conflict, NotAllowed, NothingChanged, Refused
from eif.casework.store import AlreadySaved, Store, standing, versions
from eif.casework.team import assign, change_days, join_team, leave_team, reassign
from eif.casework.visits import complete_visit, plan_visit
from tests.fixtures.desks import (
    BOARD,
    NORTH,
    OFFICER,
    SOUTH,
    SmallCity,
    desk_of,
    open_store,
    sqlite_url,
)

TODAY = date(2026, 11, 22)
DAYS = {"autumn": 30.0, "spring": 25.5, "summer": 20.0}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(sqlite_url(tmp_path), tmp_path)
    yield made
    made.close()


@pytest.fixture
def desk(store: Store) -> Desk:
    return desk_of(store)


def join(desk: Desk, label: str = "SIA North", **other: Any) -> str:
    told: dict[str, Any] = {"role": "adviser", "days": DAYS, "from_on": date(2026, 9, 1)}
    return join_team(desk, label=label, **(told | other)).record_id


def advisers(store: Store) -> dict[str, str]:
    with store.read() as con:
        team = {row.record_id: row.label for row in standing(con, "adviser")}
        return {row.school_id: team[row.adviser_id] for row in standing(con, "assignment")}


def test_days_are_kept_as_half_days_a_term(desk: Desk) -> None:
    join(desk)
    with desk.store.read() as con:
        (row,) = standing(con, "adviser")
    assert (row.half_days_autumn, row.half_days_spring, row.half_days_summer) == (60, 51, 40)


@pytest.mark.parametrize(
    ("field", "given", "told"),
    [
        ("label", "", {"label": "Write a role label, such as SIA North."}),
        (
            "role",
            "board",
            {"role": "Choose a role: director, adviser, officer."},
        ),
        ("from_on", None, {"from_on": "Give the first day."}),
        (
            "days",
            {"autumn": -1.0, "spring": 101.0, "summer": 0.3},
            {
                f"half_days_{term}": f"Give the days of the {term} term in half days, from 0 to 100."
                for term in ("autumn", "spring", "summer")
            },
        ),
    ],
)
def test_what_is_amiss_about_a_new_colleague_is_said_field_by_field(
    desk: Desk, field: str, given: Any, told: dict[str, str]
) -> None:
    with pytest.raises(Refused) as met:
        join(desk, **{field: given})
    assert met.value.problems == told
    assert desk.store.revision() == 0


def test_two_people_of_one_label_are_not_on_the_team_at_once(desk: Desk) -> None:
    north = join(desk)
    with pytest.raises(Refused, match="There is a SIA North on the team already"):
        join(desk)
    leave_team(desk, north, on=TODAY - timedelta(days=1), seen_version=1)
    assert join(desk, from_on=TODAY) != north


def test_term_days_change_and_a_stale_form_is_a_conflict(desk: Desk) -> None:
    north = join(desk)
    assert change_days(desk, north, days=DAYS | {"spring": 10}, seen_version=1).version == 2
    with pytest.raises(Conflict):
        change_days(desk, north, days=DAYS | {"spring": 12}, seen_version=1)
    with pytest.raises(NothingChanged):
        change_days(desk, north, days=DAYS | {"spring": 10}, seen_version=2)


def test_only_the_director_and_officers_change_the_team_and_assign(store: Store, desk: Desk) -> None:
    north = join(desk)
    for person in (NORTH, BOARD):
        with pytest.raises(NotAllowed):
            join(desk_of(store, person), "SIA East")
        with pytest.raises(NotAllowed):
            assign(desk_of(store, person), "S1", adviser_id=north)
    assert assign(desk_of(store, OFFICER), "S1", adviser_id=north).version == 1


def test_nobody_leaves_before_they_came_and_a_leaver_may_stay_after_all(desk: Desk) -> None:
    north = join(desk)
    with pytest.raises(Refused, match="on or after 1 September 2026"):
        leave_team(desk, north, on=date(2026, 8, 31), seen_version=1)
    leave_team(desk, north, on=date(2026, 12, 18), seen_version=1)
    leave_team(desk, north, on=None, seen_version=2)
    with desk.store.read() as con:
        assert [row.to_on for row in versions(con, "adviser", north)] == [None, date(2026, 12, 18), None]


def test_a_school_has_one_adviser_and_its_history_names_those_before(desk: Desk) -> None:
    north, south = join(desk), join(desk, "SIA South")
    assign(desk, "S1", adviser_id=north)
    assert assign(desk, "S1", adviser_id=south, seen_version=1).version == 2
    assert advisers(desk.store) == {"S1": "SIA South"}
    with desk.store.read() as con:
        assert [row.adviser_id for row in versions(con, "assignment", "S1")] == [north, south]


def test_forty_schools_of_a_leaver_are_handed_over_at_once_with_the_visits_to_come(store: Store) -> None:
    city = SmallCity()
    forty = [f"F{number:02d}" for number in range(40)]
    for school_id in forty:
        city.schools[school_id] = School(school_id, school_id[1:], f"School {school_id}", "open", True)
    desk = desk_of(store, city=city)
    north, south = join(desk), join(desk, "SIA South")
    reassign(desk, dict.fromkeys(forty, 0), adviser_id=north)
    told: dict[str, Any] = {"kind": "validation", "days": 1}
    for school_id in forty[:3]:
        plan_visit(desk, school_id, on_day=TODAY + timedelta(days=30), **told)
    complete_visit(desk, forty[0], on_day=TODAY - timedelta(days=3), note="Seen.", **told)
    leave_team(desk, north, on=TODAY, seen_version=1)
    before = store.revision()

    assert len(reassign(desk, dict.fromkeys(forty, 1), adviser_id=south)) == 40

    assert set(advisers(store).values()) == {"SIA South"}
    with store.read() as con:
        whose = [(row.status, row.adviser_id) for row in standing(con, "visit")]
    assert sorted(whose) == sorted([("completed", north), *[("planned", south)] * 3])
    assert store.revision() == before + 43


def test_one_school_that_somebody_else_gave_away_stops_the_whole_hand_over(desk: Desk) -> None:
    north, south = join(desk), join(desk, "SIA South")
    reassign(desk, {"S1": 0, "S2": 0}, adviser_id=north)
    assign(desk, "S2", adviser_id=south, seen_version=1)
    before = desk.store.revision()
    with pytest.raises(Conflict):
        reassign(desk, {"S1": 1, "S2": 1}, adviser_id=join(desk, "SIA East"))
    assert advisers(desk.store) == {"S1": "SIA North", "S2": "SIA South"}
    assert desk.store.revision() == before + 1, "only the new colleague was saved"


def test_a_closed_school_is_not_assigned_and_stops_the_hand_over(desk: Desk) -> None:
    north = join(desk)
    with pytest.raises(Refused, match="Damson Primary is closed"):
        reassign(desk, {"S1": 0, "S4": 0}, adviser_id=north)
    assert advisers(desk.store) == {}
    with pytest.raises(Refused, match="Choose at least one school"):
        reassign(desk, {}, adviser_id=north)


def test_schools_of_the_same_adviser_are_left_as_they_are(desk: Desk) -> None:
    north = join(desk)
    assign(desk, "S1", adviser_id=north)
    assert len(reassign(desk, {"S1": 1, "S2": 0}, adviser_id=north)) == 1
    with pytest.raises(NothingChanged):
        reassign(desk, {"S1": 1, "S2": 1}, adviser_id=north)


def test_nobody_who_left_or_is_unknown_is_given_a_school(desk: Desk) -> None:
    north = join(desk)
    leave_team(desk, north, on=TODAY - timedelta(days=1), seen_version=1)
    with pytest.raises(Refused, match="SIA North has left the team"):
        assign(desk, "S1", adviser_id=north)
    with pytest.raises(CaseworkError, match="not on the team"):
        assign(desk, "S1", adviser_id="nobody")
    with pytest.raises(Refused, match="on or before 22 November 2026"):
        assign(desk, "S1", adviser_id=join(desk, "SIA South"), from_on=TODAY + timedelta(days=1))


def test_a_form_sent_twice_is_saved_once(desk: Desk) -> None:
    north = join(desk)
    reassign(desk, {"S1": 0, "S2": 0}, adviser_id=north, token="one")
    with pytest.raises(AlreadySaved):
        reassign(desk, {"S1": 0, "S2": 0}, adviser_id=north, token="one")
    assert desk.store.revision() == 3


def test_whoever_has_left_acts_for_their_schools_no_more(store: Store, desk: Desk) -> None:
    north = join(desk)
    join(desk, "SIA South")
    assign(desk, "S1", adviser_id=north)
    told: dict[str, Any] = {"kind": "validation", "days": 1, "on_day": TODAY, "adviser_id": north}
    plan_visit(desk_of(store, NORTH), "S1", **told)
    with pytest.raises(NotAllowed):
        plan_visit(desk_of(store, SOUTH), "S1", **told)
    leave_team(desk, north, on=TODAY - timedelta(days=1), seen_version=1)
    with pytest.raises(NotAllowed):
        plan_visit(desk_of(store, NORTH), "S1", **told)
