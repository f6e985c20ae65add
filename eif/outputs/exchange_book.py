"""How do givers, matches and brokered support become one workbook?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from eif.casework.given import HALVES
from eif.casework.words import SUPPORT_STATES
from eif.outputs.book import Value, add_sheet, new_book, saved
from eif.outputs.excel import About, release_rows


def write_exchange(
    matches: Sequence[Any], offers: Sequence[Any], support: Sequence[Any], about: About
) -> bytes:
    """One workbook as on screen: Matches (in their order), Givers, Support, About. Lengths are in days."""
    book = new_book("Support exchange")
    add_sheet(
        book, "Matches", "Who could support this school", [about.marking, about.sentence],
        header=["Place", "URN", "Giver", "Phase", "Ward", "Strong on", "Standing", "Recorded", "Alike",
                "Near", "Days free", "Offer"],
        widths=[8, 10, 38, 14, 22, 80, 40, 40, 60, 30, 10, 50],
        rows=(_match(row) for row in matches), empty="No match was asked for", freeze="D",
    )  # fmt: skip
    add_sheet(
        book, "Givers", "Register of givers", [about.marking],
        header=["URN", "Giver", "Areas", "What it does well", "From", "To", "State", "Days", "In use", "Free",
                "Note"],
        widths=[10, 38, 40, 70, 18, 18, 10, 8, 8, 8, 40],
        rows=(_offer(row) for row in offers), empty="No school has offered support yet", freeze="C",
    )  # fmt: skip
    add_sheet(
        book, "Support", "Brokered support and what it came to", [about.marking],
        header=["URN", "School", "Giver", "Area", "Days agreed", "Days given", "From", "To", "State", "Why",
                "Reasons as they stood", "Outcome", "Ended"],
        widths=[10, 38, 38, 24, 10, 10, 18, 18, 16, 50, 80, 60, 18],
        rows=(_support(row) for row in support), empty="Nothing has been brokered yet", freeze="C",
    )  # fmt: skip
    add_sheet(
        book, "About", "About this list", [about.marking],
        header=["Item", "Detail"], widths=[24, 90], rows=_about(about), empty="Nothing is known",
    )  # fmt: skip
    return saved(book)


def _days(half_days: int | None) -> float | None:
    return None if half_days is None else half_days / HALVES


def _match(row: Any) -> list[Value]:
    return [
        row.place, row.giver_urn, row.giver_name, row.phase, row.ward, "\n".join(row.measures), row.standing,
        "\n".join(row.recognised), row.intake, row.near, _days(row.free), row.availability_words,
    ]  # fmt: skip


def _offer(row: Any) -> list[Value]:
    return [
        row.urn, row.name, ", ".join(row.area_titles or []), row.practice, row.from_on, row.to_on, row.state,
        _days(row.half_days), _days(row.used), _days(row.free), row.concern,
    ]  # fmt: skip


def _support(row: Any) -> list[Value]:
    return [
        row.urn, row.name, row.giver_name, row.area_title, _days(row.half_days), _days(row.half_days_given),
        row.from_on, row.to_on, SUPPORT_STATES[row.state], row.why, "\n".join(row.reasons), row.outcome,
        row.outcome_on,
    ]  # fmt: skip


def _about(about: About) -> Iterable[list[Value]]:
    yield ["Marking", about.marking]
    yield ["Which matches", about.sentence]
    yield from release_rows(about)
    yield ["Link to this list", about.link or "not available"]
