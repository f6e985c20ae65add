"""Can a file of a new layout be read by adding one TOML, and are long files taken apart rightly?

Each test drops a layout into the home of an installation, as a council would, and loads a file of it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from eif.extracts import ExtractFile, FileOutcome, create_staging, load_layouts, recognise, stage_files
from eif.extracts.errors import ExtractError, LayoutError
from eif.extracts.period import identified_period, parse_period
from tests.conftest import load_into
from tests.fixtures.extracts import FOLDER

LONG = """
id = "council_reading"
title = "Reading ages by group"
publisher = "Birmingham"
publication = "Council returns"
kind = "values"
formats = ["csv"]
release_status = { column = "version", words = { Final = "final", Draft = "provisional" } }

[header]
key = ["^(?i:urn)$", "level", "topic", "breakdown", "subject", "year", "when", "^I01\\\\b", "version"]

[rows]
marker = "level"

[[only]]
column = "when"
keep = ["Academic year", "Autumn term"]
why = "part of a term"

[period]
from = "column"
column = "year"
identifier = "when"

[codes]
z = "not applicable"

[group]
column = ["topic", "breakdown"]
words = { "Total/Total" = "all", "Sex/Boys" = "boys", "Sex/Male" = "boys", "Sex/Girls" = "girls" }

[[row]]
kind = "school"
marker = ["School"]
urn = "^(?i:urn)$"

[[indicator]]
id = "ks2_read_exp"
format = "fraction"
where = { subject = "Reading" }
value = "^I01\\\\b"
denominator = "pupils"

[[indicator]]
id = "ks2_math_exp"
format = "fraction"
where = { subject = ["Maths", "Mathematics"] }
value = "^I01\\\\b"
denominator = "pupils"
"""

ROWS = """Urn,level,topic,breakdown,subject,year,when,I01  Share reached,version,pupils
900001,School,Total,Total,Reading,202425,Academic year,0.53,Final,60
900001,School,Sex,Boys,Reading,202425,Academic year,0.5,Final,30
900001,School,Sex,Girls,Reading,202425,Academic year,z,Final,30
900001,School,Total,Total,Maths,202425,Academic year,0.61,Final,60
900001,School,Total,Total,Science,202425,Academic year,many,Final,60
900001,School,Ethnicity,Any,Reading,202425,Academic year,0.7,Draft,
900001,School,Total,Total,Reading,202425,Autumn term,0.4,Final,58
900001,School,Total,Total,Reading,202425,Half term 1,0.3,Final,58
900001,Hamlet,Total,Total,Reading,202425,Academic year,0.3,Final,58
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "layouts").mkdir()
    monkeypatch.setenv("EIF_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def staging(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    create_staging(con)
    return con


def add(home: Path, name: str, text: str) -> None:
    (home / "layouts" / f"{name}.toml").write_text(text, encoding="utf-8")


def load(con: duckdb.DuckDBPyConnection, home: Path, text: str) -> FileOutcome:
    path = home / "file.csv"
    path.write_text(text, encoding="utf-8")
    (outcome,) = stage_files(con, [ExtractFile(path, path.name)], loaded_by="test")
    return outcome


def test_a_council_adds_a_layout_of_its_own_without_touching_the_program(home: Path) -> None:
    before = {layout.id for layout in load_layouts()}
    add(home, "council_reading", LONG)
    assert {layout.id for layout in load_layouts()} - before == {"council_reading"}
    (home / "layouts" / "council_reading.toml").unlink()
    assert {layout.id for layout in load_layouts()} == before


def test_the_command_line_loads_a_file_of_an_added_layout(home: Path) -> None:
    add(home, "council_reading", LONG)
    given = home / "given"
    given.mkdir()
    (given / "reading ages.csv").write_text(ROWS.replace("Draft", "Final"), encoding="utf-8")
    for name in ("demonstration.toml", "edubasealldata.csv"):
        shutil.copy(FOLDER / name, given)
    assert "Reading ages by group" in load_into(home, given, "--as-at", "2025-11-01")


def test_a_long_file_gives_each_row_its_group_its_indicator_and_its_period(
    staging: duckdb.DuckDBPyConnection, home: Path
) -> None:
    add(home, "council_reading", LONG)
    outcome = load(staging, home, ROWS)
    assert outcome.accepted, outcome.message
    assert staging.execute(
        """select indicator, pupil_group, period, value, denominator, status, source_column
        from staged_value order by source_row"""
    ).fetchall() == [
        ("ks2_read_exp", "all", "2024/25", 53.0, 60.0, "value", "I01  Share reached"),
        ("ks2_read_exp", "boys", "2024/25", 50.0, 30.0, "value", "I01  Share reached"),
        ("ks2_read_exp", "girls", "2024/25", None, 30.0, "not applicable", "I01  Share reached"),
        ("ks2_math_exp", "all", "2024/25", 61.0, 60.0, "value", "I01  Share reached"),
        ("ks2_read_exp", "all", "2024/25 autumn", 40.0, 58.0, "value", "I01  Share reached"),
    ]


def test_rows_that_are_none_of_ours_are_counted_and_so_are_their_cells(
    staging: duckdb.DuckDBPyConnection, home: Path
) -> None:
    add(home, "council_reading", LONG)
    outcome = load(staging, home, ROWS)
    assert (outcome.rows_in, outcome.rows_left_out, outcome.rows_rejected) == (9, 3, 1)
    assert staging.execute(
        "select column_name, text, reason, rows from left_out_row order by all"
    ).fetchall() == [
        ("subject", "Science", "no figure of ours", 1),
        ("topic/breakdown", "Ethnicity/Any", "no pupil group of ours", 1),
        ("when", "Half term 1", "part of a term", 1),
    ]
    assert staging.execute("select rows_in, rows_accepted, rows_left_out, rows_rejected from staged_extract"
    ).fetchall() == [(9, 5, 3, 1)]  # fmt: skip
    assert staging.execute(
        """select column_name, cells, value_cells, missing_cells, rejected_cells from cell_ledger
        where column_name in ('pupils', 'I01  Share reached') order by all"""
    ).fetchall() == [("I01  Share reached", 9, 7, 1, 1), ("pupils", 9, 7, 1, 1)]


def test_the_least_final_of_a_files_rows_says_how_final_it_is(
    staging: duckdb.DuckDBPyConnection, home: Path
) -> None:
    add(home, "council_reading", LONG)
    load(staging, home, ROWS)
    assert staging.execute("select release_status from staged_extract").fetchall() == [("provisional",)]
    outcome = load(staging, home, ROWS.replace("Draft", "Trial"))
    assert "'Trial' is not a release status" in outcome.message


def test_two_texts_of_one_group_in_one_file_are_the_same_row_twice(
    staging: duckdb.DuckDBPyConnection, home: Path
) -> None:
    add(home, "council_reading", LONG)
    outcome = load(staging, home, ROWS.replace("Sex,Girls", "Sex,Male"))
    assert not outcome.accepted
    assert "URN 900001 boys Reading stands more than once for 2024/25" in outcome.message


def test_a_file_of_which_nothing_would_be_used_is_refused(
    staging: duckdb.DuckDBPyConnection, home: Path
) -> None:
    add(home, "council_reading", LONG)
    outcome = load(staging, home, ROWS.replace("Total,Total", "All pupils,All").replace("Sex,", "Gender,"))
    assert not outcome.accepted
    assert "'All pupils/All' in topic/breakdown" in outcome.message


def test_a_fraction_beyond_one_is_no_percentage(staging: duckdb.DuckDBPyConnection, home: Path) -> None:
    add(home, "council_reading", LONG)
    outcome = load(staging, home, ROWS.replace("0.61", "61"))
    assert outcome.rejected_cells == 10 + 1  # the row of an unknown level, and this cell
    assert staging.execute(
        "select value, status from staged_value where indicator = 'ks2_math_exp'"
    ).fetchall() == [(None, "bad")]


def test_a_pattern_that_two_columns_fit_is_not_guessed_at(home: Path) -> None:
    add(home, "council_reading", LONG)
    path = home / "file.csv"
    path.write_text(ROWS.replace("pupils", "I01 pupils"), encoding="utf-8")
    with pytest.raises(ExtractError, match="Two columns could be"):
        recognise(path)


RENAMED = """
like = "council_reading"
id = "council_reading_2025"
title = "Reading ages by group, from 2025"
formats = ["csv"]
[renamed]
breakdown = "pupil_group"
subject = "course"
[written]
fraction = "percent"
"""


def test_a_new_years_names_need_only_what_changed(staging: duckdb.DuckDBPyConnection, home: Path) -> None:
    add(home, "council_reading", LONG)
    add(home, "council_reading_2025", RENAMED)
    text = ROWS.replace("breakdown", "pupil_group").replace("subject", "course").replace("0.53", "53.0")
    outcome = load(staging, home, text)
    assert (outcome.accepted, outcome.layout) == (True, "council_reading_2025")
    assert staging.execute(
        "select value from staged_value where indicator = 'ks2_read_exp' and pupil_group = 'all'"
    ).fetchall() == [(53.0,), (0.4,)]


def test_an_installations_layout_takes_the_place_of_ours_of_the_same_name(home: Path) -> None:
    add(home, "cscp_absence", 'like = "cscp_absence"\nid = "cscp_absence"\ntitle = "Absence, corrected"\n')
    (layout,) = [each for each in load_layouts() if each.id == "cscp_absence"]
    assert layout.title == "Absence, corrected"
    assert {each.indicator for each in layout.mapped} == {"abs_overall", "abs_pa10"}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ('kind = "values"', 'kind = "figures"'),
        ('id = "council_reading"', 'id = "other"'),
        ('format = "fraction"', 'format = "pence"'),
        ('z = "not applicable"', 'z = "unclear"'),
        ('value = "^I01\\\\b"', 'value = { all = "^I01\\\\b" }'),
        ('value = "^I01\\\\b"', 'value = "^I01("'),
        ('publisher = "Birmingham"', ""),
        ('id = "council_reading"', 'like = "council_reading"'),
    ],
)
def test_a_wrong_layout_is_named(home: Path, wrong: str, told: str) -> None:
    add(home, "council_reading", LONG.replace(wrong, told))
    with pytest.raises(LayoutError, match="council_reading"):
        load_layouts()


@pytest.mark.parametrize(
    ("text", "form", "period"),
    [
        ("201819", "financial", "2018-19"),
        ("2018/19", "financial", "2018-19"),
        ("2018", "calendar", "2018"),
        ("201819", "calendar", None),
        ("2018/19 autumn", "term", "2018/19 autumn"),
        ("Spring term 2018/19", "term", "2018/19 spring"),
        ("2018/19", "term", None),
        ("2025/26 week 29", "week", "2025/26 week 29"),
        ("2025/26 week 29", "term", None),
        ("2026-10-01", "day", "2026-10-01"),
        ("01/10/2026", "day", "2026-10-01"),
        ("31/02/2026", "day", None),
    ],
)
def test_periods_of_every_form(text: str, form: str, period: str | None) -> None:
    assert parse_period(text, form) == period


@pytest.mark.parametrize(
    ("year", "identifier", "period"),
    [
        ("202324", "Academic year", "2023/24"),
        ("201516", "Financial year", "2015-16"),
        ("2014", "Calendar year", "2014"),
        ("202324", "Autumn term", "2023/24 autumn"),
        ("201819", "Autumn and spring term", "2018/19 autumn and spring"),
        ("202526", "Week 29", "2025/26 week 29"),
        ("2025", "Week 30", "2024/25 week 30"),
        ("2025", "Week 36", "2025/26 week 36"),
        ("202324", "January", None),
        ("2023", "Autumn term", None),
    ],
)
def test_periods_of_a_year_and_its_identifier(year: str, identifier: str, period: str | None) -> None:
    assert identified_period(year, identifier) == period
