"""What kind of file is this, by its bytes, and what text does it hold?

Names and extensions are not believed. Text is decoded strictly: UTF-8 (with or without mark), UTF-16 by its
mark, else Windows-1252, where a byte that the encoding does not define refuses the file.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

from eif.extracts.errors import ExtractError
from eif.extracts.limits import Limits

MOST_UNPACKED_BYTES = 500_000_000

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_UTF8 = b"\xef\xbb\xbf"


def read_bytes(path: Path, name: str, limits: Limits) -> bytes:
    """The whole file. Raises ExtractError when it is missing, empty or larger than any official extract."""
    try:
        size = path.stat().st_size
        if size > limits.file_bytes:
            raise ExtractError(
                f"The file has {size:,} bytes, more than the {limits.file_bytes:,} that are read here.",
                f"File {name}.",
                "Download one year or one local authority at a time.",
            )
        content = path.read_bytes()
    except OSError as error:
        raise ExtractError(
            f"The file cannot be opened ({error.strerror}).",
            f"File {name}.",
            "Check that it is there and readable.",
        ) from error
    if not content[:1000].strip(b"\x00\t\r\n " + _UTF8) and not content.strip(b"\x00\t\r\n " + _UTF8):
        raise ExtractError("The file is empty.", f"File {name}.", "Download it again.")
    return content


def kind_of(content: bytes, name: str) -> str:
    """`csv`, `xlsx`, `parquet`, `json` or `toml`, from the first bytes.

    Raises ExtractError for anything else.
    """
    if content.startswith(b"PAR1"):
        return "parquet"
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_zip(content, name)
    for start, what, to_do in (
        (b"\x1f\x8b", "a gzip archive", "Unpack it and load the file inside."),
        (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls)", "Save it as .xlsx or download the CSV."),
        (b"%PDF", "a PDF", "Load the CSV of the same publication."),
    ):
        if content.startswith(start):
            raise ExtractError(f"The file is {what}, which cannot be read here.", f"File {name}.", to_do)
    if content.lstrip()[:1] == b"<":
        raise ExtractError(
            "The file is a web page, not an extract.",
            f"File {name}.",
            "The download may have ended on a sign-in page: open the link in a browser and save the file.",
        )
    if Path(name).suffix.lower() == ".toml":
        return "toml"
    return "json" if content.removeprefix(_UTF8).lstrip()[:1] in (b"[", b"{") else "csv"


def _kind_of_zip(content: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile as error:
        raise ExtractError(
            "The workbook or archive is damaged: its table of contents is missing.",
            f"File {name}.",
            "It may have been cut short: download it again.",
        ) from error
    if not any(member.filename == "xl/workbook.xml" for member in members):
        raise ExtractError(
            "The file is a zip archive, not an extract.",
            f"File {name}.",
            "Unpack it and load the files inside.",
        )
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED_BYTES:
        raise ExtractError(
            f"The workbook unpacks to {unpacked:,} bytes; this program reads up to {MOST_UNPACKED_BYTES:,}.",
            f"File {name}.",
            "Load the CSV of the same publication.",
        )
    if Path(name).suffix.lower() in (".csv", ".txt"):
        raise ExtractError(
            "The file is an Excel workbook although its name says CSV.",
            f"File {name}.",
            "Download the CSV itself, or give the workbook its own ending, .xlsx.",
        )
    return "xlsx"


def decode(content: bytes, name: str) -> tuple[str, str]:
    """The text and the name of its encoding. Raises ExtractError where a byte has no meaning."""
    if content.startswith(_UTF16):
        return _strictly(content, "utf-16", name), "utf-16"
    if content.startswith(_UTF8):
        return _strictly(content, "utf-8-sig", name), "utf-8"
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _strictly(content, "cp1252", name), "cp1252"


def _strictly(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ExtractError(
            f"Byte {error.object[error.start]:#04x} is not a character in {encoding}.",
            f"File {name}, line {line}.",
            "The file is damaged or was saved in an unusual encoding: download it again from its publisher.",
        ) from error
