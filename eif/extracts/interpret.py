"""What does the TOML of one layout say, as a layout?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from eif.extracts.dataset import read_dataset, spell_out
from eif.extracts.events import read_events
from eif.extracts.language import (
    PARTS,
    Layout,
    Mapped,
    Only,
    RowKind,
    Source,
)
from eif.extracts.shared_words import word_list

Document = dict[str, Any]


def layout_of(given: Document) -> Layout:
    """The layout that a whole document spells out; KeyError, TypeError or ValueError where it does not."""
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
