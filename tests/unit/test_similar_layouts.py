"""Are DfE's files of similar schools read: whose list, which figures, and of which year?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eif.extracts import ExtractError, ExtractFile, create_staging, recognise, stage_files
from eif.extracts.told import years_told
from eif.warehouse.gather import GivenFile
from eif.warehouse.readings import Readings
from tests.fixtures.extracts import FOLDER


def staged(con, name, period=None):
    create_staging(con)
    (outcome,) = stage_files(con, [ExtractFile(FOLDER / name, name, period)], loaded_by="the tests")
    assert outcome.accepted, outcome.message
    return outcome


def rows(con, query):
    return con.execute(query).fetchall()


def test_three_years_of_a_school_stand_side_by_side(con):
    staged(con, "2023-2024/similar_absence_schools.json")
    assert rows(con, "select urn, la_code, period, value from staged_value where indicator = 'abs_overall'"
                " and urn = '900001' order by period") == [
        ("900001", "330", "2021/22", 9.64147),
        ("900001", "330", "2022/23", 8.07423),
        ("900001", "330", "2023/24", 7.47997),
    ]  # fmt: skip
    assert rows(con, "select period, status from staged_value where indicator = 'abs_pa10'"
                " and urn = '900002' order by period") == [
        ("2021/22", "blank"),
        ("2022/23", "blank"),
        ("2023/24", "value"),
    ]  # fmt: skip


def test_primary_and_secondary_stand_side_by_side_in_a_councils_row(con):
    outcome = staged(con, "2023-2024/similar_absence_la.json")
    assert rows(con, "select phase, period, value from staged_value where area_code = '330'"
                " and indicator = 'abs_overall' order by all") == [
        ("primary", "2021/22", 6.32345), ("primary", "2022/23", 6.22345), ("primary", "2023/24", 6.12345),
        ("secondary", "2021/22", 9.32345), ("secondary", "2022/23", 9.22345),
        ("secondary", "2023/24", 9.12345),
    ]  # fmt: skip
    assert (outcome.rows_in, outcome.rows_left_out, outcome.rows_rejected) == (4, 1, 1)


def test_only_the_national_row_of_england_is_of_a_known_area(con):
    staged(con, "2023-2024/similar_absence_england.json")
    assert rows(con, "select distinct row_kind, area_code from staged_value") == [("national", "E92000001")]
    assert rows(con, "select text from left_out_row order by text") == [("Local authority",), ("Regional",)]


def test_a_list_keeps_distance_and_position(con):
    staged(con, "similar_schools.json")
    assert rows(con, "select urn, similar_urn, round(distance, 6), position from staged_similar_school") == [
        ("900001", "900002", 0.295563, 1),
        ("900001", "900003", 0.355461, 2),
        ("900002", "900001", 0.000015, 1),
    ]


@pytest.mark.parametrize(("field", "said"), [("Dist", "near"), ("Rank", None)])
def test_a_list_with_a_distance_that_is_no_number_is_refused(con, tmp_path, field, said):
    given = json.loads((FOLDER / "similar_schools.json").read_text())
    given[1][field] = said
    (tmp_path / "x.json").write_text(json.dumps(given))
    create_staging(con)
    (outcome,) = stage_files(con, [ExtractFile(tmp_path / "x.json")], loaded_by="the tests")
    assert not outcome.accepted
    assert f"is not a number. File x.json, column {field}, record 3." in outcome.message


@pytest.mark.parametrize(
    ("name", "phase", "items"),
    [("similar_values_primary.json", "primary", 10), ("similar_values_secondary.json", "secondary", 10)],
)
def test_the_figures_behind_a_list_are_kept_under_their_own_names(con, name, phase, items):
    staged(con, name)
    assert rows(con, "select phase, count(*) from staged_similar_value group by all") == [(phase, items)]
    said = rows(con, "select value, status, raw from staged_similar_value where item = 'PPPerc'")
    assert (
        said == [(47.99733, "value", "47.99733")] if phase == "primary" else [(None, "not available", "NA")]
    )
    assert rows(con, "select count(*) from staged_value") == [(0,)]


def test_the_data_map_says_which_year_is_current_where_it_says_one():
    found = recognise(FOLDER / "similar_map.csv")
    assert years_told(found) == {"PupilAbsence": "2023/24", "KS4_Destinations": "2023/24"}


def test_a_year_is_never_guessed():
    with pytest.raises(ExtractError) as told:
        recognise(FOLDER / "2023-2024" / "similar_absence_la.json", name="similar_absence_la.json")
    assert "Load it together with the data map published with it, or with --period 2018/19." in str(
        told.value
    )


@pytest.mark.parametrize(
    ("names", "period", "expected"),
    [
        (["similar_absence_la.json"], None, (False, None, None)),
        (["similar_absence_la.json", "similar_map.csv"], None, (True, "2023/24", "2023/24")),
        (["similar_map.csv", "similar_absence_la.json"], None, (True, "2023/24", "2023/24")),
        (["similar_absence_la.json", "similar_map.csv"], "2022/23", (True, "2022/23", "2022/23")),
    ],
)
def test_a_file_takes_the_year_that_the_data_map_given_with_it_says(tmp_path, names, period, expected):
    folders = {name: FOLDER / ("2023-2024" if "absence" in name else "") for name in names}
    given = [GivenFile(folders[name] / name, name) for name in names]
    with Readings(tmp_path / "read", lambda _: None) as readings:
        read = {reading.name: reading for reading in readings.given(given, period)}
    la = read["similar_absence_la.json"]
    assert (la.outcome.accepted, la.period, la.stated) == expected
    assert [Path(name).name for name in read] == names
