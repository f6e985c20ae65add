"""Does a city target say what it takes to measure it, or why it cannot be measured?"""

from __future__ import annotations

from eif.framework.read import FrameworkError, Row


def check_target(target: Row) -> None:
    """Raise FrameworkError when a row of targets.csv can neither be measured nor says why not."""
    where = f"targets.csv: target {target['target_id']}"
    if target["unmeasured"]:
        if target["indicator"] or target["comparator"]:
            raise FrameworkError(
                f"{where} is unmeasured and names an indicator or a comparator. Keep one or the other."
            )
        return
    if not (target["indicator"] and target["comparator"]):
        raise FrameworkError(f"{where} needs an indicator and a comparator, or says in unmeasured why not.")
    if (target["comparator"] == "number") != (target["number"] is not None):
        raise FrameworkError(f"{where}: comparator 'number' and a number go together.")
    if target["allowed_gap"] < 0:
        raise FrameworkError(f"{where}: allowed_gap is {target['allowed_gap']:g}. Write 0 or more.")
    if target["comparator"] == "city" and (target["geography"], target["pupil_group"]) == ("city", "all"):
        raise FrameworkError(f"{where} measures the city against itself. Name a group, districts or schools.")
    if target["comparator"] == "national others" and target["pupil_group"] == "all":
        raise FrameworkError(f"{where}: all pupils have no others. Name a group, or compare with national.")
    if target["status"] != "historic" and target["due"] is None:
        raise FrameworkError(f"{where} is {target['status']} and has no date. Write the day it is due.")
