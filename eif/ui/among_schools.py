"""Where does each of the city's schools stand in one year, and between which values lies each quarter?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from eif.outputs.book import Value
from eif.outputs.exhibit import Column, Exhibit
from eif.outputs.words import STANDING
from eif.snapshot import Snapshot
from eif.ui.escape import escape
from eif.ui.exhibit import Drawn
from eif.ui.figures import count, is_known
from eif.ui.indicators import missing
from eif.ui.plots import Mark, dots
from eif.ui.shell import link
from eif.ui.source import figure_address, sourced
from eif.ui.subject import Subject, source_words

SORTS = {"value": "Best first", "worst": "Last first", "name": "Name", "quarter": "Quarter, then name"}
QUARTERS = 12


def read_schools(snapshot: Snapshot, subject: Subject, period: str) -> Sequence[Any]:
    """Every state-funded school of the city with a row for the figure in the period, by name."""
    found = snapshot.rows("screen_distribution", period=period, **subject.key)
    return sorted(found, key=lambda row: (row.name, row.urn))


def ordered(found: Sequence[Any], subject: Subject, sort: str) -> list[Any]:
    """The schools as the table lists them; those without a figure come last."""
    best_is_high = subject.row.polarity >= 0
    known = [row for row in found if is_known(row.value)]
    if sort == "value":
        known.sort(key=lambda row: -row.value if best_is_high else row.value)
    elif sort == "worst":
        known.sort(key=lambda row: row.value if best_is_high else -row.value)
    elif sort == "quarter":
        known.sort(key=lambda row: (row.la_quartile or 9, row.name))
    return known + [row for row in found if not is_known(row.value)]


def exhibit_of(
    snapshot: Snapshot, subject: Subject, period: str, found: Sequence[Any], city: str, school: Any, sort: str
) -> tuple[Exhibit, go.Figure | None, Drawn, dict[int, str]]:
    """The picture, its figures, what its cells lead to, and the row of the chosen school."""
    (band,) = snapshot.rows("screen_distribution_band", period=period, **subject.key)
    listed = ordered(found, subject, sort)
    known = sorted((row for row in found if is_known(row.value)), key=lambda row: row.value)
    rows = tuple(_row(row) for row in listed)
    chosen = next((at for at, row in enumerate(known) if school and row.school_id == school.school_id), None)
    exhibit = Exhibit(
        name=f"schools-{subject.files}-{period}",
        title=_finding(subject, period, band),
        heading=_heading(subject, band),
        words=_words(subject, band, known, chosen, city),
        columns=_columns(subject),
        rows=rows,
        source=source_words(
            snapshot, list(dict.fromkeys(row.extract_id for row in known)), subject.row.source
        ),
        notes=_notes(subject, band),
    )
    picture = _picture(subject, band, [row.value for row in known], chosen, known, city) if known else None
    drawn = {(at, 0): _door(row) for at, row in enumerate(listed)} | {
        (at, 1): sourced(escape(subject.write(row.value)), **figure_address(row, urn=row.urn))
        for at, row in enumerate(listed)
        if is_known(row.value)
    }
    marked = {at: "asked" for at, row in enumerate(listed) if school and row.school_id == school.school_id}
    return exhibit, picture, drawn, marked


def _door(row: Any) -> str:
    return link(row.name, "school", urn=row.urn)


def _columns(subject: Subject) -> tuple[Column, ...]:
    decimals, unit = subject.decimals, subject.row.unit
    return (
        Column("School"),
        Column("Figure", decimals, unit),
        Column("Pupils", 0),
        Column("Quarter", 0),
        Column("Rank in the city", 0),
        Column("Against England", decimals, signed=True),
        Column("Side of England"),
        Column("Status"),
        Column("URN"),
    )


def _row(row: Any) -> tuple[Value, ...]:
    has = is_known(row.value)
    standing = STANDING.get(row.better) if isinstance(row.better, str) else None
    return (
        row.name,
        row.value if has else missing(row.status),
        int(row.cohort) if is_known(row.cohort) else "not counted",
        int(row.la_quartile) if is_known(row.la_quartile) else "none",
        int(row.la_rank) if is_known(row.la_rank) else "none",
        row.gap_national if is_known(row.gap_national) else "none",
        f"{standing.shape} {standing.word}" if standing else "not compared",
        row.release_status,
        row.urn,
    )


def _finding(subject: Subject, period: str, band: Any) -> str:
    schools = count(band.schools, "school")
    if not is_known(band.q50):
        return f"{subject.name}: figures of {schools} in {period}"
    return (
        f"{subject.name}: half of {schools} lie between {subject.write(band.q25)} "
        f"and {subject.write(band.q75)} in {period}"
    )


def _heading(subject: Subject, band: Any) -> str:
    """What the dots are."""
    if not band.schools:
        return ""
    schools = count(band.schools, "school")
    return f"{schools}, one dot each, from {subject.write(band.lowest)} to {subject.write(band.highest)}"


def _words(subject: Subject, band: Any, known: Sequence[Any], chosen: int | None, city: str) -> str:
    """What the dots show, in words."""
    if not known:
        return f"No school has a figure; {count(band.without, 'school is', 'schools are')} without one."
    said = (
        f"{count(band.schools, 'school')} from {subject.write(band.lowest)} to {subject.write(band.highest)}"
    )
    said += f", half of them below {subject.write(band.q50)}." if is_known(band.q50) else "."
    areas = [(city, band.la), ("England", band.national)]
    named = [f"{name} {subject.write(value)}" for name, value in areas if is_known(value)]
    said += f" {' and '.join(named)}." if named else ""
    if chosen is not None:
        row = known[chosen]
        quarter = f", in quarter {int(row.la_quartile)}" if is_known(row.la_quartile) else ""
        said += f" {row.name} has {subject.write(row.value)}{quarter}."
    if band.without:
        said += f" {count(band.without, 'school has', 'schools have')} no figure; the table says why."
    return said


def _notes(subject: Subject, band: Any) -> tuple[str, ...]:
    best = {
        1: "Quarter 1 has the highest figures.",
        -1: "Quarter 1 has the lowest figures, which are the best.",
    }
    quarters = (
        best.get(subject.row.polarity, "No side of this measure is better, so schools are not ranked.")
        if is_known(band.q50)
        else f"With fewer than {QUARTERS} schools there are no quarters."
    )
    return (quarters, *((subject.row.cannot_say,) if subject.row.cannot_say else ()))


def _picture(
    subject: Subject, band: Any, values: list[float], chosen: int | None, known: Sequence[Any], city: str
) -> go.Figure:
    marks = [
        Mark(value, f"{name} {subject.write(value)}", kind)
        for value, name, kind in ((band.national, "England", "national"), (band.la, city, "la"))
        if is_known(value)
    ]
    if chosen is not None:
        marks.append(Mark(values[chosen], f"This school {subject.write(values[chosen])}", "school"))
    cuts = [band.q25, band.q50, band.q75] if is_known(band.q50) else []
    polarity = subject.row.polarity
    bands = (
        ["Quarter 1", "2", "3", "Quarter 4"] if polarity else ["Lowest quarter", "", "", "Highest quarter"]
    )
    if polarity > 0:
        bands.reverse()
    unit = {"percent": "Per cent", "pounds": "Pounds"}.get(subject.row.unit, subject.row.unit or "Value")
    return dots(values, cuts, bands if cuts else [], marks, unit.capitalize(), chosen)
