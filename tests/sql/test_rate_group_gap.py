"""Does each rule on groups of pupils say how wide their gap is and whether it grows?"""

# ruff: noqa: E501  the words are long

from __future__ import annotations

import pytest
from given import shown
from rated import rate, results, schools, snapshot

RWM = "ks2_rwm_exp"


@pytest.fixture
def city(con):
    snapshot(con)
    schools(con, "\n".join(f"{number} | primary | maintained" for number in range(10, 30)))
    return con


def signals(con, rule_id: str, columns: str) -> list[list[str]]:
    rate(con)
    return shown(con, "signal_group_gap", columns, f"rule_id = '{rule_id}'")[1:]


@pytest.mark.parametrize(
    ("dis", "sen", "level", "lack", "words"),
    [
        (
            "38 | 48 | 39 | -1.96",
            "19 | 29 | 20 | -1.96 | 11",
            "2",
            "",
            "10 points below the same group nationally (48%), and pupils with SEN support 10 points below theirs;",
        ),
        (
            "38 | 48 | 38 | -1.96",
            "19 | 29 | 20 | -1.96 | 11",
            "0",
            "",
            "disadvantaged and SEN support pupils are not both 10 points below",
        ),
        (
            "38 | 48 | 39 | -1.95",
            "19 | 29 | 20 | -1.96 | 11",
            "0",
            "",
            "disadvantaged and SEN support pupils are not both 10 points below",
        ),
        (
            "38 | 47.9 | 39 | -1.96",
            "19 | 29 | 20 | -1.96 | 11",
            "0",
            "",
            "disadvantaged and SEN support pupils are not both 10 points below",
        ),
        (
            "38 | 48 | 39 | -1.96",
            "19 | 28.9 | 20 | -1.96 | 11",
            "0",
            "",
            "disadvantaged and SEN support pupils are not both 10 points below",
        ),
        (
            "38 | 48 | 39 | -1.96",
            "19 | 29 | 19 | -1.96 | 11",
            "0",
            "",
            "disadvantaged and SEN support pupils are not both 10 points below",
        ),
        (
            "38 | 48 | 39 | -1.96",
            "19 | 29 | 20 | -1.95 | 11",
            "0",
            "",
            "disadvantaged and SEN support pupils are not both 10 points below",
        ),
        ("38 | 48 | 39 | -1.96", "19 | 29 | 20 | -1.96 | 10", "", "no data", "too few pupils"),
        ("38 | 48 | 39 |", "19 | 29 | 20 | -1.96 | 11", "", "no data", "three years"),
        ("38 | 48 | 39 | -1.96", " | | | | ", "", "no data", "three years"),
    ],
)
def test_both_groups_are_well_below_from_ten_points_and_below_the_council(city, dis, sen, level, lack, words):
    columns = "value | national | la | pooled_z"
    results(
        city, f"{columns}\n{dis}", urn="10", indicator=RWM, period="2024/25", pupil_group="dis", cohort=30
    )
    results(
        city, f"{columns} | cohort\n{sen}", urn="10", indicator=RWM, period="2024/25", pupil_group="sen_sup"
    )
    ((*found, verdict),) = signals(city, "attainment_groups_ks2", "level lack threshold verdict")
    assert found == [level, lack, "10"]
    assert verdict.startswith(words)


@pytest.mark.parametrize(
    ("first_period", "first", "others", "level", "verdict"),
    [
        (
            "2021/22",
            42,
            70,
            "1",
            "30 points below other pupils nationally (70%); since 2021/22 the gap grew 5 points",
        ),
        ("2020/21", 42, 70, "", "three comparable results are needed"),
        ("2021/22", 41, 70, "0", "30 points below other pupils nationally (70%); since 2021/22 the gap "),
        ("2021/22", 42, None, "1", "since 2021/22 the gap grew 5 points"),
    ],
)
def test_a_gap_is_followed_over_three_results_within_four_years(
    city, first_period, first, others, level, verdict
):
    rows = f"2024/25 | 40 | 48\n2023/24 | 44 | 46\n{first_period} | {first} | 45"
    results(city, f"period | value | national\n{rows}", urn="10", indicator=RWM, pupil_group="dis", cohort=40)
    if others:
        city.execute(
            "insert into benchmark (area_type, indicator, pupil_group, phase, period, value, is_best)"
            " values ('national', ?, 'nondis', 'primary', '2024/25', ?, true)",
            [RWM, others],
        )
    columns = "level comparator_name comparator threshold gap verdict"
    ((*found, said),) = signals(city, "attainment_gap_ks2", columns)
    gap = "-30" if others else ""
    assert found == [level, "other pupils nationally", str(others or ""), "5", gap]
    assert said.startswith(verdict)
