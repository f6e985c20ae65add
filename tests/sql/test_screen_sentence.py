"""Does one sentence say what a figure is, beside whom it stands and for how long, and nothing else?"""

from __future__ import annotations

import pytest
from given import shown
from rated import rate, results, schools, screens, snapshot


def sentences(con, columns: str = "sentence", where: str = "true") -> list[list[str]]:
    """The sentences of the schools given, as text."""
    rate(con)
    screens(con, as_="view")
    return shown(con, "screen_sentence", columns, where)[1:]


def absences(con, rows: str) -> None:
    snapshot(con)
    schools(con, "1 | primary | maintained")
    results(
        con,
        "urn | period | value | national | similar_mean | similar_k | cohort\n" + rows,
        indicator="abs_pa10",
    )


def test_the_sentence_of_the_specification(con):
    absences(
        con,
        """
        1 | 2021/22 | 18   | 17   | 19.5 | 50 | 405
        1 | 2022/23 | 22   | 16   | 19.5 | 50 | 408
        1 | 2023/24 | 23   | 15.9 | 19.4 | 50 | 410
        1 | 2024/25 | 24.1 | 15.8 | 19.2 | 50 | 412
        """,
    )
    assert sentences(con) == [
        [
            "Persistent absence 24.1% of 412 pupils in 2024/25, 4.9 points above similar schools (19.2%), "
            "third year above."
        ]
    ]


def test_national_stands_in_where_too_few_similar_schools_have_a_figure(con):
    absences(con, "1 | 2024/25 | 24.1 | 15.8 | 19.2 | 9 | 412")
    assert sentences(con) == [
        ["Persistent absence 24.1% of 412 pupils in 2024/25, 8.3 points above national (15.8%)."]
    ]


@pytest.mark.parametrize(
    ("scenario", "before", "years"),
    [
        ("each year above", "2023/24 | 23 | 15.9 | | |", "2"),
        ("the year before was level", "2023/24 | 15.9 | 15.9 | | |", "1"),
        ("the year before was below", "2023/24 | 15 | 15.9 | | |", "1"),
        ("two years before: no year in between", "2022/23 | 23 | 15.9 | | |", "1"),
    ],
)
def test_years_in_a_row_end_where_the_side_or_the_series_does(con, scenario, before, years):
    absences(con, f"1 | {before} 410\n1 | 2024/25 | 24.1 | 15.8 | | | 412")
    assert sentences(con, "years") == [[years]], scenario


def test_years_in_a_row_never_cross_a_change_of_definition_or_a_year_without_valid_results(con):
    # 2020/21 and 2021/22 begin new ways of counting, and 2019/20 was not published.
    absences(
        con,
        """
        1 | 2018/19 | 23   | 15.9 | | | 410
        1 | 2020/21 | 23   | 15.9 | | | 410
        1 | 2021/22 | 24.1 | 15.8 | | | 412
        """,
    )
    assert sentences(con, "years") == [["1"]]


def test_a_tested_figure_says_what_the_test_says(con):
    snapshot(con)
    schools(con, "1 | primary | maintained\n2 | primary | academy\n3 | secondary | academy")
    results(
        con,
        """
        urn | indicator   | phase     | period  | value | national | cohort | significance | band    | interval_low | interval_high
        1   | ks2_rwm_exp | primary   | 2023/24 | 40    | 61       | 60     | below        | below   |              |
        1   | ks2_rwm_exp | primary   | 2024/25 | 37    | 62       | 60     | below        | below   |              |
        2   | ks2_rwm_exp | primary   | 2024/25 | 55    | 62       | 60     | in line      | in_line |              |
        3   | ks4_p8      | secondary | 2023/24 | 0.13  | -0.03    | 86     | in line      | in_line | -0.14        | 0.4
        """,  # noqa: E501
    )
    rwm = "KS2 expected standard in reading, writing and maths"
    assert sentences(con, "urn sentence stands_out") == [
        [
            "1",
            f"{rwm} 37% of 60 pupils in 2024/25, 25 points below national (62%), significant, "
            "second year below.",
            "yes",
        ],
        ["2", f"{rwm} 55% of 60 pupils in 2024/25, in line with national (62%).", "no"],
        ["3", "Progress 8 0.13, 86 pupils in 2023/24, in line with average.", "no"],
    ]


def test_a_figure_without_a_comparator_is_only_said(con):
    absences(con, "1 | 2024/25 | 24.1 | | | | 1")
    assert sentences(con) == [["Persistent absence 24.1% of 1 pupil in 2024/25."]]


def test_a_school_without_a_figure_has_no_sentence(con):
    absences(con, "1 | 2024/25 | | 15.8 | | | 412")
    assert sentences(con) == []


def test_a_figure_of_an_earlier_urn_counts_for_the_school_it_became(con):
    absences(con, "1 | 2024/25 | 24.1 | 15.8 | | | 412")
    results(con, "urn | school_id | period | value | national | cohort\n9 | S1 | 2023/24 | 23 | 15.9 | 410",
            indicator="abs_pa10")  # fmt: skip
    assert sentences(con, "years published_urn") == [["2", "1"]]
