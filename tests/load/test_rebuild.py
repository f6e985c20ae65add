"""Does the inbox give the release again, table for table and row for row?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from eif.config import Settings
from eif.load import rebuild
from eif.warehouse import current_release
from eif.warehouse.content import Content, changed_tables, read_content
from eif.warehouse.publish import open_release
from tests.conftest import load_into, settings_for
from tests.fixtures.extracts import FOLDER
from tests.fixtures.tiny import load_files, write_absence

AS_AT = date(2020, 3, 31)
SMALL = [
    "2018-2019",
    "2017-2018",
    "2016-2017",
    "links_edubasealldata.csv",
    "demonstration.toml",
]


def content_of(settings: Settings) -> Content:
    release = current_release(settings)
    assert release is not None
    with open_release(release) as con:
        return read_content(con)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation with extracts of several kinds and years."""
    load_into(tmp_path, *(FOLDER / name for name in SMALL), "--as-at", AS_AT.isoformat())
    return settings_for(tmp_path)


def test_a_rebuild_gives_every_table_again(settings: Settings) -> None:
    before = content_of(settings)
    assert sum(rows for rows, _ in before.values()) > 300
    report = rebuild(settings, as_at=None, on_progress=lambda _: None)
    assert report.release
    assert report.changed == ()
    assert content_of(settings) == before


def test_a_rebuild_after_the_releases_are_lost_gives_the_release_again(settings: Settings) -> None:
    before = content_of(settings)
    for path in settings.releases.iterdir():
        path.unlink()
    rebuild(settings, as_at=AS_AT, on_progress=lambda _: None)
    assert changed_tables(before, content_of(settings)) == []


def test_a_rebuild_says_which_tables_changed(settings: Settings) -> None:
    release = current_release(settings)
    assert release is not None
    with duckdb.connect(str(release)) as con:
        con.execute("update observation set value = value + 1 where indicator = 'abs_overall'")
    report = rebuild(settings, as_at=None, on_progress=lambda _: None)
    assert report.changed == ("observation",)


def test_two_installations_hold_the_same_but_for_who_gave_the_files_and_when(tmp_path: Path) -> None:
    rates = {"103100": "4.1", "103101": "5.2"}
    found = []
    for place, given in enumerate((rates, rates, rates | {"103101": "5.3"})):
        settings = settings_for(tmp_path / f"home{place}")
        load_files(settings, write_absence(tmp_path / "files", given), as_at=AS_AT)
        found.append(content_of(settings))
    assert changed_tables(found[0], found[1]) == ["source_file", "extract"]
    assert "comparison" in changed_tables(found[0], found[2])
