"""Which tables does a release hold?"""

from __future__ import annotations

# Relation in the release, relation in the scratch database, sort order (a scan then reads only the part it
# needs).
RELEASE_TABLES: tuple[tuple[str, str, str], ...] = (
    ("setting", "setting", "key"),
    ("source_file", "source_file", "ord"),
    ("extract", "staged_extract", "extract_id"),
    ("cell_ledger", "cell_ledger", "extract_id, column_name, missing_code"),
    ("missing_code", "missing_code", "extract_id, code"),
    ("rejected_row", "rejected_row", "extract_id, source_row"),
    ("screening", "screening", "extract_id, ord"),
    ("screening_case", "screening_case", "extract_id, check_id, case_no"),
    (
        "reconciliation",
        "reconciliation",
        "indicator, period, la_code, pupil_group, phase, extract_id, basis, published_in",
    ),
    ("left_out_row", "left_out_row", "extract_id, column_name, text"),
    ("indicator", "indicator", "indicator"),
    ("catalogue", "catalogue", "indicator"),
    ("catalogue_place", "catalogue_place", "indicator, ord"),
    ("indicator_break", "indicator_break", "indicator, period"),
    ("indicator_gap", "indicator_gap", "indicator, period"),
    ("pupil_group", "pupil_group", "ord"),
    ("headline", "headline", "ord"),
    ("expected", "expected", "ord"),
    ("la_measure_map", "la_measure_map", "measure"),
    ("la", "la", "la_code"),
    ("neighbour_set", "neighbour_set", "set_id, la_code, position"),
    ("school", "school", "la_code, urn"),
    ("school_link", "school_link", "urn, link_urn, link_type"),
    ("school_event", "school_event", "urn, day, event, other_urn, words"),
    ("similar_school", "similar_school", "urn, purpose, reach, method, position, similar_urn"),
    ("similar_value", "similar_value", "urn, phase, item"),
    ("school_group", "school_group", "urn, group_uid, joined_on"),
    ("governance_post", "governance_post", "urn, group_uid, role, appointed_on, source_row"),
    ("inspection_regime", "inspection_regime", "ord"),
    ("inspection", "inspection", "urn, inspection_date, kind, ord, graded_on"),
    ("dataset", "dataset", "ord"),
    ("dataset_item", "dataset_item", "dataset, item_no"),
    ("dataset_due", "dataset_due", "dataset, by_month, by_day"),
    ("school_fact", "school_fact", "urn, dataset, period, extract_id, source_row, item_no"),
    ("observation", "observation", "indicator, period, la_code, urn, pupil_group, extract_id, source_row"),
    ("benchmark", "benchmark", "indicator, period, area_type, area_code, pupil_group, phase, extract_id"),
    ("comparator_mean", "comparator_mean", "set_id, indicator, period, pupil_group, phase"),
    ("comparator", "comparator", "indicator, period, pupil_group, phase"),
    ("hidden_figure", "hidden_figure", "urn, indicator, pupil_group, period"),
    ("comparison", "comparison", "period desc, indicator, urn, pupil_group"),
    ("latest_result", "latest_result", "indicator, pupil_group, urn"),
    ("latest_streak", "latest_streak", "indicator, pupil_group, urn"),
    ("returned_figure", "returned_figure", "indicator, pupil_group, urn"),
    ("newest_period", "newest_period", "school_id, indicator, pupil_group"),
    ("comparator_group", "comparator_group", "kind, group_id, urn"),
    ("group_mean", "group_mean", "indicator, phase, group_id, pupil_group, period"),
    ("la_comparison", "la_comparison", "measure, period, la_code"),
    ("la_comparator_mean", "la_comparator_mean", "measure, la_code, set_id, period"),
)

# Sorted and written one indicator at a time: the rows of a national load need not fit into memory.
LARGEST = "observation"
