"""Which schools are found alike, by which characteristics, and which list is each figure set beside?"""

# ruff: noqa: E501  the text tables are wide

from __future__ import annotations

import pytest

from tests.sql import compared as helpers
from tests.sql.compared import results
from tests.sql.given import built, cells, given, shown

CENSUS = ("roll", "fsm6_pct", "eal_pct", "sen_sup_pct", "ehcp_pct")
YEAR = "2018/19"


@pytest.fixture
def bench(con):
    return helpers.bench(con)


def census(bench, text, phase="primary", period=YEAR):
    """Roll and shares of schools: `urn la_code roll fsm6 eal sup ehcp`; a blank cell is no figure."""
    for indicator, cell in zip(CENSUS, range(2, 7), strict=True):
        rows = [f"{row[0]} | {row[1]} | {row[cell]}" for row in cells(text) if row[cell]]
        results(
            bench,
            "urn | la_code | value\n" + "\n".join(rows),
            indicator=indicator,
            phase=phase,
            period=period,
        )


def lists(bench, columns, where="purpose = 'results'"):
    built(bench, "20_core", until="similar_school")
    return shown(bench, "similar_school", columns, where)


def test_financial_distance_is_fbits_worked_example(bench):
    # pupils 200, 400, 600; free meals 10, 30, 50; special needs 10, 12, 20
    census(
        bench,
        """
        100001 | 330 | 200 | 10 | 0 | 8  | 2
        100002 | 330 | 400 | 30 | 0 | 9  | 3
        100003 | 330 | 600 | 50 | 0 | 15 | 5
        """,
    )
    assert lists(bench, "urn similar_urn position distance method", "purpose = 'finance'") == cells(
        """
        urn    | similar_urn | position | distance | method
        100001 | 100002      | 1        | 0.479    | computed as FBIT, local, k 2
        100001 | 100003      | 2        | 1        | computed as FBIT, local, k 2
        100002 | 100001      | 1        | 0.479    | computed as FBIT, local, k 2
        100002 | 100003      | 2        | 0.538    | computed as FBIT, local, k 2
        100003 | 100001      | 2        | 1        | computed as FBIT, local, k 2
        100003 | 100002      | 1        | 0.538    | computed as FBIT, local, k 2
        """
    )


def test_distance_of_results_is_dfes_over_what_is_public(bench):
    census(
        bench,
        """
        100001 | 330 | 300 | 20 | 10 | 12 | 2
        100002 | 330 | 400 | 30 | 30 | 10 | 5
        """,
    )
    # 0.00052676 x 100 + 0.000099477 x 400 + 0.00218608 x 4 + 0.00463727 x 9 + 6.030989e-7 x 10,000 = 0.14898, root 0.38598
    assert lists(bench, "urn similar_urn distance method") == cells(
        """
        urn    | similar_urn | distance | method
        100001 | 100002      | 0.386    | computed, local, k 1, 5 of 9 characteristics
        100002 | 100001      | 0.386    | computed, local, k 1, 5 of 9 characteristics
        """
    )


def test_secondary_schools_are_found_alike_by_dfes_spread_and_weights(bench):
    census(
        bench,
        "100001 | 330 | 1000 | 20 | 10 | 12 | 2\n100002 | 330 | 1000 | 34.20985 | 10 | 12 | 2",
        phase="secondary",
    )
    # one standard deviation apart in free meals alone: the root of 0.14
    assert lists(bench, "distance", "purpose = 'results' and urn = '100001'")[1:] == [["0.374"]]


def test_dfes_own_figures_are_used_where_nine_in_ten_schools_have_them(bench):
    census(
        bench,
        "100001 | 330 | 300 | 20 | 10 | 12 | 2\n100002 | 330 | 300 | 90 | 10 | 12 | 2",
    )
    given(
        bench, "staged_extract", "extract_id | layout | release_status | precedence\n3 | similar | final | 10"
    )
    given(
        bench,
        "staged_similar_value",
        """
        urn    | item               | value
        100001 | PPPerc             | 20
        100002 | PPPerc             | 30
        100001 | Ks1PriorRwmAverage | 2.5
        100002 | Ks1PriorRwmAverage | 2.7
        100001 | PStability         | 80
        """,
        extract_id=3, source_row=1, phase="primary",
    )  # fmt: skip
    # 0.00052676 x 100 + 7.6486366 x 0.04 = 0.35862, root 0.59885; stability is known of one school in two
    assert lists(bench, "distance method", "purpose = 'results' and urn = '100001'")[1:] == [
        ["0.599", "computed, local, k 1, 6 of 9 characteristics"]
    ]


def test_a_school_without_a_characteristic_in_use_has_no_list_and_is_on_none(bench):
    rows = [f"{100001 + n} | 330 | {300 + n} | 20 | 10 | 12 | 2" for n in range(11)]
    census(bench, "\n".join([*rows, "100099 | 330 | 300 | | 10 | 12 | 2"]))
    assert lists(bench, "urn", "'100099' in (urn, similar_urn)")[1:] == []
    ((found,),) = bench.execute("select count(*) from similar_school where purpose = 'results'").fetchall()
    assert found == 11 * 10


def test_too_few_characteristics_find_nobody_alike(bench):
    census(bench, "100001 | 330 | 300 | 20 | 10 | | \n100002 | 330 | 300 | 20 | 10 | | ")
    assert lists(bench, "urn", "true")[1:] == []


def test_only_the_same_phase_and_open_state_funded_schools_are_alike(bench):
    census(bench, "100001 | 330 | 300 | 20 | 10 | 12 | 2\n100002 | 330 | 310 | 20 | 10 | 12 | 2\n"
                  "100003 | 330 | 301 | 20 | 10 | 12 | 2\n100004 | 330 | 302 | 20 | 10 | 12 | 2")  # fmt: skip
    census(bench, "100005 | 330 | 300 | 20 | 10 | 12 | 2", phase="secondary")
    given(
        bench,
        "staged_school",
        """
        urn    | school_type              | status_raw
        100003 | Other independent school | Open
        100004 | Community school         | Closed
        """,
        extract_id=1, la_code="330",
    )  # fmt: skip
    assert lists(bench, "urn similar_urn")[1:] == [["100001", "100002"], ["100002", "100001"]]


def england(bench, councils=None):
    """Two schools of the home council and one of every other, the larger the later its council's code."""
    las = [code for (code,) in bench.execute("select la_code from reference_la order by la_code").fetchall()]
    others = [(n, code) for n, code in enumerate(las) if code != "330"]
    rows = [
        f"{200001 + n} | {code} | {400 + n} | 20 | 10 | 12 | 2"
        for n, code in others[: councils and councils - 1]
    ]
    census(
        bench,
        "100001 | 330 | 400 | 20 | 10 | 12 | 2\n100002 | 330 | 990 | 20 | 10 | 12 | 2\n" + "\n".join(rows),
    )


def test_with_england_loaded_the_fifty_nearest_of_england_are_found_and_the_local_ones_too(bench):
    england(bench)
    found = lists(bench, "reach method position similar_urn", "purpose = 'results' and urn = '100001'")
    by_reach = {(row[0], row[1]): [one for one in found[1:] if one[:2] == row[:2]] for row in found[1:]}
    assert {key: len(rows) for key, rows in by_reach.items()} == {
        ("England", "computed, England, k 50, 5 of 9 characteristics"): 50,
        ("local", "computed, local, k 1, 5 of 9 characteristics"): 1,
    }
    # nearest first, and of two as near the lower URN
    first = sorted(
        by_reach["England", "computed, England, k 50, 5 of 9 characteristics"], key=lambda r: int(r[2])
    )
    assert [row[3] for row in first[:3]] == ["200001", "200002", "200003"]


def test_fifteen_of_the_home_council_are_listed_where_england_is_not_loaded(bench):
    rows = [f"{100001 + n} | 330 | {300 + n * n} | 20 | 10 | 12 | 2" for n in range(18)]
    census(bench, "\n".join([*rows, "200001 | 801 | 300 | 20 | 10 | 12 | 2"]))
    found = lists(bench, "reach similar_urn position", "purpose = 'results' and urn = '100001'")[1:]
    assert sorted(int(row[2]) for row in found) == list(range(1, 16))
    assert {row[0] for row in found} == {"local"}
    assert {row[1] for row in found} == {str(100001 + n) for n in range(1, 16)}


def test_finance_prefers_schools_of_the_region_among_the_sixty_nearest(bench):
    england(bench)
    found = lists(
        bench, "position similar_urn", "purpose = 'finance' and reach = 'England' and urn = '100001'"
    )[1:]
    order = [row[1] for row in sorted(found, key=lambda row: int(row[0]))]
    assert len(order) == 30
    region = bench.execute(
        "select s.urn from school as s join la using (la_code) where la.region = 'West Midlands' order by s.roll, s.urn"
    ).fetchall()
    near = {urn for (urn,) in bench.execute(
        "select urn from school where urn like '2%' order by roll, urn limit 60"
    ).fetchall()}  # fmt: skip
    inside = [urn for (urn,) in region if urn in near]
    assert order[: len(inside)] == inside


ABSENCE = {"indicator": "abs_overall", "phase": "primary", "period": YEAR}


def set_beside(bench, where="urn = '100001' and indicator = 'abs_overall'"):
    built(bench, "20_core")
    built(bench, "30_compare", until="comparison")
    return shown(bench, "comparison", "similar_mean similar_k similar_method", where)[1:]


def test_a_figure_that_covers_england_is_set_beside_schools_of_england(bench):
    england(bench)
    las = [code for (code,) in bench.execute("select la_code from reference_la order by la_code").fetchall()]
    rows = "\n".join(f"{200001 + n} | {code} | {n}" for n, code in enumerate(las) if code != "330")
    results(bench, "urn | la_code | value\n100001 | 330 | 4\n100002 | 330 | 9\n" + rows, **ABSENCE)
    nearest = [number for number, code in enumerate(las) if code != "330"][:50]
    assert set_beside(bench) == [
        [f"{sum(nearest) / 50:g}", "50", "computed, England, k 50, 5 of 9 characteristics"]
    ]


@pytest.mark.parametrize(("of_rolls", "of_figures"), [(140, 140), (139, 140), (140, 139)])
def test_lists_reach_over_england_from_a_hundred_and_forty_councils(bench, of_rolls, of_figures):
    england(bench, of_rolls)
    las = [code for (code,) in bench.execute("select la_code from reference_la order by la_code").fetchall()]
    others = [(n, code) for n, code in enumerate(las) if code != "330"][: of_figures - 1]
    rows = "\n".join(f"{200001 + n} | {code} | {n}" for n, code in others)
    results(bench, "urn | la_code | value\n100001 | 330 | 4\n100002 | 330 | 9\n" + rows, **ABSENCE)
    ((_, k, method),) = set_beside(bench)
    over_england = (of_rolls, of_figures) == (140, 140)
    assert k == ("50" if over_england else "1")
    assert method.startswith("computed, England" if over_england else "computed, local")


def test_a_figure_of_few_councils_is_set_beside_local_schools(bench):
    england(bench)
    results(bench, "urn | la_code | value\n100001 | 330 | 4\n100002 | 330 | 9\n200001 | 201 | 1", **ABSENCE)
    assert set_beside(bench) == [["9", "1", "computed, local, k 1, 5 of 9 characteristics"]]


def test_dfes_list_goes_before_one_worked_out(bench):
    census(bench, "100001 | 330 | 300 | 20 | 10 | 12 | 2\n100002 | 330 | 310 | 20 | 10 | 12 | 2\n"
                  "100003 | 330 | 301 | 20 | 10 | 12 | 2")  # fmt: skip
    results(bench, "urn | value\n100001 | 4\n100002 | 6\n100003 | 8", **ABSENCE)
    given(bench, "staged_similar_school", "urn | similar_urn | position\n100001 | 100002 | 1", extract_id=1,
          source_row=1)  # fmt: skip
    assert set_beside(bench) == [["6", "1", "DfE list"]]
    assert set_beside(bench, "urn = '100002' and indicator = 'abs_overall'") == [
        ["6", "2", "computed, local, k 2, 5 of 9 characteristics"]
    ]


def test_money_is_set_beside_schools_alike_in_size_meals_and_needs(bench):
    census(bench, "100001 | 330 | 200 | 10 | 0 | 8 | 2\n100002 | 330 | 400 | 30 | 0 | 9 | 3\n"
                  "100003 | 330 | 600 | 50 | 0 | 15 | 5")  # fmt: skip
    results(bench, "urn | value\n100001 | 1\n100002 | 3\n100003 | 6", indicator="fin_close_pct_income",
            phase="primary", period="2018-19")  # fmt: skip
    assert set_beside(bench, "urn = '100001' and indicator = 'fin_close_pct_income'") == [
        ["4.5", "2", "computed as FBIT, local, k 2"]
    ]


def test_a_phase_in_which_all_are_alike_in_something_is_still_placed(bench):
    census(bench, "100001 | 330 | 300 | 20 | 10 | 12 | 2\n100002 | 330 | 300 | 20 | 10 | 12 | 2")
    assert lists(bench, "purpose similar_urn distance", "urn = '100001'")[1:] == [
        ["finance", "100002", "0"],
        ["results", "100002", "0"],
    ]
