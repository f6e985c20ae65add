"""What kind of file is this, by its bytes, and what text does it hold?

Names and extensions are not believed. Text is decoded strictly: UTF-8 (with or without mark), UTF-16 by its
mark, else Windows-1252, where a byte that the encoding does not define refuses the file.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from eif.extracts.archive import (
    GZIP,
    ZIP,
    open_archive,
    read_member,
    unpack_gzip,
    workbook_kind,
)
from eif.extracts.errors import ExtractError
from eif.extracts.limits import COMMAND_LINE, Limits
from eif.extracts.workbook import check_workbook

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_UTF8 = b"\xef\xbb\xbf"
_OLE = b"\xd0\xcf\x11\xe0"


def read_bytes(path: Path, name: str, limits: Limits) -> bytes:
    """The whole file. Raises ExtractError when it is missing or larger than any official extract."""
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
    return content


def contents(path: Path, name: str, limits: Limits, member: str | None = None) -> tuple[bytes, str | None]:
    """What a file holds; and if that was packed with gzip, the fingerprint of the file as it was.

    `member` is one file of a zip archive. Raises ExtractError.
    """
    if member is not None:
        found, container = read_member(path, member, name, limits), None
    else:
        found, container = read_bytes(path, name, limits), None
        if found.startswith(GZIP):
            found, container = unpack_gzip(found, name, limits), fingerprint(found)
    if found.startswith(GZIP) or (found.startswith(ZIP) and container):
        raise ExtractError("It is an archive within an archive.", f"File {name}.", "Give it by itself.")
    _check_empty(found, name)
    return found, container


def fingerprint(content: bytes) -> str:
    """The SHA-256 of some contents, in hex."""
    return hashlib.sha256(content).hexdigest()


def _check_empty(content: bytes, name: str) -> None:
    if not content[:1000].strip(b"\x00\t\r\n " + _UTF8) and not content.strip(b"\x00\t\r\n " + _UTF8):
        raise ExtractError("The file is empty.", f"File {name}.", "Download it again.")


def kind_of(content: bytes, name: str, limits: Limits = COMMAND_LINE) -> str:
    """`csv`, `json`, `xlsx`, `ods`, `parquet` or `toml`, from the first bytes; else raises ExtractError."""
    if content.startswith(b"PAR1"):
        return "parquet"
    if content.startswith(ZIP):
        return _kind_of_zip(content, name, limits)
    if content.startswith(_OLE):
        raise _old_workbook(content, name)
    if content.startswith(b"%PDF"):
        raise ExtractError(
            "The file is a PDF, which cannot be read here.",
            f"File {name}.",
            "Load the CSV of the same publication.",
        )
    start = content[:1000].removeprefix(_UTF8).lstrip()[:1]
    if start == b"<":
        raise ExtractError(
            "The file is a web page, not an extract.",
            f"File {name}.",
            "The download may have ended on a sign-in page: open the link in a browser and save the file.",
        )
    if Path(name).suffix.lower() == ".toml":
        return "toml"
    return "json" if start in (b"[", b"{") else "csv"


def _old_workbook(content: bytes, name: str) -> ExtractError:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return ExtractError(
            "The workbook is protected by a password.",
            f"File {name}.",
            "Open it, take the password off, save it, and give it again.",
        )
    return ExtractError(
        "The file is an old Excel workbook (.xls), which cannot be read here.",
        f"File {name}.",
        "Save it as .xlsx or download the CSV.",
    )


def _kind_of_zip(content: bytes, name: str, limits: Limits) -> str:
    with open_archive(content, name, limits) as archive:
        kind = workbook_kind(archive)
        if kind is None:
            raise ExtractError(
                "The file is a zip archive, not an extract.",
                f"File {name}.",
                "Unpack it and load the files inside.",
            )
        check_workbook(archive, name)
    if Path(name).suffix.lower() in (".csv", ".txt"):
        raise ExtractError(
            "The file is an Excel workbook although its name says CSV.",
            f"File {name}.",
            "Download the CSV itself, or give the workbook its own ending, .xlsx.",
        )
    return kind


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
