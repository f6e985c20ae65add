"""Is the reference data whole, and is a malformed file refused with a sentence that helps?"""

from __future__ import annotations

import csv
import re
import shutil

import pytest

from eif.config import ROOT
from eif.extracts import load_layouts
from eif.reference import FOLDER, TABLES, ReferenceDataError, is_period, load_reference, read_indicator

GOOD = (FOLDER / "indicators" / "ks2_rwm_exp.toml").read_text(encoding="utf-8")
HIGHER = 'direction = "higher"'
DENOMINATOR = 'denominator = "Eligible pupils at the end of key stage 2"'
DESCRIPTORS = 'descriptors = ["5.E1", "5.D1", "5.D2", "5.D3", "5.C1"]'


@pytest.fixture
def folder(tmp_path):
    copy = tmp_path / "reference"
    shutil.copytree(FOLDER, copy)
    return copy


def without(key):
    return "\n".join(line for line in GOOD.splitlines() if not line.startswith(f"{key} ="))


def test_every_reference_table_is_filled(con):
    load_reference(con)
    for table in TABLES:
        assert con.execute(f"select count(*) from {table}").fetchone()[0] > 0


def test_loading_twice_gives_the_same_tables(con):
    load_reference(con)
    first = {table: con.execute(f"from {table}").fetchall() for table in TABLES}
    load_reference(con)
    assert {table: con.execute(f"from {table}").fetchall() for table in TABLES} == first


@pytest.mark.parametrize(
    "key",
    [
        *("title", "direction", "area", "source", "question", "cannot_say", "next_review", "phases"),
        *(
            "key_stage",
            "first_period",
            "last_period",
            "unit",
            "decimals",
            "groups",
            "numerator",
            "min_cohort",
        ),
    ],
)
def test_an_indicator_without_a_required_key_is_refused(folder, key):
    path = folder / "indicators" / "ks2_rwm_exp.toml"
    if key == "cannot_say":
        path.write_text(GOOD.replace("cannot_say", "other_words"))
    elif key == "groups":
        path.write_text(GOOD.replace("groups = [", "other_groups = ["))
    else:
        path.write_text(without(key))
    with pytest.raises(ReferenceDataError, match=rf"ks2_rwm_exp\.toml has no {key}\. Add a line"):
        read_indicator(path)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (HIGHER, 'direction = "up"', "direction is 'up'. Write one of higher, lower, none, words"),
        (HIGHER, "direction = 1", "of the wrong type"),
        (HIGHER, "direction = ", "not valid TOML"),
        ('kind = "proportion"', 'kind = "share"', "kind is 'share'"),
        (DENOMINATOR, "", "a figure in percent needs a denominator"),
        (DESCRIPTORS, "", "name the descriptors it is evidence for, or say in not_evidence"),
        (DESCRIPTORS, DESCRIPTORS + '\nnot_evidence = "none"', "name the descriptors it is evidence for, or"),
        ('first_period = "2015/16"', 'first_period = "long ago"', "first_period is 'long ago'. Write a year"),
        ('last_period = "continues"', 'last_period = "ended"', "last_period is 'ended'. Write a year"),
        (HIGHER, HIGHER + '\nfound_in = [{ shelf = "3" }]', "names neither a dataset's item"),
        (HIGHER, HIGHER + '\nunread = "why"\nfound_in = [{ measure = "X" }]', "found_in a place and unread"),
        ("decimals = 0", "decimals = true", "of the wrong type"),
        ('unit = "percent"', 'unit = "furlongs"', "unit is 'furlongs'"),
        ('significance = "z_proportion"', 'significance = "z_mean"', "needs pupil_sd"),
        ("decimals = 0", "decimals = 0\ncolour = 3", "unknown keys: colour"),
        ('period = "2019/20"', 'period = "2019/21"', "a gap needs a period such as 2019/20"),
    ],
)
def test_a_wrong_value_is_refused_with_what_to_write(folder, old, new, message):
    path = folder / "indicators" / "ks2_rwm_exp.toml"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new, 1))
    with pytest.raises(ReferenceDataError) as refused:
        read_indicator(path)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("name", "line", "message"),
    [
        ("la_measure_map.csv", "X,no_such,all,primary", "names 'no_such' for 'all'"),
        ("la_measure_map.csv", "X,ks4_a8,no_group,secondary", "'ks4_a8' for 'no_group'"),
        ("headlines.csv", "9,X,T,T,percent,attainment,no_such", "names the indicator 'no_such'"),
        ("pupil_groups.csv", "all,All", "2 cells, expected 5"),
    ],
)
def test_a_list_that_names_what_is_not_there_is_refused(folder, con, name, line, message):
    with (folder / name).open("a", encoding="utf-8") as handle:
        handle.write(line + "\n")
    with pytest.raises(ReferenceDataError) as refused:
        load_reference(con, folder)
    assert message in str(refused.value)


def test_a_missing_list_and_a_changed_header_are_refused(folder, con):
    groups = folder / "pupil_groups.csv"
    groups.write_text(groups.read_text().replace("pupil_group,", "group,", 1))
    with pytest.raises(ReferenceDataError, match="has columns group"):
        load_reference(con, folder)
    groups.unlink()
    with pytest.raises(ReferenceDataError, match="missing or empty"):
        load_reference(con, folder)


def test_no_indicators_at_all_is_refused(folder, con):
    shutil.rmtree(folder / "indicators")
    with pytest.raises(ReferenceDataError, match="No indicator files"):
        load_reference(con, folder)


def test_the_two_thresholds_of_persistent_absence_are_two_indicators(con):
    load_reference(con)
    found = con.execute(
        "select indicator from indicator where indicator like 'abs_pa%' order by 1"
    ).fetchall()
    assert found == [("abs_pa10",), ("abs_pa15",)]


def test_every_indicator_with_a_direction_belongs_to_an_area_of_the_framework(con):
    load_reference(con)
    areas = con.execute("select distinct area from indicator where polarity <> 0").fetchall()
    with (ROOT / "data" / "framework" / "2026-02" / "areas.csv").open(encoding="utf-8", newline="") as handle:
        known = {row["area"] for row in csv.DictReader(handle)}
    assert {area for (area,) in areas} <= known


def test_birmingham_has_ten_neighbours_in_each_shipped_set_and_eight_core_cities(con):
    load_reference(con)
    sets = con.execute(
        "select set_id, kind, count(*) from reference_neighbour group by all order by set_id"
    ).fetchall()
    assert sets == [
        ("2021-04", "statistical", 10),
        ("2025-05", "statistical", 10),
        ("core-cities", "core cities", 8),
    ]


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("2018/19", True),
        ("1999/00", True),
        ("2018/20", False),
        ("201819", False),
        ("2018-19", True),
        ("2018-20", False),
        ("2014", False),
        (2018, False),
    ],
)
def test_periods_are_academic_and_financial_years(text, good):
    assert is_period(text) is good


def test_every_expected_source_is_one_that_some_layout_reads(con):
    load_reference(con)
    layouts = [(layout.id, layout.release_status) for layout in load_layouts()]
    for source, pattern, statuses in con.execute("select source, layouts, statuses from expected").fetchall():
        read = [status for name, status in layouts if re.fullmatch(pattern, name)]
        assert set(read) & set(statuses.split()), source
