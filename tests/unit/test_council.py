"""Do the template, its guide, the dictionary and the reading of a council return all say the same?"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from click.testing import CliRunner

from eif.cli import cli
from eif.config import ROOT
from eif.council import School, write_template, write_templates
from eif.council.document import PAGE, describe_datasets
from eif.extracts import ExtractError, ExtractFile, FileOutcome, create_staging, recognise, stage_files
from eif.extracts.dataset import RETURNED, Column, Dataset
from eif.extracts.dataset_tables import asked
from eif.warehouse import current_release
from eif.warehouse.publish import open_release
from tests.conftest import settings_for
from tests.fixtures.tiny import load_files, write_absence

DATASETS = {layout.id: (layout, dataset) for layout, dataset in asked()}
TODAY = date(2026, 11, 22)
Load = Callable[..., FileOutcome]


@pytest.fixture
def load(con: duckdb.DuckDBPyConnection) -> Load:
    """Stage one file; it must be accepted."""
    create_staging(con)

    def run(path: Path) -> FileOutcome:
        (outcome,) = stage_files(con, [ExtractFile(path)], loaded_by="test")
        assert outcome.accepted, outcome.message
        return outcome

    return run


def write_csv(path: Path, dataset: Dataset, rows: Sequence[Mapping[str, str]]) -> Path:
    """A CSV of the dataset; cells that a row does not give say what the example says."""
    columns = (*dataset.lead, *dataset.columns)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(dataset.header)
        for number, row in enumerate(rows, start=900001):
            given = {column.name: column.example for column in columns} | dict(row)
            writer.writerow([str(number), "Larkrise", *(given[column.name] for column in columns)])
    return path


def as_typed(column: Column) -> Any:
    """The example as a spreadsheet holds it: a number, a date or a text."""
    if column.example == "":
        return None
    if column.type == "date":
        return datetime.strptime(column.example, "%d/%m/%Y")
    return float(column.example) if column.type in ("count", "number", "percent", "money") else column.example


def facts(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[Any, str, str | None]]:
    rows = con.execute("select item, text, number, day, status, problem from staged_fact").fetchall()
    return {
        item: (next((each for each in (text, number, day) if each is not None), None), status, problem)
        for item, text, number, day, status, problem in rows
    }


@pytest.mark.parametrize("name", DATASETS)
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_template_filled_in_comes_back_as_the_same_facts(
    con: duckdb.DuckDBPyConnection, load: Load, tmp_path: Path, name: str, form: str
) -> None:
    layout, dataset = DATASETS[name]
    path = tmp_path / f"return.{form}"
    if form == "csv":
        write_csv(path, dataset, [{}])
    else:
        write_template(layout, path, today=TODAY)
        book = openpyxl.load_workbook(path)
        sheet = book["Data"]
        sheet["A2"], sheet["B2"] = "900001", "Larkrise"
        for place, column in enumerate((*dataset.lead, *dataset.columns), start=3):
            sheet.cell(2, place).value = as_typed(column)
        book.save(path)
    outcome = load(path)
    assert outcome.rows_in == 1
    assert outcome.cells == outcome.value_cells + sum(outcome.missing.values()) + outcome.rejected_cells
    assert outcome.rejected_cells == 0
    wanted = {column.item: as_typed(column) for column in dataset.items}
    found = facts(con)
    assert {item: fact[0] for item, fact in found.items()} == {
        item: value.date() if isinstance(value, datetime) else value for item, value in wanted.items()
    }
    assert {fact[1] for fact in found.values()} <= {"value", "blank"}
    meant = {(each.indicator, each.pupil_group) for each in layout.mapped}
    valued = con.execute("select indicator, pupil_group from staged_value where status = 'value'").fetchall()
    assert set(valued) == meant


def test_shares_and_rates_are_worked_out_from_counts(
    con: duckdb.DuckDBPyConnection, load: Load, tmp_path: Path
) -> None:
    dataset = DATASETS["council_timetables"][1]
    nobody = {
        "Pupils on a part-time timetable": "0",
        "Of these, pupils with SEN": "0",
        "Of these, review overdue": "0",
    }
    load(write_csv(tmp_path / "t.csv", dataset, [{}, nobody]))
    rows = con.execute(
        """select urn, indicator, period, round(value, 3), numerator, denominator, status, raw
        from staged_value where indicator in ('pttt_per1000', 'pttt_sen_share') order by all"""
    ).fetchall()
    assert rows == [
        ("900001", "pttt_per1000", "2026-10-01", 9.709, 4, 412, "value", "4 ÷ 412"),
        ("900001", "pttt_sen_share", "2026-10-01", 75, 3, 4, "value", "3 ÷ 4"),
        ("900002", "pttt_per1000", "2026-10-01", 0, 0, 412, "value", "0 ÷ 412"),
        ("900002", "pttt_sen_share", "2026-10-01", None, 0, 0, "not applicable", "0 ÷ 0"),
    ]


@pytest.mark.parametrize(
    ("name", "column", "said", "to_do"),
    [
        ("council_send", "Ordinarily Available Guidance", "embeded", "Write one of: embedded, implemented"),
        ("council_send", "Identification of SEN queried", "maybe", "Write one of: Yes, No."),
        ("council_send", RETURNED, "13/25/2026", "Write a date as day/month/year"),
        ("council_send", RETURNED, "10/09/26", "Write a date as day/month/year"),
        ("council_send", RETURNED, "01/01/1900", "Check the year"),
        ("council_send", "Annual reviews due", "six", "Write a number in figures"),
        ("council_send", "Annual reviews due", "5.5", "Write a whole number."),
        ("council_send", "Annual reviews due", "-1", "Write 0 or more."),
        ("council_send", "Annual reviews due", "1,20", "Write a number in figures"),
        (
            "council_send",
            "Annual reviews held in time",
            "7",
            "more than Annual reviews due, which is 6.",
        ),
        ("council_parent_view", "Would recommend the school", "0.87", "53 for 53%"),
        ("council_parent_view", "Would recommend the school", "1", "53 for 53%"),
        ("council_parent_view", "Would recommend the school", "870", "100 or less"),
        ("council_districts", "Network", "led by head@larkrise.example", "may identify a person"),
        ("council_budget_outturn", "Income", "2.35m", "Write a number in figures"),
        ("council_budget_outturn", RETURNED, "", None),
    ],
)
def test_a_cell_that_breaks_a_rule_is_set_aside_with_what_to_do(
    con: duckdb.DuckDBPyConnection,
    load: Load,
    tmp_path: Path,
    name: str,
    column: str,
    said: str,
    to_do: str | None,
) -> None:
    dataset = DATASETS[name][1]
    outcome = load(write_csv(tmp_path / "r.csv", dataset, [{column: said}]))
    item = next(each.item for each in dataset.items if each.name == column)
    value, status, problem = facts(con)[item]
    assert value is None
    assert (status, outcome.rejected_cells) == (("bad", 1) if to_do else ("blank", 0))
    assert (to_do or "Fill in this cell.") in (problem or "")
    assert outcome.cells == outcome.value_cells + sum(outcome.missing.values()) + outcome.rejected_cells


def test_money_and_words_are_read_however_people_write_them(
    con: duckdb.DuckDBPyConnection, load: Load, tmp_path: Path
) -> None:
    dataset = DATASETS["council_budget_outturn"][1]
    given = {"Income": "£2,350,000.50", "Closing balance": "-£61,000", "Last internal audit": " Reasonable "}
    load(write_csv(tmp_path / "m.csv", dataset, [given]))
    found = facts(con)
    assert [found[item][0] for item in ("fin_income", "fin_close_bal", "audit_opinion")] == [
        2350000.5, -61000, "reasonable",
    ]  # fmt: skip


def test_answers_that_cannot_be_given_are_kept_apart_from_blanks(
    con: duckdb.DuckDBPyConnection, load: Load, tmp_path: Path
) -> None:
    dataset = DATASETS["council_staffing"][1]
    given = {"First headship": "not known", "Head in post since": "n/a", "Grievances raised by leavers": ""}
    outcome = load(write_csv(tmp_path / "s.csv", dataset, [given]))
    found = facts(con)
    items = ("ht_new_to_headship", "ht_since", "exit_grievances")
    assert [found[item][1] for item in items] == ["not available", "not applicable", "blank"]
    assert outcome.missing == {"not known": 1, "n/a": 1, "": 1}


def test_a_figure_that_needs_agreement_is_kept_only_with_it(
    con: duckdb.DuckDBPyConnection, load: Load, tmp_path: Path
) -> None:
    dataset = DATASETS["council_abie"][1]
    load(write_csv(tmp_path / "a.csv", dataset, [{"School agrees to share it": "No"}]))
    found = facts(con)
    assert found["abs_abie"][:2] == (None, "bad")
    assert con.execute("select value, status from staged_value").fetchall() == [(None, "bad")]


def test_small_numbers_of_people_are_marked(
    con: duckdb.DuckDBPyConnection, load: Load, tmp_path: Path
) -> None:
    dataset = DATASETS["council_peps"][1]
    load(
        write_csv(
            tmp_path / "p.csv",
            dataset,
            [{"Looked-after pupils": "6", "Plans due": "5", "Plans judged good": "0"}],
        )
    )
    small = dict(con.execute("select item, small from staged_fact").fetchall())
    assert [small[item] for item in ("cla_n", "pep_due", "pep_good")] == [False, True, False]


def test_a_column_that_nobody_asked_for_refuses_the_file(tmp_path: Path) -> None:
    layout, dataset = DATASETS["council_timetables"]
    path = write_csv(tmp_path / "t.csv", dataset, [{}])
    head, row = path.read_text(encoding="utf-8").splitlines()
    path.write_text(f"{head},Pupil name\n{row},A. Nother\n", encoding="utf-8")
    with pytest.raises(ExtractError, match="it has 'Pupil name', which is not asked for"):
        recognise(path)
    path.write_text(f"{head},\n{row},\n", encoding="utf-8")
    assert recognise(path).layout == layout


def test_rows_that_a_template_came_with_and_nobody_filled_in_are_left_out(
    con: duckdb.DuckDBPyConnection, load: Load, tmp_path: Path
) -> None:
    layout, dataset = DATASETS["council_complaints"]
    schools = [School(f"90000{n}", f"School {n}", "primary", "maintained") for n in (1, 2, 3)]
    write_template(layout, tmp_path / "c.xlsx", schools, today=TODAY)
    book = openpyxl.load_workbook(tmp_path / "c.xlsx")
    for place, column in enumerate((*dataset.lead, *dataset.columns), start=3):
        book["Data"].cell(3, place).value = as_typed(column)
    book.save(tmp_path / "c.xlsx")
    outcome = load(tmp_path / "c.xlsx")
    assert (outcome.rows_in, outcome.rows_rejected) == (3, 0)
    assert con.execute("select distinct urn, period from staged_fact").fetchall() == [
        ("900002", "2026/27 autumn")
    ]
    assert con.execute("select reason, rows from left_out_row").fetchall() == [("not filled in", 2)]


@pytest.mark.parametrize(
    ("name", "change"),
    [("council_badges", {"Badge": "Trauma Informed"}), ("council_complaints", {"Term": "2025/26 summer"})],
)
def test_a_record_that_stands_twice_refuses_the_file(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, name: str, change: dict[str, str]
) -> None:
    dataset = DATASETS[name][1]
    create_staging(con)

    def load_two(second: dict[str, str]) -> FileOutcome:
        path = write_csv(tmp_path / f"{len(second)}.csv", dataset, [{}, second])
        path.write_text(path.read_text(encoding="utf-8").replace("900002", "900001"), encoding="utf-8")
        (outcome,) = stage_files(con, [ExtractFile(path)], loaded_by="test")
        return outcome

    assert load_two(change).accepted
    refused = load_two({})
    assert not refused.accepted
    assert "more than once" in refused.message
    assert "records 2, 3" in refused.message


def test_a_template_names_the_schools_that_owe_it_and_runs_no_formula(tmp_path: Path) -> None:
    schools = [
        School("900001", "=HYPERLINK(0)", "primary", "maintained"),
        School("900002", "Academy", "primary", "academy"),
        School("900003", "Nursery", "nursery", "maintained"),
    ]
    write_templates(tmp_path, schools, today=TODAY)
    prefilled = {}
    for name in DATASETS:
        sheet = openpyxl.load_workbook(tmp_path / f"{name}.xlsx")["Data"]
        cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} <= {"s"}
        assert sheet.freeze_panes == "C2"
        prefilled[name] = {cell.value for cell in cells if cell.column == 1}
    assert prefilled["council_governance"] == {"900001", "900003"}
    assert prefilled["council_timetables"] == {"900001", "900002"}
    assert prefilled["council_badges"] == set()


@pytest.mark.parametrize("name", DATASETS)
def test_a_template_offers_the_words_that_the_reading_accepts(tmp_path: Path, name: str) -> None:
    layout, dataset = DATASETS[name]
    write_template(layout, tmp_path / "t.xlsx", today=TODAY)
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    sheet = book["Data"]
    assert tuple(cell.value for cell in sheet[1]) == dataset.header
    lists = {rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    for column in dataset.columns:
        if column.choices:
            assert f'"{",".join(column.choices)}"' in lists
            assert not any("," in choice for choice in column.choices)
    assert all(len(each) < 256 for each in lists)
    told = {cell.value for row in book["Guide"].iter_rows() for cell in row}
    assert {column.name for column in dataset.columns} <= told


@pytest.mark.parametrize("name", DATASETS)
def test_a_dataset_points_at_descriptors_and_indicators_that_there_are(name: str) -> None:
    layout, dataset = DATASETS[name]
    with (ROOT / "data/framework/2026-02/descriptors.csv").open(encoding="utf-8") as handle:
        descriptors = {row["descriptor"] for row in csv.DictReader(handle)}
    assert set(dataset.descriptors) <= descriptors
    numbers = {each.column for each in layout.mapped}
    assert numbers <= {column.name for column in dataset.columns}
    assert all(each.per for each in layout.mapped if each.part == "numerator")


def test_no_item_means_two_things() -> None:
    items: dict[str, str] = {}
    for layout, dataset in DATASETS.values():
        for column in dataset.columns:
            assert items.setdefault(column.item, layout.id) == layout.id


def test_the_dictionary_is_written_from_the_definitions() -> None:
    assert PAGE.read_text(encoding="utf-8") == describe_datasets()


def test_the_command_writes_a_workbook_for_each_dataset(tmp_path: Path) -> None:
    result = CliRunner(env={"EIF_HOME": str(tmp_path / "home")}).invoke(
        cli, ["templates", str(tmp_path / "out")]
    )
    assert result.exit_code == 0, result.output
    assert {path.stem for path in (tmp_path / "out").glob("*.xlsx")} == set(DATASETS)


def test_the_next_rounds_file_may_have_the_same_name_and_takes_no_ones_place(tmp_path: Path) -> None:
    dataset = DATASETS["council_timetables"][1]
    settings = settings_for(tmp_path / "home")
    register = write_absence(tmp_path, {"103456": "4.5"})
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "timetables.csv"

    def kept() -> list[tuple[Any, ...]]:
        with open_release(current_release(settings) or tmp_path) as con:
            return con.execute("""
                select period, number, is_best, is_current from school_fact
                where item = 'pttt_n' order by all
            """).fetchall()

    for given in ({}, {"As at": "02/11/2026"}, {"As at": "02/11/2026", "Of these, review overdue": "2"}):
        write_csv(path, dataset, [given])
        path.write_text(path.read_text(encoding="utf-8").replace("900001", "103456"), encoding="utf-8")
        assert load_files(settings, register, path).release
    assert kept() == [("2026-10-01", 4, True, False), ("2026-11-02", 4, True, True)]
