"""How does an extract become a table of text, with every record accounted for?

Every column is text; nothing is guessed. A record is numbered as it stands in the file, header = 1. Short and
long records are padded, joined or refused as the layout says, never cut.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from eif.extracts.errors import ExtractError, NotWholeError, UnknownError
from eif.extracts.limits import COMMAND_LINE, Limits

# Characters in which the first record must end: far more than the widest official header.
MOST_HEADER = 1_000_000


@dataclass(frozen=True)
class Table:
    """Columns of text (`columns`, in file order) and the record number of each row (`source_row`, int32)."""

    columns: pa.Table
    source_row: pa.Array
    padded: int = 0
    joined: int = 0

    @property
    def header(self) -> list[str]:
        """The column names, in file order."""
        return list(self.columns.column_names)

    def only(self, mask: pa.Array) -> Table:
        """The rows where `mask` is true."""
        if pc.all(mask).as_py():
            return self
        return Table(self.columns.filter(mask), self.source_row.filter(mask), self.padded, self.joined)

    def below(self, records: int) -> Table:
        """The same rows, numbered as they stand below so many further records."""
        if not records:
            return self
        return Table(
            self.columns, pc.add(self.source_row, pa.scalar(records, pa.int32())), self.padded, self.joined
        )


def read_header(text: str, name: str) -> list[str]:
    """The first record's fields, trimmed. Raises ExtractError when the first line is not a header."""
    try:
        header = next(csv.reader(StringIO(text[:MOST_HEADER], newline=""), strict=True))
    except (StopIteration, csv.Error) as error:
        raise UnknownError(
            f"The first line cannot be read as column names ({error}).", f"File {name}.", "Download it again."
        ) from error
    return [field.strip() for field in header]


def check_size(columns: int, rows: int, name: str, limits: Limits) -> None:
    """Refuse a table with more columns or cells than may be read."""
    if columns > limits.columns or columns * rows > limits.cells:
        raise ExtractError(
            f"The table has {columns:,} columns and {rows:,} rows; up to {limits.columns:,} columns and "
            f"{limits.cells:,} cells are read here.",
            f"File {name}.",
            "If it is as published, load one year or one local authority at a time; else download it again.",
        )


def read_csv(
    text: str, header: Sequence[str], *, short: str, long: str, name: str, limits: Limits = COMMAND_LINE
) -> Table:
    """Read comma-separated text, `"` as quote.

    `short` is `pad` or `refuse`; `long` is `join` (surplus fields belong to the last column, which the
    publisher did not quote) or `refuse`. Raises ExtractError with the record number.
    """
    if "\x00" in text:
        raise ExtractError(
            "The file holds null characters.", f"File {name}.", "It is damaged: download it again."
        )
    check_size(len(header), text.count("\n"), name, limits)
    quoted = '"' in text
    if quoted and text.count('"') % 2:
        _find_open_quote(text, name)
    content = pa.BufferReader(text.encode("utf-8"))
    body, odd = _parse(content, len(header), name, quoted=quoted, numbered=False)
    if odd:
        content.seek(0)
        body, odd = _parse(content, len(header), name, quoted=quoted, numbered=True)
    numbers = np.arange(1, body.num_rows + len(odd) + 1, dtype=np.int32)
    if odd:
        numbers = np.setdiff1d(numbers, np.array([number for number, _ in odd], np.int32))
    _check_cells(body, header, name, limits)
    body, numbers = _without_blank(body.slice(1), numbers[1:])
    return _mend(body, numbers, odd, header, short=short, long=long, name=name)


def _parse(
    content: pa.BufferReader, width: int, name: str, *, quoted: bool, numbered: bool
) -> tuple[pa.Table, list[tuple[int, str]]]:
    """Every record of the right width as text, and the others apart.

    The numbers of the others are known only when a single thread reads (`numbered`), which is slower.
    """
    odd: list[tuple[int, str]] = []

    def set_aside(row: pacsv.InvalidRow) -> str:
        odd.append((row.number or 0, row.text))
        return "skip"

    columns = [str(position) for position in range(width)]
    try:
        body = pacsv.read_csv(
            content,
            read_options=pacsv.ReadOptions(
                use_threads=not numbered, column_names=columns, block_size=1 << 23
            ),
            parse_options=pacsv.ParseOptions(
                newlines_in_values=quoted, ignore_empty_lines=False, invalid_row_handler=set_aside
            ),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=False, null_values=[]
            ),
        )
    except pa.ArrowInvalid as error:
        raise ExtractError(
            f"The file is not comma-separated text ({error}).", f"File {name}.", "Download it again."
        ) from error
    return body, odd


def _check_cells(body: pa.Table, header: Sequence[str], name: str, limits: Limits) -> None:
    """Refuse a cell longer than any text of an extract: quotation marks gone astray, or worse."""
    for column, cells in zip(header, body.columns, strict=True):
        longest = pc.max(pc.binary_length(cells)).as_py()
        if longest and longest > limits.characters:
            raise ExtractError(
                f"A cell of the column {column[:60]!r} is {longest:,} bytes long.",
                f"File {name}.",
                "The file may have been cut short or edited: download it again.",
            )


def _find_open_quote(text: str, name: str) -> None:
    """Refuse a file in which a quoted field never ends: the rest of the file would become one field."""
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    read = 0
    try:
        for _ in reader:
            read += 1
    except csv.Error as error:
        raise NotWholeError(
            f"A quotation mark is opened and never closed ({error}).",
            f"File {name}, after record {read}.",
            "The file may have been cut short or edited: download it again.",
        ) from error


def _without_blank(body: pa.Table, numbers: np.ndarray) -> tuple[pa.Table, np.ndarray]:
    """Drop records with nothing in any field: empty lines, and the tails that spreadsheets leave."""
    blank = pc.equal(body.column(0), "")
    if not pc.any(blank).as_py():
        return body, numbers
    for column in body.columns[1:]:
        blank = pc.and_(blank, pc.equal(column, ""))
    kept = pc.invert(blank)
    return body.filter(kept), numbers[kept.to_numpy()]


def _mend(
    body: pa.Table,
    numbers: np.ndarray,
    odd: list[tuple[int, str]],
    header: Sequence[str],
    *,
    short: str,
    long: str,
    name: str,
) -> Table:
    width, padded, joined = len(header), 0, 0
    mended: list[list[str]] = []
    mended_numbers: list[int] = []
    for number, raw in odd:
        fields = _fields(number, raw, name)
        if not any(field.strip() for field in fields) and len(fields) <= 1:
            continue
        if len(fields) < width and short == "pad":
            fields += [""] * (width - len(fields))
            padded += 1
        elif len(fields) > width and long == "join":
            fields = [*fields[: width - 1], ",".join(fields[width - 1 :])]
            joined += 1
        else:
            raise NotWholeError(
                f"Record {number} has {len(fields)} fields where the header has {width}.",
                f"File {name}, record {number}, beginning {raw[:40]!r}.",
                "The file may have been cut short or edited: download it again.",
            )
        mended.append(fields)
        mended_numbers.append(number)
    if mended:
        tail = pa.table(
            [pa.array(column, pa.string()) for column in zip(*mended, strict=True)], body.column_names
        )
        body = pa.concat_tables([body, tail])
        numbers = np.concatenate([numbers, mended_numbers])
        order = np.argsort(numbers, kind="stable")
        body, numbers = body.take(pa.array(order)), numbers[order]
    return Table(body.rename_columns(list(header)), pa.array(numbers, pa.int32()), padded, joined)


def _fields(number: int, raw: str, name: str) -> list[str]:
    try:
        return next(csv.reader(StringIO(raw, newline="")), [])
    except csv.Error as error:
        raise ExtractError(
            f"Record {number} cannot be read ({error}).",
            f"File {name}, record {number}, beginning {raw[:40]!r}.",
            "The file may have been cut short or edited: download it again.",
        ) from error


def from_records(records: Sequence[Sequence[str]], header: Sequence[str], first_number: int) -> Table:
    """A table of records already read, such as a workbook's, the first of which stands at `first_number`."""
    width = len(header)
    kept = [
        (number, record) for number, record in enumerate(records, first_number) if any(map(str.strip, record))
    ]
    columns = [pa.array([record[position] for _, record in kept], pa.string()) for position in range(width)]
    numbers = pa.array([number for number, _ in kept], pa.int32())
    return Table(pa.Table.from_arrays(columns, names=list(header)), numbers)
