"""Which of the five triggers bring a Tier 1 school half a day more, from when, and why?"""

from __future__ import annotations

import pytest
from given import cells, given, shown
from rated import rate, schools, snapshot

from eif.sql import statement


@pytest.fixture
def city(con):
    """Three primary schools, looked at on 22 November 2026."""
    snapshot(con)
    schools(con, "1 | primary | maintained\n2 | primary | maintained\n3 | secondary | academy")
    return con


def returned(con, text: str) -> None:
    given(con, "school_fact", text, is_current=True, dataset="headship", extract_id=1)
    con.execute("update school_fact set urn = substr(school_id, 2) where urn is null")


def triggers(con, columns: str) -> list[list[str]]:
    rate(con)
    return shown(con, "visit_trigger", columns)[1:]


@pytest.mark.parametrize(
    ("since", "found"),
    [("2024-11-22", True), ("2024-11-21", False), ("2026-09-01", True)],
)
def test_a_first_headship_is_new_for_two_years_to_the_day(city, since, found):
    returned(
        city,
        f"""
        school_id | item               | text | day
        S1        | ht_new_to_headship | Yes  |
        S1        | ht_since           |      | {since}
        S2        | ht_new_to_headship | No   |
        S2        | ht_since           |      | {since}
        S3        | ht_new_to_headship | Yes  |
        """,
    )
    assert [row[0] for row in triggers(city, "urn")] == (["1"] if found else [])


def test_the_trigger_says_since_when(city):
    returned(
        city,
        """
        school_id | item               | text | day
        S1        | ht_new_to_headship | Yes  |
        S1        | ht_since           |      | 2026-09-01
        """,
    )
    assert triggers(city, "urn trigger_id extra_days reason") == cells(
        "1 | new_head | 0.5 | first headship since 1 September 2026"
    )


def test_a_context_that_the_council_declared_counts_and_its_newest_reason_comes_first(city):
    rate(city)
    city.execute("create or replace table judgement as from judgement limit 0")
    for urn, kind, note, day in (
        ("1", "declared_context", "Flood damage", "2026-10-01"),
        ("1", "declared_context", "A new building", "2026-11-01"),
        ("2", "sia_judgement", "No context", "2026-10-01"),
        ("3", "declared_context", None, "2026-10-01"),
    ):
        city.execute(
            "insert into judgement (urn, kind, note, day) values (?, ?, ?, ?)", [urn, kind, note, day]
        )
    city.execute(f"create or replace table visit_trigger as {statement('40_rate', 'visit_trigger')}")

    assert shown(city, "visit_trigger", "urn trigger_id reason")[1:] == cells(
        """
        1 | other_context | A new building; Flood damage
        3 | other_context | declared by the council
        """
    )
