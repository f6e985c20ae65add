"""Is every rung of the ladder there, and is the number of pupils to another outcome the right one?"""

from __future__ import annotations

import pytest
from given import shown
from rated import rate, results, schools, screens, snapshot

RWM = "ks2_rwm_exp"


def ladder(con, rule_id: str, columns: str, urn: str = "1") -> list[str]:
    """One rule of one school in the ladder, as text."""
    rate(con)
    screens(con, as_="view")
    (row,) = shown(con, "screen_ladder", columns, f"urn = '{urn}' and rule_id = '{rule_id}'")[1:]
    return row


@pytest.mark.parametrize(
    ("scenario", "value", "level", "distance"),
    [
        ("3.0 points above is not more than the margin of 3", "18.8", "0", "Amber with 1 more pupil"),
        ("3.1 points above is", "18.9", "1", "Green with 1 fewer pupil"),
        ("8.3 points above", "24.1", "1", "Green with 22 fewer pupils"),
        ("far below", "5", "0", "Amber with 58 more pupils"),
    ],
)
def test_persistent_absence_is_so_many_pupils_from_the_margin(con, scenario, value, level, distance):
    snapshot(con)
    schools(con, "1 | primary | maintained")
    results(
        con,
        f"urn | period | value | national | cohort\n1 | 2024/25 | {value} | 15.8 | 412",
        indicator="abs_pa10",
    )

    found = ladder(con, "attendance_persistent_national", "level distance")

    assert found == [level, distance], scenario


def test_overall_absence_is_counted_in_sessions(con):
    snapshot(con)
    schools(con, "1 | primary | maintained")
    results(con, "urn | period | value | national | numerator | cohort\n1 | 2024/25 | 6 | 5.2 | 6000 | 300")

    assert ladder(con, "attendance_absence_national", "level distance") == [
        "1",
        "Green with 251 fewer sessions",
    ]


def test_suspensions_are_counted_in_incidents(con):
    snapshot(con)
    schools(con, "1 | primary | maintained")
    results(
        con,
        """
        urn | period  | value | national | numerator | cohort
        1   | 2023/24 | 4     | 2        | 8         | 200
        1   | 2024/25 | 7     | 2        | 14        | 200
        """,
        indicator="susp_rate",
    )

    # 11 is a rise of a tenth and of three; 10 is a rise of two only.
    found = ladder(con, "attendance_suspensions_rising", "level distance")
    assert found == ["2", "Green with 4 fewer incidents"]


@pytest.mark.parametrize(
    ("scenario", "now", "before", "level", "distance"),
    [
        # 45.2 are expected of 200: of 59 the exact interval begins at 44.9, of 60 at 45.8.
        ("certain by one", "30 | 60 | 22.89", "18 | 36", "2", "Green with 1 fewer incident"),
        ("one short of certain", "29.5 | 59 | 22.46", "18 | 36", "0", "Red with 1 more incident"),
        ("above in both years, not for certain", "29.5 | 59 | 22.46", "19 | 38", "2",
         "Green with 14 fewer incidents"),
    ],
)  # fmt: skip
def test_suspensions_are_so_many_incidents_from_certainly_above_national(
    con, scenario, now, before, level, distance
):
    snapshot(con)
    schools(con, "1 | secondary | maintained")
    results(
        con,
        f"""
        urn | period  | national | cohort | value | numerator | interval_low
        1   | 2024/25 | 22.6     | 200    | {now}
        1   | 2023/24 | 18.9     | 200    | {before} |
        """,
        indicator="susp_rate",
        phase="secondary",
    )

    assert ladder(con, "attendance_suspensions_rising", "level distance") == [level, distance], scenario


@pytest.mark.parametrize(
    ("scenario", "row", "level", "distance"),
    [
        # 22 of 60 against 62%: z -4.04; 30 of 60 gives -1.92, 29 of 60 gives -2.18.
        ("below this year", "36.667 | 62 | 60 | below | | | |", "1", "Green with 8 more pupils"),
        ("in line", "50 | 62 | 60 | in_line | | | |", "0", "Amber with 1 fewer pupil"),
        # One of 30 missing is 2.2 standard errors from 99.5%, and less than one whole pupil.
        ("nearly all", "100 | 99.5 | 30 | in_line | | | |", "0", "Amber with 2 fewer pupils"),
        # Over three years z is -2.5 and a pupil moves it by 1/5; not in the worst fifth, so never red.
        ("below over three years only", "55 | 62 | 60 | in_line | -2.5 | 5 | 60 | 4", "1",
         "Green with 3 more pupils"),
        ("significantly below", "36.667 | 62 | 60 | well_below | -2.5 | 5 | 90 | 4000", "2",
         "Amber with at most 3 more pupils"),
    ],
)  # fmt: skip
def test_a_result_is_so_many_pupils_from_the_test_of_significance(con, scenario, row, level, distance):
    snapshot(con)
    schools(con, "1 | primary | maintained")
    columns = (
        "value | national | cohort | band | pooled_z | pooled_spread | national_percentile | national_of"
    )
    results(con, f"urn | period | {columns}\n1 | 2024/25 | {row}", indicator=RWM)
    assert ladder(con, "attainment_ks2_rwm", "level distance") == [level, distance], scenario


def test_a_second_result_that_leans_below_is_nearer_than_a_significant_one(con):
    snapshot(con)
    schools(con, "1 | primary | maintained")
    results(
        con,
        """
        urn | period  | value | national | cohort | band    | z_national | pupil_gap
        1   | 2023/24 | 52    | 62       | 60     | in_line | -1.6       | -6
        1   | 2024/25 | 58    | 62       | 60     | in_line | -0.6       | -2
        """,
        indicator=RWM,
    )

    # Two fewer of 60 make 54.7%, 7.3 points below with z -1.17; three make 53%, z -1.44. Significant: six.
    assert ladder(con, "attainment_ks2_rwm", "level distance") == ["0", "Amber with 3 fewer pupils"]


def test_a_gap_is_so_many_pupils_from_widening(con):
    snapshot(con)
    schools(con, "1 | primary | maintained")
    results(
        con,
        """
        urn | period  | value | national | cohort | band
        1   | 2022/23 | 50    | 48       | 30     | in_line
        1   | 2023/24 | 46    | 48       | 30     | in_line
        1   | 2024/25 | 40    | 48       | 30     | in_line
        """,
        indicator=RWM, pupil_group="dis",
    )  # fmt: skip

    # Widened by 10 points, 3 pupils; two pupils more would make it 3 points, less than 5.
    assert ladder(con, "attainment_gap_ks2", "level distance") == ["1", "Green with 2 more pupils"]


@pytest.mark.parametrize(
    "rule_id", ["attendance_absence_worst_fifth", "attainment_trend_ks2", "attainment_ks4_a8"]
)
def test_nothing_is_said_where_no_count_of_pupils_decides(con, rule_id):
    snapshot(con)
    schools(con, "1 | all-through | academy")
    results(
        con,
        """
        urn | indicator   | phase     | period  | value | national | numerator | cohort | band  | trend     | national_percentile | national_of
        1   | abs_overall | secondary | 2023/24 | 12    | 8        | 12000     | 500    |       |           | 90                  | 3000
        1   | abs_overall | secondary | 2024/25 | 12    | 8        | 12000     | 500    |       |           | 90                  | 3000
        1   | ks2_rwm_exp | primary   | 2024/25 | 40    | 62       |           | 60     | below | declining |                     |
        1   | ks4_a8      | secondary | 2024/25 | 38    | 46       |           | 180    | below | steady    |                     |
        """,  # noqa: E501
    )

    level, distance = ladder(con, rule_id, "level distance")
    assert (level in ("1", "2"), distance) == (True, "")


@pytest.mark.parametrize(
    ("status", "period", "cohort", "outcome"),
    [
        ("suppressed", "2024/25", "412", "suppressed"),
        ("not published", "2024/25", "412", "not published"),
        ("value", "2021/22", "412", "too old"),
        ("value", "2024/25", "10", "too few pupils"),
    ],
)
def test_what_could_not_be_rated_says_why_and_never_how_far(con, status, period, cohort, outcome):
    snapshot(con)
    schools(con, "1 | primary | maintained")
    value = "24.1" if status == "value" else ""
    results(
        con,
        f"urn | period | value | cohort | status\n1 | {period} | {value} | {cohort} | {status}",
        indicator="abs_pa10",
        national=15.8,
    )

    found = ladder(con, "attendance_persistent_national", "level outcome distance")
    assert found == ["", outcome, ""]


def test_a_rung_has_every_comparator_its_interval_its_descriptor_and_its_age(con):
    snapshot(con)
    schools(con, "1 | primary | maintained")
    results(
        con,
        """
        urn | value | national | la | similar_mean | similar_k | cohort | interval_low | interval_high
        1   | 50    | 62       | 60 | 58.5         | 42        | 60     | 37.7         | 62.3
        """,
        period="2024/25",
        indicator=RWM,
        band="in_line",
    )

    beside = ladder(con, "attainment_ks2_rwm", "national la similar_mean similar_k phase")
    assert beside == ["62", "60", "58.5", "42", "primary"]
    around = ladder(con, "attainment_ks2_rwm", "outcome interval_low interval_high age_months page threshold")
    assert around == ["consistent with Established", "37.7", "62.3", "14", "7", "1.96"]
