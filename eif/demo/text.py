"""How do numbers become the text that publishers write, and columns become a file?

Every helper takes whole columns. Numbers repeat a great deal in these files, so each distinct number is
formatted once and looked up for its rows.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Text = npt.NDArray[np.object_]
Flags = npt.NDArray[np.bool_]


def formatted(values: npt.ArrayLike, form: Callable[[float], str], missing: str = "") -> Text:
    """Text of each number; NaN becomes `missing`."""
    numbers = np.asarray(values, dtype=np.float64)
    distinct, where = np.unique(numbers, return_inverse=True)
    words = np.array([missing if np.isnan(v) else form(v) for v in distinct.tolist()], dtype=object)
    return words[where.reshape(numbers.shape)]


def whole(values: npt.ArrayLike, missing: str = "", sign: str = "") -> Text:
    """Whole numbers (`42`), or whole percentages with `sign="%"` (`42%`)."""
    return formatted(np.rint(np.asarray(values, dtype=np.float64)), lambda v: f"{int(v)}{sign}", missing)


def decimal(values: npt.ArrayLike, places: int, missing: str = "", sign: str = "") -> Text:
    """Numbers with exactly `places` decimals (`42.2%`)."""
    rounded = np.round(np.asarray(values, dtype=np.float64), places) + 0.0
    return formatted(rounded, lambda v: f"{v:.{places}f}{sign}", missing)


def short(values: npt.ArrayLike, places: int, missing: str = "") -> Text:
    """Numbers with at most `places` decimals and no idle zeros (`1`, `-0.5`)."""
    rounded = np.round(np.asarray(values, dtype=np.float64), places) + 0.0
    return formatted(
        rounded, lambda v: f"{v:.{places}f}".rstrip("0").rstrip(".") if places else f"{v:.0f}", missing
    )


def coded(values: Text, when: Flags, code: str) -> Text:
    """The same column with a publisher's code where `when` holds."""
    return np.where(when, code, values)


def write_table(
    path: Path,
    header: Sequence[str],
    columns: Mapping[str, Text | Sequence[str] | str],
    rows: int,
    *,
    fill: str = "",
    encoding: str = "utf-8-sig",
    newline: str = "\r\n",
    quote_all: bool = False,
    keep: Sequence[int] | None = None,
) -> int:
    """Write `rows` rows in header order; a text is repeated, an absent column is `fill`. Gives the row count.

    `keep[i]` is how many fields row i writes, as publishers drop trailing empty cells.
    KeyError names a column that the header does not have.
    """
    unknown = set(columns) - set(header)
    if unknown:
        raise KeyError(f"{path.name}: not in the official header: {sorted(unknown)}")
    cells: list[Iterable[Any]] = []
    for name in header:
        column = columns.get(name, fill)
        cells.append(repeat(column, rows) if isinstance(column, str) else _listed(column))
    records: Iterable[Sequence[Any]] = zip(*cells, strict=True) if rows else []
    if keep is not None:
        records = (record[:width] for record, width in zip(records, keep, strict=True))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as target:
        writer = csv.writer(
            target, lineterminator=newline, quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
        )
        writer.writerow(header)
        writer.writerows(records)
    return rows


def _listed(column: Text | Sequence[str]) -> list[Any]:
    return column.tolist() if isinstance(column, np.ndarray) else list(column)
