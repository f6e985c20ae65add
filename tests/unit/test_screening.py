"""A file is told of everything up to the first stage at which it fails, and the page says what is asked."""

from __future__ import annotations

import duckdb
import pytest

from eif.config import ROOT
from eif.screening import CHECKS, STAGES, Newcomer, results_of, screen_built, screen_staged
from eif.screening.checks import ASKED
from eif.screening.document import PAGE, describe_checks
from eif.screening.limits import read_rows
from eif.screening.result import refusal
from eif.sql import ORDER
from tests.sql.given import built, given, scratch

RANK = {stage: place for place, stage in enumerate(STAGES)}


@pytest.fixture
def load(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Two years of absence: a.csv (2017/18) and b.csv (2018/19), in which 24 schools stand."""
    scratch(con)
    given(con, "staged_extract", """
        extract_id | file_name | layout  | kind   | period  | publisher | release_status | precedence
        1          | a.csv     | absence | values | 2017/18 | DfE       | final          | 40
        2          | b.csv     | absence | values | 2018/19 | DfE       | final          | 40
    """, rows_in=24)  # fmt: skip
    con.execute("""
        create table source_file as
        select extract_id, extract_id as ord, file_name as name, 'sha ' || extract_id as sha256
        from staged_extract
    """)
    con.execute("""
        insert into staged_row by name
        select
            extract_id, place + 2 as source_row, 'school' as row_kind, (900001 + place)::varchar as urn,
            '330' as la_code, if(extract_id = 1, '2017/18', '2018/19') as period
        from range(24) as r (place), range(1, 3) as e (extract_id)
    """)
    con.execute("""
        insert into staged_meaning by name
        select unnest([1, 2]) as extract_id, 0 as meaning_no, 'abs_overall' as indicator,
            'all' as pupil_group,
            'PERCTOT' as source_column, false as share
    """)
    con.execute("""
        insert into staged_value by name
        select
            r.* replace ('all' as pupil_group), 'abs_overall' as indicator, 'PERCTOT' as source_column,
            'value' as status, 4.1 + (source_row * extract_id) % 7 / 10 as value, value::varchar as raw
        from staged_row as r
    """)
    return con


def screened(con: duckdb.DuckDBPyConnection, *extracts: int) -> dict[int, str]:
    return screen_staged(con, [Newcomer(each) for each in extracts])


def test_a_sound_file_passes_every_check_that_is_put_to_it(load: duckdb.DuckDBPyConnection) -> None:
    assert screened(load, 1, 2) == {}
    built(load, "20_core", "30_compare")
    screen_built(load)
    told = results_of(load, ["sha 2"])
    assert [result.check for result in told] == [check.id for check in CHECKS if check.by != "effect"]
    assert {result.result for result in told} == {"PASS", "not applicable"}
    assert {result.check for result in told if result.result == "PASS"} >= {
        "readable",
        "range",
        "jump",
        "repeat",
    }
    assert all(result.message for result in told)


def test_a_file_stops_at_its_first_failing_stage_and_the_others_go_on(
    load: duckdb.DuckDBPyConnection,
) -> None:
    # fractions (values), and the year before repeated (change): values comes first
    load.execute("update staged_value set value = value / 10")
    load.execute("update staged_value as n set value = b.value from staged_value as b "
                 "where n.extract_id = 2 and b.extract_id = 1 and n.urn = b.urn")  # fmt: skip
    failed = screened(load, 1, 2)
    assert set(failed) == {1, 2}
    assert failed[2].startswith("Columns of fractions: 1. PERCTOT: none of 24 percentages")
    assert failed[2].endswith("A spreadsheet saved the file again: load it as published.")
    told = results_of(load, ["sha 2"])
    assert {result.stage for result in told} == {
        stage for stage in STAGES if RANK[stage] <= RANK["values"]
    } - {"coverage"}
    assert [result.check for result in told if result.result == "FAIL"] == ["scale"]


def test_only_the_files_of_this_load_are_screened(load: duckdb.DuckDBPyConnection) -> None:
    screened(load, 2)
    assert results_of(load, ["sha 1"]) == []
    assert results_of(load, ["sha 2"])


def test_a_case_names_its_school(load: duckdb.DuckDBPyConnection) -> None:
    given(load, "staged_school", "extract_id | urn | name\n2 | 900003 | Brook First")
    load.execute("update staged_value set value = 40 where urn = '900003' and extract_id = 2")
    screened(load, 2)
    (jump,) = [result for result in results_of(load, ["sha 2"]) if result.check == "jump"]
    assert (jump.result, jump.rows, jump.columns) == ("PASS", 1, "abs_overall")
    assert (
        jump.message
        == "Jumps on the year before: 1. Brook First (900003): abs_overall 40, 4.5 a year before."
    )
    cases = load.execute("select check_id, urn, name, found, expected from screening_case").fetchall()
    assert cases == [("jump", "900003", "Brook First", "40", "4.5")]


def test_a_refused_file_passed_what_the_reader_asks_before(con: duckdb.DuckDBPyConnection) -> None:
    *passed, failed = refusal("x.csv", "unknown_code", "'?' is neither a number nor a missing code.")
    assert [result.check for result in passed] == ["readable", "seen", "recognised", "whole", "repeated"]
    assert {result.result for result in passed} == {"PASS"}
    assert (failed.stage, failed.result) == ("codes", "FAIL")
    assert failed.message == "'?' is neither a number nor a missing code."


def test_the_checks_stand_in_the_order_of_their_stages() -> None:
    places = [RANK[check.stage] for check in CHECKS]
    assert places == sorted(places)
    assert {check.stage for check in CHECKS} == set(STAGES)


def test_every_check_has_its_relation_and_every_relation_its_check() -> None:
    for layer, by in (("15_screen", "staged"), ("35_screen", "built")):
        relations = {name for name in ORDER[layer] if name.startswith("case_")}
        assert relations == {f"case_{check.id}" for check in CHECKS if check.by == by}
    assert {check.asked for check in CHECKS} == set(ASKED)


def test_every_limit_is_used_and_every_name_of_one_is_known() -> None:
    known = {row["limit"] for row in read_rows("limits.csv")}
    assert {limit for check in CHECKS for limit in check.limits} == known
    sql = "".join(
        (ROOT / "sql" / layer / f"{name}.sql").read_text(encoding="utf-8")
        for layer in ("15_screen", "35_screen")
        for name in ORDER[layer]
    )
    assert {limit for limit in known if f"'{limit}'" not in sql} == set()


def test_the_page_is_written_from_the_checks() -> None:
    assert PAGE.read_text(encoding="utf-8") == describe_checks(), "run python -m eif.screening.document"
