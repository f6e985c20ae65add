"""Do DfE's lists of similar schools, its figures behind them and the means we give of them hold together?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import duckdb
import pytest

from eif.extracts import ExtractFile, stage_files
from tests.sql.given import built, scratch

LIST = "SimilarSchoolsPrimaryGroupsEntry.json"
VALUES = "SimilarSchoolsPrimaryValuesEntry.json"
ABSENCE = "EstablishmentAbsence.json"

# Weights over variances, found by regression on DfE's own distances (domain rules 3.2).
WEIGHTS = {
    "PPPerc": 0.00052676,
    "Polar4QuintilePupils": 0.12976348,
    "PStability": 0.00083910,
    "PercentSchSupport": 0.00218608,
    "PercentEAL": 0.000099477,
    "IdaciPupils": 7.8675088,
    "PercentageStatementOrEhp": 0.00463727,
    "NumberOfPupils": 6.030989e-7,
    "Ks1PriorRwmAverage": 7.6486366,
}


def read(folder: Path, name: str) -> list[Mapping[str, str]]:
    found: list[Mapping[str, str]] = json.loads((folder / name).read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def folder(realdata: Path) -> Path:
    """DfE's files of similar schools."""
    return realdata / "similar_schools"


@pytest.fixture(scope="module")
def compared(folder: Path) -> duckdb.DuckDBPyConnection:
    """The list, its figures and three years of absence, joined and compared."""
    con = duckdb.connect()
    scratch(con, files=True)
    given = [ExtractFile(folder / LIST), ExtractFile(folder / VALUES)]
    given += [ExtractFile(folder / ABSENCE, period="2023/24")]
    assert all(outcome.accepted for outcome in stage_files(con, given, loaded_by="the tests"))
    built(con, "20_core")
    built(con, "30_compare", until="comparison")
    return con


def test_every_school_of_the_list_has_its_fifty_in_order(compared, folder) -> None:
    expected = {(row["URN"], row["NeighbourURN"], int(row["Rank"])) for row in read(folder, LIST)}
    found = compared.execute("select urn, similar_urn, position from similar_school").fetchall()
    assert set(found) == expected
    assert len(found) == len(expected) == 93 * 50
    assert compared.execute("""
        select count(*) from (
            select position - lag(position) over (partition by urn order by distance, position) as step
            from similar_school
        ) where step <> 1
    """).fetchone() == (0,)


def test_the_distances_are_those_of_the_figures(compared) -> None:
    terms = " + ".join(
        f"{weight} * pow(max(a.value - b.value) filter (where a.item = '{item}'), 2)"
        for item, weight in WEIGHTS.items()
    )
    pairs, furthest = compared.execute(f"""
        select count(*), max(abs(own - distance)) from (
            select s.distance, sqrt({terms}) as own
            from similar_school as s
            join similar_value as a on a.urn = s.urn
            join similar_value as b on b.urn = s.similar_urn and b.item = a.item
            group by s.urn, s.similar_urn, s.distance
        )
    """).fetchone()
    assert pairs > 1_000
    assert furthest < 1e-5


def test_the_mean_of_similar_schools_is_that_of_a_calculator(compared, folder) -> None:
    absence = {row["Id"]: row["Abs_Tot_Est_Current_Pct"] for row in read(folder, ABSENCE)}
    home = {row["Id"] for row in read(folder, ABSENCE) if row["LAId"] == "330"}
    expected = {}
    for urn in home:
        others = [row["NeighbourURN"] for row in read(folder, LIST) if row["URN"] == urn]
        known = [Decimal(absence[other]) for other in others if absence.get(other)]
        if known:
            mean = (sum(known) / len(known)).quantize(Decimal("0.01"), ROUND_HALF_UP)
            expected[urn] = (float(mean), len(known))
    found = compared.execute("""
        select urn, similar_mean, similar_k from comparison
        where indicator = 'abs_overall' and period = '2023/24' and similar_k is not null
    """).fetchall()
    assert {urn: (mean, k) for urn, mean, k in found} == expected
    assert len(expected) == 5
