"""Which ratings does a changed framework make anew?

Only what reads something changed is built again. Where nothing but rules' own thresholds moved, what is made
rule by rule is built again for those rules alone: the same statements read a `rule` that holds no other.
"""

from __future__ import annotations

import duckdb

from eif import sql
from eif.framework import Framework, fill_framework, scope_view
from eif.framework.read import Row
from eif.framework.tables import OF_KINDS, SCOPES, TABLES, TESTS
from eif.snapshot import Snapshot

LAYER = "40_rate"
# A relation of so few rows is held against what it was, since nothing needs doing where it stayed the same.
FEW = 2000


def rate_anew(snapshot: Snapshot, framework: Framework, room: str, apart: str) -> set[str]:
    """Build in `room` the relations that come out otherwise under `framework`, and name them.

    `room` and `apart` are empty rooms; what is built for a few rules alone lies in `apart`.
    """
    changed = changed_tables(snapshot.rules, framework)
    con = snapshot.ruled.cursor(room, *snapshot.rooms)
    fill_framework(con, framework, only=changed)
    moved = moved_rules(snapshot.rules, framework)
    part = _Part(snapshot, room, apart, moved) if moved else None
    for name in sql.ORDER[LAYER]:
        if not sql.reads(LAYER, name) & changed:
            continue
        if part is not None and name in sql.RULE_BY_RULE:
            if part.make(name):
                changed.add(name)
            continue
        if part is not None:
            part.complete(con, sql.reads(LAYER, name))
        rows = _make(con, name)
        if not _same(con, name, rows, _before(snapshot, name)):
            changed.add(name)
    return changed


def changed_tables(before: Framework, after: Framework) -> set[str]:
    """The tables of the framework, and scopes of its thresholds, whose rows differ."""
    found = {table.name for table in TABLES if before.rows[table.name] != after.rows[table.name]}
    if "rule" in found:
        found.add("rule_descriptor")
    old, new = (_by(framework.rows["threshold"], "scope") for framework in (before, after))
    return found | {scope_view(scope) for scope in SCOPES if old.get(scope) != new.get(scope)}


def moved_rules(before: Framework, after: Framework) -> frozenset[str]:
    """The rules that read thresholds which differ; none where anything else of the framework does too.

    A threshold that every rule shares is read by the rules whose test names it, or by all of a kind.
    """
    own, shared = scope_view("rule"), scope_view("every rule")
    if not changed_tables(before, after) <= {"threshold", own, shared}:
        return frozenset()
    old, new = (_values(framework) for framework in (before, after))
    moved = {key for key in old | new if old.get(key) != new.get(key)}
    names = {name for scope, _, _, name in moved if scope == "every rule"}
    kinds = frozenset().union(*(OF_KINDS.get(name, ()) for name in names))
    readers = {
        row["rule_id"] for row in after.rows["rule"] if row["kind"] in kinds or TESTS[row["test"]] & names
    }
    return frozenset(readers | {rule_id for scope, rule_id, _, _ in moved if scope == "rule"})


def _values(framework: Framework) -> dict[tuple[str, str, str, str], Row]:
    return {
        (row["scope"], row["rule_id"], row["phase"], row["name"]): row for row in framework.rows["threshold"]
    }


class _Part:
    """Relations made in a room apart for a few rules: those that moved, and those that read other rules."""

    def __init__(self, snapshot: Snapshot, room: str, apart: str, moved: frozenset[str]) -> None:
        self._snapshot = snapshot
        self._room = apart
        self._made: set[str] = set()
        self._con = snapshot.ruled.cursor(apart, room, *snapshot.rooms)
        across = " union all ".join(f"select rule_id from {name}" for name in sorted(sql.ACROSS_RULES))  # noqa: S608
        self._con.execute(
            f"create table rule as from rule where list_contains(?, rule_id) or rule_id in ({across})",
            [list(moved)],
        )
        asked = self._con.execute("select kind, test from rule").fetchall()
        self._asked = frozenset(word for pair in asked for word in pair)

    def make(self, name: str) -> bool:
        """Make a relation for these rules; False where it answers none of their kinds and tests."""
        answers = sql.answers(LAYER, name)
        if answers and not answers & self._asked:
            return False
        _make(self._con, name)
        self._made.add(name)
        return True

    def complete(self, con: duckdb.DuckDBPyConnection, names: frozenset[str]) -> None:
        """Put the other rules' rows of the snapshot beside these, for those of `names` that were made."""
        for name in sorted(names & self._made):
            con.execute(
                f"create view {name} as from {self._room}.{name}"
                f" union all from {_before(self._snapshot, name)} anti join {self._room}.rule using (rule_id)"
            )
            self._made.remove(name)


def _by(rows: list[Row], column: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found


def _before(snapshot: Snapshot, name: str) -> str:
    """Where the snapshot holds a relation."""
    return f"{snapshot.room_of(name)}.{name}"


def _make(con: duckdb.DuckDBPyConnection, name: str) -> int | None:
    """Create a relation and return how many rows it has; None for a view."""
    if name in sql.ALWAYS_VIEWS:
        con.execute(f"create view {name} as {sql.statement(LAYER, name)}")
        return None
    ((rows,),) = con.execute(f"create table {name} as {sql.statement(LAYER, name)}").fetchall()
    return int(rows)


def _same(con: duckdb.DuckDBPyConnection, name: str, rows: int | None, before: str) -> bool:
    """Whether a small relation came out as it is in `before`; a large one is taken to have changed."""
    if rows is None or rows > FEW:
        return False
    ((differ,),) = con.execute(
        f"""
        select
            (select count(*) from {before}) <> {rows}
            or exists (from {name} except from {before})
        """  # noqa: S608
    ).fetchall()
    return not differ
