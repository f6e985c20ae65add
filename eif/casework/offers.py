"""Which school offers help to others, in which areas, and how much of it is left?

Schools with evidence of strong practice may become capacity givers (framework page 13). An offer is so many
half days in all, from one day to another; support draws on it, and what was not used goes back to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row

from eif.casework.desk import Desk, School
from eif.casework.errors import CaseworkError
from eif.casework.given import HALVES, Given
from eif.casework.judgements import judgement_id
from eif.casework.store import Saved, Writing
from eif.casework.words import AREAS, OVERALL

# An offer is looked at anew after two years, and none is recorded from longer ago than one.
LONGEST = timedelta(days=2 * 366)
OLDEST = timedelta(days=366)
# More days than a school year has.
MOST_DAYS = 190
IN_HAND = "agreed"


def offer(
    desk: Desk,
    school_id: str,
    *,
    areas: Sequence[str],
    days: float | None,
    from_on: date | None,
    to_on: date | None,
    practice: str,
    record: str | None = None,
    seen_version: int = 0,
    token: str | None = None,
) -> Saved:
    """Record what a school offers others: areas, days in all, from when to when, and which practice.

    `record` is the offer to change. Refused for a school Causing Concern, and where support that draws on the
    offer would no longer fit it. Raises Refused, NotAllowed, Conflict, NothingChanged and AlreadySaved.
    """
    school = desk.open_school(school_id)
    with desk.write("offer", school_id, token) as writing:
        given = Given()
        values: dict[str, Any] = {
            "school_id": school_id,
            "areas": given.choices("areas", areas, "one or more areas", AREAS),
            "half_days": given.half_days("half_days", days, "the days offered", least=0.5, most=MOST_DAYS),
            "practice": given.text("practice", practice, "what the school does well"),
        }
        values |= span(given, from_on, to_on, earliest=desk.today - OLDEST)
        given.require("school", not of_concern(writing, school), concern(school))
        if record:
            _still_fits(given, writing, record, values)
        given.done()
        did = "change an offer of support" if record else "offer support"
        if record is None:
            return writing.add("capacity_offer", values, did=did)
        _of_school(writing, record, school_id)
        return writing.save("capacity_offer", record, seen_version, values, did=did)


def end_offer(
    desk: Desk,
    school_id: str,
    record: str,
    *,
    on_day: date | None,
    why: str,
    seen_version: int,
    token: str | None = None,
) -> Saved:
    """Let an offer end on a day, no sooner than the support that draws on it. Raises as `offer` does."""
    with desk.write("offer", school_id, token) as writing:
        stands = _of_school(writing, record, school_id)
        given = Given()
        reason = given.text("why", why, "why the offer ends")
        last = given.day("on_day", on_day, "its last day", earliest=stands.from_on, latest=stands.to_on)
        values = values_of(stands, "areas", "half_days", "from_on", "practice")
        values |= {"school_id": school_id, "to_on": last}
        _still_fits(given, writing, record, values, field="on_day")
        given.done()
        return writing.save(
            "capacity_offer", record, seen_version, values, did="end an offer of support", reason=reason
        )


def _of_school(writing: Writing, record: str, school_id: str) -> Row[Any]:
    stands = writing.newest("capacity_offer", record)
    if stands is None or stands.withdrawn or stands.school_id != school_id:
        raise CaseworkError("This offer no longer stands. Nothing was saved.")
    return stands


def of_concern(writing: Writing, school: School) -> bool:
    """Whether a school is Causing Concern: as agreed here, else in a register, else as indicated."""
    here = writing.newest("judgement", judgement_id(school.school_id, OVERALL, "agreed"))
    agreed = here.category if here and not here.withdrawn else school.agreed
    return (agreed or school.indicated.get(OVERALL)) == "Causing Concern" or bool(school.steps)


def concern(school: School) -> str:
    """The sentence that says so."""
    return f"{school.name} is Causing Concern, and does not support others for now."


def span(
    given: Given,
    from_on: date | None,
    to_on: date | None,
    *,
    earliest: date,
    latest: date | None = None,
) -> dict[str, date]:
    """A first and a last day that fit each other."""
    first = given.day("from_on", from_on, "the first day", earliest=earliest, latest=latest)
    last = given.day("to_on", to_on, "the last day", latest=latest)
    if from_on and to_on:
        given.require("to_on", first <= last, "The last day is before the first. Change one of them.")
        given.require("to_on", last <= first + LONGEST, "Give a last day within two years of the first.")
    return {"from_on": first, "to_on": last}


def in_use(writing: Writing, offer_id: str) -> int:
    """Half days of an offer that are agreed or were given."""
    used = 0
    for row in writing.standing("brokered_support", offer_id=offer_id):
        used += row.half_days if row.state == IN_HAND else row.half_days_given or 0
    return used


def _still_fits(
    given: Given, writing: Writing, record: str, values: dict[str, Any], *, field: str = "to_on"
) -> None:
    """Refuse an offer that no longer holds the support that draws on it."""
    used = in_use(writing, record)
    given.require(
        "half_days", values["half_days"] >= used, f"{in_days(used)} of it are agreed or given already."
    )
    for row in writing.standing("brokered_support", offer_id=record, state=IN_HAND):
        given.require("areas", row.area in values["areas"], "Support in an area left out is in hand.")
        given.require("from_on", row.from_on >= values["from_on"], "Support in hand begins before this day.")
        given.require(field, row.to_on <= values["to_on"], "Support in hand ends after this day.")


def values_of(row: Row[Any], *names: str) -> dict[str, Any]:
    """Some fields of a record."""
    return {name: getattr(row, name) for name in names}


def in_days(half_days: int) -> str:
    """Half days as words: 1 day, 2.5 days."""
    return f"{half_days / HALVES:g} {'day' if half_days == HALVES else 'days'}"
