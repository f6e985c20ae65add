"""The city overview says what the database says."""

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from drawn import html_of, only, run_page, text_of

from eif.snapshot import Snapshot
from eif.ui.figures import figure


@pytest.fixture
def overview(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The page's HTML on the demonstration city."""
    monkeypatch.setenv("EIF_HOME", str(demo_home))
    return html_of(run_page("overview"))


def test_the_finding_is_the_number_of_schools_in_the_database(overview: str, demo_snapshot: Snapshot) -> None:
    categories = demo_snapshot.read("screen_category").set_index("category")["schools"]
    listed = demo_snapshot.read("screen_school", listed=True)
    concern = int(categories["Causing Concern"])
    assert concern == int((listed["indicated"] == "Causing Concern").sum()) > 0
    assert only("h1", overview) == f"The data point to Causing Concern at {concern} of {len(listed)} schools"


def test_each_tile_counts_its_schools_and_leads_to_them(overview: str, demo_snapshot: Snapshot) -> None:
    for row in demo_snapshot.read("screen_category").itertuples():
        address = f"/schools?category={str(row.category).replace(' ', '+')}"
        tile = overview.split(f'href="{address}" target="_self" class="card tile"')[1].split("</a>")[0]
        assert f"<b>{row.schools:,}</b>" in tile
        assert str(row.category) in tile


def test_every_headline_shows_the_value_of_the_database(overview: str, demo_snapshot: Snapshot) -> None:
    release = demo_snapshot.read("screen_release").iloc[0]
    headlines = demo_snapshot.read("screen_headline", set_id=release.neighbour_set)
    assert len(headlines) > 3
    for row in headlines.itertuples():
        line = next(
            part for part in overview.split("<tr>") if f'title="{row.title}' in part.replace("&#58;", ":")
        )
        shown = only("b", line)
        assert shown == figure(row.value, int(row.value_decimals), row.unit)
        assert f"{row.rank} of {row.ranked}" in text_of(line)


def test_another_set_of_neighbours_changes_the_comparison(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EIF_HOME", str(demo_home))
    usual, other = html_of(run_page("overview")), html_of(run_page("overview", neighbours="2021-04"))
    assert 'aria-current="true">May 2025' in usual
    assert 'aria-current="true">April 2021' in other
    assert usual.split('class="headlines"')[1] != other.split('class="headlines"')[1]


def test_a_set_that_does_not_exist_is_the_usual_one(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EIF_HOME", str(demo_home))
    assert 'aria-current="true">May 2025' in html_of(run_page("overview", neighbours="<script>"))


def test_counts_of_an_area_lead_to_those_schools(overview: str, demo_snapshot: Snapshot) -> None:
    areas = demo_snapshot.read("screen_area")
    rated = areas[areas[["red", "amber", "green"]].sum(axis=1) > 0]
    assert len(rated)
    for row in rated.itertuples():
        link = overview.split(f'href="/schools?area={row.area}&amp;rating=red"')[1].split("</a>")[0]
        assert link.endswith(f">{row.red:,}")


def test_the_page_is_sound_for_a_screen_reader(overview: str) -> None:
    assert overview.count("<h1") == 1
    assert overview.count("<table") == overview.count("<caption")
    assert "<img" in overview
    assert 'alt=""' not in overview
    assert overview.count("<th ") == overview.count("<th scope=") + overview.count("<th title=")


def test_nothing_published_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EIF_HOME", str(tmp_path))
    page = html_of(run_page("overview"))
    assert only("h1", page) == "No figures can be shown yet"
    assert "python -m eif load" in text_of(page)


def test_where_every_key_area_is_rated_the_page_does_not_say_that_none_can_be_established(
    overview: str, demo_snapshot: Snapshot
) -> None:
    areas = demo_snapshot.read("screen_area")
    rated = areas.loc[areas["key_area"], ["red", "amber", "green"]].sum(axis=1)
    assert len(rated) == 3
    assert (rated > 0).all()
    assert "No school can be Established until" not in text_of(overview)


def test_a_headline_says_where_it_leads(overview: str) -> None:
    assert 'href="/schools?area=attainment" target="_self" aria-label="KS2 RWM&#58; schools by' in overview


def test_the_chosen_neighbours_go_along_to_a_school(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EIF_HOME", str(demo_home))
    page = html_of(run_page("overview", neighbours="2021-04"))
    schools = re.findall(r'href="(/school\?[^"]*)"', page)
    assert schools
    assert all("neighbours=2021-04" in address for address in schools)
    assert 'aria-current="true">April 2021' in html_of(run_page("overview", neighbours="April 2021"))


def test_the_newest_evidence_is_named_without_being_cut(overview: str) -> None:
    recent = overview.split("How recent the evidence is")[1].split("</section>")[0]
    names = [text_of(name) for name in re.findall(r"<a .*?</a>", recent)]
    assert names[:3] == ["Suspensions and exclusions", "Absence", "Key stage 2"]


def test_every_headlines_line_leads_to_its_trend(overview: str, demo_snapshot: Snapshot) -> None:
    release = demo_snapshot.read("screen_release").iloc[0]
    headlines = demo_snapshot.read("screen_headline", set_id=release.neighbour_set)
    for row in headlines.itertuples():
        address = urlencode({"measure": row.measure})
        assert f'href="/trends?{address}"' in overview
    trend = html_of(run_page("trends", measure=str(headlines.iloc[0].measure)))
    assert only("h1", trend).startswith(
        demo_snapshot.read("indicator", indicator="ks2_rwm_exp")["title"].iloc[0]
    )
