"""What does the release being served know that screening needs?

The columns and figures of a file that a corrected copy takes the place of, which is not read again; and how
the files that stay came through their own screening when they were loaded.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

TABLES = {
    "screening": """
        extract_id integer, ord integer, stage varchar, check_id varchar, question varchar, result varchar,
        columns varchar, found varchar, rows_concerned bigint, message varchar, what_to_do varchar""",
    "screening_case": """
        extract_id integer, check_id varchar, case_no integer, level varchar, source_row integer, urn varchar,
        name varchar, period varchar, place varchar, found varchar, expected varchar, note varchar""",
}


def create_tables(con: duckdb.DuckDBPyConnection) -> None:
    """The tables that screening fills, empty: results, cases, and what a replaced file held."""
    for name, columns in TABLES.items():
        con.execute(f"create or replace table {name} ({columns})")
    con.execute("create or replace temp table past_column (extract_id int, column_name varchar)")
    con.execute(
        "create or replace temp table past_meaning (extract_id int, indicator varchar, pupil_group varchar)"
    )


@contextmanager
def _served(con: duckdb.DuckDBPyConnection, path: Path) -> Iterator[None]:
    con.execute("attach ? as served (read_only)", [str(path)])
    try:
        yield
    finally:
        con.execute("detach served")


def recall(con: duckdb.DuckDBPyConnection, served: Path) -> None:
    """Take over what the served release says of replaced files and of those that stay.

    Reads `screened_extract.replaces_sha256` and `source_file`. A release built before there was screening has
    nothing to say of the files that stay.
    """
    with _served(con, served):
        con.execute("""
            insert into past_column
            select distinct s.extract_id, l.column_name
            from screened_extract as s
            inner join served.source_file as f on f.sha256 = s.replaces_sha256
            inner join served.cell_ledger as l on l.extract_id = f.extract_id
        """)
        con.execute("""
            insert into past_meaning
            select distinct s.extract_id, v.indicator, v.pupil_group
            from screened_extract as s
            inner join served.source_file as f on f.sha256 = s.replaces_sha256
            inner join (
                select distinct extract_id, indicator, pupil_group from served.observation
                union
                select distinct extract_id, indicator, pupil_group from served.benchmark
            ) as v on v.extract_id = f.extract_id
        """)
        con.execute("""
            update screened_extract as s
            set replaces = e.file_name, replaces_rows = e.rows_in
            from served.source_file as f
            inner join served.extract as e using (extract_id)
            where f.sha256 = s.replaces_sha256
        """)
        for table in TABLES if _has_screening(con) else ():
            # The names are constants above.
            con.execute(f"""
                insert into {table}
                select now.extract_id, kept.* exclude (extract_id)
                from served.{table} as kept
                inner join served.source_file as was using (extract_id)
                inner join source_file as now using (sha256)
                where now.extract_id not in (select extract_id from screened_extract)
            """)  # noqa: S608


def screened_before(con: duckdb.DuckDBPyConnection, served: Path) -> set[str]:
    """The fingerprints of the files that the served release has results for."""
    with _served(con, served):
        if not _has_screening(con):
            return set()
        rows = con.execute("""
            select distinct sha256 from served.source_file semi join served.screening using (extract_id)
        """).fetchall()
    return {sha256 for (sha256,) in rows}


def _has_screening(con: duckdb.DuckDBPyConnection) -> bool:
    tables = con.execute("select table_name from duckdb_tables() where database_name = 'served'").fetchall()
    return {(name,) for name in TABLES} <= set(tables)
