"""How does the whole casework become one workbook: a sheet a noun, headings in words, days in days?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eif.casework.given import HALVES
from eif.casework.tables import fields
from eif.casework.whole import Record, Whole
from eif.outputs.book import Value, add_sheet, new_book, saved
from eif.snapshot import Snapshot

# Sheets are named in one word, since each names its table.
SHEETS = {
    "adviser": "Team",
    "assignment": "Assignments",
    "judgement": "Judgements",
    "proposal": "Proposals",
    "visit": "Visits",
    "contact": "Contacts",
    "support_plan": "Plans",
    "plan_action": "Actions",
    "plan_review": "Reviews",
    "risk_assessment": "Assessments",
    "priority_entry": "Priorities",
    "ladder_step": "Ladder",
    "letter": "Letters",
    "capacity_offer": "Offers",
    "brokered_support": "Support",
    "board_meeting": "Meetings",
    "board_decision": "Decisions",
    "escalation": "Escalations",
}
# What is kept in half days is shown in days.
HALF_DAYS = "half_days"
# Headings that the name of a column does not give.
HEADINGS = {
    "school_id": "School key",
    "adviser_id": "Adviser key",
    "plan_id": "Plan key",
    "offer_id": "Offer key",
    "giver_id": "Giver key",
    "record_id": "Key",
    "saved_at": "Saved at (UTC)",
    "on_day": "Day",
    "from_on": "From",
    "to_on": "To",
    "due_on": "Due",
    "comply_by": "Comply by",
    "la_validation": "Council’s validation",
}
LONG = frozenset(
    {"note", "practice", "reasons", "why", "outcome", "rationale", "matters", "reason", "action"}
)
HISTORY = ("revision", "at", "actor", "role", "did", "noun", "record_id", "version", "school_id", "reason")


def heading(column: str) -> str:
    """The heading of a column: `half_days_given` is 'Days given', `review_on` is 'Review on'."""
    if column in HEADINGS:
        return HEADINGS[column]
    words = column.replace(HALF_DAYS, "days").replace("_id", " key").replace("_", " ")
    return words[:1].upper() + words[1:]


def school_names(snapshot: Snapshot) -> dict[str, tuple[str, str]]:
    """URN and name by the school's key: of those with a key, the one listed or newest."""
    rows = snapshot.rows("screen_school", columns=["school_id", "urn", "name", "listed"])
    return {row.school_id: (row.urn, row.name) for row in sorted(rows, key=lambda row: (row.listed, row.urn))}


def write_casework(whole: Whole, names: Mapping[str, tuple[str, str]], marking: str) -> bytes:
    """One workbook: a sheet for each noun with the records that stand, and History with every event.

    `names` gives URN and name of a school by its key, as far as they are known; `marking` heads every sheet.
    What an event changed, before and after, is in the JSON.
    """
    book = new_book("Casework")
    for noun, records in whole.records.items():
        columns = ("record_id", "version", *fields(noun), "saved_at", "saved_by", "saved_role")
        of_school = "school_id" in columns
        title = SHEETS.get(noun, noun.replace("_", " ").capitalize())
        add_sheet(
            book, SHEETS.get(noun, noun.capitalize()), title,
            [marking, f"What stands at revision {whole.revision}. Lengths of support are in days."],
            header=[*(["URN", "School"] if of_school else []), *map(heading, columns)],
            widths=[*([10, 36] if of_school else []), *(60 if name in LONG else 18 for name in columns)],
            rows=(_row(record, columns, names if of_school else None) for record in records),
            empty="Nothing is recorded", freeze="C" if of_school else "B",
        )  # fmt: skip
    add_sheet(
        book, "History", "Every event, oldest first", [marking],
        header=[heading(name) for name in HISTORY], widths=[10, 24, 26, 12, 36, 18, 36, 8, 14, 80],
        rows=([event[name] for name in HISTORY] for event in whole.events), empty="Nothing is recorded",
    )  # fmt: skip
    return saved(book)


def _row(
    record: Record, columns: Sequence[str], names: Mapping[str, tuple[str, str]] | None
) -> Sequence[Value]:
    lead: list[Value] = [] if names is None else list(names.get(record["school_id"] or "", (None, None)))
    return [*lead, *(_cell(name, record[name]) for name in columns)]


def _cell(name: str, value: Any) -> Value:
    if name.startswith(HALF_DAYS) and value is not None:
        return float(value / HALVES)
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return value  # type: ignore[no-any-return]
