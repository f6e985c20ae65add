"""Which schools share what they do well, and with whom?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from eif.casework.desk import Desk
from eif.casework.errors import Refused
from eif.casework.exchange import broker
from eif.casework.offers import offer
from eif.demo_year.clock import DIRECTOR, Diary
from eif.snapshot import Snapshot

OFFERS, BROKERED = 24, 9
PRACTICE = {
    "attendance": "First-day calls and a weekly look at every pupil below 92%, with the family.",
    "attainment": "A reading timetable in which every pupil is heard each day.",
    "inclusion": "Provision maps that class teachers write and review themselves.",
}


def share_practice(
    diary: Diary, snapshot: Snapshot, schools: Sequence[Any], agreed: Mapping[str, str]
) -> None:
    """Note offers of schools that are strong in an area, and support brokered for weaker ones."""
    ratings = {
        (row.urn, row.area): row.rating
        for row in snapshot.rows("area_rating", columns=["urn", "area", "rating"])
    }
    good = [row for row in schools if agreed.get(row.school_id) in ("Embedded", "Established")]
    weak = [row for row in schools if agreed.get(row.school_id) in ("Developing", "Causing Concern")]
    for number, row in enumerate(good[:OFFERS]):
        area = next((one for one in PRACTICE if ratings.get((row.urn, one)) == "green"), None)
        if area is None:
            continue
        offered: list[str] = []
        begins = diary.weekday(diary.this_year + timedelta(days=10), diary.this_year + timedelta(days=40))
        diary.note(begins, DIRECTOR, _offer(row, area, begins, diary, offered))
        receiver = next(
            (one for one in weak if one.phase == row.phase and ratings.get((one.urn, area)) == "red"), None
        )
        if number < BROKERED and receiver is not None:
            weak.remove(receiver)
            day = diary.weekday(begins + timedelta(days=5), diary.last)
            diary.note(day, DIRECTOR, _broker(receiver, area, day, offered))


def _offer(row: Any, area: str, begins: Any, diary: Diary, offered: list[str]) -> Any:
    def doing(desk: Desk) -> None:
        saved = offer(
            desk,
            row.school_id,
            areas=[area],
            days=diary.chance.choice((2.0, 3.0, 5.0)),
            from_on=begins,
            to_on=diary.this_year + timedelta(days=320),
            practice=PRACTICE[area],
        )
        offered.append(saved.record_id)

    return doing


def _broker(receiver: Any, area: str, day: Any, offered: list[str]) -> Any:
    def doing(desk: Desk) -> None:
        try:
            broker(
                desk,
                receiver.school_id,
                offer_id=offered[0],
                area=area,
                days=1.0,
                from_on=day,
                to_on=day + timedelta(days=90),
                why="Same phase, and strong on the very measure that is weak here.",
            )
        except Refused:
            # A trust supports its own schools; nothing is brokered then.
            return

    return doing
