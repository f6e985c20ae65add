"""How is each of the two databases spoken to, so that the same code may rely on the same behaviour?

SQLite: changes go to a log that is flushed at every save, and whoever writes takes their turn before they
read. PostgreSQL: whoever reads sees one state, and whoever writes holds a lock until all can see the save.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.engine import Engine

# PostgreSQL: whoever holds this advisory lock is saving.
TURN = 0x0E1F
_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "busy_timeout = 20000",
    # `imprint` says when the log is moved into the file.
    "wal_autocheckpoint = 0",
)


def open_engine(url: str) -> Engine:
    """Connections to the database at `url`; none is made yet."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def for_reading(con: Connection) -> Connection:
    """A connection whose next transaction sees one state, whatever is saved meanwhile."""
    if con.dialect.name == "postgresql":
        return con.execution_options(isolation_level="REPEATABLE READ")
    return con


def for_writing(con: Connection) -> Connection:
    """A connection whose next transaction is for saving; it begins with `take_turn`."""
    return con.execution_options(eif_begin="BEGIN IMMEDIATE")


def take_turn(con: Connection) -> None:
    """Wait until nobody else is saving, on any machine. What is read from here on is the newest."""
    if con.dialect.name == "postgresql":
        con.execute(text("select pg_advisory_xact_lock(:turn)"), {"turn": TURN})


def move_log_into_file(con: Connection) -> None:
    """Move the log of a SQLite file into it, as far as readers allow. Call it outside a transaction."""
    driver: Any = con.connection.driver_connection
    driver.execute("pragma busy_timeout = 200")
    driver.execute("pragma wal_checkpoint(truncate)").fetchall()
    driver.execute("pragma busy_timeout = 20000")


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own BEGIN would come only before the first write, too late to read what is to be changed.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"pragma {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("eif_begin", "BEGIN"))
