"""Which entries of the catalogue are asked for, and how is each said on the page and in the workbook?

`Row` stands for one row of `screen_catalogue`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from eif.outputs.book import Value, add_sheet, new_book, saved
from eif.outputs.excel import About

ALL = ""
BETTER = {
    "higher": "Higher is better",
    "lower": "Lower is better",
    "none": "Neither way is better",
    "words": "Its words say which is better",
}
KINDS = {
    "proportion": "Share of pupils",
    "mean": "Mean",
    "progress": "Progress",
    "rate": "Rate or count",
    "balance": "Share of money",
    "context": "Untested figure",
    "gap": "Gap",
    "status": "Status",
    "date": "Date",
}
STATES = {
    "loaded": "Loaded",
    "not loaded": "Read, nothing loaded",
    "unread": "No source is read yet",
}
_PLACES = {
    "fact": "council return {}, item {}",
    "answer": "council return {}, item {}, answer {}",
    "inspection": "Ofsted, {}: {}",
    "figure": "{}, pupil group {}",
    "measure": "LAIT measure {}",
    "column": "table {}, column {}",
}
_HEADER = (
    *("Indicator", "Title", "Question", "Area", "Kind", "Unit", "Direction", "Phases", "Key stage"),
    *("Pupil groups", "Counts", "Out of", "First period", "Last period", "Not comparable across"),
    *("No figure for", "Rated from, pupils", "Evidence for", "Rules", "State", "Loaded", "Source"),
    *("Found in", "Next review", "Cannot say"),
)
_WIDTHS = (20, 42, 44, 24, 14, 12, 18, 28, 14, 30, 42, 34, 12, 12, 40, 40, 10, 22, 40, 20, 34, 44, 40, 16, 60)


@dataclass(frozen=True)
class Asked:
    """What a visitor asks for: part of a text, and ids of the filters; an empty one asks for all."""

    find: str = ""
    area: str = ALL
    phase: str = ALL
    kind: str = ALL
    state: str = ALL


def narrow(entries: Iterable[Any], asked: Asked) -> list[Any]:
    """The entries that answer `asked`, in their order; a text is looked for in names, question and source."""
    needles = asked.find.casefold().split()
    return [
        row
        for row in entries
        if asked.area in (ALL, row.area)
        and (asked.phase == ALL or asked.phase in row.phases)
        and asked.kind in (ALL, row.kind)
        and asked.state in (ALL, row.state)
        and all(needle in _searched(row) for needle in needles)
    ]


def _searched(row: Any) -> str:
    parts = (row.indicator, row.title, row.short_title, row.question, row.source, row.key_stage)
    return " ".join(parts).casefold()


def better(row: Any) -> str:
    """Which way is better, in words; of dates the later one."""
    return (
        "A later day is better" if (row.kind, row.direction) == ("date", "higher") else BETTER[row.direction]
    )


def valid(row: Any) -> str:
    """From which period to which its figures may be set beside one another."""
    begin = {"first return": "From the first return", "not known": "First period not known"}
    first = begin.get(row.first_period, f"From {row.first_period}")
    return first if row.last_period == "continues" else f"{first} to {row.last_period}"


def loaded(row: Any) -> str:
    """What of it is in the release: periods and how many schools, or why nothing is."""
    if row.state == "unread":
        return f"{STATES['unread']}. {row.unread}"
    if row.state == "not loaded":
        return "Nothing of it is loaded"
    whom = (
        [f"{row.schools_loaded:,} school{'' if row.schools_loaded == 1 else 's'}"]
        if row.schools_loaded
        else []
    )
    whom += ["the city"] if row.city_loaded else []
    return f"{periods(row)}{', ' if periods(row) else ''}{' and '.join(whom)}"


def periods(row: Any) -> str:
    """The periods loaded: `2014/15 to 2024/25 (10)`; empty where it has none."""
    if not row.periods_loaded:
        return ""
    if row.periods_loaded == 1:
        return str(row.first_loaded)
    return f"{row.first_loaded} to {row.last_loaded} ({row.periods_loaded})"


def found_in(row: Any) -> list[str]:
    """Where an entry stands that no layout carries as a figure."""
    return [
        _PLACES[place["kind"]].format(place["name"], place["part"], place["value"]) for place in row.places
    ]


def dated(reasons: Sequence[dict[str, str]]) -> list[str]:
    """Breaks or gaps in words: `2021/22: why`."""
    return [f"{one['period']}: {one['reason']}" for one in reasons]


def write_catalogue(entries: Sequence[Any], about: About) -> bytes:
    """A workbook of exactly these entries: Indicators and About."""
    book = new_book("Indicators")
    add_sheet(
        book, "Indicators", "Indicators", [about.marking, about.sentence],
        header=_HEADER, widths=_WIDTHS, rows=map(_row, entries), empty="No indicator matches", freeze="C",
    )  # fmt: skip
    add_sheet(
        book, "About", "About this list", [about.marking],
        header=["Item", "Detail"], widths=[24, 90], rows=_about(entries, about), empty="Nothing is known",
    )  # fmt: skip
    return saved(book)


def _row(row: Any) -> list[Value]:
    return [
        row.indicator,
        row.title,
        row.question,
        row.area_title,
        KINDS[row.kind],
        row.unit or "none",
        better(row),
        ", ".join(row.phases),
        row.key_stage,
        "; ".join(row.group_titles) or "none",
        row.numerator or "none: it is a status or a date",
        row.denominator or "none",
        row.first_period,
        row.last_period,
        " ".join(dated(row.breaks)) or "none",
        " ".join(dated(row.gaps)) or "none",
        row.min_cohort if row.min_cohort is not None else "none",
        ", ".join(row.descriptors or ()) or row.not_evidence or "context, never rated",
        "; ".join(row.rules) or "none",
        STATES[row.state],
        loaded(row),
        row.source,
        "; ".join(found_in(row)) or "columns of the files that carry it",
        row.next_review,
        row.cannot_say,
    ]


def _about(entries: Sequence[Any], about: About) -> Iterator[list[Value]]:
    yield ["Which indicators", about.sentence]
    yield ["Indicators in this list", len(entries)]
    yield ["Marking", about.marking]
    yield ["As at", about.as_at]
    yield ["Release", about.release]
    yield ["Framework", about.framework]
    yield ["Link to this list", about.link or "not available"]
