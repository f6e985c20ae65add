"""Does each comparator take its own council's rows, its own set, and the row that counts most?"""

from __future__ import annotations

import pytest

from tests.sql import compared as helpers
from tests.sql.compared import areas
from tests.sql.given import built, cells, given, shown

ABSENCE = {"indicator": "abs_overall", "phase": "primary", "period": "2018/19"}


@pytest.fixture
def bench(con):
    bench = helpers.bench(con)
    given(
        bench,
        "staged_extract",
        "extract_id | layout | release_status | precedence\n3 | national | final | 60",
    )
    return bench


def comparators(con, columns: str) -> list[list[str]]:
    built(con, "20_core")
    built(con, "30_compare", until="comparator")
    return shown(con, "comparator", columns)[1:]


def test_england_the_home_council_and_the_means_of_its_own_sets_stand_side_by_side(bench):
    # Bradford is in both sets, Oldham in the newer, Luton in the older; Leeds and Sheffield are core cities.
    areas(
        bench,
        """
        row_kind | area_code | value
        national | E         | 4
        la       | 330       | 5
        la       | 380       | 6
        la       | 353       | 7
        la       | 821       | 20
        la       | 383       | 9
        la       | 373       | 8
        """,
        **ABSENCE,
    )
    columns = "national la neighbour_mean neighbour_k core_city_mean core_city_k"
    assert comparators(bench, columns) == cells("4 | 5 | 7 | 3 | 8.5 | 2")


@pytest.mark.parametrize(
    ("scenario", "text", "region"),
    [
        (
            "the later release",
            "provisional | 2 | 7\nrevised | 3 | 5",
            "5",
        ),
        (
            "of two alike the file loaded later",
            "final | 2 | 7\nfinal | 3 | 5",
            "5",
        ),
        (
            "the row that has a figure",
            "final | 3 |\nprovisional | 2 | 7",
            "7",
        ),
    ],
)  # fmt: skip
def test_of_two_rows_of_a_region_one_counts(bench, scenario, text, region):
    for number, (status, extract, value) in enumerate(cells(text)):
        bench.execute("update staged_extract set release_status = ? where extract_id = ?", [status, extract])
        areas(
            bench,
            f"row_kind | area_code | area_name | value | extract_id\n"
            f"region | E1200000{number} | West Midlands | {value} | {extract}",
            **ABSENCE,
        )
    assert comparators(bench, "region") == [[region]], scenario


def test_the_other_pupils_stand_beside_a_group_even_where_england_has_no_figure_of_its_own(bench):
    areas(
        bench,
        """
        row_kind | area_code | pupil_group | value
        national | E         | nondis      | 3
        la       | 330       | nondis      | 4
        la       | 330       | dis         | 8
        """,
        **ABSENCE,
    )
    assert comparators(bench, "pupil_group national la national_others") == cells(
        """
        dis    |   | 8 | 3
        nondis | 3 | 4 |
        """
    )
