"""Do the views behind the Trends page give the rows that they promise?"""

from __future__ import annotations

import pytest
from given import given, shown
from rated import results, schools, screens, snapshot

from eif import sql

COLUMNS = {
    "screen_trend_subject": """
        indicator measure pupil_group phase title short_title question unit decimals polarity kind
        significance
        min_cohort area area_title area_ord source cannot_say council_period school_period school_periods
        group_title group_short_title group_ord pair
    """,
    "screen_trend": """
        indicator pupil_group phase period period_ord line set_id name value k of_k status release_status
        extract_id valid gap_reason break_reason
    """,
    "screen_measure_trend": """
        measure period period_ord line set_id name value k of_k status release_status
    """,
    "screen_distribution": """
        indicator pupil_group phase period urn name listed value cohort status release_status extract_id
        la_rank
        la_of la_quartile national la gap_national better
    """,
    "screen_distribution_band": """
        indicator pupil_group phase period schools without lowest q25 q50 q75 highest national la
    """,
    "screen_funnel": "indicator pupil_group phase period urn name value size national beyond side polarity",
    "screen_funnel_count": "indicator pupil_group phase period size national low95 high95 low998 high998",
    "screen_funnel_limit": """
        indicator pupil_group phase period size national low95 high95 low998 high998
    """,
    "screen_rank": """
        measure title period period_ord la_code la_name region value national rank ranked band q25 q50 q75
        change previous_period decimals polarity is_latest is_home neighbour_of core_city extract_id
    """,
    "screen_gap": """
        indicator pupil_group pair phase period period_ord line value national_others gap
        gap_reason break_reason
    """,
    "screen_trend_source": "extract_id publication layout_title period release_status expected_on every",
}


@pytest.fixture
def city(con):
    """A release with a council, its region, its neighbours in two eras and a core city."""
    snapshot(con)
    given(
        con,
        "la",
        """
        la_code | la_name    | region
        330     | Birmingham | West Midlands
        380     | Bradford   | Yorkshire and The Humber
        821     | Luton      | East of England
        801     | Bristol    | South West
        """,
    )
    given(
        con,
        "neighbour_set",
        """
        set_id      | title       | kind        | la_code | neighbour_code
        2025-05     | May 2025    | statistical | 330     | 380
        2021-04     | April 2021  | statistical | 330     | 380
        2021-04     | April 2021  | statistical | 330     | 821
        core-cities | Core cities | core cities | 330     | 801
        """,
    )
    return con


def draw(con) -> None:
    sql.build(con, "40_rate")
    screens(con)


def test_every_view_has_the_columns_that_the_page_reads(city):
    draw(city)
    for view, wanted in COLUMNS.items():
        there = {row[0] for row in city.execute(f"describe {view}").fetchall()}
        assert set(wanted.split()) - there == set(), view


def test_a_series_has_each_area_once_and_every_set_by_name(city):
    given(
        city,
        "benchmark",
        """
        area_type | area_code | area_name     | value | release_status | period
        national  | England   | England       | 5.2   | final          | 2024/25
        la        | 330       | Birmingham    | 5.95  | provisional    | 2024/25
        la        | 380       | Bradford      | 6.0   | final          | 2024/25
        national  | England   | England       | 5.0   | final          | 2024/25 autumn
        national  | England   | England       | 4.1   | final          | 2019/20
        """,
        indicator="abs_overall",
        pupil_group="all",
        phase="primary",
        is_best=True,
        extract_id=1,
    )
    given(
        city,
        "comparator_mean",
        """
        set_id      | title       | kind        | mean | k | of_k
        2025-05     | May 2025    | statistical | 5.56 | 9 | 10
        2021-04     | April 2021  | statistical | 5.4  | 8 | 10
        core-cities | Core cities | core cities | 5.7  | 7 | 7
        """,
        la_code="330",
        indicator="abs_overall",
        pupil_group="all",
        phase="primary",
        period="2024/25",
    )
    given(
        city,
        "comparator",
        """
        indicator   | pupil_group | phase   | period  | region | national
        abs_overall | all         | primary | 2024/25 | 5.36   | 5.2
        abs_overall | all         | primary | 2019/20 |        | 4.1
        """,
    )
    draw(city)
    columns = "period period_ord line set_id name value k of_k release_status valid"
    assert shown(city, "screen_trend", columns) == [
        columns.split(),
        ["2019/20", "2019", "national", "", "England", "4.1", "", "", "final", "no"],
        ["2024/25", "2024", "core cities", "core-cities", "Core cities", "5.7", "7", "7", "", "yes"],
        ["2024/25", "2024", "la", "", "Birmingham", "5.95", "", "", "provisional", "yes"],
        ["2024/25", "2024", "national", "", "England", "5.2", "", "", "final", "yes"],
        ["2024/25", "2024", "neighbours", "2021-04", "April 2021", "5.4", "8", "10", "", "yes"],
        ["2024/25", "2024", "neighbours", "2025-05", "May 2025", "5.56", "9", "10", "", "yes"],
        ["2024/25", "2024", "region", "", "West Midlands", "5.36", "", "", "", "yes"],
    ]


@pytest.fixture
def councils(city):
    """A LAIT measure that no indicator stands for, of four councils over two years."""
    given(
        city,
        "la_comparison",
        """
        period      | la_code | la_name    | value | rank | ranked | band | change | previous_period|is_latest
        2025 (prov) | 330     | Birmingham | 4.0   | 3    | 3      | D    | -0.5   | 2024            | true
        2025 (prov) | 380     | Bradford   | 3.0   | 1    | 3      | A    |        |                 | true
        2025 (prov) | 821     | Luton      |       |      | 3      |      |        |                 | true
        2025 (prov) | 801     | Bristol    | 3.5   | 2    | 3      | B    |        |                 | true
        2024        | 330     | Birmingham | 4.5   | 1    | 1      | A    |        |                 | false
        """,
        measure="16-17 NEET",
        title="Aged 16-17, NEET",
        polarity="Low",
        decimals=1,
        national=3.1,
        extract_id=1,
    )
    given(
        city,
        "la_comparator_mean",
        """
        set_id      | kind        | mean | k | of_k | la_code
        2025-05     | statistical | 3.0  | 1 | 1    | 330
        2021-04     | statistical | 3.0  | 1 | 2    | 330
        core-cities | core cities | 3.5  | 1 | 1    | 330
        2025-05     | statistical | 9.0  | 1 | 1    | 380
        """,
        measure="16-17 NEET",
        period="2025 (prov)",
    )
    return city


def test_a_council_figure_has_the_same_lines_with_how_many_councils_they_are_the_mean_of(councils):
    draw(councils)
    columns = "period line set_id value k of_k release_status"
    assert shown(councils, "screen_measure_trend", columns, "period_ord = 2025") == [
        columns.split(),
        ["2025 (prov)", "core cities", "core-cities", "3.5", "1", "1", "provisional"],
        ["2025 (prov)", "la", "", "4", "", "", "provisional"],
        ["2025 (prov)", "national", "", "3.1", "", "", "provisional"],
        ["2025 (prov)", "neighbours", "2021-04", "3", "1", "2", "provisional"],
        ["2025 (prov)", "neighbours", "2025-05", "3", "1", "1", "provisional"],
    ]


def test_the_table_of_councils_marks_ours_its_neighbours_and_core_cities(councils):
    draw(councils)
    columns = "la_name value rank is_home core_city neighbour_of change"
    assert shown(councils, "screen_rank", columns, "is_latest") == [
        columns.split(),
        ["Birmingham", "4", "3", "yes", "no", "[]", "-0.5"],
        ["Bradford", "3", "1", "no", "no", "['2021-04', '2025-05']", ""],
        ["Bristol", "3.5", "2", "no", "yes", "[]", ""],
        ["Luton", "", "", "no", "no", "['2021-04']", ""],
    ]


def test_a_council_figure_can_be_chosen_only_where_no_indicator_stands_for_it(councils):
    councils.execute("insert into la_comparison select * replace ('PriTotAbs' as measure) from la_comparison")
    given(
        councils,
        "comparator",
        "indicator   | pupil_group | phase   | period\nabs_overall | all         | primary | 2024/25",
    )
    draw(councils)
    columns = "indicator measure phase council_period polarity"
    assert shown(councils, "screen_trend_subject", columns) == [
        columns.split(),
        ["abs_overall", "PriTotAbs", "primary", "2024/25", "-1"],
        ["", "16-17 NEET", "all", "2025 (prov)", "-1"],
    ]


def test_schools_are_quartered_only_where_there_are_twelve(city):
    schools(city, "\n".join(f"{urn} | primary | maintained" for urn in range(1, 15)))
    lines = "\n".join(f"{urn} | {urn} | 2024/25 | 5.2" for urn in range(1, 13))
    fewer = "\n".join(f"{urn} | {urn} | 2023/24 | 5.2" for urn in range(1, 12))
    results(city, f"urn | value | period | national\n{lines}\n{fewer}\n13 |  | 2024/25 | 5.2")
    results(city, "urn | value | period | indicator\n14 | 9 | 2024/25 | abs_pa10")
    city.execute("update school set state_funded = urn <> '14'")
    draw(city)
    columns = "period schools without lowest q25 q50 q75 highest"
    assert shown(city, "screen_distribution_band", columns) == [
        columns.split(),
        ["2023/24", "11", "0", "1", "", "", "", "11"],
        ["2024/25", "12", "1", "1", "3.75", "6.5", "9.25", "12"],
    ]
    assert shown(city, "screen_trend_subject", "indicator school_period school_periods") == [
        ["indicator", "school_period", "school_periods"],
        ["abs_overall", "2024/25", "['2024/25', '2023/24']"],
    ]


def test_a_gap_is_taken_from_the_other_pupils_of_england(city):
    given(
        city,
        "comparator",
        """
        pupil_group | period  | la | national
        dis         | 2023/24 | 53 | 46
        nondis      | 2023/24 | 69 | 67
        dis         | 2024/25 | 56 | 48
        nondis      | 2024/25 | 72 | 70
        dis         | 2019/20 | 50 | 40
        nondis      | 2019/20 | 70 | 60
        """,
        indicator="ks2_rwm_exp",
        phase="primary",
    )
    draw(city)
    columns = "pupil_group pair period line value national_others gap"
    assert shown(city, "screen_gap", columns, "pupil_group = 'dis'") == [
        columns.split(),
        ["dis", "nondis", "2019/20", "la", "50", "60", ""],
        ["dis", "nondis", "2019/20", "national", "40", "60", ""],
        ["dis", "nondis", "2023/24", "la", "53", "67", "-14"],
        ["dis", "nondis", "2023/24", "national", "46", "67", "-21"],
        ["dis", "nondis", "2024/25", "la", "56", "70", "-14"],
        ["dis", "nondis", "2024/25", "national", "48", "70", "-22"],
    ]


def test_a_source_says_when_its_next_issue_is_expected(city):
    given(
        city,
        "staged_extract",
        """
        extract_id | layout       | publication | period  | release_status | loaded_at
        1          | cscp_absence | Absence     | 2023/24 | final          | 2026-01-05
        2          | lait_values  | LAIT        |         | final          | 2026-01-05
        """,
    )
    draw(city)
    columns = "extract_id publication release_status expected_on every"
    assert shown(city, "screen_trend_source", columns) == [
        columns.split(),
        ["1", "Absence", "final", "2026-03-31", "year"],
        ["2", "LAIT", "final", "", "when it changes"],
    ]
