"""How does a visit that is still to be held get into somebody's calendar?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event

from eif.casework.words import VISIT_KINDS, VISIT_STATES


def write_calendar(visits: Iterable[Any], name: str) -> bytes:
    """The visits of `screen_visit` that are planned or booked, as an iCalendar file (RFC 5545).

    Each is a whole day, since no hour is recorded; only one that is booked is confirmed. A visit keeps its
    UID and counts its versions, so that taking the file in again moves what was moved.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//School improvement//Visits//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for visit in visits:
        if visit.is_open:
            calendar.add_component(_event(visit))
    return bytes(calendar.to_ical())


def _event(visit: Any) -> Event:
    event = Event()
    event.add("uid", f"visit-{visit.record_id}@school-improvement")
    event.add("sequence", visit.version)
    event.add("dtstamp", datetime.fromisoformat(visit.saved_at).astimezone(UTC))
    event.add("dtstart", visit.on_day)
    event.add("dtend", visit.on_day + timedelta(days=1))
    days = f"{visit.days:g} {'day' if visit.days == 1 else 'days'}"
    event.add("summary", f"{VISIT_KINDS[visit.kind]}: {visit.name or 'school not listed'} ({days})")
    event.add("status", "CONFIRMED" if visit.status == "booked" else "TENTATIVE")
    event.add(
        "description", f"{VISIT_STATES[visit.status]}, {visit.adviser}. URN {visit.urn or 'not known'}."
    )
    # A day with a visit of half a day has room for something else.
    event.add("transp", "OPAQUE" if visit.days >= 1 else "TRANSPARENT")
    return event
