"""Which day does an address ask for, and how is one that cannot be shown refused?"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eif.casework.year import end_of_day, local_day, stamp
from eif.ui.as_at import FIRST, Asked, read_day

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("text", [None, "", "2026-11-22"])
def test_without_a_day_and_for_today_pages_show_what_is_known_now(text: str | None) -> None:
    assert read_day(text, TODAY) == Asked(None)


def test_a_day_that_is_over_is_shown() -> None:
    assert read_day("2026-03-03", TODAY) == Asked(date(2026, 3, 3))
    assert read_day("2026-11-21", TODAY) == Asked(date(2026, 11, 21))
    assert read_day("2000-01-01", TODAY) == Asked(FIRST)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-11-23", "23 November 2026 has not come yet"),
        ("9999-12-31", "31 December 9999 has not come yet"),
        ("1999-12-31", "Days before 1 January 2000 cannot be looked at"),
        ("2026-02-30", "“2026-02-30” is no day"),
        ("3 March", "“3 March” is no day"),
        ("20260303", "“20260303” is no day"),
        ("2026-3-3", "“2026-3-3” is no day"),
        ("x" * 500, f"“{'x' * 20}…” is no day"),
    ],
)
def test_a_day_that_cannot_be_shown_is_refused_in_a_sentence(text: str, why: str) -> None:
    asked = read_day(text, TODAY)
    assert asked.day is None
    assert asked.refused.startswith(why)
    assert asked.refused.endswith("so today is shown.")


@given(st.text())
def test_no_address_breaks_the_page(text: str) -> None:
    asked = read_day(text, TODAY)
    assert asked.day is None or asked.day.isoformat() == text


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_ends_in_london_just_before_the_next_begins(day: date) -> None:
    end = end_of_day(day)
    assert local_day(end) == day
    after = datetime.fromtimestamp(int(end.timestamp()) + 1, UTC)
    assert local_day(after) > day
    assert stamp(end).endswith(":59.999Z")


def test_a_summer_day_ends_an_hour_before_that_of_greenwich() -> None:
    assert stamp(end_of_day(date(2026, 8, 31))) == "2026-08-31T22:59:59.999Z"
    assert stamp(end_of_day(date(2026, 12, 31))) == "2026-12-31T23:59:59.999Z"
