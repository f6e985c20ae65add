"""Is what a form gives fit to be recorded, and if not, which field says what?

All problems are collected, so that a person mends them at once; what they typed stays in the form.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from eif.casework.errors import Refused

# As much as a long page of typing.
MOST_TEXT = 4000
# A day of support is counted in halves.
HALVES = 2


class Given:
    """What a form gave, field by field; `done` refuses it all where any field is amiss."""

    def __init__(self) -> None:
        """Begin with nothing amiss."""
        self.problems: dict[str, str] = {}

    def text(
        self, name: str, value: str | None, label: str, *, most: int = MOST_TEXT, needed: bool = True
    ) -> str:
        """Text without blanks around it; `needed` where it cannot be left empty. Empty where it is amiss."""
        plain = "".join(
            char for char in (value or "").strip() if char in "\n\t" or unicodedata.category(char) != "Cc"
        )
        if needed and not plain:
            self.problems[name] = f"Write {label}."
        if len(plain) > most:
            self.problems[name] = f"Shorten {label}: it has {len(plain):,} characters of at most {most:,}."
        return plain

    def optional(self, name: str, value: str | None, label: str, *, most: int = MOST_TEXT) -> str | None:
        """Text that can be left empty, as None."""
        return self.text(name, value, label, most=most, needed=False) or None

    def choice(self, name: str, value: str | None, label: str, allowed: Collection[str]) -> str:
        """One of the words allowed."""
        if value not in allowed:
            self.problems[name] = f"Choose {label}: {_in_words(allowed)}."
        return value or ""

    def choices(
        self, name: str, value: Sequence[str], label: str, allowed: Collection[str], *, needed: bool = True
    ) -> list[str]:
        """Some of the words allowed, in their order."""
        if not set(value) <= set(allowed) or (needed and not value):
            self.problems[name] = f"Choose {label} from: {_in_words(allowed)}."
        return [word for word in allowed if word in value]

    def day(
        self,
        name: str,
        value: date | None,
        label: str,
        *,
        earliest: date | None = None,
        latest: date | None = None,
        needed: bool = True,
    ) -> date:
        """A day within its bounds; a needed one that is missing is amiss."""
        if value is None:
            if needed:
                self.problems[name] = f"Give {label}."
            return date.min
        if earliest and value < earliest:
            self.problems[name] = (
                f"Give {label} on or after {_plain(earliest)}; {_plain(value)} is too early."
            )
        if latest and value > latest:
            self.problems[name] = f"Give {label} on or before {_plain(latest)}; {_plain(value)} is too late."
        return value

    def optional_day(
        self,
        name: str,
        value: date | None,
        label: str,
        *,
        earliest: date | None = None,
        latest: date | None = None,
    ) -> date | None:
        """A day within its bounds, or none."""
        return self.day(name, value, label, earliest=earliest, latest=latest) if value else None

    def half_days(self, name: str, days: float | None, label: str, *, least: float = 0, most: float) -> int:
        """Days in steps of a half, as a number of half days."""
        halves = (days or 0) * HALVES
        if days is None or halves != int(halves) or not least <= days <= most:
            self.problems[name] = f"Give {label} in half days, from {least:g} to {most:g}."
            return 0
        return int(halves)

    def require(self, name: str, holds: bool, problem: str) -> None:
        """Refuse the field where a rule about it does not hold."""
        if not holds:
            self.problems.setdefault(name, problem)

    def done(self) -> None:
        """Raise Refused where any field is amiss."""
        if self.problems:
            raise Refused(self.problems)


def _in_words(allowed: Collection[str]) -> str:
    """What can be chosen as people read it: the words of a code, where it has any."""
    words = allowed if isinstance(allowed, Mapping) else {}
    told = [words.get(code, code) for code in allowed]
    return ", ".join(
        word if isinstance(word, str) else code for word, code in zip(told, allowed, strict=True)
    )


def _plain(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
