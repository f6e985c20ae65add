"""What do the school, the council and the adviser judge, and what did they agree?

Four values stand beside each other for each area and overall: the school's own, what the data indicate,
what the council validates and what is agreed (framework page 3). Data suggest, people decide: another
category than the indicated one needs a reason; a step of two, or from red to green, needs a second person;
a statutory step in force cannot be agreed away (domain rules 5).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from eif.casework.desk import Desk, School
from eif.casework.errors import CaseworkError, NotAllowed
from eif.casework.given import Given
from eif.casework.store import Saved, Writing
from eif.casework.words import AREAS, CATEGORIES, JUDGEMENT_KINDS, OVERALL, REASONS, VALIDATED

# Evidence older than this is not evidence of today's school.
OLDEST = timedelta(days=5 * 366)
RED, GREEN = 2, 0


def judgement_id(school_id: str, area: str, kind: str) -> str:
    """There is one record for each school, area and kind; judging again makes its next version."""
    return f"{school_id}:{area}:{kind}"


def judge(
    desk: Desk,
    school_id: str,
    *,
    area: str,
    kind: str,
    category: str | None,
    note: str,
    evidence_on: date | None,
    validated: str | None = None,
    reason_code: str | None = None,
    agreed_with: str | None = None,
    review_on: date | None = None,
    seen_version: int = 0,
    token: str | None = None,
) -> Saved:
    """Record a judgement of an area or of the school as a whole ('overall').

    An agreed category that needs a second person is kept as a proposal, and the judgement stands as it did:
    what is returned then is of the noun 'proposal'. `seen_version` is the version of the judgement on the
    screen, 0 where there was none. Raises Refused, NotAllowed, Conflict, NothingChanged and AlreadySaved.
    """
    school = desk.open_school(school_id)
    record = judgement_id(school_id, area, kind)
    with desk.write("judge", school_id, token) as writing:
        values = _checked(
            desk,
            school,
            area=area,
            kind=kind,
            category=category,
            note=note,
            evidence_on=evidence_on,
            validated=validated,
            reason_code=reason_code,
            agreed_with=agreed_with,
            review_on=review_on,
        )
        did = f"judge: {JUDGEMENT_KINDS[kind].lower()}"
        why_second = kind == "agreed" and _why_second(writing, school, area, record, category)
        if not why_second:
            return writing.save("judgement", record, seen_version, values, did=did, reason=values["note"])
        waiting = writing.newest("proposal", record)
        proposed = {name: value for name, value in values.items() if name not in {"validated", "approved_by"}}
        return writing.save(
            "proposal",
            record,
            waiting.version if waiting else 0,
            proposed | {"proposed_by": desk.person.name, "why_second": why_second},
            did="propose a category",
            reason=values["note"],
        )


def approve(desk: Desk, record: str, *, seen_version: int, token: str | None = None) -> Saved:
    """Let a proposal become the agreed category; another person than its proposer does it.

    Raises NotAllowed, Conflict and AlreadySaved.
    """
    with desk.write("approve", None, token) as writing:
        proposal = writing.newest("proposal", record)
        if proposal is None or proposal.withdrawn:
            raise CaseworkError("This proposal is no longer waiting. Nothing was saved.")
        if proposal.proposed_by == desk.person.name:
            raise NotAllowed("Another person than the one who proposed it has to approve. Nothing was saved.")
        writing.withdraw("proposal", record, seen_version, did="approve a category", reason="approved")
        stands = writing.newest("judgement", record)
        said = {name: value for name, value in proposal._mapping.items() if name != "proposed_by"}
        return writing.save(
            "judgement",
            record,
            stands.version if stands else 0,
            said | {"approved_by": desk.person.name},
            did="approve a category",
            reason=f"proposed by {proposal.proposed_by}: {proposal.note}",
        )


def decline(desk: Desk, record: str, *, why: str, seen_version: int, token: str | None = None) -> Saved:
    """Let a proposal stand no more; the agreed category stays. Raises Refused, NotAllowed and Conflict."""
    given = Given()
    why = given.text("why", why, "why it is not approved")
    given.done()
    with desk.write("approve", None, token) as writing:
        return writing.withdraw("proposal", record, seen_version, did="decline a category", reason=why)


def take_back(
    desk: Desk, school_id: str, record: str, *, why: str, seen_version: int, token: str | None = None
) -> Saved:
    """Let a judgement stand no more, as when it was recorded for the wrong school."""
    given = Given()
    why = given.text("why", why, "why it is taken back")
    given.done()
    with desk.write("judge", school_id, token) as writing:
        stands = writing.newest("judgement", record)
        if stands is None or stands.school_id != school_id:
            raise CaseworkError("There is no such judgement of this school. Nothing was saved.")
        return writing.withdraw("judgement", record, seen_version, did="take a judgement back", reason=why)


def _checked(desk: Desk, school: School, **told: Any) -> dict[str, Any]:
    given = Given()
    kind = given.choice("kind", told["kind"], "who judges", JUDGEMENT_KINDS)
    area = given.choice("area", told["area"], "an area", (*AREAS, OVERALL))
    values: dict[str, Any] = {
        "school_id": school.school_id,
        "area": area,
        "kind": kind,
        "note": given.text("note", told["note"], "the rationale"),
        "evidence_on": given.day(
            "evidence_on",
            told["evidence_on"],
            "the day of the evidence",
            earliest=desk.today - OLDEST,
            latest=desk.today,
        ),
        "agreed_with": given.optional(
            "agreed_with", told["agreed_with"], "who agreed for the school", most=200
        ),
        "review_on": given.optional_day(
            "review_on", told["review_on"], "the day of review", earliest=desk.today
        ),
    }
    if kind != "declared_context":
        values["category"] = given.choice("category", told["category"], "a category", CATEGORIES)
    if kind == "la_validation":
        values["validated"] = given.choice(
            "validated", told["validated"], "whether it is validated", VALIDATED
        )
    if kind == "agreed":
        given.require(
            "agreed_with", bool(values["agreed_with"]), "Say who agreed for the school: head, chair or both."
        )
        values["reason_code"] = _reason(given, school, area, told)
    given.done()
    return values


def _reason(given: Given, school: School, area: str, told: Mapping[str, Any]) -> str | None:
    """Why the agreed category is not the indicated one; None where it is."""
    category, indicated = told["category"], school.indicated.get(area)
    if area == OVERALL and school.steps and category != "Causing Concern":
        given.require(
            "category",
            False,
            f"The category stays Causing Concern while this is in force: {'; '.join(school.steps)}.",
        )
    if indicated is None or category not in CATEGORIES or CATEGORIES[category] == CATEGORIES[indicated]:
        return None
    return given.choice(
        "reason_code", told["reason_code"], f"why it is not {indicated}, as the data indicate", REASONS
    )


def _why_second(writing: Writing, school: School, area: str, record: str, category: str | None) -> str | None:
    """Why a second person has to approve an agreed category, or None: two steps, or from red to green."""
    level = CATEGORIES[category or ""]
    stands = writing.newest("judgement", record)
    was = CATEGORIES[stands.category] if stands and not stands.withdrawn else None
    indicated = school.indicated.get(area)
    shown = CATEGORIES[indicated] if indicated else None
    if was == RED and level == GREEN:
        return "it goes from red to green"
    if was is not None and abs(was - level) >= RED:
        return "it goes two steps from what was agreed before"
    if shown is not None and abs(shown - level) >= RED:
        return f"it is two steps from {indicated}, which the data indicate"
    return None
