"""What does a snapshot hold before anything is rated? An empty release, one framework, and what a test gives.

`snapshot(con)` makes the tables of a release, all empty but for the reference lists, and loads the framework.
`schools`, `results` and `rate` then say a test in a few lines; `answers` reads signals back as text.
"""

from __future__ import annotations

import functools
from datetime import date
from typing import Literal

import duckdb
from given import built, cells, given, scratch, shown

from eif import sql
from eif.casework.work import fill, no_work
from eif.framework import load_framework
from eif.screening.before import create_tables

AS_AT = "2026-11-22"
# Tables of a release that are read off its comparisons alone.
GATHERED = ("latest_result", "latest_streak", "newest_period", "returned_figure")
# Columns of `results` that a test may leave out, with what they are then.
USUAL = {
    "indicator": "abs_overall",
    "pupil_group": "all",
    "phase": "primary",
    "status": "value",
    "release_status": "final",
    "extract_id": "1",
}


@functools.cache
def _empty_tables() -> tuple[str, ...]:
    """The statements that create what 20_core and 30_compare publish, found by building them from nothing."""
    con = duckdb.connect()
    scratch(con)
    before = {name for (name,) in con.execute("select table_name from duckdb_tables()").fetchall()}
    built(con, "20_core", "30_compare")
    found = con.execute("select table_name, sql from duckdb_tables() order by table_oid").fetchall()
    con.close()
    return tuple(text for name, text in found if name not in before)


def snapshot(con: duckdb.DuckDBPyConnection, *, as_at: str = AS_AT, framework: str = "2026-02") -> None:
    """An empty release seen on the day `as_at`, through one framework."""
    scratch(con, as_at=as_at)
    for statement in _empty_tables():
        con.execute(statement)
    con.execute("create view extract as select * from staged_extract")
    create_tables(con)
    con.execute("create table source_file (extract_id int, ord int, because varchar, received_by varchar)")
    con.execute("alter table source_file add column received_at timestamp")
    load_framework(con, framework)
    fill(con, no_work(date.fromisoformat(as_at)))


def schools(con: duckdb.DuckDBPyConnection, text: str) -> None:
    """Listed schools of the home council: a line of urn, phase and type group each."""
    for urn, phase, type_group in cells(text):
        compare_phase = "secondary" if phase == "all-through" else phase
        con.execute(
            "insert into school (urn, school_id, name, named, la_code, phase, compare_phase, type_group,"
            " status, is_home, listed) values (?, ?, ?, true, '330', ?, ?, ?, 'open', true, true)",
            [urn, f"S{urn}", f"School {urn}", phase, compare_phase, type_group],
        )


def results(con: duckdb.DuckDBPyConnection, text: str, **same: object) -> None:
    """Rows of `comparison`; gaps to national and the council follow from the values where both are given."""
    columns, *_ = cells(text)
    rest = {name: value for name, value in USUAL.items() if name not in columns and name not in same}
    given(con, "comparison", text, **rest, **same)
    con.execute("update comparison set school_id = 'S' || urn where school_id is null")
    con.execute("update comparison set gap_national = value - national, gap_la = value - la")


def returned(con: duckdb.DuckDBPyConnection, text: str) -> None:
    """Figures of council returns for a term or a day: rows of `observation`."""
    given(
        con, "observation", text, la_code="330", release_status="management", status="value",
        is_best=True, extract_id=1,
    )  # fmt: skip
    con.execute("update observation set school_id = 'S' || urn, pupil_group = coalesce(pupil_group, 'all')")


def rate(con: duckdb.DuckDBPyConnection) -> None:
    """Gather what a release gathers from its comparisons, and run the whole rating layer."""
    gather(con)
    sql.build(con, "40_rate")


def gather(con: duckdb.DuckDBPyConnection) -> None:
    """Publish anew what follows from the rows of `comparison` that a test gave."""
    for name in GATHERED:
        con.execute(f"create or replace table {name} as {sql.statement('30_compare', name)}")


def answers(
    con: duckdb.DuckDBPyConnection, rule_id: str, columns: str = "urn level status"
) -> list[list[str]]:
    """What one rule says of each school, as text."""
    return shown(con, "signal", columns, f"rule_id = '{rule_id}'")[1:]


def reason(con: duckdb.DuckDBPyConnection, rule_id: str, urn: str = "1") -> str:
    """The sentence of one rule for one school."""
    found = con.execute("select reason from signal where rule_id = ? and urn = ?", [rule_id, urn]).fetchone()
    assert found is not None
    return str(found[0])


def screens(con: duckdb.DuckDBPyConnection, *, as_: Literal["table", "view"] = "table") -> None:
    """Make every screen, and what it reads of casework, after `rate`."""
    sql.build(con, "45_casework", as_)
    sql.build(con, "50_screen", as_)
