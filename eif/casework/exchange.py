"""Who was brought together with whom, and what came of it?

The adviser brokers support between schools (framework page 12). Support draws on a giver's offer.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row

from eif.casework.desk import Desk
from eif.casework.errors import CaseworkError, Refused
from eif.casework.given import HALVES, Given
from eif.casework.offers import IN_HAND, MOST_DAYS, concern, in_days, in_use, of_concern, span, values_of
from eif.casework.store import Saved, versions
from eif.casework.words import AREAS, SUPPORT_STATES


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
        values |= span(given, from_on, to_on, earliest=offered.from_on, latest=offered.to_on)
        given.require("area", area in offered.areas, f"{giver.name} does not offer this area.")
        free = offered.half_days - in_use(writing, offer_id)
        given.require(
            "half_days",
            values["half_days"] <= free,
            f"{giver.name} has {in_days(free)} free of the {in_days(offered.half_days)} offered.",
        )
        given.require("offer", giver.school_id != receiver_id, "A school does not give support to itself.")
        given.require("offer", not of_concern(writing, giver), concern(giver))
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
        values = values_of(
            stands, "school_id", "giver_id", "offer_id", "area", "half_days", "from_on", "to_on"
        )
        values |= values_of(stands, "reasons", "why") | {"state": ended}
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
