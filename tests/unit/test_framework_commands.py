"""Framework versions on the command line: written, checked, compared and kept."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from eif.cli import cli
from eif.framework import FOLDER, read_framework

Run = Callable[..., Result]


@pytest.fixture
def home(demo_home: Path, tmp_path: Path) -> Path:
    """An installation of its own that serves the demonstration city."""
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "releases").symlink_to(demo_home / "releases")
    return folder


@pytest.fixture
def run(home: Path) -> Run:
    return lambda *arguments: CliRunner(env={"EIF_HOME": str(home)}).invoke(
        cli, ["framework", *map(str, arguments)]
    )


def edited(path: Path, changes: dict[tuple[str, str], tuple[int, Any]]) -> Path:
    """The workbook with other cells: (sheet, first cell of the row) to (column, value)."""
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    for (sheet, key), (column, value) in changes.items():
        row = next(row for row in book[sheet].iter_rows() if row[0].value == key)
        row[column].value = value
    book.save(path)
    return path


RENAMED = {
    ("framework", "version"): (1, "2027-02"),
    ("framework", "valid_from"): (1, date(2027, 2, 1)),
}


def test_a_version_is_written_and_found_sound(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "framework.xlsx"
    assert run("export", "--to", book).output == f"Wrote {book}: framework 2026-02.\n"
    rows = read_framework(FOLDER / "2026-02").rows
    said = f"Sound: 2026-02, {len(rows['rule'])} rules, {len(rows['threshold'])} thresholds.\n"
    assert run("check", book).output == said


def test_a_workbook_with_faults_is_refused_by_sheet_and_row(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "framework.xlsx"
    run("export", "--to", book)
    refused = run("check", edited(book, {("tiers", "Developing"): (3, "three")}))
    assert refused.exit_code == 2
    assert "Sheet tiers, row " in refused.output
    assert "days is 'three'. Write a number." in refused.output


def test_a_draft_is_kept_once_and_compared_by_name(run: Run, home: Path, tmp_path: Path) -> None:
    book = tmp_path / "framework.xlsx"
    run("export", "--to", book)
    assert "version 2026-02 is already here" in run("import", book).output

    edited(book, RENAMED | {("tiers", "Developing"): (3, 4)})
    assert run("import", book).output.startswith("Kept 2027-02 as a draft in ")
    assert read_framework(home / "frameworks" / "2027-02").about[0] == "2027-02"
    again = run("import", book)
    assert again.exit_code == 2
    assert "version 2027-02 is already here" in again.output

    told = run("diff", "2027-02").output
    assert "2027-02 against 2026-02" in told
    assert "Schools that move" in told
    by_file = run("diff", book).output
    assert by_file.splitlines()[-1] == told.splitlines()[-1]


def test_a_version_nobody_has_is_said_with_those_there_are(run: Run) -> None:
    refused = run("diff", "1999-01")
    assert refused.exit_code == 2
    assert "There is no framework version '1999-01'. Versions here: 2026-02." in refused.output
