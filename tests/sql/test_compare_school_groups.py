"""Which schools form a group, and is its mean that of those with a figure?"""

from __future__ import annotations

import pytest

from tests.sql import compared as helpers
from tests.sql.compared import results
from tests.sql.given import built, cells, given, shown

ABSENCE = {"indicator": "abs_overall", "phase": "primary"}


@pytest.fixture
def bench(con):
    """Three schools of the home council and one elsewhere, two years of absence, not yet joined."""
    bench = helpers.bench(con)
    results(
        bench,
        """
        urn    | la_code | period  | value
        100001 | 330     | 2017/18 | 3
        100001 | 330     | 2018/19 | 4
        100002 | 330     | 2018/19 | 7
        100003 | 330     | 2018/19 |
        200001 | 801     | 2018/19 | 10
        200002 | 801     | 2018/19 | 20
        """,
        **ABSENCE,
    )
    return bench


def joined(bench, *, facts="", groups="", until="group_mean"):
    built(bench, "20_core")
    if facts:
        bench.execute("delete from school_fact")
        given(bench, "school_fact", facts, dataset="council_districts", is_best=True)
    if groups:
        bench.execute("delete from school_group")
        given(bench, "school_group", groups)
    built(bench, "30_compare", until=until)


def test_the_mean_of_a_group_is_unweighted_and_says_how_many_have_a_figure(bench):
    joined(
        bench,
        facts="""
        urn    | item     | text   | is_current
        100001 | district | Yardley | true
        100002 | district | Yardley | true
        100003 | district | Yardley | true
        """,
    )
    assert shown(bench, "group_mean", "kind title phase indicator pupil_group period mean k") == cells(
        """
        kind     | title   | phase   | indicator   | pupil_group | period  | mean | k
        district | Yardley | primary | abs_overall | all         | 2017/18 | 3    | 1
        district | Yardley | primary | abs_overall | all         | 2018/19 | 5.5  | 2
        """
    )


def test_only_the_newest_register_counts_and_a_name_may_be_written_in_two_ways(bench):
    joined(
        bench,
        facts="""
        urn    | item          | text       | is_current
        100001 | network       | Bell Green | true
        100002 | network       | bell green | true
        100003 | network       | Bell Green | false
        100001 | district_from | 2024       | true
        100002 | badge         | Kind       | true
        """,
        until="comparator_group",
    )
    assert shown(bench, "comparator_group", "group_id kind title urn is_home") == cells(
        """
        group_id           | kind    | title      | urn    | is_home
        badge:kind         | badge   | Kind       | 100002 | yes
        network:bell green | network | Bell Green | 100001 | yes
        network:bell green | network | Bell Green | 100002 | yes
        """
    )


def test_a_trust_holds_its_schools_wherever_they_are_but_only_with_one_of_the_home_council(bench):
    joined(
        bench,
        groups="""
        urn    | group_uid | kind       | name   | is_current
        100001 | 77        | trust      | Oak    | true
        200001 | 77        | trust      | Oak    | true
        200002 | 78        | trust      | Elm    | true
        100002 | 79        | trust      | Ash    | false
        100003 | 80        | federation | Birch  | true
        100002 | 81        | sponsor    | Willow | true
        """,
    )
    assert shown(bench, "comparator_group", "group_id title urn is_home") == cells(
        """
        group_id      | title | urn    | is_home
        federation:80 | Birch | 100003 | yes
        trust:77      | Oak   | 100001 | yes
        trust:77      | Oak   | 200001 | no
        """
    )
    assert shown(bench, "group_mean", "title mean k", "period = '2018/19'") == cells(
        """
        title | mean | k
        Oak   | 7    | 2
        """
    )


def test_a_school_brings_the_years_of_the_school_it_replaced(bench):
    given(bench, "staged_link", "urn | link_urn | link_type\n100002 | 100009 | Predecessor", extract_id=1)
    results(bench, "urn | period | value\n100009 | 2017/18 | 9\n100009 | 2018/19 | 99", **ABSENCE)
    joined(bench, facts="urn | item | text | is_current\n100002 | district | Yardley | true")
    assert shown(bench, "group_mean", "period mean k") == cells(
        """
        period  | mean | k
        2017/18 | 9    | 1
        2018/19 | 7    | 1
        """
    )


def test_figures_of_a_term_are_not_a_groups_year(bench):
    results(bench, "urn | period | value\n100003 | 2018/19 autumn | 5", **ABSENCE)
    joined(bench, facts="urn | item | text | is_current\n100003 | district | Yardley | true")
    assert shown(bench, "group_mean", "period mean k")[1:] == []
