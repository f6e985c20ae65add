"""How is what was recorded of a school said in a sentence, and written as a workbook?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eif.casework.history import Happened
from eif.outputs.about import describe
from eif.outputs.book import Value, add_sheet, new_book, saved
from eif.outputs.plan_said import count
from eif.snapshot import Snapshot

EVERYTHING = "Everything"
HEADS = ("Number", "Day", "Time", "By", "Role", "Record", "What was done", "Field", "Before", "After", "Why")
_WIDTHS = (9, 18, 8, 24, 14, 22, 30, 22, 40, 40, 40)


def when(happened: Happened) -> str:
    """The day and time, in London."""
    return f"{happened.at.day} {happened.at:%B %Y, %H:%M}"


def finding(happened: Sequence[Happened]) -> str:
    """The message of the page, with `{name}` where the school's name goes."""
    if not happened:
        return "{name}: nothing has been recorded yet"
    newest = happened[0]
    return f"{{name}}: {count(len(happened), 'thing')} recorded, the last on {when(newest)} by {newest.by}"


def of_kind(happened: Sequence[Happened], kind: str) -> list[Happened]:
    """Those of one kind of record, or all."""
    return [each for each in happened if kind in (EVERYTHING, each.noun)]


def history_workbook(snapshot: Snapshot, school: Any, happened: Sequence[Happened], kind: str) -> bytes:
    """One row for each field that changed, the newest first; `kind` is the filter that was chosen."""
    book = new_book(f"History of {school.name}")
    about = describe(snapshot, f"Filter: {kind}.")
    rows: list[list[Value]] = []
    for each in happened:
        told: list[Value] = [
            each.revision,
            f"{each.at.day} {each.at:%B %Y}",
            f"{each.at:%H:%M}",
            each.by,
            each.role,
        ]
        did = f"{each.did} (withdrawn)" if each.withdrawn else each.did
        for change in each.changes or (None,):
            said = (change.field, change.before, change.after) if change else ("", "", "")
            rows.append([*told, each.noun, did, *said, each.reason])
    add_sheet(
        book,
        "History",
        f"{about.marking}: what was recorded of {school.name}, URN {school.urn}",
        [f"{kind}, up to event {snapshot.revision}. Times are London's."],
        header=HEADS,
        widths=_WIDTHS,
        rows=rows,
        empty="Nothing was recorded",
        freeze="C",
    )
    return saved(book)
