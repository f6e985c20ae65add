"""About the data shows every file of the release and accounts for every cell."""

import re
from pathlib import Path

import pytest
from drawn import html_of, only, run_page, text_of

from eif.snapshot import Snapshot


@pytest.fixture
def about(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The page's HTML on the demonstration city."""
    monkeypatch.setenv("EIF_HOME", str(demo_home))
    return html_of(run_page("about_data"))


def numbers(text: str) -> list[int]:
    return [int(found.replace(",", "")) for found in re.findall(r"\d[\d,]*", text)]


def test_the_finding_counts_the_cells_of_every_file(about: str, demo_snapshot: Snapshot) -> None:
    sources = demo_snapshot.read("screen_source")
    cells = int(sources["cells"].sum())
    assert only("h1", about) == f"Every one of {cells:,} cells in {len(sources)} files is accounted for"


def test_every_file_is_listed_and_leads_to_its_columns(about: str, demo_snapshot: Snapshot) -> None:
    for row in demo_snapshot.read("screen_source").itertuples():
        assert f'href="/about_data?file={row.extract_id}"' in about


def test_the_ledger_of_every_file_adds_up_on_the_page(about: str, demo_snapshot: Snapshot) -> None:
    ledger = about.split('<table class="ledger">')[1].split("</table>")[0]
    lines = ledger.split("<tbody>")[1].split("</tbody>")[0].split("</tr>")[:-1]
    assert len(lines) == len(demo_snapshot.read("screen_source"))
    for line in lines:
        cells, values, missing, rejected = re.findall(r"<td[^>]*>(.*?)</td>", line)
        met = sum(numbers(code)[-1] for code in re.findall(r'<span class="code">.*?</span>', missing))
        assert numbers(text_of(cells)) == [numbers(text_of(values))[0] + met + numbers(text_of(rejected))[0]]


def test_each_column_of_a_chosen_file_adds_up(
    demo_home: Path, demo_snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EIF_HOME", str(demo_home))
    sources = demo_snapshot.read("screen_source")
    largest = sources.loc[sources["missing_cells"].idxmax()]
    page = html_of(run_page("about_data", file=str(largest.extract_id)))
    assert only("h1", page).startswith(f"{largest.file_name}: {int(largest.cells):,} cells")
    columns = page.split('<table class="ledger">')[2].split("<tbody>")[1].split("</tbody>")[0]
    total = 0
    for line in columns.split("</tr>")[:-1]:
        cells, values, missing, rejected = re.findall(r"<td[^>]*>(.*?)</td>", line)
        met = sum(numbers(code)[-1] for code in re.findall(r'<span class="code">.*?</span>', missing))
        assert numbers(text_of(cells)) == [numbers(text_of(values))[0] + met + numbers(text_of(rejected))[0]]
        total += numbers(text_of(cells))[0]
    assert total == int(largest.cells)


def test_a_file_that_does_not_exist_shows_all_files(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EIF_HOME", str(demo_home))
    assert "Files in this release" in html_of(run_page("about_data", file="' or 1=1"))


def test_the_page_says_with_whom_the_city_is_compared_and_what_it_cannot_say(about: str) -> None:
    words = text_of(about)
    assert "May 2025" in words
    assert "April 2021" in words
    assert "fictional" in words
    assert "What these figures cannot say" in words


def test_every_missing_code_is_explained(demo_snapshot: Snapshot) -> None:
    assert demo_snapshot.read("screen_missing")["meaning"].notna().all()
