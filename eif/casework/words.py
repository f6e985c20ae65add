"""Which words may stand in a record, and what do they mean to a reader?"""

from __future__ import annotations

# The framework's areas, and the school as a whole.
AREAS = (
    "quality_of_education",
    "leadership",
    "inclusion",
    "attendance",
    "attainment",
    "safeguarding",
    "finance",
)
OVERALL = "overall"
# Categories by concern: 0 is green, 1 amber, 2 red (framework page 4).
CATEGORIES = {"Embedded": 0, "Established": 0, "Developing": 1, "Causing Concern": 2}

JUDGEMENT_KINDS = {
    "self_evaluation": "The school judges itself",
    "la_validation": "The council validates",
    "sia_judgement": "The adviser judges",
    "agreed": "Agreed category",
    "declared_context": "A challenge particular to the school",
}
VALIDATED = {"yes": "Validated", "partly": "Validated in part", "no": "Not validated"}
# Why people agree on another category than the data indicate.
REASONS = {
    "newer_evidence": "Newer evidence than the data hold",
    "small_numbers": "Few pupils, so that the figures say little",
    "known_error": "The data are known to be wrong",
    "seen_in_school": "What was seen in school",
    "inspection": "An inspection",
    "context": "The school's context",
    "other": "Another reason, given in the rationale",
}

# What became of support that one school was to give another.
SUPPORT_STATES = {"agreed": "Agreed, in hand", "completed": "Completed", "stopped": "Stopped early"}

# What a visit is for. All but the last are days of the school's tier; being there when Ofsted is, or when it
# keeps in touch, belongs to the universal offer (framework page 13).
VISIT_KINDS = {
    "validation": "Validation visit",
    "context_review": "Context-specific review",
    "action_review": "Review of actions",
    "support_meeting": "Support and Intervention Meeting",
    "board": "School improvement board",
    "ofsted": "Ofsted keep-in-touch or feedback",
}
VISIT_STATES = {
    "planned": "Planned",
    "booked": "Booked with the school",
    "completed": "Completed",
    "cancelled": "Cancelled",
}
# A visit that has not been held yet, and still may be.
VISIT_OPEN = ("planned", "booked")
