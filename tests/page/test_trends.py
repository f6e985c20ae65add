"""The Trends page shows the figures of the database, each chart with its words, its table and its files."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pandas as pd
import pytest
from drawn import html_of, only, run_page, text_of
from openpyxl import load_workbook

from eif.outputs.about import describe
from eif.outputs.exhibit import Column, Exhibit, as_csv, as_workbook
from eif.snapshot import Snapshot
from eif.ui.figures import figure

ABSENCE = {"indicator": "abs_overall", "pupil_group": "all", "phase": "primary"}
READING = {"indicator": "ks2_rwm_exp", "pupil_group": "all", "phase": "primary"}
VIEWS = ("series", "schools", "funnel", "councils", "gap")


@pytest.fixture(autouse=True)
def demonstration(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Serve the demonstration city."""
    monkeypatch.setenv("EIF_HOME", str(demo_home))


def page(**address: str) -> str:
    return html_of(run_page("trends", **address))


def rows_of(html: str) -> list[list[str]]:
    """The cells of the page's first table, row by row, the heading first."""
    table = re.findall(r"<table.*?</table>", html, flags=re.S)[0]
    return [
        [text_of(cell) for cell in re.findall(r"<t[hd][ >].*?</t[hd]>", row, flags=re.S)]
        for row in re.findall(r"<tr.*?</tr>", table, flags=re.S)
    ]


def test_without_an_address_the_first_headline_of_the_city_is_drawn(demo_snapshot: Snapshot) -> None:
    title = demo_snapshot.read("indicator", indicator="ks2_rwm_exp")["title"].iloc[0]
    assert only("h1", page()).startswith(title)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_has_words_a_table_a_source_and_no_blank_cell(view: str) -> None:
    html = page(view=view)
    assert html.count("<h1") == 1
    assert html.count("<table") == html.count("<caption") >= 1
    assert "Source: " in text_of(html)
    cells = re.findall(r"<t[hd][ >].*?</t[hd]>", html, flags=re.S)
    assert [cell for cell in cells if not text_of(cell)] == []


@pytest.mark.parametrize("view", VIEWS)
def test_every_chart_can_be_taken_away_and_has_an_alternative_text(view: str) -> None:
    at = run_page("trends", view=view)
    labels = [button.proto.label for button in at.get("download_button")]
    assert {"CSV of these figures", "Excel of these figures"} <= set(labels)
    charts = at.get("plotly_chart")
    assert charts
    assert all(len(chart.proto.alt) > 40 for chart in charts)


def test_the_series_are_those_of_the_database(demo_snapshot: Snapshot) -> None:
    head, *lines = rows_of(page(indicator="abs_overall", phase="primary"))
    by_year = {line[0]: dict(zip(head, line, strict=True)) for line in lines}
    names = {"Birmingham": ("la", None), "England": ("national", None), "West Midlands": ("region", None)}
    names |= {"Neighbours 2025": ("neighbours", "2025-05"), "Core cities": ("core cities", "core-cities")}
    trend = demo_snapshot.read("screen_trend", **ABSENCE)
    checked = 0
    for name, (line, set_id) in names.items():
        own = trend[(trend["line"] == line) & (trend["set_id"].isna() if set_id is None else True)]
        own = own if set_id is None else own[own["set_id"] == set_id]
        for row in own.itertuples():
            if row.valid and pd.notna(row.value) and row.period in by_year:
                assert by_year[row.period][name] == figure(row.value, 1, "percent")
                checked += 1
    assert checked > 40
    assert by_year["2019/20"]["England"] == "no valid results"


def test_both_eras_of_neighbours_are_drawn_with_their_names_and_how_many_are_in_both() -> None:
    said = text_of(page(indicator="abs_overall", phase="primary", neighbours="both"))
    assert "Statistical neighbours, May 2025: Nottingham, Manchester, Bradford, Newcastle" in said
    assert "Statistical neighbours, April 2021: Luton, Sandwell" in said
    assert "In both: 3 of 10: Nottingham, Manchester, Bradford." in said
    assert "Neighbours 2025: how many in the mean" in said
    assert "Neighbours 2021: how many in the mean" in said


def test_one_set_holds_for_the_whole_picture() -> None:
    said = text_of(page(indicator="abs_overall", phase="primary", neighbours="2021-04"))
    assert "Neighbours 2021" in said
    assert "Neighbours 2025" not in said


def test_no_more_than_six_lines_are_drawn(demo_snapshot: Snapshot) -> None:
    urn = demo_snapshot.read("screen_distribution", period="2024/25", **ABSENCE)["urn"].iloc[0]
    address = {"indicator": "abs_overall", "phase": "primary", "neighbours": "both", "urn": urn}
    at = run_page("trends", **address, **{"with": "district:erdington"})
    (chosen,) = (box for box in at.multiselect if box.label == "Lines")
    assert len(chosen.options) > len(chosen.value) == 4
    head = rows_of(html_of(at))[0]
    assert [name for name in head[1:] if "how many" not in name][:2] == ["This school", "Erdington"]
    assert len([name for name in head[1:] if "how many" not in name]) == 6
    assert {"Neighbours 2025", "Neighbours 2021"} < set(head)


def test_a_chosen_school_has_a_line_of_its_own(demo_snapshot: Snapshot) -> None:
    school = demo_snapshot.read("screen_distribution", period="2024/25", **ABSENCE).dropna(subset=["value"])
    row = school.sort_values("urn").iloc[0]
    html = page(indicator="abs_overall", phase="primary", urn=row.urn)
    assert f"{row['name']} {figure(row.value, 1, 'percent')}" in only("h1", html)
    head, newest, *_ = rows_of(html)
    assert newest[head.index("This school")] == figure(row.value, 1, "percent")


def test_a_group_of_schools_has_the_mean_of_the_database(demo_snapshot: Snapshot) -> None:
    means = demo_snapshot.read("group_mean", group_id="district:erdington", **ABSENCE)
    html = page(indicator="abs_overall", phase="primary", **{"with": "district:erdington"})
    head, *lines = rows_of(html)
    by_year = {line[0]: dict(zip(head, line, strict=True)) for line in lines}
    shown = [row for row in means.itertuples() if row.period != "2019/20"]
    assert len(shown) > 5
    for row in shown:
        assert by_year[row.period]["Erdington"] == figure(row.mean, 1, "percent")
        assert by_year[row.period]["Erdington: how many in the mean"] == str(row.k)


def test_every_school_is_named_in_the_table_with_its_quarter(demo_snapshot: Snapshot) -> None:
    schools = demo_snapshot.read("screen_distribution", period="2024/25", **ABSENCE)
    html = page(indicator="abs_overall", phase="primary", view="schools")
    head, *lines = rows_of(html)
    quarters = {line[-1]: line[head.index("Quarter")] for line in lines}
    assert len(lines) == len(schools) > 100
    for row in schools.itertuples():
        assert quarters[row.urn] == ("none" if pd.isna(row.la_quartile) else str(int(row.la_quartile)))
        assert f'href="/school?urn={row.urn}"' in html


@pytest.mark.parametrize(("sort", "falls"), [("value", False), ("worst", True)])
def test_the_schools_can_be_put_in_another_order(sort: str, falls: bool) -> None:
    head, *lines = rows_of(page(indicator="abs_overall", phase="primary", view="schools", sort=sort))
    cells = (line[head.index("Figure")] for line in lines)
    values = [float(cell.rstrip("%")) for cell in cells if cell.endswith("%")]
    assert len(values) > 100
    assert values == sorted(values, reverse=falls)


def test_the_schools_outside_the_limits_are_listed_first_with_words(demo_snapshot: Snapshot) -> None:
    funnel = demo_snapshot.read("screen_funnel", period="2024/25", **READING)
    outside = funnel.dropna(subset=["beyond"])
    html = page(indicator="ks2_rwm_exp", view="funnel")
    assert f"{len(outside)} of {len(funnel)} schools" in only("h1", html)
    head, *lines = rows_of(html)
    words = {line[-1]: line[head.index("Against the limits")] for line in lines}
    assert [line[-1] in set(outside["urn"]) for line in lines].index(False) == len(outside)
    for row in outside.itertuples():
        better = "better" if row.value > row.national else "worse"
        assert f"{row.side} the {row.beyond} limit: {better}" in words[row.urn]


@pytest.mark.parametrize("indicator", ["abs_overall", "abs_pa10", "ks2_prog_r", "roll"])
def test_a_figure_without_a_known_spread_says_why_it_has_no_limits(indicator: str) -> None:
    at = run_page("trends", indicator=indicator, phase="primary", view="funnel")
    assert "no limits can be drawn" in only("h1", html_of(at))
    assert not at.get("plotly_chart")


def test_the_councils_are_ranked_as_lait_does_and_ours_stays_in_sight(demo_snapshot: Snapshot) -> None:
    rank = demo_snapshot.read("screen_rank", measure="PriTotAbs", is_latest=True)
    html = page(indicator="abs_overall", phase="primary", view="councils")
    head, *lines = rows_of(html)
    shown = {line[0]: line for line in lines}
    assert len(shown) == len(rank) > 140
    for row in rank.itertuples():
        line = dict(zip(head, shown[row.la_name], strict=True))
        assert line["Rank"] == ("not ranked" if pd.isna(row.rank) else str(int(row.rank)))
        assert line["Band"] == ("none" if pd.isna(row.band) else row.band)
        assert ("neighbour (May 2025)" in line["Compared with the city as"]) == (
            "2025-05" in list(row.neighbour_of)
        )
    own = re.findall(r'<tr class="pinned">.*?</tr>', html, flags=re.S)
    assert len(own) == 1
    assert "Birmingham" in text_of(own[0])


def test_a_council_figure_that_no_school_has_can_be_reached() -> None:
    for view in ("series", "councils"):
        assert "Aged 16-17" in only("h1", page(indicator="lait:16-17 NEET", view=view))
    said = text_of(page(indicator="lait:16-17 NEET", view="schools"))
    assert "No school has this figure" in said


def test_a_link_by_measure_leads_to_the_indicator_it_is() -> None:
    at = run_page("trends", measure="PriTotAbs")
    assert "Overall absence, primary" in only("h1", html_of(at))
    assert "measure" not in at.query_params


def test_the_gap_is_that_of_the_database_and_says_how_it_moved(demo_snapshot: Snapshot) -> None:
    gaps = demo_snapshot.read("screen_gap", indicator="ks2_rwm_exp", pupil_group="dis", phase="primary")
    html = page(indicator="ks2_rwm_exp", group="dis", view="gap")
    head, *lines = rows_of(html)
    by_year = {line[0]: dict(zip(head, line, strict=True)) for line in lines}
    for row in gaps.dropna(subset=["gap"]).itertuples():
        column = {"la": "Birmingham's gap", "national": "England's gap"}[row.line]
        written = by_year[row.period][column].replace("−", "-").replace("+", "")
        assert int(written) == round(row.gap)
    assert re.search(r"Birmingham: the gap (widened|narrowed) by \d+ points? between 2021/22", text_of(html))


def test_a_schools_gap_is_told_in_whole_pupils(demo_snapshot: Snapshot) -> None:
    own = demo_snapshot.read(
        "screen_school_gap", indicator="ks2_rwm_exp", pupil_group="dis", period="2024/25"
    )
    row = own[own["pupils"].abs() > 1].sort_values("urn").iloc[0]
    said = text_of(page(indicator="ks2_rwm_exp", group="dis", view="gap", urn=row.urn))
    side = "more" if row.pupils > 0 else "fewer"
    assert f"that is {abs(int(row.pupils))} pupils {side} of {int(row.cohort)} in 2024/25" in said


@pytest.mark.parametrize(
    "address",
    [
        {"indicator": "<script>alert(1)</script>"},
        {"indicator": "abs_overall", "phase": "nowhere", "group": "'; drop table school", "view": "x"},
        {"indicator": "lait:no such measure", "urn": "0", "neighbours": "1999-01", "lines": "a,b"},
        {"measure": "no such measure", "period": "never", "sort": "x", "view": "schools"},
    ],
)
def test_an_address_that_asks_for_nothing_there_is_shows_the_usual(address: dict[str, str]) -> None:
    html = page(**address)
    assert "<script>alert" not in html
    assert only("h1", html)


def test_a_figure_without_years_is_said_to_have_no_trend(demo_snapshot: Snapshot) -> None:
    there = {row.indicator for row in demo_snapshot.rows("screen_trend_subject")}
    every = demo_snapshot.read("indicator").sort_values("indicator")
    gone = every[~every["indicator"].isin(there)].iloc[0]
    said = text_of(page(indicator=gone.indicator))
    assert f"No figure of a whole year is loaded of “{gone.title}”" in said


@pytest.fixture
def exhibit() -> Exhibit:
    return Exhibit(
        name="Series: abs/overall",
        title="Absence fell",
        words="In words",
        columns=(Column("School"), Column("Figure", 1, "percent"), Column("Pupils", 0)),
        rows=(("=cmd|' /C calc'!A0", 5.0499999, 30), ("Oak", "suppressed", 12)),
        source="Source: a file.",
        notes=("A note.",),
    )


def test_the_csv_holds_what_is_drawn_and_nothing_a_spreadsheet_would_run(exhibit: Exhibit) -> None:
    told = as_csv(exhibit)
    assert told.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(told.decode("utf-8-sig")))) == [
        ["School", "Figure (%)", "Pupils"],
        ["'=cmd|' /C calc'!A0", "5.0", "30"],
        ["Oak", "suppressed", "12"],
    ]
    assert exhibit.file_name("csv") == "series-abs-overall.csv"


def test_the_workbook_holds_the_same_and_what_must_be_known(
    exhibit: Exhibit, demo_snapshot: Snapshot
) -> None:
    book = load_workbook(io.BytesIO(as_workbook(exhibit, describe(demo_snapshot, "x", link="http://here"))))
    figures = [[cell.value for cell in row] for row in book["Figures"].iter_rows()]
    assert figures[-2:] == [["=cmd|' /C calc'!A0", 5.0, 30], ["Oak", "suppressed", 12]]
    assert book["Figures"]["A6"].data_type == "s"
    about = {row[0].value: row[1].value for row in book["About"].iter_rows() if len(row) > 1}
    assert about["Source"] == "Source: a file."
    assert about["Note"] == "A note."
    assert about["Link"] == "http://here"
