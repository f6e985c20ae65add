"""A trend chart: nothing bridged, nothing overlapping, and the same figures in words and as a table."""

from __future__ import annotations

from html import unescape
from itertools import pairwise

import plotly.graph_objects as go
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from eif.ui.chart import chart, spread
from eif.ui.theme import LA, NATIONAL, NEIGHBOURS, SCHOOL
from eif.ui.trend import Line, Trend, alternative, as_table, axis, notes, years

PERIODS = years(["2017/18", "2022/23"])
ABSENCE = Trend(
    title="Absence 9.1%, 3.9 points above England in 2022/23",
    measure="Overall absence",
    unit="percent",
    decimals=1,
    periods=PERIODS,
    lines=(
        Line("school", "This school", (5.1, None, None, 6.9, 8.2, 9.1)),
        Line("la", "Birmingham", (4.6, 4.7, None, 5.0, 6.8, 6.2)),
        Line("national", "England", (4.2, 4.0, None, 4.8, 6.3, 5.2)),
        Line("neighbours", "Neighbours", (4.3, 4.1, None, 4.9, 6.4, 5.3)),
    ),
    reasons={"2018/19": "suppressed"},
    gaps={"2019/20": "Schools closed to most pupils."},
    breaks={"2021/22": "Illness is counted differently."},
    elsewhere={"2017/18": "900426"},
)


def trace(name: str) -> dict[str, object]:
    return next(line for line in chart(ABSENCE).to_dict()["data"] if line["name"] == name)


def test_a_chart_has_only_properties_that_plotly_knows() -> None:
    drawn = chart(ABSENCE).to_dict()
    assert drawn["layout"]["shapes"]
    assert go.Figure(drawn).to_dict() == drawn


def test_years_without_a_figure_keep_their_place() -> None:
    assert PERIODS == ("2017/18", "2018/19", "2019/20", "2020/21", "2021/22", "2022/23")
    assert years([]) == ()
    assert years(["1999/00"]) == ("1999/00",)
    assert years(["2018-19", "2020-21"]) == ("2018-19", "2019-20", "2020-21")


def test_a_missing_year_is_a_gap_and_a_changed_measure_cuts_the_line() -> None:
    line = trace("This school")
    assert line["connectgaps"] is False
    assert list(line["x"]) == [0, 1, 2, 3, 3.5, 4, 5]  # type: ignore[call-overload]
    assert list(line["y"]) == [5.1, None, None, 6.9, None, 8.2, 9.1]  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("name", "color", "dash"),
    [
        ("This school", SCHOOL, "solid"),
        ("Birmingham", LA, "solid"),
        ("England", NATIONAL, "dash"),
        ("Neighbours", NEIGHBOURS, "solid"),
    ],
)
def test_a_comparator_keeps_its_colour(name: str, color: str, dash: str) -> None:
    style = trace(name)["line"]
    assert (style["color"], style["dash"]) == (color, dash)  # type: ignore[index]


def test_lines_are_named_at_their_ends_and_there_is_no_legend() -> None:
    layout = chart(ABSENCE).to_dict()["layout"]
    said = " ".join(note["text"] for note in layout["annotations"])
    assert layout["showlegend"] is False
    for words in (
        "This school 9.1%",
        "Birmingham 6.2%",
        "England 5.2%",
        "Neighbours 5.3%",
        "no valid<br>results",
    ):
        assert words in said


def test_a_label_carries_the_year_of_an_older_figure() -> None:
    old = Trend(
        "", "Absence", "percent", 1, PERIODS, (Line("school", "This school", (5.1, 5.0, *[None] * 4)),)
    )
    (label,) = chart(old).to_dict()["layout"]["annotations"]
    assert "This school 5.0% (2018/19)" in unescape(label["text"])


@given(st.lists(st.floats(0, 190), min_size=1, max_size=6))
def test_labels_never_overlap(ends: list[float]) -> None:
    placed = spread(ends, 17, 4, 186)
    assert all(upper - lower >= 17 - 1e-6 for lower, upper in pairwise(sorted(placed)))
    assert all(4 - 1e-6 <= place <= 186 + 1e-6 for place in placed)


@example([5e-324])
@given(st.lists(st.floats(-50, 5000, allow_nan=False), min_size=1, max_size=30))
def test_the_axis_holds_every_value(values: list[float]) -> None:
    low, high, step = axis(values)
    assert step > 0
    assert low <= min(values) + 1e-9
    assert high >= max(values) - 1e-9


def test_the_axis_starts_at_zero_unless_that_would_flatten_the_lines() -> None:
    assert axis([4.0, 9.1])[0] == 0
    assert axis([100.0, 108.0])[0] == 100
    assert "Axis starts at 0%." in notes(ABSENCE)


def test_the_words_give_first_and_last_and_the_years_without_results() -> None:
    said = alternative(ABSENCE)
    assert "This school: 5.1% in 2017/18, 9.1% in 2022/23" in said
    assert "England 5.2% in 2022/23" in said
    assert "No valid results for 2019/20." in said


def test_the_table_has_the_same_figures_and_a_reason_for_each_that_is_missing() -> None:
    table = as_table(ABSENCE)
    for line in ABSENCE.lines:
        for value in line.values:
            assert value is None or f"{value:.1f}%" in table
    assert "suppressed" in table
    assert "no valid results" in table
    assert "URN 900426" in table
    assert "2021/22: Illness is counted differently." in table
    assert table.index("2022/23") < table.index("2017/18")


def test_text_from_data_stays_text() -> None:
    trap = Trend("", "<script>", "percent", 1, PERIODS, (Line("school", "<b>x</b>", (1.0,) * 6),))
    assert "<script>" not in as_table(trap)
    assert "<b>x</b>" not in chart(trap).to_json()
