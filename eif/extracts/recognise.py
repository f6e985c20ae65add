"""Which official layout is this file, judged by its columns?"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from eif.extracts.columns import columns_meant, settle
from eif.extracts.errors import ExtractError, NotRecognisedError, UnknownError
from eif.extracts.layout import Layout, load_layouts


@dataclass(frozen=True)
class Nearest:
    """The layout that an unknown header comes closest to, and what stands between them."""

    layout: Layout
    missing: tuple[str, ...]
    extra: tuple[str, ...]


def match(header: Sequence[str], form: str) -> Layout | None:
    """The layout whose key columns are all in `header`; of several, the one with the most of them."""
    present = set(header)
    fitting = [
        (len(key), layout)
        for layout in load_layouts()
        for key in layout.keys
        if form in layout.formats
        and all(columns_meant(each, present) for each in key)
        and not present & set(layout.absent)
    ]
    return max(fitting, key=lambda each: each[0], default=(0, None))[1]


def nearest(header: Sequence[str], form: str) -> Nearest | None:
    """The layout of this format that shares the most key columns with `header`; None if none shares any."""
    present = set(header)
    candidates = [
        (sum(bool(columns_meant(each, present)) for each in key) / len(key), layout, key)
        for layout in load_layouts()
        for key in layout.keys
        if form in layout.formats
    ]
    if not candidates:
        return None
    likeness, best, key = max(candidates, key=lambda each: each[0])
    if likeness == 0:
        return None
    strange = _strange(header, _known_columns(best) | set(key))
    return Nearest(
        best,
        missing=tuple(name for name in key if not columns_meant(name, present)),
        extra=tuple(name for name in strange if name),
    )


def _strange(header: Iterable[str], known: Iterable[str]) -> list[str]:
    """The columns that no name of a layout means."""
    return [column for column in header if not any(columns_meant(name, [column]) for name in known)]


def _known_columns(layout: Layout) -> set[str]:
    return layout.columns_needed() | set(layout.optional) | {each.column for each in layout.mapped}


def recognise_header(header: Sequence[str], form: str, name: str) -> Layout:
    """The layout of a header, each of its patterns replaced by the column it means.

    Raises ExtractError that names the nearest layout and what is missing.
    """
    found = match(header, form)
    if found is None:
        raise _unknown(header, form, name)
    if not found.repeats:
        _refuse_repeats(header, name)
    found = settle(found, header, name)
    if found.dataset:
        _refuse_surplus(header, found, name)
    missing = sorted(found.columns_needed() - set(header))
    if missing:
        strange = _strange(header, _known_columns(found))
        near = [close for column in missing for close in get_close_matches(column, strange, 1, 0.7)]
        like = f" The file has {_listed(near)}, which is alike." if near else ""
        raise NotRecognisedError(
            f"This is {found.title}, but it lacks {_listed(missing)}.{like}",
            f"File {name}, its first line.",
            "A column was renamed or removed: load the file as published, or add the new name to the layout "
            f"{found.id}.toml.",
        )
    return found


def recognise_toml(text: str, name: str) -> Layout:
    """The demonstration mark: a TOML file that says `layout = "demonstration"`."""
    try:
        said = tomllib.loads(text).get("layout")
    except (tomllib.TOMLDecodeError, RecursionError):
        said = None
    for layout in load_layouts():
        if layout.id == said and "toml" in layout.formats:
            return layout
    raise NotRecognisedError(
        "This TOML file is not an extract.", f"File {name}.", "Leave it out of the load."
    )


def _unknown(header: Sequence[str], form: str, name: str) -> ExtractError:
    near = nearest(header, form)
    if near is None:
        return UnknownError(
            f"No layout has these columns: {_listed(header)}.",
            f"File {name}, its first line.",
            "Check that it is a published extract; docs/layouts.md lists those that can be loaded.",
        )
    clash = [column for column in near.layout.absent if column in header]
    missing = f"missing {_listed(near.missing)}" if near.missing else f"it also has {_listed(clash)}"
    extra = f"; not expected {_listed(near.extra)}" if near.extra else ""
    return ExtractError(
        f"No layout has exactly these columns. The nearest is {near.layout.title}: {missing}{extra}.",
        f"File {name}, its first line.",
        "If it is that extract, a column was renamed or removed: load the file as published.",
    )


def _refuse_surplus(header: Sequence[str], layout: Layout, name: str) -> None:
    """Refuse a council return with a column that nobody asked for: it may name a pupil or a member of staff.

    Nothing of the file is kept. Columns without a name are what a spreadsheet leaves beside its table.
    """
    known = _known_columns(layout) | {key for keys in layout.keys for key in keys}
    surplus = [each for each in header if each not in known and not re.fullmatch(r"(column \d+)?", each)]
    if surplus:
        raise ExtractError(
            f"This is {layout.title}, and it has {_listed(surplus)}, which is not asked for.",
            f"File {name}, its column names.",
            "Delete the column and load the file again: only counts, dates and statuses of schools are kept.",
        )


def _refuse_repeats(header: Sequence[str], name: str) -> None:
    repeated = [column for column, times in Counter(header).items() if column and times > 1]
    if repeated:
        raise NotRecognisedError(
            f"More than one column is called {_listed(repeated)}.",
            f"File {name}, its first line.",
            "Load the file as published; a copy that was joined to another cannot be read safely.",
        )


def _listed(names: Iterable[str], most: int = 6) -> str:
    quoted = [f"'{name[:60]}'" for name in names]
    more = f" and {len(quoted) - most} more" if len(quoted) > most else ""
    return ", ".join(quoted[:most]) + more
