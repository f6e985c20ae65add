"""The school page shows what the database says about one school, and why."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pandas as pd
import pytest
from drawn import html_of, only, run_page, text_of
from streamlit.testing.v1 import AppTest

from eif.outputs.words import RATING
from eif.snapshot import Snapshot
from eif.ui.escape import escape
from eif.ui.figures import figure


@pytest.fixture(autouse=True)
def demonstration(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Serve the demonstration city."""
    monkeypatch.setenv("EIF_HOME", str(demo_home))


@pytest.fixture
def schools(demo_snapshot: Snapshot) -> pd.DataFrame:
    return demo_snapshot.read("screen_school", listed=True)


@pytest.fixture
def worst(schools: pd.DataFrame) -> Any:
    """A primary school with the most red areas."""
    primary = schools[schools["phase"] == "primary"]
    return next(primary.sort_values(["reds", "ambers"], ascending=False).itertuples(index=False))


def cells_under(table: str, header: str) -> list[str]:
    return [text_of(cell) for cell in re.findall(rf"<t[hd][^>]*{header}.*?</t[hd]>", table, flags=re.S)]


def table_called(html: str, caption: str) -> str:
    tables = re.findall(r"<table.*?</table>", html, flags=re.S)
    return next(table for table in tables if f">{escape(caption)}</caption>" in table)


def test_the_title_is_the_school(worst: Any) -> None:
    assert only("h1", html_of(run_page("school", urn=worst.urn))) == worst.name


def test_the_line_under_the_name_says_what_school_it_is(worst: Any) -> None:
    said = text_of(html_of(run_page("school", urn=worst.urn)))
    assert f"URN {worst.urn}" in said
    assert f"{int(worst.roll):,} pupils" in said
    assert worst.indicated in said


def test_the_strip_has_the_seven_ratings_of_the_database(worst: Any, demo_snapshot: Snapshot) -> None:
    html = html_of(run_page("school", urn=worst.urn))
    cards = html.split('class="strip"')[1].split("</section>")[:7]
    cells = demo_snapshot.read("screen_grid_cell", urn=worst.urn).sort_values("area_ord")
    for card, cell in zip(cards, cells.itertuples(index=False), strict=True):
        assert RATING[cell.rating].word in text_of(card)
        rated = cell.rating in ("red", "amber", "green")
        assert ("card grey" in card) is not rated
        if not rated:
            assert RATING["green"].word not in text_of(card)


def test_every_rule_of_a_rated_area_is_there_with_its_reason_and_threshold(
    worst: Any, demo_snapshot: Snapshot
) -> None:
    said = text_of(html_of(run_page("school", urn=worst.urn)))
    rated = demo_snapshot.read("screen_grid_cell", urn=worst.urn, rating=["red", "amber", "green"])["area"]
    signals = demo_snapshot.read("screen_signal", urn=worst.urn, area=list(rated))
    assert len(signals) > 5
    for signal in signals.itertuples(index=False):
        assert " ".join(signal.title.split()) in said
        assert " ".join(signal.reason.split()) in said
    assert "proposed" in said
    assert "framework page" in said


def test_the_figures_are_those_of_the_database(worst: Any, demo_snapshot: Snapshot) -> None:
    html = html_of(run_page("school", urn=worst.urn))
    area = demo_snapshot.read("screen_area", area="attendance").iloc[0]
    table = table_called(html, f"{area.title}: figures of {worst.name}")
    own = demo_snapshot.read(
        "screen_indicator", school_id=worst.school_id, indicator="abs_overall", pupil_group="all"
    )
    newest = own.dropna(subset=["value"]).sort_values("period").iloc[-1]
    line = next(part for part in table.split("<tr>") if escape(newest.title) in part)
    for value in (newest.value, newest.national, newest.neighbour_mean, newest.core_city_mean, newest.la):
        assert figure(value, int(newest.decimals), newest.unit) in line
    assert f"{int(newest.neighbour_k)}/10" in line
    assert f"<small>{int(newest.core_city_k)}</small>" in line
    assert f">{int(newest.national_percentile)}</a></td>" in line
    assert f"{int(newest.la_rank)} of {int(newest.la_of)}" in line


def test_no_cell_of_figures_is_blank(worst: Any) -> None:
    html = html_of(run_page("school", urn=worst.urn))
    cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", html, flags=re.S)
    assert len(cells) > 100
    assert [cell for cell in cells if not text_of(cell)] == []


def test_a_missing_figure_is_shown_by_its_reason(demo_snapshot: Snapshot, schools: pd.DataFrame) -> None:
    gone = demo_snapshot.read(
        "screen_indicator", indicator="ks2_rwm_exp", pupil_group="dis", status="suppressed"
    )
    known = demo_snapshot.read("screen_indicator", indicator="ks2_rwm_exp", pupil_group="dis", status="value")
    recent = gone[
        (gone["period"] >= "2022/23") & gone["urn"].isin(known["urn"]) & gone["urn"].isin(schools["urn"])
    ]
    title = recent.iloc[0]["title"]
    html = html_of(run_page("school", urn=recent.iloc[0]["urn"], groups_of=title))
    groups = html.split("Pupil groups")[-1]
    assert "suppressed" in text_of(groups)


def test_another_set_of_neighbours_changes_every_neighbour_figure(
    worst: Any, demo_snapshot: Snapshot
) -> None:
    at = run_page("school", urn=worst.urn, neighbours="2021-04")
    assert at.selectbox(key="neighbours").value == "April 2021"
    own = demo_snapshot.read(
        "screen_indicator", school_id=worst.school_id, indicator="abs_overall", pupil_group="all"
    )
    newest = own.dropna(subset=["value"]).sort_values("period").iloc[-1]
    mean = demo_snapshot.read(
        "screen_comparator",
        **{"set_id": "2021-04", "indicator": "abs_overall", "pupil_group": "all"},
        **{"phase": newest.phase, "period": newest.period},
    ).iloc[0]["mean"]
    said = figure(mean, int(newest.decimals), newest.unit)
    html = html_of(at)
    assert f"Neighbours {said} in {newest.period}" in text_of(html)
    line = next(part for part in html.split("<tr>") if f'<th scope="row">{escape(newest.title)}</th>' in part)
    assert re.search(rf">{re.escape(said)}</a> <small>", line)


def test_each_chart_has_words_and_a_table(worst: Any) -> None:
    at = run_page("school", urn=worst.urn)
    charts = at.get("plotly_chart")
    html = html_of(at)
    assert len(charts) >= 2
    assert html.count("<summary>Show as table</summary>") == len(charts)
    assert html.count("Axis starts at") == len(charts)


def test_figures_of_an_earlier_urn_say_so(demo_snapshot: Snapshot, schools: pd.DataFrame) -> None:
    events = demo_snapshot.read("screen_school_event", event="replaced")
    rated = schools[schools["rated"] > 0]
    joined = events[events["urn"].isin(rated["urn"]) & (events["school_id"] == events["other_school_id"])]
    event = joined.iloc[0]
    said = text_of(html_of(run_page("school", urn=event.urn)))
    assert event.words in said
    assert "One school under several URNs" in said
    assert "Published for this school under an earlier URN:" in said
    said = text_of(html_of(run_page("school", urn=event.urn, area="attendance")))
    assert f"Includes its predecessor (URN {event.other_urn})" in said


def test_a_school_that_was_merged_leads_to_the_one_it_became(demo_snapshot: Snapshot) -> None:
    events = demo_snapshot.read("screen_school_event", event="merged into")
    event = events[events["other_is_home"]].iloc[0]
    html = html_of(run_page("school", urn=event.urn))
    assert f'href="/school?urn={event.other_urn}"' in html
    assert "is a school of its own" in text_of(html)


def test_context_is_shown_and_never_rated(worst: Any) -> None:
    html = html_of(run_page("school", urn=worst.urn))
    card = next(part for part in html.split("</section>") if "<h2>Context</h2>" in part)
    context = card[card.index("<h2>Context</h2>") :]
    assert figure(worst.fsm6_pct, 1, "percent") in context
    assert 'class="mark' not in context


@pytest.mark.parametrize(
    "phase", ["primary", "secondary", "special", "nursery", "all-through", "alternative provision"]
)
def test_a_school_of_every_phase_can_be_shown(phase: str, schools: pd.DataFrame) -> None:
    school = schools[schools["phase"] == phase].iloc[0]
    at = run_page("school", urn=school.urn)
    assert only("h1", html_of(at)) == school["name"]


def test_a_closed_school_is_shown_without_a_rating(demo_snapshot: Snapshot) -> None:
    closed = demo_snapshot.read("screen_school", listed=False, status="closed").iloc[0]
    said = text_of(html_of(run_page("school", urn=closed.urn)))
    assert "Closed" in said
    assert "Not rated" in said
    assert "No evidence" not in said


def test_a_school_that_became_another_leads_to_it(demo_snapshot: Snapshot, schools: pd.DataFrame) -> None:
    closed = demo_snapshot.read("screen_school", listed=False, status="closed")
    before = closed[closed["school_id"].isin(schools["school_id"])].iloc[0]
    now = schools[schools["school_id"] == before.school_id].iloc[0]
    assert f'href="/school?urn={now.urn}"' in html_of(run_page("school", urn=before.urn))


def test_a_school_that_cannot_be_rated_still_shows_its_charts(
    demo_snapshot: Snapshot, schools: pd.DataFrame
) -> None:
    known = demo_snapshot.read("screen_indicator", indicator="abs_overall", status="value")["urn"]
    past = demo_snapshot.read("screen_school", listed=False, status="closed")
    at = run_page("school", urn=past[past["urn"].isin(known)].iloc[0]["urn"])
    assert len(at.get("plotly_chart")) > 0


@pytest.mark.parametrize("urn", ["1", "x", "<script>alert(1)</script>", "900000' or 1=1"])
def test_an_unknown_urn_is_said_plainly_with_a_way_on(urn: str) -> None:
    html = html_of(run_page("school", urn=urn))
    assert only("h1", html).startswith("No school with URN")
    assert "<script>alert" not in html
    assert 'href="/schools"' in html


def test_text_of_the_data_is_never_code(worst: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    trap = '<script>alert(1)</script> ![x](http://example.org/b.png) "><b onclick=x>'
    names = ("name", "trust_name", "why", "reason", "title", "handle", "constituency", "words")
    rows = Snapshot.rows

    def poisoned(self: Snapshot, view: str, **asked: Any) -> list[Any]:
        return [
            row._replace(**{name: trap for name in names if getattr(row, name, None) is not None})
            for row in rows(self, view, **asked)
        ]

    monkeypatch.setattr(Snapshot, "rows", poisoned)
    html = html_of(run_page("school", urn=worst.urn))
    assert only("h1", html) == trap
    assert "<script>alert" not in html
    assert "](http" not in html
    assert "<b onclick" not in html


def test_no_urn_asks_for_a_school() -> None:
    assert only("h1", html_of(run_page("school"))) == "Choose a school"


def test_finding_another_school_changes_the_address(worst: Any, schools: pd.DataFrame) -> None:
    other = schools[schools["urn"] != worst.urn].iloc[0]
    at: AppTest = run_page("school", urn=worst.urn)
    at.selectbox(key="find_school").select(other.urn).run()
    assert at.query_params["urn"] in (other.urn, [other.urn])
    assert only("h1", html_of(at)) == other["name"]


def test_what_the_council_knows_is_what_the_database_holds(worst: Any, demo_snapshot: Snapshot) -> None:
    html = html_of(run_page("school", urn=worst.urn))
    table = text_of(table_called(html, "What the council knows"))
    facts = demo_snapshot.read("screen_fact", school_id=worst.school_id)
    headlines = facts[facts["headline"]]
    assert len(headlines) > 10
    for fact in headlines.itertuples(index=False):
        assert f"{fact.title}: {fact.words}" in table
        assert fact.when_words in table
    assert f"{len(facts)} answers" in text_of(html)


def test_a_chart_leads_to_the_same_figure_beside_others(worst: Any) -> None:
    html = html_of(run_page("school", urn=worst.urn))
    (address, *_) = re.findall(r'href="/trends\?([^"]*)"', html)
    asked = dict(parse_qsl(unescape(address)))
    assert asked["urn"] == worst.urn
    assert worst.name in only("h1", html_of(run_page("trends", **asked)))
