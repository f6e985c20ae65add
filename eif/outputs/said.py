"""What is said of each school in plain sentences, the same on screen and in every workbook?"""

from __future__ import annotations

from typing import Any

from eif.snapshot import Snapshot


def sentences_of(snapshot: Snapshot, urn: str) -> list[Any]:
    """Every sentence of a school (`screen_sentence`) what stands out first."""
    return sorted(snapshot.rows("screen_sentence", urn=urn), key=_order)


def what_stands_out(snapshot: Snapshot) -> dict[str, list[str]]:
    """The sentences of every listed school that stand out, by URN, in the same order."""
    said: dict[str, list[str]] = {}
    for row in sorted(snapshot.rows("screen_sentence", stands_out=True), key=_order):
        said.setdefault(row.urn, []).append(row.sentence)
    return said


def _order(row: Any) -> tuple[bool, int, int, str, str]:
    """What stands out first, then in the order of areas and rules."""
    return not row.stands_out, row.area_ord, row.ord, row.indicator, row.pupil_group
