"""Are the figures of the real files by council those that pandas reads, and do they agree with LAIT?"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from eif.extracts import ExtractFile, stage_files
from tests.sql.given import built, scratch

FILES = ("ees/attendance/*", "ees/eyfsp/*", "ees/send/*", "ees/ap/*", "exclusions/*")
YEARS = {"Current": "2023/24", "Previous": "2022/23", "Previous2": "2021/22"}
LEVELS = {"Local authority": "la", "Regional": "region", "Region": "region", "National": "national"}
SHORT = {
    "Total": "all",
    "All schools": "all",
    "Primary": "primary",
    "Secondary": "secondary",
    "Special": "special",
}
# Half the last place of the coarser of the two, where that is not a hundredth.
ROUNDING = {"eyfs_gld": 0.05, "ehc_20wk": 0.05, "ehc_20wk_all": 0.05}
HALF_A_HUNDREDTH = 0.005
# How many councils' figures the two publish of each measure and year, at least.
FEWEST = 100


def table(realdata: Path, name: str) -> pd.DataFrame:
    """A file as text, with the kind of row."""
    (path,) = realdata.glob(name)
    read = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    level = "geographic_level" if "geographic_level" in read else "level"
    return read.assign(kind=read[level].map(LEVELS)).dropna(subset=["kind"])


def numbers(column: pd.Series) -> pd.Series:
    return pd.to_numeric(column, errors="coerce")


@pytest.fixture(scope="module")
def staged(realdata: Path) -> duckdb.DuckDBPyConnection:
    """The real files by council, DfE's similar-schools absence and LAIT, staged and joined."""
    con = duckdb.connect()
    scratch(con, files=True)
    paths = [path for pattern in FILES for path in sorted(realdata.glob(pattern))]
    given = [ExtractFile(path) for path in paths]
    given += [
        ExtractFile(path, period="2023/24") for path in sorted((realdata / "similar_schools").glob("*Abs*"))
    ]
    given += [
        ExtractFile(realdata / "lait" / name)
        for name in ("bds_long_0.parquet", "lait_data_dictionary.csv", "la_code_list.xlsx")
    ]
    outcomes = stage_files(con, given, loaded_by="the tests")
    assert [outcome.message for outcome in outcomes if not outcome.accepted] == []
    built(con, "20_core")
    return con


def staged_values(
    con: duckdb.DuckDBPyConnection, layout: str, indicator: str
) -> dict[tuple[str, ...], float]:
    """Area, group, phase and period of every figure -> its value."""
    found = con.execute(
        """
        select area_code, pupil_group, phase, v.period, v.value
        from staged_value as v join staged_extract using (extract_id)
        where layout = ? and indicator = ? and v.value is not null and row_kind <> 'school'
        """,
        [layout, indicator],
    ).fetchall()
    values = {row[:4]: row[4] for row in found}
    assert len(values) == len(found) > 0
    return values


def by_hand(read: pd.DataFrame, value: str, **key: object) -> dict[tuple[str, ...], float]:
    """The same from a table: `key` gives pupil_group, phase and period, as texts or as columns."""
    codes = {"la": "old_la_code", "region": "region_code", "national": "country_code"}
    area = read["kind"].map(codes)
    code = pd.Series([row[name] for (_, row), name in zip(read.iterrows(), area, strict=True)], read.index)
    whole = pd.DataFrame({"area": code, **key, "value": numbers(read[value])}, index=read.index).dropna()
    return {tuple(row[:4]): row[4] for row in whole.itertuples(index=False)}


def academic(years: pd.Series) -> pd.Series:
    return years.str[:4] + "/" + years.str[4:]


@pytest.mark.parametrize(
    ("name", "layout", "phase"),
    [
        ("ees/attendance/EES_ytd_data_2026*", "ees_attendance", "education_phase"),
        ("ees/attendance/EES_ytd_data_202[35]*", "ees_attendance_2022", "school_type"),
    ],
)
@pytest.mark.parametrize(
    ("indicator", "column"),
    [
        ("abs_inyear", "overall_absence_perc"),
        ("abs_inyear_unauth", "unauthorised_absence_perc"),
        ("abs_inyear_pa", "pa_perc"),
    ],
)
def test_attendance_in_the_year(staged, realdata, name, layout, phase, indicator, column) -> None:
    expected = {}
    for path in realdata.glob(name):
        read = table(realdata, str(path.relative_to(realdata)))
        expected |= by_hand(
            read,
            column,
            pupil_group="all",
            phase=read[phase].map(SHORT),
            period=academic(read["time_period"]),
        )
    assert staged_values(staged, layout, indicator) == expected


def test_the_last_week_is_the_year_to_date_rounded(staged, realdata) -> None:
    read = table(realdata, "ees/attendance/week_29*")
    weeks = "2024/25 week " + read["time_identifier"].str.removeprefix("Week ")
    phase = read["education_phase"].map(SHORT)
    expected = by_hand(read, "persistent_absence_percent", pupil_group="all", phase=phase, period=weeks)
    found = staged_values(staged, "ees_attendance_weekly", "abs_inyear_pa")
    assert found == expected
    year = staged_values(staged, "ees_attendance_2022", "abs_inyear_pa")
    last = {key[:3]: value for key, value in found.items() if key[3] == "2024/25 week 30"}
    pairs = [(value, year[(*key, "2024/25")]) for key, value in last.items()]
    assert len(pairs) > 450
    assert all(abs(week - whole) <= HALF_A_HUNDREDTH + 1e-9 for week, whole in pairs)


@pytest.mark.parametrize(
    ("indicator", "column"),
    [
        ("fin_deficit_schools", "PC_schools_with_deficit"),
        ("fin_close_bal", "average_revenue_balance"),
        ("fin_close_pct_income", "revenue_balance_as_pc_total_income"),
    ],
)
def test_reserves(staged, realdata, indicator, column) -> None:
    read = table(realdata, "ees/attendance/la_maintained*")
    phase = read["school_phase"].map(
        SHORT
        | {
            "All Local authority maintained schools": "all",
            "Pupil referral units": "alternative provision",
            "Nursery": "nursery",
        }
    )
    period = read["time_period"].str[:4] + "-" + read["time_period"].str[4:]
    expected = by_hand(read, column, pupil_group="all", phase=phase, period=period)
    assert staged_values(staged, "ees_reserves", indicator) == expected


def test_early_years_by_group(staged, realdata) -> None:
    read = table(realdata, "ees/eyfsp/*")
    said = read["characteristic"] + ": " + read["characteristic_type"] + ": " + read["gender"]
    groups = {
        "Total: Total: Total": "all",
        "Total: Total: Boys": "boys",
        "Total: Total: Girls": "girls",
        "Free school meal eligibility: Known to be eligible for free school meals: Total": "fsm",
        "Free school meal eligibility: Not known to be eligible for free school meals: Total": "nfsm",
        "First language: Known or believed to be English: Total": "efl",
        "First language: Known or believed to be other than English: Total": "eal",
        "SEN provision: All SEN: Total": "sen",
        "SEN provision: SEN support: Total": "sen_sup",
        "SEN provision: EHC plan: Total": "ehcp",
        "SEN provision: No identified SEN: Total": "no_sen",
    }
    expected = by_hand(
        read, "gld_percentage", pupil_group=said.map(groups), phase="primary", period="2021/22"
    )
    assert staged_values(staged, "ees_eyfsp_2022", "eyfs_gld") == expected
    assert expected[("330", "all", "primary", "2021/22")] == 62.7


@pytest.mark.parametrize(
    ("indicator", "column"), [("ehc_20wk", "no_exc_20week_rate"), ("ehc_20wk_all", "inc_exc_20week_rate")]
)
def test_plans(staged, realdata, indicator, column) -> None:
    read = table(realdata, "ees/send/sen2*")
    expected = by_hand(read, column, pupil_group="all", phase="all", period=read["time_period"])
    assert staged_values(staged, "ees_sen2", indicator) == expected


@pytest.mark.parametrize(
    ("indicator", "column"),
    [
        ("abs_overall", "sess_overall_percent"),
        ("abs_auth", "sess_authorised_percent"),
        ("abs_unauth", "sess_unauthorised_percent"),
        ("abs_pa10", "enrolments_pa_10_exact_percent"),
        ("abs_sa50", "enrolments_pa_50_exact_percent"),
    ],
)
def test_referral_units(staged, realdata, indicator, column) -> None:
    read = table(realdata, "ees/send/4_absence*")
    period = academic(read["time_period"]) + " autumn and spring"
    expected = by_hand(read, column, pupil_group="all", phase="alternative provision", period=period)
    assert staged_values(staged, "ees_absence_pru", indicator) == expected


def test_alternative_provision(staged, realdata) -> None:
    read = table(realdata, "ees/ap/*")
    read = read[read["setting_type"] == "Total"]
    groups = {
        ("Total", "Total"): "all",
        ("Gender", "Male"): "boys",
        ("Gender", "Female"): "girls",
        ("FSM eligibility", "FSM eligible"): "fsm",
        ("FSM eligibility", "Not FSM eligible"): "nfsm",
        ("SEN on entry", "SEN Support"): "sen_sup",
        ("SEN on entry", "EHC plan"): "ehcp",
        ("SEN on entry", "No SEN"): "no_sen",
    }
    said = pd.Series(
        list(zip(read["characteristic_grouping"], read["pupil_characteristic"], strict=True)), read.index
    )
    expected = by_hand(read, "pupils", pupil_group=said.map(groups), phase="all", period="2022/23")
    assert staged_values(staged, "ees_alternative_provision", "ap_pupils_n") == expected
    assert expected[("E92000001", "all", "all", "2022/23")] == 24577


@pytest.mark.parametrize(
    ("indicator", "column"),
    [
        ("pex_rate", "perm_excl_rate"),
        ("susp_rate", "fixed_excl_rate"),
        ("susp_1plus", "one_or_more_fixed_excl_rate"),
    ],
)
def test_exclusions_of_councils_by_name(staged, realdata, indicator, column) -> None:
    coded = table(realdata, "exclusions/SFR35*")
    codes = dict(zip(coded["la_name"], coded["old_la_code"], strict=True))
    read = table(realdata, "exclusions/clean_la*")
    read = read[(read["kind"] == "la") & (read["la_name"] != "NULL")]
    read = read.assign(old_la_code=read["la_name"].map(codes))
    expected = by_hand(
        read,
        column,
        pupil_group="all",
        phase=read["school_type"].map(SHORT),
        period=academic(read["year"]),
    )
    found = staged_values(staged, "exclusions_la", indicator)
    assert {key: value for key, value in found.items() if not key[0].startswith("E")} == expected


def test_absence_of_schools_and_councils_in_three_columns_a_measure(staged, realdata) -> None:
    read = json.loads((realdata / "similar_schools" / "EstablishmentAbsence.json").read_text())
    expected = {
        (row["Id"], period): float(row[f"Abs_Tot_Est_{word}_Pct"])
        for row in read
        for word, period in YEARS.items()
        if row[f"Abs_Tot_Est_{word}_Pct"] is not None
    }
    found = staged.execute("""
        select urn, v.period, v.value from staged_value as v join staged_extract using (extract_id)
        where layout = 'similar_absence_schools' and indicator = 'abs_overall' and v.value is not null
    """).fetchall()
    assert {(urn, period): value for urn, period, value in found} == expected
    councils = json.loads((realdata / "similar_schools" / "LAAbsence.json").read_text())
    assert staged_values(staged, "similar_absence_la", "abs_pa10") == {
        (row["Id"], "all", phase.lower(), period): float(row[f"Abs_Persistent_{phase}_LA_{word}_Pct"])
        for row in councils
        for phase in ("Primary", "Secondary")
        for word, period in YEARS.items()
        if row[f"Abs_Persistent_{phase}_LA_{word}_Pct"] is not None
    }


def test_every_councils_figure_agrees_with_lait_where_both_publish_it(staged) -> None:
    pairs = staged.execute("""
        with rows as (
            select b.*, e.kind = 'la_values' as from_lait
            from benchmark as b join staged_extract as e using (extract_id)
            where area_type = 'la' and value is not null
        )
        select own.indicator, own.pupil_group, own.phase, own.period, own.area_code, own.value, lait.value
        from rows as own
        join rows as lait using (area_code, indicator, pupil_group, phase, period)
        where not own.from_lait and lait.from_lait
    """).fetchall()
    measures: dict[tuple[str, ...], int] = {}
    for indicator, group, phase, period, area, value, lait in pairs:
        measures[(indicator, group, phase, period)] = measures.get((indicator, group, phase, period), 0) + 1
        limit = ROUNDING.get(indicator, HALF_A_HUNDREDTH) + 1e-5
        assert abs(value - lait) <= limit, (indicator, group, phase, period, area, value, lait)
    assert min(measures.values()) >= FEWEST
    assert len({indicator for indicator, *_ in measures}) == 10
    assert {period for indicator, _, _, period in measures if indicator == "ehc_20wk"} == {
        str(year) for year in range(2016, 2023)
    }


def test_a_group_that_lait_counts_otherwise_is_not_taken_for_ours(staged) -> None:
    assert staged.execute("""
        select count(*) from la_measure_map where measure = 'FSP_Gooddev_FSM_Other'
    """).fetchone() == (0,)
    ((ours, lait),) = staged.execute("""
        select
            (select value from staged_value where area_code = '330' and pupil_group = 'nfsm'
                and indicator = 'eyfs_gld'),
            (select value from staged_la_value where la_code = '330' and period = '2022'
                and measure = 'FSP_Gooddev_FSM_Other')
    """).fetchall()
    assert (ours, round(lait, 1)) == (66.3, 67.6)
