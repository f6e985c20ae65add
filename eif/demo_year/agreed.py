"""Which category does each school agree on in its autumn conversation, and where do people see more?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from eif.casework.desk import Desk
from eif.casework.judgements import approve, judge
from eif.casework.store import Person
from eif.casework.words import OVERALL
from eif.demo_year.clock import DIRECTOR, Diary
from eif.demo_year.team import Team

# Of ten schools this many have agreed a category, and this many of those on another one than indicated.
AGREED, OTHERWISE = 8, 1
NOTES = {
    "Embedded": "Strong practice seen in several visits; leaders are ready to share it.",
    "Established": "Self-evaluation is accurate and the improvement plan is on course.",
    "Developing": "Priorities are the right ones; their effect is not yet even across the school.",
    "Causing Concern": "Leaders and governors agree that the pace of improvement has to change.",
}
OTHER = {
    "seen_in_school": "What was seen in school in October goes beyond what the published figures show.",
    "newer_evidence": "This term's own figures, checked with the school, are newer than what is published.",
    "small_numbers": "Two pupils account for the difference; the governors have seen the case studies.",
}
NEXT = {"Established": "Developing", "Developing": "Established", "Causing Concern": "Developing"}
AREAS_SEEN = ("attendance", "attainment", "inclusion")


def agree_categories(diary: Diary, schools: Sequence[Any], team: Team) -> dict[str, str]:
    """Note every conversation; the category agreed last, by school. A few wait for a second person."""
    agreed: dict[str, str] = {}
    for number, row in enumerate(schools):
        indicated = row.indicated if row.indicated in NOTES else None
        if number % 10 >= AGREED or (indicated is None and number % 2):
            continue
        category, reason = _chosen(diary, number, indicated, row)
        day = diary.weekday(diary.this_year + timedelta(days=14), diary.last - timedelta(days=2))
        adviser = team.adviser(row.school_id, day)
        agreed[row.school_id] = category
        diary.note(day, adviser, _agree(row, category, reason, day))
        if number % 12 == 5 and indicated:
            _wait(diary, row, adviser, indicated)
    for row in schools[::4]:
        _validate(diary, row, team.adviser(row.school_id, diary.last))
    return agreed


def _chosen(diary: Diary, number: int, indicated: str | None, row: Any) -> tuple[str, str | None]:
    if indicated is None:
        return "Established", None
    if number % 10 < OTHERWISE and not (indicated == "Causing Concern" and row.reds == 0):
        return NEXT[indicated], diary.chance.choice(list(OTHER))
    return indicated, None


def _agree(row: Any, category: str, reason: str | None, day: date, seen: int = 0) -> Any:
    def doing(desk: Desk) -> object:
        steps = desk.school(row.school_id).steps
        stays = "Causing Concern" if steps else category
        return judge(
            desk,
            row.school_id,
            area=OVERALL,
            kind="agreed",
            category=stays,
            note=OTHER[reason] if reason and not steps else NOTES[stays],
            evidence_on=day,
            reason_code=reason,
            agreed_with="Head teacher and chair of governors",
            review_on=day + timedelta(days=180),
            seen_version=seen,
        )

    return doing


def _wait(diary: Diary, row: Any, adviser: Person, indicated: str) -> None:
    """An adviser proposes a step of two; the Director approves one in two, and the others still wait."""
    day = diary.weekday(diary.last - timedelta(days=9), diary.last)
    category = {"Established": "Causing Concern", "Causing Concern": "Established"}.get(indicated)
    if category is None:
        return

    def propose(desk: Desk) -> object:
        if desk.school(row.school_id).steps:
            return None
        return judge(
            desk,
            row.school_id,
            area=OVERALL,
            kind="agreed",
            category=category,
            note="The head and both deputies changed since the last results; see the visit of this term.",
            evidence_on=day,
            reason_code="seen_in_school",
            agreed_with="Head teacher",
            seen_version=1,
        )

    def second(desk: Desk) -> object:
        if desk.school(row.school_id).steps:
            return None
        return approve(desk, f"{row.school_id}:{OVERALL}:agreed", seen_version=1)

    diary.note(day, adviser, propose)
    if diary.chance.random() < 0.5:
        diary.note(day + timedelta(days=1), DIRECTOR, second)


def _validate(diary: Diary, row: Any, adviser: Person) -> None:
    """The school judges itself in an area, and its adviser validates it, in part or not at all."""
    area = diary.chance.choice(AREAS_SEEN)
    day = diary.weekday(diary.this_year + timedelta(days=20), diary.last)
    validated = diary.chance.choice(("yes", "yes", "partly", "no"))
    theirs = "Established"
    ours = "Established" if validated == "yes" else "Developing"

    def themselves(desk: Desk) -> object:
        note = "From the school's own self-evaluation of September."
        return judge(
            desk,
            row.school_id,
            area=area,
            kind="self_evaluation",
            category=theirs,
            note=note,
            evidence_on=day,
        )

    def council(desk: Desk) -> object:
        note = "Held against this term's work, registers and a conversation with pupils."
        return judge(
            desk,
            row.school_id,
            area=area,
            kind="la_validation",
            category=ours,
            note=note,
            validated=validated,
            evidence_on=day,
        )

    diary.note(day, adviser, themselves)
    diary.note(day, adviser, council)
