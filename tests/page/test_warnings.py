"""Early warnings say which rules answer otherwise than in an earlier release; the workbook says the same."""

from __future__ import annotations

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
from eif.outputs.about import describe
from eif.outputs.warnings import (
    ALL,
    BETTER,
    LOST,
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

EARLIER = "20260101T090000Z-earlier0"


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
