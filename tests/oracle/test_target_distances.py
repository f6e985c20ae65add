"""City targets of the demonstration city, computed again in pandas from the results and comparators."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from eif.snapshot import Snapshot

LEVEL_OF = {
    "national": ("all", "national"),
    "national same group": (None, "national"),
    "national others": (None, "national_others"),
    "city": ("all", "la"),
}


@pytest.fixture(scope="module")
def measured(demo_snapshot: Snapshot) -> pd.DataFrame:
    targets = demo_snapshot.read("screen_target")
    return targets[targets["outcome"] != "not measurable"]


def results_of(snapshot: Snapshot, target) -> pd.DataFrame:
    found = snapshot.read(
        "comparison",
        columns=["urn", "school_id", "period", "value", "cohort"],
        indicator=target.indicator,
        pupil_group=target.pupil_group,
        phase=target.phase,
    ).dropna(subset=["value"])
    return found.sort_values("urn").drop_duplicates(["school_id", "period"], keep="last")


def level_of(snapshot: Snapshot, target) -> float:
    group, column = LEVEL_OF[target.comparator]
    (row,) = snapshot.read(
        "comparator",
        indicator=target.indicator,
        pupil_group=group or target.pupil_group,
        phase=target.phase,
        period=target.period,
    ).itertuples()
    return getattr(row, column) - target.polarity * target.allowed_gap


def pupils_of(target, distance: float, cohort: float) -> int | None:
    if not target.in_pupils:
        return None
    exact = round(abs(distance) * cohort / 100, 6)
    return -math.ceil(exact) if distance < 0 else math.floor(exact)


def test_every_school_stands_where_its_result_puts_it(demo_snapshot: Snapshot, measured) -> None:
    compared = 0
    least = dict(demo_snapshot.read("indicator")[["indicator", "min_cohort"]].itertuples(index=False))
    listed = set(demo_snapshot.read("school", listed=True)["school_id"])
    for target in measured.itertuples():
        level = level_of(demo_snapshot, target)
        assert target.level == pytest.approx(level)
        places = demo_snapshot.read(
            "screen_target_place", target_id=target.target_id, place_kind="school", period=target.period
        ).set_index("place_id")
        results = results_of(demo_snapshot, target)
        now = results[(results["period"] == target.period) & results["school_id"].isin(listed)]
        assert sorted(places.index) == sorted(now["school_id"])
        for result in now.itertuples():
            place = places.loc[result.school_id]
            if not result.cohort >= least[target.indicator]:
                assert place.outcome == "not measured"
                continue
            distance = round(target.polarity * (result.value - level), 6)
            assert place.distance == pytest.approx(distance, abs=1e-6)
            assert place.outcome == ("met" if distance >= 0 else "not met")
            expected = pupils_of(target, distance, result.cohort)
            assert (None if pd.isna(place.pupils) else int(place.pupils)) == expected
            compared += 1
    assert compared > 1000


def test_every_district_is_its_schools_by_their_pupils(demo_snapshot: Snapshot, measured) -> None:
    members = demo_snapshot.read("comparator_group", kind="district")[["group_id", "school_id"]]
    compared = 0
    for target in measured.itertuples():
        results = results_of(demo_snapshot, target)
        now = results[(results["period"] == target.period) & (results["cohort"] > 0)]
        joined = now.merge(members, on="school_id")
        joined["sum"] = joined["value"] * joined["cohort"]
        totals = joined.groupby("group_id")[["sum", "cohort"]].sum()
        places = demo_snapshot.read(
            "screen_target_place", target_id=target.target_id, place_kind="district", period=target.period
        ).set_index("place_id")
        assert sorted(places.index) == sorted(totals.index)
        for group, total in totals.iterrows():
            assert places.loc[group].value == pytest.approx(total["sum"] / total["cohort"])
            compared += 1
    assert compared > 50


def test_what_all_schools_are_short_is_added_up_once(demo_snapshot: Snapshot, measured) -> None:
    for target in measured.itertuples():
        places = demo_snapshot.read(
            "screen_target_place", target_id=target.target_id, place_kind="school", period=target.period
        )
        short = places[places["pupils"] < 0]
        if len(short):
            assert target.school_pupils_short == -short["pupils"].sum()
        assert target.schools_short == (places["distance"] < 0).sum()
