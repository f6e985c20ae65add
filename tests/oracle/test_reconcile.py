"""Do England's schools add up to every council's published absence, recomputed here in plain pandas?

Every council, year, phase and measure of the official file, against the council's own row and LAIT; and our
own relation must say the same of every pair, with a reason for each difference.
"""

from __future__ import annotations

import duckdb
import pandas as pd
import pytest

from eif.extracts import ExtractFile, stage_files
from eif.screening import Newcomer, screen_built, screen_staged
from eif.sql import build
from tests.oracle.absence_by_hand import COLUMNS, PHASES, number
from tests.sql.given import scratch

BIRMINGHAM = "330"
# Where schools and their council differ: records that the publisher gave one URN twice, or none.
KNOWN = {
    ("2006/07", "831"), ("2006/07", "855"),  # no URN
    ("2007/08", "820"), ("2008/09", "356"), ("2008/09", "358"),  # one URN for two schools
}  # fmt: skip


@pytest.fixture(scope="module")
def england(realdata):
    """The official file of all England, and LAIT, staged, screened and compared."""
    con = duckdb.connect()
    scratch(con, files=True)
    parts = sorted((realdata / "ees" / "absence" / "england_parquet").glob("*.parquet"))
    lait = [realdata / "lait" / "bds_long_0.parquet", realdata / "lait" / "lait_data_dictionary.csv"]
    paths = [*parts, *lait]
    outcomes = stage_files(con, [ExtractFile(path) for path in paths], loaded_by="test")
    assert [outcome.message for outcome in outcomes if not outcome.accepted] == []
    con.execute("""
        create table source_file as
        select extract_id, extract_id as ord, sha256, file_name as name from staged_extract
    """)
    newcomers = [Newcomer(outcome.extract_id) for outcome in outcomes]
    assert screen_staged(con, newcomers) == {}
    build(con, "20_core")
    build(con, "30_compare")
    screen_built(con)
    yield con
    con.close()


@pytest.fixture(scope="module")
def by_hand(realdata):
    """Council, year, phase, measure -> share from its schools, and as its own row has it."""
    folder = realdata / "ees" / "absence" / "england_parquet"
    counts = sorted({column for columns in COLUMNS.values() for column in columns})
    needed = ["time_period", "geographic_level", "old_la_code", "school_type", *counts]
    raw = pd.read_parquet(folder, columns=needed)
    raw = raw.astype("string").fillna("")
    raw["la_code"] = raw["old_la_code"].str.removesuffix(".0")
    start = raw["time_period"].str[:4].astype(int)
    raw["period"] = [f"{year}/{(year + 1) % 100:02d}" for year in start]
    raw["phase"] = raw["school_type"].map(PHASES)
    answers = {}
    for indicator, (rate, count, base) in COLUMNS.items():
        rows = raw.assign(value=number(raw[rate]), count=number(raw[count]), base=number(raw[base]))
        schools = rows[(rows["geographic_level"] == "School") & rows["phase"].notna()]
        summed = schools.groupby(["la_code", "period", "phase"])[["count", "base"]].sum()
        published = rows[(rows["geographic_level"] == "Local authority") & rows["phase"].notna()]
        own = published.set_index(["la_code", "period", "phase"])["value"].dropna()
        for key, share in (100 * summed["count"] / summed["base"]).items():
            if key in own.index:
                answers[(*key, indicator)] = (share, own[key])
    return answers


def ours(con, where):
    return con.execute(f"""
        select la_code, period, phase, indicator, recomputed, published, verdict, pupils_out
        from reconciliation
        where basis = 'schools' and pupil_group = 'all' and phase <> 'all' and {where}
    """).fetchall()


def test_every_council_agrees_with_its_own_row_but_where_the_publisher_erred(england, by_hand):
    found = {row[:4]: row[4:] for row in ours(england, "published_in = 'the same publication'")}
    assert found.keys() == by_hand.keys()
    assert len(found) > 20_000
    # pandas keeps the rows that have no usable URN, so it is the published figure that it must reach
    assert [key for key, (share, published) in by_hand.items() if abs(share - published) > 0.00001] == []
    apart = {key: row for key, row in found.items() if abs(row[0] - by_hand[key][0]) > 1e-9}
    assert {(period, la_code) for la_code, period, _, _ in apart} == KNOWN
    assert {row[2] for row in apart.values()} == {"withheld"}
    assert all(row[3] > 0 for row in apart.values())
    assert {row[2] for key, row in found.items() if key not in apart} == {"agrees"}


def test_birmingham_agrees_every_year(england, by_hand):
    found = {row[:4]: row[4:] for row in ours(england, f"la_code = '{BIRMINGHAM}'")}
    years = {key[1] for key in found}
    assert len(years) == 13
    assert {row[2] for row in found.values()} == {"agrees"}
    assert len(found) == len([key for key in by_hand if key[0] == BIRMINGHAM])


def test_every_council_agrees_with_lait(england, by_hand):
    found = {row[:4]: row[4:] for row in ours(england, "published_in = 'LAIT'")}
    assert len(found) > 7_000
    assert {key: row for key, row in found.items() if abs(by_hand[key][0] - row[1]) > 0.005 + 1e-5} == {}
    assert {row[2] for row in found.values()} == {"agrees"}


def test_nothing_is_told_of_a_file_that_adds_up(england):
    told = england.execute(
        "select extract_id, result, message from screening where check_id = 'reconcile'"
    ).fetchall()
    assert {result for _, result, _ in told} == {"PASS", "not applicable"}
