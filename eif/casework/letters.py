"""Which formal letters did a school get, and what came of them?

A letter of concern is the council's own, before any notice; `letter_rules` says what each has to hold. A
notice in force rates the school Causing Concern by the same rule as one in the register (statutory_step.sql).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from eif.casework.desk import Desk, School
from eif.casework.errors import CaseworkError, Conflict
from eif.casework.given import Given
from eif.casework.ladder import add_step
from eif.casework.ladder_rules import (
    LETTER_OF_STATE,
    STATES,
    letters_of,
    plain,
    step_values,
    steps_of,
)
from eif.casework.letter_rules import KINDS, OUTCOMES, letter_values
from eif.casework.store import Saved, Writing


def issue_letter(
    desk: Desk,
    school_id: str,
    *,
    kind: str,
    issued_on: date | None,
    matters: str,
    decided_by: str,
    copied_to: Sequence[str] = (),
    ground: str | None = None,
    action_required: str | None = None,
    comply_by: date | None = None,
    document: str | None = None,
    seen_step: int = 0,
    token: str | None = None,
) -> Saved:
    """Record a letter that was issued, and move the school to its state on the ladder in the same save.

    `seen_step` is the number of the school's last step on the screen. Raises Refused, NotAllowed, Conflict
    and AlreadySaved.
    """
    school = desk.open_school(school_id)
    with desk.write("letter", school_id, token) as writing:
        given = Given()
        values = letter_values(
            desk,
            given,
            school,
            kind=kind,
            issued_on=issued_on,
            matters=matters,
            copied_to=copied_to,
            ground=ground,
            action_required=action_required,
            comply_by=comply_by,
        )
        for row in letters_of(writing, school_id, kind):
            given.require(
                "kind",
                row.outcome is not None or row.ground != values["ground"],
                f"Record the outcome of the {KINDS.get(kind, '').lower()} of {plain(row.issued_on)} first: "
                "it is in force.",
            )
        step = _step_for(
            desk,
            writing,
            given,
            school,
            kind,
            on_day=issued_on,
            decided_by=decided_by,
            reason=matters,
            document=document,
            outcome=None,
        )
        given.done()
        saved = writing.add("letter", values, did=f"issue: {KINDS[kind].lower()}", reason=values["matters"])
        if step:
            taken = steps_of(writing, school_id)
            try:
                add_step(writing, school_id, taken, {**step, "letter_id": saved.record_id}, seen_step)
            except Conflict as met:
                raise _as_letter(met, values | {"decided_by": decided_by}) from met
        return saved


def record_outcome(
    desk: Desk,
    school_id: str,
    record: str,
    *,
    outcome: str | None,
    outcome_on: date | None,
    outcome_note: str,
    seen_version: int,
    token: str | None = None,
) -> Saved:
    """Say what came of a letter; from then on it is no longer in force."""
    desk.school(school_id)
    with desk.write("letter", school_id, token) as writing:
        letter = _standing(writing, school_id, record)
        given = Given()
        told: dict[str, Any] = {
            "outcome": given.choice("outcome", outcome, "what came of it", OUTCOMES),
            "outcome_on": given.day(
                "outcome_on",
                outcome_on,
                "the day of the outcome",
                earliest=letter["issued_on"],
                latest=desk.today,
            ),
            "outcome_note": given.text("outcome_note", outcome_note, "how it was judged"),
        }
        if outcome == "not_complied" and letter["comply_by"] and outcome_on:
            given.require(
                "outcome",
                outcome_on > letter["comply_by"],
                f"The school has until {plain(letter['comply_by'])} to comply; judge it after that day.",
            )
        given.done()
        return writing.save(
            "letter",
            record,
            seen_version,
            letter | told,
            did=f"outcome: {OUTCOMES[told['outcome']].lower()}",
            reason=told["outcome_note"],
        )


def take_letter_back(
    desk: Desk, school_id: str, record: str, *, why: str, seen_version: int, token: str | None = None
) -> Saved:
    """Let a letter recorded by mistake stand no more, with the step it made where that is the last."""
    given = Given()
    why = given.text("why", why, "why it is taken back")
    given.done()
    desk.school(school_id)
    with desk.write("letter", school_id, token) as writing:
        _standing(writing, school_id, record)
        taken = steps_of(writing, school_id)
        followed = any(row.letter_id == record for row in taken[:-1])
        given.require("why", not followed, "Take back the steps on the ladder that followed it first.")
        given.done()
        saved = writing.withdraw("letter", record, seen_version, did="take a letter back", reason=why)
        if taken and taken[-1].letter_id == record:
            last = taken[-1]
            writing.withdraw(
                "ladder_step", last.record_id, last.version, did="take a step on the ladder back", reason=why
            )
        return saved


def _step_for(
    desk: Desk, writing: Writing, given: Given, school: School, kind: str, **told: Any
) -> dict[str, Any] | None:
    """The step that a letter makes; None where the school stands there or further already."""
    state = next((state for state, name in LETTER_OF_STATE.items() if name == kind), None)
    taken = steps_of(writing, school.school_id)
    now = taken[-1].state if taken else 0
    if state is None or state <= now < max(STATES):
        given.text("decided_by", told["decided_by"], "who decided, by role", most=200)
        return None
    found = Given()
    step = step_values(desk, writing, found, school, state=state, **told)
    names = {"on_day": "issued_on", "reason": "matters", "state": "kind"}
    for name, problem in found.problems.items():
        given.problems.setdefault(names.get(name, name), problem)
    return step


def _as_letter(met: Conflict, mine: dict[str, Any]) -> Conflict:
    """A conflict over the step that a letter makes, in the words of the letter's form."""
    theirs = met.theirs
    said = {
        "kind": STATES[theirs["state"]] if theirs else None,
        "issued_on": theirs.get("on_day"),
        "matters": theirs.get("reason"),
        "decided_by": theirs.get("decided_by"),
    }
    return Conflict(met.noun, met.record_id, mine, said, met.version, met.by, met.at)


def _standing(writing: Writing, school_id: str, record: str) -> dict[str, Any]:
    letter = writing.newest("letter", record)
    if letter is None or letter.withdrawn or letter.school_id != school_id:
        raise CaseworkError("There is no such letter to this school. Nothing was saved.")
    return {
        name: value
        for name, value in letter._mapping.items()
        if name not in ("record_id", "version", "revision", "withdrawn")
    }
