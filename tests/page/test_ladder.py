"""The evidence ladder of an area says what the database says, in the same words as the workbook."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from drawn import html_of, only, run_page, text_of
from openpyxl import load_workbook

from eif.cli import cli
from eif.outputs.school_book import school_workbook
from eif.snapshot import Snapshot

NOTICE = re.compile(r"([\d,]+) rules? neither red nor amber and ([\d,]+) figures?")


@pytest.fixture(autouse=True)
def demonstration(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Serve the demonstration city."""
    monkeypatch.setenv("EIF_HOME", str(demo_home))


@pytest.fixture
def school(demo_snapshot: Snapshot) -> Any:
    """The primary school of most concern."""
    listed = demo_snapshot.rows("screen_school", listed=True, phase="primary")
    return min(listed, key=lambda row: row.concern_ord)


def sheet(book: bytes, name: str) -> list[dict[str, Any]]:
    """The rows of a sheet's table by their headers."""
    page = load_workbook(io.BytesIO(book))[name]
    first = int(re.match(r"A(\d+)", next(iter(page.tables.values())).ref)[1])  # type: ignore[index]
    rows = list(page.iter_rows(min_row=first, values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_every_rung_is_there_with_what_a_reader_needs(school: Any, demo_snapshot: Snapshot) -> None:
    said = text_of(html_of(run_page("school", urn=school.urn, area="attendance")))
    rungs = demo_snapshot.rows("screen_ladder", urn=school.urn, area="attendance")
    assert len(rungs) >= 10
    assert any(rung.distance for rung in rungs)
    for rung in rungs:
        for words in (rung.title, rung.reason, rung.outcome, rung.handle, rung.distance, rung.descriptor):
            assert words is None or " ".join(words.split()) in said
    for words in ("School says ", "Agreed not recorded", "proposed", "months old"):
        assert words in said


def test_the_title_names_the_school_and_the_area(school: Any) -> None:
    html = html_of(run_page("school", urn=school.urn, area="attendance"))
    assert only("h1", html) == f"{school.name}: attendance, exclusions and suspensions"
    assert f'href="/school?urn={school.urn}"' in html


def test_an_area_that_does_not_exist_shows_the_whole_school(school: Any) -> None:
    assert only("h1", html_of(run_page("school", urn=school.urn, area="<script>"))) == school.name


def test_every_area_of_every_phase_has_a_ladder(demo_snapshot: Snapshot) -> None:
    listed = {row.phase: row for row in demo_snapshot.rows("screen_school", listed=True)}
    areas = demo_snapshot.rows("screen_area")
    for place, school in enumerate(listed.values()):
        area = areas[place % len(areas)]
        html = html_of(run_page("school", urn=school.urn, area=area.area))
        assert f"Evidence ladder: {area.title}" in text_of(html)


def test_the_page_and_the_workbook_say_the_same_sentences(school: Any, demo_snapshot: Snapshot) -> None:
    html = html_of(run_page("school", urn=school.urn))
    card = html.split("<h2>In sentences</h2>")[1].split("</section>")[0]
    on_page = [text_of(line) for line in re.findall(r"<li>(.*?)</li>", card, flags=re.S)]
    book = school_workbook(demo_snapshot, school.urn)
    assert len(on_page) > 3
    assert on_page == [row["Sentence"] for row in sheet(book, "Sentences")]


def test_the_workbook_has_every_rule_with_the_words_of_the_page(school: Any, demo_snapshot: Snapshot) -> None:
    rows = sheet(school_workbook(demo_snapshot, school.urn), "Ladder")
    rungs = {rung.title: rung for rung in demo_snapshot.rows("screen_ladder", urn=school.urn)}
    assert len(rows) == len(rungs)
    for row in rows:
        rung = rungs[row["Rule"]]
        assert (row["Outcome"], row["Reason"]) == (rung.outcome, rung.reason)
        assert row["School’s figure"] == ("none" if rung.value is None else pytest.approx(rung.value))
        assert row["Distance to another result"] == (rung.distance or "not counted")
        assert None not in row.values()


def test_the_command_line_writes_the_same_workbook(
    school: Any, demo_home: Path, demo_snapshot: Snapshot, tmp_path: Path
) -> None:
    run = CliRunner(env={"EIF_HOME": str(demo_home)})
    out = tmp_path / "school.xlsx"
    result = run.invoke(cli, ["export", "school", school.urn, str(out)])
    assert result.exit_code == 0, result.output
    assert sheet(out.read_bytes(), "Ladder") == sheet(school_workbook(demo_snapshot, school.urn), "Ladder")
    unknown = run.invoke(cli, ["export", "school", "1", str(out)])
    assert unknown.exit_code == 2
    assert "No school with URN 1 is listed" in unknown.output


def test_only_what_stands_out_is_shown_and_counted(school: Any, demo_snapshot: Snapshot) -> None:
    whole = text_of(html_of(run_page("school", urn=school.urn)))
    at = run_page("school", urn=school.urn, only="true")
    said = text_of(html_of(at))
    rungs = demo_snapshot.rows("screen_ladder", urn=school.urn)
    quiet = [rung for rung in rungs if not rung.level]
    assert NOTICE.search(whole) is None
    rules, figures = NOTICE.search(said).groups()  # type: ignore[union-attr]
    assert int(rules) == len(quiet) > 0
    assert int(figures) > 0
    for rung in rungs:
        assert (rung.reason in said) is bool(rung.level), rung.title
    for row in demo_snapshot.rows("screen_sentence", urn=school.urn):
        assert (row.sentence in said) is row.stands_out, row.sentence
    assert at.toggle(key="only").value is True


def test_the_switch_holds_for_a_ladder_too(school: Any, demo_snapshot: Snapshot) -> None:
    said = text_of(html_of(run_page("school", urn=school.urn, area="attendance", only="true")))
    for rung in demo_snapshot.rows("screen_ladder", urn=school.urn, area="attendance"):
        assert (rung.reason in said) is bool(rung.level), rung.title
