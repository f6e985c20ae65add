"""Ratings on trial equal ratings in force, and what differs between two is told in full."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from eif import sql
from eif.config import Settings
from eif.framework import Framework, FrameworkError, fill_framework
from eif.simulate import (
    Change,
    Ratings,
    changed,
    changes_between,
    kept_releases,
    moves,
    moves_under,
    ratings_at,
    ratings_of,
    ratings_under,
)
from eif.simulate.ratings import READ
from eif.snapshot import Snapshot
from tests.conftest import settings_for


def threshold(framework: Framework, threshold_id: str, value: float) -> Change:
    """The change of one threshold to `value`."""
    (row,) = (row for row in framework.rows["threshold"] if row["threshold_id"] == threshold_id)
    key = (row["scope"], row["rule_id"], row["phase"], row["name"])
    return Change("threshold", key, "value", row["value"], value)


def built_whole(snapshot: Snapshot, framework: Framework) -> dict[str, pa.Table]:
    """The ratings with every relation of 40_rate built, none reused."""
    with snapshot.ruled.opened.spare_room() as room, snapshot.ruled.cursor(room, *snapshot.rooms) as con:
        fill_framework(con, framework)
        sql.build(con, "40_rate")
        return {name: con.sql(statement).to_arrow_table() for name, statement in READ.items()}


def rows_of(table: pa.Table) -> list[tuple[Any, ...]]:
    return sorted((tuple(row.values()) for row in table.to_pylist()), key=repr)


CHANGES = {
    "a rule's threshold": lambda rows: threshold(rows, "attendance_persistent_rising.rise", 0.5),
    "the overall rule": lambda rows: threshold(rows, "overall.reds_for_causing_concern", 1),
    "confidence": lambda rows: threshold(rows, "confidence.low_cohort", 60),
    "the age of an inspection": lambda rows: threshold(rows, "inspection.full_months", 12),
    "an area's rule": lambda rows: Change("area_rule", ("attendance",), "reds_for_red", 2, 1),
    "a tier's days": lambda rows: Change("tier", ("Developing",), "days", 3.0, 4.0),
    "a choice": lambda rows: Change("choice", ("standing",), "word", "bands", "quintiles"),
    "a core rule": lambda rows: Change("rule", ("attendance_absence_national",), "core", True, False),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_trial_gives_what_building_every_rating_anew_gives(demo_snapshot: Snapshot, what: str) -> None:
    trial = changed(demo_snapshot.rules, [CHANGES[what](demo_snapshot.rules)])
    found = ratings_under(demo_snapshot, trial)
    for name, table in built_whole(demo_snapshot, trial).items():
        assert rows_of(found.tables[name]) == rows_of(table), name


@pytest.mark.parametrize("what", CHANGES)
def test_what_moves_in_a_trial_is_what_differs_between_its_ratings(
    demo_snapshot: Snapshot, what: str
) -> None:
    trial = changed(demo_snapshot.rules, [CHANGES[what](demo_snapshot.rules)])
    whole = moves(ratings_of(demo_snapshot), ratings_under(demo_snapshot, trial))
    assert moves_under(demo_snapshot, trial) == whole


def test_the_rules_in_force_move_nobody(demo_snapshot: Snapshot) -> None:
    same = moves(ratings_of(demo_snapshot), ratings_under(demo_snapshot, demo_snapshot.rules))
    assert (same.schools, same.areas, same.signals) == ((), (), ())
    assert same.days_before == same.days_after > 0


@pytest.mark.parametrize("name", sorted(sql.OF_RATED_FIGURES))
def test_without_a_figure_that_may_be_rated_some_relations_are_empty(
    demo_snapshot: Snapshot, name: str
) -> None:
    ((rows, others),) = (
        demo_snapshot.cursor()
        .execute(
            f"""
        select
            count(*),
            count(*) filter (where gate is distinct from 'rated' or not list_contains($tests, test)),
        from {name} left join rule_evidence using (urn, rule_id)
        """,
            {"tests": sorted(sql.answers("40_rate", name))},
        )
        .fetchall()
    )
    assert rows
    assert not others


def test_a_trial_changes_nothing_in_the_snapshot_and_leaves_no_room(demo_snapshot: Snapshot) -> None:
    def rooms() -> list[Any]:
        return demo_snapshot.query("select schema_name from duckdb_schemas() order by 1").fetchall()

    before, there = demo_snapshot.read("overall_rating"), rooms()
    ratings_under(
        demo_snapshot, changed(demo_snapshot.rules, [CHANGES["the overall rule"](demo_snapshot.rules)])
    )
    assert demo_snapshot.read("overall_rating").equals(before)
    assert rooms() == there


def test_counts_and_days_are_those_on_the_first_page(demo_snapshot: Snapshot) -> None:
    found = moves(ratings_of(demo_snapshot), ratings_of(demo_snapshot))
    shown = demo_snapshot.rows("screen_category")
    assert [
        (each.category, each.tier_before, each.schools_before, each.days_before) for each in found.counts
    ] == [(row.category, row.tier, row.schools, row.days) for row in shown]


def test_a_stricter_overall_rule_moves_schools_towards_concern_only(demo_snapshot: Snapshot) -> None:
    trial = changed(demo_snapshot.rules, [CHANGES["the overall rule"](demo_snapshot.rules)])
    found = moves(ratings_of(demo_snapshot), ratings_under(demo_snapshot, trial))
    assert found.schools
    assert {school.what for school in found.schools} == {"more concern"}
    assert {school.category_after for school in found.schools} == {"Causing Concern"}
    assert found.signals == ()
    moved = {count.category: count.schools_after - count.schools_before for count in found.counts}
    assert moved["Causing Concern"] == len(found.schools)
    assert sum(moved.values()) == 0
    assert found.days_after - found.days_before == sum(s.days_after - s.days_before for s in found.schools)


def test_a_moved_threshold_names_the_signals_behind_a_moved_school(demo_snapshot: Snapshot) -> None:
    trial = changed(
        demo_snapshot.rules,
        [threshold(demo_snapshot.rules, "attendance_absence_national.margin.primary", 50)],
    )
    found = moves(ratings_of(demo_snapshot), ratings_under(demo_snapshot, trial))
    assert {signal.rule_id for signal in found.signals} == {"attendance_absence_national"}
    assert {(s.what, s.level_before, s.level_after) for s in found.signals} == {("better", 1, 0)}
    assert all("threshold 50 points" in (s.reason_after or "") for s in found.signals)
    school = found.signals[0].school_id
    assert [signal.school_id for signal in found.signals_of(school)] == [school]


def test_days_alone_are_a_move_of_their_own(demo_snapshot: Snapshot) -> None:
    trial = changed(demo_snapshot.rules, [CHANGES["a tier's days"](demo_snapshot.rules)])
    found = moves(ratings_of(demo_snapshot), ratings_under(demo_snapshot, trial))
    developing = next(count for count in found.counts if count.category == "Developing")
    assert (
        developing.days_after - developing.days_before == developing.schools_after == len(found.schools) > 0
    )
    assert {school.what for school in found.schools} == {"days"}


def test_a_change_of_a_row_that_is_not_there_is_refused(demo_snapshot: Snapshot) -> None:
    with pytest.raises(FrameworkError, match=r"area_rules.csv has no reds_for_red of music"):
        changed(demo_snapshot.rules, [Change("area_rule", ("music",), "reds_for_red", 2, 1)])
    with pytest.raises(FrameworkError, match="has no colour of attendance"):
        changed(demo_snapshot.rules, [Change("area_rule", ("attendance",), "colour", 2, 1)])


def test_a_change_that_breaks_the_framework_is_refused(demo_snapshot: Snapshot) -> None:
    key = ("attendance_absence_national",)
    with pytest.raises(FrameworkError, match=r"is not in areas\.csv"):
        changed(demo_snapshot.rules, [Change("rule", key, "area", "attendance", "x")])


def test_what_differs_between_two_frameworks_is_told_by_cell_and_by_row(demo_snapshot: Snapshot) -> None:
    rules = demo_snapshot.rules
    change = CHANGES["an area's rule"](rules)
    assert changes_between(rules, changed(rules, [change])) == (change,)

    last = rules.rows["tier_trigger"][-1]
    fewer = replace(rules, rows=rules.rows | {"tier_trigger": rules.rows["tier_trigger"][:-1]})
    assert changes_between(rules, fewer) == (Change("tier_trigger", (last["trigger_id"],), None, last, None),)
    assert changes_between(fewer, rules) == (Change("tier_trigger", (last["trigger_id"],), None, None, last),)
    assert changes_between(rules, rules) == ()


def test_the_release_being_served_is_among_the_kept_ones_and_rated_the_same(
    demo_settings: Settings, demo_snapshot: Snapshot
) -> None:
    kept = kept_releases(demo_settings)
    (served,) = (release for release in kept if release.current)
    assert (served.name, served.demo) == (demo_snapshot.release, True)
    then = ratings_at(served.path, demo_settings)
    assert isinstance(then, Ratings)
    found = moves(then, ratings_of(demo_snapshot))
    assert (found.schools, found.areas, found.signals) == ((), (), ())


def test_an_earlier_release_that_cannot_be_rated_is_said_so(demo_release: Path, tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    settings.releases.mkdir(parents=True)
    table = settings.releases / "20250101T000000Z-aaaaaaaa.duckdb"
    column = settings.releases / "20250102T000000Z-bbbbbbbb.duckdb"
    for path, statement in (
        (table, "drop table latest_result"),
        (column, "alter table latest_result drop column before_gap"),
    ):
        shutil.copy(demo_release, path)
        with duckdb.connect(str(path)) as con:
            con.execute(statement)
    (settings.releases / "20250103T000000Z-cccccccc.duckdb").write_text("no release")

    assert [release.path for release in kept_releases(settings)] == [column, table]
    for path in (table, column):
        told = ratings_at(path, settings)
        assert isinstance(told, str)
        assert told.startswith(f"Release {path.stem} was built by an earlier version of this program")
    table.unlink()
    assert ratings_at(table, settings) == f"Release {table.stem} is no longer kept."
