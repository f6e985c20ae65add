"""Do the views that pages read have their columns, their rows and their sentences?"""

from __future__ import annotations

import pytest
from given import given, shown
from rated import rate, results, schools, screens, snapshot

from eif import sql

# What pages rely on: these columns may grow, never shrink.
COLUMNS = {
    "screen_release": """
        release published_at as_at demo home_la home_la_name framework neighbour_set
        neighbour_set_title schools_listed latest_school_period oldest_school_period extracts
    """,
    "screen_school": """
        urn school_id name named phase type_group school_type status listed roll ward constituency
        trust_name postcode low_age high_age gender religion opened closed fsm6_pct eal_pct
        sen_sup_pct ehcp_pct context_period indicated tier days rated reds ambers why
        latest_period
    """,
    "screen_grid_cell": "urn area area_ord rating coverage confidence why too_old",
    "screen_area": "area title short_title ord key_area red amber green insufficient not_applicable",
    "screen_category": "category ord schools",
    "screen_headline": """
        ord measure title short_title unit area period value national gap_national neighbour_mean
        neighbour_k core_city_mean core_city_k rank ranked band polarity decimals better set_id
    """,
    "screen_headline_trend": "measure period period_ord value national neighbour_mean set_id",
    "screen_indicator": """
        urn school_id indicator pupil_group period value cohort status national la neighbour_mean
        neighbour_k core_city_mean similar_mean similar_k la_rank la_of la_quartile
        national_percentile gap_national z_national interval_low interval_high standing pupil_gap
        pooled_value pooled_z trend title short_title unit decimals polarity area area_title
        group_title period_ord is_latest name sentence
    """,
    "screen_comparator": "set_id indicator pupil_group phase period mean k of_k",
    "screen_signal": """
        school_id urn area rule_id title level core hard indicator pupil_group period value unit
        comparator_name comparator threshold threshold_unit cohort gap status reason descriptor
        extract_id area_title handle page threshold_status set_by
    """,
    "screen_ladder": """
        urn area rule_id outcome national similar_mean similar_k la interval_low interval_high phase
        file_name age_months better_by worse_by counted distance
    """,
    "screen_sentence": """
        urn area indicator pupil_group period value cohort beside reference years stands_out sentence
    """,
    "screen_descriptor": "descriptor area level ord handle page evidence",
    "screen_threshold": "threshold_id rule_id phase name value unit status set_by reason rule_title",
    "screen_source": "extract_id file_name layout period cells value_cells missing_cells rejected_cells",
    "screen_ledger": """
        extract_id column_name cells value_cells missing_code missing_cells rejected_cells
        file_name layout_title
    """,
    "screen_missing": "extract_id code meaning cells",
    "screen_school_group": """
        urn group_uid name group_type kind status is_current joined_on opened_on closed_on others
    """,
    "screen_governance": "urn role in_post ended without_end next_end latest_appointment",
    "screen_inspection": """
        urn kind regime regime_title inspection_date published_date of_predecessor inspected_urn
        inspected_name
        category category_title judgement title ord word raw ordinal points graded_on age_months standing
        is_latest extract_id source_row source_column file_name
    """,
    "screen_inspection_hint": """
        urn area area_title level embedded standing age_months judgements inspection_date
    """,
    "screen_national_trend": "indicator pupil_group phase period national la neighbour_mean",
}


@pytest.fixture
def city(con):
    """Three listed schools and one closed, with absence of two years."""
    snapshot(con)
    schools(con, "1 | primary | maintained\n2 | secondary | academy\n3 | special | maintained")
    schools(con, "9 | primary | maintained")
    con.execute("update school set listed = false, status = 'closed', school_id = 'S2' where urn = '9'")
    con.execute("update school set school_id = 'S2' where urn = '2'")
    results(
        con,
        """
        urn | school_id | phase     | period  | value | national | la  | cohort | la_rank | la_of | raw
        1   | S1        | primary   | 2024/25 | 6.0   | 5.2      | 5.9 | 300    | 200     | 290   |
        1   | S1        | primary   | 2023/24 | 5.0   | 5.5      | 6.4 | 1      | 20      | 290   |
        2   | S2        | secondary | 2024/25 |       | 8.4      | 8.0 |        |         |       | c
        9   | S2        | primary   | 2023/24 | 5.5   | 5.5      | 6.4 | 210    | 40      | 290   |
        """,
    )
    con.execute("update comparison set status = 'suppressed' where value is null")
    given(con, "la", "la_code | la_name\n330 | Birmingham\n380 | Bradford\n352 | Manchester\n801 | Bristol")
    given(
        con,
        "neighbour_set",
        """
        set_id      | title       | kind        | la_code | neighbour_code | position
        2025-05     | May 2025    | statistical | 330     | 380            | 1
        2025-05     | May 2025    | statistical | 330     | 352            | 2
        2021-04     | April 2021  | statistical | 330     | 380            | 1
        core-cities | Core cities | core cities | 330     | 801            | 1
        """,
    )
    return con


def draw(con) -> None:
    rate(con)
    screens(con)


def test_every_view_has_the_columns_that_pages_read(city):
    draw(city)

    absent = {}
    for view, columns in COLUMNS.items():
        held = {name for (name, *_) in city.execute(f"describe {view}").fetchall()}
        if missing := set(columns.split()) - held:
            absent[view] = missing
    assert absent == {}


def test_the_release_is_described_in_one_row(city):
    city.execute(
        "insert into setting values ('release', 'R1'), ('published_at', '2026-11-22T09:12:00+00:00')"
    )
    draw(city)

    columns = (
        "release as_at demo home_la_name framework neighbour_set_title schools_listed latest_school_period"
    )
    assert shown(city, "screen_release", columns)[1:] == [
        ["R1", "2026-11-22", "no", "Birmingham", "2026-02", "May 2025", "3", "2024/25"]
    ]


def test_every_listed_school_has_a_cell_for_every_area(city):
    draw(city)

    assert city.execute(
        "select count(*), count(distinct urn), count(distinct area) from screen_grid_cell"
    ).fetchone() == (
        21,
        3,
        7,
    )
    assert city.execute("select area_ord from screen_grid_cell limit 7").fetchall() == [
        (n,) for n in range(1, 8)
    ]


def test_a_cell_whose_results_have_aged_names_the_newest_of_them(city):
    city.execute("update setting set value = '2027-09-01' where key = 'as_at'")
    draw(city)

    assert shown(city, "screen_grid_cell", "urn area rating too_old", "too_old is not null")[1:] == [
        ["1", "attendance", "insufficient", "2024/25"],
        ["2", "attendance", "insufficient", "2023/24"],
    ]


def test_areas_and_categories_count_every_listed_school_once(city):
    draw(city)

    assert city.execute(
        "select distinct red + amber + green + insufficient + not_applicable from screen_area"
    ).fetchall() == [(3,)]
    assert city.execute("select category, schools from screen_category order by ord").fetchall() == [
        ("Causing Concern", 0),
        ("Developing", 0),
        ("Established", 0),
        ("Embedded", 0),
        ("Not enough evidence", 3),
    ]


def test_schools_stand_in_order_of_concern_and_unlisted_ones_last(city):
    rate(city)
    city.execute("update overall_rating set indicated = 'Developing', ambers = 2 where urn = '3'")
    city.execute("update overall_rating set indicated = 'Causing Concern', reds = 2 where urn = '2'")
    screens(city)

    assert [row[0] for row in city.execute("select urn from screen_school").fetchall()] == [
        "2",
        "3",
        "1",
        "9",
    ]


def test_a_school_shows_what_it_was_before_and_who_has_a_page(city):
    given(
        city,
        "school_event",
        """
        urn | day        | event    | other_urn | words
        2   | 2014-08-31 | replaced | 9         | Replaced Alder Primary (URN 9)
        2   | 2014-09-01 | opened   |           | Opened under this URN
        2   |            | linked   | 777777    | Linked with a school (URN 777777)
        """,
    )
    draw(city)

    assert shown(city, "screen_school_event", "event other_urn other_is_home", "urn = '2'")[1:] == [
        ["linked", "777777", "no"],
        ["opened", "", "no"],
        ["replaced", "9", "yes"],
    ]


def test_an_indicator_is_told_in_one_sentence(city):
    draw(city)

    ranked = "of 290 primary schools in Birmingham."
    assert shown(city, "screen_indicator", "urn period is_latest better")[1:] == [
        ["1", "2023/24", "no", "better"],
        ["1", "2024/25", "yes", "worse"],
        ["2", "2024/25", "no", ""],
        ["9", "2023/24", "yes", "in line"],
    ]
    told = city.execute("select sentence from screen_indicator order by urn, period").fetchall()
    assert [sentence.split("Overall absence: ")[1] for (sentence,) in told] == [
        f"5.0% in 2023/24 (1 pupil), 0.5 points below national (5.5%); ranked 20 {ranked}",
        f"6.0% in 2024/25 (300 pupils), 0.8 points above national (5.2%); ranked 200 {ranked}",
        "no figure in 2024/25 (suppressed).",
        f"5.5% in 2023/24 (210 pupils), level with national (5.5%); ranked 40 {ranked}",
    ]


@pytest.mark.parametrize(
    ("indicator", "columns", "row", "sentence"),
    [
        (
            "ks2_rwm_exp",
            "significance | band",
            "below | below",
            "KS2 expected standard in reading, writing and maths: 45% in 2024/25 (60 pupils), "
            "significantly below national (63%).",
        ),
        (
            "ks2_rwm_exp",
            "significance | band",
            "in line | in_line",
            "KS2 expected standard in reading, writing and maths: 45% in 2024/25 (60 pupils), "
            "in line with national (63%).",
        ),
        ("ks4_p8", "band", "in_line", "Progress 8: 45.00 in 2024/25 (60 pupils), in line with average."),
    ],
)
def test_a_tested_result_is_told_by_its_significance(city, indicator, columns, row, sentence):
    city.execute("delete from comparison")
    results(
        city,
        f"urn | period | value | national | cohort | {columns}\n1 | 2024/25 | 45 | 63 | 60 | {row}",
        indicator=indicator,
    )
    draw(city)

    assert shown(city, "screen_indicator", "sentence")[1:] == [[sentence]]


def headlines(con) -> None:
    given(
        con,
        "la_comparison",
        """
        period | la_code | value | national | core_city_mean | core_city_k | rank | ranked | is_latest
        2023   | 330     | 59    | 60       | 57             | 1           | 84   | 151    | false
        2025   | 330     | 63    | 63       | 60             | 1           | 63   | 151    | true
        2025   | 380     | 60    | 63       |                |             |      |        | true
        2025   | 352     | 58    | 63       |                |             |      |        | true
        """,
        measure="KS2RWM_Expected_STD",
        polarity="High",
    )


def test_headlines_are_given_for_each_set_of_neighbours(city):
    headlines(city)
    draw(city)

    columns = "set_id period value gap_national neighbour_mean neighbour_k core_city_mean rank better"
    assert shown(city, "screen_headline", columns)[1:] == [
        ["2021-04", "2025", "63", "0", "60", "1", "60", "63", "in line"],
        ["2025-05", "2025", "63", "0", "59", "2", "60", "63", "in line"],
    ]


@pytest.mark.parametrize(
    ("value", "polarity", "better"),
    [
        (63.4, "High", "better"),
        (62.6, "High", "worse"),
        (63.4, "Low", "worse"),
        (62.6, "Low", "better"),
        (63.04, "High", "in line"),
        (63.4, "-", ""),
    ],
)
def test_a_headline_is_better_or_worse_by_its_polarity(city, value, polarity, better):
    headlines(city)
    city.execute("update la_comparison set polarity = ?", [polarity])
    city.execute("update la_comparison set value = ? where la_code = '330' and is_latest", [value])
    draw(city)

    assert shown(city, "screen_headline", "better", "set_id = '2025-05'")[1:] == [[better]]


def test_a_headlines_years_keep_their_distance(city):
    headlines(city)
    draw(city)

    assert shown(city, "screen_headline_trend", "period_ord value neighbour_mean", "set_id = '2025-05'")[
        1:
    ] == [
        ["2023", "59", ""],
        ["2025", "63", "59"],
    ]


def test_a_files_ledger_adds_up_over_its_columns(city):
    given(city, "staged_extract", "extract_id | file_name | layout_title\n1 | absence.csv | Absence")
    given(
        city,
        "cell_ledger",
        """
        extract_id | column_name | cells | value_cells | missing_code | missing_cells | rejected_cells
        1          | a           | 10    | 6           | SUPP         | 3             | 0
        1          | a           | 10    | 6           | NA           | 1             | 0
        1          | b           | 10    | 9           |              |               | 1
        """,
    )
    given(city, "missing_code", "extract_id | code | status\n1 | SUPP | suppressed\n1 | NA | not applicable")
    draw(city)

    columns = "columns cells value_cells missing_cells rejected_cells balanced"
    assert shown(city, "screen_source", columns)[1:] == [["2", "20", "15", "4", "1", "yes"]]
    assert shown(city, "screen_missing", "code meaning cells")[1:] == [
        ["NA", "not applicable", "1"],
        ["SUPP", "suppressed", "3"],
    ]


def test_a_signal_carries_what_the_ladder_shows(city):
    results(
        city,
        "urn | school_id | period | value | national | cohort\n1 | S1 | 2024/25 | 31 | 13 | 412",
        indicator="abs_pa10",
    )
    draw(city)

    columns = "rating result handle page threshold_status area_short_title"
    where = "urn = '1' and rule_id = 'attendance_persistent_national'"
    assert shown(city, "screen_signal", columns, where)[1:] == [
        [
            "amber",
            "Persistent absence above national",
            "Attendance low or falling, or persistent absence high or rising",
            "7",
            "proposed",
            "Attendance, exclusions",
        ]
    ]


def test_lines_behind_a_school_reach_years_in_which_it_has_no_figure(city):
    given(
        city,
        "comparator",
        "period | national | la | neighbour_mean | neighbour_k\n2019/20 | 4.5 | 4.9 | 4.7 | 2",
        indicator="abs_overall",
        pupil_group="all",
        phase="primary",
    )
    draw(city)

    columns = "period period_ord national la neighbour_mean neighbour_k core_city_mean"
    assert shown(city, "screen_national_trend", columns)[1:] == [
        ["2019/20", "2019", "4.5", "4.9", "4.7", "2", ""]
    ]


def test_every_file_of_both_layers_is_built():
    for layer in ("40_rate", "45_casework", "50_screen"):
        assert {path.stem for path in (sql.SQL / layer).glob("*.sql")} == set(sql.ORDER[layer])
