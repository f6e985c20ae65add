"""What can be done with the whole casework from the command line? See `python -m eif casework --help`."""

from __future__ import annotations

from pathlib import Path

import click

from eif.casework.office import open_store
from eif.casework.whole import as_json, read_whole
from eif.config import Settings
from eif.outputs.about import describe
from eif.outputs.caseload_book import write_template
from eif.outputs.casework_book import school_names, write_casework
from eif.snapshot import NoReleaseError, open_snapshot

OUT = click.argument("out", type=click.Path(dir_okay=False, path_type=Path))


@click.group("casework")
def casework_commands() -> None:
    """Everything people recorded: take all of it elsewhere, or begin from a spreadsheet."""


@casework_commands.command("export")
@OUT
@click.pass_obj
def export(settings: Settings, out: Path) -> None:
    """Write all casework to OUT: .xlsx has a sheet for each kind of record, .json also what stood before."""
    if out.suffix not in (".xlsx", ".json"):
        raise click.BadParameter("Give a name that ends in .xlsx or .json.", param_hint="OUT")
    with open_store(settings).read() as con:
        whole = read_whole(con)
    if out.suffix == ".json":
        out.write_bytes(as_json(whole))
    else:
        out.write_bytes(write_casework(whole, *_known(settings)))
    standing = sum(map(len, whole.records.values()))
    click.echo(f"Wrote {out}: {standing:,} records that stand and {len(whole.events):,} events.")


@casework_commands.command("template")
@OUT
def template(out: Path) -> None:
    """Write to OUT the workbook in which a caseload can be given on the Import page."""
    out.write_bytes(write_template())
    click.echo(f"Wrote {out}. Fill it in, and give it on the page Import and export.")


def _known(settings: Settings) -> tuple[dict[str, tuple[str, str]], str]:
    """URN and name of each school as far as a release knows them, and the marking."""
    try:
        snapshot = open_snapshot(settings)
    except NoReleaseError:
        return {}, "OFFICIAL"
    return school_names(snapshot), describe(snapshot, "").marking
