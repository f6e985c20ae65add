"""Is the database of the schema this program knows, and if it is older, how is it brought forward?

Migrations are numbered and only go forward. Before one runs, every event is written to a backup; all that are
needed run in one transaction, so that the database is of the new schema or as it was. A database of a newer
program is refused, untouched.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from eif.casework.backup import back_up
from eif.casework.engine import take_turn
from eif.casework.errors import BrokenStoreError
from eif.casework.store import Store

HERE = Path(__file__).parent / "migrations"


def bring_forward(store: Store, backups: Path) -> str | None:
    """Bring the database to this program's schema; what was done, as a sentence, or None.

    Raises BrokenStoreError where the schema is newer than this program.
    """
    scripts = ScriptDirectory.from_config(_config())
    newest = scripts.get_current_head()
    try:
        with store.journal.turn():
            with store.read() as con:
                there = schema_of(con)
            if there == newest:
                return None
            if there is not None and there not in {script.revision for script in scripts.walk_revisions()}:
                raise BrokenStoreError(
                    f"The casework database has schema {there}, which is newer than this program's "
                    f"({newest}). Nothing was changed. Start the newer program, or restore a backup."
                )
            kept = back_up(store, backups) if there is not None else None
            try:
                with store.engine.connect() as con, con.begin():
                    take_turn(con)
                    raise_schema(con)
            except Exception as error:
                if kept is None:
                    raise
                raise BrokenStoreError(
                    f"The casework database could not be brought from schema {there} to {newest} ({error}). "
                    f"It stands as it was: start the earlier program. Backup: {kept.name}."
                ) from error
    except DBAPIError as error:
        raise BrokenStoreError(
            f"The casework database cannot be read or brought to schema {newest} ({error.orig}). "
            "Run `python -m eif restore`: it puts the casework together again, and keeps this file."
        ) from error
    if kept is None:
        return None
    return f"The casework database was brought from schema {there} to {newest}. Backup: {kept.name}."


def raise_schema(con: Connection, to: str = "head") -> None:
    """Run the migrations up to one, in the caller's transaction."""
    config = _config()
    config.attributes["connection"] = con
    command.upgrade(config, to)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    return config


def schema_of(con: Connection) -> str | None:
    """The number of the schema a database has, or None where it is empty."""
    return MigrationContext.configure(con).get_current_revision()
