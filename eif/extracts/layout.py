"""What does each official layout look like?

A layout is one TOML file: the only place that knows the columns of that kind of extract. Ours lie in
`layouts/`; an installation adds its own, or puts its own in the place of one of ours, in the folder `layouts`
of its home.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from eif.config import load_settings
from eif.extracts.columns import check_patterns
from eif.extracts.dataset import read_dataset, spell_out
from eif.extracts.errors import LayoutError
from eif.extracts.events import read_events
from eif.extracts.language import (
    FORMATS,
    KINDS,
    NUMBERS,
    PARTS,
    PERIODS,
    RELEASES,
    STATUSES,
    Layout,
    Mapped,
    Only,
    RowKind,
    Source,
)

__all__ = ["PARTS", "STATUSES", "Layout", "Source", "load_layouts", "word_list"]

FOLDER = Path(__file__).parent / "layouts"
# A layout that is `like` another takes all of it but the tables it gives itself.
MERGED = ("header", "rows", "period", "codes", "cohort")

Document = dict[str, Any]


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


@cache
def word_list(name: str) -> Mapping[str, str]:
    """A shared list of official words: `phases.ees` is the table `ees` of `layouts/words/phases.toml`."""
    shared, _, which = name.partition(".")
    with (FOLDER / "words" / f"{shared}.toml").open("rb") as handle:
        lists: dict[str, dict[str, str]] = tomllib.load(handle)
    return lists[which]


def _read(path: Path, paths: Mapping[str, Path], ours: Mapping[str, Path]) -> Layout:
    try:
        layout = _build(_document(path, paths, ours))
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


def _build(given: Document) -> Layout:
    dataset = read_dataset(given) if "dataset" in given else None
    if dataset:
        given = spell_out(given, dataset)
    header, rows, period = given.get("header", {}), given.get("rows", {}), given.get("period", {})
    cohorts: dict[str, Document] = given.get("cohort", {})
    status = given.get("release_status", "final")
    codes = given.get("codes", {})
    written: Mapping[str, str] = given.get("written", {})
    return Layout(
        id=given["id"],
        title=given["title"],
        publisher=given["publisher"],
        publication=given["publication"],
        kind=given["kind"],
        formats=tuple(given["formats"]),
        release_status=status if isinstance(status, str) else "final",
        release=None if isinstance(status, str) else _source(status),
        precedence=given.get("precedence", 0),
        encodings=tuple(given.get("encodings", ("utf-8", "utf-16", "cp1252"))),
        keys=tuple(map(tuple, header.get("keys", [header["key"]] if "key" in header else []))),
        shape=header.get("shape"),
        absent=tuple(header.get("absent", ())),
        optional=tuple(header.get("optional", ())),
        repeats=header.get("repeats", False),
        short=rows.get("short", "refuse"),
        long=rows.get("long", "refuse"),
        marker=rows.get("marker"),
        unique=tuple(rows.get("unique", ())),
        numbers=tuple(rows.get("numbers", ())),
        namesake=rows.get("namesake"),
        register=rows.get("register") or None,
        linked=rows.get("linked"),
        personal=tuple(header.get("personal", ())),
        row_kinds=tuple(_row_kind(each) for each in given.get("row", ())),
        only=tuple(_only(each) for each in given.get("only", ())),
        group=_source(given["group"]) if "group" in given else None,
        period_from=period.get("from", "none"),
        period_form=period.get("as", "academic"),
        period_column=period.get("column"),
        period_identifier=period.get("identifier"),
        period_suffix=period.get("suffix"),
        period_lag=period.get("lag", 0),
        period_told_by=period.get("told_by"),
        unpublished=tuple(period.get("unpublished", ())),
        codes={**word_list(codes.pop("like")), **codes} if "like" in codes else codes,
        mapped=tuple(_mapped(given.get("indicator", ()), cohorts, "group" in given, written)),
        school=_sources(given.get("school", {})),
        school_precedence=given.get("school_precedence", 0),
        fields=_sources(given.get("fields", {})),
        sets=tuple(given.get("set", ())),
        events=read_events(given.get("event", ())),
        dataset=dataset,
    )


def _sources(given: Mapping[str, Any]) -> dict[str, Source]:
    return {name: _source(spec) for name, spec in given.items()}


def _source(spec: str | Mapping[str, Any]) -> Source:
    """Read `"COLUMN"`, `{ is = "text" }` or `{ column = .., words = .. }`."""
    if isinstance(spec, str):
        return Source(columns=(spec,))
    if "is" in spec:
        return Source(text=spec["is"])
    words, column = spec.get("words"), spec["column"]
    return Source(
        columns=(column,) if isinstance(column, str) else tuple(column),
        words=word_list(words) if isinstance(words, str) else words,
        keep=spec.get("keep", False),
    )


def _row_kind(given: Document) -> RowKind:
    fields = {name: spec for name, spec in given.items() if name not in ("kind", "marker", "required")}
    return RowKind(
        kind=given["kind"],
        marker=tuple(given.get("marker", ())),
        fields=_sources(fields),
        required=given.get("required", False),
    )


def _only(given: Document) -> Only:
    leave = "leave" in given
    return Only(given["column"], tuple(given["leave" if leave else "keep"]), leave, given["why"])


def _mapped(
    indicators: list[Document], cohorts: Mapping[str, Document], by_row: bool, written: Mapping[str, str]
) -> Iterator[Mapped]:
    """Spread each `[[indicator]]` into one Mapped per column.

    A part is a table of pupil group -> column (or list of the names it has had), or the name of a
    `[cohort.<name>]` table, of which the groups that have a value are used. Where a row has a group of its
    own (`by_row`), each part is a column or a list of names. `back` lists the earlier years that `{yy}`
    stands for. A `share`, or what has a `per`, has no value of its own. `written` is the format of single
    columns.
    """
    for given in indicators:
        values, share = given.get("value", {}), given.get("format") == "share"
        worked_out = share or "per" in given
        parts_missing = not {"numerator", "denominator"} <= set(given)
        if bool(values) == worked_out or (worked_out and parts_missing):
            raise ValueError(f"{given['id']}: give a value, or for a share a numerator and a denominator")
        if by_row and isinstance(values, dict):
            raise ValueError(f"{given['id']}: with [group] a value is one column, not one for each group")
        for part in PARTS:
            columns = given.get(part, {})
            if by_row or share or not isinstance(values, dict):
                columns = {None if by_row else "all": columns} if columns else {}
            elif isinstance(columns, str):
                columns = {group: name for group, name in cohorts[columns].items() if group in values}
            for group, names in columns.items():
                alternatives = [names] if isinstance(names, str) else names
                for column, back in product(alternatives, given.get("back", [0])):
                    yield Mapped(
                        column=column,
                        indicator=given["id"],
                        pupil_group=group,
                        part=part,
                        format=_format(written.get(column, given.get("format", "plain")), part),
                        back=back,
                        kinds=tuple(given.get("kinds", ())),
                        where=tuple(
                            (name, (texts,) if isinstance(texts, str) else tuple(texts))
                            for name, texts in given.get("where", {}).items()
                        ),
                        phase=given.get("phase"),
                        share=share,
                        one_of_several=not isinstance(names, str),
                        per=given.get("per"),
                    )


def _format(said: str, part: str) -> str:
    """The format of one part: counts are plain, and a fraction's interval is of fractions too."""
    if part == "value" or (said == "fraction" and part in ("ci_low", "ci_high")):
        return said
    return "plain"
