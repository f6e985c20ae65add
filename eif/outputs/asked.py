"""Which schools does `--filter name=value` ask for?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

from eif.outputs.grid import ALL, ANY_AREA, RATINGS, SORT_WORDS, Grid, GridFilter


class FilterError(Exception):
    """A filter that does not exist or that no school answers to; the message lists those that do."""


def read_filter(grid: Grid, asked: Iterable[str]) -> GridFilter:
    """The filter of the schools page that `asked` (such as `phase=Primary`) means. Raises FilterError.

    Names are those in the page's address; values are the words on screen, in capitals or not.
    """
    names = [field.name for field in fields(GridFilter)]
    chosen: dict[str, str] = {}
    for each in asked:
        name, equals, value = each.partition("=")
        if not equals or name not in names:
            raise FilterError(f"--filter {each!r} is not NAME=VALUE with a name of: {', '.join(names)}.")
        offered = _offered(grid, name)
        found = [word for word in offered if word.casefold() == value.casefold()]
        if offered and not found:
            raise FilterError(f"--filter {each!r}: {name} is one of {', '.join(offered)}.")
        chosen[name] = found[0] if found else value
    only = chosen.pop("only", "false") == "true"
    return GridFilter(**chosen, only=only)


def _offered(grid: Grid, name: str) -> list[str]:
    """The words a filter takes; none for the one that takes any text."""
    offered: dict[str, Iterable[str]] = {
        "find": (),
        "phase": (ALL, *sorted({row.phase for row in grid.rows})),
        "type": (ALL, *sorted({row.type_group for row in grid.rows})),
        "category": (ALL, *grid.categories),
        "area": (ANY_AREA, *(area.short_title for area in grid.areas)),
        "rating": (ALL, *RATINGS),
        "constituency": (ALL, *sorted({row.constituency for row in grid.rows if row.constituency})),
        "sort": SORT_WORDS,
        "only": ("true", "false"),
    }
    return list(offered[name])
