"""The threshold simulator in a real browser: moved by keyboard, it answers at once and fits the screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[[str], Page]
OVERFLOW = """() => [...document.querySelectorAll('html, [data-testid="stMain"]')]
    .map(box => box.scrollWidth - box.clientWidth)"""


def test_the_slider_moves_by_keyboard_and_names_the_schools(server: str, visit: Visit) -> None:
    page = visit(f"{server}/framework?view=simulator")
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("h1")).to_contain_text("schools would move with this change", timeout=20_000)
    assert "try=overall.reds_for_causing_concern%3A1" in page.url
    moved = int(page.locator("h1").inner_text().split()[0])
    table = page.get_by_role("table", name="Schools that move")
    assert moved > 0
    expect(table.locator("tbody tr")).to_have_count(min(moved, 60), timeout=20_000)

    page.reload()
    expect(page.locator("h1")).to_contain_text(f"{moved} of", timeout=20_000)
    page.get_by_role("link", name="Take back").first.click()
    expect(page.locator("h1")).to_contain_text("Move a number of the framework", timeout=20_000)


def test_days_needed_stand_against_the_days_given(server: str, visit: Visit) -> None:
    page = visit(f"{server}/framework?view=simulator")
    days = page.get_by_label("Adviser days available")
    days.fill("1")
    days.press("Enter")
    expect(page.get_by_text("days more than the 1 available")).to_be_visible(timeout=20_000)
    assert "available=1" in page.url


@pytest.mark.parametrize("view", ["", "?view=simulator", "?view=versions"])
def test_nothing_scrolls_sideways(server: str, visit: Visit, view: str) -> None:
    for width in (1366, 420):
        page = visit(f"{server}/framework{view}")
        page.set_viewport_size({"width": width, "height": 768})
        assert max(page.evaluate(OVERFLOW)) <= 0
