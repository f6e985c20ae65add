"""Where schools stand, what is due and what each board looks at, from given records."""

from __future__ import annotations

import duckdb
import pytest
from given import given, shown
from rated import answers, rate, reason, schools, snapshot

from eif import sql

SAVED = {"version": 1, "revision": 1, "withdrawn": False, "saved_by": "Director", "saved_at": "x"}


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    snapshot(made)
    schools(
        made,
        """
        1 | primary | maintained
        2 | primary | maintained
        3 | secondary | academy
        4 | alternative provision | maintained
        """,
    )
    return made


def step(con: duckdb.DuckDBPyConnection, text: str) -> None:
    given(
        con,
        "casework_ladder_step",
        "record_id | school_id | number | state | on_day\n" + text,
        decided_by="Director",
        reason="Why.",
        **SAVED,
    )


def letter(con: duckdb.DuckDBPyConnection, text: str) -> None:
    given(
        con,
        "casework_letter",
        "record_id | school_id | kind | ground | issued_on | comply_by | outcome\n" + text,
        matters="Reading.",
        **SAVED,
    )


def built(con: duckdb.DuckDBPyConnection) -> None:
    rate(con)
    sql.build(con, "45_casework")


def test_a_school_stands_at_its_last_step_and_without_one_at_the_universal_offer(
    con: duckdb.DuckDBPyConnection,
) -> None:
    step(
        con, "S1:1 | S1 | 1 | 1 | 2026-09-20\nS1:3 | S1 | 3 | 4 | 2026-11-03\nS1:2 | S1 | 2 | 2 | 2026-10-01"
    )
    built(con)
    assert shown(con, "ladder_now", "urn state since number has_powers") == [
        ["urn", "state", "since", "number", "has_powers"],
        ["1", "4", "2026-11-03", "3", "yes"],
        ["2", "0", "", "", "yes"],
        ["3", "0", "", "", "no"],
        ["4", "0", "", "", "no"],
    ]


def test_a_school_that_closed_stays_while_a_matter_of_it_is_on_record(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("update school set listed = false, status = 'closed' where urn in ('1', '2')")
    step(con, "S1:1 | S1 | 1 | 1 | 2026-09-20")
    built(con)
    assert [row[0] for row in shown(con, "ladder_now", "urn")] == ["urn", "1", "3", "4"]


@pytest.mark.parametrize(
    ("comply_by", "left", "over"),
    [("2026-11-21", "-1", "yes"), ("2026-11-22", "0", "no"), ("2026-12-31", "39", "no")],
)
def test_a_period_is_over_on_the_day_after_its_last(
    con: duckdb.DuckDBPyConnection, comply_by: str, left: str, over: str
) -> None:
    letter(
        con,
        f"L1 | S1 | warning_notice | safety | 2026-10-01 | {comply_by} |\n"
        "L2 | S2 | warning_notice | safety | 2026-10-01 | 2026-10-30 | complied",
    )
    built(con)
    assert shown(con, "notice_due", "urn days_left is_over")[1:] == [["1", left, over]]


def test_a_notice_recorded_here_rates_the_school_by_the_rule_of_the_register(
    con: duckdb.DuckDBPyConnection,
) -> None:
    letter(con, "L1 | S1 | warning_notice | standards | 2026-11-04 | 2026-12-18 |")
    built(con)
    assert answers(con, "attainment_warning_notice")[0] == ["1", "2", "rated"]
    assert reason(con, "attainment_warning_notice") == (
        "Formal warning notice in force: formal warning notice (standards) of 4 November 2026, to comply by "
        "18 December 2026."
    )
    # The ground decides which area it is read in, and no other school is rated by it.
    assert answers(con, "safeguarding_warning_notice")[0][1] == ""
    assert shown(con, "overall_rating", "urn indicated", "urn in ('1', '2')")[1:] == [
        ["1", "Causing Concern"],
        ["2", "Not enough evidence"],
    ]


@pytest.mark.parametrize(
    ("outcome", "state", "level"),
    [
        ("", 5, "2"),
        ("complied", 5, ""),
        ("withdrawn", 5, ""),
        ("displaced", 5, ""),
        ("not_complied", 5, "2"),
        ("not_complied", 6, "2"),
        ("not_complied", 7, ""),
    ],
)
def test_a_notice_counts_until_its_outcome_and_a_failed_one_until_the_matter_is_closed(
    con: duckdb.DuckDBPyConnection, outcome: str, state: int, level: str
) -> None:
    letter(con, f"L1 | S1 | warning_notice | safety | 2026-09-04 | 2026-10-18 | {outcome}")
    step(con, f"S1:1 | S1 | 1 | {state} | 2026-11-01")
    built(con)
    assert answers(con, "safeguarding_warning_notice")[0] == ["1", level, "rated" if level else "no data"]


def test_a_notice_to_a_school_that_became_an_academy_rates_it_no_more(con: duckdb.DuckDBPyConnection) -> None:
    letter(con, "L1 | S3 | warning_notice | safety | 2026-09-04 | 2026-12-18 |")
    built(con)
    found = {urn: (level, status) for urn, level, status in answers(con, "safeguarding_warning_notice")}
    assert found["3"] == ("", "not applicable")


def test_a_notice_in_the_register_and_recorded_here_is_told_once_as_it_stands_here(
    con: duckdb.DuckDBPyConnection,
) -> None:
    for item, text, day in (
        ("action", "formal warning notice", None),
        ("ground", "safety", None),
        ("issued_on", None, "2026-09-04"),
        ("state", "in force", None),
    ):
        con.execute(
            "insert into school_fact (school_id, urn, dataset, item, text, day, is_current, extract_id,"
            " source_row, as_at) values ('S1', '1', 'council_statutory_actions', ?, ?, ?, true, 1, 1,"
            " '2026-10-01')",
            [item, text, day],
        )
    letter(con, "L1 | S1 | warning_notice | safety | 2026-09-04 | 2026-10-18 | complied")
    built(con)
    assert answers(con, "safeguarding_warning_notice")[0] == ["1", "0", "rated"]
    assert shown(con, "statutory_step", "state extract_id")[1:] == [["ended", ""], ["recorded here", "1"]]


def listed(con: duckdb.DuckDBPyConnection, text: str) -> None:
    given(
        con,
        "casework_risk_assessment",
        "record_id | title | on_day | academic_year | state\n" + text,
        **SAVED,
    )


def entries(con: duckdb.DuckDBPyConnection, text: str, **other: object) -> None:
    given(
        con,
        "casework_priority_entry",
        "record_id | school_id | assessment_id | decision | reason | changed_on\n" + text,
        **({"evidence": "E.", "rationale": "R."} | SAVED | other),
    )


def test_what_was_decided_after_a_list_was_closed_counts_and_the_entry_stays(
    con: duckdb.DuckDBPyConnection,
) -> None:
    listed(con, "A | Autumn list | 2026-09-20 | 2026/27 | closed")
    entries(
        con,
        "A:S1 | S1 | A | not_priority | |\nA:S2 | S2 | A | priority | category |\n"
        "A:S1:change | S1 | A | priority | self_reported | 2026-11-10",
    )
    built(con)
    columns = "urn decision reason decided_first changed_on version in_force is_open"
    assert shown(con, "priority_now", columns)[1:] == [
        ["1", "priority", "self_reported", "not_priority", "2026-11-10", "1", "yes", "no"],
        ["2", "priority", "category", "priority", "", "0", "yes", "no"],
    ]


def test_a_list_being_made_for_next_year_leaves_this_years_in_force(con: duckdb.DuckDBPyConnection) -> None:
    listed(
        con,
        "A | Before | 2025-09-20 | 2025/26 | closed\nB | Now | 2026-09-20 | 2026/27 | closed\n"
        "C | Next | 2026-11-20 | 2027/28 | open",
    )
    entries(con, "A:S1 | S1 | A | priority | category |\nB:S1 | S1 | B | priority | category |")
    entries(con, "C:S1 | S1 | C | undecided | category |", carried_from="B:S1")
    built(con)
    assert shown(con, "priority_now", "title in_force is_open is_carried")[1:] == [
        ["Before", "no", "no", "no"],
        ["Next", "no", "yes", "yes"],
        ["Now", "yes", "no", "no"],
    ]


@pytest.mark.parametrize(
    ("ratings", "window", "suggested"),
    [
        ("", "no", ""),
        ("", "yes", ""),
        ("attendance", "no", ""),
        ("attendance", "yes", "vulnerable"),
        ("leadership", "no", "in_crisis"),
        ("safeguarding", "no", "in_crisis"),
    ],
)
def test_evidence_suggests_a_reason_for_the_list(
    con: duckdb.DuckDBPyConnection, ratings: str, window: str, suggested: str
) -> None:
    built(con)
    con.execute("update area_rating set rating = 'red' where urn = '1' and area = ?", [ratings])
    con.execute("delete from inspection_window")
    con.execute(
        "insert into inspection_window (urn, opens_on, is_open, is_overdue)"
        " values ('1', '2026-09-01', ?, false)",
        [window],
    )
    assert shown(con, "risk_evidence", "suggested", "urn = '1'")[1:] == [[suggested]]
    con.execute("update overall_rating set indicated = 'Causing Concern' where urn = '1'")
    assert shown(con, "risk_evidence", "suggested", "urn = '1'")[1:] == [["category"]]


def decided(con: duckdb.DuckDBPyConnection, text: str) -> None:
    meeting = "record_id | board | on_day | state\nM | fortnightly | 2026-11-05 | held"
    given(con, "casework_board_meeting", meeting, agenda="[]", **SAVED)
    given(
        con,
        "casework_board_decision",
        "record_id | school_id | decision | owner | due_on | outcome\n" + text,
        **(SAVED | {"meeting_id": "M", "item": "Support", "rationale": "R."}),
    )


def test_a_decision_is_open_until_its_outcome_and_overdue_after_its_day(
    con: duckdb.DuckDBPyConnection,
) -> None:
    decided(
        con,
        "D1 | S1 | change_support | SIA North | 2026-11-21 |\nD2 | S2 | escalate | Director | 2026-11-22 |\n"
        "D3 | S1 | escalate | Director | 2026-11-10 | Done.\nD4 | S1 | note | | |",
    )
    built(con)
    assert shown(con, "decision_made", "record_id days_left waits is_overdue")[1:] == [
        ["D1", "-1", "yes", "yes"],
        ["D2", "0", "yes", "no"],
        ["D3", "-12", "no", "no"],
        ["D4", "", "no", "no"],
    ]


def test_each_board_looks_at_what_is_due(con: duckdb.DuckDBPyConnection) -> None:
    step(
        con, "S1:1 | S1 | 1 | 5 | 2026-10-01\nS2:1 | S2 | 1 | 1 | 2026-10-01\nS3:1 | S3 | 1 | 3 | 2026-10-01"
    )
    letter(
        con,
        "L1 | S1 | warning_notice | safety | 2026-10-01 | 2026-12-06 |\n"
        "L2 | S2 | letter_of_concern | | 2026-10-01 | 2026-12-07 |",
    )
    listed(con, "C | Next | 2026-11-20 | 2026/27 | open")
    entries(con, "C:S2 | S2 | C | undecided | category |\nC:S1 | S1 | C | priority | category |")
    given(
        con,
        "casework_support_plan",
        "record_id | school_id | state | review_on\nP1 | S1 | open | 2026-11-21\n"
        "P2 | S2 | open | 2026-11-22\nP3 | S3 | closed | 2026-11-01",
        **(SAVED | {"title": "Reading", "from_on": "2026-09-01", "exit_criteria": "E."}),
    )
    given(
        con,
        "casework_escalation",
        "record_id | school_id | outcome\nE1 | S3 |\nE2 | S3 | Met.",
        **(SAVED | {"on_day": "2026-11-01", "blocked_by": "hr", "matter": "M.", "escalated_to": "dcs"}),
    )
    decided(con, "D1 | S1 | change_support | SIA North | 2026-11-21 |")
    built(con)
    found = [row[:3] for row in shown(con, "board_due", "board kind urn")[1:]]
    assert found == [
        ["fortnightly", "decision", "1"],
        ["fortnightly", "entry", "2"],
        ["fortnightly", "ladder", "1"],
        ["fortnightly", "ladder", "3"],
        ["fortnightly", "notice", "1"],
        ["fortnightly", "plan", "1"],
        ["half_termly", "decision", "1"],
        ["half_termly", "escalation", "3"],
        ["half_termly", "ladder", "1"],
        ["half_termly", "notice", "1"],
        ["monthly", "escalation", "3"],
        ["monthly", "ladder", "1"],
        ["monthly", "ladder", "2"],
        ["monthly", "ladder", "3"],
    ]
    ids = [row[0] + row[1] for row in shown(con, "board_due", "board item_id")[1:]]
    assert len(ids) == len(set(ids))
