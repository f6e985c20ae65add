"""What does a school's history of inspections hint at, and how long does a hint last?"""

# ruff: noqa: E501  the text tables are wide

from __future__ import annotations

import duckdb
import pytest
from given import given, shown
from rated import rate, schools, screens, snapshot


@pytest.fixture
def city(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A school with an earlier URN, and another; the day is 22 November 2026."""
    snapshot(con)
    schools(con, "900000 | primary | maintained\n900003 | primary | academy\n900005 | primary | maintained")
    con.execute("update school set school_id = 'S900000' where urn = '900003'")
    return con


def inspected(con: duckdb.DuckDBPyConnection, text: str) -> None:
    """Inspections of these rows; what a row leaves out is the usual."""
    given(con, "inspection", text, is_current=True, is_counted=True, on_scale=True, extract_id=1)
    con.execute("""
        update inspection
        set
            inspected_urn = coalesce(inspected_urn, urn),
            of_predecessor = coalesce(inspected_urn, urn) <> urn,
            graded_on = coalesce(graded_on, inspection_date),
            regime = case when kind = 'report card' then 'R3' else 'R1' end,
            scale = case
                when judgement = 'safeguarding' then 'oeif safeguarding'
                when judgement = 'safeguarding_standards' then 'report card safeguarding'
                when kind = 'report card' then 'report card'
                else 'oeif'
            end,
            title = coalesce(title, judgement),
            word = coalesce(word, ordinal::varchar)
    """)
    rate(con)


def hints(con: duckdb.DuckDBPyConnection, columns: str, urn: str = "900005") -> list[list[str]]:
    return shown(con, "inspection_hint", columns, f"urn = '{urn}'")[1:]


def test_each_area_has_the_least_favourable_of_its_judgements(city):
    inspected(
        city,
        """
        urn    | kind   | inspection_date | judgement             | ordinal
        900005 | graded | 2025-03-04      | overall_effectiveness | 4
        900005 | graded | 2025-03-04      | quality_of_education  | 2
        900005 | graded | 2025-03-04      | early_years           | 3
        900005 | graded | 2025-03-04      | behaviour_attitudes   | 1
        900005 | graded | 2025-03-04      | personal_development  | 4
        900005 | graded | 2025-03-04      | leadership_management | 4
        900005 | graded | 2025-03-04      | safeguarding          | 2
        900005 | graded | 2025-03-04      | sixth_form            |
        """,
    )
    assert hints(city, "area level standing judgements") == [
        ["attendance", "established", "full", "behaviour_attitudes: 1"],
        ["leadership", "causing_concern", "full", "leadership_management: 4"],
        ["quality_of_education", "developing", "full", "early_years: 3; quality_of_education: 2"],
        ["safeguarding", "causing_concern", "full", "safeguarding: 2"],
    ]


def test_only_a_report_card_judges_inclusion_and_only_its_upper_grades_leave_embedded_open(city):
    inspected(
        city,
        """
        urn    | kind        | inspection_date | judgement              | ordinal
        900005 | graded      | 2025-03-04      | quality_of_education   | 1
        900005 | graded      | 2025-03-04      | behaviour_attitudes    | 1
        900005 | report card | 2026-03-03      | inclusion              | 2
        900005 | report card | 2026-03-03      | curriculum_teaching    | 3
        900005 | report card | 2026-03-03      | achievement            | 4
        900005 | report card | 2026-03-03      | safeguarding_standards | 1
        """,
    )
    assert hints(city, "area level embedded inspection_date") == [
        ["attainment", "developing", "no", "2026-03-03"],
        ["attendance", "established", "no", "2025-03-04"],
        ["inclusion", "established", "yes", "2026-03-03"],
        ["quality_of_education", "developing", "no", "2026-03-03"],
        ["safeguarding", "established", "no", "2026-03-03"],
    ]


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        ("2023-11-22", "full"),
        ("2023-11-21", "ageing"),
        ("2021-11-22", "ageing"),
        ("2021-11-21", "too old"),
    ],
)
def test_a_hint_ages_after_three_years_and_is_too_old_after_five(city, day, standing):
    inspected(
        city,
        f"urn | kind | inspection_date | judgement | ordinal\n900005 | graded | {day} | quality_of_education | 2",
    )
    assert hints(city, "standing") == [[standing]]


def test_a_later_grade_is_as_old_as_itself(city):
    inspected(
        city,
        """
        urn    | kind        | inspection_date | graded_on  | judgement | ordinal
        900005 | report card | 2022-01-13      | 2026-07-02 | inclusion | 3
        """,
    )
    assert hints(city, "standing age_months") == [["full", "4"]]


def test_a_predecessors_inspection_is_shown_and_has_no_weight(city):
    inspected(
        city,
        """
        urn    | inspected_urn | kind   | inspection_date | judgement             | ordinal
        900003 | 900000        | graded | 2024-03-05      | quality_of_education  | 4
        900003 | 900000        | graded | 2024-03-05      | leadership_management | 4
        900003 | 900003        | graded | 2022-03-08      | leadership_management | 2
        """,
    )
    assert hints(city, "area level standing", "900003") == [
        ["leadership", "established", "ageing"],
        ["quality_of_education", "causing_concern", "predecessor"],
    ]


def test_what_an_earlier_urn_listed_belongs_to_the_history_and_stands_once(city):
    inspected(
        city,
        """
        urn    | inspected_urn | kind     | inspection_date | judgement             | ordinal
        900000 | 900000        | graded   | 2018-03-05      | overall_effectiveness | 2
        900000 | 900000        | graded   | 2022-03-05      | overall_effectiveness | 3
        900003 | 900000        | graded   | 2022-03-05      | overall_effectiveness | 3
        900003 | 900003        | ungraded | 2025-03-05      | outcome               |
        """,
    )
    screens(city)
    assert shown(city, "screen_inspection", "inspection_date inspected_name of_predecessor is_latest", "urn = '900003'")[1:] == [
        ["2018-03-05", "School 900000", "yes", "no"],
        ["2022-03-05", "School 900000", "yes", "yes"],
        ["2025-03-05", "School 900003", "no", "yes"],
    ]  # fmt: skip
    assert shown(city, "screen_inspection", "inspection_date of_predecessor", "urn = '900000'")[1:] == [
        ["2018-03-05", "no"],
        ["2022-03-05", "no"],
    ]


def test_a_school_without_inspections_has_no_hint(city):
    rate(city)
    assert shown(city, "inspection_hint", "urn") == [["urn"]]
