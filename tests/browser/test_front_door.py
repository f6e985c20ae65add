"""Nothing is answered outside the app's own navigation, whichever address comes first on a fresh server.

Streamlit runs the files of a folder called `pages` that lies beside its script, until navigation has been
called once. Then a page opened first would be blank today, and past the sign-in tomorrow.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

NAVIGATION = [
    *("Overview", "Schools", "Trends", "Targets", "Early warnings", "What changed"),
    *("My caseload", "Caseload", "Priority list", "Support exchange", "Boards", "To put right"),
    *("Framework", "Indicators", "Data", "Import and export", "About the data"),
]
ADDRESSES = {
    "schools": "schools",
    "school": "school",
    "about_data": "accounted for",
    "provenance": "no such figure",
    "trends": "england in",
    "framework": "thresholds are proposed",
    "targets": "can be measured",
    "indicators": "indicators",
    "my_caseload": "everybody",
    "caseload": "team",
    "changes": "changed since",
    "school_changes": "choose a school",
    "school_history": "choose a school",
}


def own_navigation(page: Page) -> list[str]:
    return page.locator('[data-testid="stSidebarNavLink"]').all_inner_texts()


@pytest.mark.parametrize("first", sorted(ADDRESSES))
def test_a_page_opened_first_is_drawn_by_the_apps_own_navigation(
    fresh_server: str, visit: Callable[[str], Page], first: str
) -> None:
    page = visit(f"{fresh_server}/{first}")
    assert own_navigation(page) == NAVIGATION
    assert ADDRESSES[first] in page.locator("h1").inner_text().lower()
    assert page.locator(".eif .top").count() == 1


@pytest.mark.parametrize("first", ["overview", "front", "app", "__init__"])
def test_an_address_that_is_only_a_files_name_shows_nothing_of_its_own(
    fresh_server: str, visit: Callable[[str], Page], first: str
) -> None:
    page = visit(f"{fresh_server}/{first}")
    assert own_navigation(page) == NAVIGATION
    assert "Causing Concern" in page.locator("h1").inner_text()


def test_the_navigation_leads_to_the_addresses_tested(server: str, visit: Callable[[str], Page]) -> None:
    links = visit(server).locator('[data-testid="stSidebarNavLink"]').all()
    assert [link.get_attribute("href") for link in links] == [
        f"{server}/",
        f"{server}/schools",
        f"{server}/trends",
        f"{server}/targets",
        f"{server}/warnings",
        f"{server}/changes",
        f"{server}/my_caseload",
        f"{server}/caseload",
        f"{server}/priority",
        f"{server}/exchange",
        f"{server}/boards",
        f"{server}/todo",
        f"{server}/framework",
        f"{server}/indicators",
        f"{server}/data",
        f"{server}/import_export",
        f"{server}/about_data",
    ]
