"""From the bytes of one file to a recognised table: which layout, which year, which rows.

Nothing is written anywhere here.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from eif.extracts.contents import contents, decode, fingerprint, kind_of
from eif.extracts.errors import ExtractError, NotRecognisedError, UnknownError
from eif.extracts.guide import read_guide, read_guide_sheets
from eif.extracts.hidden import hidden_in
from eif.extracts.language import Layout
from eif.extracts.limits import COMMAND_LINE, Limits
from eif.extracts.objects import read_objects
from eif.extracts.period import find_period, parse_period
from eif.extracts.preamble import without_preamble
from eif.extracts.recognise import match, recognise_header, recognise_toml
from eif.extracts.table import Table, read_csv, read_header
from eif.extracts.workbook import HEADER_WITHIN, read_parquet, read_sheets, sheet_table

# A layout, the table that is in it, and how the file is encoded.
Read = tuple[Layout, Table, str]


@dataclass(frozen=True)
class ExtractFile:
    """A file to load.

    `name` is its path as the officer knows it: its folders may say the year. `period` is the year stated for
    it, if any. `member` is the file's path within a zip archive at `path`; `size` how many bytes it has,
    where that is known.
    """

    path: Path
    name: str = ""
    period: str | None = None
    member: str | None = None
    size: int | None = None

    @property
    def known_as(self) -> str:
        """The name by which the file is spoken of."""
        return self.name or self.path.name


@dataclass(frozen=True)
class Recognition:
    """What a file was found to be, before any of it is loaded.

    `sha256` and `size` are of its contents; `container`, if it came in one, is that archive's fingerprint.
    `noted` is what a workbook holds that nobody sees who opens it.
    """

    name: str
    layout: Layout
    form: str
    encoding: str
    sha256: str
    container: str | None
    size: int
    table: Table
    period: str | None
    period_from: str | None
    noted: tuple[str, ...] = ()


def recognise(
    path: Path,
    *,
    period: str | None = None,
    name: str | None = None,
    member: str | None = None,
    limits: Limits = COMMAND_LINE,
) -> Recognition:
    """Recognise one file, or one `member` of a zip archive, by what it contains.

    Raises ExtractError that says what, where and what to do.
    """
    known_as = name or str(path)
    content, container = contents(path, known_as, limits, member)
    form = kind_of(content, known_as, limits)
    layout, table, encoding = _READ[form](content, known_as, limits)
    if form in ("csv", "json", "toml") and encoding not in layout.encodings:
        raise ExtractError(
            f"The file is in {encoding}, but {layout.title} is published in {' or '.join(layout.encodings)}.",
            f"File {known_as}.",
            "It was saved again by another program: download it as published.",
        )
    found, known_from = find_period(layout, table.header, known_as, period)
    _check_stated_year(layout, table, known_as, period)
    return Recognition(
        name=known_as,
        layout=layout,
        form=form,
        encoding=encoding,
        sha256=fingerprint(content),
        container=container,
        size=len(content),
        table=table,
        period=found,
        period_from=known_from,
        noted=tuple(hidden_in(content)) if form == "xlsx" else (),
    )


def _read_text(content: bytes, name: str, limits: Limits) -> Read:
    whole, encoding = decode(content, name)
    text, above = without_preamble(whole)
    try:
        header = read_header(text, name)
        layout = recognise_header(header, "csv", name)
    except UnknownError as error:
        return *read_guide(text, error), encoding
    table = read_csv(text, header, short=layout.short, long=layout.long, name=name, limits=limits)
    return layout, table.below(above), encoding


def _read_toml(content: bytes, name: str, _: Limits) -> Read:
    text, encoding = decode(content, name)
    return recognise_toml(text, name), Table(pa.table({}), pa.array([], pa.int32())), encoding


def _read_parquet(content: bytes, name: str, limits: Limits) -> Read:
    table = read_parquet(content, name, limits)
    return recognise_header(table.header, "parquet", name), table, "parquet"


def _read_json(content: bytes, name: str, limits: Limits) -> Read:
    text, encoding = decode(content, name)
    table = read_objects(text, name, limits)
    return recognise_header(table.header, "json", name), table, encoding


def _read_xlsx(content: bytes, name: str, limits: Limits) -> Read:
    return _read_workbook(read_sheets(content, name, "xlsx", limits), name)


def _read_ods(content: bytes, name: str, limits: Limits) -> Read:
    return _read_workbook(read_sheets(content, name, "ods", limits), name)


def _read_workbook(sheets: list[list[list[str]]], name: str) -> Read:
    """The first sheet, and the row near its top, whose columns are a known layout's."""
    for records in sheets:
        for place, record in enumerate(records[:HEADER_WITHIN]):
            if match([field.strip() for field in record], "xlsx"):
                table = sheet_table(records, place)
                return recognise_header(table.header, "xlsx", name), table, "workbook"
    widest = max((record for records in sheets for record in records[:HEADER_WITHIN]), key=len, default=[])
    try:
        layout = recognise_header(widest, "xlsx", name)
        return layout, Table(pa.table({}), pa.array([], pa.int32())), "workbook"
    except UnknownError as error:
        return *read_guide_sheets(sheets, error), "workbook"


_READ = {
    "csv": _read_text,
    "json": _read_json,
    "ods": _read_ods,
    "parquet": _read_parquet,
    "toml": _read_toml,
    "xlsx": _read_xlsx,
}


def _check_stated_year(layout: Layout, table: Table, name: str, stated: str | None) -> None:
    """A file that carries its own years must hold the one that was stated for it."""
    if stated is None or layout.period_column is None or layout.kind != "values":
        return
    form = layout.period_form
    inside = {parse_period(each, form) for each in table.columns[layout.period_column].unique().to_pylist()}
    if parse_period(stated, form) not in inside:
        years = sorted(each for each in inside if each)
        raise NotRecognisedError(
            f"--period says {stated}, but the file's own column {layout.period_column} runs from "
            f"{years[0] if years else 'nothing'} to {years[-1] if years else 'nothing'}.",
            f"File {name}.",
            "Load it without --period.",
        )
