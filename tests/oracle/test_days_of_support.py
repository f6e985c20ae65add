"""Are the days of every school and adviser, in a lived-in year, what pandas makes of the same records?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from eif.snapshot import Snapshot, open_snapshot
from tests.conftest import settings_for

TIERS = {
    "Causing Concern": (3, 12, 0),
    "Developing": (2, 6, 0),
    "Established": (1, 2, 1),
    "Embedded": (1, 2, 1),
}
TERMS = ("autumn", "spring", "summer")


@pytest.fixture(scope="module")
def lived(lived_home: Path) -> Snapshot:
    """The demonstration city with its year of casework."""
    return open_snapshot(settings_for(lived_home))


@pytest.fixture(scope="module")
def year(lived: Snapshot) -> int:
    """In which the academic year looked at began."""
    return lived.day.year if lived.day.month >= 9 else lived.day.year - 1


@pytest.fixture(scope="module")
def schools(lived: Snapshot) -> pd.DataFrame:
    """Every listed school with its agreed and indicated category, and whether any trigger applies."""
    listed = lived.read("school", columns=["urn", "school_id"], is_home=True, listed=True)
    agreed = lived.read("judgement", columns=["urn", "category"], area="overall", kind="agreed")
    indicated = lived.read("overall_rating", columns=["urn", "indicated"])
    triggers = lived.read("visit_trigger", columns=["urn"]).drop_duplicates().assign(triggered=1)
    found = listed
    for other in (agreed, indicated, triggers):
        found = found.merge(other, on="urn", how="left")
    for column in ("category", "indicated"):
        told = found[column].map(TIERS)
        found[f"{column}_days"] = [
            np.nan if not isinstance(one, tuple) else one[1] + one[2] * (extra == 1)
            for one, extra in zip(told, found.triggered, strict=True)
        ]
        found[f"{column}_tier"] = [np.nan if not isinstance(one, tuple) else one[0] for one in told]
    return found


@pytest.fixture(scope="module")
def visits(lived: Snapshot, year: int) -> pd.DataFrame:
    """The visits of this year that take days, with their term."""
    found = lived.read("casework_visit")
    on = pd.to_datetime(found["on_day"])
    kept = found[(on >= f"{year}-09-01") & (on < f"{year + 1}-09-01") & (found.status != "cancelled")]
    month = pd.to_datetime(kept["on_day"]).dt.month
    return kept.assign(term=np.select([month >= 9, month <= 3], ["autumn", "spring"], "summer"))


def days_by_hand(schools: pd.DataFrame, visits: pd.DataFrame) -> pd.DataFrame:
    counted = visits[visits.kind != "ofsted"]
    spent = counted.pivot_table(index="school_id", columns="status", values="half_days", aggfunc="sum")
    spent = spent.reindex(columns=["completed", "booked", "planned"]).fillna(0)
    found = schools.merge(spent, on="school_id", how="left")
    found[list(spent)] = found[list(spent)].fillna(0)
    found["needed"] = found.category_days.fillna(found.indicated_days)
    rest = found.needed - found.completed - found.booked - found.planned
    found["unplaced"] = rest.where(rest.isna(), rest.clip(lower=0))
    return found


def test_a_lived_in_year_has_what_these_tests_are_about(schools, visits):
    assert schools.category_tier.nunique() == 3
    assert {"completed", "booked"} <= set(visits.status)
    assert len(visits) > 100


def test_days_allowed_used_and_left_are_those_of_the_records(lived, schools, visits):
    by_hand = days_by_hand(schools, visits)
    expected = pd.DataFrame(
        {
            "urn": by_hand.urn,
            "tier": by_hand.category_tier,
            "allowed_days": by_hand.category_days / 2,
            "needed_days": by_hand.needed / 2,
            "used_days": by_hand.completed / 2,
            "booked_days": by_hand.booked / 2,
            "planned_days": by_hand.planned / 2,
            "left_days": (by_hand.category_days - by_hand.completed) / 2,
            "unplaced_days": by_hand.unplaced.fillna(0) / 2,
        }
    )
    shown = lived.read("screen_caseload", columns=list(expected))
    both = [
        frame.sort_values("urn").reset_index(drop=True).astype(dict.fromkeys(list(expected)[1:], float))
        for frame in (shown, expected)
    ]
    assert_frame_equal(both[0].fillna(-99), both[1].fillna(-99))


def test_days_needed_and_available_by_term_are_those_of_the_records(lived, year, schools, visits):
    by_hand = days_by_hand(schools, visits)
    team = lived.read("casework_adviser").set_index("record_id")
    today = pd.Timestamp(lived.day)
    gone = {
        record for record, row in team.iterrows() if pd.notna(row.to_on) and pd.Timestamp(row.to_on) < today
    }
    whose = lived.read("casework_assignment", columns=["school_id", "adviser_id"])
    whose = whose[~whose.adviser_id.isin(gone)]
    placed = by_hand.merge(whose, on="school_id", how="left")
    unplaced = placed.groupby(placed.adviser_id.fillna("nobody")).unplaced.sum()
    spans = {
        "autumn": (date(year, 9, 1), date(year, 12, 31)),
        "spring": (date(year + 1, 1, 1), date(year + 1, 3, 31)),
        "summer": (date(year + 1, 4, 1), date(year + 1, 8, 31)),
    }
    ahead = [term for term in TERMS if pd.Timestamp(spans[term][1]) >= today]
    expected = {}
    for adviser in [*team.index, "nobody"]:
        for term in TERMS:
            mine = visits[(visits.adviser_id == adviser) & (visits.term == term)]
            share = unplaced.get(adviser, 0) / len(ahead) if term in ahead else 0
            available = 0
            if adviser != "nobody":
                row = team.loc[adviser]
                first, last = map(pd.Timestamp, spans[term])
                leaves = last if pd.isna(row.to_on) else min(last, pd.Timestamp(row.to_on))
                here = max(0, (leaves - max(first, pd.Timestamp(row.from_on))).days + 1)
                available = np.floor(row[f"half_days_{term}"] * here / ((last - first).days + 1) + 0.5)
            expected[adviser, term] = (round(mine.half_days.sum() + share, 6), available)
    shown = {
        (row.adviser_id or "nobody", row.term): (round(row.needed, 6), row.available)
        for row in lived.rows("adviser_term")
    }
    assert shown == expected


def test_the_team_is_the_sum_of_its_members(lived):
    members = lived.read("screen_team")
    for row in lived.rows("screen_team_term"):
        assert members[f"needed_{row.term}"].sum() == pytest.approx(row.needed)
        assert members[f"available_{row.term}"].sum() == pytest.approx(row.available)
    assert members.schools.sum() == len(lived.rows("screen_caseload"))
