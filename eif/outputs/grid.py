"""Which schools does the city grid show, in which order and in which words?

The screen and the workbook are both drawn from one `Grid`, so they cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from eif.outputs.words import EMBEDDED, RATING
from eif.snapshot import Snapshot

ALL = "All"
ANY_AREA = "Any area"
TOO_LITTLE = "Too little"
TOO_OLD = "Too old"
CONCERNS = ("red", "amber")
RATINGS = {mark.word: rating for rating, mark in RATING.items()}
TYPE_WORDS = {"maintained": "Maintained", "academy": "Academy"}
_SCHOOL = [
    *("urn", "name", "phase", "type_group", "roll", "constituency", "postcode"),
    *("indicated", "reds", "ambers", "tier", "days", "why", "embedded_candidate"),
]


@dataclass(frozen=True, slots=True)
class Area:
    """One of the framework's seven areas."""

    area: str
    title: str
    short_title: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One school in one area. `coverage` is "2 of 6": descriptors the data can evidence.

    `too_old` is the newest period of results that would rate the area if they were newer, such as "2018/19".
    """

    rating: str
    coverage: str
    why: str
    too_old: str = ""

    @property
    def evidenced(self) -> bool:
        """True where at least one descriptor has evidence."""
        return self.coverage.partition(" ")[0] not in ("", "0")

    @property
    def word(self) -> str:
        """The rating in a word; an area that has evidence, but too little or too old to rate, says so."""
        if self.rating == "insufficient" and self.evidenced:
            return TOO_LITTLE
        return TOO_OLD if self.too_old else RATING[self.rating].word


@dataclass(frozen=True, slots=True)
class Row:
    """One listed school. `days` is the yearly allowance of its tier; None where no tier is indicated.

    `candidate` says that data show all they can of Embedded: people decide.
    """

    urn: str
    name: str
    phase: str
    type_group: str
    pupils: int | None
    constituency: str
    postcode: str
    category: str
    reds: int
    ambers: int
    tier: int | None
    days: float | None
    why: str
    cells: tuple[Cell, ...]
    candidate: bool = False

    @property
    def about(self) -> str:
        """The line under the name: "Primary, maintained, 397 pupils"."""
        pupils = "roll not known" if self.pupils is None else f"{self.pupils:,} pupils"
        return f"{self.phase}, {self.type_group.lower()}, {pupils}"


@dataclass(frozen=True)
class GridFilter:
    """What a person asked for. Each field is a parameter of the page's address, in the words on screen.

    `only` asks for what stands out alone: schools with a red or amber area.
    """

    find: str = ""
    phase: str = ALL
    type: str = ALL
    category: str = ALL
    area: str = ANY_AREA
    rating: str = ALL
    constituency: str = ALL
    sort: str = "Most concern"
    only: bool = False

    @property
    def is_open(self) -> bool:
        """True where every school is asked for, whatever the order."""
        return replace(self, sort=GridFilter.sort, area=GridFilter.area) == GridFilter()


@dataclass(frozen=True, slots=True)
class Grid:
    """Schools by areas, in order. `total` counts the listed schools before any filter.

    `hidden` counts those that answer the filter and are left out because nothing in them stands out.
    """

    areas: tuple[Area, ...]
    rows: tuple[Row, ...]
    categories: tuple[str, ...]
    total: int
    hidden: int = 0

    def count(self, category: str) -> int:
        """How many rows are indicated `category`."""
        return sum(row.category == category for row in self.rows)


def read_grid(snapshot: Snapshot) -> Grid:
    """Every listed school by every area, most concern first."""
    areas = tuple(
        Area(*area[:3])
        for area in _tuples(snapshot, "screen_area", ["area", "title", "short_title", "ord"], 3)
    )
    place = {area.area: at for at, area in enumerate(areas)}
    cells: dict[str, list[Cell]] = {}
    unrated = [Cell("insufficient", "", "Not rated in this release.")] * len(areas)
    for urn, area, *cell in _tuples(
        snapshot, "screen_grid_cell", ["urn", "area", "rating", "coverage", "why", "too_old"]
    ):
        cells.setdefault(urn, unrated.copy())[place[area]] = Cell(*(part or "" for part in cell))
    categories = tuple(name for name, _ in _tuples(snapshot, "screen_category", ["category", "ord"], 1))
    rows = tuple(
        Row(
            urn=urn,
            name=name,
            phase=(phase or "phase not known").capitalize(),
            type_group=TYPE_WORDS.get(kind, (kind or "type not known").capitalize()),
            pupils=_whole(roll),
            constituency=constituency or "",
            postcode=postcode or "",
            category=category,
            reds=_whole(reds) or 0,
            ambers=_whole(ambers) or 0,
            tier=_whole(tier),
            days=days,
            why=why or "",
            cells=tuple(cells.get(urn, unrated)),
            candidate=bool(candidate),
        )
        for (urn, name, phase, kind, roll, constituency, postcode), (
            category,
            reds,
            ambers,
            tier,
            days,
            why,
            candidate,
        ) in ((school[:7], school[7:]) for school in _tuples(snapshot, "screen_school", _SCHOOL, listed=True))
    )
    return _ordered(Grid(areas, rows, categories, len(rows)), GridFilter())


def narrow(grid: Grid, wanted: GridFilter) -> Grid:
    """The rows that answer `wanted`, in the order it asks for."""
    tests = list(_tests(grid, wanted))
    rows = [row for row in grid.rows if all(test(row) for test in tests)]
    shown = [row for row in rows if _stands_out(grid, row, wanted.area)] if wanted.only else rows
    return _ordered(replace(grid, rows=tuple(shown), hidden=len(rows) - len(shown)), wanted)


def _stands_out(grid: Grid, row: Row, short_title: str) -> bool:
    """Whether the area asked for, or any, is red or amber."""
    return any(
        cell.rating in CONCERNS
        for area, cell in zip(grid.areas, row.cells, strict=True)
        if short_title in (ANY_AREA, area.short_title)
    )


def sentence(grid: Grid, wanted: GridFilter) -> str:
    """The filter in one plain sentence: "12 of 444 schools: primary, academy; by name."."""
    noun = "school" if grid.total == 1 else "schools"
    order = SORT_WORDS[wanted.sort]
    if wanted.area != ANY_AREA and wanted.sort == GridFilter.sort:
        order = f"most concern in {wanted.area} first"
    parts = []
    if wanted.phase != ALL:
        parts.append(wanted.phase.lower())
    if wanted.type != ALL:
        parts.append(wanted.type.lower())
    if wanted.category != ALL:
        unrated = wanted.category == grid.categories[-1]
        of_data = "Embedded candidates" if wanted.category == EMBEDDED else f"indicated {wanted.category}"
        parts.append("without enough evidence" if unrated else of_data)
    if wanted.rating != ALL:
        parts.append(f"{wanted.rating} in {'any area' if wanted.area == ANY_AREA else wanted.area}")
    if wanted.constituency != ALL:
        parts.append(f"in {wanted.constituency}")
    if wanted.find.strip():
        parts.append(f"with “{wanted.find.strip()}” in the name, URN or postcode")
    hidden = ""
    if wanted.only:
        where = "any area" if wanted.area == ANY_AREA else wanted.area
        parts.append(f"red or amber in {where}")
        hidden = f" {grid.hidden:,} in which nothing stands out {'is' if grid.hidden == 1 else 'are'} hidden."
    if not parts:
        return f"All {grid.total:,} open state-funded {noun}, {order}."
    return f"{len(grid.rows):,} of {grid.total:,} {noun}: {', '.join(parts)}; {order}.{hidden}"


def file_name(as_at: date, grid: Grid) -> str:
    """A name that says which list, of when, and how long it is."""
    return f"schools-{as_at.isoformat()}-{len(grid.rows)}-rows.xlsx"


SORT_WORDS = {"Most concern": "most concern first", "Name": "by name", "Most pupils": "most pupils first"}
_WORST_FIRST = list(RATING)


def _ordered(grid: Grid, wanted: GridFilter) -> Grid:
    """Most concern: worst rating in the area asked for, if any, then category, reds, ambers and name."""
    at = next((at for at, area in enumerate(grid.areas) if area.short_title == wanted.area), None)

    def by_concern(row: Row) -> tuple[Any, ...]:
        rating = 0 if at is None else _WORST_FIRST.index(row.cells[at].rating)
        return rating, grid.categories.index(row.category), -row.reds, -row.ambers, *by_name(row)

    def by_name(row: Row) -> tuple[Any, ...]:
        return row.name.casefold(), row.urn

    def by_pupils(row: Row) -> tuple[Any, ...]:
        return -(row.pupils or 0), *by_name(row)

    key = {"Most concern": by_concern, "Name": by_name, "Most pupils": by_pupils}[wanted.sort]
    return replace(grid, rows=tuple(sorted(grid.rows, key=key)))


def _tests(grid: Grid, wanted: GridFilter) -> Iterator[Callable[[Row], bool]]:
    """One test per part of the filter that is set."""
    needle = " ".join(wanted.find.split()).casefold()
    if needle:
        # A postcode is typed with or without its space.
        yield (
            lambda row: (
                needle in row.name.casefold()
                or row.urn.startswith(needle)
                or row.postcode.casefold().replace(" ", "").startswith(needle.replace(" ", ""))
            )
        )
    if wanted.phase != ALL:
        yield lambda row: row.phase == wanted.phase
    if wanted.type != ALL:
        yield lambda row: row.type_group == wanted.type
    if wanted.category != ALL:
        # Data never indicate Embedded: whoever asks for it is shown the candidates.
        yield (lambda row: row.category == wanted.category or (row.candidate and wanted.category == EMBEDDED))
    if wanted.constituency != ALL:
        yield lambda row: row.constituency == wanted.constituency
    if wanted.rating != ALL:
        places = [at for at, area in enumerate(grid.areas) if wanted.area in (ANY_AREA, area.short_title)]
        rating = RATINGS[wanted.rating]
        yield lambda row: any(row.cells[at].rating == rating for at in places)


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def _tuples(
    snapshot: Snapshot, view: str, columns: list[str], order: int | None = None, **equals: Any
) -> list[tuple[Any, ...]]:
    """Rows as tuples in the order of `columns`, None for what is missing; sorted by the column at `order`."""
    frame = snapshot.read(view, columns=columns, **equals)
    lists = []
    for name in columns:
        series = frame[name]
        values = series.tolist()
        lists.append([None if gone else value for value, gone in zip(values, series.isna(), strict=True)])
    rows = list(zip(*lists, strict=True))
    return rows if order is None else sorted(rows, key=lambda row: row[order])
