"""Who could support a school is said with true reasons, in the order of stated criteria."""

from __future__ import annotations

import json

import duckdb
import pytest
from rated import gather, rate, results, schools, snapshot

from eif import sql

ASKED = "urn = '1' and area = 'attendance'"
# School 1 misses both attendance figures; 2 and 3 are strong on both; 4 on neither.
FIGURES = """
urn | indicator   | value | national | cohort | period
1   | abs_overall | 9.0   | 5.0      | 200    | 2024/25
1   | abs_pa10    | 30    | 13       | 200    | 2024/25
2   | abs_overall | 3.5   | 5.0      | 200    | 2024/25
2   | abs_pa10    | 6     | 13       | 200    | 2024/25
3   | abs_overall | 4.0   | 5.0      | 200    | 2024/25
3   | abs_pa10    | 8     | 13       | 200    | 2024/25
4   | abs_overall | 4.9   | 5.0      | 200    | 2024/25
4   | abs_pa10    | 12    | 13       | 200    | 2024/25
"""


@pytest.fixture
def city(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    snapshot(con)
    schools(con, "\n".join(f"{urn} | primary | maintained" for urn in range(1, 5)))
    con.execute(
        "update school set easting = 400000 + 1000 * urn::int, northing = 280000, fsm6_pct = 20 + urn::int"
    )
    con.execute("update school set name = 'School ' || ['', 'A', 'B', 'C', 'D'][urn::int + 1]")
    results(con, FIGURES)
    return con


def matched(con: duckdb.DuckDBPyConnection, columns: str, where: str = ASKED) -> list[tuple[object, ...]]:
    gather(con)
    rate(con)
    for layer, names in (
        ("45_casework", ("offer_load", "measure_strength", "school_standing", "support_match")),
        ("50_screen", ("screen_match", "screen_offer", "screen_support")),
    ):
        sql.build(con, layer, only=names)
    return con.execute(
        f"select {columns} from screen_match where {where} order by place nulls last, giver_urn"
    ).fetchall()


def offer(con: duckdb.DuckDBPyConnection, school: str, **other: object) -> None:
    row = {
        "record_id": f"o{school}",
        "version": 1,
        "school_id": f"S{school}",
        "areas": ["attendance"],
        "half_days": 6,
        "from_on": "2026-09-01",
        "to_on": "2027-07-31",
        "practice": "First-day calls.",
        **other,
    }
    insert(con, "casework_capacity_offer", row)


def support(con: duckdb.DuckDBPyConnection, giver: str, half_days: int, **other: object) -> None:
    count = con.execute("select count(*) from casework_brokered_support").fetchone()
    row = {
        "record_id": f"b{count}",
        "version": 1,
        "school_id": "S4",
        "giver_id": f"S{giver}",
        "offer_id": f"o{giver}",
        "area": "attendance",
        "half_days": half_days,
        "from_on": "2026-10-01",
        "to_on": "2026-11-01",
        "state": "agreed",
        "reasons": "One.\nTwo.",
        "why": "Asked.",
        **other,
    }
    insert(con, "casework_brokered_support", row)


def judged(con: duckdb.DuckDBPyConnection, urn: str, area: str, category: str, kind: str = "agreed") -> None:
    row = {
        "record_id": f"S{urn}:{area}:{kind}",
        "version": 1,
        "school_id": f"S{urn}",
        "area": area,
        "kind": kind,
        "category": category,
        "evidence_on": "2026-11-03",
    }
    insert(con, "casework_judgement", row)


def insert(con: duckdb.DuckDBPyConnection, table: str, row: dict[str, object]) -> None:
    marks = ", ".join("?" for _ in row)
    con.execute(f"insert into {table} ({', '.join(row)}) values ({marks})", list(row.values()))


def test_those_strong_on_the_measures_in_question_are_candidates_nearest_first(
    city: duckdb.DuckDBPyConnection,
) -> None:
    assert matched(city, "place, giver_urn, strong, asked, km") == [
        (1, "2", 2, 2, 1.0),
        (2, "3", 2, 2, 2.0),
        (None, "4", 0, 2, 3.0),
    ]


def test_a_reason_names_the_figure_its_year_national_and_the_figure_here(
    city: duckdb.DuckDBPyConnection,
) -> None:
    ((measures, near, intake, barrier),) = matched(
        city, "measures, near, intake, barrier", f"{ASKED} and giver_urn = '2'"
    )
    assert measures == [
        "Overall absence: 3.5% in 2024/25, better than national (5.0%); here 9.0%.",
        "Persistent absence (10% or more of sessions): 6.0% in 2024/25, "
        "better than national (13.0%); here 30.0%.",
    ]
    assert near == "1.0 km away in a straight line."
    assert intake == "Not among those most alike. Free school meals in the past six years 22% (here 21%)."
    assert barrier is None


def test_better_than_national_by_less_than_the_framework_s_margin_is_no_strength(
    city: duckdb.DuckDBPyConnection,
) -> None:
    ((barrier,),) = matched(city, "barrier", f"{ASKED} and giver_urn = '4'")
    assert barrier == "Not known to be strong on the measures in question."


def test_days_free_now_come_before_nothing_offered_before_all_in_use(city: duckdb.DuckDBPyConnection) -> None:
    offer(city, "2")
    offer(city, "3")
    support(city, "2", 6)
    assert matched(city, "giver_urn, availability, availability_words", f"{ASKED} and barrier is null") == [
        ("3", 1, "Offers 3 days until 31 July 2027, 0 in use: 3 free."),
        ("2", 3, "Offers 3 days until 31 July 2027, 3 in use: 0 free."),
    ]


def test_support_that_ended_takes_the_days_it_came_to(city: duckdb.DuckDBPyConnection) -> None:
    offer(city, "2")
    support(city, "2", 6, state="stopped", half_days_given=1)
    ((words,),) = matched(city, "availability_words", f"{ASKED} and giver_urn = '2'")
    assert words == "Offers 3 days until 31 July 2027, 0.5 in use: 2.5 free."


@pytest.mark.parametrize(
    "dates", [{"to_on": "2026-11-21"}, {"from_on": "2026-11-23"}, {"areas": ["finance"]}]
)
def test_an_offer_of_another_time_or_area_is_no_offer_here(
    city: duckdb.DuckDBPyConnection, dates: dict[str, object]
) -> None:
    offer(city, "2", **dates)
    ((availability, offer_id),) = matched(city, "availability, offer_id", f"{ASKED} and giver_urn = '2'")
    assert (availability, offer_id) == (2, None)


def test_strong_practice_that_people_recorded_comes_before_distance(city: duckdb.DuckDBPyConnection) -> None:
    judged(city, "3", "attendance", "Embedded")
    found = matched(city, "giver_urn, recognised, standing", f"{ASKED} and barrier is null")
    assert [row[0] for row in found] == ["3", "2"]
    assert found[0][1] == ["Agreed Embedded in this area on 3 November 2026."]
    assert found[0][2] == "Attendance, exclusions and suspensions agreed Embedded on 3 November 2026."


def visited(con: duckdb.DuckDBPyConnection, urn: str, areas: list[str] | None) -> None:
    row = {
        "record_id": f"v{urn}",
        "version": 1,
        "school_id": f"S{urn}",
        "on_day": "2026-11-05",
        "status": "completed",
        "strong_practice": "First-day calls.",
        "strong_areas": areas,
    }
    insert(con, "casework_visit", row)


def test_strong_practice_seen_on_a_visit_counts_in_the_areas_it_names(
    city: duckdb.DuckDBPyConnection,
) -> None:
    visited(city, "3", ["attendance", "inclusion"])
    found = matched(city, "giver_urn, recognised", f"{ASKED} and barrier is null")
    assert found == [
        ("3", ["Strong practice in this area seen on 5 November 2026: First-day calls."]),
        ("2", []),
    ]


def test_strong_practice_seen_in_another_area_says_nothing_here(city: duckdb.DuckDBPyConnection) -> None:
    visited(city, "3", ["finance"])
    assert matched(city, "giver_urn, recognised", f"{ASKED} and barrier is null") == [("2", []), ("3", [])]


def test_strong_practice_recorded_before_areas_were_asked_for_counts_in_each(
    city: duckdb.DuckDBPyConnection,
) -> None:
    visited(city, "3", None)
    found = matched(city, "giver_urn, recognised", f"{ASKED} and barrier is null")
    assert found[0] == ("3", ["Strong practice seen on 5 November 2026: First-day calls."])


def test_a_school_most_alike_comes_before_a_nearer_one(city: duckdb.DuckDBPyConnection) -> None:
    insert(
        city,
        "similar_school",
        {
            "purpose": "results",
            "method": "computed",
            "reach": "local",
            "urn": "1",
            "similar_urn": "3",
            "position": 2,
        },
    )
    found = matched(city, "giver_urn, intake", f"{ASKED} and barrier is null")
    assert [row[0] for row in found] == ["3", "2"]
    assert str(found[0][1]).startswith("Number 2 of the 15 most alike in the city.")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            "update school set trust_name = 'Lark Trust' where urn in ('1', '2')",
            "Of the same trust, Lark Trust",
        ),
        ("update school set compare_phase = 'secondary' where urn = '2'", None),
        ("update school set listed = false where urn = '2'", None),
    ],
)
def test_who_cannot_help_is_left_out_or_says_why(
    city: duckdb.DuckDBPyConnection, change: str, told: str | None
) -> None:
    city.execute(change)
    found = matched(city, "barrier", f"{ASKED} and giver_urn = '2'")
    assert [str(barrier).startswith(told or "nothing") for (barrier,) in found] == [True] * (told is not None)


@pytest.mark.parametrize(
    ("area", "category", "told"),
    [
        ("overall", "Causing Concern", "Causing Concern, as agreed."),
        (
            "attendance",
            "Developing",
            "Attendance, exclusions and suspensions agreed Developing on 3 November 2026.",
        ),
    ],
)
def test_what_people_agreed_bars_a_giver(
    city: duckdb.DuckDBPyConnection, area: str, category: str, told: str
) -> None:
    judged(city, "2", area, category)
    assert matched(city, "barrier", f"{ASKED} and giver_urn = '2'") == [(told,)]


def test_where_no_coordinates_are_known_that_is_said(city: duckdb.DuckDBPyConnection) -> None:
    city.execute("update school set easting = null where urn = '1'")
    ((km, near),) = matched(city, "km, near", f"{ASKED} and giver_urn = '2'")
    assert km is None
    assert str(near).startswith("How near is not known")


def test_offers_are_listed_with_what_speaks_against_them(city: duckdb.DuckDBPyConnection) -> None:
    offer(city, "2", areas=["finance", "attendance"])
    offer(city, "3", to_on="2026-11-01")
    judged(city, "2", "overall", "Causing Concern")
    matched(city, "urn")
    found = city.execute(
        "select urn, state, free, area_titles, concern from screen_offer order by ord"
    ).fetchall()
    assert json.loads(json.dumps(found)) == [
        ["2", "open", 6, ["Attendance, exclusions", "Finance"], "Causing Concern, as agreed."],
        ["3", "ended", 6, ["Attendance, exclusions"], None],
    ]


def test_support_past_its_last_day_without_an_outcome_comes_first(city: duckdb.DuckDBPyConnection) -> None:
    offer(city, "2")
    support(city, "2", 2, record_id="on time", to_on="2026-12-01")
    support(city, "2", 2, record_id="late")
    support(city, "2", 2, record_id="done", state="completed", half_days_given=2)
    matched(city, "urn")
    found = city.execute("select record_id, late, reasons from screen_support order by ord").fetchall()
    assert [row[:2] for row in found] == [("late", True), ("on time", False), ("done", False)]
    assert found[0][2] == ["One.", "Two."]
