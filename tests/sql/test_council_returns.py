"""Which return answers which due date, which fact stands, and what is told of a school?"""

from __future__ import annotations

from typing import Any

import duckdb
import pytest
from given import given

from eif.sql import create_macros, statement

COLUMNS = {
    "setting": "key varchar, value varchar",
    "school": """urn varchar, school_id varchar, name varchar, phase varchar, type_group varchar, opened date,
        listed boolean, is_home boolean""",
    "dataset": """dataset varchar, title varchar, owner varchar, area varchar, returned_by varchar,
        every varchar, fresh_months integer, phases varchar[], maintained_only boolean, is_list boolean,
        ord integer""",
    "dataset_item": """dataset varchar, item_no smallint, item varchar, title varchar, type varchar,
        headline boolean, whole_no smallint""",
    "dataset_due": """dataset varchar, by_month integer, by_day integer, after_month integer,
        after_day integer""",
    "staged_fact": """extract_id integer, source_row integer, urn varchar, dataset varchar, item_no smallint,
        item varchar, column_name varchar, period varchar, raw varchar, text varchar, number double,
        day date, status varchar, problem varchar, small boolean""",
    "extract": "extract_id integer, file_name varchar, loaded_at timestamp",
}


@pytest.fixture
def city(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A half-termly return, a yearly one of maintained schools and a register, as at 22 November 2026."""
    for table, columns in COLUMNS.items():
        con.execute(f"create table {table} ({columns})")
    create_macros(con)
    con.execute("insert into setting values ('as_at', '2026-11-22')")
    given(
        con,
        "school",
        """
        urn    | school_id | name    | phase   | type_group | opened
        900001 | S1        | Larch   | primary | maintained |
        900002 | S2        | Birch   | primary | academy    |
        900003 | S3        | Nursery | nursery | maintained |
        900004 | S4        | New     | primary | maintained | 2026-11-02
        """,
        listed=True,
        is_home=True,
    )
    given(
        con,
        "dataset",
        """
        dataset  | title    | fresh_months | phases              | maintained_only | is_list | ord
        half     | Half     | 4            | [primary]           | false           | false   | 1
        year     | Year     | 15           | [primary, nursery]  | true            | false   | 2
        register | Register |              | [primary, nursery]  | false           | true    | 3
        """,
        owner="Team",
        area="leadership",
        returned_by="school",
        every="term",
    )
    given(
        con,
        "dataset_due",
        """
        dataset | by_month | by_day | after_month | after_day
        half    | 10       | 31     | 9           | 1
        half    | 12       | 31     | 10          | 31
        half    | 7        | 31     | 6           | 10
        year    | 3        | 31     | 8           | 31
        """,
    )
    return con


def returned(con: duckdb.DuckDBPyConnection, text: str) -> None:
    """One row per return: dataset, urn, period, when it came, and optionally the file."""
    given(con, "staged_fact", text, item="returned_on", item_no=0, status="value", source_row=2)


def build(con: duckdb.DuckDBPyConnection) -> None:
    for layer, names in (
        ("20_core", ["school_fact"]),
        ("50_screen", ["screen_return", "screen_return_dataset", "screen_fact"]),
    ):
        for name in names:
            if name == "school_fact":
                con.execute("create or replace temp view staged_extract as from extract")
            con.execute(f"create or replace table {name} as {statement(layer, name)}")


def states(con: duckdb.DuckDBPyConnection, dataset: str) -> dict[str, tuple[Any, ...]]:
    rows = con.execute(
        """select name, state, due_on::varchar, returned_on::varchar, days_late from screen_return
        where dataset = ? order by urn""",
        [dataset],
    ).fetchall()
    return {row[0]: row[1:] for row in rows}


def test_a_return_answers_when_its_time_ends_after_the_rules_other_day(
    city: duckdb.DuckDBPyConnection,
) -> None:
    returned(
        city,
        """
        dataset | urn    | period     | day        | extract_id
        half    | 900001 | 2026-10-05 | 2026-10-09 | 1
        half    | 900002 | 2026-07-03 | 2026-07-06 | 1
        """,
    )
    build(city)
    assert states(city, "half") == {
        "Larch": ("returned", "2026-10-31", "2026-10-09", 0),
        "Birch": ("overdue", "2026-10-31", None, 22),
        "Nursery": ("not asked", None, None, None),
        "New": ("not asked", None, None, None),
    }


def test_a_late_return_counts_its_days_and_a_later_one_for_the_same_date_does_not_change_them(
    city: duckdb.DuckDBPyConnection,
) -> None:
    returned(
        city,
        """
        dataset | urn    | period     | day        | extract_id
        half    | 900001 | 2026-10-05 | 2026-11-03 | 1
        half    | 900001 | 2026-11-02 | 2026-11-10 | 2
        """,
    )
    build(city)
    assert states(city, "half")["Larch"] == ("returned late", "2026-10-31", "2026-11-03", 3)


def test_a_year_is_answered_by_that_year_and_only_maintained_schools_are_asked(
    city: duckdb.DuckDBPyConnection,
) -> None:
    returned(
        city,
        """
        dataset | urn    | period  | day        | extract_id
        year    | 900001 | 2024/25 | 2025-03-01 | 1
        year    | 900003 | 2025/26 | 2026-03-01 | 1
        """,
    )
    build(city)
    found = states(city, "year")
    assert found["Larch"][:2] == ("overdue", "2026-03-31")
    assert found["Nursery"][:2] == ("returned", "2026-03-31")
    assert found["Birch"][0] == "not asked"


def test_nothing_loaded_is_told_from_a_school_that_never_answered(city: duckdb.DuckDBPyConnection) -> None:
    returned(
        city,
        """
        dataset | urn    | period     | day        | extract_id
        half    | 900002 | 2026-10-05 | 2026-10-09 | 1
        """,
    )
    build(city)
    assert states(city, "half")["Larch"][0] == "never"
    rows = city.execute(
        "select dataset, is_loaded, asked, returned, never from screen_return_dataset"
    ).fetchall()
    assert rows == [("half", True, 2, 1, 1), ("year", False, 2, 0, 2), ("register", False, 0, 0, 0)]


def test_a_return_whose_day_cannot_be_read_counts_as_returned(city: duckdb.DuckDBPyConnection) -> None:
    returned(
        city,
        """
        dataset | urn    | period     | day | extract_id
        half    | 900001 | 2026-10-05 |     | 1
        """,
    )
    build(city)
    assert states(city, "half")["Larch"] == ("returned", "2026-10-31", None, None)


def test_the_later_file_stands_and_a_register_is_what_its_newest_file_holds(
    city: duckdb.DuckDBPyConnection,
) -> None:
    given(
        city,
        "staged_fact",
        """
        dataset  | urn    | period     | extract_id | source_row | text
        half     | 900001 | 2026-07-03 | 1          | 2          | older
        half     | 900001 | 2026-10-05 | 1          | 3          | first
        half     | 900001 | 2026-10-05 | 2          | 3          | corrected
        register | 900001 | 2026-06-01 | 3          | 2          | struck off
        register | 900002 | 2026-06-01 | 3          | 3          | stays
        register | 900002 | 2026-11-02 | 4          | 2          | stays
        """,
        item="i",
        item_no=1,
        status="value",
    )
    build(city)
    rows = city.execute("select text, is_best, is_current from school_fact order by all").fetchall()
    assert rows == [
        ("corrected", True, True),
        ("first", False, False),
        ("older", True, False),
        ("stays", True, False),
        ("stays", True, True),
        ("struck off", True, False),
    ]


def test_facts_are_told_in_words_with_parts_beside_their_whole(city: duckdb.DuckDBPyConnection) -> None:
    given(
        city,
        "dataset_item",
        """
        item_no | item | title | type   | whole_no
        1       | a    | All   | count  |
        2       | b    | Part  | count  | 1
        3       | c    | Money | money  |
        4       | d    | Share | percent |
        5       | e    | Day   | date   |
        6       | f    | Word  | choice |
        7       | g    | Gone  | count  |
        """,
        dataset="half",
        headline=False,
    )
    given(
        city,
        "staged_fact",
        """
        item_no | item | number | day        | text   | status
        1       | a    | 1200   |            |        | value
        2       | b    | 4      |            |        | value
        3       | c    | -6500  |            |        | value
        4       | d    | 87     |            |        | value
        5       | e    |        | 2026-02-01 |        | value
        6       | f    |        |            | secure | value
        7       | g    |        |            |        | not available
        """,
        dataset="half",
        urn="900001",
        period="2026-07-03",
        extract_id=1,
        source_row=2,
    )
    city.execute("insert into extract values (1, 'half.csv', now())")
    build(city)
    rows = city.execute("select words, is_old, when_words from screen_fact order by item_no").fetchall()
    assert [row[0] for row in rows] == [
        "1,200", "4 of 1,200", "−£6,500", "87%", "1 February 2026", "secure", "not known",
    ]  # fmt: skip
    assert {row[1:] for row in rows} == {(True, "3 July 2026")}
