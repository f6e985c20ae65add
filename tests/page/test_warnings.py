"""Early warnings say which rules answer otherwise than in an earlier release; the workbook says the same."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from weakref import WeakKeyDictionary

import duckdb
import pytest
from drawn import html_of, only, run_page, text_of
from openpyxl import load_workbook

from eif.config import Settings
from eif.demo import write_demo
from eif.outputs.about import describe
from eif.outputs.warnings import (
    ALL,
    BETTER,
    LOST,
    OTHER,
    WORSE,
    Wanted,
    Warnings,
    narrow,
    read_warnings,
    write_warnings,
)
from eif.simulate import kept_releases, moves, ratings_at, ratings_of
from eif.snapshot import Snapshot, open_snapshot
from eif.ui.warning_table import MOST, warning_card
from tests.conftest import load_into, settings_for

EARLIER = "20260101T090000Z-earlier0"
YEARS = ("2021-2022", "2022-2023", "2023-2024")
NEWEST = "2024-2025"
# What the newest files say of the school that did worse: column and cell by file.
WORSE_FIGURES = {
    "england_abs.csv": {"PERCTOT": "9.9", "PPERSABS10": "48.5"},
    "england_ks2final.csv": {"PTREAD_EXP": "5%"},
}
LEADING_RULE, OTHER_RULE = "attendance_persistent_national", "attainment_ks2_read"


@pytest.fixture(scope="session")
def two_releases(once: Callable[[str, Callable[[Path], object]], Path], demo_home: Path) -> Path:
    """The demonstration's home with an earlier release, in which fewer pupils were persistently absent."""

    def fill(home: Path) -> None:
        shutil.copytree(demo_home, home, copy_function=os.link, dirs_exist_ok=True)
        (served,) = (home / "releases").glob("*.duckdb")
        shutil.copyfile(served, before := home / "releases" / f"{EARLIER}.duckdb")
        with duckdb.connect(str(before)) as con:
            con.execute("update setting set value = ? where key = 'release'", [EARLIER])
            con.execute("update setting set value = '2026-01-01T09:00:00' where key = 'published_at'")
            con.execute(
                "update latest_result set value = value - 8, gap_national = gap_national - 8 "
                "where indicator = 'abs_pa10' and pupil_group = 'all'"
            )
            con.execute("update latest_result set value = null where indicator = 'ks2_math_exp'")

    return once("two-releases", fill)


@pytest.fixture
def settings(two_releases: Path, demo_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("EIF_HOME", str(two_releases))
    return Settings(
        home=two_releases,
        la_code=demo_settings.la_code,
        neighbour_set=demo_settings.neighbour_set,
        framework=demo_settings.framework,
        keep_releases=demo_settings.keep_releases,
    )


@pytest.fixture
def snapshot(settings: Settings) -> Snapshot:
    return open_snapshot(settings)


@pytest.fixture
def changed(snapshot: Snapshot, settings: Settings) -> Warnings:
    """Every change from the earlier release to the one served."""
    earlier = next(one for one in kept_releases(settings) if not one.current)
    before = ratings_at(earlier.path, settings)
    assert not isinstance(before, str), before
    return read_warnings(snapshot, moves(before, ratings_of(snapshot)), earlier.as_at, earlier.name)


def rows_of(html: str) -> list[list[str]]:
    body = html.split('<table class="flips">')[1].split("<tbody>")[1]
    return [
        [text_of(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", line, flags=re.S)]
        for line in body.split("<tr>")[1:]
    ]


def test_every_change_of_the_leading_signals_stands_first(changed: Warnings) -> None:
    assert len(changed.flips) > 50
    assert [flip.lead for flip in changed.flips] == sorted(flip.lead for flip in changed.flips)
    assert changed.flips[0].leading == "Persistent absence"
    assert {flip.change for flip in changed.flips} >= {WORSE, BETTER}


def test_the_change_says_what_the_levels_say(changed: Warnings) -> None:
    for flip in changed.flips:
        if flip.after is None:
            assert flip.change == LOST
        elif flip.before is None:
            assert flip.change == (WORSE if flip.after else BETTER)
        else:
            assert flip.change == (WORSE if flip.after > flip.before else BETTER)


def test_the_page_lists_what_turned_for_the_worse_and_leads_to_the_evidence(
    settings: Settings, changed: Warnings
) -> None:
    html = html_of(run_page("warnings"))
    worse = narrow(changed, Wanted()).flips
    rows = rows_of(html)
    assert len(rows) == min(len(worse), MOST)
    for row, flip in zip(rows, worse, strict=False):
        assert flip.name in row[0]
        assert flip.rule in row[1]
        assert flip.why in row[4]
    first = worse[0]
    assert f'href="/school?urn={first.urn}&amp;area={first.area}"' in html
    schools = len({flip.urn for flip in worse})
    assert only("h1", html).startswith(f"{len(worse):,} signals at {schools:,} schools turned for the worse")


@pytest.mark.parametrize("asked", [{"phase": "Primary"}, {"change": ALL}, {"change": LOST}])
def test_filters_are_in_the_address_and_hold(
    settings: Settings, changed: Warnings, asked: dict[str, str]
) -> None:
    found = narrow(changed, Wanted(**asked))
    at = run_page("warnings", **asked)
    assert f"{len(found.flips):,} of {changed.total:,} answers" in text_of(html_of(at))


def test_a_district_keeps_only_its_schools(changed: Warnings, snapshot: Snapshot) -> None:
    district = next(one for flip in changed.flips for one in flip.districts)
    found = narrow(changed, Wanted(change=ALL, district=district))
    members = {row.urn for row in snapshot.rows("comparator_group", kind="district", title=district)}
    assert 0 < len(found.flips) < len(changed.flips)
    assert {flip.urn for flip in found.flips} <= members


def test_the_workbook_has_the_rows_of_the_page(changed: Warnings, snapshot: Snapshot) -> None:
    worse = narrow(changed, Wanted())
    sheet = load_workbook(io.BytesIO(write_warnings(worse, describe(snapshot, "worse"))))["Warnings"]
    (table,) = sheet.tables.values()
    header, *rows = [[cell.value for cell in row] for row in sheet[table.ref]]
    assert [(row[0], row[header.index("Why now")]) for row in rows] == [
        (flip.urn, flip.why) for flip in worse.flips
    ]


def test_one_release_says_plainly_that_nothing_can_have_changed(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EIF_HOME", str(demo_home))
    html = html_of(run_page("warnings"))
    assert only("h1", html) == "Nothing to compare with yet"
    assert "Only one release of this city is kept" in text_of(html)


def test_a_release_that_cannot_be_rated_says_so(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.warnings.ratings_at", lambda *_: "It was built by an earlier version.")
    monkeypatch.setattr("pages.warnings._known", WeakKeyDictionary())
    html = html_of(run_page("warnings"))
    assert only("h1", html) == "These two releases cannot be compared"
    assert "It was built by an earlier version." in text_of(html)


def test_text_of_the_data_is_never_code(changed: Warnings) -> None:
    trap = "<script>alert(1)</script> ![x](http://example.org/b.png)"
    drawn = warning_card([replace(changed.flips[0], name=trap, why=trap, rule=trap, districts=(trap,))], trap)
    assert "<script>" not in drawn
    assert "](http" not in drawn


def test_the_leading_order_is_the_frameworks(snapshot: Snapshot) -> None:
    rows = sorted(snapshot.rows("early_warning"), key=lambda row: row.ord)
    assert list(dict.fromkeys(row.title for row in rows)) == [
        *("Headship", "Persistent absence", "Suspensions", "Complaints", "Vacancies", "Attendance")
    ]


@pytest.fixture(scope="session")
def two_loads(once: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    """A small city loaded in March 2025, and a year later with newer files in which one school did worse."""

    def fill(home: Path) -> None:
        write_demo(city := home / "city", schools=20)
        shutil.copytree(city / "gias", (given := home / "given") / "gias")
        shutil.copy(city / "demonstration.toml", given)
        for year in YEARS:
            hand_in(city, given, year)
        load_into(home, given, "--as-at", "2025-03-01")
        hand_in(city, given, NEWEST)
        (home / "worse.txt").write_text(urn := at_ease(open_snapshot(settings_for(home))))
        for file, figures in WORSE_FIGURES.items():
            write_worse(given / "cscp" / NEWEST / file, urn, figures)
        load_into(home, given, "--as-at", "2026-03-01")

    return once("two-loads", fill)


def hand_in(city: Path, given: Path, year: str) -> None:
    """The files of a year, but for key stage 4."""
    shutil.copytree(city / "cscp" / year, given / "cscp" / year, ignore=shutil.ignore_patterns("*ks4*"))


def at_ease(snapshot: Snapshot) -> str:
    """The first school for which nothing is found by the rules that the newer figures are to turn."""
    good = [
        {row.urn for row in snapshot.rows("signal", rule_id=rule) if row.level == 0}
        for rule in (LEADING_RULE, OTHER_RULE)
    ]
    return min(set.intersection(*good))


def write_worse(path: Path, urn: str, figures: dict[str, str]) -> None:
    """Put other figures into the row of one school."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        header, *rows = csv.reader(handle)
    for row in rows:
        if row[header.index("URN")] == urn:
            for column, figure in figures.items():
                row[header.index(column)] = figure
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        csv.writer(handle).writerows([header, *rows])


def test_worse_figures_of_a_second_load_flip_the_rules_leading_ones_first(
    two_loads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_for(two_loads)
    served, earlier = kept_releases(settings)
    assert served.current
    assert not earlier.current
    before = ratings_at(earlier.path, settings)
    assert not isinstance(before, str), before
    snapshot = open_snapshot(settings)
    found = read_warnings(snapshot, moves(before, ratings_of(snapshot)), earlier.as_at, earlier.name)

    urn = (two_loads / "worse.txt").read_text()
    titles = {row.rule_id: row.title for row in snapshot.rows("rule")}
    flips = [flip for flip in found.flips if flip.urn == urn and flip.change == WORSE]
    turned = {flip.rule: (flip.before, flip.after) for flip in flips}
    assert turned[titles[LEADING_RULE]] == (0, 1)
    assert turned[titles[OTHER_RULE]][0] == 0
    assert turned[titles[OTHER_RULE]][1] in (1, 2)
    (now,) = (flip for flip in flips if flip.rule == titles[LEADING_RULE])
    assert "48.5% in 2024/25" in now.why
    assert " in 2023/24" in now.why_before

    assert [flip.lead for flip in found.flips] == sorted(flip.lead for flip in found.flips)
    order = [flip.rule for flip in flips]
    assert order.index(titles[LEADING_RULE]) < order.index(titles[OTHER_RULE])
    assert found.flips[0].leading == "Persistent absence"
    assert found.flips[-1].leading == OTHER

    monkeypatch.setenv("EIF_HOME", str(two_loads))
    page = rows_of(html_of(run_page("warnings")))
    assert [row for row in page if now.name in row[0]], "the school is not on the page"
    first = narrow(found, Wanted()).flips[0]
    assert first.leading == "Persistent absence"
    assert first.name in page[0][0]
    assert first.rule in page[0][1]
