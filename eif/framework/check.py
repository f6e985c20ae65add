"""Does a framework version hold together?

Every reference must lead somewhere, every rule must have the descriptors and thresholds that its test needs,
and every threshold must belong to something. The first fault found is raised as a sentence saying what to do.
"""

from __future__ import annotations

from eif.framework.read import Framework, FrameworkError, Row
from eif.framework.tables import (
    COMPARE_PHASES,
    CONFIDENCE_NEEDS,
    EVERY_RULE_NEEDS,
    INSPECTION_NEEDS,
    OVERALL_NEEDS,
    TABLES,
    TESTS,
)

# Which level each descriptor column of a rule must point at.
RULE_LEVELS = ("established", "developing", "causing_concern")


def check_framework(framework: Framework) -> None:
    """Raise FrameworkError when any part of the version points at something that is not there."""
    rows = framework.rows
    areas = {row["area"] for row in rows["area"]}
    _known_areas(rows, areas)
    descriptors = {row["descriptor"]: row for row in rows["descriptor"]}
    for rule in rows["rule"]:
        _rule_cites(rule, descriptors)
    _thresholds(rows["rule"], rows["threshold"])
    _tiers(rows)


def _known_areas(rows: dict[str, list[Row]], areas: set[str]) -> None:
    for table in TABLES:
        if "area" in table.columns:
            for row in rows[table.name]:
                if row["area"] not in areas:
                    raise FrameworkError(
                        f"{table.file}: area {row['area']!r} is not in areas.csv."
                        f" Areas are: {', '.join(sorted(areas))}."
                    )
    missing = areas - {row["area"] for row in rows["area_rule"]}
    if missing:
        raise FrameworkError(f"area_rules.csv has no row for {', '.join(sorted(missing))}. Add one.")


def _rule_cites(rule: Row, descriptors: dict[str, Row]) -> None:
    where = f"rules.csv: rule {rule['rule_id']}"
    cited = [(level, rule[level]) for level in RULE_LEVELS if rule[level]]
    if not rule["developing"] and not rule["causing_concern"]:
        raise FrameworkError(f"{where} cites no descriptor of concern. Fill developing or causing_concern.")
    for level, name in cited:
        found = descriptors.get(name)
        if found is None:
            raise FrameworkError(f"{where} cites descriptor {name!r}, which is not in descriptors.csv.")
        if found["area"] != rule["area"] or found["level"] != level:
            raise FrameworkError(
                f"{where} cites {name} as {level} of {rule['area']},"
                f" but it is {found['level']} of {found['area']}."
            )
    for level, finding in (("developing", "developing_finding"), ("causing_concern", "concern_finding")):
        if bool(rule[level]) != bool(rule[finding]):
            raise FrameworkError(f"{where}: {level} and {finding} go together. Fill both or neither.")


def _thresholds(rules: list[Row], thresholds: list[Row]) -> None:
    known = {rule["rule_id"] for rule in rules}
    for row in thresholds:
        where = f"thresholds.csv: {row['threshold_id']}"
        if (row["scope"] == "rule") != (row["rule_id"] is not None):
            raise FrameworkError(f"{where}: scope 'rule' and a rule_id go together.")
        if row["rule_id"] is not None and row["rule_id"] not in known:
            raise FrameworkError(f"{where} belongs to rule {row['rule_id']!r}, which is not in rules.csv.")

    def given(scope: str, rule_id: str | None = None) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for row in thresholds:
            if row["scope"] == scope and row["rule_id"] == rule_id:
                found.setdefault(row["name"], set()).add(row["phase"])
        return found

    for scope, needs in (
        ("overall", OVERALL_NEEDS),
        ("confidence", CONFIDENCE_NEEDS),
        ("inspection", INSPECTION_NEEDS),
        ("every rule", EVERY_RULE_NEEDS),
    ):
        absent = needs - given(scope).keys()
        if absent:
            raise FrameworkError(f"thresholds.csv: scope {scope!r} lacks {', '.join(sorted(absent))}.")
    for rule in rules:
        own, shared = given("rule", rule["rule_id"]), given("every rule")
        for name in sorted(TESTS[rule["test"]]):
            phases = own.get(name, set()) | shared.get(name, set())
            uncovered = set() if "all" in phases else _phases_of(rule) - phases
            if uncovered:
                raise FrameworkError(
                    f"thresholds.csv: rule {rule['rule_id']} needs threshold {name!r}"
                    f" for {', '.join(sorted(uncovered))}. Add it, or a row for phase 'all'."
                )


def _phases_of(rule: Row) -> set[str]:
    """The comparison phases in which a rule can meet evidence."""
    met = {phase for phase in COMPARE_PHASES if phase in rule["phases"]}
    return met or {"all"}


def _tiers(rows: dict[str, list[Row]]) -> None:
    rules = {rule["rule_id"] for rule in rows["rule"]}
    for trigger in rows["tier_trigger"]:
        for rule_id in trigger["rules"] or []:
            if rule_id not in rules:
                raise FrameworkError(
                    f"triggers.csv: trigger {trigger['trigger_id']} names rule {rule_id!r},"
                    " which is not in rules.csv."
                )
    categories = {row["category"] for row in rows["tier"]}
    for category in ("Causing Concern", "Developing", "Established", "Not enough evidence"):
        if category not in categories:
            raise FrameworkError(f"tiers.csv has no row for {category!r}. Add one.")
