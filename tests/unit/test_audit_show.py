"""What was done, by whom and why can be read on a terminal, of one school or since a day."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eif.casework.contacts import record_contact
from eif.casework.desk import Desk
from eif.casework.office import open_checked
from eif.casework.team import join_team
from eif.casework.writing import Person
from eif.city import SnapshotCity
from eif.cli import cli
from eif.config import Settings
from eif.snapshot import open_snapshot
from tests.conftest import settings_for
from tests.fixtures.desks import Clock

DIRECTOR = Person("Director for Schools", "director")
NORTH = Person("SIA North", "adviser")


@pytest.fixture
def home(demo_home: Path, tmp_path: Path) -> Settings:
    """The demonstration city, where somebody joined the team and then spoke with a school."""
    (tmp_path / "releases").symlink_to(demo_home / "releases")
    settings = settings_for(tmp_path)
    snapshot = open_snapshot(settings)
    city = SnapshotCity(snapshot)
    school = snapshot.rows("screen_school", listed=True)[0]
    store, _ = open_checked(settings)
    store.now = Clock()
    days = dict.fromkeys(("autumn", "spring", "summer"), 30.0)
    director = Desk(store, DIRECTOR, city)
    join_team(director, label="SIA North", role="adviser", days=days, from_on=director.today)
    store.now.now = store.now.now.replace(day=23)
    record_contact(
        Desk(store, NORTH, city),
        school.school_id,
        kind="liaison",
        service="finance",
        on_day=director.today,
        note="First line.\nSecond line.",
    )
    store.close()
    return settings


def run(settings: Settings, *given: str) -> Result:
    return CliRunner(env={"EIF_HOME": str(settings.home)}).invoke(cli, ["audit", "show", *given])


def test_every_event_says_who_when_and_each_field_oldest_first(home: Settings) -> None:
    said = run(home)
    assert said.exit_code == 0, said.output
    first, second = said.output.index("Event 1, 22 November 2026, 12:00"), said.output.index("Event 2, 23 No")
    assert first < second
    assert "Event 1, 22 November 2026, 12:00: Director for Schools\n    Team: join the team" in said.output
    assert "Event 2, 23 November 2026, 12:00: SIA North, School improvement adviser" in said.output
    assert "        Note: First line.\n            Second line." in said.output
    assert said.output.endswith("2 events.\n")


def test_one_school_and_one_day_narrow_it_and_are_named(home: Settings) -> None:
    school = open_snapshot(home).rows("screen_school", listed=True)[0]
    said = run(home, school.urn).output
    assert f"Contact of {school.name}, URN {school.urn}: record a contact" in said
    assert said.endswith(f"1 event of {school.name}.\n")
    assert run(home, "--since", "2026-11-23").output.endswith("1 event since 23 November 2026.\n")
    assert run(home, "--since", "2026-11-24").output == "0 events since 24 November 2026.\n"


def test_a_urn_that_nobody_knows_and_a_day_that_is_none_are_refused(home: Settings) -> None:
    unknown = run(home, "1")
    assert (unknown.exit_code, "No school of this release has the URN 1." in unknown.output) == (2, True)
    assert run(home, "--since", "yesterday").exit_code == 2


def test_it_can_be_read_where_nothing_is_published(tmp_path: Path) -> None:
    said = run(settings_for(tmp_path))
    assert (said.exit_code, said.output) == (0, "0 events.\n")
