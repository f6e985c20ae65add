"""Which texts are numbers, and does every cell land in exactly one place?"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eif.extracts import ExtractFile, create_staging, stage_files
from eif.extracts.staging import CELL_STATUSES
from eif.sql import statement

CODES = {"SUPP": "suppressed", "NA": "not applicable"}


def read_cells(
    texts: list[str], form: str = "plain", codes: Mapping[str, str] = CODES
) -> list[tuple[str, float]]:
    """(status, value) of each text, as `sql/10_stage/cell_read.sql` reads it."""
    con = duckdb.connect()
    create_staging(con)
    coded = [{"": "blank", **codes}.get(text) for text in texts]
    given = {"said": texts, "coded": pa.array(coded, pa.string()), "format": [form] * len(texts)}
    con.register("cell", pa.table(given))
    found = con.execute(statement("10_stage", "cell_read")).fetchall()
    return [(CELL_STATUSES[status], value) for value, status in found]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("67.9", 67.9),
        ("-0.02", -0.02),
        ("+3", 3.0),
        ("0", 0.0),
        ("9,109", 9109.0),
        ("-7,794", -7794.0),
        ("1,136,998.5", 1136998.5),
        ("4.7980000000000002E-2", 0.04798),
        ("8.0299999999999994", 8.03),
    ],
)
def test_numbers_as_publishers_write_them(text: str, value: float) -> None:
    assert read_cells([text]) == [("value", value)]


@pytest.mark.parametrize(("text", "value"), [("66%", 66.0), ("42.2%", 42.2), ("15.00%", 15.0), ("0%", 0.0)])
def test_percentages_with_a_sign(text: str, value: float) -> None:
    assert read_cells([text], "sign") == [("value", value)]


def test_a_percentage_needs_its_sign_where_the_layout_says_so_and_only_there() -> None:
    assert [status for status, _ in read_cells(["0.53", "53", "%"], "sign")] == ["unknown"] * 3
    assert [status for status, _ in read_cells(["53%"], "percent")] == ["unknown"]
    assert [status for status, _ in read_cells(["53%"], "plain")] == ["unknown"]


@pytest.mark.parametrize("form", ["percent", "sign"])
def test_a_share_beyond_0_to_100_is_bad(form: str) -> None:
    sign = "%" if form == "sign" else ""
    texts = [f"{text}{sign}" for text in ("-1", "100", "100.1", "1e400", "nan")]
    assert [status for status, _ in read_cells(texts, form)] == ["bad", "value", "bad", "bad", "bad"]


@pytest.mark.parametrize(
    "text", ["12,34", "1,0000", ",5", "1_000", "0x10", "--1", "1 000", "½", "six", "true", "c"]
)
def test_text_that_is_no_number_is_unknown(text: str) -> None:
    assert read_cells([text]) == [("unknown", None)]


def test_codes_keep_their_meaning_and_are_never_0() -> None:
    assert read_cells(["SUPP", "NA", "", "0"]) == [
        ("suppressed", None),
        ("not applicable", None),
        ("blank", None),
        ("value", 0.0),
    ]


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
@settings(max_examples=40, deadline=None)
def test_any_finite_number_survives_being_written_as_text(numbers: list[float]) -> None:
    assert read_cells([repr(number) for number in numbers]) == [("value", number) for number in numbers]


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=20))
@settings(max_examples=40, deadline=None)
def test_thousands_commas_change_nothing(numbers: list[int]) -> None:
    assert read_cells([f"{number:,}" for number in numbers]) == [
        ("value", float(number)) for number in numbers
    ]


@given(st.lists(st.text(max_size=8).map(str.strip), min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_any_text_at_all_is_judged_once_and_has_a_value_only_as_a_number(texts: list[str]) -> None:
    judged = read_cells(texts)
    assert len(judged) == len(texts)
    assert all((value is not None) == (status == "value") for status, value in judged)


cell = st.one_of(
    st.integers(0, 100).map(str),
    st.floats(0, 100).map(lambda number: f"{number:.3f}"),
    st.sampled_from(["", " ", "SUPP", "NP", "NA", "NE", "nan", "inf", "101", '"', "a,b", "two\nlines"]),
)
number_cell = cell.filter(lambda text: text not in ('"', "a,b", "two\nlines"))


@given(
    st.lists(
        st.tuples(st.integers(900_000, 999_999), number_cell, number_cell, cell),
        max_size=12,
        unique_by=lambda r: r[0],
    )
)
@settings(max_examples=40, deadline=None)
def test_the_ledger_sums_on_any_table(rows: list[tuple[int, str, str, str]]) -> None:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(["LA", "ESTAB", "URN", "PERCTOT", "PPERSABS10", "COMMENT"])
    writer.writerows([330, 2000 + place, urn, *cells] for place, (urn, *cells) in enumerate(rows))
    writer.writerows([["330", "2999", "12", "1", "2", ""], ["330", "4001", "899999", "1", "2", "x"]])
    writer.writerow(["NAT", "PRI", "", "4", "8.2", ""])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "abs.csv"
        path.write_text(text.getvalue(), newline="")
        con = duckdb.connect()
        create_staging(con)
        (outcome,) = stage_files(con, [ExtractFile(path, "2018-2019/abs.csv")], loaded_by="test")
    assert outcome.accepted, outcome.message
    assert (outcome.rows_in, outcome.rows_rejected) == (len(rows) + 3, 1)
    sums = con.execute(
        """select column_name, any_value(cells),
            any_value(value_cells) + sum(missing_cells) + any_value(rejected_cells)
        from cell_ledger group by column_name"""
    ).fetchall()
    assert sorted(sums) == sorted((name, outcome.rows_in, outcome.rows_in) for name, *_ in sums)
    assert len(sums) == 6
    assert outcome.cells == outcome.value_cells + sum(outcome.missing.values()) + outcome.rejected_cells
