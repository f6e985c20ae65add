"""How do the schools that a trial moves leave the app, row for row as on screen?"""

from __future__ import annotations

from eif.outputs.book import add_sheet, new_book, saved
from eif.outputs.excel import INK_WORDS, ink_styles
from eif.simulate import MovedSchool, Moves

WHAT = {
    "more concern": "more concern",
    "less concern": "less concern",
    "now rated": "can now be rated",
    "no longer rated": "can no longer be rated",
    "days": "other days",
    "now listed": "newly listed",
    "no longer listed": "no longer listed",
}
_MOST_REASONS = 3


def reasons(school: MovedSchool, found: Moves) -> list[str]:
    """Why a school moved: rules that answer otherwise, else areas, else what its category rests on."""
    signals = found.signals_of(school.school_id)
    told = [
        f"{signal.title}: {signal.reason_after or 'no longer asked'}" for signal in signals
        if signal.reason_after or signal.level_after is None
    ]  # fmt: skip
    if not told:
        areas = [area for area in found.areas if area.school_id == school.school_id]
        told = [f"{area.title}: {area.why_after}" for area in areas if area.why_after]
    more = [f"and {len(told) - _MOST_REASONS} more"] if len(told) > _MOST_REASONS else []
    return [*told[:_MOST_REASONS], *more] or [school.why_after or ""]


def write_moves(found: Moves, title: str, tried: list[str]) -> bytes:
    """One workbook: the counts, the schools that move, and the rules that answer otherwise."""
    book = new_book(title, ink_styles())
    add_sheet(
        book, "Counts", title, tried or ["Nothing is changed."],
        header=["Category", "Schools before", "Schools after", "Days before", "Days after"],
        widths=[26, 16, 16, 14, 14],
        rows=(
            (count.category, count.schools_before, count.schools_after, count.days_before, count.days_after)
            for count in found.counts
        ),
        empty="No category", words=INK_WORDS,
    )  # fmt: skip
    add_sheet(
        book, "Schools", "Schools that move", tried,
        header=["URN", "School", "Phase", "Move", "Before", "After", "Days before", "Days after", "Why"],
        widths=[10, 42, 14, 20, 20, 20, 12, 12, 110],
        rows=(
            (
                school.urn, school.name, school.phase, WHAT[school.what], school.category_before,
                school.category_after, school.days_before, school.days_after,
                " ".join(reasons(school, found)),
            )
            for school in found.schools
        ),
        empty="No school moves", freeze="C", words=INK_WORDS,
    )  # fmt: skip
    add_sheet(
        book, "Rules", "Rules that answer otherwise", tried,
        header=["URN", "School", "Area", "Rule", "Change", "Before", "After"],
        widths=[10, 42, 30, 44, 18, 90, 90],
        rows=(
            (
                signal.urn, signal.name, signal.area_title, signal.title, signal.what,
                signal.reason_before, signal.reason_after,
            )
            for signal in found.signals
        ),
        empty="No rule answers otherwise", freeze="C",
    )  # fmt: skip
    return saved(book)
