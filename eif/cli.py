"""What can be done from the command line? `python -m eif --help` lists it."""

from __future__ import annotations

import csv
import getpass
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
import duckdb

from eif.casework.errors import BrokenStoreError, CaseworkError
from eif.casework_commands import casework_commands
from eif.config import ConfigError, Settings, load_settings
from eif.council import School, write_templates
from eif.demo import write_demo
from eif.demo_year import live_a_year
from eif.drafts import prepare
from eif.extracts import ExtractError, LayoutError
from eif.framework import FrameworkError
from eif.framework_commands import framework_commands
from eif.load import LoadReport, load, rebuild
from eif.outputs.about import describe
from eif.outputs.asked import FilterError, read_filter
from eif.outputs.excel import write_grid
from eif.outputs.grid import narrow, read_grid, sentence
from eif.outputs.rejected import read_rejected, write_csv, write_workbook
from eif.outputs.said import what_stands_out
from eif.outputs.school_book import school_workbook
from eif.outputs.terminal import console, show_load, show_releases, show_status, table
from eif.serve import require_loopback, run_app
from eif.snapshot import NoReleaseError, SnapshotError, open_snapshot
from eif.upkeep_commands import check_casework, upkeep_commands
from eif.warehouse import ReleaseError, current_release, list_releases, rollback
from eif.warehouse.gather import gather
from eif.warehouse.sound import find_problems

# What a person can put right: told in a sentence, without a traceback.
EXPECTED = (
    *(BrokenStoreError, CaseworkError),
    *(ConfigError, ExtractError, FilterError, FrameworkError, LayoutError),
    *(NoReleaseError, ReleaseError, SnapshotError, OSError, duckdb.IOException),
)
DAY = click.DateTime(formats=["%Y-%m-%d"])


class Plain(click.Group):
    """Commands that end in a sentence and an exit code for whatever a person can put right."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; 2 where it could not do what was asked, 130 where it was stopped."""
        try:
            return super().invoke(ctx)
        except EXPECTED as error:
            click.echo(f"Error: {error}", err=True)
            ctx.exit(2)
        except KeyboardInterrupt:
            click.echo("Stopped. What was published before is still served.", err=True)
            ctx.exit(130)


@click.group(cls=Plain, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Birmingham's Education Improvement Framework: official extracts in, explainable ratings out."""
    ctx.obj = load_settings()


def today_or(day: datetime | None) -> date | None:
    """Click reads a day as a time; None stays None."""
    return None if day is None else day.date()


@cli.command("demo")
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option("--schools", default=444, show_default=True, help="Schools in the fictional city.")
@click.option("--england", is_flag=True, help="Write about 24,000 schools: a whole fictional England.")
@click.option("--seed", type=int, default=None, help="Another seed makes another city.")
def write_demo_city(out: Path, schools: int, england: bool, seed: int | None) -> None:
    """Write fictional extracts in official layouts into the folder OUT."""
    with console(error=True).status("Writing the demonstration city"):
        write_demo(out, schools=schools, england=england, **({} if seed is None else {"seed": seed}))
    click.echo(f"Wrote the demonstration city to {out}. Publish it with `python -m eif load {out}`.")


@cli.command("demo-year")
@click.pass_context
def record_demo_year(ctx: click.Context) -> None:
    """Record a fictional year of casework for the demonstration city being served."""
    with console(error=True).status("Recording a year of casework"):
        saves = live_a_year(ctx.obj)
    click.echo(f"Casework holds {saves:,} saves.")


@cli.command("load")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--period", help="Academic year of files that do not say theirs, such as 2018/19.")
@click.option("--as-at", type=DAY, help="Day that the age of evidence is counted to; today if not given.")
@click.option("--dry-run", is_flag=True, help="Read, build and check; keep and publish nothing.")
@click.option("--replace", is_flag=True, help="Publish these files alone, without those loaded before.")
@click.option("--by", default=getpass.getuser, show_default="you", help="Who gives these files.")
@click.option(
    "--because", metavar="REASON", help="Why what screening warns of is in order; kept with the load."
)
@click.pass_context
def load_files(
    ctx: click.Context,
    paths: tuple[Path, ...],
    period: str | None,
    as_at: datetime | None,
    dry_run: bool,
    replace: bool,
    by: str,
    because: str | None,
) -> None:
    """Recognise, read, check and publish files, together with those of the release being served.

    A PATH may be a folder: everything in it is looked at. Exit codes: 0 published and nothing refused (or
    nothing new), 1 published but some files refused, 2 nothing published, 130 stopped.
    """
    report = _load(
        ctx.obj,
        paths,
        period=period,
        as_at=today_or(as_at),
        dry_run=dry_run,
        afresh=replace,
        by=by,
        because=because,
    )
    ctx.exit(report.exit_code)


def _load(
    settings: Settings,
    paths: tuple[Path, ...],
    *,
    by: str,
    period: str | None = None,
    as_at: date | None = None,
    dry_run: bool = False,
    afresh: bool = False,
    because: str | None = None,
) -> LoadReport:
    given = gather(paths)
    if not given:
        raise ReleaseError(f"There are no files in {', '.join(map(str, paths))}.")
    with console(error=True).status("Looking at the files") as status:
        report = load(
            settings,
            given,
            by=by,
            period=period,
            as_at=as_at,
            dry_run=dry_run,
            start_afresh=afresh,
            on_progress=status.update,
            because=because,
        )
    show_load(console(), report)
    return report


@cli.command("templates")
@click.argument("folder", default="templates", type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
def write_council_templates(settings: Settings, folder: Path) -> None:
    """Write the workbooks that schools and council teams fill in.

    One workbook a dataset goes into FOLDER (`templates` if not given): a sheet for the data and a guide.
    Where a release is published, the schools that owe the dataset stand in it. docs/council-data.md
    describes every column. Fill in a sheet and give it to `python -m eif load`.
    """
    schools, today = [], date.today()
    if current_release(settings) is not None:
        snapshot = open_snapshot(settings)
        columns = ["urn", "name", "phase", "type_group"]
        listed = snapshot.rows("screen_school", columns=columns, listed=True)
        schools = [School(*row) for row in listed]
        today = snapshot.rows("screen_release")[0].as_at
    written = write_templates(folder, schools, today=today)
    filled = "the schools that owe each" if schools else "no schools, as nothing is published yet"
    click.echo(f"Wrote {len(written)} workbooks to {folder}, with {filled}.")


@cli.command("rebuild")
@click.option("--as-at", type=DAY, help="Another day to count the age of evidence to.")
@click.pass_context
def rebuild_release(ctx: click.Context, as_at: datetime | None) -> None:
    """Build the release being served again, from the inbox, and publish it."""
    with console(error=True).status("Reading the inbox") as status:
        report = rebuild(ctx.obj, as_at=today_or(as_at), on_progress=status.update, by=getpass.getuser())
    show_load(console(), report)
    ctx.exit(report.exit_code)


@cli.command("prepare", hidden=True)
@click.argument("draft")
@click.pass_obj
def prepare_draft(settings: Settings, draft: str) -> None:
    """Prepare a DRAFT that was uploaded on the Data page, as the page itself starts it."""
    prepare(settings, draft)


@cli.command("status")
@click.pass_obj
def tell_status(settings: Settings) -> None:
    """Say what is published and from which files."""
    show_status(console(), open_snapshot(settings))


@cli.command("releases")
@click.pass_obj
def tell_releases(settings: Settings) -> None:
    """List the releases that can be gone back to."""
    show_releases(console(), list_releases(settings))


@cli.command("rollback")
@click.argument("release")
@click.pass_obj
def go_back(settings: Settings, release: str) -> None:
    """Serve another RELEASE that is still kept."""
    click.echo(
        f"Release {rollback(settings, release, getpass.getuser()).stem} is served from the next page on."
    )


@cli.command("query")
@click.argument("statement")
@click.option("--csv", "as_csv", is_flag=True, help="Write comma-separated values.")
@click.pass_obj
def run_query(settings: Settings, statement: str, as_csv: bool) -> None:
    """Run one read-only select on what is published; `show tables` lists what there is."""
    try:
        result = open_snapshot(settings).query(statement)
        columns = [column[0] for column in result.description or ()]
        rows = result.fetchall()
    except duckdb.Error as error:
        raise SnapshotError(str(error)) from error
    if as_csv:
        writer = csv.writer(sys.stdout)
        writer.writerow(columns)
        writer.writerows(rows)
    else:
        console().print(table("", columns, rows))


@cli.group("export")
def export() -> None:
    """Write what is on screen as a workbook."""


@export.command("grid")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--filter", "filters", multiple=True, metavar="NAME=VALUE", help="As on the schools page.")
@click.pass_obj
def export_grid(settings: Settings, out: Path, filters: tuple[str, ...]) -> None:
    """Write the schools grid to the workbook OUT."""
    snapshot = open_snapshot(settings)
    everything = read_grid(snapshot)
    wanted = read_filter(everything, filters)
    grid = narrow(everything, wanted)
    words = sentence(grid, wanted)
    out.write_bytes(write_grid(grid, describe(snapshot, words), what_stands_out(snapshot)))
    click.echo(f"Wrote {out}: {words}")


@export.command("school")
@click.argument("urn")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def export_school(settings: Settings, urn: str, out: Path) -> None:
    """Write the evidence ladder of the school URN to the workbook OUT."""
    try:
        written = school_workbook(open_snapshot(settings), urn)
    except LookupError as unknown:
        raise SnapshotError(str(unknown)) from unknown
    out.write_bytes(written)
    click.echo(f"Wrote {out}: the evidence ladder of URN {urn}.")


@cli.command("rejected")
@click.option("--file", "name", help="Of this file alone: its name, or the end of it.")
@click.option(
    "--to",
    "out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="A workbook (.xlsx) or comma-separated values (.csv).",
)
@click.pass_obj
def write_rejected(settings: Settings, name: str | None, out: Path) -> None:
    """Write the rows that were set aside, and whatever else screening found, each with its reason."""
    rows = read_rejected(open_snapshot(settings), name)
    out.write_bytes(write_csv(rows) if out.suffix.lower() == ".csv" else write_workbook(rows))
    click.echo(f"Wrote {out}: rows set aside and findings {len(rows):,}.")


@cli.command("check")
@click.pass_context
def check_installation(ctx: click.Context) -> None:
    """Say whether what is published, the files behind it and casework are sound; exit code 1 if not.

    What a crash left in casework that can be mended without loss is mended, and said.
    """
    casework = check_casework(ctx.obj)
    problems = list(find_problems(ctx.obj)) + casework
    if not problems:
        snapshot = open_snapshot(ctx.obj)  # settings, framework and rating SQL work together
        click.echo(
            f"Sound: release {snapshot.release}, framework {snapshot.framework}, every file of it kept."
        )
    for problem in problems:
        click.echo(problem)
    ctx.exit(1 if problems else 0)


@cli.command("serve")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="This machine only, until there is sign-in."
)
@click.option("--port", default=8501, show_default=True)
@click.option("--demo-if-empty", is_flag=True, help="Make and publish the demonstration city if nothing is.")
@click.pass_context
def serve(ctx: click.Context, host: str, port: int, demo_if_empty: bool) -> None:
    """Open the app with safe settings."""
    settings: Settings = ctx.obj
    require_loopback(host)
    if demo_if_empty and current_release(settings) is None:
        city = settings.home / "demo"
        with console(error=True).status("Writing the demonstration city"):
            write_demo(city)
        if (code := _load(settings, (city,), by="first start").exit_code) == 2:
            ctx.exit(code)
        with console(error=True).status("Recording a year of casework"):
            live_a_year(settings)
    click.echo(f"Open http://{host}:{port} (Ctrl+C stops it).")
    ctx.exit(run_app(host, port))


cli.add_command(framework_commands)
cli.add_command(casework_commands)
for command in upkeep_commands:
    cli.add_command(command)


def main() -> None:
    """Run the command line."""
    cli(prog_name="python -m eif")
