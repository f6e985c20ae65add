"""What is in a zip archive or a gzip file, and is it safe to unpack?

Nothing is ever written under a name that an archive gives: names are only names.
"""

from __future__ import annotations

import gzip
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path, PurePosixPath

from eif.extracts.errors import ExtractError
from eif.extracts.limits import MEGABYTE, Limits

GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
_AT_ONCE = 1 << 20
_ENCRYPTED = 0x1
# A gzip file ends in the size of what it holds.
_GZIP_END = 4


def is_archive(path: Path) -> bool:
    """Is the file a zip archive of files, and not a workbook, which is one too?

    False where it is damaged or cannot be opened: who reads it says so.
    """
    try:
        with path.open("rb") as handle:
            if handle.read(4) != ZIP:
                return False
        with zipfile.ZipFile(path) as archive:
            return workbook_kind(archive) is None
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return False


def workbook_kind(archive: zipfile.ZipFile) -> str | None:
    """`xlsx` or `ods` where a zip archive is a workbook of that kind, None where it is not."""
    names = set(archive.namelist())
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return "xlsx"
    return "ods" if {"mimetype", "content.xml"} <= names else None


def open_archive(given: bytes | Path, name: str, limits: Limits) -> zipfile.ZipFile:
    """The archive, once what it says of itself is within limits. Raises ExtractError."""
    try:
        archive = zipfile.ZipFile(BytesIO(given) if isinstance(given, bytes) else given)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise ExtractError(
            "The workbook or archive is damaged: its table of contents is missing.",
            f"File {name}.",
            "It may have been cut short: download it again.",
        ) from error
    entries = archive.infolist()
    if len(entries) > limits.entries:
        raise ExtractError(
            f"The workbook or archive has {len(entries):,} entries; up to {limits.entries:,} are read here.",
            f"File {name}.",
            "Give only the files that are wanted, a few at a time.",
        )
    _check_size(sum(entry.file_size for entry in entries), _packed(given), name, limits)
    for entry in entries:
        _check_entry(entry, name)
    return archive


def _packed(given: bytes | Path) -> int:
    return len(given) if isinstance(given, bytes) else given.stat().st_size


def _check_size(unpacked: int, packed: int, name: str, limits: Limits) -> None:
    if unpacked > limits.unpacked_bytes:
        raise ExtractError(
            f"It unpacks to more than the {limits.unpacked_bytes // MEGABYTE:,} MB that are read here.",
            f"File {name}.",
            "Give the files inside it a few at a time.",
        )
    if unpacked > limits.ratio_from and unpacked > limits.ratio * packed:
        raise ExtractError(
            f"It unpacks to more than {limits.ratio} times its own size, as no extract does.",
            f"File {name}.",
            "Do not open it: download the file again from its publisher.",
        )


def _check_entry(entry: zipfile.ZipInfo, name: str) -> None:
    if entry.flag_bits & _ENCRYPTED:
        raise ExtractError(
            "It is protected by a password.", f"File {name}.", "Take the password off, and give it again."
        )
    parts = PurePosixPath(entry.filename.replace("\\", "/"))
    if (
        parts.is_absolute()
        or ".." in parts.parts
        or ":" in entry.filename
        or not entry.filename.isprintable()
    ):
        raise ExtractError(
            f"An entry is called {entry.filename[:60]!r}, which leads out of the archive or hides its name.",
            f"File {name}.",
            "Do not open it: download the file again from its publisher.",
        )
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise ExtractError(
            f"The entry {entry.filename[:60]!r} is a link to another file.",
            f"File {name}.",
            "Give the file it leads to instead.",
        )


def list_members(path: Path, name: str, limits: Limits) -> dict[str, int]:
    """The files of a zip archive and their sizes, in its order; hidden ones are passed over.

    Raises ExtractError.
    """
    with open_archive(path, name, limits) as archive:
        found = [(_path(entry), entry.file_size) for entry in archive.infolist() if not entry.is_dir()]
    shown = [each for each in found if not _is_hidden(each[0])]
    if not shown:
        raise ExtractError("The archive holds no files.", f"File {name}.", "Download it again.")
    if len(dict(shown)) < len(shown):
        raise ExtractError(
            "Two files of the archive have one name.", f"File {name}.", "Give the files by themselves."
        )
    return dict(shown)


def _is_hidden(member: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in member.split("/"))


def size_when_unpacked(path: Path) -> int:
    """Bytes of a file, or of what a gzip file says it holds: enough to plan with, and not to be relied on.

    0 where it cannot be opened: who reads it says so.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as handle:
            if handle.read(2) != GZIP or size < _GZIP_END:
                return size
            handle.seek(-_GZIP_END, os.SEEK_END)
            return int.from_bytes(handle.read(_GZIP_END), "little")
    except OSError:
        return 0


def read_member(path: Path, member: str, name: str, limits: Limits) -> bytes:
    """One file of a zip archive. Raises ExtractError where it is not there, damaged or beyond the limits."""
    with open_archive(path, name, limits) as archive:
        entry = next((each for each in archive.infolist() if _path(each) == member), None)
        if entry is None:
            raise ExtractError(f"The archive holds no {member}.", f"File {name}.", "Give the file by itself.")
        try:
            # Never more than it says of itself, which was checked: the reader stops there.
            return archive.read(entry)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise ExtractError(
                f"The archive is damaged ({error}).",
                f"File {name}.",
                "It may have been cut short: download it again.",
            ) from error


def _path(entry: zipfile.ZipInfo) -> str:
    return entry.filename.replace("\\", "/")


def unpack_gzip(content: bytes, name: str, limits: Limits) -> bytes:
    """What a gzip file holds. Raises ExtractError where that is damaged, or beyond the limits."""
    most = min(limits.unpacked_bytes, max(limits.ratio_from, limits.ratio * len(content)))
    try:
        unpacked = b"".join(_parts(content, most))
    except (OSError, EOFError, zlib.error) as error:
        raise ExtractError(
            f"The gzip file is damaged ({error}).",
            f"File {name}.",
            "It may have been cut short: download it again.",
        ) from error
    _check_size(len(unpacked), len(content), name, limits)
    return unpacked


def _parts(content: bytes, most: int) -> Iterator[bytes]:
    """Parts of the unpacked contents, up to the one that goes beyond `most`."""
    read = 0
    with gzip.GzipFile(fileobj=BytesIO(content)) as source:
        while read <= most and (part := source.read(_AT_ONCE)):
            read += len(part)
            yield part
