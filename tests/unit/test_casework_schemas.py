"""Is every schema ever released brought to today's with nothing changed, and does it become just today's?

`tests/fixtures/casework_schemas/<number>.sql` is a database of that schema with casework in it, as SQLite
writes one out: a new migration needs one more, made with
`python -m tests.fixtures.seed_schema` before the migration is written.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from eif.casework.backup import read_backup
from eif.casework.check import check
from eif.casework.errors import BrokenStoreError
from eif.casework.reading import events
from eif.casework.replay import content_hash, replay
from eif.casework.store import Store
from eif.casework.tables import metadata
from eif.casework.upgrade import HERE, bring_forward, schema_of
from tests.conftest import REPO
from tests.fixtures.desks import Clock, open_store, sqlite_url

SEEDS = REPO / "tests" / "fixtures" / "casework_schemas"
NUMBERS = [script.revision for script in ScriptDirectory(str(HERE)).walk_revisions()]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql"))])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgresql_url"))
    return sqlite_url(tmp_path)


def seeded(number: str, folder: Path) -> Store:
    """A store whose database is the seed of a schema, as that program left it."""
    file = folder / "casework.db"
    with sqlite3.connect(file) as con:
        con.executescript((SEEDS / f"{number}.sql").read_text(encoding="utf-8"))
    con.close()
    return Store(sqlite_url(folder), folder / "journal", Clock())


def hash_of(store: Store) -> str:
    with store.read() as con:
        return content_hash(con)


def test_the_migrations_make_just_the_tables_that_the_program_knows(url: str, tmp_path: Path) -> None:
    store = open_store(url, tmp_path)
    with store.read() as con:
        assert compare_metadata(MigrationContext.configure(con, opts={"compare_type": True}), metadata) == []
    store.close()


@pytest.mark.parametrize("number", NUMBERS)
def test_casework_of_each_released_schema_is_brought_to_todays_unchanged(number: str, tmp_path: Path) -> None:
    store = seeded(number, tmp_path)
    with store.read() as con:
        assert schema_of(con) == number
    before = hash_of(store)
    told = bring_forward(store, tmp_path / "backups")
    if number == NUMBERS[0]:
        assert told is None
        assert not (tmp_path / "backups").exists()
    else:
        (kept,) = (tmp_path / "backups").iterdir()
        assert kept.name in (told or "")
        assert len(list(read_backup(kept))) > 0
    assert hash_of(store) == before
    assert store.revision() > 0
    with store.read() as con:
        assert schema_of(con) == NUMBERS[0]
        store.journal.append(list(events(con)))
    assert check(store) == []
    store.close()


@pytest.mark.parametrize("number", NUMBERS)
def test_casework_of_each_released_schema_reads_alike_on_postgresql(
    number: str, postgresql_url: str, tmp_path: Path
) -> None:
    old = seeded(number, tmp_path)
    new = open_store(postgresql_url, tmp_path / "new")
    with old.read() as given, new.change() as con:
        replay(con, events(given))
    assert hash_of(new) == hash_of(old)
    new.close()
    old.close()


def test_a_database_of_a_newer_program_is_refused_untouched(url: str, tmp_path: Path) -> None:
    store = open_store(url, tmp_path)
    with store.change() as con:
        con.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(BrokenStoreError, match="schema 9999, which is newer than this program's"):
        bring_forward(store, tmp_path / "backups")
    with store.read() as con:
        assert schema_of(con) == "9999"
    store.close()
