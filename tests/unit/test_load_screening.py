"""A load tells what screening found, refuses what fails, and keeps both the results and the reason given."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from eif.cli import cli
from eif.config import Settings
from eif.load import LoadReport, rebuild
from eif.snapshot import open_snapshot
from tests.conftest import settings_for
from tests.fixtures.tiny import load_files, write_absence


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_for(tmp_path / "home")


def sound(folder: Path, year: str = "2018-2019", name: str = "abs.csv", schools: int = 24) -> Path:
    rates = {str(103100 + place): f"{4 + place % 7 / 10}" for place in range(schools)}
    return write_absence(folder, rates, year=year, name=name)


def fractions(folder: Path, year: str = "2018-2019", name: str = "abs.csv") -> Path:
    rates = {str(103100 + place): f"{0.04 + place % 7 / 1000}" for place in range(24)}
    path = write_absence(folder, rates, year=year, name=name)
    summary = {"NAT,PRI,,4.0,8.2": "NAT,PRI,,0.04,0.08", "NAT,SEC,,5.5,13.7": "NAT,SEC,,0.05,0.13",
               "NAT,SPE,,10.1,28.8": "NAT,SPE,,0.1,0.28", ",9.5": ",0.095"}  # fmt: skip
    text = path.read_text(encoding="utf-8-sig")
    for old, new in summary.items():
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8-sig")
    return path


def results(report: LoadReport, word: str) -> set[tuple[str, str, str]]:
    return {(each.file_name, each.stage, each.check) for each in report.screening if each.result == word}


def test_a_file_that_fails_is_refused_and_the_others_are_published(
    settings: Settings, tmp_path: Path
) -> None:
    bad = fractions(tmp_path / "given", "2017-2018")
    report = load_files(settings, sound(tmp_path / "given"), bad)
    assert report.release
    assert [file.name for file in report.refused] == ["2017-2018/abs.csv"]
    assert "none of 24 percentages is above" in report.refused[0].message
    assert results(report, "FAIL") == {("2017-2018/abs.csv", "values", "scale")}
    assert report.exit_code == 1
    sources = open_snapshot(settings).read("screen_source")
    assert sources["file_name"].tolist() == ["2018-2019/abs.csv"]
    # what is refused never enters the inbox
    assert len(list((settings.inbox).glob("*"))) == 2  # the file and the manifest


def test_the_file_that_a_refused_copy_was_to_replace_stays(settings: Settings, tmp_path: Path) -> None:
    load_files(settings, sound(tmp_path / "one"))
    report = load_files(settings, fractions(tmp_path / "two"))
    assert report.release is None
    assert report.exit_code == 2
    assert results(report, "FAIL") == {("2018-2019/abs.csv", "values", "scale")}
    both = load_files(
        settings, fractions(tmp_path / "two"), sound(tmp_path / "three", "2017-2018", schools=23)
    )
    assert both.release
    assert open_snapshot(settings).read("screen_source")["file_name"].nunique() == 2


def test_what_the_reader_refuses_fails_the_stage_it_belongs_to(settings: Settings, tmp_path: Path) -> None:
    good = sound(tmp_path / "given")
    unknown = tmp_path / "given" / "2018-2019" / "other.csv"
    unknown.write_text("a,b\n1,2\n", encoding="utf-8")
    coded = write_absence(tmp_path / "given", {"103100": "??"}, year="2016-2017")
    cut = tmp_path / "given" / "2015-2016" / "abs.csv"
    cut.parent.mkdir()
    cut.write_text("LA,ESTAB,URN,PERCTOT,PPERSABS10\n330,2000,103100,4.1,9.5\n", encoding="utf-8")
    report = load_files(settings, good, unknown, coded, cut)
    assert results(report, "FAIL") == {
        ("2018-2019/other.csv", "shape", "recognised"),
        ("2016-2017/abs.csv", "codes", "unknown_code"),
        ("2015-2016/abs.csv", "shape", "whole"),
    }


def test_a_corrected_copy_is_held_against_the_one_it_replaces(settings: Settings, tmp_path: Path) -> None:
    load_files(settings, sound(tmp_path / "one"))
    report = load_files(settings, sound(tmp_path / "two", schools=12))
    assert ("2018-2019/abs.csv", "counts", "rows") in results(report, "WARNING")
    (told,) = [each for each in report.screening if each.check == "rows"]
    assert "15 rows where 2018-2019/abs.csv has 27 (-44.4%)" in told.message


def test_results_and_reason_stay_with_the_file_through_later_loads_and_a_rebuild(
    settings: Settings, tmp_path: Path
) -> None:
    other = write_absence(tmp_path / "a", {"121101": "4.1"}, la="815", year="2017-2018")
    load_files(settings, sound(tmp_path / "b"))
    first = load_files(settings, other)
    assert results(first, "WARNING") == {("2017-2018/abs.csv", "keys", "home_council")}
    alone = load_files(settings, write_absence(tmp_path / "c", {"121101": "4.2"}, la="815", year="2019-2020"))
    assert ("2019-2020/abs.csv", "keys", "home_council") in results(alone, "WARNING")
    before = checks(settings)
    assert {row["accepted"] for row in before if row["result"] == "WARNING"} == {"not yet accepted"}
    load_files(settings, sound(tmp_path / "d", "2016-2017", schools=23))
    kept = [row for row in checks(settings) if row["file_name"] != "2016-2017/abs.csv"]
    assert kept == before
    report = rebuild(settings, as_at=None, on_progress=lambda _: None)
    assert report.changed == ()
    assert [row for row in checks(settings) if row["file_name"] != "2016-2017/abs.csv"] == before


def checks(settings: Settings) -> list[dict[str, object]]:
    columns = ["file_name", "check_id", "result", "message", "accepted", "accepted_by"]
    return open_snapshot(settings).read("screen_check", columns=columns).to_dict("records")


def run(home: Path, *arguments: str | Path) -> Result:
    return CliRunner(env={"EIF_HOME": str(home)}).invoke(cli, [*map(str, arguments)])


def test_the_command_line_tells_warnings_takes_a_reason_and_writes_what_was_found(
    settings: Settings, tmp_path: Path
) -> None:
    load_files(settings, sound(tmp_path / "one"))
    home = settings.home
    given = write_absence(tmp_path / "two", {"121101": "4.2", "": "5.0"}, la="815", year="2019-2020")
    dry = run(home, "load", given, "--dry-run")
    assert "Warning, keys, 2019-2020/abs.csv: No school of this council: 1." in dry.output, dry.output
    assert 'load with --because "..."' in dry.output
    assert "If you publish this:" in dry.output
    told = run(home, "load", given, "--because", "North Yorkshire's, for comparison", "--by", "Ann Officer")
    assert "Warnings accepted, because: North Yorkshire's, for comparison" in told.output
    row = next(
        row for row in checks(settings) if row["check_id"] == "home_council" and row["result"] == "WARNING"
    )
    assert (row["accepted"], row["accepted_by"]) == ("North Yorkshire's, for comparison", "Ann Officer")
    out = tmp_path / "rejected.csv"
    assert run(home, "rejected", "--to", out, "--file", "2019-2020/abs.csv").exit_code == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    aside = [row for row in rows if row["Check"] == "set_aside"]
    assert [(row["Record"], row["Whole record"]) for row in aside] == [("3", "815,2001,,5.0,9.5")]
    assert aside[0]["Reason"].endswith("the URN is not six digits")
    book = tmp_path / "rejected.xlsx"
    assert run(home, "rejected", "--to", book).exit_code == 0
    assert book.stat().st_size > 1000


def test_a_hidden_sheet_is_noted(settings: Settings, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["LA Number", "LA Name", "Region", "Type"])
    for code, name in ((330, "Birmingham"), (815, "North Yorkshire")):
        book.active.append([code, name, "NA", "Unitary"])
    book.create_sheet("Old list").sheet_state = "hidden"
    path = tmp_path / "la_code_list.xlsx"
    book.save(path)
    report = load_files(settings, sound(tmp_path / "given"), path)
    told = [each for each in report.screening if each.check == "hidden" and each.rows]
    assert [(each.result, each.found) for each in told] == [("PASS", "hidden sheet Old list")], report.files
