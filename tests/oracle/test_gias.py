"""Does the real search extract arrive whole, and do invented rows of GIAS leave real schools alone?

The files are read a second time here, by `csv` alone.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from eif.extracts import ExtractFile, create_staging, stage_files
from eif.warehouse.publish import current_release, open_release
from tests.conftest import settings_for
from tests.fixtures.tiny import load_files

SEARCH = "gias/gias_search_extract_20220420.csv"
LINKS = "gias/links_edubasealldata20250422.csv"
REAL = (SEARCH, LINKS, "cscp/2018-2019/england_abs.csv")
INVENTED = ("layout_synthetic/gias.csv", "layout_synthetic/gias_links.csv")
# The URNs that the invented register gives to its 60 schools of an invented council, LA 100.
INVENTED_URNS = {str(urn) for urn in range(130000, 130060)}


def records(path: Path) -> list[dict[str, str]]:
    """The records of a GIAS file; what spills over the end belongs to the last column."""
    with path.open(encoding="cp1252", newline="") as handle:
        head, *rows = csv.reader(handle)
    width = len(head) - 1
    return [dict(zip(head, [*row[:width], ",".join(row[width:])], strict=True)) for row in rows]


@pytest.fixture(scope="module")
def staged(realdata: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    con = duckdb.connect()
    create_staging(con)
    outcomes = stage_files(con, [ExtractFile(realdata / SEARCH)], loaded_by="test")
    assert [(each.accepted, each.rows_in, each.rejected_cells) for each in outcomes] == [(True, 1096, 0)]
    yield con
    con.close()


def test_every_inspection_of_the_search_extract_is_read(
    staged: duckdb.DuckDBPyConnection, realdata: Path
) -> None:
    written = {
        (row["URN"], datetime.strptime(row["OfstedLastInsp"], "%d-%m-%Y").date(), row["OfstedRating (name)"])
        for row in records(realdata / SEARCH)
        if row["OfstedRating (name)"]
    }
    found = staged.execute("select urn, inspection_date, raw from staged_inspection").fetchall()
    assert set(found) == written
    assert len(found) == len(written) == 762


def test_every_link_of_the_last_column_is_read_and_is_one_of_the_registers(
    staged: duckdb.DuckDBPyConnection, realdata: Path
) -> None:
    written = [
        (row["URN"], urn, kind.strip())
        for row in records(realdata / SEARCH)
        for urn, kind in re.findall(r"(\d{6}) ([^,]+)", row["Linked establishments"])
    ]
    found = staged.execute("select urn, link_urn, link_type from staged_link").fetchall()
    assert sorted(found) == sorted(written)
    register = {
        (row["URN"], row["LinkURN"], row["LinkType"])
        for row in records(realdata / "gias/links_edubasealldata20230421.csv")
    }
    assert len(found) == 596
    assert len(set(found) - register) == 2  # withdrawn in the year between the two files


def schools(home: Path) -> dict[str, tuple[object, ...]]:
    """URN -> what the release of `home` says of a school."""
    release = current_release(settings_for(home))
    assert release is not None
    with open_release(release) as con:
        rows = con.execute(
            "select urn, name, school_id, la_code, phase, type_group, status, closed, listed from school"
        ).fetchall()
    return {row[0]: row[1:] for row in rows}


def test_invented_rows_change_no_school_but_those_whose_urn_they_take(
    once: Callable[[str, Callable[[Path], object]], Path], realdata: Path
) -> None:
    real = [realdata / name for name in REAL]
    alone = once("gias-real", lambda home: load_files(settings_for(home), *real, period="2018/19"))
    messages: list[str] = []

    def beside(home: Path) -> None:
        report = load_files(
            settings_for(home), *real, *(realdata / name for name in INVENTED), period="2018/19"
        )
        messages.extend(f"{file.name}: {file.message}" for file in report.files)

    both = schools(once("gias-beside", beside))
    before = schools(alone)
    changed = {urn for urn in before if both[urn] != before[urn]}
    assert changed <= INVENTED_URNS
    # They are closed schools of Surrey; none is a school of the council that the app is for.
    assert {before[urn][2] for urn in changed} == {"936"}
    assert {urn for urn in both if urn not in before} <= INVENTED_URNS
    if messages:  # only the worker that made the release has the report
        (links,) = [text for text in messages if "gias_links" in text]
        assert "an older register" in links
