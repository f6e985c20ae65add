"""Which academic year does this extract describe, and how do we know?

A year is stated (`--period`), read from a parent folder such as `2018-2019`, or found inside the file. It is
never guessed: where nothing says, the file is refused; where two sources disagree, so is it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from eif.extracts.errors import ExtractError
from eif.extracts.layout import Layout

_WRITTEN = re.compile(r"(?:19|20)(\d\d)[-/_]?(?:(?:19|20)?(\d\d))")


def parse_period(text: str) -> str | None:
    """`2018/19` from `2018/19`, `2018-2019`, `2018-19` or `201819`; None for all else, such as `2018/20`."""
    match = _WRITTEN.fullmatch(text.strip())
    if match is None or (int(match[1]) + 1) % 100 != int(match[2]):
        return None
    return f"{text.strip()[:4]}/{match[2]}"


def period_ending(year: int) -> str:
    """The academic year that ends in `year`: 2019 gives `2018/19`."""
    return f"{year - 1}/{year % 100:02d}"


def end_year(period: str) -> int:
    """The calendar year in which `period` ends: `2018/19` gives 2019."""
    return int(period[:4]) + 1


def folder_period(name: str) -> str | None:
    """The year named by the nearest parent folder that names one."""
    for part in reversed(PurePath(name).parts[:-1]):
        if re.fullmatch(r"\d{4}[-_]\d{2,4}", part) and (found := parse_period(part)):
            return found
    return None


def suffix_period(layout: Layout, header: Sequence[str]) -> str | None:
    """The first published year after the latest `_18`-like suffix in the header, if the layout has any."""
    if layout.period_suffix is None:
        return None
    start, _, end = layout.period_suffix.partition("{yy}")
    pattern = re.compile(re.escape(start) + r"(\d\d)" + re.escape(end))
    years = [2000 + int(match[1]) for name in header if (match := pattern.fullmatch(name))]
    if not years:
        return None
    year = max(years) + 1
    while period_ending(year) in layout.unpublished:
        year += 1
    return period_ending(year)


def find_period(
    layout: Layout, header: Sequence[str], name: str, stated: str | None
) -> tuple[str | None, str | None]:
    """The file's academic year and how it is known: `option`, `folder` or `suffix`.

    Tables that appear some years after the pupils left (`lag`) are for the year they left. (None, None) where
    the layout needs no year, and where each row has its own. Raises ExtractError where none is known or two
    disagree.
    """
    given = None
    if stated is not None:
        given = parse_period(stated)
        if given is None:
            raise ExtractError(
                f"The period {stated!r} is not an academic year.", f"File {name}.", "Write it as 2018/19."
            )
    if layout.period_from not in ("stated", "optional"):
        return None, None
    found = [
        (period, source)
        for period, source in (
            (given, "option"),
            (folder_period(name), "folder"),
            (suffix_period(layout, header), "suffix"),
        )
        if period
    ]
    if not found and layout.period_from == "optional":
        return None, None
    if not found:
        raise ExtractError(
            f"Nothing says which academic year this {layout.title} file is for.",
            f"File {name}.",
            "Put it in a folder named like 2018-2019, or load it with --period 2018/19.",
        )
    told = {"option": "--period says", "folder": "its folder says", "suffix": "its own columns say"}
    if len({period for period, _ in found}) > 1:
        raise ExtractError(
            "Two sources give different years: "
            + ", ".join(f"{told[source]} {period}" for period, source in found)
            + ".",
            f"File {name}.",
            "Load it with the right --period or from the right folder.",
        )
    period, known_from = found[0]
    return period_ending(end_year(period) - layout.period_lag), known_from
