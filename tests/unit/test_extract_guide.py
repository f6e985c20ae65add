"""Are guides told from data by what they hold, whatever they are called and however they look?"""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from eif.extracts import ExtractError, ExtractFile, create_staging, recognise, stage_files
from eif.extracts.guide import is_guide

METHODOLOGY = """Progress measure (new)
"From this year, we limit how negative a score can be, so that a few pupils do not weigh too much. "
"We do this by a minimum score, set for each of 18 groups, in 2018/19 and after."

Reformed qualifications
"New courses were taught from September, with first examinations two years later."
"Grades run from 9 to 1; see our guidance, which is on the website, for what counts, and when."
"""
READ_ME = "# Files\n\n| folder | what |\n|---|---|\n" + "| a | one thing, two things, not numbers |\n" * 6


def refusal(path: Path) -> str:
    with pytest.raises(ExtractError) as told:
        recognise(path)
    return str(told.value)


@pytest.mark.parametrize("text", [METHODOLOGY, READ_ME, METHODOLOGY.replace('"', "")])
@pytest.mark.parametrize("name", ["ks4_meta_methodology.csv", "README.md", "data-guidance.txt"])
def test_text_without_numbers_is_kept_as_a_guide(con, tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    create_staging(con)
    (outcome,) = stage_files(con, [ExtractFile(path)], loaded_by="the tests")
    assert (outcome.accepted, outcome.layout) == (True, "guide")
    assert outcome.message.endswith("; metadata: it tells about data and holds no figures.")
    rows, kind = con.execute("select rows_in, kind from staged_extract").fetchone()
    assert (rows, kind) == (sum(bool(line.strip()) for line in text.splitlines()), "documentation")
    assert con.execute("select sum(value_cells) from cell_ledger").fetchone() == (rows,)


def test_a_workbook_of_abbreviations_is_a_guide(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for record in (
        ["Abbreviations used", None],
        *[[f"A{place}X", "Academy of a kind"] for place in range(20)],
    ):
        book.active.append(record)
    book.save(tmp_path / "abbreviations.xlsx")
    found = recognise(tmp_path / "abbreviations.xlsx")
    assert found.layout.id == "guide"
    assert len(found.table.source_row) == 21


def test_a_table_that_no_layout_fits_is_still_refused(tmp_path: Path) -> None:
    path = tmp_path / "README.csv"
    path.write_text("Code,Thing,Figure\n" + "A1,some words,12.5\n" * 30, encoding="utf-8")
    assert refusal(path).startswith("No layout has")


def test_a_few_words_and_damaged_text_are_no_guide(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("hello,world\nyes,no\n", encoding="utf-8")
    assert refusal(path).startswith("No layout has")
    path.write_text(METHODOLOGY + "\x01", encoding="utf-8")
    assert refusal(path).startswith("No layout has")


@pytest.mark.parametrize(("numbers", "guide"), [(0, True), (1, True), (2, True), (3, False), (100, False)])
def test_fewer_than_one_cell_in_a_hundred_is_a_number(numbers: int, guide: bool) -> None:
    assert is_guide(["word"] * 250 + ["£1,204"] * numbers) is guide


def test_a_table_with_one_official_column_is_data_that_nobody_recognised(con, tmp_path: Path) -> None:
    path = tmp_path / "roles.csv"
    path.write_text("URN,Role,Body\n" + "one hundred,Chair,Board\n" * 20, encoding="utf-8")
    create_staging(con)
    (outcome,) = stage_files(con, [ExtractFile(path, path.name, None)], loaded_by="t")
    assert not outcome.accepted
    assert "The nearest is" in outcome.message


def test_one_endless_line_is_no_guide(con, tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text(",".join(f"c{place}" for place in range(20_000)), encoding="utf-8")
    create_staging(con)
    (outcome,) = stage_files(con, [ExtractFile(path, path.name, None)], loaded_by="t")
    assert not outcome.accepted
