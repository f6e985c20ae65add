"""Which columns of a row tell of an inspection?

A row of Ofsted's management information lists several inspections of one school side by side: the latest
report card, the latest and the previous graded inspection, the latest ungraded one. Each is an `[[event]]` of
the layout.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

KINDS = ("graded", "ungraded", "report card")
# What is said of an inspection as a whole, beside its judgements.
FIELDS = ("date", "published", "number", "type", "inspected_urn", "own", "category")

Names = tuple[str, ...]


@dataclass(frozen=True)
class Event:
    """One inspection of a row: where it says what.

    Each text is a column, or several names that it has had: the first that the file has is read. `judgements`
    is judgement -> column of its text, `graded_on` judgement -> column of the date on which it was made.
    """

    kind: str
    fields: Mapping[str, Names]
    judgements: Mapping[str, Names]
    graded_on: Mapping[str, Names]

    def columns(self) -> Iterator[Names]:
        """Every column that the event reads, with the names it has had."""
        for part in (self.fields, self.judgements, self.graded_on):
            yield from part.values()


def read_events(given: Iterable[Mapping[str, Any]]) -> tuple[Event, ...]:
    """The `[[event]]` tables of a layout. Raises ValueError for a kind or field that is not known."""
    return tuple(map(_event, given))


def _event(given: Mapping[str, Any]) -> Event:
    if given["kind"] not in KINDS:
        raise ValueError(f"an event is one of {', '.join(KINDS)}, not {given['kind']!r}")
    unknown = set(given) - {*FIELDS, "kind", "judgement", "graded_on"}
    if unknown or "date" not in given:
        raise ValueError(f"an event has a date and of {', '.join(FIELDS)} those it needs: {sorted(unknown)}")
    return Event(
        kind=given["kind"],
        fields={name: _names(given[name]) for name in FIELDS if name in given},
        judgements={name: _names(column) for name, column in given["judgement"].items()},
        graded_on={name: _names(column) for name, column in given.get("graded_on", {}).items()},
    )


def _names(given: str | list[str]) -> Names:
    return (given,) if isinstance(given, str) else tuple(given)
