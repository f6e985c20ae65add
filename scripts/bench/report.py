"""Where do the figures go? Into docs/performance.md, with the machine and the date."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

from eif.config import ROOT
from scripts.bench.timing import Measured

PAGE = ROOT / "docs" / "performance.md"

HEAD = """# Measured speed

Written by `make bench`. Each line compares the product with the bare minimum for the same work, run in turn
on one machine; medians. Ratios travel between machines better than times do. No test asserts a time.

"""


def table(lines: Sequence[Measured]) -> str:
    """The figures as a Markdown table."""
    rows = [
        "| what | ours | compared with | theirs | ratio | runs |",
        "| --- | ---: | --- | ---: | ---: | ---: |",
    ]
    rows += [
        f"| {m.what} | {_time(m.ours)} | {m.baseline_name} | {_time(m.baseline)} | {m.ratio:.1f} | {m.runs} |"
        for m in lines
    ]
    return "\n".join(rows)


def write(lines: Sequence[Measured], notes: Sequence[str]) -> Path:
    """Write the page and return where it lies."""
    libraries = ", ".join(
        f"{name} {version(name)}" for name in ("duckdb", "streamlit", "pyarrow", "openpyxl")
    )
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    told = "\n".join(f"- {note}" for note in notes)
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(
        f"{HEAD}{date.today().isoformat()}, {machine}; {libraries}.\n\n{table(lines)}\n\n{told}\n", "utf-8"
    )
    return PAGE


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"
