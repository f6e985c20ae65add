"""From the bytes of one file to a recognised table: which layout, which year, which rows.

Nothing is written anywhere here.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from eif.extracts.contents import decode, kind_of, read_bytes
from eif.extracts.errors import ExtractError, UnknownError
from eif.extracts.guide import read_guide, read_guide_sheets
from eif.extracts.language import Layout
from eif.extracts.limits import COMMAND_LINE, Limits
from eif.extracts.objects import read_objects
from eif.extracts.period import find_period, parse_period
from eif.extracts.preamble import without_preamble
from eif.extracts.recognise import match, recognise_header, recognise_toml
from eif.extracts.table import Table, read_csv, read_header
from eif.extracts.workbook import HEADER_WITHIN, read_parquet, read_sheets, sheet_table


@dataclass(frozen=True)
class ExtractFile:
    """A file to load.

    `name` is its path as the officer knows it: its folders may say the year. `period` is the year stated for
    it, if any.
    """

    path: Path
    name: str = ""
    period: str | None = None

    @property
    def known_as(self) -> str:
        """The name by which the file is spoken of."""
        return self.name or self.path.name


@dataclass(frozen=True)
class Recognition:
    """What a file was found to be, before any of it is loaded."""

    name: str
    layout: Layout
    form: str
    encoding: str
    sha256: str
    size: int
    table: Table
    period: str | None
    period_from: str | None


def recognise(
    path: Path, *, period: str | None = None, name: str | None = None, limits: Limits = COMMAND_LINE
) -> Recognition:
    """Recognise one file by what it contains. Raises ExtractError that says what, where and what to do."""
    known_as = name or str(path)
    content = read_bytes(path, known_as, limits)
    form = kind_of(content, known_as)
    encoding = {"parquet": "parquet", "xlsx": "workbook"}.get(form, "utf-8")
    if form == "csv":
        text, encoding = decode(content, known_as)
        layout, table = _read_text(text, known_as)
    elif form == "json":
        text, encoding = decode(content, known_as)
        table = read_objects(text, known_as)
        layout = recognise_header(table.header, "json", known_as)
    elif form == "toml":
        text, encoding = decode(content, known_as)
        layout = recognise_toml(text, known_as)
        table = Table(pa.table({}), pa.array([], pa.int32()))
    elif form == "parquet":
        table = read_parquet(content, known_as)
        layout = recognise_header(table.header, "parquet", known_as)
    else:
        layout, table = _read_workbook(content, known_as)
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
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        table=table,
        period=found,
        period_from=known_from,
    )


def _read_text(text: str, name: str) -> tuple[Layout, Table]:
    text, above = without_preamble(text)
    try:
        header = read_header(text, name)
        layout = recognise_header(header, "csv", name)
    except UnknownError as error:
        return read_guide(text, error)
    table = read_csv(text, header, short=layout.short, long=layout.long, name=name)
    return layout, table.below(above)


def _read_workbook(content: bytes, name: str) -> tuple[Layout, Table]:
    """The first sheet, and the row near its top, whose columns are a known layout's."""
    sheets = read_sheets(content, name)
    for records in sheets:
        for place, record in enumerate(records[:HEADER_WITHIN]):
            if match([field.strip() for field in record], "xlsx"):
                table = sheet_table(records, place)
                return recognise_header(table.header, "xlsx", name), table
    widest = max((record for records in sheets for record in records[:HEADER_WITHIN]), key=len, default=[])
    try:
        return recognise_header(widest, "xlsx", name), Table(pa.table({}), pa.array([], pa.int32()))
    except UnknownError as error:
        return read_guide_sheets(sheets, error)


def _check_stated_year(layout: Layout, table: Table, name: str, stated: str | None) -> None:
    """A file that carries its own years must hold the one that was stated for it."""
    if stated is None or layout.period_column is None or layout.kind != "values":
        return
    form = layout.period_form
    inside = {parse_period(each, form) for each in table.columns[layout.period_column].unique().to_pylist()}
    if parse_period(stated, form) not in inside:
        years = sorted(each for each in inside if each)
        raise ExtractError(
            f"--period says {stated}, but the file's own column {layout.period_column} runs from "
            f"{years[0] if years else 'nothing'} to {years[-1] if years else 'nothing'}.",
            f"File {name}.",
            "Load it without --period.",
        )
