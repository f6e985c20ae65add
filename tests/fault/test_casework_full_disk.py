"""A full disk, or one that fails, at each step of a save: is "saved" ever said wrongly, or a gap left?"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from eif.casework import journal
from eif.casework import store as store_module
from eif.casework.check import check
from eif.casework.errors import BrokenStoreError, CaseworkError, Uncertain
from eif.casework.reading import events
from eif.casework.store import AlreadySaved, Saved, Store, standing
from tests.fixtures.desks import DIRECTOR, NOON, desk_of, open_store, sqlite_url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql"))])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    url = sqlite_url(tmp_path)
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_url")
    made = open_store(url, tmp_path)
    yield made
    made.close()


def note(store: Store, text: str, token: str | None = None) -> Saved:
    with store.write(DIRECTOR, desk_of(store).seen, token) as writing:
        saved = writing.add("contact", values(text), did="note a contact")
        writing.add("contact", values(f"{text}, again"), did="note a contact")
    return saved


def values(text: str) -> dict[str, Any]:
    return {"school_id": "S1", "on_day": NOON.date(), "kind": "service", "service": "Finance", "note": text}


def notes(store: Store) -> list[str]:
    with store.read() as con:
        return [row.note for row in standing(con, "contact")]


def assert_they_agree(store: Store) -> None:
    """Database and journal hold the same, with nothing to mend."""
    with store.read() as con:
        assert list(store.journal.lines()) == list(events(con))
    assert check(store) == []


def full(*_arguments: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class HalfWritten:
    """A file that takes half of what it is given, and then is full."""

    def __init__(self, handle: Any) -> None:
        self._handle, self._writes = handle, 0

    def write(self, data: Any) -> int:
        self._writes += 1
        if self._writes > 1:
            full()
        return int(self._handle.write(data[: len(data) // 2]))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._handle, name)

    def __enter__(self) -> HalfWritten:
        return self

    def __exit__(self, *_error: object) -> None:
        self._handle.close()


def half_written(self: Path, *arguments: Any, **options: Any) -> Any:
    handle = OPEN(self, *arguments, **options)
    return HalfWritten(handle) if self.name == journal.NAME and arguments[:1] == ("ab",) else handle


OPEN = Path.open


def no_flush(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(os, "fsync", full)


def half_a_line(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Path, "open", half_written)


def half_a_line_that_stays(patch: pytest.MonkeyPatch) -> None:
    half_a_line(patch)
    patch.setattr(HalfWritten, "truncate", full, raising=False)


JOURNAL_FAILS = [no_flush, half_a_line, half_a_line_that_stays]


@pytest.mark.parametrize("failing", JOURNAL_FAILS)
def test_a_save_the_journal_could_not_take_is_not_called_saved_and_reaches_it_with_the_next(
    store: Store, failing: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    note(store, "first")
    with monkeypatch.context() as patch:
        failing(patch)
        with pytest.raises(Uncertain, match="not certain that this was saved"):
            note(store, "second", token="form-2")
        # While the disk stays full nothing more is saved, so that no more than one save can be amiss.
        with pytest.raises(CaseworkError, match="Nothing was saved"):
            note(store, "third")
    assert notes(store) == ["first", "first, again", "second", "second, again"]
    with pytest.raises(AlreadySaved):
        note(store, "second", token="form-2")
    note(store, "third")
    assert notes(store)[-2:] == ["third", "third, again"]
    assert_they_agree(store)


@pytest.mark.parametrize("failing", JOURNAL_FAILS)
def test_the_next_start_adds_it_to_the_journal_and_says_so(
    store: Store, failing: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    note(store, "first")
    with monkeypatch.context() as patch:
        failing(patch)
        with pytest.raises(Uncertain):
            note(store, "second")
    told = check(store)
    assert "had not reached the journal" in told[-1]
    assert_they_agree(store)


@pytest.mark.parametrize("step", ["event", "contact", "commit"])
def test_a_save_the_database_could_not_take_leaves_nothing_behind(
    store: Store, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    note(store, "first")
    dialect = store.engine.dialect
    error = dialect.loaded_dbapi.OperationalError("disk full")  # type: ignore[attr-defined]

    def refuse(_con: Any, _cursor: Any, statement: str, *_other: Any) -> None:
        if statement.lower().startswith(f"insert into {step} "):
            raise error

    def refuse_commit(*_arguments: Any) -> None:
        raise error

    with monkeypatch.context() as patch:
        if step == "commit":
            patch.setattr(dialect, "do_commit", refuse_commit)
        else:
            event.listen(store.engine, "before_cursor_execute", refuse)
        with pytest.raises(Exception, match="disk full") as met:
            note(store, "second")
        if step != "commit":
            event.remove(store.engine, "before_cursor_execute", refuse)
    assert isinstance(met.value, CaseworkError)
    assert isinstance(met.value, Uncertain) == (step == "commit")
    assert notes(store) == ["first", "first, again"]
    note(store, "third")
    assert_they_agree(store)


def test_a_log_that_cannot_be_moved_takes_nothing_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    store = open_store(sqlite_url(tmp_path), tmp_path)
    monkeypatch.setattr("eif.casework.imprint.LONG_LOG", 0)
    note(store, "first")
    assert (tmp_path / "casework.db-wal").stat().st_size == 0, "the log was not moved into the file"
    with monkeypatch.context() as patch:
        patch.setattr(store_module, "move_log_into_file", full)
        note(store, "second")
    assert "stays long" in caplog.text
    assert_they_agree(store)
    note(store, "third")
    assert (tmp_path / "casework.db-wal").stat().st_size == 0
    assert_they_agree(store)
    store.close()


def test_a_database_that_was_exchanged_under_a_running_program_is_not_written_to(tmp_path: Path) -> None:
    store = open_store(sqlite_url(tmp_path), tmp_path)
    note(store, "first")
    file = tmp_path / "casework.db"
    file.rename(tmp_path / "aside.db")
    file.write_bytes(b"")
    with pytest.raises(BrokenStoreError, match="was replaced while this program ran"):
        note(store, "second")
    store.engine.dispose()


def test_a_database_that_went_back_in_time_is_not_written_to(store: Store) -> None:
    note(store, "first")
    last = store.journal.last()
    assert last is not None
    store.journal.append([last | {"revision": 3, "hash": "0" * 64}])
    with pytest.raises(BrokenStoreError, match="lacks event 3, which the journal has"):
        note(store, "second")
    assert notes(store) == ["first", "first, again"]
