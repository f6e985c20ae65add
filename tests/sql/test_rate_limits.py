"""Does each rule find its thresholds: its own before every rule's, its phase's before all phases'?"""

from __future__ import annotations

from given import cells, shown
from rated import snapshot

from eif.sql import statement

# A column of rule_limit, and the threshold it holds.
NAMES = {
    "max_age": "max_age",
    "min_cohort": "min_cohort",
    "z_limit": "significance",
    "worst_percentile": "worst_percentile",
    "min_ranked": "min_ranked",
    "worst_quarter": "worst_quarter",
    "min_local": "min_local",
    "min_similar": "min_similar",
    "margin": "margin",
    "rise": "rise",
    "relative_rise": "relative_rise",
    "incidents": "incidents",
    "widening": "widening",
    "pupils": "pupils",
    "measures": "measures",
    "leaning_z": "leaning_significance",
    "leaning_points": "leaning_points",
    "leaning_pupils": "leaning_pupils",
    "at_limit": "limit",
    "clear_limit": "clear",
    "most_drop": "drop",
    "grace": "grace",
    "terms": "terms",
    "reading": "reading",
    "high_percentile": "local_percentile",
}


def held(con, text: str) -> None:
    """Thresholds of one rule, and no others; each with a unit that names it."""
    con.execute("delete from threshold")
    con.execute("delete from rule where rule_id <> 'attendance_absence_national'")
    for number, (scope, rule_id, phase, name, value) in enumerate(cells(text)):
        con.execute(
            "insert into threshold (threshold_id, scope, rule_id, phase, name, value, unit)"
            " values (?, ?, ?, ?, ?, ?, ?)",
            [str(number), scope, rule_id or None, phase, name, float(value), f"unit of {name}"],
        )
    con.execute(f"create or replace table rule_limit as {statement('40_rate', 'rule_limit')}")


def test_every_threshold_has_a_column_of_its_own(con):
    snapshot(con)
    rows = [
        f"rule | attendance_absence_national | all | {name} | {number}"
        for number, name in enumerate(NAMES.values(), start=1)
    ]
    held(con, "\n".join(rows))
    found = shown(con, "rule_limit", " ".join(NAMES), "phase = 'primary'")
    assert found[1] == [str(number) for number in range(1, len(NAMES) + 1)]
    assert shown(con, "rule_limit", "limit_unit", "phase = 'primary'")[1] == ["unit of limit"]


def test_where_no_clear_limit_is_given_the_limit_is_it(con):
    snapshot(con)
    held(con, "rule | attendance_absence_national | all | limit | 4")
    assert shown(con, "rule_limit", "at_limit clear_limit", "phase = 'all'")[1:] == [["4", "4"]]


def test_its_own_wins_over_every_rules_and_its_phases_over_all(con):
    snapshot(con)
    held(
        con,
        """
        every rule |                             | all       | margin | 1
        every rule |                             | secondary | margin | 2
        rule       | attendance_absence_national | all       | margin | 3
        rule       | attendance_absence_national | primary   | margin | 4
        every rule |                             | special   | rise   | 5
        every rule |                             | all       | rise   | 6
        """,
    )
    assert shown(con, "rule_limit", "phase margin rise")[1:] == cells(
        """
        all       | 3 | 6
        primary   | 4 | 6
        secondary | 3 | 6
        special   | 3 | 5
        """
    )
