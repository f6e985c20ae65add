"""What would this change do? Answered once for each question asked of a snapshot."""

from __future__ import annotations

import weakref
from collections import OrderedDict
from collections.abc import Callable, Sequence

import pyarrow as pa

from eif.framework import Framework
from eif.simulate.change import Change, changed
from eif.simulate.moves import Moves, moved_answers, moves
from eif.simulate.ratings import ratings_of, ratings_under
from eif.snapshot import Snapshot

# Answers kept for each snapshot, so that a page drawn again does not ask again.
KEPT = 16

_answers: weakref.WeakKeyDictionary[Snapshot, OrderedDict[object, Moves]] = weakref.WeakKeyDictionary()


def try_changes(snapshot: Snapshot, changes: Sequence[Change]) -> Moves:
    """Which schools move when these cells of the framework change. Raises FrameworkError if it breaks."""
    return _answer(snapshot, tuple(changes), lambda: changed(snapshot.rules, changes))


def try_framework(snapshot: Snapshot, framework: Framework) -> Moves:
    """Which schools move under another version, which `check_framework` has accepted."""
    return _answer(snapshot, repr(framework), lambda: framework)


def moves_under(snapshot: Snapshot, framework: Framework) -> Moves:
    """What differs under another version. A trial has the same schools, so its signals are told early."""
    before, told = ratings_of(snapshot), list[pa.Table]()
    after = ratings_under(
        snapshot, framework, early=lambda so_far: told.append(moved_answers(before, so_far))
    )
    return moves(before, after, *told)


def _answer(snapshot: Snapshot, question: object, framework: Callable[[], Framework]) -> Moves:
    kept = _answers.setdefault(snapshot, OrderedDict())
    found = kept.get(question)
    if found is None:
        found = moves_under(snapshot, framework())
        kept[question] = found
        while len(kept) > KEPT:
            kept.popitem(last=False)
    return found


def readable(snapshot: Snapshot) -> tuple[list[str], dict[str, list[str]]]:
    """What rules may read: the indicators, and the items of council returns with the answers they allow."""
    indicators = [row.indicator for row in snapshot.rows("indicator", columns=["indicator"])]
    return indicators, {row.item: row.choices or [] for row in snapshot.rows("dataset_item")}
