"""Which files the next release is built from: the ones before, and the ones given now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from eif.extracts import FileOutcome
from eif.warehouse import ReleaseError
from eif.warehouse.inbox import SourceFile
from eif.warehouse.intake import Intake


def file(sha256: str, name: str = "2018-2019/abs.csv", period: str | None = "2018/19") -> SourceFile:
    return SourceFile(
        sha256=sha256,
        name=name,
        bytes=1,
        period_option=None,
        layout="cscp_absence",
        period=period,
        demonstration=False,
        received_at=datetime(2026, 10, 3),
        received_by="Ann Officer",
        path=Path(sha256),
    )


def outcomes(intake: Intake, *, refused: str | None = None) -> list[FileOutcome]:
    return [
        FileOutcome(
            each.name, each.layout, each.sha256 != refused, "read." if each.sha256 != refused else "bad."
        )
        for each in intake.files()
    ]


def states(intake: Intake) -> list[tuple[str, str]]:
    return [(report.name, report.state) for report in intake.reports]


def test_a_new_file_comes_after_those_before_it() -> None:
    intake = Intake(base=[file("a")])
    intake.add(file("b", "2018-2019/census.csv"))
    assert [each.sha256 for each in intake.files()] == ["a", "b"]


def test_the_same_contents_again_are_known_and_say_since_when() -> None:
    intake = Intake(base=[file("a")])
    intake.add(file("a", "elsewhere/2018-2019/copy.csv"))
    assert intake.new == []
    assert intake.reports[0].message == "already loaded on 3 October 2026 by Ann Officer"


def test_the_same_contents_for_another_year_take_the_place_of_the_first() -> None:
    intake = Intake(base=[file("a", period="2017/18")])
    intake.add(file("a", period="2018/19"))
    assert [each.period for each in intake.files()] == ["2018/19"]


def test_a_corrected_copy_takes_the_place_of_the_file_of_that_name_and_year() -> None:
    intake = Intake(base=[file("a"), file("x", "2017-2018/abs.csv", "2017/18")])
    intake.add(file("b"))
    assert [each.sha256 for each in intake.files()] == ["x", "b"]
    assert "takes the place of 2018-2019/abs.csv of 3 October 2026" in intake.told_notes()[0]


def test_a_file_given_twice_in_one_load_is_read_once() -> None:
    intake = Intake(base=[])
    intake.add(file("a"))
    intake.add(file("a", "copy/abs.csv"))
    assert len(intake.files()) == 1
    assert intake.reports[0].message == "the same contents as 2018-2019/abs.csv, read once"


def test_one_file_cannot_be_two_years() -> None:
    intake = Intake(base=[])
    intake.add(file("a"))
    intake.add(file("a", "2017-2018/abs.csv", "2017/18"))
    assert states(intake) == [("2017-2018/abs.csv", "refused")]
    assert "wrong folder" in intake.reports[0].message


def test_a_file_of_the_served_release_that_cannot_be_read_any_more_stops_the_load() -> None:
    intake = Intake(base=[file("a")])
    intake.add(file("b", "2018-2019/census.csv"))
    with pytest.raises(ReleaseError, match="can no longer be read"):
        intake.settle(outcomes(intake, refused="a"))


def register(sha256: str, register_date: str | None) -> SourceFile:
    return replace(
        file(sha256, f"edubasealldata{sha256}.csv", None), layout="gias", register_date=register_date
    )


def test_a_newer_register_takes_the_place_of_the_earlier_one_under_another_name() -> None:
    intake = Intake(base=[register("1", "2026-03-01")])
    intake.add(register("2", "2026-03-02"))
    assert [each.sha256 for each in intake.files()] == ["2"]
    (note,) = intake.told_notes()
    assert note.endswith("as the newer register.")
    assert "edubasealldata2.csv takes the place of edubasealldata1.csv" in note


def test_an_older_register_does_not_take_the_place_of_a_newer_one() -> None:
    intake = Intake(base=[register("2", "2026-03-02")])
    intake.add(register("1", "2026-03-01"))
    assert [each.sha256 for each in intake.files()] == ["2"]
    assert "last changed 2026-03-02, stands" in intake.reports[0].message


def test_of_registers_without_a_date_the_last_loaded_stands() -> None:
    intake = Intake(base=[register("2", None)])
    intake.add(register("1", None))
    assert [each.sha256 for each in intake.files()] == ["1"]


def test_of_two_registers_given_together_the_newer_is_used_and_the_other_told() -> None:
    intake = Intake(base=[register("1", "2026-03-01")])
    intake.add(register("2", "2026-03-02"))
    intake.add(register("3", "2026-03-03"))
    assert [each.sha256 for each in intake.files()] == ["3"]
    intake.settle(outcomes(intake))
    assert states(intake) == [("edubasealldata2.csv", "known"), ("edubasealldata3.csv", "accepted")]
