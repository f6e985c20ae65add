"""Which trust does a school belong to, and how many posts govern it, by the newest register?"""

from __future__ import annotations

import duckdb
import pytest
from given import built, cells, given, scratch, shown

from eif import sql


@pytest.fixture
def bench(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    scratch(con, as_at="2026-11-22")
    return con


def test_the_newest_register_counts_and_the_groups_own_file_says_more(bench):
    given(
        bench,
        "staged_group_school",
        """
        extract_id | urn    | group_uid | name         | group_type           | status | joined_on
        1          | 900003 | 90001     | Old Trust    | Multi-academy trust  | Open   | 2015-09-01
        2          | 900003 | 90001     | Larkrise     | Multi-academy trust  | Open   | 2021-09-01
        2          | 900003 | 90002     | Brannoc      | Single-academy trust | Open   | 2018-09-01
        2          | 900001 | 90003     | Holly        | Federation           | Open   |
        2          | 900003 | 90004     | Some Sponsor | School sponsor       |        |
        """,
        source_row=2,
    )
    given(
        bench,
        "staged_group",
        """
        extract_id | group_uid | name                    | group_type           | status | closed_on
        3          | 90001     | Larkrise Learning Trust | Multi-academy trust  | Open   |
        3          | 90002     | Brannoc Schools Trust   | Single-academy trust | Closed | 2021-08-31
        """,
        source_row=2,
    )
    built(bench, "20_core", until="school_group")
    assert shown(bench, "school_group", "urn group_uid name kind is_current joined_on closed_on") == cells(
        """
        urn    | group_uid | name                    | kind       | is_current | joined_on  | closed_on
        900001 | 90003     | Holly                   | federation | yes        |            |
        900003 | 90001     | Larkrise Learning Trust | trust      | yes        | 2021-09-01 |
        900003 | 90002     | Brannoc Schools Trust   | trust      | no         | 2018-09-01 | 2021-08-31
        900003 | 90004     | Some Sponsor            | sponsor    | yes        |            |
        """
    )


def test_posts_are_counted_as_at_the_day_of_the_release(bench):
    given(
        bench,
        "staged_post",
        """
        extract_id | urn    | group_uid | role     | appointed_on | term_ends_on
        1          | 900001 |           | Governor | 2023-09-01   | 2027-08-31
        1          | 900001 |           | Governor | 2022-09-01   | 2026-11-21
        1          | 900001 |           | Governor | 2022-09-01   | 2026-11-22
        1          | 900001 |           | Governor |              |
        1          | 900001 |           | Governor | 2026-12-01   | 2030-11-30
        1          | 900001 |           | Chair    | 2024-09-01   |
        1          |        | 90001     | Trustee  | 2021-10-12   | 2025-10-11
        """,
        source_row=2,
    )
    given(
        bench,
        "staged_school",
        "extract_id | urn | la_code | name\n1 | 900001 | 330 | Larkrise Primary School",
        source_row=2,
        precedence=100,
    )
    given(bench, "staged_extract", "extract_id | layout | precedence\n1 | gias | 0")
    built(bench, "20_core")
    assert shown(bench, "governance_post", "group_uid role standing", "urn is null")[1:] == [
        ["90001", "Trustee", "ended"]
    ]
    bench.execute(f"create table screen_governance as {sql.statement('50_screen', 'screen_governance')}")
    assert shown(bench, "screen_governance", "role in_post ended without_end next_end")[1:] == [
        ["Chair", "1", "0", "1", ""],
        ["Governor", "3", "1", "1", "2026-11-22"],
    ]


def test_no_register_gives_no_group_and_no_post(bench):
    built(bench, "20_core")
    assert shown(bench, "school_group", "urn") == [["urn"]]
    assert shown(bench, "governance_post", "urn") == [["urn"]]
