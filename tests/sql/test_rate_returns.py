"""Do figures of council returns meet their limits exactly, and do the words beside each say why?"""

# ruff: noqa: E501  the text tables are wide

from __future__ import annotations

import pytest
from given import cells, shown
from rated import rate, results, returned, schools, snapshot

COLUMNS = "urn level comparator_name comparator threshold threshold_unit gap lack verdict"


def signals(con, rule_id: str, columns: str = COLUMNS, numbers: str = "") -> list[list[str]]:
    """What signal_return says of one rule, of the schools numbered."""
    where = f" and urn in ({numbers})" if numbers else ""
    return shown(con, "signal_return", columns, f"rule_id = '{rule_id}'{where}")[1:]


@pytest.fixture
def city(con):
    """Twelve primary schools, the fewest that are compared with each other."""
    snapshot(con)
    schools(con, "\n".join(f"{number} | primary | maintained" for number in range(10, 22)))
    return con


def rows(indicator: str, period: str, values: list[object]) -> str:
    """One figure of each of the schools 10, 11, ..."""
    return "\n".join(
        f"{urn} | {indicator} | {period} | {value}"
        for urn, value in enumerate(values, start=10)
        if value is not None
    )


def test_a_share_at_its_limit_is_of_concern_and_one_under_the_clear_limit_is_not(city):
    returned(
        city,
        "urn | indicator | period | value\n" + rows("gov_vac_pct", "2026-10-12", [14.9, 15, 24.9, 25]),
    )
    rate(city)
    assert signals(city, "leadership_governor_vacancies") == cells(
        """
        10 | 0 | | | 25 | percent | -10.1 |         | below 15 percent
        11 |   | | | 25 | percent | -10   | between | neither under 15, which Established asks for, nor at Developing (25)
        12 |   | | | 25 | percent | -0.1  | between | neither under 15, which Established asks for, nor at Developing (25)
        13 | 1 | | | 25 | percent | 0     |         | at or above 25 percent
        """
    )


def test_a_time_is_too_long_beyond_its_limit(city):
    returned(city, "urn | indicator | period | value\n" + rows("gov_vac_max_months", "2026-10-12", [6, 6.5]))
    rate(city)
    assert signals(city, "leadership_longest_vacancy") == cells(
        """
        10 | 0 | | | 6 | months | 0   | | no more than 6 months
        11 | 1 | | | 6 | months | 0.5 | | more than 6 months
        """
    )


def test_plans_are_late_where_enough_of_them_are(city):
    returned(
        city,
        """
        urn | indicator        | period         | value | numerator | denominator
        10  | pep_complete_pct | 2025/26 summer | 90    | 9         | 10
        11  | pep_complete_pct | 2025/26 summer | 80    | 8         | 10
        12  | pep_complete_pct | 2025/26 summer | 50    | 1         | 2
        13  | pep_complete_pct | 2025/26 summer | 89    |           |
        """,
    )
    rate(city)
    assert signals(city, "inclusion_plans") == cells(
        """
        10 | 0 | | | 90 | percent | 0   | | not below 90 percent
        11 | 1 | | | 90 | percent | -10 | | below 90 percent
        12 | 0 | | | 90 | percent | -40 | | below 90 percent but by fewer than 2
        13 | 1 | | | 90 | percent | -1  | | below 90 percent
        """
    )


def test_a_years_balance_has_a_limit_and_a_clear_one_below_nought(city):
    results(
        city,
        "urn | indicator | period | value\n" + rows("fin_inyear_pct", "2025-26", [-3.1, -3, -1.1, -1]),
    )
    rate(city)
    assert signals(city, "finance_in_year") == cells(
        """
        10 | 1 | | | -3 | percent | -0.1 |         | below -3 percent
        11 |   | | | -3 | percent | 0    | between | neither at least -1, which Established asks for, nor at Developing (-3)
        12 |   | | | -3 | percent | 1.9  | between | neither at least -1, which Established asks for, nor at Developing (-3)
        13 | 0 | | | -3 | percent | 2    |         | not below -1 percent
        """
    )


def test_a_fall_counts_from_its_threshold_at_the_precision_shown(city):
    before = rows("parent_view_recommend_pct", "2025-07-10", [60, 60, 60, None, 60, 60])
    now = rows("parent_view_recommend_pct", "2026-07-10", [50, 50.4, 61, 61, 60, 51])
    text = "\n".join(f"{line} | 40" for line in f"{before}\n{now}".splitlines())
    returned(city, f"urn | indicator | period | value | denominator\n{text}")
    rate(city)
    assert signals(city, "leadership_parents") == cells(
        """
        10 | 1 | 2025-07-10      | 60 | 10 | points | -10  |         | 10 points lower than in 2025-07-10; threshold 10 points
        11 | 1 | 2025-07-10      | 60 | 10 | points | -9.6 |         | 10 points lower than in 2025-07-10; threshold 10 points
        12 | 0 | 2025-07-10      | 60 | 10 | points | 1    |         | not lower than in 2025-07-10; threshold 10 points
        13 |   | the year before |    | 10 | points |      | no data | no figure of the year before
        14 | 0 | 2025-07-10      | 60 | 10 | points | 0    |         | not lower than in 2025-07-10; threshold 10 points
        15 | 0 | 2025-07-10      | 60 | 10 | points | -9   |         | 9 points lower than in 2025-07-10; threshold 10 points
        """
    )


def test_complaints_count_where_they_rose_twice_and_are_in_the_highest_quarter(city):
    now = [1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2.0, 2.1, 2.2, 2.3]
    before = [1.1] * 9 + [1.1, 1.1, 1.1]
    earlier = [1.0] * 10 + [1.1, 1.0]
    before[8], before[9] = 2.1, None
    text = "\n".join(
        rows("comp_justified_per100", f"{year} summer", values)
        for year, values in (("2025/26", now), ("2024/25", before), ("2023/24", earlier))
    )
    returned(city, f"urn | indicator | period | value\n{text}")
    rate(city)
    assert signals(city, "leadership_complaints", COLUMNS, "'10', '18', '19', '20', '21'") == cells(
        """
        10 | 0 | schools of the area | 1.75 | 4 | quarter | -0.55 |         | not both rising two years running and in the highest quarter of the area
        18 | 0 | schools of the area | 1.75 | 4 | quarter | 0.25  |         | not both rising two years running and in the highest quarter of the area
        19 |   | schools of the area | 1.75 | 4 | quarter | 0.35  | no data | the same time in the two years before is needed
        20 | 0 | schools of the area | 1.75 | 4 | quarter | 0.45  |         | in the highest quarter of the area’s schools but not rising two years running
        21 | 1 | schools of the area | 1.75 | 4 | quarter | 0.55  |         | risen two years running and in the highest quarter of the area’s schools
        """
    )


def test_complaints_that_did_not_rise_settle_it_without_a_quarter(con):
    snapshot(con)
    schools(con, "\n".join(f"{number} | primary | maintained" for number in range(10, 21)))
    returned(
        con,
        """
        urn | indicator             | period         | value
        10  | comp_justified_per100 | 2025/26 summer | 3
        10  | comp_justified_per100 | 2024/25 summer | 3
        11  | comp_justified_per100 | 2025/26 summer | 3
        11  | comp_justified_per100 | 2024/25 summer | 2
        11  | comp_justified_per100 | 2023/24 summer | 2
        12  | comp_justified_per100 | 2025/26 summer | 3
        12  | comp_justified_per100 | 2024/25 summer | 2
        12  | comp_justified_per100 | 2023/24 summer | 1
        """,
    )
    rate(con)
    assert signals(con, "leadership_complaints", "urn level lack verdict") == cells(
        """
        10 | 0 |               | not both rising two years running and in the highest quarter of the area
        11 | 0 |               | not both rising two years running and in the highest quarter of the area
        12 |   | no comparator | too few schools in the area to compare with
        """
    )


def test_suspensions_of_a_group_count_above_the_area_and_risen_by_a_tenth_and_three_incidents(city):
    now = [2.0, 2.1, 2.2, 2.3, 2.4, 2.5, 2.6, 2.7, 2.8, 2.9, 3.0, 3.3]
    counts = [10] * 12
    before = [2.0] * 8 + [None, 2.0, 2.8, 3.0]
    counts_before = [5] * 7 + [8, 0, 7, 5, 7]
    text = "\n".join(
        f"{urn} | susp_inyear | {year} summer | {value} | dis | {count} | 300"
        for year, values, numbers in (("2025/26", now, counts), ("2024/25", before, counts_before))
        for urn, value, count in zip(range(10, 22), values, numbers, strict=True)
        if value is not None
    )
    returned(city, f"urn | indicator | period | value | pupil_group | numerator | denominator\n{text}")
    rate(city)
    numbers = "'10', '17', '18', '19', '20', '21'"
    assert signals(city, "attendance_suspensions_dis", COLUMNS, numbers) == cells(
        """
        10 | 0 | schools of the area | 2.567 | 10 | percent | -0.567 |         | 0.57 points below the same group in the area (2.57 per 100 pupils); 2.00 per 100 pupils in 2024/25 summer
        17 | 0 | schools of the area | 2.567 | 10 | percent | 0.133  |         | 0.13 points above the same group in the area (2.57 per 100 pupils); 2.00 per 100 pupils in 2024/25 summer
        18 |   | schools of the area | 2.567 | 10 | percent | 0.233  | no data | the same time a year before is needed
        19 | 1 | schools of the area | 2.567 | 10 | percent | 0.333  |         | 0.33 points above the same group in the area (2.57 per 100 pupils) and risen from 2.00 per 100 pupils in 2024/25 summer
        20 | 0 | schools of the area | 2.567 | 10 | percent | 0.433  |         | 0.43 points above the same group in the area (2.57 per 100 pupils); 2.80 per 100 pupils in 2024/25 summer
        21 | 1 | schools of the area | 2.567 | 10 | percent | 0.733  |         | 0.73 points above the same group in the area (2.57 per 100 pupils) and risen from 3.00 per 100 pupils in 2024/25 summer
        """
    )


def test_suspensions_of_a_group_are_not_rated_among_eleven_schools(con):
    snapshot(con)
    schools(con, "\n".join(f"{number} | primary | maintained" for number in range(10, 21)))
    text = "\n".join(
        f"{urn} | susp_inyear | {year} summer | {value} | dis | {count} | 300"
        for year, value, count in (("2025/26", 4, 12), ("2024/25", 2, 6))
        for urn in range(10, 21)
    )
    returned(con, f"urn | indicator | period | value | pupil_group | numerator | denominator\n{text}")
    rate(con)
    found = signals(con, "attendance_suspensions_dis", "urn level lack verdict", "'10'")
    assert found == [["10", "", "no comparator", "too few schools in the area to compare with"]]


def test_exclusions_over_three_years_are_above_national_with_two_and_certain_with_the_interval(city):
    results(
        city,
        """
        urn | pooled_value | pooled_low | pooled_count | national
        10  | 0.1          | 0.05       | 3            | 0.04
        11  | 0.06         | 0.01       | 2            | 0.05
        12  | 0.06         | 0.05       | 1            | 0.05
        13  | 0.05         | 0.01       | 2            | 0.05
        14  |              |            |              | 0.05
        15  | 0.1          | 0.05       | 3            |
        """,
        indicator="pex_rate",
        period="2024/25",
        value=0.1,
    )
    rate(city)
    assert signals(city, "attendance_exclusions") == cells(
        """
        10 | 2 | national | 0.04 | 2 | incidents | 0.06 |         | 3 in three years, 0.06 points above national (0.04 per 100 pupils), and above it for certain (95% interval from 0.05 per 100 pupils); threshold 2 incidents
        11 | 1 | national | 0.05 | 2 | incidents | 0.01 |         | 2 in three years, 0.01 points above national (0.05 per 100 pupils) (95% interval from 0.01 per 100 pupils); threshold 2 incidents
        12 | 0 | national | 0.05 | 2 | incidents | 0.01 |         | 1 in three years, 0.01 points above national (0.05 per 100 pupils) (95% interval from 0.05 per 100 pupils); threshold 2 incidents
        13 | 0 | national | 0.05 | 2 | incidents | 0    |         | 2 in three years, level with national (0.05 per 100 pupils) (95% interval from 0.01 per 100 pupils); threshold 2 incidents
        14 |   | national | 0.05 | 2 | incidents |      | no data | three comparable years and a national figure are needed
        15 |   | national |      | 2 | incidents |      | no data | three comparable years and a national figure are needed
        """
    )


YEAR_ENDS = ("2025-26", "2024-25", "2023-24")


def balances(con, indicator: str, by_school: list[tuple[int | None, ...]]) -> None:
    """Three year ends of each of the schools 10, 11, ..., newest first."""
    text = "\n".join(
        f"{urn} | {period} | {value}"
        for urn, values in enumerate(by_school, start=10)
        for period, value in zip(YEAR_ENDS, values, strict=True)
        if value is not None
    )
    results(con, f"urn | period | value\n{text}", indicator=indicator)


def test_a_deficit_is_of_concern_for_three_years_and_deeper_and_unsettled_once_recovered(city):
    balances(
        city,
        "fin_close_bal",
        [(-1, -2, -3), (-3, -2, -1), (-1, 5, 5), (0, 0, 0), (1, -1, 2), (5, 5, None), (-2, -1, -2), (-3, 0, -2),
         (-3, -2, 0), (1, 2, -1)],
    )  # fmt: skip
    rate(city)
    assert signals(city, "finance_balance") == cells(
        """
        10 | 1 | 2024-25 | -2 | 0 | pounds | 1  |         | a deficit that is not recovered
        11 | 2 | 2024-25 | -2 | 0 | pounds | -1 |         | in deficit at three year ends running, and deeper than in 2023-24
        12 | 1 | 2024-25 | 5  | 0 | pounds | -6 |         | a deficit that is not recovered
        13 | 0 | 2024-25 | 0  | 0 | pounds | 0  |         | at or above zero at three year ends
        14 |   | 2024-25 | -1 | 0 | pounds | 2  | between | in deficit in the last three years but recovered: neither Established nor Developing
        15 |   | 2024-25 | 5  | 0 | pounds | 0  | no data | three year ends are needed
        16 | 1 | 2024-25 | -1 | 0 | pounds | -1 |         | a deficit that is not recovered
        17 | 1 | 2024-25 | 0  | 0 | pounds | -3 |         | a deficit that is not recovered
        18 | 1 | 2024-25 | -2 | 0 | pounds | -1 |         | a deficit that is not recovered
        19 |   | 2024-25 | 2  | 0 | pounds | -1 | between | in deficit in the last three years but recovered: neither Established nor Developing
        """
    )


def test_a_deficit_may_be_read_as_spending_above_income_in_each_of_three_years(city):
    city.execute("update threshold set value = 2 where name = 'reading'")
    balances(city, "fin_close_bal", [(-3, -2, -1)] * 5)
    balances(
        city, "fin_inyear_pct", [(-1, -1, -1), (0, -1, -1), (-1, 0, -1), (-1, -1, 0), (None, None, None)]
    )
    rate(city)
    assert signals(city, "finance_balance", "urn level verdict") == cells(
        """
        10 | 2 | spending above income in each of three years
        11 | 1 | a deficit that is not recovered
        12 | 1 | a deficit that is not recovered
        13 | 1 | a deficit that is not recovered
        14 | 1 | a deficit that is not recovered
        """
    )


def test_the_first_reading_of_a_deficit_does_not_look_at_spending(city):
    balances(city, "fin_close_bal", [(1, 2, 3)])
    balances(city, "fin_inyear_pct", [(-1, -1, -1)])
    rate(city)
    assert signals(city, "finance_balance", "level verdict") == [["0", "at or above zero at three year ends"]]
