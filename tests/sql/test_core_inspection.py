"""Do several files of several years make one history of inspections, nothing counted twice?"""

# ruff: noqa: E501  the text tables are wide

from __future__ import annotations

import duckdb
import pytest
from given import built, cells, given, scratch, shown

EXTRACTS = """
extract_id | layout              | precedence
1          | ofsted_graded       | 50
2          | ofsted_report_cards | 50
3          | gias                | 10
"""


@pytest.fixture
def bench(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    scratch(con)
    given(con, "staged_extract", EXTRACTS)
    return con


def listed(con: duckdb.DuckDBPyConnection, text: str) -> None:
    given(con, "staged_inspection", text, source_row=2, source_column="c")
    built(con, "20_core", until="inspection")


def test_each_kind_and_day_has_its_regime_and_each_judgement_its_own_scale(bench):
    listed(
        bench,
        """
        extract_id | urn    | kind        | inspection_date | judgement              | raw
        1          | 900001 | graded      | 2018-06-05      | overall_effectiveness  | 2
        1          | 900001 | graded      | 2024-08-31      | overall_effectiveness  | 1
        1          | 900001 | graded      | 2024-09-01      | quality_of_education   | 4
        1          | 900001 | ungraded    | 2025-03-04      | outcome                | Standards maintained
        2          | 900001 | report card | 2026-01-13      | inclusion              | Strong standard
        2          | 900001 | report card | 2026-01-13      | safeguarding_standards | Not met
        """,
    )
    assert shown(bench, "inspection", "inspection_date regime scale raw word ordinal points") == cells(
        """
        inspection_date | regime | scale                    | raw                  | word                 | ordinal | points
        2018-06-05      | R0     | oeif                     | 2                    | Good                 | 2       | 4
        2024-08-31      | R1     | oeif                     | 1                    | Outstanding          | 1       | 4
        2024-09-01      | R2     | oeif                     | 4                    | Inadequate           | 4       | 4
        2025-03-04      | R2     | ungraded                 | Standards maintained | Standards maintained |         |
        2026-01-13      | R3     | report card              | Strong standard      | Strong standard      | 2       | 5
        2026-01-13      | R3     | report card safeguarding | Not met              | Not met              | 2       | 2
        """
    )


def test_a_later_file_goes_first_and_an_older_one_fills_what_it_leaves_out(bench):
    # The report-card file was loaded first: what it lists is nevertheless newer.
    bench.execute("update staged_extract set extract_id = 3 - extract_id where extract_id < 3")
    listed(
        bench,
        """
        extract_id | urn    | kind        | inspection_date | published_date | judgement             | raw
        2          | 900001 | graded      | 2023-06-06      | 2023-07-11     | overall_effectiveness | 3
        2          | 900001 | graded      | 2023-06-06      | 2023-07-11     | quality_of_education  | 3
        1          | 900001 | graded      | 2023-06-06      | 2023-07-11     | quality_of_education  | 2
        1          | 900002 | report card | 2026-01-13      | 2026-02-10     | inclusion             | Exceptional
        """,
    )
    assert shown(bench, "inspection", "urn judgement raw extract_id is_counted") == cells(
        """
        urn    | judgement             | raw         | extract_id | is_counted
        900001 | overall_effectiveness | 3           | 2          | yes
        900001 | quality_of_education  | 2           | 1          | yes
        900002 | inclusion             | Exceptional | 1          | yes
        """
    )


def test_an_inspection_whose_date_was_corrected_is_still_one(bench):
    listed(
        bench,
        """
        extract_id | urn    | kind   | inspection_number | inspection_date | published_date | judgement            | raw
        1          | 900001 | graded | 10300003          | 2025-01-21      | 2025-03-04     | quality_of_education | 3
        2          | 900001 | graded | 10300003          | 2025-01-22      | 2025-03-04     | quality_of_education | 3
        2          | 900009 | graded | 10300009          | 2025-09-22      | 2025-11-04     | quality_of_education | 2
        """,
    )
    assert shown(bench, "inspection", "inspection_date extract_id", "urn = '900001'")[1:] == [
        ["2025-01-22", "2"]
    ]


def test_what_a_school_inherits_is_marked_and_counted_once(bench):
    listed(
        bench,
        """
        extract_id | urn    | kind   | inspection_date | inspected_urn | own | judgement             | raw
        1          | 900000 | graded | 2022-02-08      | 900000        | yes | overall_effectiveness | 4
        2          | 900003 | graded | 2022-02-08      | 900000        | no  | overall_effectiveness | 4
        2          | 900004 | graded | 2023-02-08      |               | no  | overall_effectiveness | 2
        2          | 900005 | graded | 2023-02-08      |               |     | overall_effectiveness | 2
        """,
    )
    assert shown(bench, "inspection", "urn inspected_urn of_predecessor is_counted") == cells(
        """
        urn    | inspected_urn | of_predecessor | is_counted
        900000 | 900000        | no             | yes
        900003 | 900000        | yes            | no
        900004 |               | yes            | yes
        900005 | 900005        | no             | yes
        """
    )


def test_a_later_grade_of_an_area_stands_beside_the_first(bench):
    listed(
        bench,
        """
        extract_id | urn    | kind        | inspection_date | graded_on  | judgement | raw
        1          | 900001 | report card | 2026-01-13      | 2026-01-13 | inclusion | Urgent improvement
        2          | 900001 | report card | 2026-01-13      | 2026-07-02 | inclusion | Needs attention
        """,
    )
    assert shown(bench, "inspection", "graded_on word is_current")[1:] == [
        ["2026-01-13", "Urgent improvement", "no"],
        ["2026-07-02", "Needs attention", "yes"],
    ]


def test_a_registers_word_counts_only_where_no_inspection_file_lists_one(bench):
    listed(
        bench,
        """
        extract_id | urn    | kind   | inspection_date | judgement             | raw
        1          | 900001 | graded | 2023-06-06      | overall_effectiveness | 2
        3          | 900001 | graded | 2021-05-04      | overall_effectiveness | Good
        3          | 900002 | graded | 2021-05-04      | overall_effectiveness | Special Measures
        """,
    )
    assert shown(bench, "inspection", "urn inspection_date word category_title")[1:] == [
        ["900001", "2023-06-06", "Good", ""],
        ["900002", "2021-05-04", "Inadequate", "Special measures"],
    ]


def test_a_word_that_no_scale_lists_is_kept_as_written(bench):
    listed(
        bench,
        """
        extract_id | urn    | kind   | inspection_date | category | judgement            | raw
        1          | 900001 | graded | 2024-06-06      | XYZ      | quality_of_education | Splendid
        """,
    )
    assert shown(bench, "inspection", "raw word on_scale ordinal category_title")[1:] == [
        ["Splendid", "Splendid", "no", "", "XYZ"]
    ]


def test_no_inspection_file_gives_no_inspection(bench):
    built(bench, "20_core", until="inspection")
    assert shown(bench, "inspection", "urn") == [["urn"]]
