"""What does a desk see of a school in a snapshot?"""

from __future__ import annotations

from eif.casework.desk import Desk, Measure, School
from eif.casework.office import open_store
from eif.casework.priority import Evidence
from eif.casework.store import Person, Seen
from eif.casework.words import OVERALL
from eif.config import Settings
from eif.snapshot import Snapshot

# A rating in the framework's words; anything else indicates nothing.
_CATEGORIES = {"red": "Causing Concern", "amber": "Developing", "green": "Established"}
# Schools that are maintained and yet beyond sections 60 to 66 (domain rules 4.4).
_BEYOND = "alternative provision"
# Whose diocese is told of a warning notice (section 60(6)), as the register of schools words it.
_CHURCHES = ("church of england", "roman catholic", "catholic")


class SnapshotCity:
    """The schools of a snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Look schools up in `snapshot`."""
        self._snapshot = snapshot

    def school(self, school_id: str) -> School | None:
        """The school as it is now, under its newest URN; None where the release does not know it."""
        rows = self._snapshot.rows("screen_school", school_id=school_id)
        if not rows:
            return None
        newest = max(rows, key=lambda row: (row.listed, row.status == "open", row.urn))
        cells = self._snapshot.rows("area_rating", columns=["area", "rating"], urn=newest.urn)
        agreed = self._snapshot.rows("judgement", urn=newest.urn, area=OVERALL, kind="agreed")
        steps = self._snapshot.rows("signal", columns=["rule_id", "finding"], urn=newest.urn, hard=True)
        category_rules = self._snapshot.rows("rule", columns=["rule_id"], test="category_of_concern")
        categories = {row.rule_id for row in category_rules}
        overall = newest.indicated if newest.indicated in _CATEGORIES.values() else None
        return School(
            school_id=school_id,
            urn=newest.urn,
            name=newest.name,
            status=newest.status,
            has_powers=newest.type_group == "maintained" and newest.phase != _BEYOND,
            indicated={row.area: _CATEGORIES.get(row.rating) for row in cells} | {OVERALL: overall},
            steps=tuple(row.finding for row in steps),
            agreed=agreed[0].category if agreed else None,
            trust=newest.trust_name,
            in_category=any(row.rule_id in categories for row in steps),
            diocese=any(church in (newest.religion or "").lower() for church in _CHURCHES),
        )

    def measure(self, indicator: str) -> Measure | None:
        """A figure of the catalogue; None where it has none of this name."""
        columns = ["title", "polarity", "groups", "last_period"]
        rows = self._snapshot.rows("catalogue", columns=columns, indicator=indicator, is_observed=True)
        for row in rows:
            last = None if row.last_period == "continues" else row.last_period
            return Measure(indicator, row.title, row.polarity, tuple(row.groups), last)
        return None


def open_desk(settings: Settings, person: Person, snapshot: Snapshot) -> Desk:
    """The desk of a person who has this snapshot on their screen; of one of the past, it refuses to write.

    Raises BrokenStoreError.
    """
    seen = Seen(snapshot.release, snapshot.revision)
    as_at = snapshot.day if snapshot.is_past else None
    return Desk(open_store(settings), person, SnapshotCity(snapshot), seen, as_at)


def evidence_of_all(snapshot: Snapshot) -> tuple[Evidence, ...]:
    """What the data say today of every listed school, for the annual list of priority schools."""
    rows = snapshot.rows("risk_evidence", columns=list(Evidence.__dataclass_fields__))
    return tuple(Evidence(*row) for row in sorted(rows))
