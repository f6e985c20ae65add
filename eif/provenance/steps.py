"""Which SQL made a figure, from the cell of a file to the screen?"""

from __future__ import annotations

from dataclasses import dataclass

from eif.sql import statement

# The files of sql/ that a figure passes through, by what kind of figure it is, in order.
ROUTES: dict[str, tuple[str, ...]] = {
    "school": (
        "10_stage/cell_read",
        "10_stage/staged_value",
        "20_core/observation",
        "30_compare/comparison_value",
        "50_screen/screen_figure",
    ),
    "council": (
        "10_stage/fact_read",
        "10_stage/fact_figure",
        "10_stage/staged_value",
        "20_core/observation",
        "30_compare/comparison_value",
        "50_screen/screen_figure",
    ),
    "terms": (
        "10_stage/cell_read",
        "10_stage/staged_value",
        "20_core/term_year",
        "20_core/observation",
        "20_core/benchmark",
    ),
    "rank": ("20_core/observation", "30_compare/comparison_value", "30_compare/comparison_rank"),
    "similar": (
        "20_core/similar_basis",
        "20_core/similar_place",
        "20_core/similar_computed",
        "20_core/similar_school",
        "20_core/observation",
        "30_compare/comparison_similar",
    ),
    "percentile": ("20_core/observation", "30_compare/comparison_percentile"),
    "area": (
        "10_stage/cell_read",
        "10_stage/staged_value",
        "20_core/benchmark",
        "30_compare/comparator",
    ),
    "mean": (
        "20_core/neighbour_set",
        "20_core/benchmark",
        "30_compare/comparator_mean",
        "30_compare/comparator",
    ),
    "measure": (
        "10_stage/staged_la_value",
        "20_core/la_measure",
        "30_compare/la_position",
        "30_compare/la_comparison",
        "50_screen/headline_value",
    ),
    "measure mean": ("20_core/neighbour_set", "30_compare/la_comparison", "50_screen/headline_value"),
    "rule": ("40_rate/rule_limit", "40_rate/rule_evidence", "40_rate/signal"),
    "measure rank": ("10_stage/staged_la_value", "30_compare/la_position"),
}


@dataclass(frozen=True)
class Step:
    """One statement: the path of its file under `sql/`, without the ending, and its text."""

    path: str
    text: str


def steps(kind: str) -> tuple[Step, ...]:
    """The statements that made a figure of this kind, a key of ROUTES."""
    return tuple(Step(path, statement(*path.split("/"))) for path in ROUTES[kind])
