"""Bands or fifths of schools: do rules, sentences and screens follow the framework's choice alike?"""

from __future__ import annotations

import pytest
from given import shown
from rated import answers, rate, reason, results, schools, screens, snapshot

COLUMNS = "urn | period | value | national | cohort | significance | band | quintile | national_of"

BEST = "well above average, in the best fifth of schools nationally"
SECOND = "above average, in the second fifth of schools nationally"
MIDDLE = "in line with average, in the middle fifth of schools nationally"


def choose(con, word: str) -> None:
    con.execute("update choice set word = ?", [word])


def one_school(con, word: str, *rows: str, indicator: str = "ks2_rwm_exp", phase: str = "primary") -> None:
    snapshot(con)
    choose(con, word)
    schools(con, f"1 | {phase} | maintained")
    results(con, "\n".join([COLUMNS, *rows]), indicator=indicator, phase=phase)
    rate(con)


@pytest.mark.parametrize(
    ("word", "quintile", "level", "told"),
    [
        ("bands", 4, "0", "in line with national (62%)."),
        ("quintiles", 1, "0", "well above average, in the best fifth of schools nationally (national 62%)."),
        ("quintiles", 2, "0", "above average, in the second fifth of schools nationally (national 62%)."),
        ("quintiles", 3, "0", f"{MIDDLE} (national 62%)."),
        ("quintiles", 4, "1", "below average, in the fourth fifth of schools nationally (national 62%)."),
        ("quintiles", 5, "1", "well below average, in the worst fifth of schools nationally (national 62%)."),
        ("quintiles", "", "", "not rated: no national place by which to tell its fifth of schools."),
    ],
)
def test_a_result_is_told_by_the_way_chosen(con, word, quintile, level, told):
    one_school(con, word, f"1 | 2024/25 | 55 | 62 | 60 | in line | in_line | {quintile} | 15000")

    assert answers(con, "attainment_ks2_rwm", "level") == [[level]]
    assert reason(con, "attainment_ks2_rwm").endswith(told)


def test_progress_by_fifths_needs_no_interval(con):
    one_school(
        con,
        "quintiles",
        "1 | 2023/24 | -0.9 | 0 | 180 | | | 5 | 3300",
        "1 | 2022/23 | -0.9 | 0 | 180 | | | 5 | 3300",
        indicator="ks4_p8",
        phase="secondary",
    )
    con.execute("update setting set value = '2025-11-22' where key = 'as_at'")
    rate(con)

    assert answers(con, "attainment_ks4_p8", "level") == [["2"]]
    assert reason(con, "attainment_ks4_p8").endswith(
        "well below average, in the worst fifth of schools nationally, and well below in 2022/23."
    )


def test_two_results_in_the_worst_fifths_are_not_called_significant(con):
    row = "1 | {} | 44 | 62 | 60 | below | below | 5 | 15000 | 90"
    snapshot(con)
    choose(con, "quintiles")
    schools(con, "1 | primary | maintained")
    results(
        con,
        "\n".join([f"{COLUMNS} | national_percentile", row.format("2024/25"), row.format("2023/24")]),
        indicator="ks2_rwm_exp",
    )
    rate(con)

    assert answers(con, "attainment_ks2_rwm", "level") == [["2"]]
    assert ", below national (62%) over two results and in the worst fifth nationally" in reason(
        con, "attainment_ks2_rwm"
    )


@pytest.mark.parametrize(
    ("word", "quintile", "better", "told", "stands_out"),
    [
        ("bands", 5, "in line", "in line with national (62%)", "no"),
        ("quintiles", 3, "in line", f"{MIDDLE} (national 62%)", "no"),
        ("quintiles", 2, "better", f"{SECOND} (national 62%)", "no"),
        ("quintiles", 1, "better", f"{BEST} (national 62%)", "yes"),
        ("quintiles", "", "worse", "in line with national (62%)", "no"),
    ],
)
def test_screens_say_what_the_rules_say(con, word, quintile, better, told, stands_out):
    one_school(con, word, f"1 | 2024/25 | 55 | 62 | 60 | in line | in_line | {quintile} | 15000")
    con.execute("update school set state_funded = true")
    screens(con, as_="view")

    assert shown(con, "screen_figure", "better stands_out")[1:] == [[better, stands_out]]
    assert shown(con, "screen_distribution", "better")[1:] == [[better]]
    assert shown(con, "screen_indicator", "sentence")[1][0].endswith(f"(60 pupils), {told}.")
    ((sentence, found),) = shown(con, "screen_sentence", "sentence stands_out")[1:]
    assert (sentence.endswith(f"2024/25, {told}."), found) == (True, stands_out)


def test_progress_is_told_by_fifths_too(con):
    one_school(
        con,
        "quintiles",
        "1 | 2023/24 | 0.4 | 0 | 180 | above | above | 2 | 3300",
        indicator="ks4_p8",
        phase="secondary",
    )
    screens(con, as_="view")

    assert shown(con, "screen_indicator", "sentence")[1][0].endswith(
        "(180 pupils), above average, in the second fifth of schools nationally."
    )
    assert shown(con, "screen_sentence", "sentence")[1][0].endswith(
        "180 pupils in 2023/24, above average, in the second fifth of schools nationally."
    )


@pytest.mark.parametrize(("word", "told"), [("bands", 1), ("quintiles", 0)])
def test_how_far_a_result_is_from_another_outcome_is_not_told_by_fifths(con, word, told):
    one_school(con, word, "1 | 2024/25 | 50 | 62 | 60 | in line | in_line | 3 | 15000")
    screens(con, as_="view")

    found = shown(con, "screen_ladder_distance", "worse_by", "rule_id = 'attainment_ks2_rwm'")[1:]
    assert len(found) == told
