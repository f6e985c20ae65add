"""A framework version goes out as a workbook and comes back the same, or is refused with row and reason."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from eif.framework import FOLDER, Framework, read_framework
from eif.framework.versions import kept_versions, save_draft
from eif.framework.workbook import MOST_BYTES, WorkbookError, read_workbook
from eif.outputs.framework_book import write_framework_book


@pytest.fixture(scope="module")
def framework() -> Framework:
    return read_framework(FOLDER / "2026-02")


@pytest.fixture(scope="module")
def exported(framework: Framework) -> bytes:
    return write_framework_book(framework)


def edited(content: bytes, edit: Callable[[Any], None]) -> bytes:
    """The workbook after somebody changed it in Excel."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    edit(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cell(book: Any, sheet: str, key: str, column: str) -> Any:
    """The cell of `column` in the row that begins with `key`."""
    rows = list(book[sheet].iter_rows())
    header = next(row for row in rows if column in [each.value for each in row])
    at = [each.value for each in header].index(column)
    return next(row[at] for row in rows if row[0].value == key)


def set_cell(sheet: str, key: str, column: str, value: object) -> Callable[[Any], None]:
    def edit(book: Any) -> None:
        cell(book, sheet, key, column).value = value

    return edit


def faults(content: bytes, **options: Any) -> list[str]:
    with pytest.raises(WorkbookError) as refused:
        read_workbook(content, **options)
    return [str(fault) for fault in refused.value.faults]


def test_what_goes_out_comes_back_the_same(framework: Framework, exported: bytes) -> None:
    assert read_workbook(exported) == framework
    again = edited(exported, lambda book: None)
    assert read_workbook(again) == framework


def test_a_draft_that_is_kept_reads_as_it_was_given(
    framework: Framework, exported: bytes, tmp_path: Path
) -> None:
    def rename(book: Any) -> None:
        cell(book, "framework", "version", "value").value = "2027-02"
        cell(book, "framework", "valid_from", "value").value = date(2027, 2, 1)
        cell(book, "framework", "title", "value").value = 'A "draft" with a \\ and a line\nbreak'

    draft = read_workbook(edited(exported, rename))
    path = save_draft(draft, tmp_path, kept_versions([FOLDER]))
    assert path == tmp_path / "2027-02"
    assert read_framework(path) == draft
    assert draft.rows == framework.rows
    assert [each.version for each in kept_versions([FOLDER, tmp_path])] == ["2026-02", "2027-02"]
    assert [each.name for each in tmp_path.iterdir()] == ["2027-02"]


def test_a_draft_may_not_replace_or_overlap_a_version_that_is_here(
    framework: Framework, tmp_path: Path
) -> None:
    with pytest.raises(WorkbookError) as refused:
        save_draft(framework, tmp_path, kept_versions([FOLDER]))
    assert [str(fault) for fault in refused.value.faults] == [
        "Sheet framework: version 2026-02 is already here. Give the draft a name of its own."
    ]
    other = Framework(about=("2027-02", *framework.about[1:]), rows=framework.rows)
    with pytest.raises(WorkbookError, match="both hold on 2026-02-01"):
        save_draft(other, tmp_path, kept_versions([FOLDER]))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../2027", "2027/02", "a", "Ö", "2027 02", ".hidden", "x" * 41, ""])
def test_a_version_has_a_name_that_is_safe_as_a_folder(
    framework: Framework, tmp_path: Path, name: str
) -> None:
    odd = Framework(about=(name, "t", date(2030, 1, 1), "p"), rows=framework.rows)
    with pytest.raises(WorkbookError, match="version must be"):
        save_draft(odd, tmp_path / "frameworks", ())
    assert list(tmp_path.iterdir()) == []


def test_a_cell_of_the_wrong_kind_is_told_by_sheet_row_and_reason(exported: bytes) -> None:
    def spoil(book: Any) -> None:
        cell(book, "thresholds", "overall.min_areas", "value").value = "many"
        cell(book, "area_rules", "finance", "key_area").value = "perhaps"

    rows = {}
    book = openpyxl.load_workbook(io.BytesIO(exported))
    for sheet, key in (("thresholds", "overall.min_areas"), ("area_rules", "finance")):
        rows[sheet] = cell(book, sheet, key, book[sheet].cell(row=3, column=1).value).row
    assert faults(edited(exported, spoil)) == [
        f"Sheet thresholds, row {rows['thresholds']}: value is 'many'. Write a number.",
        f"Sheet area_rules, row {rows['area_rules']}: key_area is 'perhaps'. Write yes or no.",
    ]


def test_a_reference_that_leads_nowhere_is_told_by_sheet_and_row(exported: bytes) -> None:
    spoiled = edited(exported, set_cell("rules", "attendance_absence_national", "established", "4.E99"))
    (fault,) = faults(spoiled)
    assert fault.startswith("Sheet rules, row ")
    assert "rule attendance_absence_national cites descriptor '4.E99'" in fault


def test_an_indicator_nobody_knows_is_told_by_sheet_and_row(framework: Framework, exported: bytes) -> None:
    rules = framework.rows["rule"]
    known = {row["indicator"] for row in rules} | {part for row in rules for part in row["parts"] or []}
    answers = {item: [] for row in rules for item in row["items"] or []}
    assert read_workbook(exported, known, answers) == framework
    spoiled = edited(exported, set_cell("rules", "attendance_absence_national", "indicator", "abs_moon"))
    (fault,) = faults(spoiled, indicators=known, answers=answers)
    assert fault.startswith("Sheet rules, row ")
    assert "rule attendance_absence_national reads indicator 'abs_moon'" in fault


def test_a_threshold_out_of_range_is_told_by_sheet_and_row(exported: bytes) -> None:
    spoiled = edited(exported, set_cell("thresholds", "confidence.high_share", "value", 130))
    (fault,) = faults(spoiled)
    assert fault.startswith("Sheet thresholds, row ")
    assert "confidence.high_share is 130" in fault


def test_a_word_that_a_choice_does_not_allow_is_told_by_sheet_and_row(exported: bytes) -> None:
    (fault,) = faults(edited(exported, set_cell("choices", "standing", "word", "deciles")))
    assert fault.startswith("Sheet choices, row ")
    assert fault.endswith("standing is 'deciles'. Use one of: bands, quintiles.")


def test_a_workbook_of_earlier_days_chooses_the_usual_ways(exported: bytes) -> None:
    def older(book: Any) -> None:
        del book["choices"]

    (choice,) = read_workbook(edited(exported, older)).rows["choice"]
    assert (choice["choice"], choice["word"]) == ("standing", "bands")


def test_a_row_given_twice_is_told(exported: bytes) -> None:
    def twice(book: Any) -> None:
        sheet = book["tiers"]
        sheet.append([each.value for each in list(sheet.iter_rows())[-1]])

    (fault,) = faults(edited(exported, twice))
    assert fault.startswith("Sheet tiers, row ")
    assert fault.endswith("Keep one.")


def test_a_missing_sheet_column_or_version_is_told(exported: bytes) -> None:
    def spoil(book: Any) -> None:
        del book["triggers"]
        book["tiers"].cell(row=3, column=1).value = "sort"
        cell(book, "framework", "version", "value").value = None
        cell(book, "framework", "valid_from", "value").value = "next year"

    assert [text.partition(":")[0] for text in faults(edited(exported, spoil))] == [
        "Sheet framework, row 4",
        "Sheet framework, row 6",
        "Sheet tiers",
        "Sheet triggers",
    ]


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 broken"])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    assert faults(content)[0].startswith("Sheet all: The workbook cannot be opened")


def test_a_file_too_large_to_be_a_framework_is_refused() -> None:
    assert faults(b"x" * (MOST_BYTES + 1)) == ["Sheet all: The file is larger than 5 MB."]


def test_a_text_like_a_formula_stays_a_text(framework: Framework) -> None:
    rows = {**framework.rows, "area": [dict(row) for row in framework.rows["area"]]}
    rows["area"][0]["title"] = "=1+1"
    odd = Framework(about=framework.about, rows=rows)
    assert read_workbook(write_framework_book(odd)).rows["area"][0]["title"] == "=1+1"
