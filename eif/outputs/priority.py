"""Which schools are on the priority list, and what is each maintained school told?

The screen and the workbooks are drawn from the same entries, so they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from eif.casework.ladder_rules import STATES
from eif.casework.priority import DECISIONS, ON_LIST, REASONS, UNDECIDED
from eif.outputs.book import Value, add_sheet, new_book, saved
from eif.outputs.excel import INK_WORDS, About, ink_styles, release_rows
from eif.snapshot import Snapshot

ALL = "All"
WAITING = "Waiting for a decision"
ON_THE_LIST = "On the list"
SHOWN = {
    ON_THE_LIST: (ON_LIST,),
    WAITING: (UNDECIDED,),
    "Not on the list": ("not_priority",),
    ALL: (ON_LIST, UNDECIDED, "not_priority"),
}
ANY_REASON = "Any reason"
REASON_WORDS = {reason: words.split(":")[0] for reason, words in REASONS.items()}


@dataclass(frozen=True)
class PriorityList:
    """One list: `entries` are rows of `priority_now`, those on the list first, then those that wait."""

    list_id: str
    version: int
    title: str
    on_day: date
    academic_year: str
    is_open: bool
    in_force: bool
    entries: Sequence[Any]

    def count(self, *decisions: str) -> int:
        """How many schools have one of these decisions."""
        return sum(row.decision in decisions for row in self.entries)


def priority_lists(snapshot: Snapshot) -> tuple[PriorityList, ...]:
    """Every list, one that is open first, then the newest."""
    by_list: dict[str, list[Any]] = {}
    for row in snapshot.rows("priority_now"):
        by_list.setdefault(row.list_id, []).append(row)
    lists = [_list(rows) for rows in by_list.values()]
    return tuple(sorted(lists, key=lambda one: (one.is_open, one.academic_year), reverse=True))


def _list(rows: Sequence[Any]) -> PriorityList:
    first = rows[0]
    order = [ON_LIST, UNDECIDED, "not_priority"]
    reasons = [*REASONS, None]
    entries = sorted(
        rows, key=lambda row: (order.index(row.decision), reasons.index(row.reason), row.name, row.urn)
    )
    return PriorityList(
        first.list_id,
        first.list_version,
        first.title,
        first.on_day,
        first.academic_year,
        first.is_open,
        first.in_force,
        tuple(entries),
    )


def narrow(listed: PriorityList, shown: str, reason: str) -> tuple[Any, ...]:
    """The entries that a person asked for, in the same order; both are words on screen."""
    return tuple(
        row
        for row in listed.entries
        if row.decision in SHOWN[shown] and reason in (ANY_REASON, REASON_WORDS.get(row.reason))
    )


def sentence(listed: PriorityList, found: Sequence[Any], shown: str, reason: str) -> str:
    """The filter in one plain sentence, with how many of how many."""
    which = [shown.lower() if shown != ALL else "whatever was decided"]
    which += [f"reason: {reason.lower()}"] if reason != ANY_REASON else []
    state = "still open" if listed.is_open else "closed and frozen; later changes are marked"
    return (
        f"{len(found):,} of {len(listed.entries):,} schools of “{listed.title}”, evidence of "
        f"{listed.on_day.day} {listed.on_day:%B %Y}, {state}: {', '.join(which)}."
    )


def write_list(listed: PriorityList, found: Sequence[Any], about: About) -> bytes:
    """One workbook of the entries as filtered and ordered: List, About."""
    book = new_book(listed.title, ink_styles())
    add_sheet(
        book, "List", listed.title, [about.marking, about.sentence],
        header=["URN", "School", "Phase", "Run by", "Indicated", "Agreed", "Decision", "Reason", "Rationale",
                "Carried forward", "Changed after closing", "Ladder", "Evidence of the day", "Decided by"],
        widths=[10, 40, 16, 14, 20, 20, 24, 20, 60, 14, 18, 30, 90, 28],
        rows=(_row(row) for row in found), empty="No school", freeze="C", words=INK_WORDS,
    )  # fmt: skip
    _about(book, about)
    return saved(book)


def write_letters(listed: PriorityList, about: About) -> bytes:
    """One row for each maintained school, for a mail merge: whether it is a priority school, and why."""
    book = new_book(f"Letters: {listed.title}", ink_styles())
    maintained = [row for row in listed.entries if row.type_group == "maintained"]
    add_sheet(
        book, "Letters", f"Letters to maintained schools: {listed.title}",
        [about.marking, f"{len(maintained):,} maintained schools, one row each, whatever was decided."],
        header=["URN", "School", "Phase", "Addressed to", "Academic year", "Priority school", "Reason",
                "Rationale", "Sentence for the letter", "Invitation"],
        widths=[10, 40, 16, 36, 14, 14, 20, 60, 80, 80],
        rows=(_letter(listed, row) for row in sorted(maintained, key=lambda row: (row.name, row.urn))),
        empty="No maintained school", freeze="C",
    )  # fmt: skip
    _about(book, about)
    return saved(book)


def _row(row: Any) -> list[Value]:
    return [
        row.urn,
        row.name,
        row.phase,
        row.type_group,
        row.indicated or "not rated",
        row.agreed or "not agreed",
        DECISIONS.get(row.decision, WAITING),
        REASON_WORDS.get(row.reason, ""),
        row.rationale,
        "yes" if row.is_carried else "no",
        row.changed_on,
        STATES[row.ladder_state],
        row.evidence,
        row.saved_by,
    ]


def _letter(listed: PriorityList, row: Any) -> list[Value]:
    on_list = row.decision == ON_LIST
    if row.decision == UNDECIDED:
        said = "Whether your school is a priority school is not decided yet."
    elif on_list:
        said = f"Your school is a priority school for {listed.academic_year}."
    else:
        said = f"Your school is not a priority school for {listed.academic_year}."
    invited = "" if on_list else "If you see a need that we do not, please ask your adviser to be considered."
    priority = {ON_LIST: "yes", UNDECIDED: "not decided"}.get(row.decision, "no")
    return [
        row.urn,
        row.name,
        row.phase,
        "Head teacher and chair of governors",
        listed.academic_year,
        priority,
        REASON_WORDS.get(row.reason, "") if on_list else "",
        row.rationale,
        said,
        invited,
    ]


def _about(book: Any, about: About) -> None:
    add_sheet(
        book, "About", "About this list", [about.marking],
        header=["Item", "Detail"], widths=[24, 90], rows=_about_rows(about), empty="Nothing is known",
    )  # fmt: skip


def _about_rows(about: About) -> Iterable[list[Value]]:
    yield ["Marking", about.marking]
    yield ["Which schools", about.sentence]
    yield from release_rows(about)
    yield ["Link to this list", about.link or "not available"]
