"""From when is a school's next inspection likely, and when is it overdue? On either side of every limit."""

from __future__ import annotations

import duckdb
import pytest
from given import shown
from rated import schools, snapshot
from test_rate_inspection import inspected

TODAY = "2026-11-22"
GOOD, CONCERN, CARD_GOOD, CARD_CONCERN = (
    "graded | leadership_management | 2",
    "graded | leadership_management | 3",
    "report card | inclusion | 3",
    "report card | inclusion | 4",
)


@pytest.fixture
def city(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """One school, seen on 22 November 2026."""
    snapshot(con)
    schools(con, "1 | primary | maintained")
    return con


def window(con: duckdb.DuckDBPyConnection, columns: str = "is_open is_overdue") -> list[list[str]]:
    return shown(con, "inspection_window", columns)[1:]


def on(con: duckdb.DuckDBPyConnection, day: str) -> None:
    con.execute("update setting set value = ? where key = 'as_at'", [day])


def graded(con: duckdb.DuckDBPyConnection, *rows: str, more: str = "") -> None:
    lines = [f"urn | inspection_date | kind | judgement | ordinal{more}", *(f"1 | {row}" for row in rows)]
    inspected(con, "\n".join(lines))


@pytest.mark.parametrize(
    ("scenario", "last", "what", "is_open"),
    [
        ("good, three years ago to the day", "2023-11-22", GOOD, "yes"),
        ("good, a day less", "2023-11-23", GOOD, "no"),
        ("expected, three years ago to the day", "2023-11-22", CARD_GOOD, "yes"),
        ("expected, a day less", "2023-11-23", CARD_GOOD, "no"),
        ("requires improvement, a year ago to the day", "2025-11-22", CONCERN, "yes"),
        ("requires improvement, a day less", "2025-11-23", CONCERN, "no"),
        ("needs attention, a year ago to the day", "2025-11-22", CARD_CONCERN, "yes"),
        ("needs attention, a day less", "2025-11-23", CARD_CONCERN, "no"),
    ],
)
def test_an_inspection_is_likely_from_a_day_that_its_last_grades_set(city, scenario, last, what, is_open):
    graded(city, f"{last} | {what}")
    assert window(city, "is_open") == [[is_open]], scenario


@pytest.mark.parametrize(
    ("scenario", "last", "what", "today", "due", "is_overdue"),
    [
        (
            "good in August: four academic years from that summer",
            "2022-08-31",
            GOOD,
            TODAY,
            "2026-08-31",
            "yes",
        ),
        ("good in September: a year later", "2022-09-01", GOOD, TODAY, "2027-08-31", "no"),
        ("on the last day of the fourth year", "2022-03-01", GOOD, "2026-08-31", "2026-08-31", "no"),
        ("on the day after", "2022-03-01", GOOD, "2026-09-01", "2026-08-31", "yes"),
        ("a concern, thirty months ago to the day", "2024-05-22", CONCERN, TODAY, "2026-11-22", "no"),
        ("a concern, a day more", "2024-05-21", CONCERN, TODAY, "2026-11-21", "yes"),
    ],
)
def test_an_inspection_is_overdue_after_a_day_that_its_last_grades_set(
    city, scenario, last, what, today, due, is_overdue
):
    on(city, today)
    graded(city, f"{last} | {what}")
    assert window(city, "due_by is_overdue") == [[due, is_overdue]], scenario


def test_one_judgement_below_good_is_a_concern_for_the_whole_inspection(city):
    graded(city, f"2025-11-22 | {GOOD}", "2025-11-22 | graded | quality_of_education | 3")
    assert window(city, "opens_on due_by is_open") == [["2026-11-22", "2028-05-22", "yes"]]


def test_in_a_category_an_inspection_is_likely_at_any_time(city):
    graded(city, f"2026-11-21 | {GOOD} | SM", more=" | category")
    assert window(city, "opens_on due_by is_open is_overdue") == [["2026-11-21", "2029-05-21", "yes", "no"]]


def test_the_last_inspection_that_gave_grades_counts(city):
    graded(
        city,
        f"2019-03-05 | {CONCERN}",
        f"2024-03-05 | {GOOD}",
        "2026-03-05 | ungraded | overall_outcome | 4",
    )
    assert window(city, "last_day opens_on due_by") == [["2024-03-05", "2027-03-05", "2028-08-31"]]


def test_an_inspection_of_a_predecessor_dates_nothing(city):
    graded(city, f"2019-03-05 | {CONCERN} | 9", more=" | inspected_urn")
    assert window(city) == []


@pytest.mark.parametrize(
    ("scenario", "opened", "found"),
    [
        ("the second year ends tomorrow", "2024-11-23", [["2026-11-23", "no"]]),
        ("the third year begins today", "2024-11-22", [["2026-11-22", "yes"]]),
        ("the last day of the third year", "2023-11-23", [["2025-11-23", "yes"]]),
        ("the third year has passed", "2023-11-22", []),
        ("nobody knows when it opened", None, []),
    ],
)
def test_a_new_school_is_first_inspected_in_its_third_year(city, scenario, opened, found):
    city.execute("update school set opened = ?", [opened])
    graded(city, "2025-03-05 | ungraded | overall_outcome | 2 | 9", more=" | inspected_urn")
    assert window(city, "opens_on is_open") == found, scenario


@pytest.mark.parametrize(
    ("name", "value", "what", "columns", "found"),
    [
        ("window_good", 35, GOOD, "opens_on", "2025-02-05"),
        ("window_concern", 11, CONCERN, "opens_on", "2023-02-05"),
        ("due_good", 3, GOOD, "due_by", "2025-08-31"),
        ("due_concern", 29, CONCERN, "due_by", "2024-08-05"),
    ],
)
def test_every_limit_is_the_frameworks(city, name, value, what, columns, found):
    city.execute("update threshold set value = ? where name = ?", [value, name])
    graded(city, f"2022-03-05 | {what}")
    assert window(city, columns) == [[found]]


def test_a_window_that_opened_brings_tier_1_half_a_day_and_says_that_ofsted_decides(city):
    graded(city, f"2022-03-05 | {GOOD}")
    assert shown(city, "visit_trigger", "trigger_id extra_days reason")[1:] == [
        [
            "ofsted_window",
            "0.5",
            "likely from 5 March 2025, overdue since 31 August 2026 (an estimate: Ofsted decides)",
        ]
    ]
