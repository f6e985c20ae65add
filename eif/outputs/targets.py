"""How is a city target said in words, on the page and in the workbook?

`Row` stands for one row of `screen_target`, a place for one of `screen_target_place`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from eif.outputs.book import Value, add_sheet, new_book, saved
from eif.outputs.excel import About
from eif.outputs.words import Mark

OUTCOMES = {
    "met": Mark("es", "▲", "Met"),
    "not met": Mark("dv", "◆", "Not met"),
    "not measured": Mark("ne", "–", "Not measured"),
    "not measurable": Mark("ne", "–", "Not measurable"),
}
STATUSES = {
    "agreed": "Agreed by the council",
    "proposed": "Proposed",
    "historic": "Historic",
}
GEOGRAPHIES = {"city": "the city", "district": "each district", "school": "each school"}
_AGAINST = {
    "national": "England",
    "national same group": "the same group in England",
    "national others": "other pupils in England",
    "city": "all pupils of the city",
}


def against(row: Any) -> str:
    """What the target asks for: `within 5 points of England`; empty where nothing is measured."""
    if row.comparator is None:
        return ""
    whom = f"{row.number:g}" if row.comparator == "number" else _AGAINST[row.comparator]
    if row.allowed_gap:
        return f"within {row.allowed_gap:g} points of {whom}"
    return f"level with {whom}, or better"


def figure_words(row: Any, value: float | None) -> str:
    """A figure in the target's unit; an en dash where there is none."""
    if value is None:
        return "–"
    return f"{value:.{row.decimals or 0}f}{'%' if row.unit == 'percent' else ''}"


def distance_words(distance: float | None, pupils: int | None, polarity: int = 1) -> str:
    """How far off, in points and in pupils: `2.0 points and 186 pupils short`.

    Of a figure that should be low (`polarity` -1) what falls short is too high.
    """
    if distance is None:
        return "not measured"
    if abs(distance) < 0.05 and not pupils:
        return "exactly there"
    side = "to spare" if distance >= 0 else "too high" if polarity < 0 and pupils is None else "short"
    points = f"{abs(distance):.1f} point{'' if round(abs(distance), 1) == 1 else 's'}"
    if pupils is None:
        return f"{points} {side}"
    return f"{points} and {abs(pupils):,} pupil{'' if abs(pupils) == 1 else 's'} {side}"


def why_no_pupils(row: Any) -> str:
    """Why a distance is not said in pupils; empty where it is."""
    if row.outcome == "not measurable" or row.pupils is not None:
        return ""
    if row.in_pupils:
        return "How many pupils the group has is not published, so the distance is given in points only."
    return "A mean or a rate of sessions: its distance is in points, not in pupils."


def sentence(row: Any, city: str) -> str:
    """The target now, in one sentence."""
    if row.outcome == "not measurable":
        return str(row.reason)
    level = figure_words(row, row.level)
    far = distance_words(row.distance, row.pupils, row.polarity)
    if row.geography == "city":
        return (
            f"{city} {figure_words(row, row.city_value)} in {row.period}; the target asks for {level}: {far}."
        )
    places = {"district": "districts", "school": "schools"}[row.geography]
    most = (
        ""
        if row.places_met == row.places
        else f", the furthest {distance_words(row.distance, None, row.polarity)}"
    )
    return f"{row.places_met} of {row.places} {places} meet {level} in {row.period}{most}."


def by_its_date(row: Any) -> str:
    """Whether it was met by its date, from the last result before it."""
    if row.due is None:
        return "no date was set"
    day = f"{row.due.day} {row.due:%B %Y}"
    if row.outcome == "not measurable":
        return day
    if row.due_outcome is None:
        return f"{day}: no result by then is loaded"
    return f"{day}: {row.due_outcome} ({row.due_period})"


_TARGETS = (
    *(
        "Target",
        "Status",
        "Area",
        "Measure",
        "Pupil group",
        "Where",
        "Asks for",
        "Due",
        "Outcome now",
        "Period",
    ),
    *("Value", "Level asked for", "Distance, points", "Distance, pupils", "By its date", "Why not measured"),
    *("Districts short", "Schools short", "Source", "Note"),
)
_PLACES = (
    *("Target", "Kind of place", "Place", "URN", "Period", "Value", "Pupils", "Level asked for"),
    *("Distance, points", "Distance, pupils", "Outcome", "Why not measured"),
)


def write_targets(targets: Sequence[Any], places: Sequence[Any], about: About) -> bytes:
    """A workbook: Targets, Places (every district and school at the newest result) and About."""
    book = new_book("City targets")
    add_sheet(
        book, "Targets", "City targets", [about.marking, about.sentence], header=_TARGETS, freeze="B",
        widths=[52, 18, 26, 36, 26, 14, 34, 16, 16, 10, 10, 12, 12, 12, 30, 50, 12, 12, 50, 60],
        rows=map(_target_row, targets), empty="No target is set",
    )  # fmt: skip
    titles = {row.target_id: row.title for row in targets}
    add_sheet(
        book, "Places", "Districts and schools", [about.marking, "The newest result of each target."],
        header=_PLACES, widths=[52, 12, 40, 10, 10, 10, 10, 12, 12, 12, 14, 30], freeze="D",
        rows=(_place_row(titles[row.target_id], row) for row in places), empty="No place can be measured",
    )  # fmt: skip
    add_sheet(
        book, "About", "About these targets", [about.marking],
        header=["Item", "Detail"], widths=[24, 90], rows=_about(about), empty="Nothing is known",
    )  # fmt: skip
    return saved(book)


def _target_row(row: Any) -> list[Value]:
    none = "not measured"
    return [
        row.title,
        STATUSES[row.status],
        row.area_title,
        row.indicator_title or none,
        row.group_title,
        GEOGRAPHIES[row.geography],
        against(row) or none,
        row.due or "no date",
        OUTCOMES[row.outcome].word,
        row.period or none,
        row.city_value if row.city_value is not None else none,
        row.level if row.level is not None else none,
        row.distance if row.distance is not None else none,
        row.pupils if row.pupils is not None else "not in pupils",
        by_its_date(row),
        row.reason or why_no_pupils(row) or "measured",
        row.districts_short if row.districts else "none measured",
        row.schools_short if row.schools else "none measured",
        row.source,
        row.note or "none",
    ]


def _place_row(title: str, row: Any) -> list[Value]:
    return [
        title,
        row.place_kind.capitalize(),
        row.place,
        row.urn or "none",
        row.period,
        row.value,
        row.cohort if row.cohort is not None else "not known",
        row.level if row.level is not None else "not measured",
        row.distance if row.distance is not None else "not measured",
        row.pupils if row.pupils is not None else "not in pupils",
        OUTCOMES[row.outcome].word,
        row.reason or "measured",
    ]


def _about(about: About) -> Iterator[list[Value]]:
    yield ["Marking", about.marking]
    yield ["As at", about.as_at]
    yield ["Release", about.release]
    yield ["Framework", about.framework]
    yield ["Distance", "Below nought where a place falls short of the level that the target asks for."]
    yield [
        "Historic",
        "An ambition of 2014 or 2018 as it was quoted: a test case, not a target of the council now.",
    ]
    yield ["Link to this list", about.link or "not available"]
