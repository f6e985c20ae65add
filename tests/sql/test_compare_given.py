"""Are schools compared with like, ranked, tested, and followed only over years that compare?"""

# ruff: noqa: E501  the text tables are wide

from __future__ import annotations

import pytest

from eif.sql import ORDER, build
from tests.sql import compared as helpers
from tests.sql.compared import areas, compared, results
from tests.sql.given import built, cells, given, shown


@pytest.fixture
def bench(con):
    return helpers.bench(con)


def test_a_neighbour_mean_is_unweighted_ignores_missing_and_says_how_many(bench):
    areas(
        bench,
        """
        row_kind | area_code | value
        la       | 892       | 60
        la       | 352       | 63
        la       | 380       | 66
        la       | 801       | 70
        la       | 330       | 62
        la       | 815       | 99
        """,
        indicator="ks2_rwm_exp",
        phase="primary",
        period="2018/19",
    )
    built(bench, "20_core")
    built(bench, "30_compare", until="comparator_mean")
    assert shown(bench, "comparator_mean", "set_id kind mean k of_k") == cells(
        """
        set_id      | kind        | mean | k | of_k
        2021-04     | statistical | 63   | 3 | 10
        2025-05     | statistical | 63   | 3 | 10
        core-cities | core cities | 64.333 | 3 | 7
        """
    )


def test_a_school_is_tested_against_national_of_its_phase_and_period(bench):
    areas(
        bench,
        """
        row_kind | area_code | value | phase
        national | E92000001 | 62    | primary
        national | E92000001 | 10    | special
        """,
        indicator="ks2_rwm_exp",
        period="2018/19",
    )
    results(
        bench,
        """
        urn    | value     | cohort
        100001 | 36.666667 | 60
        100002 | 50        | 60
        100003 | 76.666667 | 60
        100004 | 50        | 1
        100005 |           | 4
        """,
        indicator="ks2_rwm_exp",
        phase="primary",
        period="2018/19",
    )
    assert compared(
        bench, "urn national cohort z_national pupil_gap significance band interval_low interval_high status"
    ) == cells(
        """
        urn    | national | cohort | z_national | pupil_gap | significance | band    | interval_low | interval_high | status
        100001 | 62       | 60     | -4.043     | -15       | below        | below   | 25.621       | 49.317        | value
        100002 | 62       | 60     | -1.915     | -7        | in line      | in_line | 37.735       | 62.265        | value
        100003 | 62       | 60     | 2.341      | 8         | above        | above   | 64.563       | 85.561        | value
        100004 | 62       | 1      | -0.247     | 0         | in line      | in_line | 5.462        | 94.538        | value
        100005 | 62       | 4      |            |           |              |         |              |               | suppressed
        """
    )


def test_progress_uses_its_published_interval(bench):
    results(
        bench,
        """
        urn    | value | low   | high  | cohort
        100001 | -0.44 | -0.69 | -0.20 | 105
        100002 | -0.61 | -0.77 | -0.45 | 249
        100003 | 0.54  | 0.34  | 0.73  | 169
        100004 | 0.42  | -0.09 | 0.94  | 24
        100005 | 0.4   | 0     | 0.8   | 24
        100006 | -0.4  | -0.8  | 0     | 24
        100007 | 0.4   |       | 0.8   | 24
        """,
        indicator="ks4_p8",
        phase="secondary",
        period="2018/19",
    )
    assert compared(bench, "urn significance band interval_low z_national") == cells(
        """
        urn    | significance | band       | interval_low | z_national
        100001 | below        | below      | -0.69        |
        100002 | below        | well_below | -0.77        |
        100003 | above        | well_above | 0.34         |
        100004 | in line      | in_line    | -0.09        |
        100005 | in line      | in_line    | 0            |
        100006 | in line      | in_line    | -0.8         |
        100007 |              |            |              |
        """
    )


def test_a_special_schools_progress_has_no_mainstream_band(bench):
    given(
        bench,
        "staged_school",
        "urn | school_type\n100001 | Community special school",
        extract_id=1,
        la_code="330",
    )
    areas(
        bench,
        "row_kind | area_code | value\nnational | E92000001 | -0.03",
        indicator="ks4_p8",
        phase="secondary",
        period="2018/19",
    )
    results(bench, "value | low | high | cohort\n-1.9 | -2.79 | -1.01 | 8", indicator="ks4_p8", phase="secondary",
            period="2018/19")  # fmt: skip
    assert compared(bench, "value phase national significance band interval_low")[1] == [
        "-1.9", "special", "", "", "", "-2.79",
    ]  # fmt: skip


def test_absence_is_placed_and_never_tested(bench):
    areas(bench, "row_kind | area_code | value\nnational | E92000001 | 4.0\nla | 330 | 4.4",
          indicator="abs_overall", phase="primary", period="2018/19")  # fmt: skip
    results(bench, "value | cohort\n4.1 | 200000", indicator="abs_overall", phase="primary", period="2018/19")
    results(bench, "value | cohort\n8.1 | 570", indicator="abs_pa10", phase="primary", period="2018/19")
    assert compared(bench, "value cohort gap_national gap_la significance band", "indicator = 'abs_overall'")[1] == [
        "4.1", "570", "0.1", "-0.3", "", "",
    ]  # fmt: skip


def test_ranks_share_places_and_best_follows_polarity(bench):
    for indicator in ("abs_overall", "ks2_rwm_exp"):
        results(
            bench,
            "urn | value\n" + "\n".join(f"1000{n:02} | {max(n, 2)}" for n in range(1, 13)),
            indicator=indicator,
            phase="primary",
            period="2018/19",
        )
        results(bench, "urn | value\n100050 | 5", indicator=indicator, phase="secondary", period="2018/19")
    found = compared(
        bench,
        "indicator urn la_rank la_of la_quartile",
        "urn in ('100001', '100002', '100003', '100012', '100050')",
    )
    assert found == cells(
        """
        indicator   | urn    | la_rank | la_of | la_quartile
        abs_overall | 100001 | 1       | 12    | 1
        abs_overall | 100002 | 1       | 12    | 1
        abs_overall | 100003 | 3       | 12    | 1
        abs_overall | 100012 | 12      | 12    | 4
        abs_overall | 100050 | 1       | 1     |
        ks2_rwm_exp | 100001 | 11      | 12    | 4
        ks2_rwm_exp | 100002 | 11      | 12    | 4
        ks2_rwm_exp | 100003 | 10      | 12    | 4
        ks2_rwm_exp | 100012 | 1       | 12    | 1
        ks2_rwm_exp | 100050 | 1       | 1     |
        """
    )


def test_a_national_place_needs_one_source_that_covers_england(bench):
    las = [code for (code,) in bench.execute("select la_code from reference_la order by la_code").fetchall()]
    rows = [f"{200000 + n} | {code} | {n}" for n, code in enumerate(las) if code != "330"]
    text = "urn | la_code | value\n100001 | 330 | 0.5\n" + "\n".join(rows)
    results(bench, text, indicator="abs_overall", phase="primary", period="2018/19")
    results(bench, "value\n4", indicator="abs_overall", phase="primary", period="2017/18")
    assert compared(bench, "period national_percentile national_of") == cells(
        """
        period  | national_percentile | national_of
        2017/18 |                     |
        2018/19 | 1                   | 158
        """
    )


def test_change_is_only_from_the_year_before_and_never_across_a_break_or_gap(bench):
    results(
        bench,
        """
        period  | value | cohort
        2015/16 | 50    | 30
        2016/17 | 55    | 30
        2017/18 | 60    | 30
        2018/19 | 66    | 30
        2019/20 | 70    | 30
        2021/22 | 58    | 30
        2022/23 | 60    | 30
        2024/25 | 61    | 30
        """,
        indicator="ks2_rwm_exp",
        phase="primary",
    )
    assert compared(bench, "period change change_period") == cells(
        """
        period  | change | change_period
        2015/16 |        |
        2016/17 | 5      | 2015/16
        2017/18 |        |
        2018/19 | 6      | 2017/18
        2019/20 |        |
        2021/22 |        |
        2022/23 | 2      | 2021/22
        2024/25 |        |
        """
    )


def test_financial_years_follow_each_other_and_never_an_academic_year(bench):
    results(
        bench,
        """
        period  | value
        2018-19 | 4
        2019-20 | 6.5
        2021-22 | 7
        2022/23 | 9
        """,
        indicator="fin_close_pct_income",
        phase="primary",
    )
    areas(
        bench,
        """
        row_kind | period  | value
        national | 2019-20 | 8
        national | 2019/20 | 80
        """,
        indicator="fin_close_pct_income",
        phase="primary",
    )
    assert compared(bench, "period value national change change_period") == cells(
        """
        period  | value | national | change | change_period
        2018-19 | 4     |          |        |
        2019-20 | 6.5   | 8        | 2.5    | 2018-19
        2021-22 | 7     |          |        |
        2022/23 | 9     |          |        |
        """
    )


def test_relative_change_and_its_significance_follow_the_worked_example(bench):
    areas(bench, "row_kind | area_code | period | value\nnational | E | 2017/18 | 61\nnational | E | 2018/19 | 62",
          indicator="ks2_rwm_exp", phase="primary")  # fmt: skip
    results(
        bench,
        """
        urn    | period  | value     | cohort
        100001 | 2017/18 | 55        | 60
        100001 | 2018/19 | 36.666667 | 60
        100002 | 2017/18 | 55        | 60
        100002 | 2018/19 | 45        | 60
        """,
        indicator="ks2_rwm_exp",
        phase="primary",
    )
    assert compared(bench, "urn relative_change relative_z", "period = '2018/19'") == cells(
        """
        urn    | relative_change | relative_z
        100001 | -19.333         | -2.162
        100002 | -11             | -1.211
        """
    )


def test_three_valid_years_are_pooled_against_what_was_expected(bench):
    areas(
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
        2024/25 |           | 4
        """,
        indicator="ks2_rwm_exp",
        phase="primary",
    )
    assert compared(bench, "period pooled_value pooled_z pooled_spread pooled_cohort trend") == cells(
        """
        period  | pooled_value | pooled_z | pooled_spread | pooled_cohort | trend
        2021/22 |              |          |               |               | unknown
        2022/23 |              |          |               |               | unknown
        2023/24 | 49.438       | -2.31   | 4.592         | 89            | declining
        2024/25 | 49.438       | -2.31   | 4.592         | 89            | unknown
        """
    )


def test_a_pool_skips_a_cancelled_year_and_a_trend_never_bridges_one(bench):
    bench.execute("insert into indicator_gap values ('ks2_rwm_exp', '2022/23', 'cancelled')")
    periods = ("2021/22", "2023/24", "2024/25", "2025/26")
    for group in ("all", "dis"):
        areas(bench, "row_kind | area_code | period | value\n" + "\n".join(f"national | E | {p} | 60" for p in periods),
              indicator="ks2_rwm_exp", phase="primary", pupil_group=group)  # fmt: skip
        rows = "\n".join(f"{p} | {v} | 40" for p, v in zip(periods, (60, 55, 50, 45), strict=True))
        results(
            bench,
            "period | value | cohort\n" + rows,
            indicator="ks2_rwm_exp",
            phase="primary",
            pupil_group=group,
        )
    assert compared(bench, "period pooled_value trend gap_widened", "pupil_group = 'dis'") == cells(
        """
        period  | pooled_value | trend     | gap_widened
        2021/22 |              | unknown   |
        2023/24 |              | unknown   |
        2024/25 | 55           | unknown   |
        2025/26 | 50           | declining | 10
        """
    )


@pytest.mark.parametrize(
    ("values", "trend"),
    [
        ((60, 58, 54), "declining"),
        ((60, 58, 57), "steady"),
        ((60, 62, 57), "steady"),
        ((60, 58, 55), "declining"),
        ((60, 60, 54), "steady"),
        ((60, 55, 55), "steady"),
        ((60, 80, 57), "dip"),
        ((60, 80, 59.4), "dip"),
        ((60, 80, 61), "steady"),
        ((50, 53, 56), "rising"),
        ((50, 53, 55), "rising"),
        ((50, 53, 54), "steady"),
        ((50, 50, 56), "steady"),
        ((50, 56, 56), "steady"),
        ((50, 30, 56), "rising"),
        ((50, 30, 51.5), "rising"),
        ((50, 30, 49), "steady"),
    ],
)
def test_a_trend_is_a_steady_move_or_one_significant_year(bench, values, trend):
    periods = ("2021/22", "2022/23", "2023/24")
    areas(bench, "row_kind | area_code | period | value\n" + "\n".join(f"national | E | {p} | 60" for p in periods),
          indicator="ks2_rwm_exp", phase="primary")  # fmt: skip
    rows = "\n".join(f"{p} | {v} | 40" for p, v in zip(periods, values, strict=True))
    results(bench, "period | value | cohort\n" + rows, indicator="ks2_rwm_exp", phase="primary")
    assert compared(bench, "trend", "period = '2023/24'")[1] == [trend]


def followed(bench, change="", national=(60, 60, 60)):
    """The trend of a school that gains ten points in three years, after a change to what is known."""
    periods = ("2021/22", "2022/23", "2023/24")
    rows = "\n".join(f"national | {p} | {v}" for p, v in zip(periods, national, strict=True))
    areas(bench, "row_kind | period | value\n" + rows, indicator="ks2_rwm_exp", phase="primary")
    results(bench, "period | value | cohort\n2021/22 | 50 | 40\n2022/23 | 55 | 40\n2023/24 | 60 | 40",
            indicator="ks2_rwm_exp", phase="primary")  # fmt: skip
    bench.execute(change or "select 1")
    return compared(bench, "trend", "period = '2023/24'")[1][0]


def test_what_is_known_in_full_has_a_trend(bench):
    assert followed(bench) == "rising"


def test_what_is_neither_good_nor_bad_has_no_trend(bench):
    assert followed(bench, "update indicator set polarity = 0 where indicator = 'ks2_rwm_exp'") == "unknown"


def test_without_a_step_nothing_is_said_of_a_trend(bench):
    assert followed(bench, "update indicator set trend_step = null") == "unknown"


@pytest.mark.parametrize("national", [("", 60, 60), (60, 60, "")])
def test_without_a_national_figure_at_either_end_nothing_is_said_of_a_trend(bench, national):
    assert followed(bench, national=national) == "unknown"


def test_a_figure_of_a_cancelled_year_is_neither_followed_nor_pooled(bench):
    bench.execute("insert into indicator_gap values ('ks2_rwm_exp', '2022/23', 'cancelled')")
    results(
        bench,
        """
        period  | value | cohort
        2021/22 | 60    | 40
        2022/23 | 99    | 40
        2023/24 | 55    | 40
        2024/25 | 50    | 40
        """,
        indicator="ks2_rwm_exp",
        phase="primary",
    )
    assert compared(bench, "period change pooled_value") == cells(
        """
        period  | change | pooled_value
        2021/22 |        |
        2022/23 |        |
        2023/24 |        |
        2024/25 | -5     | 55
        """
    )


def test_three_years_are_pooled_within_four_and_no_more(bench):
    results(bench, "period | value | cohort\n2021/22 | 60 | 40\n2024/25 | 50 | 40\n2025/26 | 40 | 40",
            indicator="ks2_rwm_exp", phase="primary")  # fmt: skip
    assert compared(bench, "pooled_value", "period = '2025/26'")[1:] == [[""]]


def pooled(bench, cohorts, national=(60, 60, 60)):
    """Three years of one school, half of its pupils reaching the standard in each."""
    periods = ("2021/22", "2022/23", "2023/24")
    rows = "\n".join(f"national | {p} | {v}" for p, v in zip(periods, national, strict=True))
    areas(bench, "row_kind | period | value\n" + rows, indicator="ks2_rwm_exp", phase="primary")
    rows = "\n".join(f"{p} | 50 | {n}" for p, n in zip(periods, cohorts, strict=True))
    results(bench, "period | value | cohort\n" + rows, indicator="ks2_rwm_exp", phase="primary")
    columns = "pooled_value pooled_z pooled_spread pooled_cohort"
    return compared(bench, columns, "period = '2023/24'")[1]


@pytest.mark.parametrize(
    ("cohorts", "national", "expected"),
    [
        ((40, 40, 40), (60, 60, 60), ["50", "-2.236", "5.367", "120"]),
        ((40, "", 40), (60, 60, 60), ["", "", "", ""]),
        ((40, 40, 40), (60, "", 60), ["50", "", "", "120"]),
        ((0, 0, 0), (60, 60, 60), ["", "", "0", "0"]),
        ((40, 40, 40), (100, 100, 100), ["50", "", "0", "120"]),
    ],
)
def test_years_are_pooled_and_tested_only_where_all_of_them_are_known(bench, cohorts, national, expected):
    assert pooled(bench, cohorts, national) == expected


def test_means_of_three_years_are_pooled_by_their_pupils(bench):
    results(bench, "period | value | cohort\n2022/23 | 40 | 10\n2023/24 | 50 | 20\n2024/25 | 30 | 30",
            indicator="ks4_a8", phase="secondary")  # fmt: skip
    columns = "pooled_value pooled_z pooled_count pooled_cohort"
    assert compared(bench, columns, "period = '2024/25'")[1:] == [["38.333", "", "", "60"]]


@pytest.mark.parametrize(
    ("value", "national", "significance"),
    [(7.84, 0, "above"), (7.83, 0, "in line"), (0, 7.84, "below"), (0, 7.83, "in line")],
)
def test_a_difference_is_significant_from_one_point_nine_six_standard_errors(
    bench, value, national, significance
):
    # 25 pupils whose scores spread by 20: one standard error is 4
    same = {"indicator": "ks4_a8", "phase": "secondary", "period": "2023/24"}
    areas(bench, f"row_kind | value\nnational | {national}", **same)
    results(bench, f"value | cohort\n{value} | 25", **same)
    assert compared(bench, "significance band")[1:] == [[significance, significance.replace(" ", "_")]]


@pytest.mark.parametrize(
    ("value", "cohort", "national", "gap", "significance"),
    [(94, 20, 99, -1, "below"), (94.5, 20, 99, 0, "in line"), (64, 50, 62, 1, "in line"), (60, 50, 62, -1, "in line")],
)  # fmt: skip
def test_a_gap_of_just_one_whole_pupil_counts(bench, value, cohort, national, gap, significance):
    same = {"indicator": "ks2_rwm_exp", "phase": "primary", "period": "2018/19"}
    areas(bench, f"row_kind | value\nnational | {national}", **same)
    results(bench, f"value | cohort\n{value} | {cohort}", **same)
    assert compared(bench, "pupil_gap significance")[1:] == [[str(gap), significance]]


def test_quartiles_end_on_their_cuts(bench):
    rows = "\n".join(f"{100000 + n} | {n}" for n in range(1, 14))
    for indicator in ("ks2_rwm_exp", "abs_overall"):
        results(bench, f"urn | value\n{rows}", indicator=indicator, phase="primary", period="2018/19")
    found = {(row[0], int(row[1])): int(row[2]) for row in compared(bench, "indicator value la_quartile")[1:]}
    cuts = {4: 4, 5: 3, 7: 3, 8: 2, 10: 2, 11: 1}
    assert {n: found["ks2_rwm_exp", n] for n in cuts} == cuts
    assert {n: found["abs_overall", n] for n in cuts} == {n: 5 - quartile for n, quartile in cuts.items()}


def test_eleven_schools_have_no_quartiles(bench):
    rows = "\n".join(f"{100000 + n} | {n}" for n in range(1, 12))
    for indicator in ("ks2_rwm_exp", "abs_overall"):
        results(bench, f"urn | value\n{rows}", indicator=indicator, phase="primary", period="2018/19")
    assert {row[0] for row in compared(bench, "la_quartile")[1:]} == {""}


@pytest.mark.parametrize(("councils", "place"), [(139, ["", ""]), (140, ["1", "140"])])
def test_england_is_covered_by_a_hundred_and_forty_councils(bench, councils, place):
    las = [code for (code,) in bench.execute("select la_code from reference_la order by la_code").fetchall()]
    others = [code for code in las if code != "330"][: councils - 1]
    rows = [f"{200000 + n} | {code} | {n}" for n, code in enumerate(others)]
    results(bench, "urn | la_code | value\n100001 | 330 | -1\n" + "\n".join(rows), indicator="abs_overall",
            phase="primary", period="2018/19")  # fmt: skip
    # alone in its phase it has no place
    results(bench, "urn | value\n100002 | 4", indicator="abs_overall", phase="secondary", period="2018/19")
    columns = "national_percentile national_of"
    assert compared(bench, columns, "urn = '100001'")[1:] == [place]
    assert shown(bench, "comparison", columns, "urn = '100002'")[1:] == [["", ""]]


@pytest.mark.parametrize(
    ("status", "precedence", "place"), [("provisional", 90, "1"), ("final", 50, "1"), ("final", 70, "100")]
)
def test_of_two_sources_that_cover_england_the_later_release_and_then_the_preferred_counts(
    bench, status, precedence, place
):
    las = [code for (code,) in bench.execute("select la_code from reference_la order by la_code").fetchall()]
    others = [code for code in las if code != "330"]
    text = "urn | la_code | value\n100001 | 330 | {own}\n" + "\n".join(
        f"{200000 + n} | {code} | {n}" for n, code in enumerate(others)
    )
    same = {"indicator": "abs_overall", "phase": "primary", "period": "2018/19"}
    results(bench, text.format(own=999), **same)
    bench.execute("update staged_value set extract_id = 5")
    given(bench, "staged_extract", "extract_id | layout\n5 | other", release_status=status,
          precedence=precedence)  # fmt: skip
    results(bench, text.format(own=-1), **same)
    assert compared(bench, "national_percentile", "urn = '100001'")[1:] == [[place]]


def test_falling_absence_is_a_rising_trend(bench):
    periods = ("2016/17", "2017/18", "2018/19")
    areas(bench, "row_kind | area_code | period | value\n" + "\n".join(f"national | E | {p} | 4" for p in periods),
          indicator="abs_overall", phase="primary")  # fmt: skip
    results(
        bench,
        "period | value\n2016/17 | 5\n2017/18 | 4.8\n2018/19 | 4.5",
        indicator="abs_overall",
        phase="primary",
    )
    assert compared(bench, "trend", "period = '2018/19'")[1] == ["rising"]


def test_an_academy_is_followed_from_the_school_it_replaced(bench):
    given(bench, "staged_link", "urn | link_urn | link_type\n140001 | 100001 | Predecessor", extract_id=1)
    results(
        bench,
        """
        urn    | period  | value | cohort
        100001 | 2016/17 | 5.5   | 400
        100001 | 2017/18 | 5     | 400
        140001 | 2017/18 | 4.9   | 400
        140001 | 2018/19 | 4     | 400
        """,
        indicator="abs_pa10",
        phase="primary",
    )
    assert compared(bench, "period urn school_id value change") == cells(
        """
        period  | urn    | school_id | value | change
        2016/17 | 100001 | S100001   | 5.5   |
        2017/18 | 100001 | S100001   | 5     | -0.5
        2017/18 | 140001 | S100001   | 4.9   | -0.6
        2018/19 | 140001 | S100001   | 4     | -0.9
        """
    )


def test_only_the_home_councils_schools_are_compared(bench):
    results(bench, "urn | la_code | value\n100001 | 330 | 4\n200001 | 801 | 5", indicator="abs_overall",
            phase="primary", period="2018/19")  # fmt: skip
    assert compared(bench, "urn similar_mean similar_k")[1:] == [["100001", "", ""]]


def test_tables_and_views_of_comparisons_agree(bench):
    results(bench, "urn | value | cohort\n100001 | 4 | 30\n100002 | 5 | 30", indicator="ks2_rwm_exp",
            phase="primary", period="2018/19")  # fmt: skip
    built(bench, "20_core", "30_compare")
    made = {name: bench.execute(f"from {name} order by all").fetchall() for name in ORDER["30_compare"]}
    for name in reversed(ORDER["30_compare"]):
        bench.execute(f"drop table {name}")
    build(bench, "30_compare", as_="view")
    for name, rows in made.items():
        assert bench.execute(f"from {name} order by all").fetchall() == rows, name


def similar(con, text, **same):
    """A list of similar schools, as DfE publishes it."""
    given(con, "staged_similar_school", text, **{"extract_id": 1, **same})
    con.execute("update staged_similar_school set source_row = rowid")


ABSENCE = {"indicator": "abs_overall", "period": "2018/19"}


def test_the_mean_of_similar_schools_is_of_those_that_have_a_figure_and_says_how_many(bench):
    results(
        bench,
        """
        urn    | la_code | value | phase
        100001 | 330     | 4     | primary
        100002 | 330     | 4.005 | primary
        200001 | 801     | 5     | primary
        200002 | 801     |       | primary
        200003 | 801     | 9     | secondary
        """,
        **ABSENCE,
    )
    similar(
        bench,
        """
        urn    | similar_urn | distance | position
        100001 | 100001      | 0        | 1
        100001 | 100002      | 0.2      | 2
        100001 | 200001      | 0.3      | 3
        100001 | 200002      | 0.4      | 4
        100001 | 200003      | 0.5      | 5
        100001 | 999999      | 0.6      | 6
        """,
    )
    assert compared(bench, "urn similar_mean similar_k") == cells(
        """
        urn    | similar_mean | similar_k
        100001 | 4.503        | 2
        100002 |              |
        """
    )


def test_half_a_hundredth_is_rounded_away_from_zero_as_dfe_does(bench):
    results(
        bench,
        "urn | value | phase\n100001 | 0 | secondary\n100002 | 0.25 | secondary\n100003 | 0 | secondary\n"
        "100004 | -0.25 | secondary\n100005 | 0 | secondary",
        indicator="ks4_p8",
        period="2018/19",
    )
    similar(
        bench,
        "urn | similar_urn | position\n100001 | 100002 | 1\n100001 | 100003 | 2\n"
        "100003 | 100004 | 1\n100003 | 100005 | 2",
    )
    assert compared(bench, "urn round(similar_mean,2) similar_k", "similar_k > 0")[1:] == [
        ["100001", "0.13", "2"],
        ["100003", "-0.13", "2"],
    ]


def test_a_newer_list_takes_the_place_of_the_older_of_the_same_phase_only(bench):
    results(
        bench,
        """
        urn    | la_code | value | phase
        100001 | 330     | 4     | primary
        200001 | 801     | 5     | primary
        200002 | 801     | 7     | primary
        200003 | 801     | 9     | secondary
        """,
        **ABSENCE,
    )
    similar(bench, "urn | similar_urn | position\n100001 | 200001 | 1\n100001 | 200003 | 2")
    similar(bench, "urn | similar_urn | position\n100001 | 200002 | 1", extract_id=2)
    assert compared(bench, "similar_mean similar_k", "urn = '100001'")[1:] == [["7", "1"]]
    assert shown(bench, "similar_school", "similar_urn phase extract_id")[1:] == [
        ["200002", "primary", "2"],
        ["200003", "secondary", "1"],
    ]
