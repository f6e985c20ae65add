"""Is a school still the same school after it converts, merges, splits, closes, moves or is renamed?"""

# ruff: noqa: E501  the text tables are wide

from __future__ import annotations

import pytest

from tests.sql.given import built, cells, given, scratch, shown

EXTRACTS = """
extract_id | layout  | release_status | precedence
1          | absence | final          | 20
4          | gias    | final          | 90
5          | links   | final          | 0
"""


@pytest.fixture
def bench(con):
    scratch(con)
    given(con, "staged_extract", EXTRACTS)
    return con


def links(bench, text):
    given(bench, "staged_link", text, extract_id=5)


def schools(bench, text, extract_id=4, precedence=90):
    given(bench, "staged_school", text, extract_id=extract_id, precedence=precedence, source_row=2)


def told(bench, urn):
    built(bench, "20_core", until="school_event")
    return shown(bench, "school_event", "day event other_urn words", f"urn = '{urn}'")[1:]


def identities(bench):
    built(bench, "20_core", until="school")
    return dict(shown(bench, "school", "urn school_id")[1:])


def test_a_converted_school_is_one_school_told_from_both_sides(bench):
    schools(
        bench,
        """
        urn    | la_code | name         | status_raw | open_date  | close_date
        100001 | 330     | Brook School | Closed     |            | 2014-08-31
        140001 | 330     | Brook Academy| Open       | 2014-09-01 |
        """,
    )
    links(bench, "urn | link_urn | link_type | link_date\n140001 | 100001 | Predecessor | 2014-09-01")
    assert identities(bench) == {"100001": "S100001", "140001": "S100001"}
    assert told(bench, "140001") == [
        ["2014-09-01", "opened", "", "Opened under this URN"],
        ["2014-09-01", "replaced", "100001", "Replaced Brook School (URN 100001)"],
    ]
    assert told(bench, "100001") == [
        ["2014-08-31", "closed", "", "Closed under this URN"],
        ["2014-09-01", "became", "140001", "Became Brook Academy (URN 140001)"],
    ]


def test_a_school_that_another_trust_takes_over_keeps_its_urn_and_identity(bench):
    for extract_id, trust in ((1, "First Trust"), (4, "Second Trust")):
        given(
            bench,
            "staged_school",
            f"urn | la_code | name | trust_name\n140001 | 330 | Brook | {trust}",
            extract_id=extract_id,
            precedence=90,
            source_row=2,
        )
    built(bench, "20_core", until="school")
    assert shown(bench, "school", "urn school_id trust_name")[1:] == [["140001", "S140001", "Second Trust"]]


def test_two_schools_that_merge_into_a_third_keep_their_own_histories(bench):
    schools(bench, "urn | la_code\n100001 | 330\n100002 | 330\n140001 | 330")
    links(
        bench,
        """
        urn    | link_urn | link_name | link_type            | link_date
        100001 | 140001   | Hill      | Successor - merged   | 2016-09-01
        140001 | 100001   | East      | Predecessor - merged | 2016-09-01
        100002 | 140001   | Hill      | Successor - merged   | 2016-09-01
        """,
    )
    assert len(set(identities(bench).values())) == 3
    assert told(bench, "140001") == [
        ["2016-09-01", "took in", "100001", "Took in East (URN 100001)"],
        ["2016-09-01", "took in", "100002", "Took in a school (URN 100002)"],
    ]


def test_a_school_that_takes_in_another_later_stays_itself(bench):
    schools(bench, "urn | la_code\n100001 | 330\n100002 | 330\n140001 | 330")
    links(
        bench,
        """
        urn    | link_urn | link_type            | link_date
        140001 | 100001   | Predecessor          | 2012-09-01
        140001 | 100002   | Predecessor - merged | 2019-09-01
        """,
    )
    assert identities(bench) == {"100001": "S100001", "140001": "S100001", "100002": "S100002"}


def test_a_school_formed_by_a_merger_on_the_day_it_opened_starts_anew(bench):
    schools(bench, "urn | la_code\n100001 | 330\n100002 | 330\n140001 | 330")
    links(
        bench,
        """
        urn    | link_urn | link_type            | link_date
        140001 | 100001   | Predecessor          | 2019-09-01
        140001 | 100002   | Predecessor - merged | 2019-09-01
        """,
    )
    assert identities(bench)["140001"] == "S140001"


def test_where_the_two_sides_of_a_link_disagree_the_more_telling_one_counts(bench):
    schools(bench, "urn | la_code\n100001 | 330\n140001 | 330")
    links(
        bench,
        """
        urn    | link_urn | link_type            | link_date
        100001 | 140001   | Successor            | 2019-09-01
        140001 | 100001   | Predecessor - merged | 2019-09-01
        """,
    )
    assert identities(bench) == {"100001": "S100001", "140001": "S140001"}
    assert [row[1] for row in told(bench, "100001")] == ["merged into"]


def test_a_split_school_and_its_parts_are_schools_of_their_own(bench):
    schools(bench, "urn | la_code\n100001 | 330\n140001 | 330\n140002 | 330")
    links(
        bench,
        """
        urn    | link_urn | link_type                | link_date
        100001 | 140001   | Successor - Split School | 2015-09-01
        140002 | 100001   | Predecessor - Split School | 2015-09-01
        """,
    )
    assert len(set(identities(bench).values())) == 3
    assert [row[1:3] for row in told(bench, "100001")] == [["split into", "140001"], ["split into", "140002"]]


def test_an_infant_and_a_junior_school_that_amalgamate_form_a_new_school(bench):
    schools(bench, "urn | la_code\n100001 | 330\n100002 | 330\n140001 | 330")
    links(
        bench,
        """
        urn    | link_urn | link_type                 | link_date
        140001 | 100001   | Predecessor - amalgamated | 2018-01-01
        140001 | 100002   | Predecessor - amalgamated | 2018-01-01
        100001 | 100002   | Result of Amalgamation    | 2018-01-01
        """,
    )
    assert len(set(identities(bench).values())) == 3
    assert [row[1] for row in told(bench, "100002")] == ["amalgamated into", "amalgamated with"]


def test_a_closed_school_keeps_its_page_and_leaves_the_list(bench):
    schools(
        bench,
        "urn | la_code | phase_raw | school_type | status_raw | close_date\n100001 | 330 | Primary | Community school | Closed | 2013-08-31",
    )
    built(bench, "20_core", until="school")
    assert shown(bench, "school", "urn status is_home listed")[1:] == [["100001", "closed", "yes", "no"]]


def test_a_school_that_opens_again_is_open_and_the_same(bench):
    schools(bench, "urn | la_code | status_raw | open_date\n100001 | 330 | Open | 2018-09-01")
    schools(
        bench,
        "urn | la_code | status_raw | close_date | period\n100001 | 330 | Closed | 2016-08-31 | 2016/17",
        extract_id=1,
        precedence=20,
    )
    built(bench, "20_core", until="school")
    assert shown(bench, "school", "urn school_id opened")[1:] == [["100001", "S100001", "2018-09-01"]]


def test_an_earlier_name_and_council_are_told_with_the_year_they_were_last_given(bench):
    schools(
        bench,
        """
        urn    | la_code | name              | period
        100001 | 333     | BROOK INFANTS     | 2015/16
        100001 | 333     | Brook Infants     | 2016/17
        100001 | 330     | Brook & Co School | 2017/18
        100001 | 330     | Brook and Co School | 2018/19
        """,
        extract_id=1,
        precedence=20,
    )
    assert told(bench, "100001") == [
        ["", "moved", "", "In Sandwell in files up to 2016/17"],
        ["", "renamed", "", "Known as Brook Infants in files up to 2016/17"],
    ]


def test_two_schools_of_one_name_stay_two_schools(bench):
    schools(bench, "urn | la_code | name\n100001 | 330 | St Mary's\n100002 | 330 | St Mary's")
    built(bench, "20_core", until="school")
    assert shown(bench, "school", "urn school_id name")[1:] == [
        ["100001", "S100001", "St Mary's"],
        ["100002", "S100002", "St Mary's"],
    ]


def test_a_change_of_phase_leaves_the_identity_and_takes_the_newest_statement(bench):
    for period, phase in (("2016/17", "Primary"), ("2018/19", "All-through")):
        schools(
            bench,
            f"urn | la_code | phase_raw | school_type | period\n100001 | 330 | {phase} | Academy converter | {period}",
            extract_id=1,
            precedence=20,
        )
    built(bench, "20_core", until="school")
    assert shown(bench, "school", "urn school_id phase")[1:] == [["100001", "S100001", "all-through"]]


def test_a_pupil_referral_unit_that_becomes_an_academy_stays_one_school(bench):
    schools(
        bench,
        """
        urn    | la_code | phase_raw      | school_type                           | status_raw
        100001 | 330     | Not applicable | Pupil referral unit                   | Closed
        140001 | 330     | Not applicable | Academy alternative provision converter | Open
        """,
    )
    links(bench, "urn | link_urn | link_type\n100001 | 140001 | Successor")
    built(bench, "20_core", until="school")
    assert cells(
        "\n".join(" | ".join(row) for row in shown(bench, "school", "urn school_id phase"))
    ) == cells(
        """
        urn    | school_id | phase
        100001 | S100001   | alternative provision
        140001 | S100001   | alternative provision
        """
    )
