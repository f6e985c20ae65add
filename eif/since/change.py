"""What is one thing that changed, and under which heading does a reader look for it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pyarrow as pa

# In the order in which they are read: what is concluded of a school, what is known, what is done about it.
HEADINGS = {
    "category": "Category indicated and agreed",
    "areas": "Area ratings",
    "signals": "Rules behind the ratings",
    "ofsted": "Ofsted",
    "head": "Head and governance",
    "events": "The school itself",
    "indicators": "Indicators",
    "plan": "Support plan and its actions",
    "visits": "Visits",
    "judgements": "Judgements",
    "contacts": "Contacts",
    "ladder": "Ladder of intervention",
    "letters": "Letters and notices",
    "priority": "Priority list",
    "boards": "Board decisions",
    "escalations": "Escalations",
    "support": "Support between schools",
    "adviser": "Adviser",
}
WORSE, BETTER, CHANGED, NEW, AS_BEFORE = "worse", "better", "changed", "new", "as before"
NOT_COMPARABLE, GONE = "not comparable", "no longer known"
# Every way in which something changes. The last two are grey: no evidence is never an improvement.
WHAT = (WORSE, BETTER, CHANGED, NEW, AS_BEFORE, NOT_COMPARABLE, GONE)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as it was, in plain words: `before` and `after`, and what that means.

    `heading` is a key of HEADINGS and `what` one of WHAT; `school_id` is None for what concerns the city.
    `why` is a sentence or None, `source` where it is known from; `page` with the words after it is the
    address that shows it, `urn` the one it was published for where that is not the school's own; `ord`
    orders the changes of a heading.
    """

    heading: str
    school_id: str | None
    title: str
    before: str
    after: str
    what: str
    why: str | None
    on_day: date | None
    source: str | None
    page: str
    area: str | None = None
    indicator: str | None = None
    pupil_group: str | None = None
    period: str | None = None
    urn: str | None = None
    ord: int = 0

    @property
    def address(self) -> dict[str, str]:
        """What the address of its page says besides the school."""
        told = {"area": self.area, "indicator": self.indicator, "group": self.pupil_group}
        return {name: value for name, value in (told | {"period": self.period}).items() if value}


SCHEMA = pa.schema(
    [
        (name, pa.date32() if name == "on_day" else pa.int32() if name == "ord" else pa.string())
        for name in Change.__slots__
    ]
)


def as_table(changes: list[Change]) -> pa.Table:
    """Changes as a table that SQL can read."""
    columns = {name: [getattr(each, name) for each in changes] for name in SCHEMA.names}
    return pa.table(columns, schema=SCHEMA)
