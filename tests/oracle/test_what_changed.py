"""What changed between two releases, worked out again in pandas: ratings, figures, heads and inspections."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from eif.casework.office import close_store, open_store
from eif.config import Settings
from eif.provenance import trace
from eif.since import Change, Changes, changes
from eif.snapshot import Snapshot, open_snapshot
from tests.conftest import settings_for

EARLIER = "20260101T090000Z-earlier0"
KEY = ["school_id", "indicator", "pupil_group"]
PLACE = {"green": 0, "amber": 1, "red": 2}


@pytest.fixture(scope="module")
def two_homes(once: Callable[[str, Callable[[Path], object]], Path], demo_home: Path) -> Path:
    """The demonstration's home with an earlier release, in which much was otherwise."""

    def fill(home: Path) -> None:
        shutil.copytree(demo_home, home, copy_function=os.link, dirs_exist_ok=True)
        (served,) = (home / "releases").glob("*.duckdb")
        shutil.copyfile(served, before := home / "releases" / f"{EARLIER}.duckdb")
        with duckdb.connect(str(before)) as con:
            con.execute("update setting set value = ? where key = 'release'", [EARLIER])
            # Absence lower then; one test not yet taken by half the schools; one result of another year.
            con.execute(
                "update latest_result set value = value - 8, gap_national = gap_national - 8 "
                "where indicator = 'abs_pa10' and hash(urn) % 3 > 0"
            )
            con.execute(
                "update latest_result set value = null where indicator = 'ks2_math_exp' and hash(urn) % 2 = 0"
            )
            con.execute(
                "update latest_result set period = before_period, value = before_value "
                "where indicator = 'ks2_read_exp' and before_value is not null"
            )
            con.execute("update latest_result set period = '2011/12' where indicator = 'ks2_writ_exp'")
            con.execute("delete from latest_result where indicator = 'p8' and hash(urn) % 2 = 0")
            con.execute(
                "update school_fact set text = 'acting' where item = 'ht_arrangement' and hash(urn) % 9 = 0"
            )
            con.execute("delete from inspection where inspection_date > date '2025-01-01'")

    return once("two-homes-since", fill)


@pytest.fixture(scope="module")
def sides(two_homes: Path) -> tuple[Settings, Snapshot, Snapshot]:
    settings = settings_for(two_homes)
    now = open_snapshot(settings)
    return settings, Snapshot(settings.releases / f"{EARLIER}.duckdb", settings.framework_folder), now


@pytest.fixture(scope="module")
def found(sides: tuple[Settings, Snapshot, Snapshot]) -> Changes:
    settings, then, now = sides
    result = changes(open_store(settings), then, now)
    close_store(settings)
    return result


def under(found: Changes, heading: str) -> list[Change]:
    return list(found.of(headings=[heading]))


def newest(snapshot: Snapshot) -> pd.DataFrame:
    columns = [*KEY, "urn", "period", "value", "before_period", "before_comparable", "earlier_period",
               "earlier_comparable"]  # fmt: skip
    frame = snapshot.read("latest_result", columns=columns)
    listed = snapshot.read("screen_school", columns=["urn"], listed=True)
    return frame.merge(listed, on="urn").set_index(KEY)


def way(row: Any) -> str | None:
    """Which way a figure went, from its two sides, in plain Python; None where nothing is to be told."""
    was, is_now = pd.notna(row.value_before), pd.notna(row.value)
    if not was and not is_now:
        return None
    if not is_now:
        return "no longer known"
    if not was:
        return "new"
    if row.value == row.value_before and row.period == row.period_before:
        return None
    scale = 10 ** int(row.decimals)
    moved = _rounded(row.value * scale) - _rounded(row.value_before * scale)
    if row.period == row.period_before:
        comparable = True
        if moved == 0:
            return None
    elif row.period_before == row.before_period:
        comparable = bool(row.before_comparable)
    elif row.period_before == row.earlier_period:
        comparable = bool(row.before_comparable) and bool(row.earlier_comparable)
    else:
        comparable = False
    if not comparable:
        return "not comparable"
    if moved == 0:
        return "as before"
    if row.polarity == 0:
        return "changed"
    return "better" if moved * row.polarity > 0 else "worse"


def _rounded(value: float) -> int:
    """Halves away from zero, as SQL rounds."""
    return int(abs(value) + 0.5 + 1e-9) * (1 if value >= 0 else -1)


def test_every_figure_that_moved_is_told_and_no_other(
    sides: tuple[Settings, Snapshot, Snapshot], found: Changes
) -> None:
    _, then, now = sides
    before = newest(then)[["value", "period"]].add_suffix("_before")
    both = newest(now).join(before, how="outer").reset_index()
    indicators = now.read("indicator", columns=["indicator", "decimals", "polarity"])
    both = both.merge(indicators, on="indicator").drop(columns="urn")
    expected = {tuple(getattr(row, name) for name in KEY): way(row) for row in both.itertuples()}
    expected = {key: told for key, told in expected.items() if told}
    told = under(found, "indicators")
    now_known = {(c.school_id, c.indicator, c.pupil_group): c.what for c in told if c.indicator}
    assert now_known == {key: what for key, what in expected.items() if what != "no longer known"}
    gone = sum(change.what == "no longer known" for change in told)
    assert gone == sum(what == "no longer known" for what in expected.values())
    counted = pd.Series(expected).value_counts()
    assert {"better", "worse", "new", "not comparable"} <= set(counted.index)
    assert counted.min() > 0
    assert len(told) == len(expected)


def test_every_figure_that_is_told_leads_to_its_cell(
    sides: tuple[Settings, Snapshot, Snapshot], found: Changes
) -> None:
    _, _, now = sides
    told = [change for change in under(found, "indicators") if change.page == "provenance"]
    for what in ("better", "worse", "new", "not comparable"):
        some = [change for change in told if change.what == what]
        for change in some[:: max(1, len(some) // 10)]:
            origin = trace(now, change.address | {"urn": str(change.urn)})
            assert origin is not None, change
            assert origin.cells, change


def test_every_area_and_category_that_moved_is_told_and_no_other(
    sides: tuple[Settings, Snapshot, Snapshot], found: Changes
) -> None:
    _, then, now = sides
    areas = [
        snapshot.read("area_rating", columns=["school_id", "area", "rating"]) for snapshot in (then, now)
    ]
    both = areas[0].merge(areas[1], on=["school_id", "area"], suffixes=("_before", "_after"))
    moved = both[both.rating_before != both.rating_after]
    expected = {}
    for row in moved.itertuples():
        was, is_now = PLACE.get(row.rating_before), PLACE.get(row.rating_after)
        if is_now is None:
            what = "changed" if was is None else "no longer known"
        elif was is None:
            what = "worse" if is_now else "new"
        else:
            what = "worse" if is_now > was else "better"
        expected[row.school_id, row.area] = what
    assert len(expected) > 20
    assert {(c.school_id, c.area): c.what for c in under(found, "areas")} == expected
    overall = [
        snapshot.read("overall_rating", columns=["school_id", "indicated"]) for snapshot in (then, now)
    ]
    both = overall[0].merge(overall[1], on="school_id", suffixes=("_before", "_after"))
    moved = both[both.indicated_before != both.indicated_after]
    told = [c for c in under(found, "category") if c.title == "Indicated by the data"]
    assert {(c.school_id, c.before, c.after) for c in told} == set(moved.itertuples(index=False, name=None))
    assert len(told) > 5


def test_rules_that_turned_are_those_whose_level_differs(
    sides: tuple[Settings, Snapshot, Snapshot], found: Changes
) -> None:
    _, then, now = sides
    levels = [
        snapshot.read("signal", columns=["school_id", "rule_id", "level"]).astype({"level": "Float64"})
        for snapshot in (then, now)
    ]
    both = levels[0].merge(levels[1], on=["school_id", "rule_id"], suffixes=("_before", "_after"))
    moved = both[both.level_before.fillna(-1) != both.level_after.fillna(-1)]
    per_school = moved.groupby("school_id").size().to_dict()
    told = pd.Series([c.school_id for c in under(found, "signals")]).value_counts().to_dict()
    assert told == per_school
    worse = moved[(moved.level_after > moved.level_before.fillna(0)) & moved.level_after.notna()]
    assert sum(c.what == "worse" for c in under(found, "signals")) == len(worse)


def test_heads_and_inspections_that_are_new_are_told(
    sides: tuple[Settings, Snapshot, Snapshot], found: Changes
) -> None:
    _, then, now = sides
    heads = [
        snapshot.read("screen_fact", columns=["school_id", "words"], item="ht_arrangement").set_index(
            "school_id"
        )
        for snapshot in (then, now)
    ]
    both = heads[0].add_suffix("_before").join(heads[1].add_suffix("_after"))
    moved = both[both.words_before != both.words_after]
    told = {(c.school_id, c.before, c.after) for c in under(found, "head")}
    assert told == set(moved.itertuples(name=None))
    assert told
    listed = now.read("screen_school", columns=["urn"], listed=True)
    inspected = now.read("screen_inspection").merge(listed, on="urn")
    new = inspected[
        (inspected.inspection_date > pd.Timestamp("2025-01-01"))
        & (inspected.ordinal.notna() | (inspected.judgement == "outcome"))
    ]
    assert len(under(found, "ofsted")) == len(new)
    assert len(new) > 50
