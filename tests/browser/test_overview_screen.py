"""The overview in a real browser: it fits, it can be used by keyboard and it talks to nobody else."""

from collections.abc import Callable
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

Visit = Callable[[str], Page]
PATHS = ["/", "/schools", "/trends", "/about_data"]

OVERFLOW = """() => [...document.querySelectorAll('html, [data-testid="stMain"]')]
    .map(box => box.scrollWidth - box.clientWidth)"""


@pytest.mark.parametrize("path", PATHS)
def test_nothing_scrolls_sideways_at_1366(server: str, visit: Visit, path: str) -> None:
    assert max(visit(f"{server}{path}").evaluate(OVERFLOW)) <= 0


def test_the_overview_fits_one_screen(server: str, visit: Visit) -> None:
    page = visit(server)
    below = "() => { const main = document.querySelector('[data-testid=\"stMain\"]');"
    assert page.evaluate(f"{below} return main.scrollHeight - main.clientHeight }}") <= 0


@pytest.mark.parametrize("path", PATHS)
def test_no_other_host_is_asked_for_anything(server: str, visit: Visit, hosts: set[str], path: str) -> None:
    visit(f"{server}{path}").wait_for_timeout(500)
    assert hosts <= {urlsplit(server).netloc, "data", "blob"}


def test_the_keyboard_reaches_every_tile_and_opens_it(server: str, visit: Visit) -> None:
    page = visit(server)
    reached: list[str] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "document.activeElement.matches('a.tile') && document.activeElement.innerText"
        )
        if focused:
            reached.append(focused)
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline == "solid"
        if len(reached) == 5:
            break
    words = ["Causing Concern", "Developing", "Established", "Embedded", "Not enough evidence"]
    assert all(word in text for word, text in zip(words, reached, strict=True))
    tile_count = page.locator("a.tile b").first.inner_text()
    page.locator("a.tile").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/schools?category=Causing+Concern")
    assert page.locator("h1").inner_text().startswith(tile_count)


def test_links_stay_in_the_same_tab(server: str, visit: Visit) -> None:
    page = visit(server)
    page.get_by_role("link", name="April 2021").click()
    page.wait_for_url("**/?neighbours=2021-04")
    page.locator('.choice [aria-current="true"]', has_text="April 2021").wait_for()
    assert len(page.context.pages) == 1


def test_the_page_has_a_title_a_language_and_one_first_heading(server: str, visit: Visit) -> None:
    page = visit(server)
    assert page.title() == "City overview – School improvement"
    assert page.evaluate("document.documentElement.lang") == "en"
    levels = [
        int(tag[1]) for tag in page.evaluate("[...document.querySelectorAll('h1,h2,h3')].map(h => h.tagName)")
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_copying_the_link_says_so(server: str, visit: Visit) -> None:
    page = visit(server)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    page.get_by_role("button", name="Link copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_a_stock_menu_or_deploy_button_is_not_there(server: str, visit: Visit) -> None:
    page = visit(server)
    assert page.locator('[data-testid="stMainMenu"], [data-testid="stAppDeployButton"]').count() == 0


def test_on_a_telephone_the_page_is_one_column_and_the_navigation_can_be_opened(
    server: str, visit: Visit
) -> None:
    page = visit(server)
    page.set_viewport_size({"width": 360, "height": 740})
    page.reload()
    page.locator("h1").wait_for()
    page.locator('[data-testid="stExpandSidebarButton"]').click()
    page.get_by_role("link", name="About the data", exact=True).first.wait_for()


@pytest.mark.parametrize("path", [*PATHS, "/about_data?file=3"])
def test_nothing_but_tables_scrolls_sideways_at_320(server: str, visit: Visit, path: str) -> None:
    page = visit(f"{server}{path}")
    page.set_viewport_size({"width": 320, "height": 640})
    page.reload()
    page.locator("h1").wait_for()
    page.locator(".eif table, .eif .rag").first.wait_for(state="attached")
    assert max(page.evaluate(OVERFLOW)) <= 0
