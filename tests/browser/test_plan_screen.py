"""A support plan in a real browser: pressed twice, too long, full of markup, half typed, changed by two."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from eif.snapshot import Snapshot
from tests.browser.conftest import serving

TRAP = "<img src=x onerror=document.title='hacked'> ![x](http://host.invalid/b.png) **bold**"


@pytest.fixture(scope="module")
def place(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a server with casework of its own, and its home."""
    home = tmp_path_factory.mktemp("plan") / "home"
    home.mkdir()
    (home / "releases").symlink_to(demo_home / "releases")
    with serving(home, home.parent / "log.txt") as address:
        yield address, home


def titles(home: Path) -> list[str]:
    """The plans that were begun or changed, as the journal has it."""
    lines = [line for file in (home / "journal").rglob("*.jsonl") for line in file.read_text().splitlines()]
    events = [json.loads(line)["event"] for line in lines]
    plans = [event for event in events if event.get("noun") == "support_plan"]
    return [json.loads(event["after"])["title"] for event in plans]


def plan_of(address: str, snapshot: Snapshot, number: int) -> str:
    """The page of the plan of one school: each test has its own."""
    schools = sorted(row.urn for row in snapshot.rows("screen_school", listed=True))
    return f"{address}/school_plan?urn={schools[number]}"


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.get_by_role("heading", level=1).wait_for(timeout=30_000)
    page.get_by_label("Title", exact=True).wait_for(timeout=30_000)
    return page


def settled(page: Page) -> None:
    """Wait until the page has taken in what was just done."""
    page.wait_for_timeout(400)  # what was typed has first to reach the server
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(timeout=30_000)


def typed(page: Page, title: str, criteria: str) -> None:
    page.get_by_label("Title", exact=True).fill(title)
    page.get_by_label("Exit criteria: the plan ends when (one a line)").fill(criteria)
    page.get_by_label("Exit criteria: the plan ends when (one a line)").press("Control+Enter")
    settled(page)


def test_a_button_pressed_twice_begins_one_plan(
    place: tuple[str, Path], screen: Page, demo_snapshot: Snapshot
) -> None:
    address, home = place
    page = opened(screen, plan_of(address, demo_snapshot, 0))
    typed(page, "Once only", "Reading at national.")
    page.get_by_role("button", name="Begin this plan").dblclick()
    expect(page.get_by_role("heading", level=1)).to_contain_text("nothing in the support plan is overdue")
    settled(page)
    assert titles(home).count("Once only") == 1


def test_what_is_too_long_is_refused_and_stays_and_markup_is_only_text(
    place: tuple[str, Path], screen: Page, demo_snapshot: Snapshot
) -> None:
    address, _ = place
    page = opened(screen, plan_of(address, demo_snapshot, 1))
    typed(page, "x" * 201, TRAP)
    page.get_by_role("button", name="Begin this plan").click()
    expect(page.get_by_role("alert").first).to_contain_text("201 characters of at most 200")
    expect(page.get_by_label("Title", exact=True)).to_have_value("x" * 201)
    page.get_by_label("Title", exact=True).fill("Short")
    page.get_by_label("Title", exact=True).press("Enter")
    settled(page)
    page.get_by_role("button", name="Begin this plan").click()
    expect(page.get_by_role("listitem").filter(has_text="onerror")).to_have_text(TRAP)
    assert "hacked" not in page.title()
    assert page.locator("img[src='x'], img[src*='host.invalid']").count() == 0


def test_what_was_half_typed_is_there_after_the_page_was_left(
    place: tuple[str, Path], screen: Page, demo_snapshot: Snapshot
) -> None:
    address, home = place
    page = opened(screen, plan_of(address, demo_snapshot, 2))
    typed(page, "Half a plan", "Not yet known.")
    page.goto("about:blank")
    opened(page, plan_of(address, demo_snapshot, 2))
    expect(page.get_by_label("Title", exact=True)).to_have_value("Half a plan")
    expect(page.get_by_role("status").filter(has_text="Your draft of")).to_be_visible()
    assert "Half a plan" not in titles(home)


def test_two_people_at_one_plan_are_shown_both_texts(
    place: tuple[str, Path], screen: Page, browser: Browser, demo_snapshot: Snapshot
) -> None:
    address, home = place
    page = opened(screen, plan_of(address, demo_snapshot, 3))
    typed(page, "Before", "Reading at national.")
    page.get_by_role("button", name="Begin this plan").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("nothing in the support plan is overdue")
    other = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    for visitor, who in ((page, ""), (other, "&as=School+improvement+officer")):
        visitor.goto(f"{plan_of(address, demo_snapshot, 3)}&do=plan{who}")
        visitor.get_by_label("Title", exact=True).wait_for(timeout=30_000)
        settled(visitor)
        expect(visitor.get_by_label("Title", exact=True)).to_have_value("Before")
    for visitor, title in ((other, "Theirs"), (page, "Mine")):
        visitor.get_by_label("Title", exact=True).fill(title)
        visitor.get_by_label("Title", exact=True).press("Enter")
        settled(visitor)
        visitor.get_by_role("button", name="Save the plan").click()
        settled(visitor)
    alert = page.get_by_role("alert").first
    expect(alert).to_contain_text("Changed by School improvement officer")
    expect(alert).to_contain_text("Theirs")
    expect(page.get_by_label("Title", exact=True)).to_have_value("Mine")
    assert "Theirs" in titles(home)
    assert "Mine" not in titles(home)
    page.get_by_role("button", name="Save mine as the next version").click()
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    assert "Mine" in titles(home)
