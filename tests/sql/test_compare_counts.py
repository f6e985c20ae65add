"""Are counts of few events given the interval in which chance alone would leave them?"""

from __future__ import annotations

import pytest

from tests.sql import compared as helpers
from tests.sql.compared import compared, results
from tests.sql.given import cells


@pytest.fixture
def bench(con):
    return helpers.bench(con)


def test_a_rate_of_suspensions_has_its_exact_interval_and_no_test(bench):
    results(
        bench,
        """
        urn    | value | count | cohort
        100001 | 4.29  | 9     | 210
        100002 | 0     | 0     | 420
        100003 | 2.5   |       |
        100004 |       |       | 90
        100005 | 100   | 1     | 1
        100006 | 0     | 0     | 0
        """,
        indicator="susp_rate",
        phase="primary",
        period="2022/23",
    )
    assert compared(bench, "urn value interval_low interval_high z_national significance band") == cells(
        """
        urn    | value | interval_low | interval_high | z_national | significance | band
        100001 | 4.29  | 1.96         | 8.136         |            |              |
        100002 | 0     | 0            | 0.878         |            |              |
        100003 | 2.5   |              |               |            |              |
        100004 |       |              |               |            |              |
        100005 | 100   | 2.532        | 557.164       |            |              |
        100006 | 0     |              |               |            |              |
        """
    )


def test_permanent_exclusions_are_pooled_over_three_valid_years_with_their_interval(bench):
    results(
        bench,
        """
        period  | value | count | cohort
        2018/19 | 0.30  | 1     | 330
        2020/21 | 0     | 0     | 330
        2021/22 | 0.90  | 3     | 335
        2022/23 | 0.30  | 1     | 335
        """,
        indicator="pex_rate",
        phase="secondary",
    )
    assert compared(
        bench, "period pooled_count pooled_value pooled_low pooled_high pooled_cohort pooled_z"
    ) == cells(
        """
        period  | pooled_count | pooled_value | pooled_low | pooled_high | pooled_cohort | pooled_z
        2018/19 |              |              |            |             |               |
        2020/21 |              |              |            |             |               |
        2021/22 |              |              |            |             |               |
        2022/23 | 4            | 0.4          | 0.109      | 1.024       | 1000          |
        """
    )


def test_three_years_are_not_pooled_when_one_of_them_has_no_count(bench):
    results(
        bench,
        """
        period  | value | count | cohort
        2020/21 | 0     | 0     | 330
        2021/22 | 0.90  |       |
        2022/23 | 0.30  | 1     | 335
        """,
        indicator="pex_rate",
        phase="secondary",
    )
    assert compared(bench, "pooled_count pooled_value pooled_low", "period = '2022/23'")[1:] == [["", "", ""]]


def test_three_years_are_not_pooled_when_the_pupils_of_one_are_not_known(bench):
    results(
        bench,
        """
        period  | value | count | cohort
        2020/21 | 0     | 0     | 330
        2021/22 | 0.90  | 3     |
        2022/23 | 0.30  | 1     | 335
        """,
        indicator="pex_rate",
        phase="secondary",
    )
    assert compared(bench, "pooled_count pooled_value pooled_low", "period = '2022/23'")[1:] == [["", "", ""]]


def test_three_years_without_pupils_have_no_rate(bench):
    rows = "\n".join(f"{period} | 0 | 0 | 0" for period in ("2020/21", "2021/22", "2022/23"))
    results(bench, f"period | value | count | cohort\n{rows}", indicator="pex_rate", phase="secondary")
    columns = "pooled_count pooled_value pooled_high"
    assert compared(bench, columns, "period = '2022/23'")[1:] == [["0", "", ""]]


def test_a_count_that_is_not_stated_is_that_of_the_rate_and_the_pupils(bench):
    results(
        bench,
        """
        period  | value | count | cohort
        2020/21 | 4     | 2     | 500
        2021/22 | 4     |       | 500
        2022/23 | 4     | 2     | 500
        """,
        indicator="pttt_per1000",
        phase="secondary",
    )
    assert compared(bench, "pooled_count pooled_value", "period = '2022/23'")[1:] == [["6", "4"]]


def test_a_rate_given_for_a_thousand_is_pooled_and_limited_for_a_thousand(bench):
    results(
        bench,
        """
        period  | value | count | cohort
        2022/23 | 4     | 2     | 500
        2023/24 | 0     | 0     | 500
        2024/25 | 4     | 2     | 500
        """,
        indicator="pttt_per1000",
        phase="secondary",
    )
    assert compared(
        bench, "interval_low interval_high pooled_value pooled_low pooled_high", "period = '2024/25'"
    )[1:] == [["0.484", "14.449", "2.667", "0.727", "6.828"]]


def test_a_pooled_share_says_how_many_pupils_one_standard_error_is(bench):
    helpers.areas(
        bench,
        """
        row_kind | area_code | period  | value
        national | E         | 2021/22 | 60
        national | E         | 2022/23 | 61
        national | E         | 2023/24 | 63
        """,
        indicator="ks2_rwm_exp",
        phase="primary",
    )
    results(
        bench,
        """
        period  | value     | cohort
        2021/22 | 60        | 30
        2022/23 | 50        | 28
        2023/24 | 38.709677 | 31
        """,
        indicator="ks2_rwm_exp",
        phase="primary",
    )
    # 30 x .6 x .4 + 28 x .61 x .39 + 31 x .63 x .37 = 21.087, the square of 4.592
    ((_, z, spread),) = compared(bench, "pooled_count pooled_z pooled_spread", "period = '2023/24'")[1:]
    assert (z, spread) == ("-2.31", "4.592")
    assert float(z) * float(spread) == pytest.approx(44 - 54.61, abs=0.01)
