"""Is a figure of few pupils hidden, with whatever would give it away, and a published one shown as it is?"""

# ruff: noqa: E501  the text tables are wide

from __future__ import annotations

import pytest

from tests.sql import compared as helpers
from tests.sql.compared import results
from tests.sql.given import built, cells, given, shown

GLD = {"indicator": "eyfs_gld", "phase": "primary", "period": "2024/25"}


@pytest.fixture
def bench(con):
    """Extract 1 is the council's own return, extract 4 a published file."""
    bench = helpers.bench(con)
    bench.execute("update staged_extract set kind = 'facts' where extract_id = 1")
    given(bench, "staged_extract", "extract_id | layout | release_status | precedence | kind\n"
                                   "4 | published | final | 90 | values")  # fmt: skip
    # a return names schools; a register is what makes them schools of the council
    given(
        bench,
        "staged_school",
        "urn\n100001\n100002\n100003",
        extract_id=4,
        la_code="330",
        phase_raw="Primary",
        status_raw="Open",
    )
    return bench


def hidden(bench, groups, **same):
    """Which of one school's groups are hidden, given as {group: pupils}."""
    rows = "\n".join(f"{group} | 50 | {pupils}" for group, pupils in groups.items())
    results(bench, "pupil_group | value | cohort\n" + rows, **(GLD | same))
    built(bench, "20_core")
    built(bench, "30_compare", until="hidden_figure")
    return {row[0]: row[1] for row in shown(bench, "hidden_figure", "pupil_group because")[1:]}


@pytest.mark.parametrize(
    ("pupils", "is_hidden"), [(1, True), (5, True), (6, False), (10, False), (11, False)]
)
def test_up_to_five_pupils_are_hidden_and_six_shown(bench, pupils, is_hidden):
    assert hidden(bench, {"all": pupils}) == ({"all": "few pupils"} if is_hidden else {})


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        # one of two parts: the other would give it away
        ({"all": 30, "fsm": 4, "nfsm": 26}, {"fsm": "few pupils", "nfsm": "complement"}),
        # the whole is not told, so nothing can be worked out
        ({"fsm": 4, "nfsm": 26}, {"fsm": "few pupils"}),
        # the other part is not told
        ({"all": 30, "fsm": 4}, {"fsm": "few pupils"}),
        # the whole is hidden itself
        ({"all": 5, "fsm": 2, "nfsm": 3}, dict.fromkeys(("all", "fsm", "nfsm"), "few pupils")),
        # two parts of three hide each other
        (
            {"all": 30, "pa_lo": 3, "pa_mid": 2, "pa_hi": 25},
            {"pa_lo": "few pupils", "pa_mid": "few pupils"},
        ),
        # the smaller of the others goes
        (
            {"all": 30, "pa_lo": 3, "pa_mid": 17, "pa_hi": 10},
            {"pa_lo": "few pupils", "pa_hi": "complement"},
        ),
        # groups of another kind stay
        (
            {"all": 30, "boys": 4, "girls": 26, "eal": 12, "efl": 18},
            {"boys": "few pupils", "girls": "complement"},
        ),
        # plans hide SEN support, and with it nothing more: any SEN and no SEN stay
        (
            {"all": 60, "sen": 13, "sen_sup": 9, "ehcp": 4, "no_sen": 47},
            {"ehcp": "few pupils", "sen_sup": "complement"},
        ),
        # what is hidden for one reason may make the next part known: no SEN goes, then any SEN
        (
            {"all": 60, "sen": 52, "sen_sup": 48, "ehcp": 4, "no_sen": 8},
            {"ehcp": "few pupils", "sen_sup": "complement", "no_sen": "complement", "sen": "complement"},
        ),
    ],
)
def test_what_would_give_a_hidden_group_away_is_hidden_with_it(bench, groups, expected):
    assert hidden(bench, groups) == expected


def test_a_published_figure_is_shown_as_published(bench):
    results(bench, "pupil_group | value | cohort\nall | 50 | 30\nfsm | 50 | 4\nnfsm | 50 | 26", **GLD)
    bench.execute("update staged_value set extract_id = 4")
    built(bench, "20_core")
    built(bench, "30_compare", until="comparison")
    assert shown(bench, "hidden_figure", "urn")[1:] == []
    assert shown(bench, "comparison", "pupil_group value cohort", "pupil_group = 'fsm'")[1:] == [
        ["fsm", "50", "4"]
    ]


def test_what_is_published_already_is_not_hidden_in_anothers_stead(bench):
    results(bench, "pupil_group | value | cohort\nall | 50 | 30\nfsm | 50 | 4\nnfsm | 50 | 26", **GLD)
    bench.execute("update staged_value set extract_id = 4 where pupil_group = 'nfsm'")
    built(bench, "20_core")
    built(bench, "30_compare", until="hidden_figure")
    assert shown(bench, "hidden_figure", "pupil_group because")[1:] == [["fsm", "few pupils"]]


def test_a_count_of_pupils_is_its_own_number(bench):
    results(
        bench, "urn | value\n100001 | 5\n100002 | 6", indicator="cla_n", period="2024/25", phase="primary"
    )
    built(bench, "20_core")
    built(bench, "30_compare", until="hidden_figure")
    assert shown(bench, "hidden_figure", "urn indicator")[1:] == [["100001", "cla_n"]]


def test_a_hidden_figure_is_suppressed_before_anything_is_made_of_it(bench):
    results(
        bench,
        """
        urn    | period  | value | count | cohort
        100001 | 2022/23 | 50    | 15    | 30
        100001 | 2023/24 | 40    | 2     | 5
        100001 | 2024/25 | 60    | 18    | 30
        100002 | 2023/24 | 90    | 27    | 30
        """,
        indicator="eyfs_gld",
        phase="primary",
    )
    built(bench, "20_core")
    built(bench, "30_compare", until="comparison")
    columns = "urn period value numerator cohort status raw la_rank la_of change pooled_value"
    assert shown(bench, "comparison", columns) == cells(
        """
        urn    | period  | value | numerator | cohort | status     | raw | la_rank | la_of | change | pooled_value
        100001 | 2022/23 | 50    | 15        | 30     | value      |     | 1       | 1     |        |
        100001 | 2023/24 |       |           |        | suppressed |     |         |       |        |
        100001 | 2024/25 | 60    | 18        | 30     | value      |     | 1       | 1     |        |
        100002 | 2023/24 | 90    | 27        | 30     | value      |     | 1       | 1     |        |
        """
    )


def test_nothing_of_a_hidden_figure_stays_and_nothing_of_a_shown_one_goes(bench):
    results(
        bench,
        """
        urn    | value | count | cohort | low | high | raw
        100001 | 40    | 2     | 5      | 10  | 70   | 40%
        100002 | 90    | 27    | 30     | 80  | 95   | 90%
        """,
        **GLD,
    )
    built(bench, "20_core")
    built(bench, "30_compare", until="comparison_value")
    columns = "urn value numerator denominator ci_low ci_high status raw"
    assert shown(bench, "comparison_value", columns)[1:] == [
        ["100001", "", "", "", "", "", "suppressed", ""],
        ["100002", "90", "27", "30", "80", "95", "value", "90%"],
    ]


def test_a_hidden_figure_is_in_no_mean_of_a_group_or_of_similar_schools(bench):
    results(bench, "urn | value | cohort\n100001 | 40 | 5\n100002 | 90 | 30\n100003 | 70 | 30", **GLD)
    given(bench, "staged_similar_school", "urn | similar_urn | position\n100003 | 100001 | 1\n100003 | 100002 | 2",
          extract_id=1, source_row=1)  # fmt: skip
    built(bench, "20_core")
    facts = "urn | item | text | is_current\n" + "\n".join(
        f"10000{n} | district | Yardley | true" for n in (1, 2)
    )
    given(bench, "school_fact", facts, dataset="council_districts", is_best=True)
    built(bench, "30_compare", until="group_mean")
    assert shown(bench, "group_mean", "title mean k")[1:] == [["Yardley", "90", "1"]]
    assert shown(bench, "comparison", "similar_mean similar_k", "urn = '100003'")[1:] == [["90", "1"]]
