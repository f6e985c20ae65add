"""Are councils ranked, banded, averaged and followed as LAIT does, and followed only from the year before?"""

from __future__ import annotations

import pytest

from tests.sql import compared as helpers
from tests.sql.given import built, cells, given, shown

MEASURES = """
measure | title | polarity | decimals | no_quartile
good    | Good  | High     | 1        |
bad     | Bad   | Low      | 1        |
bare    | Bare  |          | 0        |
ranked  | Only  | High     | 0        | true
"""
# Five councils: the cut points are the values themselves, and two of them are equal.
COUNCILS = (("330", 10), ("892", 20), ("352", 30), ("380", 30), ("391", 50))


@pytest.fixture
def bench(con):
    bench = helpers.bench(con)
    given(bench, "staged_measure", MEASURES, extract_id=8)
    return bench


def lait(bench, measure, period, values, extract_id=8):
    """LAIT's values of one measure and period, by council."""
    rows = "\n".join(
        f"{number} | {code} | LA {code} | {'' if value is None else value}"
        for number, (code, value) in enumerate(values, start=1)
    )
    given(
        bench,
        "staged_la_value",
        "source_row | la_code | la_name | value\n" + rows,
        extract_id=extract_id,
        measure=measure,
        period=period,
        status="value",
    )


def held(bench, columns, where="true", relation="la_comparison"):
    built(bench, "20_core", "30_compare")
    return shown(bench, relation, columns, where)[1:]


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("good", ["5 D", "4 D", "2 C", "2 C", "1 A"]),
        ("bad", ["1 A", "2 A", "3 B", "3 B", "5 D"]),
        ("bare", [" ", " ", " ", " ", " "]),
        ("ranked", ["5 ", "4 ", "2 ", "2 ", "1 "]),
    ],
)
def test_a_value_on_a_cut_goes_to_the_lower_side_and_equal_values_share_the_better_rank(
    bench, measure, expected
):
    lait(bench, measure, "2025", COUNCILS)
    columns = "value la_code rank band"
    found = held(bench, columns, f"measure = '{measure}'")
    assert [f"{rank} {band}" for _, _, rank, band in sorted(found, key=lambda row: float(row[0]))] == expected


def test_the_third_quarter_ends_on_its_cut(bench):
    lait(
        bench, "good", "2025", [("330", 10), ("892", 20), ("352", 30), ("380", 40), ("391", 50), ("353", 25)]
    )
    assert held(bench, "value q0 q25 q50 q75 q100 ranked band") == cells(
        """
        10 | 10 | 21.25 | 27.5 | 37.5 | 50 | 6 | D
        20 | 10 | 21.25 | 27.5 | 37.5 | 50 | 6 | D
        25 | 10 | 21.25 | 27.5 | 37.5 | 50 | 6 | C
        30 | 10 | 21.25 | 27.5 | 37.5 | 50 | 6 | B
        40 | 10 | 21.25 | 27.5 | 37.5 | 50 | 6 | A
        50 | 10 | 21.25 | 27.5 | 37.5 | 50 | 6 | A
        """
    )


def test_a_value_on_the_third_cut_is_in_the_third_quarter(bench):
    lait(bench, "bad", "2025", [("330", 10), ("892", 20), ("352", 30), ("380", 40), ("391", 50)])
    assert held(bench, "value band") == [["10", "A"], ["20", "A"], ["30", "B"], ["40", "C"], ["50", "D"]]


def test_a_council_without_a_value_has_no_place_and_takes_none(bench):
    lait(bench, "good", "2025", [("330", None), ("892", 20), ("352", 30)])
    lait(bench, "bad", "2025", [("330", None), ("892", 20), ("352", 30)])
    assert held(bench, "measure la_code rank ranked band") == cells(
        """
        bad  | 330 |   | 2 |
        bad  | 352 | 2 | 2 | D
        bad  | 892 | 1 | 2 | A
        good | 330 |   | 2 |
        good | 352 | 1 | 2 | A
        good | 892 | 2 | 2 | D
        """
    )


def test_a_measure_that_the_dictionary_does_not_describe_is_shown_under_its_code_and_not_ranked(bench):
    lait(bench, "unheard", "2025", [("330", 10), ("892", 20)])
    assert held(bench, "title polarity rank band", "la_code = '330'") == [["unheard", "-", "", ""]]


def test_regions_and_england_are_no_councils_and_england_stands_beside_each(bench):
    lait(bench, "good", "2025", [("330", 10), ("892", 20), ("970", 15), ("984", 99)])
    found = held(bench, "la_code national ranked q100 national_row")
    assert found == [["330", "15", "2", "20", "3"], ["892", "15", "2", "20", "3"]]


def test_only_the_extract_loaded_last_counts(bench):
    lait(bench, "good", "2025", [("330", 10), ("892", 20)], extract_id=7)
    lait(bench, "good", "2025", [("330", 11)])
    assert held(bench, "la_code value extract_id") == [["330", "11", "8"]]


def test_change_is_from_the_year_directly_before_and_the_newest_year_is_marked(bench):
    for period, value in (("2021", 50), ("2023", 40), ("2024", 46), ("2025 (prov)", 43)):
        lait(bench, "good", period, [("330", value), ("892", 2 * value)])
    lait(bench, "bad", "2024", [("330", 1)])
    columns = "measure period value change previous_period is_latest"
    assert held(bench, columns, "la_code = '330'") == cells(
        """
        bad  | 2024        | 1  |    |      | yes
        good | 2021        | 50 |    |      | no
        good | 2023        | 40 |    |      | no
        good | 2024        | 46 | 6  | 2023 | no
        good | 2025 (prov) | 43 | -3 | 2024 | yes
        """
    )


def test_the_mean_of_neighbours_ignores_those_without_a_value_and_core_cities_leave_out_the_council(bench):
    # 892, 352 and 380 are neighbours in either set; Bristol, Leeds, Manchester and Nottingham are core cities
    values = [("330", 99), ("892", 10), ("352", 20), ("380", 33), ("801", 40), ("391", None), ("383", 60)]
    lait(bench, "good", "2025", values)
    columns = "neighbour_mean neighbour_k core_city_mean core_city_k"
    assert held(bench, columns, "la_code = '330'") == [["21", "3", "32.5", "4"]]
    assert held(bench, columns, "la_code = '352'")[0][2:] == ["52.25", "4"]


def test_each_set_has_its_own_mean_and_other_councils_only_that_of_the_release(bench):
    # Luton is a neighbour of the set of 2021 only, Oldham of that of 2025
    given(
        bench,
        "reference_neighbour",
        "set_id | la_code | neighbour_code | position\n2021-04 | 892 | 353 | 1\n2025-05 | 892 | 353 | 1",
        kind="statistical",
    )
    lait(bench, "good", "2025", [("330", 99), ("892", 10), ("821", 40), ("353", 70), ("383", 5)])
    found = held(bench, "set_id la_code mean k of_k", "la_code = '330'", "la_comparator_mean")
    assert found == cells(
        """
        2021-04     | 330 | 25  | 2 | 10
        2025-05     | 330 | 40  | 2 | 10
        core-cities | 330 | 7.5 | 2 | 7
        """
    )
    others = bench.execute(
        "select distinct set_id from la_comparator_mean where la_code <> '330' order by 1"
    ).fetchall()
    assert [set_id for (set_id,) in others] == ["2025-05", "core-cities"]
