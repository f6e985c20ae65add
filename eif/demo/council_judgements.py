"""What do the fictional schools, their advisers and the council judge of each area?"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from eif.demo.council_leaders import Record
from eif.demo.council_pupils import Rng, choose
from eif.demo.council_schools import Asked

CATEGORIES = ("Embedded", "Established", "Developing", "Causing Concern")
# A school seldom thinks less of itself than its adviser does.
SELF, ADVISER = (1.1, -1.2, -2.6), (1.7, -0.9, -2.1)
AREAS = (
    "Quality of education",
    "Leadership and governance",
    "Inclusion",
    "Attendance and exclusions",
    "Attainment and progress",
    "Safeguarding",
)
LAST_VISIT = date(2026, 10, 30)


def judgements(rng: Rng, asked: Asked) -> list[Record]:
    """Self-evaluations, their validation and advisers' visits of the last year; some context."""
    records: list[Record] = []
    for area in AREAS:
        view = 0.7 * asked.quality + 0.5 * asked.governed + 0.3 * rng.standard_normal(len(asked))
        view += 1.5 * asked.leading
        own, seen = choose(rng, view, CATEGORIES, SELF), choose(rng, view, CATEGORIES, ADVISER)
        visited = (rng.random(len(asked)) < 0.95) | asked.leading
        for at in range(len(asked)):
            said = LAST_VISIT - timedelta(days=int(rng.integers(20, 400)))
            on = LAST_VISIT - timedelta(days=int(rng.integers(0, 350)))
            records.append((at, [area, "self-evaluation", own[at], said, "head teacher", ""]))
            if visited[at]:
                role = "school improvement adviser"
                records.append((at, [area, "adviser's judgement", seen[at], on, role, ""]))
                if area == AREAS[0]:
                    records.append((at, [area, "validation by the council", seen[at], on, role, ""]))
    for at in np.flatnonzero(rng.random(len(asked)) < 0.02).tolist():
        records.append(
            (at, ["Overall", "declared context", "", LAST_VISIT, "adviser", "Rapid change of roll"])
        )
    return records
