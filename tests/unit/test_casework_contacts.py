"""Contacts with services and the universal offer taken up are recorded, with a next step and its day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eif.casework.contacts import change_contact, finish_step, record_contact
from eif.casework.desk import Desk
from eif.casework.errors import Conflict, NotAllowed, Refused
from eif.casework.store import Store, standing
from tests.fixtures.desks import BOARD, OFFICER, SOUTH, desk_of, open_store, sqlite_url

TODAY = date(2026, 11, 22)
CONTACT: dict[str, Any] = {
    "kind": "liaison",
    "service": "finance",
    "on_day": date(2026, 11, 20),
    "note": "The deficit recovery plan is late.",
    "next_step": "Ask for the plan",
    "next_step_by": date(2026, 12, 4),
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(sqlite_url(tmp_path), tmp_path)
    yield made
    made.close()


@pytest.fixture
def desk(store: Store) -> Desk:
    return desk_of(store)


def one(store: Store) -> Any:
    with store.read() as con:
        (row,) = standing(con, "contact")
    return row


def test_a_contact_is_kept_with_its_service_and_next_step(desk: Desk) -> None:
    record_contact(desk, "S1", **CONTACT)
    row = one(desk.store)
    assert (row.school_id, row.kind, row.service, row.next_step_by) == (
        "S1",
        "liaison",
        "finance",
        date(2026, 12, 4),
    )


def test_an_offer_is_chosen_from_the_offer_and_a_service_from_the_services(desk: Desk) -> None:
    record_contact(desk, "S1", **(CONTACT | {"kind": "offer", "service": "induction"}))
    for kind, service in (("offer", "finance"), ("liaison", "induction")):
        with pytest.raises(Refused) as met:
            record_contact(desk, "S1", **(CONTACT | {"kind": kind, "service": service}))
        assert set(met.value.problems) == {"service"}


@pytest.mark.parametrize(
    ("field", "given", "told"),
    [
        ("kind", "chat", "Choose what kind of contact it was"),
        ("note", "", "Write what was said or done."),
        ("note", "x" * 4001, "Shorten what was said or done"),
        ("on_day", None, "Give the day."),
        ("on_day", date(2026, 11, 23), "is too late"),
        ("on_day", date(2024, 11, 23), "is too early"),
        ("next_step_by", None, "Give the day of the next step."),
        ("next_step_by", date(2026, 11, 19), "on or after 20 November 2026"),
        ("next_step_by", date(2036, 11, 19), "is too late"),
        ("next_step", None, "Write the next step, or leave out its day."),
    ],
)
def test_what_is_amiss_in_a_contact_is_said(desk: Desk, field: str, given: object, told: str) -> None:
    with pytest.raises(Refused) as met:
        record_contact(desk, "S1", **(CONTACT | {field: given}))
    assert set(met.value.problems) == {field}
    assert told in met.value.problems[field]
    assert desk.store.revision() == 0


def test_a_next_step_is_done_on_a_day_not_before_the_contact(desk: Desk) -> None:
    saved = record_contact(desk, "S1", **CONTACT)
    for day in (date(2026, 11, 19), date(2026, 11, 23), None):
        with pytest.raises(Refused):
            finish_step(desk, saved.record_id, done_on=day, seen_version=1)
    finish_step(desk, saved.record_id, done_on=TODAY, seen_version=1)
    assert one(desk.store).done_on == TODAY


def test_a_contact_without_a_next_step_has_none_to_finish(desk: Desk) -> None:
    saved = record_contact(desk, "S1", **(CONTACT | {"next_step": "", "next_step_by": None}))
    with pytest.raises(Refused, match="no next step"):
        finish_step(desk, saved.record_id, done_on=TODAY, seen_version=1)


def test_putting_a_contact_right_keeps_that_its_step_is_done(desk: Desk) -> None:
    saved = record_contact(desk, "S1", **CONTACT)
    finish_step(desk, saved.record_id, done_on=TODAY, seen_version=1)
    change_contact(desk, saved.record_id, **(CONTACT | {"service": "send"}), seen_version=2)
    assert (one(desk.store).service, one(desk.store).done_on) == ("send", TODAY)
    with pytest.raises(Conflict):
        change_contact(desk, saved.record_id, **CONTACT, seen_version=2)


def test_the_whole_team_records_contacts_and_a_board_member_does_not(store: Store) -> None:
    for person in (SOUTH, OFFICER):
        record_contact(desk_of(store, person), "S1", **CONTACT)
    with pytest.raises(NotAllowed):
        record_contact(desk_of(store, BOARD), "S1", **CONTACT)
