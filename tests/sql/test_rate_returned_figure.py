"""How does a figure of a council return stand among the area's schools, and what stood a year before?"""

from __future__ import annotations

import pytest
from given import cells, shown
from rated import gather, returned, schools, snapshot


@pytest.fixture
def city(con):
    """Nine primary schools and one secondary."""
    snapshot(con)
    schools(con, "\n".join(f"{number} | primary | maintained" for number in range(1, 10)))
    schools(con, "20 | secondary | maintained")
    return con


def figures(con, columns: str, where: str = "true") -> list[list[str]]:
    gather(con)
    return shown(con, "returned_figure", columns, where)[1:]


def test_the_best_school_of_the_phase_is_at_nought_and_the_worst_at_a_hundred(city):
    returned(
        city,
        "urn | indicator | period | value\n"
        + "\n".join(f"{urn} | staff_abs_days | 2026-10-12 | {urn}" for urn in range(1, 10))
        + "\n20 | staff_abs_days | 2026-10-12 | 50",
    )
    columns = "urn la la_of local_percentile la_quartile"
    assert figures(city, columns) == cells(
        """
        1  | 5  | 9 | 0    | 1
        2  | 5  | 9 | 12.5 | 1
        20 | 50 | 1 | 0    | 1
        3  | 5  | 9 | 25   | 1
        4  | 5  | 9 | 37.5 | 2
        5  | 5  | 9 | 50   | 2
        6  | 5  | 9 | 62.5 | 3
        7  | 5  | 9 | 75   | 3
        8  | 5  | 9 | 87.5 | 4
        9  | 5  | 9 | 100  | 4
        """
    )


def test_where_more_is_better_the_order_is_the_other_way(city):
    returned(
        city,
        """
        urn | indicator        | period         | value
        1   | pep_complete_pct | 2025/26 summer | 90
        2   | pep_complete_pct | 2025/26 summer | 70
        3   | pep_complete_pct | 2025/26 summer |
        """,
    )
    city.execute("update observation set status = 'not applicable' where value is null")
    assert figures(city, "urn la la_of local_percentile la_quartile status") == cells(
        """
        1 | 80 | 2 | 0   | 1 | value
        2 | 80 | 2 | 100 | 4 | value
        3 | 80 | 2 |     |   | not applicable
        """
    )


BEFORE = "urn period value before_period before_value before_numerator earlier_period earlier_value"


def test_a_year_before_is_ten_to_fourteen_months_and_two_are_twenty_two_to_twenty_six(city):
    returned(
        city,
        """
        urn | indicator      | period     | value | numerator
        1   | staff_abs_days | 2026-10-12 | 1     | 10
        1   | staff_abs_days | 2025-12-12 | 2     | 20
        1   | staff_abs_days | 2024-12-12 | 3     | 30
        2   | staff_abs_days | 2026-10-12 | 1     | 10
        2   | staff_abs_days | 2025-12-13 | 2     | 20
        2   | staff_abs_days | 2024-12-13 | 3     | 30
        3   | staff_abs_days | 2026-10-12 | 1     | 10
        3   | staff_abs_days | 2025-08-12 | 2     | 20
        3   | staff_abs_days | 2024-08-12 | 3     | 30
        4   | staff_abs_days | 2026-10-12 | 1     | 10
        4   | staff_abs_days | 2025-08-11 | 2     | 20
        4   | staff_abs_days | 2024-08-11 | 3     | 30
        """,
    )
    assert figures(city, BEFORE) == cells(
        """
        1 | 2026-10-12 | 1 | 2025-12-12 | 2 | 20 | 2024-12-12 | 3
        2 | 2026-10-12 | 1 |            |   |    |            |
        3 | 2026-10-12 | 1 | 2025-08-12 | 2 | 20 | 2024-08-12 | 3
        4 | 2026-10-12 | 1 |            |   |    |            |
        """
    )


def test_of_two_returns_a_year_before_the_later_counts_and_one_without_a_figure_never(city):
    returned(
        city,
        """
        urn | indicator      | period     | value | numerator
        1   | staff_abs_days | 2026-10-12 | 1     | 10
        1   | staff_abs_days | 2025-11-12 |       |
        1   | staff_abs_days | 2025-10-12 | 2     | 20
        1   | staff_abs_days | 2025-09-12 | 9     | 90
        1   | staff_abs_days | 2024-10-12 | 3     | 30
        1   | staff_abs_days | 2024-09-12 | 8     | 80
        """,
    )
    assert figures(city, BEFORE) == cells("1 | 2026-10-12 | 1 | 2025-10-12 | 2 | 20 | 2024-10-12 | 3")


def test_the_newest_return_counts_though_it_gives_no_figure_and_only_a_term_or_a_day_is_one(city):
    returned(
        city,
        """
        urn | indicator      | period         | value
        1   | staff_abs_days | 2025/26 autumn | 4
        1   | staff_abs_days | 2025/26 summer |
        2   | staff_abs_days | 2025/26        | 4
        """,
    )
    assert figures(city, "urn period value") == cells("1 | 2025/26 summer |")
    city.execute("update observation set is_best = false")
    assert figures(city, "urn period value") == []
    city.execute("update observation set is_best = true, release_status = 'final'")
    assert figures(city, "urn period value") == []


def test_of_two_urns_of_one_school_its_own_figure_counts(city):
    returned(
        city,
        """
        urn | indicator      | period     | value
        0   | staff_abs_days | 2026-10-12 | 7
        1   | staff_abs_days | 2026-10-12 | 4
        99  | staff_abs_days | 2026-10-12 | 8
        """,
    )
    city.execute("update observation set school_id = 'S1'")
    assert figures(city, "urn published_urn value") == cells("1 | 1 | 4")
