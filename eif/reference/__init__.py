"""What do the extracts not say: which indicators exist, which way is better, who is compared with whom?

Everything comes from files under `data/reference`: one TOML per indicator (`entry`), and small CSV lists of
pupil groups, local authorities, neighbour sets, LAIT measures, headlines and the words of inspections.
`load_reference` fills the tables: `catalogue` has every indicator, status and date, `indicator` those that
layouts carry as figures.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from eif.config import ROOT
from eif.reference.entry import DIRECTIONS, is_observed, is_period, place_of, read_indicator
from eif.reference.errors import ReferenceDataError
from eif.sql import insert_rows

__all__ = ["FOLDER", "LISTS", "TABLES", "ReferenceDataError", "is_period", "load_reference", "read_indicator"]

FOLDER = ROOT / "data" / "reference"

# Columns of the tables this package owns.
TABLES: Mapping[str, str] = {
    "indicator": """
        indicator varchar, title varchar, short_title varchar, question varchar, unit varchar,
        decimals integer, polarity integer, kind varchar, significance varchar, area varchar,
        descriptor varchar, phases varchar[], min_cohort integer, count_indicator varchar, source varchar,
        next_review date, cannot_say varchar, pupil_sd double, well_value double, well_percentile integer,
        trend_step double, term_sum boolean
    """,
    # `unread` says why no source of it is read yet, else NULL. `is_observed` marks those that layouts carry.
    "catalogue": """
        indicator varchar, title varchar, short_title varchar, question varchar, unit varchar,
        decimals integer, direction varchar, polarity integer, kind varchar, area varchar,
        descriptors varchar[], not_evidence varchar, phases varchar[], key_stage varchar,
        groups varchar[], numerator varchar, denominator varchar, first_period varchar,
        last_period varchar, min_cohort integer, source varchar, unread varchar, next_review date,
        cannot_say varchar,
        is_observed boolean
    """,
    # Where an entry that is not `is_observed` is found: kind fact (dataset, item), answer (of these the one
    # with the value), inspection (kind, judgement), figure (indicator, pupil group), measure (of LAIT) or
    # column (table, column).
    "catalogue_place": """
        indicator varchar, ord integer, kind varchar, name varchar, part varchar, value varchar
    """,
    "indicator_break": "indicator varchar, period varchar, reason varchar",
    "indicator_gap": "indicator varchar, period varchar, reason varchar",
    "pupil_group": "pupil_group varchar, title varchar, short_title varchar, pair varchar, ord integer",
    # Which groups make up which: a hidden one could be worked out from the others.
    "group_part": "part_set varchar, whole varchar, pupil_group varchar",
    "reference_neighbour": """
        set_id varchar, title varchar, kind varchar, valid_from date, la_code varchar, neighbour_code varchar,
        neighbour_name varchar, position integer, closeness varchar
    """,
    "reference_la": "la_code varchar, la_name varchar, region varchar, la_type varchar",
    # By what schools are found alike. `scale` is what a difference is divided by: a number, 'range' (between
    # the schools compared) or nothing, where the weight has it in; `indicator` is the public figure used
    # where DfE's own is not loaded.
    "similar_item": """
        purpose varchar, phase varchar, item varchar, title varchar, weight double, scale varchar,
        indicator varchar, mark varchar, source varchar
    """,
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
    "group_part": "group_parts.csv",
    "reference_neighbour": "neighbour_sets.csv",
    "reference_la": "local_authorities.csv",
    "similar_item": "similar_items.csv",
    "la_measure_map": "la_measure_map.csv",
    "link_kind": "link_kinds.csv",
    "headline": "headlines.csv",
    "expected": "expected.csv",
    "inspection_regime": "inspection_regimes.csv",
    "inspection_judgement": "inspection_judgements.csv",
    "inspection_word": "inspection_words.csv",
}
DEFAULT_WELL_PERCENTILE = 20


def load_reference(con: duckdb.DuckDBPyConnection, folder: Path = FOLDER) -> None:
    """Create and fill the reference tables from `folder`. Raises ReferenceDataError; nothing is skipped."""
    rows: dict[str, list[list[Any]]] = {name: [] for name in TABLES}
    files = sorted((folder / "indicators").glob("*.toml"))
    if not files:
        raise ReferenceDataError(f"No indicator files in {folder}. Restore data/reference/indicators.")
    for path in files:
        given = read_indicator(path)
        cells = _cells(path.stem, given)
        for table in ("catalogue", "indicator") if cells["is_observed"] else ("catalogue",):
            rows[table].append([cells.get(column) for column in column_names(table)])
        rows["catalogue_place"] += _place_rows(path.stem, given)
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


def _cells(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """What the tables hold of one entry, by column; where one descriptor is asked for it is the first."""
    found = {"indicator": name, "well_percentile": DEFAULT_WELL_PERCENTILE, "term_sum": False, **given}
    found["cannot_say"] = " ".join(given["cannot_say"].split())
    found["polarity"] = DIRECTIONS[given["direction"]]
    found["descriptor"] = next(iter(given.get("descriptors", [])), None)
    found["is_observed"] = is_observed(given)
    return found


def _place_rows(name: str, given: Mapping[str, Any]) -> list[list[Any]]:
    """Its places in order; the second part is empty where a place has one name only."""
    return [[name, ord_, *place_of(place)] for ord_, place in enumerate(given.get("found_in", []), 1)]


def _check_names(rows: Mapping[str, list[list[Any]]]) -> None:
    indicators = {row[0] for row in rows["indicator"]}
    groups = {row[0] for row in rows["pupil_group"]}
    asked = column_names("catalogue").index("groups")
    for row in rows["catalogue"]:
        if strange := sorted(set(row[asked] or ()) - groups):
            raise ReferenceDataError(f"{row[0]}.toml: {strange[0]!r} is no pupil group of pupil_groups.csv.")
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
