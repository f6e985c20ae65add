"""Which result of a school is its newest, and what stood before it?"""

from __future__ import annotations

from given import shown
from rated import gather, results, schools, snapshot


def test_the_newest_result_stands_beside_the_one_before_and_the_one_before_that(con):
    snapshot(con)
    schools(con, "1 | primary | maintained")
    results(
        con,
        """
        urn | period  | value | national | change_period | numerator
        1   | 2022/23 | 4.0   | 3.5      |               | 40
        1   | 2023/24 | 5.0   | 3.5      | 2022/23       | 50
        1   | 2024/25 | 6.0   | 3.5      | 2023/24       | 60
        """,
    )
    gather(con)

    columns = """
        urn period value before_period before_value before_numerator before_gap before_comparable
        earlier_period earlier_gap earlier_comparable
    """
    assert shown(con, "latest_result", columns)[1:] == [
        ["1", "2024/25", "6", "2023/24", "5", "50", "1.5", "yes", "2022/23", "0.5", "yes"]
    ]


def test_a_year_without_a_figure_is_never_bridged(con):
    snapshot(con)
    schools(con, "1 | primary | maintained")
    results(
        con,
        """
        urn | period  | value | status
        1   | 2021/22 | 4.0   | value
        1   | 2022/23 |       | suppressed
        1   | 2023/24 | 6.0   | value
        1   | 2024/25 |       | not published
        """,
    )
    gather(con)

    columns = "period value before_period earlier_period previous_period"
    assert shown(con, "latest_result", columns)[1:] == [["2023/24", "6", "", "2021/22", "2021/22"]]


def test_a_school_without_any_figure_tells_the_status_of_its_newest_period(con):
    snapshot(con)
    schools(con, "1 | primary | maintained")
    results(con, "urn | period | status\n1 | 2022/23 | suppressed\n1 | 2023/24 | not published")
    gather(con)

    assert shown(con, "latest_result", "period value status")[1:] == [["2023/24", "", "not published"]]


def test_a_schools_own_urn_wins_over_its_predecessors_in_the_same_period(con):
    snapshot(con)
    schools(con, "1 | primary | maintained\n2 | primary | academy")
    con.execute("update school set listed = false where urn = '1'")
    con.execute("update school set school_id = 'S1' where urn = '2'")
    results(con, "urn | school_id | period | value\n1 | S1 | 2023/24 | 4\n2 | S1 | 2023/24 | 5")
    gather(con)

    assert shown(con, "latest_result", "urn published_urn value")[1:] == [["2", "2", "5"]]


def test_every_indicator_and_pupil_group_is_gathered_whether_or_not_a_rule_reads_it(con):
    snapshot(con)
    schools(con, "1 | primary | maintained")
    results(
        con,
        """
        urn | indicator  | pupil_group | period  | value
        1   | roll       | all         | 2024/25 | 300
        1   | abs_overall| sen_sup     | 2024/25 | 7
        """,
    )
    gather(con)

    assert shown(con, "latest_result", "indicator pupil_group value")[1:] == [
        ["abs_overall", "sen_sup", "7"],
        ["roll", "all", "300"],
    ]


def test_the_bands_of_the_two_results_before_are_kept_however_long_ago(con):
    snapshot(con)
    schools(con, "1 | primary | maintained")
    results(
        con,
        """
        urn | period  | value | national | band  | z_national | pupil_gap | national_percentile | national_of
        1   | 2015/16 | 9     | 3        | other | 9          | 9         | 9                   | 9
        1   | 2016/17 | 4     | 3        | below | -2.1       | -4        | 71                  | 101
        1   | 2018/19 | 5     | 3        | above | -2.2       | -5        | 72                  | 102
        1   | 2022/23 |       | 3        |       |            |           |                     |
        1   | 2023/24 | 6     | 3        | first | -2.3       | -6        | 73                  | 103
        1   | 2024/25 | 7     | 3        | newer | -2.4       | -7        | 74                  | 104
        """,
    )
    con.execute("update comparison set change_period = '2023/24' where period = '2024/25'")
    gather(con)

    columns = """
        period band previous_band previous_period first_value first_band first_gap first_period
        before_z before_pupil_gap before_percentile before_of before_comparable
        earlier_value earlier_comparable
    """
    assert shown(con, "latest_result", columns)[1:] == [
        ["2024/25", "newer", "first", "2023/24", "5", "above", "2", "2018/19", "-2.3", "-6", "73", "103",
         "yes", "", ""]
    ]  # fmt: skip


def test_only_listed_schools_are_gathered(con):
    snapshot(con)
    schools(con, "1 | primary | maintained\n2 | primary | maintained")
    con.execute("update school set listed = false where urn = '2'")
    results(con, "urn | period | value | national\n1 | 2024/25 | 4 | 3\n2 | 2024/25 | 4 | 3")
    gather(con)

    assert shown(con, "latest_result", "urn")[1:] == [["1"]]
    assert shown(con, "latest_streak", "urn")[1:] == [["1"]]


def streaks(con, text, **same):
    snapshot(con)
    schools(con, "\n".join(f"{urn} | primary | maintained" for urn in range(1, 6)))
    results(con, text, **same)
    gather(con)
    columns = "urn period national_side national_years similar_side similar_years"
    return shown(con, "latest_streak", columns)[1:]


def test_years_on_one_side_are_counted_back_until_one_lies_elsewhere_or_is_missing(con):
    assert streaks(
        con,
        """
        urn | period  | value | national | similar_mean
        1   | 2021/22 | 6     | 4        | 7
        1   | 2022/23 | 6     | 4        | 5
        1   | 2023/24 | 6     | 4        | 5
        1   | 2024/25 | 6     | 4        | 5
        2   | 2022/23 | 6     | 4        |
        2   | 2023/24 | 3     | 4        |
        2   | 2024/25 | 6     | 4        | 5
        3   | 2021/22 | 3     | 4        | 5
        3   | 2022/23 | 3     | 4        | 5
        3   | 2024/25 | 3     | 4        | 5
        4   | 2023/24 | 4.02  | 4        | 3.98
        4   | 2024/25 | 4.04  | 4        | 4.08
        5   | 2024/25 | 4     |          |
        """,
    ) == [
        ["1", "2024/25", "1", "4", "1", "3"],
        ["2", "2024/25", "1", "1", "1", "1"],
        ["3", "2024/25", "-1", "1", "-1", "1"],
        ["4", "2024/25", "0", "2", "0", "2"],
        ["5", "2024/25", "", "0", "", "0"],
    ]


def test_a_tested_figure_lies_where_its_test_says_and_progress_nowhere_without_one(con):
    tested = streaks(
        con,
        """
        urn | period  | value | national | significance
        1   | 2022/23 | 70    | 60       | in line
        1   | 2023/24 | 70    | 60       | above
        1   | 2024/25 | 70    | 60       | above
        2   | 2023/24 | 50    | 60       | below
        2   | 2024/25 | 50    | 60       | in line
        3   | 2024/25 | 50    | 60       | below
        """,
        indicator="ks2_rwm_exp",
    )
    assert [row[:4] for row in tested] == [
        ["1", "2024/25", "1", "2"],
        ["2", "2024/25", "0", "1"],
        ["3", "2024/25", "-1", "1"],
    ]
    results(con, "urn | period | value | national\n4 | 2023/24 | 0.5 | 0", indicator="ks4_p8")
    gather(con)
    assert shown(con, "latest_streak", "national_side national_years", "urn = '4'")[1:] == [["", "0"]]


def test_a_streak_does_not_cross_a_new_way_of_measuring_nor_count_a_cancelled_year(con):
    snapshot(con)
    schools(con, "1 | primary | maintained")
    con.execute("delete from indicator_break")
    con.execute("insert into indicator_break (indicator, period) values ('abs_overall', '2023/24')")
    con.execute("insert into indicator_gap values ('susp_rate', '2023/24', 'cancelled')")
    text = "urn | period | value | national\n" + "\n".join(
        f"1 | {period} | 6 | 4" for period in ("2022/23", "2023/24", "2024/25")
    )
    results(con, text)
    results(con, text, indicator="susp_rate")
    gather(con)

    assert shown(con, "latest_streak", "indicator national_years")[1:] == [
        ["abs_overall", "2"],
        ["susp_rate", "1"],
    ]


def test_a_schools_own_urn_counts_in_a_streak(con):
    snapshot(con)
    schools(con, "1 | primary | maintained\n2 | primary | academy")
    con.execute("update school set listed = false where urn = '1'")
    con.execute("update school set school_id = 'S1' where urn = '2'")
    results(
        con,
        """
        urn | school_id | period  | value | national
        1   | S1        | 2022/23 | 6     | 4
        1   | S1        | 2023/24 | 6     | 4
        2   | S1        | 2023/24 | 3     | 4
        2   | S1        | 2024/25 | 3     | 4
        """,
    )
    gather(con)

    assert shown(con, "latest_streak", "urn national_side national_years")[1:] == [["2", "-1", "2"]]
