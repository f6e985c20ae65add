"""What does a spreadsheet of a caseload hold, and which of its columns says what?

The template has a row a school, or several: its adviser, its agreed category, up to three visits, and an
action of its support plan. Columns may be named otherwise in an existing spreadsheet; a person says which is
which. A file is hostile until it is read: its size, its cells and what it unpacks to are limited, and nothing
but values is taken from it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from eif.casework.words import CATEGORIES, REASONS, VISIT_KINDS
from eif.extracts.contents import decode, kind_of
from eif.extracts.errors import ExtractError
from eif.extracts.limits import MEGABYTE, UPLOAD, Limits
from eif.extracts.workbook import HEADER_WITHIN, read_sheets, unique_names

MOST_BYTES = 5 * MEGABYTE
LIMITS = Limits(
    **{
        **UPLOAD.__dict__,
        "file_bytes": MOST_BYTES,
        "unpacked_bytes": 40 * MEGABYTE,
        "columns": 200,
        "cells": 500_000,
        "characters": 10_000,
    }
)
MOST_ROWS = 5_000


@dataclass(frozen=True)
class Field:
    """One column of the template: its heading, what belongs there, an example, and other names it goes by."""

    heading: str
    what: str
    example: str
    others: tuple[str, ...] = ()


FIELDS: dict[str, Field] = {
    "urn": Field("URN", "The school’s URN, six digits. Every row needs it.", "100001", ("school urn",)),
    "adviser": Field(
        "Adviser",
        "The adviser’s role label, as on the team.",
        "SIA North",
        ("sia", "link adviser", "officer"),
    ),
    "category": Field(
        "Agreed category", ", ".join(CATEGORIES) + ".", "Developing", ("category", "overall category", "rag")
    ),
    "evidence_on": Field("Evidence date", "The day of the evidence for the category.", "2026-10-14"),
    "agreed_with": Field("Agreed with", "Who agreed for the school, by role.", "Head and chair"),
    "reason": Field(
        "Reason if other than indicated",
        "; ".join(REASONS.values()) + ".",
        "What was seen in school",
        ("reason",),
    ),
    "note": Field("Rationale", "Why this category was agreed.", "Reading improved; attendance has not."),
    "visit_on": Field(
        "Visit date", "The day of one visit, held or to come.", "2026-10-14", ("last visit", "visit")
    ),
    "visit_days": Field("Visit days", "Its length in days, in halves.", "1", ("days",)),
    "visit_kind": Field("Visit kind", "; ".join(VISIT_KINDS.values()) + ".", "Validation visit", ("kind",)),
    "visit_note": Field(
        "Visit note", "What was seen and agreed on a visit that was held.", "Saw phonics.", ("notes",)
    ),
}
# How many fields a plain caseload has; those that follow are folded on the screen.
PLAIN = len(FIELDS)
for _number in (2, 3):
    FIELDS |= {
        f"visit_{_number}_on": Field(
            f"Visit {_number} date",
            "The day of a further visit. Visits beyond three go into further rows of the school.",
            "2027-02-03",
            (f"visit {_number}",),
        ),
        f"visit_{_number}_days": Field(f"Visit {_number} days", "Its length in days, in halves.", "0.5"),
        f"visit_{_number}_kind": Field(f"Visit {_number} kind", "As Visit kind.", "Review of actions"),
        f"visit_{_number}_note": Field(f"Visit {_number} note", "As Visit note.", ""),
    }
FIELDS |= {
    "plan_priority": Field(
        "Plan priority",
        "The priority that the action serves. Further actions go into further rows of the school.",
        "Attendance",
        ("priority",),
    ),
    "plan_action": Field(
        "Plan action",
        "An action of the support plan in force, which is begun on the school’s page.",
        "Call home on the first day",
        ("action",),
    ),
    "plan_responsible": Field(
        "Responsible", "Who does it, by role.", "Attendance lead", ("lead", "responsible person")
    ),
    "plan_due": Field(
        "To be done by", "The day by which it is done.", "2027-03-31", ("timescale", "by when")
    ),
}


@dataclass(frozen=True)
class Sheet:
    """One table of a spreadsheet: its column names and its rows, each with its number in the file."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_sheet(content: bytes, name: str) -> Sheet:
    """The first table of a workbook (.xlsx, .ods) or CSV. Raises ExtractError, saying what to do."""
    if len(content) > MOST_BYTES:
        raise ExtractError(
            f"The file is larger than {MOST_BYTES // MEGABYTE} MB.",
            f"File {name}.",
            "Delete what is no caseload.",
        )
    kind = kind_of(content, name, LIMITS)
    if kind in ("xlsx", "ods"):
        sheets = [sheet for sheet in read_sheets(content, name, kind, LIMITS) if any(map(any, sheet))]
        records = sheets[0] if sheets else []
    elif kind == "csv":
        records = list(csv.reader(StringIO(decode(content, name)[0]), strict=True))
    else:
        raise ExtractError(
            "The file is no spreadsheet.", f"File {name}.", "Give an .xlsx, .ods or .csv file."
        )
    at = _header_at(records)
    if at is None:
        raise ExtractError(
            "The file has no row of column headings.",
            f"File {name}, its first {HEADER_WITHIN} rows.",
            "Put headings above the rows, as in the template.",
        )
    columns = tuple(unique_names(records[at]))
    rows = tuple(
        (number, tuple(cell.strip() for cell in [*row, *[""] * (len(columns) - len(row))][: len(columns)]))
        for number, row in enumerate(records[at + 1 :], at + 2)
        if any(cell.strip() for cell in row)
    )
    if len(rows) > MOST_ROWS:
        raise ExtractError(
            f"The file has more than {MOST_ROWS:,} rows.",
            f"File {name}.",
            "Split it, or delete what is no school.",
        )
    return Sheet(columns, rows)


def _header_at(records: Sequence[Sequence[str]]) -> int | None:
    """The row that most looks like headings: a known name and at least two full cells."""
    names = {name for field in FIELDS.values() for name in (field.heading.lower(), *field.others)}
    for at, row in enumerate(records[:HEADER_WITHIN]):
        full = [cell.strip().lower() for cell in row if cell.strip()]
        if len(full) > 1 and names & set(full):
            return at
    wide = [
        at for at, row in enumerate(records[:HEADER_WITHIN]) if sum(bool(cell.strip()) for cell in row) > 1
    ]
    return wide[0] if wide else None


def guess(columns: Sequence[str]) -> dict[str, str]:
    """Which column says what, by its name: field to column, for those that are plain."""
    found: dict[str, str] = {}
    by_name = {column.strip().lower(): column for column in columns}
    for name, field in FIELDS.items():
        for known in (field.heading.lower(), *field.others):
            if known in by_name and by_name[known] not in found.values():
                found[name] = by_name[known]
                break
    return found


def mapped(sheet: Sheet, columns: Mapping[str, str]) -> list[tuple[int, dict[str, str]]]:
    """The rows as field to text, by the columns that a person chose."""
    places = {
        name: sheet.columns.index(column) for name, column in columns.items() if column in sheet.columns
    }
    return [(number, {name: row[at] for name, at in places.items()}) for number, row in sheet.rows]
