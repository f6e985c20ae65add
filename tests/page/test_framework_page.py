"""The framework page says what the framework says, and what the simulator worked out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from drawn import html_of, only, run_page, text_of

from eif.framework import FOLDER, Framework, read_framework
from eif.framework.versions import write_framework
from eif.simulate import levers, try_changes
from eif.snapshot import Snapshot
from eif.ui.moved import number, signed

CHANGE = "overall.reds_for_causing_concern"


@pytest.fixture(autouse=True)
def home(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EIF_HOME", str(demo_home))


def test_the_finding_counts_what_is_not_ratified(demo_snapshot: Snapshot) -> None:
    limits = demo_snapshot.rows("screen_threshold")
    assert {row.status for row in limits} == {"proposed"}
    title = only("h1", html_of(run_page("framework")))
    assert title == f"All {len(limits)} thresholds are proposed: none is ratified yet"


@pytest.mark.parametrize("area", ["attendance", "leadership", "finance"])
def test_an_area_shows_each_rule_with_its_thresholds_status_and_reason(
    demo_snapshot: Snapshot, area: str
) -> None:
    html = html_of(run_page("framework", area=area))
    text = text_of(html)
    rules = demo_snapshot.rows("rule", area=area)
    for rule in rules:
        assert rule.title in text
    for row in demo_snapshot.rows("screen_threshold"):
        if row.rule_id in {rule.rule_id for rule in rules}:
            assert f"{row.value:g} {row.unit}: {row.name.replace('_', ' ')}" in text
            assert " ".join(row.reason.split()) in text
    for row in demo_snapshot.rows("screen_descriptor"):
        assert (f"{row.handle} p. {row.page}," in text) == (row.area == area)


def test_an_area_that_does_not_exist_is_another(demo_snapshot: Snapshot) -> None:
    assert only("h1", html_of(run_page("framework", area="music", view="nothing")))


def test_the_simulator_begins_with_nothing_tried(demo_snapshot: Snapshot) -> None:
    html = html_of(run_page("framework", view="simulator"))
    found = try_changes(demo_snapshot, [])
    assert only("h1", html) == "Move a number of the framework and see which schools move"
    assert f"{number(found.days_before)} adviser days needed" in text_of(html)
    assert "No school moves." in text_of(html)
    assert "Enter the days available" in text_of(html)


def test_a_change_in_the_address_is_answered_with_counts_days_and_names(demo_snapshot: Snapshot) -> None:
    html = html_of(run_page("framework", view="simulator", **{"try": f"{CHANGE}:1"}, available="100"))
    text = text_of(html)
    lever = levers(demo_snapshot.rules)[CHANGE]
    found = try_changes(demo_snapshot, [lever.moved(1)])
    listed = sum(count.schools_before for count in found.counts)
    assert only("h1", html) == f"{len(found.schools)} of {listed} schools would move with this change"
    for count in found.counts:
        moved = signed(count.schools_after - count.schools_before)
        assert f"{count.category} {count.schools_after:,} {moved}" in text
    assert f"{number(found.days_after)} {number(found.days_before)} now" in text
    assert f"{number(found.days_after - 100)} days more than the 100 available" in text
    assert found.schools[0].name in text
    assert "1 instead of 2 areas" in text


def test_a_number_moved_in_the_page_goes_into_the_address_and_back_out() -> None:
    at = run_page("framework", view="simulator", lever=CHANGE)
    at.slider[0].set_value(1.0).run()
    assert at.query_params["try"] == f"{CHANGE}:1"
    assert at.number_input[0].value == 1.0
    assert "would move with this change" in only("h1", html_of(at))
    at.number_input[0].set_value(2.0).run()
    assert "try" not in at.query_params
    assert at.slider[0].value == 2.0


def test_a_way_of_telling_is_chosen_by_its_word() -> None:
    at = run_page("framework", view="simulator", lever="choice.standing")
    (way,) = (box for box in at.selectbox if box.label == "Way (in force bands)")
    way.set_value(1).run()
    assert at.query_params["try"] == "choice.standing:1"
    assert "what above and below national mean quintiles instead of bands" in text_of(html_of(at))


def test_the_days_available_stay_in_the_address() -> None:
    at = run_page("framework", view="simulator")
    at.number_input[1].set_value(5000.0).run()
    assert at.query_params["available"] == "5000"
    assert re.search(r"of the 5,000 available days would be left", text_of(html_of(at)))


@pytest.mark.parametrize("asked", ["", "x:1", f"{CHANGE}:99", f"{CHANGE}:<b>", "a,b,:", f"{CHANGE}:nan"])
def test_what_cannot_be_tried_is_left_alone(asked: str) -> None:
    html = html_of(run_page("framework", view="simulator", **{"try": asked}, available="many"))
    assert only("h1", html) == "Move a number of the framework and see which schools move"


def test_every_number_can_be_drawn_between_its_limits(demo_snapshot: Snapshot) -> None:
    known = levers(demo_snapshot.rules)
    assert len(known) > 100
    for lever in known.values():
        assert lever.low <= lever.value <= lever.high, lever.id
        assert lever.low < lever.high, lever.id


def test_a_draft_is_compared_row_by_row_and_school_by_school(
    demo_home: Path, demo_snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "releases").symlink_to(demo_home / "releases")
    monkeypatch.setenv("EIF_HOME", str(home))
    page = text_of(html_of(run_page("framework", view="versions")))
    assert "There is no other version to compare with" in page

    base = read_framework(FOLDER / "2026-02")
    rows = base.rows | {
        "threshold": [
            row | {"value": 1.0} if row["threshold_id"] == CHANGE else row for row in base.rows["threshold"]
        ]
    }
    draft = Framework(about=("2027-02", "A <draft>", base.about[2], "p"), rows=rows)
    folder = home / "frameworks" / "2027-02"
    folder.mkdir(parents=True)
    write_framework(draft, folder)

    html = html_of(run_page("framework", view="versions"))
    found = try_changes(demo_snapshot, [levers(demo_snapshot.rules)[CHANGE].moved(1)])
    assert only("h1", html) == f"2027-02 would move {len(found.schools)} schools"
    assert "1 difference from 2026-02" in text_of(html)
    assert "thresholds overall, all, reds_for_causing_concern value 2 1" in text_of(html)
    assert found.schools[0].name in text_of(html)
    assert "<draft>" not in html

    (folder / "tiers.csv").write_text("broken")
    page = text_of(html_of(run_page("framework", view="versions")))
    assert "Versions that cannot be used 2027-02: tiers.csv" in page
