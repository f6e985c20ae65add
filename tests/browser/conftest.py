"""How do browser tests start the app on a free port of this machine, and open it in Chromium?"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

REPO = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome")
START_SECONDS = 60


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the browser tests on one worker: they share a server and a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def serving(home: Path, log: Path) -> Iterator[str]:
    """Serve `home` as `python -m eif serve` does and give the server's address; it stops on the way out."""
    address = f"http://127.0.0.1:{(port := free_port())}"
    command = [sys.executable, "-m", "eif", "serve", "--port", str(port)]
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, cwd=REPO, env=os.environ | {"EIF_HOME": str(home)}, stdout=output, stderr=output
        )
        try:
            _wait(server, f"{address}/_stcore/health", log)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait(server: subprocess.Popen[bytes], health: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(health, timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"the app did not start:\n{log.read_text(errors='replace')}")


@pytest.fixture(scope="session")
def server(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of one server on the demonstration city, shared by the tests that need no fresh one."""
    with serving(demo_home, tmp_path_factory.mktemp("server") / "log.txt") as address:
        yield address


@pytest.fixture
def fresh_server(demo_home: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a server that nobody has asked for anything yet."""
    with serving(demo_home, tmp_path / "log.txt") as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as this system has it; tests are skipped where it has none."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip(f"no Chromium here: none of {', '.join(NAMES)} is on the path")
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=path)
        yield chromium
        chromium.close()


@pytest.fixture
def screen(browser: Browser) -> Iterator[Page]:
    """A new visitor at 1366 x 768."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    yield context.new_page()
    context.close()


@pytest.fixture
def hosts(screen: Page) -> set[str]:
    """The hosts that the visitor's browser has asked for anything so far."""
    asked: set[str] = set()

    def note(request: Request) -> None:
        address = urlsplit(request.url)
        asked.add(address.netloc or address.scheme)

    screen.on("request", note)
    return asked


@pytest.fixture
def visit(screen: Page) -> Callable[[str], Page]:
    """Open an address and wait until its page has said its finding."""

    def open_page(address: str) -> Page:
        screen.goto(address)
        screen.locator('h1, [data-testid="stException"]').first.wait_for(timeout=30_000)
        failed = screen.locator('[data-testid="stException"]')
        assert failed.count() == 0, f"{address} failed: {failed.inner_text()}"
        screen.locator('[data-testid="stStatusWidget"]').wait_for(state="detached", timeout=30_000)
        return screen

    return open_page
