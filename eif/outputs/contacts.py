"""How are the contacts about a school said, on the page and in a workbook alike?

`row` stands for a row of `screen_contact`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from eif.casework.contacts import KINDS, OFFERS, WHAT
from eif.outputs.about import describe
from eif.outputs.book import Value, add_sheet, new_book, saved
from eif.outputs.excel import About, release_rows
from eif.outputs.plan_said import count, day, lateness
from eif.snapshot import Snapshot


def service(row: Any) -> str:
    """The service spoken with, or what was taken up."""
    return WHAT[row.kind][row.service]


def finding(rows: Sequence[Any], year: str) -> str:
    """What is to be known first: what is late, else how many contacts there were."""
    late = sum(row.is_late for row in rows)
    if late:
        return f"{count(late, 'next step')} overdue"
    recent = sum(row.is_this_year for row in rows)
    return f"{count(recent, 'contact')} in {year}" if recent else f"no contact in {year}"


def taken_up(rows: Sequence[Any]) -> dict[str, date | None]:
    """Each part of the universal offer, with the newest day of this academic year it was taken up."""
    found: dict[str, date | None] = dict.fromkeys(OFFERS)
    for row in rows:
        if row.kind == "offer" and row.is_this_year and row.service in found:
            before = found[row.service]
            found[row.service] = row.on_day if before is None else max(before, row.on_day)
    return found


def step(row: Any) -> str:
    """The next step, by when, and whether it is done or overdue; empty where there is none."""
    if row.next_step is None:
        return ""
    if row.done_on:
        return f"{row.next_step}: done {day(row.done_on)}"
    late = lateness(row.days_late)
    return f"{row.next_step}: by {day(row.next_step_by)}" + (f", {late}" if late else "")


def contacts_file_name(snapshot: Snapshot, school: Any) -> str:
    """A name that says which school and when."""
    return f"contacts-{school.urn}-{snapshot.day}.xlsx"


def contacts_workbook(snapshot: Snapshot, school: Any, *, link: str = "") -> bytes:
    """One workbook of every contact about a school: Contacts, Offer, About."""
    rows = snapshot.rows("screen_contact", school_id=school.school_id)
    said = f"{school.name}, URN {school.urn}: every contact, as on {day(snapshot.day)}."
    about = describe(snapshot, said, link=link)
    top = [about.marking, about.sentence]
    book = new_book(f"Contacts about {school.name}")
    add_sheet(
        book, "Contacts", f"Contacts about {school.name}", top,
        header=["Day", "Kind", "With or of", "What was said or done", "Next step", "By", "Done", "By whom"],
        widths=[18, 26, 40, 100, 44, 18, 18, 28], rows=map(_row, rows), empty="No contact yet",
    )  # fmt: skip
    add_sheet(
        book, "Offer", "Universal offer taken up this academic year", top,
        header=["Part of the offer", "Last taken up"], widths=[50, 20],
        rows=([OFFERS[name], on or "not this year"] for name, on in taken_up(rows).items()),
        empty="Nothing is offered",
    )  # fmt: skip
    add_sheet(
        book, "About", "About this workbook", [about.marking], header=["Item", "Detail"], widths=[24, 90],
        rows=_about(about), empty="Nothing is known",
    )  # fmt: skip
    return saved(book)


def _row(row: Any) -> list[Value]:
    return [
        *(row.on_day, KINDS[row.kind], service(row), row.note, row.next_step or "none"),
        *(row.next_step_by or "none", row.done_on or ("not yet" if row.next_step else "none"), row.saved_by),
    ]


def _about(about: About) -> Iterable[list[Value]]:
    yield ["Marking", about.marking]
    yield ["Which contacts", about.sentence]
    yield from release_rows(about)
    yield ["Link to this list", about.link or "not available"]
