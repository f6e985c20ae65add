"""What the council knows: is it told by area, marked where small, and safe whatever it says?"""

from __future__ import annotations

from collections import namedtuple
from typing import Any

from eif.ui.council_card import NOTHING, council_card

Area = namedtuple("Area", "area title")
AREAS = [Area("leadership", "Leadership"), Area("safeguarding", "Safeguarding culture")]
ROW: dict[str, Any] = {
    "area": "safeguarding", "dataset": "d", "dataset_title": "Reviews", "owner": "A team", "dataset_ord": 2,
    "extract_id": 1, "source_row": 5, "item_no": 1, "item": "i", "title": "Outcome", "headline": True,
    "words": "secure", "small": False, "when_words": "1 October 2026", "is_old": False, "file_name": "r.csv",
}  # fmt: skip


def row(**changes: Any) -> Any:
    return namedtuple("Fact", ROW)(**{**ROW, **changes})


def test_areas_stand_in_the_frameworks_order_and_context_last() -> None:
    facts = [
        row(area="context", dataset_title="Badges", dataset_ord=9),
        row(),
        row(area="leadership", dataset_title="Governance", dataset_ord=1),
    ]
    html = council_card(facts, AREAS)
    places = [html.index(f">{title}</th>") for title in ("Leadership", "Safeguarding culture", "Context")]
    assert places == sorted(places)


def test_headlines_come_first_and_everything_is_there_when_asked_for() -> None:
    html = council_card([row(), row(item_no=2, title="Actions open", words="3", headline=False)], AREAS)
    table, folded = html.split("<details")
    assert "Outcome: <b>secure</b>" in table
    assert "Actions open" not in table
    assert "<dt>Actions open</dt><dd>3</dd>" in folded
    assert "2 answers" in folded
    assert "r.csv" in folded.replace("&#46;", ".")


def test_each_record_of_a_list_has_its_own_line() -> None:
    html = council_card([row(), row(source_row=6, words="not secure")], AREAS)
    assert html.split("<details")[0].count('<th scope="row">Reviews</th>') == 2


def test_small_numbers_and_old_returns_are_marked() -> None:
    html = council_card([row(words="2 of 4", small=True, is_old=True)], AREAS)
    assert "2 of 4<small>§</small>" in html
    assert "no longer current" in html


def test_text_from_a_file_is_never_obeyed() -> None:
    bad = '<img src=x onerror="alert(1)">'
    html = council_card(
        [row(words=bad, title=bad, dataset_title=bad, owner=bad, file_name=bad, when_words=bad)], AREAS
    )
    assert "<img" not in html


def test_a_school_without_returns_has_one_quiet_line() -> None:
    assert council_card([], AREAS) == f'<p class="small muted">{NOTHING}</p>'
