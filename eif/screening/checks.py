"""Which questions are put to a file, in which order, and what is to be done when the answer is no?

They are data, in `checks.toml`. A check of reading is answered by the reader, which refuses the file. Every
other check is a relation `case_<id>` of `sql/15_screen` or `sql/35_screen`: one row per thing found, at the
level NOTE, WARNING or FAIL.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

STAGES = (
    *("file", "shape", "keys", "counts", "coverage"),
    *("values", "codes", "change", "reconcile", "effect"),
)

# Which files a check is put to, as a select of extract_id; other new files are told "not applicable".
ASKED = {
    "every": "from screened_extract",
    "workbooks": "from staged_extract where encoding = 'workbook'",
    "replacing": "from screened_extract where replaces is not null",
    "made_by_the_council": "from staged_extract where publisher ilike '%council%'",
    "council_returns": "from staged_fact",
    "describing_schools": "from staged_school",
    "with_meanings": "from staged_meaning",
    "with_schools": "from screened_school",
    "with_home_schools": "from screened_school where at_home",
    "with_a_register": "from screened_school where exists (from register where described)",
    "with_group_counts": "from screened_figure where pupil_group <> 'all' and denominator is not null",
    "with_a_year_before": "from screened_figure where value_before is not null",
    "with_progress_before": "from screened_figure inner join indicator using (indicator) "
    "where kind = 'progress' and value_before is not null",
    # What the demonstration city publishes for its council is not the sum of its fictional schools.
    "reconciled": "from reconciliation where not exists (from staged_extract where kind = 'demonstration')",
}


@dataclass(frozen=True)
class Check:
    """One question to a file; `checks.toml` explains its keys.

    `fine` and `found` tell the answer: `found` is followed by the number of cases and the first of them.
    """

    id: str
    stage: str
    question: str
    levels: tuple[str, ...]
    by: str
    how: str
    fine: str
    found: str
    what_to_do: str
    asked: str
    limits: tuple[str, ...]


def _read_checks() -> tuple[Check, ...]:
    with (Path(__file__).parent / "checks.toml").open("rb") as handle:
        given = tomllib.load(handle)["check"]
    return tuple(
        Check(
            **{
                **each,
                "how": " ".join(each["how"].split()),
                "what_to_do": " ".join(each["what_to_do"].split()),
                "levels": tuple(each["levels"]),
                "asked": each.get("asked", "every"),
                "limits": tuple(each.get("limits", ())),
            }
        )
        for each in given
    )


CHECKS = _read_checks()
BY_ID = {check.id: check for check in CHECKS}
