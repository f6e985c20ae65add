"""Each check finds what it is for, in a release that is sound but for that."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from eif.warehouse.check import CHECKS, Finding, check_release
from eif.warehouse.ledger import read_ledger
from eif.warehouse.publish import current_release
from tests.conftest import settings_for
from tests.fixtures.tiny import load_files, write_absence


@pytest.fixture(scope="module")
def sound(
    once: Callable[[str, Callable[[Path], object]], Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The file of a tiny release in which every check passes."""
    given = write_absence(tmp_path_factory.mktemp("given"), {"103100": "4.1", "103101": "SUPP"})
    home = once("tiny-home", lambda folder: load_files(settings_for(folder), given))
    release = current_release(settings_for(home))
    assert release is not None
    return release


@pytest.fixture
def release(sound: Path, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of it that may be spoiled."""
    con = duckdb.connect(shutil.copyfile(sound, tmp_path / "release.duckdb"))
    yield con
    con.close()


INSPECTED = """
    select
        '103100' as urn, 'graded' as kind, date '2024-03-12' as inspection_date, 'outcome' as judgement,
        true as is_current, true as on_scale, 1 as extract_id, '5' as raw, 'Outcome' as source_column
"""
TWICE = f"insert into inspection by name {INSPECTED} union all by name {INSPECTED}"
UNLISTED = f"insert into inspection by name {INSPECTED.replace('true as on_scale', 'false as on_scale')}"
# What spoils the release, and the one check that then fails.
SPOILT = {
    "update cell_ledger set value_cells = value_cells - 1 where column_name = 'PERCTOT'": "Every cell",
    "update extract set rows_accepted = rows_accepted - 1": "Every row",
    "update observation set extract_id = 99 where urn = '103100'": "Every observation",
    "update observation set value = 0 where status = 'suppressed'": "A figure",
    "update observation set value = 'nan'::double where status = 'value'": "A figure",
    "insert into school select * from school where urn = '103100'": "Each school stands",
    "insert into observation select * from observation where urn = '103100'": "Each school has one best",
    "insert into comparison select * from comparison where urn = '103100'": "Each comparison",
    TWICE: "Each judgement of an inspection stands once",
    UNLISTED: "Each judgement of an inspection is a word",
    "insert into benchmark select * from benchmark where is_best": "Each area",
    "update school set is_home = false": "The council has schools",
    "update setting set value = 'true' where key = 'demo'": "Real and fictional",
    "update school set urn = '900001' where urn = '103100'": "Real and fictional",
    "update observation set value = 101 where urn = '103100' and indicator = 'abs_overall'": "Percentages",
}


def failed(con: duckdb.DuckDBPyConnection) -> list[Finding]:
    return [finding for finding in check_release(con) if not finding.passed]


def test_a_sound_release_passes_every_check(release: duckdb.DuckDBPyConnection) -> None:
    assert failed(release) == []


@pytest.mark.parametrize("spoil", SPOILT)
def test_what_is_wrong_is_found_and_told(release: duckdb.DuckDBPyConnection, spoil: str) -> None:
    release.execute(spoil)
    (finding,) = failed(release)
    assert finding.title.startswith(SPOILT[spoil])
    assert finding.problems >= 1
    assert finding.examples[0].strip()
    assert finding.what_to_do


def test_every_check_is_shown_to_find_something() -> None:
    unproved = [
        check.title for check in CHECKS if not any(check.title.startswith(each) for each in SPOILT.values())
    ]
    assert unproved == []


def test_the_ledger_of_a_file_adds_up_to_its_cells(release: duckdb.DuckDBPyConnection) -> None:
    ((sha256,),) = release.execute("select sha256 from extract").fetchall()
    (ledger,) = read_ledger(release, [sha256])
    assert (ledger.rows_in, ledger.cells, ledger.values, ledger.rejected) == (5, 25, 21, 0)
    assert dict(ledger.missing) == {"": 3, "SUPP": 1}
    assert ledger.balances
