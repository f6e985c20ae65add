"""What can a layout say?

The words of `layouts/*.toml` as types; `layouts/README.md` explains them to whoever writes one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from eif.extracts.dataset import Dataset
from eif.extracts.events import Event

KINDS = (
    "values",
    "schools",
    "links",
    "la_values",
    "measures",
    "neighbours",
    "las",
    "similar_schools",
    "similar_values",
    "years",
    "inspections",
    "facts",
    "groups",
    "group_links",
    "governance",
    "ledger",
    "documentation",
    "demonstration",
)
NUMBERS = ("plain", "percent", "sign", "signed", "fraction", "share")
FORMATS = ("csv", "parquet", "xlsx", "json", "toml")
PERIODS = ("academic", "financial", "calendar", "term", "week", "day")
RELEASES = ("final", "revised", "provisional", "management")
PARTS = ("value", "numerator", "denominator", "ci_low", "ci_high")
STATUSES = (
    "suppressed",
    "not published",
    "not applicable",
    "not available",
    "not collected",
    "no entries",
    "low coverage",
    "low",
    "redacted",
    "new",
)


@dataclass(frozen=True)
class Source:
    """Where a field comes from: a fixed text, or a column, perhaps read through a list of words.

    Several columns are joined by `/` before the list is asked. A text that the list does not hold gives no
    value, or itself where `keep` is true.
    """

    columns: tuple[str, ...] = ()
    text: str | None = None
    words: Mapping[str, str] | None = None
    keep: bool = False


@dataclass(frozen=True)
class RowKind:
    """One kind of row: which texts in the marker column mean it, and where its fields are.

    `marker` empty means every row that no other kind claims. `required` means that a whole file always has
    some: a CSV without them was cut short.
    """

    kind: str
    marker: tuple[str, ...]
    fields: Mapping[str, Source]
    required: bool


@dataclass(frozen=True)
class Only:
    """Rows that are left out on purpose, and why: all but those of `texts`, or, with `leave`, those."""

    column: str
    texts: tuple[str, ...]
    leave: bool
    why: str


@dataclass(frozen=True)
class Mapped:
    """One column of numbers and what it means.

    `pupil_group` None is the row's own. `where`, if given, is a column and the texts of the rows that the
    meaning is for; `kinds` the row kinds; `phase` that of the column, where a row is for several. `back` is
    how many years before the file's own it describes; `share` marks the parts of a percentage that the file
    does not state: 100 x numerator / denominator; `per` the parts of a figure of kind facts: per x numerator
    / denominator. `one_of_several` marks a name that other years of the file write differently.
    """

    column: str
    indicator: str
    pupil_group: str | None
    part: str
    format: str
    back: int
    kinds: tuple[str, ...]
    where: tuple[tuple[str, tuple[str, ...]], ...]
    phase: str | None
    share: bool
    one_of_several: bool
    per: float | None = None


@dataclass(frozen=True)
class Layout:
    """One official layout."""

    id: str
    title: str
    publisher: str
    publication: str
    kind: str
    formats: tuple[str, ...]
    release_status: str
    release: Source | None
    precedence: int
    encodings: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]
    shape: str | None
    absent: tuple[str, ...]
    optional: tuple[str, ...]
    repeats: bool
    short: str
    long: str
    marker: str | None
    row_kinds: tuple[RowKind, ...]
    only: tuple[Only, ...]
    group: Source | None
    unique: tuple[str, ...]
    numbers: tuple[str, ...]
    namesake: str | None
    register: str | None
    linked: str | None
    personal: tuple[str, ...]
    period_from: str
    period_form: str
    period_column: str | None
    period_identifier: str | None
    period_suffix: str | None
    period_lag: int
    period_told_by: str | None
    unpublished: tuple[str, ...]
    codes: Mapping[str, str]
    mapped: tuple[Mapped, ...]
    school: Mapping[str, Source]
    school_precedence: int
    fields: Mapping[str, Source]
    sets: tuple[Mapping[str, Any], ...] = field(default=())
    events: tuple[Event, ...] = ()
    dataset: Dataset | None = None

    def columns_needed(self) -> set[str]:
        """Every column that a whole file must have: those the layout reads, less the optional."""
        read = {each.column for each in self.mapped if each.back == 0 and not each.one_of_several}
        for sources in (self.school, self.fields, *(kind.fields for kind in self.row_kinds)):
            read |= {column for source in sources.values() for column in source.columns}
        for source in (self.group, self.release):
            read |= set(source.columns) if source else set()
        read |= set(self.breakdowns()) | {each.column for each in self.only}
        read |= {name for name in (self.marker, self.period_column, self.period_identifier) if name}
        read |= {names[0] for event in self.events for names in event.columns() if len(names) == 1}
        return read - set(self.optional)

    def breakdowns(self) -> tuple[str, ...]:
        """The columns that say which indicator a row is for, such as a subject, in order."""
        return tuple(dict.fromkeys(column for each in self.mapped for column, _ in each.where))

    def pupil_groups(self) -> set[str]:
        """Every pupil group that the layout fills."""
        of_rows = set((self.group.words or {}).values()) if self.group else set()
        return of_rows | {each.pupil_group for each in self.mapped if each.pupil_group}
