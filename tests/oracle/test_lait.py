"""Do LAIT's own figures come out of our SQL, for every measure?

The second half works everything out again in pandas from the parquet file and the dictionary, without our
loader. Needs the real LAIT files.
"""

from __future__ import annotations

import csv
import math

import duckdb
import openpyxl
import pandas as pd
import pytest

from eif.extracts import ExtractFile, stage_files
from eif.sql import build
from tests.sql.given import scratch

HOME = "330"


@pytest.fixture(scope="module")
def lait(realdata):
    con = duckdb.connect()
    scratch(con, home_la=HOME, files=True)
    names = (
        "bds_long_0.parquet",
        "lait_data_dictionary.csv",
        "la_code_list.xlsx",
        "sn_may_2025.xlsx",
        "sn_april_2021.xlsx",
    )
    outcomes = stage_files(con, [ExtractFile(realdata / "lait" / name) for name in names], loaded_by="test")
    assert [o.message for o in outcomes if not o.accepted] == []
    build(con, "20_core")
    build(con, "30_compare")
    yield con
    con.close()


def one(con, measure, period, columns):
    row = con.execute(
        f"select {columns} from la_comparison where measure = ? and period = ? and la_code = ?",
        [measure, period, HOME],
    ).fetchall()
    assert len(row) == 1
    return row[0]


@pytest.mark.parametrize(
    ("measure", "period", "value", "band", "rank", "ranked", "cuts", "neighbours"),
    [
        ("KS2RWM_Expected_STD", "2025", 63, "C", 63, 151, (50, 60, 63, 66, 78), 60.5),
        ("AVG_Attain8_Score", "2025", 46.6, "B", 58, 152, (None, 43.475, 45.4, 48.0, None), 42.93),
        ("AVG_Prog8_Score", "2024", 0.06, "B", 49, 152, (None, -0.1925, -0.05, 0.1125, None), -0.231),
        ("PriTotAbs", "2025", 5.95, "D", 146, 152, (None, 4.925, 5.18, 5.4625, None), 5.558),
        ("SFSecPerAbNew", "2025", 24.77, "C", 107, 152, (None, 21.5825, 23.52, 25.3075, None), 26.149),
        ("PriPermEx", "2023/24", 0.08731, "D", 145, None, (None,) * 5, None),
        ("SecFixedEx", "2023/24", 14.84, "B", 46, None, (None, 13.581, None, None, None), None),
        ("FSP_NEW_GOODDEV", "2025", 66.3, "C", 113, 153, (None, 66.1, None, None, None), None),
        ("SEN_EHC_All_20wks", "2024", 26.7, "D", 121, None, (None, 29.4, None, None, None), None),
    ],
)
def test_birmingham_stands_where_lait_puts_it(
    lait, measure, period, value, band, rank, ranked, cuts, neighbours
):
    found = one(
        lait, measure, period, "value, band, rank, ranked, q0, q25, q50, q75, q100, neighbour_mean, is_latest"
    )
    assert found[0] == pytest.approx(value, abs=0.005)
    assert found[1:3] == (band, rank)
    assert ranked in (None, found[3])
    for cut, expected in zip(found[4:9], cuts, strict=True):
        assert expected is None or cut == pytest.approx(expected, abs=0.0005)
    assert neighbours is None or found[9] == pytest.approx(neighbours, abs=0.0005)
    assert found[10]


def test_the_neighbour_mean_is_that_of_the_ten_named_authorities(lait):
    values = lait.execute(
        """
        select n.neighbour_name, c.value
        from neighbour_set as n
        inner join la_comparison as c on c.la_code = n.neighbour_code
        where
            n.la_code = '330' and n.set_id = '2025-05'
            and c.measure = 'KS2RWM_Expected_STD' and c.period = '2025'
        """
    ).fetchall()
    assert dict(values) == {
        "Blackburn with Darwen": 63, "Bradford": 60, "Manchester": 58, "Middlesbrough": 63,
        "Newcastle upon Tyne": 66, "Nottingham": 61, "Oldham": 58, "Salford": 60, "Sheffield": 59,
        "Southampton": 57,
    }  # fmt: skip
    assert one(lait, "KS2RWM_Expected_STD", "2025", "neighbour_mean, neighbour_k") == (60.5, 10)


def test_lait_fills_the_national_figure_that_schools_are_compared_with(lait):
    rows = lait.execute(
        """
        select area_type, value, definition from benchmark
        where is_best and indicator = 'ks2_rwm_exp' and pupil_group = 'all' and period = '2024/25'
            and (area_type = 'national' or area_code = '330')
        order by area_type
        """
    ).fetchall()
    assert rows == [("la", 63.0, "state-funded"), ("national", 63.0, "state-funded")]


def test_every_headline_measure_is_held_to_its_latest_year(lait):
    held = lait.execute(
        """
        select h.measure, any_value(c.period), any_value(c.value)
        from headline as h
        left join la_comparison as c on c.measure = h.measure and c.la_code = '330' and c.is_latest
        group by h.measure, h.ord order by h.ord
        """
    ).fetchall()
    assert [row[2] is not None for row in held] == [True] * len(held)


@pytest.fixture(scope="module")
def by_hand(realdata):
    """(measure, period) -> what pandas makes of it for Birmingham."""
    folder = realdata / "lait"
    long = pd.read_parquet(folder / "bds_long_0.parquet")
    long["code"] = long["LA Number"].astype(int)
    long["value"] = pd.to_numeric(long["Values"], errors="coerce")
    long["year"] = long["Years"].str.extract(r"^(\d+)")[0].astype(int)
    polarity, no_band = {}, set()
    with (folder / "lait_data_dictionary.csv").open(
        encoding="utf-8-sig", errors="replace", newline=""
    ) as handle:
        for row in csv.DictReader(handle):
            code = row["Measure_short"]
            polarity.setdefault(code, row["Polarity"] if row["Polarity"] in ("High", "Low") else "-")
            if row["No_Quartile"] == "N":
                no_band.add(code)
    sheet = openpyxl.load_workbook(folder / "sn_may_2025.xlsx", read_only=True).active
    neighbours = next(
        [row[i] for i in range(5, 25, 2)] for row in sheet.iter_rows(values_only=True) if row[0] == int(HOME)
    )
    core = [801, 383, 341, 352, 391, 892, 373]
    authorities = long[(long["code"] < 970)]
    answers = {}
    for (measure, period), part in authorities.groupby(["Short Desc", "Years"]):
        values = part.set_index("code")["value"]
        own = values.get(int(HOME))
        known = values.dropna()
        sign = {"High": 1, "Low": -1}.get(polarity.get(measure, "-"))
        near, cities = known.reindex(neighbours).dropna(), known.reindex(core).dropna()
        rank = band = None
        if own is not None and not math.isnan(own) and sign:
            rank = int((known * sign > own * sign).sum()) + 1
            q25, q50, q75 = (known.quantile(q, interpolation="linear") for q in (0.25, 0.5, 0.75))
            quarter = 0 if own <= q25 else 1 if own <= q50 else 2 if own <= q75 else 3
            band = None if measure in no_band else ("DCBA" if sign == 1 else "ABCD")[quarter]
        answers[measure, period] = (
            None if own is None or math.isnan(own) else own,
            rank,
            band,
            near.mean() if len(near) else None,
            len(near) or None,
            cities.mean() if len(cities) else None,
            len(known),
        )
    return answers


def test_pandas_agrees_on_every_measure_and_year(lait, by_hand):
    ours = {
        (row[0], row[1]): row[2:]
        for row in lait.execute(
            """
            select measure, period, value, rank, band, neighbour_mean, neighbour_k, core_city_mean, ranked
            from la_comparison where la_code = ?
            """,
            [HOME],
        ).fetchall()
    }
    assert ours.keys() == by_hand.keys()
    assert len({measure for measure, _ in ours}) == 434
    different = [key for key, found in ours.items() if not same(found, by_hand[key])]
    assert different == []


def test_a_change_is_given_only_from_the_year_directly_before(lait):
    rows = lait.execute(
        """
        select measure, period, previous_period, change, value
        from la_comparison where la_code = ? and previous_period is not null
        """,
        [HOME],
    ).fetchall()
    assert rows
    assert all(int(period[:4]) == int(before[:4]) + 1 for _, period, before, _, _ in rows)
    assert one(lait, "AVG_Prog8_Score", "2022", "change, previous_period") == (None, "2021")
    assert one(lait, "KS2RWM_Expected_STD", "2025", "change, previous_period") == (2.0, "2024")


def same(found, expected):
    """Means are kept to nine decimals."""
    return all(
        (a is None and b is None)
        or (isinstance(a, float) and isinstance(b, float) and math.isclose(a, b, rel_tol=1e-12, abs_tol=1e-9))
        or a == b
        for a, b in zip(found, expected, strict=True)
    )
