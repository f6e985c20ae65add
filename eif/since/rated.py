"""Which categories, areas and rules answer otherwise than before, as changes?

What moved, and which way, is what `eif.simulate.moves` says of two ratings. Where nothing was rated before, a
concern is for the worse, as on the page of early warnings, and anything else is new; what is rated no more is
grey.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from eif.outputs.words import LEVEL, RATING
from eif.simulate import MovedArea, MovedSchool, MovedSignal, Moves
from eif.since.change import BETTER, CHANGED, GONE, NEW, WORSE, Change

NONE = "not rated"
_SCHOOL = {
    "more concern": WORSE,
    "less concern": BETTER,
    "now rated": NEW,
    "no longer rated": GONE,
    "days": CHANGED,
}
# The tier that asks for no more than the universal offer: no concern.
_LIGHTEST = 1
# By concern, as an area's rating is.
_CONCERN = {"green": 0, "amber": 1, "red": 2}
_SOURCE = "Ratings by the framework's rules"


def rated(moved: Moves) -> Iterator[Change]:
    """The changes of category, area and rule of schools that both sides list."""
    because: dict[tuple[str, str], list[str]] = defaultdict(list)
    for signal in moved.signals:
        because[signal.school_id, signal.area].append(signal.title)
    for school in moved.schools:
        if school.what in _SCHOOL:
            yield _category(school)
    for place, area in enumerate(moved.areas):
        yield _area(area, because[area.school_id, area.area], place)
    for place, signal in enumerate(moved.signals):
        yield _signal(signal, place)


def _category(moved: MovedSchool) -> Change:
    only_days, newly = moved.what == "days", moved.what == "now rated"
    return Change(
        heading="category",
        school_id=moved.school_id,
        title="Days that the tier asks for" if only_days else "Indicated by the data",
        before=_days(moved.days_before) if only_days else moved.category_before or NONE,
        after=_days(moved.days_after) if only_days else moved.category_after or NONE,
        what=WORSE if newly and (moved.tier_after or 0) > _LIGHTEST else _SCHOOL[moved.what],
        why=moved.why_after,
        on_day=None,
        source=_SOURCE,
        page="school",
        ord=int(only_days),
    )


def _area(moved: MovedArea, because: list[str], place: int) -> Change:
    rules = f"Rules that answer otherwise: {'; '.join(because)}." if because else ""
    return Change(
        heading="areas",
        school_id=moved.school_id,
        title=moved.title,
        before=RATING[moved.rating_before].word if moved.rating_before else NONE,
        after=RATING[moved.rating_after].word if moved.rating_after else NONE,
        what=_turn(_CONCERN.get(moved.rating_before or ""), _CONCERN.get(moved.rating_after or "")),
        why=" ".join(filter(None, (moved.why_after, rules))) or None,
        on_day=None,
        source=_SOURCE,
        page="school",
        area=moved.area,
        ord=place,
    )


def _turn(before: int | None, after: int | None) -> str:
    """Which way a rating turned; what is not rated any more is grey, whatever it was."""
    if after is None:
        return CHANGED if before is None else GONE
    if before is None:
        return WORSE if after else NEW
    return WORSE if after > before else BETTER


def _signal(moved: MovedSignal, place: int) -> Change:
    return Change(
        heading="signals",
        school_id=moved.school_id,
        title=moved.title,
        before=LEVEL[moved.level_before].word,
        after=LEVEL[moved.level_after].word,
        what=_turn(moved.level_before, moved.level_after),
        why=moved.reason_after or "The rule is no longer made for this school.",
        on_day=None,
        source=f"Rule of the area {moved.area_title}",
        page="school",
        area=moved.area,
        ord=place,
    )


def _days(days: float | None) -> str:
    return NONE if days is None else f"{days:g}"
