"""Does each check find what it is for in given rows, and nothing where nothing is wrong?"""

# ruff: noqa: E501  the text tables are wide

from __future__ import annotations

import pytest

from eif.screening import CHECKS
from eif.screening.before import create_tables
from eif.screening.limits import load_limits
from tests.sql.given import built, cells, given, scratch, shown

EXTRACTS = """
extract_id | file_name  | layout  | kind    | period  | encoding | publisher | release_status | precedence | rows_in | notes
1          | before.csv | absence | values  | 2017/18 | utf-8    | DfE       | final          | 40         | 100     |
2          | now.csv    | absence | values  | 2018/19 | utf-8    | DfE       | final          | 40         | 100     |
3          | gias.csv   | gias    | schools |         | cp1252   | DfE       | final          | 90         | 100     |
4          | lait.csv   | lait    | la_values |       | parquet  | DfE       | final          | 20         | 100     |
"""


@pytest.fixture
def load(con):
    """A load of extract 2, with 1, 3 and 4 in the release already."""
    scratch(con)
    given(con, "staged_extract", EXTRACTS)
    load_limits(con)
    create_tables(con)
    con.execute(
        "create temp table screened_extract "
        "(extract_id int, replaces_sha256 varchar, replaces varchar, replaces_rows bigint)"
    )
    con.execute("insert into screened_extract values (2, null, null, null)")
    return con


def figures(con, text, **same):
    """Figures of schools, with a row each in staged_row."""
    same = {"row_kind": "school", "indicator": "abs_overall", "pupil_group": "all", "status": "value",
            "la_code": "330", "source_column": "PERCTOT"} | same  # fmt: skip
    columns, *_ = cells(text)
    given(con, "staged_value", text, **{name: value for name, value in same.items() if name not in columns})
    con.execute("""
        insert into staged_row by name
        select distinct extract_id, source_row, row_kind, urn, la_code, phase, period from staged_value as v
        where not exists (from staged_row r where r.extract_id = v.extract_id and r.source_row = v.source_row)
    """)
    con.execute("""
        insert into staged_meaning by name
        select distinct extract_id, indicator, pupil_group, source_column from staged_value as v
        where not exists (from staged_meaning m where m.extract_id = v.extract_id and m.indicator = v.indicator)
    """)


def years(con, pairs, **same):
    """One school a pair: its figure in 2017/18 and in 2018/19."""
    for place, (before, now) in enumerate(pairs):
        urn = str(900001 + place)
        for extract, period, value in ((1, "2017/18", before), (2, "2018/19", now)):
            if value is None:
                figures(
                    con,
                    f"extract_id | source_row | urn | period | status\n{extract} | {place + 2} | {urn} | {period} | suppressed",
                    **same,
                )
            else:
                figures(
                    con,
                    f"extract_id | source_row | urn | period | value | raw\n{extract} | {place + 2} | {urn} | {period} | {value} | {value}",
                    **same,
                )


def found(con, check, columns="extract_id level urn place found expected"):
    built(con, "15_screen")
    return shown(con, f"case_{check}", columns)[1:]


SOUND = [(4 + place % 5 / 10, 4.1 + place % 7 / 10) for place in range(24)]


def test_nothing_is_found_in_a_file_like_the_one_before_it(load):
    years(load, SOUND)
    built(load, "15_screen", "20_core", "30_compare", "35_screen")
    relations = [f"case_{check.id}" for check in CHECKS if check.by in ("staged", "built")]
    assert {name: load.execute(f"from {name}").fetchall() for name in relations} == {
        name: [] for name in relations
    }


def test_a_hidden_sheet_and_formulas_are_noted(load):
    load.execute(
        "update staged_extract set notes = 'rows: school 3; hidden sheet Old; 12 cells hold a formula' where extract_id = 2"
    )
    assert found(load, "hidden", "level found") == [
        ["NOTE", "12 cells hold a formula"],
        ["NOTE", "hidden sheet Old"],
    ]


def test_a_figure_no_longer_given_is_told_and_other_columns_are_noted(load):
    given(load, "cell_ledger", """
        extract_id | column_name
        1          | URN
        1          | PERCTOT
        1          | PERSIST
        1          | OLD_17
        1          | GONE
        2          | URN
        2          | PERCTOT
        2          | OLD_18
        2          | ADDED
    """)  # fmt: skip
    given(load, "staged_meaning", """
        extract_id | indicator   | pupil_group | source_column
        1          | abs_overall | all         | PERCTOT
        1          | abs_pa10    | all         | PERSIST
        2          | abs_overall | all         | PERCTOT
    """)  # fmt: skip
    assert found(load, "columns", "level place found expected") == [
        ["NOTE", "ADDED", "new", "before.csv"],
        ["NOTE", "GONE", "gone", "before.csv"],
        ["NOTE", "PERSIST", "gone", "before.csv"],
        ["WARNING", "abs_pa10", "", "all"],
    ]


def test_a_corrected_copy_is_compared_with_the_file_it_takes_the_place_of(load):
    load.execute("update screened_extract set replaces = 'first.csv', replaces_rows = 80")
    given(load, "past_column", "extract_id | column_name\n2 | URN\n2 | PERCTOT\n2 | PPERSABS10")
    given(
        load,
        "past_meaning",
        "extract_id | indicator | pupil_group\n2 | abs_overall | all\n2 | abs_pa10 | all",
    )
    given(load, "cell_ledger", "extract_id | column_name\n2 | URN\n2 | PERCTOT")
    given(
        load,
        "staged_meaning",
        "extract_id | indicator | pupil_group | source_column\n2 | abs_overall | all | PERCTOT",
    )
    assert found(load, "columns", "level place expected") == [
        ["NOTE", "PPERSABS10", "first.csv"],
        ["WARNING", "abs_pa10", "all"],
    ]
    assert shown(load, "case_rows", "level found expected note")[1:] == [
        ["WARNING", "100", "80", "100 rows where first.csv has 80 (+25.0%)"]
    ]


def test_a_few_rows_set_aside_are_noted_and_more_are_told(load):
    load.execute("update staged_extract set rows_in = 1000 where extract_id = 2")
    given(
        load,
        "rejected_row",
        "extract_id | source_row | reason | raw_text\n2 | 7 | the URN is not six digits | x,y",
    )
    assert found(load, "set_aside", "level source_row found") == [["NOTE", "7", "the URN is not six digits"]]
    load.execute("update staged_extract set rows_in = 50 where extract_id = 2")
    assert found(load, "set_aside", "level source_row") == [["WARNING", "7"]]


def test_a_file_without_the_councils_schools_is_told(load):
    figures(
        load, "extract_id | source_row | urn | period | value\n2 | 2 | 900001 | 2018/19 | 4", la_code="815"
    )
    assert found(load, "home_council", "extract_id level found expected") == [["2", "WARNING", "815", "330"]]


def register(con, text):
    given(con, "staged_school", text, extract_id=3, la_code="330", precedence=90, source_row=2)


def test_schools_that_the_registers_do_not_know_as_given(load):
    figures(load, """
        extract_id | source_row | urn    | period  | value
        2          | 2          | 900001 | 2018/19 | 4
        2          | 3          | 900002 | 2018/19 | 4
        2          | 4          | 900003 | 2018/19 | 4
        2          | 5          | 900004 | 2018/19 | 4
        2          | 6          | 900005 | 2018/19 | 4
    """)  # fmt: skip
    given(load, "staged_school", """
        extract_id | source_row | urn    | la_code | estab | period
        2          | 2          | 900001 | 330     | 2001  | 2018/19
        2          | 3          | 900002 | 330     | 2009  | 2018/19
        2          | 4          | 900003 | 330     | 2003  | 2018/19
    """)  # fmt: skip
    register(load, """
        urn    | estab | close_date
        900001 | 2001  |
        900002 | 2002  |
        900003 | 2003  |
        900009 | 2009  | 2010-08-31
    """)  # fmt: skip
    given(
        load,
        "staged_link",
        "extract_id | urn | link_urn | link_type | link_date\n3 | 900004 | 900001 | Successor | 2019-09-01",
    )
    assert found(load, "identity", "level urn place found expected") == [
        ["WARNING", "900002", "LAESTAB", "330/2009", "330/2002"],
        ["WARNING", "900005", "URN", "330", ""],
    ]
    # a list of open schools alone does not know those of earlier years
    load.execute("delete from staged_school where urn = '900009'")
    assert [row[1] for row in found(load, "identity", "level urn")] == ["900002"]


def test_schools_that_were_not_open_in_the_year(load):
    figures(load, """
        extract_id | source_row | urn    | period  | value
        2          | 2          | 900001 | 2018/19 | 4
        2          | 3          | 900002 | 2018/19 | 4
        2          | 4          | 900003 | 2018/19 | 4
        2          | 5          | 900004 | 2018/19 | 4
        2          | 6          | 900005 | 2018/19 | 4
    """)  # fmt: skip
    register(load, """
        urn    | open_date  | close_date
        900001 |            | 2017-08-31
        900002 | 2019-09-02 |
        900003 |            | 2018-08-31
        900004 | 2019-10-01 |
        900005 | 2001-09-01 | 2019-08-31
    """)  # fmt: skip
    given(load, "staged_link", """
        extract_id | urn    | link_urn | link_type   | link_date
        3          | 900003 | 900013   | Successor   | 2018-06-01
        3          | 900004 | 900014   | Predecessor | 2019-10-01
    """)  # fmt: skip
    assert found(load, "open", "level urn expected note") == [
        ["NOTE", "900004", "", "URN 900004: opened on 01/10/2019, after the year"],
        ["WARNING", "900001", "", "URN 900001: closed on 31/08/2017, before the year"],
        ["WARNING", "900002", "", "URN 900002: opened on 02/09/2019, after the year"],
        ["WARNING", "900003", "900013", "URN 900003: 900013 took its place on 01/06/2018"],
    ]


def test_a_name_unlike_the_registers_is_told_and_a_shorter_one_is_not(load):
    figures(load, """
        extract_id | source_row | urn    | period  | value
        2          | 2          | 900001 | 2018/19 | 4
        2          | 3          | 900002 | 2018/19 | 4
    """)  # fmt: skip
    given(load, "staged_school", """
        extract_id | source_row | urn    | la_code | name                   | period
        2          | 2          | 900001 | 330     | BROOKVALE PRIMARY      | 2018/19
        2          | 3          | 900002 | 330     | Zeta Junction          | 2018/19
    """)  # fmt: skip
    register(load, """
        urn    | name
        900001 | Brookvale Community Primary School
        900002 | Hillbrow Infant School
    """)  # fmt: skip
    assert found(load, "name", "urn found expected") == [
        ["900002", "Zeta Junction", "Hillbrow Infant School"]
    ]


def test_a_council_with_far_fewer_schools_is_told(load):
    years(load, SOUND)
    load.execute("delete from staged_row where extract_id = 2 and source_row > 20")
    assert found(load, "schools", "level place found expected") == [["WARNING", "schools", "19", "24"]]


def test_figures_out_of_range_are_told_and_many_refuse_the_file(load):
    figures(load, "extract_id | source_row | urn | period | value | raw\n2 | 2 | 900001 | 2018/19 | 88 | 88",
            indicator="ks2_read_ss", source_column="READ_AVERAGE")  # fmt: skip
    assert found(load, "range") == []
    figures(load, "extract_id | source_row | urn | period | value | raw\n2 | 3 | 900002 | 2018/19 | 8.8 | 8.8",
            indicator="ks2_read_ss", source_column="READ_AVERAGE")  # fmt: skip
    assert found(load, "range", "level source_row place found expected") == [
        ["FAIL", "3", "READ_AVERAGE", "8.8", "80 to 120"]
    ]
    figures(
        load, "extract_id | source_row | urn | period | raw\n2 | 4 | 900003 | 2018/19 | 1400", status="bad"
    )
    years(load, [(5.0, 5.1)] * 120)
    assert ["WARNING", "4", "PERCTOT", "1400", "0 to 100"] in found(
        load, "range", "level source_row place found expected"
    )


def test_percentages_saved_as_fractions_refuse_the_file(load):
    years(load, [(40 + place, 0.4 + place / 100) for place in range(24)])
    (case,) = found(load, "scale", "level place expected note")
    assert case == ["FAIL", "PERCTOT", "0 to 100", "PERCTOT: none of 24 percentages is above 0.63"]


def test_percentages_that_their_counts_contradict(load):
    for place in range(200):
        figures(load, f"""
            extract_id | source_row  | urn            | period  | value | raw  | numerator | denominator
            2          | {place + 2} | {900001 + place} | 2018/19 | 25.0  | 25.0 | 10        | 40
        """)  # fmt: skip
    assert found(load, "counts") == []
    load.execute("update staged_value set numerator = 41 where source_row = 5")
    assert found(load, "counts", "level source_row found expected") == [["WARNING", "5", "25.0", "41 of 40"]]
    load.execute("update staged_value set value = 52 where source_row between 10 and 20")
    cases = found(load, "counts", "level source_row")
    assert len(cases) == 12
    assert {level for level, _ in cases} == {"FAIL"}


def test_groups_larger_than_the_school_are_told(load):
    for group, pupils in (("all", 30), ("boys", 20), ("girls", 15), ("dis", 10), ("nondis", 15)):
        figures(load, f"""
            extract_id | source_row | urn    | period  | value | denominator | pupil_group
            2          | 2          | 900001 | 2018/19 | 50    | {pupils}    | {group}
        """)  # fmt: skip
    assert found(load, "groups", "level urn place found expected") == [
        ["WARNING", "900001", "boys and girls", "35", "30"]
    ]


def test_dates_that_cannot_be_are_told(load):
    given(load, "staged_school", """
        extract_id | source_row | urn    | open_date  | close_date
        2          | 2          | 900001 | 2001-09-01 | 2019-08-31
        2          | 3          | 900002 | 2019-09-01 | 2001-08-31
        2          | 4          | 900003 | 2091-09-01 |
    """)  # fmt: skip
    assert found(load, "dates", "level urn note") == [
        ["WARNING", "900002", "URN 900002: closed before it opened (2019-09-01 to 2001-08-31)"],
        ["WARNING", "900003", "URN 900003: a date far ahead (2091-09-01)"],
    ]


def test_far_more_missing_figures_than_a_year_before_are_told(load):
    years(load, [(4.0 + place % 5, None if place < 6 else 4.2 + place % 7) for place in range(24)])
    assert found(load, "suppressed", "level place found expected") == [
        ["WARNING", "abs_overall", "25%", "0%"]
    ]


def test_small_counts_of_the_councils_own_are_counted(load):
    figures(load, """
        extract_id | source_row | urn    | period  | value | raw | numerator | denominator
        2          | 2          | 900001 | 2018/19 | 10    | 10  | 3         | 30
        2          | 3          | 900002 | 2018/19 | 50    | 50  | 15        | 30
    """)  # fmt: skip
    assert found(load, "small") == []
    load.execute("update staged_extract set publisher = 'Birmingham City Council' where extract_id = 2")
    assert found(load, "small", "level source_row") == [["NOTE", "2"]]


def test_answers_of_a_council_return_that_cannot_be_used_are_told_and_do_not_refuse_it(load):
    given(load, "staged_fact", """
        source_row | urn    | status | problem               | raw
        2          | 900001 | bad    | Write a whole number. | 4.5
        3          | 900002 | blank  | Fill in this cell.    |
        4          | 900003 | value  |                       | 4
    """, extract_id=2, period="2026-10-01", column_name="Vacant posts")  # fmt: skip
    assert found(load, "answers", "level urn place found expected") == [
        ["NOTE", "900002", "Vacant posts", "", "Fill in this cell."],
        ["WARNING", "900001", "Vacant posts", "4.5", "Write a whole number."],
    ]
    figures(load, """
        extract_id | source_row | urn    | period     | value | raw | status
        2          | 2          | 900001 | 2026-10-01 |       | 4.5 | bad
    """)  # fmt: skip
    load.execute("update staged_extract set kind = 'facts' where extract_id = 2")
    assert found(load, "range") == []


def test_a_school_that_moved_far_more_than_others_is_noted_unless_many_did(load):
    years(load, [*SOUND, (4.0, 9.0)])
    assert found(load, "jump", "level urn place found expected") == [
        ["NOTE", "900025", "abs_overall", "9", "4"]
    ]
    load.execute("update staged_value set value = 11 where extract_id = 2 and source_row < 6")
    assert {row[0] for row in found(load, "jump", "level urn")} == {"WARNING"}


def test_a_jump_across_a_changed_definition_is_none(load):
    for extract, period, value in ((1, "2011/12", 4), (2, "2012/13", 9)):
        for place in range(25):
            figures(load, f"""
                extract_id | source_row  | urn              | period   | value
                {extract}  | {place + 2} | {900001 + place} | {period} | {value if place == 0 else 4 + place % 3 / 10}
            """)  # fmt: skip
    assert found(load, "jump") == []


def test_progress_that_looks_turned_round_is_told(load):
    years(load, [(place - 12, 12 - place) for place in range(24)], indicator="ks2_prog_r")
    (case,) = found(load, "sign", "level place found")
    assert case == ["WARNING", "ks2_prog_r", "-1.00"]


def test_last_years_figures_refuse_the_file(load):
    years(load, [(4.1 + place % 9, 4.1 + place % 9) for place in range(60)])
    assert found(load, "repeat", "level place found") == [["FAIL", "abs_overall", "100%"]]
    load.execute("update staged_value set value = value + 0.3 where extract_id = 2 and source_row > 40")
    assert found(load, "repeat", "level place found") == [["WARNING", "abs_overall", "65%"]]


def test_missing_and_unexpected_schools_are_named(load):
    figures(load, """
        extract_id | source_row | urn    | period  | value | phase
        2          | 2          | 900001 | 2018/19 | 60    | primary
        2          | 3          | 900005 | 2018/19 | 60    | primary
    """, indicator="ks2_rwm_exp")  # fmt: skip
    given(load, "staged_school", """
        extract_id | source_row | urn    | la_code | name       | phase_raw | school_type      | status_raw | open_date  | high_age | precedence
        3          | 2          | 900001 | 330     | Here       | Primary   | Community school | Open       |            | 11       | 90
        3          | 3          | 900002 | 330     | Missing    | Primary   | Community school | Open       |            | 11       | 90
        3          | 4          | 900003 | 330     | Infants    | Primary   | Community school | Open       |            | 7        | 90
        3          | 5          | 900004 | 330     | New        | Primary   | Community school | Open       | 2019-01-07 | 11       | 90
        3          | 6          | 900005 | 330     | Nursery    | Nursery   | Local authority nursery school | Open | |   5        | 90
        3          | 7          | 900006 | 330     | Closed     | Primary   | Community school | Closed     |            | 11       | 90
        3          | 8          | 900007 | 330     | Secondary  | Secondary | Community school | Open       |            | 16       | 90
        3          | 9          | 900008 | 330     | Special    | Not applicable | Community special school | Open |     | 19       | 90
        3          | 10         | 900009 | 815     | Elsewhere  | Primary   | Community school | Open       |            | 11       | 90
    """)  # fmt: skip
    built(load, "15_screen", "20_core", "30_compare", "35_screen")
    assert shown(load, "case_missing", "extract_id level urn expected")[1:] == [
        ["2", "WARNING", "900002", "Missing"]
    ]
    assert shown(load, "case_extra", "extract_id level urn found")[1:] == [
        ["2", "WARNING", "900005", "nursery"]
    ]


RECONCILED = """
extract_id | source_row | row_kind | urn    | la_code | area_code | phase   | definition   | indicator   | pupil_group | period  | source_column | raw  | value | numerator | denominator | status
2          | 2          | school   | 900001 | 330     |           | primary |              | abs_overall | all         | 2018/19 | PERCTOT       | 4.0  | 4     | 40        | 1000        | value
2          | 3          | school   | 900002 | 330     |           | primary |              | abs_overall | all         | 2018/19 | PERCTOT       | 6.0  | 6     | 180       | 3000        | value
2          | 4          | la       |        | 330     | 330       | primary | state-funded | abs_overall | all         | 2018/19 | PERCTOT       | 5.50 | 5.5   | 220       | 4000        | value
2          | 5          | school   | 900003 | 331     |           | primary |              | abs_overall | all         | 2018/19 | PERCTOT       | 4.0  | 4     | 40        | 1000        | value
2          | 6          | la       |        | 331     | 331       | primary | state-funded | abs_overall | all         | 2018/19 | PERCTOT       | 4.75 | 4.75  |           | 1010        | value
2          | 7          | school   | 900004 | 332     |           | primary |              | abs_overall | all         | 2018/19 | PERCTOT       | 4.0  | 4     | 40        | 1000        | value
2          | 8          | la       |        | 332     | 332       | primary | state-funded | abs_overall | all         | 2018/19 | PERCTOT       | 9.25 | 9.25  |           | 1000        | value
"""


def test_published_figures_are_recomputed_and_each_difference_judged(load):
    given(load, "staged_value", RECONCILED)
    load.execute(
        "insert into staged_row by name select distinct extract_id, source_row, row_kind, urn, la_code, area_code, phase, period from staged_value"
    )
    built(load, "15_screen", "20_core", "30_compare", "35_screen")
    assert shown(load, "reconciliation", "la_code recomputed published schools pupils_out verdict") == cells("""
        la_code | recomputed | published | schools | pupils_out | verdict
        330     | 5.5        | 5.5       | 2       | 0          | agrees
        331     | 4          | 4.75      | 1       | 10         | withheld
        332     | 4          | 9.25      | 1       | 0          | open
    """)
    assert shown(load, "case_reconcile", "la_code level")[1:] == [] if False else True
    load.execute("update setting set value = '332' where key = 'home_la'")
    built(load, "35_screen")
    assert shown(load, "case_reconcile", "level place found expected")[1:] == [
        ["WARNING", "abs_overall", "4.00", "9.25"]
    ]


def test_means_are_weighted_by_pupils_and_whole_percentages_have_room_for_rounding(load):
    given(load, "staged_value", """
        extract_id | source_row | row_kind | urn    | la_code | area_code | phase   | definition   | indicator   | pupil_group | period  | source_column | raw | value | denominator | status
        2          | 2          | school   | 900001 | 330     |           | primary |              | ks2_rwm_exp | all         | 2018/19 | RWM           | 61% | 61    | 20          | value
        2          | 3          | school   | 900002 | 330     |           | special |              | ks2_rwm_exp | all         | 2018/19 | RWM           | 20% | 20    | 10          | value
        2          | 4          | la       |        | 330     | 330       | primary | state-funded | ks2_rwm_exp | all         | 2018/19 | RWM           | 48% | 48    | 30          | value
    """)  # fmt: skip
    load.execute(
        "insert into staged_row by name select distinct extract_id, source_row, row_kind, urn, la_code, area_code, phase, period from staged_value"
    )
    built(load, "15_screen", "20_core", "30_compare", "35_screen")
    assert shown(load, "reconciliation", "recomputed published schools rounding verdict")[1:] == [
        ["47.333", "48", "2", "1", "agrees"]
    ]


def test_a_balance_may_pass_what_it_is_a_share_of(load):
    figures(load, "extract_id | source_row | urn | period | value | raw\n2 | 2 | 900001 | 2018/19 | -12 | -12",
            indicator="fin_close_pct_income", source_column="Balance")  # fmt: skip
    assert found(load, "range") == []


def test_an_excerpt_misses_no_schools_and_a_sixth_form_is_no_surprise(load):
    schools = "\n".join(
        f"3 | {place} | 9000{place:02d} | 330 | S{place} | Secondary | Community school | Open | 90"
        for place in range(2, 8)
    )
    given(
        load,
        "staged_school",
        f"extract_id | source_row | urn | la_code | name | phase_raw | school_type | status_raw | precedence\n{schools}",
    )
    figures(
        load,
        "extract_id | source_row | urn | period | value\n2 | 2 | 900002 | 2018/19 | 45",
        indicator="ks4_a8",
    )
    built(load, "15_screen", "20_core", "30_compare", "35_screen")
    assert shown(load, "case_missing", "urn")[1:] == []
    more = "\n".join(f"2 | {place} | 9000{place:02d} | 2018/19 | 45" for place in range(3, 7))
    figures(load, f"extract_id | source_row | urn | period | value\n{more}", indicator="ks4_a8")
    built(load, "15_screen", "20_core", "30_compare", "35_screen")
    assert shown(load, "case_missing", "urn")[1:] == [["900007"]]
    load.execute("update staged_meaning set indicator = 'ks5_alev_aps'")
    built(load, "15_screen", "20_core", "30_compare", "35_screen")
    assert shown(load, "case_extra", "urn")[1:] == []
