"""What does the framework of this year say, as rows that SQL can read?

`load_framework` reads `data/framework/<version>/` into tables of the connection's current catalogue, and
refuses a version in which a rule, a descriptor or a threshold points at something that is not there.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import duckdb

from eif.config import ROOT
from eif.framework.check import check_framework, check_names, check_versions
from eif.framework.read import Framework, FrameworkError, read_framework, read_version
from eif.framework.tables import SCOPES, TABLES
from eif.sql import insert_rows

__all__ = [
    "FOLDER",
    "Framework",
    "FrameworkError",
    "check_framework",
    "fill_framework",
    "list_versions",
    "load_framework",
    "read_framework",
    "scope_view",
]

FOLDER = ROOT / "data" / "framework"


def list_versions(folder: Path = FOLDER) -> list[str]:
    """The versions kept in `folder`, oldest first."""
    return sorted(path.parent.name for path in folder.glob("*/framework.toml"))


def load_framework(con: duckdb.DuckDBPyConnection, version: str, folder: Path = FOLDER) -> Framework:
    """Read a version, fill its tables in `con` (see `fill_framework`) and return it.

    Raises FrameworkError, having changed nothing, when the version is missing, does not hold together or
    shares its time with another of `folder`.
    """
    if not (folder / version / "framework.toml").is_file():
        known = ", ".join(list_versions(folder)) or "none"
        raise FrameworkError(f"There is no framework version {version!r}. Versions here: {known}.")
    framework = read_framework(folder / version)
    check_framework(framework)
    check_versions([read_version(folder / name) for name in list_versions(folder)])
    fill_framework(con, framework)
    return framework


def fill_framework(
    con: duckdb.DuckDBPyConnection, framework: Framework, only: Collection[str] | None = None
) -> None:
    """Create and fill the framework's tables in `con`: one per file, plus `framework` and `rule_descriptor`.

    `framework` has one row (version, title, valid_from, page_source). `rule_descriptor` has one row per rule
    and level the rule can give (rule_id, level 0, 1 or 2, descriptor, finding). Each scope of `threshold` has
    a view of its own (see `scope_view`). `only` those named, where any are. Raises FrameworkError,
    having changed nothing, when a rule reads an indicator or an item of a return that `con`, where it has the
    tables of a release, does not have.
    """
    wanted = {table.name for table in TABLES} | {"framework", *map(scope_view, SCOPES)}
    if only is not None:
        wanted = set(only)
    if wanted & {"rule", "answer_level"}:
        _check_names(con, framework)
    if "framework" in wanted:
        con.execute(
            "create or replace table framework"
            " (version VARCHAR, title VARCHAR, valid_from DATE, page_source VARCHAR)"
        )
        con.execute("insert into framework values (?, ?, ?, ?)", list(framework.about))
    for table in TABLES:
        if table.name in wanted:
            columns = ", ".join(f"{name} {kind}" for name, kind in table.columns.items())
            con.execute(f"create or replace table {table.name} ({columns})")
            insert_rows(con, table.name, [list(row.values()) for row in framework.rows[table.name]])
    for scope in SCOPES:
        if scope_view(scope) in wanted:
            # A constant list of names.
            con.execute(
                f"create or replace view {scope_view(scope)} as from threshold where scope = '{scope}'"
            )
    if "rule" in wanted:
        con.execute(
            """
            create or replace table rule_descriptor as
            select rule_id, 0 as level, established as descriptor, null::varchar as finding
            from rule where established is not null
            union all
            select rule_id, 1, developing, developing_finding from rule where developing is not null
            union all
            select rule_id, 2, causing_concern, concern_finding from rule where causing_concern is not null
            """
        )


def scope_view(scope: str) -> str:
    """The view that holds the thresholds of one scope, so that each is read by who needs it alone."""
    return f"{scope.replace(' ', '_')}_threshold"


def _check_names(con: duckdb.DuckDBPyConnection, framework: Framework) -> None:
    found = con.execute(
        "select distinct table_name from information_schema.columns"
        " where table_name = 'indicator' or (table_name = 'dataset_item' and column_name = 'choices')"
    ).fetchall()
    if len(found) < 2:
        return
    indicators = {name for (name,) in con.execute("select indicator from indicator").fetchall()}
    answers = dict(con.execute("select item, choices from dataset_item").fetchall())
    check_names(framework, indicators, answers)
