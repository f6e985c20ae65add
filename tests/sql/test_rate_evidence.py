"""Is a figure that should not be rated left unrated, with the reason, and never counted as good?"""

from __future__ import annotations

import pytest
from rated import answers, rate, reason, results, schools, snapshot


@pytest.mark.parametrize(
    ("as_at", "status"),
    [("2021-08-31", "rated"), ("2021-09-01", "aged"), ("2020-03-31", "rated")],
)
def test_evidence_ages_24_months_after_the_31_august_of_its_year(con, as_at, status):
    snapshot(con, as_at=as_at)
    schools(con, "1 | primary | maintained")
    results(con, "urn | period | value | national | cohort\n1 | 2018/19 | 9 | 4 | 300")
    rate(con)

    assert answers(con, "attendance_absence_national", "status") == [[status]]


@pytest.mark.parametrize(("cohort", "status"), [(10, "small cohort"), (11, "rated")])
def test_fewer_than_eleven_pupils_are_not_rated(con, cohort, status):
    snapshot(con)
    schools(con, "1 | primary | maintained")
    results(con, f"urn | period | value | national | cohort\n1 | 2024/25 | 9 | 4 | {cohort}")
    rate(con)

    assert answers(con, "attendance_absence_national", "status") == [[status]]


@pytest.mark.parametrize(
    ("status", "raw", "told", "sentence"),
    [
        (
            "suppressed",
            "c",
            "suppressed",
            "Overall absence not rated: suppressed in 2024/25, because the numbers are small.",
        ),
        ("not published", "NP", "not published", "Overall absence not rated: not published for 2024/25."),
        ("blank", "", "no data", "Overall absence not rated: no figure in 2024/25 (blank)."),
    ],
)
def test_a_missing_figure_is_told_by_its_code(con, status, raw, told, sentence):
    snapshot(con)
    schools(con, "1 | primary | maintained")
    results(con, "urn | period | national\n1 | 2024/25 | 4", status=status, raw=raw)
    rate(con)

    assert answers(con, "attendance_absence_national") == [["1", "", told]]
    assert reason(con, "attendance_absence_national") == sentence


def test_the_newest_figure_is_used_when_the_latest_year_has_none(con):
    snapshot(con, as_at="2025-11-22")
    schools(con, "1 | primary | maintained")
    results(
        con,
        """
        urn | period  | value | national | cohort | status
        1   | 2024/25 |       | 5.2      |        | suppressed
        1   | 2023/24 | 9     | 5.5      | 300    | value
        """,
    )
    rate(con)

    assert answers(con, "attendance_absence_national", "period level") == [["2023/24", "1"]]


def test_an_academy_is_rated_on_its_predecessors_figures_until_it_has_its_own(con):
    snapshot(con)
    schools(con, "2 | primary | academy")
    con.execute("update school set school_id = 'S1'")
    results(
        con,
        """
        urn | period  | value | national | cohort
        1   | 2024/25 | 9     | 5.2      | 300
        1   | 2023/24 | 8     | 5.2      | 300
        2   | 2024/25 | 5     | 5.2      | 300
        """,
        school_id="S1",
    )
    rate(con)

    assert answers(con, "attendance_absence_national", "urn period value") == [["2", "2024/25", "5"]]


def test_a_school_without_a_national_comparator_is_not_rated(con):
    snapshot(con)
    schools(con, "1 | alternative provision | maintained")
    results(con, "urn | period | value | cohort\n1 | 2024/25 | 30 | 60", phase="alternative provision")
    rate(con)

    assert answers(con, "attendance_absence_national") == [["1", "", "no comparator"]]


@pytest.mark.parametrize("phase", ["special", "alternative provision", "nursery"])
def test_attainment_of_schools_unlike_mainstream_is_left_to_judgement(con, phase):
    snapshot(con)
    schools(con, f"1 | {phase} | maintained")
    results(con, "urn | period | value | cohort\n1 | 2024/25 | 5 | 60", indicator="ks2_rwm_exp", phase=phase)
    rate(con)

    found = con.execute("select rating, coverage, why from area_rating where area = 'attainment'").fetchone()
    assert found == (
        "insufficient",
        "0 of 7",
        f"The data rules of this area do not fit {phase} schools: professional judgement is needed.",
    )


def test_without_any_evidence_every_area_is_insufficient_and_no_tier_is_given(con):
    snapshot(con)
    schools(con, "1 | primary | maintained\n2 | secondary | academy")
    rate(con)

    ratings = con.execute("select distinct urn, rating from area_rating order by all").fetchall()
    assert ratings == [("1", "insufficient"), ("2", "insufficient"), ("2", "not_applicable")]
    assert con.execute("select distinct indicated, tier from overall_rating").fetchall() == [
        ("Not enough evidence", None)
    ]


def test_every_rule_of_a_schools_phase_answers_once_even_without_data(con):
    snapshot(con)
    schools(con, "1 | primary | maintained\n2 | all-through | academy\n3 | special | maintained")
    rate(con)

    wrong = con.execute("""
        select s.urn, r.rule_id, count(g.rule_id)
        from school as s
        inner join rule as r
            on list_contains(r.phases, s.phase) and (r.schools = 'every' or s.type_group = 'maintained')
        left join signal as g on g.urn = s.urn and g.rule_id = r.rule_id
        where r.max_high_age is null
        group by all
        having count(g.rule_id) <> 1
    """).fetchall()
    assert wrong == []
    assert con.execute("select count(*) from signal where reason is null or status is null").fetchone() == (
        0,
    )


def test_schools_that_are_not_listed_are_not_rated(con):
    snapshot(con)
    schools(con, "1 | primary | maintained")
    con.execute("update school set listed = false")
    rate(con)

    assert con.execute("select count(*) from signal").fetchone() == (0,)
    assert con.execute("select count(*) from overall_rating").fetchone() == (0,)
