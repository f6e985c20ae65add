"""The school page says to which trust a school belongs, since when, and how many posts govern it."""

from __future__ import annotations

from pathlib import Path

import pytest
from drawn import html_of, run_page, text_of

from eif.snapshot import Snapshot
from eif.ui.figures import day
from eif.ui.groups import groups_card


@pytest.fixture(autouse=True)
def demonstration(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Serve the demonstration city."""
    monkeypatch.setenv("EIF_HOME", str(demo_home))


def test_an_academy_shows_its_trust_with_the_day_it_joined(demo_snapshot: Snapshot) -> None:
    group = demo_snapshot.read("screen_school_group", kind="trust", is_current=True).iloc[0]
    said = text_of(html_of(run_page("school", urn=group.urn)))
    assert group["name"] in said
    assert f"joined {day(group.joined_on)}" in said
    if group.others:
        assert f"with {group.others} other" in said


def test_posts_are_counted_by_role_and_nobody_is_named(demo_snapshot: Snapshot) -> None:
    roles = demo_snapshot.read("screen_governance")
    urn = roles[roles["ended"] > 0]["urn"].iloc[0]
    said = text_of(html_of(run_page("school", urn=urn)))
    for role in roles[roles["urn"] == urn].itertuples(index=False):
        assert f"{role.role} {role.in_post} {role.ended}" in said
    assert "nobody is named" in said


def test_text_of_the_data_is_never_code(demo_snapshot: Snapshot) -> None:
    trap = '<script>alert(1)</script> ![x](http://example.org/b.png) "><b onclick=x>'
    group = demo_snapshot.rows("screen_school_group")[0]._replace(name=trap, group_type=trap)
    role = demo_snapshot.rows("screen_governance")[0]._replace(role=trap)
    html = groups_card([group], [role])
    assert "<script>" not in html
    assert "](http" not in html
    assert "<b onclick" not in html


def test_a_school_without_either_has_no_card() -> None:
    assert groups_card([], []) == ""
