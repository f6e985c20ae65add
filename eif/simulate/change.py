"""Which rows of a framework are tried with another value, and how do two frameworks differ?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from eif.framework import Framework, FrameworkError, check_framework
from eif.framework.tables import TABLES

_BY_NAME = {table.name: table for table in TABLES}
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Change:
    """One cell, or a whole row, that differs.

    `table` and `key` find the row (values of the table's key columns, in order). `column` is None where the
    row itself is new (`before` None) or gone (`after` None); else `before` and `after` are the cell's values.
    """

    table: str
    key: Key
    column: str | None
    before: Any
    after: Any

    @property
    def file(self) -> str:
        """The file, and sheet, that holds the row."""
        return _BY_NAME[self.table].file


def changed(framework: Framework, changes: Iterable[Change]) -> Framework:
    """The framework with the `after` of each change in its cell. Raises FrameworkError if it then breaks."""
    rows = {name: list(held) for name, held in framework.rows.items()}
    for change in changes:
        at = _at(rows[change.table], change.table, change.key)
        if at is None or change.column not in _BY_NAME[change.table].columns:
            raise FrameworkError(f"{change.file} has no {change.column} of {_shown(change.key)}.")
        rows[change.table][at] = rows[change.table][at] | {change.column: change.after}
    trial = Framework(about=framework.about, rows=rows)
    check_framework(trial)
    return trial


def changes_between(before: Framework, after: Framework) -> tuple[Change, ...]:
    """Every cell and row in which two frameworks differ, table by table in the order of the files."""
    found: list[Change] = []
    for table in TABLES:
        old = {_key(table.name, row): row for row in before.rows[table.name]}
        new = {_key(table.name, row): row for row in after.rows[table.name]}
        found += [Change(table.name, key, None, row, None) for key, row in old.items() if key not in new]
        for key, row in new.items():
            if key not in old:
                found.append(Change(table.name, key, None, None, row))
                continue
            found += [
                Change(table.name, key, column, old[key][column], row[column])
                for column in table.columns
                if old[key][column] != row[column]
            ]
    return tuple(found)


def _key(table: str, row: dict[str, Any]) -> Key:
    return tuple(row[name] for name in _BY_NAME[table].key)


def _at(rows: list[dict[str, Any]], table: str, key: Key) -> int | None:
    return next((at for at, row in enumerate(rows) if _key(table, row) == key), None)


def _shown(key: Key) -> str:
    return ", ".join(str(part) for part in key if part is not None)
