"""What have people recorded, in a test of SQL? Lines of text for the team, its schools and their visits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import count

import duckdb
from given import cells
from rated import rate, schools, snapshot

from eif import sql
from eif.casework.work import fill, no_work

_revisions: Iterator[int] = count(1)
KEPT = {"version": 1, "withdrawn": False, "saved_at": "2026-11-01T12:00:00.000Z", "saved_by": "Director"}


def city(con: duckdb.DuckDBPyConnection, text: str, *, day: str = "2026-11-22") -> None:
    """Listed schools (urn, phase, type group) on a day; school '1' has the school id 'S1'."""
    snapshot(con, as_at=day)
    for name in [row[0] for row in con.execute("select table_name from duckdb_tables()").fetchall()]:
        if name.startswith("casework_"):
            con.execute(f"drop table {name}")
    fill(con, no_work(date.fromisoformat(day)))
    schools(con, text)


def kept(con: duckdb.DuckDBPyConnection, noun: str, text: str, **same: object) -> None:
    """Records of a noun that stand: a line each, the first line names the columns; empty is NULL."""
    columns, *rows = cells(text)
    fixed = {name: value for name, value in (KEPT | same).items() if name not in columns}
    for row in rows:
        values = dict(zip(columns, [cell or None for cell in row], strict=True)) | fixed
        number = next(_revisions)
        values |= {"revision": number}
        values.setdefault("record_id", f"{noun}-{number}")
        names, marks = ", ".join(values), ", ".join("?" for _ in values)
        con.execute(f"insert into casework_{noun} ({names}) values ({marks})", list(values.values()))


def team(con: duckdb.DuckDBPyConnection, text: str) -> None:
    """People: record_id, label and what else a line says; 60 half days a term unless it says so."""
    fixed = {f"half_days_{term}": 60 for term in ("autumn", "spring", "summer")}
    kept(con, "adviser", text, role="adviser", **(fixed | {"from_on": "2024-09-01"}))


def advised(con: duckdb.DuckDBPyConnection, text: str) -> None:
    """Who advises which school: school_id and adviser_id."""
    kept(con, "assignment", text, from_on="2026-09-01")


def agreed(con: duckdb.DuckDBPyConnection, text: str) -> None:
    """Agreed overall categories: school_id, category and evidence_on."""
    kept(con, "judgement", text, area="overall", kind="agreed", note="Agreed.")


def visited(con: duckdb.DuckDBPyConnection, text: str) -> None:
    """Visits: school_id, on_day, half_days, status, and what else a line says; a validation by N."""
    columns = cells(text)[0]
    usual = {"kind": "validation", "adviser_id": "N", "status": "completed", "note": ""}
    kept(con, "visit", text, **{name: value for name, value in usual.items() if name not in columns})


def build(con: duckdb.DuckDBPyConnection) -> None:
    """Rate the city and make what follows from casework, with the screens of days."""
    rate(con)
    sql.build(con, "45_casework")
    for name in (
        "screen_caseload",
        "screen_team",
        "screen_team_term",
        "screen_visit",
        "screen_visit_trigger",
    ):
        con.execute(f"create or replace table {name} as {sql.statement('50_screen', name)}")
