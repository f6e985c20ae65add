"""The schools page shows what the database says, and its workbook shows what the page says."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from drawn import html_of, only, run_page, text_of
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from eif.outputs.about import describe
from eif.outputs.excel import write_grid
from eif.outputs.grid import TOO_LITTLE, TOO_OLD, GridFilter, narrow, read_grid
from eif.outputs.said import what_stands_out
from eif.outputs.words import RATING
from eif.snapshot import Snapshot
from pages import schools


@pytest.fixture(autouse=True)
def demonstration(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Serve the demonstration city."""
    monkeypatch.setenv("EIF_HOME", str(demo_home))


def lines_of(at: AppTest) -> list[list[str]]:
    """The body of the grid as a reader sees it: a list of cell texts per school."""
    found = re.findall(r'<table class="rag">.*?</table>', html_of(at), flags=re.S)
    if not found:
        return []
    body = found[0].split("<tbody>")[1]
    return [
        [text_of(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", line, flags=re.S)]
        for line in body.split("<tr>")[1:]
    ]


def urns_of(at: AppTest) -> list[str]:
    return re.findall(r'href="/school\?urn=(\d+)"', html_of(at))


def test_every_listed_school_has_one_row(demo_snapshot: Snapshot) -> None:
    listed = demo_snapshot.read("screen_school", columns=["urn"], listed=True)["urn"]
    assert sorted(urns_of(run_page("schools"))) == sorted(listed)


def test_the_title_counts_the_category_of_most_concern(demo_snapshot: Snapshot) -> None:
    at = run_page("schools")
    listed = demo_snapshot.read("screen_school", listed=True)
    concern = int((listed["indicated"] == "Causing Concern").sum())
    assert only("h1", html_of(at)) == f"{concern} of {len(listed)} schools are indicated Causing Concern"


def test_every_cell_shows_the_rating_and_coverage_of_the_database(demo_snapshot: Snapshot) -> None:
    at = run_page("schools")
    cells = demo_snapshot.read("screen_grid_cell").set_index(["urn", "area"])
    areas = list(demo_snapshot.read("screen_area").sort_values("ord")["area"])
    for urn, line in zip(urns_of(at), lines_of(at), strict=True):
        for area, shown in zip(areas, line[2:9], strict=True):
            cell: Any = cells.loc[(urn, area)]
            evidenced = isinstance(cell.coverage, str) and not cell.coverage.startswith("0")
            if cell.rating == "insufficient" and evidenced:
                assert TOO_LITTLE in shown
            elif isinstance(cell.too_old, str):
                assert f"{TOO_OLD} {cell.too_old.partition(' ')[0]}" in shown
            else:
                assert RATING[cell.rating].word in shown
            if evidenced:
                assert cell.coverage.replace(" of ", "/") in shown


def test_each_rating_is_counted_as_often_as_in_the_database(demo_snapshot: Snapshot) -> None:
    at = run_page("schools")
    area = demo_snapshot.read("screen_area", area="attendance").iloc[0]
    place = 1 + int(area.ord)
    shown = [line[place] for line in lines_of(at)]
    for rating in ("red", "amber", "green"):
        assert sum(RATING[rating].word in cell for cell in shown) == int(area[rating])


def test_a_link_with_ids_filters_the_list(demo_snapshot: Snapshot) -> None:
    at = run_page("schools", area="attendance", rating="red")
    red = demo_snapshot.read("screen_grid_cell", area="attendance", rating="red")["urn"]
    assert sorted(urns_of(at)) == sorted(red)
    assert at.selectbox(key="rating").value == "Red"


def test_the_words_of_the_widgets_are_the_words_of_the_address(demo_snapshot: Snapshot) -> None:
    at = run_page("schools", phase="Secondary", type="Academy")
    wanted = demo_snapshot.read("screen_school", listed=True, phase="secondary", type_group="academy")["urn"]
    assert sorted(urns_of(at)) == sorted(wanted)
    assert f"{len(wanted)} of " in text_of(html_of(at))


def test_an_address_that_means_nothing_shows_everything(demo_snapshot: Snapshot) -> None:
    at = run_page("schools", phase="<script>", rating="purple", sort="'; drop table school")
    assert len(lines_of(at)) == len(demo_snapshot.read("screen_school", listed=True))


def test_choosing_a_filter_narrows_the_list_and_the_button(demo_snapshot: Snapshot) -> None:
    at = run_page("schools")
    at.selectbox(key="phase").select("Special").run()
    special = demo_snapshot.read("screen_school", listed=True, phase="special")
    assert len(lines_of(at)) == len(special)
    (button,) = at.get("download_button")
    assert button.label == f"Excel, {len(special)} schools"


def test_finding_nothing_explains_itself() -> None:
    at = run_page("schools", find="no school is called this")
    assert lines_of(at) == []
    assert only("h1", html_of(at)) == "No school matches these filters"
    assert "Set one of the filters above back to All" in text_of(html_of(at))


def test_what_is_typed_stays_text() -> None:
    at = run_page("schools", find="<img src=x onerror=alert(1)>")
    assert "<img src=x" not in html_of(at)


@pytest.mark.parametrize(
    "address",
    [
        {},
        {"phase": "Primary", "sort": "Name"},
        {"area": "attendance", "rating": "amber"},
        {"only": "true", "phase": "Special"},
    ],
    ids=["everything", "primary by name", "amber for attendance", "only what stands out"],
)
def test_the_workbook_has_the_rows_order_and_words_of_the_screen(
    address: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[tuple[Any, Any]] = []
    monkeypatch.setattr(schools, "write_grid", lambda *given: drawn.append(given))
    kept: list[Any] = []
    monkeypatch.setattr(schools.st, "download_button", lambda *_, data, **__: kept.append(data))
    at = run_page("schools", **address)
    kept[-1]()
    book = load_workbook(io.BytesIO(write_grid(*drawn[-1])))
    sheet = book["Schools"]
    (table,) = sheet.tables.values()
    header, *rows = [[cell.value for cell in row] for row in sheet[table.ref]]
    screen = lines_of(at)
    assert len(rows) == len(screen) > 0
    assert [row[0] for row in rows] == urns_of(at)
    first = header.index("Indicated by data")
    for row, line in zip(rows, screen, strict=True):
        assert str(row[1]) in line[0]
        assert str(row[first]) in line[1]
        for place, shown in enumerate(line[2:9]):
            word, coverage = row[first + 1 + 2 * place : first + 3 + 2 * place]
            assert word in shown
            if "/" in shown and "newest results" not in str(coverage):
                assert str(coverage).replace(" of ", "/") in shown
        days = row[header.index("Days of the tier")]
        assert line[9] == ("–" if days == "no tier" else f"{days:g}")
    about = {line[0].value: line[1].value for line in book["About"].iter_rows() if len(line) > 1}
    assert about["Which schools"] in text_of(html_of(at))
    assert about["Schools in this list"] == len(screen)
    assert about["Marking"].startswith("Demonstration data")


def test_the_grid_of_a_snapshot_is_the_same_each_time(demo_snapshot: Snapshot) -> None:
    assert read_grid(demo_snapshot) == read_grid(demo_snapshot)
    assert len(narrow(read_grid(demo_snapshot), GridFilter(rating="Red")).rows) > 0


def test_an_area_from_the_overview_lists_its_worst_schools_first(demo_snapshot: Snapshot) -> None:
    at = run_page("schools", area="attainment")
    red = int(demo_snapshot.read("screen_area", area="attainment").iloc[0].red)
    place = 1 + int(demo_snapshot.read("screen_area", area="attainment").iloc[0].ord)
    assert only("h1", html_of(at)).startswith(f"{red} of ")
    assert all("Red" in line[place] for line in lines_of(at)[:red])
    assert "Red" not in lines_of(at)[red][place]


def test_the_sentences_of_the_workbook_are_those_of_each_school_that_stand_out(
    demo_snapshot: Snapshot,
) -> None:
    grid = narrow(read_grid(demo_snapshot), GridFilter(phase="Secondary"))
    made = write_grid(grid, describe(demo_snapshot, "secondary"), what_stands_out(demo_snapshot))
    sheet = load_workbook(io.BytesIO(made))["Sentences"]
    (table,) = sheet.tables.values()
    _, *rows = [[cell.value for cell in row] for row in sheet[table.ref]]
    own = demo_snapshot.rows("screen_sentence", stands_out=True, urn=[row.urn for row in grid.rows])
    assert len(rows) == len(own) > 50
    assert sorted((urn, words) for urn, _, words in rows) == sorted((row.urn, row.sentence) for row in own)


@pytest.mark.parametrize(("area", "of"), [("", "any area"), ("attendance", "Attendance, exclusions")])
def test_only_what_stands_out_leaves_out_the_rest_and_says_how_many(
    area: str, of: str, demo_snapshot: Snapshot
) -> None:
    asked = {"area": area} if area else {}
    at = run_page("schools", only="true", **asked)
    cells = demo_snapshot.rows("screen_grid_cell", rating=["red", "amber"], **asked)
    urns = {cell.urn for cell in cells}
    listed = len(demo_snapshot.rows("screen_school", listed=True))
    assert set(urns_of(at)) == urns
    said = text_of(html_of(at))
    assert f"red or amber in {of}" in said
    assert f"{listed - len(urns):,} in which nothing stands out are hidden." in said
