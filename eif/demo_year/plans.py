"""Which schools have a support plan, what does it hold, and how is it going?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from eif.casework.desk import Desk
from eif.casework.plan_actions import Kpi, add_action, record_progress
from eif.casework.plans import begin_plan, review_plan
from eif.demo_year.clock import Diary
from eif.demo_year.team import Team
from eif.snapshot import Snapshot

# Every nth Developing school has a plan, and every Causing Concern one.
DEVELOPING_WITH_PLAN = 5
# Indicators by which plans are measured, by phase: what they are about and by how much they should move. Some
# have results since the plans began, others are still waited for.
MEASURES = {
    "primary": (
        ("phon_y1", "Phonics in Year 1", 8.0),
        ("ks2_rwm_exp", "Reading, writing and maths at the end of Key Stage 2", 6.0),
    ),
    "secondary": (
        ("susp_inyear", "Suspensions", -3.0),
        ("ks4_em5", "English and maths at grade 5 or above", 6.0),
    ),
}
ATTENDANCE = ("abs_pa10", "Persistent absence", -4.0)
# How much of the way a newest result has come: some are ahead, some fell back.
CAME = (-0.2, 1.1)
PROGRESS = {
    "green": "Done as agreed; the half-termly check shows the effect in every year group.",
    "amber": "Three weeks late; the trust's attendance officer now helps on two days a week until February.",
    "red": "Not begun: the post is vacant. The governors decide on an interim appointment on 2 December.",
}


def support_schools(
    diary: Diary,
    snapshot: Snapshot,
    schools: Sequence[Any],
    team: Team,
    agreed: Mapping[str, str],
) -> None:
    """Note a plan for schools that agreed to Developing or Causing Concern."""
    number = 0
    for row in schools:
        category = agreed.get(row.school_id)
        number += category == "Developing"
        if category == "Causing Concern" or (category == "Developing" and number % DEVELOPING_WITH_PLAN == 0):
            _plan(diary, snapshot, row, team)


def _plan(diary: Diary, snapshot: Snapshot, row: Any, team: Team) -> None:
    began = diary.weekday(diary.last_year + timedelta(days=120), diary.this_year + timedelta(days=40))
    plan: list[str] = []

    def begin(desk: Desk) -> None:
        saved = begin_plan(
            desk,
            row.school_id,
            title=f"Support plan {began.year}",
            exit_criteria="Two termly reviews in a row find every priority on track.",
            from_on=began,
        )
        plan.append(saved.record_id)

    diary.note(began, team.adviser(row.school_id, began), begin)
    for indicator, words, change in (ATTENDANCE, *MEASURES.get(row.phase, ())):
        _action(diary, snapshot, row, team, plan, began, (indicator, words, change))
    for months in (4, 8):
        day = began + timedelta(days=30 * months)
        diary.note(day, team.adviser(row.school_id, day), _review(diary, plan, day))


def _action(
    diary: Diary,
    snapshot: Snapshot,
    row: Any,
    team: Team,
    plan: list[str],
    began: date,
    measure: tuple[str, str, float],
) -> None:
    indicator, words, change = measure
    asked = {"columns": ["value"], "urn": row.urn, "indicator": indicator, "pupil_group": "all"}
    results = (*snapshot.rows("latest_result", **asked), *snapshot.rows("returned_figure", **asked))
    value = next((one.value for one in results if one.value is not None), None)
    due = began + timedelta(days=300)
    action: list[str] = []
    kpi = Kpi()
    if value is not None:
        baseline = max(value - change * diary.chance.uniform(*CAME), 0.0)
        kpi = Kpi(
            indicator=indicator,
            pupil_group="all",
            baseline=f"{baseline:.1f}",
            baseline_on=began - timedelta(days=60),
            target=f"{max(baseline + change, 0.0):.1f}",
            target_on=due,
        )

    def add(desk: Desk) -> None:
        saved = add_action(
            desk,
            plan[0],
            priority=words,
            action=f"Agree, teach and check a weekly routine for: {words.lower()}.",
            responsible="Deputy head teacher",
            due_on=due,
            resources="Half a day a week of the adviser's network lead",
            kpi=kpi,
        )
        action.append(saved.record_id)

    diary.note(began, team.adviser(row.school_id, began), add)
    told = diary.weekday(began + timedelta(days=30), max(began + timedelta(days=30), diary.last))
    word = diary.chance.choice(("green", "green", "amber", "red"))

    def progress(desk: Desk) -> object:
        return record_progress(
            desk, action[0], progress=word, note=PROGRESS[word], on_day=told, seen_version=1
        )

    if diary.chance.random() < 0.8:
        diary.note(told, team.adviser(row.school_id, told), progress)


def _review(diary: Diary, plan: list[str], day: date) -> Any:
    pace = diary.chance.choice(("as_planned", "as_planned", "slow"))

    def doing(desk: Desk) -> object:
        note = "Reviewed with the head and the chair: what was agreed, what was done, and what pupils notice."
        return review_plan(desk, plan[0], on_day=day, pace=pace, note=note)

    return doing
