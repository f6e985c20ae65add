"""Who was visited in the last year and a half, and what is booked? Tier by tier, as the framework allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from eif.casework.contacts import record_contact
from eif.casework.desk import Desk
from eif.casework.store import Person
from eif.casework.visits import complete_visit, plan_visit
from eif.demo_year.clock import Diary
from eif.demo_year.team import Team

# For each category: the visits of a year, as kind and days (framework page 13).
YEAR = {
    "Causing Concern": (
        ("context_review", 1.0),
        ("support_meeting", 1.0),
        ("action_review", 1.0),
        ("support_meeting", 1.0),
    ),
    "Developing": (("context_review", 1.0), ("action_review", 0.5)),
    "Established": (("validation", 1.0),),
    "Embedded": (("validation", 1.0),),
}
SEEN = (
    "Lesson visits with the deputy, pupils' books, and a meeting with two governors.",
    "Talked through the improvement plan; pupils could say what has changed since spring.",
    "Registers and first-day calls looked at with the attendance lead.",
    "Reading in Years 1 to 3 heard with the English lead; assessment is now used each week.",
    "Met the SENCO and three parents; provision maps are up to date for all but one class.",
)
STEPS = (
    "Send the revised attendance plan",
    "Invite the governors to the review in spring",
    "Share the reading timetable with the partner school",
)
# Strong practice, and the areas it is seen in.
STRONG = (
    (
        "Early reading: every pupil is heard daily, and the staff coach each other weekly.",
        ("quality_of_education", "attainment"),
    ),
    ("First-day calls, and a home visit on the third day; the lead trains two others.", ("attendance",)),
    ("Plans for pupils with SEND are written with parents and read by every teacher.", ("inclusion",)),
)
SERVICES = ("finance", "send", "safeguarding", "attendance", "governance")


def visit_schools(diary: Diary, schools: Sequence[Any], team: Team, agreed: Mapping[str, str]) -> None:
    """Note the visits of this year and what is booked, and the contacts around them."""
    for number, row in enumerate(schools):
        category = agreed.get(row.school_id)
        if category is None:
            continue
        kinds = YEAR[category]
        done = diary.chance.randint(0, max(1, len(kinds) - 1))
        days = sorted(
            diary.weekday(diary.this_year + timedelta(days=12), diary.last - timedelta(days=1))
            for _ in range(done)
        )
        adviser = team.adviser(row.school_id, diary.last)
        for day, (kind, length) in zip(days, kinds, strict=False):
            diary.note(day, adviser, _held(diary, row, kind, length, day))
        if diary.chance.random() < 0.7:
            for kind, length in kinds[done : done + 1]:
                _book(diary, row, adviser, kind, length)
        if number % 5 == 0:
            _contact(diary, row, adviser)


def _held(diary: Diary, row: Any, kind: str, days: float, day: date) -> Any:
    note, step = diary.chance.choice(SEEN), diary.chance.choice((None, *STEPS))
    strong, areas = STRONG[day.toordinal() % len(STRONG)] if diary.chance.random() < 0.12 else (None, ())

    def doing(desk: Desk) -> object:
        return complete_visit(
            desk,
            row.school_id,
            kind=kind,
            on_day=day,
            days=days,
            note=note,
            strong_practice=strong,
            strong_areas=areas,
            next_step=step,
            next_step_by=day + timedelta(days=40) if step else None,
        )

    return doing


def _book(diary: Diary, row: Any, adviser: Person, kind: str, days: float) -> None:
    """A visit still to come; one in six was missed, since its day has passed and nobody completed it."""
    late = diary.chance.random() < 0.16
    if late:
        on = diary.weekday(diary.last - timedelta(days=30), diary.last - timedelta(days=3))
    else:
        on = diary.weekday(diary.last + timedelta(days=3), diary.this_year + timedelta(days=290))
    made = diary.weekday(diary.this_year + timedelta(days=8), min(on, diary.last) - timedelta(days=1))
    booked = diary.chance.random() < 0.6

    def doing(desk: Desk) -> object:
        return plan_visit(desk, row.school_id, kind=kind, on_day=max(on, made), days=days, booked=booked)

    diary.note(made, adviser, doing)


def _contact(diary: Diary, row: Any, adviser: Person) -> None:
    day = diary.weekday(diary.this_year + timedelta(days=6), diary.last)
    service = diary.chance.choice(SERVICES)

    def doing(desk: Desk) -> object:
        return record_contact(
            desk,
            row.school_id,
            kind="liaison",
            service=service,
            on_day=day,
            note="Shared what each service knows of the school, and who tells the head what.",
        )

    diary.note(day, adviser, doing)
