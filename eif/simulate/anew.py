"""Which ratings does a changed framework make anew?

Only what reads something changed is built again. Where nothing moved but what rules read, what is made rule
by rule is built again for those rules alone, and what is made area by area for their areas: the same
statements read tables that hold no others.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager

import duckdb

from eif import sql
from eif.framework import Framework, fill_framework
from eif.framework.read import Row
from eif.simulate.reach import Reach, changed_tables, reach_of
from eif.snapshot import Snapshot

LAYER = "40_rate"
# What goes before each relation, so that those which do not need each other can be made at the same time.
BEFORE = sql.before(dict.fromkeys(sql.ORDER[LAYER], LAYER))
# A relation of so few rows is held against what it was, since nothing needs doing where it stayed the same;
# but not where what follows is made in any case.
FEW = 2000
NOT_HELD = frozenset({"signal_across", "overall_rating"})


@contextmanager
def trying(snapshot: Snapshot, framework: Framework) -> Iterator[Trial]:
    """A trial of a framework, of which nothing is left afterwards."""
    room = snapshot.ruled.opened.spare_room
    with room() as whole, room() as of_rules, room() as of_areas:
        yield Trial(snapshot, framework, whole, of_rules, of_areas)


class Trial:
    """A framework tried on a snapshot: what its changes reach, made a relation at a time, from any thread.

    `changed` names what came out otherwise so far. It lies in `room`, or in `of_rules` or `of_areas` where it
    was made for some of them alone: three empty rooms beside the release.
    """

    def __init__(
        self, snapshot: Snapshot, framework: Framework, room: str, of_rules: str, of_areas: str
    ) -> None:
        """`framework` is one that `check_framework` has accepted."""
        self.changed = changed_tables(snapshot.rules, framework)
        self._snapshot = snapshot
        self._room = room
        self._of_rules = of_rules
        self._of_areas = of_areas
        self._incomplete: set[str] = set()
        self._completing = threading.Lock()
        fill_framework(self._cursor(), framework, only=self.changed)
        self._in_parts: frozenset[str] = frozenset()
        self._asked: frozenset[str] = frozenset()
        self._rated: frozenset[str] = frozenset()
        self._reach = reach_of(snapshot.rules, framework)
        if self._reach:
            self._narrow(framework, self._reach)

    def make(self, name: str) -> None:
        """Make a relation if it reads what came out otherwise; all that it reads has been through here."""
        reads = sql.reads(LAYER, name)
        if not reads & self.changed or not self._is_asked(name):
            return
        if self._reach and name in self._in_parts:
            self._make_part(name, self._reach)
            self._incomplete.add(name)
            self.changed.add(name)
            return
        rows = _make(self.reading(reads), name)
        if name in NOT_HELD or not _same(self._cursor(), name, rows, self._before(name)):
            self.changed.add(name)
        if name == "signal" and self._in_parts >= sql.AREA_BY_AREA:
            # An area is worked out from its own signals alone.
            self._cursor(self._of_areas).execute(
                f"create view signal as from {self._room}.signal semi join area_rule using (area)"
            )

    def reading(self, names: Collection[str]) -> duckdb.DuckDBPyConnection:
        """A connection that finds these relations whole: what was made partly, beside the snapshot's rest."""
        with self._completing:
            for name in sorted(self._incomplete.intersection(names)):
                kind = "table" if name in sql.AREA_BY_AREA else "view"
                self._cursor().execute(
                    f"create {kind} {name} as from {self._apart(name)}.{name}"
                    f" union all from {self._before(name)} anti join {self._key(name)}"
                )
                self._incomplete.remove(name)
        return self._cursor()

    def _is_asked(self, name: str) -> bool:
        """Whether a relation made of rules answers any of the kinds and tests of those that are reached."""
        if self._reach is None or name not in sql.RULE_BY_RULE | sql.ACROSS_RULES:
            return True
        if name == "figure_gate" and not self._reach.gates:
            return False
        answers = sql.answers(LAYER, name)
        return not answers or bool(answers & self._asked)

    def _narrow(self, framework: Framework, reach: Reach) -> None:
        """Put the rules that are reached apart, as if there were no others; their areas too, where few."""
        rules = [row for row in framework.rows["rule"] if row["rule_id"] in reach.rules]
        self._asked = self._rated = frozenset(word for row in rules for word in (row["kind"], row["test"]))
        self._put_apart(self._of_rules, "rule", "rule_id", rules)
        self._in_parts = sql.RULE_BY_RULE
        areas = {row["area"] for row in rules}
        if 2 * len(areas) < len(framework.rows["area"]):
            self._put_apart(self._of_areas, "area_rule", "area", rules)
            self._in_parts |= sql.AREA_BY_AREA

    def _put_apart(self, room: str, table: str, key: str, rules: list[Row]) -> None:
        self._cursor(room).execute(
            f"create table {table} as from {table} where list_contains(?, {key})",
            [sorted({row[key] for row in rules})],
        )

    def _make_part(self, name: str, reach: Reach) -> None:
        """Make a relation for what is reached alone."""
        if name == "figure_gate" and reach.gated:
            self._make_gates(reach)
        elif name in sql.OF_RATED_FIGURES and not self._rated & sql.answers(LAYER, name):
            self._make_empty(name)
        else:
            _make(self._cursor(self._apart(name)), name)
        if name == "rule_evidence":
            self._rated = self._tests_rated()

    def _make_gates(self, reach: Reach) -> None:
        """Make the gates of the figures, but none that is as it was where nothing else can differ.

        `reached` then says which pairs of school and rule go on.
        """
        con = self._cursor(self._of_rules)
        con.execute(
            f"""
            create table figure_gate as
            select m.*
            from ({sql.statement(LAYER, "figure_gate")}) as m
            left join {self._before("figure_gate")} as b using (urn, rule_id)
            where
                not list_contains($gated, rule_id)
                or m.gate is distinct from b.gate
                or m.is_small is distinct from b.is_small
                or m.gate_limit is distinct from b.gate_limit
            """,  # noqa: S608
            {"gated": sorted(reach.gated)},
        )
        con.execute(
            """
            create table reached as
            select urn, rule_id, from figure_gate
            union all
            select urn, rule_id, from school_rule semi join rule using (rule_id) where kind <> 'figure'
            """
        )

    def _tests_rated(self) -> frozenset[str]:
        """The tests that have a figure which may be rated; a lower age limit may leave none."""
        found = self._cursor(self._of_rules).execute(
            "select distinct test from rule_evidence where gate = 'rated'"
        )
        return frozenset(test for (test,) in found.fetchall())

    def _make_empty(self, name: str) -> None:
        self._cursor(self._of_rules).execute(f"create table {name} as from {self._before(name)} limit 0")

    def _apart(self, name: str) -> str:
        """Where a relation lies that was made partly."""
        return self._of_areas if name in sql.AREA_BY_AREA else self._of_rules

    def _key(self, name: str) -> str:
        """By what the rows of a relation that was made partly are told from the snapshot's."""
        if name in sql.AREA_BY_AREA:
            return f"{self._of_areas}.area_rule using (area)"
        if self._reach and self._reach.gated and name != "rule_limit":
            return f"{self._of_rules}.reached using (urn, rule_id)"
        return f"{self._of_rules}.rule using (rule_id)"

    def _before(self, name: str) -> str:
        """Where the snapshot holds a relation."""
        return f"{self._snapshot.room_of(name)}.{name}"

    def _cursor(self, *first: str) -> duckdb.DuckDBPyConnection:
        return self._snapshot.ruled.cursor(*first, self._room, *self._snapshot.rooms)


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
