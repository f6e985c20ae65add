"""Which schools has an adviser, and which are asked for? Screen and workbook are drawn from one list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from eif.casework.ladder_rules import OPEN_STATES, STATES
from eif.casework.words import VISIT_KINDS, VISIT_STATES
from eif.outputs.book import Value, add_sheet, new_book, saved
from eif.outputs.excel import About, release_rows
from eif.snapshot import Snapshot

EVERYBODY, NOBODY = "all", "none"
# What can be shown of a caseload: the id in the address, the words, and which rows of `screen_caseload`.
SHOWN: Mapping[str, tuple[str, Callable[[Any], bool]]] = {
    "all": ("All schools", lambda row: True),
    "late": ("Something late", lambda row: row.late_count > 0),
    "warned": ("Any warning", lambda row: row.warning_count > 0),
    "unvisited": ("No visit to come", lambda row: row.next_on is None),
    "ladder": ("On the ladder, a matter open", lambda row: row.ladder_state in OPEN_STATES),
    "over": ("More days than allowed", lambda row: "over_allowance" in row.warning_ids),
    "tier-3": ("Tier 3", lambda row: row.tier == 3),
    "tier-2": ("Tier 2", lambda row: row.tier == 2),
    "tier-1": ("Tier 1", lambda row: row.tier == 1),
    "tier-none": ("No category agreed", lambda row: row.tier is None),
}
HEADER = (
    "URN", "School", "Phase", "Adviser", "Agreed category", "Tier", "Data indicate", "Next visit",
    "Next visit for", "Next visit is", "Last visit", "Days allowed", "Days used", "Days booked",
    "Days planned", "Days left", "Reasons for half a day more", "Ladder", "Late or amiss",
)  # fmt: skip
WIDTHS = (10, 40, 14, 18, 18, 7, 20, 18, 28, 20, 18, 9, 9, 9, 9, 9, 36, 30, 60)


@dataclass(frozen=True)
class Caseload:
    """Rows of `screen_caseload` in the order of the screen; `total` counts them before `shown` narrowed."""

    rows: Sequence[Any]
    total: int
    whose: str
    shown: str


def read_caseload(snapshot: Snapshot, adviser: str, shown: str) -> Caseload:
    """The schools of an adviser's label, of EVERYBODY or of NOBODY, of which `shown` is asked for.

    What is late comes first, then most concern.
    """
    everything = snapshot.rows("screen_caseload")
    label = None if adviser == NOBODY else adviser
    own = [row for row in everything if adviser == EVERYBODY or row.adviser == label]
    _, asked = SHOWN[shown]
    found = sorted((row for row in own if asked(row)), key=lambda row: row.late_count == 0)
    whose = {EVERYBODY: "all advisers", NOBODY: "nobody"}.get(adviser, adviser)
    return Caseload(found, len(own), whose, shown)


def sentence(caseload: Caseload) -> str:
    """The filter in one plain sentence, with how many of how many."""
    words, _ = SHOWN[caseload.shown]
    narrowed = "" if caseload.shown == "all" else f": {words[0].lower()}{words[1:]}"
    return (
        f"{len(caseload.rows):,} of {caseload.total:,} schools of {caseload.whose}{narrowed}; "
        "what is late first, then most concern."
    )


def write_caseload(caseload: Caseload, about: About) -> bytes:
    """One workbook of the caseload as filtered and ordered: Caseload, About."""
    book = new_book("Caseload")
    add_sheet(
        book, "Caseload", f"Caseload of {caseload.whose}", [about.marking, about.sentence],
        header=list(HEADER), widths=list(WIDTHS), rows=map(_row, caseload.rows), empty="No school",
        freeze="C",
    )  # fmt: skip
    add_sheet(
        book, "About", "About this list", [about.marking],
        header=["Item", "Detail"], widths=[24, 90], rows=_about(about), empty="Nothing is known",
    )  # fmt: skip
    return saved(book)


def file_name(caseload: Caseload, day: date) -> str:
    """Whose list, which day and how many rows."""
    whose = "".join(mark if mark.isalnum() else "-" for mark in caseload.whose.lower())
    return f"caseload-{whose}-{day.isoformat()}-{len(caseload.rows)}-schools.xlsx"


def _row(row: Any) -> list[Value]:
    return [
        row.urn,
        row.name,
        row.phase,
        row.adviser or "nobody",
        row.agreed or "none agreed",
        row.tier,
        row.indicated,
        row.next_on,
        VISIT_KINDS.get(row.next_kind, ""),
        VISIT_STATES.get(row.next_status, ""),
        row.last_on,
        row.allowed_days,
        row.used_days,
        row.booked_days,
        row.planned_days,
        row.left_days,
        row.triggers,
        STATES[row.ladder_state or 0],
        row.warnings,
    ]


def _about(about: About) -> Iterable[list[Value]]:
    yield ["Marking", about.marking]
    yield ["Which schools", about.sentence]
    yield [
        "Days",
        "Of this academic year. Allowed: up to so many, by the agreed category (framework page 13); none "
        "where no category is agreed. Left: allowed less used.",
    ]
    yield from release_rows(about)
    yield ["Link to this list", about.link or "not available"]
