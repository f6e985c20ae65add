"""How does the grid on screen become a workbook that says the same, row for row and word for word?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from openpyxl.styles import Border, Font, NamedStyle, PatternFill, Side

from eif.outputs.book import Value, add_sheet, named_style, new_book, saved
from eif.outputs.grid import TOO_LITTLE, TOO_OLD, Grid, Row
from eif.outputs.words import RATING

# Fill, ink and edge of each word: the marks of the screen, on paper too.
_INK = {
    "Causing Concern": ("b10e1e", "ffffff", "b10e1e"),
    "Developing": ("ffe9b8", "3d2a00", "d9a520"),
    "Established": ("e3f2ea", "00472f", "a9d3be"),
    "Embedded": ("00573c", "ffffff", "00573c"),
}
_INK |= {"Red": _INK["Causing Concern"], "Amber": _INK["Developing"], "Green": _INK["Established"]}
INK_WORDS = frozenset(_INK)
INDICATED, DAYS = "Indicated by data", "Days of the tier"


@dataclass(frozen=True)
class About:
    """What a reader of the workbook must know that no row says. `link` may be empty."""

    sentence: str
    as_at: date
    release: str
    published_at: datetime
    framework: str
    thresholds: str
    marking: str
    source: str
    neighbours: str
    link: str = ""


def write_grid(grid: Grid, about: About, said: Mapping[str, Sequence[str]]) -> bytes:
    """One workbook of the grid as filtered and ordered: Schools, Sentences, About, Definitions.

    One row per school; pupils and days are numbers, URNs text, and no text can become a formula. `said` holds
    the sentences of each URN that stand out, in order.
    """
    book = new_book("Schools by framework area", ink_styles())
    add_sheet(
        book, "Schools", "Schools by framework area", [about.marking, about.sentence],
        header=_list_header(grid), widths=_list_widths(grid), rows=(_list_row(row) for row in grid.rows),
        empty="No school matches", freeze="C", words=INK_WORDS,
    )  # fmt: skip
    add_sheet(
        book, "Sentences", "What stands out, in sentences", [about.marking, about.sentence],
        header=["URN", "School", "Sentence"], widths=[10, 40, 120],
        rows=([row.urn, row.name, words] for row in grid.rows for words in said.get(row.urn, ())),
        empty="No figure of these schools stands out", freeze="C",
    )  # fmt: skip
    add_sheet(
        book, "About", "About this list", [about.marking],
        header=["Item", "Detail"], widths=[24, 90], rows=_about_rows(grid, about), empty="Nothing is known",
    )  # fmt: skip
    add_sheet(
        book, "Definitions", "Definitions", [about.marking],
        header=["Word", "Meaning"], widths=[34, 90], rows=_definition_rows(grid), empty="Nothing is defined",
    )  # fmt: skip
    return saved(book)


def _list_header(grid: Grid) -> list[str]:
    header = ["URN", "School", "Phase", "Type", "Pupils", "Constituency", INDICATED]
    for area in grid.areas:
        header += [area.short_title, f"{area.short_title}: descriptors evidenced"]
    return [*header, "Tier", DAYS, "Why"]


def _list_widths(grid: Grid) -> list[float]:
    return [10, 40, 14, 14, 10, 30, 20, *([15, 15] * len(grid.areas)), 7, 9, 60]


def _list_row(row: Row) -> list[Value]:
    cells: list[Value] = []
    for cell in row.cells:
        newest = f", newest results {cell.too_old}" if cell.too_old else ""
        cells += [cell.word, f"{cell.coverage or 'not counted'}{newest}"]
    days = "no tier" if row.days is None else row.days
    tier = "no tier" if row.tier is None else row.tier
    pupils = "not known" if row.pupils is None else row.pupils
    constituency = row.constituency or "not known"
    lead = [row.urn, row.name, row.phase, row.type_group, pupils, constituency, row.category]
    return [*lead, *cells, tier, days, row.why or "not rated"]


def _about_rows(grid: Grid, about: About) -> Iterable[list[Value]]:
    yield ["Marking", about.marking]
    yield ["Which schools", about.sentence]
    yield ["Schools in this list", len(grid.rows)]
    yield ["Schools before filtering", grid.total]
    yield from release_rows(about)
    yield ["Link to this list", about.link or "not available"]


def release_rows(about: About) -> Iterable[list[Value]]:
    """What every workbook says of the figures in it: item and detail."""
    yield ["As at", about.as_at]
    yield ["Release", about.release]
    yield ["Published", about.published_at.date()]
    yield ["Framework", about.framework]
    yield ["Thresholds", about.thresholds]
    yield ["Neighbours", about.neighbours]
    yield ["Source", about.source]


def _definition_rows(grid: Grid) -> Iterable[list[Value]]:
    yield [
        INDICATED,
        "The category the loaded data points to: a prompt for conversation, not an agreed category.",
    ]
    yield ["Red", "The data for this area meets the framework's tests for Causing Concern."]
    yield ["Amber", "The data for this area meets the tests for Developing."]
    yield ["Green", "No test in this area fails, and enough tests could be made."]
    yield [
        RATING["insufficient"].word,
        "No loaded data bears on this area: it needs professional judgement. Not a green.",
    ]
    yield [TOO_LITTLE, "Some evidence, but not enough to rate the area. Not a green."]
    yield [TOO_OLD, "The newest results for this area are too old to rate it at the as-at date. Not a green."]
    yield [RATING["not_applicable"].word, "The area's tests do not apply to this kind of school."]
    yield [
        "Descriptors evidenced",
        "How many of the area's descriptors the loaded data bears on, of all it has.",
    ]
    yield ["Tier", "The framework's tier of support that goes with the indicated category."]
    yield [DAYS, "Days of support a year that the tier allows."]
    for area in grid.areas:
        yield [area.short_title, f"Framework area: {area.title}."]


def ink_styles() -> Iterable[NamedStyle]:
    """A style for each word of a rating or category, in the marks of the screen."""
    for word, (fill, ink, edge) in _INK.items():
        side = Side("thin", color=edge)
        style = named_style(word, Font(name="Arial", size=10, color=ink))
        style.fill, style.border = PatternFill("solid", start_color=fill), Border(side, side, side, side)
        yield style
