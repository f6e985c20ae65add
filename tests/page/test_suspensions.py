"""Do the rules on suspensions answer once a file of suspensions by school is loaded?"""

from __future__ import annotations

import shutil

import pytest

from eif.provenance.area import area_figure
from eif.provenance.school import school_figure
from eif.snapshot import Snapshot, open_snapshot
from eif.ui.origin import finding
from tests.conftest import load_into, settings_for
from tests.fixtures.extracts import FOLDER

FILES = ("demonstration.toml", "edubasealldata.csv", "exc_school.csv", "exc_nat_region_la.csv")
SCHOOL = "900003"


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A release of the register and of suspensions alone, as at March 2025."""
    home = tmp_path_factory.mktemp("suspensions")
    given = home / "given"
    given.mkdir()
    for name in FILES:
        shutil.copy(FOLDER / name, given)
    load_into(home, given, "--as-at", "2025-03-01")
    return open_snapshot(settings_for(home))


def answer(snapshot: Snapshot, rule: str) -> tuple[int, str]:
    row = snapshot.read("signal", urn=SCHOOL, rule_id=rule).iloc[0]
    return int(row["level"]), str(row["reason"])


def test_a_year_is_made_of_its_terms_and_compared_with_national(snapshot: Snapshot) -> None:
    rows = snapshot.read("comparison", urn=SCHOOL, indicator="susp_rate").sort_values("period")
    assert list(rows["period"]) == ["2022/23", "2023/24"]
    assert list(rows["value"].round(6)) == [20.0, 30.0]
    assert list(rows["national"]) == [18.9, 22.61]


def test_suspensions_above_national_and_rising_are_of_concern(snapshot: Snapshot) -> None:
    level, reason = answer(snapshot, "attendance_suspensions_rising")
    assert level == 2
    assert "30.00 per 100 pupils" in reason
    assert answer(snapshot, "attendance_suspensions_national")[0] == 1


def test_the_terms_stay_in_the_release_with_the_year_that_they_make(snapshot: Snapshot) -> None:
    rows = snapshot.query(f"""
        select period, len(derived_from) from observation
        where urn = '{SCHOOL}' and indicator = 'susp_rate' and period like '2023/24%' order by all
    """).fetchall()
    assert rows == [
        ("2023/24", 3),
        ("2023/24 autumn", None),
        ("2023/24 spring", None),
        ("2023/24 summer", None),
    ]


def test_a_year_of_terms_leads_to_each_of_its_terms(snapshot: Snapshot) -> None:
    key = {"indicator": "susp_rate", "group": "all", "urn": SCHOOL}
    year = school_figure(snapshot, key | {"period": "2023/24"})
    assert year is not None
    assert finding(year) == "30.00 is the counts of three terms over the pupils on roll in January"
    assert [(member.name, member.value) for member in year.members] == [
        ("Autumn term", 10.91),
        ("Spring term", 10.0),
        ("Summer term", 9.09),
    ]
    term = school_figure(snapshot, year.members[0].address)
    assert term is not None
    (cell,) = term.cells
    assert (cell.column, cell.raw, dict(cell.parts)["Numerator"]) == ("susp_rate", "10.91", 120.0)


def test_a_year_that_a_file_states_leads_to_its_cell(snapshot: Snapshot) -> None:
    key = {"indicator": "susp_rate", "group": "all", "period": "2023/24"}
    england = area_figure(snapshot, key | {"area": "England", "phase": "secondary"})
    assert england is not None
    assert not england.members
    assert [cell.raw for cell in england.cells] == [None]
    assert england.value == 22.61
