"""Where did every cell of a file go?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb


@dataclass(frozen=True)
class FileLedger:
    """One file's account, over all columns: cells = values + missing (by code, '' is blank) + rejected."""

    extract_id: int
    file_name: str
    layout_title: str
    period: str | None
    rows_in: int
    rows_accepted: int
    rows_rejected: int
    rows_left_out: int
    rows_padded: int
    rows_joined: int
    cells: int
    values: int
    rejected: int
    missing: tuple[tuple[str, int], ...]

    @property
    def balances(self) -> bool:
        """Every cell went exactly one way."""
        return self.cells == self.values + sum(cells for _, cells in self.missing) + self.rejected


def read_ledger(release: duckdb.DuckDBPyConnection, files: Sequence[str]) -> list[FileLedger]:
    """The ledger of each of `files`, given by fingerprint, in the open release, in the order of loading."""
    rows = release.execute(
        """
        with

        per_column as (
            select
                extract_id,
                column_name,
                any_value(cells) as cells,
                any_value(value_cells) as value_cells,
                any_value(rejected_cells) as rejected_cells,
            from cell_ledger
            group by all
        ),

        per_file as (
            select
                extract_id,
                sum(cells)::bigint as cells,
                sum(value_cells)::bigint as value_cells,
                sum(rejected_cells)::bigint as rejected_cells,
            from per_column
            group by all
        )

        select
            extract_id,
            file_name,
            layout_title,
            period,
            rows_in,
            rows_accepted,
            rows_rejected,
            rows_left_out,
            rows_padded,
            rows_joined,
            coalesce(cells, 0),
            coalesce(value_cells, 0),
            coalesce(rejected_cells, 0),
        from extract
        left join per_file using (extract_id)
        where list_contains(?, sha256)
        order by extract_id
        """,
        [list(files)],
    ).fetchall()
    codes = release.execute("""
        select extract_id, missing_code, sum(missing_cells)::bigint as cells
        from cell_ledger
        where missing_cells > 0
        group by all
        order by extract_id, cells desc, missing_code
    """).fetchall()
    missing: dict[int, list[tuple[str, int]]] = {}
    for extract, code, cells in codes:
        missing.setdefault(extract, []).append((code, cells))
    return [FileLedger(*[*row, tuple(missing.get(row[0], ()))]) for row in rows]
