"""What would a caseload spreadsheet change: what is new, changed, the same, or refused, and why?

Each row is held against what stands, and each change is rehearsed through the command that would make it, so
that a refusal is known before anything is written. Written, every change is an event like any other.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, func, select

from eif.access.roles import may
from eif.casework.caseload_actions import ACTION, action_lines
from eif.casework.caseload_lines import (
    CHANGED,
    NAMED_BEFORE,
    NEW,
    REFUSED,
    SAME,
    VISIT,
    Line,
    Stands,
    lines_of,
)
from eif.casework.desk import Desk
from eif.casework.errors import CaseworkError, NotAllowed, NothingChanged
from eif.casework.reading import standing
from eif.casework.rehearsal import Rehearsal
from eif.casework.tables import NOUNS
from eif.casework.words import OVERALL


def compare(
    desk: Desk, rows: Sequence[tuple[int, Mapping[str, str]]], school_ids: Mapping[str, str]
) -> list[Line]:
    """What each row would change, in their order; nothing is written. `school_ids` are by URN.

    Raises NotAllowed where this person may not import.
    """
    _require(desk)
    stands = _read(desk)
    rehearsing = replace(desk, store=Rehearsal(desk.store))
    lines: list[Line] = []
    seen: dict[tuple[str, ...], Line] = {}
    named: dict[str, str] = {}
    for number, given in rows:
        row = {**given, NAMED_BEFORE: named.get(given.get("urn", ""), "")}
        if row.get("adviser"):
            named.setdefault(row["urn"], row["adviser"])
        for found in (lines_of, action_lines):
            for line in found(number, row, stands, school_ids, desk):
                before = seen.setdefault(_about(line), line)
                repeats = before is not line and line.state in (NEW, CHANGED)
                lines.append(_repeated(line, before) if repeats else _rehearsed(rehearsing, line))
    return lines


def _about(line: Line) -> tuple[str, ...]:
    """What a line is about, by which two rows are found to speak of one thing."""
    if line.what == VISIT:
        on, _, kind, _ = line.said
        return (line.urn, line.what, on, kind.lower())
    return (line.urn, line.what, line.said[1].lower() if line.what == ACTION else "")


def _repeated(line: Line, before: Line) -> Line:
    """What an earlier row says too: the same, as where a school has several rows, or something else."""
    if line.said == before.said:
        return line.stated(SAME, why=f"As row {before.row} says.")
    return line.refused(f"Row {before.row} speaks of this already.", was=line.was)


def write(desk: Desk, lines: Sequence[Line]) -> list[Line]:
    """Write what is new or changed, each through its command; return all lines with what became of them.

    A line that the command refuses by now is returned as refused, and the others are written. Raises
    NotAllowed.
    """
    _require(desk)
    of_import = uuid.uuid4().hex
    done = []
    for place, line in enumerate(lines):
        if line.command is None:
            done.append(line)
            continue
        try:
            line.command(desk, f"import:{of_import}:{place}")
            done.append(replace(line, command=None))
        except NothingChanged:
            done.append(replace(line, state=SAME, command=None))
        except CaseworkError as error:
            done.append(replace(line, state=REFUSED, why=str(error), command=None))
    return done


def _require(desk: Desk) -> None:
    if not may(desk.person.role, "import", own=False):
        raise NotAllowed("You may not import casework. Nothing was saved.")


def _rehearsed(desk: Desk, line: Line) -> Line:
    if line.command is None:
        return line
    try:
        saved = line.command(desk, "rehearsal")
    except NothingChanged:
        return replace(line, state=SAME, command=None)
    except CaseworkError as error:
        return replace(line, state=REFUSED, why=str(error).replace(" Nothing was saved.", ""), command=None)
    if saved.noun == "proposal":
        return replace(line, why="A second person has to approve it before it stands.")
    return line


def _read(desk: Desk) -> Stands:
    with desk.store.read() as con:
        team = standing(con, "adviser")
        agreed = standing(con, "judgement", area=OVERALL, kind="agreed")
        waiting = standing(con, "proposal", area=OVERALL, kind="agreed")
        visits = standing(con, "visit")
        return Stands(
            team={row.label.lower(): row for row in team},
            labels={row.record_id: row.label for row in team},
            assigned={row.school_id: row for row in standing(con, "assignment")},
            agreed={row.school_id: row for row in agreed},
            waiting={row.school_id: row for row in waiting},
            plans={row.school_id: row for row in standing(con, "support_plan", state="open")},
            actions={
                (row.plan_id, row.action.lower()): row
                for row in standing(con, "plan_action")
                if row.ended_on is None
            },
            newest=_newest(con, "assignment") | _newest(con, "judgement"),
            visits={
                (row.school_id, row.on_day, row.kind): row for row in visits if row.status != "cancelled"
            },
        )


def _newest(con: Connection, noun: str) -> dict[str, int]:
    """The newest version of each record, withdrawn or not."""
    table = NOUNS[noun]
    found = select(table.c.record_id, func.max(table.c.version)).group_by(table.c.record_id)
    return {row[0]: row[1] for row in con.execute(found)}
