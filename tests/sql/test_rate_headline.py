"""Does each headline result say on which side of its limits it lies, in words that name the limit?"""

# ruff: noqa: E501  the text tables are wide

from __future__ import annotations

import pytest
from given import cells, shown
from rated import rate, results, schools, snapshot

RWM = "ks2_rwm_exp"
SIGNAL = "urn level threshold threshold_unit gap lack verdict"


@pytest.fixture
def city(con):
    snapshot(con)
    schools(con, "\n".join(f"{number} | primary | maintained" for number in range(10, 30)))
    return con


def signals(con, rule_id: str, columns: str = SIGNAL) -> list[list[str]]:
    rate(con)
    return shown(con, "signal_attainment", columns, f"rule_id = '{rule_id}'")[1:]


def test_a_result_is_below_well_below_or_in_line_and_says_by_how_many_pupils(city):
    results(
        city,
        """
        urn | value | band       | pupil_gap | pooled_z | national_percentile | national_of | la_quartile | la_of
        10  | 60    | in_line    | -1        | -1.95    | 90                  | 4000        | 4           | 280
        11  | 75    | above      | 7         | 2        | 10                  | 4000        | 1           | 280
        12  | 61    | below      | -1        |          | 81                  | 4000        | 4           | 280
        13  | 45    | below      | -10       | -1.95    | 81                  | 4000        | 4           | 280
        14  | 60    | in_line    | -1        | -1.96    | 80                  | 50          | 4           | 280
        15  | 60    | in_line    | -1        | -1.96    | 81                  | 50          | 1           | 280
        16  | 60    | in_line    | -1        | -1.96    | 81                  | 49          | 3           | 280
        17  | 60    | in_line    | -1        | -1.96    | 70                  | 49          | 4           | 12
        18  | 60    | in_line    | -1        | -1.96    | 90                  | 49          | 4           | 11
        19  | 60    |            |           |          |                     |             |             |
        20  | 45    | well_below |           |          |                     |             |             |
        """,
        indicator=RWM, period="2024/25", cohort=60, national=63,
    )  # fmt: skip
    assert signals(city, "attainment_ks2_rwm") == cells(
        """
        10 | 0 | 1.96 | standard errors | -3  |               | in line with national (63%)
        11 | 0 | 1.96 | standard errors | 12  |               | significantly above national (63%)
        12 | 1 | 1.96 | standard errors | -2  |               | significantly below national (63%), 1 pupil short
        13 | 1 | 1.96 | standard errors | -18 |               | significantly below national (63%), 10 pupils short
        14 | 1 | 1.96 | standard errors | -3  |               | in line with national (63%) this year but significantly below over three years
        15 | 2 | 1.96 | standard errors | -3  |               | significantly below national (63%) over three years and in the worst fifth nationally
        16 | 1 | 1.96 | standard errors | -3  |               | in line with national (63%) this year but significantly below over three years
        17 | 2 | 1.96 | standard errors | -3  |               | significantly below national (63%) over three years and in the lowest quarter of the area’s schools
        18 | 1 | 1.96 | standard errors | -3  |               | in line with national (63%) this year but significantly below over three years
        19 |   | 1.96 | standard errors | -3  | no comparator | no national figure to test it against
        20 | 1 | 1.96 | standard errors | -18 |               | significantly below national (63%)
        """
    )


def test_a_result_well_under_national_two_years_running_counts_though_neither_year_is_certain(city):
    # standard errors, points and pupils from national: now, and the year before
    cases = [
        ("-1.28 | 58 | -2", "-1.28 | 58 | -2"),
        ("-1.28 | 58 | -2", "-1.27 | 58 | -2"),
        ("-1.27 | 58 | -2", "-1.28 | 58 | -2"),
        ("-1.28 | 58.1 | -2", "-1.28 | 58 | -2"),
        ("-1.28 | 58 | -2", "-1.28 | 58.1 | -2"),
        ("-1.28 | 58 | -1", "-1.28 | 58 | -2"),
        ("-1.28 | 58 | -2", "-1.28 | 58 | -1"),
    ]
    columns = "urn | z_national | value | pupil_gap | period\n"
    for place, period in ((0, "2024/25"), (1, "2023/24")):
        text = "\n".join(f"{urn} | {case[place]} | {period}" for urn, case in enumerate(cases, start=10))
        results(city, columns + text, indicator=RWM, cohort=60, national=63, band="in_line")
    assert signals(city, "attainment_ks2_rwm", "urn level verdict") == cells(
        """
        10 | 1 | not significantly below national (63%) but well under it in 2023/24 too
        11 | 0 | in line with national (63%); leaning below
        12 | 0 | in line with national (63%)
        13 | 0 | in line with national (63%)
        14 | 0 | in line with national (63%); leaning below
        15 | 0 | in line with national (63%)
        16 | 0 | in line with national (63%); leaning below
        """
    )


def test_too_few_pupils_of_one_year_are_rated_over_three(city):
    results(
        city,
        """
        urn | cohort | pooled_cohort | pooled_z | band
        10  | 11     | 33            | -1       | below
        11  | 10     | 33            | -1.96    | in_line
        12  | 10     | 33            | -1.95    | below
        13  | 10     | 11            | -2       | in_line
        """,
        indicator=RWM, period="2024/25", value=45, national=63,
    )  # fmt: skip
    assert signals(city, "attainment_ks2_rwm", "urn level verdict") == cells(
        """
        10 | 1 | significantly below national (63%)
        11 | 1 | too few this year, but over three years (33 pupils) significantly below national
        12 | 0 | too few this year, but over three years (33 pupils) not significantly below national
        13 | 1 | too few this year, but over three years (11 pupils) significantly below national
        """
    )


def test_results_that_cannot_be_pooled_are_low_where_two_of_them_are_and_among_the_lowest(city):
    results(
        city,
        """
        urn | period  | band    | pooled_z | national_percentile
        10  | 2024/25 | below   |          | 81
        10  | 2023/24 | below   |          | 81
        11  | 2024/25 | below   |          | 80
        11  | 2023/24 | below   |          | 80
        12  | 2024/25 | below   | -1       | 81
        12  | 2023/24 | below   | -1       | 81
        13  | 2024/25 | below   |          | 81
        13  | 2023/24 | in_line |          | 81
        14  | 2024/25 | in_line |          | 81
        14  | 2023/24 | below   |          | 81
        """,
        indicator=RWM, cohort=60, value=45, national=63, national_of=4000,
    )  # fmt: skip
    assert signals(city, "attainment_ks2_rwm", "urn level verdict") == cells(
        """
        10 | 2 | significantly below national (63%) over two results and in the worst fifth nationally
        11 | 1 | significantly below national (63%)
        12 | 1 | significantly below national (63%)
        13 | 1 | significantly below national (63%)
        14 | 0 | in line with national (63%)
        """
    )


def test_progress_is_told_with_its_interval_and_the_year_before(city):
    results(
        city,
        """
        urn | period  | value | band       | interval_low | interval_high
        10  | 2022/23 | -4    | well_below | -5           | -3
        10  | 2021/22 | -4    | well_below | -5           | -3
        11  | 2022/23 | -4    | well_below | -5           | -3
        11  | 2021/22 | -4    | below      | -5           | -3
        12  | 2022/23 | -1    | below      | -2           | -0.5
        12  | 2021/22 | -4    | well_below | -5           | -3
        13  | 2022/23 | 0.1   | in_line    |              |
        14  | 2022/23 | 4     | well_above | 3            | 5
        15  | 2022/23 | 4     |            |              |
        """,
        indicator="ks2_prog_r", cohort=60,
    )  # fmt: skip
    city.execute("update setting set value = '2023-12-31' where key = 'as_at'")
    columns = "urn level comparator_name comparator threshold gap lack verdict"
    assert signals(city, "attainment_progress_r", columns) == cells(
        """
        10 | 2 | average | 0 | | -4  |               | well below average (95% interval −5.0 to −3.0), and well below in 2021/22
        11 | 1 | average | 0 | | -4  |               | well below average (95% interval −5.0 to −3.0), but not well below in two results running
        12 | 1 | average | 0 | | -1  |               | below average (95% interval −2.0 to −0.5)
        13 | 0 | average | 0 | | 0.1 |               | in line with average
        14 | 0 | average | 0 | | 4   |               | well above average (95% interval 3.0 to 5.0)
        15 |   | average | 0 | | 4   | no comparator | published without an interval
        """
    )


def test_a_trend_is_told_in_words(city):
    trends = ("declining", "dip", "rising", "steady", "unknown")
    text = "\n".join(f"{urn} | {trend}" for urn, trend in enumerate(trends, start=10))
    results(city, f"urn | trend\n{text}", indicator=RWM, period="2024/25", cohort=60, value=45, national=63,
            change_period="2023/24")  # fmt: skip
    expected = cells(
        """
        10 | 1 |         | falling against national over the three latest results
        11 | 0 |         | a significant fall against national since 2023/24
        12 | 0 |         | rising against national
        13 | 0 |         | steady against national
        14 |   | no data | three comparable results are needed
        """
    )
    assert signals(city, "attainment_trend_ks2", "urn level lack verdict") == expected
    expected[0][1], expected[1][1] = "0", "1"
    assert signals(city, "attainment_dip_ks2", "urn level lack verdict") == expected
