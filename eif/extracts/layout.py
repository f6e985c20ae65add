"""What does each official layout look like?

A layout is one TOML file: the only place that knows the columns of that kind of extract. Ours lie in
`layouts/`; an installation adds its own, or puts its own in the place of one of ours, in the folder `layouts`
of its home.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from eif.config import load_settings
from eif.extracts.columns import check_patterns
from eif.extracts.errors import LayoutError
from eif.extracts.interpret import Document, layout_of
from eif.extracts.language import (
    FORMATS,
    KINDS,
    NUMBERS,
    PARTS,
    PERIODS,
    RELEASES,
    STATUSES,
    Layout,
    Source,
)

__all__ = ["PARTS", "STATUSES", "Layout", "Source", "load_layouts"]

FOLDER = Path(__file__).parent / "layouts"
# A layout that is `like` another takes all of it but the tables it gives itself.
MERGED = ("header", "rows", "period", "codes", "cohort")


def load_layouts(home: Path | None = None) -> tuple[Layout, ...]:
    """Every layout, by id; those in `layouts` of `home` (default: this installation's) beside ours.

    Raises LayoutError where a file contradicts the rules.
    """
    added = (home or load_settings().home) / "layouts"
    return _load(tuple((path, path.stat().st_mtime_ns) for path in sorted(added.glob("*.toml"))))


@cache
def _load(added: tuple[tuple[Path, int], ...]) -> tuple[Layout, ...]:
    ours = {path.stem: path for path in FOLDER.glob("*.toml")}
    paths = ours | {path.stem: path for path, _ in added}
    return tuple(_read(paths[name], paths, ours) for name in sorted(paths))


def _read(path: Path, paths: Mapping[str, Path], ours: Mapping[str, Path]) -> Layout:
    try:
        layout = layout_of(_document(path, paths, ours))
        check_patterns(layout)
    except (AttributeError, KeyError, OSError, RecursionError, TypeError, ValueError) as error:
        raise LayoutError(f"The layout {path.name} cannot be used: {error!r}.") from error
    if layout.id != path.stem:
        raise LayoutError(f"The layout {path.name} has the id {layout.id!r}: give it the file's own name.")
    for what, said, known in (
        ("kind", [layout.kind], KINDS),
        ("format", layout.formats, FORMATS),
        ("release_status", [layout.release_status, *_words(layout.release)], RELEASES),
        ("period", [layout.period_form], PERIODS),
        ("meaning of a missing code", layout.codes.values(), STATUSES),
        ("format of numbers", {each.format for each in layout.mapped}, NUMBERS),
    ):
        if strange := sorted(set(said) - set(known)):
            raise LayoutError(
                f"The layout {path.name} has the {what} {strange[0]!r}. Write one of {', '.join(known)}."
            )
    return layout


def _words(source: Source | None) -> Iterable[str]:
    return (source.words or {}).values() if source else ()


def _document(path: Path, paths: Mapping[str, Path], ours: Mapping[str, Path]) -> Document:
    """The TOML of one layout, with what it takes over from the one it is `like`.

    A file that takes the place of one of ours may be like the one it replaces.
    """
    with path.open("rb") as handle:
        given: Document = tomllib.load(handle)
    like = given.pop("like", None)
    if like is None:
        return given
    base = _document((ours if like == path.stem else paths)[like], paths, ours)
    merged = {name: base.get(name, {}) | given[name] for name in MERGED if isinstance(given.get(name), dict)}
    whole = base | given | merged
    written: dict[str, str] = whole.pop("written", {})
    formats = {old: new for old, new in written.items() if old in NUMBERS}
    renamed: Document = _renamed(whole, whole.pop("renamed", {}), formats)
    return renamed | {"written": {column: form for column, form in written.items() if column not in NUMBERS}}


def _renamed(given: Any, columns: Mapping[str, str], formats: Mapping[str, str], key: str = "") -> Any:
    """The same document with columns, and formats of numbers, under their new names."""
    if key in ("words", "codes", "is"):
        return given
    if isinstance(given, dict):
        return {
            columns.get(name, name) if key == "where" else name: _renamed(each, columns, formats, name)
            for name, each in given.items()
        }
    if isinstance(given, list):
        return [_renamed(each, columns, formats, key) for each in given]
    if key == "format" and isinstance(given, str):
        return formats.get(given, given)
    return columns.get(given, given) if isinstance(given, str) else given
