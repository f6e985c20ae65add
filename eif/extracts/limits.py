"""How much of anybody's file is this program prepared to read?

A file that somebody uploads is strictly limited; whoever may use the command line may give it more.
"""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """What one file may be, and what reading it may take.

    `file_bytes` is the file as given, `unpacked_bytes` everything in an archive or workbook together, whose
    unpacked size may be `ratio` times its own (asked only beyond `ratio_from` bytes, since little files of
    blanks pack well). `entries` counts those of an archive or workbook, `sheets` of a workbook. `columns` and
    `cells` are those of one table, `characters` of one cell. `memory` is what a child process may hold, at
    least and at most, in bytes, growing by `memory_per_byte` of its file. Times are per file.
    """

    file_bytes: int
    unpacked_bytes: int
    ratio: int
    ratio_from: int
    entries: int
    columns: int
    cells: int
    characters: int
    memory: tuple[int, int]
    memory_per_byte: int
    cpu_seconds: int
    wall_seconds: int

    def memory_for(self, size: int) -> int:
        """Bytes of memory that reading a file of `size` bytes may take."""
        least, most = self.memory
        return min(least + self.memory_per_byte * size, most)


UPLOAD = Limits(
    file_bytes=25 * MEGABYTE,
    unpacked_bytes=100 * MEGABYTE,
    ratio=100,
    ratio_from=10 * MEGABYTE,
    entries=200,
    columns=5_000,
    cells=20_000_000,
    characters=100_000,
    memory=(1_000 * MEGABYTE, 1_000 * MEGABYTE),
    memory_per_byte=0,
    cpu_seconds=60,
    wall_seconds=30,
)

COMMAND_LINE = Limits(
    file_bytes=1_000 * MEGABYTE,
    unpacked_bytes=2_000 * MEGABYTE,
    ratio=100,
    ratio_from=10 * MEGABYTE,
    entries=2_000,
    columns=5_000,
    cells=300_000_000,
    characters=100_000,
    memory=(1_000 * MEGABYTE, 4_000 * MEGABYTE),
    memory_per_byte=16,
    cpu_seconds=600,
    wall_seconds=300,
)
