"""What was somebody typing when they left a form?

A draft is theirs alone and no part of the record: it is overwritten as they type, and gone once they save.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select

from eif.casework import tables
from eif.casework.chain import canonical
from eif.casework.store import Person, Store
from eif.casework.year import stamp

_TABLE = tables.draft


@dataclass(frozen=True)
class Draft:
    """What was typed in the fields of a form, by name, and when (UTC)."""

    at: str
    given: Mapping[str, Any]


def keep(store: Store, person: Person, form: str, given: Mapping[str, Any]) -> None:
    """Keep what a person typed in a form, in place of what they typed before; days are kept as text."""
    with store.change() as con:
        con.execute(_mine(person, form))
        row = {"actor": person.name, "form": form, "at": stamp(store.now()), "given": canonical(given)}
        con.execute(insert(_TABLE).values(row))


def draft_of(store: Store, person: Person, form: str) -> Draft | None:
    """What this person left in this form, or None."""
    with store.read() as con:
        found = con.execute(
            select(_TABLE.c.at, _TABLE.c.given).where(_TABLE.c.actor == person.name, _TABLE.c.form == form)
        ).first()
    return Draft(found.at, json.loads(found.given)) if found else None


def drop(store: Store, person: Person, form: str) -> None:
    """Forget what this person left in this form."""
    with store.change() as con:
        con.execute(_mine(person, form))


def as_day(value: Any) -> date | None:
    """A day of a draft, which kept it as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _mine(person: Person, form: str) -> Any:
    return delete(_TABLE).where(_TABLE.c.actor == person.name, _TABLE.c.form == form)
