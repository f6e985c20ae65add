"""Which school offers help to others, who was brought together with whom, and what came of it?

Schools with evidence of strong practice may become capacity givers (framework page 13), and the adviser
brokers their support (page 12). An offer is so many half days in all, from one day to another; support draws
on it, and what was not used goes back to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row

from eif.casework.desk import Desk, School
from eif.casework.errors import CaseworkError, Refused
from eif.casework.given import HALVES, Given
from eif.casework.judgements import judgement_id
from eif.casework.store import Saved, Writing, versions
from eif.casework.words import AREAS, OVERALL, SUPPORT_STATES

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
        values |= _span(given, from_on, to_on, earliest=desk.today - OLDEST)
        given.require("school", not _of_concern(writing, school), _concern(school))
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
        values = _values(stands, "areas", "half_days", "from_on", "practice")
        values |= {"school_id": school_id, "to_on": last}
        _still_fits(given, writing, record, values, field="on_day")
        given.done()
        return writing.save(
            "capacity_offer", record, seen_version, values, did="end an offer of support", reason=reason
        )


def broker(
    desk: Desk,
    receiver_id: str,
    *,
    offer_id: str,
    area: str,
    days: float | None,
    from_on: date | None,
    to_on: date | None,
    why: str,
    reasons: Sequence[str] = (),
    token: str | None = None,
) -> Saved:
    """Agree that a giver supports a school in an area; `reasons` are the matcher's, kept as they stood.

    Refused beyond the offer's capacity, areas or days, for a giver Causing Concern, for itself, and
    within one trust, which supports its own schools. Raises Refused, NotAllowed and AlreadySaved.
    """
    receiver = desk.open_school(receiver_id)
    with desk.write("broker", receiver_id, token) as writing:
        offered = writing.newest("capacity_offer", offer_id)
        if offered is None or offered.withdrawn:
            raise Refused({"offer": "This offer no longer stands. Choose another giver."})
        giver = desk.open_school(offered.school_id)
        given = Given()
        values: dict[str, Any] = {
            "school_id": receiver_id,
            "giver_id": giver.school_id,
            "offer_id": offer_id,
            "area": given.choice("area", area, "an area", AREAS),
            "half_days": given.half_days("half_days", days, "the days agreed", least=0.5, most=MOST_DAYS),
            "state": IN_HAND,
            "reasons": "\n".join(reasons),
            "why": given.text("why", why, "why this giver was chosen"),
        }
        values |= _span(given, from_on, to_on, earliest=offered.from_on, latest=offered.to_on)
        given.require("area", area in offered.areas, f"{giver.name} does not offer this area.")
        free = offered.half_days - _in_use(writing, offer_id)
        given.require(
            "half_days",
            values["half_days"] <= free,
            f"{giver.name} has {_days(free)} free of the {_days(offered.half_days)} offered.",
        )
        given.require("offer", giver.school_id != receiver_id, "A school does not give support to itself.")
        given.require("offer", not _of_concern(writing, giver), _concern(giver))
        given.require(
            "offer",
            giver.trust is None or giver.trust != receiver.trust,
            f"{giver.name} is in the same trust, {giver.trust}, which supports its own schools.",
        )
        given.done()
        return writing.add("brokered_support", values, did="broker support", reason=values["why"])


def record_outcome(
    desk: Desk,
    record: str,
    *,
    state: str,
    days_given: float | None,
    outcome: str,
    outcome_on: date | None,
    seen_version: int,
    token: str | None = None,
) -> Saved:
    """Say how brokered support ended: completed or stopped, the days it came to, and what changed.

    Days that were not given go back to the offer. Raises as `broker` does, and Conflict.
    """
    stands, receiver_id = _support(desk, record)
    with desk.write("broker", receiver_id, token) as writing:
        given = Given()
        ended = given.choice(
            "state", state, "how it ended", [word for word in SUPPORT_STATES if word != IN_HAND]
        )
        values = _values(stands, "school_id", "giver_id", "offer_id", "area", "half_days", "from_on", "to_on")
        values |= _values(stands, "reasons", "why") | {"state": ended}
        values["half_days_given"] = given.half_days(
            "half_days_given", days_given, "the days given", most=stands.half_days / HALVES
        )
        values["outcome"] = given.text("outcome", outcome, "what came of it")
        values["outcome_on"] = given.day(
            "outcome_on", outcome_on, "the day it ended", earliest=stands.from_on, latest=desk.today
        )
        given.done()
        return writing.save(
            "brokered_support", record, seen_version, values, did="record what support came to"
        )


def take_support_back(
    desk: Desk, record: str, *, why: str, seen_version: int, token: str | None = None
) -> Saved:
    """Let brokered support stand no more, as when it was recorded wrongly. Raises Refused and Conflict."""
    given = Given()
    why = given.text("why", why, "why it is taken back")
    given.done()
    _, receiver_id = _support(desk, record)
    with desk.write("broker", receiver_id, token) as writing:
        return writing.withdraw(
            "brokered_support", record, seen_version, did="take brokered support back", reason=why
        )


def _support(desk: Desk, record: str) -> tuple[Row[Any], str]:
    with desk.store.read() as con:
        kept = versions(con, "brokered_support", record)
    if not kept or kept[-1].withdrawn:
        raise CaseworkError("This support no longer stands. Nothing was saved.")
    return kept[-1], kept[-1].school_id


def _of_school(writing: Writing, record: str, school_id: str) -> Row[Any]:
    stands = writing.newest("capacity_offer", record)
    if stands is None or stands.withdrawn or stands.school_id != school_id:
        raise CaseworkError("This offer no longer stands. Nothing was saved.")
    return stands


def _of_concern(writing: Writing, school: School) -> bool:
    """Whether a school is Causing Concern: as agreed here, else in a register, else as indicated."""
    here = writing.newest("judgement", judgement_id(school.school_id, OVERALL, "agreed"))
    agreed = here.category if here and not here.withdrawn else school.agreed
    return (agreed or school.indicated.get(OVERALL)) == "Causing Concern" or bool(school.steps)


def _concern(school: School) -> str:
    return f"{school.name} is Causing Concern, and does not support others for now."


def _span(
    given: Given,
    from_on: date | None,
    to_on: date | None,
    *,
    earliest: date,
    latest: date | None = None,
) -> dict[str, date]:
    first = given.day("from_on", from_on, "the first day", earliest=earliest, latest=latest)
    last = given.day("to_on", to_on, "the last day", latest=latest)
    if from_on and to_on:
        given.require("to_on", first <= last, "The last day is before the first. Change one of them.")
        given.require("to_on", last <= first + LONGEST, "Give a last day within two years of the first.")
    return {"from_on": first, "to_on": last}


def _in_use(writing: Writing, offer_id: str) -> int:
    """Half days of an offer that are agreed or were given."""
    used = 0
    for row in writing.standing("brokered_support", offer_id=offer_id):
        used += row.half_days if row.state == IN_HAND else row.half_days_given or 0
    return used


def _still_fits(
    given: Given, writing: Writing, record: str, values: dict[str, Any], *, field: str = "to_on"
) -> None:
    """Refuse an offer that no longer holds the support that draws on it."""
    used = _in_use(writing, record)
    given.require(
        "half_days", values["half_days"] >= used, f"{_days(used)} of it are agreed or given already."
    )
    for row in writing.standing("brokered_support", offer_id=record, state=IN_HAND):
        given.require("areas", row.area in values["areas"], "Support in an area left out is in hand.")
        given.require("from_on", row.from_on >= values["from_on"], "Support in hand begins before this day.")
        given.require(field, row.to_on <= values["to_on"], "Support in hand ends after this day.")


def _values(row: Row[Any], *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _days(half_days: int) -> str:
    return f"{half_days / HALVES:g} {'day' if half_days == HALVES else 'days'}"
