"""Is a group of pupils set beside the other pupils nationally, and its gap followed only over years that compare?"""

# ruff: noqa: E501  the text tables are wide

from __future__ import annotations

import pytest

from tests.sql import compared as helpers
from tests.sql.compared import areas, compared, results
from tests.sql.given import cells

RWM = {"indicator": "ks2_rwm_exp", "phase": "primary"}


@pytest.fixture
def bench(con):
    return helpers.bench(con)


def test_the_gap_of_disadvantaged_pupils_is_to_the_others_nationally(bench):
    areas(
        bench,
        """
        row_kind | area_code | pupil_group | value
        national | E         | dis         | 48
        national | E         | nondis      | 70
        national | E         | all         | 62
        la       | 330       | nondis      | 90
        """,
        period="2024/25",
        **RWM,
    )
    results(
        bench,
        """
        pupil_group | value | cohort
        all         | 60    | 60
        dis         | 36    | 25
        nondis      | 80    | 35
        """,
        period="2024/25",
        **RWM,
    )
    assert compared(bench, "pupil_group national gap_national national_others gap_others z_others") == cells(
        """
        pupil_group | national | gap_national | national_others | gap_others | z_others
        all         | 62       | -2           |                 |            |
        dis         | 48       | -12          | 70              | -34        | -3.71
        nondis      | 70       | 10           | 48              | 32         | 3.789
        """
    )


def test_each_kind_of_need_is_tested_against_the_same_pupils_nationally(bench):
    areas(
        bench,
        """
        row_kind | area_code | pupil_group | value
        national | E         | sen_sup     | 29
        national | E         | ehcp        | 9
        national | E         | no_sen      | 75
        """,
        period="2024/25",
        **RWM,
    )
    results(
        bench,
        """
        pupil_group | value | cohort
        sen_sup     | 10    | 40
        ehcp        | 0     | 12
        """,
        period="2024/25",
        **RWM,
    )
    assert compared(bench, "pupil_group z_national significance national_others gap_others") == cells(
        """
        pupil_group | z_national | significance | national_others | gap_others
        ehcp        | -1.089     | in line      | 75              | -75
        sen_sup     | -2.648     | below        | 75              | -65
        """
    )


def test_a_mean_of_a_group_is_set_beside_the_others_with_the_spread_of_pupils(bench):
    areas(
        bench,
        "row_kind | area_code | pupil_group | value\nnational | E | nondis | 50",
        indicator="ks4_a8",
        phase="secondary",
        period="2023/24",
    )
    results(bench, "value | cohort\n40 | 25", indicator="ks4_a8", phase="secondary", period="2023/24",
            pupil_group="dis")  # fmt: skip
    assert compared(bench, "z_others gap_others z_national")[1:] == [["-2.5", "-10", ""]]


YEARS = ("2021/22", "2022/23", "2023/24")


def followed(bench, school, england, *, group="dis", periods=YEARS, cohort=40, **same):
    """The widening of the gap up to the last of `periods`."""
    areas(
        bench,
        "row_kind | area_code | period | value\n"
        + "\n".join(f"national | E | {p} | {v}" for p, v in zip(periods, england, strict=True)),
        pupil_group=group,
        **(RWM | same),
    )
    results(
        bench,
        "period | value | cohort\n"
        + "\n".join(f"{p} | {v} | {cohort}" for p, v in zip(periods, school, strict=True)),
        pupil_group=group,
        **(RWM | same),
    )
    columns = "gap_widened gap_widened_from gap_widened_pupils"
    return compared(bench, columns, f"period = '{periods[-1]}'")[1]


def test_a_gap_widens_by_what_the_group_loses_against_the_same_group_nationally(bench):
    assert followed(bench, (50, 44, 42), (45, 46, 48)) == ["11", "2021/22", "4"]


def test_a_gap_that_closes_has_widened_by_less_than_nothing(bench):
    assert followed(bench, (40, 44, 48), (45, 45, 45)) == ["-8", "2021/22", "-3"]


def test_a_gap_does_not_widen_over_fewer_than_three_years(bench):
    assert followed(bench, (50, 40), (45, 45), periods=("2022/23", "2023/24")) == ["", "", ""]


def test_a_gap_is_not_followed_across_cancelled_years(bench):
    assert followed(bench, (50, 45, 40), (45, 45, 45), periods=("2017/18", "2018/19", "2021/22")) == [
        "",
        "",
        "",
    ]


def test_all_pupils_have_no_gap_to_widen(bench):
    assert followed(bench, (50, 44, 42), (45, 46, 48), group="all") == ["", "", ""]


def test_a_gap_between_means_is_not_counted_in_pupils(bench):
    same = {"indicator": "ks4_a8", "phase": "secondary", "periods": ("2022/23", "2023/24", "2024/25")}
    assert followed(bench, (38, 36, 33), (35, 35, 35), **same) == ["5", "2022/23", ""]


def test_without_a_national_figure_at_both_ends_nothing_is_said_of_the_gap(bench):
    assert followed(bench, (50, 44, 42), ("", 46, 48)) == ["", "", ""]
