"""City targets: given results, targets and what they are compared with; expected distances and outcomes."""

from __future__ import annotations

import pytest

from eif.sql import create_macros, statement
from tests.sql.given import cells, given, shown

TABLES = """
target           | target_id varchar, ord integer, area varchar, title varchar, indicator varchar, pupil_group varchar, phase varchar, geography varchar, comparator varchar, number double, allowed_gap double, due date, in_pupils boolean, status varchar, source varchar, note varchar, unmeasured varchar
area             | area varchar, title varchar
indicator        | indicator varchar, title varchar, unit varchar, decimals integer, polarity integer, min_cohort integer
indicator_gap    | indicator varchar, period varchar
pupil_group      | pupil_group varchar, title varchar
comparator       | indicator varchar, pupil_group varchar, phase varchar, period varchar, national double, la double, national_others double
comparison       | urn varchar, school_id varchar, indicator varchar, pupil_group varchar, phase varchar, period varchar, value double, cohort integer
comparator_group | group_id varchar, kind varchar, title varchar, school_id varchar
school           | urn varchar, school_id varchar, name varchar, listed boolean
setting          | key varchar, value varchar
la               | la_code varchar, la_name varchar
"""  # noqa: E501


@pytest.fixture
def bench(con):
    create_macros(con)
    for name, columns in cells(TABLES):
        con.execute(f"create table {name} ({columns})")
    given(con, "setting", "key | value\nhome_la | 330")
    given(con, "la", "la_code | la_name\n330 | Examplehampton")
    given(con, "area", "area | title\nattainment | Attainment")
    given(con, "pupil_group", "pupil_group | title\nall | All pupils\ndis | Disadvantaged pupils")
    given(
        con,
        "indicator",
        """
        indicator | title   | unit    | decimals | polarity | min_cohort
        up        | Reading | percent | 0        | 1        | 11
        down      | Absence | percent | 1        | -1       | 11
        """,
    )
    given(
        con,
        "school",
        """
        urn    | school_id | name  | listed
        100001 | S1        | Alder | yes
        100002 | S2        | Birch | yes
        100003 | S3        | Cedar | yes
        100004 | S1        | Alder | no
        """,
    )
    given(
        con,
        "comparator_group",
        """
        group_id | kind     | title | school_id
        d:north  | district | North | S1
        d:north  | district | North | S2
        d:south  | district | South | S3
        t:one    | trust    | Trust | S1
        """,
    )
    con.execute(f"create view screen_target_place as {statement('50_screen', 'screen_target_place')}")
    con.execute(f"create view screen_target as {statement('50_screen', 'screen_target')}")
    return con


def set_target(con, target_id="t", indicator="up", **other):
    row = {
        "target_id": target_id, "ord": 1, "area": "attainment", "title": target_id, "indicator": indicator,
        "pupil_group": "all", "phase": "primary", "geography": "city", "comparator": "national",
        "allowed_gap": 0, "in_pupils": True, "status": "historic", "source": "a paper",
    } | other  # fmt: skip
    marks = ", ".join("?" for _ in row)
    con.execute(f"insert into target ({', '.join(row)}) values ({marks})", list(row.values()))


def results(con, text, *, indicator="up", group="all"):
    given(con, "comparison", text, indicator=indicator, pupil_group=group, phase="primary")


def beside(con, text, *, indicator="up"):
    given(con, "comparator", text, indicator=indicator, phase="primary")


THREE_SCHOOLS = """
urn    | school_id | period  | value | cohort
100001 | S1        | 2024/25 | 60    | 20
100002 | S2        | 2024/25 | 80    | 60
100003 | S3        | 2024/25 | 50    | 10
"""


@pytest.mark.parametrize(
    ("national", "gap", "distance", "pupils", "outcome"),
    [
        (70, 0, "0", "0", "met"),
        (70.1, 0, "-0.1", "-1", "not met"),
        (75, 0, "-5", "-5", "not met"),
        (75, 5, "0", "0", "met"),
        (75, 4, "-1", "-1", "not met"),
        (60, 0, "10", "9", "met"),
    ],
)
def test_a_distance_is_in_points_and_in_whole_pupils_of_the_schools(
    bench, national, gap, distance, pupils, outcome
):
    set_target(bench, allowed_gap=gap)
    results(bench, THREE_SCHOOLS)
    beside(bench, f"pupil_group | period | national | la\nall | 2024/25 | {national} | 70")
    (_, row) = shown(bench, "screen_target", "city_value city_cohort distance pupils outcome")
    assert row == ["70", "90", distance, pupils, outcome]


def test_of_a_figure_that_should_be_low_more_is_short(bench):
    set_target(bench, indicator="down", allowed_gap=0.5, in_pupils=False)
    beside(
        bench,
        """
        pupil_group | period  | national | la
        all         | 2023/24 | 5.5      | 6.0
        all         | 2024/25 | 5.2      | 5.95
        """,
        indicator="down",
    )
    assert shown(bench, "screen_target_place", "period level distance pupils outcome is_latest")[1:] == [
        ["2023/24", "6", "0", "", "met", "no"],
        ["2024/25", "5.7", "-0.25", "", "not met", "yes"],
    ]


@pytest.mark.parametrize(
    ("comparator", "number", "level"),
    [
        ("national", None, "62"),
        ("national same group", None, "48"),
        ("national others", None, "69"),
        ("city", None, "63"),
        ("number", 55.5, "55.5"),
    ],
)
def test_a_group_is_compared_with_whom_the_target_names(bench, comparator, number, level):
    set_target(bench, pupil_group="dis", comparator=comparator, number=number)
    beside(
        bench,
        """
        pupil_group | period  | national | la | national_others
        all         | 2024/25 | 62       | 63 |
        dis         | 2024/25 | 48       | 56 | 69
        """,
    )
    (_, row) = shown(bench, "screen_target", "level city_value period")
    assert row == [level, "56", "2024/25"]


def test_a_number_needs_no_national_figure(bench):
    set_target(bench, comparator="number", number=70, geography="school")
    results(bench, THREE_SCHOOLS)
    (_, row) = shown(bench, "screen_target", "outcome places_met places distance pupils")
    assert row == ["not met", "1", "2", "-10", "-2"]


def test_schools_below_the_least_cohort_are_shown_and_not_judged(bench):
    set_target(bench)
    results(bench, THREE_SCHOOLS)
    beside(bench, "pupil_group | period | national | la\nall | 2024/25 | 75 | 70")
    assert shown(bench, "screen_target_place", "place value distance pupils outcome reason",
                 "place_kind = 'school'")[1:] == [
        ["Alder", "60", "-15", "-3", "not met", ""],
        ["Birch", "80", "5", "3", "met", ""],
        ["Cedar", "50", "", "", "not measured", "fewer than 11 pupils"],
    ]  # fmt: skip


def test_a_district_is_its_schools_together_each_by_its_pupils(bench):
    set_target(bench, geography="district", comparator="city", allowed_gap=3)
    results(bench, THREE_SCHOOLS)
    beside(bench, "pupil_group | period | national | la\nall | 2024/25 | 75 | 70")
    assert shown(bench, "screen_target_place", "place value cohort schools level distance pupils",
                 "place_kind = 'district'")[1:] == [
        ["North", "75", "80", "2", "67", "8", "6"],
        ["South", "50", "10", "1", "67", "-17", "-2"],
    ]  # fmt: skip
    (_, row) = shown(bench, "screen_target", "outcome places_met places distance pupils districts_short")
    assert row == ["not met", "1", "2", "-17", "-2", "1"]


def test_a_school_that_changed_its_urn_counts_once(bench):
    set_target(bench)
    results(
        bench,
        """
        urn    | school_id | period  | value | cohort
        100001 | S1        | 2024/25 | 60    | 20
        100004 | S1        | 2024/25 | 40    | 20
        """,
    )
    beside(bench, "pupil_group | period | national | la\nall | 2024/25 | 75 | 70")
    found = shown(bench, "screen_target_place", "place urn value", "place_kind = 'school'")[1:]
    assert found == [["Alder", "100001", "40"]]


def test_its_date_is_held_against_the_last_result_before_it_and_left_out_years_do_not_count(bench):
    set_target(bench, due="2020-08-31")
    given(bench, "indicator_gap", "indicator | period\nup | 2019/20")
    beside(
        bench,
        """
        pupil_group | period  | national | la
        all         | 2017/18 | 60       | 61
        all         | 2018/19 | 60       | 59
        all         | 2019/20 | 60       | 70
        all         | 2023/24 | 60       | 62
        all         | 2024/25 | 60       |
        """,
    )
    (_, row) = shown(bench, "screen_target", "period outcome due_period due_outcome due_distance")
    assert row == ["2023/24", "met", "2018/19", "not met", "-1"]
    assert shown(bench, "screen_target_place", "period is_latest is_due")[1:] == [
        ["2017/18", "no", "no"],
        ["2018/19", "no", "yes"],
        ["2023/24", "yes", "no"],
    ]


def test_what_cannot_be_measured_says_why(bench):
    set_target(bench, "a", indicator=None, comparator=None, unmeasured="It has ended.")
    set_target(bench, "b", indicator="unknown", ord=2)
    set_target(bench, "c", ord=3)
    assert shown(bench, "screen_target", "target_id outcome reason")[1:] == [
        ["a", "not measurable", "It has ended."],
        [
            "b",
            "not measurable",
            "No layout carries an indicator unknown: correct the target, or load what it needs.",
        ],
        [
            "c",
            "not measurable",
            "No loaded file gives both Reading of all pupils and what to compare it with.",
        ],
    ]


def test_a_target_without_pupils_has_its_distance_in_points_only(bench):
    set_target(bench, in_pupils=False)
    results(bench, THREE_SCHOOLS)
    beside(bench, "pupil_group | period | national | la\nall | 2024/25 | 75 | 70")
    assert shown(bench, "screen_target", "distance pupils")[1] == ["-5", ""]
    assert {row[0] for row in shown(bench, "screen_target_place", "pupils")[1:]} == {""}
