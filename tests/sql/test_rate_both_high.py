"""Is a school told from the others only where both figures are very high, current, and enough are known?"""

from __future__ import annotations

import pytest
from given import cells
from rated import answers, rate, reason, returned, schools, snapshot

RULE = "leadership_absence_and_complaints"
# A figure of each of the city's twelve primary schools, the least first.
RISING = list(range(1, 13))


@pytest.fixture
def city(con):
    """Twelve primary schools, the fewest that are compared with each other."""
    snapshot(con)
    schools(con, "\n".join(f"{number} | primary | maintained" for number in range(10, 22)))
    return con


def figures(con, indicator: str, values: list[float | None], day: str = "2026-10-12", group: str = "all"):
    """One figure of each of the schools 10, 11, ..."""
    lines = "\n".join(
        f"{urn} | {indicator} | {day} | {group} | {value}"
        for urn, value in enumerate(values, start=10)
        if value is not None
    )
    returned(con, f"urn | indicator | period | pupil_group | value\n{lines}")


def of(con, *urns: str) -> list[list[str]]:
    said = answers(con, RULE, "urn level status evidence as_of")
    return [[*told, day[:10]] for *told, day in said if told[0] in urns]


def test_both_must_be_beyond_the_percentile_and_one_that_is_not_settles_it(city):
    figures(city, "staff_abs_days", RISING)
    figures(city, "comp_total_per100", [*RISING[:10], 12, 1], "2026-09-30")
    rate(city)
    assert of(city, "19", "20", "21") == cells(
        """
        19 | 0 | rated | Sickness days 10.0 days; Complaints 10.00 per 100 pupils | 2026-09-30
        20 | 2 | rated | Sickness days 11.0 days; Complaints 12.00 per 100 pupils | 2026-09-30
        21 | 0 | rated | Sickness days 12.0 days; Complaints 1.00 per 100 pupils  | 2026-09-30
        """
    )
    assert reason(city, RULE, "20").endswith("; 2 of 2 above 90% of the area’s schools.")
    assert reason(city, RULE, "21").endswith("; 1 of 2 above 90% of the area’s schools.")


def test_with_one_figure_alone_a_low_one_settles_it_and_a_high_one_does_not(city):
    figures(city, "staff_abs_days", RISING)
    rate(city)
    assert of(city, "10", "21") == cells(
        """
        10 | 0 | rated   | Sickness days 1.0 days  | 2026-10-12
        21 |   | no data | Sickness days 12.0 days | 2026-10-12
        """
    )
    assert reason(city, RULE, "21").endswith(" not rated: current returns of both are needed.")


@pytest.mark.parametrize(("day", "is_rated"), [("2026-05-22", True), ("2026-05-21", False)])
def test_a_return_counts_for_half_a_year_to_the_day(city, day, is_rated):
    figures(city, "staff_abs_days", RISING, day)
    figures(city, "comp_total_per100", RISING, day)
    rate(city)
    ((_, level, status, _, _),) = of(city, "21")
    assert (level, status) == (("2", "rated") if is_rated else ("", "no data"))


def test_fewer_schools_than_are_compared_say_nothing(city):
    figures(city, "staff_abs_days", [None, *RISING[1:]])
    figures(city, "comp_total_per100", [None, *RISING[1:]])
    rate(city)
    assert of(city, "11", "21") == cells("11 | | no data | | \n 21 | | no data | |")


def test_figures_of_a_group_of_pupils_are_not_the_schools(city):
    figures(city, "staff_abs_days", RISING)
    figures(city, "comp_total_per100", RISING, group="dis")
    rate(city)
    assert of(city, "21") == cells("21 | | no data | Sickness days 12.0 days | 2026-10-12")
