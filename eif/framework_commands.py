"""What can be done with framework versions from the command line? See `python -m eif framework --help`."""

from __future__ import annotations

from pathlib import Path

import click

from eif.config import Settings
from eif.framework import FOLDER, Framework, FrameworkError, check_framework, read_framework
from eif.framework.versions import KeptVersion, cell_text, kept_versions, save_draft
from eif.framework.workbook import read_workbook
from eif.outputs.framework_book import write_framework_book
from eif.outputs.moves_book import WHAT, reasons
from eif.outputs.terminal import console, table
from eif.simulate import Change, Moves, changes_between, readable, try_framework
from eif.snapshot import NoReleaseError, Snapshot, open_snapshot

MOST = 40


@click.group("framework")
def framework_commands() -> None:
    """Framework versions as workbooks: write one, check one, compare one, keep one as a draft."""


@framework_commands.command("export")
@click.argument("version", required=False)
@click.option(
    "--to", "out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Workbook to write."
)
@click.pass_obj
def export(settings: Settings, version: str | None, out: Path) -> None:
    """Write VERSION (the one in force if not given) as a workbook to read, mark and give back."""
    path = _path(settings, version) if version else settings.framework_folder
    out.write_bytes(write_framework_book(read_framework(path)))
    click.echo(f"Wrote {out}: framework {path.name}.")


@framework_commands.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def check(settings: Settings, file: Path) -> None:
    """Say whether a workbook holds a version that can be used; if not, where and why, and exit code 2."""
    framework = _given(settings, str(file))
    rules, thresholds = len(framework.rows["rule"]), len(framework.rows["threshold"])
    click.echo(f"Sound: {framework.about[0]}, {rules} rules, {thresholds} thresholds.")


@framework_commands.command("diff")
@click.argument("other", metavar="WORKBOOK_OR_VERSION")
@click.pass_obj
def diff(settings: Settings, other: str) -> None:
    """Show in which cells another version differs from the one in force, and which schools it moves."""
    snapshot = open_snapshot(settings)
    draft = _given(settings, other)
    changes = changes_between(snapshot.rules, draft)
    out = console()
    out.print(table(f"{draft.about[0]} against {snapshot.framework}", COLUMNS, map(_line, changes[:MOST])))
    if len(changes) > MOST:
        out.print(f"and {len(changes) - MOST} more differences.")
    _show(try_framework(snapshot, draft), snapshot)


@framework_commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def keep(settings: Settings, file: Path) -> None:
    """Keep a workbook's version as a draft of this installation. What is in force does not change."""
    path = save_draft(_given(settings, str(file)), settings.frameworks, _kept(settings))
    click.echo(f"Kept {path.name} as a draft in {path.parent}. It is in force only when eif.toml names it.")


COLUMNS = ("Table", "Row", "Column", "In force", "Draft")


def _line(change: Change) -> tuple[str, str, str, str, str]:
    row = ", ".join(str(part) for part in change.key if part is not None)
    name = change.file.removesuffix(".csv")
    if change.column is None:
        return (name, row, "whole row", *(("there", "gone") if change.before else ("", "new")))
    return (name, row, change.column, cell_text(change.before), cell_text(change.after))


def _show(found: Moves, snapshot: Snapshot) -> None:
    out = console()
    counts = [
        (each.category, each.schools_before, each.schools_after, each.days_before, each.days_after)
        for each in found.counts
    ]
    heads = ("Category", "Schools now", "Schools then", "Days now", "Days then")
    out.print(table(f"Schools of release {snapshot.release}", heads, counts, numbers=heads[1:]))
    moved = [
        (school.name, WHAT[school.what], school.category_before, school.category_after,
         " ".join(reasons(school, found)))
        for school in found.schools[:MOST]
    ]  # fmt: skip
    out.print(table("Schools that move", ("School", "Move", "Now", "Then", "Why"), moved))
    if len(found.schools) > MOST:
        out.print(f"and {len(found.schools) - MOST} more schools.")
    out.print(f"Schools that move: {len(found.schools)}. Days {found.days_before:g} to {found.days_after:g}.")


def _kept(settings: Settings) -> tuple[KeptVersion, ...]:
    return kept_versions([FOLDER, settings.frameworks])


def _path(settings: Settings, version: str) -> Path:
    for each in _kept(settings):
        if each.version == version:
            return each.path
    known = ", ".join(each.version for each in _kept(settings))
    raise FrameworkError(f"There is no framework version {version!r}. Versions here: {known}.")


def _given(settings: Settings, other: str) -> Framework:
    """The version of a workbook, checked against what is loaded where anything is; or one that is kept."""
    if not Path(other).is_file():
        framework = read_framework(_path(settings, other))
        check_framework(framework)
        return framework
    try:
        snapshot = open_snapshot(settings)
    except NoReleaseError:
        return read_workbook(Path(other).read_bytes())
    return read_workbook(Path(other).read_bytes(), *readable(snapshot))
