"""The command line does what it says, and says what it could not do."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import duckdb
import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from eif.cli import cli
from eif.load import advise
from eif.snapshot import Snapshot
from tests.fixtures.tiny import write_absence

Run = Callable[..., Result]


def runner(home: Path) -> Run:
    return lambda *arguments: CliRunner(env={"EIF_HOME": str(home)}).invoke(
        cli, [str(each) for each in arguments]
    )


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a command in an installation of its own."""
    return runner(tmp_path / "home")


@pytest.fixture
def in_demo(demo_home: Path) -> Run:
    """Run a command that changes nothing where the demonstration city is served."""
    return runner(demo_home)


def test_every_command_explains_itself() -> None:
    told = CliRunner().invoke(cli, ["--help"]).output
    names = {"demo", "load", "status", "releases", "rollback", "rebuild", "query", "export", "check", "serve"}
    assert names <= set(re.findall(r"^  (\w+)", told, re.M))
    for name in names:
        assert CliRunner().invoke(cli, [name, "--help"]).exit_code == 0


def test_a_load_tells_the_ledger_the_checks_and_the_release(run: Run, tmp_path: Path) -> None:
    given = write_absence(tmp_path, {"103100": "4.1", "103101": "SUPP"})
    result = run("load", given, "--by", "Ann Officer")
    assert result.exit_code == 0, result.output
    assert "The ledger balances: 25 cells = 21 values + 4 missing + 0 rejected." in result.output
    assert "blank 3, SUPP 1" in result.output
    assert re.search(r"Checks: (\d+) of \1 passed\.", result.output)
    assert re.search(r"Published release \d{8}T\d{6}Z-[0-9a-f]{8}\.", result.output)
    assert "Ann Officer" in run("status").output


def test_evidence_too_old_to_rate_any_school_brings_advice_on_the_date(
    demo_release: Path, tmp_path: Path
) -> None:
    old = tmp_path / "release.duckdb"
    shutil.copyfile(demo_release, old)
    with closing(Snapshot(old, "2026-02")) as now:
        assert advise(now) is None
    with closing(duckdb.connect(str(old))) as con:
        con.execute("update setting set value = '2040-01-01' where key = 'as_at'")
    with closing(Snapshot(old, "2026-02")) as later:
        assert "The newest school-level evidence is for 2025/26: too old" in str(advise(later))
        assert "python -m eif rebuild --as-at 2027-03-31" in str(advise(later))


def test_loading_the_same_again_changes_nothing_and_says_since_when(run: Run, tmp_path: Path) -> None:
    given = write_absence(tmp_path, {"103100": "4.1"})
    run("load", given, "--by", "Ann Officer")
    again = run("load", given)
    assert again.exit_code == 0
    assert re.search(r"already loaded on \d+ \w+ \d{4} by Ann Officer", again.output)
    assert run("releases").output.count("Z-") == 1


def test_a_file_nobody_knows_is_told_and_the_others_are_published(run: Run, tmp_path: Path) -> None:
    given = write_absence(tmp_path, {"103100": "4.1"})
    (given.parent / "notes.txt").write_text("Ring the school on Monday.\n")
    result = run("load", given.parent)
    assert result.exit_code == 1
    assert re.search(r"Refused 2018-2019/notes\.txt", result.output)
    assert "Published release" in result.output


def test_where_every_file_is_refused_the_previous_release_is_still_served(run: Run, tmp_path: Path) -> None:
    run("load", write_absence(tmp_path, {"103100": "4.1"}))
    before = run("status").output
    bad = tmp_path / "renamed.csv"
    bad.write_text("LA,ESTAB,SCHOOL,PERCTOT,PPERSABS10\n330,2000,103100,4.1,9.5\n")
    result = run("load", bad, "--period", "2019/20")
    assert result.exit_code == 2
    assert "Nothing was published" in result.output
    assert "URN" in result.output
    assert run("status").output == before


def test_a_file_without_a_year_says_how_to_give_one(run: Run, tmp_path: Path) -> None:
    given = write_absence(tmp_path, {"103100": "4.1"}, year="downloads")
    refused = run("load", given)
    assert refused.exit_code == 2
    assert "--period 2018/19" in refused.output
    assert run("load", given, "--period", "2018/19").exit_code == 0


def test_a_dry_run_tells_everything_and_keeps_nothing(run: Run, tmp_path: Path) -> None:
    given = write_absence(tmp_path, {"103100": "4.1"})
    result = run("load", given, "--dry-run")
    assert result.exit_code == 0
    assert "this would be published" in result.output
    assert not (tmp_path / "home" / "inbox").exists()
    assert run("status").exit_code == 2


def test_a_council_without_schools_in_the_files_is_not_published(run: Run, tmp_path: Path) -> None:
    result = run("load", write_absence(tmp_path, {"100000": "4.1"}, la="201"))
    assert result.exit_code == 2
    assert "No school of LA 330" in result.output
    assert run("status").exit_code == 2


def test_files_add_up_until_they_are_replaced(run: Run, tmp_path: Path) -> None:
    first = write_absence(tmp_path, {"103100": "4.1"}, year="2017-2018")
    second = write_absence(tmp_path, {"103100": "5.2"}, year="2018-2019")
    count = ("query", "select period from extract order by period", "--csv")
    run("load", first)
    run("load", second)
    assert run(*count).output.split() == ["period", "2017/18", "2018/19"]
    run("load", second, "--replace")
    assert run(*count).output.split() == ["period", "2018/19"]


def test_a_rollback_serves_the_earlier_release_and_a_load_builds_on_it(run: Run, tmp_path: Path) -> None:
    first = write_absence(tmp_path, {"103100": "4.1"}, year="2017-2018")
    wrong = write_absence(tmp_path, {"103100": "41"}, year="2018-2019", name="wrong.csv")
    right = write_absence(tmp_path, {"103100": "4.2"}, year="2018-2019", name="right.csv")
    run("load", first)
    earlier = run("query", "select release from screen_release", "--csv").output.split()[1]
    run("load", wrong)
    assert run("rollback", earlier).exit_code == 0
    run("load", right)
    names = run("query", "select file_name from extract order by all", "--csv").output.split()[1:]
    assert names == ["2017-2018/abs.csv", "2018-2019/right.csv"]


def test_a_rebuild_gives_the_same_tables(run: Run, tmp_path: Path) -> None:
    run("load", write_absence(tmp_path, {"103100": "4.1", "103101": "SUPP"}), "--as-at", "2020-03-31")
    tables = ("comparison", "observation", "school", "extract", "cell_ledger", "source_file", "benchmark")
    before = {table: run("query", f"select * from {table}", "--csv").output for table in tables}
    assert run("rebuild").exit_code == 0
    assert {table: run("query", f"select * from {table}", "--csv").output for table in tables} == before
    assert run("query", "select as_at from screen_release", "--csv").output.split()[1] == "2020-03-31"


def test_everything_can_be_rebuilt_from_the_inbox_alone(run: Run, tmp_path: Path) -> None:
    run("load", write_absence(tmp_path, {"103100": "4.1"}, year="2017-2018"))
    run("load", write_absence(tmp_path, {"103100": "5.2"}))
    before = run("query", "select * from comparison", "--csv").output
    for path in (tmp_path / "home" / "releases").iterdir():
        path.unlink()
    assert run("rebuild").exit_code == 0
    assert run("query", "select * from comparison", "--csv").output == before


def test_a_demonstration_gives_way_to_real_files_and_says_so(
    run: Run, demo_files: Path, tmp_path: Path
) -> None:
    mark = (demo_files / "demonstration.toml").read_text()
    city = write_absence(tmp_path / "city", {"900001": "4.1"}).parent
    (city / "demonstration.toml").write_text(mark)
    assert run("load", city).exit_code == 0
    result = run("load", write_absence(tmp_path / "real", {"103100": "4.1"}))
    assert result.exit_code == 0
    assert "The release being served is a demonstration and these files are real" in result.output
    assert run("query", "select urn from school", "--csv").output.split() == ["urn", "103100"]


def test_fictional_schools_without_their_mark_are_not_published(run: Run, tmp_path: Path) -> None:
    result = run("load", write_absence(tmp_path, {"900001": "4.1"}))
    assert result.exit_code == 2
    assert "fictional in a real release" in result.output


def test_a_query_writes_what_it_found_as_csv(in_demo: Run) -> None:
    result = in_demo("query", "select urn, name from screen_school where listed order by urn", "--csv")
    rows = list(csv.reader(io.StringIO(result.output)))
    assert rows[0] == ["urn", "name"]
    assert len(rows) == 445


@pytest.mark.parametrize("statement", ["drop table school", "select nothing from school", "selec 1"])
def test_a_query_that_cannot_be_run_is_told_without_a_traceback(in_demo: Run, statement: str) -> None:
    result = in_demo("query", statement)
    assert result.exit_code == 2
    assert result.output.startswith("Error: ")
    assert "Traceback" not in result.output


def test_the_grid_is_exported_as_filtered(in_demo: Run, tmp_path: Path) -> None:
    out = tmp_path / "grid.xlsx"
    result = in_demo("export", "grid", out, "--filter", "phase=secondary", "--filter", "type=Academy")
    assert result.exit_code == 0, result.output
    told = int(re.search(r"(\d+) of 444 schools", result.output)[1])
    assert ZipFile(out).testzip() is None
    rows = list(load_workbook(out)["Schools"].iter_rows(values_only=True))
    header = next(place for place, row in enumerate(rows) if row[0] == "URN")
    assert {row[2:4] for row in rows[header + 1 :]} == {("Secondary", "Academy")}
    assert len(rows) - header - 1 == told


@pytest.mark.parametrize("asked", ["phase=Primery", "colour=red", "phase"])
def test_a_filter_that_does_not_exist_says_what_there_is(in_demo: Run, tmp_path: Path, asked: str) -> None:
    result = in_demo("export", "grid", tmp_path / "grid.xlsx", "--filter", asked)
    assert result.exit_code == 2
    assert "Primary" in result.output or "category" in result.output
    assert not (tmp_path / "grid.xlsx").exists()


def test_check_says_that_all_is_sound_or_what_is_not(run: Run, tmp_path: Path) -> None:
    assert run("check").exit_code == 1
    run("load", write_absence(tmp_path, {"103100": "4.1"}))
    assert run("check").exit_code == 0
    (kept,) = (path for path in (tmp_path / "home" / "inbox").iterdir() if path.suffix == "")
    kept.write_bytes(kept.read_bytes() + b" ")
    assert "was changed in the inbox" in run("check").output
    kept.unlink()
    assert "no longer in the inbox" in run("check").output


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.1.2.3", "eif.example.gov.uk", ""])
def test_the_app_is_not_opened_to_other_machines(run: Run, host: str) -> None:
    result = run("serve", "--host", host)
    assert result.exit_code == 2
    assert "no sign-in" in result.output


def test_the_first_start_makes_a_city_and_the_second_only_serves_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []
    served: list[tuple[str, int]] = []

    def write_small_city(out: Path) -> None:
        made.append(out)
        write_absence(out, {"900001": "4.1"})
        (out / "demonstration.toml").write_text('layout = "demonstration"\n')

    monkeypatch.setattr("eif.cli.write_demo", write_small_city)
    monkeypatch.setattr("eif.cli.run_app", lambda host, port: served.append((host, port)))
    for _ in range(2):
        assert run("serve", "--demo-if-empty", "--port", "8601").exit_code == 0
    assert made == [tmp_path / "home" / "demo"]
    assert served == [("127.0.0.1", 8601)] * 2


def test_a_wrong_setting_is_told_without_a_traceback(tmp_path: Path) -> None:
    result = CliRunner(env={"EIF_HOME": str(tmp_path), "EIF_LA_CODE": "Birmingham"}).invoke(cli, ["status"])
    assert result.exit_code == 2
    assert "three-digit DfE code" in result.output
    assert "Traceback" not in result.output


def test_a_folder_without_files_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = run("load", tmp_path / "empty")
    assert result.exit_code == 2
    assert "There are no files in" in result.output


def test_text_from_a_file_never_commands_the_terminal(run: Run, tmp_path: Path) -> None:
    given = write_absence(tmp_path, {"103100": "4.1"})
    given.write_text(
        given.read_text(encoding="utf-8-sig").replace("ESTAB", "\x1b[2JES[red]\u202eTAB"), "utf-8"
    )
    said = run("load", given).output
    assert r"\x1b[2JES[red]\u202eTAB" in said
    assert "\x1b" not in said
