"""Do signals add up to areas, and areas to a category, by the ordered rules of domain rules 5?"""

from __future__ import annotations

import pytest
from given import cells, shown
from rated import schools, snapshot

from eif.sql import ORDER, statement

AREAS = (
    "quality_of_education",
    "leadership",
    "inclusion",
    "attendance",
    "attainment",
    "safeguarding",
    "finance",
)
# The relations between signals and categories.
OF_AREAS = ("area_evidence", "area_coverage", "area_rating")
ALL_GREEN = "\n".join(f"{area} | 0 | core\n{area} | 0 | core" for area in AREAS)


def indicate(con, text: str, type_group: str = "maintained") -> None:
    """Rate one school from lines of area, level (empty: not rated) and core, other or hard."""
    snapshot(con)
    schools(con, f"1 | primary | {type_group}")
    build_early(con)
    # Rules made up for the test, so that areas without rules of their own can be rated too.
    con.execute("delete from rule")
    con.execute("delete from rule_descriptor")
    for number, (area, level, kind) in enumerate(cells(text), start=1):
        rule_id = f"rule_{number}"
        con.execute(
            "insert into rule (rule_id, area, ord, title, core, hard) values (?, ?, ?, ?, ?, ?)",
            [rule_id, area, number, rule_id, kind == "core", kind == "hard"],
        )
        con.execute(
            "insert into signal (school_id, urn, area, rule_id, ord, level, core, hard, finding, reason,"
            " period, as_of, cohort, status) values ('S1', '1', ?, ?, ?, ?, ?, ?, ?, ?, '2024/25',"
            " '2025-08-31', 60, ?)",
            [
                area,
                rule_id,
                number,
                level or None,
                kind == "core",
                kind == "hard" and level == "2",
                f"finding {number}",
                f"Reason {number}.",
                "rated" if level else "no data",
            ],
        )
    for name in ORDER["40_rate"][ORDER["40_rate"].index("area_evidence") :]:
        con.execute(f"create or replace table {name} as {statement('40_rate', name)}")


def build_early(con) -> None:
    """Everything before the area ratings, so that `signal` stands there with its columns and no rows."""
    for name in ORDER["40_rate"]:
        if name == "area_evidence":
            break
        con.execute(f"create or replace table {name} as {statement('40_rate', name)}")
    con.execute("delete from signal")


def ratings(con) -> dict[str, str]:
    return dict(shown(con, "area_rating", "area rating")[1:])


def overall(con) -> list[str]:
    return shown(con, "overall_rating", "indicated tier days rated reds ambers")[1]


def only(*areas: str) -> str:
    return "\n".join(line for line in ALL_GREEN.splitlines() if line.startswith(areas))


def without(area: str) -> str:
    return "\n".join(line for line in ALL_GREEN.splitlines() if not line.startswith(area))


@pytest.mark.parametrize(
    ("scenario", "signals", "expected"),
    [
        ("everything green is Established", ALL_GREEN, "Established | 1 | 1 | 7 | 0 | 0"),
        (
            "a lone core red in finance makes the area amber and leaves the school Established",
            f"{without('finance')}\nfinance | 2 | core\nfinance | 0 | core",
            "Established | 1 | 1 | 7 | 0 | 1",
        ),
        (
            "only attainment rated is not enough evidence",
            "attainment | 0 | core\nattainment | 0 | core",
            "Not enough evidence | | | 1 | 0 | 0",
        ),
        (
            "a warning notice decides over an otherwise green school",
            f"{ALL_GREEN}\nattainment | 2 | hard",
            "Causing Concern | 3 | 6 | 7 | 1 | 0",
        ),
        (
            "safeguarding not met decides alone",
            f"{without('safeguarding')}\nsafeguarding | 2 | hard",
            "Causing Concern | 3 | 6 | 7 | 1 | 0",
        ),
        (
            "two reds in safeguarding decide alone without a statutory step",
            f"{without('safeguarding')}\nsafeguarding | 2 | core\nsafeguarding | 2 | core",
            "Causing Concern | 3 | 6 | 7 | 1 | 0",
        ),
        (
            "a red is not hidden by missing data",
            "attainment | 2 | core\nattainment | 2 | core",
            "Developing | 2 | 3 | 1 | 1 | 0",
        ),
        (
            "no signals at all is not enough evidence",
            "attainment | | core",
            "Not enough evidence | | | 0 | 0 | 0",
        ),
        (
            "two red areas are Causing Concern",
            "attainment | 2 | core\nattainment | 2 | core\nattendance | 2 | core\nattendance | 2 | other",
            "Causing Concern | 3 | 6 | 2 | 2 | 0",
        ),
        (
            "two amber areas are Developing",
            f"{ALL_GREEN}\nattainment | 1 | core\nattendance | 1 | core",
            "Developing | 2 | 3 | 7 | 0 | 2",
        ),
        (
            "one amber area leaves the school Established",
            f"{ALL_GREEN}\nattainment | 1 | core",
            "Established | 1 | 1 | 7 | 0 | 1",
        ),
        (
            "four areas are too few, though all key areas are among them",
            only("leadership", "attainment", "safeguarding", "attendance"),
            "Not enough evidence | | | 4 | 0 | 0",
        ),
        (
            "five areas are enough with all key areas among them",
            only("leadership", "attainment", "safeguarding", "attendance", "inclusion"),
            "Established | 1 | 1 | 5 | 0 | 0",
        ),
        (
            "a key area unrated is not enough evidence, however green the rest",
            without("leadership"),
            "Not enough evidence | | | 6 | 0 | 0",
        ),
    ],
)
def test_the_category_follows_from_the_areas(con, scenario, signals, expected):
    indicate(con, signals)

    assert overall(con) == cells(expected)[0], scenario


@pytest.mark.parametrize(
    ("scenario", "signals", "rating"),
    [
        ("two core reds are red", "2 | core\n2 | core", "red"),
        ("a core red with another red is red", "2 | core\n2 | other\n0 | core", "red"),
        ("two reds without a core one are amber", "2 | other\n2 | other\n0 | core", "amber"),
        ("one red is amber even when nothing else is rated", "2 | core\n | core", "amber"),
        ("a hard signal is red at once", "2 | hard\n0 | core\n0 | core", "red"),
        ("one core amber is amber", "1 | core\n0 | core\n0 | core\n0 | core", "amber"),
        ("half the rules amber is amber", "0 | core\n0 | core\n1 | other\n1 | other", "amber"),
        ("fewer than half amber, none core, is green", "0 | core\n0 | core\n0 | core\n1 | other", "green"),
        ("too few rated is insufficient", "0 | core\n | core", "insufficient"),
        (
            "enough rated but too few of them core is insufficient",
            "0 | other\n0 | other\n0 | core",
            "insufficient",
        ),
        ("nothing rated is insufficient, never green", " | core\n | core", "insufficient"),
    ],
)
def test_an_area_follows_from_its_signals(con, scenario, signals, rating):
    # Attendance asks for two rated rules, both core.
    indicate(con, "\n".join(f"attendance | {line}" for line in signals.splitlines()))

    assert ratings(con)["attendance"] == rating, scenario


@pytest.mark.parametrize(
    ("signals", "rating"), [("2 | core\n0 | core", "red"), ("2 | other\n0 | core\n0 | core", "amber")]
)
def test_one_core_red_is_enough_where_the_framework_says_so(con, signals, rating):
    indicate(con, "\n".join(f"attendance | {line}" for line in signals.splitlines()))
    con.execute("update area_rule set solo_red = true where area = 'attendance'")
    con.execute(f"create or replace table area_rating as {statement('40_rate', 'area_rating')}")

    assert ratings(con)["attendance"] == rating


def test_old_evidence_and_few_pupils_beside_the_core_do_not_lower_confidence(con):
    indicate(con, "attendance | 0 | core\nattendance | 0 | core\nattendance | 0 | other\nattendance | | core")
    con.execute("update signal set as_of = '2024-01-31', cohort = 5 where not core or level is null")
    con.execute("update area_rule set need_core = 2 where area = 'attendance'")
    for name in OF_AREAS:
        con.execute(f"create or replace table {name} as {statement('40_rate', name)}")

    assert shown(con, "area_evidence", "oldest_core smallest_core", "area = 'attendance'")[1:] == [
        ["2025-08-31 00:00:00", "60"]
    ]


def others_answer(con, *rules: int) -> None:
    """Another school of the phase, of which these rules are answered; half of the schools are enough."""
    schools(con, "2 | primary | maintained")
    for number in rules:
        con.execute(
            "insert into signal (school_id, urn, area, rule_id, ord, level, core, hard, reason, status)"
            " values ('S2', '2', 'attendance', ?, ?, 0, true, false, 'Reason.', 'rated')",
            [f"rule_{number}", number],
        )
    for name in OF_AREAS:
        con.execute(f"create or replace table {name} as {statement('40_rate', name)}")


def attendance(con) -> str:
    return shown(con, "area_rating", "rating", "area = 'attendance' and urn = '1'")[1][0]


@pytest.mark.parametrize(("answered", "rating"), [((3,), "insufficient"), ((), "green")])
def test_silence_where_half_the_schools_of_the_phase_answer_may_hide_something(con, answered, rating):
    indicate(con, "attendance | 0 | core\nattendance | 0 | core\nattendance | | core")
    others_answer(con, *answered)

    assert attendance(con) == rating


@pytest.mark.parametrize(
    ("signals", "answered", "rating"),
    [
        # Three lost ones beside three rated could be half of all at Developing; two could not.
        ("0 | core\n0 | core\n0 | other\n | other\n | other\n | other", (4, 5, 6), "insufficient"),
        ("0 | core\n0 | core\n0 | other\n | other\n | other", (4, 5), "green"),
        # One at Developing and one lost are half of four.
        ("0 | core\n0 | core\n1 | other\n | other", (4,), "insufficient"),
        ("0 | core\n0 | core\n0 | core\n1 | other\n | other", (5,), "green"),
        # One that could say Causing Concern is enough.
        ("0 | core\n0 | core\n0 | core\n0 | core\n | core", (5,), "insufficient"),
    ],
)
def test_what_is_lost_counts_as_if_it_were_at_developing(con, signals, answered, rating):
    indicate(con, "\n".join(f"attendance | {line}" for line in signals.splitlines()))
    others_answer(con, *answered)

    assert attendance(con) == rating


def test_that_no_step_was_taken_tests_no_descriptor(con):
    indicate(con, "\n".join(f"attendance | {level} | other" for level in (0, 1, 0, 0)))
    con.execute("update signal set kind = 'statutory' where rule_id in ('rule_1', 'rule_2')")
    for number in range(1, 5):
        con.execute("insert into rule_descriptor values (?, 0, ?, null)", [f"rule_{number}", f"4.E{number}"])
    for name in OF_AREAS:
        con.execute(f"create or replace table {name} as {statement('40_rate', name)}")

    assert shown(con, "area_rating", "evidenced", "area = 'attendance'")[1:] == [["3"]]
    assert shown(con, "area_evidence", "expected n", "area = 'attendance'")[1:] == [["2", "3"]]


def test_an_area_asks_for_as_many_rated_rules_as_it_says_however_many_are_core(con):
    indicate(con, "attainment | 0 | core\nattainment | | other")

    assert ratings(con)["attainment"] == "insufficient"


def test_of_several_triggers_the_most_extra_days_count_once(con):
    indicate(con, ALL_GREEN)
    con.execute("create or replace table visit_trigger as from visit_trigger limit 0")
    for trigger, days in (("b", 0.25), ("a", 0.5), ("c", 0.25)):
        con.execute(
            "insert into visit_trigger (urn, trigger_id, title, ord, extra_days) values ('1', ?, ?, 1, ?)",
            [trigger, f"Trigger {trigger}", days],
        )
    con.execute(f"create or replace table overall_rating as {statement('40_rate', 'overall_rating')}")

    found = shown(con, "overall_rating", "days extra_days triggers")[1:]
    assert found == [["1", "0.5", "Trigger a; Trigger b; Trigger c"]]


@pytest.mark.parametrize(
    ("ambers", "days", "found"),
    [((), 2, ["0.5", "Trigger a"]), (("attendance", "attainment"), 0.5, ["0", ""])],
)
def test_a_tier_gives_no_more_extra_days_than_it_has_and_then_names_no_trigger(con, ambers, days, found):
    indicate(con, "\n".join([ALL_GREEN, *(f"{area} | 1 | core" for area in ambers)]))
    con.execute("create or replace table visit_trigger as from visit_trigger limit 0")
    con.execute(
        "insert into visit_trigger (urn, trigger_id, title, ord, extra_days)"
        " values ('1', 'a', 'Trigger a', 1, ?)",
        [days],
    )
    con.execute(f"create or replace table overall_rating as {statement('40_rate', 'overall_rating')}")

    assert shown(con, "overall_rating", "extra_days triggers")[1:] == [found]


def test_how_many_ambers_make_a_school_developing_is_the_frameworks(con):
    indicate(con, f"{ALL_GREEN}\nattainment | 1 | core\nattendance | 1 | core")
    con.execute("update threshold set value = 3 where scope = 'overall' and name = 'ambers_for_developing'")
    con.execute(f"create or replace table overall_rating as {statement('40_rate', 'overall_rating')}")

    assert overall(con) == cells("Established | 1 | 1 | 7 | 0 | 2")[0]


@pytest.mark.parametrize(
    ("others", "indicated"), [(1, "Not enough evidence"), (2, "Established"), (9, "Established")]
)
def test_an_area_that_most_schools_of_the_phase_lack_does_not_stand_in_the_way(con, others, indicated):
    indicate(con, without("inclusion"))
    schools(con, "\n".join(f"{urn} | primary | maintained" for urn in range(2, others + 2)))
    # One school of them all has its inclusion rated; half would make it usual.
    con.execute(
        "insert into rule (rule_id, area, ord, title, core, hard)"
        " values ('one', 'inclusion', 99, 'One', true, false)"
    )
    con.execute(
        "insert into signal (school_id, urn, area, rule_id, ord, level, core, hard, reason, status)"
        " values ('S2', '2', 'inclusion', 'one', 99, 0, true, false, 'Reason.', 'rated')"
    )
    for name in (*OF_AREAS, "overall_rating"):
        con.execute(f"create or replace table {name} as {statement('40_rate', name)}")

    assert shown(con, "overall_rating", "indicated", "urn = '1'")[1] == [indicated]


def test_finance_of_an_academy_is_not_rated_and_does_not_count_against_it(con):
    indicate(con, without("finance"), type_group="academy")

    assert ratings(con)["finance"] == "not_applicable"
    assert overall(con) == cells("Established | 1 | 1 | 6 | 0 | 0")[0]


def test_an_area_says_why_and_how_much_of_it_was_tested(con):
    indicate(con, "attendance | 2 | core\nattendance | 2 | other\nattendance | 1 | core\nattendance | | core")
    con.execute("insert into rule_descriptor values ('rule_1', 0, '4.E1', null), ('rule_1', 2, '4.C1', 'x')")
    con.execute("insert into rule_descriptor values ('rule_2', 2, '4.C1', 'x'), ('rule_4', 0, '4.E3', null)")
    for name in OF_AREAS:
        con.execute(f"create or replace table {name} as {statement('40_rate', name)}")

    found = shown(
        con,
        "area_rating",
        "rating evidenced descriptors coverage confidence level why",
        "area = 'attendance'",
    )
    assert found[1] == [
        "red",
        "2",
        "14",
        "2 of 14",
        "medium",
        "causing_concern",
        "Red: finding 1; finding 2; finding 3.",
    ]


@pytest.mark.parametrize(
    ("scenario", "change", "confidence"),
    [
        ("every rule rated on recent evidence", "period = '2024/25'", "high"),
        ("core evidence older than 18 months", "as_of = '2024-08-31'", "medium"),
        ("few pupils", "cohort = 19", "low"),
        ("pupils enough", "cohort = 20", "high"),
    ],
)
def test_confidence_falls_with_age_and_small_numbers(con, scenario, change, confidence):
    indicate(con, "attendance | 0 | core\nattendance | 0 | core")
    con.execute(f"update signal set {change}")
    for name in OF_AREAS:
        con.execute(f"create or replace table {name} as {statement('40_rate', name)}")

    assert shown(con, "area_rating", "confidence", "area = 'attendance'")[1] == [confidence], scenario


def test_a_dip_in_results_brings_tier_1_half_a_day_more(con):
    indicate(con, ALL_GREEN)
    con.execute(
        "update tier_trigger set rules = ['rule_9'], test = 'rules' where trigger_id = 'performance_dip'"
    )
    con.execute("update signal set level = 1 where rule_id = 'rule_9'")
    for name in ("visit_trigger", "overall_rating"):
        con.execute(f"create or replace table {name} as {statement('40_rate', name)}")

    found = shown(con, "overall_rating", "indicated days extra_days triggers")[1]
    assert found == ["Established", "1", "0.5", "A dip in statutory results"]


@pytest.mark.parametrize(
    ("signals", "why", "confidence"),
    [
        ("2 | core\n2 | core", "Red: finding 1; finding 2.", "high"),
        (
            "2 | core\n | core",
            "Amber: finding 1. One finding at Causing Concern needs a second, one of them core, to make the"
            " area red.",
            "medium",
        ),
        ("1 | core\n0 | core\n0 | core\n0 | core", "Amber: finding 1.", "high"),
        ("1 | other\n2 | core", "Amber: finding 2; finding 1. One finding at", "high"),
        ("0 | core\n0 | core", "Green: all 2 rules rated are consistent with Established.", "high"),
        (
            "0 | core\n0 | core\n0 | core\n1 | other",
            "Green: most of the 4 rules rated are consistent with Established; note finding 4.",
            "high",
        ),
        ("0 | core\n0 | core\n0 | core\n0 | core\n | other", "Green: all 4", "high"),
        ("0 | core\n0 | core\n0 | core\n | other", "Green: all 3", "medium"),
        ("2 | core\n | core\n | other", "Amber: finding 1. One", "low"),
        (
            "0 | core\n | core",
            "Not enough evidence: 1 of 2 rules could be rated, 1 of them core. Reason 2.",
            "",
        ),
        (" | core\n | core", "Not enough evidence. Reason 1.", ""),
        (" | other\n | core", "Not enough evidence. Reason 2.", ""),
    ],
)
def test_an_area_is_explained_by_its_findings_worst_and_core_first(con, signals, why, confidence):
    indicate(con, "\n".join(f"attendance | {line}" for line in signals.splitlines()))

    ((said, found),) = shown(con, "area_rating", "why confidence", "area = 'attendance'")[1:]
    assert said.startswith(why)
    assert found == confidence


def test_an_area_that_no_rule_reads_and_the_finances_of_an_academy_say_so(con):
    indicate(con, "attendance | 0 | core\nfinance | 0 | core\nfinance | 0 | core", type_group="academy")

    why = dict(shown(con, "area_rating", "area why")[1:])
    assert why["inclusion"] == "No rule reads data for this area yet."
    assert why["finance"] == "An academy’s finances are for its trust, so this area is not rated here."
    assert shown(con, "area_rating", "coverage confidence", "area = 'finance'")[1:] == [["", ""]]


@pytest.mark.parametrize(
    ("signals", "why"),
    [
        (ALL_GREEN, "7 of 7 areas rated."),
        (
            f"{without('finance')}\nfinance | 2 | core\nfinance | 0 | core",
            "Amber: finance. 7 of 7 areas rated.",
        ),
        (f"{ALL_GREEN}\nattainment | 2 | hard", "Finding 15. Red: attainment, progress. 7 of 7 areas rated."),
        (
            "attainment | 2 | core\nattainment | 2 | core\nattendance | 1 | core\nattendance | 0 | core",
            "Red: attainment, progress. Amber: attendance, exclusions. 2 of 7 areas rated.",
        ),
        (
            "attainment | 0 | core\nattainment | 0 | core",
            "1 of 7 areas rated; Established would need more evidence of leadership and governance;"
            " safeguarding.",
        ),
    ],
)
def test_a_category_is_explained_by_its_areas(con, signals, why):
    indicate(con, signals)

    assert shown(con, "overall_rating", "why")[1:] == [[why]]
