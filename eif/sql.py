"""In which order do the files of `sql/` run, under which names, and how safely is any database opened?

Each file holds one statement: a SELECT that becomes a relation of the file's name, or a CREATE MACRO.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any, Literal

import duckdb
import pyarrow as pa

from eif.config import ROOT

SQL = ROOT / "sql"

# Nothing here may fetch code from the network or read a Python variable as if it were a table.
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
}

# Later relations read earlier ones. A test holds this list against the folder.
ORDER: dict[str, tuple[str, ...]] = {
    "00_macro": (
        "period_start",
        "period_label",
        "year_within",
        "period_end",
        "period_before",
        "period_last_day",
        "lait_year",
        "lait_period",
        "release_rank",
        "z_prop",
        "z_mean",
        "wilson_lo",
        "wilson_hi",
        "poisson_pmf",
        "poisson_cdf",
        "poisson_low",
        "poisson_high",
        "pupil_gap",
        "p8_band",
        "band5",
        "quintile",
        "standing_band",
        "fifth_words",
        "relative_z",
        "school_phase",
        "school_type_group",
        "plain_name",
        "name_words",
        "figure",
        "difference",
        "against",
        "limit_proportion",
        "limit_mean",
    ),
    "15_screen": (
        "screened_year",
        "screened_school",
        "screened_figure",
        "register",
        "case_hidden",
        "case_columns",
        "case_set_aside",
        "case_home_council",
        "case_identity",
        "case_open",
        "case_name",
        "case_rows",
        "case_schools",
        "case_answers",
        "case_range",
        "case_scale",
        "case_counts",
        "case_groups",
        "case_dates",
        "case_suppressed",
        "case_small",
        "case_jump",
        "case_sign",
        "case_repeat",
    ),
    "20_core": (
        "la",
        "neighbour_set",
        "school_link",
        "school_chain",
        "school_seen",
        "school_context",
        "school_attribute",
        "school",
        "school_earlier",
        "school_event",
        "term_year",
        "observation",
        "similar_value",
        "similar_basis",
        "similar_place",
        "similar_computed",
        "similar_school",
        "school_fact",
        "la_measure",
        "benchmark",
        "inspection",
        "school_group",
        "governance_post",
    ),
    "30_compare": (
        "comparator_mean",
        "comparator",
        "hidden_figure",
        "comparison_value",
        "comparison_similar",
        "comparison_percentile",
        "comparison_rank",
        "comparison_series",
        "comparison_trend",
        "count_limit",
        "comparison_test",
        "comparison",
        "latest_result",
        "latest_streak",
        "returned_figure",
        "newest_period",
        "comparator_group",
        "group_mean",
        "la_position",
        "la_comparator_mean",
        "la_comparison",
    ),
    "35_screen": (
        "case_missing",
        "case_extra",
        "reconciliation",
        "case_reconcile",
    ),
    "40_rate": (
        "school_rule",
        "rule_limit",
        "standing_way",
        "latest_evidence",
        "rule_figure",
        "figure_gate",
        "rule_evidence",
        "signal_attendance",
        "signal_attainment",
        "signal_group_gap",
        "signal_return",
        "signal_unread",
        "signal_figure",
        "fact_evidence",
        "signal_fact",
        "judgement",
        "signal_judgement",
        "school_inspection",
        "inspection_hint",
        "signal_inspection",
        "statutory_step",
        "signal_statutory",
        "signal_across",
        "signal_both_high",
        "signal_headship",
        "signal_told",
        "signal_decided",
        "signal",
        "area_evidence",
        "area_coverage",
        "area_rating",
        "inspection_window",
        "visit_trigger",
        "embedded_test",
        "overall_rating",
    ),
    "45_casework": (
        "plan_kpi",
        "plan_state",
        "plan_todo",
        "offer_load",
        "measure_strength",
        "school_standing",
        "support_match",
        "ladder_now",
        "notice_due",
        "priority_now",
        "risk_evidence",
        "decision_made",
        "board_due",
        "school_term",
        "visit_day",
        "school_adviser",
        "school_tier",
        "school_days",
        "adviser_term",
        "tier_warning",
        "visit_warning",
        "casework_todo",
    ),
    "50_screen": (
        "screen_release",
        "screen_school",
        "screen_school_event",
        "screen_grid_cell",
        "screen_area",
        "screen_category",
        "headline_value",
        "screen_headline",
        "screen_headline_trend",
        "screen_figure",
        "screen_indicator",
        "screen_comparator",
        "screen_national_trend",
        "screen_signal",
        "screen_ladder_distance",
        "screen_ladder",
        "screen_sentence",
        "screen_descriptor",
        "screen_threshold",
        "screen_source",
        "screen_ledger",
        "screen_missing",
        "screen_expected",
        "screen_check",
        "screen_case",
        "screen_figure_source",
        "screen_area_source",
        "screen_comparator_member",
        "screen_similar_figure",
        "screen_measure_source",
        "screen_measure_member",
        "screen_inspection",
        "screen_inspection_hint",
        "screen_school_group",
        "screen_governance",
        "screen_return",
        "screen_return_dataset",
        "screen_fact",
        "screen_trend_subject",
        "screen_trend_source",
        "screen_trend",
        "screen_measure_trend",
        "screen_distribution",
        "screen_distribution_band",
        "screen_funnel",
        "screen_funnel_span",
        "screen_funnel_limit",
        "screen_funnel_count",
        "screen_rank",
        "screen_gap",
        "screen_worked_out",
        "screen_catalogue",
        "screen_school_gap",
        "screen_target_place",
        "screen_target",
        "screen_judgement",
        "screen_offer",
        "screen_support",
        "screen_match",
        "screen_todo",
        "screen_caseload",
        "screen_team",
        "screen_team_term",
        "screen_visit",
        "screen_visit_trigger",
        "screen_plan_action",
        "screen_contact",
    ),
    "60_effect": (
        "effect_figure",
        "effect_rating",
        "effect_school",
    ),
    "70_move": (
        "category_count",
        "moved_school",
        "moved_area",
        "moved_signal",
    ),
    "80_since": (
        "seen_school",
        "seen_figure",
        "seen_head",
        "seen_inspection",
        "seen_event",
        "seen_judgement",
        "seen_action",
        "changed_figure",
        "changed_head",
        "changed_inspection",
        "changed_event",
        "changed_judgement",
        "changed_action",
        "school_change",
        "school_moved",
        "unknown_heading",
    ),
}

# Asked for one school or one figure at a time: making them for all at once would take most of a snapshot's
# building.
ALWAYS_VIEWS = frozenset(
    {
        "signal",
        "risk_evidence",
        "screen_figure",
        "screen_indicator",
        "screen_figure_source",
        "screen_area_source",
        "screen_comparator_member",
        "screen_similar_figure",
        "screen_measure_source",
        "screen_measure_member",
        "screen_ladder_distance",
        "screen_ladder",
        "screen_sentence",
        "screen_trend_subject",
        "screen_trend_source",
        "screen_trend",
        "screen_measure_trend",
        "screen_distribution",
        "screen_distribution_band",
        "screen_funnel",
        "screen_funnel_span",
        "screen_funnel_limit",
        "screen_funnel_count",
        "screen_rank",
        "screen_gap",
        "screen_worked_out",
        "screen_school_gap",
        "screen_catalogue",
        "screen_target_place",
        "screen_target",
        "screen_signal",
        "school_standing",
        "support_match",
        "screen_match",
        "screen_offer",
        "screen_support",
        "casework_todo",
        "screen_todo",
        "screen_visit",
        "screen_visit_trigger",
        "adviser_term",
        "screen_team",
        "screen_team_term",
        "screen_plan_action",
        "screen_contact",
    }
)


# Views whose rows a snapshot keeps once it is first asked for any: nothing of a rebuild, and soon read after.
ON_FIRST_USE = frozenset(
    {
        "screen_ladder",
        "screen_sentence",
        "screen_catalogue",
        "screen_target_place",
        "screen_target",
        "screen_team",
        "screen_team_term",
    }
)

# Screens of the release alone, which no framework and no rating changes: made once for all that look at it.
OF_RELEASE = frozenset(
    {
        "screen_school_event",
        "headline_value",
        "screen_headline",
        "screen_headline_trend",
        "screen_comparator",
        "screen_national_trend",
        "screen_source",
        "screen_ledger",
        "screen_missing",
        "screen_expected",
        "screen_check",
        "screen_case",
        "screen_figure_source",
        "screen_area_source",
        "screen_comparator_member",
        "screen_similar_figure",
        "screen_measure_source",
        "screen_measure_member",
        "screen_school_group",
        "screen_governance",
        "screen_return",
        "screen_return_dataset",
        "screen_fact",
        "screen_trend_source",
        "screen_trend",
        "screen_measure_trend",
        "screen_funnel",
        "screen_funnel_span",
        "screen_funnel_limit",
        "screen_funnel_count",
        "screen_rank",
        "screen_gap",
        "screen_school_gap",
    }
)


# Relations of which each row follows from one rule of the framework: made for a few rules, they hold the same
# rows of those. One whose statement names kinds or tests of rules answers no others. The rest of 40_rate
# either holds no rules, or reads what several of them say.
RULE_BY_RULE = frozenset(
    {
        "rule_limit",
        "figure_gate",
        "rule_evidence",
        "signal_attendance",
        "signal_attainment",
        "signal_group_gap",
        "signal_return",
        "signal_unread",
        "signal_figure",
        "fact_evidence",
        "signal_fact",
        "signal_judgement",
        "signal_inspection",
        "signal_statutory",
        "signal_both_high",
        "signal_told",
    }
)
ACROSS_RULES = frozenset({"signal_across", "signal_headship"})
# Of RULE_BY_RULE, those that hold a row for each figure of their tests that may be rated, and no others.
OF_RATED_FIGURES = frozenset({"signal_attendance", "signal_attainment", "signal_group_gap", "signal_return"})
# Relations of which each row follows from the signals of one area.
AREA_BY_AREA = frozenset({"area_evidence", "area_coverage", "area_rating"})


# The layers that are made of a release for everybody who looks at it.
RATED = ("40_rate", "45_casework", "50_screen")


def statement(layer: str, name: str) -> str:
    """The text of `sql/<layer>/<name>.sql`."""
    return (SQL / layer / f"{name}.sql").read_text(encoding="utf-8")


def create_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Create every macro of `sql/00_macro` in the connection's current catalogue."""
    for name in ORDER["00_macro"]:
        con.execute(statement("00_macro", name))


def insert_rows(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence[Any]]) -> None:
    """Append rows, whose cells are in the order of the table's columns; `table` is a name from this code.

    Row by row DuckDB takes a millisecond for each, and reference lists have thousands.
    """
    if not rows:
        return
    columns = [list(column) for column in zip(*rows, strict=True)]
    con.register("given_rows", pa.table(columns, names=[str(number) for number in range(len(columns))]))
    try:
        con.execute(f"insert into {table} select * from given_rows")  # noqa: S608
    finally:
        con.unregister("given_rows")


def build(
    con: duckdb.DuckDBPyConnection,
    layer: str,
    as_: Literal["table", "view"] = "table",
    *,
    only: Collection[str] | None = None,
) -> None:
    """Create each relation of `layer`, in order, as a table or a view of the file's name.

    `only` those named, where any are.
    """
    for name in ORDER[layer]:
        if only is not None and name not in only:
            continue
        kind = "view" if name in ALWAYS_VIEWS else as_
        # The name and the statement both come from this repository's files, never from input.
        con.execute(f"create or replace {kind} {name} as {statement(layer, name)}")


@cache
def reads(layer: str, name: str) -> frozenset[str]:
    """Which relations, and steps of its own, the statement of a relation reads from."""
    return read_by(statement(layer, name))


def read_by(text: str) -> frozenset[str]:
    """Which relations, and steps of its own, a statement reads from."""
    return frozenset(re.findall(r"\b(?:from|join)\s+(\w+)", re.sub(r"--.*", "", text)))


@cache
def answers(layer: str, name: str) -> frozenset[str]:
    """Which kinds and tests of rules the statement of a relation asks for; none where it takes any."""
    text = re.sub(r"--.*", "", statement(layer, name))
    asked = re.findall(r"\b(?:kind|test)\s+(?:=\s+('\w+')|in\s+\(([^)]*)\))", text)
    return frozenset(re.findall(r"'(\w+)'", str(asked)))


def before(layers: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Of these relations, each with its layer, which ones go before each: those that its statement reads."""
    return {name: reads(layer, name).intersection(layers) for name, layer in layers.items()}


def following(changed: Collection[str]) -> frozenset[str]:
    """The relations of RATED that come out otherwise when those named change."""
    known = set(changed)
    for layer in RATED:
        for name in ORDER[layer]:
            if reads(layer, name) & known:
                known.add(name)
    return frozenset(known) - set(changed)
