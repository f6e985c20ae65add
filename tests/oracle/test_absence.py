"""Does a second computation in pandas agree on every comparison column for absence, school by school?

For every Birmingham school and year, for a hundred schools elsewhere with all of England loaded, and for the
demonstration city as it is published.
"""

from __future__ import annotations

import random

import duckdb
import openpyxl
import pandas as pd
import pytest

from eif.extracts import ExtractFile, stage_files
from eif.sql import ORDER, build, statement
from tests.oracle.absence_by_hand import (
    COLUMNS,
    EMPTY,
    EXACT,
    TOLERANT,
    compare,
    differences,
    places_in_england,
    plain_predecessors,
    read_absence,
)
from tests.sql.given import scratch

CSV = "DERIVED_absence_3term_nat_reg_la_sch_330+sn+core.csv"
BIRMINGHAM_NEIGHBOURS = {"892", "352", "380", "391", "353", "889", "373", "806", "852", "355"}


def staged(paths, home_la="330"):
    con = duckdb.connect()
    scratch(con, home_la=home_la, files=True)
    outcomes = stage_files(con, [ExtractFile(path) for path in paths], loaded_by="test")
    assert [o.message for o in outcomes if not o.accepted] == []
    build(con, "20_core")
    return con


def comparisons(con):
    columns = ["urn", "indicator", "period", *TOLERANT, *EXACT, *EMPTY]
    marks = ", ".join("?" for _ in COLUMNS)
    rows = con.execute(
        f"select {', '.join(columns)} from comparison where pupil_group = 'all' and indicator in ({marks})",
        list(COLUMNS),
    ).fetchall()
    return {row[:3]: dict(zip(columns, row, strict=True)) for row in rows}


def build_comparison(con, home_la):
    con.execute("update setting set value = ? where key = 'home_la'", [home_la])
    for name in ORDER["30_compare"]:
        con.execute(f"create or replace table {name} as {statement('30_compare', name)}")
        if name == "comparison":
            return


def test_every_birmingham_school_and_year_agrees(realdata):
    path = realdata / "ees" / "absence" / CSV
    con = staged([path])
    build_comparison(con, "330")
    found = comparisons(con)
    expected = compare(read_absence(path), "330", BIRMINGHAM_NEIGHBOURS)
    assert found.keys() == expected.keys()
    assert len({urn for urn, _, _ in found}) > 500
    assert {period for _, _, period in found} >= {"2006/07", "2018/19"}
    assert [(key, wrong) for key in found if (wrong := differences(found[key], expected[key]))] == []


@pytest.mark.slow
def test_a_hundred_schools_elsewhere_agree_with_all_of_england_loaded(realdata):
    folder = realdata / "ees" / "absence" / "england_parquet"
    con = staged([*sorted(folder.glob("*.parquet")), realdata / "lait" / "sn_may_2025.xlsx"])
    raw = read_absence(folder)
    places = places_in_england(raw)
    neighbours = statistical_neighbours(realdata)
    chance = random.Random(20261122)
    schools = raw[raw["geographic_level"] == "School"]
    councils = chance.sample(sorted(set(schools["old_la_code"]) & set(neighbours) - {"330"}), 4)
    for home in [*councils, "330"]:
        build_comparison(con, home)
        found = comparisons(con)
        expected = compare(raw, home, neighbours[home], places=places)
        assert found.keys() == expected.keys()
        urns = sorted({urn for urn, _, _ in found})
        chosen = set(chance.sample(urns, min(len(urns), 25))) if home != "330" else set(urns)
        # a typed parquet file has figures and no written text, so raw is not compared
        wrong = [
            (home, key, different)
            for key in found
            if key[0] in chosen
            and (different := differences(found[key], expected[key] | {"raw": found[key]["raw"]}))
        ]
        assert wrong == []
        assert any(row["national_percentile"] for row in found.values())


def test_the_demonstration_city_agrees_as_it_is_published(demo_release, demo_files):
    path = next(demo_files.rglob("Absence_3term_nat_reg_la_sch.csv"))
    links = pd.read_csv(next(demo_files.rglob("links_edubasealldata*.csv")), dtype=str, encoding="cp1252")
    raw = read_absence(path)
    with duckdb.connect(str(demo_release), read_only=True) as con:
        found = comparisons(con)
    expected = compare(raw, "330", BIRMINGHAM_NEIGHBOURS, plain_predecessors(links))
    periods = {period for _, _, period in expected}
    found = {key: row for key, row in found.items() if key[2] in periods}
    assert found.keys() == expected.keys()
    assert [(key, wrong) for key in found if (wrong := differences(found[key], expected[key]))] == []


def statistical_neighbours(realdata):
    """Council -> its ten neighbours of May 2025, read from the workbook cell by cell."""
    sheet = openpyxl.load_workbook(realdata / "lait" / "sn_may_2025.xlsx", read_only=True).active
    return {
        str(row[0]): {str(row[i]) for i in range(5, 25, 2)}
        for row in sheet.iter_rows(values_only=True)
        if isinstance(row[0], int) and row[0] > 100
    }
