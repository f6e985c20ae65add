"""What is a figure's origin made of: cells of files, members of a mean or a rank, and steps?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from eif.extracts import load_layouts
from eif.provenance.steps import Step, steps
from eif.snapshot import Snapshot

# The words of the address at which a figure's origin is shown.
Address = dict[str, str]


@dataclass(frozen=True)
class Cell:
    """One cell of one file.

    `file` is its row of `extract`; `raw` the text as it was read, None where the release does not keep it;
    `meaning` what the layout says of a missing code; `parts` the published numbers beside the value.
    """

    file: Any
    row: int
    column: str
    raw: str | None
    value: float | None
    status: str | None
    meaning: str | None
    release_status: str
    is_best: bool
    parts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Member:
    """One figure that another stands on or beside, and the address of its own origin."""

    name: str
    value: float | None
    address: Address
    is_asked: bool = False


@dataclass(frozen=True)
class Trace:
    """One figure, every source of it (best first), and how it was made; `rule` is in plain words.

    `made_of` goes on from the figure itself where no single cell says it: `is the mean of 9 councils`.
    `members` are those that a mean or rank is taken over, `beside` what the figure is compared with; both are
    figures in the same unit, but for the ranks and percentiles among `beside`.
    """

    who: str
    what: str
    value: float | None
    unit: str | None
    decimals: int
    status: str | None
    rule: str
    steps: tuple[Step, ...]
    cells: tuple[Cell, ...] = ()
    members: tuple[Member, ...] = ()
    members_title: str = ""
    made_of: str = ""
    member_unit: str | None = None
    member_decimals: int = 0
    beside: tuple[Member, ...] = ()
    school: tuple[str, str] | None = None


def key_of(given: Mapping[str, str]) -> dict[str, str]:
    """The columns that name a figure of an indicator, from the words of an address."""
    return {
        "indicator": given.get("indicator", ""),
        "pupil_group": given.get("group", "all"),
        "period": given.get("period", ""),
    }


def address_of(key: Mapping[str, str], **more: str) -> Address:
    """The words of an address, from the columns that name a figure of an indicator."""
    return {
        "indicator": key["indicator"],
        "group": key["pupil_group"],
        "period": key["period"],
        **more,
    }


def subject(row: Any) -> str:
    """What a figure is of: `Overall absence, girls, 2018/19`."""
    group = "" if row.pupil_group == "all" else f", {row.group_title[:1].lower()}{row.group_title[1:]}"
    return f"{row.title}{group}, {row.period}"


def phase_words(phase: str) -> str:
    """Which schools an area's figure is of."""
    return "all schools" if phase == "all" else f"{phase} schools"


def councils(members: Iterable[Any], address: Callable[[str], Address]) -> tuple[Member, ...]:
    """The councils of a neighbour set in its order, each with the address of its own figure."""
    return tuple(
        Member(row.neighbour_name, row.value, address(row.neighbour_code))
        for row in sorted(members, key=lambda row: row.position)
    )


def with_terms(
    trace: Trace, sources: Sequence[Any], terms: Sequence[Any], address: Callable[[str], Address]
) -> Trace:
    """The origin of a figure of which the best of `sources` is a year added up from its three `terms`.

    Each term leads to its own cell. Every other trace is given back as it is.
    """
    if not next(row for row in sources if row.is_best).of_terms:
        return trace
    return replace(
        trace,
        rule="No file states the year: the counts of its three terms are added up and set against the pupils "
        "on roll at the January census.",
        steps=steps("terms"),
        cells=(),
        members=tuple(
            Member(f"{row.period[8:].capitalize()} term", row.value, address(row.period))
            for row in sorted(terms, key=lambda row: row.period)
        ),
        members_title="The three terms that are added up",
        made_of="is the counts of three terms over the pupils on roll in January",
        member_unit=trace.unit,
        member_decimals=trace.decimals,
    )


def terms_within(year: str) -> list[str]:
    """The three terms of a year, as periods."""
    return [f"{year} {term}" for term in ("autumn", "spring", "summer")]


def cells_of(snapshot: Snapshot, sources: Sequence[Any]) -> tuple[Cell, ...]:
    """One Cell per source, the one that is shown first, then the newest load."""
    ids = sorted({row.extract_id for row in sources})
    files = {row.extract_id: row for row in snapshot.rows("extract", extract_id=ids)}
    cells = [_cell(row, files[row.extract_id]) for row in sources]
    return tuple(sorted(cells, key=lambda cell: (not cell.is_best, -cell.file.extract_id, cell.row)))


PARTS = (
    ("Numerator", "numerator"),
    ("Denominator", "denominator"),
    ("Interval from", "ci_low"),
    ("Interval to", "ci_high"),
)


def _cell(row: Any, file: Any) -> Cell:
    known = ((words, getattr(row, name, None)) for words, name in PARTS)
    return Cell(
        file=file,
        row=row.source_row,
        column=_column(row, file),
        raw=getattr(row, "raw", None),
        value=row.value,
        status=row.status,
        meaning=getattr(row, "code_meaning", None),
        release_status=getattr(row, "release_status", file.release_status),
        is_best=getattr(row, "is_best", True),
        parts=tuple((words, value) for words, value in known if value is not None),
    )


def _column(row: Any, file: Any) -> str:
    """The column of the file: one such as LAIT's has a single column of values for all its measures."""
    if file.kind != "la_values":
        return str(row.source_column)
    layout = next(layout for layout in load_layouts() if layout.id == file.layout)
    return layout.mapped[0].column
