"""Which framework versions are here, and how does an accepted workbook become a draft among them?

A draft lies in the installation's own folder and changes nothing by itself: `eif.toml` names the version in
force.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from eif.framework.check import check_versions
from eif.framework.read import Framework, FrameworkError, Version, read_framework, read_version
from eif.framework.tables import TABLES
from eif.framework.workbook import ABOUT, Fault, WorkbookError

_NAME = re.compile(r"[0-9a-z][0-9a-z.-]{2,39}")


@dataclass(frozen=True)
class KeptVersion:
    """One version on disk; `fault` says why it cannot be used, where it cannot."""

    path: Path
    version: str
    title: str
    valid_from: date | None
    fault: str


def kept_versions(folders: Sequence[Path]) -> tuple[KeptVersion, ...]:
    """Every version in `folders`, oldest name first; one that cannot be read is there with its fault."""
    found = []
    for path in sorted(path.parent for folder in folders for path in folder.glob("*/framework.toml")):
        try:
            version, title, valid_from, _ = read_framework(path).about
            found.append(KeptVersion(path, version, title, valid_from, ""))
        except FrameworkError as error:
            found.append(KeptVersion(path, path.name, path.name, None, str(error)))
    return tuple(sorted(found, key=lambda each: each.version))


def save_draft(framework: Framework, folder: Path, others: Sequence[KeptVersion]) -> Path:
    """Write a version into `folder` as a draft, whole or not at all, and return its own folder.

    Raises WorkbookError when its name is not one, or it overlaps a version that is already there.
    """
    version, _, valid_from, _ = framework.about
    faults = []
    if not _NAME.fullmatch(version):
        faults.append("version must be 3 to 40 small letters, digits, dots and hyphens, such as 2027-02.")
    if version in {other.version for other in others}:
        faults.append(f"version {version} is already here. Give the draft a name of its own.")
    elif not faults:
        faults += _overlap(Version(version, valid_from, None, False), others)
    if faults:
        raise WorkbookError([Fault(ABOUT, None, fault) for fault in faults])
    path = folder / version
    draft = folder / f".{version}.draft"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    write_framework(framework, draft)
    draft.rename(path)
    return path


def _overlap(draft: Version, others: Sequence[KeptVersion]) -> list[str]:
    """Why the draft could not come into force beside the versions that hold, if it could not."""
    try:
        check_versions([draft, *(read_version(other.path) for other in others if not other.fault)])
    except FrameworkError as error:
        return [str(error)]
    return []


def write_framework(framework: Framework, folder: Path) -> None:
    """Write a version's files into `folder`, as `read_framework` reads them."""
    version, title, valid_from, source = framework.about
    lines = [
        f"version = {_quoted(version)}",
        f"title = {_quoted(title)}",
        f"valid_from = {valid_from.isoformat()}",
        "draft = true",
        f"page_source = {_quoted(source)}",
    ]
    (folder / "framework.toml").write_text("\n".join(lines) + "\n", "utf-8")
    for table in TABLES:
        with (folder / table.file).open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle, lineterminator="\n")
            writer.writerow(table.columns)
            for row in framework.rows[table.name]:
                writer.writerow([cell_text(row[name]) for name in table.columns])


def cell_text(value: Any) -> str:
    """A typed value as a cell of the files: yes or no, parts with `;`, days as 2026-02-01."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ";".join(str(part) for part in value)
    if isinstance(value, float):
        return f"{value:g}" if float(f"{value:g}") == value else repr(value)
    return str(value)


def _quoted(text: str) -> str:
    """A TOML string: JSON's escapes are among TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
