"""The whole casework can leave as a workbook and as JSON: what stands, in words, and all that led there."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from eif.casework.errors import NotAllowed
from eif.casework.offers import end_offer, offer
from eif.casework.store import Store
from eif.casework.tables import NOUNS, fields
from eif.casework.whole import as_json, export_whole, read_whole
from eif.cli import cli
from eif.outputs.casework_book import HEADINGS, SHEETS, heading, write_casework
from tests.fixtures.desks import BOARD, DIRECTOR, NORTH, OFFICER, assign, desk_of, open_store, sqlite_url

NAMES = {"S1": ("1", "Alder Primary")}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with an adviser, an assignment and an offer in its second version."""
    made = open_store(sqlite_url(tmp_path), tmp_path)
    assign(made, "S1", NORTH)
    desk = desk_of(made)
    kept = offer(
        desk,
        "S1",
        areas=["attendance", "finance"],
        days=2.5,
        from_on=date(2026, 9, 1),
        to_on=date(2027, 7, 31),
        practice="=1+1 <b>First-day calls</b>",
    )
    end_offer(desk, "S1", kept.record_id, on_day=date(2027, 3, 31), why="The head leaves.", seen_version=1)
    yield made
    made.close()


def whole(store: Store) -> Any:
    with store.read() as con:
        return read_whole(con)


def rows(book: bytes, sheet: str) -> list[dict[str, Any]]:
    header, *body = list(load_workbook(io.BytesIO(book))[sheet].iter_rows(values_only=True, min_row=4))
    if None in header[:1] or header[0].startswith("This worksheet"):
        header, *body = body
    return [dict(zip(header, row, strict=True)) for row in body]


def test_the_workbook_says_what_stands_in_words_and_days(store: Store) -> None:
    book = write_casework(whole(store), NAMES, "OFFICIAL")
    (kept,) = rows(book, "Offers")
    assert (kept["URN"], kept["School"], kept["Version"]) == ("1", "Alder Primary", 2)
    assert (kept["Days"], kept["Areas"], kept["To"].date()) == (2.5, "attendance, finance", date(2027, 3, 31))
    assert kept["Practice"] == "=1+1 <b>First-day calls</b>"
    assert (kept["Saved by"], kept["Saved role"]) == ("Director for Schools", "director")


def test_every_kind_of_record_has_a_sheet_and_an_empty_one_says_so(store: Store) -> None:
    book = load_workbook(io.BytesIO(write_casework(whole(store), NAMES, "OFFICIAL")))
    assert len(book.sheetnames) == len(NOUNS) + 1
    assert set(SHEETS) <= set(NOUNS)
    texts = {cell for row in book["Visits"].iter_rows(values_only=True) for cell in row}
    assert {"OFFICIAL", "Nothing is recorded"} <= texts


@pytest.mark.parametrize("noun", NOUNS)
def test_headings_are_words_of_their_own(noun: str) -> None:
    told = [heading(name) for name in ("record_id", *fields(noun), "saved_at", "saved_by", "saved_role")]
    assert len(set(told)) == len(told)
    assert not any("_" in word or "half" in word.lower() for word in told)
    assert set(HEADINGS.values()) & set(told)


def test_the_history_has_every_event_in_order(store: Store) -> None:
    told = rows(write_casework(whole(store), NAMES, "OFFICIAL"), "History")
    assert [row["Did"] for row in told] == [
        "join the team",
        "assign",
        "offer support",
        "end an offer of support",
    ]
    assert told[-1]["Reason"] == "The head leaves."


def test_the_json_has_each_record_and_each_event_with_what_it_changed(store: Store) -> None:
    given = json.loads(as_json(whole(store)))
    (kept,) = given["records"]["capacity_offer"]
    assert (kept["half_days"], kept["to_on"], kept["areas"]) == (5, "2027-03-31", ["attendance", "finance"])
    last = given["events"][-1]
    assert (last["before"]["to_on"], last["after"]["to_on"]) == ("2027-07-31", "2027-03-31")
    assert given["revision"] == len(given["events"]) == 4
    assert set(given["records"]) == set(NOUNS)


def test_only_the_director_and_officers_take_all_casework_elsewhere(store: Store) -> None:
    for person in (DIRECTOR, OFFICER):
        assert export_whole(desk_of(store, person)) == whole(store)
    for person in (BOARD, NORTH):
        with pytest.raises(NotAllowed, match="You may not take all casework elsewhere"):
            export_whole(desk_of(store, person))


def test_the_command_line_writes_both_without_a_release(tmp_path: Path) -> None:
    run = CliRunner(env={"EIF_HOME": str(tmp_path)})
    for name in ("all.xlsx", "all.json"):
        result = run.invoke(cli, ["casework", "export", str(tmp_path / name)])
        assert result.exit_code == 0, result.output
        assert "0 records that stand and 0 events" in result.output
        assert (tmp_path / name).stat().st_size > 0
    assert run.invoke(cli, ["casework", "export", str(tmp_path / "all.csv")]).exit_code == 2
    assert run.invoke(cli, ["casework", "template", str(tmp_path / "t.xlsx")]).exit_code == 0
    assert load_workbook(tmp_path / "t.xlsx").sheetnames == ["Caseload", "Columns"]
