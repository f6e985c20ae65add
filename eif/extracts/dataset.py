"""What does the council ask its schools and teams for?

The definition of one council-held dataset: part of the layout that reads it, so that the template workbook,
its guide, the dictionary and the reading cannot say different things. `layouts/README.md` explains the words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

URN, SCHOOL, RETURNED = "URN", "School name", "Returned on"
# How a dataset says what time a row describes, and what that column is called.
PERIOD_COLUMN = {"day": "As at", "term": "Term", "academic": "Academic year", "financial": "Financial year"}
TYPES = ("count", "number", "percent", "money", "date", "yes or no", "choice", "text")
# Words that stand for an answer that cannot be given, in any dataset.
CODES = {"n/a": "not applicable", "N/A": "not applicable", "not known": "not available"}


@dataclass(frozen=True)
class Column:
    """One thing that is asked for.

    `item` is its name in the release. `people` marks a count of people, in which small numbers are marked.
    `headline` puts it on a school's page without being asked. `part_of` names the column that it cannot
    exceed, `only_where` the yes-or-no column that must say Yes.
    """

    name: str
    item: str
    type: str
    means: str
    example: str
    required: bool = False
    people: bool = False
    negative: bool = False
    headline: bool = False
    choices: tuple[str, ...] = ()
    part_of: str | None = None
    only_where: str | None = None


@dataclass(frozen=True)
class Due:
    """A day of the year (month, day) by which a return is due, and what answers it.

    A return answers when the time it describes ends after the latest `after` day before `by`.
    """

    by: tuple[int, int]
    after: tuple[int, int]


@dataclass(frozen=True)
class Dataset:
    """What is asked of whom, how often and why.

    `listed` holds the columns that tell the records of a school apart, where it can have several.
    """

    area: str
    descriptors: tuple[str, ...]
    owner: str
    returned_by: str
    why: str
    every: str
    fresh_months: int | None
    phases: tuple[str, ...]
    maintained_only: bool
    period: str
    columns: tuple[Column, ...]
    due: tuple[Due, ...] = ()
    listed: tuple[str, ...] = field(default=())

    @property
    def period_column(self) -> str:
        """The column that says what time a row describes."""
        return PERIOD_COLUMN[self.period]

    @property
    def lead(self) -> tuple[Column, ...]:
        """The columns that every dataset begins with, after the URN and the school's name."""
        form, example = {
            "day": ("date", "01/10/2026"),
            "term": ("text", "2026/27 autumn"),
            "academic": ("text", "2025/26"),
            "financial": ("text", "2025-26"),
        }[self.period]
        means = {
            "day": "The day that the row describes.",
            "term": "The term that the row describes: its academic year and autumn, spring or summer.",
            "academic": "The academic year that the row describes.",
            "financial": "The financial year that the row describes, April to March.",
        }[self.period]
        period = Column(self.period_column, "period", form, means, example, required=True)
        if not self.due:
            return (period,)
        sent = "the school sent it" if self.returned_by == "school" else "the team completed it"
        returned = Column(RETURNED, "returned_on", "date", f"When {sent}.", "09/10/2026", required=True)
        return (period, returned)

    @property
    def header(self) -> tuple[str, ...]:
        """Every column of the workbook, in order."""
        return (URN, SCHOOL, *(column.name for column in (*self.lead, *self.columns)))

    @property
    def items(self) -> tuple[Column, ...]:
        """The columns kept as facts: all but those that say which school and what time."""
        return (*self.lead[1:], *self.columns)


def read_dataset(given: Mapping[str, Any]) -> Dataset:
    """Read the `[dataset]` and `[[column]]` tables of a layout. Raises KeyError or ValueError."""
    said = given["dataset"]
    columns = tuple(Column(**{**each, "choices": tuple(each.get("choices", ()))}) for each in given["column"])
    dataset = Dataset(
        area=said["area"],
        descriptors=tuple(said["descriptors"]),
        owner=said["owner"],
        returned_by=said["from"],
        why=" ".join(said["why"].split()),
        every=said["every"],
        fresh_months=said.get("fresh_months"),
        phases=tuple(said["phases"]),
        maintained_only=said.get("maintained_only", False),
        period=given["period"]["as"],
        columns=columns,
        due=tuple(Due(_day(each["by"]), _day(each["after"])) for each in said.get("due", ())),
        listed=tuple(said.get("list", ())),
    )
    _check(dataset)
    return dataset


def spell_out(given: Mapping[str, Any], dataset: Dataset) -> dict[str, Any]:
    """The same layout with what follows from its dataset: header, rows, period column, formats and codes."""
    return {
        "formats": ["csv", "xlsx"],
        "codes": CODES,
        "header": {"key": list(dataset.header)},
        "row": [{"kind": "school", "urn": URN}],
        **given,
        "period": {"from": "column", "column": dataset.period_column, **given["period"]},
    }


def _day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)


def _check(dataset: Dataset) -> None:
    names = [column.name for column in dataset.columns]
    numbers = {column.name for column in dataset.columns if column.type in ("count", "number", "money")}
    agreed = {column.name for column in dataset.columns if column.type == "yes or no"}
    for column in dataset.columns:
        if column.type not in TYPES or (column.type == "choice") != bool(column.choices):
            raise ValueError(f"{column.name}: the type is not one of {TYPES}, or the choices do not fit it")
        if column.part_of and column.part_of not in numbers:
            raise ValueError(f"{column.name} is part of {column.part_of}, which is no column of numbers")
        if column.only_where and column.only_where not in agreed:
            raise ValueError(f"{column.name} waits for {column.only_where}, which is no yes-or-no column")
    if len(set(names)) < len(names) or not set(dataset.listed) <= set(names):
        raise ValueError("column names repeat, or `list` names another column")
