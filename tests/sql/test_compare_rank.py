"""Who is ranked among the city's schools, and where do the quarters of many schools end?"""

from __future__ import annotations

import pytest

from tests.sql import compared as helpers
from tests.sql.compared import compared, results
from tests.sql.given import cells

ABSENCE = {"indicator": "abs_overall", "phase": "primary", "period": "2018/19"}


@pytest.fixture
def bench(con):
    return helpers.bench(con)


def test_quarters_of_many_schools_end_on_the_quarter(bench):
    rows = "\n".join(f"{100000 + n} | {n}" for n in range(1, 42))
    results(bench, f"urn | value\n{rows}", **ABSENCE)
    found = {int(value): int(quarter) for value, quarter in compared(bench, "value la_quartile")[1:]}
    assert [n for n in range(2, 42) if found[n] > found[n - 1]] == [12, 22, 32]


def test_what_no_direction_is_better_in_and_a_hidden_figure_have_no_rank(bench):
    results(bench, "urn | value\n100001 | 1\n100002 |\n100003 | 3", **ABSENCE)
    results(bench, "urn | value\n100001 | 1\n100002 | 2", **(ABSENCE | {"indicator": "fsm6_pct"}))
    assert compared(bench, "indicator urn la_rank la_of")[1:] == cells(
        """
        abs_overall | 100001 | 1 | 2
        abs_overall | 100002 |   |
        abs_overall | 100003 | 2 | 2
        fsm6_pct    | 100001 |   |
        fsm6_pct    | 100002 |   |
        """
    )
