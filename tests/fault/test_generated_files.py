"""Whatever a file looks like, is every row accounted for and no cell lost in silence?

Ten thousand generated extracts in twenty parts: encodings, marks, delimiters, quoting, line ends, ragged
records, missing codes, strange figures, files cut short. Each is read rightly or refused with a sentence.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, seed, settings

from eif.extracts import ExtractFile, create_staging, stage_files
from tests.fixtures.messy import CODES, FIGURES, HEADER, Messy, messy, named_links

PARTS, EXAMPLES = 20, 500


@pytest.fixture
def staging() -> Iterator[duckdb.DuckDBPyConnection]:
    con = duckdb.connect()
    create_staging(con)
    yield con
    con.close()


@pytest.mark.parametrize("part", range(PARTS))
def test_every_generated_file_is_read_to_the_last_cell_or_refused(
    part: int, tmp_path: Path, staging: duckdb.DuckDBPyConnection
) -> None:
    path = tmp_path / "2018-2019" / "england_abs.csv"
    path.parent.mkdir()

    @seed(part)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(messy())
    def read(file: Messy) -> None:
        path.write_bytes(file.content)
        for table in ("staged_extract", "staged_row", "staged_figure", "staged_meaning", "cell_ledger"):
            staging.execute(f"delete from {table}")
        staging.execute("delete from rejected_row")
        (outcome,) = stage_files(staging, [ExtractFile(path, "2018-2019/x.csv", None)], loaded_by="t")
        if outcome.accepted:
            _is_accounted_for(staging, file)
        else:
            assert not file.sound, (file.told, outcome.message)
            _is_refused_plainly(staging, outcome.message)

    read()


def _is_refused_plainly(con: duckdb.DuckDBPyConnection, message: str) -> None:
    assert "2018-2019/x.csv" in message
    assert message.endswith(".")
    for table in ("staged_extract", "staged_row", "staged_figure", "cell_ledger", "rejected_row"):
        assert con.execute(f"select count(*) from {table}").fetchall() == [(0,)]


def _is_accounted_for(con: duckdb.DuckDBPyConnection, file: Messy) -> None:
    ((rows_in, accepted, rejected),) = con.execute(
        "select rows_in, rows_accepted, rows_rejected from staged_extract"
    ).fetchall()
    assert rows_in == accepted + rejected
    if file.sound:
        assert rows_in == len(file.rows)
    aside = {row for (row,) in con.execute("select source_row from rejected_row").fetchall()}
    assert len(aside) == rejected
    ledger = con.execute(
        """select column_name, any_value(cells), any_value(value_cells), sum(missing_cells),
        any_value(rejected_cells) from cell_ledger group by column_name"""
    ).fetchall()
    assert {name for name, *_ in ledger} == set(HEADER)
    for _, cells, values, missing, bad in ledger:
        assert cells == rows_in == values + missing + bad
    figures = con.execute(
        """select indicator, raw, value, status from staged_value where row_kind = 'school'
        order by indicator, source_row"""
    ).fetchall()
    for _, raw, value, status in figures:
        assert status == _status(raw)
        assert (value is not None) == (status == "value")
        assert value is None or math.isclose(value, float(raw.replace(",", "")))
    if file.sound:
        meant = [row for row in file.rows if row[0] != "NAT"]
        assert [(name, raw) for name, raw, *_ in figures] == [
            (name, row[place].strip()) for name, place in sorted(FIGURES.items()) for row in meant
        ]


def _status(raw: str) -> str:
    """What a cell of a percentage is, judged here by Python alone."""
    if raw in CODES:
        return CODES[raw]
    number = float(raw.replace(",", ""))
    return "value" if math.isfinite(number) and 0 <= number <= 100 else "bad"


@pytest.mark.parametrize("part", range(2))
def test_every_name_comes_back_as_it_was_written(
    part: int, tmp_path: Path, staging: duckdb.DuckDBPyConnection
) -> None:
    path = tmp_path / "links.csv"

    @seed(part)
    @settings(max_examples=EXAMPLES, deadline=None, database=None)
    @given(named_links())
    def read(file: tuple[bytes, list[str]]) -> None:
        content, names = file
        path.write_bytes(content)
        for table in ("staged_extract", "staged_link"):
            staging.execute(f"delete from {table}")
        (outcome,) = stage_files(staging, [ExtractFile(path, "links.csv", None)], loaded_by="t")
        assert outcome.accepted, outcome.message
        found = staging.execute("select link_name from staged_link order by source_row").fetchall()
        assert [name for (name,) in found] == names

    read()
