"""Does each figure keep its parts and source, and is the right one shown and compared with?"""

from __future__ import annotations

import pytest

from tests.sql.given import built, cells, given, scratch, shown

EXTRACTS = """
extract_id | layout          | release_status | precedence
1          | ks4_provisional | provisional    | 90
2          | ks4_final       | final          | 50
3          | absence_ees     | final          | 60
4          | absence_cscp    | final          | 40
5          | absence_cscp    | final          | 40
8          | lait            | final          | 30
9          | lait_dictionary | final          | 30
"""
MEASURES = """
measure           | title        | polarity | year_type
PriTotAbs         | Absence      | Low      | Academic Year
AVG_Attain8_Score | Attainment 8 | High     | Academic Year
"""


@pytest.fixture
def bench(con):
    scratch(con)
    given(con, "staged_extract", EXTRACTS)
    given(con, "staged_measure", MEASURES, extract_id=9)
    return con


def school_rows(con, text, **same):
    defaults = {"row_kind": "school", "la_code": "330", "pupil_group": "all", "period": "2018/19"}
    given(con, "staged_value", text, **(defaults | same))
    con.execute("update staged_value set source_row = urn::integer - 100000 + 1 where urn is not null")


def test_an_observation_has_the_parts_of_its_figure(bench):
    school_rows(
        bench,
        """
        raw | value | numerator | denominator | status | source_column
        4.1 | 4.1   | 8541      | 207991      | value  | percent
        """,
        extract_id=3,
        urn="100001",
        indicator="abs_overall",
        phase="primary",
    )
    built(bench, "20_core", until="observation")
    assert shown(
        bench, "observation", "urn value numerator denominator raw source_column status is_best"
    ) == cells(
        """
        urn    | value | numerator | denominator | raw | source_column | status | is_best
        100001 | 4.1   | 8541      | 207991      | 4.1 | percent       | value  | yes
        """
    )


def test_a_years_own_file_beats_the_earlier_year_columns_of_a_later_one(bench):
    given(
        bench,
        "staged_extract",
        """
        extract_id | layout  | release_status | precedence | period  | period_from
        11         | ks2     | final          | 50         | 2017/18 | folder
        12         | ks2     | final          | 50         | 2018/19 | folder
        """,
    )
    school_rows(
        bench,
        """
        extract_id | urn    | value
        11         | 100001 | 61
        12         | 100001 | 62
        """,
        period="2017/18",
        indicator="ks2_rwm_exp",
        status="value",
    )
    built(bench, "20_core", until="observation")
    assert shown(bench, "observation", "value is_best", "value")[1:] == [["61", "yes"], ["62", "no"]]


def test_final_beats_provisional_then_precedence_then_the_later_extract(bench):
    school_rows(
        bench,
        """
        extract_id | urn    | indicator   | value | status
        1          | 100001 | ks4_a8      | 46    | value
        2          | 100001 | ks4_a8      | 47    | value
        3          | 100001 | abs_overall | 4.106 | value
        4          | 100001 | abs_overall | 4.1   | value
        4          | 100002 | abs_overall | 5.1   | value
        5          | 100002 | abs_overall | 5.2   | value
        """,
    )
    built(bench, "20_core", until="observation")
    assert shown(bench, "observation", "urn indicator value", "is_best")[1:] == [
        ["100001", "abs_overall", "4.106"],
        ["100001", "ks4_a8", "47"],
        ["100002", "abs_overall", "5.2"],
    ]


def test_a_suppressed_final_figure_is_shown_as_suppressed_but_a_blank_gives_way(bench):
    school_rows(
        bench,
        """
        extract_id | urn    | indicator | value | status     | raw
        1          | 100001 | ks4_a8    | 46    | value      | 46
        2          | 100001 | ks4_a8    |       | suppressed | SUPP
        1          | 100002 | ks4_a8    | 46    | value      | 46
        2          | 100002 | ks4_a8    |       | blank      |
        """,
    )
    built(bench, "20_core", until="observation")
    assert shown(bench, "observation", "urn value status raw", "is_best")[1:] == [
        ["100001", "", "suppressed", "SUPP"],
        ["100002", "46", "value", "46"],
    ]


def test_a_special_school_is_never_set_beside_mainstream_attainment(bench):
    given(
        bench,
        "staged_school",
        """
        urn    | phase_raw      | school_type
        100001 | Not applicable | Community special school
        100002 | All-through    | Academy converter
        100003 | Not applicable | Other independent school
        """,
        extract_id=3,
        la_code="330",
    )
    school_rows(
        bench,
        """
        urn    | indicator   | phase
        100001 | ks4_a8      | secondary
        100001 | abs_overall | special
        100002 | ks2_rwm_exp |
        100002 | ks4_a8      |
        100002 | abs_overall |
        100003 | ks4_a8      | secondary
        """,
        extract_id=2,
        status="value",
        value=10.0,
    )
    built(bench, "20_core", until="observation")
    assert shown(bench, "observation", "urn indicator phase") == cells(
        """
        urn    | indicator   | phase
        100001 | abs_overall | special
        100001 | ks4_a8      | special
        100002 | abs_overall | secondary
        100002 | ks2_rwm_exp | primary
        100002 | ks4_a8      | secondary
        100003 | ks4_a8      | independent
        """
    )


def test_a_school_that_became_special_keeps_the_phase_its_absence_was_published_under(bench):
    given(
        bench,
        "staged_school",
        "urn | school_type\n100001 | Community special school",
        extract_id=3,
        la_code="330",
    )
    school_rows(
        bench,
        "indicator | phase\nabs_overall | secondary\nks4_a8 | secondary",
        urn="100001",
        extract_id=3,
        status="value",
        value=6.0,
    )
    built(bench, "20_core", until="observation")
    assert shown(bench, "observation", "indicator phase")[1:] == [
        ["abs_overall", "secondary"],
        ["ks4_a8", "special"],
    ]


def test_lait_fills_a_benchmark_under_its_academic_year_and_a_files_own_row_wins(bench):
    given(
        bench,
        "staged_la_value",
        """
        measure           | period      | la_code | la_name    | value | status
        PriTotAbs         | 2019        | 970     | England    | 4.03  | value
        PriTotAbs         | 2019        | 330     | Birmingham | 4.39  | value
        PriTotAbs         | 2018        | 330     | Birmingham | 4.54  | value
        AVG_Attain8_Score | 2025 (prov) | 330     | Birmingham | 46.6  | value
        AVG_Attain8_Score | 2025 (prov) | 985     | London     | 50    | value
        """,
        extract_id=8,
    )
    given(
        bench,
        "staged_value",
        """
        row_kind | area_code | value | status     | definition
        national | E92000001 | 4.0   | value      | state-funded
        national | E92000001 | 3.9   | value      | all schools
        la       | 330       |       | suppressed | state-funded
        """,
        extract_id=3,
        source_row=2,
        phase="primary",
        period="2018/19",
        indicator="abs_overall",
        pupil_group="all",
    )
    built(bench, "20_core", until="benchmark")
    assert shown(
        bench, "benchmark", "area_type area_code indicator phase period value release_status", "is_best"
    ) == cells(
        """
        area_type | area_code | indicator   | phase     | period  | value | release_status
        la        | 330       | abs_overall | primary   | 2017/18 | 4.54  | final
        la        | 330       | abs_overall | primary   | 2018/19 | 4.39  | final
        la        | 330       | ks4_a8      | secondary | 2024/25 | 46.6  | provisional
        national  | England   | abs_overall | primary   | 2018/19 | 4     | final
        region    | 985       | ks4_a8      | secondary | 2024/25 | 50    | provisional
        """
    )
