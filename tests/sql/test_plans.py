"""Is a plan on the way to its targets, what is late, and whose? Held on rows that say one case each."""

from __future__ import annotations

import math
import random
from datetime import date, timedelta
from fractions import Fraction

import duckdb
import pytest
from given import cells, given, shown
from rated import gather, results, schools, snapshot

from eif import sql
from eif.casework.work import DAY

PLAN = {
    "version": 1,
    "state": "open",
    "from_on": "2026-01-10",
    "state_on": "2026-01-10",
    "title": "Reading",
    "exit_criteria": "At national",
    "urn": "1",
}
ACTION = {
    "version": 1,
    "revision": 1,
    "plan_id": "P",
    "school_id": "S1",
    "priority": "Reading",
    "action": "Teach phonics daily",
    "responsible": "Head of English",
    "due_on": "2027-03-26",
    "progress": "not_told",
}
# A measured one: from 60 on 1 September 2025 to 70 on 31 August 2027, that is 65 on 31 August 2026.
READING = {
    "indicator": "ks2_read_exp",
    "pupil_group": "all",
    "baseline": "60",
    "baseline_on": "2025-08-31",
    "target": "70",
    "target_on": "2027-08-31",
}


@pytest.fixture
def city(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Two open schools; the day is 22 November 2026."""
    snapshot(con)
    schools(con, "1 | primary | maintained\n2 | primary | maintained")
    return con


def add(con: duckdb.DuckDBPyConnection, table: str, **row: object) -> None:
    """One record of casework; a value is text, a day or a number."""
    marks = ", ".join("?" for _ in row)
    con.execute(f"insert into casework_{table} ({', '.join(row)}) values ({marks})", list(row.values()))


def plan(con: duckdb.DuckDBPyConnection, record_id: str = "P", **other: object) -> None:
    add(con, "support_plan", **({"school_id": "S1"} | PLAN | {"record_id": record_id} | other))


def action(con: duckdb.DuckDBPyConnection, record_id: str = "A", **other: object) -> None:
    add(con, "plan_action", **(ACTION | {"record_id": record_id} | other))


def on(con: duckdb.DuckDBPyConnection, day: str) -> None:
    """Look on another day."""
    con.execute(f"update {DAY} set day = ?", [day])


def made(con: duckdb.DuckDBPyConnection) -> None:
    """Gather the results and make the relations of plans anew."""
    gather(con)
    sql.build(con, "45_casework", only={"plan_kpi", "plan_state", "plan_todo"})


def kpi(
    con: duckdb.DuckDBPyConnection, columns: str = "value period state", action_id: str = "A"
) -> list[str]:
    made(con)
    return shown(con, "plan_kpi", columns, f"action_id = '{action_id}'")[1]


def todo(con: duckdb.DuckDBPyConnection, columns: str = "kind whose due_on days_late") -> list[list[str]]:
    made(con)
    return shown(con, "plan_todo", columns, "kind <> 'no KPI'")[1:]


def reading(con: duckdb.DuckDBPyConnection, text: str, urn: str = "1") -> None:
    """Results in reading: a line of period and value each."""
    for period, value in cells(text):
        results(con, f"urn | period | value\n{urn} | {period} | {value}", indicator="ks2_read_exp")


@pytest.mark.parametrize(
    ("value", "state"),
    [("64", "behind"), ("65", "on track"), ("69", "on track"), ("70", "reached"), ("71", "reached")],
)
def test_a_result_is_held_against_the_straight_line_and_the_target(city, value, state):
    action(city, **READING)
    reading(city, f"2024/25 | 60\n2025/26 | {value}")
    assert kpi(city, "value period expected state") == [value, "2025/26", "65", state]


def test_where_lower_is_better_the_line_falls(city):
    falling = READING | {"indicator": "abs_overall", "baseline": "8", "target": "6"}
    action(city, **falling)
    results(city, "urn | period | value\n1 | 2025/26 | 7.0")
    assert kpi(city, "polarity expected state") == ["-1", "7", "on track"]
    city.execute("update comparison set value = 7.1")
    assert kpi(city, "state") == ["behind"]
    city.execute("update comparison set value = 6.0")
    assert kpi(city, "state") == ["reached"]


def test_figures_are_compared_as_they_are_shown(city):
    """6.04 is shown as 6.0, and 6.0 is the target."""
    action(city, **(READING | {"indicator": "abs_overall", "baseline": "8", "target": "6"}))
    results(city, "urn | period | value\n1 | 2025/26 | 6.04")
    assert kpi(city, "state") == ["reached"]
    city.execute("update comparison set value = 6.06")
    assert kpi(city, "state") == ["on track"]


def test_where_the_catalogue_says_no_way_the_target_does(city):
    action(city, **(READING | {"indicator": "eal_pct", "baseline": "40", "target": "30"}))
    results(city, "urn | period | value\n1 | 2025/26 | 34", indicator="eal_pct")
    assert kpi(city, "polarity state") == ["0", "on track"]


@pytest.mark.parametrize(
    ("baseline_on", "state"),
    [("2026-08-31", "no newer result"), ("2026-08-30", "on track")],
)
def test_a_result_counts_from_the_day_after_its_time_ended(city, baseline_on, state):
    """The year ended on 31 August 2026: a baseline of that very day holds the result already."""
    action(city, **(READING | {"baseline_on": baseline_on}))
    reading(city, "2025/26 | 69")
    assert kpi(city, "value state")[1] == state


@pytest.mark.parametrize(
    ("target_on", "state"),
    [("2026-09-01", "behind"), ("2026-08-31", "missed"), ("2026-08-30", "missed")],
)
def test_a_target_is_missed_when_the_result_reaches_to_its_day(city, target_on, state):
    action(city, **(READING | {"target_on": target_on}))
    reading(city, "2025/26 | 64")
    assert kpi(city, "state is_off_track") == [state, "yes"]


@pytest.mark.parametrize(("day", "awaited"), [("2027-08-31", "no"), ("2027-09-01", "yes")])
def test_after_the_day_of_the_target_its_result_is_awaited(city, day, awaited):
    action(city, **READING)
    reading(city, "2025/26 | 66")
    on(city, day)
    assert kpi(city, "state is_awaited") == ["on track", awaited]


def test_a_target_like_the_baseline_is_held_until_its_day(city):
    action(city, **(READING | {"target": "60"}))
    reading(city, "2025/26 | 60")
    assert kpi(city, "state") == ["on track"]
    reading(city, "2026/27 | 61")
    assert kpi(city, "state") == ["reached"]


def test_a_group_is_measured_by_its_own_results(city):
    action(city, **(READING | {"pupil_group": "dis"}))
    reading(city, "2025/26 | 70")
    assert kpi(city, "group_title state") == ["Disadvantaged pupils", "no result"]
    results(city, "urn | period | value | pupil_group\n1 | 2025/26 | 50 | dis", indicator="ks2_read_exp")
    assert kpi(city, "value state") == ["50", "behind"]


def test_a_hidden_figure_is_no_result_and_says_so(city):
    action(city, **READING)
    results(city, "urn | period | value | status\n1 | 2025/26 | | suppressed", indicator="ks2_read_exp")
    assert kpi(city, "state why") == ["no result", "This school has no result (suppressed)."]


def test_a_kpi_in_words_is_not_measured_and_an_action_without_one_says_so(city):
    action(city, "A", measure="Books marked weekly", baseline="Half", target="All", target_on="2027-03-26")
    action(city, "B")
    assert kpi(city, "title state why") == [
        "Books marked weekly",
        "not measured",
        "Not measured from data: described in words.",
    ]
    assert kpi(city, "state", "B") == ["no KPI"]


def test_a_council_return_of_a_term_measures_too(city):
    action(city, **(READING | {"indicator": "pttt_n", "baseline": "12", "target": "4"}))
    made(city)
    given(
        city,
        "returned_figure",
        "urn | school_id | indicator | pupil_group | period | period_end | value | status\n"
        "1 | S1 | pttt_n | all | 2026-10-05 | 2026-10-05 | 6 | value",
    )
    sql.build(city, "45_casework", only={"plan_kpi"})
    assert shown(city, "plan_kpi", "value period state")[1] == ["6", "2026-10-05", "on track"]


def test_an_indicator_that_stops_being_published_is_told_and_put_on_the_list(city):
    """KS1 reading ended with 2022/23: what came by then counts, and nothing more is waited for."""
    plan(city, from_on="2026-11-01", state_on="2026-11-01")
    stopped = READING | {"indicator": "ks1_read_exp", "baseline_on": "2022-08-31", "target_on": "2027-08-31"}
    action(city, **stopped)
    results(city, "urn | period | value\n1 | 2022/23 | 65", indicator="ks1_read_exp")
    assert kpi(city, "value state why") == [
        "65",
        "stopped",
        "Published for 2022/23 for the last time: describe the measure anew.",
    ]
    assert todo(city, "kind what") == [
        [
            "stopped",
            "KS1 expected standard in reading is no longer published and measures this plan: Reading",
        ]
    ]
    city.execute("update comparison set value = 71")
    assert kpi(city, "state") == ["reached"], "a target that was reached before it stopped is reached"
    city.execute("update comparison set value = 65")
    city.execute("update casework_plan_action set target_on = '2023-08-31'")
    assert kpi(city, "state") == ["missed"]


def test_an_indicator_that_stopped_before_the_baseline_is_stopped_without_a_result(city):
    action(city, **(READING | {"indicator": "ks1_read_exp"}))
    assert kpi(city, "state") == ["stopped"]


def test_a_last_year_that_is_still_to_come_is_waited_for(city):
    city.execute("update catalogue set last_period = '2026/27' where indicator = 'ks2_read_exp'")
    action(city, **(READING | {"baseline_on": "2026-08-31"}))
    reading(city, "2025/26 | 60")
    assert kpi(city, "state") == ["no newer result"]


def test_an_indicator_that_left_the_catalogue_is_stopped_too(city):
    action(city, **(READING | {"indicator": "gone"}))
    assert kpi(city, "state why") == [
        "stopped",
        "No longer in the catalogue: describe the measure anew.",
    ]


def test_a_year_of_which_nobody_has_valid_results_is_the_reason(city):
    progress = READING | {
        "indicator": "ks4_p8",
        "baseline": "-0.5",
        "target": "0",
        "baseline_on": "2024-08-31",
    }
    action(city, **progress)
    results(city, "urn | period | value\n1 | 2023/24 | -0.5", indicator="ks4_p8")
    state, why = kpi(city, "state why")
    assert state == "no newer result"
    assert why.startswith("2024/25: The year group sat no key stage 2 tests")
    assert "2025/26:" in why


def test_a_school_that_becomes_an_academy_in_mid_plan_keeps_it_and_its_results(city):
    """The new URN has the results, the plan has the school: measured on, with the change told."""
    plan(city)
    action(city, **READING)
    city.execute("update school set listed = false, status = 'closed' where urn = '1'")
    schools(city, "9 | primary | academy")
    city.execute("update school set school_id = 'S1' where urn = '9'")
    reading(city, "2024/25 | 60")
    results(city, "urn | period | value | school_id\n9 | 2025/26 | 66 | S1", indicator="ks2_read_exp")
    assert kpi(city, "value published_urn state") == ["66", "9", "on track"]
    assert shown(city, "plan_state", "state urn urn_now has_new_urn is_school_closed")[1] == [
        *("open", "1", "9", "yes", "no")
    ]
    assert [row[0] for row in todo(city)] == ["review"], "nothing but what is late of any plan"


def test_a_school_that_closes_with_an_open_plan_is_on_the_list_until_it_is_closed(city):
    plan(city)
    action(city, due_on="2026-01-31")
    city.execute("update school set listed = false, status = 'closed' where urn = '1'")
    assert todo(city) == [["school closed", "No adviser assigned", "", ""]]
    assert shown(city, "plan_state", "is_school_closed next_review_on is_review_late")[1] == ["yes", "", "no"]
    city.execute("update casework_support_plan set state = 'paused'")
    assert [row[0] for row in todo(city)] == ["school closed"]
    city.execute("update casework_support_plan set state = 'closed'")
    assert todo(city) == []


def test_a_school_that_left_the_release_counts_as_closed(city):
    plan(city, school_id="S7")
    assert todo(city) == [["school closed", "No adviser assigned", "", ""]]


@pytest.mark.parametrize(
    ("due_on", "late"),
    [("2026-11-22", []), ("2026-11-21", [["action", "Head of English", "2026-11-21", "1"]])],
)
def test_an_action_is_late_from_the_day_after_its_day(city, due_on, late):
    plan(city, from_on="2026-11-01", state_on="2026-11-01")
    action(city, due_on=due_on)
    assert todo(city) == late
    assert shown(city, "plan_state", "late_actions open_actions")[1] == [str(len(late)), "1"]


def test_an_action_that_ended_is_not_late(city):
    plan(city, from_on="2026-11-01", state_on="2026-11-01")
    action(city, due_on="2026-11-01", ended_on="2026-11-20", ended_as="done")
    assert todo(city) == []


@pytest.mark.parametrize(
    ("since", "due"),
    [
        ("2026-09-01", "2027-03-31"),
        ("2026-12-31", "2027-03-31"),
        ("2027-01-01", "2027-08-31"),
        ("2027-03-31", "2027-08-31"),
        ("2027-04-01", "2027-12-31"),
        ("2027-08-31", "2027-12-31"),
    ],
)
def test_a_review_is_due_by_the_end_of_the_next_term(city, since, due):
    plan(city, from_on=since, state_on=since)
    made(city)
    assert shown(city, "plan_state", "next_review_on review_because")[1] == [due, "every term"]


def test_the_last_review_begins_the_time_anew(city):
    plan(city)
    add(
        city,
        "plan_review",
        record_id="R",
        revision=1,
        plan_id="P",
        school_id="S1",
        on_day="2026-04-30",
        pace="slow",
        note="x",
    )
    made(city)
    assert shown(city, "plan_state", "reviews last_pace next_review_on")[1] == ["1", "slow", "2026-12-31"]


@pytest.mark.parametrize(("agreed", "due"), [("2027-01-15", "2027-01-15"), ("2027-05-01", "2027-03-31")])
def test_an_agreed_day_holds_where_it_comes_first(city, agreed, due):
    plan(city, from_on="2026-10-01", state_on="2026-10-01", review_on=agreed)
    made(city)
    assert shown(city, "plan_state", "next_review_on")[1] == [due]


def test_after_a_review_the_day_agreed_there_holds_and_no_earlier_one(city):
    plan(city, from_on="2026-09-01", state_on="2026-09-01", review_on="2026-10-01")
    review = {"revision": 1, "plan_id": "P", "school_id": "S1", "pace": "slow", "note": "x"}
    add(city, "plan_review", record_id="R", on_day="2026-10-08", next_on="2026-12-01", **review)
    made(city)
    assert shown(city, "plan_state", "next_review_on review_because")[1] == ["2026-12-01", "agreed"]
    add(city, "plan_review", record_id="R2", on_day="2026-11-08", **review)
    made(city)
    assert shown(city, "plan_state", "next_review_on review_because")[1] == ["2027-03-31", "every term"]


@pytest.mark.parametrize(
    ("day", "late"), [("2027-03-31", []), ("2027-04-01", [["review", "SIA North", "2027-03-31", "1"]])]
)
def test_a_review_is_late_from_the_day_after_and_is_the_advisers(city, day, late):
    plan(city, from_on="2026-10-01", state_on="2026-10-01")
    add(city, "adviser", record_id="T", label="SIA North", role="adviser")
    add(city, "assignment", record_id="S1", school_id="S1", adviser_id="T", from_on="2026-09-01")
    on(city, day)
    assert todo(city) == late


def test_a_plan_that_rests_is_late_with_nothing_and_begins_anew_when_resumed(city):
    plan(city, state="paused", state_on="2026-11-20")
    action(city, due_on="2026-01-31")
    assert todo(city) == []
    assert shown(city, "plan_state", "next_review_on late_actions")[1] == ["", "0"]
    city.execute("update casework_support_plan set state = 'open'")
    assert [row[0] for row in todo(city)] == ["action"]
    assert shown(city, "plan_state", "next_review_on")[1] == ["2027-03-31"]


@pytest.mark.parametrize(
    ("day", "done", "kinds"),
    [("2026-12-04", None, []), ("2026-12-05", None, ["next step"]), ("2026-12-05", "2026-12-05", [])],
)
def test_a_next_step_is_late_from_the_day_after_until_it_is_done(city, day, done, kinds):
    contact = {
        "record_id": "C",
        "school_id": "S1",
        "on_day": "2026-11-20",
        "kind": "liaison",
        "service": "send",
    }
    add(city, "contact", **contact, note="x", next_step="Ask again", next_step_by="2026-12-04", done_on=done)
    on(city, day)
    assert [row[0] for row in todo(city)] == kinds


def test_a_plan_in_which_nothing_is_measured_is_on_the_list(city):
    plan(city, from_on="2026-11-01", state_on="2026-11-01")
    action(city)
    made(city)
    assert [row[0] for row in shown(city, "plan_todo", "kind")[1:]] == ["no KPI"]
    action(city, "B", measure="Books marked", target="All")
    made(city)
    assert shown(city, "plan_todo", "kind")[1:] == []


def test_a_plan_counts_its_actions_by_how_they_go(city):
    plan(city)
    action(city, "A", progress="red", **READING)
    action(city, "B", progress="amber", **READING)
    action(city, "C", progress="green", ended_on="2026-11-01", ended_as="done")
    reading(city, "2025/26 | 64")
    made(city)
    assert shown(city, "plan_state", "actions open_actions red amber green not_told kpis kpis_off_track")[
        1
    ] == [*("3", "2", "1", "1", "0", "0", "2", "2")]


def by_hand(value, ended, baseline, since, target, by):
    """The state of a target where lower is better, worked out anew in whole days."""
    if ended <= since:
        return "no newer result"
    if ended >= by:
        return "reached" if value <= target else "missed"
    if value <= target and target != baseline:
        return "reached"
    way = (target - baseline) * Fraction((ended - since).days, (by - since).days)
    return "on track" if value <= rounded(baseline + way) else "behind"


def rounded(number):
    """To one place, halves away from nought."""
    return Fraction(math.floor(number * 10 + Fraction(1, 2)), 10)


def test_states_are_those_worked_out_by_hand(city):
    chance = random.Random(7)
    ended, expected = date(2026, 8, 31), {}
    for number in range(400):
        value, baseline = Fraction(chance.randint(40, 100), 10), Fraction(chance.randint(50, 100), 10)
        target = baseline - Fraction(chance.choice((0, 1, 5, 10, 30)), 10)
        since = ended + timedelta(days=chance.choice((-700, -365, -30, -1, 0, 1)))
        by = since + timedelta(days=chance.choice((1, 30, 365, 730)))
        school = f"H{number}"
        row = {"baseline_on": since, "target_on": by, "indicator": "abs_overall", "school_id": school}
        action(
            city, school, **(READING | row | {"baseline": str(float(baseline)), "target": str(float(target))})
        )
        city.execute(
            "insert into latest_result (school_id, indicator, pupil_group, period, period_end, value, status)"
            " values (?, 'abs_overall', 'all', '2025/26', ?, ?, 'value')",
            [school, ended, float(value)],
        )
        # A way that ends in a half of the last place is a matter of how a computer holds it.
        part = baseline + (target - baseline) * Fraction(max((ended - since).days, 0), (by - since).days)
        if part * 20 % 2 != 1:
            expected[school] = by_hand(value, ended, baseline, since, target, by)
    sql.build(city, "45_casework", only={"plan_kpi"})
    found = dict(city.execute("select action_id, state from plan_kpi").fetchall())
    assert {name: found[name] for name in expected} == expected
    assert set(expected.values()) == {"no newer result", "reached", "missed", "on track", "behind"}
