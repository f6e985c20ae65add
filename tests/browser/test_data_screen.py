"""A file is uploaded in the browser, looked at, published, and seen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from conftest import serving
from playwright.sync_api import Page, expect

from tests.conftest import settings_for
from tests.fixtures.tiny import load_files, write_absence

SLOW = 120_000


def test_a_file_is_uploaded_published_and_seen(tmp_path: Path, visit: Callable[[str], Page]) -> None:
    settings = settings_for(tmp_path / "home")
    load_files(settings, write_absence(tmp_path / "before", {"103100": "4.1"}))
    given = write_absence(tmp_path / "after", {"103100": "5.2"}, name="new.csv")
    with serving(settings.home, tmp_path / "log.txt") as address:
        page = visit(f"{address}/data")
        assert page.locator("h1").inner_text() == "Load files"
        page.set_input_files('input[type="file"]', given)
        page.get_by_label("Your name and role").fill("Ann Officer")
        year = page.get_by_label("Year of files that do not say theirs")
        year.fill("2018/19")
        year.press("Enter")
        page.get_by_role("button", name="Check these files").click()
        page.get_by_role("button", name="Publish").wait_for(timeout=SLOW)
        expect(page.locator("h1")).to_contain_text("1 file ready to publish", timeout=SLOW)
        assert "If you publish this" in page.inner_text("body")
        why = page.locator(".st-key-decide_reason textarea")
        why.fill("The school confirmed it")
        why.press("Control+Enter")
        page.get_by_role("button", name="Publish").click()
        page.get_by_text("Published: release").wait_for(timeout=SLOW)
        school = visit(f"{address}/provenance?urn=103100&indicator=abs_overall&group=all&period=2018/19")
        assert school.locator("h1").inner_text() == "5.2% stands in row 2 of new.csv"
        assert "Ann Officer" in school.inner_text("body")
        assert "Published" in visit(f"{address}/data?view=history").inner_text("body")
