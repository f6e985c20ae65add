"""Which rules can answer otherwise under a changed framework?"""

from __future__ import annotations

from dataclasses import dataclass

from eif.framework import Framework, scope_view
from eif.framework.read import Row
from eif.framework.tables import OF_KINDS, SCOPES, STANDING_TESTS, TABLES, TESTS

Names = frozenset[str]


@dataclass(frozen=True)
class Reach:
    """The `rules` that read what was changed, and those that read what these say, by id.

    `gates` says whether a limit moved that decides which figures may be rated, and `gated` are the rules of
    which nothing else can have changed.
    """

    rules: Names
    gates: bool
    gated: Names


def changed_tables(before: Framework, after: Framework) -> set[str]:
    """The tables of the framework, and scopes of its thresholds, whose rows differ."""
    found = {table.name for table in TABLES if before.rows[table.name] != after.rows[table.name]}
    if "rule" in found:
        found.add("rule_descriptor")
    old, new = (_by(framework.rows["threshold"], "scope") for framework in (before, after))
    return found | {scope_view(scope) for scope in SCOPES if old.get(scope) != new.get(scope)}


def reach_of(before: Framework, after: Framework) -> Reach | None:
    """How far a change of what rules read reaches; None where anything else of the framework changed too."""
    reached = {"threshold", scope_view("rule"), scope_view("every rule"), "choice"}
    if not changed_tables(before, after) <= reached:
        return None
    own, shared = _moved_thresholds(before, after)
    if before.rows["choice"] != after.rows["choice"]:
        shared |= {"standing"}
    rules = after.rows["rule"]
    moved = {row["rule_id"]: own.get(row["rule_id"], Names()) | shared & _read_by(row) for row in rules}
    gated = {
        row["rule_id"]
        for row in rules
        if row["kind"] == "figure" and moved[row["rule_id"]] <= OF_KINDS.keys() - TESTS[row["test"]]
    }
    found = Names(rule_id for rule_id, names in moved.items() if names)
    gates = any(names & OF_KINDS.keys() for names in moved.values())
    return Reach(found | _following(rules, found), gates, found & gated) if found else None


def _moved_thresholds(before: Framework, after: Framework) -> tuple[dict[str, Names], Names]:
    """The names of the thresholds that differ: each rule's own, and those that every rule shares."""
    old, new = (_values(framework) for framework in (before, after))
    moved = {key for key in old | new if old.get(key) != new.get(key)}
    own: dict[str, Names] = {}
    for scope, rule_id, _, name in moved:
        if scope == "rule":
            own[rule_id] = own.get(rule_id, Names()) | {name}
    return own, Names(name for scope, _, _, name in moved if scope == "every rule")


def _read_by(rule: Row) -> Names:
    """What a rule reads of all that rules share."""
    of_kind = {name for name, kinds in OF_KINDS.items() if rule["kind"] in kinds}
    standing = {"standing", "min_ranked"} if rule["test"] in STANDING_TESTS else set()
    return TESTS[rule["test"]] | of_kind | standing


def _following(rules: list[Row], moved: Names) -> Names:
    """The rules that read what others say: who leads those of its area, and a count the headline results."""
    areas = {row["area"] for row in rules if row["rule_id"] in moved}
    tests = {row["test"] for row in rules if row["rule_id"] in moved}
    return Names(
        row["rule_id"]
        for row in rules
        if (row["test"] == "headship" and row["area"] in areas)
        or (row["test"] == "across_headlines" and "headline" in tests)
    )


def _values(framework: Framework) -> dict[tuple[str, str, str, str], Row]:
    return {
        (row["scope"], row["rule_id"], row["phase"], row["name"]): row for row in framework.rows["threshold"]
    }


def _by(rows: list[Row], column: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found
