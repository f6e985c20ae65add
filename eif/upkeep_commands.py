"""How is casework kept whole from the command line: check, backup, restore, audit?"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import click

from eif.casework.backup import back_up
from eif.casework.errors import BrokenStoreError
from eif.casework.history import history
from eif.casework.office import open_checked
from eif.casework.reading import events, newest_revision, revision_at
from eif.casework.restore import restore
from eif.casework.year import LONDON
from eif.config import Settings
from eif.outputs.audit_said import audit_lines
from eif.outputs.casework_book import school_names
from eif.outputs.plan_said import count
from eif.snapshot import NoReleaseError, Snapshot, open_snapshot


def check_casework(settings: Settings) -> list[str]:
    """What is amiss with casework; what was mended, and that it is whole, is said at once."""
    try:
        store, told = open_checked(settings)
    except BrokenStoreError as error:
        return [str(error)]
    number = store.revision()
    store.close()
    for sentence in told:
        click.echo(sentence)
    click.echo(f"Casework is whole: {number:,} events, in the database and in the journal alike.")
    return []


@click.command("backup")
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder; `backups` of the installation if not given.",
)
@click.pass_obj
def back_up_casework(settings: Settings, folder: Path | None) -> None:
    """Write the whole casework, every version of every record, to one file."""
    store, told = open_checked(settings)
    for sentence in told:
        click.echo(sentence)
    written = back_up(store, folder or settings.backups)
    click.echo(f"Wrote {written}: {store.revision():,} events. Keep a copy on another machine.")
    store.close()


@click.command("restore")
@click.argument("sources", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--without-database", is_flag=True, help="Take nothing from the database that is there.")
@click.option("--without-journal", is_flag=True, help="Take nothing from the journal that is there.")
@click.option("--until", type=click.IntRange(min=0), help="Leave out every event after this one.")
@click.pass_obj
def restore_casework(
    settings: Settings,
    sources: tuple[Path, ...],
    without_database: bool,
    without_journal: bool,
    until: int | None,
) -> None:
    """Put the casework together again, from SOURCES and what is whole of the database and the journal.

    SOURCES are backups, or journals of other machines. Stop the program first. Nothing is overwritten: what
    was there is put aside, and where is said. Unfinished forms are not restored.
    """
    done = restore(
        settings,
        sources,
        with_database=not without_database,
        with_journal=not without_journal,
        until=until,
    )
    for sentence in done.found:
        click.echo(sentence)
    for name in done.aside:
        click.echo(f"Put aside: {name}")
    upto = f", the last of {done.until}" if done.until else ""
    click.echo(f"Restored {done.events:,} events{upto}, and checked them, in {done.seconds:.1f} seconds.")


@click.group("audit")
def audit() -> None:
    """Who decided what, and whether the record of it is whole."""


@audit.command("verify")
@click.option("--seal", "noted", help="The seal that was told at an earlier time: is its event still there?")
@click.pass_obj
def verify_audit(settings: Settings, noted: str | None) -> None:
    """Hold every event against its seal, its record and the journal; exit code 2 if one was changed.

    The seal of the last event is told: whoever keeps it elsewhere can show later that nothing before it was
    written anew.
    """
    store, told = open_checked(settings)
    with store.read() as con:
        held = {entry["hash"]: entry for entry in events(con)}
    store.close()
    for sentence in told:
        click.echo(sentence)
    if noted is not None:
        if noted not in held:
            raise BrokenStoreError(f"No event has the seal {noted}: what was decided then was written anew.")
        click.echo(f"That seal is of event {held[noted]['revision']}, {held[noted]['at']}.")
    last = next(reversed(held), None)
    where = f" Seal of the last: {last} ({held[last]['at']})." if last else ""
    click.echo(f"Whole: {len(held):,} events, each as it was written.{where}")


@audit.command("show")
@click.argument("urn", required=False)
@click.option("--since", type=click.DateTime(formats=["%Y-%m-%d"]), help="Nothing from before this day.")
@click.pass_obj
def show_audit(settings: Settings, urn: str | None, since: datetime | None) -> None:
    """Say what was done, by whom, when and why, oldest first: of the school URN, or of all."""
    snapshot = open_snapshot(settings) if urn else _snapshot(settings)
    names = school_names(snapshot) if snapshot else {}
    found = snapshot.rows("screen_school", columns=["school_id"], urn=urn) if snapshot and urn else ()
    if urn and not found:
        raise click.BadParameter(f"No school of this release has the URN {urn}.", param_hint="URN")
    school_id = found[0].school_id if found else None
    store, told = open_checked(settings)
    with store.read() as con:
        before = since.replace(tzinfo=LONDON) - timedelta(milliseconds=1) if since else None
        after = revision_at(con, before) if before else 0
        happened = history(con, school_id, newest_revision(con), after)
    store.close()
    for sentence in (*told, *audit_lines(reversed(happened), names)):
        click.echo(sentence)
    whose = f" of {names[school_id][1]}" if school_id else ""
    from_on = f" since {since.day} {since:%B %Y}" if since else ""
    click.echo(f"{count(len(happened), 'event')}{whose}{from_on}.")


def _snapshot(settings: Settings) -> Snapshot | None:
    """What is published, which names the schools; None where nothing is."""
    try:
        return open_snapshot(settings)
    except NoReleaseError:
        return None


upkeep_commands = (back_up_casework, restore_casework, audit)
