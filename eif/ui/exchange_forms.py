"""How are an offer, brokered support and its outcome given?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from eif.casework import exchange
from eif.casework.desk import Desk
from eif.casework.given import HALVES
from eif.casework.offers import IN_HAND, end_offer, offer
from eif.casework.words import SUPPORT_STATES
from eif.snapshot import Snapshot
from eif.ui.exchange import days
from eif.ui.figures import day
from eif.ui.forms import Form
from eif.ui.shell import show

LONGEST_OFFER, LONGEST_SUPPORT = 190.0, 40.0
_OFFER = ("areas", "half_days", "from_on", "to_on", "practice")


def broker_form(desk: Desk, school: Any, area: str, matches: Sequence[Any], offers: Sequence[Any]) -> None:
    """The form that brings a giver and this school together."""
    reasons = {row.offer_id: row for row in matches if row.offer_id}
    options = {
        row.record_id: f"{row.name}: {days(row.free)} of {days(row.half_days)} days free"
        + ("" if row.record_id in reasons else " (not among the matches)")
        for row in sorted(offers, key=lambda row: row.record_id not in reasons)
        if area in row.areas and row.state != "ended" and row.free > 0 and row.school_id != school.school_id
    }
    with st.container(key="form-broker"):
        show("<h2>Broker support</h2>")
        form = Form(f"broker.{school.school_id}.{area}", desk)
        form.tell()
        if not options:
            show("<p>No school has days free in this area. Record an offer below first.</p>")
            return
        left, middle, right = st.columns([5, 3, 3])
        with left:
            offer_id = form.choice("offer", "Giver", options)
        with middle:
            first = form.day("from_on", "First day", usual=desk.today)
            length = form.days("half_days", "Days", usual=1.0, most=LONGEST_SUPPORT)
        with right:
            last = form.day("to_on", "Last day")
        why = form.text("why", "Why this giver", help_="Both schools may read it.", height=80)
        chosen = reasons.get(offer_id or "")
        form.save(
            "Agree this support",
            lambda seen, token: exchange.broker(
                desk, school.school_id, offer_id=offer_id or "", area=area, days=length, from_on=first,
                to_on=last, why=why, reasons=_reasons(chosen), token=token,
            ),
            "Agreed. It stands below, with the reasons as they are today.",
        )  # fmt: skip


def _reasons(row: Any | None) -> list[str]:
    if row is None:
        return ["Not among the matches on the day it was agreed."]
    return [*row.measures, row.standing, *row.recognised, row.intake, row.near, row.availability_words]


def outcome_form(desk: Desk, support: Sequence[Any]) -> None:
    """The form that says what brokered support came to."""
    in_hand = {row.record_id: row for row in support if row.state == "agreed"}
    if not in_hand:
        return
    with st.container(key="form-outcome"):
        show("<h2>Record what support came to</h2>")
        record = st.selectbox(
            "Support",
            list(in_hand),
            format_func=lambda key: (
                f"{in_hand[key].giver_name} for {in_hand[key].name}, {in_hand[key].area_title}"
            ),
            key="outcome.record",
        )
        row = in_hand[record or next(iter(in_hand))]
        form = Form(f"outcome.{row.record_id}", desk, seen=row.version)
        most = row.half_days / HALVES
        form.tell()
        left, middle, right = st.columns(3)
        with left:
            state = form.choice("state", "How it ended", _without_in_hand())
        with middle:
            given = form.days("half_days_given", "Days given", usual=most, most=most)
        with right:
            ended = form.day("outcome_on", "Ended on", usual=desk.today)
        outcome = form.text("outcome", "What came of it", height=80)
        form.save(
            "Save the outcome",
            lambda seen, token: exchange.record_outcome(
                desk, row.record_id, state=state or "", days_given=given, outcome=outcome, outcome_on=ended,
                seen_version=seen, token=token,
            ),
            "Saved. Days that were not given are free again.",
        )  # fmt: skip
        form.also(
            "It was recorded wrongly: take it back",
            lambda seen, token: exchange.take_support_back(
                desk, row.record_id, why=outcome, seen_version=seen, token=token
            ),
            "Taken back. Its days are free again.",
        )


def _without_in_hand() -> dict[str, str]:
    return {word: said for word, said in SUPPORT_STATES.items() if word != IN_HAND}


def offer_form(desk: Desk, snapshot: Snapshot, offers: Sequence[Any], titles: Mapping[str, str]) -> None:
    """The form for a new offer, or to change or end one that stands."""
    standing = {row.record_id: row for row in offers if row.state != "ended"}
    schools = {row.school_id: row.name for row in snapshot.rows("screen_school") if row.listed}
    with st.container(key="form-offer"):
        show("<h2>Record what a school offers</h2>")
        record = st.selectbox(
            "Offer",
            ["", *standing],
            format_func=lambda key: f"Change: {_offer_words(standing[key])}" if key else "A new offer",
            key="offer.record",
        )
        row = standing.get(record or "")
        stands = {} if row is None else {name: getattr(row, name) for name in _OFFER}
        form = Form(f"offer.{record or 'new'}", desk, stands=stands, seen=row.version if row else 0)
        form.tell()
        left, middle, right = st.columns([4, 2, 2])
        with left:
            by_name = dict(sorted(schools.items(), key=lambda each: (each[1], each[0])))
            school_id = row.school_id if row else form.choice("school", "School", by_name)
            areas = form.choices("areas", "Areas", titles)
        with middle:
            first = form.day("from_on", "From", usual=desk.today)
            length = form.days("half_days", "Days in all", usual=3.0, most=LONGEST_OFFER)
        with right:
            last = form.day("to_on", "Until")
        ends = form.line("why", "If it ends on the day under Until: why?") if row else ""
        practice = form.text("practice", "What the school does well, and how it would share it", height=80)
        form.save(
            "Save this offer",
            lambda seen, token: offer(
                desk, school_id or "", areas=areas, days=length, from_on=first, to_on=last,
                practice=practice, record=record or None, seen_version=seen, token=token,
            ),
            "Saved. The school stands in the register of givers.",
        )  # fmt: skip
        if row:
            form.also(
                "End this offer",
                lambda seen, token: end_offer(
                    desk, row.school_id, row.record_id, on_day=last, why=ends, seen_version=seen, token=token
                ),
                "The offer ends on that day.",
            )


def _offer_words(row: Any) -> str:
    return f"{row.name}, {days(row.half_days)} days until {day(row.to_on)}"
