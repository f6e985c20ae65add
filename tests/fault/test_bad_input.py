"""What does an officer read when a file is wrong? Each message says what, where and what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import openpyxl
import pytest

from eif.extracts import ExtractError, ExtractFile, FileOutcome, create_staging, recognise, stage_files
from eif.extracts.staging import TABLES
from tests.fixtures.extracts import FOLDER

ABSENCE = FOLDER / "2018-2019" / "england_abs.csv"
KS2 = FOLDER / "2018-2019" / "330_ks2final.csv"
GIAS = FOLDER / "edubasealldata.csv"

Load = Callable[[bytes | str, str], FileOutcome]


@pytest.fixture
def staging(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    create_staging(con)
    return con


@pytest.fixture
def load(staging: duckdb.DuckDBPyConnection, tmp_path: Path) -> Load:
    """Load these bytes under this name, after which nothing of a refused file may be left."""

    def run(content: bytes | str, name: str = "2018-2019/england_abs.csv") -> FileOutcome:
        path = tmp_path / "given"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        (outcome,) = stage_files(staging, [ExtractFile(path, name)], loaded_by="test")
        if not outcome.accepted:
            for table in TABLES:
                assert staging.execute(f"select count(*) from {table}").fetchall() == [(0,)]
        return outcome

    return run


def absence(*rows: str) -> str:
    return "\n".join(["LA,ESTAB,URN,PERCTOT,PPERSABS10", *rows, "NAT,PRI,,4,8.2"]) + "\n"


def refused(outcome: FileOutcome, *words: str) -> None:
    assert not outcome.accepted
    for word in words:
        assert word in outcome.message


def test_an_unknown_file_gets_the_nearest_layout_and_what_is_missing(load: Load) -> None:
    outcome = load("LA,ESTAB,URN,PERCTOT,PERSISTENT,NEWCOL\n330,2001,900001,4,8,1\n")
    refused(
        outcome, "nearest is Performance tables: absence", "missing 'PPERSABS10'", "'PERSISTENT', 'NEWCOL'"
    )
    refused(load("a,b\n1,2\n"), "No layout has these columns: 'a', 'b'", "first line")


def test_a_renamed_column_is_named_with_the_one_that_is_alike(load: Load) -> None:
    text = KS2.read_text(encoding="utf-8-sig").replace("PTMAT_EXP,", "PTMATHS_EXP,", 1)
    refused(
        load(text, "2018-2019/330_ks2final.csv"),
        "lacks 'PTMAT_EXP'",
        "'PTMATHS_EXP', which is alike",
        "layout cscp_ks2",
    )


def test_a_file_cut_within_a_row_is_refused_with_the_record(load: Load) -> None:
    text = ABSENCE.read_text(encoding="utf-8-sig")
    refused(load(text[: text.index("5.6")]), "Record 4 has 4 fields where the header has 5", "cut short")


def test_a_file_cut_between_rows_is_missed_by_its_summary_rows(load: Load) -> None:
    text = ABSENCE.read_text(encoding="utf-8-sig")
    refused(load(text[: text.index("NAT")]), "no national rows", "3 rows read", "download it again")
    ks2 = KS2.read_bytes()
    refused(load(ks2[: ks2.index(b"\r\n3,")] + b"\r\n", "2018-2019/ks2.csv"), "no national rows")


def test_a_file_cut_within_quotation_marks_is_refused(load: Load) -> None:
    refused(
        load('LA,ESTAB,URN,PERCTOT,PPERSABS10\n330,2001,900001,4,"8.4\n330,2002'), "never closed", "cut short"
    )


@pytest.mark.parametrize("content", [b"", b"\r\n \r\n", b"\xef\xbb\xbf", b"\x00\x00"])
def test_an_empty_file_is_refused(load: Load, content: bytes) -> None:
    refused(load(content), "empty", "england_abs.csv", "Download it again")


def test_a_header_without_rows_is_refused(load: Load) -> None:
    refused(load("LA,ESTAB,URN,PERCTOT,PPERSABS10\n"), "no national rows")


def test_a_workbook_named_csv_is_refused_with_advice(load: Load, tmp_path: Path) -> None:
    book = tmp_path / "abs.xlsx"
    openpyxl.Workbook().save(book)
    refused(load(book.read_bytes(), "2018-2019/england_abs.csv"), "Excel workbook although its name says CSV")
    refused(load(book.read_bytes()[:200], "cut.xlsx"), "damaged", "cut short")


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (b"\x1f\x8b\x08", "gzip"),
        (b"\xd0\xcf\x11\xe0\xa1", ".xls"),
        (b"%PDF-1.7", "PDF"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"PAR1\x00\x00", "Parquet"),
    ],
)
def test_what_is_not_an_extract_is_said_to_be_what_it_is(load: Load, start: bytes, words: str) -> None:
    refused(load(start), words, "england_abs.csv")


def test_an_unknown_missing_code_refuses_the_file_with_column_record_text_and_count(load: Load) -> None:
    text = absence("330,2001,900001,4,8", "330,2002,900002,HIDDEN,9", "330,2003,900003,HIDDEN,9")
    refused(
        load(text),
        "'HIDDEN'",
        "say so: 2",
        "column PERCTOT",
        "record 3",
        "[codes] in the layout cscp_absence.toml",
    )


@pytest.mark.parametrize("text", ["1_000", "0x1F", "1,00", "4.5%", "supp", "4 5", "--"])
def test_what_is_nearly_a_number_is_not_taken_for_one(load: Load, text: str) -> None:
    refused(load(absence(f'330,2001,900001,"{text}",8')), repr(text))


@pytest.mark.parametrize("text", ["nan", "inf", "-Infinity", "1e400", "101", "-0.5"])
def test_a_number_that_cannot_be_true_is_set_aside_and_counted(
    load: Load, staging: duckdb.DuckDBPyConnection, text: str
) -> None:
    outcome = load(absence(f"330,2001,900001,{text},8"))
    assert (outcome.accepted, outcome.rejected_cells) == (True, 1)
    assert staging.execute(
        "select value, status, raw from staged_value where urn = '900001' and indicator = 'abs_overall'"
    ).fetchall() == [(None, "bad", text)]


def test_a_school_that_stands_twice_refuses_the_file(load: Load) -> None:
    text = absence("330,2001,900001,4,8", "330,2002,900002,4,8", "330,2001,900001,5,9")
    refused(load(text), "URN 900001 stands more than once for 2018/19", "records 2, 4")


def test_a_row_without_a_urn_is_set_aside_and_every_cell_of_it_counted(
    load: Load, staging: duckdb.DuckDBPyConnection
) -> None:
    outcome = load(absence("330,2001,900001,4,8", "330,2002,9002,4,8"))
    assert (outcome.accepted, outcome.rows_in, outcome.rows_rejected, outcome.rejected_cells) == (
        True,
        3,
        1,
        5,
    )
    assert staging.execute("select source_row, reason, raw_text from rejected_row").fetchall() == [
        (3, "the URN is not six digits", "330,2002,9002,4,8")
    ]
    assert staging.execute("select distinct cells from cell_ledger").fetchall() == [(3,)]


def test_two_columns_of_one_name_are_refused(load: Load) -> None:
    refused(
        load("LA,ESTAB,URN,PERCTOT,PPERSABS10,LA\n330,2001,900001,4,8,330\n"), "More than one column", "'LA'"
    )


def test_a_windows_file_keeps_its_apostrophes_and_pounds(
    load: Load, staging: duckdb.DuckDBPyConnection
) -> None:
    assert load(GIAS.read_bytes(), "edubasealldata.csv").accepted
    assert staging.execute("select name, trust_name from staged_school where urn = '900003'").fetchall() == [
        ("St Brannoc’s Academy", "The Brannoc Trust – £2 a week")
    ]
    assert staging.execute("select encoding from staged_extract").fetchall() == [("cp1252",)]


def test_a_date_that_cannot_be_read_is_counted_against_its_column(
    load: Load, staging: duckdb.DuckDBPyConnection
) -> None:
    assert load(GIAS.read_bytes().replace(b"01-09-2018", b"31-02-2018"), "gias.csv").rejected_cells == 1
    assert staging.execute(
        "select rejected_cells, value_cells, missing_cells from cell_ledger where column_name = 'OpenDate'"
    ).fetchall() == [(1, 1, 1)]


def test_a_byte_that_no_encoding_knows_is_refused_with_its_line(load: Load) -> None:
    refused(load(GIAS.read_bytes().replace(b"\x92", b"\x81", 1), "gias.csv"), "Byte 0x81", "line 3")
    refused(load(b"\xef\xbb\xbfLA,ESTAB\n330,\xff\n", "abs.csv"), "Byte 0xff", "utf-8")


def test_a_utf16_file_is_read(load: Load) -> None:
    assert load(ABSENCE.read_text(encoding="utf-8-sig").encode("utf-16")).accepted


def test_a_year_is_never_guessed(load: Load) -> None:
    refused(load(ABSENCE.read_bytes(), "abs/england_abs.csv"), "which academic year", "--period 2018/19")


def test_two_sources_that_disagree_on_the_year_refuse_the_file() -> None:
    with pytest.raises(ExtractError, match=r"--period says 2016/17, its folder says 2018/19"):
        recognise(ABSENCE, period="2016/17", name="2018-2019/england_abs.csv")
    with pytest.raises(ExtractError, match=r"its folder says 2017/18, its own columns say 2018/19"):
        recognise(KS2, name="2017-2018/330_ks2final.csv")
    with pytest.raises(ExtractError, match="not an academic year"):
        recognise(ABSENCE, period="2018")
    with pytest.raises(ExtractError, match="runs from 2017/18 to 2018/19"):
        recognise(FOLDER / "ees_absence.csv", period="2020/21")


def test_percentages_that_lost_their_sign_are_blamed_on_the_spreadsheet(load: Load) -> None:
    text = KS2.read_text(encoding="utf-8-sig").replace("63%", "0.63", 1)
    refused(load(text, "2018-2019/330_ks2final.csv"), "'0.63'", "lost their % sign")


def test_one_refused_file_does_not_stop_the_others(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text(absence("330,2001,900001,HIDDEN,8"))
    seen: list[tuple[int, int, str]] = []
    outcomes = stage_files(
        staging,
        [ExtractFile(bad, "2018-2019/bad.csv"), ExtractFile(ABSENCE, "2018-2019/england_abs.csv")],
        loaded_by="test",
        on_progress=lambda done, of, name: seen.append((done, of, name)),
    )
    assert [outcome.accepted for outcome in outcomes] == [False, True]
    assert seen == [(1, 2, "2018-2019/bad.csv"), (2, 2, "2018-2019/england_abs.csv")]
    assert staging.execute("select distinct extract_id from staged_value").fetchall() == [(1,)]


def test_the_same_bytes_are_not_loaded_twice(staging: duckdb.DuckDBPyConnection) -> None:
    twice = [ExtractFile(ABSENCE, "2018-2019/a.csv"), ExtractFile(ABSENCE, "2018-2019/b.csv")]
    first, second = stage_files(staging, twice, loaded_by="test")
    assert (second.accepted, second.extract_id) == (True, first.extract_id)
    assert staging.execute("select count(*) from staged_extract").fetchall() == [(1,)]
