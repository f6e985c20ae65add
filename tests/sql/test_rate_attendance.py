"""Do the attendance rules say what domain rules 5 says, at, below and above each threshold?"""

from __future__ import annotations

import pytest
from given import given
from rated import answers, rate, reason, results, returned, schools, snapshot

THREE_YEARS = """
urn | period  | value | national | cohort | change_period | national_percentile | national_of
1   | 2024/25 | {}    | {}       | 300    | 2023/24       | {}                  | 400
1   | 2023/24 | {}    | {}       | 300    | 2022/23       | {}                  | 400
1   | 2022/23 | {}    | {}       | 300    |               | {}                  | 400
"""


def limit(con, rule, urn="1"):
    """What a rule's figure was held against, and its unit."""
    return con.execute(
        "select threshold, threshold_unit from signal where rule_id = ? and urn = ?", [rule, urn]
    ).fetchone()


@pytest.mark.parametrize(
    ("phase", "value", "national", "level"),
    [
        ("primary", 5.7, 5.2, "0"),
        ("primary", 5.8, 5.2, "1"),
        ("primary", 4.0, 5.2, "0"),
        ("secondary", 9.4, 8.4, "0"),
        ("secondary", 9.5, 8.4, "1"),
        ("special", 13.8, 12.8, "0"),
        ("special", 13.9, 12.8, "1"),
    ],
)
def test_absence_is_in_line_up_to_the_margin_of_its_phase(con, phase, value, national, level):
    snapshot(con)
    schools(con, f"1 | {phase} | maintained")
    results(
        con,
        f"urn | period | value | national | cohort\n1 | 2024/25 | {value} | {national} | 300",
        phase=phase,
    )
    rate(con)

    assert answers(con, "attendance_absence_national") == [["1", level, "rated"]]


def test_the_reason_names_value_cohort_period_comparator_and_threshold(con):
    snapshot(con)
    schools(con, "1 | primary | maintained")
    results(
        con,
        "urn | period | value | national | cohort\n1 | 2024/25 | 24.1 | 15.8 | 1412",
        indicator="abs_pa10",
    )
    rate(con)

    assert reason(con, "attendance_persistent_national") == (
        "Persistent absence (10% or more of sessions): 24.1% in 2024/25 (1,412 pupils), "
        "8.3 points above national (15.8%); threshold 3 points."
    )


def test_absence_is_also_held_against_similar_schools_where_they_are_known(con):
    snapshot(con)
    schools(con, "\n".join(f"{urn} | primary | maintained" for urn in range(1, 7)))
    results(
        con,
        """
        urn | period  | value | national | cohort | similar_mean | similar_k
        1   | 2024/25 | 5.0   | 5.2      | 300    | 4.4          | 50
        2   | 2024/25 | 5.0   | 5.2      | 300    | 4.6          | 10
        3   | 2024/25 | 5.0   | 5.2      | 300    |              |
        4   | 2024/25 | 5.0   | 5.2      | 300    | 4.4          | 9
        5   | 2024/25 | 5.0   | 5.2      | 300    | 4.5          | 10
        6   | 2024/25 | 5.0   | 5.2      | 300    | 4.4          | 1
        """,
    )
    rate(con)

    assert answers(con, "attendance_absence_similar") == [
        ["1", "1", "rated"],
        ["2", "0", "rated"],
        ["3", "", "no comparator"],
        ["4", "", "no comparator"],
        ["5", "0", "rated"],
        ["6", "", "no comparator"],
    ]
    assert "no list of similar schools is loaded" in reason(con, "attendance_absence_similar", "3")
    for urn in "46":
        assert "too few of its similar schools have a figure" in reason(
            con, "attendance_absence_similar", urn
        )


@pytest.mark.parametrize(
    ("scenario", "gaps", "level"),
    [
        ("two rises above the margin", (1.2, 0.6, 0.0), "1"),
        ("two rises that only drift", (0.4, 0.2, 0.0), "0"),
        ("one rise and one fall", (1.2, -0.2, 0.0), "0"),
        ("a rise of one year", (1.2, 0.0, 0.0), "0"),
    ],
)
def test_rising_needs_two_rises_against_national_and_more_than_the_margin(con, scenario, gaps, level):
    snapshot(con)
    schools(con, "1 | primary | maintained")
    figures = [cell for gap in gaps for cell in (5 + gap, 5, "")]
    results(con, THREE_YEARS.format(*figures))
    rate(con)

    assert answers(con, "attendance_absence_rising") == [["1", level, "rated"]], scenario


def test_rising_is_not_rated_across_years_that_cannot_be_compared(con):
    snapshot(con)
    schools(con, "1 | primary | maintained")
    results(
        con,
        """
        urn | period  | value | national | cohort | change_period
        1   | 2024/25 | 7.0   | 5.2      | 300    | 2023/24
        1   | 2023/24 | 6.0   | 5.2      | 300    |
        1   | 2022/23 | 5.0   | 5.2      | 300    |
        """,
    )
    rate(con)

    assert answers(con, "attendance_absence_rising") == [["1", "", "no data"]]
    assert reason(con, "attendance_absence_rising") == (
        "Overall absence: 7.0% in 2024/25 (300 pupils), not rated: "
        "three comparable years in a row are needed."
    )


@pytest.mark.parametrize(
    ("scenario", "now", "before", "level"),
    [
        ("in the worst fifth both years", 81, 95, "2"),
        ("on its edge", 80, 95, "0"),
        ("only this year", 95, 60, "0"),
        ("only the year before", 60, 95, "0"),
    ],
)
def test_very_high_absence_is_the_worst_national_fifth_two_years_running(con, scenario, now, before, level):
    snapshot(con)
    schools(con, "1 | primary | maintained")
    results(con, THREE_YEARS.format(6, 5, now, 6, 5, before, 6, 5, 50))
    rate(con)

    assert answers(con, "attendance_absence_worst_fifth") == [["1", level, "rated"]], scenario


@pytest.mark.parametrize(
    ("phase", "gap", "level"),
    [("primary", 2.0, "0"), ("primary", 2.1, "2"), ("secondary", 3.5, "0"), ("secondary", 3.6, "2")],
)
def test_without_national_ranks_very_high_means_far_above_national(con, phase, gap, level):
    snapshot(con)
    schools(con, f"1 | {phase} | maintained")
    results(con, THREE_YEARS.format(5 + gap, 5, "", 5 + gap, 5, "", 5, 5, ""), phase=phase)
    rate(con)

    assert answers(con, "attendance_absence_worst_fifth") == [["1", level, "rated"]]


def test_a_rank_among_few_schools_is_not_a_national_rank(con):
    snapshot(con)
    schools(con, "1 | primary | maintained")
    results(
        con,
        """
        urn | period  | value | national | cohort | national_percentile | national_of
        1   | 2024/25 | 5.5   | 5.2      | 300    | 99                  | 49
        1   | 2023/24 | 5.5   | 5.2      | 300    | 99                  | 49
        """,
    )
    rate(con)

    assert answers(con, "attendance_absence_worst_fifth") == [["1", "0", "rated"]]


def test_very_high_absence_names_the_ground_of_each_year(con):
    snapshot(con)
    schools(con, "1 | primary | maintained")
    results(
        con,
        """
        urn | period  | value | national | cohort | national_percentile | national_of
        1   | 2024/25 | 8.5   | 5.2      | 300    | 95                  | 4000
        1   | 2023/24 | 8.5   | 5.2      | 300    |                     |
        """,
    )
    rate(con)

    assert reason(con, "attendance_absence_worst_fifth") == (
        "Overall absence: 8.5% in 2024/25 (300 pupils), in the 20% of schools nationally where it is "
        "highest, and in 2023/24 more than 2 points above national."
    )


FIFTH = "in the 20% of schools nationally where it is highest"


@pytest.mark.parametrize(
    ("now", "before", "told", "held_against"),
    [
        (95, 95, f"{FIFTH} in both 2023/24 and 2024/25", (80, "percentile")),
        (95, 60, f"{FIFTH}, but in 2023/24 not {FIFTH}", (80, "percentile")),
        (60, 95, f"not {FIFTH}", (80, "percentile")),
        ("", "", "more than 2 points above national in both 2023/24 and 2024/25", (2, "points")),
    ],
)
def test_very_high_absence_says_in_which_years_and_what_it_was_held_against(
    con, now, before, told, held_against
):
    snapshot(con)
    schools(con, "1 | primary | maintained")
    results(con, THREE_YEARS.format(8, 5, now, 8, 5, before, 8, 5, 50))
    rate(con)

    rule = "attendance_absence_worst_fifth"
    assert reason(con, rule) == f"Overall absence: 8.0% in 2024/25 (300 pupils), {told}."
    assert limit(con, rule) == held_against


RISEN = "against national 1.2 points worse than in 2022/23 after two rises in a row; threshold {}"
NOT_RISEN = "not rising against national two years in a row by more than {} since 2022/23"


@pytest.mark.parametrize(
    ("phase", "gaps", "told"),
    [
        ("primary", (1.2, 0.6, 0.0), RISEN.format("0.5 points")),
        ("secondary", (1.2, 0.6, 0.0), RISEN.format("1 point")),
        ("secondary", (1.0, 0.6, 0.0), NOT_RISEN.format("1 point")),
        ("primary", (0.4, 0.2, 0.0), NOT_RISEN.format("0.5 points")),
    ],
)
def test_rising_says_since_when_by_how_much_and_over_which_threshold(con, phase, gaps, told):
    snapshot(con)
    schools(con, f"1 | {phase} | maintained")
    results(con, THREE_YEARS.format(*(cell for gap in gaps for cell in (5 + gap, 5, ""))), phase=phase)
    rate(con)

    assert reason(con, "attendance_absence_rising").endswith(f"(300 pupils), {told}.")


def test_a_rise_just_under_a_tenth_is_none(con):
    snapshot(con)
    schools(con, "1 | primary | maintained\n2 | primary | maintained")
    results(
        con,
        """
        urn | period  | value | national | cohort | numerator | interval_low
        1   | 2024/25 | 22.00 | 2.3      | 300    | 66        | 17.0
        1   | 2023/24 | 20.00 | 2.3      | 300    | 60        | 15.3
        2   | 2024/25 | 21.99 | 2.3      | 300    | 66        | 17.0
        2   | 2023/24 | 20.00 | 2.3      | 300    | 60        | 15.3
        """,
        indicator="susp_rate",
    )
    rate(con)

    assert answers(con, "attendance_suspensions_rising", "urn level") == [["1", "2"], ["2", "0"]]


def test_absence_and_persistent_absence_very_high_together_make_the_area_red(con):
    snapshot(con)
    schools(con, "1 | primary | maintained\n2 | primary | maintained")
    rows = """
    urn | period  | value | national | cohort | national_percentile | national_of
    1   | 2024/25 | 30    | 5        | 300    | 97                  | 4000
    1   | 2023/24 | 30    | 5        | 300    | 97                  | 4000
    2   | 2024/25 | 30    | 5        | 300    | {0}                 | 4000
    2   | 2023/24 | 30    | 5        | 300    | {0}                 | 4000
    """
    results(con, rows.format(97))
    results(con, rows.format(70), indicator="abs_pa10")
    rate(con)

    found = con.execute(
        "select urn, rating, level from area_rating where area = 'attendance' order by urn"
    ).fetchall()
    assert found == [("1", "red", "causing_concern"), ("2", "amber", "developing")]


def test_suspensions_are_rated_by_the_same_rows_once_they_are_loaded(con):
    snapshot(con)
    schools(con, "1 | secondary | maintained\n2 | secondary | maintained\n3 | secondary | maintained")
    results(
        con,
        """
        urn | period  | value | national | cohort | numerator
        1   | 2023/24 | 24.0  | 22.6     | 900    | 216
        1   | 2022/23 | 19.0  | 18.9     | 900    | 171
        2   | 2023/24 | 24.0  | 22.6     | 900    | 216
        2   | 2022/23 | 23.0  | 18.9     | 900    | 207
        3   | 2023/24 | 10.0  | 22.6     | 900    | 90
        3   | 2022/23 | 5.0   | 18.9     | 900    | 45
        """,
        indicator="susp_rate",
        phase="secondary",
    )
    con.execute("update setting set value = '2025-11-22' where key = 'as_at'")
    rate(con)

    assert answers(con, "attendance_suspensions_national", "urn level") == [
        ["1", "1"],
        ["2", "1"],
        ["3", "0"],
    ]
    assert answers(con, "attendance_suspensions_rising", "urn level") == [["1", "2"], ["2", "0"], ["3", "0"]]


@pytest.mark.parametrize(
    ("scenario", "now", "before", "told"),
    [
        ("both years", "29 | 58 | 22.02", "19 | 38", "above national in both years and rising."),
        ("for certain", "30 | 60 | 22.89", "18 | 36",
         "above national for certain (95% interval from 22.89 per 100 pupils) and rising."),
        ("neither", "29 | 58 | 22.02", "18 | 36",
         "rising but above national neither for certain nor in both years."),
        ("not rising", "30 | 60 | 22.89", "29 | 58", "not both above national and rising."),
        ("level with national in the year before", "29 | 58 | 22.02", "18.9 | 38",
         "rising but above national neither for certain nor in both years."),
        ("its interval begins at national", "30 | 60 | 22.6", "18 | 36",
         "rising but above national neither for certain nor in both years."),
    ],
)  # fmt: skip
def test_suspensions_above_and_rising_say_on_which_ground(con, scenario, now, before, told):
    snapshot(con)
    schools(con, "1 | secondary | maintained")
    results(
        con,
        f"""
        urn | period  | national | cohort | value | numerator | interval_low
        1   | 2024/25 | 22.6     | 200    | {now}
        1   | 2023/24 | 18.9     | 200    | {before} |
        """,
        indicator="susp_rate",
        phase="secondary",
    )
    rate(con)

    found = reason(con, "attendance_suspensions_rising")
    year_before = f"{float(before.split('|')[0]):.2f} per 100 pupils in 2023/24"
    assert found.endswith(f"above national (22.60 per 100 pupils) and {year_before}, {told}"), scenario


@pytest.mark.parametrize(
    ("others", "level", "status"),
    [(11, {"1": "0", "9": "0", "10": "1"}, "rated"), (10, {"1": ""}, "no comparator")],
)
def test_a_quarter_of_the_area_is_asked_for_where_enough_schools_have_a_figure(con, others, level, status):
    snapshot(con)
    numbers = range(1, others + 2)
    schools(con, "\n".join(f"{urn} | primary | maintained" for urn in numbers))
    returned(
        con,
        "urn | indicator | period | value\n"
        + "\n".join(f"{urn} | pttt_per1000 | 2025/26 summer | {urn}" for urn in numbers),
    )
    rate(con)

    found = {urn: (said, how) for urn, said, how in answers(con, "attendance_part_time")}
    assert {urn: found[urn] for urn in level} == {urn: (said, status) for urn, said in level.items()}
    words = {"1": "not in the highest quarter of the area’s schools", "10": "; in the highest quarter"}
    if status == "rated":
        assert words["1"] in reason(con, "attendance_part_time", "1")
        assert limit(con, "attendance_part_time") == (4, "quarter")
    else:
        assert "too few schools in the area to compare with" in reason(con, "attendance_part_time", "1")


def test_suspensions_below_national_need_no_year_before(con):
    snapshot(con)
    schools(con, "1 | primary | maintained")
    results(
        con,
        "urn | period | value | national | cohort | numerator\n1 | 2024/25 | 1 | 2.3 | 300 | 3",
        indicator="susp_rate",
    )
    rate(con)

    assert answers(con, "attendance_suspensions_rising") == [["1", "0", "rated"]]
    assert reason(con, "attendance_suspensions_rising") == (
        "Suspensions: 1.00 per 100 pupils in 2024/25 (300 pupils), 1.30 points below national "
        "(2.30 per 100 pupils), not both above national and rising."
    )


@pytest.mark.parametrize(
    ("scenario", "now", "numerator", "before", "numerator_before", "others", "of", "level", "status"),
    [
        ("a tenth and three", 11, 33, 10, 30, 5, 12, "1", "rated"),
        ("three, less than a tenth", 34, 34, 31, 31, 5, 12, "0", "rated"),
        ("half as many again, only two", 6, 6, 4, 4, 5, 12, "0", "rated"),
        ("level with the same group in the area", 11, 33, 10, 30, 11, 12, "0", "rated"),
        ("too few schools in the area", 11, 33, 10, 30, 5, 11, "", "no comparator"),
        ("nothing known a year before", 11, 33, None, None, 5, 12, "", "no data"),
    ],
)
def test_a_group_is_suspended_more_where_it_is_above_the_area_and_risen(
    con, scenario, now, numerator, before, numerator_before, others, of, level, status
):
    snapshot(con)
    schools(con, "\n".join(f"{urn} | primary | maintained" for urn in range(1, of + 1)))
    rows = [(urn, "2025/26 summer", others, 9) for urn in range(2, of + 1)]
    rows += [(1, "2025/26 summer", now, numerator), (1, "2024/25 summer", before, numerator_before)]
    given(
        con,
        "observation",
        "urn | period | value | numerator\n"
        + "\n".join(
            f"{urn} | {period} | {value} | {count}" for urn, period, value, count in rows if value is not None
        ),
        indicator="susp_inyear",
        pupil_group="dis",
        la_code="330",
        release_status="management",
        status="value",
        is_best=True,
        extract_id=1,
    )
    con.execute("update observation set school_id = 'S' || urn")
    rate(con)

    assert answers(con, "attendance_suspensions_dis")[0] == ["1", level, status], scenario
