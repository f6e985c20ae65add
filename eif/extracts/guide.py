"""Is a file that no layout fits a guide, written to be read, rather than data?

Publishers put read-me files, methodology and lists of abbreviations beside their tables, under any name and
in any shape. What tells them apart is that data has numbers: of every table of figures that we hold one cell
in twenty-five or more is a number, of every guide fewer than one in a hundred.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain

from eif.extracts.errors import ExtractError
from eif.extracts.layout import Layout, load_layouts
from eif.extracts.table import Table, from_records

SHAPE = "guide"
MOST_NUMBERS = 0.01
FEWEST_CELLS = 10
FEWEST_LINES = 3
LINES_READ = 1_000

_NUMBER = re.compile(r"[-+]?£?\d[\d,]*(\.\d+)?%?")
# Characters that no text has: with one of them a file is damaged, or no text at all.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_DIVIDERS = re.compile(r"[,;\t|]")


def guide_layout(form: str) -> Layout | None:
    """The layout by which guides of this format are counted and kept."""
    return next((each for each in load_layouts() if each.shape == SHAPE and form in each.formats), None)


def is_guide(cells: Iterable[str]) -> bool:
    """Whether hardly a cell is a number. Too few cells to say are no guide."""
    said = [cell.strip().strip('"') for cell in cells]
    said = [cell for cell in said if cell]
    numbers = sum(_NUMBER.fullmatch(cell) is not None for cell in said)
    return len(said) >= FEWEST_CELLS and numbers < MOST_NUMBERS * len(said)


def read_guide(text: str, unknown: ExtractError) -> tuple[Layout, Table]:
    """A text that no layout fits, line by line, where it is a guide. Raises `unknown` where it is not."""
    lines = text.splitlines()
    layout = guide_layout("csv")
    if (
        layout is None
        or len(lines) < FEWEST_LINES
        or _CONTROL.search(text)
        or not is_guide(chain.from_iterable(map(_DIVIDERS.split, lines[:LINES_READ])))
    ):
        raise unknown
    return layout, from_records([[line] for line in lines], ["line"], 1)


def read_guide_sheets(
    sheets: Sequence[Sequence[Sequence[str]]], unknown: ExtractError
) -> tuple[Layout, Table]:
    """A workbook that no layout fits, its sheets one below the other, where it is a guide.

    Raises `unknown` where it is not.
    """
    records = list(chain.from_iterable(sheets))
    layout = guide_layout("xlsx")
    if layout is None or not is_guide(chain.from_iterable(records)):
        raise unknown
    width = max(map(len, records))
    header = [f"column {place}" for place in range(1, width + 1)]
    return layout, from_records([[*each, *[""] * (width - len(each))] for each in records], header, 1)
