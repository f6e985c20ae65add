"""Where does a school stand between the universal offer and intervention, and who decided so?

Each step is a record of its own, numbered, with its day, its reason and who decided; the last that stands
says where the school is. `ladder_rules` says which step may follow which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row

from eif.casework.desk import Desk
from eif.casework.errors import CaseworkError, Conflict
from eif.casework.given import Given
from eif.casework.ladder_rules import (
    CLOSED,
    LETTER_OF_STATE,
    OLDEST,
    STATES,
    letters_of,
    step_values,
    step_words,
    steps_of,
)
from eif.casework.store import Saved, Writing


def take_step(
    desk: Desk,
    school_id: str,
    *,
    state: int | None,
    on_day: date | None,
    decided_by: str,
    reason: str,
    document: str | None = None,
    outcome: str | None = None,
    seen_step: int = 0,
    token: str | None = None,
) -> Saved:
    """Move a school to a state. `seen_step` is the number of its last step on the screen, 0 for none.

    A school that has closed can still be closed on the ladder, with an `outcome`. States 4 and 5 are reached
    by recording the letter. Raises Refused, NotAllowed, Conflict and AlreadySaved.
    """
    school = desk.school(school_id) if state == CLOSED else desk.open_school(school_id)
    with desk.write("ladder", school_id, token) as writing:
        given = Given()
        values = step_values(
            desk,
            writing,
            given,
            school,
            state=state,
            on_day=on_day,
            decided_by=decided_by,
            reason=reason,
            document=document,
            outcome=outcome,
        )
        if state in LETTER_OF_STATE:
            sent = [row for row in letters_of(writing, school_id, LETTER_OF_STATE[state]) if not row.outcome]
            given.require(
                "state",
                bool(sent),
                f"Record the {STATES[state].lower()} itself: that moves {school.name} to this state.",
            )
            values["letter_id"] = sent[-1].record_id if sent else None
        given.done()
        return add_step(writing, school_id, steps_of(writing, school_id), values, seen_step)


def correct_step(
    desk: Desk,
    school_id: str,
    record: str,
    *,
    on_day: date | None,
    decided_by: str,
    reason: str,
    document: str | None = None,
    seen_version: int,
    token: str | None = None,
) -> Saved:
    """Mend the day, the words or the document of a step; its state stays. Raises as `take_step`."""
    desk.school(school_id)
    with desk.write("ladder", school_id, token) as writing:
        taken = steps_of(writing, school_id)
        at = next((place for place, row in enumerate(taken) if row.record_id == record), None)
        if at is None:
            raise CaseworkError("There is no such step of this school. Nothing was saved.")
        given = Given()
        values = step_words(
            given,
            taken[at - 1].on_day if at else desk.today - OLDEST,
            taken[at + 1].on_day if at + 1 < len(taken) else desk.today,
            on_day=on_day,
            decided_by=decided_by,
            reason=reason,
            document=document,
        )
        given.done()
        kept = ("school_id", "number", "state", "letter_id", "outcome")
        return writing.save(
            "ladder_step",
            record,
            seen_version,
            {name: getattr(taken[at], name) for name in kept} | values,
            did="correct a step on the ladder",
            reason=values["reason"],
        )


def take_step_back(
    desk: Desk, school_id: str, record: str, *, why: str, seen_version: int, token: str | None = None
) -> Saved:
    """Let the last step stand no more, as when it was recorded for the wrong school."""
    given = Given()
    why = given.text("why", why, "why it is taken back")
    given.done()
    desk.school(school_id)
    with desk.write("ladder", school_id, token) as writing:
        taken = steps_of(writing, school_id)
        given.require(
            "why",
            bool(taken) and taken[-1].record_id == record,
            "Only the last step can be taken back; another has followed this one.",
        )
        given.done()
        return writing.withdraw(
            "ladder_step", record, seen_version, did="take a step on the ladder back", reason=why
        )


def add_step(
    writing: Writing,
    school_id: str,
    taken: Sequence[Row[Any]],
    values: Mapping[str, Any],
    seen_step: int,
) -> Saved:
    """Add the step after `taken`. Raises Conflict where the last is another than `seen_step` by now."""
    last = taken[-1].number if taken else 0
    did = f"ladder: {STATES[values['state']].lower()}"
    if last != seen_step:
        # Another step was taken, or taken back, since: no version of it was seen, so this is a conflict. To
        # save after all is to have seen the step that is the last now.
        record = step_id(school_id, max(last, seen_step))
        try:
            return writing.save("ladder_step", record, -1, values, did=did)
        except Conflict as met:
            met.version = last
            raise
    number = last + 1
    while writing.newest("ladder_step", step_id(school_id, number)):
        # A step that was taken back keeps its number.
        number += 1
    return writing.add(
        "ladder_step",
        {**values, "number": number},
        did=did,
        reason=values["reason"],
        record_id=step_id(school_id, number),
    )


def step_id(school_id: str, number: int) -> str:
    """Steps of a school are numbered, so that two people cannot both take the next."""
    return f"{school_id}:{number}"
