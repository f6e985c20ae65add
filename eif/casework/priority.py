"""Which schools come first this year, on what evidence, and who decided so?

Once a year the whole estate is looked at: a list of every listed school, with what the data said of it that
day (product 1.4). Each entry is decided with a rationale; closing the list freezes it. What is decided later
in the year stands beside the entry, which stays as it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row

from eif.casework.desk import Desk
from eif.casework.errors import CaseworkError, Refused
from eif.casework.given import Given
from eif.casework.store import Saved, Writing
from eif.casework.year import academic_year, year_bounds

REASONS = {
    "category": "Category: judged or agreed to be Causing Concern",
    "vulnerable": "Vulnerable: evidence of decline, or an inspection that is likely soon",
    "in_crisis": "In crisis: leadership, governance or safeguarding",
    "self_reported": "Self-reported: the school asked to be on the list",
}
UNDECIDED, ON_LIST, OFF_LIST = "undecided", "priority", "not_priority"
DECISIONS = {ON_LIST: "On the priority list", OFF_LIST: "Not on the list"}
OPEN, CLOSED = "open", "closed"
# The rationale of a school for which the evidence of the day gave no reason, until people differ.
NO_REASON = "The evidence of the day gives no reason."


@dataclass(frozen=True)
class Evidence:
    """What the data said of one school on the day of the list; `suggested` is a key of REASONS, or None."""

    school_id: str
    indicated: str | None
    agreed: str | None
    evidence: str
    suggested: str | None


def begin_list(
    desk: Desk, *, title: str, year: str | None, schools: Sequence[Evidence], token: str | None = None
) -> Saved:
    """Begin the list of an academic year (this one or the next) with the evidence of today.

    Schools that the evidence gives a reason for, and those on the list of before (carried forward), wait for
    a decision; the others are not on the list until somebody says otherwise. One save for all.
    """
    given = Given()
    title = given.text("title", title, "a title for the list", most=200)
    year = given.choice("year", year, "an academic year", years_offered(desk.today))
    given.require("schools", bool(schools), "There is no school to put on a list.")
    with desk.write("priority", None, token) as writing:
        lists = writing.standing("risk_assessment")
        for row in lists:
            given.require("title", row.state != OPEN, f"“{row.title}” is still open: close it first.")
            given.require("year", row.academic_year != year, f"There is a list for {year} already.")
        given.done()
        saved = writing.add(
            "risk_assessment",
            {"title": title, "on_day": desk.today, "academic_year": year, "state": OPEN},
            did="begin a priority list",
        )
        before = _on_list(writing, lists)
        for school in schools:
            carried = before.get(school.school_id)
            waits = bool(school.suggested or carried)
            writing.add(
                "priority_entry",
                asdict(school)
                | {
                    "assessment_id": saved.record_id,
                    "reason": carried.reason if carried else school.suggested,
                    "decision": UNDECIDED if waits else OFF_LIST,
                    "rationale": "" if waits else NO_REASON,
                    "carried_from": carried.record_id if carried else None,
                },
                did="enter in the priority list",
                record_id=entry_id(saved.record_id, school.school_id),
            )
        return saved


def decide(
    desk: Desk,
    list_id: str,
    school_id: str,
    *,
    decision: str | None,
    reason: str | None,
    rationale: str,
    seen_version: int,
    token: str | None = None,
) -> Saved:
    """Decide an entry. On an open list that changes the entry; on a closed one a record beside it.

    `seen_version` is that of the entry, or of the later change (0 where there was none). Raises Refused,
    NotAllowed, Conflict, NothingChanged and AlreadySaved.
    """
    desk.school(school_id)
    given = Given()
    told: dict[str, Any] = {
        "decision": given.choice("decision", decision, "a decision", DECISIONS),
        "reason": given.choice("reason", reason, "the reason", REASONS)
        if decision == ON_LIST or reason
        else None,
        "rationale": given.text("rationale", rationale, "the rationale"),
    }
    given.done()
    with desk.write("priority", school_id, token) as writing:
        found = _list(writing, list_id)
        entry = writing.newest("priority_entry", entry_id(list_id, school_id))
        if entry is None or entry.withdrawn:
            raise Refused({"school": "This school was not listed on the day of the list."})
        record = entry.record_id
        kept = _said(entry)
        if found.state == CLOSED:
            record, told["changed_on"] = change_id(list_id, school_id), desk.today
        did = f"priority list: {DECISIONS[told['decision']].lower()}"
        return writing.save(
            "priority_entry", record, seen_version, kept | told, did=did, reason=told["rationale"]
        )


def close_list(desk: Desk, list_id: str, *, seen_version: int, token: str | None = None) -> Saved:
    """Freeze a list, once every entry is decided."""
    with desk.write("priority", None, token) as writing:
        found = _list(writing, list_id)
        entries = writing.standing("priority_entry", assessment_id=list_id)
        waiting = sum(row.decision == UNDECIDED for row in entries)
        if waiting:
            schools = "1 school waits" if waiting == 1 else f"{waiting} schools wait"
            raise Refused({"state": f"{schools} for a decision. Decide, then close the list."})
        return writing.save(
            "risk_assessment",
            list_id,
            seen_version,
            {
                "title": found.title,
                "on_day": found.on_day,
                "academic_year": found.academic_year,
                "state": CLOSED,
            },
            did="close a priority list",
        )


def years_offered(day: date) -> tuple[str, str]:
    """The academic years a list can be made for on a day: this one and the next."""
    this = academic_year(day)
    return this, academic_year(year_bounds(this)[1].replace(month=9, day=1))


def entry_id(list_id: str, school_id: str) -> str:
    """A school has one entry in a list."""
    return f"{list_id}:{school_id}"


def change_id(list_id: str, school_id: str) -> str:
    """What was decided about an entry after its list was closed."""
    return f"{entry_id(list_id, school_id)}:change"


def _list(writing: Writing, list_id: str) -> Row[Any]:
    found = writing.newest("risk_assessment", list_id)
    if found is None or found.withdrawn:
        raise CaseworkError("There is no such list. Nothing was saved.")
    return found


def _on_list(writing: Writing, lists: Sequence[Row[Any]]) -> Mapping[str, Row[Any]]:
    """The schools on the newest of these lists, by what was decided last, each with its own entry."""
    if not lists:
        return {}
    newest = max(lists, key=lambda row: row.academic_year)
    entries = writing.standing("priority_entry", assessment_id=newest.record_id)
    last = {row.school_id: row for row in sorted(entries, key=lambda row: row.changed_on is not None)}
    return {school_id: row for school_id, row in last.items() if row.decision == ON_LIST}


def _said(entry: Row[Any]) -> dict[str, Any]:
    keeping = ("record_id", "version", "revision", "withdrawn")
    return {name: value for name, value in entry._mapping.items() if name not in keeping}
