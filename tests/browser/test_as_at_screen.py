"""A visitor looks back to a day, goes about the app as at that day, and comes back to today."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from eif.casework.year import day_words

TODAY = date.today()
LAST_MONTH = TODAY.replace(day=1) - timedelta(days=1)
BEFORE = LAST_MONTH.replace(day=1)


def choose_day(page: Page, day: date) -> None:
    """Type a day into the side bar and leave the field."""
    page.locator('.st-key-as-at [role="spinbutton"]').first.click()
    page.keyboard.type(f"{day:%d%m%Y}", delay=30)
    page.keyboard.press("Escape")


def line(page: Page, day: date) -> None:
    """Wait until the page says that it shows this day."""
    expect(page.locator(".eif .past b")).to_contain_text(f"As at {day_words(day)}:", timeout=20_000)


def test_a_day_is_chosen_goes_along_everywhere_and_is_left_again(
    server: str, visit: Callable[[str], Page]
) -> None:
    page = visit(f"{server}/my_caseload")
    assert page.locator(".eif .past").count() == 0
    choose_day(page, LAST_MONTH)
    line(page, LAST_MONTH)
    assert f"at={LAST_MONTH}" in page.url
    choose_day(page, BEFORE)
    line(page, BEFORE)
    page.get_by_role("link", name="Caseload", exact=True).last.click()
    page.wait_for_url(f"**/caseload?at={BEFORE}")
    line(page, BEFORE)
    expect(page.locator('[data-testid="stMain"] [data-testid="stButton"]')).to_have_count(0)
    page.locator('[data-testid="stSidebarNavLink"]', has_text="Boards").click()
    page.wait_for_url(f"**/boards?at={BEFORE}")
    line(page, BEFORE)
    expect(page.get_by_role("button", name="Begin with this agenda")).to_have_count(0)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Excel").click()
    book = load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    assert f"As at {day_words(BEFORE)}: what was known" in str(book["Agenda"]["A3"].value)
    about = dict(book["About"].iter_rows(min_row=4, max_col=2, values_only=True))
    assert about["Link to this page"] == f"{server}/boards?at={BEFORE}"
    page.go_back()
    page.wait_for_url(f"**/caseload?at={BEFORE}")
    line(page, BEFORE)
    page.get_by_role("link", name="Back to today").click()
    page.wait_for_url(f"{server}/caseload*")
    expect(page.get_by_role("button", name="Add to the team")).to_have_count(1, timeout=20_000)
    assert "at=" not in page.url
    assert page.locator(".eif .past").count() == 0


@pytest.mark.parametrize(
    ("asked", "why"),
    [("2999-01-01", "1 January 2999 has not come yet"), ("<b>x</b>", "“<b>x</b>” is no day such as")],
)
def test_a_day_that_cannot_be_shown_is_told_and_left_out_of_the_links(
    server: str, visit: Callable[[str], Page], asked: str, why: str
) -> None:
    page = visit(f"{server}/boards?at={asked}")
    expect(page.locator(".eif .notice[role=alert]")).to_contain_text(why)
    assert [href for href in links(page) if "at=" in href] == []


def test_person_and_day_go_along_as_they_were_chosen_last(server: str, visit: Callable[[str], Page]) -> None:
    page = visit(f"{server}/boards?at={BEFORE}")
    line(page, BEFORE)
    for name in ("Board member", "School improvement officer"):
        page.locator(".st-key-who input").click()
        page.get_by_role("option", name=name).click()
        page.wait_for_url(f"**as={name.replace(' ', '+')}**")
        expect(page.locator(".eif a", has_text="monthly")).to_have_attribute(
            "href", f"/boards?as={name.replace(' ', '+')}&at={BEFORE}&board=monthly"
        )
    box = page.locator(".st-key-who input")
    assert box.evaluate("field => field.scrollWidth <= field.clientWidth"), "a role is cut off"


def links(page: Page) -> list[str]:
    """Where the links of the page lead."""
    return [str(link.get_attribute("href")) for link in page.locator(".eif a").all()]
