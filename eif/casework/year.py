"""In which academic year and term does a day or an instant fall, in local time?

Instants are kept in UTC; a school's day is a day in London. An academic year runs from 1 September to
31 August, and days of support belong to the year of the day they were given (framework page 13).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
TERMS = ("autumn", "spring", "summer")


def local_day(instant: datetime) -> date:
    """The day in London at an instant; 22:30 UTC on 31 August is still August, 23:30 UTC is September."""
    return instant.astimezone(LONDON).date()


def end_of_day(day: date) -> datetime:
    """The last instant of a day in London."""
    return datetime.combine(day, time.max, LONDON)


def academic_year(day: date) -> str:
    """The academic year of a day, such as `2026/27`."""
    start = day.year if day.month >= 9 else day.year - 1
    return f"{start}/{(start + 1) % 100:02d}"


def year_bounds(year: str) -> tuple[date, date]:
    """The first and last day of an academic year such as `2026/27`."""
    start = int(year[:4])
    return date(start, 9, 1), date(start + 1, 8, 31)


def term(day: date) -> str:
    """The term of a day: autumn to December, spring to March, summer to August."""
    return "autumn" if day.month >= 9 else "spring" if day.month <= 3 else "summer"


def stamp(instant: datetime) -> str:
    """An instant as it is kept: UTC to the millisecond, so that text sorts as time."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{instant.microsecond // 1000:03d}Z"


def instant(text: str) -> datetime:
    """What `stamp` wrote, as an instant."""
    return datetime.fromisoformat(text)


def day_words(day: date) -> str:
    """A day as people write it, such as `3 March 2026`."""
    return f"{day.day} {day:%B %Y}"


def local_time(moment: datetime) -> str:
    """An instant as people in London read it, such as `10:42 on 22 November 2026`."""
    there = moment.astimezone(LONDON)
    return f"{there:%H:%M} on {there.day} {there:%B %Y}"
