"""Is what publishing would change told, and nothing that stays?"""

# ruff: noqa: E501  the text tables are wide

from __future__ import annotations

from pathlib import Path

import pytest

from eif.screening.effect import effect_of
from eif.snapshot import Snapshot
from tests.conftest import settings_for
from tests.fixtures.tiny import load_files, write_absence
from tests.sql.given import built, cells, given, shown


@pytest.fixture
def two(con):
    """Empty tables of what is served and what was built."""
    for moment in ("before", "after"):
        con.execute(
            f"create table figure_{moment} (subject varchar, urn varchar, name varchar, indicator varchar, title varchar, pupil_group varchar, period varchar, value double)"
        )
        con.execute(
            f"create table rating_{moment} (urn varchar, name varchar, area varchar, title varchar, ord integer, rating varchar, why varchar)"
        )
        con.execute(
            f"create table school_{moment} (urn varchar, name varchar, phase varchar, status varchar, listed boolean)"
        )
    return con


def test_figures_are_counted_by_indicator_and_period_with_the_largest_change(two):
    for moment, text in (
        ("before", """
            urn    | name  | pupil_group | period  | value
            900001 | Ash   | all         | 2017/18 | 4
            900001 | Ash   | all         | 2018/19 | 4
            900001 | Ash   | dis         | 2018/19 | 20
            900002 | Birch | all         | 2018/19 | 5
            900003 | Cedar | all         | 2018/19 | 6
        """),
        ("after", """
            urn    | name  | pupil_group | period  | value
            900001 | Ash   | all         | 2017/18 | 4
            900001 | Ash   | all         | 2018/19 | 4.5
            900001 | Ash   | dis         | 2018/19 | 40
            900002 | Birch | all         | 2018/19 | 7
            900004 | Elder | all         | 2018/19 | 3
        """),
    ):  # fmt: skip
        given(two, f"figure_{moment}", text, subject="school", indicator="abs_overall", title="Absence")
    built(two, "60_effect")
    assert shown(
        two,
        "effect_figure",
        "indicator period schools added changed gone largest_name largest_before largest_after",
    ) == cells("""
        indicator   | period  | schools | added | changed | gone | largest_name | largest_before | largest_after
        abs_overall | 2018/19 | 4       | 1     | 3       | 1    | Birch        | 5              | 7
    """)


def test_ratings_that_move_and_gaps_that_are_filled_or_opened(two):
    given(two, "rating_before", """
        urn    | name  | area       | rating
        900001 | Ash   | attendance | green
        900002 | Birch | attendance | insufficient
        900003 | Cedar | attendance | amber
        900004 | Elder | attendance | red
        900001 | Ash   |            | Established
        900002 | Birch |            | Not enough evidence
        900009 | Gone  | attendance | red
    """)  # fmt: skip
    given(two, "rating_after", """
        urn    | name  | area       | rating              | why
        900001 | Ash   | attendance | red                 | Red: absence.
        900002 | Birch | attendance | green               | Green.
        900003 | Cedar | attendance | insufficient        | Not enough evidence.
        900004 | Elder | attendance | red                 | Red: absence.
        900001 | Ash   |            | Developing          | Red: attendance.
        900002 | Birch |            | Not enough evidence | 1 of 7 areas rated.
    """)  # fmt: skip
    built(two, "60_effect")
    assert shown(two, "effect_rating", "name area rating_before rating_after what why") == cells("""
        name  | area       | rating_before | rating_after | what   | why
        Ash   | attendance | green         | red          | moved  | Red: absence.
        Ash   |            | Established   | Developing   | moved  | Red: attendance.
        Birch | attendance | insufficient  | green        | filled | Green.
        Cedar | attendance | amber         | insufficient | opened | Not enough evidence.
    """)


def test_schools_added_gone_closed_and_listed_otherwise(two):
    given(two, "school_before", """
        urn    | name  | status  | listed
        900001 | Ash   | open    | true
        900002 | Birch | open    | true
        900003 | Cedar | unknown | false
        900004 | Elder | open    | true
    """)  # fmt: skip
    given(two, "school_after", """
        urn    | name  | status | listed
        900001 | Ash   | open   | true
        900002 | Birch | closed | false
        900003 | Cedar | open   | true
        900005 | Fir   | open   | true
    """)  # fmt: skip
    built(two, "60_effect")
    assert shown(two, "effect_school", "name what") == cells("""
        name  | what
        Birch | closed
        Cedar | listed
        Elder | gone
        Fir   | added
    """)


def snapshot(home: Path, given_file: Path) -> Snapshot:
    settings = settings_for(home)
    report = load_files(settings, given_file)
    assert report.release, report
    return Snapshot(settings.releases / f"{report.release}.duckdb", settings.framework)


def test_two_releases_are_compared_as_people_see_them(tmp_path):
    before = snapshot(
        tmp_path / "one", write_absence(tmp_path / "a", {"103100": "4.0", "103101": "5.0", "103102": "6.0"})
    )
    after = snapshot(
        tmp_path / "two", write_absence(tmp_path / "b", {"103100": "4.0", "103101": "7.5", "103103": "3.0"})
    )
    effect = effect_of(before, after)
    (row,) = effect.figures.query("indicator == 'abs_overall'").to_dict("records")
    assert (row["added"], row["changed"], row["gone"], row["schools"]) == (1, 1, 1, 3)
    assert (row["largest_urn"], row["largest_before"], row["largest_after"]) == ("103101", 5.0, 7.5)
    assert dict(zip(effect.schools["urn"], effect.schools["what"], strict=True)) == {
        "103102": "gone",
        "103103": "added",
    }
    assert "Figures of schools: 2 added, 1 changed, 2 gone, of 2 measures." in effect.sentences()
    assert "Schools: 1 added, 1 gone." in effect.sentences()
    assert effect_of(after, after).sentences() == ["No figure, rating or school changes."]
    assert effect_of(after, after).nothing
