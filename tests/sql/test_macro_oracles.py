"""Do the formulas give the published and worked answers?

Domain rules 2.4, oracles 1-10. The pool of oracle 6 is in test_compare_given.py, and 11-17, which are LAIT's,
in tests/oracle/test_lait.py.
"""

from __future__ import annotations

import math
from datetime import date

import duckdb
import pytest

from eif.sql import create_macros
from eif.ui.figures import figure

# (school or council, pupils, score, low, high, band): published Progress 8 of 2018/19.
PROGRESS_8 = [
    ("William Ellis", 105, -0.44, -0.69, -0.20, 4),
    ("Stationers' Crown Woods", 249, -0.61, -0.77, -0.45, 5),
    ("La Sainte Union", 169, 0.54, 0.34, 0.73, 1),
    ("Stoke Newington", 248, 0.19, 0.03, 0.35, 2),
    ("Lubavitch Senior Girls", 24, 0.42, -0.09, 0.94, 3),
    ("King's Oak special", 8, -1.90, -2.79, -1.01, 5),
    ("Camden", 1465, 0.09, 0.03, 0.16, 2),
    ("Greenwich", 2175, -0.18, -0.23, -0.12, 4),
]
SPREAD_2019 = 1.2814


@pytest.fixture
def ask(con):
    create_macros(con)

    def value(expression: str, *parameters: object) -> object:
        return con.execute(f"select {expression}", list(parameters)).fetchone()[0]

    return value


@pytest.mark.parametrize(("name", "pupils", "score", "low", "high", "band"), PROGRESS_8)
def test_progress_8_bands_are_those_published(ask, name, pupils, score, low, high, band):
    assert ask("p8_band(?, ?, ?)", score, low, high) == band
    half = 1.96 * SPREAD_2019 / math.sqrt(pupils)
    assert score - half == pytest.approx(low, abs=0.011)
    assert score + half == pytest.approx(high, abs=0.011)


@pytest.mark.parametrize(("pupils", "low", "high", "band"), [(24, -0.063, 0.963, 3), (45, 0.076, 0.824, 2)])
def test_the_same_score_is_average_for_few_pupils_and_above_for_more(ask, pupils, low, high, band):
    half = 1.96 * SPREAD_2019 / math.sqrt(pupils)
    assert (0.45 - half, 0.45 + half) == (pytest.approx(low, abs=0.0005), pytest.approx(high, abs=0.0005))
    assert ask("p8_band(0.45, ?, ?)", 0.45 - half, 0.45 + half) == band


@pytest.mark.parametrize(
    ("reached", "pupils", "z"), [(22, 60, -4.043), (30, 60, -1.915), (46, 60, 2.341), (15, 30, -1.354)]
)
def test_a_share_is_tested_against_national(ask, reached, pupils, z):
    assert ask("z_prop(?, 0.62, ?)", reached / pupils, pupils) == pytest.approx(z, abs=0.001)


@pytest.mark.parametrize(
    ("reached", "pupils", "low", "high"),
    [(22, 60, 0.256, 0.493), (0, 12, 0, 0.242), (11, 11, 0.741, 1)],
)
def test_wilson_intervals_stay_between_none_and_all(ask, reached, pupils, low, high):
    p = reached / pupils
    assert ask("wilson_lo(?, ?)", p, pupils) == pytest.approx(low, abs=0.0006)
    assert ask("wilson_hi(?, ?)", p, pupils) == pytest.approx(high, abs=0.0006)


@pytest.mark.parametrize(
    ("p", "national", "pupils", "gap"), [(22 / 60, 0.62, 60, -15), (0.63, 0.78, 28, -4), (0.63, 0.78, 5, 0)]
)
def test_a_gap_is_counted_in_whole_pupils_towards_zero(ask, p, national, pupils, gap):
    assert ask("pupil_gap(?, ?, ?)", p, national, pupils) == gap


@pytest.mark.parametrize(
    ("events", "pupils", "rate", "low", "high"),
    [(9, 210, 4.29, 1.96, 8.14), (0, 420, 0, 0, 0.88), (4, 1000, 0.40, 0.11, 1.02)],
)
def test_a_rate_of_events_has_the_exact_interval_of_its_count(ask, events, pupils, rate, low, high):
    assert 100 * events / pupils == pytest.approx(rate, abs=0.005)
    assert 100 * ask("poisson_low(?)", events) / pupils == pytest.approx(low, abs=0.005)
    assert 100 * ask("poisson_high(?)", events) / pupils == pytest.approx(high, abs=0.005)


@pytest.mark.parametrize("events", [0, 1, 2, 3, 5, 17, 60, 300, 1999])
def test_a_count_so_far_from_its_limits_comes_up_once_in_forty_to_a_millionth(ask, events):
    def so_few(count: int, mean: float) -> float:
        return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1))

    low, high = ask("poisson_low(?)", events), ask("poisson_high(?)", events)
    assert so_few(events, high - 1e-6) > 0.025 > so_few(events, high + 1e-6)
    if events:
        assert 1 - so_few(events - 1, low - 1e-6) < 0.025 < 1 - so_few(events - 1, low + 1e-6)
    else:
        assert low == 0


def test_no_count_has_no_limits(ask):
    assert ask("poisson_low(null::bigint)") is None
    assert ask("poisson_high(null::bigint)") is None


def test_under_one_whole_pupil_is_in_line_whatever_the_test(ask):
    assert ask("band5(-2.5, 0, 95)") == "in_line"
    assert ask("band5(-2.5, -1, 95)") == "well_below"
    assert ask("band5(-2.5, -1, 80)") == "below"
    assert ask("band5(-2.5, -1, null)") == "below"
    assert ask("band5(1.95, 9, 1)") == "in_line"
    assert ask("band5(2.0, 3, 20)") == "well_above"
    assert ask("band5(2.0, 3, 21)") == "above"
    assert ask("band5(null, 3, 21)") is None


@pytest.mark.parametrize(
    ("z", "gap", "percentile", "band"),
    [
        (1.96, 1, 50, "above"),
        (-1.96, -1, 50, "below"),
        (1.9599, 1, 50, "in_line"),
        (-1.9599, -1, 50, "in_line"),
        (3, 1, 20, "well_above"),
        (3, 1, 21, "above"),
        (-3, -1, 81, "well_below"),
        (-3, -1, 80, "below"),
        (3, None, None, "above"),
        (-3, None, None, "below"),
        (3, 0, 1, "in_line"),
        (0, 5, 1, "in_line"),
    ],
)
def test_bands_begin_exactly_at_their_limits(ask, z, gap, percentile, band):
    assert ask("band5(?::double, ?::integer, ?::integer)", z, gap, percentile) == band


def test_the_outer_groups_may_be_tenths(ask):
    assert [ask("band5(3, 1, ?, 10)", place) for place in (10, 11)] == ["well_above", "above"]
    assert [ask("band5(-3, -1, ?, 10)", place) for place in (91, 90)] == ["well_below", "below"]


@pytest.mark.parametrize(
    ("score", "low", "high", "band"),
    [
        (0.5, 0.1, 0.9, 1),
        (0.49, 0.1, 0.9, 2),
        (0.9, 0, 1.8, 3),
        (-0.9, -1.8, 0, 3),
        (-0.5, -0.9, -0.1, 4),
        (-0.51, -0.9, -0.1, 5),
        (0.9, 0.001, 1.8, 1),
        (-0.9, -1.8, -0.001, 5),
        (None, 0.1, 0.9, None),
        (0.5, None, 0.9, None),
        (0.5, 0.1, None, None),
    ],
)
def test_progress_bands_begin_exactly_at_their_limits(ask, score, low, high, band):
    assert ask("p8_band(?::double, ?::double, ?::double)", score, low, high) == band


def test_progress_may_be_well_above_from_another_score(ask):
    assert [ask("p8_band(?, 0.1, 9.0, well := 3.0)", score) for score in (3.0, 2.9)] == [1, 2]


@pytest.mark.parametrize(("now", "z"), [(22, -2.16), (27, -1.21)])
def test_a_change_is_judged_against_the_national_change(ask, now, z):
    assert ask("relative_z(?, 0.62, 60, ?, 0.61, 60)", now / 60, 33 / 60) == pytest.approx(z, abs=0.005)


@pytest.mark.parametrize(("mean", "pupils", "z"), [(102.1, 60, -3.82), (104.5, 30, -1.00)])
def test_a_mean_is_tested_with_the_spread_of_pupils(ask, mean, pupils, z):
    assert ask("z_mean(?, 105.9, 7.7, ?)", mean, pupils) == pytest.approx(z, abs=0.005)


def test_the_disadvantage_gap_is_taken_from_the_other_pupils_nationally(ask):
    assert ask("100 * (9 / 25 - 0.70)") == pytest.approx(-34.0)
    assert ask("z_prop(?, 0.70, 25)", 9 / 25) == pytest.approx(-3.71, abs=0.005)


def test_no_pupils_and_a_sure_national_figure_give_no_test(ask):
    assert ask("z_prop(0.5, 0.6, 0)") is None
    assert ask("z_prop(0.5, 1.0, 10)") is None
    assert ask("z_mean(100, 105, 7.5, 0)") is None
    assert ask("z_mean(100, 105, 0, 10)") is None
    assert ask("relative_z(0.0, 0.5, 10, 0.0, 0.5, 10)") is None
    assert ask("relative_z(0.4, 0.5, 0, 0.5, 0.5, 10)") is None
    assert ask("relative_z(0.4, 0.5, 10, 0.5, 0.5, 0)") is None


@pytest.mark.parametrize(("p", "pupils"), [(0.5, 0), (0.5, None), (None, 10)])
def test_without_a_share_or_pupils_there_is_no_interval(ask, p, pupils):
    assert ask("wilson_lo(?::double, ?::integer)", p, pupils) is None
    assert ask("wilson_hi(?::double, ?::integer)", p, pupils) is None


def test_one_pupil_and_a_spread_of_one_are_tested_like_any_other(ask):
    assert ask("z_prop(0.0, 0.5, 1)") == pytest.approx(-1)
    assert ask("z_mean(103, 105, 1, 1)") == pytest.approx(-2)
    assert ask("z_mean(103, 105, 2, 4)") == pytest.approx(-2)
    assert ask("wilson_hi(0.0, 1)") == pytest.approx(0.7935, abs=0.0001)
    assert ask("wilson_lo(1.0, 1)") == pytest.approx(0.2065, abs=0.0001)
    assert ask("relative_z(0.5, 0.5, 1, 0.4, 0.5, 25)") == pytest.approx(0.1 / math.sqrt(0.25 + 0.24 / 25))
    assert ask("relative_z(0.4, 0.5, 25, 0.5, 0.5, 1)") == pytest.approx(-0.1 / math.sqrt(0.25 + 0.24 / 25))


@pytest.mark.parametrize(
    ("count", "expected", "exactly", "up_to"),
    [(0, 0, 1, 1), (1, 0, 0, 1), (0, 3, 0.0498, 0.0498), (2, 3, 0.2240, 0.4232), (3, 3, 0.2240, 0.6472)],
)
def test_chance_gives_so_many_events_where_some_are_expected(ask, count, expected, exactly, up_to):
    assert ask("poisson_pmf(?, ?)", count, expected) == pytest.approx(exactly, abs=0.0001)
    assert ask("poisson_cdf(?, ?)", count, expected) == pytest.approx(up_to, abs=0.0001)


def test_fewer_events_than_none_never_come_up_and_unknown_numbers_have_no_chance(ask):
    assert ask("poisson_cdf(-1, 3)") == 0
    assert ask("poisson_cdf(null::integer, 3)") is None
    assert ask("poisson_cdf(2, null::double)") is None
    assert ask("poisson_cdf(-1, null::double)") is None


@pytest.mark.parametrize(
    ("national", "pupils", "z", "limit"),
    [(0.62, 60, 1.96, 0.7428), (0.62, 60, -1.96, 0.4972), (0.9, 10, 1.96, 1), (0.1, 10, -1.96, 0),
     (0.5, 1, 0.5, 0.75), (0.5, 0, 1.96, None), (None, 10, 1.96, None)],
)  # fmt: skip
def test_a_limit_of_a_share_is_its_test_turned_round_and_stays_a_share(ask, national, pupils, z, limit):
    found = ask("limit_proportion(?::double, ?, ?)", national, pupils, z)
    assert found is None if limit is None else found == pytest.approx(limit, abs=0.0001)
    if limit not in (None, 0, 1):
        assert ask("z_prop(?, ?, ?)", found, national, pupils) == pytest.approx(z)


@pytest.mark.parametrize(("pupils", "z", "limit"), [(25, 2, 108), (25, -2, 102), (1, 2, 120), (0, 2, None)])
def test_a_limit_of_a_mean_is_its_test_turned_round(ask, pupils, z, limit):
    assert ask("limit_mean(105, 7.5, ?, ?)", pupils, z) == limit
    if limit is not None:
        assert ask("z_mean(?, 105, 7.5, ?)", limit, pupils) == pytest.approx(z)


@pytest.mark.parametrize(
    ("lait", "kind", "period"),
    [
        ("2019", "Academic Year", "2018/19"),
        ("2025 (prov)", "Academic Year", "2024/25"),
        ("2018/19", "Academic Year", "2018/19"),
        ("2025", "Annual - January", "2024/25"),
        ("2025", "Financial Year", None),
        ("2015-17", "Academic Year", None),
        ("2018-19", "Academic Year", None),
        ("2000", "Academic Year", "1999/00"),
        ("2021", "Calendar Year", "2021"),
        ("2019-21", "Calendar Year", None),
        ("2021 (prov)", "Calendar Year", "2021"),
        ("2018/20", "Academic Year", None),
    ],
)
def test_lait_years_are_academic_or_calendar_years_only_where_they_say_so(ask, lait, kind, period):
    assert ask("lait_period(?, ?)", lait, kind) == period


@pytest.mark.parametrize(
    ("period", "start", "end", "before"),
    [
        ("2018/19", 2018, date(2019, 8, 31), "2016/17"),
        ("2018-19", 2018, date(2019, 3, 31), "2016-17"),
        ("2000-01", 2000, date(2001, 3, 31), "1998-99"),
        ("2014-16", None, None, None),
        ("2014", None, None, None),
        ("2018/19 autumn", None, None, None),
        ("2025/26 week 29", None, None, None),
        ("2026-10-01", None, None, None),
    ],
)
def test_only_whole_years_have_a_start_an_end_and_a_year_before(ask, period, start, end, before):
    assert ask("period_start(?)", period) == start
    assert ask("period_end(?)", period) == end
    assert ask("period_before(?, 2)", period) == before


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("2024-02-29", date(2024, 2, 29)),
        ("2023/24 autumn", date(2023, 12, 31)),
        ("2023/24 spring", date(2024, 4, 30)),
        ("2023/24 summer", date(2024, 8, 31)),
        ("2023/24", date(2024, 8, 31)),
        ("2023-24", date(2024, 3, 31)),
        ("2023/24 week 29", None),
    ],
)
def test_the_time_that_a_period_names_has_a_last_day(ask, period, day):
    assert ask("period_last_day(?)", period) == day


def test_a_final_figure_goes_before_a_revised_one_and_that_before_a_provisional(ask):
    ranks = [
        ask("release_rank(?)", status) for status in ("final", "revised", "provisional", "management", None)
    ]
    assert ranks[3] == ranks[4]
    assert sorted(set(ranks), reverse=True) == ranks[:4]


@pytest.mark.parametrize(
    ("amount", "decimals", "unit", "written"),
    [
        (-1204.4, 0, "pounds", "−£1,204"),
        (-0.4, 0, "pounds", "£0"),
        (5081, 0, "pounds", "£5,081"),
        (16.84, 1, "ratio", "16.8"),
        (-3.25, 1, "percent", "−3.2%"),
    ],
)
def test_a_value_is_written_the_same_in_sentences_and_on_screens(ask, amount, decimals, unit, written):
    assert ask("figure(?, ?, ?)", amount, decimals, unit) == written
    assert figure(amount, decimals, unit) == written


def test_pounds_are_apart_by_pounds_and_shares_by_points(ask):
    assert ask("against(5600, 5081, 0, 'pounds', 'national')") == "£519 above national (£5,081)"
    assert ask("against(5000, 5081, 0, 'pounds', 'national')") == "£81 below national (£5,081)"
    assert ask("against(42.0, 41.0, 0, 'percent', 'national')") == "1 point above national (41%)"
    assert ask("against(40.0, 41.0, 0, 'percent', 'national')") == "1 point below national (41%)"
    assert ask("against(38.5, 41.0, 1, 'percent', 'national')") == "2.5 points below national (41.0%)"
    assert ask("against(41.04, 41.0, 1, 'percent', 'national')") == "level with national (41.0%)"
    assert ask("against(null::double, 41.0, 1, 'percent', 'national')") is None


@pytest.mark.parametrize(
    ("phase", "kind", "low", "high", "expected"),
    [
        ("Middle deemed primary", "Community school", 5, 12, "primary"),
        ("Middle deemed secondary", "Community school", 9, 13, "secondary"),
        ("All-through", "Academy converter", 3, 18, "all-through"),
        ("Not applicable", "Community special school", 2, 19, "special"),
        ("Not applicable", "Pupil referral unit", 11, 16, "alternative provision"),
        ("Not applicable", "Academy alternative provision converter", 5, 16, "alternative provision"),
        ("Not applicable", "Other independent school", 3, 18, "independent"),
        ("Not applicable", "Other independent special school", 7, 18, "special"),
        ("16 plus", "Free schools 16 to 19", 16, 19, "16 plus"),
        ("State-funded nursery", None, None, None, "nursery"),
        ("Pupil referral unit", None, None, None, "alternative provision"),
        ("Independent school", None, None, None, "independent"),
        ("Not applicable", "Special post 16 institution", 16, 25, "16 plus"),
        (None, "State-funded primary", None, None, "primary"),
        (None, "CY", 11, 16, "secondary"),
        (None, "CY", 4, 11, "primary"),
        (None, "ACC", 4, 18, "all-through"),
        (None, "CYS", 4, 19, "special"),
        (None, "FAP", 11, 16, "alternative provision"),
        (None, "IND", 3, 18, "independent"),
        (None, "CY", 9, 14, "all-through"),
        (None, "CY", 10, 14, "secondary"),
        (None, "CY", 7, 13, "primary"),
        (None, "CY", 8, 13, "other"),
        (None, "CY", 9, 13, "secondary"),
        (None, "CY", 15, 19, "secondary"),
        (None, "CY", 16, 19, "16 plus"),
        (None, "CY", None, None, "other"),
        ("Not known", None, None, None, "other"),
        (None, None, None, None, None),
    ],
)
def test_phases_are_named_in_one_set_of_words(ask, phase, kind, low, high, expected):
    assert ask("school_phase(?, ?, ?::integer, ?::integer)", phase, kind, low, high) == expected


@pytest.mark.parametrize(
    ("group", "kind", "expected"),
    [
        ("Local authority maintained schools", "Community school", "maintained"),
        ("Academies", "Academy sponsor led", "academy"),
        ("Free Schools", "Free schools", "academy"),
        ("Independent schools", "Other independent school", "independent"),
        ("Special schools", "Non-maintained special school", "other"),
        ("Colleges", "Further education", "other"),
        (None, "CY", "maintained"),
        (None, "ACC", "academy"),
        (None, "IND", "independent"),
        (None, "State-funded primary", "unknown"),
        (None, None, "unknown"),
    ],
)
def test_types_fall_into_maintained_academy_independent_or_other(ask, group, kind, expected):
    assert ask("school_type_group(?, ?)", group, kind) == expected


def test_macros_can_be_created_twice():
    con = duckdb.connect()
    create_macros(con)
    create_macros(con)
