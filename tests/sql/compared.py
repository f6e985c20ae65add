"""How does a test of comparisons give results of schools and of areas, and read what stands beside them?"""

from __future__ import annotations

import duckdb

from tests.sql.given import built, cells, given, scratch, shown

EXTRACTS = """
extract_id | layout   | release_status | precedence
1          | results  | final          | 60
2          | national | final          | 60
"""


def bench(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A build with a file of schools and a file of areas, both still empty."""
    scratch(con)
    given(con, "staged_extract", EXTRACTS)
    return con


def results(con: duckdb.DuckDBPyConnection, text: str, **same: object) -> None:
    """School rows; `cohort` is the denominator, `count` the numerator."""
    columns, *rows = cells(text)
    ((first,),) = con.execute("select coalesce(max(source_row), 1) + 1 from staged_value").fetchall()
    for number, row in enumerate(rows, start=first):
        cell: dict[str, object] = {"urn": "100001", "pupil_group": "all", "la_code": "330", **same}
        cell |= dict(zip(columns, row, strict=True))
        status = "value" if cell["value"] else "suppressed"
        cell |= {
            "value": cell["value"] or None,
            "denominator": cell.pop("cohort", None) or None,
            "numerator": cell.pop("count", None) or None,
            "ci_low": cell.pop("low", None) or None,
            "ci_high": cell.pop("high", None) or None,
        }
        values = [1, number, "school", status, *cell.values()]
        con.execute(
            f"insert into staged_value (extract_id, source_row, row_kind, status, {', '.join(cell)}) "
            f"values ({', '.join('?' for _ in values)})",
            values,
        )


def areas(con: duckdb.DuckDBPyConnection, text: str, **same: object) -> None:
    """Rows of England, regions and councils."""
    usual = {"extract_id": 2, "status": "value", "pupil_group": "all", "definition": "state-funded"}
    (columns, *_) = cells(text)
    given(con, "staged_value", text, **{k: v for k, v in (usual | same).items() if k not in columns})
    con.execute("update staged_value set source_row = rowid where extract_id = 2")


def compared(con: duckdb.DuckDBPyConnection, columns: str, where: str = "true") -> list[list[str]]:
    """Build the comparison and read it back."""
    built(con, "20_core")
    built(con, "30_compare", until="comparison")
    return shown(con, "comparison", columns, where)
