"""How is a file written so that neither a crash nor a power cut leaves half of it?

Write under another name, flush to the disk, rename, then flush the folder that holds the name.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def flush_file(path: Path) -> None:
    """Wait until the contents of `path` are on the disk. Raises OSError when the disk refuses."""
    with path.open("rb+") as handle:
        os.fsync(handle.fileno())


def flush_folder(folder: Path) -> None:
    """Wait until names added to or removed from `folder` are on the disk.

    Windows keeps folder entries in its own journal and cannot open a folder for this, so there it does
    nothing.
    """
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def move_into_place(finished: Path, target: Path) -> None:
    """Give a finished file its final name; readers see the old state or the new one, never a mixture."""
    flush_file(finished)
    # os.replace, not Path.replace, so that tests can make exactly this step fail.
    os.replace(finished, target)  # noqa: PTH105
    flush_folder(target.parent)


def replace_text(target: Path, text: str) -> None:
    """Put `text` in `target` in one step."""
    draft = target.with_name(f"{target.name}.{os.getpid()}.new")
    draft.write_text(text, encoding="utf-8")
    try:
        move_into_place(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def append_lines(target: Path, lines: Iterable[str]) -> None:
    """Add whole lines to `target`, after cutting off a line that an earlier crash left unfinished."""
    with target.open("ab+") as handle:
        handle.seek(0)
        handle.truncate(handle.read().rfind(b"\n") + 1)
        handle.write("".join(f"{line}\n" for line in lines).encode())
        handle.flush()
        os.fsync(handle.fileno())
    flush_folder(target.parent)


def whole_lines(target: Path) -> list[str]:
    """Every finished line of a file that `append_lines` wrote; none where there is no file.

    A crash can leave the last line cut short: what it said was never acknowledged, so it is passed over.
    """
    if not target.exists():
        return []
    return target.read_text(encoding="utf-8").split("\n")[:-1]
