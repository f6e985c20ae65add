"""Measure everything once and write docs/performance.md: `make bench`.

`python -m scripts.bench --small` tries it on fewer schools and writes nothing.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from eif.config import load_settings
from eif.demo import write_demo
from eif.snapshot import open_snapshot
from eif.warehouse import current_release
from scripts.bench import browser, casework, ladder, loading, pages, snapshots, workbook
from scripts.bench.report import table, write
from scripts.bench.timing import Measured, compare


def main() -> None:
    """Make a demonstration city and a country in a temporary folder, and measure on those."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--small", action="store_true", help="a few thousand schools instead of all of England"
    )
    small = options.parse_args().small
    with tempfile.TemporaryDirectory(prefix="eif-bench-") as temporary:
        folder = Path(temporary)
        os.environ["EIF_HOME"] = str(folder / "home")
        print("Making the demonstration city and loading it ...", flush=True)
        lines = [_first_city(folder)]
        _eif("demo-year")
        settings = load_settings()
        release, snapshot = current_release(settings), open_snapshot(settings)
        listed = snapshot.read("screen_school", listed=True)
        country = folder / "city"
        if not small:
            print("Making England ...", flush=True)
            country = folder / "england"
            write_demo(country, england=True)
        for name, measure in (
            ("loading", lambda: loading.measure(country)),
            ("the snapshot", lambda: snapshots.measure(release, settings)),
            ("casework", lambda: casework.measure(settings)),
            ("pages", lambda: pages.measure(str(listed["urn"].iloc[0]))),
            ("the ladder", lambda: ladder.measure(snapshot, str(listed["urn"].iloc[0]))),
            ("Excel", lambda: workbook.measure(snapshot)),
            ("the browser", lambda: browser.measure(len(listed))),
        ):
            print(f"Measuring {name} ...", flush=True)
            lines += measure()
    print(table(lines))
    if not small:
        print(f"Written to {write(lines, _notes())}")


def _first_city(folder: Path) -> Measured:
    """Demo and load as a new user runs them, against the interpreter doing nothing: whole processes."""

    def city() -> None:
        _eif("demo", str(folder / "city"))
        _eif("load", "--replace", str(folder / "city"))

    def imports() -> None:
        subprocess.run([sys.executable, "-c", "import eif.cli, duckdb, pyarrow, pandas"], check=True)

    return compare(
        "make and publish the demonstration city", city, "starting Python and its imports", imports, runs=3
    )


def _eif(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "eif", *arguments], check=True, stdout=subprocess.DEVNULL)


def _notes() -> list[str]:
    return [
        "Reading compares the whole of staging (strict decoding, typing, duplicates, a ledger of every cell) "
        "with a parse that keeps text only.",
        "Casework, ratings and pages are those of the demonstration city's lived-in year.",
        "Page lines are reruns after warm-up, through Streamlit's own test runner, which costs both "
        "sides the same.",
        "Browser lines use a new browser context each time and share the machine with the server.",
    ]


if __name__ == "__main__":
    main()
