"""Do the control limits of a funnel plot let out of bounds only what chance would not bring?"""

from __future__ import annotations

from decimal import Decimal, getcontext
from math import factorial
from statistics import NormalDist

import pytest
from rated import results, schools, screens, snapshot

from eif import sql

getcontext().prec = 60
# The two levels that are drawn, with what lies beyond each on one side.
TAILS = {"95": 0.025, "998": 0.001}


def exact_cdf(count: int, expected: float) -> float:
    """The probability of at most `count` events, by the definition and in sixty digits."""
    mean = Decimal(expected)
    return float((-mean).exp() * sum(mean**k / factorial(k) for k in range(count + 1)))


@pytest.fixture
def ask(con):
    sql.create_macros(con)

    def value(expression: str, *parameters: object) -> object:
        return con.execute(f"select {expression}", list(parameters)).fetchone()[0]

    return value


@pytest.mark.parametrize("expected", [0.02, 0.7, 4.5, 21.3, 180.0, 640.0])
def test_a_count_is_as_likely_as_its_definition_says(ask, expected):
    for count in {0, 1, 3, int(expected), int(expected * 1.3) + 1}:
        assert ask("poisson_cdf(?, ?)", count, expected) == pytest.approx(
            exact_cdf(count, expected), abs=1e-11
        )


def test_less_than_nothing_never_happens_and_nothing_is_sure_where_nothing_is_expected(ask):
    assert ask("poisson_cdf(-1, 3.5)") == 0
    assert ask("poisson_cdf(0, 0)") == 1
    assert ask("poisson_pmf(2, 0)") == 0
    assert ask("poisson_cdf(null, 3.5)") is None


@pytest.mark.parametrize(("share", "pupils"), [(0.62, 60), (0.62, 11), (0.052, 300), (0.97, 25)])
def test_the_limit_of_a_share_is_where_its_test_turns(ask, share, pupils):
    for z in (-3.09, -1.96, 1.96, 3.09):
        limit = ask("limit_proportion(?, ?, ?)", share, pupils, z)
        by_hand = share + z * (share * (1 - share) / pupils) ** 0.5
        assert limit == pytest.approx(min(1, max(0, by_hand)))
        if 0 < limit < 1:
            assert ask("z_prop(?, ?, ?)", limit, share, pupils) == pytest.approx(z)


def test_the_limit_of_a_mean_is_where_its_test_turns(ask):
    limit = ask("limit_mean(105.9, 7.7, 60, -1.96)")
    assert limit == pytest.approx(105.9 - 1.96 * 7.7 / 60**0.5)
    assert ask("z_mean(?, 105.9, 7.7, 60)", limit) == pytest.approx(-1.96)


def test_the_two_levels_leave_one_in_twenty_and_one_in_five_hundred():
    assert pytest.approx(NormalDist().inv_cdf(0.975), abs=0.0001) == 1.96
    assert pytest.approx(NormalDist().inv_cdf(0.999), abs=0.0003) == 3.09


@pytest.fixture
def city(con):
    """A release with five primary schools and nothing else in it."""
    snapshot(con)
    schools(con, "\n".join(f"{urn} | primary | maintained" for urn in range(1, 6)))
    con.execute("update school set state_funded = true")
    return con


def placed(con) -> dict[str, tuple[str | None, str | None]]:
    sql.build(con, "40_rate")
    screens(con)
    found = con.execute("select urn, beyond, side from screen_funnel").fetchall()
    return {urn: (beyond, side) for urn, beyond, side in found}


def test_a_share_outside_is_one_that_the_rating_calls_significant(city):
    """The worked answers of domain rules 2.4, oracle 3: 22, 30 and 46 of 60 against 62%, 15 of 30."""
    results(
        city,
        """
        urn | value            | cohort | national
        1   | 36.6666666666667 | 60     | 62
        2   | 50               | 60     | 62
        3   | 76.6666666666667 | 60     | 62
        4   | 50               | 30     | 62
        5   | 0                | 10     | 62
        """,
        indicator="ks2_rwm_exp",
        period="2024/25",
    )
    assert placed(city) == {
        "1": ("99.8%", "below"),
        "2": (None, None),
        "3": ("95%", "above"),
        "4": (None, None),
    }


@pytest.mark.parametrize(
    ("count", "pupils", "national", "beyond", "side"),
    [
        # Nine of 210 pupils is a rate of 4.29 with an exact interval from 1.96 to 8.14 (oracle 9).
        (9, 210, 1.95, "95%", "above"),
        (9, 210, 1.97, None, None),
        (9, 210, 8.13, None, None),
        (9, 210, 8.15, "95%", "below"),
        # None of 420: 0 to 0.88. Four of 1,000: 0.11 to 1.02.
        (0, 420, 0.87, None, None),
        (0, 420, 0.89, "95%", "below"),
        (4, 1000, 0.10, "95%", "above"),
        (4, 1000, 0.12, None, None),
        (4, 1000, 1.03, "95%", "below"),
        (40, 1000, 1.0, "99.8%", "above"),
    ],
)
def test_a_rate_outside_is_one_whose_exact_interval_leaves_england_out(
    city, count, pupils, national, beyond, side
):
    results(
        city,
        f"""
        urn | value                  | numerator | denominator | national
        1   | {100 * count / pupils} | {count}   | {pupils}    | {national}
        """,
        indicator="susp_rate",
        period="2023/24",
    )
    assert placed(city) == {"1": (beyond, side)}


def test_the_lines_of_a_rate_are_the_last_counts_within(city):
    results(
        city,
        """
        urn | value | numerator | denominator | national
        1   | 2     | 4         | 200         | 2.3
        2   | 3     | 42        | 1400        | 2.3
        """,
        indicator="susp_rate",
        period="2023/24",
    )
    placed(city)
    found = city.execute("select * from screen_funnel_count order by size").df()
    assert list(found["size"])[:1] + list(found["size"])[-1:] == [200, 1400]
    assert len(found) == 40
    for row in found.itertuples():
        expected = row.size * 2.3 / 100
        for level, tail in TAILS.items():
            low = round(getattr(row, f"low{level}") * row.size / 100)
            high = round(getattr(row, f"high{level}") * row.size / 100)
            assert exact_cdf(low, expected) > tail
            assert low == 0 or exact_cdf(low - 1, expected) <= tail
            assert 1 - exact_cdf(high, expected) < tail
            assert 1 - exact_cdf(high - 1, expected) >= tail


def test_less_than_one_pupil_is_never_outside(city):
    results(
        city,
        "urn | value | cohort | national\n1 | 5 | 20 | 0.2\n2 | 10 | 20 | 0.2",
        indicator="ks2_rwm_high",
        period="2024/25",
    )
    assert placed(city) == {"1": (None, None), "2": ("99.8%", "above")}


def test_a_measure_without_a_known_spread_has_no_limits(city):
    results(
        city,
        "urn | value | cohort | national\n1 | 30 | 200 | 13\n2 | 1 | 200 | 13",
        indicator="abs_pa10",
        period="2024/25",
    )
    assert placed(city) == {}
    for view in ("screen_funnel_limit", "screen_funnel_count"):
        assert city.execute(f"select count(*) from {view}").fetchone() == (0,)


def test_a_schools_limits_hold_only_from_the_smallest_cohort_that_is_tested(city):
    results(
        city,
        "urn | value | cohort | national\n1 | 10 | 10 | 62\n2 | 60 | 11 | 62\n3 | 60 | 90 | 62",
        indicator="ks2_rwm_exp",
        period="2024/25",
    )
    assert set(placed(city)) == {"2", "3"}
    assert city.execute("select min(size), max(size) from screen_funnel_limit").fetchone() == (11, 90)
