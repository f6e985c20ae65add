"""Targets says what is met and how far off it is, and its figures are those of the database."""

from __future__ import annotations

import io
import math
import re
import shutil
from pathlib import Path

import pytest
from drawn import html_of, only, run_page, text_of
from openpyxl import load_workbook

from eif.config import load_settings
from eif.framework import FOLDER
from eif.outputs.about import describe
from eif.outputs.targets import against, by_its_date, distance_words, sentence, write_targets
from eif.snapshot import Snapshot, open_snapshot


@pytest.fixture
def home(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EIF_HOME", str(demo_home))


@pytest.fixture
def found(demo_snapshot: Snapshot):
    return demo_snapshot.rows("screen_target")


def one_of(found, target_id: str):
    (row,) = (row for row in found if row.target_id == target_id)
    return row


def rows_of(html: str) -> dict[str, str]:
    """The text of each table row by the target it leads to."""
    lines = re.findall(r"<tr>(.*?)</tr>", html, flags=re.S)
    named = ((re.search(r"/targets\?target=(\w+)", line), line) for line in lines)
    return {match[1]: text_of(line) for match, line in named if match}


@pytest.mark.usefixtures("home")
def test_every_target_is_listed_and_the_title_counts_what_is_met(found) -> None:
    html = html_of(run_page("targets"))
    assert sorted(rows_of(html)) == sorted(row.target_id for row in found)
    measured = [row for row in found if row.outcome != "not measurable"]
    met = [row for row in measured if row.outcome == "met"]
    assert 0 < len(met) < len(measured) < len(found)
    assert only("h1", html) == f"{len(met)} of {len(measured)} targets that can be measured are met"
    assert "None is set by the council yet" in text_of(html)
    assert "they are not targets of the council today" in text_of(html)


@pytest.mark.usefixtures("home")
def test_each_line_says_the_word_the_distance_and_the_date(found) -> None:
    lines = rows_of(html_of(run_page("targets")))
    for row in found:
        line = lines[row.target_id]
        if row.outcome == "not measurable":
            assert "Not measurable" in line
            assert " ".join(row.reason.split()) in line
        else:
            word = "▲ Met" if row.outcome == "met" else "◆ Not met"
            assert word in line
            assert distance_words(row.distance, row.pupils, row.polarity) in line
            assert row.period in line
        assert by_its_date(row) in line


@pytest.mark.usefixtures("home")
def test_one_target_leads_to_its_schools_with_the_pupils_each_is_short(
    found, demo_snapshot: Snapshot
) -> None:
    row = one_of(found, "h72_ks2")
    html = html_of(run_page("targets", target="h72_ks2"))
    assert only("h1", html) == row.title
    assert sentence(row, "Birmingham") in text_of(html)
    schools = demo_snapshot.rows(
        "screen_target_place", target_id="h72_ks2", place_kind="school", is_latest=True
    )
    for school in schools:
        assert f'href="/school?urn={school.urn}"' in html
    short = [-school.pupils for school in schools if school.pupils is not None and school.pupils < 0]
    assert row.school_pupils_short == sum(short)
    listed = re.findall(r"/school\?urn=(\d+)", html)
    order = [school.pupils for urn in listed for school in schools if school.urn == urn]
    judged = [pupils for pupils in order if pupils is not None]
    assert judged == sorted(judged)
    assert order[: len(judged)] == judged


@pytest.mark.usefixtures("home")
def test_one_that_cannot_be_measured_has_no_chart_and_says_why(found) -> None:
    row = one_of(found, "h79_floor")
    at = run_page("targets", target="h79_floor")
    assert row.reason in text_of(html_of(at))
    assert len(at.get("plotly_chart")) == 0


@pytest.mark.usefixtures("home")
def test_a_target_that_does_not_exist_shows_the_list(found) -> None:
    assert len(rows_of(html_of(run_page("targets", target="' or 1=1")))) == len(found)


def test_a_target_of_the_councils_own_framework_comes_first(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A version in the installation's home, with one target that the council agreed."""
    (tmp_path / "releases").symlink_to(demo_home / "releases")
    own = shutil.copytree(FOLDER / "2026-02", tmp_path / "frameworks" / "2026-09")
    about = own / "framework.toml"
    about.write_text(about.read_text().replace('2026-02"', '2026-09"', 1))
    with (own / "targets.csv").open("a", encoding="utf-8") as file:
        file.write(
            "own,99,attainment,Three in four read well,ks2_read_exp,all,primary,school,number,75,0,"
            "2027-08-31,yes,agreed,Cabinet,,\n"
        )
    monkeypatch.setenv("EIF_HOME", str(tmp_path))
    monkeypatch.setenv("EIF_FRAMEWORK", "2026-09")
    html = html_of(run_page("targets"))
    assert next(iter(rows_of(html))) == "own"
    assert "1 of 22 are set by the council" in text_of(html)
    assert "The council has set no target here yet" not in text_of(html)
    row = one_of(open_snapshot(load_settings()).rows("screen_target"), "own")
    assert (row.status, row.level, row.outcome) == ("agreed", 75.0, "not met")
    assert 0 < row.places_met < row.places


def test_the_citys_figures_are_the_published_ones(found, demo_snapshot: Snapshot) -> None:
    row = one_of(found, "h80_ks2")
    groups = {
        group: demo_snapshot.rows(
            "comparator", indicator="ks2_rwm_exp", pupil_group=group, phase="primary", period=row.period
        )[0]
        for group in ("dis", "nondis")
    }
    assert row.city_value == groups["dis"].la
    assert row.level == groups["nondis"].national
    assert row.distance == pytest.approx(groups["dis"].la - groups["nondis"].national)
    assert row.pupils == -math.ceil(-row.distance * row.city_cohort / 100)


@pytest.mark.parametrize(
    ("distance", "pupils", "words"),
    [
        (-2.0, -186, "2.0 points and 186 pupils short"),
        (-1.0, -1, "1.0 point and 1 pupil short"),
        (3.25, None, "3.2 points to spare"),
        (0.0, 0, "exactly there"),
        (-0.01, -1, "0.0 points and 1 pupil short"),
        (None, None, "not measured"),
    ],
)
def test_a_distance_is_said_in_words(distance, pupils, words) -> None:
    assert distance_words(distance, pupils) == words


def test_of_absence_what_falls_short_is_too_high() -> None:
    assert distance_words(-0.75, None, -1) == "0.8 points too high"
    assert distance_words(0.36, None, -1) == "0.4 points to spare"
    assert distance_words(-3.0, -12, -1) == "3.0 points and 12 pupils short"


@pytest.mark.usefixtures("home")
def test_the_figures_lead_to_their_source() -> None:
    listed = html_of(run_page("targets"))
    assert 'href="/provenance?indicator=ks2_read_exp&amp;group=all&amp;period=2024%2F25' in listed
    one = html_of(run_page("targets", target="h70_reading"))
    assert re.search(r"/provenance\?indicator=ks2_read_exp&amp;group=all&amp;period=[^&]+&amp;urn=\d+", one)


def test_what_is_asked_for_names_the_gap_and_the_other(found) -> None:
    row = one_of(found, "h72_ks2")
    assert against(row) == "within 5 points of all pupils of the city"
    assert against(row._replace(allowed_gap=0.0)) == "level with all pupils of the city, or better"
    assert against(row._replace(allowed_gap=0.0, comparator="number", number=70.5)) == (
        "level with 70.5, or better"
    )


def test_the_workbook_holds_every_target_and_place(found, demo_snapshot: Snapshot) -> None:
    places = demo_snapshot.rows("screen_target_place", is_latest=True)
    book = load_workbook(
        io.BytesIO(write_targets(found, places, describe(demo_snapshot, "All city targets")))
    )
    targets = list(book["Targets"].iter_rows(min_row=5, values_only=True))
    assert [row[0] for row in targets[1:]] == [row.title for row in found]
    assert len(list(book["Places"].iter_rows(min_row=6, values_only=True))) == len(places)
    assert all(cell not in (None, "") for row in targets for cell in row)
