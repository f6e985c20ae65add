"""Can every text on every page be read against its ground?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page

FAINT = Path(__file__).with_name("faint_text.js").read_text(encoding="utf-8")
PAGES = (
    "", "schools", "trends", "targets", "warnings", "changes", "my_caseload", "caseload", "priority",
    "exchange", "boards", "todo", "framework", "framework?view=simulator", "indicators", "data",
    "import_export", "about_data",
)  # fmt: skip
SCHOOL_PAGES = (
    "school", "school_judgements", "school_plan", "school_contacts", "school_visits", "school_ladder",
    "school_changes", "school_history",
)  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_no_text_is_fainter_than_four_and_a_half_to_one(
    server: str, visit: Callable[[str], Page], address: str
) -> None:
    assert visit(f"{server}/{address}").evaluate(FAINT) == []


def test_faint_text_is_found(server: str, visit: Callable[[str], Page]) -> None:
    page = visit(f"{server}/about_data")
    page.evaluate("document.querySelector('h1').style.color = '#b0b8c0'")
    (found,) = page.evaluate(FAINT)
    assert page.locator("h1").inner_text().startswith(found.split(" ", 1)[1][:20])


@pytest.mark.parametrize("view", SCHOOL_PAGES)
def test_nor_on_the_pages_of_a_school(server: str, visit: Callable[[str], Page], view: str) -> None:
    link = visit(f"{server}/schools").locator('a[href*="urn="]').first
    urn = parse_qs(urlsplit(link.get_attribute("href") or "").query)["urn"][0]
    assert visit(f"{server}/{view}?urn={urn}").evaluate(FAINT) == []
