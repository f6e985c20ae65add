"""Which schools, areas and rules moved between two ratings, in given and expected rows."""

from __future__ import annotations

import duckdb
import pytest
from given import given, shown

from eif import sql

SCHOOL = (
    "school_id varchar, urn varchar, name varchar, phase varchar, indicated varchar, tier int, days double,"
    " why varchar, place int"
)
AREA = "school_id varchar, area varchar, title varchar, ord int, rating varchar, why varchar"
SIGNAL = (
    "school_id varchar, rule_id varchar, area varchar, area_title varchar, area_ord int, title varchar,"
    " ord int, level int, status varchar, reason varchar"
)


@pytest.fixture
def two(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Empty ratings before and after, and a school that both have."""
    for moment in ("before", "after"):
        con.execute(f"create table school_{moment} ({SCHOOL})")
        con.execute(f"create table area_{moment} ({AREA})")
        con.execute(f"create table signal_{moment} ({SIGNAL})")
        con.execute(f"create table category_{moment} (category varchar, tier int, place int)")
    return con


def schools(con: duckdb.DuckDBPyConnection, before: str, after: str) -> None:
    """Schools of each side: school_id, indicated, tier, days, place."""
    header = "school_id | urn | name | indicated | tier | days | place\n"
    for moment, rows in (("before", before), ("after", after)):
        if rows:
            given(con, f"school_{moment}", header + rows)


def build(con: duckdb.DuckDBPyConnection) -> None:
    sql.build(con, "70_move")


def test_a_school_moves_by_category_by_days_or_by_being_listed(two) -> None:
    schools(
        two,
        """
        A | 1 | Ash   | Developing          | 2 | 3   | 2
        B | 2 | Beech | Established         | 1 | 1   | 3
        C | 3 | Cedar | Not enough evidence |   |     | 5
        D | 4 | Dogwood | Causing Concern   | 3 | 6   | 1
        E | 5 | Elm   | Established         | 1 | 1   | 3
        F | 6 | Fir   | Developing          | 2 | 3   | 2
        G | 7 | Gorse | Established         | 1 | 1   | 3
        """,
        """
        A | 1 | Ash   | Causing Concern     | 3 | 6   | 1
        B | 2 | Beech | Established         | 1 | 1.5 | 3
        C | 3 | Cedar | Developing          | 2 | 3   | 2
        D | 4 | Dogwood | Developing        | 2 | 3   | 2
        E | 5 | Elm   | Not enough evidence |   |     | 5
        G | 7 | Gorse | Established         | 1 | 1   | 3
        H | 8 | Hazel | Established         | 1 | 1   | 3
        """,
    )
    build(two)

    columns = "school_id what category_before category_after days_before days_after"
    assert shown(two, "moved_school", columns)[1:] == [
        ["A", "more concern", "Developing", "Causing Concern", "3", "6"],
        ["B", "days", "Established", "Established", "1", "1.5"],
        ["C", "now rated", "Not enough evidence", "Developing", "", "3"],
        ["D", "less concern", "Causing Concern", "Developing", "6", "3"],
        ["E", "no longer rated", "Established", "Not enough evidence", "1", ""],
        ["F", "no longer listed", "Developing", "", "3", ""],
        ["H", "now listed", "", "Established", "", "1"],
    ]
    order = [urn for (urn,) in two.execute("select urn from moved_school").fetchall()]
    assert order == ["1", "4", "3", "2", "8", "5", "6"]


def test_a_school_that_became_an_academy_is_the_same_school(two) -> None:
    schools(two, "A | 1 | Ash | Developing | 2 | 3 | 2", "A | 9 | Ash Academy | Developing | 2 | 3 | 2")
    given(two, "signal_before", "school_id | rule_id | level\nA | r | 0")
    given(two, "signal_after", "school_id | rule_id | level\nA | r | 1")
    build(two)

    assert shown(two, "moved_school", "urn") == [["urn"]]
    assert shown(two, "moved_signal", "urn name what")[1:] == [["9", "Ash Academy", "worse"]]


def test_a_rule_moves_by_level_and_by_whether_it_is_rated(two) -> None:
    schools(two, "A | 1 | Ash | Developing | 2 | 3 | 2", "A | 1 | Ash | Developing | 2 | 3 | 2")
    header = "school_id | rule_id | level | status\n"
    given(
        two,
        "signal_before",
        header
        + """
        A | worse     | 0 | rated
        A | better    | 2 | rated
        A | found     |   | no data
        A | lost      | 1 | rated
        A | same      | 1 | rated
        A | unread    |   | no data
        A | gone      | 0 | rated
        """,
    )
    given(
        two,
        "signal_after",
        header
        + """
        A | worse     | 1 | rated
        A | better    | 0 | rated
        A | found     | 0 | rated
        A | lost      |   | aged
        A | same      | 1 | rated
        A | unread    |   | aged
        A | new       | 2 | rated
        """,
    )
    build(two)

    assert shown(two, "moved_signal", "rule_id what level_before level_after status_after")[1:] == [
        ["better", "better", "2", "0", "rated"],
        ["found", "now rated", "", "0", "rated"],
        ["gone", "gone", "0", "", ""],
        ["lost", "no longer rated", "1", "", "aged"],
        ["new", "new", "", "2", "rated"],
        ["worse", "worse", "0", "1", "rated"],
    ]


def test_rules_and_areas_of_a_school_that_only_one_side_has_are_not_told(two) -> None:
    schools(two, "A | 1 | Ash | Developing | 2 | 3 | 2", "B | 2 | Beech | Developing | 2 | 3 | 2")
    given(two, "signal_before", "school_id | rule_id | level\nA | r | 0")
    given(two, "signal_after", "school_id | rule_id | level\nB | r | 1")
    given(two, "area_before", "school_id | area | rating\nA | attendance | red")
    given(two, "area_after", "school_id | area | rating\nB | attendance | amber")
    build(two)

    assert shown(two, "moved_signal", "urn") == [["urn"]]
    assert shown(two, "moved_area", "urn") == [["urn"]]


def test_an_area_moves_by_its_rating(two) -> None:
    schools(two, "A | 1 | Ash | Developing | 2 | 3 | 2", "A | 1 | Ash | Developing | 2 | 3 | 2")
    header = "school_id | area | title | ord | rating | why\n"
    given(two, "area_before", header + "A | x | X | 1 | red | r\nA | y | Y | 2 | green | g")
    given(two, "area_after", header + "A | x | X | 1 | amber | a\nA | y | Y | 2 | green | other")
    build(two)

    assert shown(two, "moved_area", "area rating_before rating_after why_before why_after")[1:] == [
        ["x", "red", "amber", "r", "a"]
    ]


def test_categories_of_both_sides_are_counted_in_order_of_concern(two) -> None:
    header = "category | tier | place\n"
    given(two, "category_before", header + "Causing Concern | 3 | 1\nDeveloping | 2 | 2\nOld | 1 | 3")
    given(two, "category_after", header + "Causing Concern | 4 | 1\nDeveloping | 2 | 2")
    schools(
        two,
        "A | 1 | Ash | Developing | 2 | 3 | 2\nB | 2 | Beech | Developing | 2 | 3.5 | 2",
        "A | 1 | Ash | Causing Concern | 4 | 6 | 1\nB | 2 | Beech | Developing | 2 | 3.5 | 2",
    )
    build(two)

    found = two.execute("from category_count").fetchall()
    assert found == [
        ("Causing Concern", 3, 4, 0, 1, 0.0, 6.0),
        ("Developing", 2, 2, 2, 1, 6.5, 3.5),
        ("Old", 1, None, 0, 0, 0.0, 0.0),
    ]
