"""Which schools are further from England than chance alone would put them?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from eif.outputs.book import Value
from eif.outputs.exhibit import Column, Exhibit
from eif.snapshot import Snapshot
from eif.ui.escape import escape
from eif.ui.exhibit import Drawn
from eif.ui.figures import count, figure, is_known
from eif.ui.funnel_plot import Point, funnel
from eif.ui.shell import link
from eif.ui.source import figure_address, sourced
from eif.ui.subject import Subject, source_words

# The test of a rate of counts, in the catalogue's words.
COUNTS = "poisson"
LEVELS = ("99.8%", "95%")
# Of a hundred schools, how many chance alone puts beyond the inner limits.
BY_CHANCE = 5


def why_not(subject: Subject) -> str:
    """Why no limits can be drawn for a figure; empty where they can."""
    row = subject.row
    if not subject.key or row.school_period is None:
        return "No school has this figure, so there is nothing to set limits around."
    if row.significance in ("z_proportion", "z_mean", COUNTS):
        return ""
    if row.significance == "published_interval":
        return (
            "The publisher gives each school an interval of its own, and no spread of pupils' scores that "
            "holds for this year: limits for a school's size would be a guess. The school's page uses the "
            "interval."
        )
    return (
        "How far this figure moves by chance is not known: sessions and incidents of one pupil hang "
        "together, or the measure is not one of pupils. Limits would call too many schools unusual. The view "
        "of schools shows where each stands."
    )


def read_funnel(snapshot: Snapshot, subject: Subject, period: str) -> Sequence[Any]:
    """The schools that can be placed, the furthest outside first."""
    found = snapshot.rows("screen_funnel", period=period, **subject.key)
    return sorted(found, key=lambda row: (-_weight(row), row.name, row.urn))


def _weight(row: Any) -> int:
    return len(LEVELS) - LEVELS.index(row.beyond) if row.beyond in LEVELS else 0


def exhibit_of(
    snapshot: Snapshot, subject: Subject, period: str, found: Sequence[Any], school: Any
) -> tuple[Exhibit, go.Figure, Drawn, dict[int, str]]:
    """The picture, the schools outside as its table, what they lead to, and the row of the chosen school."""
    limits_view = "screen_funnel_count" if subject.row.significance == COUNTS else "screen_funnel_limit"
    limits = sorted(
        (row.size, row.low95, row.high95, row.low998, row.high998)
        for row in snapshot.rows(limits_view, period=period, **subject.key)
    )
    outside = [row for row in found if row.beyond]
    listed = outside + [row for row in found if not row.beyond]
    chosen = next((at for at, row in enumerate(listed) if school and row.school_id == school.school_id), None)
    national = found[0].national
    exhibit = Exhibit(
        name=f"funnel-{subject.files}-{period}",
        title=_finding(subject, period, len(outside), len(found), national),
        heading=_heading(found, outside),
        words=_words(subject, found, outside, national, listed[chosen] if chosen is not None else None),
        columns=(
            Column("School"),
            Column("Against the limits"),
            Column("Figure", subject.decimals, subject.row.unit),
            Column("Pupils", 0),
            Column("Against England", subject.decimals, signed=True),
            Column("URN"),
        ),
        rows=tuple(_row(row) for row in listed),
        source=source_words(snapshot, [row.extract_id for row in found], subject.row.source),
        notes=_notes(subject),
    )
    picture = funnel(
        [Point(float(row.size), float(row.value), row.beyond, row.side) for row in listed],
        limits,
        national,
        f"England {subject.write(national)}",
        chosen,
        stepped=subject.row.significance == COUNTS,
    )
    drawn = {(at, 0): link(row.name, "school", urn=row.urn) for at, row in enumerate(listed)} | {
        (at, 2): sourced(escape(subject.write(row.value)), **figure_address(row, urn=row.urn))
        for at, row in enumerate(listed)
    }
    return exhibit, picture, drawn, {chosen: "asked"} if chosen is not None else {}


def against_words(row: Any) -> str:
    """Where a school is in words: beyond which limit, on which side, and whether that is better."""
    if not row.beyond:
        return "within the limits"
    mark = {"above": "▲", "below": "▼"}[row.side]
    better = (
        {0: ""}.get(row.polarity)
        if row.polarity == 0
        else (": better" if (row.side == "above") == (row.polarity > 0) else ": worse")
    )
    return f"{mark} {row.side} the {row.beyond} limit{better}"


def _row(row: Any) -> tuple[Value, ...]:
    gap = row.gap_national if is_known(row.gap_national) else "none"
    return (row.name, against_words(row), row.value, int(row.size), gap, row.urn)


def _finding(subject: Subject, period: str, outside: int, of: int, national: float) -> str:
    verb = "is" if outside == 1 else "are"
    return (
        f"{subject.name}: {outside:,} of {count(of, 'school')} {verb} outside the 95% limits around England "
        f"({subject.write(national)}) in {period}"
    )


def _heading(found: Sequence[Any], outside: Sequence[Any]) -> str:
    """How many schools are outside on each side, and how many chance would put there."""
    above = sum(row.side == "above" for row in outside)
    expected = figure(len(found) * BY_CHANCE / 100)
    below = len(outside) - above
    return f"{above:,} above and {below:,} below; by chance alone about {expected} would be outside"


def _words(subject: Subject, found: Sequence[Any], outside: Sequence[Any], national: float, own: Any) -> str:
    """What the picture shows: how many are outside on which side, and how many chance would put there."""
    far = [row for row in outside if row.beyond == LEVELS[0]]
    above = sum(row.side == "above" for row in outside)
    expected = figure(len(found) * BY_CHANCE / 100)
    said = (
        f"{above:,} above and {len(outside) - above:,} below; {len(far):,} of them beyond the 99.8% limits. "
        f"If every school differed from England ({subject.write(national)}) by chance alone, about "
        f"{expected} would be outside the 95% limits."
    )
    if own is not None:
        said += f" {own.name}, {subject.write(own.value)}: {against_words(own).lstrip('▲▼ ')}."
    return said


def _notes(subject: Subject) -> tuple[str, ...]:
    row = subject.row
    smallest = f"Schools with fewer than {count(row.min_cohort, 'pupil')} are left out."
    if row.significance == "z_proportion":
        rule = "Limits: 1.96 and 3.09 standard errors of a share of so many pupils around England's."
    elif row.significance == "z_mean":
        rule = (
            "Limits: 1.96 and 3.09 standard errors around England's mean, with an assumed spread of scores."
        )
    else:
        rule = (
            "Limits: exact limits of a count where England's rate is expected. They take incidents as "
            "separate; one pupil can have several, so more schools fall outside than differ in what they do."
        )
    return (rule, smallest, "Outside is a reason to look, not a judgement.")
