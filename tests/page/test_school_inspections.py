"""The school page shows each inspection on its own scale, with its dates, its age and whose it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from drawn import html_of, run_page, text_of

from eif.snapshot import Snapshot
from eif.ui.figures import day
from eif.ui.inspections import inspections_card


@pytest.fixture(autouse=True)
def demonstration(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Serve the demonstration city."""
    monkeypatch.setenv("EIF_HOME", str(demo_home))


@pytest.fixture
def inspections(demo_snapshot: Snapshot) -> pd.DataFrame:
    return demo_snapshot.read("screen_inspection")


def card_of(urn: str) -> str:
    """The HTML of the card on a school's page."""
    html = html_of(run_page("school", urn=urn))
    return html[html.index("<h2>Inspections</h2>") :].split("is not part of any rating")[0]


def test_every_judgement_of_the_latest_inspections_is_there_with_its_date(inspections: pd.DataFrame) -> None:
    latest = inspections[inspections["is_latest"]]
    regimes = latest.groupby("urn")["regime"].nunique().sort_values()
    urn = regimes.index[-1]
    assert regimes.iloc[-1] >= 3
    said = text_of(card_of(urn))
    for row in latest[latest["urn"] == urn].itertuples(index=False):
        assert f"{row.title} " in said
        assert row.word in said
        assert day(row.inspection_date) in said
    assert "Report card" in said


def test_a_grade_is_a_word_and_its_place_on_its_own_scale(inspections: pd.DataFrame) -> None:
    strong = inspections[inspections["is_latest"] & (inspections["word"] == "Strong standard")].iloc[0]
    html = card_of(strong.urn)
    assert "●●●●○" in html
    assert "2nd of 5 from the best: Strong standard" in text_of(html)
    good = inspections[inspections["is_latest"] & (inspections["word"] == "Good")].iloc[0]
    assert "2nd of 4 from the best: Good" in text_of(card_of(good.urn))


def test_an_old_inspection_and_a_category_of_concern_say_so(inspections: pd.DataFrame) -> None:
    latest = inspections[inspections["is_latest"]]
    old = latest[latest["standing"] == "too old"].iloc[0]
    assert "more than five years old" in text_of(card_of(old.urn))
    concern = latest[latest["category"].notna()].iloc[0]
    assert f"Placed in a category of concern: {concern.category_title}" in text_of(card_of(concern.urn))


def test_a_predecessors_inspection_names_the_predecessor(inspections: pd.DataFrame) -> None:
    before = inspections[inspections["is_latest"] & inspections["of_predecessor"]].iloc[0]
    said = text_of(card_of(before.urn))
    assert f"Of a predecessor: {before.inspected_name} (URN {before.inspected_urn})." in said


def test_hints_are_shown_apart_and_rate_nothing(demo_snapshot: Snapshot) -> None:
    hint = demo_snapshot.read("screen_inspection_hint", standing="full").iloc[0]
    html = html_of(run_page("school", urn=hint.urn))
    said = text_of(html)
    assert "What this hints at for the framework" in said
    assert hint.judgements in said
    assert "It is not part of any rating." in said


def test_a_school_never_inspected_says_so(demo_snapshot: Snapshot, inspections: pd.DataFrame) -> None:
    schools = demo_snapshot.read("screen_school", listed=True)
    never = schools[~schools["urn"].isin(inspections["urn"])].iloc[0]
    said = text_of(html_of(run_page("school", urn=never.urn)))
    assert "No inspection of this school is in the files that are loaded." in said


def test_text_of_the_data_is_never_code(demo_snapshot: Snapshot, inspections: pd.DataFrame) -> None:
    trap = '<script>alert(1)</script> ![x](http://example.org/b.png) "><b onclick=x>'
    names = (
        "title",
        "word",
        "category_title",
        "inspected_name",
        "inspected_urn",
        "regime_title",
        "judgements",
    )

    def poisoned(rows: Any) -> list[Any]:
        return [row._replace(**{name: trap for name in names if hasattr(row, name)}) for row in rows]

    urn = inspections[inspections["of_predecessor"] & inspections["is_latest"]]["urn"].iloc[0]
    found = poisoned(demo_snapshot.rows("screen_inspection", urn=urn))
    hints = poisoned(demo_snapshot.rows("screen_inspection_hint", urn=urn))
    html = inspections_card([row._replace(category_title=trap) for row in found], hints)
    assert "<script>" not in html
    assert "](http" not in html
    assert "<b onclick" not in html
