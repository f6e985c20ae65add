"""What do Ofsted's three kinds of file leave in the staging table, and what is refused or counted?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from eif.extracts import ExtractFile, FileOutcome, create_staging, recognise, stage_files
from eif.extracts.events import read_events
from tests.fixtures.extracts import FOLDER

AUGUST_2024, JUNE_2025, FEBRUARY_2026 = (
    FOLDER / f"ofsted_{month}.csv" for month in ("2024-08", "2025-06", "2026-02")
)


def stage(con: duckdb.DuckDBPyConnection, *paths: Path) -> list[FileOutcome]:
    create_staging(con)
    return stage_files(con, [ExtractFile(path) for path in paths], loaded_by="test")


def listed(con: duckdb.DuckDBPyConnection, columns: str, where: str) -> Sequence[tuple[Any, ...]]:
    return con.execute(f"select {columns} from staged_inspection where {where} order by all").fetchall()


def changed(path: Path, into: Path, old: str, new: str) -> Path:
    """A copy of a fixture with one text replaced, in its own encoding."""
    text = path.read_bytes().decode("cp1252")
    assert old in text
    into.write_bytes(text.replace(old, new).encode("cp1252"))
    return into


def test_a_row_lists_its_graded_its_previous_and_its_ungraded_inspection(con: duckdb.DuckDBPyConnection):
    stage(con, AUGUST_2024)
    columns = "kind, inspection_date::varchar, inspected_urn, own, count(*)"
    assert listed(con, columns, "urn = '900003' group by all") == [
        ("graded", "2017-02-08", "900000", False, 2),
        ("ungraded", "2022-09-21", "900003", True, 1),
    ]
    overall = "urn = '900001' and judgement = 'overall_effectiveness'"
    assert listed(con, "inspection_date::varchar, raw, source_column", overall) == [
        ("2018-06-05", "2", "Previous graded inspection overall effectiveness"),
        ("2024-03-12", "3", "Overall effectiveness"),
    ]


def test_an_inspection_without_an_overall_grade_keeps_the_words_that_say_so(con: duckdb.DuckDBPyConnection):
    stage(con, JUNE_2025)
    assert listed(con, "judgement, raw", "urn = '900003' and inspection_date = '2025-01-21'") == [
        ("behaviour_attitudes", "3"),
        ("leadership_management", "4"),
        ("overall_effectiveness", "Not judged"),
        ("personal_development", "3"),
        ("quality_of_education", "4"),
        ("safeguarding", "No"),
        ("sixth_form", "3"),
    ]


def test_the_same_column_is_the_report_card_in_the_files_from_november_2025(con: duckdb.DuckDBPyConnection):
    stage(con, FEBRUARY_2026)
    assert listed(
        con, "kind, source_column, raw, graded_on::varchar", "urn = '900001' and raw like 'N%'"
    ) == [
        ("report card", "Attendance and behaviour", "Needs attention", "2026-01-20"),
        ("report card", "Post-16 provision (where applicable)", "Not applicable", "2026-01-13"),
    ]
    assert listed(con, "source_column, raw", "urn = '900003' and judgement = 'safeguarding'") == [
        ("Latest OEIF  safeguarding is effective?", "No")
    ]


def test_lines_above_the_header_are_passed_over_and_rows_keep_their_numbers(con: duckdb.DuckDBPyConnection):
    (outcome,) = stage(con, FEBRUARY_2026)
    assert outcome.rows_in == 3
    assert listed(con, "distinct urn, source_row", "true") == [("900001", 4), ("900003", 5), ("900004", 6)]


def test_every_cell_is_a_value_or_null_and_none_is_lost(con: duckdb.DuckDBPyConnection):
    for outcome in stage(con, AUGUST_2024, JUNE_2025, FEBRUARY_2026):
        assert outcome.cells == outcome.value_cells + sum(outcome.missing.values()) + outcome.rejected_cells
        assert outcome.missing["NULL"] > 0
        assert outcome.rejected_cells == 0


def test_a_date_that_cannot_be_read_is_a_rejected_cell_and_its_inspection_is_not_listed(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
):
    (outcome,) = stage(con, changed(AUGUST_2024, tmp_path / "x.csv", "12/03/2024", "13/13/2024"))
    assert outcome.accepted
    assert outcome.rejected_cells == 1
    assert con.execute(
        "select column_name, rejected_cells from cell_ledger where rejected_cells > 0"
    ).fetchall() == [("Inspection start date", 1)]
    assert listed(con, "distinct inspection_date::varchar", "urn = '900001'") == [("2018-06-05",)]


def test_a_file_that_lists_a_school_twice_is_refused(con: duckdb.DuckDBPyConnection, tmp_path: Path):
    (outcome,) = stage(con, changed(AUGUST_2024, tmp_path / "x.csv", ",900003,3304002", ",900001,3304002"))
    assert not outcome.accepted
    assert "URN 900001 stands more than once" in outcome.message


def test_a_file_without_its_judgements_is_refused_by_name_of_the_column(tmp_path: Path):
    path = changed(AUGUST_2024, tmp_path / "x.csv", "Effectiveness of leadership", "Quality of leadership")
    with pytest.raises(Exception, match="it lacks 'Effectiveness of leadership and management'"):
        recognise(path)


def test_a_preamble_does_not_make_a_layout_of_any_file(tmp_path: Path):
    path = tmp_path / "x.csv"
    path.write_text("A title\nURN,Something\n900001,1\n", encoding="utf-8")
    with pytest.raises(Exception, match="No layout has"):
        recognise(path)


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "visit", "date": "x"}, {"kind": "graded"}, {"kind": "graded", "date": "x", "grade": "y"}],
)
def test_an_event_that_the_program_does_not_know_is_refused(wrong: dict[str, Any]):
    with pytest.raises(ValueError, match="event"):
        read_events([{"judgement": {"a": "b"}, **wrong}])
