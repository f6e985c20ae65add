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
# Whose figure a target is measured against; 'number' is the figure that the target itself names.
TARGET_COMPARATORS = ("national", "national same group", "national others", "city", "number")
SCOPES = ("rule", "every rule", "area", "overall", "confidence", "inspection", "visit", "embedded")

# Where the framework chooses between ways of telling: the words each choice allows, the usual one first.
CHOICES = {"standing": ("bands", "quintiles")}

# What a rule reads: a figure of an indicator; an answer of a council return; what an adviser or a school
# judged; an inspection; a statutory step; or several of these together.
KINDS = ("figure", "fact", "judgement", "inspection", "statutory", "combination")

# A test is a question that sql/40_rate answers, with the names of the thresholds it cannot do without.
TESTS: dict[str, frozenset[str]] = {
    "above_national": frozenset({"margin"}),
    "above_similar": frozenset({"margin", "min_similar"}),
    "rising": frozenset({"rise"}),
    "worst_fifth": frozenset({"worst_percentile", "min_ranked", "margin"}),
    "above_and_rising": frozenset({"margin", "relative_rise", "incidents"}),
    "worst_local_quarter": frozenset({"worst_quarter", "min_local"}),
    "headline": frozenset(
        {
            "significance",
            "worst_percentile",
            "min_ranked",
            "worst_quarter",
            "min_local",
            "leaning_significance",
            "leaning_points",
            "leaning_pupils",
        }
    ),
    "progress": frozenset(),
    "across_headlines": frozenset({"measures"}),
    "declining": frozenset(),
    "dip": frozenset(),
    "group_below": frozenset({"significance"}),
    "below_national": frozenset({"significance"}),
    "gap_widening": frozenset({"widening"}),
    "groups_well_below": frozenset({"significance", "margin", "min_cohort"}),
    "at_least": frozenset({"limit"}),
    "more_than": frozenset({"limit"}),
    "less_than": frozenset({"limit"}),
    "falling": frozenset({"drop"}),
    "rising_local_quarter": frozenset({"worst_quarter", "min_local"}),
    "group_rising": frozenset({"relative_rise", "incidents", "min_local"}),
    "pooled_count": frozenset({"incidents"}),
    "closing_balances": frozenset({"reading"}),
    "answer": frozenset(),
    "date_within": frozenset({"limit", "grace"}),
    "open_actions": frozenset({"grace"}),
    "judgement": frozenset(),
    "self_evaluation": frozenset(),
    "inspection": frozenset(),
    "inspection_age": frozenset({"limit"}),
    "both_high": frozenset({"local_percentile", "min_local"}),
    "headship": frozenset({"terms"}),
    "warning_notice": frozenset(),
    "statutory_action": frozenset(),
    "category_of_concern": frozenset(),
}

# Tests that read where a result stands nationally, which the choice `standing` tells one way or the other.
STANDING_TESTS = frozenset({"headline", "progress", "group_below", "below_national"})

# What each kind of rule must name.
NAMES = {
    "figure": ("indicator",),
    "fact": ("items",),
    "judgement": (),
    "inspection": (),
    "statutory": ("words",),
    "combination": (),
}
EVERY_RULE_NEEDS = frozenset({"max_age", "min_cohort", "min_ranked"})
# Thresholds that rules of these kinds read whatever their test, to tell whether what they read may be rated.
OF_KINDS = {
    "max_age": frozenset({"figure", "fact", "judgement", "combination"}),
    "min_cohort": frozenset({"figure"}),
}
OVERALL_NEEDS = frozenset(
    {"reds_for_causing_concern", "reds_for_developing", "ambers_for_developing", "min_areas"}
)
CONFIDENCE_NEEDS = frozenset({"high_share", "high_age", "low_share", "low_cohort"})
INSPECTION_NEEDS = frozenset(
    {
        "full_months",
        "most_months",
        "window_good",
        "window_concern",
        "due_good",
        "due_concern",
        "new_school",
    }
)
AREA_NEEDS = frozenset({"expected_share"})
VISIT_NEEDS = frozenset({"new_head", "carry_over", "before_change", "book_by", "review_by"})
EMBEDDED_NEEDS = frozenset({"results_years", "reserve", "judgement_age"})

# Between which values a threshold can stand, by name; a name that is not here can be any number.
RANGES: dict[str, tuple[float, float]] = {
    "max_age": (1, 120),
    "min_cohort": (0, 100),
    "significance": (0.5, 5),
    "leaning_significance": (0.5, 5),
    "leaning_points": (0, 50),
    "worst_percentile": (50, 99),
    "local_percentile": (50, 99),
    "worst_quarter": (2, 4),
    "min_ranked": (2, 5000),
    "min_local": (2, 500),
    "min_similar": (1, 500),
    "margin": (0, 100),
    "rise": (0, 100),
    "relative_rise": (0, 500),
    "widening": (0, 100),
    "drop": (0, 100),
    "grace": (0, 36),
    "terms": (1, 36),
    "reading": (1, 2),
    "measures": (1, 10),
    "expected_share": (1, 100),
    "high_share": (0, 100),
    "low_share": (0, 100),
    "high_age": (1, 120),
    "full_months": (1, 120),
    "most_months": (1, 120),
    "window_good": (1, 120),
    "window_concern": (1, 120),
    "due_good": (1, 10),
    "due_concern": (1, 120),
    "new_head": (1, 120),
    "carry_over": (0, 6),
    "before_change": (1, 2),
    "book_by": (1, 11),
    "review_by": (0, 17),
    "new_school": (1, 60),
    "reds_for_causing_concern": (1, 7),
    "reds_for_developing": (1, 7),
    "ambers_for_developing": (1, 7),
    "min_areas": (1, 7),
    "reserve": (0, 100),
    "judgement_age": (1, 120),
    "results_years": (1, 3),
}


@dataclass(frozen=True)
class Table:
    """One CSV file: the table it fills, its columns with DuckDB types, its key, the words a column allows."""

    file: str
    name: str
    columns: dict[str, str]
    key: tuple[str, ...]
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    # What holds where a version of earlier days has no such file.
    usual: tuple[dict[str, str], ...] = ()


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
            "kind": "VARCHAR",
            "indicator": "VARCHAR",
            "pupil_group": "VARCHAR",
            "items": "VARCHAR[]",
            "words": "VARCHAR[]",
            "parts": "VARCHAR[]",
            "phases": "VARCHAR[]",
            "schools": "VARCHAR",
            "min_high_age": "INTEGER",
            "max_high_age": "INTEGER",
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
        {"test": tuple(TESTS), "kind": KINDS, "phases": SCHOOL_PHASES, "schools": ("every", "maintained")},
        frozenset(
            {
                "indicator",
                "items",
                "words",
                "parts",
                "min_high_age",
                "max_high_age",
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
    # By which of several ways, each of them published practice, something is told.
    Table(
        "choices.csv",
        "choice",
        {
            "choice": "VARCHAR",
            "word": "VARCHAR",
            "status": "VARCHAR",
            "set_by": "VARCHAR",
            "reason": "VARCHAR",
        },
        ("choice",),
        {"choice": tuple(CHOICES), "status": ("proposed", "ratified")},
        usual=tuple(
            {
                "choice": choice,
                "word": words[0],
                "status": "proposed",
                "set_by": "not given in this version",
                "reason": "The usual way",
            }
            for choice, words in CHOICES.items()
        ),
    ),
    Table(
        "answers.csv",
        "answer_level",
        {
            "rule_id": "VARCHAR",
            "item": "VARCHAR",
            "answer": "VARCHAR",
            "level": "INTEGER",
            "status": "VARCHAR",
            "set_by": "VARCHAR",
            "reason": "VARCHAR",
        },
        ("rule_id", "item", "answer"),
        {"status": ("proposed", "ratified")},
        frozenset({"level"}),
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
            "solo_red": "BOOLEAN",
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
            "test": "VARCHAR",
            "rules": "VARCHAR[]",
            "page": "INTEGER",
        },
        ("trigger_id",),
        {"test": ("rules", "inspection_window", "new_head", "declared")},
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
    # Which rules tell of trouble first, and in which order early warnings list them.
    Table(
        "warnings.csv",
        "early_warning",
        {"rule_id": "VARCHAR", "ord": "INTEGER", "title": "VARCHAR"},
        ("rule_id",),
    ),
    # What the city wants to reach: measure and group, where, against whom, how far off is allowed, by when.
    Table(
        "targets.csv",
        "target",
        {
            "target_id": "VARCHAR",
            "ord": "INTEGER",
            "area": "VARCHAR",
            "title": "VARCHAR",
            "indicator": "VARCHAR",
            "pupil_group": "VARCHAR",
            "phase": "VARCHAR",
            "geography": "VARCHAR",
            "comparator": "VARCHAR",
            "number": "DOUBLE",
            "allowed_gap": "DOUBLE",
            "due": "DATE",
            "in_pupils": "BOOLEAN",
            "status": "VARCHAR",
            "source": "VARCHAR",
            "note": "VARCHAR",
            "unmeasured": "VARCHAR",
        },
        ("target_id",),
        {
            "phase": (*COMPARE_PHASES, "16 plus"),
            "geography": ("city", "district", "school"),
            "comparator": TARGET_COMPARATORS,
            "status": ("historic", "proposed", "agreed"),
        },
        frozenset({"indicator", "comparator", "number", "due", "note", "unmeasured"}),
    ),
)
