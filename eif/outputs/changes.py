"""Which schools changed since a day, and how is that said in a sentence and written as a workbook?

The screens and the workbooks are drawn from one `Changes`, so they cannot differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openpyxl import Workbook

from eif.outputs.book import Value, add_sheet, new_book, saved
from eif.outputs.caseload import EVERYBODY, NOBODY
from eif.outputs.excel import INK_WORDS, About, ink_styles, release_rows
from eif.outputs.words import Mark
from eif.since import HEADINGS, Change, Changes, Moved
from eif.since.change import AS_BEFORE, BETTER, CHANGED, GONE, NEW, NOT_COMPARABLE, WORSE
from eif.snapshot import Snapshot

ALL = "all"
# What each way of changing looks like. The last two are grey, because no evidence is never an improvement.
MARKS = {
    WORSE: Mark("bad", "▼", "worse"),
    BETTER: Mark("good", "▲", "better"),
    CHANGED: Mark("level", "●", "changed"),
    NEW: Mark("level", "+", "new"),
    AS_BEFORE: Mark("level", "=", "as before"),
    NOT_COMPARABLE: Mark("ne", "–", "not comparable"),
    GONE: Mark("ne", "–", "no longer known"),
}
HEADER = ("URN", "School", "Under", "What", "Before", "Now", "Which way", "Why", "Day", "Source")
WIDTHS = (10, 40, 28, 46, 34, 34, 16, 70, 14, 50)


@dataclass(frozen=True)
class Wanted:
    """What a person asked for; each field is a parameter of the page's address."""

    adviser: str = EVERYBODY
    district: str = ALL
    heading: str = ALL


@dataclass(frozen=True)
class Found:
    """The schools that answer what was asked, in order, of `total` that changed at all; `since` in words."""

    schools: tuple[Moved, ...]
    total: int
    since: str
    wanted: Wanted

    @property
    def for_the_worse(self) -> int:
        """How many of the schools have a change for the worse."""
        return sum(school.worse > 0 for school in self.schools)

    @property
    def headings(self) -> list[str] | None:
        """The headings that were asked for; None for all."""
        return None if self.wanted.heading == ALL else [self.wanted.heading]


def find(everything: Changes, wanted: Wanted, since: str) -> Found:
    """The schools that changed as `wanted`, those that moved most for the worse first."""
    total = len(everything.schools())
    under = everything.schools(None if wanted.heading == ALL else wanted.heading)
    label = None if wanted.adviser == NOBODY else wanted.adviser
    schools = tuple(
        school
        for school in under
        if (wanted.adviser == EVERYBODY or school.adviser == label)
        and wanted.district in (ALL, *school.districts)
    )
    return Found(schools, total, since, wanted)


def sentence(found: Found) -> str:
    """The filter in one plain sentence, with how many of how many."""
    wanted = found.wanted
    parts = []
    if wanted.adviser != EVERYBODY:
        parts.append("without an adviser" if wanted.adviser == NOBODY else f"of {wanted.adviser}")
    if wanted.district != ALL:
        parts.append(f"in {wanted.district}")
    if wanted.heading != ALL:
        parts.append(f"under “{HEADINGS[wanted.heading]}”")
    narrowed = f": those {', '.join(parts)}" if parts else ""
    return (
        f"{len(found.schools):,} of {found.total:,} schools that changed since {found.since}{narrowed}; "
        "those that moved most for the worse first."
    )


def compared_with(then: Snapshot) -> str:
    """What the changes are counted from: the release and the casework of then, in a sentence."""
    said = f"Release {then.release}, with casework up to event {then.revision}."
    return f"{said} {then.note}" if then.note else said


def tally(changes: Iterable[Change]) -> str:
    """How many changes of each kind, in words: '3 for the worse, 1 for the better, 12 others'."""
    counted = Counter(change.what for change in changes)
    grey = counted[NOT_COMPARABLE] + counted[GONE]
    rest = counted.total() - counted[WORSE] - counted[BETTER] - grey
    parts = [
        (counted[WORSE], "for the worse"),
        (counted[BETTER], "for the better"),
        (rest, "new or otherwise changed"),
        (grey, "not comparable or no longer known"),
    ]
    return ", ".join(f"{number:,} {words}" for number, words in parts if number)


def write_city(everything: Changes, found: Found, compared: str, about: About) -> bytes:
    """One workbook of the list as filtered: Schools, Changes, About."""
    book = new_book("What changed", ink_styles())
    add_sheet(
        book, "Schools", "Schools that changed", [about.marking, about.sentence],
        header=["URN", "School", "Phase", "District", "Adviser", "Indicated before", "Indicated now",
                "For the worse", "For the better", "Not comparable or known", "In all", "Worse under",
                "Changed under"],
        widths=[10, 40, 14, 22, 18, 20, 20, 10, 10, 14, 8, 50, 70],
        rows=map(_school, found.schools), empty="No school changed", freeze="C", words=INK_WORDS,
    )  # fmt: skip
    ids = [school.school_id for school in found.schools]
    changes = everything.of(ids, found.headings)
    # In the order of the list, not of the ids.
    places = {school_id: place for place, school_id in enumerate(ids)}
    names = {school.school_id: (school.urn, school.name) for school in found.schools}
    ordered = sorted(changes, key=lambda change: places[str(change.school_id)])
    _add_changes(book, ((names[str(change.school_id)], change) for change in ordered), about)
    _add_about(book, compared, about)
    return saved(book)


def write_school(changes: Sequence[Change], urn: str, name: str, compared: str, about: About) -> bytes:
    """One workbook of what changed of one school: Changes, About."""
    book = new_book(f"What changed: {name}", ink_styles())
    _add_changes(book, (((urn, name), change) for change in changes), about)
    _add_about(book, compared, about)
    return saved(book)


def _add_changes(book: Workbook, rows: Iterable[tuple[tuple[str, str], Change]], about: About) -> None:
    add_sheet(
        book, "Changes", "What changed", [about.marking, about.sentence], header=HEADER,
        widths=WIDTHS, rows=(_row(school, change) for school, change in rows), empty="Nothing changed",
        freeze="C", words=INK_WORDS,
    )  # fmt: skip


def _add_about(book: Workbook, compared: str, about: About) -> None:
    add_sheet(
        book, "About", "About this list", [about.marking], header=["Item", "Detail"],
        widths=[24, 90], rows=_about(compared, about), empty="Nothing is known",
    )  # fmt: skip


def _row(school: tuple[str, str], change: Change) -> list[Value]:
    told: list[Value] = [*school, HEADINGS[change.heading], change.title, change.before, change.after]
    return [*told, MARKS[change.what].word, change.why or "", change.on_day, change.source or ""]


def _school(school: Moved) -> list[Value]:
    return [
        school.urn,
        school.name,
        (school.phase or "phase not known").capitalize(),
        ", ".join(school.districts) or "not known",
        school.adviser or "none",
        school.category_before or "not rated",
        school.category_after or "not rated",
        school.worse,
        school.better,
        school.grey,
        school.total,
        ", ".join(HEADINGS[heading] for heading in school.worse_in) or "none",
        ", ".join(HEADINGS[heading] for heading in school.headings),
    ]


def _about(compared: str, about: About) -> Iterable[list[Value]]:
    yield ["Marking", about.marking]
    yield ["Which changes", about.sentence]
    yield ["Compared with", compared]
    yield from release_rows(about)
    yield ["Link to this list", about.link or "not available"]
