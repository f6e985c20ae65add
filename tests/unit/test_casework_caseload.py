"""A caseload spreadsheet is held against what stands, row by row, before anything is written."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from eif.casework.caseload import FIELDS, MOST_BYTES, guess, mapped, read_sheet
from eif.casework.caseload_diff import compare, write
from eif.casework.caseload_lines import Line
from eif.casework.desk import Desk
from eif.casework.errors import NotAllowed
from eif.casework.judgements import judge, judgement_id, take_back
from eif.casework.plans import begin_plan
from eif.casework.reading import standing
from eif.casework.store import Store
from eif.extracts.errors import ExtractError
from eif.outputs.caseload_book import write_lines, write_template
from tests.fixtures.desks import NORTH, OFFICER, SmallCity, assign, desk_of, open_store, sqlite_url

SCHOOLS = {"1": "S1", "2": "S2", "3": "S3", "4": "S4"}
CATEGORY = {
    "category": "developing",
    "evidence_on": "14/10/2026",
    "agreed_with": "Head and chair",
    "note": "Reading improved.",
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(sqlite_url(tmp_path), tmp_path)
    assign(made, "S1", NORTH)
    yield made
    made.close()


@pytest.fixture
def desk(store: Store) -> Desk:
    return desk_of(store, OFFICER)


def compared(desk: Desk, *rows: Mapping[str, str]) -> list[Line]:
    return compare(desk, list(enumerate(rows, 2)), SCHOOLS)


def told(lines: list[Line]) -> list[tuple[int, str, str]]:
    return [(line.row, line.what, line.state) for line in lines]


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_row_is_new_changed_or_the_same(desk: Desk) -> None:
    lines = compared(
        desk,
        {"urn": "1", "adviser": "sia north"},
        {"urn": "2", "adviser": "SIA North", **CATEGORY},
    )
    assert told(lines) == [(2, "Adviser", "same"), (3, "Adviser", "new"), (3, "Agreed category", "new")]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"urn": "", "adviser": "SIA North"}, "The row has no URN."),
        ({"urn": "999"}, "No school of this release has the URN 999."),
        ({"urn": "2", "adviser": "SIA East"}, "Nobody on the team is called SIA East."),
        ({"urn": "2", **CATEGORY, "category": "Outstanding"}, "Outstanding is no category."),
        ({"urn": "2", **CATEGORY, "evidence_on": "31/02/2026"}, "31/02/2026 is no day."),
        ({"urn": "2", **CATEGORY, "evidence_on": "2026-12-01"}, "is too late"),
        ({"urn": "2", **CATEGORY, "agreed_with": ""}, "Say who agreed for the school"),
        (
            {"urn": "2", **CATEGORY, "category": "Established"},
            "as the data indicate: Newer evidence than the data hold",
        ),
        ({"urn": "4", **CATEGORY}, "is closed"),
        ({"urn": "2", **CATEGORY, "reason": "Because"}, "Because is no reason."),
        ({"urn": "1", "visit_on": "soon", "visit_days": "1", "visit_kind": "board"}, "soon is no day."),
        ({"urn": "1", "visit_on": "2026-10-01", "visit_days": "nan", "visit_kind": "board"}, "in halves"),
        ({"urn": "1", "visit_on": "2026-10-01", "visit_days": "1", "visit_kind": "Tea"}, "no kind of visit"),
        ({"urn": "1", "visit_on": "2026-10-01", "visit_days": "-1", "visit_kind": "board"}, "half days"),
    ],
)
def test_what_cannot_be_written_is_refused_with_its_row_and_reason(
    desk: Desk, row: dict[str, str], why: str
) -> None:
    before = desk.store.revision()
    (line,) = compared(desk, row)
    assert (line.row, line.state, line.command) == (2, "refused", None)
    assert why in line.why
    assert desk.store.revision() == before


def test_a_server_too_is_compared_with_and_written_to_once(postgresql_url: str, tmp_path: Path) -> None:
    store = open_store(postgresql_url, tmp_path)
    assign(store, "S1", NORTH)
    desk = desk_of(store, OFFICER)
    before = store.revision()
    lines = compared(desk, {"urn": "2", "adviser": "SIA North", **CATEGORY})
    assert ([line.state for line in lines], store.revision()) == (["new", "new"], before)
    write(desk, lines)
    again = compared(desk, {"urn": "2", "adviser": "SIA North", **CATEGORY})
    assert ([line.state for line in again], store.revision()) == (["same", "same"], before + 2)
    store.close()


def test_comparing_writes_nothing_and_tells_the_journal_of_nothing(desk: Desk) -> None:
    before = (desk.store.revision(), len(list(desk.store.journal.lines())))
    assert compared(desk, {"urn": "2", "adviser": "SIA North", **CATEGORY})[1].state == "new"
    assert (desk.store.revision(), len(list(desk.store.journal.lines()))) == before


def test_what_is_written_is_an_event_of_the_person_and_the_same_file_again_changes_nothing(
    desk: Desk,
) -> None:
    visit = {
        "visit_on": "2026-11-22",
        "visit_days": "1.5",
        "visit_kind": "Validation visit",
        "visit_note": "Saw it.",
    }
    row = {"urn": "2", "adviser": "SIA North", **CATEGORY, **visit}
    before = desk.store.revision()
    assert [line.state for line in write(desk, compared(desk, row))] == ["new", "new", "new"]
    assert desk.store.revision() == before + 3
    with desk.store.read() as con:
        (kept,) = standing(con, "visit")
        events = con.exec_driver_sql("select actor, token from event order by revision desc limit 3").all()
    assert (kept.half_days, kept.status, kept.note) == (3, "completed", "Saw it.")
    assert {actor for actor, _ in events} == {OFFICER.name}
    assert all(token.startswith("import:") for _, token in events)
    again = compared(desk, row)
    assert [line.state for line in again] == ["same", "same", "same"]
    write(desk, again)
    assert desk.store.revision() == before + 3


def test_a_visit_to_come_is_planned_and_one_recorded_otherwise_is_left_alone(desk: Desk) -> None:
    row = {"urn": "1", "visit_on": "2026-12-01", "visit_days": "1", "visit_kind": "board"}
    write(desk, compared(desk, row))
    with desk.store.read() as con:
        assert standing(con, "visit")[0].status == "planned"
    (line,) = compared(desk, row | {"visit_days": "2"})
    assert (line.state, line.why) == (
        "refused",
        "This visit is recorded otherwise. Change it on the school’s page.",
    )


def test_two_rows_that_speak_of_one_thing_are_not_both_written(desk: Desk) -> None:
    other = CATEGORY | {"note": "Attendance has not improved."}
    lines = compared(
        desk,
        {"urn": "2", "adviser": "SIA North", **CATEGORY},
        {"urn": "2", "adviser": "sia north", **other},
    )
    assert told(lines)[2:] == [(3, "Adviser", "same"), (3, "Agreed category", "refused")]
    assert [line.why for line in lines[2:]] == ["As row 2 says.", "Row 2 speaks of this already."]


def test_a_school_has_several_visits_in_a_row_and_in_further_rows(desk: Desk) -> None:
    held = {"visit_days": "1", "visit_kind": "board", "visit_note": "Held."}
    first = {"urn": "2", "adviser": "SIA North", "visit_on": "2026-11-22", **held}
    second = {"visit_2_on": "2026-12-01", "visit_2_days": "0.5", "visit_2_kind": "validation"}
    third = {"visit_3_on": "then", "visit_3_days": "1", "visit_3_kind": "board"}
    assign(desk.store, "S2", NORTH)
    rows = (
        first | second | third,
        {"urn": "2", "visit_on": "2026-11-22", **held, "visit_kind": "support_meeting"},
        {"urn": "2", "visit_on": "2026-11-22", **held},
        {"urn": "2", "visit_on": "2026-11-22", **held, "visit_days": "2"},
    )
    lines = compared(desk, *rows)
    assert [(line.row, line.state) for line in lines if line.what == "Visit"] == [
        (2, "new"),
        (2, "new"),
        (2, "refused"),
        (3, "new"),
        (4, "same"),
        (5, "refused"),
    ]
    write(desk, lines)
    with desk.store.read() as con:
        kept = sorted((row.on_day, row.kind, row.half_days, row.status) for row in standing(con, "visit"))
    assert kept == [
        (date(2026, 11, 22), "board", 2, "completed"),
        (date(2026, 11, 22), "support_meeting", 2, "completed"),
        (date(2026, 12, 1), "validation", 1, "planned"),
    ]


def test_a_further_row_is_visited_by_the_adviser_that_an_earlier_row_names(desk: Desk) -> None:
    visit = {"visit_on": "2026-12-01", "visit_days": "1", "visit_kind": "board"}
    lines = compared(desk, {"urn": "2", "adviser": "SIA North"}, {"urn": "2", **visit})
    assert told(lines) == [(2, "Adviser", "new"), (3, "Visit", "new")]


def test_an_action_joins_the_plan_in_force_and_is_not_written_twice(desk: Desk) -> None:
    row = {
        "urn": "2",
        "plan_priority": "Attendance",
        "plan_action": "Call home",
        "plan_responsible": "Lead",
        "plan_due": "31/03/2027",
    }
    (line,) = compared(desk, row)
    assert (line.state, line.what) == ("refused", "Action of the plan")
    assert "No support plan of this school is in force" in line.why
    begin_plan(desk, "S2", title="Plan", exit_criteria="At national.", from_on=desk.today)
    other = row | {"plan_action": "Visit at home", "plan_due": "soon"}
    lines = compared(desk, row, row | {"plan_action": "call HOME"}, other, row | {"plan_action": "Pay"})
    assert [one.state for one in lines] == ["new", "refused", "refused", "new"]
    assert lines[2].why == "soon is no day. Write it as 2026-11-22 or 22/11/2026."
    write(desk, lines)
    with desk.store.read() as con:
        kept = sorted((row.action, row.responsible, row.due_on) for row in standing(con, "plan_action"))
    assert kept == [("Call home", "Lead", date(2027, 3, 31)), ("Pay", "Lead", date(2027, 3, 31))]
    again = compared(desk, row, row | {"plan_action": "Pay", "plan_responsible": "Head"})
    assert [one.state for one in again] == ["same", "refused"]
    assert again[1].why == "This action is recorded otherwise. Change it on the school’s page."


def test_what_needs_a_second_person_says_so_and_stays_the_same_while_it_waits(store: Store) -> None:
    city = SmallCity()
    city.schools["S2"] = replace(city.schools["S2"], indicated={"overall": "Causing Concern"})
    desk = desk_of(store, OFFICER, city)
    row = {"urn": "2", **CATEGORY, "category": "Established", "reason": "seen_in_school"}
    (line,) = compared(desk, row)
    assert (line.state, line.why) == ("new", "A second person has to approve it before it stands.")
    write(desk, [line])
    (again,) = compared(desk, row)
    assert (again.state, again.why) == ("same", "It waits for a second person.")


def test_a_category_that_was_taken_back_can_be_given_again(desk: Desk) -> None:
    judge(
        desk,
        "S2",
        area="overall",
        kind="agreed",
        category="Developing",
        note="Wrong.",
        evidence_on=date(2026, 10, 14),
        agreed_with="Head",
    )
    take_back(desk, "S2", judgement_id("S2", "overall", "agreed"), why="Wrong school.", seen_version=1)
    (line,) = write(desk, compared(desk, {"urn": "2", **CATEGORY}))
    assert line.state == "new"
    with desk.store.read() as con:
        assert [row.note for row in standing(con, "judgement")] == ["Reading improved."]


def test_somebody_who_saved_in_between_is_not_overwritten(desk: Desk) -> None:
    lines = compared(desk, {"urn": "2", **CATEGORY})
    judge(
        desk,
        "S2",
        area="overall",
        kind="agreed",
        category="Developing",
        note="Theirs.",
        evidence_on=date(2026, 10, 14),
        agreed_with="Head",
    )
    (line,) = write(desk, lines)
    assert line.state == "refused"
    assert "Nothing was overwritten" in line.why


def test_an_adviser_may_not_import(store: Store) -> None:
    with pytest.raises(NotAllowed):
        compared(desk_of(store, NORTH), {"urn": "1"})


def test_columns_are_guessed_by_their_names_and_can_be_named_otherwise() -> None:
    content = workbook(
        ["My schools"], ["School URN", "Link adviser", "Colour"], ["1", "SIA North", "Developing"]
    )
    sheet = read_sheet(content, "mine.xlsx")
    assert guess(sheet.columns) == {"urn": "School URN", "adviser": "Link adviser"}
    assert mapped(sheet, {"urn": "School URN", "category": "Colour", "note": "Not there"}) == [
        (3, {"urn": "1", "category": "Developing"})
    ]


def test_days_and_numbers_of_a_workbook_come_as_they_are_written(desk: Desk) -> None:
    content = workbook(
        ["URN", "Visit date", "Visit days", "Visit kind"],
        [1, date(2026, 12, 1), 1, "School improvement board"],
    )
    sheet = read_sheet(content, "mine.xlsx")
    (line,) = compare(desk, mapped(sheet, guess(sheet.columns)), SCHOOLS)
    assert (line.state, line.becomes) == ("new", "School improvement board, 1 December 2026, 1 day")


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"x" * (MOST_BYTES + 1), "big.csv", "larger than 5 MB"),
        (b"%PDF-1.4", "a.pdf", "PDF"),
        (b"PK\x03\x04broken", "a.xlsx", "damaged"),
        (b"just words\nand more\n", "a.csv", "no row of column headings"),
        (b"URN,Adviser\n" + b"1,SIA North\n" * 5001, "a.csv", "more than 5,000 rows"),
    ],
)
def test_a_file_that_is_no_caseload_is_refused_with_what_to_do(content: bytes, name: str, told: str) -> None:
    with pytest.raises(ExtractError, match=told):
        read_sheet(content, name)


def test_a_formula_is_its_stored_value_and_never_run() -> None:
    sheet = read_sheet(b"URN,Adviser\n1,=cmd|' /C calc'!A0\n", "a.csv")
    assert sheet.rows == ((2, ("1", "=cmd|' /C calc'!A0")),)


def test_the_template_is_read_back_with_every_column() -> None:
    sheet = read_sheet(write_template(), "template.xlsx")
    assert guess(sheet.columns) == {name: field.heading for name, field in FIELDS.items()}
    assert sheet.rows == ()


def test_the_lines_make_a_workbook(desk: Desk) -> None:
    lines = compared(desk, {"urn": "999"})
    assert write_lines(lines, "One file.")[:2] == b"PK"
