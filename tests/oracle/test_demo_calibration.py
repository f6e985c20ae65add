"""Does the demonstration city add up to the published city, and are its facts the published facts?

Expected figures are typed from the published averages, not read from the files that the demonstration uses.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from eif.demo import make_city
from eif.demo.absence import absence_phase
from eif.demo.city import City
from eif.demo.keystage2 import KeyStage2, make_key_stage_2
from eif.demo.keystage4 import KeyStage4, make_key_stage_4
from eif.demo.published import NEIGHBOURS, YEARS
from eif.demo.resources import facts, header

AT = {year: i for i, year in enumerate(YEARS)}
ABSENCE = {  # Birmingham: per cent of sessions missed, per cent of pupils persistently absent
    ("primary", 2018): (4.54, 11.0), ("primary", 2019): (4.39, 10.1), ("primary", 2022): (6.89, 21.8),
    ("primary", 2025): (5.95, 16.7), ("secondary", 2019): (5.51, 14.2), ("secondary", 2023): (9.00, 28.6),
    ("secondary", 2025): (8.08, 24.8), ("special", 2019): (11.61, 33.3), ("special", 2025): (14.30, 41.2),
}  # fmt: skip
RWM = {2018: (61, 53), 2019: (62, 55), 2022: (58, 49), 2023: (59, 50), 2024: (61, 53), 2025: (63, 56)}
GRADES = {  # Birmingham: Attainment 8, of disadvantaged pupils, Progress 8, English and maths at 5 and at 4
    2018: (45.8, 39.7, -0.04, 40.1, 59.6),
    2019: (46.6, 40.2, 0.09, 42.5, 61.9),
    2022: (48.5, 42.4, 0.07, 50.9, 68.0),
    2023: (46.1, 39.4, 0.03, 45.3, 63.3),
    2024: (46.3, 39.0, 0.06, 47.0, 64.8),
    2025: (46.6, 40.2, None, 45.4, 64.2),
}


@pytest.fixture(scope="module")
def city() -> City:
    return make_city()


@pytest.fixture(scope="module")
def primary(city: City) -> KeyStage2:
    return make_key_stage_2(
        np.random.default_rng([2026, 2]), city.schools.places, city.traits, city.context, city.published
    )


@pytest.fixture(scope="module")
def secondary(city: City) -> KeyStage4:
    return make_key_stage_4(
        np.random.default_rng([2026, 4]), city.schools.places, city.traits, city.context, city.published
    )


def at_home(city: City, *phases: str) -> np.ndarray:
    places = city.schools.places
    return ((places["la_code"] == "330") & places["phase"].isin(phases)).to_numpy()


def total(array: np.ndarray, rows: np.ndarray, year: int) -> float:
    return float(np.nansum(array[rows, AT[year]]))


def test_the_city_has_the_schools_of_birmingham(city: City) -> None:
    places = city.schools.places
    open_now = places[(places["la_code"] == "330") & (places["closed"] > 2025)]
    assert len(open_now) == 444
    assert open_now["maintained"].sum() == 212
    by_phase = open_now.groupby("phase")["maintained"].agg(["size", "mean"])
    assert by_phase.loc["primary", "size"] == 293
    assert by_phase.loc["primary", "mean"] == pytest.approx(0.52, abs=0.005)
    assert by_phase.loc["secondary", "size"] == 82
    assert by_phase.loc["secondary", "mean"] == pytest.approx(0.20, abs=0.005)
    pupils = np.nansum(city.context.roll[open_now.index, AT[2023]])
    assert pupils == pytest.approx(215_287, rel=0.12)


@pytest.mark.parametrize(("phase", "year"), list(ABSENCE))
def test_absence_of_the_schools_adds_up_to_the_published_city(city: City, phase: str, year: int) -> None:
    places, absence = city.schools.places, city.absence
    rows = (absence_phase(places) == phase) & (places["la_code"] == "330").to_numpy()
    missed = total(absence.authorised + absence.unauthorised, rows, year)
    overall, persistent = ABSENCE[phase, year]
    assert 100 * missed / total(absence.possible, rows, year) == pytest.approx(overall, abs=0.02)
    share = 100 * total(absence.persistent, rows, year) / total(absence.enrolments, rows, year)
    assert share == pytest.approx(persistent, abs=0.25)


@pytest.mark.parametrize("year", list(RWM))
def test_key_stage_2_results_add_up_to_the_published_city(city: City, primary: KeyStage2, year: int) -> None:
    rows = at_home(city, "primary", "all-through")
    low, other = primary.successes["RWM_EXP"]
    every = total(low, rows, year) + total(other, rows, year)
    assert 100 * every / total(primary.pupils, rows, year) == pytest.approx(RWM[year][0], abs=0.4)
    assert 100 * total(low, rows, year) / total(primary.disadvantaged, rows, year) == pytest.approx(
        RWM[year][1], abs=0.6
    )


@pytest.mark.parametrize("year", list(GRADES))
def test_key_stage_4_results_add_up_to_the_published_city(
    city: City, secondary: KeyStage4, year: int
) -> None:
    rows = at_home(city, "secondary", "all-through")
    a8, a8_poor, p8, five, four = GRADES[year]
    n, poor = secondary.pupils, secondary.disadvantaged
    pupils = total(n, rows, year)
    low, other = secondary.attainment
    assert total(low * poor + other * (n - poor), rows, year) / pupils == pytest.approx(a8, abs=0.15)
    assert total(low * poor, rows, year) / total(poor, rows, year) == pytest.approx(a8_poor, abs=0.15)
    for share, expected in (("BASICS_95", five), ("BASICS_94", four)):
        assert 100 * total(secondary.shares[share], rows, year) / pupils == pytest.approx(expected, abs=0.5)
    low, other = secondary.progress
    scores = low * poor + other * (n - poor)
    if p8 is None:
        assert np.isnan(scores[rows, AT[year]]).all()
    else:
        assert total(scores, rows, year) / pupils == pytest.approx(p8, abs=0.02)


def test_schools_lie_as_far_apart_as_published_schools(city: City) -> None:
    published = {"primary": (4.70, 5.63, 6.82), "secondary": (7.23, 8.91, 11.13)}
    for phase, expected in published.items():
        rows = absence_phase(city.schools.places) == phase
        found = np.nanpercentile(city.absence.overall[rows, AT[2024]], [20, 50, 80])
        assert found == pytest.approx(expected, rel=0.07)


def test_attainment_attendance_and_intake_go_together(city: City, secondary: KeyStage4) -> None:
    rows = at_home(city, "secondary")
    t = AT[2025]
    low, other = secondary.attainment
    share = secondary.disadvantaged / secondary.pupils
    a8 = (low * share + other * (1 - share))[rows, t]
    known = ~np.isnan(a8)
    assert np.corrcoef(a8[known], city.absence.overall[rows, t][known])[0, 1] < -0.3
    assert np.corrcoef(a8[known], city.context.fsm6[rows, t][known])[0, 1] < -0.5


def test_the_told_stories_can_be_found(city: City, primary: KeyStage2) -> None:
    place = {story: i for i, story in enumerate(city.schools.places["story"]) if story}
    absence, context = city.absence.overall, city.context
    collapse, better = place["attendance collapse"], place["recovery"]
    assert absence[collapse, AT[2024]] > absence[collapse, AT[2022]] + 3
    assert absence[better, AT[2025]] < absence[better, AT[2019]]
    low, other = primary.successes["RWM_EXP"]
    rwm = 100 * (low + other) / primary.pupils
    dip, star = place["key stage 2 dip"], place["excellent, low intake"]
    assert rwm[dip, AT[2025]] < rwm[dip, AT[2023]] - 20
    assert context.fsm6[star, AT[2025]] > 55
    assert np.nanmean(rwm[star, AT[2022] :]) > 66
    assert np.nanmax(context.roll[place["tiny"]]) < 40


def test_neighbours_average_to_the_published_mean(city: City) -> None:
    expected = {"KS2RWM_Expected_STD": 60.5, "AVG_Attain8_Score": 42.93, "PriTotAbs": 5.56, "SecTotAbs": 9.35}
    for measure, mean in expected.items():
        table = city.published.la[measure]
        assert table.loc["2025", list(NEIGHBOURS)].mean() == pytest.approx(mean, abs=0.01)


def test_facts_are_the_published_facts(realdata: Path) -> None:
    table = pq.read_table(realdata / "lait" / "bds_long_0.parquet").to_pandas()
    areas = {"birmingham": 330, "west_midlands": 984, "england": 970}
    said = facts("published")
    said = said[said["period"] != "2015"]
    for area, number in areas.items():
        found = table[table["LA Number"] == number].drop_duplicates(["Short Desc", "Years"])
        values = found.set_index(["Short Desc", "Years"])["Values"].to_dict()
        for measure, period, value in said[["measure", "period", area]].itertuples(index=False):
            real = values[measure, period]
            assert value == ("" if real == "-" else f"{float(real):.6g}"), (measure, period, area)


@pytest.mark.parametrize(
    ("layout", "file"),
    [
        ("gias", "layout_synthetic/gias.csv"),
        ("gias_links", "gias/links_edubasealldata20250422.csv"),
        ("cscp_abs", "cscp/2018-2019/england_abs.csv"),
        ("cscp_abs_15", "cscp/older/england_abs.csv"),
        ("cscp_census", "cscp/2018-2019/england_census.csv"),
        ("cscp_census_2018", "cscp/2017-2018/815_census.csv"),
        ("cscp_school_information", "cscp/2018-2019/815_spine.csv"),
        ("cscp_ks2final", "cscp/2018-2019/850_ks2final.csv"),
        ("cscp_ks4final", "cscp/2017-2018/815_ks4final.csv"),
        ("cscp_ks4provisional", "cscp/2018-2019/england_ks4provisional.csv"),
        ("lait_dictionary", "lait/lait_data_dictionary.csv"),
    ],
)
def test_the_headings_held_are_those_of_real_files(realdata: Path, layout: str, file: str) -> None:
    encoding = "cp1252" if "gias" in file else "utf-8-sig"
    with (realdata / file).open(encoding=encoding, newline="") as handle:
        assert list(header(layout)) == next(csv.reader(handle))


def test_no_school_is_called_like_a_real_one(realdata: Path, city: City) -> None:
    with (realdata / "gias" / "school_names_2016.csv").open(encoding="cp1252", newline="") as handle:
        real = {row["SchoolName"].casefold() for row in csv.DictReader(handle)}
    invented = {name.casefold() for name in city.schools.spells["name"]}
    assert not invented & real
