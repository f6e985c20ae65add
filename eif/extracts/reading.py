"""What does reading one file give back?

A description, and the staged rows as Arrow files in a folder, so that whoever reads a file need not be
whoever puts its rows into a database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from eif.extracts.errors import ExtractError, YearError
from eif.extracts.outcome import FileOutcome
from eif.extracts.read import ExtractFile, Recognition
from eif.extracts.rows import latest_change
from eif.extracts.told import years_told


@dataclass(frozen=True)
class Reading:
    """One file, read: what it is, what became of it, and where its rows lie.

    It is `member` of the archive at `path`, or lies there itself; `container` is the fingerprint of what lies
    there where that is an archive or was packed. `sha256` and `size` are of its contents, None where it could
    not be opened. `period` is the year it was given or found for, None where its rows say theirs;
    `register_date` (ISO) how new a whole register is. `stated` is the period it was read with; `wants` the
    subject under which another file may say its year, where nothing else does; `tells` subject -> the year
    that this file gives. `tables` is staging table -> Arrow files with its rows, in order, without
    `extract_id`: empty where the
    outcome is a refusal.
    """

    outcome: FileOutcome
    path: Path
    member: str | None = None
    container: str | None = None
    sha256: str | None = None
    size: int = 0
    period: str | None = None
    register_date: str | None = None
    stated: str | None = None
    wants: str | None = None
    tells: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name by which the file is spoken of."""
        return self.outcome.name

    def to_json(self) -> dict[str, Any]:
        """The same as plain lists and texts."""
        tables = {name: [str(path) for path in paths] for name, paths in self.tables.items()}
        return vars(self) | {"outcome": asdict(self.outcome), "path": str(self.path), "tables": tables}

    @staticmethod
    def from_json(given: Mapping[str, Any]) -> Reading:
        """What `to_json` wrote."""
        tables = {name: tuple(map(Path, paths)) for name, paths in given["tables"].items()}
        outcome = FileOutcome(**given["outcome"])
        return Reading(**{**given, "outcome": outcome, "path": Path(given["path"]), "tables": tables})


def refused(file: ExtractFile, error: ExtractError) -> Reading:
    """The reading of a file that could not be opened or recognised."""
    outcome = FileOutcome(file.known_as, None, False, str(error), check=error.check)
    wants = error.told_by if isinstance(error, YearError) else None
    return Reading(outcome, file.path, file.member, stated=file.period, wants=wants)


def describe(
    file: ExtractFile,
    found: Recognition,
    outcome: FileOutcome,
    tables: Mapping[str, tuple[Path, ...]] | None = None,
) -> Reading:
    """The reading of a recognised file."""
    latest = latest_change(found)
    return Reading(
        outcome=outcome,
        path=file.path,
        stated=file.period,
        member=file.member,
        container=found.container,
        sha256=found.sha256,
        size=found.size,
        # A return is known by the time it describes: the next one may have the same name.
        period=outcome.period if found.layout.dataset else found.period,
        register_date=latest.isoformat() if latest else None,
        tells=years_told(found),
        tables=tables or {},
    )


def write_tables(folder: Path, tables: Mapping[str, Sequence[pa.Table]]) -> dict[str, tuple[Path, ...]]:
    """Write the rows of each staging table to Arrow files in `folder`; no file where there are no rows."""
    folder.mkdir(parents=True)
    written: dict[str, tuple[Path, ...]] = {}
    for name, parts in tables.items():
        paths = {folder / f"{name}.{part}.arrow": rows for part, rows in enumerate(parts) if rows.num_rows}
        for path, rows in paths.items():
            with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, rows.schema) as writer:
                writer.write_table(rows)
        if paths:
            written[name] = tuple(paths)
    return written


def open_table(path: Path) -> pa.Table:
    """The rows of an Arrow file, mapped and not copied into memory."""
    return pa.ipc.open_file(pa.memory_map(str(path))).read_all()
