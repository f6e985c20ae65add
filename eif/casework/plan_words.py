"""Which words may stand in a support plan, and what does each mean?

The framework asks for key performance indicators, timescales and a termly review of actions, and leaves open
how progress is told (pages 3 and 13); these definitions are the product's own, proposed to the council.
"""

from __future__ import annotations

PLAN_STATES = {"open": "Open", "paused": "Paused", "closed": "Closed"}
CLOSING_REASONS = {
    "exit_met": "The exit criteria are met",
    "category_changed": "The agreed category changed",
    "replaced": "Replaced by another plan",
    "school_closed": "The school closed",
    "ended_early": "Ended before its aims were met",
}

NOT_TOLD = "not_told"
# How an action goes, with what has to be true of it.
PROGRESS = {
    "red": "Red",
    "amber": "Amber",
    "green": "Green",
}
DEFINITIONS = {
    "red": "Off track: it will not be done by its day, or has no effect, unless something changes. "
    "Say what has to change and who decides.",
    "amber": "At risk: late or uncertain, and those responsible have agreed how to put it right. "
    "Say what they will do and by when.",
    "green": "On track: done, or to be done by its day with what it has. Say what shows it.",
}
ENDINGS = {
    "done": "Done",
    "replaced": "Replaced by another action",
    "not_needed": "No longer needed",
    "not_done": "Not done",
}

PACES = {
    "as_planned": "As planned",
    "slow": "Too slow",
    "stalled": "Stalled",
}
