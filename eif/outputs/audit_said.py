"""How is what happened said on a terminal, event by event?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from eif.access.roles import ROLES
from eif.casework.history import Happened
from eif.outputs.history_said import when

_UNDER = "    "


def audit_lines(happened: Iterable[Happened], names: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    """Each event on lines of its own: who, when, of which school, what and why, and each field it changed.

    `names` gives URN and name of a school by its key, as far as they are known.
    """
    for each in happened:
        role = ROLES.get(each.role, each.role)
        who = each.by if each.by == role else f"{each.by}, {role}"
        urn, name = names.get(each.school_id or "", ("not known", each.school_id or ""))
        of = f" of {name}, URN {urn}" if each.school_id else ""
        yield f"Event {each.revision}, {when(each)}: {who}"
        yield f"{_UNDER}{each.noun}{of}: {each.did}{' (withdrawn)' if each.withdrawn else ''}"
        if each.reason:
            yield _indented(f"Why: {each.reason}")
        if not each.withdrawn:
            for change in (one for one in each.changes if one.before or one.after):
                before = f"{change.before} -> " if change.before else ""
                yield _indented(f"{change.field}: {before}{change.after or 'nothing'}")


def _indented(text: str) -> str:
    return f"{_UNDER}{_UNDER}" + text.replace("\n", f"\n{_UNDER}{_UNDER}{_UNDER}")
