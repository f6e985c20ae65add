"""The pupils to another outcome, tried one by one for every school, are those that the ladder names."""

from __future__ import annotations

import math
from typing import Any

import pytest

from eif.snapshot import Snapshot


def nearest(level: Any, now: int, most: int) -> dict[int, int]:
    """How few pupils move a rule from `now` to a better (-1) or worse (1) level, tried in turn."""
    found: dict[int, int] = {}
    for count in range(1, most + 1):
        for moved in (count, -count):
            new = level(moved)
            if new is not None and new != now:
                found.setdefault(-1 if new < now else 1, moved)
    return found


def rounded(value: float, places: int) -> float:
    """To so many places, halves away from zero, as DuckDB rounds."""
    return math.copysign(math.floor(abs(round(value * 10**places, 6)) + 0.5) / 10**places, value)


def told(rung: Any) -> dict[int, int]:
    pairs = ((-1, rung.better_by), (1, rung.worse_by))
    return {side: int(moved) for side, moved in pairs if moved is not None}


def test_persistent_absence_counted_pupil_by_pupil(demo_snapshot: Snapshot) -> None:
    rungs = [
        rung
        for rung in demo_snapshot.rows("screen_ladder", rule_id="attendance_persistent_national")
        if rung.level is not None
    ]
    assert len(rungs) > 300
    for rung in rungs:

        def level(moved: int, rung: Any = rung) -> int | None:
            share = rung.value + 100 * moved / rung.cohort
            if not -1e-9 <= share <= 100 + 1e-9:
                return None
            return int(rounded(share - rung.national, 1) > rung.threshold)

        assert told(rung) == nearest(level, rung.level, rung.cohort), (rung.urn, rung.value, rung.cohort)


@pytest.mark.parametrize("rule_id", ["attainment_disadvantaged_ks2"])
def test_a_group_result_counted_pupil_by_pupil(rule_id: str, demo_snapshot: Snapshot) -> None:
    evidence = {row.urn: row for row in demo_snapshot.rows("rule_evidence", rule_id=rule_id)}
    rungs = [rung for rung in demo_snapshot.rows("screen_ladder", rule_id=rule_id) if rung.level is not None]
    assert len(rungs) > 200
    for rung in rungs:
        row = evidence[rung.urn]

        def level(moved: int, row: Any = row) -> int | None:
            share = row.value + 100 * moved / row.cohort
            if not -1e-9 <= share <= 100 + 1e-9:
                return None
            apart = share - row.national
            error = math.sqrt(row.national * (100 - row.national) / row.cohort)
            now = apart / error <= -1.96 and math.trunc(round(row.cohort * apart / 100, 9)) <= -1
            pooled = row.pooled_z is not None and row.pooled_z + moved / row.pooled_spread <= -row.z_limit
            return int(now or pooled)

        assert told(rung) == nearest(level, rung.level, row.cohort), (rung.urn, row.value, row.cohort)
