"""A table of a school's figures: every comparator that is loaded, and no column that nobody fills."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

from eif.ui.indicators import Areas, Series, indicator_table

GIVEN: dict[str, Any] = {
    **{"urn": "900490", "phase": "primary", "indicator": "abs_overall", "pupil_group": "all"},
    **{"period": "2024/25", "value": 6.0, "status": "value", "national": 5.2, "la": 5.9},
    **{"neighbour_mean": 5.7, "neighbour_k": 9, "core_city_mean": 6.1, "core_city_k": 7},
    **{"la_rank": 200, "la_of": 290, "la_quartile": 3, "national_percentile": 71, "standing": None},
    **{"better": "worse", "title": "Overall absence", "short_title": "Absence", "unit": "percent"},
    **{
        "release_status": "final",
        "decimals": 1,
        "area": "attendance",
        "group_title": "All pupils",
        "group_ord": 1,
    },
}


def table(**changes: Any) -> str:
    row = SimpleNamespace(**GIVEN | changes)
    areas = Areas("Birmingham", "330", "2025-05", "core-cities")
    drawn = indicator_table([Series((row,))], "Attendance", "900490", areas)
    return re.sub(r"</?a\b[^>]*>", "", drawn)  # figures are doors to their sources


def test_every_comparator_stands_beside_the_newest_figure() -> None:
    drawn = table()
    for cell in ("5.2%", "5.7% <small>9/10</small>", "6.1% <small>7</small>", "5.9%", "71"):
        assert f'<td class="n">{cell}</td>' in drawn


def test_a_column_that_nobody_fills_is_left_out() -> None:
    assert "Core cities" in table()
    assert "Core cities" not in table(core_city_mean=None, core_city_k=None)
    assert "Percentile" in table()
    assert "Percentile" not in table(national_percentile=None)


def test_heads_and_cells_are_as_many() -> None:
    for changes in ({}, {"core_city_mean": None}, {"national_percentile": None}):
        head, body = table(**changes).split("</thead>")
        assert head.count("<th ") == body.count("<th ") + body.count("<td ")


def test_a_figure_that_may_still_change_says_so() -> None:
    assert "6.0% <small>provisional</small>" in table(release_status="provisional")
    assert "<small>final" not in table()


def test_a_school_without_any_figure_has_no_table() -> None:
    assert table(value=None, status="suppressed") == ""
