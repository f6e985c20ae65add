"""Which rules answer otherwise than in an earlier release, the leading ones first?

The screen and the workbook are both drawn from one `Warnings`, so they cannot differ. An earlier release is
rated by the framework in force, so what differs is the evidence and not the rules.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from eif.outputs.book import Value, add_sheet, new_book, saved
from eif.outputs.excel import INK_WORDS, About, ink_styles, release_rows
from eif.outputs.words import LEVEL
from eif.simulate import MovedSignal, Moves
from eif.snapshot import Snapshot

ALL = "All"
WORSE, BETTER, LOST = "For the worse", "For the better", "No longer rated"
CHANGES = (WORSE, BETTER, LOST)
OTHER = "Other rules"


@dataclass(frozen=True, slots=True)
class Flip:
    """One rule that answers otherwise for one school; `lead` is its place among leading signals, 1 first.

    `before` and `after` are levels: 0 Established, 1 Developing, 2 Causing Concern, None not rated.
    """

    urn: str
    name: str
    phase: str
    districts: tuple[str, ...]
    area: str
    area_title: str
    rule: str
    lead: int
    leading: str
    change: str
    before: int | None
    after: int | None
    why: str
    why_before: str


@dataclass(frozen=True)
class Wanted:
    """What a person asked for; each field is a parameter of the page's address, in the words on screen."""

    change: str = WORSE
    area: str = ALL
    phase: str = ALL
    district: str = ALL


@dataclass(frozen=True)
class Warnings:
    """Flips in order since a release seen from the day `since`; `total` counts all of them."""

    flips: tuple[Flip, ...]
    since: date
    release: str
    total: int

    @property
    def schools(self) -> int:
        """How many schools have any of the flips."""
        return len({flip.urn for flip in self.flips})


def read_warnings(snapshot: Snapshot, moves: Moves, since: date, release: str) -> Warnings:
    """Every flip from an earlier release to this one, leading signals first, then in framework order."""
    leads = {row.rule_id: row for row in snapshot.rows("early_warning")}
    last = max((row.ord for row in leads.values()), default=0) + 1
    phases = {row.urn: row.phase for row in snapshot.rows("screen_school", columns=["urn", "phase"])}
    districts: dict[str, tuple[str, ...]] = {}
    for row in snapshot.rows("comparator_group", kind="district"):
        districts[row.urn] = (*districts.get(row.urn, ()), row.title)
    flips = []
    for place, move in enumerate(moves.signals):
        lead = leads.get(move.rule_id)
        flip = Flip(
            urn=move.urn,
            name=move.name,
            phase=(phases.get(move.urn) or "phase not known").capitalize(),
            districts=tuple(sorted(districts.get(move.urn, ()))),
            area=move.area,
            area_title=move.area_title,
            rule=move.title,
            lead=lead.ord if lead else last,
            leading=lead.title if lead else OTHER,
            change=_change(move),
            before=move.level_before,
            after=move.level_after,
            why=move.reason_after or "The rule is no longer made for this school.",
            why_before=move.reason_before or "The rule was not made for this school.",
        )
        flips.append((flip.lead, -(flip.after or 0), place, flip))
    ordered = tuple(flip for *_, flip in sorted(flips, key=lambda each: each[:3]))
    return Warnings(ordered, since, release, len(ordered))


def _change(move: MovedSignal) -> str:
    """For the worse: to a level of more concern, or to any concern from no rating."""
    if move.level_after is None:
        return LOST
    if move.level_before is None:
        return WORSE if move.level_after > 0 else BETTER
    return WORSE if move.level_after > move.level_before else BETTER


def narrow(warnings: Warnings, wanted: Wanted) -> Warnings:
    """The flips that answer `wanted`, in the same order."""
    return replace(
        warnings,
        flips=tuple(
            flip
            for flip in warnings.flips
            if wanted.change in (ALL, flip.change)
            and wanted.area in (ALL, flip.area_title)
            and wanted.phase in (ALL, flip.phase)
            and (wanted.district == ALL or wanted.district in flip.districts)
        ),
    )


def sentence(warnings: Warnings, wanted: Wanted) -> str:
    """The filter in one plain sentence, with how many of how many."""
    parts = [wanted.change.lower() if wanted.change != ALL else "every change"]
    parts += [part for part in (wanted.area, wanted.district) if part != ALL]
    parts += [wanted.phase.lower()] if wanted.phase != ALL else []
    since = f"{warnings.since.day} {warnings.since:%B %Y}"
    return (
        f"{len(warnings.flips):,} of {warnings.total:,} answers that changed since release "
        f"{warnings.release} (as at {since}): {', '.join(parts)}; leading signals first."
    )


def write_warnings(warnings: Warnings, about: About) -> bytes:
    """One workbook of the warnings as filtered and ordered: Warnings, About."""
    book = new_book("Early warnings", ink_styles())
    add_sheet(
        book, "Warnings", "Early warnings", [about.marking, about.sentence],
        header=["URN", "School", "Phase", "District", "Signal", "Area", "Rule", "From", "To", "Why now",
                "Why before"],
        widths=[10, 40, 14, 22, 20, 34, 44, 14, 14, 80, 80],
        rows=(_row(flip) for flip in warnings.flips), empty="Nothing changed", freeze="C", words=INK_WORDS,
    )  # fmt: skip
    add_sheet(
        book, "About", "About this list", [about.marking],
        header=["Item", "Detail"], widths=[24, 90], rows=_about(about), empty="Nothing is known",
    )  # fmt: skip
    return saved(book)


def _row(flip: Flip) -> list[Value]:
    district = ", ".join(flip.districts) or "not known"
    lead = [flip.urn, flip.name, flip.phase, district, flip.leading, flip.area_title, flip.rule]
    return [*lead, LEVEL[flip.before].word, LEVEL[flip.after].word, flip.why, flip.why_before]


def _about(about: About) -> Iterable[list[Value]]:
    yield ["Marking", about.marking]
    yield ["Which changes", about.sentence]
    yield from release_rows(about)
    yield ["Link to this list", about.link or "not available"]
