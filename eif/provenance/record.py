"""What does one record of a file say, as it stands there?

The file is opened where it lies in the inbox, and nothing but the record that is asked for is kept. A plain
text is read only as far as that record; what is packed is unpacked within the limits of loading.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.parquet as pq

from eif.extracts import COMMAND_LINE, ExtractError
from eif.extracts.archive import GZIP, ZIP
from eif.extracts.contents import contents, decode, kind_of
from eif.extracts.figures import DIVIDED
from eif.extracts.objects import read_objects
from eif.extracts.workbook import HEADER_WITHIN, read_sheets, unique_names

# How a file that was decoded as this is opened again.
OPENED_AS = {"utf-8": "utf-8-sig", "utf-16": "utf-16", "cp1252": "cp1252"}

# The records at the top of a table, among which its header is, and the record asked for, if it has it.
Found = tuple[Sequence[Sequence[str]], Sequence[str] | None]


class RecordError(Exception):
    """A record cannot be shown; the message says why, for a reader of the page."""


@dataclass(frozen=True)
class Record:
    """One record: the name and the text of each of its fields, in file order, blanks included."""

    number: int
    fields: tuple[tuple[str, str], ...]

    def asked(self, column: str) -> list[tuple[str, str]]:
        """The fields of `column`, which may name two, one divided by the other; outer blanks gone."""
        texts = {name: text.strip() for name, text in reversed(self.fields)}
        return [(name, texts[name]) for name in column.split(DIVIDED) if name in texts]

    def text(self, column: str) -> str | None:
        """What stands in `column`, or in both of two; None where the record has no such column."""
        found = self.asked(column)
        return DIVIDED.join(text for _, text in found) if found else None


def read_record(path: Path, encoding: str, number: int, column: str, member: str | None = None) -> Record:
    """Read record `number` (the first line of a file is 1) of a table whose header names `column`.

    A column may name two, one divided by the other. `encoding` is what the release says of the file;
    `member` its path where `path` is an archive of several.
    Raises RecordError where the file is gone or no longer has that record.
    """
    wanted = set(column.split(DIVIDED))
    try:
        for top, record in _tables(path, encoding, number, member):
            header = next((names for names in map(unique_names, top) if wanted <= set(names)), None)
            if header is not None and record is not None:
                return Record(number, tuple(zip(header, _fitted(record, len(header)), strict=True)))
    except FileNotFoundError as error:
        raise RecordError("The file is no longer in the inbox.") from error
    except (OSError, ValueError, csv.Error, pa.ArrowInvalid, ExtractError) as error:
        raise RecordError(f"The file in the inbox cannot be read: {error}") from error
    raise RecordError(f"The file in the inbox has no record {number} with a column {column!r}.")


def _fitted(record: Sequence[str], width: int) -> list[str]:
    """The record with as many fields as the header has: padded, or with its surplus in the last field."""
    if len(record) > width:
        return [*record[: width - 1], ",".join(record[width - 1 :])]
    return [*record, *[""] * (width - len(record))]


def _tables(path: Path, encoding: str, number: int, member: str | None) -> Iterator[Found]:
    with path.open("rb") as handle:
        start = handle.read(64)
    is_packed = start.startswith((GZIP, ZIP, b"PAR1"))
    if encoding in OPENED_AS and not is_packed and start.lstrip()[:1] not in (b"[", b"{"):
        with path.open(encoding=OPENED_AS[encoding], newline="") as text:
            yield _of_text(text, number)
        return
    content, _ = contents(path, path.name, COMMAND_LINE, member)
    kind = kind_of(content, member or path.name, COMMAND_LINE)
    if kind == "parquet":
        yield _of_parquet(content, number)
    elif kind in ("xlsx", "ods"):
        for records in read_sheets(content, path.name, kind, COMMAND_LINE):
            yield records[:HEADER_WITHIN], records[number - 1] if number <= len(records) else None
    elif kind == "json":
        table = read_objects(decode(content, path.name)[0], path.name)
        place = table.source_row.index(pa.scalar(number, pa.int32())).as_py()
        row = [column[place].as_py() for column in table.columns.columns] if place >= 0 else None
        yield [table.header], row
    else:
        yield _of_text(StringIO(decode(content, path.name)[0], newline=""), number)


def _of_text(text: IO[str], number: int) -> Found:
    reader = csv.reader(text)
    top = list(islice(reader, min(HEADER_WITHIN, number)))
    if number <= HEADER_WITHIN:
        return top, top[-1] if len(top) == number else None
    return top, next(islice(reader, number - HEADER_WITHIN - 1, None), None)


def _of_parquet(content: bytes, number: int) -> Found:
    """Parquet has no header record: its first row counts as record 2. Only the row's own group is read."""
    with pq.ParquetFile(pa.BufferReader(content)) as file:
        names, place = file.schema_arrow.names, number - 2
        for group in range(file.num_row_groups):
            rows = file.metadata.row_group(group).num_rows
            if place < rows:
                row = file.read_row_group(group).slice(place, 1)
                return [names], [column.cast(pa.string())[0].as_py() or "" for column in row.columns]
            place -= rows
    return [names], None
