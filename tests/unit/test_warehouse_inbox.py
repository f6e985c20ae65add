"""The inbox keeps every file byte for byte and remembers who gave it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from eif.warehouse import ReleaseError
from eif.warehouse.gather import gather
from eif.warehouse.inbox import SourceFile, fingerprint, keep, receipts


def given(path: Path, name: str = "2018-2019/abs.csv") -> SourceFile:
    return SourceFile(
        sha256=fingerprint(path),
        name=name,
        bytes=path.stat().st_size,
        period_option="2018/19",
        layout="cscp_absence",
        period="2018/19",
        demonstration=False,
        received_at=datetime(2026, 10, 3, 9, 30),
        received_by="Ann Officer",
        path=path,
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "abs.csv"
    path.write_bytes("LA,URN\r\n330,103100 £\r\n".encode("cp1252"))
    return path


def test_a_file_is_kept_byte_for_byte_under_its_fingerprint(tmp_path: Path, file: Path) -> None:
    (received,) = keep(tmp_path / "inbox", [given(file)])
    assert received.path == tmp_path / "inbox" / fingerprint(file)
    assert received.path.read_bytes() == file.read_bytes()


def test_every_receipt_is_remembered_in_order(tmp_path: Path, file: Path) -> None:
    inbox = tmp_path / "inbox"
    first = keep(inbox, [given(file)])
    second = keep(inbox, [replace(given(file), name="again/abs.csv", received_by="Bob Officer")])
    assert receipts(inbox) == [*first, *second]


def test_nothing_received_is_an_empty_list(tmp_path: Path) -> None:
    assert receipts(tmp_path / "inbox") == []


def test_a_line_cut_short_by_a_crash_is_passed_over_and_then_replaced(tmp_path: Path, file: Path) -> None:
    inbox = tmp_path / "inbox"
    first = keep(inbox, [given(file)])
    with (inbox / "manifest.jsonl").open("a", encoding="utf-8") as manifest:
        manifest.write('{"sha256": "abc", "na')
    assert receipts(inbox) == first
    second = keep(inbox, [given(file, "later.csv")])
    assert receipts(inbox) == [*first, *second]


def test_a_file_that_changes_while_it_is_read_is_not_received(tmp_path: Path, file: Path) -> None:
    before = given(file)
    file.write_text("still being written")
    with pytest.raises(ReleaseError, match="changed while it was being read"):
        keep(tmp_path / "inbox", [before])
    assert list((tmp_path / "inbox").iterdir()) == []


def test_a_folder_means_everything_in_it_but_hidden_files(tmp_path: Path) -> None:
    for name in (
        "in/2018-2019/b.csv",
        "in/2018-2019/a.csv",
        "in/.hidden/x.csv",
        "in/.DS_Store",
        "in/top.csv",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    names = [file.name for file in gather([tmp_path / "in"])]
    assert names == ["in/2018-2019/a.csv", "in/2018-2019/b.csv", "in/top.csv"]


def test_a_file_given_by_itself_keeps_its_folder_in_its_name_and_counts_once(tmp_path: Path) -> None:
    file = tmp_path / "2018-2019" / "a.csv"
    file.parent.mkdir()
    file.touch()
    assert [each.name for each in gather([file, file.parent, file])] == ["2018-2019/a.csv"]
