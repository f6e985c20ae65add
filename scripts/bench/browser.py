"""How long until the whole grid stands in Chromium, cold and by navigation, compared with an empty page?"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from scripts.bench.timing import Measured, from_pairs

EMPTY = Path(__file__).parent / "empty_app.py"
RUNS = 5
LAST_ROW = "table.rag tbody tr:last-child"


def measure(schools: int) -> list[Measured]:
    """Measure both apps in turn on this machine; empty where there is no Chromium."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        print("No Chromium: the browser lines are left out.")
        return []
    ours = [sys.executable, "-m", "eif", "serve", "--port"]
    bare = [sys.executable, "-m", "streamlit", "run", str(EMPTY), "--server.headless=true",
            "--browser.gatherUsageStats=false", "--server.address=127.0.0.1", "--server.port"]  # fmt: skip
    with _server(ours) as app, _server(bare) as empty, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        _cold(browser, f"{app}/schools", LAST_ROW)
        _cold(browser, empty, "#first")
        cold = [
            (_cold(browser, f"{app}/schools", LAST_ROW), _cold(browser, empty, "#first")) for _ in range(RUNS)
        ]
        walked = [
            (
                _walk(browser, app, "About the data", "Schools", LAST_ROW),
                _walk(browser, empty, "First", "Second", "#second"),
            )
            for _ in range(RUNS)
        ]
        browser.close()
    return [
        from_pairs(f"grid of {schools} schools in Chromium, new visitor", cold, "an empty Streamlit page"),
        from_pairs(
            f"grid of {schools} schools in Chromium, by navigation", walked, "an empty Streamlit page"
        ),
    ]


@contextmanager
def _server(command: list[str]) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([*command, str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{address}/_stcore/health")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(address: str, limit: float = 60) -> None:
    give_up = time.monotonic() + limit
    while True:
        try:
            urllib.request.urlopen(address, timeout=2).close()  # noqa: S310  an address on this machine
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if time.monotonic() > give_up:
                raise
            time.sleep(0.2)
        else:
            return


def _cold(browser: Browser, address: str, last: str) -> float:
    page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    begin = time.perf_counter()
    page.goto(address)
    seconds = _until(page, last, begin)
    page.context.close()
    return seconds


def _walk(browser: Browser, address: str, first: str, then: str, last: str) -> float:
    page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    page.goto(address)
    for name in (first, then):
        link = page.get_by_test_id("stSidebarNavLink").filter(has_text=name).first
        link.wait_for()
        begin = time.perf_counter()
        link.click()
        if name == first:
            page.wait_for_timeout(1500)
    seconds = _until(page, last, begin)
    page.context.close()
    return seconds


def _until(page: Page, selector: str, begin: float) -> float:
    page.locator(selector).last.wait_for(state="attached", timeout=60_000)
    return time.perf_counter() - begin
