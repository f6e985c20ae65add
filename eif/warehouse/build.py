"""How do files become a release?

Everything is read, joined and compared in a scratch database; the release is then written beside it, one
sorted table after another, so that the published file holds nothing but what is published. A release is a
function of its files, its as-at date and the settings: building it again from the inbox gives the same
tables.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from eif import sql
from eif.extracts import FileOutcome, Reading, create_staging, insert_readings, load_datasets
from eif.reference import load_reference
from eif.screening import screen_built
from eif.warehouse.inbox import SourceFile, kept
from eif.warehouse.readings import Progress
from eif.warehouse.tables import LARGEST, RELEASE_TABLES

# What joining and comparing may hold in memory: beyond it DuckDB spills to the scratch folder.
MEMORY_LIMIT = "2.5GB"


@dataclass(frozen=True)
class Plan:
    """What to build: the files in order, and the choices that make the release what it is."""

    files: tuple[SourceFile, ...]
    demo: bool
    as_at: date
    la_code: str
    neighbour_set: str

    @property
    def fingerprint(self) -> str:
        """Eight hex digits that are the same for the same files and choices."""
        files = [(file.sha256, file.name, file.period_option) for file in self.files]
        told = repr((files, self.demo, self.as_at.isoformat(), self.la_code, self.neighbour_set))
        return hashlib.sha256(told.encode()).hexdigest()[:8]


def release_name(plan: Plan, at: datetime) -> str:
    """`<utc>-<hash>`: sorts by time, and says whether two releases come from the same files and choices."""
    return f"{at:%Y%m%dT%H%M%SZ}-{plan.fingerprint}"


@contextmanager
def scratch_database(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty database in `folder` to read and join in."""
    path = folder / "scratch.duckdb"
    path.unlink(missing_ok=True)
    con = duckdb.connect(
        str(path),
        config=sql.CONFIG | {"temp_directory": str(folder / "spill"), "memory_limit": MEMORY_LIMIT},
    )
    try:
        con.execute("set enable_progress_bar = false")  # progress is told in our own words
        yield con
    finally:
        con.close()


def stage(
    con: duckdb.DuckDBPyConnection, files: Sequence[SourceFile], readings: Sequence[Reading]
) -> list[FileOutcome]:
    """Put what was read of every file into the staged tables; the outcomes come in the files' order."""
    create_staging(con)
    outcomes = insert_readings(con, readings, in_place=True)
    con.execute("""
        create table source_file (
            ord int, extract_id int, sha256 varchar, name varchar, bytes bigint, period_option varchar,
            layout varchar, period varchar, demonstration boolean, received_at timestamp, received_by varchar,
            container varchar, member varchar, because varchar
        )
    """)
    rows = [
        (
            ord_, outcome.extract_id, file.sha256, file.name, file.bytes, file.period_option,
            file.layout, file.period, file.demonstration, file.received_at, file.received_by, file.container,
            file.member, file.because,
        )
        for ord_, (file, outcome) in enumerate(zip(files, outcomes, strict=True), start=1)
        if outcome.accepted
    ]  # fmt: skip
    sql.insert_rows(con, "source_file", rows)
    # A file keeps the day it was first received and by whom, however often releases are built from it.
    con.execute("""
        update staged_extract
        set loaded_at = received_at, loaded_by = received_by
        from source_file
        where source_file.extract_id = staged_extract.extract_id
    """)
    return outcomes


def begin(con: duckdb.DuckDBPyConnection, *, as_at: date, la_code: str, neighbour_set: str) -> None:
    """Put beside the staged rows what screening and joining need: the settings, reference data and macros."""
    con.execute("create table setting (key varchar primary key, value varchar not null)")
    _set(con, {"as_at": as_at.isoformat(), "home_la": la_code, "neighbour_set": neighbour_set})
    load_reference(con)
    load_datasets(con)
    sql.create_macros(con)


def finish(con: duckdb.DuckDBPyConnection, plan: Plan, path: Path, on_progress: Progress) -> str:
    """Join and compare what was staged and screened, write the release to `path`, and return its name."""
    published_at = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    name = release_name(plan, published_at)
    on_progress("Joining and comparing")
    _set(con, {"release": name, "published_at": published_at.isoformat(), "demo": str(plan.demo).lower()})
    sql.build(con, "20_core")
    sql.build(con, "30_compare")
    screen_built(con)
    on_progress("Writing the release")
    _write(con, path)
    return name


def _set(con: duckdb.DuckDBPyConnection, settings: Mapping[str, str]) -> None:
    con.executemany("insert into setting values (?, ?)", list(settings.items()))


def _write(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    con.execute("attach ? as release", [str(path)])
    for target, source, order in RELEASE_TABLES:
        # Names and order come from the constant above, never from input.
        create = f"create table release.main.{target} as select * from {source}"  # noqa: S608
        if target != LARGEST:
            con.execute(f"{create} order by {order}")
            continue
        con.execute(f"{create} limit 0")
        for (indicator,) in con.execute("select indicator from indicator order by indicator").fetchall():
            part = f"select * from {source} where indicator = ? order by {order}"  # noqa: S608
            con.execute(f"insert into release.main.{target} {part}", [indicator])
    con.execute("checkpoint release")
    con.execute("detach release")


def sources_of(con: duckdb.DuckDBPyConnection, inbox: Path) -> list[SourceFile]:
    """The files the open release was built from, in order, as they lie in the inbox."""
    rows = con.execute("select * exclude (ord, extract_id) from source_file order by ord")
    columns = [column for column, *_ in rows.description or ()]
    found = [dict(zip(columns, row, strict=True)) for row in rows.fetchall()]
    return [SourceFile(**row, path=kept(inbox, row.get("container") or row["sha256"])) for row in found]
