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
