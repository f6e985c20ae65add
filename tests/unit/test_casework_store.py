"""What people decided is kept version by version, and a second person never overwrites the first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from eif.casework.backup import back_up, read_backup
from eif.casework.check import check
from eif.casework.errors import Conflict, NothingChanged
from eif.casework.replay import content_hash, replay, verify
from eif.casework.store import AlreadySaved, Seen, Store, revision_at, standing, versions
from tests.fixtures.desks import DIRECTOR, NOON, NORTH, Clock, open_store, sqlite_url

SEEN = Seen("a-release", 0)
LETTER: dict[str, Any] = {
    "school_id": "S1",
    "kind": "letter of concern",
    "issued_on": date(2026, 11, 2),
    "matters": "The plan's second review did not take place.",
    "copied_to": ["Chair of governors", "Diocese"],
}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql"))])
def store(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    url = sqlite_url(tmp_path)
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_url")
    made = open_store(url, tmp_path, clock)
    yield made
    made.close()


def add_letter(store: Store, **other: Any) -> Any:
    with store.write(DIRECTOR, SEEN) as writing:
        return writing.add("letter", LETTER | other, did="issue a letter")


def test_a_record_is_read_back_as_it_was_given(store: Store) -> None:
    saved = add_letter(store)
    with store.read() as con:
        (row,) = standing(con, "letter", school_id="S1")
    assert (row.version, row.revision, row.withdrawn) == (1, saved.revision, False)
    assert {name: getattr(row, name) for name in LETTER} == LETTER


def test_every_version_stays_and_a_revision_shows_what_stood_then(store: Store, clock: Clock) -> None:
    first = add_letter(store)
    clock.now += timedelta(days=1)
    with store.write(NORTH, SEEN) as writing:
        writing.save("letter", first.record_id, 1, LETTER | {"outcome": "complied"}, did="record an outcome")
    with store.read() as con:
        assert [row.outcome for row in versions(con, "letter", first.record_id)] == [None, "complied"]
        assert [row.outcome for row in standing(con, "letter", at=first.revision)] == [None]
        assert [row.outcome for row in standing(con, "letter")] == ["complied"]
        assert revision_at(con, NOON - timedelta(seconds=1)) == 0
        assert revision_at(con, NOON) == first.revision
        assert revision_at(con, NOON + timedelta(days=1)) == first.revision + 1


def test_a_record_that_was_withdrawn_stands_no_more_and_is_still_there(store: Store) -> None:
    saved = add_letter(store)
    with store.write(DIRECTOR, SEEN) as writing:
        writing.withdraw("letter", saved.record_id, 1, did="withdraw a letter", reason="wrong school")
    with store.read() as con:
        assert standing(con, "letter") == []
        assert [row.withdrawn for row in versions(con, "letter", saved.record_id)] == [False, True]
        assert len(standing(con, "letter", at=saved.revision)) == 1


def test_who_saves_second_is_shown_both_texts_and_overwrites_nothing(store: Store) -> None:
    saved = add_letter(store)
    with store.write(NORTH, SEEN) as writing:
        writing.save("letter", saved.record_id, 1, LETTER | {"outcome": "complied"}, did="record an outcome")
    mine = LETTER | {"outcome": "not complied"}
    with pytest.raises(Conflict) as met, store.write(DIRECTOR, SEEN) as writing:
        writing.save("letter", saved.record_id, 1, mine, did="record an outcome")
    assert (met.value.mine["outcome"], met.value.theirs["outcome"]) == ("not complied", "complied")
    assert (met.value.by, met.value.version) == (NORTH.name, 2)
    assert "Changed by SIA North" in str(met.value)
    assert store.revision() == 2


def test_a_form_sent_twice_is_saved_once(store: Store) -> None:
    with store.write(DIRECTOR, SEEN, token="form-7") as writing:
        saved = writing.add("letter", LETTER, did="issue a letter")
    with pytest.raises(AlreadySaved) as again, store.write(DIRECTOR, SEEN, token="form-7"):
        pass
    assert again.value.saved == saved
    assert store.revision() == 1


def test_saving_what_stands_already_says_that_nothing_changed(store: Store) -> None:
    saved = add_letter(store)
    with pytest.raises(NothingChanged), store.write(DIRECTOR, SEEN) as writing:
        writing.save("letter", saved.record_id, 1, LETTER, did="change a letter")
    assert store.revision() == 1


def test_a_transaction_that_fails_leaves_nothing_behind(store: Store) -> None:
    def unplugged() -> None:
        with store.write(DIRECTOR, SEEN) as writing:
            writing.add("letter", LETTER, did="issue a letter")
            raise OSError("the cable")

    with pytest.raises(OSError, match="the cable"):
        unplugged()
    assert store.revision() == 0
    assert list(store.journal.lines()) == []


def test_an_event_tells_who_what_and_why_with_the_record_before_and_after(store: Store) -> None:
    saved = add_letter(store)
    with store.write(NORTH, Seen("a-release", 1)) as writing:
        writing.save(
            "letter", saved.record_id, 1, LETTER | {"outcome": "complied"}, did="outcome", reason="visit"
        )
    last = list(store.journal.lines())[-1]
    assert (last["actor"], last["role"], last["did"], last["reason"]) == (
        "SIA North",
        "adviser",
        "outcome",
        "visit",
    )
    assert (last["release"], last["seen"], last["school_id"]) == ("a-release", 1, "S1")
    assert '"outcome":null' in last["before"]
    assert '"outcome":"complied"' in last["after"]


def test_a_database_made_from_a_backup_holds_the_same(store: Store, tmp_path: Path) -> None:
    saved = add_letter(store)
    add_letter(store, school_id="S2")
    with store.write(DIRECTOR, SEEN) as writing:
        writing.withdraw("letter", saved.record_id, 1, did="withdraw a letter", reason="wrong school")
    kept = back_up(store, tmp_path / "backups")
    other = tmp_path / "other"
    other.mkdir()
    made = open_store(sqlite_url(other), other)
    with made.engine.connect() as con, con.begin():
        assert replay(con, read_backup(kept)) == 3
    with store.read() as mine, made.read() as theirs:
        assert len(verify(theirs)) == 3
        assert content_hash(mine) == content_hash(theirs)
        assert [tuple(row) for row in standing(mine, "letter")] == [
            tuple(row) for row in standing(theirs, "letter")
        ]
    made.close()


def test_a_store_in_order_has_nothing_to_tell(store: Store) -> None:
    add_letter(store)
    assert check(store) == []
