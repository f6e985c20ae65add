"""How is one ratio measured?

Ours and the baseline run in turn, so that a machine which slows down slows both; the medians are compared.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True)
class Measured:
    """One line of the table: medians in seconds, and what they were compared with."""

    what: str
    ours: float
    baseline_name: str
    baseline: float
    runs: int

    @property
    def ratio(self) -> float:
        """How many times the baseline ours takes."""
        return self.ours / self.baseline


def compare(what: str, ours: Work, baseline_name: str, baseline: Work, *, runs: int = 5) -> Measured:
    """Run both `runs` times in turn, after one uncounted run of each."""
    ours()
    baseline()
    pairs = [(_seconds(ours), _seconds(baseline)) for _ in range(runs)]
    return from_pairs(what, pairs, baseline_name)


def from_pairs(what: str, pairs: list[tuple[float, float]], baseline_name: str) -> Measured:
    """A line from pairs of (ours, baseline) seconds measured elsewhere."""
    return Measured(
        what,
        statistics.median(ours for ours, _ in pairs),
        baseline_name,
        statistics.median(base for _, base in pairs),
        len(pairs),
    )


def _seconds(work: Work) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin
