"""When is what Embedded asks beyond Established there, on either side of every limit, and who must say so?"""

from __future__ import annotations

import duckdb
import pytest
from given import given, shown
from rated import rate, results, schools, snapshot
from test_rate_combination import ALL_GREEN, indicate
from test_rate_inspection import inspected

from eif.sql import statement

AREAS = {
    "quality_of_education": "Quality of education",
    "leadership": "Leadership and governance",
    "inclusion": "Inclusion",
    "safeguarding": "Safeguarding",
}


@pytest.fixture
def school(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """One maintained primary school, seen on 22 November 2026."""
    snapshot(con)
    schools(con, "1 | primary | maintained")
    return con


def met(con: duckdb.DuckDBPyConnection, area: str) -> str:
    rate(con)
    ((found,),) = shown(con, "embedded_test", "met", f"area = '{area}'")[1:]
    return found


def told(con: duckdb.DuckDBPyConnection, dataset: str, row: int, **items: str) -> None:
    """One record of a return: its items in words, or as a day where `day` is one of them."""
    for item, said in items.items():
        kind = "day" if item == "judged_on" else "text"
        given(
            con,
            "school_fact",
            f"item | {kind}\n{item} | {said}",
            extract_id=2,
            source_row=row,
            urn="1",
            school_id="S1",
            dataset=dataset,
            period="2026-11-02",
            as_at="2026-11-02",
            status="value",
            is_best=True,
            is_current=True,
        )


def signed(
    con: duckdb.DuckDBPyConnection, area: str, category: str = "Embedded", day: str = "2026-10-05"
) -> None:
    """The adviser's judgement of an area."""
    told(
        con,
        "council_judgements",
        1,
        judged_area=AREAS[area],
        judgement_kind="adviser's judgement",
        judged_category=category,
        judged_on=day,
    )


@pytest.mark.parametrize(
    ("scenario", "phase", "now", "before", "found"),
    [
        ("below national by more than the margin in two years", "primary", 4.6, 4.6, "yes"),
        ("by just the margin this year", "primary", 4.7, 4.6, "no"),
        ("by just the margin the year before", "primary", 4.6, 4.7, "no"),
        ("a secondary school needs a whole point more", "secondary", 4.1, 4.1, "yes"),
        ("by just that point", "secondary", 4.2, 4.1, "no"),
        ("nothing known of the year before", "primary", 4.6, None, "no"),
    ],
)
def test_attendance_is_above_national_two_years_running(con, scenario, phase, now, before, found):
    snapshot(con)
    schools(con, f"1 | {phase} | maintained")
    rows = ["urn | period | value | national | cohort", f"1 | 2024/25 | {now} | 5.2 | 300"]
    rows += [f"1 | 2023/24 | {before} | 5.2 | 300"] if before else []
    results(con, "\n".join(rows), phase=phase)

    assert met(con, "attendance") == found, scenario


@pytest.mark.parametrize(
    ("scenario", "bands", "gaps", "found"),
    [
        ("above in two of three results, no gap", ("above", "well_above", "in_line"), (0, 0, 0), "yes"),
        ("above in one", ("well_above", "in_line", "in_line"), (5, 5, 5), "no"),
        ("in line this year", ("in_line", "above", "above"), (1, 1, 1), "yes"),
        ("a gap this year", ("above", "above", "above"), (-0.1, 3, 3), "no"),
        ("a gap the year before", ("above", "above", "above"), (3, -0.1, 3), "no"),
        ("a gap two years before", ("above", "above", "above"), (3, 3, -0.1), "no"),
        ("disadvantaged pupils known for two years only", ("above", "above", "above"), (3, 3, None), "no"),
        ("disadvantaged pupils not known", ("above", "above", "above"), (None, None, None), "no"),
    ],
)
def test_attainment_is_above_national_without_a_gap_of_disadvantaged_pupils(
    school, scenario, bands, gaps, found
):
    rows = ["urn | pupil_group | period | value | national | cohort | band"]
    for year, band, gap in zip(("2024/25", "2023/24", "2022/23"), bands, gaps, strict=True):
        rows.append(f"1 | all | {year} | 70 | 62 | 60 | {band}")
        rows += [f"1 | dis | {year} | {48 + gap} | 48 | 20 | in_line"] if gap is not None else []
    results(school, "\n".join(rows), indicator="ks2_rwm_exp")

    assert met(school, "attainment") == found, scenario


def test_how_many_results_are_above_is_the_frameworks(school):
    rows = ["urn | pupil_group | period | value | national | cohort | band"]
    for year in ("2024/25", "2023/24", "2022/23"):
        rows.append(f"1 | all | {year} | 70 | 62 | 60 | {'in_line' if year == '2022/23' else 'above'}")
        rows.append(f"1 | dis | {year} | 48 | 48 | 20 | in_line")
    results(school, "\n".join(rows), indicator="ks2_rwm_exp")
    school.execute("update threshold set value = 3 where name = 'results_years'")

    assert met(school, "attainment") == "no"


@pytest.mark.parametrize(("share", "found"), [(5, "yes"), (4.9, "no")])
def test_reserves_are_a_twentieth_of_income(school, share, found):
    results(
        school, f"urn | period | value\n1 | 2025-26 | {share}", indicator="fin_close_pct_income", phase="all"
    )
    assert met(school, "finance") == found


def test_an_academys_finances_are_not_asked_for(con):
    snapshot(con)
    schools(con, "1 | primary | academy")
    assert met(con, "finance") == ""


@pytest.mark.parametrize(
    ("scenario", "category", "day", "found"),
    [
        ("twelve months ago to the day", "Embedded", "2025-11-22", "yes"),
        ("a day more", "Embedded", "2025-11-21", "no"),
        ("Established", "Established", "2026-10-05", "no"),
    ],
)
def test_leadership_needs_the_advisers_word_of_the_last_year(school, scenario, category, day, found):
    signed(school, "leadership", category, day)
    assert met(school, "leadership") == found, scenario


def test_what_a_school_says_of_itself_signs_nothing_off(school):
    told(
        school,
        "council_judgements",
        1,
        judged_area="Leadership and governance",
        judgement_kind="self-evaluation",
        judged_category="Embedded",
        judged_on="2026-10-05",
    )
    assert met(school, "leadership") == "no"


@pytest.mark.parametrize(
    ("area", "dataset", "item", "enough", "too_little"),
    [
        ("inclusion", "council_send", "oag_status", "embedded", "implemented"),
        ("safeguarding", "council_section175", "s175_validated", "Yes", "No"),
    ],
)
def test_the_advisers_word_alone_is_not_enough(school, area, dataset, item, enough, too_little):
    told(school, dataset, 2, **{item: enough})
    assert met(school, area) == "no"
    signed(school, area)
    assert met(school, area) == "yes"
    school.execute("update school_fact set text = ? where item = ?", [too_little, item])
    assert met(school, area) == "no"
    school.execute("delete from school_fact where item = ?", [item])
    assert met(school, area) == "no"


@pytest.mark.parametrize(
    ("scenario", "rows", "found"),
    [
        ("strong", ["1 | 2026-03-03 | curriculum_teaching | 2 |"], "yes"),
        ("expected", ["1 | 2026-03-03 | curriculum_teaching | 3 |"], "no"),
        ("one of them expected",
         ["1 | 2026-03-03 | curriculum_teaching | 1 |", "1 | 2026-03-03 | achievement | 3 |"], "no"),
        ("five years ago to the day", ["1 | 2021-11-22 | curriculum_teaching | 1 |"], "yes"),
        ("a day more", ["1 | 2021-11-21 | curriculum_teaching | 1 |"], "no"),
        ("of a predecessor", ["1 | 2026-03-03 | curriculum_teaching | 1 | 9"], "no"),
        ("not inspected", [], "no"),
    ],
)  # fmt: skip
def test_quality_of_education_needs_the_upper_grades_of_a_report_card_too(school, scenario, rows, found):
    signed(school, "quality_of_education")
    if rows:
        header = "urn | inspection_date | judgement | ordinal | inspected_urn | kind"
        inspected(school, "\n".join([header, *(f"{row} | report card" for row in rows)]))

    assert met(school, "quality_of_education") == found, scenario


def test_upper_grades_alone_make_no_candidate(school):
    inspected(
        school,
        "urn | kind | inspection_date | judgement | ordinal\n"
        "1 | report card | 2026-03-03 | curriculum_teaching | 1",
    )
    assert met(school, "quality_of_education") == "no"


@pytest.mark.parametrize(
    ("scenario", "signals", "unmet", "found"),
    [
        ("everything is there", ALL_GREEN, "none", ["Established", "yes"]),
        ("one area lacks it", ALL_GREEN, "finance", ["Established", "no"]),
        ("an amber area", ALL_GREEN.replace("inclusion | 0", "inclusion | 1"), "none", ["Established", "no"]),
        ("a statutory step", f"{ALL_GREEN}\nleadership | 2 | hard", "none", ["Causing Concern", "no"]),
    ],
)
def test_a_candidate_is_established_without_an_amber_and_shows_all(con, scenario, signals, unmet, found):
    indicate(con, signals)
    con.execute(
        "create or replace table embedded_test as select '1' as urn, area, area <> ? as met from area",
        [unmet],
    )
    con.execute(f"create or replace table overall_rating as {statement('40_rate', 'overall_rating')}")

    assert shown(con, "overall_rating", "indicated embedded_candidate")[1] == found, scenario
    (why,) = shown(con, "overall_rating", "why")[1]
    assert ("Embedded candidate: all that data can show is there; people decide." in why) is (
        found[1] == "yes"
    )
