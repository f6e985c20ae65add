"""The workbook says what the screen says, and can be read by people, by Excel and by a screen reader."""

from __future__ import annotations

import io
from datetime import date, datetime
from zipfile import ZipFile

import pytest
from given_grid import NO_EVIDENCE, grid, school
from openpyxl import Workbook, load_workbook

from eif.outputs.excel import About, write_grid
from eif.outputs.grid import Cell, GridFilter, file_name, narrow, sentence

ABOUT = About(
    sentence="All 2 open state-funded schools, most concern first.",
    as_at=date(2026, 11, 22),
    release="20261122T051000Z-abc",
    published_at=datetime(2026, 11, 22, 5, 10),
    framework="Education Improvement Framework, February 2026",
    thresholds="proposed: not agreed by the council",
    marking="OFFICIAL",
    source="3 extracts of the Department for Education's published files",
    neighbours="Statistical neighbours, May 2025",
    link="http://localhost/schools",
)
TRAP = '=HYPERLINK("http://example.org","Click")'
RED = Cell("red", "3 of 14", "Absence very high.")
TWO = grid(
    school("900002", TRAP, category="Causing Concern", reds=1, tier=3, days=6.0, cells=(RED, NO_EVIDENCE)),
    school("900001", "Oak\x07 Primary", pupils=None, tier=None, days=None, category="Not enough evidence"),
)


SAID = {
    "900002": ["=1+1 of 412 pupils.", "Overall absence 6.1%."],
    "900009": ["Of a school not in the list."],
}


@pytest.fixture(scope="module")
def book() -> Workbook:
    return load_workbook(io.BytesIO(write_grid(TWO, ABOUT, SAID)))


def table_of(book: Workbook, name: str) -> list[dict[str, object]]:
    """The one table of a sheet, a row per line, by its header."""
    sheet = book[name]
    (table,) = sheet.tables.values()
    header, *lines = [[cell.value for cell in row] for row in sheet[table.ref]]
    return [dict(zip(header, line, strict=True)) for line in lines]


def test_a_school_called_like_a_formula_is_text(book: Workbook) -> None:
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert TRAP in [cell.value for cell in cells]


@pytest.mark.parametrize("name", ["+1", "-1", "@SUM(A1)", "\t=1+1", "=1+1|cmd"])
def test_no_text_can_become_a_formula(name: str) -> None:
    made = load_workbook(io.BytesIO(write_grid(grid(school(name, name, constituency=name)), ABOUT, {})))
    assert all(cell.data_type != "f" for row in made["Schools"].iter_rows() for cell in row)


def test_a_control_character_is_left_out(book: Workbook) -> None:
    assert table_of(book, "Schools")[1]["School"] == "Oak Primary"


def test_rows_order_words_and_coverage_are_those_of_the_grid(book: Workbook) -> None:
    lines = table_of(book, "Schools")
    assert [line["URN"] for line in lines] == [row.urn for row in TWO.rows]
    assert lines[0]["Attendance, exclusions"] == "Red"
    assert lines[0]["Attendance, exclusions: descriptors evidenced"] == "3 of 14"
    assert lines[0]["Finance"] == "No evidence"
    assert lines[0]["Indicated by data"] == "Causing Concern"


def test_numbers_are_numbers_dates_are_dates_and_urns_are_text(book: Workbook) -> None:
    first, second = table_of(book, "Schools")
    assert (first["Pupils"], first["Tier"], first["Days of the tier"]) == (210, 3, 6)
    assert (second["Pupils"], second["Days of the tier"]) == ("not known", "no tier")
    assert isinstance(first["URN"], str)
    about = {line["Item"]: line["Detail"] for line in table_of(book, "About")}
    assert about["As at"] == datetime(2026, 11, 22)
    assert about["Schools in this list"] == 2


def test_a_rating_has_its_fill_and_its_word(book: Workbook) -> None:
    sheet = book["Schools"]
    (red,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == "Red"]
    assert red.fill.start_color.rgb.endswith("b10e1e")
    assert red.font.color.rgb.endswith("ffffff")


def test_each_sheet_has_its_title_in_a1_one_table_a_frozen_header_and_nothing_merged(book: Workbook) -> None:
    assert book.sheetnames == ["Schools", "Sentences", "About", "Definitions"]
    for sheet in book:
        (table,) = sheet.tables.values()
        header = int("".join(mark for mark in table.ref.split(":")[0] if mark.isdigit()))
        assert isinstance(sheet["A1"].value, str)
        assert sheet.freeze_panes.lstrip("AC") == str(header + 1)
        assert table.autoFilter is not None
        assert list(sheet.merged_cells.ranges) == []
        lines = [[cell.value for cell in row] for row in sheet[table.ref]]
        assert all(value not in (None, "") for line in lines for value in line)
        assert len(set(lines[0])) == len(lines[0])


def test_the_table_names_its_columns_in_the_file_itself() -> None:
    with ZipFile(io.BytesIO(write_grid(TWO, ABOUT, SAID))) as parts:
        table = parts.read("xl/tables/table1.xml").decode()
    assert 'name="Attendance, exclusions: descriptors evidenced"' in table
    assert "Column1" not in table


def test_about_says_which_schools_of_when_and_under_which_marking(book: Workbook) -> None:
    about = {line["Item"]: line["Detail"] for line in table_of(book, "About")}
    assert about["Which schools"] == ABOUT.sentence
    assert about["Marking"] == "OFFICIAL"
    assert about["Release"] == ABOUT.release
    assert about["Thresholds"] == ABOUT.thresholds
    assert book["Schools"]["A2"].value == "OFFICIAL"


def test_every_word_of_the_grid_is_defined(book: Workbook) -> None:
    words = {line["Word"] for line in table_of(book, "Definitions")}
    assert {"Red", "Amber", "Green", "No evidence", "Too little", "Not applicable"} <= words
    assert {area.short_title for area in TWO.areas} <= words


def test_the_sentences_are_of_the_schools_listed_in_their_order(book: Workbook) -> None:
    said = [(line["URN"], line["Sentence"]) for line in table_of(book, "Sentences")]
    assert said == [("900002", words) for words in SAID["900002"]]


def test_an_empty_list_still_opens_and_says_so() -> None:
    wanted = GridFilter(find="nowhere")
    none = narrow(TWO, wanted)
    made = load_workbook(io.BytesIO(write_grid(none, ABOUT, {})))
    assert table_of(made, "Schools")[0]["URN"] == "No school matches"
    assert sentence(none, wanted).startswith("0 of 2 schools")


def test_the_file_name_says_list_date_and_length() -> None:
    assert file_name(date(2026, 11, 22), TWO) == "schools-2026-11-22-2-rows.xlsx"
