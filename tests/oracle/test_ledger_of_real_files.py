"""Does every cell of the real extracts arrive where the ledger says?

The files are read a second time here, by `csv` alone and without the product's reader: rows, the cells of
each column, each missing code and every staged text must agree exactly.
"""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from io import StringIO
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from eif.extracts import ExtractFile, create_staging, load_layouts, stage_files

CSV_FILES = [
    ("ees/absence/DERIVED_absence_3term_nat_reg_la_sch_330+sn+core.csv", "ees_absence"),
    ("ees/ks4_2023-24/202324_information_about_schools_final.csv", "ees_ks4_information"),
    ("layout_synthetic/census_pupils.csv", "ees_census_school"),
    ("layout_synthetic/sen.csv", "ees_sen_school"),
    ("cscp/2018-2019/england_abs.csv", "cscp_absence"),
    ("cscp/2018-2019/england_census.csv", "cscp_census"),
    ("cscp/2018-2019/england_ks4-pupdest.csv", "cscp_destinations"),
    ("cscp/2018-2019/england_ks4provisional.csv", "cscp_ks4_provisional"),
    ("cscp/2018-2019/815_cfr.csv", "cscp_finance"),
    ("cscp/2017-2018/815_cfr.csv", "cscp_finance"),
    ("cscp/2018-2019/815_ks4provisional.csv", "cscp_ks4_provisional"),
    ("cscp/2018-2019/815_spine.csv", "cscp_information"),
    ("cscp/2018-2019/850_ks2final.csv", "cscp_ks2"),
    ("cscp/2017-2018/850_ks2final.csv", "cscp_ks2"),
    ("cscp/2016-2017/850_ks2final.csv", "cscp_ks2"),
    ("cscp/2017-2018/815_ks4final.csv", "cscp_ks4"),
    ("cscp/2017-2018/815_census.csv", "cscp_census"),
    ("cscp/2021-2022/england_ks5final.csv.gz", "cscp_ks5"),
    ("cscp/2023-2024/england_ks5final.csv.gz", "cscp_ks5"),
    ("gias/links_edubasealldata20230421.csv", "gias_links"),
    ("gias/links_edubasealldata20250422.csv", "gias_links"),
    ("gias/gias_search_extract_20220420.csv", "gias_search"),
    ("layout_synthetic/gias.csv", "gias"),
    ("layout_synthetic/gias_links.csv", "gias_links"),
    ("lait/lait_data_dictionary.csv", "lait_dictionary"),
    ("lait/useful_links.csv", "lait_links"),
    ("lait/development_update_log.csv", "lait_log"),
]

# Counts known from the descriptions of the real files, not from this program.
KNOWN_CODES = {
    "cscp/2018-2019/850_ks2final.csv": {"SUPP": 16_982},
    "ees/ks4_2023-24/202324_information_about_schools_final.csv": {"z": 53_355},
    "cscp/2018-2019/england_abs.csv": {"SUPP": 864},
    "cscp/2018-2019/england_census.csv": {"NA": 19_181},
    "cscp/2018-2019/england_ks4-pupdest.csv": {"SUPP": 45_389, "SP": 969},
    "cscp/2017-2018/815_ks4final.csv": {"NP": 5_038},
}


def read_independently(path: Path) -> tuple[list[str], dict[int, list[str]]]:
    """The header and each record by number; short ones padded, long ones joined at the end."""
    content = path.read_bytes() if path.suffix != ".gz" else gzip.decompress(path.read_bytes())
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    records = enumerate(csv.reader(StringIO(text, newline="")), 1)
    header = [name.strip() for name in next(records)[1]]
    width = len(header)
    rows = {}
    for number, record in records:
        if any(field.strip() for field in record):
            padded = record + [""] * (width - len(record))
            rows[number] = [*padded[: width - 1], ",".join(padded[width - 1 :])]
    return header, rows


def load(path: Path, name: str) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    create_staging(con)
    (outcome,) = stage_files(con, [ExtractFile(path, name)], loaded_by="test")
    assert outcome.accepted, outcome.message
    return con


@pytest.mark.parametrize(("name", "layout_id"), CSV_FILES)
def test_ledger_equals_an_independent_count_of_every_column(
    realdata: Path, name: str, layout_id: str
) -> None:
    con = load(realdata / name, name)
    header, rows = read_independently(realdata / name)
    layout = next(each for each in load_layouts() if each.id == layout_id)
    ((found, rows_in, accepted, left_out, rejected),) = con.execute(
        "select layout, rows_in, rows_accepted, rows_left_out, rows_rejected from staged_extract"
    ).fetchall()
    assert (found, rows_in) == (layout_id, len(rows))
    assert (accepted + left_out, rejected) == (len(rows), 0)

    ledger: dict[str, Counter[str]] = {column: Counter() for column in header}
    for column, cells, values, code, missing, bad in con.execute(
        "select column_name, cells, value_cells, missing_code, missing_cells, rejected_cells from cell_ledger"
    ).fetchall():
        assert (cells, bad) == (len(rows), 0)
        ledger[column]["a value"] = values
        if code is not None:
            ledger[column][code] = missing
    for place, column in enumerate(header):
        counted = Counter(
            text if text in layout.codes or text == "" else "a value"
            for text in (record[place].strip() for record in rows.values())
        )
        assert +ledger[column] == counted, column
        assert sum(ledger[column].values()) == len(rows)
    totals = sum(ledger.values(), Counter())
    for code, count in KNOWN_CODES.get(name, {}).items():
        assert totals[code] == count


@pytest.mark.parametrize(
    ("name", "layout_id"),
    [each for each in CSV_FILES if each[1].startswith(("ees", "cscp_ks", "cscp_a", "cscp_ce", "cscp_d"))],
)
def test_every_staged_text_stands_in_the_cell_that_it_is_traced_to(
    realdata: Path, name: str, layout_id: str
) -> None:
    con = load(realdata / name, name)
    header, rows = read_independently(realdata / name)
    place = {column: number for number, column in enumerate(header)}
    # A share is worked out from two cells.
    staged = con.execute(
        "select source_row, source_column, raw, value, status, urn, row_kind from staged_value "
        "where not contains(source_column, '÷')"
    ).fetchall()
    assert staged
    urn_column = next(place[name] for name in ("urn", "URN", "school_urn") if name in place)
    for source_row, column, raw, value, status, urn, kind in staged:
        record = rows[source_row]
        assert raw == record[place[column]].strip()
        if kind == "school":
            assert urn == record[urn_column].strip()
        if status == "value":
            assert value == float(raw.rstrip("%").replace(",", ""))
        else:
            assert value is None


def test_lait_keeps_every_value_and_every_missing_mark(realdata: Path) -> None:
    path = realdata / "lait" / "bds_long_0.parquet"
    con = load(path, path.name)
    table = pq.read_table(path)
    texts = Counter("-" if text == "-" else "a value" for text in table["Values"].to_pylist())
    ledger = con.execute(
        "select cells, value_cells, missing_code, missing_cells from cell_ledger where column_name = 'Values'"
    ).fetchall()
    assert ledger == [(table.num_rows, texts["a value"], "-", texts["-"])]
    assert texts["-"] == 93_883
    assert con.execute(
        """select value from staged_la_value
        where la_code = '330' and measure = 'KS2RWM_Expected_STD' and period = '2025'"""
    ).fetchall() == [(63.0,)]
    staged = con.execute(
        "select measure, period, la_code, raw from staged_la_value order by source_row"
    ).fetchall()
    columns = (table[name].to_pylist() for name in ("Short Desc", "Years", "LA Number", "Values"))
    assert staged == [
        (measure, period, str(int(la)), raw) for measure, period, la, raw in zip(*columns, strict=True)
    ]


def test_birmingham_neighbours_of_both_sets_come_from_the_workbooks(realdata: Path) -> None:
    con = duckdb.connect()
    create_staging(con)
    files = [ExtractFile(realdata / "lait" / name) for name in ("sn_may_2025.xlsx", "sn_april_2021.xlsx")]
    assert all(outcome.accepted for outcome in stage_files(con, files, loaded_by="test"))
    sets = con.execute(
        """select set_id, list(neighbour_code order by position), count(distinct closeness)
        from staged_neighbour where la_code = '330' group by set_id order by set_id"""
    ).fetchall()
    assert [set_id for set_id, *_ in sets] == ["2021-04", "2025-05"]
    assert sets[1][1] == ["892", "352", "380", "391", "353", "889", "373", "806", "852", "355"]
    assert len(set(sets[0][1]) & set(sets[1][1])) == 3


def test_headline_figures_of_birmingham_are_the_published_ones(realdata: Path) -> None:
    name = "cscp/2018-2019/england_ks4provisional.csv"
    con = load(realdata / name, name)
    schools, area = con.execute(
        """select count(distinct urn) filter (where row_kind = 'school'),
            list(value order by indicator) filter (where row_kind = 'la'
                and indicator in ('ks4_a8', 'ks4_p8'))
        from staged_value where la_code = '330'"""
    ).fetchall()[0]
    assert schools == 144
    assert area == [46.5, 0.09]


@pytest.mark.slow
def test_every_part_of_the_national_absence_file_is_read_in_full(realdata: Path) -> None:
    parts = sorted((realdata / "ees" / "absence" / "england_parquet").glob("*.parquet"))
    con = duckdb.connect()
    create_staging(con)
    outcomes = stage_files(con, [ExtractFile(part) for part in parts], loaded_by="test")
    assert all(outcome.accepted for outcome in outcomes), [each.message for each in outcomes]
    assert sum(each.rows_in for each in outcomes) == sum(pq.read_metadata(part).num_rows for part in parts)
    # Two URNs that stand for two schools each, and two schools without one.
    assert con.execute("select count(*) from rejected_row").fetchall() == [(6,)]
    assert con.execute(
        """select count(*) from (
            select extract_id, column_name
            from cell_ledger group by extract_id, column_name
            having any_value(cells) != any_value(value_cells + rejected_cells) + sum(missing_cells)
        )"""
    ).fetchall() == [(0,)]
