"""Is a school described by its best source, linked to what it was, and listed only when it should be?"""

# ruff: noqa: E501  the text tables are wide

from __future__ import annotations

import pytest

from tests.sql.given import built, cells, given, scratch, shown

EXTRACTS = """
extract_id | layout      | release_status | precedence
1          | absence     | final          | 20
2          | census      | final          | 30
3          | information | final          | 50
4          | gias        | final          | 90
"""


@pytest.fixture
def bench(con):
    scratch(con)
    given(con, "staged_extract", EXTRACTS)
    return con


def seen(con, text):
    given(con, "staged_value", text, row_kind="school", indicator="roll", pupil_group="all",
          status="value", value=100.0, source_row=2)  # fmt: skip


def test_each_attribute_comes_from_the_best_source_that_has_it(bench):
    given(
        bench,
        "staged_school",
        """
        extract_id | urn    | la_code | name        | ward      | capacity | school_type         | period  | precedence
        1          | 100001 | 330     | OLD NAME    |           |          | State-funded primary | 2018/19 | 20
        2          | 100001 | 330     |             |           | 420      | Community school    | 2017/18 | 30
        4          | 100001 | 330     | Brook First | Aston     |          | Community school    |         | 90
        """,
        source_row=2,
    )
    built(bench, "20_core", until="school")
    assert shown(bench, "school", "urn name name_source ward capacity type_group phase") == cells(
        """
        urn    | name        | name_source | ward  | capacity | type_group | phase
        100001 | Brook First | gias        | Aston | 420      | maintained | primary
        """
    )


def test_within_one_source_the_later_period_wins(bench):
    given(
        bench,
        "staged_school",
        """
        extract_id | urn    | la_code | school_type               | period  | precedence
        1          | 100001 | 330     | Primary converter academy | 2018/19 | 20
        1          | 100001 | 330     | Community school          | 2013/14 | 20
        """,
        source_row=2,
    )
    built(bench, "20_core", until="school")
    assert shown(bench, "school", "type_group latest_period")[1] == ["academy", "2018/19"]


def test_a_school_without_a_name_is_called_by_its_urn(bench):
    seen(bench, "extract_id | urn    | la_code | period\n1 | 142230 | 330 | 2018/19")
    built(bench, "20_core", until="school")
    assert shown(bench, "school", "name named la_name phase type_group")[1] == [
        "School 142230", "no", "Birmingham", "other", "unknown",
    ]  # fmt: skip


def test_without_a_stated_status_a_school_is_open_while_its_newest_extract_holds_it(bench):
    seen(
        bench,
        """
        extract_id | urn    | la_code | period
        1          | 100001 | 330     | 2018/19
        1          | 100002 | 330     | 2016/17
        1          | 100003 | 330     | 2015/16
        2          | 100004 | 330     | 2018/19
        1          | 200001 | 801     | 2016/17
        """,
    )
    given(
        bench, "staged_link", "urn | link_urn | link_type\n100003 | 100001 | Successor - merged", extract_id=5
    )
    built(bench, "20_core", until="school")
    assert shown(bench, "school", "urn status") == cells(
        """
        urn    | status
        100001 | open
        100002 | unknown
        100003 | closed
        100004 | open
        200001 | open
        """
    )


def test_a_stated_status_and_a_past_closing_date_count(bench):
    given(
        bench,
        "staged_school",
        """
        extract_id | urn    | la_code | status_raw                  | close_date | precedence
        4          | 100001 | 330     | Open                        |            | 90
        4          | 100002 | 330     | Closed                      | 2012-08-31 | 90
        4          | 100003 | 330     | Open, but proposed to close | 2020-08-31 | 90
        4          | 100004 | 330     | Open, but proposed to close | 2020-03-31 | 90
        4          | 100005 | 330     | Proposed to open            |            | 90
        """,
        source_row=2,
    )
    built(bench, "20_core", until="school")
    assert [row[1] for row in shown(bench, "school", "urn status")[1:]] == [
        "open", "closed", "open", "closed", "unknown",
    ]  # fmt: skip


def test_only_open_state_funded_schools_of_the_home_council_are_listed(bench):
    given(
        bench,
        "staged_school",
        """
        extract_id | urn    | la_code | status_raw | phase_raw      | school_type                | type_group_raw
        4          | 100001 | 330     | Open       | Primary        | Community school           | Local authority maintained schools
        4          | 100002 | 330     | Open       | Not applicable | Other independent school   | Independent schools
        4          | 100003 | 801     | Open       | Primary        | Community school           | Local authority maintained schools
        4          | 100004 | 330     | Closed     | Primary        | Community school           | Local authority maintained schools
        4          | 100005 | 330     | Open       | Not applicable | Pupil referral unit        | Local authority maintained schools
        4          | 100006 | 330     | Open       | Nursery        | Local authority nursery school | Local authority maintained schools
        4          | 100007 | 330     | Open       | 16 plus        | Further education          | Colleges
        4          | 100008 | 330     | Open       | All-through    | Academy converter          | Academies
        """,
        source_row=2,
        precedence=90,
    )
    built(bench, "20_core", until="school")
    assert shown(bench, "school", "urn phase compare_phase is_home listed") == cells(
        """
        urn    | phase                 | compare_phase         | is_home | listed
        100001 | primary               | primary               | yes     | yes
        100002 | independent           | independent           | yes     | no
        100003 | primary               | primary               | no      | no
        100004 | primary               | primary               | yes     | no
        100005 | alternative provision | alternative provision | yes     | yes
        100006 | nursery               | nursery               | yes     | yes
        100007 | 16 plus               | 16 plus               | yes     | no
        100008 | all-through           | secondary             | yes     | yes
        """
    )


def test_plain_chains_share_a_school_id_and_merges_and_splits_start_one(bench):
    given(
        bench,
        "staged_link",
        """
        urn    | link_urn | link_type
        100001 | 140001   | Successor
        140001 | 100001   | Predecessor
        150001 | 140001   | Predecessor
        160001 | 100010   | Predecessor
        160001 | 100011   | Predecessor
        100020 | 170001   | Successor
        100020 | 170002   | Successor
        100030 | 180001   | Successor - merged
        100040 | 190001   | Successor
        190001 | 100041   | Predecessor - merged
        """,
        extract_id=5,
    )
    built(bench, "20_core", until="school_chain")
    assert shown(bench, "school_chain", "school_id step urn") == cells(
        """
        school_id | step | urn
        S100001   | 0    | 100001
        S100001   | 1    | 140001
        S100001   | 2    | 150001
        S100040   | 0    | 100040
        S100040   | 1    | 190001
        """
    )


def test_a_ring_of_links_ends_and_leaves_each_school_itself(bench):
    given(
        bench,
        "staged_link",
        "urn | link_urn | link_type\n100001 | 100002 | Successor\n100002 | 100001 | Successor",
        extract_id=5,
    )
    seen(bench, "extract_id | urn | la_code | period\n1 | 100001 | 330 | 2018/19")
    built(bench, "20_core", until="school")
    assert shown(bench, "school", "urn school_id")[1:] == [["100001", "S100001"]]


def test_intake_comes_from_the_latest_census(bench):
    given(
        bench,
        "staged_value",
        """
        extract_id | indicator | period  | value | status
        2          | roll      | 2017/18 | 400   | value
        2          | roll      | 2018/19 | 420   | value
        2          | fsm6_pct  | 2017/18 | 30    | value
        2          | fsm6_pct  | 2018/19 |       | not available
        2          | eal_pct   | 2018/19 | 12.5  | value
        """,
        urn="100001",
        la_code="330",
        row_kind="school",
        pupil_group="all",
        source_row=2,
    )
    built(bench, "20_core", until="school")
    assert shown(bench, "school", "roll roll_period fsm6_pct eal_pct sen_sup_pct context_period")[1] == [
        "420", "2018/19", "30", "12.5", "", "2018/19",
    ]  # fmt: skip


def test_a_loaded_neighbour_set_replaces_the_shipped_one_and_core_cities_leave_out_the_council_itself(bench):
    given(
        bench,
        "staged_neighbour",
        "extract_id | set_id | la_code | neighbour_code | position\n7 | 2025-05 | 801 | 383 | 1",
    )
    built(bench, "20_core", until="neighbour_set")
    count = "select set_id, count(*) from neighbour_set where la_code = ? group by set_id order by set_id"
    assert bench.execute(count, ["330"]).fetchall() == [("2021-04", 10), ("core-cities", 7)]
    assert bench.execute(count, ["801"]).fetchall() == [("2025-05", 1), ("core-cities", 7)]
    assert bench.execute(count, ["815"]).fetchall() == [("core-cities", 8)]
    title = bench.execute("select distinct title from neighbour_set where set_id = '2025-05'").fetchall()
    assert title == [("Statistical neighbours, May 2025",)]
