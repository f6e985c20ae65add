"""A record is shown as it stands in the file, however the file is written or packed."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from eif.provenance import RecordError, read_record

ROWS = [["URN", "NAME", "PERCTOT"], ["900001", 'The "Old" School, Ash', "4.1"], ["900002", "Élan", "SUPP"]]
TEXT = 'URN,NAME,PERCTOT\r\n900001,"The ""Old"" School, Ash",4.1\r\n900002,Élan,SUPP\r\n'


def written(path: Path, form: str) -> tuple[Path, str, str | None]:
    """A file of that form, the encoding the release would say, and its path in an archive."""
    member = None
    if form in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        path.write_bytes(TEXT.encode(form))
        return path, form.removesuffix("-sig"), None
    if form == "gz":
        path.write_bytes(gzip.compress(TEXT.encode("cp1252")))
        return path, "cp1252", None
    if form == "zip":
        member = "2018-2019/abs.csv"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("other.csv", "a,b\n1,2\n")
            archive.writestr(member, TEXT)
        return path, "utf-8", member
    if form == "json":
        path.write_text(json.dumps([dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]))
        return path, "utf-8", None
    if form == "parquet":
        columns = {name: [row[at] for row in ROWS[1:]] for at, name in enumerate(ROWS[0])}
        pq.write_table(pa.table(columns), path, row_group_size=1)
        return path, "parquet", None
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(path)
    return path, "workbook", None


@pytest.mark.parametrize("form", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "gz", "zip", "parquet", "xlsx"])
def test_a_record_is_read_as_it_stands(tmp_path: Path, form: str) -> None:
    # The inbox keeps files by their hash, without an ending.
    path, encoding, member = written(tmp_path / "0f3a", form)
    first = read_record(path, encoding, 2, "PERCTOT", member)
    assert [text for _, text in first.fields] == ROWS[1]
    assert read_record(path, encoding, 3, "PERCTOT", member).text("PERCTOT") == "SUPP"


def test_a_record_under_a_preamble_is_found_by_its_column(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("Some statistics\nPublished in June\n" + TEXT.replace("\r\n", "\n"), encoding="utf-8")
    assert read_record(path, "utf-8", 4, "PERCTOT").text("NAME") == 'The "Old" School, Ash'


def test_a_figure_worked_out_from_two_columns_finds_both(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("URN,Posts,Vacant\n900001,12, 3 \n", encoding="utf-8")
    record = read_record(path, "utf-8", 2, "Vacant ÷ Posts")
    assert record.text("Vacant ÷ Posts") == "3 ÷ 12"
    assert record.asked("Vacant ÷ Posts") == [("Vacant", "3"), ("Posts", "12")]
    with pytest.raises(RecordError, match="no record 2 with a column 'Vacant ÷ Pupils'"):
        read_record(path, "utf-8", 2, "Vacant ÷ Pupils")


def test_a_short_and_a_long_record_are_fitted_to_the_header(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("A,B,C\n1\n1,2,3,4\n", encoding="utf-8")
    assert read_record(path, "utf-8", 2, "B").fields == (("A", "1"), ("B", ""), ("C", ""))
    assert read_record(path, "utf-8", 3, "B").fields == (("A", "1"), ("B", "2"), ("C", "3,4"))


@pytest.mark.parametrize(("number", "column"), [(4, "PERCTOT"), (2, "NOTHING"), (900, "PERCTOT")])
def test_a_record_that_is_not_there_is_said(tmp_path: Path, number: int, column: str) -> None:
    path, encoding, _ = written(tmp_path / "file", "utf-8")
    with pytest.raises(RecordError, match="no record"):
        read_record(path, encoding, number, column)


def test_a_file_that_is_gone_or_damaged_is_said(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="no longer in the inbox"):
        read_record(tmp_path / "gone", "utf-8", 2, "A")
    (tmp_path / "damaged").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(RecordError, match="cannot be read"):
        read_record(tmp_path / "damaged", "workbook", 2, "A")
