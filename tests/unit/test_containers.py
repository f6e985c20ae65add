"""Are packed files read as what is in them, kept as they came, and rebuilt from that?"""

from __future__ import annotations

import gzip
import hashlib
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from eif.cli import cli
from eif.extracts import COMMAND_LINE, ExtractFile, Reading, recognise
from eif.extracts.apart import Crew
from eif.extracts.limits import UPLOAD
from eif.extracts.workbook import read_sheets
from tests.fixtures.extracts import FOLDER
from tests.fixtures.tiny import write_absence
from tests.fixtures.workbooks import write_ods

Run = Callable[..., Result]

ABSENCE = FOLDER / "2018-2019" / "england_abs.csv"
KS2 = FOLDER / "2018-2019" / "330_ks2final.csv"


def read(folder: Path, *files: ExtractFile) -> list[Reading]:
    with closing(Crew(folder / "rows")) as crew:
        return crew.read(files, lambda *_: None)


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_gzip_file_is_read_as_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "england_abs.csv.gz"
    path.write_bytes(gzip.compress(ABSENCE.read_bytes()))
    (found,) = read(tmp_path, ExtractFile(path, "2018-2019/england_abs.csv.gz"))
    assert found.outcome.layout == "cscp_absence"
    assert (found.sha256, found.container, found.member) == (sha256(ABSENCE), sha256(path), None)
    assert found.size == ABSENCE.stat().st_size


def test_every_file_of_an_archive_is_a_file_of_its_own_with_its_folder(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "download.zip",
        {
            "2018-2019/": b"",
            "2018-2019/england_abs.csv": ABSENCE.read_bytes(),
            "2018-2019/330_ks2final.csv": KS2.read_bytes(),
            "2018-2019/notes.csv": b"a,b\n1,2\n",
            "__MACOSX/2018-2019/._england_abs.csv": b"\0\0",
            "2018-2019/.DS_Store": b"\0\0",
        },
    )
    found = read(
        tmp_path, ExtractFile(path, "downloads/download.zip"), ExtractFile(ABSENCE, "2017-2018/a.csv")
    )
    assert [(each.name, each.outcome.layout, each.period) for each in found] == [
        ("downloads/download/2018-2019/england_abs.csv", "cscp_absence", "2018/19"),
        ("downloads/download/2018-2019/330_ks2final.csv", "cscp_ks2", "2018/19"),
        ("downloads/download/2018-2019/notes.csv", None, None),
        ("2017-2018/a.csv", "cscp_absence", "2017/18"),
    ]
    assert {each.container for each in found} == {sha256(path), None}
    assert found[0].sha256 == sha256(ABSENCE)


def test_an_archive_named_for_a_year_says_the_year(tmp_path: Path) -> None:
    path = zipped(tmp_path / "2018-2019.zip", {"england_abs.csv": ABSENCE.read_bytes()})
    (found,) = read(tmp_path, ExtractFile(path, "in/2018-2019.zip"))
    assert (found.name, found.period) == ("in/2018-2019/england_abs.csv", "2018/19")


def test_an_archive_within_an_archive_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {"x.csv": b"a\n"}).read_bytes()
    path = zipped(
        tmp_path / "outer.zip",
        {
            "2018-2019/a.zip": inner,
            "2018-2019/b.gz": gzip.compress(b"a\n"),
            "2018-2019/c.csv": ABSENCE.read_bytes(),
        },
    )
    first, second, third = read(tmp_path, ExtractFile(path, "outer.zip"))
    assert "zip archive" in first.outcome.message
    assert "archive within an archive" in second.outcome.message
    assert third.outcome.accepted


def test_a_workbook_in_an_archive_is_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.save(tmp_path / "x.xlsx")
    path = zipped(tmp_path / "o.zip", {"x.xlsx": (tmp_path / "x.xlsx").read_bytes()})
    (found,) = read(tmp_path, ExtractFile(path, "o.zip"))
    assert "No layout has these columns: 'a', 'b'" in found.outcome.message


def test_an_ods_workbook_is_read_as_an_xlsx_one_is(tmp_path: Path) -> None:
    rows = [
        ["Local authority codes"],
        ["LA code", "LA name", "n"],
        ["330", "Brannocshire", 7],
    ]
    path = write_ods(tmp_path / "a.ods", rows)
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    (ods,) = read_sheets(path.read_bytes(), "a.ods", "ods")
    (xlsx,) = read_sheets((tmp_path / "a.xlsx").read_bytes(), "a.xlsx")
    trim = [[cell for cell in row if cell] for row in ods]
    assert trim == [[cell for cell in row if cell] for row in xlsx]
    assert trim[2] == ["330", "Brannocshire", "7"]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def invoke(*arguments: object) -> Result:
        return CliRunner(env={"EIF_HOME": str(tmp_path / "home")}).invoke(
            cli, [str(each) for each in arguments]
        )

    return invoke


def test_the_inbox_keeps_an_archive_once_and_a_release_is_rebuilt_from_it(run: Run, tmp_path: Path) -> None:
    first = write_absence(tmp_path / "a", {"103100": "4.1"}, year="2017-2018")
    second = write_absence(tmp_path / "a", {"103100": "5.2"}, year="2018-2019")
    path = zipped(
        tmp_path / "download.zip",
        {"2017-2018/abs.csv": first.read_bytes(), "2018-2019/abs.csv": second.read_bytes()},
    )
    packed = tmp_path / "2016-2017" / "abs.csv.gz"
    packed.parent.mkdir()
    packed.write_bytes(gzip.compress(write_absence(tmp_path / "b", {"103100": "3.3"}).read_bytes()))
    loaded = run("load", path, packed)
    assert loaded.exit_code == 0, loaded.output
    inbox = {each.name for each in (tmp_path / "home" / "inbox").iterdir()}
    assert inbox == {sha256(path), sha256(packed), "manifest.jsonl"}
    assert run("check").exit_code == 0
    again = run("load", path, second)
    assert again.output.count("already loaded on") == 3
    for each in (tmp_path / "home" / "releases").iterdir():
        each.unlink()
    assert run("rebuild").exit_code == 0
    found = run(
        "query", "select period, value from comparison where indicator = 'abs_overall' order by all", "--csv"
    )
    assert found.output.split() == ["period,value", "2016/17,3.3", "2017/18,4.1", "2018/19,5.2"]


def test_what_is_refused_is_never_kept(run: Run, tmp_path: Path) -> None:
    good = write_absence(tmp_path / "a", {"103100": "4.1"})
    cut = write_absence(tmp_path / "b", {"103100": "4.2"}, year="2017-2018")
    cut.write_text(cut.read_text(encoding="utf-8-sig").split("NAT")[0])
    assert run("load", good, cut).exit_code == 1
    inbox = {each.name for each in (tmp_path / "home" / "inbox").iterdir()}
    assert inbox == {sha256(good), "manifest.jsonl"}


def test_the_upload_limit_is_stricter_than_that_of_the_command_line(tmp_path: Path) -> None:
    assert UPLOAD.file_bytes == 25_000_000 < COMMAND_LINE.file_bytes
    assert recognise(ABSENCE, name="2018-2019/a.csv", limits=UPLOAD).layout.id == "cscp_absence"
