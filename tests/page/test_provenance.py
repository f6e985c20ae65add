"""Every figure leads to the cell it was read from, and that cell says the same in the file itself."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import pytest
from drawn import html_of, only, run_page, text_of

from eif.provenance.steps import ROUTES, steps
from eif.snapshot import Snapshot
from eif.ui.figures import figure


@pytest.fixture(autouse=True)
def demonstration(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Serve the demonstration city."""
    monkeypatch.setenv("EIF_HOME", str(demo_home))


@pytest.fixture
def school(demo_snapshot: Snapshot) -> Any:
    """A listed primary school with attainment and absence."""
    known = demo_snapshot.read("screen_indicator", indicator="ks2_rwm_exp", status="value")["urn"]
    listed = demo_snapshot.read("screen_school", listed=True, phase="primary")
    return next(listed[listed["urn"].isin(known)].itertuples(index=False))


def opened(**address: str) -> str:
    return html_of(run_page("provenance", **address))


def facts(html: str) -> dict[str, str]:
    """What the page says of the cell, name to text."""
    pairs = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", html, flags=re.S)
    return {text_of(name): text_of(value) for name, value in pairs}


def cell_of(demo_files: Path, said: dict[str, str]) -> str:
    """The cell that the page names, read again from the file that was given, not as the app does."""
    path = demo_files.parent / said["File"]
    row = int(re.match(r"[\d,]+", said["Row"])[0].replace(",", ""))  # type: ignore[index]
    if path.suffix == ".parquet":
        return str(pd.read_parquet(path).iloc[row - 2][said["Column"]])
    with path.open(encoding="utf-8-sig", newline="") as text:
        records = list(csv.reader(text))
    return records[row - 1][records[0].index(said["Column"])]


def doors(html: str) -> list[tuple[str, dict[str, str]]]:
    """Each figure that leads to its source: what it says, and the words of the address."""
    found = re.findall(r'<a class="src" href="(.*?)".*?>(.*?)</a>', html, flags=re.S)
    return [
        (text_of(said), dict(parse_qsl(urlsplit(href.replace("&amp;", "&")).query))) for href, said in found
    ]


def test_a_schools_figure_is_the_cell_of_the_file(
    school: Any, demo_files: Path, demo_snapshot: Snapshot
) -> None:
    rows = demo_snapshot.rows("screen_figure", urn=school.urn, status="value")
    for indicator in ("abs_overall", "ks2_rwm_exp"):
        row = max((one for one in rows if one.indicator == indicator), key=lambda one: one.period)
        html = opened(urn=row.urn, indicator=indicator, group=row.pupil_group, period=row.period)
        said = facts(html)
        cell = cell_of(demo_files, said)
        assert said["Text in the file"] == cell.strip()
        assert float(cell.strip().rstrip("%")) == row.value == float(said["Read as"])
        assert only("h1", html).startswith(f"{figure(row.value, row.decimals, row.unit)} stands in row ")
        assert "D Officer" in said["Loaded"] or "the tests" in said["Loaded"]
        assert len(said["SHA-256"]) == 64


def test_a_missing_figure_says_the_code_and_what_it_means(demo_files: Path, demo_snapshot: Snapshot) -> None:
    row = demo_snapshot.rows("screen_figure", indicator="ks2_rwm_exp", status="suppressed")[0]
    html = opened(urn=row.urn, indicator=row.indicator, group=row.pupil_group, period=row.period)
    said = facts(html)
    assert cell_of(demo_files, said) == said["Text in the file"] == row.raw
    assert f"{row.raw} means suppressed" in said["Read as"]
    assert only("h1", html).startswith("No figure: row ")


def test_every_source_of_a_figure_is_there_and_the_one_shown_is_marked(
    demo_files: Path, demo_snapshot: Snapshot
) -> None:
    row = demo_snapshot.rows("screen_figure", indicator="ks4_a8", period="2023/24", status="value")[0]
    html = opened(urn=row.urn, indicator="ks4_a8", group=row.pupil_group, period="2023/24")
    table = html.split("Sources, the one shown first")[1].split("</table>")[0]
    lines = [text_of(line) for line in table.split("<tbody>")[1].split("</tr>")[:-1]]
    assert len(lines) == 2
    assert "★ Shown" in lines[0]
    assert " final " in lines[0]
    assert "Kept" in lines[1]
    assert " provisional " in lines[1]


def test_the_national_figure_beside_a_school_is_the_cell_of_the_file(
    school: Any, demo_files: Path, demo_snapshot: Snapshot
) -> None:
    rows = demo_snapshot.rows("screen_figure", urn=school.urn, indicator="abs_overall", status="value")
    row = max(rows, key=lambda one: one.period)
    html = opened(area="England", phase=row.phase, indicator="abs_overall", group="all", period=row.period)
    said = facts(html)
    assert float(cell_of(demo_files, said)) == float(said["Read as"]) == row.national


def test_a_mean_of_neighbours_is_the_mean_of_the_cells_its_councils_lead_to(
    school: Any, demo_files: Path, demo_snapshot: Snapshot
) -> None:
    rows = demo_snapshot.rows("screen_figure", urn=school.urn, indicator="abs_overall", status="value")
    row = max(rows, key=lambda one: one.period)
    html = opened(set="2025-05", phase=row.phase, indicator="abs_overall", group="all", period=row.period)
    assert only("h1", html).startswith(figure(row.neighbour_mean, row.decimals, row.unit))
    members = [address for _, address in doors(html)]
    assert len(members) == row.neighbour_k
    cells = [float(cell_of(demo_files, facts(opened(**address)))) for address in members[:3]]
    every = [
        demo_snapshot.rows(
            "screen_area_source",
            area_code=one["area"],
            phase=row.phase,
            indicator="abs_overall",
            pupil_group="all",
            period=row.period,
            is_best=True,
        )[0].value
        for one in members
    ]
    assert cells == every[:3]
    assert sum(every) / len(every) == pytest.approx(row.neighbour_mean)


def test_a_headline_is_the_cell_of_laits_file(demo_files: Path, demo_snapshot: Snapshot) -> None:
    headline = demo_snapshot.rows("screen_headline", set_id="2025-05")[0]
    for la, value in (("330", headline.value), ("970", headline.national)):
        html = opened(la=la, measure=headline.measure, period=headline.period)
        said = facts(html)
        assert float(cell_of(demo_files, said)) == float(said["Read as"]) == value
    mean = opened(set="2025-05", measure=headline.measure, period=headline.period)
    assert only("h1", mean).startswith(figure(headline.neighbour_mean, headline.decimals, headline.unit))
    rank = opened(la="330", measure=headline.measure, period=headline.period, of="rank")
    assert only("h1", rank) == f"{headline.rank} is the rank among {headline.ranked} local authorities"


def test_the_figures_of_a_school_all_lead_to_a_source_that_says_them(school: Any) -> None:
    found = doors(html_of(run_page("school", urn=school.urn)))
    assert len(found) > 100
    for said, address in found[:: len(found) // 12]:
        html = opened(**address)
        shown = said.split()[0] if "rule" in address else re.split(r" of | per | means?\b", said)[0]
        assert shown in only("h1", html) or "No figure" in only("h1", html), (said, address)
        assert "The SQL that" in html


def test_a_threshold_leads_to_its_row_of_the_framework_and_who_set_it(
    school: Any, demo_snapshot: Snapshot
) -> None:
    found = [door for door in doors(html_of(run_page("school", urn=school.urn))) if "rule" in door[1]]
    assert len(found) > 5
    said, address = next(door for door in found if door[1]["rule"] == "attendance_absence_national")
    html = text_of(opened(**address))
    (row,) = demo_snapshot.rows("threshold", rule_id="attendance_absence_national", phase="primary")
    assert said.startswith(f"{row.value:g}")
    for words in (row.threshold_id, row.reason, row.set_by, row.status, "thresholds.csv"):
        assert words in html


def test_a_comparator_of_the_ladder_leads_to_its_own_figure(school: Any) -> None:
    html = html_of(run_page("school", urn=school.urn, area="attendance"))
    national = next(door for door in doors(html) if door[1].get("area") == "England")
    city = next(door for door in doors(html) if door[1].get("area") == "330")
    for said, address in (national, city):
        assert only("h1", opened(**address)).startswith(said)


def test_a_rule_that_does_not_exist_is_no_figure() -> None:
    assert only("h1", opened(rule="no_such_rule")) == "No such figure in this release"


def test_the_figures_of_the_overview_all_lead_to_a_source(demo_snapshot: Snapshot) -> None:
    found = doors(html_of(run_page("overview")))
    assert len(found) == 5 * len(demo_snapshot.rows("screen_headline", set_id="2025-05"))
    for said, address in found:
        title = only("h1", opened(**address))
        assert "No such figure" not in title, (said, address)


def test_a_rank_names_every_school_ranked(school: Any, demo_snapshot: Snapshot) -> None:
    rows = demo_snapshot.rows("screen_figure", urn=school.urn, indicator="abs_overall", status="value")
    row = max(rows, key=lambda one: one.period)
    html = opened(urn=row.urn, indicator="abs_overall", group="all", period=row.period, of="rank")
    assert only("h1", html) == f"{row.la_rank} is the rank among {row.la_of} schools"
    assert len(doors(html)) == row.la_of + 1, "the school itself stands first as well as in its place"
    assert html.count('aria-current="true"') == 2


def test_a_file_that_was_changed_in_the_inbox_is_said_aloud(
    school: Any, demo_snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = demo_snapshot.rows("screen_figure", urn=school.urn, indicator="abs_overall", status="value")
    address = {"urn": rows[0].urn, "indicator": "abs_overall", "group": "all", "period": rows[0].period}
    monkeypatch.setattr("eif.provenance.record.Record.text", lambda *_: "99.9")
    assert "The file in the inbox now says 99.9" in text_of(opened(**address))


def test_a_file_that_is_gone_is_said_and_the_rest_still_shown(
    school: Any, demo_snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = demo_snapshot.rows("screen_figure", urn=school.urn, indicator="abs_overall", status="value")

    def gone(*_: object) -> None:
        raise FileNotFoundError

    monkeypatch.setattr("eif.provenance.record._tables", gone)
    html = opened(urn=rows[0].urn, indicator="abs_overall", group="all", period=rows[0].period)
    assert "The file is no longer in the inbox." in html
    assert facts(html)["Text in the file"] == rows[0].raw


@pytest.mark.parametrize(
    "address",
    [
        {},
        {"urn": "1"},
        {"urn": "<script>alert(1)</script>", "indicator": "abs_overall"},
        {"measure": "x", "la": "330"},
        {"set": "none", "indicator": "abs_overall", "period": "2018/19"},
        {"area": "England' or 1=1", "indicator": "abs_overall"},
    ],
)
def test_an_address_of_nothing_says_so(address: dict[str, str]) -> None:
    html = opened(**address)
    assert only("h1", html) == "No such figure in this release"
    assert "<script>alert" not in html


def test_the_statements_are_shown_whole(school: Any, demo_snapshot: Snapshot) -> None:
    rows = demo_snapshot.rows("screen_figure", urn=school.urn, indicator="abs_overall", status="value")
    html = opened(urn=rows[0].urn, indicator="abs_overall", group="all", period=rows[0].period)
    folds = re.findall(r'<pre class="sql">(.*?)</pre>', html, flags=re.S)
    assert len(folds) == 5
    assert "is_best marks the one shown" in text_of(folds[2])
    assert folds[2].count("\n") > 50


@pytest.mark.parametrize("kind", ROUTES)
def test_every_route_names_statements_that_are_there(kind: str) -> None:
    assert all(step.text.startswith("-- ") for step in steps(kind))
