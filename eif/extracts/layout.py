"""What does each official layout look like?

A layout is one TOML file in `layouts/`: the only place that knows the columns of that kind of extract.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from eif.extracts.errors import LayoutError
from eif.extracts.events import Event, read_events

FOLDER = Path(__file__).parent / "layouts"

KINDS = (
    "values",
    "schools",
    "links",
    "la_values",
    "measures",
    "neighbours",
    "las",
    "inspections",
    "ledger",
    "documentation",
    "demonstration",
)
FORMATS = ("csv", "parquet", "xlsx", "toml")
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
class Mapped:
    """One column of numbers and what it means.

    `back` is how many years before the file's own it describes; `kinds`, if given, the row kinds it is for;
    `one_of_several` marks a name that other years of the file write differently.
    """

    column: str
    indicator: str
    pupil_group: str
    part: str
    format: str
    back: int
    kinds: tuple[str, ...]
    one_of_several: bool


@dataclass(frozen=True)
class Layout:
    """One official layout; `layouts/README.md` explains the words of its file."""

    id: str
    title: str
    publisher: str
    publication: str
    kind: str
    formats: tuple[str, ...]
    release_status: str
    precedence: int
    encodings: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]
    absent: tuple[str, ...]
    optional: tuple[str, ...]
    repeats: bool
    short: str
    long: str
    marker: str | None
    row_kinds: tuple[RowKind, ...]
    unique: tuple[str, ...]
    namesake: str | None
    register: str | None
    period_from: str
    period_column: str | None
    period_suffix: str | None
    period_lag: int
    unpublished: tuple[str, ...]
    codes: Mapping[str, str]
    mapped: tuple[Mapped, ...]
    school: Mapping[str, Source]
    school_precedence: int
    fields: Mapping[str, Source]
    sets: tuple[Mapping[str, Any], ...] = field(default=())
    events: tuple[Event, ...] = ()

    def columns_needed(self) -> set[str]:
        """Every column that a whole file must have: those the layout reads, less the optional."""
        read = {each.column for each in self.mapped if each.back == 0 and not each.one_of_several}
        for sources in (self.school, self.fields, *(kind.fields for kind in self.row_kinds)):
            read |= {column for source in sources.values() for column in source.columns}
        read |= {name for name in (self.marker, self.period_column) if name}
        read |= {names[0] for event in self.events for names in event.columns() if len(names) == 1}
        return read - set(self.optional)


@cache
def load_layouts() -> tuple[Layout, ...]:
    """Every layout, sorted by id. Raises LayoutError where a file contradicts the rules above."""
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.toml")))


@cache
def word_list(name: str) -> Mapping[str, Mapping[str, str]]:
    """A shared list of official words from `layouts/words/`, such as the abbreviations of school types."""
    with (FOLDER / "words" / f"{name}.toml").open("rb") as handle:
        lists: dict[str, dict[str, str]] = tomllib.load(handle)
    return lists


def _read(path: Path) -> Layout:
    with path.open("rb") as handle:
        given: dict[str, Any] = tomllib.load(handle)
    try:
        layout = _build(given)
    except (KeyError, TypeError, ValueError) as error:
        raise LayoutError(f"{path.name}: {error!r}") from error
    if layout.id != path.stem or layout.kind not in KINDS or not set(layout.formats) <= set(FORMATS):
        raise LayoutError(f"{path.name}: id, kind or formats are not ones this program knows.")
    if not set(layout.codes.values()) <= set(STATUSES):
        raise LayoutError(f"{path.name}: a missing code has an unknown status.")
    return layout


def _build(given: dict[str, Any]) -> Layout:
    header, rows, period = given.get("header", {}), given.get("rows", {}), given.get("period", {})
    cohorts: dict[str, dict[str, Any]] = given.get("cohort", {})
    return Layout(
        id=given["id"],
        title=given["title"],
        publisher=given["publisher"],
        publication=given["publication"],
        kind=given["kind"],
        formats=tuple(given["formats"]),
        release_status=given.get("release_status", "final"),
        precedence=given.get("precedence", 0),
        encodings=tuple(given.get("encodings", ("utf-8", "utf-16", "cp1252"))),
        keys=tuple(map(tuple, header.get("keys", [header["key"]] if "key" in header else []))),
        absent=tuple(header.get("absent", ())),
        optional=tuple(header.get("optional", ())),
        repeats=header.get("repeats", False),
        short=rows.get("short", "refuse"),
        long=rows.get("long", "refuse"),
        marker=rows.get("marker"),
        unique=tuple(rows.get("unique", ())),
        namesake=rows.get("namesake"),
        register=rows.get("register"),
        row_kinds=tuple(_row_kind(each) for each in given.get("row", ())),
        period_from=period.get("from", "none"),
        period_column=period.get("column"),
        period_suffix=period.get("suffix"),
        period_lag=period.get("lag", 0),
        unpublished=tuple(period.get("unpublished", ())),
        codes=given.get("codes", {}),
        mapped=tuple(_mapped(given.get("indicator", ()), cohorts)),
        school=_sources(given.get("school", {})),
        school_precedence=given.get("school_precedence", 0),
        fields=_sources(given.get("fields", {})),
        sets=tuple(given.get("set", ())),
        events=read_events(given.get("event", ())),
    )


def _sources(given: Mapping[str, Any]) -> dict[str, Source]:
    """Read `name = "COLUMN"`, `{ is = "text" }` or `{ column = .., words = .. }` into Sources."""
    found: dict[str, Source] = {}
    for name, spec in given.items():
        if isinstance(spec, str):
            found[name] = Source(columns=(spec,))
        elif "is" in spec:
            found[name] = Source(text=spec["is"])
        else:
            words = spec.get("words")
            if isinstance(words, str):
                shared, _, which = words.partition(".")
                words = word_list(shared)[which]
            column = spec["column"]
            columns = (column,) if isinstance(column, str) else tuple(column)
            found[name] = Source(columns=columns, words=words, keep=spec.get("keep", False))
    return found


def _row_kind(given: Mapping[str, Any]) -> RowKind:
    fields = {name: spec for name, spec in given.items() if name not in ("kind", "marker", "required")}
    return RowKind(
        kind=given["kind"],
        marker=tuple(given.get("marker", ())),
        fields=_sources(fields),
        required=given.get("required", False),
    )


def _mapped(indicators: list[dict[str, Any]], cohorts: dict[str, dict[str, Any]]) -> Iterator[Mapped]:
    """Spread each `[[indicator]]` into one Mapped per column.

    A part is a table of pupil group -> column (or list of the names it has had), or the name of a
    `[cohort.<name>]` table, of which the groups that have a value are used. `back` lists the earlier years
    that `{yy}` stands for.
    """
    for given in indicators:
        values: dict[str, str] = given.get("value", {})
        for part in PARTS:
            columns = given.get(part, {})
            if isinstance(columns, str):
                columns = {group: name for group, name in cohorts[columns].items() if group in values}
            for group, names in columns.items():
                alternatives = [names] if isinstance(names, str) else names
                for column, back in product(alternatives, given.get("back", [0])):
                    yield Mapped(
                        column=column,
                        indicator=given["id"],
                        pupil_group=group,
                        part=part,
                        format=given.get("format", "plain") if part == "value" else "plain",
                        back=back,
                        kinds=tuple(given.get("kinds", ())),
                        one_of_several=not isinstance(names, str),
                    )
