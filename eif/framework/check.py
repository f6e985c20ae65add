"""Does a framework version hold together?

Every reference must lead somewhere, every rule must have the descriptors and thresholds that its test needs,
and every threshold must belong to something. The first fault found is raised as a sentence saying what to do.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from eif.framework.read import Framework, FrameworkError, Row, Version
from eif.framework.tables import (
    AREA_NEEDS,
    CHOICES,
    COMPARE_PHASES,
    CONFIDENCE_NEEDS,
    EMBEDDED_NEEDS,
    EVERY_RULE_NEEDS,
    INSPECTION_NEEDS,
    NAMES,
    OVERALL_NEEDS,
    RANGES,
    TABLES,
    TESTS,
    VISIT_NEEDS,
)
from eif.framework.targets import check_target

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
        _rule_reads(rule)
    _choices(rows["choice"])
    _answers(rows)
    _thresholds(rows["rule"], rows["threshold"])
    _tiers(rows)
    for target in rows["target"]:
        check_target(target)
    _warnings(rows)


def _warnings(rows: dict[str, list[Row]]) -> None:
    rules = {rule["rule_id"] for rule in rows["rule"]}
    for row in rows["early_warning"]:
        if row["rule_id"] not in rules:
            raise FrameworkError(
                f"warnings.csv: rule {row['rule_id']!r} is not in rules.csv. Name a rule or remove the row."
            )


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


def _rule_reads(rule: Row) -> None:
    where = f"rules.csv: rule {rule['rule_id']}"
    for name in NAMES[rule["kind"]]:
        if not rule[name]:
            raise FrameworkError(f"{where} reads a {rule['kind']} and names none. Fill in {name}.")
    if rule["indicator"] and rule["kind"] != "figure":
        raise FrameworkError(f"{where} reads a {rule['kind']}, so it has no indicator. Empty the cell.")


def _choices(choices: list[Row]) -> None:
    for row in choices:
        allowed = CHOICES[row["choice"]]
        if row["word"] not in allowed:
            raise FrameworkError(
                f"choices.csv: {row['choice']} is {row['word']!r}. Use one of: {', '.join(allowed)}."
            )
    missing = CHOICES.keys() - {row["choice"] for row in choices}
    if missing:
        raise FrameworkError(f"choices.csv has no row for {', '.join(sorted(missing))}. Add one.")


def _answers(rows: dict[str, list[Row]]) -> None:
    """Every answer belongs to an item that its rule reads, and every rule of answers has some."""
    rules = {rule["rule_id"]: rule for rule in rows["rule"]}
    for row in rows["answer_level"]:
        where = f"answers.csv: {row['rule_id']}, {row['item']}, {row['answer']}"
        rule = rules.get(row["rule_id"])
        if rule is None or rule["test"] != "answer":
            raise FrameworkError(f"{where}: rules.csv has no such rule with the test 'answer'.")
        if row["item"] not in rule["items"]:
            raise FrameworkError(f"{where}: the rule does not read {row['item']!r}.")
        if row["level"] not in (None, 0, 1, 2):
            raise FrameworkError(f"{where}: level {row['level']} is not 0, 1, 2 or empty.")
        for level, name in ((1, "developing"), (2, "causing_concern")):
            if row["level"] == level and not rule[name]:
                raise FrameworkError(f"{where}: the rule cites no {name} descriptor for level {level}.")
    given = {(row["rule_id"], row["item"]) for row in rows["answer_level"]}
    for rule in rules.values():
        for item in rule["items"] or [] if rule["test"] == "answer" else []:
            if (rule["rule_id"], item) not in given:
                raise FrameworkError(f"answers.csv has no answer of {item!r} for rule {rule['rule_id']}.")


def _thresholds(rules: list[Row], thresholds: list[Row]) -> None:
    known = {rule["rule_id"] for rule in rules}
    for row in thresholds:
        where = f"thresholds.csv: {row['threshold_id']}"
        if (row["scope"] == "rule") != (row["rule_id"] is not None):
            raise FrameworkError(f"{where}: scope 'rule' and a rule_id go together.")
        if row["rule_id"] is not None and row["rule_id"] not in known:
            raise FrameworkError(f"{where} belongs to rule {row['rule_id']!r}, which is not in rules.csv.")
        low, high = RANGES.get(row["name"], (-math.inf, math.inf))
        if not low <= row["value"] <= high:
            raise FrameworkError(
                f"{where} is {row['value']:g}. A {row['name'].replace('_', ' ')} is from {low:g} to {high:g}."
            )

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
        ("area", AREA_NEEDS),
        ("visit", VISIT_NEEDS),
        ("embedded", EMBEDDED_NEEDS),
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
        if (trigger["test"] == "rules") != bool(trigger["rules"]):
            raise FrameworkError(
                f"triggers.csv: trigger {trigger['trigger_id']}: test 'rules' and the rules go together."
            )
    categories = {row["category"] for row in rows["tier"]}
    for category in ("Causing Concern", "Developing", "Established", "Not enough evidence"):
        if category not in categories:
            raise FrameworkError(f"tiers.csv has no row for {category!r}. Add one.")


def check_names(
    framework: Framework, indicators: Collection[str], answers: Mapping[str, Sequence[str]]
) -> None:
    """Raise FrameworkError when a rule reads an indicator, an item of a return or an answer nobody gives.

    `indicators` holds the indicators there are; `answers` the items of the council's returns, each with the
    answers that may stand in it (none where any text, number or day may).
    """
    for rule in framework.rows["rule"]:
        where = f"rules.csv: rule {rule['rule_id']}"
        for indicator in [rule["indicator"], *(rule["parts"] or [])]:
            if indicator and indicator not in indicators:
                raise FrameworkError(
                    f"{where} reads indicator {indicator!r}, which data/reference does not have."
                )
        for item in rule["items"] or []:
            if item not in answers:
                raise FrameworkError(f"{where} reads item {item!r}, which no return of the council asks for.")
    for row in framework.rows["answer_level"]:
        known = answers.get(row["item"])
        if known and row["answer"] not in known:
            raise FrameworkError(
                f"answers.csv: {row['rule_id']}: {row['item']} is never answered {row['answer']!r}."
                f" Answers are: {', '.join(known)}."
            )


def check_versions(versions: Sequence[Version]) -> None:
    """Raise FrameworkError when two versions in force hold on the same day, or one ends before it begins.

    A version without valid_to holds until the next one begins. Drafts hold on no day.
    """
    held = sorted((each for each in versions if not each.draft), key=lambda each: each.valid_from)
    for each in held:
        if each.valid_to and each.valid_to < each.valid_from:
            raise FrameworkError(
                f"framework.toml of {each.version}: valid_to {each.valid_to} is before valid_from"
                f" {each.valid_from}."
            )
    for before, after in pairwise(held):
        if after.valid_from == before.valid_from or (before.valid_to and before.valid_to >= after.valid_from):
            raise FrameworkError(
                f"framework.toml of {before.version} and of {after.version}: both hold on {after.valid_from}."
                " End the first with a valid_to before that day, or write draft = true in one."
            )
