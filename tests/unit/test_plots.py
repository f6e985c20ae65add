"""The pictures of schools: every dot at its value, every line named, nothing that plotly does not know."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eif.ui.funnel_plot import Point, funnel
from eif.ui.plots import Mark, columns_of, dots, ranks

MARKS = [Mark(63, "England 63%", "national"), Mark(61, "Birmingham 61%", "la")]
LIMITS = [(11.0, 35.0, 91.0, 18.0, 100.0), (60.0, 51.0, 75.0, 44.0, 82.0)]
POINTS = [
    Point(20, 60, None, None),
    Point(40, 85, "95%", "above"),
    Point(60, 30, "99.8%", "below"),
]


def same(figure: go.Figure) -> bool:
    drawn = figure.to_dict()
    return bool(go.Figure(drawn).to_dict() == drawn)


def test_the_pictures_have_only_properties_that_plotly_knows() -> None:
    assert same(
        dots([50, 61, 61, 70.5], [55, 61, 68], ["Quarter 4", "3", "2", "Quarter 1"], MARKS, "Per cent", 1)
    )
    assert same(dots([5.0], [], [], MARKS[:1], "Value"))
    assert same(funnel(POINTS, LIMITS, 63, "England 63%", 1, stepped=True))
    assert same(ranks(["2018", "2019", "2020"], [60, None, 71], [150, None, 151]))


def test_a_school_outside_has_another_shape_for_each_side_and_limit() -> None:
    traces = funnel(POINTS, LIMITS, 63, "England 63%", None, stepped=False).to_dict()["data"]
    symbols = {trace["marker"]["symbol"]: list(trace["x"]) for trace in traces if trace["mode"] == "markers"}
    assert symbols == {
        "circle": [20],
        "triangle-up-open": [40],
        "triangle-down-open": [],
        "triangle-up": [],
        "triangle-down": [60],
    }


def test_the_lines_of_a_funnel_are_named_without_a_legend() -> None:
    layout = funnel(POINTS, LIMITS, 63, "England 63%", None, stepped=False).to_dict()["layout"]
    assert [one["text"].replace("&#37;", "%") for one in layout["annotations"]] == [
        "99.8%",
        "95%",
        "England 63%",
        "95%",
        "99.8%",
    ]
    heights = [one["y"] for one in layout["annotations"]]
    assert heights == sorted(heights, reverse=True)


def test_whole_numbers_stand_in_columns_of_their_own() -> None:
    assert columns_of([50, 50, 51, 53], 48.5, 55) == [(50, 1), (50, 2), (51, 1), (53, 1)]


@given(st.lists(st.floats(0, 100), min_size=1, max_size=300))
def test_no_two_dots_stand_in_one_place_and_none_is_lost(values: list[float]) -> None:
    placed = columns_of(values, min(values), max(values))
    assert len(set(placed)) == len(placed) == len(values)
    width = (max(values) - min(values)) / 60 or 1.0
    for value, (x, _) in zip(values, placed, strict=True):
        assert x == pytest.approx(value, abs=max(width, 0.5) * 0.51 + 1e-9)


def test_the_best_place_is_at_the_top() -> None:
    low, high = ranks(["2024", "2025"], [70, 62], [150, 151]).to_dict()["layout"]["yaxis"]["range"]
    assert low > 151 > 1 > high
