"""How is a number written: 63%, +2.5, 1,204 or –?

A figure that does not exist is an en dash, never a zero and never blank. Minus is the minus sign, so that
columns of figures line up.
"""

from __future__ import annotations

import math
from datetime import date, datetime

import pandas as pd

NONE = "–"
# What follows a value in a unit that is not its own word.
_AFTER = {
    **dict.fromkeys(("", "percent", "score", "pounds", "ratio", "count"), ""),
    "rate per 100": "per 100 pupils",
    "rate per 1000": "per 1,000 pupils",
}
_PERCENT_UNITS = ("percent", "%")


def is_known(value: object) -> bool:
    """Say whether `value` is a number that exists (not None, NaN or pandas' NA)."""
    if value is None or value is pd.NA or value is pd.NaT or isinstance(value, str):
        return False
    return bool(value == value)


def figure(value: object, decimals: int = 0, unit: str | None = None) -> str:
    """Write a value in its unit: `63%` for `percent`, `−£1,204` for `pounds`; unknown is an en dash."""
    if not is_known(value):
        return NONE
    number = float(value)  # type: ignore[arg-type]
    if not math.isfinite(number):
        return NONE
    sign = "−" if round(number, decimals) < 0 else ""
    written = f"{abs(number):,.{decimals}f}"
    if unit == "pounds":
        return f"{sign}£{written}"
    return f"{sign}{written}{'%' if unit in _PERCENT_UNITS else ''}"


def amount(value: object, unit: object, decimals: int | None = None) -> str:
    """Write a value with its unit in words; without `decimals` it is a threshold and shows what it needs."""
    if not is_known(value):
        return NONE
    number = float(value)  # type: ignore[arg-type]
    places = (
        decimals if decimals is not None else 0 if number % 1 == 0 else 1 if (number * 10) % 1 == 0 else 2
    )
    words = unit if isinstance(unit, str) else ""
    written = figure(number, places, words if words in ("percent", "pounds") else None)
    if words in ("percentile", "quarter"):
        return f"{ordinal(number)} {words}"
    if words in _AFTER:
        return f"{written} {_AFTER[words]}".rstrip()
    return f"{written} {words.removesuffix('s') if written == '1' else words}"


def signed(value: object, decimals: int = 1) -> str:
    """Write a difference with its sign: `+2.5`, `−0.4`, `0.0`; unknown is an en dash."""
    written = figure(value, decimals)
    if written == NONE or written.startswith("−") or not any(mark in "123456789" for mark in written):
        return written
    return f"+{written}"


def count(value: object, singular: str, plural: str | None = None) -> str:
    """Write a count with its noun: `1 school`, `1,204 schools`."""
    number = int(value) if is_known(value) else 0  # type: ignore[call-overload]
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def day(value: object) -> str:
    """Write a date as `22 November 2026`; unknown is an en dash."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if not isinstance(value, date) or not is_known(value):
        return NONE
    return f"{value.day} {value:%B %Y}"


def moment(value: object) -> str:
    """Write a time as `22 Nov 2026, 09:12` (UTC, as stored); unknown is an en dash."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if not isinstance(value, datetime) or not is_known(value):
        return NONE
    return f"{value.day} {value:%b %Y, %H:%M}"


def ordinal(value: object) -> str:
    """Write a rank: `1st`, `42nd`, `113th`; unknown is an en dash."""
    if not is_known(value):
        return NONE
    number = int(value)  # type: ignore[call-overload]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def lower_first(text: str) -> str:
    """Write a title inside a sentence, leaving abbreviations such as KS2 as they are."""
    return text if text[1:2].isupper() or text[1:2].isdigit() else text[:1].lower() + text[1:]


def is_text(value: object) -> bool:
    """Say whether a cell holds text."""
    return isinstance(value, str) and bool(value)
