"""Do three months of Ofsted's files make the history that reading them by hand makes?

The demonstration's files are read here by `csv` alone, newest last, one event after another.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from eif.snapshot import Snapshot

Key = tuple[str, str, date, str]

GRADED = {
    "overall_effectiveness": "overall effectiveness",
    "quality_of_education": "quality of education",
    "behaviour_attitudes": "behaviour and attitudes",
    "personal_development": "personal development",
    "leadership_management": "effectiveness of leadership and management",
    "safeguarding": "safeguarding is effective?",
    "early_years": "early years provision (where applicable)",
    "sixth_form": "sixth form provision (where applicable)",
}
CARD = {
    "safeguarding_standards": "Safeguarding standards",
    "inclusion": "Inclusion",
    "curriculum_teaching": "Curriculum and teaching",
    "achievement": "Achievement",
    "attendance_behaviour": "Attendance and behaviour",
    "personal_development": "Personal development and wellbeing",
    "early_years": "Early years (where applicable)",
    "post_16": "Post-16 provision (where applicable)",
    "leadership_governance": "Leadership and governance",
}


MONTHS = {"31_Aug_2024": False, "31_Aug_2025": False, "31_Oct_2026": True}
# Where a graded inspection begins, by what its columns begin with; files with report cards have one.
GRADED_ON = {"": "Inspection start date", "Previous ": "Previous inspection start date"}
OEIF_ON = {"Latest OEIF ": "Inspection start date of latest OEIF graded inspection"}


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """The rows below the line that has a column URN, without `NULL`, their headings with single spaces."""
    with path.open(encoding="cp1252", newline="") as handle:
        lines = list(csv.reader(handle))
    top = next(number for number, line in enumerate(lines) if "URN" in line)
    heads = [" ".join(name.split()) for name in lines[top]]
    for line in lines[top + 1 :]:
        yield {name: cell for name, cell in zip(heads, line, strict=True) if cell != "NULL"}


def column_of(prefix: str, name: str) -> str:
    """The heading of a graded judgement: `Quality of education`, `Previous quality of education`."""
    if prefix == "Previous " and name == "overall effectiveness":
        return "Previous graded inspection overall effectiveness"
    return prefix + name if prefix else name[:1].upper() + name[1:]


def told(row: dict[str, str], cards: bool) -> Iterator[tuple[Key, str]]:
    """Every judgement that one row states."""
    for prefix, begins in (OEIF_ON if cards else GRADED_ON).items():
        for judgement, name in GRADED.items():
            if begins in row and (column := column_of(prefix, name)) in row:
                yield (row["URN"], "graded", read(row[begins]), judgement), row[column]
    for judgement, column in CARD.items():
        if cards and column in row:
            yield (row["URN"], "report card", read(row["Inspection start date"]), judgement), row[column]
    if outcome := row.get("Ungraded inspection overall outcome"):
        yield (row["URN"], "ungraded", read(row["Date of latest ungraded inspection"]), "outcome"), outcome


def read(text: str) -> date:
    return datetime.strptime(text, "%d/%m/%Y").date()


def read_all(folder: Path) -> Iterator[tuple[dict[str, str], bool]]:
    """Every row of every month, the earliest month first, and whether its file has report cards."""
    for month, cards in MONTHS.items():
        for row in rows_of(folder / "ofsted" / f"latest_inspections_as_at_{month}.csv"):
            yield row, cards


def test_the_history_is_that_of_the_files_read_by_hand(demo_files: Path, demo_snapshot: Snapshot) -> None:
    expected: dict[Key, str] = {}
    for row, cards in read_all(demo_files):
        expected.update(told(row, cards))
    rows = demo_snapshot.read("inspection", is_current=True)
    found = {
        (row.urn, row.kind, row.inspection_date.date(), row.judgement): row.raw
        for row in rows.itertuples(index=False)
    }
    assert len(found) == len(rows)
    assert found == expected
    assert {kind for _, kind, _, _ in expected} == {"graded", "ungraded", "report card"}


def test_each_inspection_is_counted_once_however_many_files_and_urns_list_it(
    demo_files: Path, demo_snapshot: Snapshot
) -> None:
    numbers = {
        row[name] for row, _ in read_all(demo_files) for name in row if "inspection number" in name.lower()
    }
    counted = demo_snapshot.read("inspection", is_counted=True, is_current=True)
    events = counted.drop_duplicates(["inspected_urn", "kind", "inspection_date"])
    assert events["inspection_number"].nunique() == len(events)
    assert set(events["inspection_number"]) == numbers
