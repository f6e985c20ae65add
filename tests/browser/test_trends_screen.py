"""The Trends page in a real browser: every view by keyboard, from a link, at a telephone's width."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[[str], Page]
VIEWS = {
    "series": "Over time",
    "schools": "Schools",
    "funnel": "Beyond chance",
    "councils": "Councils",
    "gap": "Gap",
}
OVERFLOW = """() => [...document.querySelectorAll('html, [data-testid="stMain"]')]
    .map(box => box.scrollWidth - box.clientWidth)"""
# The smallest text of a chart that is still read at half its size.
SMALLEST = 14


def test_the_views_are_reached_by_keyboard_and_the_address_keeps_them(server: str, visit: Visit) -> None:
    page = visit(f"{server}/trends")
    page.get_by_role("radio", name="Over time").focus()
    for view, words in list(VIEWS.items())[1:]:
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Space")
        page.wait_for_url(re.compile(rf"view={view}\b"))
        expect(page.get_by_role("radio", name=words)).to_have_attribute("aria-checked", "true")


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_a_link_brings_back_the_same_picture(server: str, visit: Visit, view: str) -> None:
    page = visit(f"{server}/trends?view={view}&neighbours=2021-04")
    page.locator(".js-plotly-plot").first.wait_for()
    assert page.get_by_role("radio", name=VIEWS[view]).get_attribute("aria-checked") == "true"
    finding = page.locator("h1").inner_text()
    page.reload()
    expect(page.locator("h1")).to_have_text(finding)
    assert "neighbours=2021-04" in page.url


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_a_shared_screen_at_half_its_size_can_be_read(server: str, visit: Visit, view: str) -> None:
    page = visit(f"{server}/trends?view={view}")
    page.locator(".js-plotly-plot text").first.wait_for()
    sizes = page.evaluate(
        "() => [...document.querySelectorAll('.js-plotly-plot text')].filter(one => one.textContent)"
        ".map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) >= SMALLEST


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_nothing_but_tables_scrolls_sideways_on_a_telephone(server: str, visit: Visit, view: str) -> None:
    page = visit(f"{server}/trends?view={view}")
    page.set_viewport_size({"width": 420, "height": 800})
    page.reload()
    page.locator(".js-plotly-plot").first.wait_for()
    assert max(page.evaluate(OVERFLOW)) <= 0
    plot = page.locator(".js-plotly-plot").first.bounding_box()
    assert plot is not None
    assert plot["x"] + plot["width"] <= 420


def test_the_figures_drawn_can_be_saved(server: str, visit: Visit, tmp_path: Path) -> None:
    page = visit(f"{server}/trends?indicator=abs_overall&phase=primary&view=schools")
    with page.expect_download() as started:
        page.get_by_role("button", name="CSV of these figures").click()
    started.value.save_as(tmp_path / "figures.csv")
    lines = (tmp_path / "figures.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("School,Figure (%)")
    assert len(lines) - 1 == page.locator(".eif table tbody tr").count()
