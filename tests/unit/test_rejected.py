"""What was set aside leaves the app row by row, with the reason, and runs in no spreadsheet."""

from __future__ import annotations

import csv
import io

import openpyxl

from eif.outputs.rejected import COLUMNS, write_csv, write_workbook

ROWS = [
    ["2018-2019/abs.csv", "set_aside", "NOTE", 7, None, None, None, None, None, None, "no URN", "=1+1,4.0"],
    ["2018-2019/abs.csv", "jump", "NOTE", 9, "900001", "@Ash", "2018/19", "abs", "-4", "+9", "Ash: 9", None],
]


def test_the_workbook_holds_each_row_as_text_and_no_formula() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write_workbook(ROWS)))["Findings"]
    table = list(sheet.iter_rows(min_row=4))
    assert [cell.value for cell in table[0]] == list(COLUMNS)
    assert [[cell.value or None for cell in row] for row in table[1:]] == ROWS
    assert {cell.data_type for row in table for cell in row} <= {"s", "n"}


def test_in_csv_no_cell_begins_as_a_formula() -> None:
    text = write_csv(ROWS).decode("utf-8-sig")
    header, first, second = csv.reader(io.StringIO(text))
    assert header == list(COLUMNS)
    assert (first[-2], first[-1]) == ("no URN", "'=1+1,4.0")
    assert (second[5], second[8], second[9]) == ("'@Ash", "'-4", "'+9")
    assert second[4] == "900001"


def test_an_empty_list_says_so() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write_workbook([])))["Findings"]
    assert sheet["A5"].value == "Nothing was set aside or found"
