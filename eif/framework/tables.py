"""Which tables make up a framework version, and which columns and words does each file allow?

One `Table` per CSV file of `data/framework/<version>/`; the loader reads nothing that is not described here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

LEVELS = ("established", "developing", "causing_concern", "embedded")
EVIDENCE = ("data", "la", "judgement")
SCHOOL_PHASES = (
    "nursery",
    "primary",
    "secondary",
    "all-through",
    "special",
    "alternative provision",
    "16 plus",
)
COMPARE_PHASES = ("primary", "secondary", "special", "all")
SCOPES = ("rule", "every rule", "overall", "confidence", "inspection")

# A test is a question that sql/40_rate answers, with the names of the thresholds it cannot do without.
TESTS: dict[str, frozenset[str]] = {
    "above_national": frozenset({"margin"}),
    "above_similar": frozenset({"margin", "min_similar"}),
    "rising": frozenset({"rise"}),
    "worst_fifth": frozenset({"worst_percentile", "min_ranked", "margin"}),
    "above_and_rising": frozenset({"margin", "relative_rise", "incidents"}),
    "worst_local_quarter": frozenset({"worst_quarter", "min_local"}),
    "headline": frozenset({"significance", "worst_percentile", "min_ranked", "worst_quarter", "min_local"}),
    "progress": frozenset(),
    "across_headlines": frozenset({"measures"}),
    "declining": frozenset(),
    "group_below": frozenset({"significance"}),
    "gap_widening": frozenset({"widening"}),
    "groups_well_below": frozenset({"significance", "margin"}),
    "warning_notice": frozenset(),
}
EVERY_RULE_NEEDS = frozenset({"max_age", "min_cohort"})
OVERALL_NEEDS = frozenset(
    {"reds_for_causing_concern", "reds_for_developing", "ambers_for_developing", "min_areas"}
)
CONFIDENCE_NEEDS = frozenset({"high_share", "high_age", "low_share", "low_cohort"})
INSPECTION_NEEDS = frozenset({"full_months", "most_months"})


@dataclass(frozen=True)
class Table:
    """One CSV file: the table it fills, its columns with DuckDB types, its key, the words a column allows."""

    file: str
    name: str
    columns: dict[str, str]
    key: tuple[str, ...]
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()


TABLES: tuple[Table, ...] = (
    Table(
        "areas.csv",
        "area",
        {"area": "VARCHAR", "ord": "INTEGER", "title": "VARCHAR", "short_title": "VARCHAR"},
        ("area",),
    ),
    Table(
        "descriptors.csv",
        "descriptor",
        {
            "descriptor": "VARCHAR",
            "area": "VARCHAR",
            "level": "VARCHAR",
            "ord": "INTEGER",
            "handle": "VARCHAR",
            "page": "INTEGER",
            "evidence": "VARCHAR",
        },
        ("descriptor",),
        {"level": LEVELS, "evidence": EVIDENCE},
    ),
    Table(
        "rules.csv",
        "rule",
        {
            "rule_id": "VARCHAR",
            "area": "VARCHAR",
            "ord": "INTEGER",
            "title": "VARCHAR",
            "indicator": "VARCHAR",
            "pupil_group": "VARCHAR",
            "phases": "VARCHAR[]",
            "core": "BOOLEAN",
            "hard": "BOOLEAN",
            "test": "VARCHAR",
            "established": "VARCHAR",
            "developing": "VARCHAR",
            "causing_concern": "VARCHAR",
            "developing_finding": "VARCHAR",
            "concern_finding": "VARCHAR",
            "question": "VARCHAR",
        },
        ("rule_id",),
        {"test": tuple(TESTS), "phases": SCHOOL_PHASES},
        frozenset(
            {
                "indicator",
                "established",
                "developing",
                "causing_concern",
                "developing_finding",
                "concern_finding",
            }
        ),
    ),
    Table(
        "thresholds.csv",
        "threshold",
        {
            "threshold_id": "VARCHAR",
            "scope": "VARCHAR",
            "rule_id": "VARCHAR",
            "phase": "VARCHAR",
            "name": "VARCHAR",
            "value": "DOUBLE",
            "unit": "VARCHAR",
            "status": "VARCHAR",
            "set_by": "VARCHAR",
            "reason": "VARCHAR",
            "valid_from": "DATE",
        },
        ("scope", "rule_id", "phase", "name"),
        {"scope": SCOPES, "phase": COMPARE_PHASES, "status": ("proposed", "ratified")},
        frozenset({"rule_id"}),
    ),
    Table(
        "area_rules.csv",
        "area_rule",
        {
            "area": "VARCHAR",
            "min_rated": "INTEGER",
            "need_core": "INTEGER",
            "reds_for_red": "INTEGER",
            "core_reds_for_red": "INTEGER",
            "reds_for_amber": "INTEGER",
            "core_ambers_for_amber": "INTEGER",
            "amber_share": "DOUBLE",
            "key_area": "BOOLEAN",
            "red_decides": "BOOLEAN",
            "rates_academies": "BOOLEAN",
            "status": "VARCHAR",
            "set_by": "VARCHAR",
            "reason": "VARCHAR",
        },
        ("area",),
        {"status": ("proposed", "ratified")},
    ),
    Table(
        "tiers.csv",
        "tier",
        {
            "category": "VARCHAR",
            "ord": "INTEGER",
            "tier": "INTEGER",
            "days": "DOUBLE",
            "extra_days": "DOUBLE",
            "title": "VARCHAR",
            "page": "INTEGER",
        },
        ("category",),
        {
            "category": (
                "Causing Concern",
                "Developing",
                "Established",
                "Embedded",
                "Not enough evidence",
            )
        },
        frozenset({"tier", "days", "extra_days", "page"}),
    ),
    Table(
        "triggers.csv",
        "tier_trigger",
        {
            "trigger_id": "VARCHAR",
            "ord": "INTEGER",
            "title": "VARCHAR",
            "extra_days": "DOUBLE",
            "rules": "VARCHAR[]",
            "page": "INTEGER",
        },
        ("trigger_id",),
        {},
        frozenset({"rules"}),
    ),
    Table(
        "inspection_areas.csv",
        "inspection_area",
        {"kind": "VARCHAR", "judgement": "VARCHAR", "area": "VARCHAR", "reason": "VARCHAR"},
        ("kind", "judgement", "area"),
    ),
    Table(
        "inspection_levels.csv",
        "inspection_level",
        {
            "scale": "VARCHAR",
            "ordinal": "INTEGER",
            "level": "VARCHAR",
            "embedded": "BOOLEAN",
            "status": "VARCHAR",
            "set_by": "VARCHAR",
            "reason": "VARCHAR",
        },
        ("scale", "ordinal"),
        {"level": LEVELS[:3], "status": ("proposed", "ratified")},
    ),
)
