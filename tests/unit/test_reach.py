"""Which rules does a moved number reach?"""

from __future__ import annotations

import pytest

from eif.framework import Framework
from eif.framework.tables import OF_KINDS
from eif.simulate import changed, levers
from eif.simulate.reach import reach_of
from eif.snapshot import Snapshot


@pytest.fixture
def rules(demo_snapshot: Snapshot) -> Framework:
    return demo_snapshot.rules


def moved(rules: Framework, lever_id: str) -> Framework:
    lever = levers(rules)[lever_id]
    return changed(rules, [lever.moved(lever.high if lever.value != lever.high else lever.low)])


def of_test(rules: Framework, *tests: str) -> set[str]:
    return {row["rule_id"] for row in rules.rows["rule"] if row["test"] in tests}


def test_a_rules_own_threshold_reaches_that_rule_alone(rules: Framework) -> None:
    reach = reach_of(rules, moved(rules, "attendance_persistent_rising.rise"))
    assert reach is not None
    assert (reach.rules, reach.gates, reach.gated) == ({"attendance_persistent_rising"}, False, frozenset())


def test_a_rule_of_leadership_reaches_who_reads_whether_its_area_is_of_concern(rules: Framework) -> None:
    reach = reach_of(rules, moved(rules, "leadership_longest_vacancy.limit"))
    assert reach is not None
    assert reach.rules == {"leadership_longest_vacancy"} | of_test(rules, "headship")


def test_significance_reaches_the_tests_that_name_it_and_the_count_of_headlines(rules: Framework) -> None:
    reach = reach_of(rules, moved(rules, "every_rule.significance"))
    named = of_test(rules, "headline", "group_below", "below_national", "groups_well_below")
    assert reach is not None
    assert reach.rules >= named | of_test(rules, "across_headlines")
    assert not reach.rules & of_test(rules, "above_national", "worst_fifth", "pooled_count")


def test_the_smallest_cohort_only_decides_what_may_be_rated_but_where_a_test_reads_it(
    rules: Framework,
) -> None:
    reach = reach_of(rules, moved(rules, "every_rule.min_cohort"))
    assert reach is not None
    assert reach.gates
    figures = {row["rule_id"] for row in rules.rows["rule"] if row["kind"] in OF_KINDS["min_cohort"]}
    assert reach.gated == figures - of_test(rules, "groups_well_below")


def test_by_what_schools_stand_reaches_every_test_that_reads_it(rules: Framework) -> None:
    standing = of_test(rules, "headline", "progress", "group_below", "below_national")
    for lever_id in ("choice.standing", "every_rule.min_ranked"):
        reach = reach_of(rules, moved(rules, lever_id))
        assert reach is not None
        assert reach.rules >= standing


def test_the_same_rules_and_other_tables_have_no_reach_of_their_own(rules: Framework) -> None:
    assert reach_of(rules, rules) is None
    assert reach_of(rules, moved(rules, "area.attendance.reds_for_red")) is None
