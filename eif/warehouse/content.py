"""Do two releases hold the same? Each table as the number of its rows and one number for their contents.

A rebuild from the inbox must give every table again, row for row, in whatever order they lie; what may differ
is the release's name and the moment it was published.
"""

from __future__ import annotations

import duckdb

from eif.warehouse.tables import RELEASE_TABLES

Content = dict[str, tuple[int, int]]

# What a rebuild gives anew. Everything else follows from the files, the as-at date and the settings.
OF_ITS_OWN = ("release", "published_at")


def read_content(release: duckdb.DuckDBPyConnection) -> Content:
    """Table -> (rows, sum of the rows' hashes) of an open release; the hashes are of this DuckDB version."""
    found = {name for (name,) in release.execute("select table_name from duckdb_tables()").fetchall()}
    content: Content = {}
    for name, _, _ in RELEASE_TABLES:
        if name not in found:
            continue
        kept = "where key not in (select unnest(?))" if name == "setting" else ""
        # The name is one of RELEASE_TABLES.
        ((rows, total),) = release.execute(
            f"select count(*), coalesce(sum(hash(t)::hugeint), 0) from {name} as t {kept}",  # noqa: S608
            [list(OF_ITS_OWN)] if kept else [],
        ).fetchall()
        content[name] = (rows, int(total))
    return content


def changed_tables(before: Content, after: Content) -> list[str]:
    """The tables that differ between two releases, and those that only one has."""
    return [name for name in {**before, **after} if before.get(name) != after.get(name)]
