"""Which column of a file does a name in a layout mean?

A name that begins with `^` is a pattern for headers that a publisher writes irregularly: `^I01\\b` means the
one column whose name it finds. Every other name is the column's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from eif.extracts.errors import NotRecognisedError
from eif.extracts.language import Layout, Source


def is_pattern(name: str) -> bool:
    """Whether a layout's name for a column is a pattern."""
    return name.startswith("^")


def columns_meant(name: str, header: Iterable[str]) -> list[str]:
    """The columns of `header` that `name` means; none where it has no such column."""
    if is_pattern(name):
        return [column for column in header if _pattern(name).search(column)]
    return [name] if name in header else []


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(name)


def check_patterns(layout: Layout) -> None:
    """Raises ValueError at a pattern that is not a regular expression."""
    for name in filter(is_pattern, _names(layout)):
        try:
            _pattern(name)
        except re.error as error:
            raise ValueError(f"{name}: {error}") from error


def settle(layout: Layout, header: Sequence[str], name: str) -> Layout:
    """The layout with each pattern replaced by the column of this header that it means.

    A pattern that means none stays as it is. Raises ExtractError where one means two columns.
    """
    found: dict[str, str] = {}
    for pattern in filter(is_pattern, _names(layout)):
        columns = columns_meant(pattern, header)
        if len(columns) > 1:
            raise NotRecognisedError(
                f"Two columns could be {pattern!r} of {layout.title}: {columns[0]!r} and {columns[1]!r}.",
                f"File {name}, its first line.",
                f"Remove the one that is not published, or name the column in the layout {layout.id}.toml.",
            )
        found |= dict.fromkeys([pattern], columns[0]) if columns else {}
    return _renamed(layout, lambda column: found.get(column, column)) if found else layout


def _names(layout: Layout) -> set[str]:
    every = layout.columns_needed() | set(layout.optional) | {each.column for each in layout.mapped}
    every |= {name for key in layout.keys for name in key}
    return every | {name for name in (layout.namesake, layout.register) if name}


def _renamed(layout: Layout, name: Callable[[str], str]) -> Layout:
    def source(given: Source) -> Source:
        return replace(given, columns=tuple(map(name, given.columns)))

    def sources(given: Mapping[str, Source]) -> dict[str, Source]:
        return {each: source(spec) for each, spec in given.items()}

    def perhaps(given: str | None) -> str | None:
        return None if given is None else name(given)

    return replace(
        layout,
        keys=tuple(tuple(map(name, key)) for key in layout.keys),
        optional=tuple(map(name, layout.optional)),
        marker=perhaps(layout.marker),
        row_kinds=tuple(replace(each, fields=sources(each.fields)) for each in layout.row_kinds),
        only=tuple(replace(each, column=name(each.column)) for each in layout.only),
        group=layout.group and source(layout.group),
        release=layout.release and source(layout.release),
        namesake=perhaps(layout.namesake),
        register=perhaps(layout.register),
        period_column=perhaps(layout.period_column),
        period_identifier=perhaps(layout.period_identifier),
        mapped=tuple(
            replace(
                each,
                column=name(each.column),
                where=tuple((name(column), texts) for column, texts in each.where),
            )
            for each in layout.mapped
        ),
        school=sources(layout.school),
        fields=sources(layout.fields),
    )
