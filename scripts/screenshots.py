"""Draw docs/screenshots from a fresh demonstration city: `make screenshots`.

Makes and publishes the city in a temporary folder, lets a year of casework be lived in it, serves it, and
takes each page at 1366 x 768. The city's seed is fixed, so the pictures change only when the product does.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from eif.config import ROOT, load_settings
from eif.snapshot import open_snapshot

OUT = ROOT / "docs" / "screenshots"
SIZE = {"width": 1366, "height": 768}
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
# The city is rated as at this day, so that a picture taken later is the same picture.
AS_AT = "2026-11-22"
START_SECONDS = 60


def main() -> None:
    """Make the city, serve it and take the pictures."""
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if chromium is None:
        raise SystemExit("No Chromium here. Install it (Debian: apt install chromium) and run this again.")
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home, files = Path(folder, "home"), Path(folder, "demo")
        run(home, "demo", str(files))
        run(home, "load", str(files), "--as-at", AS_AT, "--by", "A. Officer")
        run(home, "demo-year")
        with served(home) as address, sync_playwright() as play:
            browser = play.chromium.launch(executable_path=chromium)
            page = browser.new_page(viewport=SIZE)
            for name, path in pages(home).items():
                page.goto(f"{address}{path}")
                page.locator("h1").wait_for()
                page.wait_for_load_state("networkidle")
                # Charts draw themselves after the page has been sent.
                page.wait_for_timeout(1_500)
                page.screenshot(path=OUT / f"{name}.png")
                shrink(OUT / f"{name}.png")
                print(f"{(OUT / name).relative_to(ROOT)}.png  {page.locator('h1').inner_text()}")
            browser.close()


def pages(home: Path) -> dict[str, str]:
    """Return the pictures' names and addresses; the school has the absence furthest above England's."""
    snapshot = open_snapshot(replace(load_settings(), home=home))
    listed = snapshot.read("screen_school", listed=True, phase="secondary")["urn"]
    absence = snapshot.read(
        "screen_indicator", indicator="abs_overall", pupil_group="all", is_latest=True, urn=list(listed)
    )
    story = absence.sort_values("gap_national", ascending=False).iloc[0]
    # The school of most concern has a plan, visits and steps to show.
    helped = snapshot.rows("screen_caseload")[0]
    return {
        "overview": "/",
        "schools": "/schools?phase=Secondary",
        "school": f"/school?urn={story.urn}",
        "provenance": f"/provenance?urn={story.urn}&indicator=abs_overall&group=all&period={story.period}",
        "returns": "/data?view=returns",
        "about_data": "/about_data",
        "trends": "/trends?indicator=abs_overall&phase=secondary&neighbours=both",
        "funnel": f"/trends?indicator=ks4_a8&view=funnel&urn={story.urn}",
        "ladder": f"/school?urn={story.urn}&area=attendance",
        "framework": "/framework?view=simulator",
        "targets": "/targets",
        "indicators": "/indicators",
        "caseload": "/caseload",
        "my_caseload": "/my_caseload",
        "plan": f"/school_plan?urn={helped.urn}",
        "visits": f"/school_visits?urn={helped.urn}",
        "changes": f"/school_changes?urn={helped.urn}&since=year",
        "exchange": "/exchange",
    }


def shrink(picture: Path) -> None:
    """Keep the 256 colours that matter: the pages have few, and the file becomes a third as large."""
    few = Image.open(picture).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    few.save(picture, optimize=True)


def run(home: Path, *arguments: str) -> None:
    """Run a command of the product, with everything it keeps in `home`."""
    command = [sys.executable, "-m", "eif", *arguments]
    subprocess.run(command, check=True, cwd=ROOT, env=environment(home), stdout=subprocess.DEVNULL)


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Serve `home` on a free port of this machine until the work is done."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "eif", "serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env=environment(home), stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/_stcore/health")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(health: str) -> None:
    """Wait until the server answers."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(health, timeout=1).close()  # noqa: S310  our own address
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def environment(home: Path) -> dict[str, str]:
    """Return the environment in which the product keeps everything in `home`."""
    return os.environ | {"EIF_HOME": str(home)}


if __name__ == "__main__":
    main()
