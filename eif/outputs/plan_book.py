"""How does a support plan leave the app as a workbook: plan, actions with their targets, reviews?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from eif.casework.plan_words import DEFINITIONS, PACES
from eif.outputs import plan_said as said
from eif.outputs.about import describe
from eif.outputs.book import Value, add_sheet, new_book, saved
from eif.outputs.excel import INK_WORDS, About, ink_styles, release_rows
from eif.snapshot import Snapshot

_ACTIONS = (
    ("Priority", 26),
    ("Action", 44),
    ("Who", 24),
    ("By", 18),
    ("Days overdue", 10),
    ("Resources", 26),
    ("Progress", 14),
    ("Progress in words", 44),
    ("As on", 18),
    ("Measured by", 40),
    ("Unit", 12),
    ("Baseline", 12),
    ("Baseline as at", 18),
    ("Target", 12),
    ("Target by", 18),
    ("Newest result", 12),
    ("Of", 12),
    ("Published under URN", 11),
    ("On the way?", 22),
    ("Why", 52),
    ("Ended", 60),
)
NONE = "none"


def plan_file_name(snapshot: Snapshot, school: Any) -> str:
    """A name that says which school and when."""
    return f"support-plan-{school.urn}-{snapshot.day}.xlsx"


def plan_workbook(snapshot: Snapshot, school: Any, plan_id: str, *, link: str = "") -> bytes:
    """One workbook of a plan: Plan, Actions, Reviews, About, Definitions.

    `school` is a row of `screen_school`; `link` is the address it was asked from. Raises LookupError where no
    plan has this id.
    """
    plan = next(iter(snapshot.rows("plan_state", plan_id=plan_id)), None)
    if plan is None:
        raise LookupError(f"No plan {plan_id} stands.")
    rows = snapshot.rows("screen_plan_action", plan_id=plan_id)
    reviews = snapshot.rows("casework_plan_review", plan_id=plan_id)
    whole = f"{school.name}, URN {school.urn}: every action and review of the plan “{plan.title}”"
    about = describe(snapshot, f"{whole}, as on {said.day(snapshot.day)}.", link=link)
    top = [about.marking, about.sentence]
    book = new_book(f"Support plan of {school.name}", ink_styles())
    add_sheet(
        book, "Plan", f"Support plan of {school.name}", top, header=["Item", "Detail"], widths=[24, 110],
        rows=_plan(plan), empty="No plan",
    )  # fmt: skip
    add_sheet(
        book, "Actions", f"Actions of the plan “{plan.title}”", top,
        header=[name for name, _ in _ACTIONS], widths=[width for _, width in _ACTIONS],
        rows=(_action(row) for row in rows), empty="No action yet", freeze="C", words=INK_WORDS, exact=True,
    )  # fmt: skip
    add_sheet(
        book, "Reviews", f"Reviews of the plan “{plan.title}”", top,
        header=["Day", "Pace", "What was found", "Next review", "Recorded by"],
        widths=[20, 14, 110, 20, 30], rows=_reviews(reviews), empty="Not reviewed yet",
    )  # fmt: skip
    add_sheet(
        book, "About", "About this workbook", [about.marking], header=["Item", "Detail"], widths=[24, 90],
        rows=_about(about), empty="Nothing is known",
    )  # fmt: skip
    add_sheet(
        book, "Definitions", "Definitions", [about.marking], header=["Word", "Meaning"], widths=[28, 110],
        rows=_definitions(), empty="Nothing is defined", words=INK_WORDS,
    )  # fmt: skip
    return saved(book)


def _plan(plan: Any) -> Iterable[list[Value]]:
    yield ["Title", plan.title]
    yield ["State", f"{said.STATE[plan.state].word} {said.state_since(plan)}"]
    yield ["Began", plan.from_on]
    yield ["Began under URN", plan.urn or "not recorded"]
    yield ["The school’s URN now", plan.urn_now or "not in this release"]
    yield ["Exit criteria", plan.exit_criteria]
    yield ["Next review", said.review_due(plan)]
    yield ["Last review", said.last_review(plan)]
    yield ["Actions going on", plan.open_actions]
    yield ["Actions overdue", plan.late_actions]
    yield ["Targets on track", plan.kpis_on_track]
    yield ["Targets not on track", plan.kpis_off_track]
    yield ["Note", plan.note or NONE]
    yield ["Recorded by", plan.saved_by]


def _action(row: Any) -> list[Value]:
    measured = row.indicator is not None
    return [
        *(row.priority, row.action, row.responsible, row.due_on, row.days_late or "not overdue"),
        *(row.resources or NONE, said.PROGRESS[row.progress].word, row.progress_note or NONE),
        *(row.progress_on or NONE, said.measured_by(row), (row.unit or NONE) if measured else NONE),
        *(_either(row.baseline, row.baseline_words), row.baseline_on or NONE),
        *(_either(row.target, row.target_words), row.target_on or NONE),
        *(NONE if row.value is None else row.value, row.period or NONE, row.published_urn or NONE),
        *(said.KPI[row.state].word, row.why, said.ended(row) if row.ended_on else "going on"),
    ]


def _either(number: float | None, words: str | None) -> Value:
    return (words or NONE) if number is None else number


def _reviews(reviews: Sequence[Any]) -> Iterable[list[Value]]:
    for row in sorted(reviews, key=lambda row: (row.on_day, row.revision), reverse=True):
        yield [row.on_day, PACES[row.pace], row.note, row.next_on or "every term", row.saved_by]


def _about(about: About) -> Iterable[list[Value]]:
    yield ["Marking", about.marking]
    yield ["Which plan", about.sentence]
    yield from release_rows(about)
    yield ["Link to this plan", about.link or "not available"]


def _definitions() -> Iterable[list[Value]]:
    for name, words in DEFINITIONS.items():
        yield [said.PROGRESS[name].word, words]
    yield [
        "On track",
        "The newest result is no worse than the straight line from the baseline to the target on the last "
        "day of the time it describes.",
    ]
    yield ["Reached", "The newest result is no worse than the target."]
    yield ["Behind", "The newest result is worse than the straight line."]
    yield ["Missed", "The result for the day of the target is worse than the target."]
    yield ["No newer result", "No result yet of a time that ended after the day of the baseline."]
    yield ["Not measured from data", "The measure is described in words."]
