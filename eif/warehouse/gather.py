"""Which files does a list of paths mean?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class GivenFile:
    """A file somebody gave, and the name it goes by: its path from the folder above what was given.

    The folder is part of the name because `2018-2019/england_abs.csv` says its year only there.
    """

    path: Path
    name: str


def gather(paths: Sequence[Path]) -> list[GivenFile]:
    """Every file meant by `paths`, in the order given; a folder means everything in it, in name order.

    Hidden files and folders are passed over, and a file reached twice counts once. Raises FileNotFoundError.
    """
    found: dict[Path, GivenFile] = {}
    for path in paths:
        whole = path.resolve(strict=True)
        above = whole.parent if whole.is_dir() else whole.parent.parent
        for file in sorted(whole.rglob("*")) if whole.is_dir() else [whole]:
            inside = file.relative_to(whole).parts
            if file.is_file() and not any(part.startswith(".") for part in inside):
                found.setdefault(file, GivenFile(file, file.relative_to(above).as_posix()))
    return list(found.values())
