"""What is on a board's agenda, and which decisions wait for an outcome, as a workbook?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from eif.casework.boards import BOARDS
from eif.casework.decisions import DECISIONS
from eif.casework.ladder_rules import STATES
from eif.outputs.book import Value, add_sheet, new_book, saved
from eif.outputs.excel import About, release_rows
from eif.snapshot import Snapshot

KINDS = {
    "notice": "Letters and notices whose period ends",
    "entry": "Entries of the priority list to decide",
    "plan": "Support plans whose review is overdue",
    "ladder": "Schools with a matter open on the ladder",
    "escalation": "Escalations not resolved",
    "decision": "Decisions that are overdue",
}
KEPT = ("item_id", "kind", "school_id", "urn", "name", "ladder_state", "title", "why", "due_on")


def agenda(snapshot: Snapshot, board: str) -> list[dict[str, Any]]:
    """What is due at a board today, in the order of an agenda: by kind, what is most overdue first."""
    rows = snapshot.rows("board_due", board=board)
    ordered = sorted(rows, key=lambda row: (row.ord, row.due_on or snapshot.day, row.name or "", row.item_id))
    return [{name: getattr(row, name) for name in KEPT} for row in ordered]


def frozen_agenda(text: str) -> list[dict[str, Any]]:
    """The agenda that a meeting kept."""
    return [dict.fromkeys(KEPT) | item for item in json.loads(text)]


def write_board(
    board: str, items: Sequence[Mapping[str, Any]], decided: Sequence[Any], about: About
) -> bytes:
    """One workbook: the agenda, the decisions of this board with their outcome, and what it was made from."""
    book = new_book(BOARDS[board])
    add_sheet(
        book, "Agenda", BOARDS[board], [about.marking, about.sentence],
        header=["Item", "URN", "School", "Ladder", "What", "Why", "Due"], widths=[40, 10, 40, 30, 60, 90, 18],
        rows=(_item(item) for item in items), empty="Nothing is due",
    )  # fmt: skip
    add_sheet(
        book, "Decisions", f"Decisions: {BOARDS[board]}", [about.marking],
        header=["Meeting", "URN", "School", "About", "Decision", "Rationale", "Who acts", "By", "Outcome",
                "On"],
        widths=[18, 10, 40, 50, 40, 70, 30, 18, 70, 18],
        rows=(_decision(row) for row in decided), empty="Nothing was decided yet",
    )  # fmt: skip
    add_sheet(
        book, "About", "About this list", [about.marking],
        header=["Item", "Detail"], widths=[24, 90], rows=_about_rows(about), empty="Nothing is known",
    )  # fmt: skip
    return saved(book)


def _item(item: Mapping[str, Any]) -> list[Value]:
    due = item["due_on"]
    kind = KINDS.get(str(item["kind"]), "Other")
    when = str(due) if due else "no day"
    stands = STATES[item["ladder_state"] or 0]
    return [kind, item["urn"], item["name"], stands, item["title"], item["why"], when]


def _decision(row: Any) -> list[Value]:
    return [
        row.meeting_on,
        row.urn,
        row.name,
        row.item,
        DECISIONS[row.decision],
        row.rationale,
        row.owner,
        row.due_on,
        row.outcome or "none recorded yet",
        row.outcome_on,
    ]


def _about_rows(about: About) -> Iterable[list[Value]]:
    yield ["Marking", about.marking]
    yield ["Which items", about.sentence]
    yield from release_rows(about)
    yield ["Link to this page", about.link or "not available"]
