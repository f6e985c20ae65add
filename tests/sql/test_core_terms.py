"""Is a year the sum of its three terms, and only where it can be?"""

from __future__ import annotations

import pytest

from tests.sql.given import built, cells, given, scratch, shown

EXTRACTS = """
extract_id | layout            | release_status | precedence
1          | suspensions       | final          | 60
2          | suspensions       | provisional    | 60
3          | suspensions_areas | final          | 60
"""
COLUMNS = "urn indicator period value numerator denominator extract_id source_row is_best"


@pytest.fixture
def bench(con):
    scratch(con)
    given(con, "staged_extract", EXTRACTS)
    return con


def terms(con, text, **same):
    defaults = {
        "extract_id": 1, "row_kind": "school", "urn": "900001", "la_code": "330", "phase": "secondary",
        "pupil_group": "all", "indicator": "susp_rate", "status": "value",
    }  # fmt: skip
    given(con, "staged_value", text, **(defaults | same))


THREE = """
source_row | period         | value | numerator | denominator
2          | 2022/23 autumn | 6     | 30        | 500
3          | 2022/23 spring | 4     | 22        | 550
4          | 2022/23 summer | 2     | 10        | 500
"""


def test_three_terms_make_a_year_over_the_headcount_of_january(bench):
    terms(bench, THREE)
    built(bench, "20_core", until="observation")
    assert shown(bench, "observation", COLUMNS, "derived_from is not null") == cells(
        """
        urn    | indicator | period  | value  | numerator | denominator | extract_id | source_row | is_best
        900001 | susp_rate | 2022/23 | 11.273 | 62        | 550         | 1          | 4          | yes
        """
    )
    assert bench.execute(
        "select list_sort([row.source_row for row in derived_from]) from observation where period = '2022/23'"
    ).fetchall() == [([2, 3, 4],)]
    assert bench.execute("select count(*) from observation where derived_from is null").fetchall() == [(3,)]


def test_two_terms_are_not_a_year_and_nor_is_a_suppressed_one(bench):
    terms(bench, "\n".join(THREE.strip().splitlines()[:3]))
    terms(bench, THREE, urn="900002")
    bench.execute(
        "update staged_value set status = 'suppressed', numerator = null, value = null "
        "where urn = '900002' and source_row = 4"
    )
    built(bench, "20_core", until="term_year")
    assert shown(bench, "term_year", "urn") == [["urn"]]


def test_pupils_of_several_terms_are_not_added_up(bench):
    terms(bench, THREE, indicator="susp_1plus")
    built(bench, "20_core", until="term_year")
    assert shown(bench, "term_year", "urn") == [["urn"]]


def test_a_year_that_a_file_states_goes_before_the_sum_of_its_terms(bench):
    terms(bench, THREE)
    terms(
        bench,
        """
        source_row | period  | value | numerator | denominator
        9          | 2022/23 | 11.3  | 62        | 549
        """,
    )
    built(bench, "20_core", until="observation")
    assert shown(bench, "observation", "value is_best", "period = '2022/23'") == cells(
        """
        value  | is_best
        11.273 | no
        11.3   | yes
        """
    )


def test_a_year_is_no_more_final_than_the_least_of_its_terms(bench):
    terms(bench, "\n".join(THREE.strip().splitlines()[:3]))
    terms(
        bench,
        """
        source_row | period         | value | numerator | denominator
        2          | 2022/23 spring | 9     | 45        | 500
        8          | 2022/23 summer | 2     | 10        | 500
        """,
        extract_id=2,
    )
    built(bench, "20_core", until="observation")
    assert shown(
        bench,
        "observation",
        "numerator denominator release_status extract_id source_row",
        "period = '2022/23'",
    ) == cells(
        """
        numerator | denominator | release_status | extract_id | source_row
        62        | 550         | provisional    | 2          | 8
        """
    )


def test_areas_are_added_up_in_the_same_way(bench):
    terms(bench, THREE, extract_id=3, row_kind="national", urn=None, la_code=None, area_code="E92000001",
          area_name="England", definition="state-funded")  # fmt: skip
    built(bench, "20_core", until="benchmark")
    assert shown(
        bench, "benchmark", "area_code phase period value is_best", "derived_from is not null"
    ) == cells(
        """
        area_code | phase     | period  | value  | is_best
        England   | secondary | 2022/23 | 11.273 | yes
        """
    )


def test_a_term_is_kept_but_not_compared(bench):
    terms(bench, THREE)
    built(bench, "20_core")
    built(bench, "30_compare", until="comparison")
    assert shown(bench, "comparison", "urn period value", "indicator = 'susp_rate'") == cells(
        """
        urn    | period  | value
        900001 | 2022/23 | 11.273
        """
    )


def test_a_school_last_seen_in_a_term_is_as_open_as_one_seen_for_the_whole_year(bench):
    terms(bench, THREE)
    terms(
        bench,
        """
        source_row | period  | value | numerator | denominator
        9          | 2022/23 | 1.0   | 4         | 400
        """,
        urn="900002",
    )
    built(bench, "20_core", until="school")
    assert shown(bench, "school", "urn status latest_period") == cells(
        """
        urn    | status | latest_period
        900001 | open   | 2022/23
        900002 | open   | 2022/23
        """
    )
