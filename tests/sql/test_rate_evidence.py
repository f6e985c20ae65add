"""Is a figure that should not be rated left unrated, with the reason, and never counted as good?

What rule_figure, figure_gate, signal_unread, signal_figure and school_rule say to single figures and schools.
"""

from __future__ import annotations

import pytest
from given import given
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


@pytest.mark.parametrize(("as_at", "status"), [("2026-05-22", "rated"), ("2026-05-21", "aged")])
def test_what_a_school_answered_ages_to_the_day_and_its_newest_answer_counts(con, as_at, status):
    snapshot(con)
    schools(con, "1 | primary | maintained")
    given(
        con,
        "school_fact",
        f"""
        text        | as_at      | period
        implemented | {as_at}    | 2025/26 spring
        little      | 2025-11-30 | 2025/26 autumn
        """,
        school_id="S1",
        urn="1",
        dataset="council_send",
        item="oag_status",
        status="value",
        is_current=True,
        is_best=True,
        extract_id=1,
    )
    rate(con)

    assert answers(con, "inclusion_guidance", "status") == [[status]]
    assert "implemented" in reason(con, "inclusion_guidance")


@pytest.mark.parametrize(("cohort", "status"), [(10, "small cohort"), (11, "rated")])
def test_fewer_than_eleven_pupils_are_not_rated(con, cohort, status):
    snapshot(con)
    schools(con, "1 | primary | maintained")
    results(con, f"urn | period | value | national | cohort\n1 | 2024/25 | 9 | 4 | {cohort}")
    rate(con)

    assert answers(con, "attendance_absence_national", "status") == [[status]]


@pytest.mark.parametrize(
    ("cohort", "pooled", "told"),
    [
        (1, "", "rests on 1 pupil, fewer than 11"),
        (10, "", "rests on 10 pupils, fewer than 11"),
        (1, 3, "rests on 1 pupil, and three years on 3, fewer than 11"),
        (4, 10, "rests on 4 pupils, and three years on 10, fewer than 11"),
    ],
)
def test_how_few_pupils_and_how_many_are_asked_for_is_said(con, cohort, pooled, told):
    snapshot(con)
    schools(con, "1 | primary | maintained")
    results(
        con,
        f"urn | value | national | cohort | pooled_cohort\n1 | 50 | 60 | {cohort} | {pooled}",
        indicator="ks2_rwm_exp",
        period="2024/25",
    )
    rate(con)

    found = reason(con, "attainment_ks2_rwm")
    assert found.endswith(f" not rated: 50% in 2024/25 {told}."), found


def test_how_old_a_figure_is_and_how_old_it_may_be_is_said(con):
    snapshot(con, as_at="2021-09-01")
    schools(con, "1 | primary | maintained")
    results(con, "urn | period | value | national | cohort\n1 | 2018/19 | 9 | 4 | 300")
    rate(con)

    assert reason(con, "attendance_absence_national") == (
        "Overall absence not rated: 9.0% in 2018/19, which ended more than 24 months before 1 September 2021."
    )


def test_a_figure_of_which_nothing_is_loaded_says_so_and_not_that_this_school_has_none(con):
    snapshot(con)
    schools(con, "1 | primary | maintained\n2 | primary | maintained")
    results(con, "urn | period | value | national | cohort\n2 | 2024/25 | 9 | 4 | 300")
    rate(con)

    assert reason(con, "attendance_absence_national") == (
        "Overall absence not rated: no figure for this school is loaded."
    )
    assert reason(con, "attendance_persistent_national") == (
        "Persistent absence (10% or more of sessions) not rated: no figures are loaded."
    )


@pytest.mark.parametrize(
    ("column", "ages"),
    [
        ("min_high_age", {6: False, 7: True, 8: True, None: True}),
        ("max_high_age", {6: True, 7: True, 8: False}),
    ],
)
def test_a_rule_asks_schools_of_its_ages(con, column, ages):
    snapshot(con)
    schools(con, "\n".join(f"{urn} | primary | maintained" for urn in range(1, len(ages) + 1)))
    for urn, age in enumerate(ages, start=1):
        con.execute("update school set high_age = ? where urn = ?", [age, str(urn)])
    con.execute(f"update rule set {column} = 7 where rule_id = 'attendance_absence_national'")
    rate(con)

    asked = {urn for urn, _, _ in answers(con, "attendance_absence_national")}
    assert asked == {str(urn) for urn, is_asked in enumerate(ages.values(), start=1) if is_asked}


def test_what_is_asked_of_maintained_schools_alone_is_asked_of_no_academy(con):
    snapshot(con)
    schools(con, "1 | primary | maintained\n2 | primary | academy")
    con.execute("update rule set schools = 'maintained' where rule_id = 'attendance_absence_national'")
    con.execute("update school set high_age = 11")
    rate(con)

    assert [urn for urn, _, _ in answers(con, "attendance_absence_national")] == ["1"]
    assert len(answers(con, "attendance_persistent_national")) == 2


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
