"""What do the files of one framework version hold, as typed rows?

Every cell is read by its column's type in `eif/framework/tables.py`; the first that cannot be is named with
its file and line.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from eif.framework.tables import TABLES, Table

Row = dict[str, Any]


class FrameworkError(Exception):
    """A framework version is missing or does not hold together; the message says where and what to do."""


@dataclass(frozen=True)
class Framework:
    """One version: `about` is (version, title, valid_from, page_source), `rows` typed rows by table."""

    about: tuple[str, str, date, str]
    rows: dict[str, list[Row]]


@dataclass(frozen=True)
class Version:
    """When a version holds: from and to which day (None: until the next begins); a draft holds on none."""

    version: str
    valid_from: date
    valid_to: date | None
    draft: bool


def read_version(folder: Path) -> Version:
    """What framework.toml says of when the version holds. Raises FrameworkError."""
    given = _toml(folder / "framework.toml")
    return Version(given["version"], given["valid_from"], given.get("valid_to"), bool(given.get("draft")))


def read_framework(folder: Path) -> Framework:
    """Read every file of one version. Raises FrameworkError."""
    return Framework(about=_about(folder / "framework.toml"), rows={t.name: _rows(folder, t) for t in TABLES})


def _about(path: Path) -> tuple[str, str, date, str]:
    given = _toml(path)
    return (given["version"], given["title"], given["valid_from"], given["page_source"])


def _toml(path: Path) -> Row:
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise FrameworkError(f"{path.name} is not valid TOML: {error}.") from error
    missing = [key for key in ("version", "title", "valid_from", "page_source") if key not in given]
    if missing:
        raise FrameworkError(f"{path.name} lacks {', '.join(missing)}. Add it.")
    if given["version"] != path.parent.name:
        raise FrameworkError(
            f"{path.name} says version {given['version']!r} but its folder is {path.parent.name!r}."
            " Make them the same."
        )
    if not isinstance(given["valid_from"], date):
        raise FrameworkError(f"{path.name}: valid_from must be a date such as 2026-02-01, without quotes.")
    if not isinstance(given.get("valid_to", given["valid_from"]), date):
        raise FrameworkError(f"{path.name}: valid_to must be a date such as 2027-01-31, without quotes.")
    return given


def _rows(folder: Path, table: Table) -> list[Row]:
    path = folder / table.file
    if table.usual and not path.exists():
        return [typed_row(table, row, table.file) for row in table.usual]
    try:
        # utf-8-sig: a file saved by Excel starts with a byte-order mark.
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle, strict=True)
            header = list(reader.fieldnames or [])
            if sorted(header) != sorted(table.columns):
                raise FrameworkError(_wrong_header(table, header))
            rows = [typed_row(table, row, f"{table.file} line {reader.line_num}") for row in reader]
    except FileNotFoundError as error:
        raise FrameworkError(
            f"{table.file} is missing from framework {folder.name}. Restore it from the repository."
        ) from error
    except (csv.Error, UnicodeDecodeError) as error:
        raise FrameworkError(f"{table.file} cannot be read as UTF-8 CSV: {error}.") from error
    if not rows:
        raise FrameworkError(f"{table.file} has no rows.")
    seen: dict[tuple[Any, ...], int] = {}
    for row in rows:
        key = tuple(row[name] for name in table.key)
        if key in seen:
            shown = ", ".join(f"{n} {v}" for n, v in zip(table.key, key, strict=True) if v is not None)
            raise FrameworkError(f"{table.file}: {shown} is given twice. Keep one row.")
        seen[key] = 1
    return rows


def _wrong_header(table: Table, header: list[str]) -> str:
    missing = [name for name in table.columns if name not in header]
    extra = [name for name in header if name not in table.columns]
    parts = [f"lacks {', '.join(missing)}"] if missing else []
    parts += [f"has an unknown column {', '.join(extra)}"] if extra else []
    parts = parts or ["names a column twice"]
    return f"{table.file} {' and '.join(parts)}. Its columns are {', '.join(table.columns)}."


def typed_row(table: Table, row: Mapping[Any, Any], where: str) -> Row:
    """The texts of a row by column, as values of the columns' types; `where` begins what is said of a fault.

    Raises FrameworkError.
    """
    if None in row or None in row.values():
        raise FrameworkError(
            f"{where}: the row does not have {len(table.columns)} cells. Put texts with commas in quotes."
        )
    typed: Row = {}
    for name, kind in table.columns.items():
        text = str(row[name]).strip()
        if text == "" and name in table.optional:
            typed[name] = None
            continue
        if text == "":
            raise FrameworkError(f"{where}: {name} is empty. Fill it in.")
        typed[name] = _cell(text, kind, f"{where}: {name}")
        for word in typed[name] if isinstance(typed[name], list) else [typed[name]]:
            allowed = table.words.get(name)
            if allowed and word not in allowed:
                raise FrameworkError(
                    f"{where}: {name} {word!r} is not known. Use one of: {', '.join(allowed)}."
                )
    return typed


def _cell(text: str, kind: str, where: str) -> Any:
    if kind == "BOOLEAN":
        if text not in ("yes", "no"):
            raise FrameworkError(f"{where} is {text!r}. Write yes or no.")
        return text == "yes"
    if kind == "VARCHAR[]":
        return [part.strip() for part in text.split(";")]
    try:
        if kind == "INTEGER":
            return int(text)
        if kind == "DOUBLE":
            return float(text)
        if kind == "DATE":
            return date.fromisoformat(text)
    except ValueError as error:
        wanted = {"INTEGER": "a whole number", "DOUBLE": "a number", "DATE": "a date like 2026-02-01"}[kind]
        raise FrameworkError(f"{where} is {text!r}. Write {wanted}.") from error
    return text
