"""Which schools are on the ladder, which are on the priority list, and what did the boards decide?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from eif.casework import boards, decisions, priority
from eif.casework.desk import Desk
from eif.casework.escalations import escalate, resolve
from eif.casework.ladder import take_step
from eif.casework.ladder_rules import CLOSED, CONCERN, MEETING, PLAN
from eif.casework.letters import issue_letter
from eif.city import evidence_of_all
from eif.demo_year.clock import DIRECTOR, OFFICER, Diary
from eif.snapshot import Snapshot

Doing = Callable[[Desk], object]
WHY = {
    CONCERN: "Two areas are red, and the autumn conversation found no plan that answers them.",
    PLAN: "Governors agreed priorities, measures and termly reviews with the adviser.",
    MEETING: "The pace of the plan is too slow; the services meet the school every half term.",
}
MATTERS = "Standards at the end of the last key stage stay far below those of similar schools."
RATIONALE = {
    "category": "The evidence of the day stands; the adviser and the head agree.",
    "vulnerable": "A red area before a likely inspection: support now does more than support afterwards.",
    "in_crisis": "Leadership is interim; governors asked for help.",
}
# Of the schools that the evidence calls vulnerable, every nth is taken on the list.
VULNERABLE_TAKEN = 3


def intervene(diary: Diary, snapshot: Snapshot, schools: Sequence[Any]) -> None:
    """Note the ladder of schools of most concern, two annual lists, and what the boards decided of them."""
    concerned = [row for row in schools if row.indicated == "Causing Concern"]
    powers = [
        row for row in concerned if row.type_group == "maintained" and row.phase != "alternative provision"
    ]
    for number, row in enumerate(concerned):
        _climb(diary, row, number, powers.index(row) if row in powers else None)
    for first in (diary.last_year, diary.this_year):
        _list(diary, snapshot, first)
    _meetings(diary, concerned)


def _climb(diary: Diary, row: Any, number: int, place: int | None) -> None:
    """Most stop early; the first maintained schools go as far as a letter or a notice."""
    first = diary.weekday(diary.last_year + timedelta(days=120), diary.this_year - timedelta(days=60))
    states = [CONCERN, PLAN, MEETING][: 1 + number % 3] if place is None or place > 3 else [CONCERN, PLAN]
    for at, state in enumerate(states):
        day = first + timedelta(days=28 * at)
        diary.note(day, DIRECTOR, _step(row, state, day, at))
    after = diary.this_year + timedelta(days=30 + number % 7)
    if place in (0, 1, 2):
        diary.note(after, DIRECTOR, _letter(row, "letter_of_concern", after, 2))
    if place in (0, 1):
        day, end = (after + timedelta(days=14), diary.last + timedelta(days=12 if place else -3))
        diary.note(day, DIRECTOR, _letter(row, "warning_notice", day, 3, comply_by=end))
    if place == 3:
        diary.note(after, DIRECTOR, _step(row, CLOSED, after, 2, outcome="improved"))
    if place is None and number % 3 == 0:
        _escalate(diary, row, after, is_resolved=number % 2 == 0)


def _step(row: Any, state: int, day: date, seen: int, outcome: str | None = None) -> Doing:
    reason = WHY.get(state, "Both reviews found every priority on track; the concern no longer holds.")
    return lambda desk: take_step(
        desk,
        row.school_id,
        state=state,
        on_day=day,
        decided_by="Director for Schools",
        reason=reason,
        outcome=outcome,
        seen_step=seen,
    )


def _letter(row: Any, kind: str, day: date, seen: int, comply_by: date | None = None) -> Doing:
    ends = comply_by or day + timedelta(days=13)

    notice = kind == "warning_notice"
    return lambda desk: issue_letter(
        desk,
        row.school_id,
        kind=kind,
        issued_on=day,
        matters=MATTERS,
        decided_by="Director for Schools",
        copied_to=["Head teacher", "Chair of governors", "Regional Director", "Diocese"],
        ground="standards" if notice else None,
        action_required="A plan for reading and mathematics that governors and the council agree.",
        comply_by=ends,
        seen_step=seen,
    )


def _escalate(diary: Diary, row: Any, day: date, *, is_resolved: bool) -> None:
    made: list[str] = []

    def begin(desk: Desk) -> None:
        saved = escalate(
            desk,
            row.school_id,
            on_day=day,
            blocked_by="school",
            matter="The trust has not released the head of its other school, as agreed in the summer.",
            escalated_to="regional_director",
        )
        made.append(saved.record_id)

    diary.note(day, OFFICER, begin)
    after = day + timedelta(days=16)
    if is_resolved:
        outcome = "The trust named an executive head for two terms."
        diary.note(
            after,
            OFFICER,
            lambda desk: resolve(
                desk, row.school_id, made[0], outcome=outcome, outcome_on=after, seen_version=1
            ),
        )


def _list(diary: Diary, snapshot: Snapshot, first: date) -> None:
    """One annual list: begun in September, decided within the month, closed before half term."""
    made: list[str] = []
    year = f"{first.year}/{(first.year + 1) % 100:02d}"
    evidence = evidence_of_all(snapshot)
    begun, closed = first + timedelta(days=8), first + timedelta(days=44)

    def begin(desk: Desk) -> None:
        saved = priority.begin_list(desk, title=f"Priority list {year}", year=year, schools=evidence)
        made.append(saved.record_id)

    diary.note(begun, OFFICER, begin)
    waiting = [one for one in evidence if one.suggested]
    for number, one in enumerate(waiting):
        taken = one.suggested != "vulnerable" or number % VULNERABLE_TAKEN == 0
        diary.note(begun + timedelta(days=7 + number % 28), OFFICER, _decide(made, one, taken=taken))
    diary.note(closed, OFFICER, lambda desk: priority.close_list(desk, made[0], seen_version=1))


def _decide(made: list[str], one: priority.Evidence, *, taken: bool) -> Doing:
    rationale = RATIONALE[str(one.suggested)]
    return lambda desk: priority.decide(
        desk,
        made[0],
        one.school_id,
        decision=priority.ON_LIST if taken else priority.OFF_LIST,
        reason=one.suggested if taken else None,
        rationale=rationale
        if taken
        else "The school's own plan answers it; the adviser looks again in spring.",
        seen_version=1,
    )


def _meetings(diary: Diary, concerned: Sequence[Any]) -> None:
    """A meeting every fortnight since half term, and one of each of the other boards."""
    for number, days in enumerate((40, 26, 12)):
        _meeting(
            diary, "fortnightly", diary.last - timedelta(days=days), concerned[number * 2 : number * 2 + 2]
        )
    _meeting(diary, "monthly", diary.last - timedelta(days=18), concerned[6:8])
    _meeting(diary, "half_termly", diary.last - timedelta(days=30), concerned[8:9])


def _meeting(diary: Diary, board: str, day: date, about: Sequence[Any]) -> None:
    made: list[str] = []
    agenda = [_item(row) for row in about]

    def begin(desk: Desk) -> None:
        made.append(boards.begin_meeting(desk, board=board, on_day=day, agenda=agenda).record_id)

    diary.note(day, OFFICER, begin)
    for number, row in enumerate(about):
        _decision(diary, made, day, row, number)
    diary.note(day, OFFICER, lambda desk: boards.close_meeting(desk, made[0], seen_version=1))


def _item(row: Any) -> Mapping[str, Any]:
    return {
        "item_id": f"school:{row.school_id}",
        "school_id": row.school_id,
        "urn": row.urn,
        "name": row.name,
        "title": "Is the support having an effect?",
        "why": row.why,
        "due_on": None,
    }


def _decision(diary: Diary, made: list[str], day: date, row: Any, number: int) -> None:
    decided: list[str] = []

    def decide(desk: Desk) -> None:
        saved = decisions.record_decision(
            desk,
            made[0],
            item="Is the support having an effect?",
            decision="change_support" if number else "letter_of_concern",
            rationale="Two termly reviews found the pace too slow.",
            school_id=row.school_id,
            owner="Director for Schools" if number == 0 else "School improvement officer",
            due_on=day + timedelta(days=14 + 14 * number),
        )
        decided.append(saved.record_id)

    diary.note(day, OFFICER, decide)
    after = day + timedelta(days=10)
    if number:
        diary.note(
            after,
            OFFICER,
            lambda desk: decisions.trace_outcome(
                desk,
                decided[0],
                outcome="Half a day a week from a partner school was agreed.",
                outcome_on=after,
                seen_version=1,
            ),
        )
