"""Which earlier years does a performance table carry, when its column suffixes move every year?

The official headings held are those of one year; `_17` there is two years back and becomes `_23` six years
on.
"""

from __future__ import annotations

import re

_EARLIER = re.compile(r"_(\d\d)(?=_|$)")


def moved(names: tuple[str, ...], from_year: int, to_year: int) -> list[str]:
    """Headings of `to_year`, given those of `from_year` (calendar years in which the academic year ends).

    Only suffixes of the heading's own year and the two before it move; grades such as `_94` stay.
    """
    own = {
        f"{year % 100:02d}": f"{(year + to_year - from_year) % 100:02d}"
        for year in range(from_year - 2, from_year + 1)
    }
    return [_EARLIER.sub(lambda m: "_" + own.get(m[1], m[1]), name) for name in names]


def year_of(name: str, year: int) -> tuple[str, int]:
    """A heading without year suffix, and its year: `PTRWM_EXP_18` in 2019 is (`PTRWM_EXP`, 2018)."""
    for back in (1, 2):
        suffix = f"_{(year - back) % 100:02d}"
        if name.endswith(suffix):
            return name.removesuffix(suffix), year - back
        if f"{suffix}_" in name:
            return name.replace(suffix, "", 1), year - back
    return name, year
