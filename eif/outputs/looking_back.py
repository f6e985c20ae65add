"""How is it said that something shows a day of the past, on a page and on the cover of a file alike?"""

from __future__ import annotations

from eif.casework.year import day_words
from eif.snapshot import Snapshot


def looking_back(snapshot: Snapshot) -> str:
    """What is shown then, empty where the snapshot shows today."""
    if not snapshot.is_past:
        return ""
    said = f"As at {day_words(snapshot.day)}: what was known and decided by then, rated by today’s framework."
    return said if snapshot.revision else f"{said} Nothing had been recorded yet."


def with_the_day(sentence: str, snapshot: Snapshot) -> str:
    """A sentence that says which rows a list has, and of which day of the past, where it is one."""
    return " ".join(part for part in (sentence, looking_back(snapshot), snapshot.note) if part)
