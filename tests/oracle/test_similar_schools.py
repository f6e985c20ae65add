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
SECONDARY = "SimilarSchoolsSecondaryValuesEntry.json"
SPREAD = "SimilarSchoolsSecondaryStandardDeviationsEntry.json"

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

# Fitted to fifty pairs of an older list (domain rules 3.2).
SECONDARY_WEIGHTS = {
    "KS2MRP": 0.45,
    "PPPerc": 0.14,
    "Polar4QuintilePupils": 0.10,
    "PercentSchSupport": 0.09,
    "PStability": 0.07,
    "IdaciPupils": 0.05,
    "PercentageStatementOrEHP": 0.04,
    "PercentEAL": 0.03,
    "NumberOfPupils": 0.02,
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
    found = compared.execute(
        "select urn, similar_urn, position from similar_school where method = 'DfE list'"
    ).fetchall()
    assert set(found) == expected
    assert len(found) == len(expected) == 93 * 50
    assert compared.execute("""
        select count(*) from (
            select position - lag(position) over (partition by urn order by distance, position) as step
            from similar_school
            where method = 'DfE list'
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
            where s.method = 'DfE list'
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
        select urn, round(similar_mean, 2), similar_k from comparison
        where indicator = 'abs_overall' and period = '2023/24' and similar_method = 'DfE list'
    """).fetchall()
    assert {urn: (mean, k) for urn, mean, k in found} == expected
    assert len(expected) == 5


@pytest.fixture(scope="module")
def computed(folder: Path) -> duckdb.DuckDBPyConnection:
    """Our own lists for all the schools whose characteristics DfE gives, as if they were of one council."""
    con = duckdb.connect()
    scratch(con, files=True)
    values = [ExtractFile(folder / name) for name in (VALUES, SECONDARY)]
    assert all(outcome.accepted for outcome in stage_files(con, values, loaded_by="the tests"))
    for name, phase in ((VALUES, "Primary"), (SECONDARY, "Secondary")):
        con.executemany(
            "insert into staged_school (extract_id, urn, la_code, phase_raw, type_group_raw, status_raw)"
            " values (1, ?, '330', ?, 'Academies', 'Open')",
            [(row["URN"], phase) for row in read(folder, name)],
        )
    built(con, "20_core", until="similar_school")
    return con


def test_our_distances_between_primary_schools_are_dfes(computed, folder) -> None:
    theirs = {(row["URN"], row["NeighbourURN"]): float(row["Dist"]) for row in read(folder, LIST)}
    ours = {
        (urn, other): distance
        for urn, other, distance in computed.execute("""
            select urn, similar_urn, distance from similar_computed
            where purpose = 'results' and phase = 'primary' and method = 'computed, local, k 15'
        """).fetchall()
    }
    assert len(ours) == 93 * 15
    both = ours.keys() & theirs.keys()
    assert len(both) > 400
    assert max(abs(ours[pair] - theirs[pair]) for pair in both) < 1e-5


def test_the_distances_that_are_known_to_the_last_place_come_out(computed) -> None:
    found = computed.execute("""
        select t.urn, list_distance(o.coordinates, t.coordinates)
        from similar_place as o
        join similar_place as t using (purpose, phase)
        where purpose = 'results' and o.urn = '100171' and t.urn in ('135968', '145140')
    """).fetchall()
    assert dict(found) == {
        "135968": pytest.approx(0.295563, abs=1e-6),
        "145140": pytest.approx(0.355461, abs=1e-6),
    }


def test_secondary_schools_are_found_by_dfes_spread(computed, folder) -> None:
    (spread,) = read(folder, SPREAD)
    rows = {row["URN"]: row for row in read(folder, SECONDARY)}
    pairs = computed.execute("""
        select urn, similar_urn, distance from similar_computed
        where purpose = 'results' and phase = 'secondary' order by urn, position limit 300
    """).fetchall()
    assert len(pairs) == 300
    for urn, other, distance in pairs:
        total = sum(
            weight * ((float(rows[urn][item]) - float(rows[other][item])) / float(spread[item])) ** 2
            for item, weight in SECONDARY_WEIGHTS.items()
        )
        assert distance == pytest.approx(total**0.5, abs=1e-5)


PUBLIC = {
    "PPPerc": "fsm6_pct",
    "PercentSchSupport": "sen_sup_pct",
    "PercentEAL": "eal_pct",
    "PercentageStatementOrEhp": "ehcp_pct",
    "NumberOfPupils": "roll",
}


def test_the_demonstration_citys_lists_and_means_are_those_of_pandas(demo_release) -> None:
    with duckdb.connect(str(demo_release), read_only=True) as con:
        figures = con.execute("""
            select urn, indicator, arg_max(value, period) as value from observation
            where is_best and pupil_group = 'all' and period like '____/__'
                and indicator in ('fsm6_pct', 'sen_sup_pct', 'eal_pct', 'ehcp_pct', 'roll')
            group by all
        """).df()
        schools = con.execute("""
            select urn, is_home from school
            where state_funded and status <> 'closed' and compare_phase = 'primary'
        """).df()
        ours = con.execute("""
            select urn, similar_urn, position from similar_school
            where purpose = 'results' and reach = 'England' and phase = 'primary'
        """).df()
        absence = con.execute("""
            select urn, value from observation
            where is_best and indicator = 'abs_overall' and period = '2024/25' and phase = 'primary'
                and value is not null
        """).df()
        beside = con.execute("""
            select urn, similar_mean, similar_k from comparison
            where indicator = 'abs_overall' and period = '2024/25' and phase = 'primary'
                and similar_mean is not null
        """).df()
    wide = figures.pivot(index="urn", columns="indicator", values="value").dropna()
    wide = wide.loc[wide.index.isin(schools["urn"])].sort_index()
    home = schools.loc[schools["is_home"], "urn"]
    values = absence.set_index("urn")["value"]
    means = beside.set_index("urn")
    listed = ours.sort_values("position").groupby("urn")["similar_urn"].agg(list)
    assert set(listed.index) == set(wide.index) & set(home)
    assert len(listed) > 250
    for urn in sorted(listed.index)[::10]:
        apart = sum(
            WEIGHTS[item] * (wide[indicator] - wide.loc[urn, indicator]) ** 2
            for item, indicator in PUBLIC.items()
        ).pow(0.5)
        nearest = apart.drop(urn).round(9).sort_values(kind="stable").head(50).index.tolist()
        assert listed[urn] == nearest
        if urn in means.index:
            known = values.reindex(nearest).dropna()
            assert means.loc[urn, "similar_mean"] == pytest.approx(known.mean(), abs=1e-9)
            assert means.loc[urn, "similar_k"] == len(known)
