"""Is the framework of February 2026 complete, and is one that does not hold together refused by name?"""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest

from eif.extracts.dataset_tables import load_datasets
from eif.framework import FOLDER, FrameworkError, check_framework, list_versions, load_framework
from eif.framework.document import HOW, PAGE, describe_framework
from eif.framework.read import read_framework
from eif.framework.tables import TABLES, TESTS
from eif.reference import load_reference
from eif.sql import ORDER, SQL

VERSION = "2026-02"
# Descriptors by area and level, counted in the framework's own tables.
DESCRIPTORS = {
    "quality_of_education": (6, 6, 6, 6),
    "leadership": (7, 10, 6, 3),
    "inclusion": (7, 6, 4, 5),
    "attendance": (6, 3, 5, 4),
    "attainment": (2, 3, 2, 3),
    "safeguarding": (1, 1, 1, 1),
    "finance": (1, 2, 4, 1),
}


@pytest.fixture
def copy(tmp_path) -> Path:
    """A copy of the version that a test may spoil."""
    return shutil.copytree(FOLDER / VERSION, tmp_path / VERSION)


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_version_in_the_repository_loads(con):
    load_framework(con, VERSION)

    assert VERSION in list_versions()
    assert con.execute("select version from framework").fetchall() == [(VERSION,)]
    for table in TABLES:
        with (FOLDER / VERSION / table.file).open(encoding="utf-8", newline="") as handle:
            rows = sum(1 for _ in csv.DictReader(handle))
        assert con.execute(f"select count(*) from {table.name}").fetchone() == (rows,)


def test_every_descriptor_of_the_framework_has_a_handle(con):
    load_framework(con, VERSION)

    found = con.execute("""
        select
            area,
            count(*) filter (where level = 'established'),
            count(*) filter (where level = 'developing'),
            count(*) filter (where level = 'causing_concern'),
            count(*) filter (where level = 'embedded'),
        from descriptor
        group by area
    """).fetchall()
    assert {area: tuple(counts) for area, *counts in found} == DESCRIPTORS


def test_handles_are_short_and_each_is_said_once(con):
    load_framework(con, VERSION)

    assert con.execute("select handle from descriptor where length(handle) > 100").fetchall() == []
    assert con.execute("select count(*) - count(distinct handle) from descriptor").fetchone() == (0,)


def test_tiers_and_days_are_those_of_the_framework(con):
    load_framework(con, VERSION)

    assert con.execute("select category, tier, days, extra_days from tier order by ord").fetchall() == [
        ("Causing Concern", 3, 6.0, 0.0),
        ("Developing", 2, 3.0, 0.0),
        ("Established", 1, 1.0, 0.5),
        ("Embedded", 1, 1.0, 0.5),
        ("Not enough evidence", None, None, None),
    ]
    assert con.execute("select count(*), max(extra_days) from tier_trigger").fetchone() == (5, 0.5)


def test_every_threshold_says_that_it_is_proposed_by_whom_and_why(con):
    load_framework(con, VERSION)

    assert con.execute("""
        select count(*) from threshold
        where status <> 'proposed' or length(set_by) < 10 or length(reason) < 10
    """).fetchone() == (0,)


def test_rules_read_indicators_that_exist(con):
    load_reference(con)
    load_framework(con, VERSION)

    unknown = con.execute("""
        select distinct indicator from rule
        where indicator is not null and indicator not in (select indicator from indicator)
        order by indicator
    """).fetchall()
    assert unknown == []


def test_indicators_cite_descriptors_that_exist(con):
    load_reference(con)
    load_framework(con, VERSION)

    assert (
        con.execute("""
        select indicator, descriptor from indicator
        where descriptor is not null and descriptor not in (select descriptor from descriptor)
    """).fetchall()
        == []
    )


def test_every_test_is_answered_in_sql_and_has_a_rule(con):
    load_framework(con, VERSION)
    text = "".join((SQL / "40_rate" / f"{name}.sql").read_text(encoding="utf-8") for name in ORDER["40_rate"])

    assert {test for (test,) in con.execute("select distinct test from rule").fetchall()} == set(TESTS)
    assert [test for test in TESTS if f"'{test}'" not in text] == []


def test_no_threshold_stands_in_the_rating_sql():
    # 0 to 3 are levels and steps of years, 7 closes a matter on the ladder, 8 and 31 end a school year,
    # 100 turns a share into percent.
    allowed = {"0", "1", "2", "3", "7", "8", "31", "100"}
    found = {}
    for name in ORDER["40_rate"]:
        statement = (SQL / "40_rate" / f"{name}.sql").read_text(encoding="utf-8")
        code = re.sub(r"--[^\n]*|'[^']*'", "", statement)
        extra = set(re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?!\w)", code)) - allowed
        if extra:
            found[name] = extra
    assert found == {}


def test_an_unknown_version_names_those_there_are(con):
    with pytest.raises(FrameworkError, match=r"no framework version '1999-01'.*2026-02"):
        load_framework(con, "1999-01")


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("descriptors.csv", "4.E1,attendance,", "4.E1,atendance,", "area 'atendance' is not in areas.csv"),
        ("descriptors.csv", ",established,1,", ",excellent,1,", "level 'excellent' is not known"),
        ("rules.csv", ",4.D1,", ",4.D9,", "cites descriptor '4.D9', which is not in descriptors.csv"),
        ("rules.csv", ",4.E1,4.D1,", ",4.D1,4.D1,", "cites 4.D1 as established of attendance"),
        ("rules.csv", ",4.E1,4.D1,,absence above national,", ",4.E1,,,,", "cites no descriptor of concern"),
        ("rules.csv", "absence above national,", ",", "go together"),
        ("rules.csv", ",yes,no,above_national,", ",yes,no,guess,", "test 'guess' is not known"),
        ("rules.csv", ",yes,no,above_national,", ",perhaps,no,above_national,", "Write yes or no"),
        (
            "thresholds.csv",
            "rule,attendance_absence_national,",
            "rule,attendance_gone,",
            "which is not in rules.csv",
        ),
        ("thresholds.csv", "primary,margin,0.5,", "primary,margin,half,", "Write a number"),
        ("thresholds.csv", "special,margin,1.0,", "secondary,margin,1.0,", "is given twice"),
        ("thresholds.csv", "all,max_age,24,", "primary,max_years,24,", "scope 'every rule' lacks max_age"),
        ("thresholds.csv", "all,min_areas,5,", "all,most_areas,5,", "scope 'overall' lacks min_areas"),
        ("thresholds.csv", ",2026-02-01", ",February", "Write a date"),
        (
            "thresholds.csv",
            "threshold_id,scope,",
            "threshold_id,range,",
            "lacks scope and has an unknown column range",
        ),
        ("area_rules.csv", "finance,2,1,", "attainment,2,1,", "area attainment is given twice"),
        ("tiers.csv", "Not enough evidence,5", "Embedded,5", "category Embedded is given twice"),
        ("triggers.csv", "attainment_trend_ks2;", "attainment_gone;", "names rule 'attainment_gone'"),
        (
            "thresholds.csv",
            "max_age,24,months",
            "max_age,0,months",
            "every_rule.max_age is 0. A max age is from",
        ),
        ("thresholds.csv", "high_share,80,", "high_share,180,", "confidence.high_share is 180"),
        ("thresholds.csv", "area.expected_share,area,", "area.expected_share,overall,", "scope 'area' lacks"),
        (
            "choices.csv",
            "standing,bands",
            "standing,deciles",
            "choices.csv: standing is 'deciles'. Use one of: bands, quintiles",
        ),
        ("choices.csv", "standing,bands", "seating,bands", "line 2: choice 'seating' is not known"),
        ("answers.csv", "oag_status,little,2", "oag_status,little,3", "level 3 is not 0, 1, 2 or empty"),
        (
            "answers.csv",
            "inclusion_guidance,oag_status,little",
            "inclusion_gone,oag_status,little",
            "no such rule",
        ),
        ("answers.csv", "oag_status,little,", "oag_state,little,", "the rule does not read 'oag_state'"),
        ("answers.csv", "pp_published,No,1", "pp_published,No,2", "cites no causing_concern descriptor"),
        ("rules.csv", ",fact,,all,oag_status,", ",fact,,all,,", "reads a fact and names none. Fill in items"),
        ("rules.csv", ",judgement,,all,", ",judgement,abs_overall,all,", "so it has no indicator"),
        ("triggers.csv", "0.5,inspection_window,", "0.5,rules,", "test 'rules' and the rules go together"),
        ("framework.toml", 'version = "2026-02"', 'version = "2027-02"', "Make them the same"),
        ("framework.toml", "title =", "name =", "lacks title"),
        ("areas.csv", "attendance,4,", "attendance,four,", "Write a whole number"),
        ("areas.csv", "inclusion,3,", "inclusion,,", "ord is empty"),
    ],
)
def test_a_version_that_does_not_hold_together_is_refused_in_words(con, copy, file, old, new, said):
    spoil(copy / file, old, new)

    with pytest.raises(FrameworkError, match=re.escape(said)):
        load_framework(con, VERSION, copy.parent)
    assert con.execute("select count(*) from duckdb_tables()").fetchone() == (0,)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "rules.csv",
            ",abs_overall,",
            ",abs_overal,",
            "reads indicator 'abs_overal', which data/reference does not",
        ),
        ("rules.csv", "staff_abs_days;", "staff_absent;", "reads indicator 'staff_absent'"),
        ("rules.csv", "ht_arrangement;", "ht_arranged;", "reads item 'ht_arranged', which no return"),
        ("answers.csv", "oag_status,little,", "oag_status,scant,", "oag_status is never answered 'scant'"),
    ],
)
def test_a_rule_that_reads_what_nobody_gives_is_refused(con, copy, file, old, new, said):
    load_reference(con)
    load_datasets(con)
    spoil(copy / file, old, new)

    with pytest.raises(FrameworkError, match=re.escape(said)):
        load_framework(con, VERSION, copy.parent)


def test_a_warning_of_a_rule_that_is_not_there_is_refused(con, copy):
    spoil(copy / "warnings.csv", "leadership_headship,1", "leadership_head,1")
    with pytest.raises(FrameworkError, match=r"warnings.csv: rule 'leadership_head' is not in rules.csv"):
        load_framework(con, VERSION, copy.parent)


@pytest.mark.parametrize(
    ("ends", "begins", "said"),
    [
        ("2027-02-01", "2027-02-01", "both hold on 2027-02-01"),
        (None, "2026-02-01", "both hold on 2026-02-01"),
        ("2026-01-31", "2027-02-01", "valid_to 2026-01-31 is before valid_from 2026-02-01"),
        ("2027-01-31", "2027-02-01", None),
        (None, "2027-02-01", None),
    ],
)
def test_two_versions_do_not_hold_on_the_same_day(con, copy, ends, begins, said):
    later = shutil.copytree(copy, copy.parent / "2027-02")
    spoil(later / "framework.toml", 'version = "2026-02"', 'version = "2027-02"')
    spoil(later / "framework.toml", "valid_from = 2026-02-01", f"valid_from = {begins}")
    if ends:
        spoil(copy / "framework.toml", "valid_from =", f"valid_to = {ends}\nvalid_from =")
    if said is None:
        load_framework(con, VERSION, copy.parent)
        return
    with pytest.raises(FrameworkError, match=re.escape(said)):
        load_framework(con, VERSION, copy.parent)


def test_a_rule_that_loses_the_threshold_it_needs_is_refused(con, copy):
    path = copy / "thresholds.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("attendance_absence_national.margin.special")]
    path.write_text("\n".join(kept), encoding="utf-8")

    with pytest.raises(
        FrameworkError, match="attendance_absence_national needs threshold 'margin' for special"
    ):
        load_framework(con, VERSION, copy.parent)


def test_a_missing_file_is_named(con, copy):
    (copy / "rules.csv").unlink()

    with pytest.raises(FrameworkError, match=r"rules\.csv is missing"):
        load_framework(con, VERSION, copy.parent)


def test_a_version_without_choices_tells_in_the_usual_ways(con, copy):
    (copy / "choices.csv").unlink()

    load_framework(con, VERSION, copy.parent)

    assert con.execute("select choice, word from choice").fetchall() == [("standing", "bands")]


def test_a_choice_that_is_not_made_is_asked_for():
    framework = read_framework(FOLDER / VERSION)
    framework.rows["choice"].clear()

    with pytest.raises(FrameworkError, match=r"choices\.csv has no row for standing"):
        check_framework(framework)


def test_a_file_saved_by_excel_with_a_byte_order_mark_loads(con, copy):
    path = copy / "areas.csv"
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")

    load_framework(con, VERSION, copy.parent)

    assert con.execute("select count(*) from area").fetchone() == (7,)


def test_the_page_of_rules_is_written_from_the_data_and_explains_every_test():
    assert PAGE.read_text(encoding="utf-8") == describe_framework(read_framework(FOLDER / VERSION)), (
        "run python -m eif.framework.document"
    )
    assert set(HOW) == set(TESTS)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"indicator": ""}, "needs an indicator and a comparator, or says in unmeasured why not"),
        ({"comparator": ""}, "needs an indicator and a comparator"),
        ({"unmeasured": "gone"}, "is unmeasured and names an indicator or a comparator"),
        ({"comparator": "number"}, "comparator 'number' and a number go together"),
        ({"number": "60"}, "comparator 'number' and a number go together"),
        ({"allowed_gap": "-1"}, "allowed_gap is -1. Write 0 or more"),
        ({"comparator": "city"}, "measures the city against itself"),
        ({"comparator": "national others"}, "all pupils have no others"),
        ({"status": "agreed", "due": ""}, "is agreed and has no date"),
        ({"comparator": "the moon"}, "the moon"),
        ({"due": "soon"}, "soon"),
    ],
)
def test_a_target_that_cannot_be_measured_is_refused_by_name(con, copy, changes, message):
    path = copy / "targets.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    (row,) = (row for row in rows if row["target_id"] == "h70_ks2")
    row.update(changes)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(row))
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(FrameworkError) as refused:
        load_framework(con, copy.name, copy.parent)
    assert message in str(refused.value)
    assert "targets.csv" in str(refused.value)


def test_targets_name_indicators_and_groups_that_exist_and_none_is_the_councils(con):
    load_reference(con)
    load_framework(con, VERSION)
    unknown = con.execute("""
        select target_id from target
        where indicator is not null and indicator not in (select indicator from indicator)
            or pupil_group not in (select pupil_group from pupil_group)
    """).fetchall()
    assert unknown == []
    assert con.execute("select distinct status from target").fetchall() == [("historic",)]
