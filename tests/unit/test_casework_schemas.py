"""Is every schema ever released brought to today's with nothing changed, and does it become just today's?

`tests/fixtures/casework_schemas/<number>.sql` is a database of that schema with casework in it, as SQLite
writes one out: a new migration needs one more, made with
`python -m tests.fixtures.seed_schema` before the migration is written.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from eif.casework import upgrade
from eif.casework.backup import read_backup
from eif.casework.check import check
from eif.casework.errors import BrokenStoreError
from eif.casework.reading import events
from eif.casework.replay import content_hash, replay
from eif.casework.store import Store
from eif.casework.tables import metadata
from eif.casework.upgrade import HERE, bring_forward, raise_schema, schema_of
from tests.conftest import REPO
from tests.fixtures.desks import Clock, open_store, sqlite_url

SEEDS = REPO / "tests" / "fixtures" / "casework_schemas"
BEGINS = "This machine begins a journal of its own after event 90."
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


def as_released(number: str, url: str, folder: Path) -> Store:
    """A store at `url` of an earlier schema, with the seed of that schema in it."""
    if url.startswith("sqlite"):
        return seeded(number, folder)
    store = Store(url, folder / "journal", Clock())
    with store.change() as con:
        raise_schema(con, number)
        for table, columns, row in rows_of_seed(number):
            marks = ", ".join(f":{name}" for name in columns)
            con.execute(
                text(f"insert into {table} ({', '.join(columns)}) values ({marks})"),
                dict(zip(columns, row, strict=True)),
            )
    return store


def rows_of_seed(number: str) -> Iterator[tuple[str, list[str], tuple[object, ...]]]:
    """Every row of a seed as that schema has it, events first, since versions point to them."""
    with closing(sqlite3.connect(":memory:")) as con:
        con.executescript((SEEDS / f"{number}.sql").read_text(encoding="utf-8"))
        names = [name for (name,) in con.execute("select name from sqlite_schema where type = 'table'")]
        for table in sorted(set(names) - {"alembic_version"}, key=lambda name: name != "event"):
            found = con.execute(f"select * from {table}")
            columns = [column for column, *_ in found.description]
            for row in found:
                yield table, columns, row


def rows_of(con: Connection, table: str, columns: list[str]) -> list[tuple[object, ...]]:
    return [tuple(row) for row in con.execute(text(f"select {', '.join(columns)} from {table}"))]


def hash_of(store: Store) -> str:
    with store.read() as con:
        return content_hash(con)


def test_the_migrations_make_just_the_tables_that_the_program_knows(url: str, tmp_path: Path) -> None:
    store = open_store(url, tmp_path)
    with store.read() as con:
        assert compare_metadata(MigrationContext.configure(con, opts={"compare_type": True}), metadata) == []
    store.close()


@pytest.mark.parametrize("number", NUMBERS)
def test_casework_of_each_released_schema_is_brought_to_todays_unchanged(
    number: str, url: str, tmp_path: Path
) -> None:
    store = as_released(number, url, tmp_path)
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
        store.journal.append([entry for entry in events(con) if store.in_journal(entry)])
    assert check(store) == ([] if store.file else [BEGINS])
    with store.read() as con:
        for table, columns, row in rows_of_seed(number):
            assert row in rows_of(con, table, columns)
    store.close()


@pytest.mark.parametrize("number", NUMBERS[1:])
def test_the_backup_made_before_a_migration_can_be_restored(number: str, url: str, tmp_path: Path) -> None:
    store = as_released(number, url, tmp_path)
    before = hash_of(store)
    bring_forward(store, tmp_path / "backups")
    store.close()
    (kept,) = (tmp_path / "backups").iterdir()
    fresh = open_store(sqlite_url(tmp_path / "backups"), tmp_path / "backups")
    with fresh.change() as con:
        replay(con, read_backup(kept))
    assert hash_of(fresh) == before
    fresh.close()


def test_a_migration_that_fails_leaves_the_old_store_whole(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = as_released(NUMBERS[-1], url, tmp_path)
    before = hash_of(store)
    scripts = tmp_path / "migrations"
    shutil.copytree(HERE, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "9000_fail.py").write_text(
        f'revision = "9000"\ndown_revision = "{NUMBERS[0]}"\n\n\ndef upgrade():\n'
        '    raise ValueError("the disk is full")\n'
    )
    monkeypatch.setattr(upgrade, "HERE", scripts)
    with pytest.raises(
        BrokenStoreError, match=r"9000 \(the disk is full\). It stands as it was: .* Backup: "
    ):
        bring_forward(store, tmp_path / "backups")
    with store.read() as con:
        assert schema_of(con) == NUMBERS[-1]
        assert list(con.execute(text("select * from visit")).keys())[-1] == "next_step_by"
        for table, columns, row in rows_of_seed(NUMBERS[-1]):
            assert row in rows_of(con, table, columns)
    assert hash_of(store) == before
    monkeypatch.undo()
    assert "brought from schema" in str(bring_forward(store, tmp_path / "backups"))
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
