"""Which period does this extract describe, and how do we know?

A period is stated (`--period`), read from a parent folder such as `2018-2019`, or found inside the file. It
is never guessed: where nothing says, the file is refused; where two sources disagree, so is it.

Periods are text: an academic year `2018/19`, a financial year `2018-19`, a calendar year `2014`, a term
`2018/19 autumn` (or `2018/19 autumn and spring`), a week `2025/26 week 29`, a day `2026-10-01`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePath

from eif.extracts.errors import NotRecognisedError, YearError
from eif.extracts.language import Layout

_WRITTEN = re.compile(r"(?:19|20)(\d\d)[-/_]?(?:(?:19|20)?(\d\d))")
_CALENDAR = re.compile(r"(?:19|20)\d\d")
_TERM = re.compile(r"(autumn|spring|summer)(?: and (spring|summer))?(?: terms?)?")
_WEEK = re.compile(r"week (\d\d?)")
_YEAR_WITHIN = re.compile(r"(?:19|20)\d\d(?:[-/_]?(?:19|20)?\d\d)?\b")
# School weeks are numbered by the calendar: those from this one on belong to the year that begins in it.
_FIRST_WEEK = 36

# How each form of period is spoken of and written.
TOLD = {
    "academic": ("an academic year", "2018/19"),
    "financial": ("a financial year", "2018-19"),
    "calendar": ("a calendar year", "2018"),
    "term": ("a term", "2018/19 autumn"),
    "week": ("a week of a school year", "2018/19 week 29"),
    "day": ("a day", "2018-10-04"),
}


def parse_period(text: str, form: str = "academic") -> str | None:
    """The period that `text` writes in the given form; None for all else.

    `2018/19` from `2018/19`, `2018-2019`, `2018-19` or `201819`, but not from `2018/20`.
    """
    text = text.strip()
    if form == "day":
        return _parse_day(text)
    if form == "calendar":
        return text if _CALENDAR.fullmatch(text) else None
    if form in ("term", "week"):
        year = _YEAR_WITHIN.search(text)
        rest = text.replace(year[0], " ", 1).strip() if year else ""
        period = identified_period(year[0], rest) if year else None
        return period if period and rest.lower().startswith("week") == (form == "week") else None
    match = _WRITTEN.fullmatch(text)
    if match is None or (int(match[1]) + 1) % 100 != int(match[2]):
        return None
    return f"{text[:4]}{'-' if form == 'financial' else '/'}{match[2]}"


def identified_period(year: str, identifier: str) -> str | None:
    """The period of a year and its `time_identifier`: `201819`, `Autumn term` gives `2018/19 autumn`.

    A week of a calendar year is one of the school year it falls in. None for identifiers not known here.
    """
    said = " ".join(identifier.lower().split())
    for form in ("academic", "financial", "calendar"):
        if said == f"{form} year":
            return parse_period(year, form)
    school_year = parse_period(year)
    if term := _TERM.fullmatch(said):
        return f"{school_year} {term[1]}{f' and {term[2]}' if term[2] else ''}" if school_year else None
    if not (week := _WEEK.fullmatch(said)):
        return None
    number = int(week[1])
    if school_year is None and _CALENDAR.fullmatch(year):
        school_year = period_ending(int(year) + (number >= _FIRST_WEEK))
    return f"{school_year} week {number}" if school_year else None


def _parse_day(text: str) -> str | None:
    for written in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"):
        try:
            return datetime.strptime(text, written).date().isoformat()
        except ValueError:
            continue
    return None


def period_ending(year: int) -> str:
    """The academic year that ends in `year`: 2019 gives `2018/19`."""
    return f"{year - 1}/{year % 100:02d}"


def end_year(period: str) -> int:
    """The calendar year in which a school or financial year ends: `2018/19` gives 2019."""
    return int(period[:4]) + 1


def by_beginning(period: str) -> str:
    """A text by which periods of one form sort as they follow: a school year's weeks start in September."""
    return re.sub(r"week (\d+)$", lambda week: f"week {(int(week[1]) - _FIRST_WEEK) % 53:02d}", period)


def years_before(period: str, years: int) -> str:
    """The year so many years before, in the same form: `2018-19` less 2 gives `2016-17`."""
    year = end_year(period) - years
    return f"{year - 1}{period[4]}{year % 100:02d}"


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
    """The file's period and how it is known: `option`, `folder` or `suffix`.

    Tables that appear some years after the pupils left (`lag`) are for the year they left.
    (None, None) where the layout needs none, and where each row has its own. Raises ExtractError where none
    is known or two disagree.
    """
    what, example = TOLD[layout.period_form]
    given = None
    if stated is not None:
        given = parse_period(stated, layout.period_form) or parse_period(stated)
        if given is None:
            raise NotRecognisedError(
                f"The period {stated!r} is not {what}.", f"File {name}.", f"Write it as {example}."
            )
    if layout.period_from not in ("stated", "optional"):
        return None, None
    told_years = [
        (stated, "option"),
        (folder_period(name), "folder"),
        (suffix_period(layout, header), "suffix"),
    ]
    found = [
        (period, source)
        for text, source in told_years
        if text and (period := parse_period(text, layout.period_form))
    ]
    if not found and layout.period_from == "optional":
        return None, None
    if not found:
        to_do = f"Load it with --period {example}."
        if layout.period_told_by:
            to_do = f"Load it together with the data map published with it, or with --period {example}."
        elif layout.period_form in ("academic", "financial"):
            to_do = f"Put it in a folder named like 2018-2019, or load it with --period {example}."
        raise YearError(
            f"Nothing says which {what.split(' ', 1)[1]} this {layout.title} file is for.",
            f"File {name}.",
            to_do,
            layout.period_told_by,
        )
    told = {"option": "--period says", "folder": "its folder says", "suffix": "its own columns say"}
    if len({period for period, _ in found}) > 1:
        raise NotRecognisedError(
            "Two sources give different years: "
            + ", ".join(f"{told[source]} {period}" for period, source in found)
            + ".",
            f"File {name}.",
            "Load it with the right --period or from the right folder.",
        )
    period, known_from = found[0]
    return years_before(period, layout.period_lag) if layout.period_lag else period, known_from
