"""How do the team's schools and days leave the app? As the screen shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eif.outputs.book import Value, add_sheet, new_book, saved
from eif.outputs.excel import About, release_rows

TERMS = ("autumn", "spring", "summer")


def write_team(team: Sequence[Any], terms: Sequence[Any], about: About) -> bytes:
    """One workbook of `screen_team` and `screen_team_term`: Team, Terms, About."""
    book = new_book("Team days")
    notes = [about.marking, about.sentence]
    add_sheet(
        book, "Team", "Schools and days of the team", notes,
        header=[
            "Adviser", "Last day", "Schools", "Tier 3", "Tier 2", "Tier 1", "No category agreed",
            "On the ladder", "Late",
            *(f"{term.capitalize()}, days {kind}" for term in TERMS for kind in ("needed", "available")),
        ],
        widths=[24, 18, 10, 8, 8, 8, 12, 12, 8, 12, 12, 12, 12, 12, 12],
        rows=map(_member, team), empty="Nobody is on the team", freeze="B",
    )  # fmt: skip
    add_sheet(
        book, "Terms", "Days of the team by term", notes,
        header=["Term", "Academic year", "Available", "Given", "Booked", "Planned", "Not placed", "Needed"],
        widths=[12, 14, 12, 12, 12, 12, 12, 12], rows=map(_term, terms), empty="No term",
    )  # fmt: skip
    add_sheet(
        book, "About", "About this list", [about.marking],
        header=["Item", "Detail"], widths=[24, 90],
        rows=[
            ["Marking", about.marking],
            ["Whose", about.sentence],
            ["Needed", "Days given, booked and planned in the term, and the rest of what the tiers allow in "
             "equal parts over the terms left; where no category is agreed, by what the data indicate."],
            *release_rows(about),
            ["Link to this list", about.link or "not available"],
        ],
        empty="Nothing is known",
    )  # fmt: skip
    return saved(book)


def _member(row: Any) -> list[Value]:
    days = [getattr(row, f"{kind}_{term}") for term in TERMS for kind in ("needed", "available")]
    schools = [row.schools, row.tier_3, row.tier_2, row.tier_1, row.no_tier, row.on_ladder, row.late]
    return [row.adviser or "No adviser", row.to_on, *schools, *(round(value, 2) for value in days)]


def _term(row: Any) -> list[Value]:
    days = (row.available, row.used, row.booked, row.planned, row.unplaced, row.needed)
    return [row.term, row.academic_year, *(round(value, 2) for value in days)]
