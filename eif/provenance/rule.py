"""Where does a threshold come from: which row of the framework, who set it, when and why?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eif.framework.tables import TESTS
from eif.provenance.steps import Step, steps
from eif.snapshot import Snapshot

EVERY_RULE = "every rule"
# The phases for which thresholds differ; any other is held against those for all.
PHASES = ("primary", "secondary", "special")


@dataclass(frozen=True)
class RuleOrigin:
    """One rule of the framework with the thresholds that hold in a phase.

    `rule` is its row of `rule`; `own` are its thresholds and those that its test asks of every rule, `shared`
    the others that hold for every rule (rows of `screen_threshold`), `descriptors` what it bears on, `file`
    where they stand.
    """

    rule: Any
    phase: str
    own: tuple[Any, ...]
    shared: tuple[Any, ...]
    descriptors: tuple[Any, ...]
    file: str
    steps: tuple[Step, ...]


def rule_origin(snapshot: Snapshot, given: Mapping[str, str]) -> RuleOrigin | None:
    """The rule that an address names by `rule`, for a `phase`; None where the framework has no such rule."""
    found = snapshot.rows("rule", rule_id=given.get("rule", ""))
    if not found:
        return None
    rule, phase = found[0], given.get("phase", "")
    phase = phase if phase in PHASES else "all"
    thresholds = snapshot.rows("screen_threshold")
    of_rule = [row for row in thresholds if row.rule_id == rule.rule_id]
    named = {row.name for row in of_rule}
    every = [row for row in thresholds if row.scope == EVERY_RULE and row.name not in named]
    needed = TESTS[rule.test]
    bears = (rule.established, rule.developing, rule.causing_concern)
    descriptors = {row.descriptor: row for row in snapshot.rows("screen_descriptor")}
    return RuleOrigin(
        rule=rule,
        phase=phase,
        own=_holding([*of_rule, *(row for row in every if row.name in needed)], phase),
        shared=_holding([row for row in every if row.name not in needed], phase),
        descriptors=tuple(descriptors[one] for one in bears if one in descriptors),
        file=f"data/framework/{snapshot.framework}/thresholds.csv",
        steps=steps("rule"),
    )


def _holding(thresholds: Sequence[Any], phase: str) -> tuple[Any, ...]:
    """One threshold a name: the phase's own before the one for all."""
    held: dict[str, Any] = {}
    for row in sorted(thresholds, key=lambda row: row.phase == phase):
        if row.phase in (phase, "all"):
            held[row.name] = row
    return tuple(held[name] for name in sorted(held))
