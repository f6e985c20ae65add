"""Is the catalogue whole, and does it say of every indicator what is true of the files that are read?"""

from __future__ import annotations

import csv
import re

import pytest

from eif.config import ROOT
from eif.extracts import load_layouts
from eif.extracts.dataset_tables import load_datasets
from eif.reference import FOLDER, ReferenceDataError, load_reference, read_indicator
from eif.reference.document import AREAS, PAGE, describe_catalogue
from eif.reference.entry import is_observed
from eif.warehouse.tables import RELEASE_TABLES

FILES = sorted((FOLDER / "indicators").glob("*.toml"))
STATUS = (FOLDER / "indicators" / "fwn_in_force.toml").read_text(encoding="utf-8")

# Domain rules 1a to 1c, in their order. Where the rules name two statuses in one breath, both are here.
IN_THE_RULES = """
eyfs_gld phon_y1 phon_y2 ks1_read_exp ks1_writ_exp ks1_math_exp mtc_full mtc_aps ks2_rwm_exp ks2_rwm_high
ks2_read_exp ks2_writ_exp ks2_math_exp ks2_gps_exp ks2_read_high ks2_writ_high ks2_math_high ks2_gps_high
ks2_read_ss ks2_math_ss ks2_gps_ss ks2_prog_r ks2_prog_w ks2_prog_m ks4_a8 ks4_em5 ks4_em4 ks4_p8
ks4_ebacc_aps ks4_ebacc_entry ks4_dest_sust ks4_dest_notsust ks5_alev_aps ks5_agq_aps ks5_tech_aps
ks5_va_alev gap_dis gap_sen_sup gap_ehcp gap_eal gap_sex gap_eth eth_ks2_rwm eth_ks4_a8 abs_overall
abs_pa10 abs_sa50 abs_inyear abs_abie abs_dis abs_sen abs_ehcp abs_cla abs_cin susp_rate susp_1plus
pex_rate susp_sen_sup susp_ehcp susp_dis susp_eth susp_10plus_days pttt_n pttt_per1000 pttt_median_wks
pttt_overdue_review pttt_sen_share offroll_unexpl cme_n ehe_moves managed_moves ofs_qe ofs_curr ofs_ach
ofs_eyfs ofs_post16 sia_qe_judgement sef_validated subject_review_n ptr_qual unqualified_pct
specialist_gaps ofs_lm ofs_lg ofs_category rise_stuck rise_targeted ht_tenure_m ht_interim ht_vacant
ht_new_to_headship gov_vac_pct gov_vac_max_months gb_inquorate_12m chair_tenure_m gov_training_pct
comp_justified_per100 comp_total_per100 comp_stage_overdue staff_abs_days teach_vac_rate teach_turnover
supply_pct_spend exit_grievances parent_view_recommend_pct parent_view_safe_pct parent_view_behaviour_pct
parent_view_send_pct parent_view_n website_compliance_fail_n la_engagement oag_status sen_sup_pct
ehcp_pct sen_unidentified_flag ehc_ar_on_time_pct ehc_advice_6wk_pct pp_strategy_status
provision_map_status pep_complete_pct pep_quality_good_pct cla_n ap_pupils_n ap_unregistered_n
ap_attendance ofs_safeg s175_submitted s175_date s175_open_red_actions s175_validated sg_review_outcome
ofsted_safeg_complaints_n lado_systemic_flag scr_central_record_check dsl_training_in_date fin_close_bal
fin_close_pct_income fin_inyear_pct fin_deficit_yrs fin_forecast_pct fin_budget_submitted
fin_monitor_late_n fin_recovery_plan licensed_deficit sfvs_submitted audit_opinion staff_cost_pct
fbit_rag_red_n fbit_rag_amber_n roll_change_3y capacity_pct letter_of_concern fwn_in_force ieb
delegation_suspended academy_order sib_in_place roll school_phase school_type fsm6_pct idaci eal_pct
mobility_pct stability_pct trust
"""


@pytest.fixture(scope="module")
def entries():
    return {path.stem: read_indicator(path) for path in FILES}


def test_every_indicator_of_the_rules_has_its_entry(entries):
    assert sorted(set(IN_THE_RULES.split()) - set(entries)) == []


def test_a_status_without_its_place_or_a_reason_is_refused(tmp_path):
    start, end = STATUS.index("found_in"), STATUS.index("next_review")
    path = tmp_path / "fwn_in_force.toml"
    path.write_text(STATUS[:start] + STATUS[end:])
    with pytest.raises(
        ReferenceDataError, match=r"fwn_in_force\.toml: say where it is found in found_in, or"
    ):
        read_indicator(path)
    path.write_text(f'{STATUS[:start]}unread = "No file is at hand."\n{STATUS[end:]}')
    assert read_indicator(path)["unread"] == "No file is at hand."


def test_a_status_has_no_unit_and_a_figure_must_have_one(tmp_path):
    path = tmp_path / "fwn_in_force.toml"
    path.write_text(STATUS.replace('kind = "status"', 'kind = "status"\nunit = "percent"'))
    with pytest.raises(ReferenceDataError, match="unknown keys: unit"):
        read_indicator(path)
    path.write_text(STATUS.replace('kind = "status"', 'kind = "rate"'))
    with pytest.raises(ReferenceDataError, match="has no unit"):
        read_indicator(path)


def test_what_layouts_carry_is_exactly_what_is_marked_as_read(entries):
    # Values by which DfE finds similar schools keep DfE's own names, and LAIT's measures theirs.
    own_names = ("similar_values", "lait_values")
    carried = {
        each.indicator
        for layout in load_layouts()
        if not layout.id.startswith(own_names)
        for each in layout.mapped
    }
    with (FOLDER / "la_measure_map.csv").open(encoding="utf-8", newline="") as handle:
        carried |= {row["indicator"] for row in csv.DictReader(handle)}
    assert {name for name, given in entries.items() if is_observed(given)} == carried


def test_every_place_that_an_entry_names_is_there(entries, con):
    load_reference(con)
    load_datasets(con)
    items = set(con.execute("select dataset, item from dataset_item").fetchall())
    choices = {
        (layout.id, column.item): column.choices
        for layout in load_layouts()
        if layout.dataset
        for column in layout.dataset.columns
    }
    judgements = set(con.execute("select kind, judgement from inspection_judgement").fetchall())
    groups = {name for (name,) in con.execute("select pupil_group from pupil_group").fetchall()}
    tables = {name for name, _, _ in RELEASE_TABLES} | {
        path.stem for path in (ROOT / "sql" / "50_screen").glob("*.sql")
    }
    places = con.execute("select indicator, kind, name, part, value from catalogue_place").fetchall()
    assert places
    for entry, kind, name, part, value in places:
        there = {
            "fact": (name, part) in items,
            "answer": value in choices.get((name, part), ()),
            "inspection": (name, part) in judgements,
            "figure": name in entries and is_observed(entries[name]) and part in groups,
            "measure": bool(name),
            "column": name in tables,
        }[kind]
        assert there, (entry, kind, name, part)


def test_every_descriptor_that_an_entry_names_is_one_of_the_framework(entries):
    with (ROOT / "data/framework/2026-02/descriptors.csv").open(encoding="utf-8", newline="") as handle:
        known = {row["descriptor"] for row in csv.DictReader(handle)}
    named = {each for given in entries.values() for each in given.get("descriptors", [])}
    assert named
    assert named <= known


def test_a_figure_is_not_expected_before_it_began_or_in_a_year_that_is_left_out(entries):
    for name, given in entries.items():
        years = re.compile(r"\d{4}/\d\d")
        first, last = given["first_period"], given["last_period"]
        gaps = [row["period"] for row in given.get("gap", [])]
        assert first not in gaps, name
        if years.fullmatch(first) and years.fullmatch(last):
            assert first <= last, name


def test_every_area_has_its_section_and_no_entry_is_left_out(entries):
    assert {given["area"] for given in entries.values()} == set(AREAS)
    page = describe_catalogue()
    assert page.count("\n### ") == len(entries)
    for name in entries:
        assert f"\n`{name}`: *" in page


def test_the_page_says_what_the_files_say():
    written = PAGE.read_text(encoding="utf-8")
    assert written == describe_catalogue(), "run `python -m eif.reference.document`"
