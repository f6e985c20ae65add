"""Do the attainment rules say what domain rules 5 says of headline results, groups, gaps and trends?"""

from __future__ import annotations

import pytest
from rated import answers, rate, reason, results, schools, snapshot

RWM = "ks2_rwm_exp"


def one_result(con, columns: str, row: str, **same: object) -> None:
    """One primary school with one result of 2024/25, 60 pupils, national 63."""
    snapshot(con)
    schools(con, "1 | primary | maintained")
    text = (
        f"urn | period | value | national | la | cohort | {columns}\n1 | 2024/25 | 45 | 63 | 62 | 60 | {row}"
    )
    results(con, text, **{"indicator": RWM, **same})


@pytest.mark.parametrize(
    ("scenario", "row", "level"),
    [
        ("in line", "in_line | -0.5 | 50 | 4000 | 2 | 280", "0"),
        ("above", "above | 2.5 | 20 | 4000 | 1 | 280", "0"),
        ("below this year", "below | -0.5 | 70 | 4000 | 3 | 280", "1"),
        ("in line this year but below over three", "in_line | -2.5 | 70 | 4000 | 3 | 280", "1"),
        ("below over three years and in the worst fifth", "well_below | -2.5 | 81 | 4000 | 3 | 280", "2"),
        ("below over three years, not in the worst fifth", "below | -2.5 | 80 | 4000 | 4 | 280", "1"),
        ("lowest quarter of the city where nobody is ranked nationally", "below | -2.5 | | | 4 | 280", "2"),
        ("third quarter of the city where nobody is ranked nationally", "below | -2.5 | | | 3 | 280", "1"),
        ("a quarter of too few schools decides nothing", "below | -2.5 | | | 4 | 11", "1"),
    ],
)
def test_a_headline_result_is_below_or_significantly_below(con, scenario, row, level):
    one_result(con, "band | pooled_z | national_percentile | national_of | la_quartile | la_of", row)
    rate(con)

    assert answers(con, "attainment_ks2_rwm") == [["1", level, "rated"]], scenario


@pytest.mark.parametrize(("before", "level"), [("below", "2"), ("in_line", "1")])
def test_where_years_cannot_be_pooled_two_results_below_stand_for_three_years(con, before, level):
    snapshot(con)
    schools(con, "1 | secondary | academy")
    results(
        con,
        f"""
        urn | period  | value | national | cohort | band  | national_percentile | national_of
        1   | 2024/25 | 38    | 46       | 180    | below | 90                  | 3000
        1   | 2023/24 | 38    | 46       | 180    | {before} | 90               | 3000
        """,
        indicator="ks4_a8",
        phase="secondary",
    )
    rate(con)

    assert answers(con, "attainment_ks4_a8") == [["1", level, "rated"]]


@pytest.mark.parametrize(
    ("scenario", "now", "before", "level"),
    [
        ("average", "in_line", "well_below", "0"),
        ("below", "below", "below", "1"),
        ("well below once", "well_below", "below", "1"),
        ("well below in two valid years, years apart", "well_below", "well_below", "2"),
    ],
)
def test_progress_8_is_read_by_its_published_band(con, scenario, now, before, level):
    snapshot(con, as_at="2023-01-31")
    schools(con, "1 | all-through | academy")
    results(
        con,
        f"""
        urn | period  | value | cohort | band     | interval_low | interval_high
        1   | 2021/22 | -0.7  | 150    | {now}    | -0.9         | -0.5
        1   | 2018/19 | -0.7  | 150    | {before} | -0.9         | -0.5
        """,
        indicator="ks4_p8",
        phase="secondary",
    )
    rate(con)

    assert answers(con, "attainment_ks4_p8") == [["1", level, "rated"]], scenario


def test_progress_8_stops_counting_when_it_is_too_old(con):
    snapshot(con, as_at="2026-11-22")
    schools(con, "1 | secondary | academy")
    results(
        con,
        "urn | period | value | cohort | band\n1 | 2023/24 | -0.7 | 150 | well_below",
        indicator="ks4_p8",
        phase="secondary",
    )
    rate(con)

    assert answers(con, "attainment_ks4_p8") == [["1", "", "aged"]]
    assert reason(con, "attainment_ks4_p8") == (
        "Progress 8 not rated: −0.70 in 2023/24, which ended more than 24 months before 22 November 2026."
    )


LOW = "well_below | -2.5 | 95 | 4000"
LINE = "in_line | 0.1 | 40 | 4000"


@pytest.mark.parametrize(
    ("scenario", "bands", "across", "area"),
    [
        (
            "two of four",
            {"ks2_rwm_exp": LOW, "ks2_read_exp": LOW, "ks2_writ_exp": LINE, "ks2_math_exp": LINE},
            "2",
            "red",
        ),
        (
            "one of four",
            {"ks2_rwm_exp": LOW, "ks2_read_exp": LINE, "ks2_writ_exp": LINE, "ks2_math_exp": LINE},
            "0",
            "amber",
        ),
        ("the only one there is", {"ks2_rwm_exp": LOW}, "2", "red"),
    ],
)
def test_across_key_stages_means_two_headline_results_or_the_only_one(con, scenario, bands, across, area):
    snapshot(con)
    schools(con, "1 | primary | maintained")
    for indicator, row in bands.items():
        results(
            con,
            "urn | period | value | national | cohort | band | pooled_z | national_percentile | national_of\n"
            f"1 | 2024/25 | 45 | 63 | 60 | {row}",
            indicator=indicator,
        )
    rate(con)

    assert answers(con, "attainment_across", "level") == [[across]], scenario
    found = con.execute("select rating from area_rating where area = 'attainment'").fetchone()
    assert found == (area,), scenario


@pytest.mark.parametrize(
    ("trend", "falling", "dip", "status"),
    [
        ("declining", "1", "0", "rated"),
        ("dip", "0", "1", "rated"),
        ("steady", "0", "0", "rated"),
        ("rising", "0", "0", "rated"),
        ("unknown", "", "", "no data"),
    ],
)
def test_falling_results_and_a_dip_are_developing_and_an_unknown_trend_is_not_rated(
    con, trend, falling, dip, status
):
    one_result(con, "trend | change_period", f"{trend} | 2023/24")
    rate(con)

    assert answers(con, "attainment_trend_ks2") == [["1", falling, status]]
    assert answers(con, "attainment_dip_ks2") == [["1", dip, status]]


def test_disadvantaged_pupils_are_held_against_the_same_group_nationally(con):
    one_result(con, "band | pupil_gap", "below | -10", pupil_group="dis")
    rate(con)

    assert answers(con, "attainment_disadvantaged_ks2") == [["1", "1", "rated"]]
    assert reason(con, "attainment_disadvantaged_ks2") == (
        "KS2 expected standard in reading, writing and maths, disadvantaged pupils: 45% in 2024/25 "
        "(60 pupils), significantly below the same group nationally (63%), 10 pupils short."
    )


@pytest.mark.parametrize(
    ("scenario", "dis", "sen", "level"),
    [
        ("both well below", "38 | 48 | 50 | -2.5", "18 | 29 | 28 | -2.1", "2"),
        ("only one well below", "38 | 48 | 50 | -2.5", "28 | 29 | 28 | -0.1", "0"),
        ("ten points but not significant", "38 | 48 | 50 | -1.5", "18 | 29 | 28 | -2.1", "0"),
        ("significant but nine points", "39 | 48 | 50 | -2.5", "18 | 29 | 28 | -2.1", "0"),
        ("below national but not below the city", "38 | 48 | 37 | -2.5", "18 | 29 | 28 | -2.1", "0"),
        ("no figure for SEN support is no evidence", "38 | 48 | 50 | -2.5", None, ""),
    ],
)
def test_disadvantaged_and_sen_support_pupils_must_both_be_well_below(con, scenario, dis, sen, level):
    snapshot(con)
    schools(con, "1 | primary | maintained")
    for group, row in (("dis", dis), ("sen_sup", sen)):
        if row:
            results(
                con,
                f"urn | period | cohort | value | national | la | pooled_z\n1 | 2024/25 | 30 | {row}",
                indicator=RWM,
                pupil_group=group,
            )
    rate(con)

    assert answers(con, "attainment_groups_ks2", "level") == [[level]], scenario


def gap_of(con, first: str, cohort: int) -> None:
    """Disadvantaged pupils: 40 against 48 in 2024/25, with `first` (value | national) two results before."""
    snapshot(con)
    schools(con, "1 | primary | maintained")
    results(
        con,
        f"""
        urn | period  | value | national | cohort
        1   | 2024/25 | 40    | 48       | {cohort}
        1   | 2023/24 | 44    | 46       | {cohort}
        """,
        indicator=RWM,
        pupil_group="dis",
    )
    results(
        con,
        f"urn | period | cohort | value | national\n1 | 2022/23 | {cohort} | {first}",
        indicator=RWM,
        pupil_group="dis",
    )
    con.execute(
        "insert into benchmark (area_type, indicator, pupil_group, phase, period, value, is_best)"
        " values ('national', ?, 'nondis', 'primary', '2024/25', 70, true)",
        [RWM],
    )


@pytest.mark.parametrize(
    ("scenario", "first", "cohort", "level"),
    [
        ("five points more than nationally", "42 | 45", 60, "1"),
        ("four points more than nationally", "41 | 45", 60, "0"),
        ("five points of too few pupils", "42 | 45", 39, "0"),
        ("narrowing", "30 | 45", 60, "0"),
    ],
)
def test_a_gap_widens_by_what_the_group_loses_against_the_same_group_nationally(
    con, scenario, first, cohort, level
):
    gap_of(con, first, cohort)
    rate(con)

    assert answers(con, "attainment_gap_ks2", "level") == [[level]], scenario


def test_the_gap_is_told_against_other_pupils_nationally(con):
    gap_of(con, "42 | 45", 60)
    rate(con)

    assert reason(con, "attainment_gap_ks2") == (
        "KS2 expected standard in reading, writing and maths, disadvantaged pupils: 40% in 2024/25 "
        "(60 pupils), 30 points below other pupils nationally (70%); since 2022/23 the gap grew 5 points "
        "more than nationally; threshold 5 points."
    )


def test_a_gap_is_not_followed_across_a_break(con):
    gap_of(con, "42 | 45", 60)
    con.execute("insert into indicator_break values (?, '2023/24', 'changed')", [RWM])
    rate(con)

    assert answers(con, "attainment_gap_ks2") == [["1", "", "no data"]]
