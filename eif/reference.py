"""What do the extracts not say: which indicators exist, which way is better, who is compared with whom?

Everything comes from files under `data/reference`: one TOML per indicator, and small CSV lists of pupil
groups, local authorities, neighbour sets, LAIT measures, headlines and the words of inspections.
`load_reference` fills the tables.
"""

from __future__ import annotations

import csv
import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from eif.config import ROOT
from eif.sql import insert_rows

FOLDER = ROOT / "data" / "reference"

UNITS = (
    *("percent", "points", "rate per 100", "rate per 1000", "pupils", "count", "score"),
    *("pounds", "ratio", "days", "weeks", "months"),
)
# A balance is a share of money that may be below nought.
KINDS = ("proportion", "mean", "progress", "rate", "balance", "context")
# Events that come singly are given their exact Poisson interval and are not tested.
TESTS = ("z_proportion", "z_mean", "published_interval", "poisson", "none")

# Columns of the tables this module owns; the indicator table's order is the order of `_indicator_row`.
TABLES: Mapping[str, str] = {
    "indicator": """
        indicator varchar, title varchar, short_title varchar, question varchar, unit varchar,
        decimals integer, polarity integer, kind varchar, significance varchar, area varchar,
        descriptor varchar, phases varchar[], min_cohort integer, count_indicator varchar, source varchar,
        next_review date, cannot_say varchar, pupil_sd double, well_value double, well_percentile integer,
        trend_step double, term_sum boolean
    """,
    "indicator_break": "indicator varchar, period varchar, reason varchar",
    "indicator_gap": "indicator varchar, period varchar, reason varchar",
    "pupil_group": "pupil_group varchar, title varchar, short_title varchar, pair varchar, ord integer",
    "reference_neighbour": """
        set_id varchar, title varchar, kind varchar, valid_from date, la_code varchar, neighbour_code varchar,
        neighbour_name varchar, position integer, closeness varchar
    """,
    "reference_la": "la_code varchar, la_name varchar, region varchar, la_type varchar",
    "la_measure_map": "measure varchar, indicator varchar, pupil_group varchar, phase varchar",
    # What each kind of link between schools in GIAS means; of two kinds for one pair the lowest `ord` counts.
    "link_kind": "link_type varchar, event varchar, words varchar, inverse varchar, ord integer",
    "headline": """
        ord integer, measure varchar, title varchar, short_title varchar, unit varchar, area varchar,
        indicator varchar
    """,
    # When each source normally appears. `layouts` is a pattern of layout ids, `statuses` words with blanks
    # between, `months_after` counts from the end of a period, `mark` is V (verified) or K (to be checked).
    "expected": """
        ord integer, source varchar, title varchar, layouts varchar, statuses varchar, every varchar,
        months_after integer, basis varchar, mark varchar
    """,
    "inspection_regime": """
        regime varchar, ord integer, kind varchar, first_day date, title varchar, source varchar
    """,
    "inspection_judgement": """
        kind varchar, judgement varchar, ord integer, title varchar, scale varchar
    """,
    "inspection_word": """
        scale varchar, said varchar, word varchar, ordinal integer, points integer, category varchar
    """,
}
# Which CSV of the folder fills which table; its header names the table's columns, in order.
LISTS: Mapping[str, str] = {
    "pupil_group": "pupil_groups.csv",
    "reference_neighbour": "neighbour_sets.csv",
    "reference_la": "local_authorities.csv",
    "la_measure_map": "la_measure_map.csv",
    "link_kind": "link_kinds.csv",
    "headline": "headlines.csv",
    "expected": "expected.csv",
    "inspection_regime": "inspection_regimes.csv",
    "inspection_judgement": "inspection_judgements.csv",
    "inspection_word": "inspection_words.csv",
}
# Keys of an indicator file: name, type, whether it must be there.
KEYS: Mapping[str, tuple[type | tuple[type, ...], bool]] = {
    "title": (str, True),
    "short_title": (str, True),
    "question": (str, True),
    "unit": (str, True),
    "decimals": (int, True),
    "polarity": (int, True),
    "kind": (str, True),
    "significance": (str, True),
    "area": (str, True),
    "phases": (list, True),
    "min_cohort": (int, True),
    "source": (str, True),
    "next_review": (dt.date, True),
    "cannot_say": (str, True),
    "descriptor": (str, False),
    "count_indicator": (str, False),
    "pupil_sd": (float, False),
    "well_value": (float, False),
    "well_percentile": (int, False),
    "trend_step": (float, False),
    "term_sum": (bool, False),
    "break": (list, False),
    "gap": (list, False),
}
DEFAULT_WELL_PERCENTILE = 20


class ReferenceDataError(Exception):
    """A reference file is malformed; the message says which file, what is wrong and what to write."""


def load_reference(con: duckdb.DuckDBPyConnection, folder: Path = FOLDER) -> None:
    """Create and fill the reference tables from `folder`. Raises ReferenceDataError; nothing is skipped."""
    rows: dict[str, list[list[Any]]] = {name: [] for name in TABLES}
    files = sorted((folder / "indicators").glob("*.toml"))
    if not files:
        raise ReferenceDataError(f"No indicator files in {folder}. Restore data/reference/indicators.")
    for path in files:
        given = read_indicator(path)
        rows["indicator"].append(_indicator_row(path.stem, given))
        for kind in ("break", "gap"):
            rows[f"indicator_{kind}"] += [
                [path.stem, row["period"], row["reason"]] for row in given.get(kind, [])
            ]
    for table, name in LISTS.items():
        rows[table] = read_list(folder / name, column_names(table))
    _check_names(rows)
    for table, columns in TABLES.items():
        con.execute(f"create or replace table {table} ({columns})")
        insert_rows(con, table, rows[table])


def read_indicator(path: Path) -> dict[str, Any]:
    """One indicator file as a dictionary, with every key checked. Raises ReferenceDataError."""
    try:
        given: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ReferenceDataError(f"{path.name} is not valid TOML: {error}.") from error
    for key, (type_, required) in KEYS.items():
        if required and given.get(key) in (None, "", []):
            raise ReferenceDataError(f"{path.name} has no {key}. Add a line '{key} = ...'.")
        if key in given and (
            not isinstance(given[key], type_) or isinstance(given[key], bool) != (type_ is bool)
        ):
            raise ReferenceDataError(f"{path.name}: {key} is {given[key]!r}, which is of the wrong type.")
    unknown = sorted(set(given) - set(KEYS))
    if unknown:
        raise ReferenceDataError(f"{path.name} has unknown keys: {', '.join(unknown)}. Check the spelling.")
    for key, allowed in (("unit", UNITS), ("kind", KINDS), ("significance", TESTS), ("polarity", (-1, 0, 1))):
        if given[key] not in allowed:
            choice = ", ".join(map(str, allowed))
            raise ReferenceDataError(f"{path.name}: {key} is {given[key]!r}. Write one of {choice}.")
    if given["significance"] == "z_mean" and "pupil_sd" not in given:
        raise ReferenceDataError(f"{path.name}: significance z_mean needs pupil_sd.")
    for kind in ("break", "gap"):
        for row in given.get(kind, []):
            if set(row) != {"period", "reason"} or not is_period(row["period"]):
                raise ReferenceDataError(
                    f"{path.name}: a {kind} needs a period such as 2019/20 and a reason."
                )
    return given


def read_list(path: Path, columns: tuple[str, ...]) -> list[list[str | None]]:
    """The rows of one reference CSV; an empty cell is None. Raises ReferenceDataError for another header."""
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            header, *rows = list(csv.reader(handle))
    except (FileNotFoundError, ValueError) as error:
        raise ReferenceDataError(f"{path} is missing or empty. Restore it from the repository.") from error
    if tuple(header) != columns:
        raise ReferenceDataError(f"{path.name} has columns {', '.join(header)}. Write {', '.join(columns)}.")
    for number, row in enumerate(rows, start=2):
        if len(row) != len(columns):
            raise ReferenceDataError(
                f"{path.name}, line {number}: {len(row)} cells, expected {len(columns)}."
            )
    return [[cell or None for cell in row] for row in rows]


def column_names(table: str) -> tuple[str, ...]:
    """The column names of one reference table, in order."""
    return tuple(column.split()[0] for column in TABLES[table].split(","))


def is_period(text: object) -> bool:
    """Whether `text` is an academic year such as 2018/19 or a financial year such as 2018-19."""
    return (
        isinstance(text, str)
        and len(text) == 7
        and text[4] in "/-"
        and text[:4].isdigit()
        and text[5:].isdigit()
        and (int(text[:4]) + 1) % 100 == int(text[5:])
    )


def _indicator_row(name: str, given: Mapping[str, Any]) -> list[Any]:
    cells = {"indicator": name, "well_percentile": DEFAULT_WELL_PERCENTILE, "term_sum": False, **given}
    cells["cannot_say"] = " ".join(given["cannot_say"].split())
    return [cells.get(column) for column in column_names("indicator")]


def _check_names(rows: Mapping[str, list[list[Any]]]) -> None:
    indicators = {row[0] for row in rows["indicator"]}
    groups = {row[0] for row in rows["pupil_group"]}
    for row in rows["indicator"]:
        count = row[column_names("indicator").index("count_indicator")]
        if count is not None and count not in indicators:
            raise ReferenceDataError(f"{row[0]}.toml: count_indicator {count!r} has no file of its own.")
    for _, indicator, group, _ in rows["la_measure_map"]:
        if indicator not in indicators or group not in groups:
            raise ReferenceDataError(
                f"la_measure_map.csv names {indicator!r} for {group!r}, which is not known."
            )
    for row in rows["headline"]:
        if row[-1] is not None and row[-1] not in indicators:
            raise ReferenceDataError(f"headlines.csv names the indicator {row[-1]!r}, which has no file.")
