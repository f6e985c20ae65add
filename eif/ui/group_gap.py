"""How far is a group of pupils from England's other pupils, and does the distance grow or shrink?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eif.outputs.book import Value
from eif.outputs.exhibit import Column, Exhibit
from eif.snapshot import Snapshot
from eif.ui.city_lines import every_year
from eif.ui.figures import count, is_known, lower_first
from eif.ui.indicators import missing
from eif.ui.subject import Subject, source_words
from eif.ui.trend import Line, Trend, notes, since

_OWN = ("value", "gap", "pupils")


def groups_of(snapshot: Snapshot, subject: Subject) -> dict[str, str]:
    """The pupil groups of the figure that have others to be set against, by id, in their usual order."""
    row = subject.row
    found = snapshot.rows(
        "screen_gap",
        columns=["pupil_group", "gap"],
        indicator=row.indicator,
        phase=row.phase,
        line="national",
    )
    there = {one.pupil_group for one in found if is_known(one.gap)}
    titles = snapshot.rows("pupil_group", columns=["ord", "pupil_group", "title"])
    return {one.pupil_group: one.title for one in sorted(titles) if one.pupil_group in there}


def exhibit_of(
    snapshot: Snapshot, subject: Subject, group: str, place: str, school: Any
) -> tuple[Exhibit, Trend] | None:
    """The gap of the group over time for the city and England, and for a school; None where there is none."""
    row = subject.row
    found = snapshot.rows("screen_gap", indicator=row.indicator, pupil_group=group, phase=row.phase)
    known = sorted((one for one in found if is_known(one.gap)), key=lambda one: one.period)
    if not known:
        return None
    periods = every_year({int(one.period_ord): one.period for one in known})
    titles = {one.pupil_group: one.title for one in snapshot.rows("pupil_group")}
    title, others = titles[group], titles[known[0].pair]
    by_line = {line: {one.period: one for one in found if one.line == line} for line in ("la", "national")}
    own = _school_gaps(snapshot, subject, group, school)
    lines = [
        *([Line("school", "This school", _along(periods, own, "gap"))] if own else []),
        Line("la", place, _along(periods, by_line["la"], "gap")),
        Line("national", "England", _along(periods, by_line["national"], "gap")),
    ]
    breaks = {one.period: str(one.break_reason) for one in found if one.break_reason}
    trend = Trend(
        title="",
        measure=f"Gap of {lower_first(title)}",
        unit="",
        is_gap=True,
        decimals=subject.decimals,
        periods=periods,
        lines=tuple(line for line in lines if line.last is not None),
        gaps={one.period: str(one.gap_reason) for one in found if one.gap_reason},
        breaks=breaks,
        reasons={period: missing(one.status) for period, one in own.items() if not is_known(one.value)},
    )
    polarity = row.polarity or 1
    moved = [movement(trend, line, polarity) for line in trend.lines]
    exhibit = Exhibit(
        name=f"gap-{row.indicator}-{row.phase}-{group}",
        title=_finding(subject, title, others, trend, polarity, school.name if school else ""),
        heading=next(iter(moved), "").removesuffix("."),
        words=" ".join(one for one in [_now(subject, trend, polarity), *moved, _pupils(own)] if one),
        columns=_columns(subject, trend, title, others, own),
        rows=tuple(
            _row(period, at, trend, by_line, own) for at, period in reversed(list(enumerate(periods)))
        ),
        source=source_words(snapshot, _extracts(snapshot, known[-1]), row.source),
        notes=(
            f"Gap: the figure of {lower_first(title)} less England's figure of {lower_first(others)}, never "
            "less those of the same council or school.",
            notes(trend),
            *(
                f"{period}: {reason}"
                for period, reason in sorted((breaks | dict(trend.gaps)).items())
                if period in periods
            ),
        ),
    )
    return exhibit, trend


def _extracts(snapshot: Snapshot, newest: Any) -> list[Any]:
    """The extracts that the newest figures of the city and of England come from."""
    found = snapshot.rows(
        "screen_trend", columns=["extract_id"], indicator=newest.indicator, pupil_group=newest.pupil_group,
        phase=newest.phase, period=newest.period, line=["la", "national"],
    )  # fmt: skip
    return [row.extract_id for row in found]


def _school_gaps(snapshot: Snapshot, subject: Subject, group: str, school: Any) -> dict[str, Any]:
    """A school's gaps by period; of several URNs the one with a figure, and then its own."""
    if school is None:
        return {}
    row = subject.row
    found = snapshot.rows(
        "screen_school_gap",
        school_id=school.school_id,
        indicator=row.indicator,
        pupil_group=group,
        phase=row.phase,
    )
    return {
        one.period: one for one in sorted(found, key=lambda one: (is_known(one.value), one.urn == school.urn))
    }


def _along(periods: Sequence[str], rows: Mapping[str, Any], column: str) -> tuple[float | None, ...]:
    values: list[Any] = [getattr(rows[period], column) if period in rows else None for period in periods]
    return tuple(float(value) if is_known(value) else None for value in values)


def _newest(trend: Trend) -> tuple[Line, str, float] | None:
    """The line that the finding is about, its newest period and gap: the school's, else the city's."""
    for line in trend.lines:
        if line.last is not None:
            return line, trend.periods[line.last], line.values[line.last] or 0.0
    return None


def side(gap: float, polarity: int, decimals: int) -> str:
    """Say on which side of the others a group is: behind, ahead or level."""
    if not round(gap, decimals):
        return "level with"
    return "behind" if gap * polarity < 0 else "ahead of"


def _finding(subject: Subject, title: str, others: str, trend: Trend, polarity: int, school: str) -> str:
    newest = _newest(trend)
    if newest is None:
        return f"{subject.row.title}: no gap can be worked out"
    line, period, gap = newest
    apart = f"{subject.apart(gap)} " if round(gap, subject.decimals) else ""
    return (
        f"{subject.row.title}, {school if line.kind == 'school' else line.name}: {lower_first(title)} are "
        f"{apart}{side(gap, polarity, subject.decimals)} England's {lower_first(others)} in {period}"
    )


def _now(subject: Subject, trend: Trend, polarity: int) -> str:
    said = []
    for line in trend.lines:
        gap = line.values[line.last or 0]
        if gap is not None:
            where = side(gap, polarity, subject.decimals).removesuffix(" of").removesuffix(" with")
            said.append(f"{line.name} {subject.apart(gap)} {where} in {trend.periods[line.last or 0]}")
    return "; ".join(said) + "."


def movement(trend: Trend, line: Line, polarity: int) -> str:
    """Say whether a line's gap has widened or narrowed since the measure last changed or was not there."""
    start = since(trend)
    known = [(at, value) for at, value in enumerate(line.values) if value is not None and at >= start]
    if len(known) < 2:
        return f"{line.name}: too few comparable years to say how the gap moves."
    (first, before), (last, now) = known[0], known[-1]
    moved = abs(now) - abs(before) if (now < 0) == (before < 0) else None
    span = f"between {trend.periods[first]} and {trend.periods[last]}"
    if moved is None:
        return f"{line.name}: the gap changed sides {span}."
    if not round(moved, trend.decimals):
        return f"{line.name}: the gap stayed the same {span}."
    behind = now * polarity < 0
    word = ("widened" if moved > 0 else "narrowed") if behind else ("grew" if moved > 0 else "shrank")
    lead = "the gap" if behind else "the lead"
    points = f"{abs(moved):,.{trend.decimals}f}"
    return f"{line.name}: {lead} {word} by {points} {'point' if points == '1' else 'points'} {span}."


def _pupils(own: Mapping[str, Any]) -> str:
    """The school's newest gap in whole pupils."""
    known = [one for _, one in sorted(own.items()) if is_known(one.pupils)]
    if not known:
        return ""
    row, pupils = known[-1], int(known[-1].pupils)
    of = f"of {int(row.cohort)} in {row.period}"
    if not pupils:
        return f"In this school that is less than one pupil {of}."
    return f"In this school that is {count(abs(pupils), 'pupil')} {'more' if pupils > 0 else 'fewer'} {of}."


def _columns(
    subject: Subject, trend: Trend, title: str, others: str, own: Mapping[str, Any]
) -> tuple[Column, ...]:
    decimals, unit = subject.decimals, subject.row.unit
    city = next((line.name for line in trend.lines if line.kind == "la"), "City")
    school = (
        (
            Column("This school", decimals, unit),
            Column("This school's gap", decimals, signed=True),
            Column("This school's gap in pupils", 0, signed=True),
        )
        if own
        else ()
    )
    return (
        Column("Year"),
        *school,
        Column(f"{city}: {lower_first(title)}", decimals, unit),
        Column(f"{city}'s gap", decimals, signed=True),
        Column(f"England: {lower_first(title)}", decimals, unit),
        Column("England's gap", decimals, signed=True),
        Column(f"England: {lower_first(others)}", decimals, unit),
    )


def _row(
    period: str, at: int, trend: Trend, by_line: Mapping[str, Mapping[str, Any]], own: Mapping[str, Any]
) -> tuple[Value, ...]:
    reason = "no valid results" if period in trend.gaps else "not in the loaded files"
    city, national = by_line["la"].get(period), by_line["national"].get(period)

    def said(row: Any, column: str) -> Value:
        value = getattr(row, column, None)
        return value if is_known(value) and period not in trend.gaps else reason

    cells: list[Value] = [period]
    if own:
        one = own.get(period)
        why = trend.reasons.get(period, reason)
        cells += [getattr(one, column) if is_known(getattr(one, column, None)) else why for column in _OWN]
    return (
        *cells,
        said(city, "value"),
        said(city, "gap"),
        said(national, "value"),
        said(national, "gap"),
        said(national, "national_others"),
    )
