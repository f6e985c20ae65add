"""Who is on the team, with how many days a term, and who is the adviser of which school?

A school has one adviser at a time. Whoever leaves keeps their schools on paper until they are handed over:
the Caseload page shows them as schools without an adviser from the day after, so that none is forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row

from eif.access.roles import ROLES
from eif.casework.desk import Desk
from eif.casework.errors import CaseworkError, NothingChanged, Refused
from eif.casework.given import Given
from eif.casework.store import Saved, Writing
from eif.casework.words import VISIT_OPEN
from eif.casework.year import TERMS

# A person can be entered this long before or after they come or go.
FURTHEST = timedelta(days=2 * 366)
# More days than a term has.
MOST_DAYS = 100


def join_team(
    desk: Desk,
    *,
    label: str,
    role: str,
    days: Mapping[str, float | None],
    from_on: date | None,
    token: str | None = None,
) -> Saved:
    """Add somebody to the team, by a role label such as 'SIA North'; `days` they have for schools, by term.

    Raises Refused, NotAllowed and AlreadySaved.
    """
    given = Given()
    values: dict[str, Any] = {
        "label": given.text("label", label, "a role label, such as SIA North", most=80),
        "role": given.choice("role", role, "a role", [one for one in ROLES if one != "board"]),
        "from_on": given.day(
            "from_on",
            from_on,
            "the first day",
            earliest=desk.today - FURTHEST,
            latest=desk.today + FURTHEST,
        ),
    }
    values |= _term_days(given, days)
    with desk.write("team", None, token) as writing:
        taken = [row for row in writing.standing("adviser", label=values["label"]) if _stays(row, desk.today)]
        given.require("label", not taken, f"There is a {values['label']} on the team already.")
        given.done()
        return writing.add("adviser", values, did="join the team")


def change_days(
    desk: Desk,
    adviser_id: str,
    *,
    days: Mapping[str, float | None],
    seen_version: int,
    token: str | None = None,
) -> Saved:
    """Change how many days somebody has, by term. Raises Refused, NotAllowed, Conflict, NothingChanged."""
    given = Given()
    changed = _term_days(given, days)
    given.done()
    with desk.write("team", None, token) as writing:
        stands = _said(_known(writing, adviser_id))
        return writing.save("adviser", adviser_id, seen_version, stands | changed, did="change term days")


def leave_team(
    desk: Desk, adviser_id: str, *, on: date | None, seen_version: int, token: str | None = None
) -> Saved:
    """Let somebody leave after their last day `on`; None: they stay after all.

    Their schools are not handed over by this: see `reassign`. Raises Refused, NotAllowed, Conflict and
    NothingChanged.
    """
    with desk.write("team", None, token) as writing:
        adviser = _known(writing, adviser_id)
        given = Given()
        last = given.optional_day(
            "on", on, "the last day", earliest=adviser.from_on, latest=desk.today + FURTHEST
        )
        given.done()
        did = "leave the team" if last else "stay on the team"
        return writing.save("adviser", adviser_id, seen_version, _said(adviser) | {"to_on": last}, did=did)


def reassign(
    desk: Desk,
    schools: Mapping[str, int],
    *,
    adviser_id: str,
    from_on: date | None = None,
    token: str | None = None,
) -> list[Saved]:
    """Give schools an adviser from a day, at the latest today: all of them, or none where one is refused.

    `schools` are their ids with the version of the assignment that was on the screen, 0 where there was
    none. What the adviser before had planned or booked from that day on goes along. Returned are the
    assignments that changed. Raises Refused, NotAllowed, Conflict, NothingChanged and AlreadySaved.
    """
    if not schools:
        raise Refused({"school": "Choose at least one school."})
    for school_id in schools:
        desk.open_school(school_id)
    given = Given()
    start = given.day(
        "from_on",
        from_on or desk.today,
        "the first day",
        earliest=desk.today - FURTHEST,
        latest=desk.today,
    )
    given.done()
    with desk.write("assign", None, token) as writing:
        adviser = _known(writing, adviser_id)
        if not _stays(adviser, start):
            raise Refused({"adviser_id": f"{adviser.label} has left the team. Choose somebody who is on it."})
        saved = [
            done
            for school_id, seen in schools.items()
            if (done := _assign(writing, school_id, seen, adviser_id, start))
        ]
        if not saved:
            raise NothingChanged(f"{adviser.label} is their adviser already, so nothing was saved.")
        return saved


def assign(
    desk: Desk,
    school_id: str,
    *,
    adviser_id: str,
    seen_version: int = 0,
    from_on: date | None = None,
    token: str | None = None,
) -> Saved:
    """Give one school its adviser; as `reassign`."""
    (saved,) = reassign(desk, {school_id: seen_version}, adviser_id=adviser_id, from_on=from_on, token=token)
    return saved


def on_team(writing: Writing, adviser_id: str | None, day: date) -> str | None:
    """Why somebody cannot visit on a day, as a sentence; None where they can."""
    adviser = writing.newest("adviser", adviser_id) if adviser_id else None
    if adviser is None or adviser.withdrawn:
        return "Choose who visits, from the team."
    if day < adviser.from_on:
        return f"{adviser.label} is on the team only from {_plain(adviser.from_on)}."
    if not _stays(adviser, day):
        return f"{adviser.label} is on the team only until {_plain(adviser.to_on)}."
    return None


def _assign(writing: Writing, school_id: str, seen: int, adviser_id: str, start: date) -> Saved | None:
    """One school's assignment, with the visits that go along; None where it stands already."""
    before = writing.newest("assignment", school_id)
    had = before.adviser_id if before and not before.withdrawn else None
    if had == adviser_id and before is not None and before.version == seen:
        return None
    values = {"school_id": school_id, "adviser_id": adviser_id, "from_on": start}
    saved = writing.save("assignment", school_id, seen, values, did="assign an adviser")
    for visit in writing.standing("visit", school_id=school_id) if had else ():
        if visit.adviser_id == had and visit.status in VISIT_OPEN and visit.on_day >= start:
            writing.save(
                "visit",
                visit.record_id,
                visit.version,
                dict(visit._mapping) | {"adviser_id": adviser_id},
                did="hand a visit over",
            )
    return saved


def _term_days(given: Given, days: Mapping[str, float | None]) -> dict[str, int]:
    return {
        f"half_days_{term}": given.half_days(
            f"half_days_{term}", days.get(term), f"the days of the {term} term", most=MOST_DAYS
        )
        for term in TERMS
    }


def _known(writing: Writing, adviser_id: str) -> Row[Any]:
    found = writing.newest("adviser", adviser_id)
    if found is None or found.withdrawn:
        raise CaseworkError("This person is not on the team. Nothing was saved.")
    return found


def _said(row: Row[Any]) -> dict[str, Any]:
    return dict(row._mapping)


def _stays(adviser: Row[Any], day: date) -> bool:
    return adviser.to_on is None or adviser.to_on >= day


def _plain(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
