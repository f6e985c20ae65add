"""How is a load, a release or a table told on a terminal?

Plain words and plain tables: they read the same on a screen, in a log and through a screen reader.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.markup import escape as escape_markup
from rich.table import Table

from eif.load import LoadReport
from eif.outputs.screened import show_effect, show_screening
from eif.snapshot import Snapshot
from eif.warehouse.check import Finding
from eif.warehouse.ledger import FileLedger
from eif.warehouse.publish import Release

# Where output goes to a file or a pipe there is no width to fit into.
UNBOUND = 200


def console(*, error: bool = False) -> Console:
    """A console for the results (or, with `error`, for progress and problems)."""
    stream = sys.stderr if error else sys.stdout
    return Console(file=stream, highlight=False, width=None if stream.isatty() else UNBOUND)


def escape(text: str) -> str:
    """Write text from data so that it neither styles the terminal nor commands it.

    Control characters and those that turn the direction of reading are written as `\\x1b` and `\\u202e`.
    """
    shown = "".join(
        each if each == "\n" or unicodedata.category(each) not in ("Cc", "Cf") else ascii(each)[1:-1]
        for each in text
    )
    return escape_markup(shown)


def table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], numbers: Sequence[str] = ()
) -> Table:
    """Rows under one header; columns named in `numbers` are set to the right. None shows as nothing."""
    drawn = Table(
        title=title or None, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False
    )
    for column in columns:
        drawn.add_column(column, justify="right" if column in numbers else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*(_text(value) for value in row))
    return drawn


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else escape(str(value))


def show_load(out: Console, report: LoadReport) -> None:
    """Everything a load has to tell: files, ledger, refusals, checks, and what is served now."""
    for note in report.notes:
        out.print(escape(note))
    if report.ledgers:
        _show_ledger(out, report.ledgers)
    known = [file for file in report.files if file.state == "known"]
    for file in known:
        out.print(f"{escape(file.name)}: {escape(file.message)}")
    for file in report.refused:
        out.print(f"[bold red]Refused[/] [bold]{escape(file.name)}[/]\n  {escape(file.message)}")
    show_screening(out, report.screening, report.because)
    if report.findings:
        show_findings(out, report.findings)
    if report.effect:
        show_effect(out, report.effect, published=report.release is not None)
    _show_outcome(out, report)


def _show_ledger(out: Console, ledgers: Sequence[FileLedger]) -> None:
    """One row a file. What is nought in every file (padded rows, for one) gets no column."""
    columns: dict[str, list[object]] = {
        "File": [each.file_name for each in ledgers],
        "Recognised as": [each.layout_title for each in ledgers],
        "Period": [each.period for each in ledgers],
        "Rows": [each.rows_in for each in ledgers],
        "of these left out": [each.rows_left_out for each in ledgers],
        "set aside": [each.rows_rejected for each in ledgers],
        "padded": [each.rows_padded for each in ledgers],
        "joined": [each.rows_joined for each in ledgers],
        "Cells": [each.cells for each in ledgers],
        "= values": [each.values for each in ledgers],
        "+ missing": [missing(each) for each in ledgers],
        "+ rejected": [each.rejected for each in ledgers],
        "Missing, by code": [
            ", ".join(f"{code or 'blank'} {cells:,}" for code, cells in each.missing) for each in ledgers
        ],
    }
    sometimes = ("of these left out", "set aside", "padded", "joined", "+ rejected")
    shown = {name: column for name, column in columns.items() if name not in sometimes or any(column)}
    numbers = [name for name, column in shown.items() if isinstance(column[0], int)]
    out.print(table("Files read", list(shown), zip(*shown.values(), strict=True), numbers))
    cells, values = sum(each.cells for each in ledgers), sum(each.values for each in ledgers)
    lost, rejected = sum(missing(each) for each in ledgers), sum(each.rejected for each in ledgers)
    unequal = [each.file_name for each in ledgers if not each.balances]
    verdict = f"The ledger does not balance in {', '.join(unequal)}" if unequal else "The ledger balances"
    out.print(
        f"{escape(verdict)}: {cells:,} cells = {values:,} values + {lost:,} missing + {rejected:,} rejected."
    )


def missing(ledger: FileLedger) -> int:
    """Cells of a file that hold a missing code or nothing."""
    return sum(cells for _, cells in ledger.missing)


def show_findings(out: Console, findings: Sequence[Finding]) -> None:
    """How many checks passed, and each that did not, with examples and what to do."""
    failed = [finding for finding in findings if not finding.passed]
    out.print(f"Checks: {len(findings) - len(failed)} of {len(findings)} passed.")
    for finding in failed:
        kind = "[bold red]Stops the release[/]" if finding.stops else "[bold]Note[/]"
        out.print(f"{kind} {escape(finding.title)}: {finding.problems:,} found.")
        for example in finding.examples:
            out.print(f"  {escape(example)}")
        out.print(f"  {escape(finding.what_to_do)}")


def _show_outcome(out: Console, report: LoadReport) -> None:
    if report.release:
        out.print(f"[bold]Published release {report.release}.[/] It is served from the next page on.")
    elif report.stopped:
        out.print("[bold]Nothing was published;[/] the previous release, if any, is still served.")
    elif report.dry_run and report.findings:
        out.print("[bold]Dry run:[/] this would be published. Nothing was kept or changed.")
    elif report.nothing_new:
        out.print("[bold]Nothing new:[/] the release being served holds these files already.")
    else:
        out.print("[bold]Nothing was published;[/] the previous release, if any, is still served.")
    if report.changed:
        out.print(f"Differs from the release it was built from in: {', '.join(report.changed)}.")
    elif report.changed is not None:
        out.print("Every table holds what it held in the release it was built from.")
    if report.hint:
        out.print(escape(report.hint))


def show_releases(out: Console, releases: Sequence[Release]) -> None:
    """The kept releases, newest first."""
    rows = [
        (
            "served" if each.is_current else "",
            *(each.name, f"{each.published_at:%d %b %Y %H:%M} UTC", f"{each.as_at:%d %b %Y}", each.extracts),
            *(f"{each.bytes / 1e6:.1f} MB", "demonstration" if each.demo else "real"),
        )
        for each in releases
    ]
    columns = ["", "Release", "Published", "As at", "Extracts", "Size", "Data"]
    out.print(table("", columns, rows, numbers=["Extracts", "Size"]))


def show_status(out: Console, snapshot: Snapshot) -> None:
    """What is served, and each file behind it."""
    release = snapshot.read("screen_release").iloc[0]
    data = "Demonstration data: fictional schools" if release.demo else "Real data"
    out.print(
        f"[bold]Release {release.release}[/], published {release.published_at:%d %b %Y %H:%M} UTC. {data}."
    )
    out.print(
        f"{release.home_la_name}: {release.schools_listed:,} open state-funded schools, results "
        f"{release.oldest_school_period} to {release.latest_school_period}, as at {release.as_at:%d %b %Y}. "
        f"Framework {release.framework}; neighbours {escape(str(release.neighbour_set_title))}."
    )
    rows = snapshot.query("""
        select
            file_name, layout_title, period, rows_in, cells, value_cells,
            strftime(loaded_at, '%d %b %Y'), loaded_by,
        from screen_source
        order by extract_id
    """).fetchall()
    titles = ["File", "Recognised as", "Period", "Rows", "Cells", "Values", "Loaded", "By"]
    out.print(table("Files", titles, rows, numbers=titles[3:6]))
