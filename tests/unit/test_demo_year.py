"""The demonstration's year of casework is made by people's own commands, and is whole."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from eif.casework.errors import CaseworkError
from eif.casework.office import open_store
from eif.casework.replay import events, verify
from eif.casework.store import standing
from eif.demo_year import live_a_year
from eif.snapshot import Snapshot, open_snapshot
from tests.conftest import settings_for


@pytest.fixture
def lived(lived_home: Path) -> Snapshot:
    return open_snapshot(settings_for(lived_home))


def test_every_school_has_an_adviser_and_most_have_agreed_a_category(lived: Snapshot) -> None:
    listed = {row.school_id for row in lived.rows("screen_school", listed=True) if row.status == "open"}
    assert {row.school_id for row in lived.rows("casework_assignment")} == listed
    agreed = [row for row in lived.rows("casework_judgement") if row.kind == "agreed"]
    assert 0.5 < len(agreed) / len(listed) < 0.95
    assert {row.category for row in agreed} == {"Established", "Developing", "Causing Concern"}


def test_every_listed_school_is_in_the_caseload_once(lived: Snapshot) -> None:
    listed = sorted(row.urn for row in lived.rows("screen_school", listed=True))
    assert sorted(row.urn for row in lived.rows("screen_caseload")) == listed
    for relation in ("school_tier", "school_days", "school_adviser"):
        assert len(lived.rows(relation)) == len(listed), relation


def test_nothing_was_recorded_by_a_name_that_is_not_a_role(lived_home: Path) -> None:
    store = open_store(settings_for(lived_home))
    with store.read() as con:
        told = list(events(con))
        verify(con)
    by = Counter(entry["role"] for entry in told)
    assert set(by) <= {"director", "officer", "adviser"}
    assert all(entry["actor"].startswith(("SIA ", "Director", "School improvement")) for entry in told)
    days = [entry["at"] for entry in told]
    assert days == sorted(days)


def test_the_year_has_visits_plans_offers_and_a_proposal_that_waits(lived: Snapshot) -> None:
    held = lived.rows("casework_visit")
    assert {row.status for row in held} >= {"completed", "planned", "booked"}
    for noun in ("support_plan", "plan_action", "plan_review", "contact", "capacity_offer", "proposal"):
        assert lived.rows(f"casework_{noun}"), noun


def test_the_year_has_a_ladder_two_priority_lists_and_boards(lived: Snapshot) -> None:
    assert {row.state for row in lived.rows("ladder_now")} == {0, 1, 2, 3, 4, 5, 7}
    lists = {row.academic_year: row.state for row in lived.rows("casework_risk_assessment")}
    assert set(lists.values()) == {"closed"}
    assert len(lists) == 2
    listed = {row.school_id for row in lived.rows("screen_school", listed=True)}
    in_force = lived.rows("priority_now", in_force=True)
    assert {row.school_id for row in in_force} == listed
    assert any(row.is_carried and row.decision == "priority" for row in in_force)
    assert {row.is_over for row in lived.rows("notice_due", kind="warning_notice")} == {True, False}
    boards = {row.board for row in lived.rows("casework_board_meeting", state="held")}
    assert boards == {"fortnightly", "monthly", "half_termly"}
    assert {row.is_overdue for row in lived.rows("decision_made") if row.waits} == {True, False}
    assert {row.outcome is None for row in lived.rows("casework_escalation")} == {True, False}


def test_an_adviser_who_left_handed_every_school_over(lived: Snapshot) -> None:
    gone = [row for row in lived.rows("casework_adviser") if row.to_on]
    assert [row.label for row in gone] == ["SIA West"]
    assert not lived.rows("casework_assignment", adviser_id=gone[0].record_id)


def test_a_year_is_not_lived_twice(lived_home: Path) -> None:
    settings = settings_for(lived_home)
    store = open_store(settings)
    before = store.revision()
    assert live_a_year(settings) == before
    with open_store(settings).read() as con:
        assert standing(con, "adviser")


def test_official_figures_get_no_fictional_casework(real_home: Path, tmp_path: Path) -> None:
    (tmp_path / "releases").symlink_to(real_home / "releases")
    with pytest.raises(CaseworkError, match="official figures"):
        live_a_year(settings_for(tmp_path))
